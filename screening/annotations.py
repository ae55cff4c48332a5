"""What stands in a name field beside the name: labels, former names, care-of addresses (pure)."""

import re
from collections.abc import Sequence

from screening import words

_LABEL = re.compile(
    r"^\s*(?:(?:" + "|".join(re.escape(label) for label in sorted(words.LABELS, key=len, reverse=True)) + r")\s*"
    r"(?::|\s-|-\s)\s*|(?:m/s\.?|mssrs\.?|messrs\.?)\s+|(?:m/[vtsy]|f/v|s/s|s/v)\.?\s+|to (?:the )?order of\s+)+"
)
_FORMER = (
    r"f\.?/?k\.?/?a\.?|formerly(?: known as| called| named)?|previously(?: known as| called)?|ex[- ]name"
    r"|vormals|ehemals|anciennement|anteriormente|antes denominad[ao]|dawniej|voorheen|tidigare|eski adi"
    r"|byvshii|byvshiy|byvshaya"
)
_ALSO = r"a\.?/?k\.?/?a\.?|also known as|alias|now known as|n/?k/?a|better known as|renamed(?: to| as)?"
_TRADING = r"d\.?/?b\.?/?a\.?|t/a|o/a|trading as|doing business as|operating as"
# these are words of names, too, unless a bracket or a comma parts them from it
_FORMER_APART = r"ex[-. ]|ex:|nee|born|antes|gia|previous name:?|old name:?"
_ALSO_APART = r"now|currently|known as|called"
_SECOND_NAME = re.compile(
    rf"(?:[\s,;(\[]{{1,3}}(?:(?P<former>{_FORMER})|(?P<also>{_ALSO})|(?P<trading>{_TRADING}))[\s:]+"
    rf"|\s?[,;(\[]\s?(?:(?P<former_apart>{_FORMER_APART})|(?P<also_apart>{_ALSO_APART})\s)\s?)"
    r"(?P<name>[^)\]]+)[)\]]*"
)
_CARE_OF = re.compile(
    r"[\s,(]{1,3}(?:c/o|(?:in )?care of|(?:for and )?on behalf of|o/b/o|for (?:the )?account of)[\s:]+.+$"
)
_ASIDE = (
    re.compile(r"\b(?:so[- ]called)\b"),
    re.compile(r"^(?:ex-|ex |former |formerly )(?=\w{3})"),
    re.compile(
        r"\s?[,;(\[-]\s?(?:an? |the )?(?:wholly[- ]owned )?"
        r"(?:subsidiary|affiliate|division|unit|member|associate|sister company|branch) of .+$"
    ),
    re.compile(r"^(?:the )?(?:\w+ ){0,2}(?:branch|representative office|liaison office) of (?:the )?(?=\w)"),
    re.compile(
        r"\s?[,;(\[]\s?(?:\w+ ){0,3}(?:branch|sucursal|succursale|filiale?|subesi|zweigniederlassung)[)\]]?\s*$"
    ),
    re.compile(r"\s(?:representative|liaison|branch|rep) office\b.*$"),
    re.compile(
        r"\s?[,(\[]\s?(?:in (?:voluntary |compulsory )?liquidation|in administration|in receivership|dissolved|bankrupt"
        r"|deceased|closed|inactive|struck off|defunct|suspended|sanctioned|head office|hq)[)\]]?\s*$"
    ),
)
_SHORT_FORM = re.compile(r"^(?P<name>.+?)\s?[(\[]\s?(?P<short>[a-z]{2,6})\s?[)\]]\s*(?P<rest>.*)$")
_SHORT_IN_BRACKETS = re.compile(r"[(\[]\s?[a-z]{2,6}\s?[)\]]")
# No annotation is without one of these words, a sign, or a short word in brackets.
ANNOTATING_WORDS = frozenset({
    "formerly", "former", "previously", "ex", "nee", "born", "aka", "fka", "nka", "dba", "alias", "known",
    "k", "as", "care", "behalf", "account", "called", "messrs", "mssrs", "renamed", "now",
    "currently", "vormals", "ehemals", "anciennement", "anteriormente", "antes", "dawniej", "voorheen",
    "tidigare", "eski", "byvshii", "byvshiy", "byvshaya", "subsidiary", "affiliate", "division", "unit",
    "member", "branch", "sucursal", "succursale", "filial", "filiale", "subesi", "zweigniederlassung",
    "representative", "liaison", "rep", "liquidation", "dissolved", "bankrupt", "deceased",
    "hq", "closed", "inactive", "struck", "defunct", "suspended", "sanctioned", "administration", "receivership", "gia",
})  # fmt: skip
_LABEL_WORDS = frozenset(label.split()[0] for label in words.LABELS)
_VARIANTS = {
    "former": "former_name", "former_apart": "former_name", "also": "also_known_as", "also_apart": "also_known_as",
    "trading": "trading_as",
}  # fmt: skip


def annotated(text: str, found: Sequence[str]) -> bool:
    """Tell quickly whether there may be an annotation in a text, given its words; most have none."""
    return (
        not ANNOTATING_WORDS.isdisjoint(found)
        or ":" in text or "/" in text or ".b.a" in text
        or (("(" in text or "[" in text) and _SHORT_IN_BRACKETS.search(text) is not None)
        or (" - " in text and bool(found) and found[0] in _LABEL_WORDS)
    )  # fmt: skip


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
        variant = next(_VARIANTS[key] for key in _VARIANTS if second.group(key))
        seconds.append((variant, second.group("name").strip()))
        text = text[: second.start()] + " " + text[second.end() :]
    for pattern in _ASIDE:
        found = pattern.search(text)
        if found and found.end() - found.start() < len(text.strip()):
            aside.append(found.group().strip(" -,;()[]"))
            text = (text[: found.start()] + " " + text[found.end() :]).strip()
    if "(" in text or "[" in text:
        longer = _without_short_form(text)
        if longer:
            seconds.append(("whole", longer))
    return text, seconds, tuple(aside)


def _without_short_form(text: str) -> str:
    """Return a name without the initials of it that stand in brackets after it; nothing if none do."""
    found = _SHORT_FORM.match(text)
    if not found:
        return ""
    parts = re.findall(r"\w+", found["name"])
    letters = iter("".join(parts))
    if len(parts) > 1 and found["short"][0] == parts[0][0] and all(letter in letters for letter in found["short"]):
        return f"{found['name']} {found['rest']}"
    return ""
