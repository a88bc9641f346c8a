from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Locator, Page, expect

from forms.token import TokenSigner
from leadframe.sandbox import Mode
from leadframe.web.parts import EXTENSION
from tests.browser.world import World, activate, running_world
from tests.site import PATIENCE_SECONDS, SECRET_KEY

pytestmark = pytest.mark.browser

CLOCK = {
    "action": "lead_external",
    "channel_id": "00000000-0000-4000-8000-000000000002",
    "first_name": "Ada",
    "last_name": "Byron",
    "email": "ada@example.com",
    "phone": "+442079460000",
    "source": "Workshop form",
    "notes": "It was my aunt's.\nIt chimes at night.",
    "properties": [
        {"property_definitions_id": f"{start}-2222-3333-4444-555555555555", "value": value}
        for start, value in (
            ("81111111", "Vulliamy"),
            ("82222222", "https://pictures.example/clock?side=front"),
            ("83333333", "40.5"),
            ("84444444", "1820"),
            ("11111111", "1250.00"),
            ("85555555", "8.5"),
            ("86666666", "2024-02-29"),
            ("22222222", "music-box"),
            ("87777777", "This year"),
            ("88888888", "It stopped; It is damaged"),
            ("89999999", "true"),
            ("8aaaaaaa", "none"),
        )
    ],
}


def heading(frame: Frame) -> Locator:
    return frame.get_by_role("heading", level=1)


def send(frame: Frame) -> None:
    activate(frame.locator("button"))


def write(frame: Frame, *, email: str = "ada@example.com") -> None:
    frame.get_by_label("Email").fill(email)


def fill_in_the_clock(frame: Frame) -> None:
    texts = {
        "First name": "Ada",
        "Last name": "Byron",
        "Email": "ada@example.com",
        "Phone": "020 7946 0000",
        "Who made it?": "Vulliamy",
        "Address of pictures": "pictures.example/clock?side=front",
        "Height in centimetres": "40.5",
        "Year it was made": "1820",
        "What is it insured for?": "1,250.00",
        "How much of the day is it right?": "8.5",
        "When did it stop?": "2024-02-29",
        "Its story": "It was my aunt's.\nIt chimes at night.",
    }
    for label, text in texts.items():
        frame.get_by_label(label).fill(text)
    frame.get_by_label("What is it?").select_option("Music box")
    for label in ("This year", "It stopped", "It is damaged", "Please collect it", "I agree that"):
        frame.get_by_label(label).check()


def test_a_lead_arrives_as_it_was_written(page: Page, world: World, *, framed: bool) -> None:
    frame = world.visit(page, "all-fields", framed=framed)
    fill_in_the_clock(frame)
    send(frame)
    expect(heading(frame)).to_have_text("Your message is on the workbench")
    (submission,) = world.submissions()
    assert world.delivered() == [{**CLOCK, "business_id": f"lf-{submission.id}"}]
    assert world.site.sandbox.complaints == []


def test_a_mistake_is_pointed_out_and_nothing_else_is_lost(
    page: Page, world: World, *, framed: bool
) -> None:
    frame = world.visit(page, "all-fields", framed=framed)
    fill_in_the_clock(frame)
    frame.get_by_label("Year it was made").fill("long ago")
    send(frame)
    expect(frame.locator("#result")).to_be_focused()
    expect(frame.locator("#result")).to_contain_text("There is a problem")
    activate(frame.get_by_role("link", name="Year it was made"))
    year = frame.get_by_label("Year it was made")
    expect(year).to_be_focused()
    expect(year).to_have_value("long ago")
    assert world.submissions() == []
    year.fill("1820")
    send(frame)
    expect(heading(frame)).to_have_text("Your message is on the workbench")
    (submission,) = world.submissions()
    assert world.delivered() == [{**CLOCK, "business_id": f"lf-{submission.id}"}]


def test_a_refused_lead_is_said_to_be_refused(page: Page, world: World, *, framed: bool) -> None:
    world.site.sandbox.mode = Mode.ERROR_400
    frame = world.visit(page, "contact", framed=framed)
    write(frame)
    send(frame)
    expect(heading(frame)).to_have_text("We could not pass your message on")
    expect(frame.get_by_role("link", name="Send another")).to_have_count(0)


def test_a_lead_in_doubt_is_said_to_be_received(page: Page, world: World, *, framed: bool) -> None:
    world.site.sandbox.mode = Mode.ERROR_500
    frame = world.visit(page, "contact", framed=framed)
    write(frame)
    send(frame)
    expect(heading(frame)).to_have_text("We have your message")


def test_the_page_looks_again_until_the_lead_has_arrived(
    page: Page, tmp_path: Path, *, framed: bool
) -> None:
    with running_world(tmp_path, couriers=False) as world:
        frame = world.visit(page, "contact", framed=framed)
        write(frame)
        send(frame)
        expect(heading(frame)).to_have_text("Sending…")
        world.site.backend.courier.start()
        expect(heading(frame)).to_have_text("Thank you for writing")


def test_a_form_closes_when_its_channel_does(page: Page, world: World, *, framed: bool) -> None:
    world.site.sandbox.mode = Mode.ERROR_403
    frame = world.visit(page, "contact", framed=framed)
    write(frame)
    send(frame)
    expect(heading(frame)).to_have_text("We have your message")
    world.forget_that_forms_are_open()
    frame = world.visit(page, "contact", framed=framed)
    expect(heading(frame)).to_have_text("This form is closed for the moment")
    world.forget_that_forms_are_open()
    world.site.sandbox.mode = Mode.OK
    (submission,) = world.submissions()
    world.site.backend.ledger.retry(submission.id, actor="test", reason="the channel is open")
    activate(frame.get_by_role("link", name="Try again"))
    expect(heading(frame)).to_have_text("Talk to Larch & Linden")


def press(page: Page) -> None:
    page.mouse.down()
    page.mouse.up()


def test_a_second_click_meets_the_first_ones_receipt(
    page: Page, tmp_path: Path, *, framed: bool
) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    with running_world(
        tmp_path, mode=Mode.ACCEPT_THEN_HANG, DEADLINE_SECONDS="20", WAIT_SECONDS="20"
    ) as world:
        frame = world.visit(page, "contact", framed=framed)
        write(frame)
        # To where the button stays once the frame has its height, and then with the mouse itself: a
        # locator's click waits for the page that is on its way.
        frame.locator("button").hover()
        press(page)
        assert world.site.sandbox.wait_until_received(1, timeout_seconds=PATIENCE_SECONDS)
        with page.expect_request(lambda request: request.method == "POST"):
            press(page)
        world.site.sandbox.mode = Mode.OK
        expect(heading(frame)).to_have_text("We have your message")
        assert sent.count("POST") == 2
        assert len(world.submissions()) == len(world.delivered()) == 1


def test_looking_at_the_outcome_again_sends_nothing_again(page: Page, world: World) -> None:
    frame = world.visit(page, "contact", framed=False)
    write(frame)
    send(frame)
    expect(heading(frame)).to_have_text("Thank you for writing")
    page.reload()
    expect(heading(frame)).to_have_text("Thank you for writing")
    assert len(world.delivered()) == 1


def test_a_page_open_for_long_asks_for_one_more_click(
    page: Page, world: World, *, framed: bool
) -> None:
    late = [0.0]
    parts = world.site.app.extensions[EXTENSION]
    tokens = TokenSigner([SECRET_KEY], max_age_seconds=60, now=lambda: late[0])
    world.site.app.extensions[EXTENSION] = replace(parts, tokens=tokens)
    frame = world.visit(page, "contact", framed=framed)
    write(frame)
    late[0] = 61
    send(frame)
    expect(frame.get_by_role("alert")).to_contain_text("Please press the button once more")
    expect(frame.get_by_label("Email")).to_have_value("ada@example.com")
    send(frame)
    expect(heading(frame)).to_have_text("Thank you for writing")
    assert len(world.delivered()) == 1
