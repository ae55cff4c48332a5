"""What was worked out once for a word is not worked out again (pure)."""

from collections.abc import Callable
from typing import TypeVar

_Value = TypeVar("_Value")

# So many words are remembered, and none longer: what is remembered of any input stays under some 30 MB.
MOST_WORDS = 1 << 17
LONGEST_WORD = 64


class Memory(dict[str, _Value]):
    """A dictionary that works out what it does not hold; a third of the cost of ``functools.lru_cache``."""

    __slots__ = ("_work_out",)

    def __init__(self, work_out: Callable[[str], _Value]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, word: str) -> _Value:
        value = self._work_out(word)
        if len(word) <= LONGEST_WORD:
            if len(self) >= MOST_WORDS:
                self.clear()
            self[word] = value
        return value
