"""Kept pages are what Flask itself answers, but for the token."""

from __future__ import annotations

import gc
import gzip
import json
import re
import shutil
import subprocess
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from itertools import cycle, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import create_environ, run_wsgi_app
from werkzeug.wrappers import Request, Response

from app import create_app
from leadframe.channels import LOOK_SECONDS, Catalog
from leadframe.serving import Asked
from leadframe.web.application import Application
from leadframe.web.asking import Look, look_of, takes_gzip
from leadframe.web.closing import REMEMBER_SECONDS
from leadframe.web.front import Front
from leadframe.web.splices import Gzipped, Halves, Plain
from tests.site import EXAMPLES, Site, as_served, either, running_site
from tests.web.corpus import EXAMPLES as TIMES
from tests.web.world import close_form, with_settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

PUBLIC = "https://forms.example"
LANGUAGES = ("ar", "da", "de", "en", "")
SLUGS = sorted(file.stem for file in EXAMPLES.glob("*.toml"))
AGENTS: tuple[dict[str, str], ...] = (
    {},
    {"Accept-Encoding": "gzip, deflate, br, zstd"},
    {"Accept-Encoding": "gzip;q=0, *;q=0.5"},
    {"If-None-Match": "*", "If-Modified-Since": "Thu, 26 Nov 2037 12:00:00 GMT"},
    {"Range": "bytes=0-9"},
)


@dataclass(frozen=True)
class Answered:
    """An answer without what differs between any two: its token, and how its bytes are coded."""

    status: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Pair:
    """The same site with kept pages and without."""

    site: Site
    kept: Application
    plain: Application

    def both(self, path: str, **asked: Any) -> tuple[Answered, Answered]:
        return answer(as_served(self.kept), path, **asked), answer(self.plain, path, **asked)


def pair_of(site: Site, **changed: Any) -> Pair:
    kept = create_app(backend=with_settings(site, page_cache_bytes=10_000_000, **changed))
    plain = create_app(backend=with_settings(site, page_cache_bytes=0, **changed))
    return Pair(site, kept, plain)


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("public")
    with running_site(folder, couriers=False, PUBLIC_URL=PUBLIC, LOG_LEVEL="error") as site:
        yield pair_of(site)


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("private")
    with running_site(folder, couriers=False, LOG_LEVEL="error") as site:
        yield pair_of(site)


@pytest.fixture(scope="module")
def all_pairs(public: Pair, private: Pair) -> tuple[Pair, ...]:
    """Return those two, and one behind a proxy that is believed."""
    return public, private, pair_of(private.site, trusted_proxies=1)


def ask(app: WSGIApplication, path: str, **asked: Any) -> tuple[str, dict[str, str], bytes]:
    """Ask an application as a server would; `environ` goes before all else."""
    changes = asked.pop("environ", {})
    environ = create_environ(path, "http://127.0.0.1:8000", **asked) | changes
    pieces, status, headers = run_wsgi_app(app, environ, buffered=True)
    return status, dict(headers), b"".join(pieces)


def answer(app: WSGIApplication, path: str, **asked: Any) -> Answered:
    status, headers, body = ask(app, path, **asked)
    length = headers.pop("Content-Length", "")
    assert not body or length == str(len(body))
    if headers.pop("Content-Encoding", "") == "gzip":
        assert "gzip" in dict(asked.get("headers", {})).get("Accept-Encoding", "")
        body = gzip.decompress(body) if body else body
    halves = Halves.of(body)
    return Answered(status, headers, b"".join(halves._replace(token=b"")) if halves else body)


def front_of(app: Application) -> Front:
    assert isinstance(app.wsgi_app, Front)
    return app.wsgi_app


def token_in(body: bytes) -> bytes:
    halves = Halves.of(body)
    assert halves
    return halves.token


# The same answers


@pytest.mark.parametrize("slug", SLUGS)
def test_every_form_is_the_same_in_every_layout_language_and_look(public: Pair, slug: str) -> None:
    ways, queries = ("", "/embed"), ("", "?theme=dark", "?lang=da", "?theme=light&lang=en-GB")
    for (way, query, language), agent in zip(
        product(ways, queries, LANGUAGES), cycle(AGENTS[:2]), strict=False
    ):
        headers = {"Accept-Language": language, **agent}
        kept, plain = public.both(f"/f/{slug}{way}{query}", headers=headers)

        assert kept == plain
        assert kept.status == "200 OK"


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "get", ""])
@pytest.mark.parametrize("agent", AGENTS)
def test_every_way_to_ask_is_answered_the_same(
    public: Pair, method: str, agent: dict[str, str]
) -> None:
    kept, plain = public.both("/f/event", headers=agent, environ={"REQUEST_METHOD": method})

    assert kept == plain


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/f/contact/",
            "/f//contact",
            "/F/contact",
            "/f/Contact",
            "/f/contact/embed/",
            "/f/embed",
        ),
        *("/f/%63ontact", "/f/contact%2Fembed", "/f/nobody", "/f/contact%00", "/f/", "/f", "/"),
        *("/f/contact?", "/f/contact?x=1", "/f/contact?email=ada@example.com", "/f/event?lang"),
        *("/f/event?lang=da&lang=en", "/f/event?theme=pink", "/f/event?theme=dark&theme=light"),
        *("/f/event?LANG=da", "/f/event?lang=d%61", "/f/event?lang=%FF", "/f/event?sent=1"),
        *("/f/event?&lang=da", "/f/event?lang=da;theme=dark", "/f/event?lang=pt-BR&theme="),
    ],
)
def test_every_address_is_answered_the_same(public: Pair, path: str) -> None:
    kept, plain = public.both(path, headers={"Accept-Language": "en"})

    assert kept == plain


@pytest.mark.parametrize(
    "said",
    [
        {"HTTP_HOST": "evil.example"},
        {"HTTP_HOST": "a..b"},
        {"HTTP_HOST": "a b"},
        {"HTTP_HOST": ""},
        {"HTTP_HOST": "[::1]:8000"},
        {"HTTP_HOST": "x" * 70 + ".example"},
        {"HTTP_HOST": "x" * 300},
        {"HTTP_HOST": "FORMS.example:80"},
        {"SCRIPT_NAME": "/below"},
        {"wsgi.url_scheme": "https"},
        {"wsgi.url_scheme": "ws"},
        {"HTTP_CONNECTION": "upgrade", "HTTP_UPGRADE": "websocket"},
        {"HTTP_ACCEPT_LANGUAGE": "da;q=0, *"},
        {"HTTP_ACCEPT_LANGUAGE": "xx, " * 100 + "da"},
    ],
)
def test_whatever_else_a_request_says_is_answered_the_same(
    public: Pair, private: Pair, said: dict[str, str]
) -> None:
    for pair in (public, private):
        kept, plain = pair.both("/f/event", environ=said)

        assert kept == plain


texts = st.text(st.characters(max_codepoint=255), max_size=12)


@given(
    path=st.builds("/f/{}{}".format, st.sampled_from(["event", "contact"]), st.just("") | texts),
    query=st.lists(
        st.builds("{}={}".format, st.sampled_from(["lang", "theme", "x"]) | texts, texts)
        | st.sampled_from(["lang=da", "theme=dark", "theme", "lang=", ""]),
        max_size=3,
    ).map("&".join),
    said=st.fixed_dictionaries(
        {},
        optional={
            "HTTP_HOST": texts,
            "HTTP_ACCEPT_LANGUAGE": texts | st.sampled_from(["da", "de;q=0.1,en", "*", "ar-EG"]),
            "HTTP_UPGRADE": texts,
            "HTTP_X_FORWARDED_HOST": texts
            | st.sampled_from(["a.example", "a.example:1, b.example"]),
            "HTTP_X_FORWARDED_PROTO": texts | st.sampled_from(["https", "http, https", "ws"]),
            "HTTP_X_FORWARDED_PORT": texts | st.sampled_from(["443", "81"]),
            "REQUEST_METHOD": st.sampled_from(["GET", "HEAD", "OPTIONS"]),
        },
    ),
)
@settings(max_examples=max(1, TIMES // 4))
def test_odd_requests_are_answered_the_same(
    all_pairs: tuple[Pair, ...], path: str, query: str, said: dict[str, str]
) -> None:
    environ = {"PATH_INFO": path, "QUERY_STRING": query, **said}
    for pair in all_pairs:
        kept, plain = pair.both("/", environ=environ)

        assert kept == plain


@pytest.mark.parametrize("agent", AGENTS[:2])
def test_who_asks_for_the_head_alone_is_told_the_length_of_the_whole(
    public: Pair, agent: dict[str, str]
) -> None:
    _, told, body = ask(public.kept, "/f/event", method="HEAD", headers=agent)
    _, said, whole = ask(public.kept, "/f/event", headers=agent)

    assert (told, body) == (said, b"")
    assert int(told["Content-Length"]) == len(whole)


# A token for each visitor


@pytest.mark.parametrize("slug", ["contact", "project"])
@pytest.mark.parametrize("agent", AGENTS[:2])
def test_every_visitor_gets_a_token_of_their_own(
    public: Pair, slug: str, agent: dict[str, str]
) -> None:
    bodies = [ask(public.kept, f"/f/{slug}", headers=agent)[2] for _ in range(3)]
    pages = [gzip.decompress(body) if agent else body for body in bodies]
    tokens = [token_in(page).decode() for page in pages]
    signer = public.kept.extensions["leadframe"].tokens
    shown = signer.read(slug, token_in(ask(public.plain, f"/f/{slug}")[2]).decode())

    read = [signer.read(slug, token) for token in tokens]
    assert len({token.nonce for token in read}) == 3
    assert [(each.version, each.progress) for each in read] == [(shown.version, shown.progress)] * 3


def test_a_page_is_rendered_no_more_than_its_visitors_need(public: Pair) -> None:
    page = ask(public.kept, "/f/quote")[2]
    front = front_of(public.kept)
    size = front.kept_bytes

    again = ask(public.kept, "/f/quote")[2]

    assert again != page
    assert front.kept_bytes == size > 0


# What is at hand


@pytest.mark.parametrize("path", ["/f/quote", "/f/quote/embed?theme=dark"])
@pytest.mark.parametrize("agent", AGENTS[:2])
def test_a_page_is_at_hand_once_it_was_asked_for(
    site: Site, path: str, agent: dict[str, str]
) -> None:
    app = app_of_one_moment(site)
    assert not is_at_hand(app, path, headers=agent)

    shown = answer(app, path, headers=agent)

    assert is_at_hand(app, path, headers=agent)
    assert answer(at_hand(app), path, headers=agent) == shown


@pytest.mark.parametrize(
    ("path", "method"),
    [("/f/quote?email=x", "GET"), ("/f/nobody", "GET"), ("/healthz", "GET"), ("/f/quote", "POST")],
)
def test_nothing_else_is_at_hand(public: Pair, path: str, method: str) -> None:
    public.both("/f/quote")
    public.both(path, method=method)

    assert not is_at_hand(public.kept, path, method=method)


def test_a_page_at_hand_is_the_one_that_a_believed_proxy_asks_for(site: Site) -> None:
    app = app_of_one_moment(site, trusted_proxies=1)
    for host in ("a.example", "b.example"):
        said = {"X-Forwarded-Host": f"evil.example, {host}", "X-Forwarded-Proto": "https"}
        ask(app, "/f/contact", headers=said)

        page = ask(at_hand(app), "/f/contact", headers=said)[2].decode()

        assert f'action="https://{host}/f/contact' in page
        assert "evil.example" not in page


@pytest.mark.parametrize(
    "said",
    [{}, {"host": "a.b", "upgrade": "h2c"}, {"host": "a.b", "accept-language": "da, " * 300}],
    ids=["no host", "an upgrade", "more than browsers say"],
)
def test_nothing_is_at_hand_for(public: Pair, said: dict[str, str]) -> None:
    assert public.kept.at_hand
    public.both("/f/quote", headers=said)

    assert public.kept.at_hand(Asked("GET", "/f/quote", "", said)) is None


def test_nothing_is_at_hand_where_no_page_is_kept(public: Pair) -> None:
    assert public.plain.at_hand is None


def test_most_of_a_plain_page_is_one_object_for_all_pages_of_its_style(public: Pair) -> None:
    bodies = [ask(public.plain, path)[2] for path in ("/f/contact", "/f/quote")]
    pages = [Plain(halves) for halves in map(Halves.of, bodies) if halves]

    first, second = ({id(part): part for part in gc.get_referents(page)} for page in pages)
    in_common = [part for key, part in first.items() if key in second and isinstance(part, bytes)]

    assert sum(map(len, in_common)) > len(bodies[0]) / 2


def test_a_page_is_at_hand_until_its_file_has_changed(site: Site) -> None:
    seconds = [0.0]
    app = app_by(lambda: seconds[0], site)
    ask(app, "/f/contact")
    seconds[0] += LOOK_SECONDS * 2
    # Whoever asks for another form has the ledger say anew which are open.
    ask(app, "/f/quote")
    assert all(is_at_hand(app, "/f/contact") for _visitor in range(2))

    file = site.channels / "contact.toml"
    file.write_text(file.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    assert is_at_hand(app, "/f/contact")
    seconds[0] += LOOK_SECONDS * 2
    ask(app, "/f/quote")

    assert not is_at_hand(app, "/f/contact")
    ask(app, "/f/contact")
    assert is_at_hand(app, "/f/contact")


def test_a_page_is_at_hand_no_longer_than_its_form_is_known_to_be_as_it_was(site: Site) -> None:
    seconds = [0.0]
    app = app_by(lambda: seconds[0], site)
    ask(app, "/f/contact")
    assert all(is_at_hand(app, "/f/contact") for _visitor in range(3))
    close_form(site)
    assert is_at_hand(app, "/f/contact")

    seconds[0] += REMEMBER_SECONDS

    assert not is_at_hand(app, "/f/contact")
    assert ask(app, "/f/contact")[0].startswith("503")


def test_of_several_pages_only_those_of_forms_that_closed_are_no_more_at_hand(site: Site) -> None:
    seconds = [0.0]
    app = app_by(lambda: seconds[0], site)
    paths = ["/f/contact", "/f/quote"]
    for path in paths:
        ask(app, path)
        assert all(is_at_hand(app, path) for _visitor in range(3))
    close_form(site)

    seconds[0] += REMEMBER_SECONDS
    ask(app, "/f/quote")

    assert [path for path in paths if is_at_hand(app, path)] == ["/f/quote"]


def test_a_page_that_is_known_to_be_good_is_so_no_longer_than_its_file(site: Site) -> None:
    seconds = [0.0]
    app = app_by(lambda: seconds[0], site)
    ask(app, "/f/contact")
    seconds[0] += LOOK_SECONDS / 2
    assert all(is_at_hand(app, "/f/contact") for _visitor in range(3))
    file = site.channels / "contact.toml"
    file.write_text(file.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")

    seconds[0] += LOOK_SECONDS
    ask(app, "/f/quote")

    assert not is_at_hand(app, "/f/contact")


def app_of_one_moment(site: Site, **settings: Any) -> Application:
    """Return an application that need not ask the ledger again whether a form is open."""
    return app_by(lambda: 0.0, site, **settings)


def app_by(clock: Callable[[], float], site: Site, **settings: Any) -> Application:
    """Return an application that goes by a clock."""
    catalog = Catalog(site.channels, environment={}, clock=clock)
    kept = with_settings(site, page_cache_bytes=1_000_000, **settings)
    return create_app(backend=replace(kept, catalog=catalog))


@Request.application
def nothing(_request: Request) -> Response:
    """Answer where nothing is at hand."""
    return Response(status=HTTPStatus.NO_CONTENT)


def at_hand(app: Application) -> WSGIApplication:
    assert app.at_hand
    return either(app.at_hand, nothing)


def is_at_hand(app: Application, path: str, **asked: Any) -> bool:
    return answer(at_hand(app), path, **asked).status == "200 OK"


# What changes


def test_a_changed_logo_is_seen_at_once_though_the_form_says_the_same(site: Site) -> None:
    seconds = [0.0]
    catalog = Catalog(site.channels, environment={}, clock=lambda: seconds[0])
    backend = replace(with_settings(site, page_cache_bytes=1_000_000), catalog=catalog)
    app = create_app(backend=backend)
    version = catalog.get("workshop").version
    before = ask(app, "/f/workshop")[2]
    for logo in site.channels.glob("*.svg"):
        logo.write_bytes(logo.read_bytes().replace(b"</svg>", b"<g/></svg>"))
    seconds[0] += 60

    after = ask(app, "/f/workshop")[2]

    assert catalog.get("workshop").version == version
    assert logos_in(before).isdisjoint(logos_in(after))


def logos_in(page: bytes) -> set[bytes]:
    found = set(re.findall(rb"/f/workshop/logo/(\w+)", page))
    assert found
    return found


def test_a_form_that_closes_is_closed_for_all(tmp_path: Path) -> None:
    with running_site(tmp_path, PAGE_CACHE_BYTES="1000000") as site:
        close_form(site)

        assert ask(site.app, "/f/contact")[0].startswith("503")


def test_only_as_many_pages_are_kept_as_there_is_room_for(site: Site) -> None:
    app = create_app(backend=with_settings(site, page_cache_bytes=50_000))

    for slug in SLUGS * 2:
        assert ask(app, f"/f/{slug}", headers={"Accept-Encoding": "gzip"})[0] == "200 OK"
        assert front_of(app).kept_bytes <= 50_000


def test_without_room_for_any_page_all_are_served_the_same(site: Site) -> None:
    app = create_app(backend=with_settings(site, page_cache_bytes=1))

    assert ask(app, "/f/contact")[0] == "200 OK"
    assert front_of(app).kept_bytes == 0


def test_a_page_that_differs_by_more_than_its_token_is_not_kept(site: Site) -> None:
    app = create_app(backend=with_settings(site, page_cache_bytes=1_000_000))
    moments = iter(range(1000))
    app.jinja_env.filters["said"] = lambda words: f"{words} {next(moments)}"

    first, second = (ask(app, "/f/contact")[2] for _ in range(2))

    assert front_of(app).kept_bytes == 0
    assert first != second


def test_each_visitor_is_one_line_of_the_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with running_site(tmp_path, PAGE_CACHE_BYTES="1000000") as site:
        for path, method in product(("/f/event", "/f/event/embed"), ("GET", "HEAD")):
            ask(site.app, path, method=method)

    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    shown = [(line["method"], line["route"], line["slug"], line["status"]) for line in lines]
    assert shown == [
        (method, f"/f/<slug>{way}", "event", 200)
        for way, method in product(("", "/embed"), ("GET", "HEAD"))
    ]
    assert {line["message"] for line in lines} == {"request"}


# The bytes


def halves(before: bytes = b"", token: bytes = b"x" * 130, after: bytes = b"") -> Halves:
    return Halves(before, token, after)


@given(before=st.text(max_size=300), after=st.text(max_size=300), token=st.binary(min_size=1))
@settings(max_examples=TIMES)
def test_any_token_of_the_same_length_fits(before: str, after: str, token: bytes) -> None:
    start = before.encode()
    page = Halves(start, token[::-1], (before + after + before).encode())

    whole = start + token + page.after
    assert Plain(page).with_token(token) == whole
    assert gzip.decompress(Gzipped(page).with_token(token)) == whole


def test_what_is_behind_the_token_is_small_by_what_is_before_it() -> None:
    text = bytes(range(255))

    body = Gzipped(halves(text, after=text)).with_token(b"y" * 130)

    assert gzip.decompress(body) == text + b"y" * 130 + text
    assert len(body) < len(text) + 130 + 60


def test_pages_larger_than_the_window_are_right_as_well() -> None:
    before = b"".join(number.to_bytes(2, "big") for number in range(40_000))

    body = Gzipped(halves(before, after=before[-33_000:])).with_token(b"z" * 130)

    assert zlib.decompress(body, wbits=31) == before + b"z" * 130 + before[-33_000:]


def test_other_programs_read_the_gzipped_page(public: Pair, tmp_path: Path) -> None:
    body = ask(public.kept, "/f/event", headers={"Accept-Encoding": "gzip"})[2]
    (tmp_path / "page.gz").write_bytes(body)
    gunzip = shutil.which("gzip") or ""

    told = subprocess.run([gunzip, "-dc", tmp_path / "page.gz"], capture_output=True, check=True)  # noqa: S603 - gzip

    assert told.stdout == gzip.decompress(body)
    assert told.stderr == b""


@pytest.mark.parametrize("body", [b"", b'name="token"', b'name="token" value="x'])
def test_what_has_no_token_is_not_taken_apart(body: bytes) -> None:
    assert Halves.of(body) is None


def test_what_has_two_tokens_is_not_taken_apart() -> None:
    assert Halves.of(b'<input name="token" value="x"><input name="token" value="y">') is None


@pytest.mark.parametrize(
    ("accepted", "takes"),
    [
        *(("gzip", True), ("br, GZIP;q=0.1", True), ("*", True), ("deflate, *;q=0.5", True)),
        *(("", False), ("br", False), ("gzip;q=0", False), ("gzip;q=0, *", False)),
        *(("gzipped", False), ("identity", False)),
    ],
)
def test_gzip_is_for_those_who_say_so(accepted: str, takes: bool) -> None:  # noqa: FBT001 - a table
    assert takes_gzip(accepted) is takes


def test_a_query_is_known_or_left_alone() -> None:
    assert look_of("") == Look()
    assert look_of("lang=da&theme=dark") == Look("da", "dark")
    assert look_of("email=ada") is None
