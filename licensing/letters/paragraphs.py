"""Filling the places of a paragraph with facts (pure)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

PLACE = re.compile(r"\{([a-z_]{1,40})\}")
# The facts that a paragraph may name; what a letter of its kind does not know is empty.
PLACES: dict[str, str] = {
    "agency": "the legal name of the agency",
    "number": "the licence number",
    "reference": "the reference of the application, appeal or ban",
    "measure": "what is done, as a sentence",
    "reason": "the reason as the officers wrote it",
    "ground": "the legal ground as a sentence",
    "instrument": "where the legal ground is written",
    "day": "the day of the decision",
    "effective_day": "the day on which it takes effect, where notice is given",
    "immediate": "a sentence, where the decision takes effect at once and is not stayed",
    "answer_by": "the last day on which the holder may answer",
    "lapses_on": "the day on which an urgent suspension lapses by itself",
    "appeal_by": "the last day for an appeal",
    "facts_by": "the last day for asking that wrong facts are put right",
    "plan": "how the workers already placed are protected",
    "scope": "the country or employer that a freeze is about",
    "condition": "the text of a condition",
    "due_day": "the last day of a condition",
    "status": "what workers read on the public page",
    "conditions": "the conditions of the licence, one on a line",
    "first_day": "the first day of the licence",
    "last_day": "the last day of the licence",
    "order": "the number of a tribunal's order",
    "address": "the address of the public page",
}  # fmt: skip


@dataclass(frozen=True)
class Draft:
    """A letter before it is sent: its title, its paragraphs, and the codes that they came of."""

    title: str
    paragraphs: tuple[str, ...]
    codes: tuple[str, ...]
    language: str

    @property
    def body(self) -> str:
        """Return the paragraphs with an empty line between them."""
        return "\n\n".join(self.paragraphs)


def unknown_places(text: str) -> list[str]:
    """Return the names of places in `text` that no letter knows, and stray braces as ``{``."""
    names = [name for name in PLACE.findall(text) if name not in PLACES]
    return names + (["{"] if re.search(r"[{}]", PLACE.sub("", text)) else [])


def filled(text: str, facts: Mapping[str, str]) -> str | None:
    """Return a paragraph with its places filled; None when a fact that it names is not known: it is left out then."""
    if any(not facts.get(name) for name in PLACE.findall(text)):
        return None
    return PLACE.sub(lambda found: facts[found[1]], text)


def put_together(title: str, rows: Sequence[tuple[str, str]], facts: Mapping[str, str], language: str) -> Draft:
    """Return the letter that coded paragraphs make with some facts; those with unknown facts are left out."""
    kept = [(code, words) for code, text in rows if (words := filled(text, facts))]
    return Draft(
        filled(title, facts) or title, tuple(words for _, words in kept), tuple(code for code, _ in kept), language
    )
