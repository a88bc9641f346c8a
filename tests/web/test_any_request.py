"""Any request at all, as a server hands it to the application: never a fault of ours."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import example, given, settings
from hypothesis import strategies as st
from requests.structures import CaseInsensitiveDict
from werkzeug.test import run_wsgi_app

from tests.page_rules import Answer, House, check
from tests.pages import FORM_TYPE
from tests.site import running_site
from tests.web.corpus import EXAMPLES, NAUGHTY
from tests.web.world import house_of

PUBLIC = "https://forms.example"
MULTIPART = "multipart/form-data; boundary=b"
DIRECTIVES = [
    *("default-src", "style-src", "img-src", "form-action", "base-uri", "frame-ancestors"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as a server hands it on; WSGI's strings hold one byte a character (PEP 3333)."""

    method: str
    path: str
    query: str
    said: dict[str, str]
    body: bytes


bytes_as_text = st.text(st.characters(max_codepoint=255), max_size=30)
texts = bytes_as_text | st.sampled_from([each.decode("latin-1") for each in NAUGHTY])
forms = st.sampled_from(["contact", "all-fields", "workshop", "project", "event"])
paths = st.one_of(
    st.builds("/f/{}{}".format, forms, st.sampled_from(["", "/embed"])),
    st.builds("/f/{}{}/sent/{}".format, forms, st.sampled_from(["", "/embed"]), texts),
    st.builds("/f/{}/logo/{}".format, forms, texts),
    st.builds("/f/{}".format, texts),
    st.builds("/{}".format, texts),
    st.sampled_from(["", "*", "/", "/healthz", "/readyz", "/f/../f/contact", "//evil.example/f"]),
)
names = st.sampled_from(["lang", "theme", "look", "sent", "email", "notes", "go", "token"])
pairs = st.builds("{}={}".format, names | texts, texts)
queries = st.lists(pairs, max_size=4).map("&".join) | texts
bodies = queries.map(lambda text: text.encode("latin-1")) | st.binary(max_size=200)
methods = st.sampled_from(["GET", "POST"] * 4 + ["HEAD", "OPTIONS", "PUT", "TRACE", "X Y", ""])
headers = st.fixed_dictionaries(
    {},
    optional={
        "CONTENT_TYPE": st.sampled_from([FORM_TYPE, MULTIPART, "", "text/plain"]) | texts,
        "CONTENT_LENGTH": st.sampled_from(["", "-1", "5", "+5", "9" * 30, "five"]),
        "HTTP_TRANSFER_ENCODING": st.just("chunked") | texts,
        **{
            f"HTTP_{name}": texts
            for name in [
                *("HOST", "ORIGIN", "REFERER", "COOKIE", "AUTHORIZATION", "EXPECT", "RANGE"),
                *("ACCEPT", "ACCEPT_LANGUAGE", "ACCEPT_ENCODING", "CONTENT_ENCODING"),
                *("IF_NONE_MATCH", "IF_MODIFIED_SINCE", "X_HTTP_METHOD_OVERRIDE"),
                *("X_FORWARDED_FOR", "X_FORWARDED_HOST", "X_FORWARDED_PROTO", "FORWARDED"),
                *("X_FORWARDED_PORT", "X_FORWARDED_PREFIX"),
            ]
        },
    },
)
requests = st.builds(Asked, method=methods, path=paths, query=queries, said=headers, body=bodies)


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, House]]:
    """Run a site that knows its public address, whatever a request says about it."""
    folder = tmp_path_factory.mktemp("public")
    with running_site(folder, couriers=False, PUBLIC_URL=PUBLIC, TRUSTED_PROXIES="1") as site:
        yield site.app, house_of(site, origin=PUBLIC)


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Run a site that takes its address from the request, and from the proxy before it."""
    folder = tmp_path_factory.mktemp("private")
    with running_site(folder, couriers=False, TRUSTED_PROXIES="1") as site:
        yield site.app


def with_scheme(scheme: str) -> Asked:
    """Ask for a form, through a proxy that says by which scheme it was asked."""
    return Asked(
        method="GET",
        path="/f/contact",
        query="",
        said={"HTTP_X_FORWARDED_PROTO": scheme},
        body=b"",
    )


@given(asked=requests)
@example(asked=with_scheme("A://["))
@settings(max_examples=5 * EXAMPLES)
def test_any_request_gets_a_page_that_keeps_the_rules(
    public: tuple[Flask, House], asked: Asked
) -> None:
    app, house = public

    answer = answer_to(app, asked)

    assert answer.status < 500
    # What is refused before its form is known, nobody may frame.
    is_framed = "X-Frame-Options" not in answer.headers
    check(answer, house if is_framed else replace(house, framers={}))


@given(asked=requests)
@example(asked=with_scheme("A://["))
@settings(max_examples=EXAMPLES)
def test_no_host_that_is_named_makes_trouble_either(private: Flask, asked: Asked) -> None:
    answer = answer_to(private, asked)

    assert answer.status < 500
    policy = answer.headers["Content-Security-Policy"]
    assert [part.split()[0] for part in policy.split("; ")] == DIRECTIVES


def answer_to(app: Flask, asked: Asked) -> Answer:
    """Hand a request to the application as a server would, and return its whole answer."""
    environ = {
        "REQUEST_METHOD": asked.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": asked.path,
        "QUERY_STRING": asked.query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "CONTENT_TYPE": FORM_TYPE,
        "CONTENT_LENGTH": str(len(asked.body)),
        **asked.said,
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(asked.body),
        "wsgi.errors": io.StringIO(),
    }
    pieces, status, told = run_wsgi_app(app, environ, buffered=True)
    url = PUBLIC + quote(asked.path.encode("latin-1"), safe="/")
    content = b"".join(pieces).decode()
    return Answer(asked.method, url, int(status.split()[0]), CaseInsensitiveDict(told), content)
