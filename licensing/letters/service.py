"""Commands on letters: put together from paragraphs, sent once, never changed."""

import csv
import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from accounts.organisations import queries as organisations
from core import clock, ids, mail, trail
from core.actor import Actor
from core.db import db
from core.errors import Invalid
from core.i18n import N_
from licensing.letters import queries
from licensing.letters.models import Letter, LetterParagraph
from licensing.letters.paragraphs import Draft, put_together, unknown_places
from licensing.letters.wording import OWN_WORDS

FOLLOWED = N_("%(where)s: this paragraph is in force and is not rewritten. Give the new words a later day.")


def draft(kind: str, facts: Mapping[str, str], *, language: str = "en", day: date | None = None) -> Draft:
    """Return a letter as it would be sent today: from the installation's paragraphs, else in the house's own words.

    A paragraph that names a fact which is not known (the day of an appeal where no rule sets one) is left out.
    """
    rows = queries.paragraphs(kind, language, day)
    if not rows:
        language = "en"
        rows = queries.paragraphs(kind, language, day)
    if rows:
        heading = next((row.text for row in rows if row.position == 0), OWN_WORDS[kind][0][1])
        return put_together(heading, [(row.code, row.text) for row in rows if row.position], facts, language)
    title, *texts = OWN_WORDS[kind]
    return put_together(title[1], texts, facts, "en")


def send(
    kind: str,
    facts: Mapping[str, str],
    *,
    subject: Any,
    organisation_id: UUID,
    effect: str,
    by: Actor,
    language: str = "en",
) -> Letter | None:
    """Write a letter, keep it with its hash, and mail it to every member of the organisation.

    Args:
        kind: a key of `wording.OWN_WORDS`.
        facts: what fills the places, by name.
        subject: the row it is about.
        organisation_id: to whom it is written; only the worker's role sees another organisation's addresses.
        effect: what it tells of, such as ``measure:<id>:decided``; a second letter of it is not written (None).
        by: who decided, or the system.
        language: of the letter, where the installation has its paragraphs in it.
    """
    if db.session.execute(select(Letter.id).where(Letter.effect == effect)).scalar_one_or_none():
        return None
    made = draft(kind, facts, language=language)
    row = Letter(
        id=ids.new_id(), organisation_id=organisation_id, reference=ids.new_reference("L"), effect=effect, kind=kind,
        language=made.language, subject_table=subject.__tablename__, subject_id=subject.id, title=made.title[:300],
        body=made.body, codes=" ".join(made.codes), sha256=digest(made.title[:300], made.body), written_by=by.person_id,
        written_by_name=by.name, written_at=clock.now(),
    )  # fmt: skip
    db.session.add(row)
    trail.record("licensing.letter.send", row, by=by, kind=kind, sha256=row.sha256)
    db.session.flush()
    for address in organisations.addresses_of(organisation_id):
        mail.enqueue(
            recipient=address, subject=row.title, body=row.body, effect=f"{effect}:{address}"[:200],
            organisation_id=organisation_id,
        )  # fmt: skip
    return row


def digest(title: str, body: str) -> str:
    """Return the SHA-256 of a letter: of its title, an empty line, and its body."""
    return hashlib.sha256(f"{title}\n\n{body}".encode()).hexdigest()


def is_whole(letter: Letter) -> bool:
    """Tell whether a letter still says what its hash was made of."""
    return digest(letter.title, letter.body) == letter.sha256


def load(path: Path) -> int:
    """Load paragraphs from a CSV file (code, kind, language, position, effective_from, text); return how many are new.

    A paragraph that is there just so is left alone. Raises Invalid, naming the line, for a place that no letter
    knows, a kind that there is not, and for other words of a paragraph that is in force already.
    """
    count = 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, given in enumerate(csv.DictReader(file), start=2):
            count += _load(given, f"{path.name}, line {number}")
    db.session.flush()
    return count


def _load(given: Mapping[str, str], where: str) -> bool:
    text = (given.get("text") or "").replace("\\n", "\n").strip()
    if strange := unknown_places(text):
        raise Invalid("place-unknown", N_("%(where)s: no letter knows {%(name)s}."), where=where, name=strange[0])
    if given.get("kind") not in OWN_WORDS:
        raise Invalid("kind-unknown", N_("%(where)s: there is no such kind of letter."), where=where)
    try:
        key = (given["code"].strip(), given["language"].strip(), date.fromisoformat(given["effective_from"].strip()))
        position = int(given["position"])
    except (KeyError, ValueError) as error:
        message = N_("%(where)s: code, language, effective_from (as 2026-11-21) and position must be given.")
        raise Invalid("paragraph-unreadable", message, where=where) from error
    known = db.session.get(LetterParagraph, key)
    if known is not None:
        if (known.kind, known.position, known.text) != (given["kind"], position, text):
            raise Invalid("paragraph-in-force", FOLLOWED, where=where)
        return False
    db.session.add(
        LetterParagraph(
            code=key[0], language=key[1], effective_from=key[2], kind=given["kind"], position=position, text=text
        )
    )
    return True
