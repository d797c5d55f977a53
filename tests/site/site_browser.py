"""A browser, the built site in it, and what went wrong meanwhile."""

from __future__ import annotations

import functools
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

ELEMENTS = 3_000
"""What a page may have before anything is touched: each costs every reader time to lay out."""


class _Files(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # a page and its files come over one connection
    disable_nagle_algorithm = True  # else each file waits some 40 ms for the end of the one before

    def log_message(self, *_: object) -> None:
        """Say nothing of each request: a test that cares asks the browser (`Visit.wrong`)."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print what goes wrong in the server; that a browser leaves before a file has arrived is no error."""
        if not isinstance(sys.exception(), BrokenPipeError | ConnectionResetError):
            super().handle_error(request, client_address)


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve the site from loopback and give its address."""
    with _Server(("127.0.0.1", 0), functools.partial(_Files, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@contextmanager
def chromium() -> Iterator[Any]:
    """Start the system's Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        # Under CI nothing may be missing, so that is a failure there.
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("this machine has no Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()


@dataclass
class Visit:
    """An open page with all that a reader must never get: errors, warnings, failed requests, requests to others."""

    page: Any
    wrong: list[str] = field(default_factory=list)


# Pages that were left, for the next visit: to open a new one costs three times as much as to go to another address.
_LEFT: dict[tuple[Any, ...], list[Any]] = {}


@contextmanager
def visited(
    browser: Any, url: str, *, width: int = 1280, scheme: str = "light", javascript: bool = True, **more: Any
) -> Iterator[Visit]:
    """Open a page as a new reader; what goes wrong until the end is collected, Content-Security-Policy violations among it."""
    left = _LEFT.setdefault((browser, javascript, *sorted(more.items())), [])
    page = left.pop() if left else browser.new_context(java_script_enabled=javascript, **more).new_page()
    visit, home = Visit(page), url.rsplit("/", 1)[0]

    def tell(bad: Any, what: str) -> None:
        if bad:
            visit.wrong.append(what)

    heard = {
        "pageerror": lambda error: tell(True, f"error: {error}"),
        # The theme itself logs its choice of colours; every warning and error counts.
        "console": lambda told: tell(told.type in ("error", "warning"), f"{told.type}: {told.text}"),
        "response": lambda got: tell(got.status >= 400, f"{got.status}: {got.url}"),
        "requestfailed": lambda asked: tell(True, f"failed: {asked.url}"),
        "request": lambda asked: tell(not asked.url.startswith(home), f"foreign: {asked.url}"),
        "dialog": lambda shown: (tell(True, f"dialog: {shown.message}"), shown.dismiss()),
    }
    for event, hear in heard.items():
        page.on(event, hear)
    try:
        page.set_viewport_size({"width": width, "height": 2000})
        page.emulate_media(color_scheme=scheme, media="null")
        page.goto(url, wait_until="load")
        yield visit
    except BaseException:
        page.context.close()
        raise
    for event, hear in heard.items():
        page.remove_listener(event, hear)
    # Nothing stays of this reader: neither a choice, nor what the theme notes as a page is left, nor the pointer, nor a way back.
    page.evaluate("localStorage.clear(), sessionStorage.clear(), Storage.prototype.setItem = () => {}")
    page.goto("about:blank")
    page.mouse.move(-1, -1)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Storage.clearDataForOrigin", {"origin": home, "storageTypes": "all"})
    devtools.send("Page.resetNavigationHistory")
    devtools.detach()
    left.append(page)


def wake(page: Any, figure_id: str) -> Any:
    """Focus a figure as a reader with a keyboard does, and wait until it is alive."""
    picture = page.locator(f"#{figure_id} .figure-picture")
    picture.focus()
    picture.locator(".figure-live svg").wait_for(timeout=20_000)
    return picture
