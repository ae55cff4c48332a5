"""The formats we read: which there are, which one a file has, and the one door through which it is read (pure)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core.text import has_forbidden
from screening.watchlists.formats import (
    cbp,
    csl,
    dpl,
    eu,
    ftm,
    lista_suja,
    ofac,
    opensanctions,
    register,
    senzing,
    simple,
    uflpa,
    uk,
    un,
)
from screening.watchlists.formats.opening import Opening
from screening.watchlists.records import MAX_NAME, EntityRecord, FormatError, Report, Skipped

LONGEST_KEY = 200


@dataclass(frozen=True)
class Format:
    """One publisher's form.

    Attributes:
        title: as people know it; product names are not translated.
        recognise: whether a file that begins so has this form.
        read: yields the entities of the files that make up the list; told of what is left out.
        html: whether it is a web page.
        files: which of the files of a folder belong to it; None where it is always one file.
    """

    title: str
    recognise: Callable[[Opening], bool]
    read: Callable[[Sequence[Path], Report], Iterator[EntityRecord]]
    html: bool = False
    files: Callable[[Sequence[Path]], list[Path]] | None = None


# Asked in this order: the first that recognises a file has it.
_FORMATS = {
    **{code: Format(title, ofac.recognises(code), ofac.reader(code), files=ofac.chooser(code))
       for code, title in ofac.TITLES.items()},
    "un_xml": Format(un.TITLE, un.recognise, un.read),
    "us_csl": Format(csl.TITLE, csl.recognise, csl.read),
    "us_dpl": Format(dpl.TITLE, dpl.recognise, dpl.read),
    "eu_csv": Format(eu.TITLE_CSV, eu.is_csv, eu.read_csv),
    "eu_xml": Format(eu.TITLE_XML, eu.is_xml, eu.read_xml),
    "uk_csv": Format(uk.TITLE, uk.recognise, uk.read),
    "ftm": Format(ftm.TITLE, ftm.recognise, ftm.read),
    "opensanctions_csv": Format(opensanctions.TITLE, opensanctions.recognise, opensanctions.read),
    "senzing": Format(senzing.TITLE, senzing.recognise, senzing.read),
    "uflpa_html": Format(uflpa.TITLE, uflpa.recognise, uflpa.read, html=True),
    "cbp_csv": Format(cbp.TITLE_CSV, cbp.is_csv, cbp.read_csv),
    "cbp_html": Format(cbp.TITLE_HTML, cbp.is_html, cbp.read_html, html=True),
    "lista_suja": Format(lista_suja.TITLE, lista_suja.recognise, lista_suja.read),
    "fairgate_csv": Format("Fairgate CSV", simple.is_csv, simple.read_csv),
    "fairgate_jsonl": Format("Fairgate JSON lines", simple.is_json, simple.read_json),
    "register_csv": Format(register.TITLE_CSV, register.is_csv, register.read_csv),
    "register_json": Format(register.TITLE_JSON, register.is_json, register.read_json),
}  # fmt: skip
FORMATS: dict[str, str] = {code: form.title for code, form in _FORMATS.items()}


def read(
    source: Path | Sequence[Path],
    format: str,  # noqa: A002  the word of the trade
    *,
    skipped: Report | None = None,
) -> Iterator[EntityRecord]:
    """Yield the entities of a list.

    Args:
        source: a file, a folder, or the files that belong together.
        format: a code of ``FORMATS``.
        skipped: called with everything that is left out, such as an order that names no entity.

    Raises:
        FormatError: when the format is not known, or for the first row that is not as it should be.
    """
    files = files_of(source, format)
    return _sound(files, _FORMATS[format], skipped or _forget)


def files_of(source: Path | Sequence[Path], format: str) -> list[Path]:  # noqa: A002  as above
    """Return the files that make up a list: for a folder, those of the format in it.

    Raises:
        FormatError: when the format is not known, or its files are not there.
    """
    if format not in _FORMATS:
        raise FormatError(0, "", f"The format “{format}” is not known.")
    choose = _FORMATS[format].files
    if choose is not None:
        return choose(_listed(source))
    paths = _listed(source)
    if len(paths) != 1 or not paths[0].is_file():
        raise FormatError(0, "", f"One file is needed for “{_FORMATS[format].title}”; here are {len(paths)}.")
    return paths


def _listed(source: Path | Sequence[Path]) -> list[Path]:
    if isinstance(source, Path):
        return sorted(source.iterdir()) if source.is_dir() else [source]
    return list(source)


def detect(path: Path) -> str:
    """Return the format code of a file or folder, judged by how it begins, and for OFAC by file names.

    Raises:
        FormatError: when it is none we know.
    """
    opening = Opening(path)
    for code, form in _FORMATS.items():
        if form.html == opening.is_html and form.recognise(opening):
            return code
    if opening.is_html:
        raise FormatError(0, "", _WEB_PAGE, path.name)
    if ftm.is_delta(opening):
        sentence = "These are changes of a list, not a list: import them together with the list they change."
        raise FormatError(0, "", sentence, path.name)
    raise FormatError(0, "", "This is not a list in a format we know.", path.name)


_WEB_PAGE = "This is a web page, not a list: the address has probably moved or asks for a password. Look at it."


def _sound(files: Sequence[Path], form: Format, report: Report) -> Iterator[EntityRecord]:
    """Yield what a reader yields, as far as it can be kept; give every fault of a file the form of a refusal."""
    first = files[0]
    if first.is_file() and not form.html and Opening(first).is_html:
        raise FormatError(0, "", _WEB_PAGE, first.name)
    try:
        for record in form.read(files, report):
            yield _kept(record, first.name, report)
    except UnicodeError as error:
        sentence = "The text is in another encoding than it says, or cut off. Fetch the file again."
        raise FormatError(0, "", sentence, first.name) from error


def _kept(record: EntityRecord, file: str, report: Report) -> EntityRecord:
    """Return the entity without names that are too long; refuse it when nothing is left or it is no text."""
    if not record.entity_key or len(record.entity_key) > LONGEST_KEY:
        sentence = f"The key “{record.entity_key[:40]}” is empty or has more than {LONGEST_KEY} characters."
        raise FormatError(0, "", sentence, file)
    if any(has_forbidden(name.name) for name in record.names) or has_forbidden(record.entity_key):
        sentence = f"The entity {record.entity_key[:40]!r} holds characters that are no text. The file is damaged."
        raise FormatError(0, "", sentence, file)
    names = tuple(name for name in record.names if 0 < len(name.name) <= MAX_NAME)
    for name in record.names:
        if len(name.name) > MAX_NAME:
            report(Skipped(0, name.name, f"A name has more than {MAX_NAME:,} characters."))
    if not names:
        raise FormatError(0, "", f"The entity {record.entity_key} has no name that can be compared.", file)
    return record if len(names) == len(record.names) else replace(record, names=names)


def _forget(_left_out: Skipped) -> None:
    """Take no note of what is left out."""
