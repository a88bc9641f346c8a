"""Programs that name themselves where a browser would give its own name."""

from __future__ import annotations

# Libraries that fetch pages, and browsers without a window, as their newest releases say it. No
# browser that people read with is among them, text browsers such as lynx and w3m least of all.
PROGRAMS = (
    "aiohttp/",
    "apache-httpclient/",
    "axios/",
    "colly",
    "curl/",
    "go-http-client/",
    "guzzlehttp/",
    "headlesschrome/",
    "java-http-client/",
    "libwww-perl/",
    "node-fetch",
    "okhttp/",
    "phantomjs/",
    "postmanruntime/",
    "python-httpx/",
    "python-requests/",
    "python-urllib/",
    "scrapy/",
    "wget/",
    "windowspowershell/",
)


def is_program(user_agent: str) -> bool:
    """Say whether a User-Agent header names a program that nobody reads with."""
    name = user_agent.casefold()
    return any(program in name for program in PROGRAMS)
