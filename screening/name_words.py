"""Words of names: parted, spelled out, legal forms and titles set aside (pure)."""

import re

from screening import legal_forms, legal_slips, slips, words
from screening.legal_forms import LegalForm
from screening.memory import Memory

MAX_WORDS = 40
MAX_WORD_CHARACTERS = 60
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")

_DIGITLETTERS = str.maketrans("013459", "oieasg")
# letters and figures stay, apostrophes go, all else parts words
_PARTED = {code: chr(code) if chr(code).isalnum() else " " for code in range(128)} | {39: None, 96: None}
_DOTTED = re.compile(r"\b[a-z](?:\.[a-z]\b|\.\s[a-z](?=\.))+\.?")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11",
          "xii": "12", "xiii": "13", "xiv": "14", "xv": "15", "xvi": "16", "xx": "20"}  # fmt: skip
_ROMAN_LETTERS = {"i": "1", "v": "5", "x": "10"}
_COUNTING = _ROMAN | {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
    "1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth", "6th": "sixth",
    "7th": "seventh", "8th": "eighth", "9th": "ninth", "10th": "tenth",
}  # fmt: skip
_NUMBER_SIGNS = frozenset({"no", "nr", "num", "numero", "number", "nomer", "n", "nro"})
_LEAST_REPEATED = 4
_REPEATED_AMONG = 3  # of more words one may well stand twice: Mohamed Mohamed Osman
_VOWELS = frozenset("aeiouy")
# two consonants that are a name or short for one; any others are initials, as in JC
_NO_INITIALS = frozenset(
    {"ng", "md", "st", "mc", "bt", "bn", "hj", "kh", "sh", "gh", "dr", "mr", "ms", "sr", "jr", "ld"}
)
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
    """Return a word of an organisation with its abbreviation spelled out, slips in words of legal forms mended."""
    return words.ABBREVIATIONS.get(word) or slips.legal_word(word)


def _spelled_among(word: str) -> str:
    """Return a word of several as `_spelled` does, unless it may be another word than the long one."""
    return word if word in words.AMBIGUOUS_ABBREVIATIONS else _spelled(word)


def _meant(word: str) -> str:
    """Return the number of a numeral, a slip in a common word mended, else the word."""
    if word in _COUNTING:
        return _COUNTING[word]
    return _number(slips.common_word(word))


_SPELLED = Memory(_spelled_among)
_MEANT = Memory(_meant)


def organisation_words(found: list[str]) -> tuple[tuple[str, ...], tuple[LegalForm, ...]]:
    """Return the words of an organisation's name without its legal forms, and the forms."""
    if not LETTERS.isdisjoint(found):
        found = _join_letters(found)
    rest = [_SPELLED[word] for word in found] if len(found) > 1 else [_spelled(word) for word in found]
    if len(rest) > 1:
        rest = legal_slips.mended(rest)
    forms: list[LegalForm] = []
    if not legal_forms.FIRST_WORDS.isdisjoint(rest):
        rest, forms = _take_legal_forms(rest)
    if not rest:
        return (), tuple(forms)
    if not _SPECIAL.isdisjoint(rest):
        rest = _phrases(rest)
    told = [_MEANT[word] for word in rest]
    if rest[0] in _ROMAN:
        told[0] = rest[0]  # a numeral does not begin a name: XX Chemicals is not the twentieth
    if len(told[-1]) == 1 and len(told) > 2:
        told[-1] = _ROMAN_LETTERS.get(told[-1], told[-1])
    return tuple(told), tuple(forms)


_PHRASE_STARTS: dict[str, int] = {}  # the most words of a phrase that begins so
for _phrase in words.PHRASES:
    _PHRASE_STARTS[_phrase[0]] = max(len(_phrase), _PHRASE_STARTS.get(_phrase[0], 0))
_SPECIAL = frozenset(_PHRASE_STARTS) | frozenset(words.IN_TWO) | _NUMBER_SIGNS


def _phrases(found: list[str]) -> list[str]:
    """Put words that mean one thing together into English, part one that means two, leave signs of numbers out."""
    read: list[str] = []
    position, last = 0, len(found)
    while position < last:
        word = found[position]
        end = position + 1
        for length in range(min(_PHRASE_STARTS.get(word, 0), last - position), 1, -1):
            english = words.PHRASES.get(tuple(found[position : position + length]))
            if english:
                read += english.split()
                end = position + length
                break
        else:
            if word in words.IN_TWO:
                read += words.IN_TWO[word].split()
            elif word not in _NUMBER_SIGNS or end == last or not _MEANT[found[end]].isdigit():
                read.append(word)
        position = end
    return read


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
    if len(found) > 2 and found[-1] == "md":
        titles, found = ["md"], found[:-1]  # a physician; elsewhere it is Muhammad
    if not words.TITLES.isdisjoint(found):
        kept = [word for word in found if word not in words.TITLES]
        if any(len(word) > 1 for word in kept):
            titles += [word for word in found if word in words.TITLES]
            found = kept
    tokens: list[str] = []
    for word in found:
        tokens += _PERSON_WORDS[word]
    return tuple(tokens), tuple(titles)


def without_repeat(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return three words of which one was typed twice without the repeat, else nothing: Sergei Sergei Shoigu.

    Short words are names of their own, as in Ko Ko.
    """
    if len(tokens) != _REPEATED_AMONG or len(set(tokens)) != _REPEATED_AMONG - 1:
        return ()
    once = tuple(dict.fromkeys(tokens))
    return once if max(map(len, once)) >= _LEAST_REPEATED else ()


def _person_word(word: str) -> tuple[str, ...]:
    if word in _ABD:
        return ("abd",)
    if word in words.WRITTEN_SHORT:
        return (words.WRITTEN_SHORT[word],)
    if word.startswith("abd") and len(word) > 8 and not word.startswith("abdull"):
        glued = _ABD_GLUED.match(word)
        if glued and len(word) - glued.end() >= 4:
            return ("abd", _number(word[glued.end() :]))
    if len(word) >= 4 and any(c.isdigit() for c in word[1:-1]) and sum(c.isalpha() for c in word) >= 3:
        return (word.translate(_DIGITLETTERS),)
    if len(word) == 2 and word.isalpha() and word not in _NO_INITIALS and not _VOWELS & set(word):
        return (word[0], word[1])
    return (_number(word.replace("schtsch", "shch")),)


_PERSON_WORDS = Memory(_person_word)
