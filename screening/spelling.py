"""Words of names: parted, spelled out, legal forms and titles set aside (pure)."""

import re

from screening import legal_forms, words
from screening.legal_forms import LegalForm
from screening.memory import Memory
from screening.weights import known_word

MAX_WORDS = 40
MAX_WORD_CHARACTERS = 60
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")

_DIGITLETTERS = str.maketrans("013459", "oieasg")
# letters and figures stay, apostrophes go, all else parts words
_PARTED = {code: chr(code) if chr(code).isalnum() else " " for code in range(128)} | {39: None, 96: None}
_DOTTED = re.compile(r"\b[a-z](?:\.[a-z]\b|\.\s[a-z](?=\.))+\.?")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11",
          "xii": "12", "xiii": "13", "xiv": "14", "xv": "15", "xvi": "16", "xx": "20"}  # fmt: skip
_LEGAL_WORDS = ("limited", "liability", "company", "joint", "stock", "public", "private", "corporation",
                "incorporated", "partnership", "obshchestvo", "aktsionernoe", "ltda", "gmbh")  # fmt: skip
_ABD = frozenset({"abdul", "abdel", "abdal", "abdol", "abdoul", "abdool", "abd", "abdu"})
_ABD_GLUED = re.compile(r"^abd(?:[aeou]|ou|oo)[ldrnstz]?(?=l|.)")
_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th)$")


def words_of(text: str) -> list[str]:
    """Return the words of a folded text, apostrophes dropped."""
    if "&" in text or "+" in text:
        text = text.replace("&", " and ").replace("+", " and ")
    found = text.translate(_PARTED).split()
    if len(found) > MAX_WORDS:
        del found[MAX_WORDS:]
    if len(text) > MAX_WORD_CHARACTERS:
        return [word[:MAX_WORD_CHARACTERS] for word in found]
    return found


def undotted(text: str) -> str:
    """Join dotted letters: beside others they are a word of their own, as in M T A S.A."""
    return _DOTTED.sub(lambda match: " " + match.group().replace(".", "").replace(" ", "") + " ", text)


def _join_letters(found: list[str]) -> list[str]:
    """Join neighbouring single letters, so that A B C and ABC are one word."""
    joined: list[str] = []
    run = ""
    for word in found:
        if word in LETTERS:
            run += word
            continue
        if run:
            joined.append(run)
            run = ""
        joined.append(word)
    return [*joined, run] if run else joined


def _number(word: str) -> str:
    ordinal = _ORDINAL.match(word)
    if ordinal:
        word = ordinal.group(1)
    return (word.lstrip("0") or "0") if word.isdigit() else word


def _spelled(word: str) -> str:
    """Return a word of an organisation with its abbreviation spelled out."""
    return words.ABBREVIATIONS.get(word) or _legal_word(word)


def _legal_word(word: str) -> str:
    """Return the word of a legal form that `word` is a slip for, else the word."""
    legal = _SLIPS.get(word)
    return legal if legal and not known_word(word) and word not in legal_forms.FIRST_WORDS else word


def _slips(word: str) -> set[str]:
    """Return what is one slip of the keyboard away from a word: a letter more, less, other or a step early."""
    splits = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    other = {a + letter + b[1:] for a, b in splits for letter in LETTERS if b}
    more = {a + letter + b for a, b in splits for letter in LETTERS}
    less = {a + b[1:] for a, b in splits if b}
    turned = {a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1}
    return {slip for slip in other | more | less | turned if len(slip) >= _LEAST_SLIP} - {word}


_LEAST_SLIP = 4
_SLIPS = {slip: word for word in reversed(_LEGAL_WORDS) for slip in _slips(word)}


def _spelled_among(word: str) -> str:
    """Return a word of several as `_spelled` does, unless it may be another word than the long one."""
    return word if word in words.AMBIGUOUS_ABBREVIATIONS else _spelled(word)


_SPELLED = Memory(_spelled_among)
_COUNTED = Memory(lambda word: _number(_ROMAN.get(word, word)))


def organisation_words(found: list[str]) -> tuple[tuple[str, ...], tuple[LegalForm, ...]]:
    """Return the words of an organisation's name without its legal forms, and the forms."""
    if not LETTERS.isdisjoint(found):
        found = _join_letters(found)
    rest = [_SPELLED[word] for word in found] if len(found) > 1 else [_spelled(word) for word in found]
    forms: list[LegalForm] = []
    if not legal_forms.FIRST_WORDS.isdisjoint(rest):
        rest, forms = _take_legal_forms(rest)
    if not rest:
        return (), tuple(forms)
    # a numeral does not begin a name: XX Chemicals is not the twentieth
    first = rest[0]
    counted = [_COUNTED[word] for word in rest[1:]]
    return (_number(first) if first in _ROMAN else _COUNTED[first], *counted), tuple(forms)


def _take_legal_forms(spelled: list[str]) -> tuple[list[str], list[LegalForm]]:
    """Set legal forms aside; a short one counts only where legal forms stand."""
    spans: list[tuple[int, int, LegalForm]] = []
    position, last = 0, len(spelled)
    while position < last:
        for written, form in legal_forms.BY_FIRST_WORD.get(spelled[position], ()):
            end = position + len(written)
            if spelled[position:end] == written:
                spans.append((position, end, form))
                position = end
                break
        else:
            position += 1
    rest: list[str] = []
    forms: list[LegalForm] = []
    done = 0
    for index, (start, end, form) in enumerate(spans):
        ordinary = False
        if end - start == 1 and spelled[start] in legal_forms.SHORT and end < last:
            leads = start == 0 and spelled[start] in legal_forms.LEADING
            beside = (index and spans[index - 1][1] == start) or (index + 1 < len(spans) and spans[index + 1][0] == end)
            ordinary = not (leads or beside)
        if not ordinary:
            forms.append(form)
        rest += spelled[done:start] if not ordinary and form.text not in legal_forms.KEPT else spelled[done:end]
        done = end
    rest += spelled[done:]
    return rest, forms


def person_words(found: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of a person's name without titles, and the titles."""
    titles: list[str] = []
    if not words.TITLES.isdisjoint(found):
        kept = [word for word in found if word not in words.TITLES]
        if any(len(word) > 1 for word in kept):
            titles = [word for word in found if word in words.TITLES]
            found = kept
    tokens: list[str] = []
    for word in found:
        tokens += _PERSON_WORDS[word]
    return tuple(tokens), tuple(titles)


def _person_word(word: str) -> tuple[str, ...]:
    if word in _ABD:
        return ("abd",)
    if word.startswith("abd") and len(word) > 8 and not word.startswith("abdull"):
        glued = _ABD_GLUED.match(word)
        if glued and len(word) - glued.end() >= 4:
            return ("abd", _number(word[glued.end() :]))
    if len(word) >= 4 and any(c.isdigit() for c in word[1:-1]) and sum(c.isalpha() for c in word) >= 3:
        return (word.translate(_DIGITLETTERS),)
    return (_number(word),)


_PERSON_WORDS = Memory(_person_word)
