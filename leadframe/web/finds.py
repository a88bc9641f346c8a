"""What was asked before, and which kept page it led to."""

from __future__ import annotations

from collections import OrderedDict
from weakref import ReferenceType, ref

from leadframe.web.asking import Facts
from leadframe.web.shelf import KeptPage

# With all that it may say, a request takes up to a kilobyte.
MOST_FINDS = 16 * 1024


class Finds:
    """Remembers by what is asked which page was found, as long as that is kept; for one thread.

    Args:
        most: how many; the one that has been remembered longest is forgotten for another.
    """

    def __init__(self, most: int = MOST_FINDS) -> None:
        self._most = most
        self._pages: OrderedDict[Facts, ReferenceType[KeptPage]] = OrderedDict()

    def get(self, facts: Facts) -> KeptPage | None:
        """Return the page that was found, unless it has left the shelf."""
        found = self._pages.get(facts)
        return found() if found else None

    def put(self, facts: Facts, page: KeptPage) -> None:
        """Remember which page was found."""
        self._pages[facts] = ref(page)
        if len(self._pages) > self._most:
            self._pages.popitem(last=False)
