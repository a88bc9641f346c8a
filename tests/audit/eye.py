"""What is wrong with a page in Chromium, as axe and the width of the window tell."""

from __future__ import annotations

from collections.abc import Iterable

import playwright.sync_api
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Route

from tests.audit.views import Window
from tests.pages import Page

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OPTIONS = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
HEIGHT = 800
# A page that goes on by itself would be gone before it is judged; the others are of the wire.
NOT_SHOWN = {"refresh", "connection", "content-length", "date", "server"}


class Eye:
    """Looks at pages in a tab of Chromium, in which only axe runs script."""

    def __init__(self, tab: playwright.sync_api.Page) -> None:
        self._tab = tab
        self._axe = Axe().axe_script

    def show(self, page: Page) -> None:
        """Open a page as it was answered, headers included, at its own address."""
        kept = {
            name: value for name, value in page.headers.items() if name.lower() not in NOT_SHOWN
        }

        def answer(route: Route) -> None:
            if route.request.is_navigation_request():
                route.fulfill(status=page.status, headers=kept, body=page.answer.body)
            else:  # the page's own pictures
                route.continue_()

        self._tab.route("**/*", answer)
        self._tab.goto(page.url)
        self._tab.unroute_all()
        self._tab.evaluate(self._axe)

    def faults_by_window(self, page: Page, windows: Iterable[Window]) -> dict[str, list[str]]:
        """Return what is wrong with a page, by the windows in which something is."""
        self.show(page)
        faults = {str(window): self.faults(window) for window in windows}
        return {window: found for window, found in faults.items() if found}

    def faults(self, window: Window) -> list[str]:
        """Return what is wrong with the open page in a window, with where it is."""
        self._tab.set_viewport_size({"width": window.width, "height": HEIGHT})
        self._tab.emulate_media(color_scheme=window.scheme)
        overflow = self._tab.evaluate(OVERFLOW)
        too_wide = [f"{overflow} px too wide"] if overflow else []
        found = self._tab.evaluate("options => axe.run(options)", OPTIONS)["violations"]
        return too_wide + [
            f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]
        ]
