"""What bench.public serves: the whole application, with a bare Flask route beside it in the same process."""

from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from app import create_app


def create() -> DispatcherMiddleware:
    """Return the application, and at /bare a Flask that does nothing but answer: what the server itself can do."""
    bare = Flask("bare")
    bare.add_url_rule("/", "bare", lambda: "ok")
    return DispatcherMiddleware(create_app(), {"/bare": bare})
