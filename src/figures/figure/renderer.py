"""Who draws? vl-convert, with the font that it carries; and the same with a folder of what it has drawn before."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from figures import theme

Spec = dict[str, Any]
"""A Vega-Lite or Vega spec as plain JSON."""

VEGALITE = "6.4"
"""Version of Vega-Lite that draws."""
FONT = "Liberation Sans"
"""The font that vl-convert carries: the same on every machine, and as wide as Arial and Helvetica."""

_KEPT_SECONDS = 30 * 86_400
_DEFLATE = 9
"""How hard a PNG is deflated, of 12."""
_SEAL = hashlib.sha256().digest_size
_CLIP = re.compile(r'(id="|url\(#)clip(\d+)("|\))')
_NO_FONTS = '<?xml version="1.0"?><fontconfig><dir>{}</dir></fontconfig>'
_EMPTY_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")


class Renderer:
    """Draws with vl-convert: no browser, no network, and the same bytes on every machine.

    The font of the house style is measured and drawn as ``FONT``; an SVG names the fonts of the house style, as a reader has them.
    Letters that ``FONT`` lacks, and fonts that a chart names itself, are the machine's own.
    """

    def svg(self, spec: Spec) -> str:
        """Draw a Vega-Lite spec with inline data as it stands; remote data is refused."""
        config = spec.get("config", {})
        if config.get("font", theme.FONT) == theme.FONT:
            spec = {**spec, "config": {**config, "font": FONT}}
        picture = self._ask("vegalite_to_svg", spec, vl_version=VEGALITE, allowed_base_urls=[])
        return _clips_from_0(picture).replace(f'font-family="{FONT}"', f'font-family="{theme.FONT}"')

    def png(self, picture: str, scale: float) -> bytes:
        """Turn an SVG into pixels, ``scale`` for each of its units."""
        picture = picture.replace(f'font-family="{theme.FONT}"', f'font-family="{FONT}"')
        return bytes(self._ask("svg_to_png", picture, scale=scale))

    def vega(self, spec: Spec) -> Spec:
        """Compile a Vega-Lite spec."""
        return dict(self._ask("vegalite_to_vega", spec, vl_version=VEGALITE))

    def scenegraph(self, vega: Spec) -> dict[str, Any]:
        """Work out what a Vega spec draws, as data."""
        return dict(self._ask("vega_to_scenegraph", vega, allowed_base_urls=[]))

    def javascript(self, snippet: str) -> str:
        """Bundle Vega with a snippet of JavaScript that uses it."""
        return str(self._ask("javascript_bundle", snippet, vl_version=VEGALITE))

    def _ask(self, function: str, subject: Any, **options: Any) -> Any:
        """Call a function of ``vl_convert`` by its name."""
        import vl_convert

        _load_own_font_first()
        answer = getattr(vl_convert, function)(subject, **options)
        return _recompressed(bytes(answer)) if function == "svg_to_png" else answer


class CachedRenderer(Renderer):
    """Remembers its answers in a folder, under a hash of all that decides them; any of them may be deleted at any time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def sweep(self) -> None:
        """Delete the answers that nobody has asked for in a month: whoever asks again waits a moment, and nothing else."""
        for path in self.folder.iterdir():
            if path.stat().st_mtime < time.time() - _KEPT_SECONDS:
                path.unlink(missing_ok=True)

    def _ask(self, function: str, subject: Any, **options: Any) -> Any:
        name = hashlib.sha256(json.dumps([function, subject, options, _surroundings()]).encode()).hexdigest()
        content = self._read(name)
        if content is None:
            answer = super()._ask(function, subject, **options)
            content = answer if function == "svg_to_png" else json.dumps(answer).encode()
            self._write(name, content)
        return content if function == "svg_to_png" else json.loads(content)

    def _read(self, name: str) -> bytes | None:
        try:
            sealed = (self.folder / name).read_bytes()
            os.utime(self.folder / name)
        except FileNotFoundError:
            return None
        seal, content = sealed[:_SEAL], sealed[_SEAL:]
        return content if hashlib.sha256(content).digest() == seal else None

    def _write(self, name: str, content: bytes) -> None:
        # Renamed when whole: other processes draw into this folder, and any of them may be killed.
        with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as file:
            file.write(hashlib.sha256(content).digest() + content)
        os.replace(file.name, self.folder / name)


PLAIN = Renderer()
"""Draws anew each time."""


@cache
def _surroundings() -> list[Any]:
    """List what decides a drawing beside the request: what draws, what compresses and how hard, and the zone of dates."""
    versions = [version("vl-convert-python"), version("pyoxipng") if find_spec("oxipng") else None]
    return [*versions, _DEFLATE, os.environ.get("TZ"), time.tzname, time.timezone]


def _recompressed(png: bytes) -> bytes:
    """Write the same pixels in an eighth of the bytes; where nothing compresses, as they are."""
    if find_spec("oxipng") is None:
        return png
    import oxipng

    # Rows as they are, and one way to deflate: what a level tries beside that takes three times as long, for 3 per cent.
    deflate, unfiltered = oxipng.Deflaters.libdeflater(_DEFLATE), [oxipng.RowFilter.NoOp]
    return bytes(oxipng.optimize_from_memory(png, level=0, filter=unfiltered, deflate=deflate))


def _clips_from_0(picture: str) -> str:
    """Count the clips of a picture from 0: vl-convert goes on counting from the picture that it drew before."""
    numbers: dict[str, int] = {}
    return _CLIP.sub(
        lambda found: f"{found[1]}clip{numbers.setdefault(found[2], len(numbers))}{found[3]}", picture
    )


@cache
def _load_own_font_first() -> None:
    """Let vl-convert load its own font before those of the machine.

    On Linux it would find the machine's fonts first, and draw with an older ``FONT`` that came with some other program.
    """
    import vl_convert

    if sys.platform == "linux":
        with tempfile.TemporaryDirectory() as folder, _environment("FONTCONFIG_FILE", f"{folder}/fonts.conf"):
            Path(folder, "fonts.conf").write_text(_NO_FONTS.format(folder), encoding="utf-8")
            vl_convert.svg_to_png(_EMPTY_PICTURE)  # at its first drawing
        for fonts in map(os.path.expanduser, _FONT_FOLDERS):
            if os.path.isdir(fonts):
                vl_convert.register_font_directory(fonts)


@contextmanager
def _environment(name: str, value: str) -> Iterator[None]:
    """Change an environment variable for a moment."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
