"""The room of the pages of securities: its blueprint, how large a request may be, and what its templates share."""

from typing import Any

from flask import request

from core.web import pages
from licensing.securities import calls, wording

blueprint = pages("securities", __name__)
LARGEST_REQUEST = 32_000_000
UPLOADS = frozenset({"securities.lodge"})


@blueprint.url_value_preprocessor
def allow_papers(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let a request with papers, and nothing else, be larger than a form may be; runs before anything reads it."""
    if endpoint in UPLOADS and request.method == "POST":
        request.max_content_length = LARGEST_REQUEST


@blueprint.teardown_request
def close_uploads(_error: BaseException | None) -> None:
    """Close the temporary files of large uploads now, not when memory is next tidied."""
    request.close()


SHOWN = {"wording": wording, "why_not": calls.why_not}
