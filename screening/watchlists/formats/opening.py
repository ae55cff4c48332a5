"""The first bytes of a file, by which its format is told (pure)."""

import codecs
import csv
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

LENGTH = 1 << 16
_HTML = ("<!doctype html", "<html", "<head", "<body", "<table", "<div")


@dataclass(frozen=True)
class Opening:
    """What the first 65,536 bytes of a file say, and the file names of a folder."""

    path: Path

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the files, in small letters: of the folder, or the file's own."""
        found = self.path.iterdir() if self.path.is_dir() else [self.path]
        return frozenset(entry.name.lower() for entry in found)

    @cached_property
    def text(self) -> str:
        """The opening as text; empty for a folder and for what is no text."""
        if not self.path.is_file():
            return ""
        with self.path.open("rb") as file:
            head = file.read(LENGTH)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return head.decode("utf-16", "replace")
        if b"\0" in head:
            return ""
        try:
            # the last character may be cut in two
            return codecs.getincrementaldecoder("utf-8-sig")().decode(head)
        except UnicodeDecodeError:
            return head.decode("cp1252", "replace")

    @cached_property
    def start(self) -> str:
        """The opening without leading space."""
        return self.text.lstrip("\ufeff \t\r\n")

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the opening; the last may be cut."""
        return self.text.splitlines()

    @property
    def is_html(self) -> bool:
        """Whether it is a web page, such as an error page that was served instead of a list."""
        return self.start[:200].lower().startswith(_HTML) or (
            self.start.startswith("<") and "<html" in self.start[:2000].lower()
        )

    @property
    def is_xml(self) -> bool:
        """Whether it is XML and no web page."""
        return self.start.startswith("<") and not self.is_html

    @property
    def is_json(self) -> bool:
        """Whether it begins as JSON or JSON lines do."""
        return self.start[:1] in {"{", "["}

    def is_about(self, *subjects: str) -> bool:
        """Tell whether it is a web page whose title, or without one its text, names one of the subjects."""
        if not self.is_html:
            return False
        title = re.search(r"<title[^>]*>([^<]*)", self.text, re.IGNORECASE)
        said = " ".join((title[1] if title else self.text).lower().split())
        return any(subject in said for subject in subjects)

    def header(self, delimiter: str = ",", line: int = 0) -> list[str]:
        """Return the cells of a line, the first unless said otherwise."""
        if self.is_json or len(self.lines) <= line:
            return []
        try:
            return [cell.strip() for cell in next(csv.reader([self.lines[line]], delimiter=delimiter), [])]
        except csv.Error:
            return []

    def has_columns(self, *names: str, delimiter: str = ",", line: int = 0) -> bool:
        """Tell whether a line holds all of these column names."""
        return set(names) <= set(self.header(delimiter, line))

    def has_keys(self, *names: str) -> bool:
        """Tell whether the first JSON object seems to hold all of these keys."""
        return self.is_json and all(f'"{name}"' in self.text for name in names)
