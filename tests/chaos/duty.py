"""What somebody does again and again beside everything else."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

ROUND_SECONDS = 0.5


@contextmanager
def on_duty(make_round: Callable[[], None]) -> Iterator[None]:
    """Have rounds made as long as the context lasts; what goes wrong in them is raised after it."""
    off_duty = threading.Event()

    def serve() -> None:
        while not off_duty.wait(ROUND_SECONDS):
            make_round()

    with ThreadPoolExecutor(1) as office:
        shift = office.submit(serve)
        try:
            yield
        finally:
            off_duty.set()
        shift.result()
