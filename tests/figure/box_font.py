"""A font of one's own, of any name: every letter of ASCII is the same wide box."""

from __future__ import annotations

import struct

ADVANCE = 2000  # in thousandths of the size; letters of Arial are about 500 wide


def box_font(family: str) -> bytes:
    """Make a TrueType font that no machine has, under a name that many have."""
    tables = {
        b"OS/2": _os2(),
        b"cmap": _cmap(),
        b"glyf": _box(),
        b"head": struct.pack(
            ">4L2H2Q4h2H3h", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, 1000, 0, 0, 0, 0, ADVANCE, 700, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(">L3hH3h3h8xhH", 0x10000, 800, -200, 0, ADVANCE, 0, 0, ADVANCE, 1, 0, 0, 0, 2),
        b"hmtx": struct.pack(">HhHh", ADVANCE, 0, ADVANCE, 0),
        b"loca": struct.pack(">3L", 0, 0, len(_box())),
        b"maxp": struct.pack(">L14H", 0x10000, 2, 4, 1, 0, 0, 1, *[0] * 8),
        b"name": _name(family),
        b"post": struct.pack(">2L2h5L", 0x30000, *[0] * 8),
    }
    head = struct.pack(">L4H", 0x10000, len(tables), 128, 3, 16 * len(tables) - 128)
    body = b""
    for tag, table in sorted(tables.items()):
        padded = table + b"\0" * (-len(table) % 4)
        checksum = sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
        head += tag + struct.pack(">3L", checksum, 12 + 16 * len(tables) + len(body), len(table))
        body += padded
    return head + body


def _box() -> bytes:
    right = ADVANCE - 100
    outline = struct.pack(">5h2H4B", 1, 0, 0, right, 700, 3, 0, 1, 1, 1, 1)
    return outline + struct.pack(">8h", 0, right, 0, -right, 0, 0, 700, 0) + b"\0\0"


def _cmap() -> bytes:
    letters = b"".join(struct.pack(">3L", code, code, 1) for code in range(0x20, 0x7F))
    return (
        struct.pack(">4HL", 0, 1, 3, 10, 12) + struct.pack(">2H3L", 12, 0, 16 + len(letters), 0, 95) + letters
    )


def _name(family: str) -> bytes:
    words = {1: family, 2: "Regular", 4: family, 6: family.replace(" ", "")}
    records, text = b"", b""
    for number, word in words.items():
        encoded = word.encode("utf-16-be")
        records += struct.pack(">6H", 3, 1, 0x409, number, len(encoded), len(text))
        text += encoded
    return struct.pack(">3H", 0, len(words), 6 + len(records)) + records + text


def _os2() -> bytes:
    return struct.pack(
        ">Hh3H11h10x4L4s3H", 3, ADVANCE, 400, 5, 0, *[0] * 11, 1, 0, 0, 0, b"NONE", 0x40, 0x20, 0x7E
    ) + struct.pack(">3h2H2L2h3H", 800, -200, 0, 800, 200, 1, 0, 500, 700, 0, 32, 1)
