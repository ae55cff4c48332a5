"""Fields to type in: WTForms fields that become parameters of the govuk macros and answer in sentences."""

import re
from collections.abc import Sequence
from typing import Any, ClassVar

import phonenumbers
from flask_babel import gettext as _
from markupsafe import Markup
from wtforms import Field
from wtforms.validators import StopValidation

from core.i18n import N_
from core.text import clean_line, clean_text, fold_digits, has_forbidden

Fault = StopValidation
Words = Any  # str, or the lazy string of flask-babel

MISSING = N_("“%(label)s” is missing. Fill it in.")
UNSEEN = N_("“%(label)s” holds characters that cannot be shown. Type it again.")
TOO_SHORT = N_("“%(label)s” must have at least %(least)s characters. Make it longer.")
TOO_LONG = N_("“%(label)s” may have at most %(most)s characters. Shorten it.")


class GovukField(Field):
    """A field that knows its component, asks for an answer unless `optional`, and repeats what was typed.

    `missing` is the sentence for an empty answer; `width` is 2, 3, 4, 5, 10, 20 or 30 characters;
    `autocomplete` a token of the HTML standard for what people say about themselves (WCAG 1.3.5).
    """

    component: ClassVar[str] = "input"
    missing_sentence: ClassVar[str] = MISSING

    def __init__(
        self, label: Words = "", *, hint: Words = "", missing: Words = "", optional: bool = False,
        validators: Sequence[Any] = (), autocomplete: str = "", width: int | None = None, **settings: Any,
    ) -> None:  # fmt: skip
        super().__init__(label, list(validators), **settings)
        self.hint, self.missing, self.optional = hint, missing, optional
        self.autocomplete, self.width = autocomplete, width

    def __call__(self, **changes: Any) -> Markup:
        """Render through the same macro as ``ui.render``, so that ``{{ form.name }}`` works too."""
        from flask import current_app

        macros: Any = current_app.jinja_env.get_template("components/forms.html").module
        return Markup(macros.render(self, **changes))  # noqa: S704  made by our own escaping template

    @property
    def target(self) -> str:
        """Return the id that a link in the error summary leads to: always something that takes the focus."""
        return str(self.id)

    def is_empty(self) -> bool:
        """Tell whether nothing was answered."""
        return self.data is None or self.data in ("", [])

    def check(self) -> None:
        """Judge an answer that is there; raise Fault with a sentence that says how to mend it."""

    def say(self, sentence: str, **values: object) -> str:
        """Return a marked sentence, translated, with the field's label and `values` filled in."""
        return str(_(sentence, label=str(self.label.text), **values))

    def pre_validate(self, form: Any) -> None:
        """Ask for an answer, then judge it; later checks see only sound answers."""
        del form
        if self.process_errors:
            raise Fault
        if self.is_empty():
            raise Fault("" if self.optional else str(self.missing) or self.say(self.missing_sentence))
        self.check()

    def params(
        self, *, heading: bool = False, label_size: str = "s", label: Words = None, hint: Words = None,
        classes: str = "",
    ) -> dict[str, Any]:  # fmt: skip
        """Return the parameters of this field's macro, with a large label when it is the page's question."""
        found: dict[str, Any] = {
            "id": self.id,
            "name": self.name,
            **self.title(heading=heading, size=label_size, label=label),
        }
        note = self.note() if hint is None else str(hint)
        if note:
            found["hint"] = {"text": note}
        if self.errors:
            found["errorMessage"] = {"text": self.errors[0], "visuallyHiddenText": _("Error")}
        sized = f"govuk-input--width-{self.width}" if self.width else ""
        found["classes"] = f"{sized} {classes}".strip()
        if self.autocomplete:
            found["autocomplete"] = self.autocomplete
        found.update(self.more())
        return found

    def note(self) -> str:
        """Return the hint under the label."""
        return str(self.hint) if self.hint else ""

    def title(self, *, heading: bool, size: str, label: Words) -> dict[str, Any]:
        """Return the label as the macro wants it."""
        shown = {"text": self.words(label), "isPageHeading": heading}
        return {"label": {**shown, "classes": f"govuk-label--{'l' if heading else size}"}}

    def words(self, label: Words = None) -> Any:
        """Return the label, with "(optional)" where no answer is needed."""
        text = str(label or self.label.text)
        if not self.optional:
            return text
        return Markup('{} <span class="fg-optional">{}</span>').format(text, _("(optional)"))

    def more(self) -> dict[str, Any]:
        """Return the parameters that only this kind of field has."""
        return {"value": self.typed()}

    def typed(self) -> str:
        """Return what stands in the box: what the person typed, else what is recorded."""
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)


class TextField(GovukField):
    """One line of text of `min_length` to `max_length` characters; an empty answer is None."""

    kind: ClassVar[str] = "text"

    def __init__(
        self, label: Words = "", *, max_length: int = 200, min_length: int = 0, spellcheck: bool = False,
        inputmode: str = "", prefix: Words = "", suffix: Words = "", **settings: Any,
    ) -> None:  # fmt: skip
        super().__init__(label, **settings)
        self.max_length, self.min_length = max_length, min_length
        self.spellcheck, self.inputmode = spellcheck, inputmode
        self.prefix, self.suffix = prefix, suffix

    def clean(self, text: str) -> Any:
        """Return the answer made of what was typed."""
        return clean_line(text)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed, without what cannot be seen."""
        self.data = None
        if not valuelist:
            return
        text = str(valuelist[0])
        if has_forbidden(text):
            raise ValueError(self.say(UNSEEN))
        answer = self.clean(text)
        self.data = None if answer == "" else answer

    def check(self) -> None:
        """Refuse what is too short or too long."""
        if len(self.data) < self.min_length:
            raise Fault(self.say(TOO_SHORT, least=self.min_length))
        if len(self.data) > self.max_length:
            raise Fault(self.say(TOO_LONG, most=self.max_length))

    def more(self) -> dict[str, Any]:
        """Return value, kind of keyboard, and a direction that follows the script typed."""
        ltr = self.kind in {"email", "tel"} or self.inputmode in {"numeric", "decimal"}
        found: dict[str, Any] = {
            "value": self.typed(), "type": self.kind, "attributes": {"dir": "ltr" if ltr else "auto"},
            "spellcheck": self.spellcheck,
        }  # fmt: skip
        if self.inputmode:
            found["inputmode"] = self.inputmode
        for place, text in (("prefix", self.prefix), ("suffix", self.suffix)):
            if text:
                found[place] = {"text": str(text)}
        return found


class LongTextField(TextField):
    """Text of several lines."""

    component = "textarea"

    def __init__(self, label: Words = "", *, max_length: int = 2000, rows: int = 5, **settings: Any) -> None:
        super().__init__(label, max_length=max_length, **settings)
        self.rows = rows

    def clean(self, text: str) -> Any:
        """Keep the lines."""
        return clean_text(text)

    def note(self) -> str:
        """Say how much fits before the person writes."""
        most = _("At most %(most)s characters.", most=f"{self.max_length:,}")
        return f"{self.hint} {most}" if self.hint else most

    def more(self) -> dict[str, Any]:
        """Return the text and the height of the box."""
        typed = {"value": self.typed(), "rows": self.rows}
        return {**typed, "attributes": {"dir": "auto"}, "spellcheck": True}


class EmailField(TextField):
    """An e-mail address; whether it is real, only a letter to it can tell."""

    kind = "email"
    shape = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}")

    def check(self) -> None:
        """Refuse what cannot be an address."""
        if len(self.data) > 254 or not self.shape.fullmatch(self.data):
            raise Fault(self.say(N_("Enter an e-mail address such as name@example.org.")))


class PasswordField(TextField):
    """A password, taken as typed and never shown again."""

    component = "password"
    kind = "password"

    def clean(self, text: str) -> Any:
        """Change nothing: spaces are part of a password."""
        return text

    def typed(self) -> str:
        """Show nothing."""
        return ""


class PhoneField(TextField):
    """A phone number, kept as E.164; without a country code it is read as one of `region` (ISO 3166)."""

    kind = "tel"

    def __init__(self, label: Words = "", *, region: str | None = None, **settings: Any) -> None:
        super().__init__(label, **{"width": 20, "max_length": 40, **settings})
        self.region = region

    def check(self) -> None:
        """Refuse what no network could call."""
        try:
            number = phonenumbers.parse(fold_digits(self.data), self.region)
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise Fault(self.say(N_("Enter a phone number with its country code, such as +977 1 4000000.")))
        self.data = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def legend(field: GovukField, *, heading: bool, size: str, label: Words) -> dict[str, Any]:
    """Return the fieldset with the question of a group of boxes."""
    look = f"govuk-fieldset__legend--{'l' if heading else size}"
    return {"fieldset": {"legend": {"text": field.words(label), "isPageHeading": heading, "classes": look}}}
