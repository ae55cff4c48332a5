"""Forms of supplier lists."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core import forms
from core.i18n import translate
from supplychain.lists.columns import TEMPLATE, letter
from supplychain.lists.models import SupplierList
from supplychain.lists.reading import Asked
from supplychain.lists.service import LARGEST, LONGEST_NAME

DAY_FIRST = {"day": True, "month": False}
ENCODINGS = ("utf-8", "utf-16", "cp1252", "cp1250", "cp1251", "cp1254", "cp1256", "gb18030", "big5", "shift_jis",
             "euc_kr")  # fmt: skip
DELIMITERS = ((",", _l("Comma")), (";", _l("Semicolon")), ("\t", _l("Tab")), ("|", _l("Vertical bar")))


class UploadForm(forms.FairgateForm):
    """A new list."""

    paper = forms.FileField(
        _l("Your supplier list"), hint=_l("One row for each supplier site."), accept=[".csv", ".xlsx"],
        max_bytes=LARGEST, missing=_l("Choose the file with your suppliers."),
    )  # fmt: skip
    name = forms.TextField(
        _l("Name of this list"),
        hint=_l("For example, Apparel suppliers, autumn 2026. The file's name is used if you leave it empty."),
        max_length=LONGEST_NAME, optional=True,
    )  # fmt: skip


class StepForm(forms.FairgateForm):
    """A step that asks nothing, made on a version of the list."""

    version = forms.HiddenField()


class ReadingForm(forms.FairgateForm):
    """How the file is to be read; only what the file has left open is asked."""

    version = forms.HiddenField()
    sheet = forms.SelectField(_l("Sheet of the workbook"), optional=True)
    encoding = forms.SelectField(_l("How the letters are written"), optional=True, blank=_l("Find out"))
    delimiter = forms.SelectField(
        _l("Character between the columns"), choices=DELIMITERS, optional=True, blank=_l("Find out")
    )
    header_row = forms.IntegerField(
        _l("Row with the headings"), hint=_l("As your spreadsheet program counts, from 1."), minimum=1, maximum=1000,
        width=4, optional=True,
    )  # fmt: skip

    def for_list(self, supplier_list: SupplierList) -> "ReadingForm":
        """Offer what this file has: its sheets, the samples of its letters."""
        header = supplier_list.dialect.get("header") or {}
        sheets = [sheet["name"] for sheet in header.get("sheets", []) if sheet["data"]]
        proposals = [
            (item["encoding"], f"{item['encoding']}: {item['sample'][:60]}")
            for finding in supplier_list.findings
            for item in finding["params"].get("proposals", [])
            if finding["code"] == "F03"
        ]
        self.sheet.choices = [(name, name) for name in sheets]
        self.encoding.choices = proposals or [(name, name.upper()) for name in ENCODINGS]
        if header.get("format") == "xlsx":
            del self.encoding, self.delimiter
        if len(sheets) < 2:
            del self.sheet
        return self

    def asked(self) -> Asked:
        """Return the person's choices."""
        chosen = {name: self[name].data for name in ("sheet", "encoding", "delimiter", "header_row") if name in self}
        return Asked(**{name: value or None for name, value in chosen.items()})


class _ColumnsForm(forms.FairgateForm):
    """Which column of the file is which; one field per column is added for each file."""

    version = forms.HiddenField()
    day_first = forms.ChoiceField(
        _l("How does this file write dates such as 03/04/2026?"),
        choices=[
            ("day", _l("Day first"), _l("3 April 2026")),
            ("month", _l("Month first"), _l("4 March 2026")),
        ],
        optional=True,
    )  # fmt: skip


def columns_form(supplier_list: SupplierList, **settings: Any) -> Any:
    """Return the form for the columns of one file, the proposal chosen in it."""
    mapping = supplier_list.mapping
    columns = mapping.get("columns", [])
    offered = [(column.name, _with_need(column)) for column in TEMPLATE]
    fields = {
        f"column-{index}": forms.SelectField(
            _("Column %(letter)s: %(heading)s", letter=letter(index), heading=heading or _("no heading")),
            choices=offered, blank=_l("Keep, but do not use"), optional=True,
            default=columns[index] if columns else None,
        )
        for index, heading in enumerate(supplier_list.headers)
    }  # fmt: skip
    made = type("ColumnsForm", (_ColumnsForm,), fields)
    form = made(**settings)
    if not form.is_submitted():
        form.version.data = str(supplier_list.version)
        chosen = mapping.get("day_first")
        form.day_first.data = None if chosen is None else "day" if chosen else "month"
    return form


def _with_need(column: Any) -> str:
    label = translate(column.label)
    return _("%(label)s (needed)", label=label) if column.required else label


def choices_of(form: Any, width: int) -> dict[int, str | None]:
    """Return the chosen template column of each column of the file."""
    return {index: form[f"column-{index}"].data for index in range(width)}


def version_of(form: Any) -> int | None:
    """Return the version a page was made of, -1 when it holds none: then it is stale."""
    typed = str(form.version.data or "")
    return int(typed) if typed.isascii() and typed.isdigit() else -1
