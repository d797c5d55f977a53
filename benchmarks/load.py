"""How soon does a reader on a phone and a slow line see every chart? Loads the chapters of both books in Chromium.

Each load has a browser profile of its own, so nothing is cached. The processor is slowed by ``Emulation.setCPUThrottlingRate`` and the
line is shaped by ``Network.emulateNetworkConditions``. The hosts that the plain book asks for are mapped to loopback by Chromium's
``--host-resolver-rules`` with a certificate made for the run, so their files come over the same shaped line.
"""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks import serve

MBIT_S, LATENCY_MS, SLOWER = 1.6, 150, 4
VIEWPORT = {"width": 360, "height": 740}
QUIET_S, GIVE_UP_S = 0.7, 120
CDN = "cdn.jsdelivr.net"
PACKAGES = ("vega", "vega-lite", "vega-embed")
PROBE = """
(() => {
  const seen = window.__seen = { charts: [], lags: [], tasks: [], shift: 0, all: null, loaded: null };
  new PerformanceObserver((list) => list.getEntries().forEach((one) => seen.tasks.push([one.startTime, one.duration])))
    .observe({ type: "longtask", buffered: true });
  new PerformanceObserver((list) => list.getEntries().forEach((one) => { if (!one.hadRecentInput) seen.shift += one.value; }))
    .observe({ type: "layout-shift", buffered: true });
  addEventListener("load", () => { seen.loaded = performance.now(); });
  const done = new WeakSet(), text = new WeakMap();
  const large = (one) => { const box = one.getBoundingClientRect(); return box.width > 20 && box.height > 20; };
  // Ours: a drawing in a figure. Plain: a canvas (or SVG) that vega-embed has drawn on; it adds its menu when the drawing is there.
  const drawings = () => document.querySelectorAll(
    ".figure-picture svg, .figure-picture img, .vega-embed.has-actions canvas, .vega-embed.has-actions svg.marks");
  const before = (figure) => {
    for (let one = figure; one && one.tagName !== "BODY"; one = one.parentElement)
      for (let near = one.previousElementSibling; near; near = near.previousElementSibling)
        if (near.matches("p, h1, h2, h3, ul, ol") && near.getClientRects().length) return near;
    return null;
  };
  const places = () => document.querySelectorAll("figure.figure, [id^=altair-viz]");
  const frame = () => {
    const now = [], spoken = [];
    for (const place of places()) if (!text.has(place)) { const words = before(place); if (words) spoken.push(place); }
    for (const one of drawings()) {
      const place = one.closest("figure.figure, [id^=altair-viz]");
      if (!done.has(place) && large(one) && (one.tagName !== "IMG" || (one.complete && one.naturalWidth))) { done.add(place); now.push(place); }
    }
    // The next frame begins after this one is on the screen.
    requestAnimationFrame(() => {
      const painted = performance.now();
      for (const place of spoken) text.set(place, painted);
      for (const place of now) { seen.charts.push(painted); seen.lags.push(painted - (text.get(place) ?? painted)); }
      frame();
    });
  };
  requestAnimationFrame(frame);
})();
"""


def measure(
    books: dict[str, Path],
    charts: dict[str, int],
    *,
    warm: int,
    runs: int,
    work: Path,
    minutes: float = math.inf,
) -> dict[str, Any]:
    """Load every chapter of every book and keep the medians.

    Parameters
    ----------
    books
        Name of the book to the folder of its pages.
    charts
        Chapter to the number of charts that both books have there.
    warm
        Loads before those that count.
    runs
        Loads that count.
    work
        A folder for what the run makes.
    minutes
        After so many no further turn begins, if at least one has counted.

    Returns
    -------
    dict
        ``medians`` (book to chapter to measured name to value), ``spread`` of the last chart, ``packages``, ``chromium``.

    Raises
    ------
    RuntimeError
        When a chapter does not show all of its charts within two minutes.
    """
    scripts, packages = vega_files(books["plain"], work / "npm")
    found: dict[str, dict[str, list[dict[str, float]]]] = {
        name: {chapter: [] for chapter in charts} for name in books
    }
    with ExitStack() as stack:
        cdn = stack.enter_context(serve.served(scripts, _certificate(work)))
        ports = {
            name: stack.enter_context(serve.served(serve.site(folder))) for name, folder in books.items()
        }
        browser = stack.enter_context(chromium(cdn))
        # One load of each book after the other, so that what else this machine does falls on both.
        load: list[float] = []
        until = time.monotonic() + 60 * minutes
        for turn in range(warm + runs):
            if turn > warm and time.monotonic() > until:
                break
            load.append(os.getloadavg()[0])
            print(f"pages: turn {turn + 1} of {warm + runs}, load average {load[-1]:.1f}", flush=True)
            for chapter, count in charts.items():
                for name, port in ports.items():
                    one = _load(browser, f"http://127.0.0.1:{port}/{chapter}.html", count)
                    if turn >= warm:
                        found[name][chapter].append(one)
        version = browser.version
    return {
        "medians": {
            name: {
                chapter: {key: statistics.median(run[key] for run in loads) for key in loads[0]}
                for chapter, loads in chapters.items()
            }
            for name, chapters in found.items()
        },
        "spread": {
            name: {
                chapter: [min(run["last_ms"] for run in loads), max(run["last_ms"] for run in loads)]
                for chapter, loads in chapters.items()
            }
            for name, chapters in found.items()
        },
        "charts": charts,
        "runs": len(load) - warm,
        "warm": warm,
        "packages": packages,
        "chromium": version,
        "load": [min(load), max(load)],
    }


def _load(browser: Any, url: str, charts: int) -> dict[str, float]:
    context = browser.new_context(viewport=VIEWPORT, device_scale_factor=2, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.add_init_script(PROBE)
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Performance.enable")
    bytes_s = MBIT_S * 1e6 / 8
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": bytes_s,
            "uploadThroughput": bytes_s,
        },
    )
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    host = urlsplit(url).netloc
    asked: dict[str, str] = {}
    arrived: dict[str, int] = {}
    line.on(
        "Network.requestWillBeSent", lambda event: asked.update({event["requestId"]: event["request"]["url"]})
    )
    line.on(
        "Network.loadingFinished",
        lambda event: arrived.update({event["requestId"]: event["encodedDataLength"]}),
    )
    page.goto(url, wait_until="commit")
    until = time.monotonic() + GIVE_UP_S
    # Asked again and again: `wait_for_function` evaluates a string in the page, which the policy of our pages forbids.
    while not page.evaluate(f"__seen.charts.length >= {charts} && __seen.loaded !== null"):
        if time.monotonic() > until:
            shown = page.evaluate("__seen.charts.length")
            raise RuntimeError(f"{url}: {shown} of {charts} charts were visible after {GIVE_UP_S} s")
        page.wait_for_timeout(50)
    page.wait_for_timeout(QUIET_S * 1000)
    seen = page.evaluate("""() => ({...__seen,
        dom: performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd,
        text: performance.getEntriesByName("first-contentful-paint")[0].startTime,
        files: performance.getEntriesByType("resource").map((one) => [one.name, one.responseEnd])})""")
    line.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    line.send("HeapProfiler.collectGarbage")
    heap = {one["name"]: one["value"] for one in line.send("Performance.getMetrics")["metrics"]}[
        "JSHeapUsedSize"
    ]
    context.close()
    last = max(seen["charts"])
    ended = dict(seen["files"])
    own = {key: address for key, address in asked.items() if address.startswith("http")}
    # What ended before the last chart was visible; the page itself is no resource, and always counts.
    counted = {key: address for key, address in own.items() if ended.get(address, 0) <= last}
    return {
        "bytes": sum(arrived.get(key, 0) for key in counted),
        "requests": len(counted),
        "third_party": sum(urlsplit(address).netloc != host for address in own.values()),
        **{
            f"bytes_{kind}": sum(
                arrived.get(key, 0) for key, address in counted.items() if _kind(address) == kind
            )
            for kind in ("html", "css", "js", "fonts", "data")
        },
        "text_ms": seen["text"],
        "first_ms": min(seen["charts"]),
        "last_ms": last,
        "lag_ms": max(seen["lags"]),
        "interactive_ms": max([seen["dom"], *(start + length for start, length in seen["tasks"])]),
        "long_tasks": len(seen["tasks"]),
        "blocked_ms": sum(max(0, length - 50) for _, length in seen["tasks"]),
        "shift": seen["shift"],
        "heap_mb": heap / 1e6,
    }


def _kind(address: str) -> str:
    path = urlsplit(address)
    if path.netloc == CDN:
        return "js"
    ending = path.path.rpartition(".")[2]
    return {"html": "html", "css": "css", "js": "js", "woff2": "fonts", "woff": "fonts", "ttf": "fonts"}.get(
        ending, "data"
    )


@contextmanager
def chromium(cdn_port: int = 9) -> Iterator[Any]:
    """Start Chromium, for which the content network is a server on loopback and all other hosts are missing."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox",
                "--disable-background-networking",
                "--disable-component-update",
                "--ignore-certificate-errors",  # ours is made for the run, and a refused handshake would cost the plain book time
                f"--host-resolver-rules=MAP {CDN}:443 127.0.0.1:{cdn_port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
        )
        yield browser
        browser.close()


def vega_files(plain: Path, folder: Path) -> tuple[dict[str, Path], list[str]]:
    """Get the scripts that the plain pages ask the content network for: the same files, from the packages that it serves.

    Returns
    -------
    tuple
        Path of the address to file, and each package with its version.
    """
    page = next(plain.glob("1-*.html")).read_text(encoding="utf-8")
    asked = {
        name: spec
        for name in PACKAGES
        for spec in re.findall(rf'"https://{re.escape(CDN)}/npm/({name}@[\d.]+)\?noext"', page)
    }
    files, versions = {}, []
    for name, spec in asked.items():
        target = folder / spec
        if not (target / "package.json").exists():
            target.mkdir(parents=True, exist_ok=True)
            packed = subprocess.run(
                ["npm", "pack", "--silent", spec], cwd=folder, capture_output=True, text=True, check=True
            )
            archive = folder / packed.stdout.split()[-1]
            subprocess.run(["tar", "xzf", archive, "-C", target, "--strip-components=1"], check=True)
        package = json.loads((target / "package.json").read_text(encoding="utf-8"))
        files[f"/npm/{spec}"] = target / package["jsdelivr"]
        versions.append(f"{name} {package['version']}")
    return files, versions


def _certificate(work: Path) -> Path:
    path = work / "loopback.pem"
    options = (
        f"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={CDN} -keyout {path.name} -out certificate.pem"
    )
    subprocess.run(["openssl", *options.split()], cwd=work, check=True, capture_output=True)
    path.write_text(path.read_text() + (work / "certificate.pem").read_text())
    return path
