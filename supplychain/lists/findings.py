"""Findings: what was noticed about a file or a row, kept as data and put into words where it is shown."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from core.i18n import N_
from supplychain.lists.catalogue import CATALOGUE, Rule, Severity
from supplychain.lists.template import LABELS

__all__ = ["CATALOGUE", "Finding", "Rule", "Severity", "sentence", "severity", "shown"]

_SHOWN = 80
_ROW = N_("Row %(row)s: %(sentence)s")


def shown(value: str) -> str:
    """`value` as a finding quotes it: at most 80 characters, on one line."""
    line = " ".join(value.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def severity(code: str) -> Severity:
    """How grave `code` is: `E`, `W` or `I`. Raises KeyError for a code that does not exist."""
    return CATALOGUE[code].severity


def _same(text: str) -> str:
    return text


def sentence(
    code: str,
    params: Mapping[str, Any],
    *,
    row: int | None = None,
    translate: Callable[[str], str] = _same,
) -> str:
    """The sentence a person reads, without the row number unless `row` is given.

    Args:
        code: a key of CATALOGUE.
        params: what the text names; `reason` chooses between texts, `field` is a column of the template.
        row: number of the row as a spreadsheet program shows it.
        translate: turns an English source text into the reader's language.
    """
    rule = CATALOGUE[code]
    text = translate(rule.variants.get(str(params.get("reason", "")), rule.message))
    named = dict.fromkeys(_named(rule), "") | dict(params)
    if isinstance(column := named.get("field"), str):
        named["field"] = translate(LABELS[column]) if column in LABELS else column
    if isinstance(expected := named.get("expected"), str):
        named["expected"] = translate(expected)
    filled = text % named
    if row is None:
        return filled[:1].upper() + filled[1:]
    return translate(_ROW) % {"row": row, "sentence": filled}


def _named(rule: Rule) -> set[str]:
    """The names a rule's texts use, so that a missing one leaves a gap instead of a failed page."""
    texts = [rule.message, *rule.variants.values()]
    return {part.split(")", 1)[0] for text in texts for part in text.split("%(")[1:]}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed.

    Attributes:
        code: a key of CATALOGUE.
        row: number of the row as a spreadsheet program shows it; None for the file as a whole.
        field: column of the template it is about, if one.
        params: JSON-safe values for the text; values of cells are shortened.
    """

    code: str
    row: int | None = None
    field: str | None = None
    params: dict[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """`E`, `W` or `I`."""
        return severity(self.code)

    def sentence(self, translate: Callable[[str], str] = _same) -> str:
        """What a person reads, with the row number in front when there is one."""
        named = self.params if self.field is None else {"field": self.field, **self.params}
        return sentence(self.code, named, row=self.row, translate=translate)

    def as_json(self) -> dict[str, Any]:
        """The finding as plain data; `from_json` reads it back."""
        return {
            "code": self.code,
            "severity": self.severity,
            "row": self.row,
            "field": self.field,
            "params": self.params,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Finding":
        """Read back what `as_json` wrote. Raises KeyError when there is no code."""
        return cls(data["code"], data.get("row"), data.get("field"), dict(data.get("params") or {}))
