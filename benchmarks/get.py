"""A form that is opened, beside nginx, a bare Flask view and the obvious form."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks import first_view
from benchmarks.asking import asker
from benchmarks.comparison import Comparison, Side
from benchmarks.missing import tell_what_is_missing
from benchmarks.peers.nginx import find_nginx, nginx
from benchmarks.question import get
from benchmarks.results import Goal
from benchmarks.servers import Server, leadframe, peer
from benchmarks.visits import TARGET, visit

CLIENTS = 16
NGINX = "nginx, the same bytes"
GOALS = {
    NGINX: Goal(floor=0.35, aim=0.8),
    "bare Flask, the same bytes": Goal(floor=1, aim=2),
    "obvious Flask-WTF form": Goal(floor=8, aim=30),
}


@contextmanager
def comparisons(folder: Path, seconds: float) -> Iterator[list[Comparison]]:
    """Run all servers as long as the context lasts; give what is to be asked of them."""
    with ExitStack() as servers:
        ours = servers.enter_context(leadframe(folder, "--no-courier"))
        page = visit(ours.url).body
        (folder / "page.html").write_bytes(page)
        others = [
            servers.enter_context(peer("bare", str(folder / "page.html"))),
            servers.enter_context(peer("obvious")),
        ]
        names = list(GOALS)
        if program := find_nginx():
            (folder / "nginx").mkdir()
            others.insert(0, servers.enter_context(nginx(program, folder / "nginx", TARGET, page)))
        else:
            names.remove(NGINX)
            tell_what_is_missing("nginx", instead="nothing is held against it")
        yield [
            *(
                _compared(ours, name, other, seconds)
                for name, other in zip(names, others, strict=True)
            ),
            first_view.comparison(ours),
        ]


def _compared(ours: Server, name: str, other: Server, seconds: float) -> Comparison:
    def side(called: str, server: Server) -> Side:
        asking = asker(server, get(TARGET), clients=CLIENTS, seconds=seconds)
        return Side(name=called, measure=asking)

    return Comparison(
        name="GET form", ours=side("leadframe", ours), other=side(name, other), goal=GOALS[name]
    )
