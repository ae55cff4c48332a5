"""Why two names were found alike, in one plain sentence: on pages with marked-up names, in the API as text.

Each finding is a whole clause with places for the words, so that translators can put them in their own order.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from babel.lists import format_list
from flask_babel import get_translations
from markupsafe import Markup, escape

from core import i18n
from core.i18n import N_, translate
from screening import legal_forms, words
from screening.folding import fold
from screening.scoring import ALERT_THRESHOLD
from screening.watchlists.wording import scheme

_NOT_COMPARED = re.compile(r"[\W_]")
_LOOKED_AT = 1_000  # characters of a name; a longer one is not read by a person either
MOST_CLAUSES = 8  # a sentence that goes on longer is not read; the table has every word
PAIRS: dict[str, str] = {
    "same_sound": N_("%(ours)s and %(theirs)s are two spellings of the same sound"),
    "same_consonants": N_("%(ours)s and %(theirs)s have the same consonants with other vowels"),
    "similar_sound": N_("%(ours)s and %(theirs)s differ by one letter when written in Latin letters"),
    "one_edit": N_("%(ours)s and %(theirs)s differ by one letter"),
    "two_edits": N_("%(ours)s and %(theirs)s differ by two letters"),
    "alike": N_("%(ours)s and %(theirs)s are partly alike"),
    "initial": N_("of %(ours)s and %(theirs)s one is the initial of the other"),
    "abbreviation": N_("of %(ours)s and %(theirs)s one is short for the other"),
    "short_name": N_("of %(ours)s and %(theirs)s one is a short form of the other given name"),
    "plural": N_("%(ours)s and %(theirs)s are singular and plural of one word"),
    "particle": N_("%(ours)s and %(theirs)s are one word, with and without the article"),
    "joined": N_("%(ours)s and %(theirs)s are one word, written together and apart"),
}
# Of organisations the short words of a name are words that mean the same: trading and ticaret, Syria and Syrian.
SAME_MEANING = N_("%(ours)s and %(theirs)s are words of one meaning")
FORMS: dict[str, str] = {
    "same": N_("both have the legal form %(ours)s"),
    "same_family": N_("%(ours)s and %(theirs)s are legal forms of the same kind"),
    "other_country": N_("%(ours)s and %(theirs)s are legal forms of the same kind, from different countries"),
    "other_family": N_("%(ours)s and %(theirs)s are legal forms of different kinds"),
    "missing": N_("of the legal forms %(ours)s and %(theirs)s one is a word for any company"),
}
CIRCUMSTANCES: dict[str, str] = {
    "weak_alias": N_("The listed name is a weak alias: its publisher says that it means little by itself."),
    "other_kind": N_("One is a person, the other an organisation."),
}
QUALIFIERS: dict[tuple[str, str], str] = {
    ("country", "agrees"): N_("A country is the same."),
    ("country", "differs"): N_("No country is the same."),
    ("birth_date", "agrees"): N_("The date of birth is the same."),
    ("birth_date", "year_agrees"): N_("The year of birth is the same."),
    ("birth_date", "near"): N_("The years of birth are close."),
    ("birth_date", "differs"): N_("The dates of birth differ."),
}
VARIANTS: dict[str, str] = {
    "former_name": N_("What agrees is the former name that is given with it."),
    "also_known_as": N_("What agrees is the other name that is given with it."),
    "trading_as": N_("What agrees is the trading name that is given with it."),
}
NOTHING_LEFT = N_("Nothing is left over.")


class Speech:
    """How names and words are written: marked up for a page, or as plain text."""

    def __init__(self, *, html: bool) -> None:
        self.html = html

    def name(self, text: str) -> str:
        """Return a name as it was written, kept from turning round the sentence it stands in."""
        return Markup("<bdi>{}</bdi>").format(text) if self.html else isolated(text)

    def word(self, text: str) -> str:
        """Return one compared word, in capitals as lists write them."""
        return Markup('<bdi dir="ltr">{}</bdi>').format(text.upper()) if self.html else text.upper()

    def words(self, texts: Sequence[str]) -> str:
        """Return some words as the language of the page lists them: A, B and C."""
        listed = format_list([str(self.word(text)) for text in texts], locale=i18n.regional())
        return Markup(listed) if self.html else listed  # noqa: S704  each word was escaped above

    def say(self, pattern: str, **values: object) -> str:
        """Fill in a pattern that is already in the language of the page."""
        return escape(pattern) % values if self.html else pattern % values

    def told(self, sentence: str, **values: object) -> str:
        """Translate a marked sentence and fill it in."""
        return self.say(translate(sentence), **values)


def ngettext(one: str, many: str, number: int) -> str:
    """Return the plural form that fits, its places still to be filled in."""
    return str(get_translations().ngettext(one, many, number))


def isolated(text: str) -> str:
    """Return a name for plain text, with marks round it where its letters run from right to left."""
    if any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in text):
        return f"\u2068{text}\u2069"
    return text


def sentence(explanation: Mapping[str, Any], ours: str, theirs: str, *, html: bool = False) -> str:
    """Return why `ours` was found to agree with the listed name `theirs`.

    Args:
        explanation: as ``Explanation.as_dict`` gives it, also one that an earlier version stored.
        ours: the name asked for, as it was written.
        theirs: the listed name.
        html: whether to return markup with ``<bdi>`` round every name; plain text otherwise.
    """
    speech = Speech(html=html)
    if explanation.get("variant") == "identifier":
        return _same_number(explanation, ours, theirs, speech)
    names = {"ours": speech.name(ours), "theirs": speech.name(theirs)}
    found = _clauses(explanation, speech)
    if not explanation["pairs"]:
        return speech.told(N_("No word of %(ours)s agrees with a word of %(theirs)s."), **names)
    findings = found[0]
    for clause in found[1:]:
        findings = speech.told(N_("%(first)s; %(then)s"), first=findings, then=clause)
    lead = (
        N_("%(ours)s agrees with %(theirs)s: %(findings)s.")
        if explanation["score"] >= ALERT_THRESHOLD
        else N_("%(ours)s is a little like %(theirs)s: %(findings)s.")
    )
    said = [speech.told(lead, **names, findings=findings), *_left_over(explanation, names, speech)]
    for name, side, left in ((ours, "query", "unmatched_query"), (theirs, "entry", "unmatched_entry")):
        compared = [pair[side] for pair in explanation["pairs"]] + [word for word, _weight in explanation[left]]
        said += _read_as(name, compared, speech)
    said += [speech.told(text) for text in remarks(explanation)]
    return Markup(" ").join(said) if html else " ".join(said)


def _read_as(name: str, compared: Sequence[str], speech: Speech) -> list[str]:
    """Return a sentence on the words that were compared of a name but are not written in it: mended, or translated."""
    written = _NOT_COMPARED.sub("", fold(name[:_LOOKED_AT])[0])
    read = [word for word in dict.fromkeys(compared) if _NOT_COMPARED.sub("", word) not in written]
    if not read or len(name) > _LOOKED_AT:
        return []
    pattern = ngettext(
        "In %(name)s the word %(words)s is not written so: that is how it was read.",
        "In %(name)s the words %(words)s are not written so: that is how they were read.",
        len(read),
    )
    return [speech.say(pattern, name=speech.name(name), words=speech.words(read[:MOST_CLAUSES]))]


def _same_number(explanation: Mapping[str, Any], ours: str, theirs: str, speech: Speech) -> str:
    value = explanation["pairs"][0]["query"] if explanation["pairs"] else ""
    what = translate(scheme(str(explanation.get("qualifiers", {}).get("identifier", ""))))
    return speech.told(
        N_("%(ours)s and %(theirs)s have the same number (%(what)s: %(value)s). The names do not matter for this."),
        ours=speech.name(ours), theirs=speech.name(theirs), what=what, value=speech.name(value),
    )  # fmt: skip


def _clauses(explanation: Mapping[str, Any], speech: Speech) -> list[str]:
    pairs = sorted(explanation["pairs"], key=lambda pair: -pair["weight"])
    same = [pair["query"] for pair in pairs if pair["reason"] == "exact"]
    other = [pair for pair in pairs if pair["reason"] != "exact"]
    found = []
    if same:
        pattern = ngettext("%(words)s is the same word", "%(words)s are the same words", len(same))
        found.append(speech.say(pattern, words=speech.words(same)))
    for pair in other[:MOST_CLAUSES]:
        pattern = PAIRS.get(pair["reason"], N_("%(ours)s and %(theirs)s are alike"))
        if pair["reason"] == "short_name" and explanation.get("kind") != "person":
            pattern = SAME_MEANING
        found.append(speech.told(pattern, ours=speech.word(pair["query"]), theirs=speech.word(pair["entry"])))
    if (more := len(other) - MOST_CLAUSES) > 0:
        pattern = ngettext("%(num)s more pair of words is alike", "%(num)s more pairs of words are alike", more)
        found.append(speech.say(pattern, num=more))
    return found + _aside(explanation, speech)


def set_aside(texts: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Return what was set aside of a name as titles, legal forms and remarks that stood beside it."""
    titles = [text for text in texts if text in words.TITLES]
    forms = [text for text in texts if text not in titles and tuple(text.split()) in legal_forms.FORMS]
    return titles, forms, [text for text in texts if text not in titles and text not in forms]


def _aside(explanation: Mapping[str, Any], speech: Speech) -> list[str]:
    """Return clauses about titles, legal forms and remarks."""
    sides = [set_aside(explanation.get(side, ())) for side in ("aside_query", "aside_entry")]
    found = []
    ours, theirs = (forms for _titles, forms, _remarks in sides)
    relation = explanation.get("legal_relation", "none")
    if ours and theirs and relation in FORMS:
        found.append(speech.told(FORMS[relation], ours=speech.words(ours), theirs=speech.words(theirs)))
    elif ours and relation != "none":
        found.append(speech.told(N_("only the first name has a legal form, %(forms)s"), forms=speech.words(ours)))
    elif theirs and relation != "none":
        found.append(speech.told(N_("only the listed name has a legal form, %(forms)s"), forms=speech.words(theirs)))
    titles, remarks_ = ([*dict.fromkeys([*sides[0][place], *sides[1][place]])] for place in (0, 2))
    if titles:
        pattern = ngettext("the title %(words)s does not count", "the titles %(words)s do not count", len(titles))
        found.append(speech.say(pattern, words=speech.words(titles)))
    if remarks_:
        pattern = ngettext("the remark %(words)s does not count", "the remarks %(words)s do not count", len(remarks_))
        found.append(speech.say(pattern, words=speech.words(remarks_)))
    return found


def _left_over(explanation: Mapping[str, Any], names: Mapping[str, str], speech: Speech) -> list[str]:
    """Return sentences about the words that one name has and the other lacks."""
    found = []
    for side, name in (("unmatched_query", "ours"), ("unmatched_entry", "theirs")):
        left = [word for word, _weight in explanation[side]]
        if left:
            pattern = ngettext(
                "%(name)s also has the word %(words)s, which the other name lacks.",
                "%(name)s also has the words %(words)s, which the other name lacks.",
                len(left),
            )
            found.append(speech.say(pattern, name=names[name], words=speech.words(left)))
    return found or [speech.told(NOTHING_LEFT)]


def remarks(explanation: Mapping[str, Any]) -> list[str]:
    """Return marked sentences about what raised or lowered the score besides the words."""
    found = [VARIANTS[code] for code in [explanation.get("variant")] if code in VARIANTS]
    found += [QUALIFIERS[item] for item in explanation.get("qualifiers", {}).items() if item in QUALIFIERS]
    return found + [CIRCUMSTANCES[code] for code in explanation.get("circumstances", ()) if code in CIRCUMSTANCES]
