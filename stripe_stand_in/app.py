"""The stand-in put together, and run by itself."""

import os
import signal
import sys
import threading
from types import FrameType

from flask import Flask, Response
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from stripe_stand_in import api, deliveries, pages
from stripe_stand_in.store import Store

ACCOUNT = "acct_standin"


class Quiet(WSGIRequestHandler):
    """A handler that writes no line for each request."""

    protocol_version = "HTTP/1.1"

    def log_request(self, *_: object) -> None:
        """Write nothing."""


def create(key: str, public_url: str, store: Store | None = None) -> Flask:
    """Build the stand-in: `key` is what callers must present, `public_url` where browsers find it."""
    app = Flask("stripe_stand_in", template_folder="templates", static_folder=None)
    app.config.update(KEY=key, PUBLIC_URL=public_url.rstrip("/"), ACCOUNT=ACCOUNT)
    app.extensions["store"] = store or Store()
    app.register_blueprint(api.blueprint)
    app.register_blueprint(pages.blueprint)

    @app.after_request
    def guard(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = (
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
        )
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return app


def serve(app: Flask, host: str, port: int) -> BaseWSGIServer:
    """Return a server for the stand-in that listens already (port 0: any free one)."""
    return make_server(host, port, app, threaded=True, request_handler=Quiet)


def main() -> int:
    """Run as the environment says.

    STAND_IN_HOST, STAND_IN_PORT, STAND_IN_URL (as browsers find it), STAND_IN_KEY, STAND_IN_SECRET, STAND_IN_WEBHOOK
    (where messages go), STAND_IN_FILE.
    """
    given = os.environ
    store = Store(given.get("STAND_IN_FILE", ":memory:"))
    app = create(given["STAND_IN_KEY"], given["STAND_IN_URL"], store)
    server = serve(app, given.get("STAND_IN_HOST", "127.0.0.1"), int(given["STAND_IN_PORT"]))
    deliveries.keep_delivering(store, given["STAND_IN_WEBHOOK"], given["STAND_IN_SECRET"])

    def leave(_number: int, _frame: FrameType | None) -> None:
        threading.Thread(target=server.shutdown).start()

    signal.signal(signal.SIGTERM, leave)
    server.serve_forever()
    server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
