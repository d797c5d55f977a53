"""How does a figure become a file? SVG, PNG, HTML or JSON, each with its text alternative and its sources; whole or not at all."""

from __future__ import annotations

import json
import os
import re
import zlib
from html import escape
from pathlib import Path

from figures.errors import ContractError
from figures.figure import draw
from figures.figure.source import source_line, sources_from
from figures.theme import Mode

ENDINGS = (".svg", ".png", ".html", ".json")
_PNG_HEADER_BYTES = 33


def save(spec: draw.Spec, path: Path, mode: Mode | None = None) -> None:
    """Write a spec by the ending of ``path``; a file that was there stays as it was until the new one is whole."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    content = rendered(spec, path.suffix, mode)
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def rendered(spec: draw.Spec, ending: str, mode: Mode | None = None) -> bytes:
    """Make the content of a file with this ending; without a mode a picture is light, and a page follows its reader's system."""
    match ending:
        case ".svg" | ".png":
            picture = draw.in_mode(
                draw.signed(draw.alone(spec), _signature(spec)), mode or "light", draw.twins(spec)
            )
            alt = spec["description"]
            return (
                _named(picture, alt).encode()
                if ending == ".svg"
                else _described(draw.rasterised(picture), alt)
            )
        case ".html":
            from figures.figure import html

            return html.document(spec, mode).encode()
        case ".json":
            written = json.dumps(spec, ensure_ascii=False, indent=1) + "\n"
            return draw.in_mode(written, mode or "light", draw.twins(spec)).encode()
        case _:
            raise ContractError(f"save: the ending {ending!r} is not one of {', '.join(ENDINGS)}")


def notebook_picture(spec: draw.Spec) -> str:
    """Draw what a notebook keeps for viewers that run nothing: title, picture and sources, in few bytes."""
    return _named(draw.slim(draw.signed(draw.alone(spec), _signature(spec))), spec["description"])


def _signature(spec: draw.Spec) -> list[str]:
    sources = spec.get("usermeta", {}).get("figure", {}).get("sources", [])
    return [source_line(sources_from(sources))] if sources else []


def _named(picture: str, alt: str) -> str:
    return re.sub(r"<svg ", lambda _: f'<svg role="img" aria-label="{escape(alt)}" ', picture, count=1)


def _described(picture: bytes, alt: str) -> bytes:
    """Put the text alternative into a PNG as its ``Description``, behind the header (chunk ``iTXt``, not compressed)."""
    chunk = b"iTXt" + b"Description\0" + b"\0\0" + b"en\0" + b"\0" + alt.encode()
    written = (len(chunk) - 4).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big")
    return picture[:_PNG_HEADER_BYTES] + written + picture[_PNG_HEADER_BYTES:]
