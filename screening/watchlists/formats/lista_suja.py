"""Brazil's register of employers who kept workers in conditions like slavery, the “lista suja” (CSV, pure).

Windows-1252 or UTF-8, semicolons, some lines of text before the header that begins with ``ID;`` and notes after the
table. The numbers in the column ID are given anew at each publication, so the key is the tax number and what was
inspected. Published by the Ministério do Trabalho e Emprego under Portaria Interministerial 18/2024 at
https://www.gov.br/trabalho-e-emprego; no file of the publisher was at hand to test with.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from screening.watchlists.formats import tables
from screening.watchlists.formats.opening import Opening
from screening.watchlists.formats.tables import Row
from screening.watchlists.formats.texts import facts, iso_date, line
from screening.watchlists.records import EntityRecord, FormatError, NameRecord, Report, Skipped

TITLE = "Brazil: cadastro de empregadores, lista suja (CSV)"
_EMPLOYER, _NUMBER, _PLACE = "Empregador", "CNPJ/CPF", "Estabelecimento"
_YEAR, _DECISION = "Ano da ação fiscal", "Decisão administrativa de procedência"
_WORKERS, _INCLUSION = "Trabalhadores envolvidos", "Inclusão no Cadastro de Empregadores"
NEEDED = ("ID", "UF", _EMPLOYER, _NUMBER, _PLACE, _INCLUSION)
_SOURCE = (
    "https://www.gov.br/trabalho-e-emprego/pt-br/assuntos/inspecao-do-trabalho/areas-de-atuacao/"
    "cadastro_de_empregadores.csv"
)
_HEADER_WITHIN = 60
_DAY = r"(\d{1,2}/\d{1,2}/\d{4})"
_PERIOD = re.compile(rf"{_DAY}(?:\s+(?:a|até)\s+{_DAY})?")
_MARK = re.compile(r"\s*\(\*+\d*\)\s*$|\s*\*+\d*$")  # refers to a note below the table
_CNPJ, _CPF = 14, 11


def recognise(opening: Opening) -> bool:
    """Tell whether one of the first lines is the header."""
    return _header_line(opening) is not None


def _header_line(opening: Opening) -> int | None:
    for at in range(min(_HEADER_WITHIN, len(opening.lines))):
        if opening.has_columns("ID", _EMPLOYER, _NUMBER, delimiter=";", line=at):
            return at + 1
    return None


def read(files: Sequence[Path], report: Report) -> Iterator[EntityRecord]:
    """Yield the employers, one for each inspection; FormatError for the first row that is not as it should be."""
    at = _header_line(Opening(files[0]))
    if at is None:
        raise FormatError(1, "ID", "There is no line that begins with “ID;”. Is this the CSV file?", files[0].name)
    seen: set[str] = set()
    for row in tables.rows(files[0], NEEDED, delimiter=";", header_line=at):
        if not row["ID"].isdigit() and not (row[_EMPLOYER] and row[_NUMBER]):
            report(Skipped(row.line, " ".join(row.cells.values()), "A note below the table."))
            continue
        if not row[_EMPLOYER]:
            raise row.wrong(_EMPLOYER, "The name of the employer is missing.")
        record = _entity(row)
        if record.entity_key in seen:
            report(Skipped(row.line, record.caption, "The same inspection stands in the list twice."))
            continue
        seen.add(record.entity_key)
        yield record


def _entity(row: Row) -> EntityRecord:
    digits = re.sub(r"\D", "", row[_NUMBER])
    valid = "*" not in row[_NUMBER] and (is_cnpj(digits) or is_cpf(digits))
    name = line(row[_EMPLOYER])
    name = name[:-20] + _MARK.sub("", name[-20:])  # the mark is short and at the end
    begins, ends = _periods(row)
    return EntityRecord(
        entity_key=_key(row, digits, name),
        # a CPF is a person's number; an unreadable one leaves it open
        schema="Organization" if len(digits) == _CNPJ else "Person" if len(digits) == _CPF else "LegalEntity",
        caption=name,
        names=(NameRecord(name),),
        programs=("Cadastro de empregadores (lista suja)",),
        countries=("BR",),
        identifiers=_identifiers(digits) if valid else {},
        addresses=(f"{line(row[_PLACE])}, {row['UF']}, Brasil",) if row[_PLACE] else (),
        reason=facts([
            ("Conditions like slavery, inspected in", row[_YEAR]), ("Workers involved", row[_WORKERS]),
            ("Final decision", row[_DECISION]),
        ]),
        remarks=facts([
            ("On the list", row[_INCLUSION]), ("State", row["UF"]), ("Activity (CNAE)", row["CNAE"]),
            ("Tax number as printed", row[_NUMBER]),
            ("Tax number", "" if valid else "its check digits are wrong or it is masked, so it is not compared"),
        ]),
        listed_on=begins,
        delisted_on=ends,
        source_url=_SOURCE,
    )  # fmt: skip


def _key(row: Row, digits: str, name: str) -> str:
    what = "\n".join(line(text).casefold() for text in (row[_YEAR], row["UF"], row[_PLACE], name))
    return f"{digits or 'x'}-{hashlib.sha256(what.encode()).hexdigest()[:16]}"


def _identifiers(digits: str) -> dict[str, tuple[str, ...]]:
    """Return a valid number by scheme: a company's CNPJ is its registration number and its tax number at once."""
    return {"registration_number": (digits,), "tax_id": (digits,)} if len(digits) == _CNPJ else {"tax_id": (digits,)}


def _periods(row: Row) -> tuple[str | None, str | None]:
    """Return begin and end of the last period: an employer may leave by a court's order and come back.

    “05/04/2024 a 10/05/2024, 09/04/2025” means on the list again since 9 April 2025.
    """
    periods = _PERIOD.findall(row[_INCLUSION])
    if not periods:
        raise row.wrong(_INCLUSION, f"“{row[_INCLUSION][:40]}” holds no date like 05/04/2024.")
    begins, ends = max(((iso_date(a) or "", iso_date(b)) for a, b in periods), key=lambda period: period[0])
    return begins, ends


def is_cnpj(digits: str) -> bool:
    """Tell whether 14 digits are a company's number: its two check digits are right (Receita Federal, modulo 11)."""
    return len(digits) == _CNPJ and _checks(digits, 8)


def is_cpf(digits: str) -> bool:
    """Tell whether 11 digits are a person's number: its two check digits are right (Receita Federal, modulo 11)."""
    return len(digits) == _CPF and _checks(digits, 10)


def _checks(digits: str, cycle: int) -> bool:
    """Weigh the digits from the right with 2, 3, 4 …, beginning again after `cycle` of them."""
    for at in (len(digits) - 2, len(digits) - 1):
        total = sum(int(digit) * (2 + place % cycle) for place, digit in enumerate(reversed(digits[:at])))
        if total * 10 % 11 % 10 != int(digits[at]):
            return False
    return len(set(digits)) > 1
