"""What stands in a name field beside the name: labels, former names, care-of addresses (pure)."""

import re

from screening import words

_LABEL = re.compile(
    r"^\s*(?:" + "|".join(re.escape(label) for label in sorted(words.LABELS, key=len, reverse=True)) + r")\s*[:\-]\s*"
    r"|^\s*(?:m/s\.?|messrs\.?)\s+"
)
_SECOND_NAME = re.compile(
    r"[\s,;(\[]{1,3}(?:(?P<former>f\.?/?k\.?/?a\.?"
    r"|formerly(?: known as)?|previously(?: known as)?|ex[- ]name|nee)"
    r"|(?P<also>a\.?/?k\.?/?a\.?|also known as|alias|now known as|n/k/a)"
    r"|(?P<trading>d\.?/b\.?/a\.?|dba|t/a|trading as|doing business as))[\s:]+(?P<name>[^)\]]+)[)\]]*"
)
_CARE_OF = re.compile(r"[\s,(]{1,3}(?:c/o|care of|on behalf of|o/b/o)[\s:]+.+$")
_SO_CALLED = re.compile(r"\b(?:so[- ]called)\b")
_EX = re.compile(r"^(?:ex-|ex |former |formerly )(?=\w{3})")
# A text without a bracket, a slash, a colon and any of these words has no annotation.
ANNOTATING_WORDS = frozenset({
    "formerly", "former", "previously", "ex", "nee", "aka", "fka", "dba", "alias", "known", "f", "k", "b", "as",
    "care", "behalf", "called", "messrs", *(label.split()[0] for label in words.LABELS),
})  # fmt: skip
_VARIANT = {"former": "former_name", "also": "also_known_as", "trading": "trading_as"}


def split_readings(text: str) -> tuple[str, list[tuple[str, str]], tuple[str, ...]]:
    """Return the main text, the second names with their variant, and what was set aside."""
    aside: list[str] = []
    seconds: list[tuple[str, str]] = []
    label = _LABEL.match(text)
    if label and label.end() < len(text):
        aside.append(label.group().strip())
        text = text[label.end() :]
    if "/o" in text or " of " in text:
        care = _CARE_OF.search(text)
        if care and care.start() > 0:
            aside.append(care.group().strip())
            text = text[: care.start()]
    second = _SECOND_NAME.search(text)
    if second and second.start() > 0:
        variant = _VARIANT[str(second.lastgroup if second.lastgroup != "name" else _group(second))]
        seconds.append((variant, second.group("name").strip()))
        text = text[: second.start()] + " " + text[second.end() :]
    for pattern in (_SO_CALLED, _EX):
        found = pattern.search(text)
        if found:
            aside.append(found.group().strip(" -"))
            text = pattern.sub(" ", text).lstrip()
    return text, seconds, tuple(aside)


def _group(match: re.Match[str]) -> str:
    return next(key for key in ("former", "also", "trading") if match.group(key))
