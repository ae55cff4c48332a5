"""The catalogues of translations: what bin/translations does, and what its test checks.

extract  write translations/messages.pot from the sources, as babel.cfg says
update   extract, and bring every translations/LOCALE/LC_MESSAGES/messages.po up to date
compile  write the .mo files that the application reads
check    say what is wrong; exit code 1 when there is something
"""

import argparse
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "translations"
TEMPLATE = FOLDER / "messages.pot"
KEYWORDS = {**DEFAULT_KEYWORDS, "N_": None, "_l": None}
# The pages that people read who did not ask for us: every text of these must be there in every language.
WORKER_SOURCES = (
    "licensing/register/", "licensing/licences/wording.py", "templates/licensing/register/",
    "templates/licensing/hearings/index.html", "templates/licensing/hearings/lodge.html",
    "templates/licensing/hearings/lodged.html",
    "licensing/certificates/texts.py", "templates/licensing/certificates/known.html",
    "templates/licensing/certificates/unknown.html", "templates/licensing/payments/verify.html",
    "templates/layouts/worker.html", "templates/layouts/parts.html", "templates/components/public.html",
    "templates/errors/", "core/error_pages.py", "core/errors.py",
)  # fmt: skip
# A date in the files would change with every run and say nothing; git knows when.
UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%")
_MARKUP = re.compile(r"<[^>]+>")


def extract() -> Catalog:
    """Return the texts of the sources."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    catalogue = Catalog(project="Fairgate", version="1", creation_date=UNDATED, charset="utf-8")
    catalogue.header_comment = "# Texts of Fairgate. Apache-2.0."
    for name, _line, message, comments, context in extract_from_dir(
        ROOT, methods, options, KEYWORDS, comment_tags=("TRANSLATORS:",), strip_comment_tags=True
    ):
        catalogue.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    return catalogue


def locales() -> list[str]:
    """Return the codes of the languages that have a catalogue."""
    return sorted(path.parent.parent.name for path in FOLDER.glob("*/LC_MESSAGES/messages.po"))


def path_of(locale: str, suffix: str = "po") -> Path:
    """Return where a language's catalogue is."""
    return FOLDER / locale / "LC_MESSAGES" / f"messages.{suffix}"


def read(locale: str) -> Catalog:
    """Return a language's catalogue."""
    with path_of(locale).open("rb") as file:
        return read_po(file, locale=locale)


def is_worker(message: Message) -> bool:
    """Tell whether a text stands on the public pages."""
    return any(place.startswith(WORKER_SOURCES) for place, _line in message.locations)


def messages(catalogue: Catalog) -> Iterator[Message]:
    """Yield the texts of a catalogue, without its header."""
    return (message for message in catalogue if message.id)


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as the bytes of its file."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=100, sort_by_file=True, include_lineno=False, omit_header=False)
    return buffer.getvalue()


def compiled(locale: str) -> bytes:
    """Return the .mo file that a language's catalogue makes."""
    buffer = io.BytesIO()
    write_mo(buffer, read(locale))
    return buffer.getvalue()


def update(template: Catalog) -> None:
    """Bring every catalogue up to date; a text that changed is untranslated again, never guessed."""
    for locale in locales():
        catalogue = read(locale)
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        catalogue.revision_date = UNDATED
        path_of(locale).write_bytes(written(catalogue))


def forms(message: Message) -> list[str]:
    """Return the translated forms of a text: one, or one for each plural."""
    texts = message.string if isinstance(message.string, list | tuple) else [message.string]
    return [text for text in texts if text]


def sources(message: Message) -> list[str]:
    """Return the English forms of a text."""
    return list(message.id) if isinstance(message.id, list | tuple) else [message.id]


def faults(locale: str, template: Catalog) -> list[str]:
    """Return what is wrong with a language's catalogue, a sentence each."""
    catalogue, found = read(locale), []
    for message in messages(template):
        if not is_worker(message):
            continue
        known = catalogue.get(message.id, message.context)
        if known is None or not forms(known):
            found.append(f"{locale}: a public text is not translated: {sources(message)[0]!r}")
        elif known.fuzzy:
            found.append(f"{locale}: a public text is only guessed: {sources(message)[0]!r}")
    for message in messages(catalogue):
        found += [f"{locale}: {fault}" for fault in _faults_of(message)]
    mo = path_of(locale, "mo")
    if not mo.is_file() or mo.read_bytes() != compiled(locale):
        found.append(f"{locale}: messages.mo is not what messages.po says; run bin/translations compile")
    return found


def _faults_of(message: Message) -> Iterator[str]:
    wanted = {name for source in sources(message) for name in placeholders(source)}
    every = placeholders(sources(message)[-1])
    for text in forms(message):
        if not placeholders(text) <= wanted or (isinstance(message.id, str) and placeholders(text) != every):
            yield f"{text!r} has other placeholders than {sources(message)[0]!r}"
        if _MARKUP.findall(text) and not _MARKUP.findall(sources(message)[0]):
            yield f"{text!r} has markup that {sources(message)[0]!r} has not"


def placeholders(text: str) -> set[str]:
    """Return the names of the places to fill in a text."""
    return {match[1] for match in _PLACEHOLDER.finditer(text) if match[1]}


def main() -> int:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(
        prog="bin/translations", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["extract", "update", "compile", "check"])
    what = parser.parse_args().what
    if what in {"extract", "update"}:
        template = extract()
        FOLDER.mkdir(exist_ok=True)
        TEMPLATE.write_bytes(written(template))
        if what == "update":
            update(template)
    elif what == "compile":
        for locale in locales():
            path_of(locale, "mo").write_bytes(compiled(locale))
    else:
        template = extract()
        wrong = [fault for locale in locales() for fault in faults(locale, template)]
        print("\n".join(wrong) or "The catalogues are whole.")
        return 1 if wrong else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
