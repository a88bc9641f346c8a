from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from benchmarks.slow_clients import Kind, slow_clients
from leadframe.ledger import State
from tests.commands.processes import started
from tests.commands.visitor import send
from tests.commands.world import environment, opened_ledger

MANY = 300


@pytest.mark.parametrize("kind", Kind)
def test_slow_clients_do_not_keep_a_visitor_out(tmp_path: Path, kind: Kind) -> None:
    env = environment(tmp_path)
    with started(tmp_path, env, "serve", "--no-courier", "--port", "0") as server:
        where = urlsplit(server.url)
        assert where.hostname
        assert where.port
        with slow_clients(kind, (where.hostname, where.port), "/f/all-fields", count=MANY):
            # It gives up after its patience: slow clients would be there for longer.
            send(server.url)

    ledger = opened_ledger(env)
    stored = [one.state for one in ledger.list()]
    ledger.close()
    assert stored == [State.QUEUED]
