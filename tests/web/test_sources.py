from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadframe.web.sources import DAY_SECONDS, Sources, network_of

KEY = "a-secret-key-for-tests-only-0123456789"
NOON = 20_000 * DAY_SECONDS + DAY_SECONDS // 2


def names(*, key: str = KEY, now: float = NOON) -> Sources:
    return Sources(key, now=lambda: now)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.7:51234", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("[::ffff:192.0.2.7]:51234", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]:443", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
    ],
)
def test_an_address_counts_as_itself_and_with_ipv6_as_its_64(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(
    "address", ["", "unknown", "_hidden", "forms.example", "1.2.3", "[::1", "1.2.3.4:", "\x00", "é"]
)
def test_what_is_no_address_makes_no_source_of_many_visitors(address: str) -> None:
    assert network_of(address) is None
    assert names().name(address) is None


def test_who_has_no_address_has_no_name() -> None:
    assert names().name(None) is None


def test_a_name_is_the_same_all_day_for_whoever_has_the_key() -> None:
    morning = names(now=NOON - DAY_SECONDS / 2).name("192.0.2.7")

    assert morning == names(now=NOON + DAY_SECONDS / 2 - 1).name("192.0.2.7")
    assert morning != names(now=NOON + DAY_SECONDS / 2).name("192.0.2.7")
    assert morning != names(key=KEY + "!").name("192.0.2.7")


def test_two_sources_have_two_names() -> None:
    assert names().name("192.0.2.7") != names().name("192.0.2.8")
    assert names().name("2001:db8:1:2::1") == names().name("2001:db8:1:2:ffff::1")
    assert names().name("2001:db8:1:2::1") != names().name("2001:db8:1:3::1")


@given(st.ip_addresses())
def test_every_address_has_a_name_that_does_not_tell_it(address: object) -> None:
    name = names().name(str(address))

    assert name
    assert len(name) == 32
    assert str(address) not in name


@given(st.text(max_size=60))
def test_no_text_makes_naming_fail(text: str) -> None:
    names().name(text)
