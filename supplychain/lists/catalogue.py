"""Every finding a supplier list can have: its code, how grave it is, and what the reader is told.

Codes and meanings follow the design of list intake; R36 (a value that is no number, date or listed choice)
was added because a refused figure must be nameable. Texts have no final row number: `Finding.sentence` puts
it in front.
"""

from dataclasses import dataclass, field
from typing import Literal

from core.i18n import N_

Severity = Literal["E", "W", "I"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One code: `E` stops the row or the file, `W` wants a look, `I` is said once.

    `variants` holds other texts for the same code, chosen by `params["reason"]`. `auto_fix` says that the
    value kept is already a repaired one.
    """

    code: str
    severity: Severity
    message: str
    auto_fix: bool = False
    variants: dict[str, str] = field(default_factory=dict)


_FILE_RULES = (
    Rule(
        "F01",
        "E",
        N_("This file could not be read. Save it again as CSV (UTF-8) or as an Excel workbook (.xlsx)."),
        variants={
            "not_table": N_(
                "This is not a list: the file holds an image, a document or another kind of data."
            ),
            "archive": N_(
                "This is an archive or another kind of office file. Upload the CSV file or the Excel "
                "workbook (.xlsx) itself."
            ),
            "damaged": N_("The workbook is damaged. Open it in a spreadsheet program and save it again."),
            "doctype": N_(
                "The workbook holds instructions that a list never needs (%(part)s). It was not opened."
            ),
            "names": N_(
                "The parts of the workbook have unsafe or repeated names. Save it again in a spreadsheet "
                "program."
            ),
            "macros": N_("The workbook holds macros. Save it as an Excel workbook without macros (.xlsx)."),
            "external": N_(
                "The workbook takes values from other files. Copy the cells, paste them as values, and "
                "save it again."
            ),
            "html": N_(
                "This is a web page saved under another name. Open it in a spreadsheet program and save it "
                "as .xlsx."
            ),
            "quote": N_(
                "A quotation mark opened in row %(at)s is never closed, so the rest of the file cannot be "
                "told apart."
            ),
            "no_sheet": N_("The workbook has no sheet with the name “%(sheet)s”."),
        },
    ),
    Rule(
        "F02",
        "E",
        N_("This file is too large to read."),
        variants={
            "bytes": N_("The file is larger than %(limit)s MB."),
            "rows": N_("The list has more than %(limit)s rows. Split it into several files."),
            "columns": N_("The list has more than %(limit)s columns."),
            "cell": N_(
                "A cell in row %(at)s has more than %(limit)s characters. A quotation mark before it may "
                "not be closed."
            ),
        },
    ),
    Rule(
        "F03",
        "E",
        N_(
            "We cannot tell how the letters in this file are written. Choose the sample that reads correctly."
        ),
    ),
    Rule("F04", "I", N_("We read this file with “%(delimiter)s” between the columns. Check the preview.")),
    Rule(
        "F05",
        "E",
        N_(
            "We found no row with column headings in the first 20 rows. We took row %(at)s; choose another "
            "if that is wrong."
        ),
    ),
    Rule("F06", "E", N_("Two columns have the same heading “%(heading)s”: %(columns)s.")),
    Rule("F07", "E", N_("No column for “%(field)s” was found. Every list needs one.")),
    Rule("F08", "I", N_("The column “%(heading)s” is kept but not used.")),
    Rule("F09", "W", N_("We read the sheet “%(sheet)s”. Other sheets have data too: %(others)s.")),
    Rule(
        "F10",
        "W",
        N_("Some cells are merged. Each was filled with the value of the first: %(count)s cells."),
        auto_fix=True,
        variants={
            "hidden_rows": N_("%(count)s hidden rows were read too, the first in row %(at)s."),
            "hidden_columns": N_("Hidden columns were read too: %(columns)s."),
        },
    ),
    Rule("F11", "E", N_("The file is protected by a password. Remove the password and upload it again.")),
    Rule(
        "F12",
        "E",
        N_("This is the old Excel format (.xls). Open it, choose “Save as”, then “Excel workbook (.xlsx)”."),
    ),
    Rule(
        "F13",
        "E",
        N_("The file unpacks to far more than a list needs. It was not opened."),
        variants={
            "stopped": N_("Reading this file took too much time or memory, so we stopped."),
        },
    ),
    Rule(
        "F14",
        "E",
        N_("The file has no rows under its headings."),
        variants={"empty": N_("The file is empty.")},
    ),
    Rule("F15", "W", N_("The same file was uploaded before, on %(date)s.")),
)

_ROW_RULES = (
    Rule("R01", "E", N_("“%(field)s” is empty.")),
    Rule("R02", "E", N_("“%(field)s” has %(length)s characters; at most %(limit)s are possible.")),
    Rule(
        "R03",
        "E",
        N_("country '%(value)s' is not known."),
        variants={
            "suggestion": N_("country '%(value)s' is not known. Did you mean %(suggestion)s?"),
        },
    ),
    Rule("R04", "W", N_("the address ends with “%(value)s”, but the country is %(country)s.")),
    Rule("R05", "W", N_("the state or province “%(value)s” does not belong to %(country)s.")),
    Rule(
        "R06",
        "W",
        N_("“%(value)s” is not a valid %(field)s; the place was left out."),
        variants={
            "alone": N_("latitude and longitude are only useful together; the place was left out."),
            "zero": N_("latitude and longitude 0, 0 is a point in the ocean; the place was left out."),
        },
    ),
    Rule("R07", "W", N_("the point %(lat)s, %(lng)s is not in %(country)s.")),
    Rule("R08", "W", N_("latitude and longitude seem to be swapped: %(lat)s, %(lng)s.")),
    Rule(
        "R09",
        "W",
        N_("“%(value)s” is not a valid %(field)s: %(expected)s expected."),
        variants={
            "check": N_(
                "“%(value)s” is not a valid %(field)s: its check digit does not fit, so one character is "
                "wrong."
            ),
        },
    ),
    Rule("R10", "W", N_("%(field)s “%(value)s” belongs to a different supplier: %(other)s.")),
    Rule("R11", "W", N_("the row has %(count)s more cells than there are headings: %(value)s.")),
    Rule("R12", "I", N_("the row has %(count)s fewer cells than there are headings.")),
    Rule("R13", "W", N_("invisible control characters were removed from “%(field)s”."), auto_fix=True),
    Rule(
        "R14",
        "W",
        N_("characters that reverse the reading direction were removed from “%(field)s”."),
        auto_fix=True,
    ),
    Rule("R15", "W", N_("“%(value)s” seems to hold damaged letters.")),
    Rule("R16", "W", N_("“%(value)s” may have lost a zero at its start (%(field)s).")),
    Rule(
        "R17",
        "W",
        N_("“%(value)s” looks changed by the spreadsheet program (%(field)s)."),
        variants={
            "formula": N_("the formula in “%(field)s” has no stored result, so the cell is empty."),
            "text": N_("“%(value)s” is a formula, not a value (%(field)s)."),
            "date": N_("“%(value)s” is a date where “%(field)s” was expected."),
            "number": N_("“%(value)s” was shortened by the spreadsheet program (%(field)s)."),
        },
    ),
    Rule(
        "R18",
        "I",
        N_("“%(value)s” starts like a formula. Files we give out keep it as plain text."),
        auto_fix=True,
    ),
    Rule(
        "R19",
        "W",
        N_("“%(value)s” is an error of the spreadsheet program; the cell was read as empty (%(field)s)."),
        auto_fix=True,
    ),
    Rule(
        "R20",
        "I",
        N_("“%(value)s” stands for nothing; the cell was read as empty (%(field)s)."),
        auto_fix=True,
    ),
    Rule("R21", "W", N_("the address is only a post-office box.")),
    Rule("R22", "W", N_("the address “%(value)s” is too short to find the place.")),
    Rule("R23", "W", N_("this row repeats row %(other)s.")),
    Rule("R24", "W", N_("this row is nearly the same as row %(other)s.")),
    Rule("R25", "I", N_("this row differs from row %(other)s only in a number.")),
    Rule("R26", "E", N_("“%(field)s” (%(value)s) is more than the number of workers (%(total)s).")),
    Rule(
        "R27",
        "W",
        N_("“%(value)s” is not a tier: a whole number from 1 was expected."),
        variants={
            "path": N_(
                "tier %(value)s does not fit: row %(other)s, which buys from it, is tier %(expected)s."
            ),
        },
    ),
    Rule(
        "R28",
        "W",
        N_("“Buys from” names “%(value)s”, which is no reference in this file."),
        variants={
            "circle": N_("“Buys from” goes round in a circle: %(value)s."),
        },
    ),
    Rule("R29", "W", N_("the broker “%(value)s” has no licence number.")),
    Rule(
        "R30",
        "W",
        N_("the licence “%(value)s” is not in force: %(status)s."),
        variants={
            "not_found": N_("no licence “%(value)s” was found."),
        },
    ),
    Rule("R31", "W", N_("workers pay the recruitment fee. The employer must pay it.")),
    Rule("R32", "I", N_("“%(value)s” is not a known code (%(field)s).")),
    Rule(
        "R33",
        "W",
        N_("the notes may hold personal data (%(kind)s). Remove it if you do not need it."),
        variants={
            "email": N_("the notes hold an e-mail address. Remove it if you do not need it."),
            "phone": N_("the notes hold a telephone number. Remove it if you do not need it."),
            "document": N_("the notes hold the number of a passport or identity card. Remove it."),
        },
    ),
    Rule("R34", "I", N_("“%(value)s” looks like the name of a person.")),
    Rule("R35", "W", N_("“%(value)s” resembles a flagged entity; an alert was opened.")),
    Rule(
        "R36",
        "W",
        N_("“%(value)s” was not understood (%(field)s)."),
        variants={
            "number": N_("“%(value)s” is not a whole number or a range (%(field)s)."),
            "date": N_("“%(value)s” is not a date (%(field)s). Write it as YYYY-MM-DD."),
            "ambiguous": N_(
                "“%(value)s” can be read as two dates (%(field)s). Say whether the day or the month comes "
                "first."
            ),
            "choice": N_("“%(value)s” is not one of: employer, worker, shared, unknown."),
            "country": N_("“%(value)s” is not a known country (%(field)s)."),
            "order": N_("the end “%(value)s” is before the start of the relationship."),
        },
    ),
)

CATALOGUE: dict[str, Rule] = {rule.code: rule for rule in (*_FILE_RULES, *_ROW_RULES)}
