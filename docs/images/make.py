"""Makes form.png, the picture of the README: `.venv/bin/python docs/images/make.py`."""  # noqa: INP001 - a script, no package

from __future__ import annotations

import base64
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from app import create_app
from leadframe.settings import read_settings

HERE = Path(__file__).parent
FORM = "/f/event?lang=en"
PHONE = {"width": 375, "height": 800}
DESKTOP = {"width": 900, "height": 800}
PICTURE = """\
<body style="display:flex; gap:32px; margin:0; padding:32px; width:max-content;
 background:linear-gradient(120deg, #dfe6fb, #c9d3ee)">
{shots}
<style>img {{ border-radius:16px; box-shadow:0 12px 40px #161c2740 }}</style>
"""


@contextmanager
def examples() -> Iterator[str]:
    """Serve the example forms; nothing is sent anywhere."""
    with tempfile.TemporaryDirectory() as folder:
        settings = read_settings(
            {
                "LEADFRAME_SECRET_KEY": "only-for-the-picture-of-the-readme",
                "LEADFRAME_API_URL": "http://127.0.0.1:9/",
                "LEADFRAME_CHANNELS_DIR": str(HERE.parent.parent / "examples"),
                "LEADFRAME_DATABASE_URL": f"sqlite:///{folder}/leadframe.db",
            }
        )
        server = make_server("127.0.0.1", 0, create_app(settings), threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def shot(browser: Browser, address: str, *, size: dict[str, int], scheme: str) -> str:
    """Return the page as an <img> that carries its picture."""
    page = browser.new_page(viewport=size, color_scheme=scheme, java_script_enabled=False)
    page.goto(address)
    data = base64.b64encode(page.screenshot()).decode()
    return f'<img alt="" src="data:image/png;base64,{data}">'


def main() -> None:
    """Put the form on a phone, dark, beside the form on a desktop, light."""
    with examples() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        shots = [
            shot(browser, site + FORM, size=PHONE, scheme="dark"),
            shot(browser, site + FORM, size=DESKTOP, scheme="light"),
        ]
        page = browser.new_page()
        page.set_content(PICTURE.format(shots="\n".join(shots)))
        page.locator("body").screenshot(path=HERE / "form.png")
        browser.close()


if __name__ == "__main__":
    main()
