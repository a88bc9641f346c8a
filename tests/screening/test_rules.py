"""What each rule sees, and what honest people do that it must not see."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import pytest

from leadframe.screening import DOUBTFUL_POINTS, ENOUGH_POINTS, Decoy, Rule, rules
from leadframe.screening.rules import MANY_REPEATS
from tests.screening.world import MIN_FILL_SECONDS, NOTES, RULES, rules_against, seen

HASTE = RULES[2]
# What honest people may well do, all at once: fill in a form with one key, from a sandboxed frame,
# and give an address that they throw away.
HONEST = (HASTE, rules.ELSEWHERE, rules.DISPOSABLE)
# What is seen of those whom a rule is about.
GUILTY: list[tuple[Rule, Mapping[str, Any]]] = [
    (rules.DECOY_FILLED_IN, {"decoy": Decoy.FILLED_IN}),
    (rules.DECOY_LEFT_OUT, {"decoy": Decoy.LEFT_OUT}),
    (HASTE, {"open_seconds": 0.0}),
    (HASTE, {"open_seconds": MIN_FILL_SECONDS - 0.1}),
    *(
        (rules.PROGRAM, {"user_agent": name})
        for name in (
            "curl/8.14.1",
            "Wget/1.25.0",
            "python-requests/2.32.3",
            "Go-http-client/1.1",
            "Scrapy/2.13 (+https://scrapy.org)",
            "okhttp/4.12.0",
            "libwww-perl/6.78",
            "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140.0.0.0 Safari/537.36",
            "Mozilla/5.0 (Windows NT 10.0; da-DK) WindowsPowerShell/5.1.26100",
        )
    ),
    (rules.ELSEWHERE, {"origin": "null"}),
    (rules.ELSEWHERE, {"fetch_site": "cross-site"}),
    *(
        (rules.LINK_IN_NAME, {"person_names": (name, "King")})
        for name in (
            "You won: https://prize.example/now",
            "http:prize.example",
            "www.prize.example",
            '<a href="//prize.example">Ada',
            "[url=prize.example]Ada[/url]",
            "Win 5,000 at bit.ly/3xYz",
        )
    ),
    (rules.LINK_IN_NAME, {"person_names": ("Ada", "https://prize.example")}),
    (rules.LINK_IN_COMPANY, {"company": "Best prices https://pills.example"}),
    *(
        (rules.MARKUP_IN_TEXT, {"texts": (NOTES, text)})
        for text in (
            "Look <a href=https://pills.example>here</a>",
            "Look < A HREF = 'https://pills.example'>here",
            "[url=https://pills.example]here[/url]",
            "[LINK]https://pills.example[/LINK]",
        )
    ),
    (
        rules.LINKS_IN_TEXT,
        {
            "texts": (
                "http://a.example",
                "www.b.example or https://c.example",
            )
        },
    ),
    (rules.REPEATED, {"repeats": MANY_REPEATS}),
    *(
        (rules.DISPOSABLE, {"email": email})
        for email in ("x@mailinator.com", "x@MAILINATOR.COM", "x@anything.mailinator.com")
    ),
    (rules.CONFIRMED, {"is_confirmed": True}),
]
# What is seen of people to whom a rule is no reason to say anything.
INNOCENT: list[tuple[Rule, Mapping[str, Any]]] = [
    (HASTE, {"open_seconds": MIN_FILL_SECONDS}),
    (HASTE, {"open_seconds": 86_400.0}),
    *(
        (rules.PROGRAM, {"user_agent": name})
        for name in (
            "",
            "Lynx/2.9.2 libwww-FM/2.14 SSL-MM/1.4.1 OpenSSL/3.5.1",
            "w3m/0.5.3+git20230121",
            "ELinks/0.18.0 (textmode; Linux; 120x40-2)",
            "Links (2.30; Linux 6.12 x86_64; GNU C 14.2; text)",
            "URL/Emacs Emacs/30.1 (PureGTK; x86_64-pc-linux-gnu)",
            "Dillo/3.2.0",
            "NetSurf/3.11 (Linux)",
            # A telephone, whose maker is called so.
            "Mozilla/5.0 (Linux; Android 13; CUBOT P80) Chrome/140.0.0.0 Mobile Safari/537.36",
            "Nokia6300/2.0 (07.30) Profile/MIDP-2.0 Configuration/CLDC-1.1",
            "Opera/9.80 (J2ME/MIDP; Opera Mini/9.80; U; en) Presto/2.5.25",
        )
    ),
    # Older browsers and private ones say nothing, and a frame on a partner's site is our own page.
    *(
        (rules.ELSEWHERE, {"origin": origin, "fetch_site": site})
        for origin, site in (
            ("", ""),
            ("https://forms.example", "same-origin"),
            ("https://forms.example", "same-site"),
            ("", "none"),
        )
    ),
    *(
        (rules.LINK_IN_NAME, {"person_names": (first, last)})
        for first, last in (
            ("Ada", "King"),
            ("Søren", "Ågård"),
            ("Jean-Luc", "O'Brien"),
            ("Dr.med.", "St. John"),
            ("J.R.R.", "van der Berg-d'Arc"),
            ("M.Sc./Ph.D.", "Nguyễn"),
            ("Ada (she/her)", "a/s"),
            ("Http", "Www"),
            ("I <3", "Urlauber [privat]"),
            ("أحمد", "山田"),
            ("", ""),
        )
    ),
    *(
        (rules.LINK_IN_COMPANY, {"company": company})
        for company in ("Booking.com", "Reed A/S", "AT&T Inc.", "acme.example", "<Acme>", "")
    ),
    *(
        (rules.MARKUP_IN_TEXT, {"texts": (text,)})
        for text in (
            "See https://acme.example/plan",
            "The hall is < 40 m long and a > b",
            "We have < a thousand guests and <A-1> rooms; [url follows]",
            "Curly [urls] and [linked] words, and a href beside it",
        )
    ),
    (rules.LINKS_IN_TEXT, {"texts": ("https://www.acme.example and https://acme.example/plan",)}),
    (rules.LINKS_IN_TEXT, {"texts": ("Booking.com, acme.example, e.g. this, awww. that",)}),
    (rules.REPEATED, {"repeats": MANY_REPEATS - 1}),
    *(
        (rules.DISPOSABLE, {"email": email})
        for email in (
            "",
            "ada@example.com",
            "ada@gmail.com",
            "ada@notmailinator.com.example",
            # They hide a real address behind one that lasts.
            "x@privaterelay.appleid.com",
            "x@mozmail.com",
            "x@duck.com",
            "ada@xn--bcher-kva.example",
        )
    ),
    (rules.CONFIRMED, {}),
]


def named(value: object) -> str:
    return value.reason if isinstance(value, Rule) else repr(value)[:60]


@pytest.mark.parametrize(("rule", "what"), GUILTY, ids=named)
def test_a_rule_sees_what_it_is_about_and_nothing_else_is_said(
    rule: Rule, what: Mapping[str, Any]
) -> None:
    assert rules_against(**what) == (rule,)


@pytest.mark.parametrize(("rule", "what"), INNOCENT, ids=named)
def test_a_rule_says_nothing_against_honest_people(rule: Rule, what: Mapping[str, Any]) -> None:
    assert rules_against(**what) == (), rule.reason


def test_every_rule_has_those_it_sees_and_those_it_spares() -> None:
    assert {rule for rule, _ in GUILTY} == set(RULES)
    assert {rule for rule, _ in INNOCENT} == set(RULES) - {
        rules.DECOY_FILLED_IN,
        rules.DECOY_LEFT_OUT,
    }


def test_all_that_honest_people_may_do_at_once_is_not_enough() -> None:
    assert sum(rule.points for rule in HONEST) < ENOUGH_POINTS


def test_a_program_that_keeps_to_the_page_is_not_enough() -> None:
    # A monitor, or a developer's curl: it names itself, is quick and leaves the decoy empty.
    assert rules.PROGRAM.points + HASTE.points + rules.ELSEWHERE.points < ENOUGH_POINTS


def test_what_many_honest_people_do_is_not_asked_about() -> None:
    # A browser that fills in forms by itself, or an address that is thrown away, in such a frame.
    assert HASTE.points + rules.ELSEWHERE.points < DOUBTFUL_POINTS
    assert rules.DISPOSABLE.points + rules.ELSEWHERE.points < DOUBTFUL_POINTS


def test_what_spammers_do_is_asked_about_without_anything_else() -> None:
    telling = (rules.DECOY_LEFT_OUT, rules.MARKUP_IN_TEXT, rules.LINKS_IN_TEXT, rules.REPEATED)

    assert min(rule.points for rule in telling) >= DOUBTFUL_POINTS


def test_that_it_was_confirmed_takes_nothing_away() -> None:
    assert rules.CONFIRMED.points == 0


def test_only_what_no_honest_person_does_is_enough_alone() -> None:
    enough = {rule for rule in RULES if rule.points >= ENOUGH_POINTS}

    assert enough == {rules.DECOY_FILLED_IN, rules.LINK_IN_NAME}


def test_what_a_program_does_is_enough_together_with_haste_or_its_name() -> None:
    telling = (
        rules.DECOY_LEFT_OUT,
        rules.MARKUP_IN_TEXT,
        rules.LINKS_IN_TEXT,
        rules.REPEATED,
    )
    pairs = [*combinations(telling, 2), *((each, HASTE) for each in telling)]
    pairs += [(each, rules.PROGRAM) for each in telling]

    assert min(one.points + other.points for one, other in pairs) >= ENOUGH_POINTS


def test_no_reason_is_given_twice_nor_says_more_than_what_was_seen() -> None:
    assert len({rule.reason for rule in RULES}) == len(RULES)
    assert not [rule.reason for rule in RULES if ";" in rule.reason]


def test_nothing_is_hasty_where_no_time_is_asked_for() -> None:
    assert not rules.haste(0).applies(seen(open_seconds=0.0))
