from __future__ import annotations

from datetime import date, datetime, time

import pytest
from flask import Flask, request
from werkzeug.datastructures import MultiDict

from forms.choice_fields import SelectField
from forms.csrf import TokenField
from forms.form import LeadForm
from leadframe.lead import Lead
from tests.forms.making import (
    NOON,
    OTHER_PROPERTY,
    PROPERTY,
    FieldKeys,
    class_of,
    faults_of,
    lead_of,
    sent,
    shown,
    signer,
)

EMAIL: FieldKeys = {"name": "email", "required": True}
NAME: FieldKeys = {"name": "first_name"}


def custom(kind: str, **keys: object) -> FieldKeys:
    return {"name": "it", "property": PROPERTY, "label": "Thing", "type": kind, **keys}


def value_of(field: FieldKeys, typed: str | list[str], **keys: object) -> str:
    """Return the property's value in the lead, which holds nothing else."""
    lead = lead_of(field, values={"it": typed}, **keys)
    assert lead == Lead(properties=lead.properties)
    return dict(lead.properties).get(PROPERTY, "")


def fault_of(field: FieldKeys, typed: str | list[str], **keys: object) -> str:
    ((_, message),) = faults_of(field, values={"it": typed}, **keys)
    return message


# The lead


def test_every_lead_field_goes_to_its_place() -> None:
    names = ["first_name", "last_name", "company_name", "source", "employee"]
    fields: list[FieldKeys] = [{"name": name} for name in names]
    fields += [EMAIL, {"name": "phone"}, {"name": "notes"}, {"name": "business_id"}]
    values = {name: name.upper() for name in names}
    values |= {"email": "ada@EXAMPLE.com", "phone": "32 12 34 56", "notes": "a\r\nb"}
    lead = lead_of(
        *fields,
        values=values | {"business_id": "7"},
        default_region="DK",
        reference_in="none",
    )
    assert lead == Lead(
        email="ada@example.com",
        first_name="FIRST_NAME",
        last_name="LAST_NAME",
        phone="+4532123456",
        company_name="COMPANY_NAME",
        source="SOURCE",
        employee="EMPLOYEE",
        notes="a\nb",
        business_id="7",
    )


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (custom("text"), "  Zoe\u0308\r\nLee ", "Zo\xeb Lee"),
        (custom("textarea"), " a\r\n\r\nb ", "a\n\nb"),
        (custom("email"), "Ada@Example.COM", "Ada@example.com"),
        (custom("tel"), "+45 32123456", "+4532123456"),
        (custom("url"), "acme.example", "https://acme.example"),
        (custom("number"), "1,250.50", "1250.50"),
        (custom("integer"), "1,250", "1250"),
        (custom("currency", currency="EUR"), "\u20ac 1 000", "1000"),
        (custom("percent"), "12,5 %", "12.5"),
        (custom("date"), "2026-04-03", "2026-04-03"),
        (custom("time"), "2:30 pm", "14:30"),
        (custom("datetime"), "2026-04-03T14:30", "2026-04-03T14:30"),
        (custom("select", options=("S", "L")), "L", "L"),
        (custom("radio", options=("S", "L")), "S", "S"),
        (custom("multiselect", options=("S", "M", "L")), ["L", "S", "L"], "S; L"),
        (custom("country"), "DK", "DK"),
        (custom("language"), "da", "da"),
        (custom("select", options=("S",), other=True), ["__other__", "XL"], "XL"),
        (custom("select", options=("S",), other=True), ["", "XL"], "XL"),
        (custom("select", options=("S",), other=True), ["S", "XL"], "S"),
        (custom("radio", options=("S",), other=True), ["__other__", "XL"], "XL"),
        (custom("radio", options=("S",), other=True), ["XL"], "XL"),
        (custom("radio", options=("S",), other=True), ["S", ""], "S"),
        (custom("multiselect", options=("S",), other=True), ["S", "__other__", "a; b"], "S; a, b"),
        (custom("multiselect", options=("S",), other=True), ["S", "XL"], "S; XL"),
        (custom("multiselect", options=("S",), other=True), ["S", ""], "S"),
        (custom("select", options=("S",), other=True), ["S"], "S"),
        (custom("radio", options=("S",), other=True), ["__other__", "S"], "S"),
        (custom("multiselect", options=("S", "L"), other=True), ["S", "L"], "S; L"),
        (custom("multiselect", options=("S", "L"), other=True), ["S", "__other__", "L"], "S; L"),
        (custom("checkbox"), "true", "true"),
        (custom("consent", text="Yes."), "true", "true"),
        (custom("hidden", prefill=True), "spring", "spring"),
        (custom("hidden", value="web"), "forged", "web"),
    ],
)
def test_each_type_sends_its_value_as_text(
    field: FieldKeys, typed: str | list[str], value: str
) -> None:
    assert value_of(field, typed) == value


@pytest.mark.parametrize(
    "field",
    [
        custom("text", min_length=5),
        custom("textarea"),
        custom("email"),
        custom("tel"),
        custom("url"),
        custom("number", min=5, max=9),
        custom("integer"),
        custom("percent"),
        custom("date"),
        custom("time"),
        custom("datetime"),
        custom("select", options=("S", "L")),
        custom("radio", options=("S", "L")),
        custom("multiselect", options=("S", "L")),
        custom("select", options=("S", "L"), other=True),
        custom("multiselect", options=("S", "L"), other=True),
        custom("country"),
        custom("checkbox"),
        custom("consent", text="Yes."),
    ],
)
@pytest.mark.parametrize("typed", ["", " \t\r\n\xa0"])
def test_an_optional_field_may_stay_empty_and_sends_nothing(field: FieldKeys, typed: str) -> None:
    assert value_of(field, typed) == ""
    assert lead_of(field, values={}) == Lead()


def test_fixed_values_are_sent_and_never_taken_from_the_visitor() -> None:
    lead = lead_of(
        EMAIL,
        values={"email": "ada@example.com", "source": "forged"},
        fixed={"source": "Website", OTHER_PROPERTY: "web"},
    )
    assert lead == Lead(
        email="ada@example.com", source="Website", properties=((OTHER_PROPERTY, "web"),)
    )


def test_properties_come_in_the_order_of_the_form_before_fixed_ones() -> None:
    fields = [custom("text"), {"property": OTHER_PROPERTY, "label": "Other"}]
    values = {f"p_{OTHER_PROPERTY}": "second", "it": "first"}
    fixed = {"77777777-2222-3333-4444-555555555555": "last"}
    lead = lead_of(*fields, values=values, fixed=fixed)
    assert [value for _, value in lead.properties] == ["first", "second", "last"]


def test_a_consent_that_goes_nowhere_sends_nothing() -> None:
    consent = {"name": "privacy", "type": "consent", "text": "I agree.", "required": True}
    assert lead_of(consent, values={"privacy": "true"}) == Lead()


def test_of_a_field_sent_twice_the_first_counts() -> None:
    assert value_of(custom("text"), ["one", "two"]) == "one"
    assert value_of(custom("checkbox"), ["", "true"]) == ""


def test_what_the_form_does_not_ask_for_is_ignored() -> None:
    assert lead_of(NAME, values={"first_name": "Ada", "admin": "1", "csrf": "x"}) == Lead(
        first_name="Ada"
    )


@pytest.mark.parametrize(
    "name", ["data", "errors", "validate", "lead", "meta", "definition", "nonce", "process"]
)
def test_no_name_of_a_field_breaks_the_form(name: str) -> None:
    field = {"name": name, "property": PROPERTY, "label": "Thing", "required": True}
    assert lead_of(field, values={name: "x"}) == Lead(properties=((PROPERTY, "x"),))


def test_an_option_is_recognised_however_its_accents_are_composed() -> None:
    assert value_of(custom("select", options=("Zoe\u0308",)), "Zo\xeb") == "Zoe\u0308"


def test_numbers_follow_the_forms_country() -> None:
    assert value_of(custom("number"), "1.250", default_region="DK", language="en") == "1250"


def test_dates_follow_the_forms_country() -> None:
    assert value_of(custom("date"), "3/4/2026", default_region="GB") == "2026-04-03"


# Faults


@pytest.mark.parametrize(
    ("field", "message"),
    [
        (custom("text"), "Thing: fill this in"),
        (custom("textarea"), "Thing: fill this in"),
        (custom("email"), "Thing: enter an address like name@example.com"),
        (custom("url"), "Thing: enter a web address like https://example.com"),
        (custom("tel"), "Thing: start with + and the country code, like +44 20 7946 0958"),
        (custom("number"), "Thing: type a number like 1250 or 1,250.00"),
        (custom("integer"), "Thing: type a whole number like 1250"),
        (custom("date"), "Thing: enter a date like 2026-12-31"),
        (custom("time"), "Thing: enter a time like 14:30"),
        (custom("datetime"), "Thing: enter a date and a time like 2026-12-31 14:30"),
        (custom("select", options=("S",)), "Thing: choose one from the list"),
        (custom("radio", options=("S",)), "Thing: choose one from the list"),
        (custom("multiselect", options=("S",)), "Thing: choose at least one from the list"),
        (custom("checkbox"), "Thing: tick the box to go on"),
        (custom("consent", text="I agree."), "Thing: tick the box to go on"),
    ],
)
def test_a_required_field_left_empty_says_what_to_do(field: FieldKeys, message: str) -> None:
    for typed in ("", "  "):
        assert fault_of({**field, "required": True}, typed) == message
    ((_, unsent),) = faults_of({**field, "required": True}, values={})
    assert unsent == message


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        (custom("text", max_length=3), "four", "Thing: use at most 3 characters; there are 4 now"),
        (custom("text", min_length=3), "no", "Thing: write at least 3 characters"),
        (custom("text"), "x" * 501, "Thing: use at most 500 characters; there are 501 now"),
        (
            custom("textarea"),
            "x" * 10_001,
            "Thing: use at most 10,000 characters; there are 10,001 now",
        ),
        (custom("tel"), "1" * 501, "Thing: use at most 500 characters; there are 501 now"),
        (custom("email"), "ada", "Thing: enter an address like name@example.com"),
        (custom("number", min=1250), "5", "Thing: enter 1,250 or more"),
        (custom("number", max=2.5), "2.6", "Thing: enter 2.5 or less"),
        (custom("integer"), "2.5", "Thing: type a whole number like 1250"),
        (
            custom("currency", currency="DKK"),
            "\u20ac 5",
            "Thing: type the amount in DKK, without another currency",
        ),
        (custom("select", options=("S",)), "XL", "Thing: choose one from the list"),
        (custom("radio", options=("S",)), "XL", "Thing: choose one from the list"),
        (custom("country"), "Denmark", "Thing: choose one from the list"),
        (custom("select", options=("S",)), "__other__", "Thing: choose one from the list"),
        (
            custom("select", options=("S",), other=True),
            ["__other__", " "],
            "Thing: say what it is",
        ),
        (
            custom("multiselect", options=("S",), other=True),
            ["S", "__other__", ""],
            "Thing: say what it is",
        ),
        (
            custom("radio", options=("S",), other=True),
            ["__other__", "x" * 501],
            "Thing: use at most 500 characters; there are 501 now",
        ),
        (
            custom("multiselect", options=("S",)),
            ["S", "XL"],
            "Thing: choose at least one from the list",
        ),
    ],
)
def test_a_value_that_will_not_do_says_what_to_do(
    field: FieldKeys, typed: str | list[str], message: str
) -> None:
    assert fault_of(field, typed) == message
    assert fault_of({**field, "required": True}, typed) == message


def test_days_have_bounds_too() -> None:
    field = custom("date", min=date(2026, 1, 1), max=date(2026, 12, 31))
    assert fault_of(field, "2025-12-31") == "Thing: choose January 1, 2026 or a later date"
    assert fault_of(field, "2027-01-01") == "Thing: choose December 31, 2026 or an earlier date"
    assert value_of(field, "2026-12-31") == "2026-12-31"


def test_times_have_bounds_too() -> None:
    field = custom("time", min=time(9), max=time(17, 30))
    assert fault_of(field, "08:59") == "Thing: choose 09:00 or a later time"
    assert fault_of(field, "17:31") == "Thing: choose 17:30 or an earlier time"
    assert value_of(field, "17:30") == "17:30"
    opening = datetime(2026, 1, 1, 9)  # noqa: DTZ001 - of no zone
    assert fault_of(custom("datetime", min=opening), "2026-01-01T08:59") == (
        "Thing: choose January 1, 2026, 09:00 or a later time"
    )


@pytest.mark.parametrize("typed", ["5", "9", "7.5"])
def test_bounds_themselves_are_allowed(typed: str) -> None:
    assert value_of(custom("number", min=5, max=9), typed) == typed


def test_exactly_as_long_as_allowed_is_allowed() -> None:
    assert value_of(custom("text"), "x" * 500) == "x" * 500
    assert value_of(custom("textarea"), "x" * 10_000) == "x" * 10_000
    assert value_of(custom("text", min_length=3), "yes") == "yes"


@pytest.mark.parametrize("typed", ["false", "0", "off", "no"])
def test_a_box_is_not_ticked_by_just_anything(typed: str) -> None:
    assert value_of(custom("checkbox"), typed) == ""


def test_a_label_that_is_a_question_is_followed_by_a_sentence() -> None:
    field = custom("text", required=True) | {"label": "What do you need?"}
    assert fault_of(field, "") == "What do you need? Fill this in"


def test_the_summary_lists_faults_in_the_order_of_the_page_with_what_to_focus() -> None:
    choice = custom("radio", options=("S", "L"), required=True)
    consent = {"name": "privacy", "type": "consent", "text": "[Yes](https://a.example)!"}
    faults = faults_of(
        {"name": "phone"}, choice, EMAIL, {**consent, "required": True}, values={"phone": "1"}
    )
    assert [focus for focus, _ in faults] == ["phone", "it-0", "email", "privacy"]
    assert faults[-1] == ("privacy", "Yes! Tick the box to go on")


def test_values_are_kept_as_typed() -> None:
    form = sent(custom("number"), EMAIL, values={"it": " 1.250 ", "email": "ada"})
    form.validate()
    assert [field.text for field in form.visible_fields] == ["1.250", "ada"]


def test_what_other_is_missing_is_where_the_link_leads() -> None:
    for kind in ("select", "radio", "multiselect"):
        field = custom(kind, options=("S",), other=True)
        for values in (["__other__", ""], ["__other__"]):
            ((focus, _),) = faults_of(field, values={"it": values})
            assert focus == "it-other"


def test_a_country_that_is_required_starts_with_the_forms_own() -> None:
    required = custom("country", required=True)
    assert shown(required, default_region="DK").visible_fields[0].cleaned() == "DK"
    assert shown(required).visible_fields[0].cleaned() == ""


def test_a_country_that_nobody_need_choose_starts_empty() -> None:
    form = shown(custom("country"), default_region="DK")
    assert form.visible_fields[0].cleaned() == ""
    assert value_of(custom("country"), "", default_region="DK") == ""


TYPO = "ada@gmial.com"


def test_a_mistyped_mail_domain_is_asked_about_once() -> None:
    question = ("email", "Email: did you mean gmail.com instead of gmial.com?")
    assert faults_of(EMAIL, values={"email": TYPO}) == [question]
    assert lead_of(EMAIL, values={"email": [TYPO, TYPO]}) == Lead(email=TYPO)


def test_one_click_accepts_the_address_that_is_offered() -> None:
    accepted = lead_of(EMAIL, values={"email": [TYPO, TYPO, "ada@gmail.com"]})
    assert accepted == Lead(email="ada@gmail.com")


def test_another_slip_is_asked_about_again() -> None:
    faults = faults_of(EMAIL, values={"email": ["ada@hotmial.com", TYPO]})
    assert faults == [("email", "Email: did you mean hotmail.com instead of hotmial.com?")]


def test_each_of_several_addresses_is_asked_about() -> None:
    other = custom("email")
    assert len(faults_of(EMAIL, other, values={"email": TYPO, "it": TYPO})) == 2
    ((focus, _),) = faults_of(EMAIL, other, values={"email": [TYPO, TYPO], "it": TYPO})
    assert focus == "it"


PHONE: FieldKeys = {"name": "phone"}


def test_a_phones_country_is_the_forms_or_its_languages() -> None:
    swiss = lead_of(
        PHONE, values={"phone": "044 668 18 00"}, languages=("de-CH",), language="de-CH"
    )
    assert swiss.phone == "+41446681800"


@pytest.mark.parametrize("order", [1, -1])
def test_a_phones_country_is_the_one_that_is_chosen(order: int) -> None:
    fields = [PHONE, custom("country")][::order]
    lead = lead_of(*fields, values={"phone": "070-123 45 67", "it": "SE"}, default_region="DK")
    assert lead.phone == "+46701234567"


def test_fields_of_the_same_label_are_told_apart() -> None:
    other = {"property": OTHER_PROPERTY, "label": "Thing", "required": True}
    faults = faults_of(custom("text", required=True), EMAIL, other, values={})
    assert [message for _, message in faults] == [
        "Thing (1): fill this in",
        "Email: enter an address like name@example.com",
        "Thing (2): fill this in",
    ]


# Prefill


def test_only_fields_that_allow_it_are_prefilled() -> None:
    form = shown({**NAME, "prefill": True}, EMAIL, prefill={"first_name": "Ada", "email": "a@b.de"})
    assert [field.text for field in form.visible_fields] == ["Ada", ""]


def test_a_prefill_is_cut_at_500_characters() -> None:
    form = shown({"name": "notes", "prefill": True}, prefill={"notes": "x" * 501})
    assert form.visible_fields[0].text == "x" * 500


def test_a_prefill_is_cleaned() -> None:
    form = shown({**NAME, "prefill": True}, prefill={"first_name": " A\x00d\r\na "})
    assert form.visible_fields[0].text == "Ad a"


@pytest.mark.parametrize(
    ("kind", "given", "chosen"),
    [
        ("select", "L", ["L"]),
        ("select", "XL", []),
        ("radio", "S", ["S"]),
        ("multiselect", "L; S;XL", ["S", "L"]),
        ("multiselect", "XL", []),
    ],
)
def test_only_options_can_be_prefilled(kind: str, given: str, chosen: list[str]) -> None:
    form = shown(custom(kind, options=("S", "L"), prefill=True), prefill={"it": given})
    (field,) = form.visible_fields
    assert isinstance(field, SelectField)
    assert field.chosen == chosen


@pytest.mark.parametrize("kind", ["select", "radio"])
def test_where_anything_may_be_written_it_can_be_prefilled(kind: str) -> None:
    form = shown(custom(kind, options=("S",), other=True, prefill=True), prefill={"it": "XL"})
    (field,) = form.visible_fields
    assert isinstance(field, SelectField)
    assert (field.chosen, field.other, field.cleaned()) == (["__other__"], "XL", "XL")


@pytest.mark.parametrize(("given", "ticked"), [("true", True), ("YES", True), ("no", False)])
def test_a_box_may_be_ticked_by_the_address(given: str, ticked: bool) -> None:  # noqa: FBT001 - pytest passes by name
    form = shown(custom("checkbox", prefill=True), prefill={"it": given})
    assert form.visible_fields[0].data is ticked


def test_consent_is_never_ticked_by_the_address() -> None:
    form = shown({"name": "privacy", "type": "consent", "text": "Yes."}, prefill={"privacy": "1"})
    assert form.visible_fields[0].is_empty


@pytest.mark.parametrize(("given", "value"), [("2026-04-03", "2026-04-03"), ("soon", "")])
def test_a_day_is_prefilled_if_it_is_one(given: str, value: str) -> None:
    form = shown(custom("date", prefill=True), prefill={"it": given})
    assert form.visible_fields[0].cleaned() == value


def test_a_hidden_value_comes_from_the_address_else_from_the_file() -> None:
    field = custom("hidden", value="web", prefill=True)
    assert shown(field, prefill={"it": "spring"}).hidden_fields[0].data == "spring"
    assert shown(field, prefill={"it": " "}).hidden_fields[0].data == "web"
    assert value_of(field, "") == "web"


def test_nothing_is_prefilled_once_something_was_sent() -> None:
    form = class_of({**NAME, "prefill": True}).for_visit(
        signer(), formdata=MultiDict(), prefill={"first_name": "Ada"}
    )
    assert form.visible_fields[0].is_empty


# The token


def posted(text: str | None, *, at: float = NOON) -> LeadForm:
    values = {"first_name": "Ada"} if text is None else {"first_name": "Ada", "token": text}
    tokens = signer(now=lambda: at)
    return class_of(NAME).for_visit(tokens, formdata=MultiDict(values))


def fresh_token_of(form: LeadForm) -> str:
    token = form.hidden_fields[-1]
    assert isinstance(token, TokenField)
    return token._value()  # noqa: SLF001 - what its template shows


def test_a_form_that_is_only_shown_is_not_stale_and_carries_a_token() -> None:
    form = shown(NAME)
    assert not form.token_is_stale
    assert signer().read("acme", fresh_token_of(form)).nonce == form.nonce


def test_a_form_sent_with_its_token_keeps_its_nonce() -> None:
    first = shown(NAME)
    second = posted(fresh_token_of(first), at=NOON + 60)
    assert second.validate()
    assert second.nonce == first.nonce
    again = signer().read("acme", fresh_token_of(second))
    assert (again.nonce, again.first_rendered_at) == (first.nonce, NOON)


@pytest.mark.parametrize("text", [None, "", "forged", "of another form"])
def test_a_form_without_a_token_of_ours_is_stale_and_gets_a_good_one(text: str | None) -> None:
    form = posted(signer().issue("other", "v1") if text == "of another form" else text)
    assert not form.validate()
    assert form.token_is_stale
    assert form.error_summary() == []
    assert posted(fresh_token_of(form)).validate()


def test_an_expired_token_is_followed_by_one_of_the_same_nonce() -> None:
    first = shown(NAME)
    late = posted(fresh_token_of(first), at=NOON + 90_000)
    assert not late.validate()
    assert late.token_is_stale
    assert late.nonce == first.nonce
    assert posted(fresh_token_of(late), at=NOON + 90_000).validate()


def test_a_form_rendered_from_an_older_version_is_accepted() -> None:
    assert posted(signer().issue("acme", "an older version")).validate()


def test_neither_session_nor_cookie_is_used(page: Flask) -> None:
    page.secret_key = "a secret that a cookie would be signed with"

    @page.post("/send")
    def send() -> str:
        form = class_of(NAME).for_visit(signer(), formdata=request.form)
        assert form.validate()
        return "".join(field() for field in [*form.visible_fields, *form.hidden_fields])

    values = {"first_name": "Ada", "token": fresh_token_of(shown(NAME))}
    response = page.test_client().post("/send", data=values)
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert "Cookie" not in response.headers.get("Vary", "")
