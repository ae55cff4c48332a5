"""Gzip for pages that all begin alike: the styles inside them are compressed once, not at each look-up."""

import struct
import threading
import zlib
from dataclasses import dataclass
from typing import Any

END_OF_STYLES = b"</style>"
_HEAD = (
    b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"  # RFC 1952: deflate, no name, no time, best compression, system unknown
)
_LEVEL = 9
_MOST_BEGINNINGS = 32  # languages times bundles, with room; a beginning beyond them is compressed each time


@dataclass(frozen=True)
class _Beginning:
    """A page's beginning, compressed: the compressor stands right behind it and is copied for each page."""

    compressor: Any
    squeezed: bytes
    checksum: int
    length: int


_known: dict[bytes, _Beginning] = {}
_lock = threading.Lock()


def gzipped(page: bytes) -> bytes:
    """Return `page` as one gzip member, no larger than compressing it whole would make it."""
    cut = page.find(END_OF_STYLES)
    head, rest = (page[: cut + len(END_OF_STYLES)], page[cut + len(END_OF_STYLES) :]) if cut >= 0 else (b"", page)
    beginning = _known.get(head) or _begin(head)
    with _lock:  # a copy reads the compressor's whole state
        compressor = beginning.compressor.copy()
    squeezed = compressor.compress(rest) + compressor.flush()
    checksum = zlib.crc32(rest, beginning.checksum)
    length = (beginning.length + len(rest)) & 0xFFFFFFFF
    whole: bytes = beginning.squeezed + squeezed + struct.pack("<II", checksum, length)
    return whole


def _begin(head: bytes) -> _Beginning:
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    begun = compressor.compress(head)
    made = _Beginning(compressor, _HEAD + begun, zlib.crc32(head), len(head))
    if len(_known) < _MOST_BEGINNINGS:
        _known[head] = made
    return made
