"""What an uploaded paper is by its first bytes, and whether a picture can be read at all (pure)."""

import io
import warnings

from PIL import Image, ImageStat

from core.i18n import N_

ENDINGS = [".pdf", ".jpg", ".jpeg", ".png"]
LARGEST = 10_000_000
SIGNATURES = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}

MOST_UNPACKED = 16_000_000  # pixels; a JPEG is read at a fraction of its size, a PNG only as a whole
FEWEST_PIXELS = 300_000  # a page in fewer is not legible
DARK, PLAIN = 45, 3  # mean brightness and its spread, of 255; below them a page cannot be read
UNKNOWN = N_("This is not a PDF, JPG or PNG file. Save it as one of these, or take a photo of the page.")
TOO_DARK = N_("This photo is too dark to read. Take it again in better light, or keep it if you can read it.")
TOO_SMALL = N_("This picture is very small. Take it again from nearer, or keep it if you can read it.")
EMPTY = N_("This picture seems to show nothing. Look at it, and take it again if the page cannot be read.")


def media_type(start: bytes) -> str | None:
    """Return the kind of a paper by its first bytes, whatever its name says; None for what is not taken."""
    return next((kind for sign, kind in SIGNATURES.items() if start.startswith(sign)), None)


def remark(content: bytes, kind: str) -> str | None:
    """Return a marked sentence when a picture looks unreadable; a remark never refuses a paper.

    The size is read from the picture's head before anything is unpacked, and a very large one is not unpacked.
    """
    if not kind.startswith("image/"):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=["JPEG", "PNG"])
        width, height = picture.size
        if width * height < FEWEST_PIXELS:
            return TOO_SMALL
        if kind == "image/png" and width * height > MOST_UNPACKED:
            return None
        picture.draft("L", (400, 400))
        picture.thumbnail((400, 400))
        told = ImageStat.Stat(picture.convert("L"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombWarning, Image.DecompressionBombError):
        return EMPTY
    if told.mean[0] < DARK:
        return TOO_DARK
    return EMPTY if told.stddev[0] < PLAIN else None
