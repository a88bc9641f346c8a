from __future__ import annotations

import threading

from leadframe.delivery import News


def test_who_expects_news_hears_of_it() -> None:
    news = News()
    with news.expect("A") as first, news.expect("A") as second, news.expect("B") as other:
        news.publish("A")
        assert (first.is_set(), second.is_set(), other.is_set()) == (True, True, False)


def test_news_from_another_thread_ends_the_waiting() -> None:
    news = News()
    with news.expect("A") as event:
        thread = threading.Thread(target=news.publish, args=("A",))
        thread.start()
        assert event.wait(10)
        thread.join()


def test_news_nobody_expects_is_forgotten() -> None:
    news = News()
    news.publish("A")
    with news.expect("A") as event:
        assert not event.is_set()


def test_who_leaves_early_takes_nobody_along() -> None:
    news = News()
    with news.expect("A") as stays:
        with news.expect("A"):
            pass
        news.publish("A")
        assert stays.is_set()
