"""Lists of flagged entities in the forms their publishers give them: recognise and read (pure).

Every reader yields `EntityRecord`, streams, and names line, column and fault of the first bad row. One file a
publisher; `registry` knows them all.
"""

from screening.watchlists.formats.registry import FORMATS, detect, files_of, read
from screening.watchlists.records import EntityRecord, FormatError, LeftOut, NameRecord, Skipped, content_hash

__all__ = [
    "FORMATS",
    "EntityRecord",
    "FormatError",
    "LeftOut",
    "NameRecord",
    "Skipped",
    "content_hash",
    "detect",
    "files_of",
    "read",
]
