"""Forms of pages: base classes, the error summary, and refusals of services shown beside their fields."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from wtforms import FieldList, FormField
from wtforms.csrf.core import CSRFTokenField

from core import kept
from core.choice_fields import (
    ChoiceField,
    ConfirmField,
    FileField,
    MultiChoiceField,
    SelectField,
    YesNoField,
)
from core.errors import Problem
from core.fields import (
    EmailField,
    Fault,
    GovukField,
    LongTextField,
    PasswordField,
    PhoneField,
    TextField,
)
from core.figure_fields import DateField, IntegerField, MoneyField
from core.i18n import translate


class HiddenField(TextField):
    """A value the page carries along; a fault in it is shown in the summary, without a link."""

    component = "hidden"

    def __init__(self, label: Any = "", **settings: Any) -> None:
        super().__init__(label, **{"optional": True, **settings})


class FairgateForm(FlaskForm):
    """A form of a signed-in page, with a CSRF token.

    Where its page was sent after the session had ended, it is filled with what was typed then, and `restored` says so.
    """

    restored = False

    class Meta(FlaskForm.Meta):
        """Where the form's data comes from when the view gives none."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Return what was sent; for a page that is only looked at, what was kept of it."""
            found = super().wrap_formdata(form, formdata)
            if formdata is not _Auto:
                return found
            if found is not None:
                kept.sent_again()
                return found
            waiting = kept.waiting()
            form.restored = waiting is not None
            return waiting

    def summary(self) -> list[tuple[str, str | None]]:
        """Return every error as (sentence, address in the page or None), in the order of the page."""
        found: list[tuple[str, str | None]] = [(str(sentence), None) for sentence in self.form_errors]
        for field in self:
            found.extend(errors_of(field))
        return found

    def answers(self) -> dict[str, Any]:
        """Return the data of every field but the CSRF token."""
        return {name: data for name, data in self.data.items() if name != "csrf_token"}

    @property
    def takes_files(self) -> bool:
        """Tell whether the page must send the form as multipart."""
        return any(isinstance(field, FileField) for field in self)


class OpenForm(FairgateForm):
    """A form of a public page: no session, so no token. Only for searches and for what workers tell us."""

    class Meta:
        """Set no cookie."""

        csrf = False


def errors_of(field: Any) -> Iterator[tuple[str, str | None]]:
    """Yield each error of a field and of the fields inside it."""
    if isinstance(field, FieldList):
        for entry in field.entries:
            yield from errors_of(entry)
    elif isinstance(field, FormField):
        for inner in field.form:
            yield from errors_of(inner)
    elif isinstance(field, CSRFTokenField):
        if field.errors:
            yield _("This page was open too long. Send it again: what you typed is still here."), None
    elif isinstance(field, GovukField):
        target = None if isinstance(field, HiddenField) else f"#{field.target}"
        yield from ((str(sentence), target) for sentence in field.errors)
    else:
        yield from ((str(sentence), f"#{field.id}") for sentence in field.errors)


def add_problem(form: FairgateForm, problem: Problem) -> None:
    """Show a service's refusal: each of its fields beside that field, everything else in the summary.

    A field is named as in the form, or as ``costs-0-payer`` for one inside a list.
    """
    every = {field.name: field for field in _all_fields(form)}
    for name, sentence in problem.fields.items():
        field = every.get(name) or every.get(name.replace(".", "-"))
        if field is None or isinstance(field, HiddenField):
            form.form_errors.append(_filled(sentence, problem))
        else:
            field.errors = [*field.errors, _filled(sentence, problem)]
    if not problem.fields:
        form.form_errors.append(_filled(problem.detail or problem.title, problem))


def _filled(sentence: str, problem: Problem) -> str:
    return translate(sentence, **problem.values) if "%(" in sentence else translate(sentence)


def _all_fields(fields: Any) -> Iterator[Any]:
    for field in fields:
        if isinstance(field, FieldList):
            yield from _all_fields(field.entries)
        elif isinstance(field, FormField):
            yield from _all_fields(field.form)
        else:
            yield field


__all__ = [
    "ChoiceField",
    "ConfirmField",
    "DateField",
    "EmailField",
    "FairgateForm",
    "Fault",
    "FileField",
    "HiddenField",
    "IntegerField",
    "LongTextField",
    "MoneyField",
    "MultiChoiceField",
    "OpenForm",
    "PasswordField",
    "PhoneField",
    "SelectField",
    "TextField",
    "YesNoField",
    "add_problem",
]
