"""How far apart are two pictures to an eye? Small shifts of type count little, a bar that moved or a colour that changed counts."""

from __future__ import annotations

import io

from PIL import Image, ImageChops, ImageFilter

_CELL_PX = 12


def opened(screenshot: bytes) -> Image.Image:
    """Read a screenshot."""
    return Image.open(io.BytesIO(screenshot)).convert("RGB")


def distance(one: Image.Image, other: Image.Image) -> float:
    """Return the largest mean difference of any part of the picture, 0 to 255.

    Both are compared in brightness and colour, blurred by a pixel, in cells of about a word's height. Pictures of
    other sizes are as far apart as can be.
    """
    if one.size != other.size:
        return 255.0
    blurred = [
        picture.convert("RGB").filter(ImageFilter.GaussianBlur(1.2)).convert("YCbCr")
        for picture in (one, other)
    ]
    apart = ImageChops.difference(*blurred)
    cells = apart.resize(
        (max(1, apart.width // _CELL_PX), max(1, apart.height // _CELL_PX)), Image.Resampling.BOX
    )
    return float(max(high for _, high in cells.getextrema()))
