"""What every test may ask for."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser

from forms import words
from tests.browser.chromium import running_chromium
from tests.browser.programs import need
from tests.postgresql import Cluster, need_binaries, running_cluster
from tests.redis_server import RedisServer, running_redis
from tests.site import Site, running_site

PROJECT = Path(__file__).parent.parent
# What tests write need not outlive the machine, and memory makes nobody wait as a disk does.
MEMORY = Path("/dev/shm")  # noqa: S108 - every test has a folder of its own there
ENOUGH_BYTES = 2 * 1024**3
if (
    "TMPDIR" not in os.environ
    and os.access(MEMORY, os.W_OK)
    and shutil.disk_usage(MEMORY).free > ENOUGH_BYTES
):
    tempfile.tempdir = os.environ["TMPDIR"] = str(MEMORY)

# Every change is judged by the same examples; who asks for more of them gets others each time.
# A shared machine is sometimes slow, and no test of ours asserts how long something takes.
settings.register_profile(
    "leadframe",
    derandomize="LEADFRAME_TEST_EXAMPLES" not in os.environ,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("leadframe")


@pytest.fixture
def page() -> Iterator[Flask]:
    """Fields can be rendered in here, as in a page."""
    app = Flask("page", template_folder=str(PROJECT / "templates"))
    Babel(app, default_translation_directories=str(PROJECT / "translations"))  # type: ignore[no-untyped-call]
    words.register(app)
    with app.test_request_context("/f/acme"):
        yield app


@pytest.fixture(params=[0o000, 0o022], ids="umask {:03o}".format)
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    """Run the test in an environment that gives others every right, or that of reading."""
    before = os.umask(request.param)
    yield
    os.umask(before)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Return a running site whose sandbox answers as the lead API does."""
    with running_site(tmp_path) as running:
        yield running


@pytest.fixture
def caplog(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Hear what is logged, whatever level the application of an earlier test has set."""
    caplog.set_level(logging.INFO, logger="leadframe")
    return caplog


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Return a PostgreSQL server; a test that stops it must start it again."""
    with running_cluster(need_binaries()) as running:
        yield running


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    """Return a Redis server that a test may stop."""
    with running_redis(need("redis-server"), tmp_path) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Launch the browser once for all tests of this process."""
    with running_chromium(need("chromium")) as browser:
        yield browser
