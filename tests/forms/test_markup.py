from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask

from forms.form import LeadForm
from tests.forms.making import PROPERTY, FieldKeys, sent, shown

pytestmark = pytest.mark.usefixtures("page")

HINT = "Some <b>help</b>"
TYPES: dict[str, FieldKeys] = {
    "text": {"placeholder": 'A "name"'},
    "textarea": {},
    "email": {},
    "tel": {},
    "url": {},
    "number": {"min": 0},
    "integer": {},
    "currency": {"currency": "DKK"},
    "percent": {},
    "date": {"min": date(2026, 1, 1)},
    "time": {"min": time(9)},
    "datetime": {"min": datetime(2026, 1, 1, 9)},  # noqa: DTZ001 - of no zone
    "select": {"options": ("S", "L & XL")},
    "radio": {"options": ("S", "L & XL")},
    "multiselect": {"options": ("S", "L & XL")},
    "country": {},
    "language": {},
    "checkbox": {},
    "consent": {"text": "I <b>agree</b> to the [policy](https://acme.example/?a=1&b=2)."},
}


CHOSEN = {"radio", "multiselect", "checkbox", "consent", "select", "country", "language"}
GROUPED = ("S", {"group": "Large ones", "options": ("L", "XL")})


def field_of(kind: str, **keys: object) -> FieldKeys:
    base: FieldKeys = {"name": "it", "property": PROPERTY, "label": "<i>Thing</i>", "type": kind}
    return base | TYPES[kind] | keys


def parse(form: LeadForm) -> Element:
    """Return the form's items as a browser's strict parser sees them, inside a form."""
    items = [*form.visible_items, *form.hidden_fields]
    markup = "".join(str(item()) for item in items)
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(f"<!doctype html><title>x</title><form>{markup}</form>")
    assert_page_rules(tree)
    return tree


def assert_page_rules(tree: Element) -> None:
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    assert not [name for name, times in ids.items() if times > 1]
    for element in tree.iter():
        assert element.tag not in {"script", "b", "i"}
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]
        for described in element.get("aria-describedby", "").split():
            assert described in ids
    labelled = {label.get("for") for label in tree.iter("label")}
    for tag in ("input", "select", "textarea"):
        for control in tree.iter(tag):
            assert control.get("type") == "hidden" or control.get("id") in labelled


def only(tree: Element, tag: str, css: str) -> Element:
    (found,) = [each for each in tree.iter(tag) if css in each.get("class", "").split()]
    return found


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def control_of(tree: Element) -> Element:
    return next(
        element for element in tree.iter() if element.get("name") == "it" and element.get("id")
    )


@pytest.mark.parametrize("kind", TYPES)
def test_a_field_is_valid_as_it_is_shown_first(kind: str) -> None:
    control = control_of(parse(shown(field_of(kind))))
    assert control.get("aria-invalid") is None
    assert control.get("aria-describedby") in {None, "it-unit"}
    assert control.get("required") is None


@pytest.mark.parametrize("kind", TYPES)
def test_a_field_with_a_fault_is_valid_and_says_so(kind: str) -> None:
    form = sent(field_of(kind, required=True, help=HINT), values={"it": ""})
    assert not form.validate()
    tree = parse(form)
    assert text_of(only(tree, "p", "hint")) == HINT
    error = text_of(only(tree, "p", "error"))
    assert error == f"Error: {form.error_summary()[0][1]}"
    assert "(required)" in text_of(tree)
    described = {element.get("aria-describedby", "") for element in tree.iter()} - {""}
    assert {words.removesuffix(" it-unit") for words in described} == {"it-hint it-error"}
    assert "true" in {element.get("aria-invalid") for element in tree.iter()}
    assert form.error_summary()[0][0] in {element.get("id") for element in tree.iter()}


@pytest.mark.parametrize("kind", TYPES)
def test_what_was_typed_is_shown_again_and_stays_text(kind: str) -> None:
    attack = "\"><script>alert('x')</script>"
    form = sent(field_of(kind), values={"it": attack})
    form.validate()
    control = control_of(parse(form))
    kept = control.text if control.tag == "textarea" else control.get("value")
    if kind in CHOSEN:
        assert kept != attack
    else:
        assert kept == attack


@pytest.mark.parametrize(
    ("name", "attributes"),
    [
        ("email", {"type": "email", "inputmode": "email", "dir": "ltr", "autocomplete": "email"}),
        ("first_name", {"type": "text", "dir": "auto", "autocomplete": "given-name"}),
        ("last_name", {"type": "text", "dir": "auto", "autocomplete": "family-name"}),
        ("phone", {"type": "tel", "inputmode": "tel", "dir": "ltr", "autocomplete": "tel"}),
        ("company_name", {"type": "text", "dir": "auto", "autocomplete": "organization"}),
    ],
)
def test_browsers_know_what_to_fill_in(name: str, attributes: dict[str, str]) -> None:
    control = only(parse(shown({"name": name})), "input", "input")
    expected = {"id": name, "name": name, "value": "", "enterkeyhint": "send", "maxlength": "500"}
    assert dict(control.items()) == {"class": "input", **expected, **attributes}


def test_a_channel_file_may_say_what_browsers_fill_in() -> None:
    for kind in ("text", "textarea", "number"):
        control = control_of(parse(shown(field_of(kind, autocomplete="postal-code"))))
        assert control.get("autocomplete") == "postal-code"
    assert control_of(parse(shown(field_of("date", autocomplete="bday")))).get("autocomplete")
    own = parse(shown({"name": "email", "autocomplete": "work email"}))
    assert only(own, "input", "input").get("autocomplete") == "work email"


def test_the_enter_key_of_a_phone_says_what_comes_next() -> None:
    other = {"property": PROPERTY.replace("1", "2")}
    box = {**other, "type": "checkbox", "label": "Box"}
    hidden = {**other, "type": "hidden", "value": "x"}
    followed_by: dict[str, list[FieldKeys]] = {
        "next": [box, {"name": "notes"}],
        "done": [box],
        "send": [hidden],
    }
    for hint, fields in followed_by.items():
        for kind in ("text", "number"):
            control = control_of(parse(shown(field_of(kind), *fields)))
            assert control.get("enterkeyhint") == hint
    assert control_of(parse(shown(field_of("textarea")))).get("enterkeyhint") is None


@pytest.mark.parametrize(
    ("kind", "keys", "is_wide"),
    [
        ("text", {}, False),
        ("text", {"width": "full"}, True),
        ("radio", {}, True),
        ("radio", {"width": "half"}, False),
    ],
)
def test_a_field_takes_one_column_or_the_whole_width(
    kind: str,
    keys: FieldKeys,
    is_wide: bool,  # noqa: FBT001 - pytest passes by name
) -> None:
    tree = parse(shown(field_of(kind, **keys)))
    (box,) = [each for each in tree.iter() if "field" in each.get("class", "").split()]
    assert ("field--wide" in box.get("class", "").split()) is is_wide


@pytest.mark.parametrize(
    ("kind", "keys", "pad"),
    [
        ("number", {}, "decimal"),
        ("percent", {}, "decimal"),
        ("currency", {}, "decimal"),
        ("integer", {}, "numeric"),
        ("integer", {"min": 0}, "numeric"),
        ("integer", {"min": -5}, "text"),
    ],
)
def test_a_number_is_text_with_a_number_pad_that_has_the_signs_it_needs(
    kind: str, keys: FieldKeys, pad: str
) -> None:
    control = control_of(parse(shown(field_of(kind, **keys))))
    assert (control.get("type"), control.get("inputmode")) == ("text", pad)


@pytest.mark.parametrize(("kind", "unit"), [("currency", "DKK"), ("percent", "%")])
def test_a_unit_stands_beside_its_number_and_describes_it(kind: str, unit: str) -> None:
    tree = parse(shown(field_of(kind)))
    assert text_of(only(tree, "span", "affix__text")) == unit
    assert control_of(tree).get("aria-describedby") == "it-unit"


def test_an_address_in_doubt_has_a_button_for_each_way_on() -> None:
    typo = "a&b@gmial.com"
    form = sent({"name": "email"}, values={"email": typo})
    tree = parse(form)
    buttons = {each.get("value"): text_of(each) for each in tree.iter("button")}
    assert buttons == {None: "Keep what I typed", "a&b@gmail.com": "Use a&b@gmail.com"}
    came = [each.get("value") for each in tree.iter("input") if each.get("name") == "email"]
    assert came == [typo, typo]


def test_an_address_that_was_asked_about_rides_along() -> None:
    tree = parse(sent({"name": "email"}, values={"email": ["a@gmial.com", "a@gmial.com"]}))
    assert list(tree.iter("button")) == []
    came = [each.get("value") for each in tree.iter("input") if each.get("name") == "email"]
    assert came == ["a@gmial.com", "a@gmial.com"]


def test_a_placeholder_is_shown() -> None:
    assert control_of(parse(shown(field_of("text")))).get("placeholder") == 'A "name"'


def test_a_text_area_says_how_much_it_takes() -> None:
    control = control_of(parse(shown(field_of("textarea", max_length=700))))
    assert (control.get("rows"), control.get("maxlength")) == ("5", "700")


def test_a_list_starts_with_no_choice_made() -> None:
    options = list(control_of(parse(shown(field_of("select", required=True)))))
    assert [option.get("value") for option in options] == ["", "S", "L & XL"]


def test_options_in_groups_stand_under_their_headings() -> None:
    select = control_of(parse(shown(field_of("select", options=GROUPED))))
    assert [each.tag for each in select] == ["option", "option", "optgroup"]
    assert (select[2].get("label"), len(select[2])) == ("Large ones", 2)
    for kind in ("radio", "multiselect"):
        tree = parse(shown(field_of(kind, options=GROUPED)))
        (group,) = [each for each in tree.iter("div") if each.get("role") == "group"]
        assert [each.get("value") for each in group.iter("input")] == ["L", "XL"]
        (heading,) = [
            each for each in tree.iter("p") if each.get("id") == group.get("aria-labelledby")
        ]
        assert text_of(heading) == "Large ones"


@pytest.mark.parametrize("kind", ["select", "radio", "multiselect"])
@pytest.mark.parametrize("label", [None, "What else?"])
def test_something_else_is_written_beside_the_last_option(kind: str, label: str | None) -> None:
    field = field_of(kind, options=GROUPED, other=True, other_label=label)
    tree = parse(sent(field, values={"it": ["__other__", "A <b>"]}))
    written = [each for each in tree.iter("input") if each.get("id") == "it-other"]
    assert [each.get("value") for each in written] == ["A <b>"]
    assert text_of(tree).count(label or "Other, please say") == 2
    marks = {"selected", "checked"}
    chosen = [each.get("value") for each in tree.iter() if marks & set(each.attrib)]
    assert chosen == ["__other__"]


def test_countries_and_languages_are_filled_in_by_browsers() -> None:
    for kind in ("country", "language"):
        assert control_of(parse(shown(field_of(kind)))).get("autocomplete") == kind
    off = control_of(parse(shown(field_of("country", autocomplete="off"))))
    assert off.get("autocomplete") == "off"


@pytest.mark.parametrize(("kind", "mark"), [("select", "selected"), ("radio", "checked")])
def test_a_choice_is_kept(kind: str, mark: str) -> None:
    tree = parse(sent(field_of(kind), values={"it": "L & XL"}))
    chosen = [element.get("value") for element in tree.iter() if element.get(mark) is not None]
    assert chosen == ["L & XL"]


def test_several_choices_are_kept() -> None:
    tree = parse(sent(field_of("multiselect"), values={"it": ["S", "L & XL"]}))
    chosen = [element.get("value") for element in tree.iter() if element.get("checked") is not None]
    assert chosen == ["S", "L & XL"]


def test_a_group_is_named_by_its_legend_and_required_there() -> None:
    for kind in ("radio", "multiselect"):
        tree = parse(shown(field_of(kind, required=True)))
        assert text_of(only(tree, "legend", "label")) == "<i>Thing</i> (required)"
    inputs = parse(shown(field_of("radio", required=True))).iter("input")
    assert {each.get("required") for each in inputs if each.get("type") == "radio"} == {""}


def test_a_ticked_box_is_kept() -> None:
    control = control_of(parse(sent(field_of("checkbox"), values={"it": "true"})))
    assert control.get("checked") is not None


def test_a_date_has_a_picker_with_its_bounds() -> None:
    control = control_of(parse(sent(field_of("date"), values={"it": "2026-04-03"})))
    shown_as = (control.get("type"), control.get("value"), control.get("min"))
    assert shown_as == ("date", "2026-04-03", "2026-01-01")


def test_a_time_has_a_picker_with_its_bounds() -> None:
    control = control_of(parse(sent(field_of("time"), values={"it": "2:30 pm"})))
    shown_as = (control.get("type"), control.get("value"), control.get("min"))
    assert shown_as == ("time", "14:30", "09:00")


def test_a_day_with_a_time_has_a_picker_with_its_bounds() -> None:
    control = control_of(parse(sent(field_of("datetime"), values={"it": "2026-04-03 14:30"})))
    shown_as = (control.get("type"), control.get("value"), control.get("min"))
    assert shown_as == ("datetime-local", "2026-04-03T14:30", "2026-01-01T09:00")


def test_a_date_that_no_picker_can_hold_is_kept_as_text() -> None:
    control = control_of(parse(sent(field_of("date"), values={"it": "3rd of April"})))
    shown_as = (control.get("type"), control.get("value"), control.get("min"))
    assert shown_as == ("text", "3rd of April", None)


def test_consent_links_open_beside_the_form_and_say_so() -> None:
    tree = parse(shown(field_of("consent", required=True)))
    (link,) = tree.iter("a")
    assert (link.get("href"), link.get("target")) == ("https://acme.example/?a=1&b=2", "_blank")
    assert link.get("rel") == "noopener"
    words = text_of(only(tree, "label", "choice__label"))
    assert words == "I <b>agree</b> to the policy (opens in a new tab). (required)"


def test_a_consent_may_stress_words_and_holds_no_other_markup() -> None:
    text = "I <em>agree</em> **at *last*** to [**it**, *too*](https://acme.example). \\*Yes\\*."
    tree = parse(shown({"name": "it", "type": "consent", "text": text}))
    label = only(tree, "label", "choice__label")
    assert [text_of(strong) for strong in label.iter("strong")] == ["at", "last", "it"]
    assert [text_of(stressed) for stressed in label.iter("em")] == ["last", "too"]
    (link,) = label.iter("a")
    assert text_of(link) == "it, too (opens in a new tab)"
    words = "I <em>agree</em> at last to it, too (opens in a new tab). *Yes*."
    assert text_of(label) == words


def test_a_link_to_a_mailbox_opens_no_tab_and_so_does_not_say_so() -> None:
    text = "[Ask us](mailto:ask@acme.example) first."
    tree = parse(shown({"name": "it", "type": "consent", "text": text}))
    (link,) = tree.iter("a")
    assert (link.get("href"), text_of(link)) == ("mailto:ask@acme.example", "Ask us")


def test_a_consent_in_another_language_says_so_as_a_whole_and_our_words_in_it_say_theirs() -> None:
    text = {"da": "Ja, **jeg** [læste](https://acme.example) det."}
    consent = {"name": "it", "type": "consent", "text": text}
    tree = parse(shown(consent, language="de", languages=("da", "de")))
    spans = {span.get("lang"): text_of(span) for span in tree.iter("span") if span.get("lang")}
    ours = "(opens in a new tab)"
    assert spans == {"da": f"Ja, jeg læste {ours} det.", "en": ours}


def test_hidden_values_and_the_token_ride_along_unseen() -> None:
    form = shown({"name": "utm", "property": PROPERTY, "type": "hidden", "value": "web"})
    assert form.visible_fields == []
    inputs = {each.get("name"): each.get("value") for each in parse(form).iter("input")}
    assert inputs["utm"] == "web"
    assert set(inputs) == {"utm", "token"}


def test_fields_are_rendered_by_the_pages_own_environment(page: Flask) -> None:
    assert page.jinja_env.cache is not None
    parse(shown(field_of("text")))
    assert any("fields/text.html" in str(key) for key in page.jinja_env.cache)
