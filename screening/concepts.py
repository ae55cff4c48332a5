"""One concept, its words in many languages: what organisations trade in, what they are (pure).

A name is often translated in part: TİCARET becomes trading, the rest stays. Each row of ``concepts.txt`` gives the
English word that stands for all; ``_`` joins the words of a phrase. Words are written as ``folding.fold`` leaves them.
A word belongs there only if it means this in whatever name it stands, and two concepts stay apart wherever two
companies may differ in them (bank and finance, oil and petrochemicals, import and trading).
"""

from importlib import resources


def _read() -> dict[tuple[str, ...], str]:
    concepts: dict[tuple[str, ...], str] = {}
    for row in resources.files("screening").joinpath("concepts.txt").read_text(encoding="utf-8").splitlines():
        english, _, written = row.partition(":")
        for word in written.split():
            concepts.setdefault(tuple(word.split("_")), english)
    return concepts


_ALL = _read()
WORDS = {phrase[0]: english for phrase, english in _ALL.items() if len(phrase) == 1}
PHRASES = {phrase: english for phrase, english in _ALL.items() if len(phrase) > 1}
