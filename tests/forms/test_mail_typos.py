from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.mail_typos import OTHERS, PROVIDERS, meant_domain, slips

DOMAINS = [f"{name}.{suffix}" for name, suffixes in PROVIDERS.items() for suffix in suffixes]
# Providers and companies near enough to be mistaken for slips, and the largest of our countries.
REAL = [
    *("mail.com", "email.com", "ymail.com", "rocketmail.com", "fastmail.com", "zmail.com"),
    *("hushmail.com", "live.com", "love.com", "msn.com", "me.com", "mac.com", "aol.com"),
    *("gmx.com", "gmx.de", "gmx.net", "gmx.at", "gmx.ch", "web.de", "t-online.de", "freenet.de"),
    *("mail.ru", "gmail.ru", "proton.me", "pm.me", "cloud.com", "loud.com", "look.com"),
    *("mail.dk", "live.dk", "jubii.dk", "online.no", "telia.com", "spray.se", "elisanet.fi"),
    *("orange.fr", "free.fr", "sfr.fr", "libero.it", "alice.it", "virgilio.it", "tiscali.it"),
    *("ziggo.nl", "planet.nl", "home.nl", "kpnmail.nl", "wp.pl", "o2.pl", "onet.pl", "op.pl"),
    *("sapo.pt", "uol.com.br", "bol.com.br", "terra.com.br", "telefonica.net", "maktoob.com"),
    *("comcast.net", "verizon.net", "sky.com", "yandex.com", "qq.com", "163.com", "gail.com"),
    *("outlook.example", "gmail.example", "yahoo.co.jp", "example.com", "example.org"),
]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gamil.com", "gmail.com"),
        ("gmai.com", "gmail.com"),
        ("gmal.com", "gmail.com"),
        ("gmaill.com", "gmail.com"),
        ("gnail.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("hotmial.fr", "hotmail.fr"),
        ("hotmail.co", "hotmail.com"),
        ("hotnail.co.uk", "hotmail.co.uk"),
        ("outlok.dk", "outlook.dk"),
        ("yaho.se", "yahoo.se"),
        ("yahooo.com.br", "yahoo.com.br"),
        ("iclod.com", "icloud.com"),
        ("lapost.net", "laposte.net"),
    ],
)
def test_a_slip_is_asked_about(typed: str, meant: str) -> None:
    assert meant_domain(typed) == meant


@pytest.mark.parametrize("domain", [*DOMAINS, *REAL])
def test_a_real_domain_is_never_asked_about(domain: str) -> None:
    assert meant_domain(domain) == ""


@given(st.sampled_from(sorted(PROVIDERS)), st.data())
def test_every_slip_is_asked_about_unless_it_is_a_name_of_its_own(
    name: str, data: st.DataObject
) -> None:
    wrong = data.draw(st.sampled_from(sorted(slips(name))))
    for suffix in PROVIDERS[name]:
        domain = f"{wrong}.{suffix}"
        expected = "" if domain in {*OTHERS, *DOMAINS} else f"{name}.{suffix}"
        assert meant_domain(domain) == expected


@given(st.from_regex(r"[a-z]{1,9}\.(com|net|fr|co\.uk)", fullmatch=True))
def test_what_is_offered_is_a_provider_of_the_same_first_letter_and_not_asked_about_again(
    domain: str,
) -> None:
    meant = meant_domain(domain)
    if meant:
        assert meant in DOMAINS
        assert meant[0] == domain[0]
        assert abs(len(meant) - len(domain)) <= 1
        assert meant_domain(meant) == ""
