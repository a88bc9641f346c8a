"""A form in steps, page by page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forms.steps import MOST_CHARACTERS
from forms.token import TokenSigner
from leadframe.channels import Catalog
from leadframe.web.parts import EXTENSION
from tests.page_rules import text_of
from tests.pages import Browser, Page
from tests.site import SECRET_KEY, Site
from tests.web.test_reloading import Clock
from tests.web.world import another_server, leads, ledger_gone, sent_bodies

STEPS = ("Step 1 of 3 About you", "Step 2 of 3 Your project", "Step 3 of 3 Time and money")
PROJECT = {"first_name": "Ada", "email": "ada@example.com"}
CHECK = "Check your answers"
NOTES = "Deep.\nBy boat."


def heading(page: Page) -> str:
    (found,) = [each for each in page.tree.iter("h2") if each.get("class") == "step__heading"]
    return text_of(found)


def first(browser: Browser, way: str = "") -> Page:
    return browser.get(f"/f/project{way}").fill(**PROJECT)


def second(browser: Browser, way: str = "") -> Page:
    return first(browser, way).send().fill(kind="sauna", notes=NOTES)


def third(browser: Browser, way: str = "") -> Page:
    return second(browser, way).send().fill(budget="250 000", privacy="true")


def checked(browser: Browser, way: str = "") -> Page:
    return third(browser, way).send()


@pytest.mark.parametrize("way", ["", "/embed"])
def test_a_lead_goes_through_all_steps_and_is_looked_at_once_more(
    browser: Browser, site: Site, way: str
) -> None:
    pages = [first(browser, way), second(browser, way), third(browser, way)]
    assert [heading(page) for page in pages] == list(STEPS)
    page = pages[-1].send()

    assert (page.status, heading(page)) == (200, CHECK)
    assert leads(site) == []
    assert page.send().settled().h1 == "We have your project"
    (body,) = sent_bodies(site)
    properties = {each["property_definitions_id"][0]: each["value"] for each in body["properties"]}
    assert (body["first_name"], body["email"], body["notes"]) == (*PROJECT.values(), NOTES)
    assert properties == {"2": "sauna", "1": "250000"}


def test_the_titles_say_where_one_is_and_what_is_wrong_first(browser: Browser) -> None:
    form = "Start a project with us"
    page = browser.get("/f/project")

    assert page.title == f"Step 1 of 3: About you – {form}"  # noqa: RUF001 - a title's dash
    assert page.send().title == f"Error: {page.title}"
    assert second(browser).title == f"Step 2 of 3: Your project – {form}"  # noqa: RUF001 - likewise
    assert checked(browser).title == f"{CHECK} – {form}"  # noqa: RUF001 - likewise


def test_only_the_first_step_has_the_intro_and_only_later_ones_lead_back(browser: Browser) -> None:
    assert "Three short steps" in first(browser).words
    assert "Three short steps" not in second(browser).words
    assert "Back" not in first(browser).words
    assert "Back" in second(browser).words


def test_going_on_points_out_what_is_wrong_on_this_page_alone(browser: Browser) -> None:
    again = first(browser).fill(email="ada@").send()

    assert (again.status, heading(again)) == (422, STEPS[0])
    assert list(again.summary) == ["email"]
    assert again.values["email"] == ["ada@"]
    following = again.fill(email="ada@example.com").send()
    assert (following.status, heading(following), following.summary) == (200, STEPS[1], {})


def test_going_back_points_out_nothing_and_loses_nothing(browser: Browser) -> None:
    page = second(browser).send().fill(budget="a lot")

    back = page.send("Back")
    assert (back.status, heading(back), back.summary) == (200, STEPS[1], {})
    assert (back.values["kind"], back.values["notes"]) == (["sauna"], [NOTES])
    first_again = back.fill(notes="").send("Back")
    assert first_again.values["first_name"] == ["Ada"]
    onward = first_again.send().send()
    assert onward.values["budget"] == ["a lot"]
    assert list(onward.send().summary) == ["budget", "privacy"]


def test_a_tick_that_was_taken_away_stays_away(browser: Browser) -> None:
    third_again = checked(browser).send("Back")
    assert third_again.values["privacy"] == ["true"]

    page = third_again.fill(privacy=()).send("Back").send()

    assert "privacy" not in page.values


def test_all_answers_are_shown_in_words(browser: Browser) -> None:
    privacy = "I agree that Timber & Tide keep these details, as their privacy notice says."

    assert checked(browser).answers == {
        "First name": "Ada",
        "Last name": "Not given",
        "Email": "ada@example.com",
        "Phone": "Not given",
        "Company": "Not given",
        "What shall we build?": "A sauna",
        "Describe the place": "Deep. By boat.",
        "How shall it be heated?": "Not given",
        "Budget": "250 000,00 kr",
        "When should it be ready?": "Not given",
        privacy: "Yes",
    }


def test_answers_are_shown_in_the_visitors_language(browser: Browser) -> None:
    page = checked(browser, "?lang=sv")

    assert page.answers["Vad ska vi bygga?"] == "En bastu"
    assert page.answers["Budget"].endswith("kr")


def test_an_answer_that_was_changed_leads_back_to_all_answers(browser: Browser) -> None:
    page = checked(browser).send("Change What shall we build?")
    assert heading(page) == STEPS[1]

    again = page.fill(kind="jetty").send()

    assert heading(again) == CHECK
    assert again.answers["What shall we build?"] == "A jetty"


def test_the_button_that_changes_an_answer_leads_to_its_field(browser: Browser) -> None:
    page = checked(browser)
    leads_to = {
        button.get("formaction", "").partition("#")[2] for button in page.form.iter("button")
    }

    assert {"first_name", "kind-0", "notes", "budget", "privacy"} <= leads_to
    assert {"first_name"} <= first(browser).answer.ids.keys()
    assert {"kind-0", "notes"} <= second(browser).answer.ids.keys()


def test_a_change_that_is_wrong_is_pointed_out_before_all_answers_are_shown(
    browser: Browser,
) -> None:
    page = checked(browser).send("Change Email").fill(email="")

    again = page.send()

    assert (again.status, heading(again)) == (422, STEPS[0])
    assert heading(again.fill(email="ada@example.com").send()) == CHECK


def test_what_is_wrong_leads_to_its_step_when_the_form_is_sent(
    browser: Browser, site: Site
) -> None:
    broken = checked(browser).send("Change Describe the place").fill(notes="x" * 2001)
    end = browser.post("/f/project", broken.values | {"go": "4"})

    again = end.send()

    assert (again.status, heading(again), list(again.summary)) == (422, STEPS[1], ["notes"])
    assert leads(site) == []


def test_who_goes_on_after_a_change_is_led_to_what_is_wrong_elsewhere(browser: Browser) -> None:
    broken = checked(browser).send("Change Describe the place").fill(notes="x" * 2001)

    again = broken.send("Back").send()

    assert (again.status, heading(again), again.summary) == (200, STEPS[1], {})
    assert list(again.send().summary) == ["notes"]


def test_a_double_click_on_the_last_page_is_one_lead(browser: Browser, site: Site) -> None:
    page = checked(browser)

    assert page.press().headers["Location"] == page.press().headers["Location"]
    assert len(leads(site)) == len(sent_bodies(site)) == 1


def test_who_walks_back_and_sends_the_same_again_meets_the_receipt(
    browser: Browser, site: Site
) -> None:
    page = third(browser)
    result = page.send().send()
    again = page.send("Back").send().send().send()

    assert again.reference == result.reference
    assert len(leads(site)) == 1


def test_two_visitors_with_the_same_words_are_two_leads(browser: Browser, site: Site) -> None:
    assert checked(browser).send().reference != checked(browser).send().reference
    assert len(leads(site)) == 2


def test_prefilled_values_reach_their_step(browser: Browser) -> None:
    page = browser.get("/f/project?email=ada@example.com&kind=jetty&budget=5&kind=sauna")
    assert page.values["email"] == ["ada@example.com"]

    following = page.fill(first_name="Ada").send()
    assert following.values["kind"] == ["jetty"]
    assert following.send().values["budget"] == [""]


def test_another_server_takes_over_at_any_step(browser: Browser, site: Site) -> None:
    page = second(browser)

    with another_server(site, delivers=True) as other:
        following = other.post("/f/project", page.values)
        assert heading(following) == STEPS[2]
        done = following.fill(budget="5", privacy="true").send().send()
        assert done.settled().h1 == "We have your project"
    assert sent_bodies(site)[0]["notes"] == NOTES


def old_token(page: Page) -> str:
    """Return a page's token as if it had been issued long ago."""
    now = TokenSigner([SECRET_KEY], max_age_seconds=1e9)
    token = now.read("project", page.values["token"][0])
    return now.sign("project", replace(token, issued_at=1_000_000_000.0))


def test_a_step_open_for_long_asks_for_one_more_click_and_keeps_everything(
    browser: Browser,
) -> None:
    page = third(browser)

    again = page.fill(token=old_token(page)).send()

    assert (again.status, heading(again)) == (422, STEPS[2])
    assert "press the button once more" in again.words
    page = again.send()
    assert page.answers["First name"] == "Ada"
    assert page.send().settled().h1 == "We have your project"


def test_all_answers_open_for_long_ask_for_one_more_click(browser: Browser, site: Site) -> None:
    page = checked(browser)

    again = page.fill(token=old_token(page)).send()

    assert (again.status, heading(again)) == (422, CHECK)
    assert leads(site) == []
    assert again.send().settled().h1 == "We have your project"


@pytest.mark.parametrize("kind", ["tampered", "of another form", "none"])
def test_a_step_without_a_token_of_ours_begins_anew_with_what_is_left(
    browser: Browser, site: Site, kind: str
) -> None:
    page = second(browser)
    token = {
        "tampered": page.values["token"][0][:-4] + "AAAA",
        "of another form": browser.get("/f/contact").values["token"][0],
        "none": "",
    }[kind]

    again = page.fill(token=token).send()

    assert (again.status, heading(again)) == (422, STEPS[0])
    assert "could not be read" in again.words
    assert again.values["first_name"] == [""]
    following = again.fill(**PROJECT).send()
    assert (following.values["kind"], following.values["notes"]) == (["sauna"], [NOTES])
    assert leads(site) == []


def test_the_token_of_a_step_says_nothing_in_plain_words(browser: Browser) -> None:
    # Short names are in many a text of random letters.
    token = first(browser).fill(first_name="Adelheid").send().values["token"][0]

    assert "Adelheid" not in token
    assert "ada@example.com" not in token


@pytest.mark.parametrize("wanted", ["0", "-1", "99", "2.5", "x", "", "4"])
def test_an_odd_wish_for_a_page_does_no_harm(browser: Browser, site: Site, wanted: str) -> None:
    page = first(browser)

    answer = browser.post("/f/project", page.values | {"go": wanted})

    assert answer.status == 200
    assert leads(site) == []


def test_who_goes_to_the_end_at_once_is_sent_back_to_what_is_missing(
    browser: Browser, site: Site
) -> None:
    end = browser.post("/f/project", browser.get("/f/project").values | {"go": "4"})
    assert (heading(end), end.answers["Email"]) == (CHECK, "Not given")

    again = end.send()

    assert (again.status, heading(again)) == (422, STEPS[0])
    assert list(again.summary) == ["first_name", "email"]
    assert leads(site) == []


def test_a_form_of_one_page_knows_no_other(browser: Browser, site: Site) -> None:
    page = browser.get("/f/contact").fill(email="ada@example.com")

    assert browser.post("/f/contact", page.values | {"go": "1"}).status == 303
    assert len(leads(site)) == 1


def test_more_than_a_page_can_carry_is_said_to_be_too_long(browser: Browser, site: Site) -> None:
    page = second(browser).fill(notes="long " * (MOST_CHARACTERS // 4))

    answer = page.send("Back")

    assert (answer.status, answer.h1) == (413, "Your message is too long")
    assert leads(site) == []


def test_as_much_as_fits_is_carried(browser: Browser) -> None:
    notes = "é" * 2000

    page = second(browser).fill(notes=notes).send().send("Back")

    assert page.values["notes"] == [notes]


def test_the_last_page_stays_when_nothing_can_be_stored(browser: Browser, site: Site) -> None:
    page = checked(browser)

    with ledger_gone(site):
        again = page.send()

    assert (again.status, heading(again)) == (503, CHECK)
    assert "could not store" in again.words
    assert again.send().settled().h1 == "We have your project"


def edited(site: Site, old: str, new: str) -> None:
    file = site.channels / "project.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_without_the_last_look_the_last_step_sends_the_form(browser: Browser, site: Site) -> None:
    edited(site, "steps = [", "check_answers = false\nsteps = [")

    page = third(browser)

    assert page.send().settled().h1 == "We have your project"
    assert len(leads(site)) == 1


def test_without_the_last_look_faults_of_other_steps_are_still_found(
    browser: Browser, site: Site
) -> None:
    edited(site, "steps = [", "check_answers = false\nsteps = [")
    page = third(browser).send("Back").fill(notes="x" * 2001).send("Back")
    skipped = browser.post("/f/project", page.values | {"go": "3"})

    again = skipped.send()

    assert (again.status, heading(again), list(again.summary)) == (422, STEPS[1], ["notes"])


@pytest.mark.parametrize("at", [first, second, third, checked])
def test_who_is_on_the_way_while_the_form_changes_looks_it_over_and_loses_nothing(
    site: Site, at: object
) -> None:
    clock = Clock()
    catalog = Catalog(site.channels, environment={}, clock=clock)
    backend = replace(site.backend, catalog=catalog)

    with another_server(site, backend=backend, delivers=True) as browser:
        page = at(browser)  # type: ignore[operator]  # one of the four above
        edited(site, 'name = "notes"\nstep = 2', 'name = "notes"\nstep = 1')
        clock.pass_by()
        again = page.send()

        assert again.status == 422
        assert heading(again) == heading(page)
        assert "was changed while you filled it in" in again.words
        page = again
        while heading(page) != CHECK:
            page = page.fill(**missing_on(page)).send()
        assert page.answers["First name"] == "Ada"
        page = page.send()
        if at is checked:  # the box for consent is to be ticked anew
            page = page.fill(privacy="true").send().send()
        assert page.settled().h1 == "We have your project"
    assert len(leads(site)) == 1


def missing_on(page: Page) -> dict[str, str]:
    """Fill in whatever this page still lacks."""
    wanted = {**PROJECT, "kind": "sauna", "privacy": "true"}
    names = {each.get("name") for each in page.form.iter("input")}
    return {name: value for name, value in wanted.items() if name in names}


@pytest.mark.parametrize("at", [first, second, third, checked])
def test_a_form_that_has_no_steps_any_more_sends_nothing_by_itself(site: Site, at: object) -> None:
    clock = Clock()
    catalog = Catalog(site.channels, environment={}, clock=clock)
    backend = replace(site.backend, catalog=catalog)

    with another_server(site, backend=backend, delivers=True) as browser:
        page = at(browser)  # type: ignore[operator]  # one of the four above
        file = site.channels / "project.toml"
        file.write_text((site.channels / "contact.toml").read_text())
        clock.pass_by()
        again = page.send()

        assert (again.status, again.values["first_name"]) == (422, ["Ada"])
        assert leads(site) == []
        assert again.send().settled().h1 == "Thank you for writing"


def test_a_page_that_is_not_there_leads_to_the_last_one_there_is(
    browser: Browser, site: Site
) -> None:
    parts = site.app.extensions[EXTENSION]
    token = parts.tokens.read("project", checked(browser).values["token"][0])
    assert token.progress
    beyond = replace(token, progress=replace(token.progress, page=9))

    page = browser.post("/f/project", {"token": parts.tokens.sign("project", beyond), "go": "9"})

    assert heading(page) == CHECK
