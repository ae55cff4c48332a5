"""What each named database constraint means to a person: one dictionary, filled by the features at start-up."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Meaning:
    """The answer when PostgreSQL refuses: HTTP status, stable code, sentence, and the field it concerns."""

    sentence: str
    code: str
    status: int = 409
    field: str | None = None


_meanings: dict[str, Meaning] = {}


def explain(meanings: dict[str, Meaning]) -> None:
    """Add a feature's constraint meanings; raises ValueError when a name is explained twice differently."""
    for name, meaning in meanings.items():
        if _meanings.get(name, meaning) != meaning:
            message = f"constraint {name} is explained twice"
            raise ValueError(message)
        _meanings[name] = meaning


def sentence_for(name: str) -> Meaning | None:
    """Return the meaning of constraint `name`, if one is kept."""
    return _meanings.get(name)


def explained() -> frozenset[str]:
    """Return the names that have a meaning, for the test that compares them with the catalogue."""
    return frozenset(_meanings)
