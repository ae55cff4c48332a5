"""A paper as it was sent, given back to a browser that must not run anything of it."""

from urllib.parse import quote

from flask import Response

from core.files import StoredFile


def answer(stored: StoredFile, media_type: str | None) -> Response:
    """Return the bytes of a paper: pictures to look at, everything else to save; never anything to run."""
    response = Response(stored.content, mimetype=media_type or "application/octet-stream")
    place = "inline" if (media_type or "").startswith("image/") else "attachment"
    response.headers["Content-Disposition"] = f"{place}; filename*=UTF-8''{quote(stored.name)}"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
