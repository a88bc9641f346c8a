from __future__ import annotations

import pytest

from leadframe.channels.autofill import TOKENS, check_autocomplete
from tests.channels.files import custom, custom_refusal_of


@pytest.mark.parametrize(
    "value",
    [
        *("off", "given-name", "billing postal-code", "work email", "shipping mobile tel"),
        *("section-two name", "section-two shipping home tel-national"),
    ],
)
def test_what_the_standard_knows_is_taken(value: str) -> None:
    check_autocomplete(value, "text")


@pytest.mark.parametrize("name", TOKENS)
def test_every_name_is_taken_in_several_lines(name: str) -> None:
    check_autocomplete(name, "textarea")


@pytest.mark.parametrize(
    ("value", "kind", "remedy"),
    [
        (
            "family-nam",
            "text",
            '"family-nam" is not in the HTML standard; did you mean "family-name"?',
        ),
        ("shoe size", "text", '"size" is not in the HTML standard; such as "given-name"'),
        ("", "text", '"" is not in the HTML standard'),
        ("email  off", "text", '"off" is not in the HTML standard'),
        ("work given-name", "text", 'before "given-name" write nothing'),
        ("work billing email", "text", 'before "email" write nothing'),
        ("section- name", "text", 'before "name" write nothing'),
        ("billing  name", "text", 'before "name" write nothing'),
        ("given-name", "email", 'with type = "email" give one of "email", "username", "on", "off"'),
        ("tel-national", "tel", 'with type = "tel" give one of "tel", "on", "off"'),
        ("bday-year", "date", 'with type = "date" give one of "bday", "on", "off"'),
        ("street-address", "text", 'goes with type = "textarea"'),
    ],
)
def test_anything_else_is_refused_with_a_remedy(value: str, kind: str, remedy: str) -> None:
    with pytest.raises(ValueError, match=r"^autocomplete: ") as refused:
        check_autocomplete(value, kind)
    assert remedy in str(refused.value)


def test_a_field_checks_it_by_its_type() -> None:
    assert "with type" in custom_refusal_of(type="tel", autocomplete="email")
    assert custom(type="number", autocomplete="transaction-amount").key
