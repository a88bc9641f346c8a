"""Counting in memory and in a real Redis, which may be down, silent or unwilling."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from redis import Redis

from leadframe.rates import Rate
from leadframe.web.counters import REST_SECONDS, Counters, Rule
from leadframe.web.memory_counts import MemoryCounts
from tests.delivery.servers import silent
from tests.redis_server import RedisServer

TWO = Rule("source", "somebody", Rate(2, 600))
ONE_AN_HOUR = Rule("form", "contact", Rate(1, 3600))
MANY = Rule("deployment", "all", Rate(50, 3600))
THREADS = 8
Lines = list[tuple[str, object]]


@pytest.fixture(params=["memory", "redis"])
def counters(request: pytest.FixtureRequest) -> Counters:
    """Return counters on each storage in turn."""
    if request.param == "memory":
        return Counters.open("memory://")
    redis: RedisServer = request.getfixturevalue("redis")
    return Counters.open(redis.url)


def test_so_many_are_let_in_and_the_next_is_told_how_long_to_wait(counters: Counters) -> None:
    assert [counters.count([TWO]) for _ in range(2)] == [None, None]

    wait = counters.count([TWO])

    assert wait
    assert wait.scope == "source"
    assert 0 < wait.seconds <= 601


def test_looking_counts_nothing(counters: Counters) -> None:
    assert [counters.look([ONE_AN_HOUR]) for _ in range(3)] == [None] * 3
    assert counters.count([ONE_AN_HOUR]) is None
    assert counters.look([ONE_AN_HOUR])


def test_of_several_full_rules_the_longest_wait_is_told(counters: Counters) -> None:
    counters.count([TWO, ONE_AN_HOUR])
    counters.count([TWO, ONE_AN_HOUR])

    wait = counters.look([TWO, ONE_AN_HOUR])

    assert wait
    assert wait.scope == "form"
    assert 601 < wait.seconds <= 3601


def test_others_have_their_own_count(counters: Counters) -> None:
    assert counters.count([ONE_AN_HOUR]) is None

    assert counters.count([replace(ONE_AN_HOUR, name="quote")]) is None
    assert counters.count([replace(ONE_AN_HOUR, scope="source")]) is None
    assert counters.count([ONE_AN_HOUR]) is not None


def test_none_is_missed_when_many_count_at_once(redis: RedisServer) -> None:
    counters = Counters.open(redis.url)

    with ThreadPoolExecutor(THREADS) as visitors:
        answers = list(visitors.map(lambda _: counters.count([MANY]), range(60)))

    assert answers.count(None) == 50


def test_in_redis_all_processes_count_together(redis: RedisServer) -> None:
    one, other = Counters.open(redis.url), Counters.open(redis.url)

    assert one.count([ONE_AN_HOUR]) is None
    assert other.count([ONE_AN_HOUR]) is not None


def test_a_count_is_forgotten_when_its_window_ends(redis: RedisServer) -> None:
    Counters.open(redis.url).count([TWO, ONE_AN_HOUR])

    with Redis.from_url(redis.url) as client:
        lives = sorted(client.ttl(key) for key in client.scan_iter())

    assert 0 < lives[0] <= 600 < lives[1] <= 3600


def test_there_is_room_again_when_the_window_ended() -> None:
    clock = Clock()
    counters = Counters(MemoryCounts(now=clock))
    counters.count([ONE_AN_HOUR])
    assert counters.look([ONE_AN_HOUR])

    clock.seconds = 3600

    assert counters.look([ONE_AN_HOUR]) is None


# Redis in trouble


class Clock:
    """A clock that stands still until it is set on."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class Heard(logging.Handler):
    """Keeps what the log says, and what each line says beside its message."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: Lines = []

    def emit(self, record: logging.LogRecord) -> None:
        told = {**vars(record)}
        self.lines.append((record.getMessage(), told.get("error", told.get("unanswered"))))


@pytest.fixture
def heard() -> Iterator[Lines]:
    """Return the lines of the log so far, whoever else may have set it up."""
    handler, logger = Heard(), logging.getLogger("leadframe.web.counters")
    logger.addHandler(handler)
    yield handler.lines
    logger.removeHandler(handler)


def test_without_redis_everything_is_let_in_until_it_is_back(
    redis: RedisServer, heard: Lines
) -> None:
    clock = Clock()
    counters = Counters.open(redis.url, clock=clock)
    counters.count([ONE_AN_HOUR])
    assert counters.look([ONE_AN_HOUR])

    redis.stop()
    assert [counters.count([ONE_AN_HOUR]) for _ in range(3)] == [None] * 3
    clock.seconds = REST_SECONDS
    assert counters.look([ONE_AN_HOUR]) is None
    assert heard == [("no rate limit holds: their storage does not answer", "ConnectionError")]

    redis.start()
    clock.seconds = 2 * REST_SECONDS
    assert counters.count([ONE_AN_HOUR]) is None  # the first that it knows of
    assert counters.count([ONE_AN_HOUR]) is not None
    assert heard[1:] == [("the rate limits hold again", 4)]


def test_a_second_outage_is_told_again(redis: RedisServer, heard: Lines) -> None:
    clock = Clock()
    counters = Counters.open(redis.url, clock=clock)

    for _ in range(2):
        redis.stop()
        counters.count([TWO])
        redis.start()
        clock.seconds += REST_SECONDS
        counters.count([TWO])

    assert [told for _, told in heard] == ["ConnectionError", 1] * 2


def test_a_storage_that_failed_is_left_alone_for_a_while(redis: RedisServer, heard: Lines) -> None:
    clock = Clock()
    counters = Counters.open(redis.url, clock=clock)
    redis.stop()
    counters.count([TWO])
    redis.start()

    clock.seconds = REST_SECONDS - 0.1
    counters.count([TWO])

    with Redis.from_url(redis.url) as client:
        assert client.dbsize() == 0
    assert len(heard) == 1


def test_a_redis_that_says_nothing_is_as_good_as_none(heard: Lines) -> None:
    with silent() as port:
        counters = Counters.open(f"redis://127.0.0.1:{port}", clock=Clock())

        assert [counters.count([ONE_AN_HOUR]) for _ in range(5)] == [None] * 5

    assert [told for _, told in heard] == ["TimeoutError"]


def test_a_redis_that_does_not_take_the_password_is_as_good_as_none(
    redis: RedisServer, heard: Lines
) -> None:
    with Redis.from_url(redis.url) as client:
        client.config_set("requirepass", "sesame")
    counters = Counters.open(redis.url.replace("://", "://:wrong@"), clock=Clock())

    assert counters.count([ONE_AN_HOUR]) is None

    assert [told for _, told in heard] == ["AuthenticationError"]
    assert "wrong" not in str(heard)


def test_a_redis_that_is_full_is_as_good_as_none(redis: RedisServer, heard: Lines) -> None:
    with Redis.from_url(redis.url) as client:
        client.config_set("maxmemory", "1")
    counters = Counters.open(redis.url, clock=Clock())

    assert [counters.count([ONE_AN_HOUR]) for _ in range(3)] == [None] * 3

    assert len(heard) == 1


def test_where_nothing_is_asked_nobody_is_told_of_a_recovery(
    redis: RedisServer, heard: Lines
) -> None:
    clock = Clock()
    counters = Counters.open(redis.url, clock=clock)
    redis.stop()
    counters.count([TWO])
    clock.seconds = REST_SECONDS

    assert counters.look([]) is None

    assert len(heard) == 1
