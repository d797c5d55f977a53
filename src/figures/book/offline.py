"""The book is built without the network: what is on the page comes from the checkout, or the build fails."""

from __future__ import annotations

import socket
import sys
from typing import Any

_LOCAL = ("localhost", "127.0.0.1", "::1", "", None)


class NetworkRefusedError(OSError):
    """Something tried to reach another machine while the book was built."""


def refuse_network() -> None:
    """Make every look-up of, and connection to, another machine fail in this process; it cannot be switched off again."""
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event == "socket.connect" and arguments[0].family in (socket.AF_INET, socket.AF_INET6):
        host = arguments[1][0]
    else:
        return
    if host not in _LOCAL:
        raise NetworkRefusedError(f"the book is built without the network, and something asked for {host!r}")
