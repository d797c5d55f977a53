"""How heavy is each page for a phone? Elements, blocking time and Lighthouse's mark of every page of both books, from npm's pinned release."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import time
from pathlib import Path
from typing import Any

from benchmarks import load, serve

RELEASE = "12.8.2"
_ASKED = (
    "--quiet",
    "--output=json",
    "--only-categories=performance",
    "--chrome-flags=--headless=new --no-sandbox --disable-background-networking",
)
_NO_PAGES = ("genindex.html", "search.html")


def measure(books: dict[str, Path], *, runs: int, work: Path, only: str = "") -> dict[str, Any]:
    """Look at every page of every book, the pages in turn.

    Parameters
    ----------
    books
        Name of the book to the folder of its pages.
    runs
        Times that each page is judged; medians are kept.
    work
        A folder for Lighthouse.
    only
        Name of the one page to look at, without its ending; every page if empty.

    Returns
    -------
    dict
        ``pages`` (book to page to elements, bytes of html, blocked milliseconds, mark), ``release``, ``runs``, ``chromium``, ``load``.
    """
    tool = _installed(work / "lighthouse")
    judged: dict[str, dict[str, list[dict[str, float]]]] = {}
    seen: dict[str, dict[str, dict[str, float]]] = {}
    busy: list[float] = []
    for name, folder in books.items():
        pages = sorted(path.stem for path in folder.glob("*.html") if path.name not in _NO_PAGES)
        judged[name] = {page: [] for page in pages if only in ("", page)}
        with serve.served(serve.site(folder)) as port, load.chromium() as browser:
            version = browser.version
            seen[name] = {
                page: {
                    "elements": _elements(browser, f"http://127.0.0.1:{port}/{page}.html"),
                    "html": (folder / f"{page}.html").stat().st_size,
                }
                for page in judged[name]
            }
    for turn in range(runs):
        busy.append(os.getloadavg()[0])
        print(f"Lighthouse: turn {turn + 1} of {runs}, load average {busy[-1]:.1f}", flush=True)
        for name, folder in books.items():
            with serve.served(serve.site(folder)) as port:
                for page, marks in judged[name].items():
                    marks.append(_judged(tool, f"http://127.0.0.1:{port}/{page}.html"))
    return {
        "pages": {
            name: {
                page: seen[name][page]
                | {key: statistics.median(mark[key] for mark in marks) for key in marks[0]}
                for page, marks in pages.items()
            }
            for name, pages in judged.items()
        },
        "release": RELEASE,
        "runs": runs,
        "chromium": version,
        "load": [min(busy), max(busy)],
    }


def _elements(browser: Any, url: str) -> int:
    """Count what the browser has to lay out before anything is touched; what stands in a template is no part of the page."""
    page = browser.new_page(viewport=load.VIEWPORT)
    page.goto(url, wait_until="load")
    count: int = page.evaluate("document.querySelectorAll('*').length")
    page.close()
    return count


def _judged(tool: Path, url: str) -> dict[str, float]:
    chrome = shutil.which("chromium") or shutil.which("google-chrome") or ""
    for _ in range(3):  # now and then Chromium does not answer in time
        run = subprocess.run(
            [tool, url, *_ASKED],
            env=os.environ | {"CHROME_PATH": chrome},
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode == 0:
            found = json.loads(run.stdout)
            audits = found["audits"]
            return {
                "mark": found["categories"]["performance"]["score"],
                "blocked_ms": audits["total-blocking-time"]["numericValue"],
                "text_ms": audits["first-contentful-paint"]["numericValue"],
                "bytes": audits["total-byte-weight"]["numericValue"],
            }
        time.sleep(2)
    raise RuntimeError(f"{url}: Lighthouse: {run.stderr[-2000:]}")


def _installed(folder: Path) -> Path:
    """Install Lighthouse from npm, without the browser that it could bring."""
    tool = folder / "node_modules" / ".bin" / "lighthouse"
    if not tool.exists():
        folder.mkdir(parents=True, exist_ok=True)
        asked = [
            "npm",
            "install",
            "--prefix",
            folder,
            "--no-audit",
            "--no-fund",
            "--silent",
            f"lighthouse@{RELEASE}",
        ]
        subprocess.run(asked, check=True, env=os.environ | {"PUPPETEER_SKIP_DOWNLOAD": "1"})
    return tool
