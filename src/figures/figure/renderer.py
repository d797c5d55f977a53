"""What has the renderer drawn before? Its answers, kept under a hash of all that decides them, so that none can be out of date."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from figures import theme

_KEPT_SECONDS = 30 * 86_400
_SEAL = hashlib.sha256().digest_size
_LETTERS = "Handgloves 0123456789 −–‘’“” % ≥ → é Ж"


class Drawn:
    """A folder of answers. Any of them may be deleted at any time: it is asked for again.

    Parameters
    ----------
    folder
        Where they are kept; made if it is missing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def ask(self, function: str, subject: Any, **options: Any) -> Any:
        """Give the renderer's answer, from the folder if it has been given before."""
        asked = json.dumps([function, subject, options, _renderer()])
        name = hashlib.sha256(asked.encode()).hexdigest()
        content = self._kept(name)
        if content is None:
            answer = ask(function, subject, **options)
            content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self._keep(name, content)
        return content if function == "svg_to_png" else json.loads(content)

    def sweep(self) -> None:
        """Delete the answers that nobody has asked for in a month: whoever asks again waits a moment, and nothing else."""
        for path in self.folder.iterdir():
            if path.stat().st_mtime < time.time() - _KEPT_SECONDS:
                path.unlink(missing_ok=True)

    def _kept(self, name: str) -> bytes | None:
        try:
            sealed = (self.folder / name).read_bytes()
            os.utime(self.folder / name)
        except FileNotFoundError:
            return None
        seal, content = sealed[:_SEAL], sealed[_SEAL:]
        return content if hashlib.sha256(content).digest() == seal else None

    def _keep(self, name: str, content: bytes) -> None:
        # Renamed when whole: other processes draw into this folder, and any of them may be killed.
        with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as file:
            file.write(hashlib.sha256(content).digest() + content)
        os.replace(file.name, self.folder / name)


def ask(function: str, subject: Any, **options: Any) -> Any:
    """Ask the renderer itself: a function of ``vl_convert`` by its name."""
    import vl_convert

    answer = getattr(vl_convert, function)(subject, **options)
    return bytes(answer) if function == "svg_to_png" else answer


@cache
def _renderer() -> list[Any]:
    """List what decides a drawing beside the request: the renderer, the zone of dates, and the fonts, by what they draw."""
    lines = "".join(
        f'<text y="{20 * at}" font-family="{theme.FONT}" font-size="12" {style}>{_LETTERS}</text>'
        for at, style in enumerate(("", 'font-weight="bold"', 'font-style="italic"'), 1)
    )
    picture = f'<svg xmlns="http://www.w3.org/2000/svg" width="420" height="70">{lines}</svg>'
    fonts = hashlib.sha256(ask("svg_to_png", picture)).hexdigest()
    return [version("vl-convert-python"), os.environ.get("TZ"), time.tzname, time.timezone, fonts]
