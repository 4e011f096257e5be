"""A shop's site on a port of its own, with Segment's scripts where its CDN has them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

PAGE = Path(__file__).with_name("page.html")
SCRIPTS = "@segment/analytics-next/dist/umd"
TYPES = {".html": "text/html", ".js": "text/javascript"}


class Handler(BaseHTTPRequestHandler):
    """Answers for one site."""

    def __init__(
        self, *args: Any, scripts: Path, settings: dict[str, Any], **kwargs: Any
    ) -> None:
        self.scripts = scripts
        self.settings = settings
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        name = path.rpartition("/")[2]
        if path.startswith("/v1/projects/"):
            self._send("application/json", json.dumps(self.settings).encode())
        elif name == "analytics.min.js":
            self._send_file(self.scripts / "standalone.js")
        elif name.endswith(".js"):
            self._send_file(self.scripts / name)
        else:
            self._send_file(PAGE)

    def _send_file(self, path: Path) -> None:
        if path.is_file():
            self._send(TYPES[path.suffix], path.read_bytes())
        else:
            self.send_error(404)

    def _send(self, kind: str, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(node_modules: Path, segment: dict[str, Any]) -> Iterator[str]:
    """Serve the site; give its address.

    Args:
        node_modules: Where the scripts are.
        segment: What the site's settings say of Segment's own destination.
    """
    settings = {"integrations": {"Segment.io": segment}, "plan": {}}
    answer = partial(Handler, scripts=node_modules / SCRIPTS, settings=settings)
    server = ThreadingHTTPServer(("127.0.0.1", 0), answer)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
