"""Look at an XLSX file as an archive before anything parses it.

A workbook is a ZIP archive of XML parts, so a megabyte can unpack to gigabytes and a part can name entities
that grow without end. Everything here is bounded by `Limits` and reads the archive as a stream.
"""

import io
import re
import stat
import zipfile
import zlib
from itertools import pairwise

from supplychain.lists.limits import MIB, Limits
from supplychain.lists.refusal import Refused

OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
ZIP_MAGICS = (b"PK\x03\x04", b"PK\x05\x06")
_CHUNK = 64 * 1024
_OVERLAP = 32
_LOCAL_HEADER = 30
_DECLARATIONS = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_OTHER_ENCODING = re.compile(
    rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"'](?!utf-?8[\"']|us-ascii[\"'])", re.IGNORECASE
)
_XML_SUFFIXES = (".xml", ".rels", ".vml")
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "xl/macrosheets/", "xl/activex/")
_EXTERNAL_PARTS = ("xl/externallinks/", "xl/connections.xml")


def check_ole(data: bytes) -> None:
    """Refuse Microsoft's compound format: F11 protected workbook, F12 old workbook, F01 anything else."""
    if "EncryptedPackage".encode("utf-16-le") in data or "EncryptionInfo".encode("utf-16-le") in data:
        raise Refused("F11")
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        raise Refused("F12")
    raise Refused("F01", reason="not_table")


def check_archive(data: bytes, limits: Limits) -> None:
    """Refuse a workbook that is unsafe or too large to open: F01, F11 or F13."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_counts(parts, limits)
            _check_names(parts, archive.namelist())
            _check_places(parts)
            unpacked = 0
            for part in parts:
                unpacked = _check_part(archive, part, unpacked, limits)
    except Refused:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise Refused("F01", reason="damaged", detail=type(error).__name__) from error


def _check_counts(parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    if any(part.flag_bits & 0x1 for part in parts):
        raise Refused("F11")
    if len(parts) > limits.max_entries:
        raise Refused("F13", parts=len(parts))
    if sum(part.file_size for part in parts) > limits.max_unpacked:
        raise Refused("F13", unpacked=sum(part.file_size for part in parts))
    for part in parts:
        if part.file_size > MIB and part.file_size > limits.max_ratio * max(part.compress_size, 1):
            raise Refused("F13", part=part.filename[:80])


def _check_names(parts: list[zipfile.ZipInfo], names: list[str]) -> None:
    lowered = [name.lower() for name in names]
    if len(set(lowered)) != len(lowered):
        raise Refused("F01", reason="names")
    for part, name in zip(parts, lowered, strict=True):
        if name.startswith(("/", "\\")) or ".." in name.split("/") or any(mark in name for mark in "\\\0:"):
            raise Refused("F01", reason="names")
        if stat.S_ISLNK(part.external_attr >> 16):
            raise Refused("F01", reason="names")
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused("F01", reason="damaged")
        if any(mark in name for mark in _MACRO_PARTS):
            raise Refused("F01", reason="macros")
        if name.startswith(_EXTERNAL_PARTS):
            raise Refused("F01", reason="external")
    if "[content_types].xml" not in lowered or not any(
        re.fullmatch(r"xl/workbook\d*\.xml", n) for n in lowered
    ):
        raise Refused("F01", reason="archive")


def _check_places(parts: list[zipfile.ZipInfo]) -> None:
    """No part may lie inside another: overlapping parts multiply what a small file unpacks to."""
    placed = sorted(parts, key=lambda part: part.header_offset)
    for part, following in pairwise(placed):
        end = part.header_offset + _LOCAL_HEADER + len(part.filename.encode()) + part.compress_size
        if end > following.header_offset:
            raise Refused("F13", part=part.filename[:80])


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, unpacked: int, limits: Limits) -> int:
    """Read one part as a stream; its declared size is not believed. Returns the bytes unpacked so far."""
    xml = part.filename.lower().endswith(_XML_SUFFIXES)
    tail = b""
    first = True
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            unpacked += len(chunk)
            if unpacked > limits.max_unpacked:
                raise Refused("F13", unpacked=unpacked)
            if xml:
                _check_xml(tail + chunk, part.filename, first=first)
                tail = chunk[-_OVERLAP:]
            first = False
    return unpacked


def _check_xml(text: bytes, name: str, *, first: bool) -> None:
    if found := _DECLARATIONS.search(text):
        raise Refused("F01", reason="doctype", part=f"{found[1].decode()} in {name[:80]}")
    # spreadsheet programs write UTF-8; another encoding would hide a declaration from the search above
    if first and (
        text[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in text[:16] or _OTHER_ENCODING.match(text.lstrip())
    ):
        raise Refused("F01", reason="doctype", part=f"encoding in {name[:80]}")
