from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from pydantic import ValidationError

from leadframe.channels import Text
from leadframe.channels.base_field import RESERVED_NAMES
from leadframe.channels.fields import (
    FAMILIES,
    FAMILY_CLASSES,
    ChoiceField,
    ConsentField,
    DateField,
    HiddenField,
    NumberField,
    Option,
    TextField,
)
from leadframe.channels.prefill import PAGE_KEYS
from leadframe.lead import LEAD_FIELDS
from tests.channels.files import (
    PROPERTY,
    custom,
    custom_refusal_of,
    field,
    form,
    form_with,
    refusal_of,
)

# Places, names and labels


@pytest.mark.parametrize("name", LEAD_FIELDS)
def test_a_lead_field_needs_its_name_alone(name: str) -> None:
    lead_field = form(field=({"name": name},), reference_in="none").fields[0]

    assert lead_field.key == lead_field.place == name
    assert lead_field.caption is None
    assert lead_field.usual_label


@pytest.mark.parametrize(
    ("name", "kind"),
    [("email", "email"), ("phone", "tel"), ("notes", "textarea"), ("company_name", "text")],
)
def test_a_lead_field_has_a_type_by_nature(name: str, kind: str) -> None:
    assert field(name=name).type == kind


def test_a_type_of_ones_own_wins_over_nature() -> None:
    source = field(name="source", type="radio", options=("Fair", "Friend"))

    assert isinstance(source, ChoiceField)


def test_a_custom_property_is_keyed_by_its_uuid() -> None:
    assert custom().place == PROPERTY
    assert custom().key == f"p_{PROPERTY}"


def test_a_custom_property_may_have_a_name_for_prefill_addresses() -> None:
    named = custom(name="deal_size")

    assert (named.key, named.place) == ("deal_size", PROPERTY)


def test_a_field_needs_a_place() -> None:
    assert "give name (a lead field) or property (a uuid)" in refusal_of(label="Hello")


def test_a_misspelt_lead_field_lists_those_there_are() -> None:
    message = refusal_of(name="emial", label="Email")

    assert '"emial" is not a lead field (email, first_name' in message
    assert "add property" in message


def test_a_value_cannot_go_to_two_places() -> None:
    assert "leave name or property out" in custom_refusal_of(name="email")


@pytest.mark.parametrize("name", ["Email", "1st", "a-b", "", "a" * 65, "é", "a\n"])
def test_a_name_is_plain(name: str) -> None:
    assert "use a to z, 0 to 9 and _" in custom_refusal_of(name=name)


@pytest.mark.parametrize("name", sorted(RESERVED_NAMES))
def test_a_name_that_the_page_uses_is_taken(name: str) -> None:
    assert "is taken by the page itself" in custom_refusal_of(name=name)


@pytest.mark.parametrize("value", ["deal size", PROPERTY.replace("-", ""), ""])
def test_a_property_is_named_by_its_uuid(value: str) -> None:
    assert "uuid" in custom_refusal_of(property=value)


def test_a_custom_property_needs_a_label() -> None:
    assert "give the field a label" in refusal_of(property=PROPERTY)


def test_a_label_replaces_the_one_a_lead_field_has() -> None:
    assert field(name="email", label="Work email").caption == Text.plain("Work email")


def test_the_texts_of_a_field_are_those_that_were_written() -> None:
    assert list(field(name="email").texts()) == []
    assert [key for key, _text in field(name="email", label="E", help="H").texts()] == [
        "label",
        "help",
    ]


# Types


@pytest.mark.parametrize("kind", sorted({*FAMILIES} - {"heading"}))
def test_every_type_of_field_has_the_class_of_its_family(kind: str) -> None:
    needed: dict[str, dict[str, object]] = {
        "choice": {"options": ("a",)},
        "hidden": {"value": "x"},
        "consent": {"text": "I agree."},
    }
    currency = {"currency": "DKK"} if kind == "currency" else {}

    made = custom(type=kind, **needed.get(FAMILIES[kind], {}), **currency)

    assert type(made) is FAMILY_CLASSES[FAMILIES[kind]]
    assert made.type == kind


@pytest.mark.parametrize("kind", ["emial", "", 5, None, ("text",)])
def test_an_unknown_type_is_refused(kind: object) -> None:
    with pytest.raises(ValidationError) as refused:
        custom(type=kind)
    assert refused.value.errors()[0]["type"] == "union_tag_not_found"


def test_a_field_that_is_made_already_is_kept() -> None:
    made = TextField.model_validate({"name": "email", "type": "email"})

    assert form_with(made).fields == (made,)


# Widths


@pytest.mark.parametrize(
    ("kind", "width", "is_wide"),
    [
        ("text", None, False),
        ("textarea", None, True),
        ("checkbox", None, True),
        ("text", "full", True),
        ("textarea", "half", False),
    ],
)
def test_a_field_is_as_wide_as_its_type_unless_it_says_otherwise(
    kind: str,
    width: str | None,
    is_wide: bool,  # noqa: FBT001 - pytest passes by name
) -> None:
    assert custom(type=kind, width=width).is_wide is is_wide


# Text


def test_free_text_may_be_limited() -> None:
    limited = field(name="notes", min_length=2, max_length=500, placeholder="Hello")

    assert isinstance(limited, TextField)
    assert (limited.min_length, limited.max_length) == (2, 500)
    assert list(limited.texts()) == [("placeholder", Text.plain("Hello"))]


def test_limits_that_cross_are_refused() -> None:
    assert "min_length is more than max_length" in refusal_of(
        name="notes", min_length=3, max_length=2
    )


@pytest.mark.parametrize("kind", ["email", "tel", "url"])
@pytest.mark.parametrize("key", ["min_length", "max_length"])
def test_an_address_or_number_has_its_own_rules_of_length(kind: str, key: str) -> None:
    assert f'do not go with type = "{kind}"' in custom_refusal_of(**{"type": kind, key: 5})


# Numbers and days


@pytest.mark.parametrize(("given", "exact"), [(0, "0"), (0.1, "0.1"), (-2, "-2"), (1e3, "1000.0")])
def test_bounds_are_exact_decimals(given: float, exact: str) -> None:
    number = custom(type="number", min=given, placeholder="1")

    assert isinstance(number, NumberField)
    assert number.min == Decimal(exact)
    assert [key for key, _text in number.texts()] == ["label", "placeholder"]


@pytest.mark.parametrize("bound", [True, "5", float("nan"), float("inf")])
def test_a_bound_is_a_number(bound: object) -> None:
    with pytest.raises(ValidationError):
        custom(type="number", min=bound)


def test_numeric_bounds_that_cross_are_refused() -> None:
    assert "min is more than max" in custom_refusal_of(type="number", min=2, max=1)


@pytest.mark.parametrize("bounds", [{"min": 0.5}, {"max": 1.25}, {"min": 0, "max": 2.5}])
def test_whole_numbers_have_whole_bounds(bounds: dict[str, float]) -> None:
    assert "must be whole numbers" in custom_refusal_of(type="integer", **bounds)


def test_whole_bounds_may_be_huge() -> None:
    huge = custom(type="integer", min=0, max=10**40)

    assert isinstance(huge, NumberField)
    assert huge.max == Decimal(10**40)


@pytest.mark.parametrize("currency", [None, "", "dkk", "kr", "XXQ", "DKKK"])
def test_an_amount_says_its_currency(currency: str | None) -> None:
    assert 'such as currency = "DKK"' in custom_refusal_of(type="currency", currency=currency)


def test_only_an_amount_has_a_currency() -> None:
    assert "only" in custom_refusal_of(type="number", currency="DKK")


def test_a_day_has_bounds() -> None:
    day = custom(type="date", min=date(2026, 1, 1), max=date(2026, 12, 31))

    assert isinstance(day, DateField)
    assert (day.min, day.max) == (date(2026, 1, 1), date(2026, 12, 31))


def test_days_that_cross_are_refused() -> None:
    assert "min is later than max" in custom_refusal_of(
        type="date", min=date(2026, 1, 2), max=date(2026, 1, 1)
    )


@pytest.mark.parametrize(
    ("kind", "early", "late"),
    [
        ("time", time(9), time(17)),
        ("datetime", datetime(2026, 1, 1, 9), datetime(2026, 1, 1, 17)),  # noqa: DTZ001 - of no zone
    ],
)
def test_a_time_has_bounds_too(kind: str, early: object, late: object) -> None:
    assert custom(type=kind, min=early, max=late).type == kind
    assert "min is later than max" in custom_refusal_of(type=kind, min=late, max=early)


# Choices


def test_an_option_is_shown_as_its_value_unless_it_has_a_label() -> None:
    choice = custom(type="select", options=("Small", {"value": "ent", "label": "Enterprise"}))

    assert isinstance(choice, ChoiceField)
    assert choice.options == (
        Option(value="Small", label=Text.plain("Small")),
        Option(value="ent", label=Text.plain("Enterprise")),
    )


def test_a_value_alone_in_a_table_is_its_own_label() -> None:
    choice = custom(type="select", options=({"value": "Small"},))

    assert list(choice.texts())[1:] == [('option "Small"', Text.plain("Small"))]


@pytest.mark.parametrize("value", [" a", "a ", "a\nb", "a\x00", " "])
def test_an_option_that_no_browser_would_send_back_is_refused(value: str) -> None:
    assert "one line without spaces around it" in custom_refusal_of(type="radio", options=(value,))


def test_an_option_needs_a_value_of_some_length() -> None:
    assert "at least 1 character" in custom_refusal_of(type="select", options=("",))


def test_options_differ() -> None:
    assert '"a" is there twice' in custom_refusal_of(type="select", options=("a", "b", "a"))


def test_several_values_are_told_apart_by_semicolons() -> None:
    assert "has a semicolon" in custom_refusal_of(type="multiselect", options=("a;b",))
    assert custom(type="select", options=("a;b",)).type == "select"


def test_options_may_stand_in_groups() -> None:
    group = {"group": {"en": "Large"}, "options": ("L", {"value": "XL"})}
    choice = custom(type="select", options=("S", group))

    assert isinstance(choice, ChoiceField)
    assert [option.value for option in choice.all_options] == ["S", "L", "XL"]
    assert ("group", Text({"en": "Large"})) in list(choice.texts())
    assert '"S" is there twice' in custom_refusal_of(
        type="select", options=("S", {"group": "Large", "options": ("S",)})
    )


def test_something_else_may_be_written() -> None:
    choice = custom(type="radio", options=("S",), other=True, other_label="Another size")

    assert list(choice.texts())[-1] == ("other_label", Text.plain("Another size"))
    assert "add it, or leave the label out" in custom_refusal_of(
        type="radio", options=("S",), other_label="Another size"
    )
    assert "taken by the page itself" in custom_refusal_of(type="select", options=("__other__",))


def test_there_are_at_most_500_options_in_all_groups() -> None:
    many = [{"group": name, "options": tuple(f"{name}{n}" for n in range(251))} for name in "ab"]

    assert "more than 500" in custom_refusal_of(type="select", options=tuple(many))


def test_a_choice_needs_options() -> None:
    with pytest.raises(ValidationError):
        custom(type="select", options=())


# Boxes and hidden values


def test_a_box_may_be_ticked_by_the_address() -> None:
    assert custom(type="checkbox", prefill=True).prefill


@pytest.mark.parametrize("key", ["utm_source", "gclid", "mc_cid", "hsa.cam", "Ref-1", "x" * 64])
def test_the_address_may_have_a_key_of_its_own_for_a_field(key: str) -> None:
    assert custom(name="deal_size", prefill=key).prefill_key == key


def test_without_one_it_is_the_fields_name() -> None:
    assert custom(name="deal_size", prefill=True).prefill_key == "deal_size"
    assert custom(prefill=True).prefill_key == f"p_{PROPERTY}"
    assert custom(name="deal_size").prefill_key is None
    assert custom(name="deal_size", prefill=False).prefill_key is None


@pytest.mark.parametrize("key", ["", "utm source", "1st", "a=b", "a&b", "ø", "x" * 65, "_ga"])
def test_a_key_is_one_that_can_stand_in_an_address(key: str) -> None:
    assert "a key has letters, digits" in custom_refusal_of(prefill=key)


@pytest.mark.parametrize("given", ["true", "false", 1, ("utm_source",), {"key": "utm_source"}])
def test_prefill_is_a_yes_or_no_or_a_key(given: object) -> None:
    message = custom_refusal_of(prefill=given)

    assert 'write true or false, or a key in quotes such as "utm_source"' in message


@pytest.mark.parametrize("key", sorted(PAGE_KEYS))
def test_the_keys_of_the_pages_fill_in_no_field(key: str) -> None:
    assert f'"{key}" is taken by the page itself' in custom_refusal_of(prefill=key)


@pytest.mark.parametrize("name", sorted(PAGE_KEYS - RESERVED_NAMES))
def test_a_field_named_like_one_needs_another_key(name: str) -> None:
    assert f'"{name}" is taken by the page itself' in custom_refusal_of(name=name, prefill=True)
    assert custom(name=name, prefill="utm_source").key == name


def test_no_key_fills_in_two_fields() -> None:
    fields = ({"name": "email", "prefill": "ref"}, {"name": "notes", "prefill": "ref"})

    with pytest.raises(ValidationError, match='two fields are prefilled by "ref"'):
        form_with(*fields)


def test_a_hidden_field_needs_no_label() -> None:
    hidden = field(property=PROPERTY, type="hidden", value="spring")

    assert isinstance(hidden, HiddenField)
    assert hidden.value == "spring"


def test_a_hidden_field_takes_its_value_from_the_file_or_the_address() -> None:
    assert "give value, or prefill = true" in custom_refusal_of(type="hidden")
    assert field(property=PROPERTY, type="hidden", prefill=True).prefill


def test_a_hidden_field_cannot_be_required() -> None:
    assert "cannot be required" in custom_refusal_of(type="hidden", value="x", required=True)


# Consent


def test_consent_may_go_nowhere() -> None:
    consent = field(type="consent", name="privacy", text="I agree.")

    assert consent.place is None
    assert consent.key == "privacy"


def test_consent_may_go_to_a_property() -> None:
    assert field(type="consent", property=PROPERTY, text="I agree.").place == PROPERTY


def test_consent_needs_a_name_or_a_property() -> None:
    assert "give name" in refusal_of(type="consent", text="I agree.")


def test_consent_is_called_by_its_text_without_addresses() -> None:
    consent = field(
        type="consent", name="privacy", text="I read the [policy](https://acme.example)."
    )

    assert isinstance(consent, ConsentField)
    assert consent.caption == Text.plain("I read the policy.")
    assert [key for key, _text in consent.texts()] == ["text"]


def test_consent_may_have_a_shorter_label() -> None:
    consent = field(type="consent", name="privacy", text="I agree.", label="Privacy")

    assert consent.caption == Text.plain("Privacy")


@pytest.mark.parametrize("place", ["notes", PROPERTY])
def test_what_was_agreed_to_may_be_sent_along(place: str) -> None:
    consent = field(type="consent", name="privacy", text="I agree.", send_in=place)

    assert isinstance(consent, ConsentField)
    assert consent.send_in == place


def test_what_was_agreed_to_is_sent_in_notes_or_a_property() -> None:
    message = refusal_of(type="consent", name="privacy", text="I agree.", send_in="email")

    assert 'give "notes" or a property\'s uuid' in message


@pytest.mark.parametrize("prefill", [True, "utm_source"])
def test_only_the_visitor_may_consent(*, prefill: bool | str) -> None:
    message = refusal_of(type="consent", name="privacy", text="I agree.", prefill=prefill)

    assert "only the visitor may tick it" in message


@pytest.mark.parametrize(
    "link",
    [
        "[agree](javascript:x)",
        "[*agree*](/privacy)",
        "[agree](acme.example)",
        "[agree]()",
        "[agree](https://acme.example/a b)",
        '[agree](https://acme.example "Agree")',
        "[agree](mailto:nobody)",
        "[to [all] this](ftp://acme.example)",
        "[ ](https://acme.example)",
    ],
)
def test_who_writes_a_link_in_a_consent_wants_one(link: str) -> None:
    message = refusal_of(type="consent", name="privacy", text=f"I {link} or *not*.")

    assert " is no link; write [words](address), with an address that starts with" in message


def test_a_consent_text_may_hold_brackets_and_stars() -> None:
    text = r"I \[really\] agree to [5](https://acme.example) * [6] (all) of **it**."
    consent = field(type="consent", name="privacy", text=text)

    assert consent.caption == Text.plain("I [really] agree to 5 * [6] (all) of it.")
