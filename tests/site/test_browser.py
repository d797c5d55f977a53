"""The built pages in a real browser: figures are visible with JavaScript off, at both widths, light and dark."""

from __future__ import annotations

import functools
import shutil
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from conftest import absent

PAGES = ["index", "3-conduct", "5-pressure", "claims", "methods", "numbers", "sources"]
pytestmark = pytest.mark.xdist_group("browser")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        absent("Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield running
        running.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("javascript", [False, True], ids=["no-js", "js"])
@pytest.mark.parametrize("page_name", PAGES)
def test_page(browser: Any, address: str, page_name: str, width: int, scheme: str, javascript: bool) -> None:  # noqa: PLR0917
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=javascript
    )
    page = context.new_page()
    asked: list[str] = []
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("response", lambda response: wrong.append(response.url) if response.status >= 400 else None)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/{page_name}.html", wait_until="load")

    assert [url for url in asked if not url.startswith((address, "data:"))] == [], "a foreign request"
    assert wrong == []
    figures = page.locator("figure.figure")
    for at in range(figures.count()):
        figure = figures.nth(at)
        name = figure.get_attribute("id")
        shown = [svg for svg in figure.locator("svg").all() if svg.is_visible()]
        assert len(shown) == 1, f"{name}: {len(shown)} drawings are visible"
        box = shown[0].bounding_box()
        assert box is not None
        assert box["width"] > 250 and box["height"] > 80, f"{name} is {box}"
        assert box["x"] >= 0 and box["x"] + box["width"] <= width, f"{name} leaves the page: {box}"
    if javascript:
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"the page is {wide} px wide"
        small = page.evaluate(
            """() => [...document.querySelectorAll('figure.figure svg text')]
                .filter(t => t.getClientRects().length && t.textContent.trim())
                .map(t => [t.textContent, parseFloat(getComputedStyle(t).fontSize)
                    * t.ownerSVGElement.getBoundingClientRect().width / t.ownerSVGElement.viewBox.baseVal.width])
                .filter(([, px]) => px < 10.9)"""
        )
        assert small == []
    context.close()
