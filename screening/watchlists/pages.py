"""The blueprint that the pages of lists share: those to read (`views`) and those to act on (`managing`)."""

from typing import Any

from flask import request

from core.web import pages
from screening.watchlists.forms import LARGEST_UPLOAD

blueprint = pages("watchlists", __name__, "/lists")


@blueprint.url_value_preprocessor
def allow_large_uploads(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let the upload, and nothing else, be larger than a request may be; runs before anything reads the body."""
    if endpoint == "watchlists.upload" and request.method == "POST":
        request.max_content_length = LARGEST_UPLOAD + 1_000_000


@blueprint.teardown_request
def close_uploads(_error: BaseException | None) -> None:
    """Close the temporary files of large uploads now, not when memory is next tidied."""
    request.close()
