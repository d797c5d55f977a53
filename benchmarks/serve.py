"""Serves files from loopback as a common host does: HTTP/1.1, kept-alive connections, text compressed by gzip beforehand."""

from __future__ import annotations

import gzip
import mimetypes
import ssl
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_COMPRESSED = ("text/", "application/javascript", "application/json", "image/svg")


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print what goes wrong; that a browser leaves before a file has arrived is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def served(files: Mapping[str, Path], certificate: Path | None = None) -> Iterator[int]:
    """Serve files while the context is open.

    Parameters
    ----------
    files
        Path of the address, with its slash, to file.
    certificate
        Key and certificate in one file, for https.

    Yields
    ------
    int
        The port on 127.0.0.1.
    """
    ready = {address: _packed(path) for address, path in files.items()}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            """Answer with the whole file."""
            found = ready.get(urlsplit(self.path).path)
            kind, coding, body = found or ("text/plain", None, b"no such file")
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Access-Control-Allow-Origin", "*")
            if coding:
                self.send_header("Content-Encoding", coding)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = _Server(("127.0.0.1", 0), Handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def site(folder: Path) -> dict[str, Path]:
    """List a built book's pages and what they load, not its downloads."""
    loaded = (".html", ".css", ".js", ".svg", ".woff2", ".png", ".ico", ".json")
    return {
        f"/{path.relative_to(folder).as_posix()}": path
        for path in folder.rglob("*")
        if path.suffix in loaded and path.is_file()
    }


def _packed(path: Path) -> tuple[str, str | None, bytes]:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    body = path.read_bytes()
    if not kind.startswith(_COMPRESSED):
        return kind, None, body
    return f"{kind}; charset=utf-8", "gzip", gzip.compress(body, 6, mtime=0)
