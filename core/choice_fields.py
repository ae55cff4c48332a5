"""Fields to choose with: radios, lists, boxes to tick, files."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from core.fields import Fault, GovukField, Words, legend
from core.i18n import N_

CHOOSE = N_("Choose an answer to “%(label)s”.")
TOO_LARGE = N_("The file is larger than %(most)s MB. Split it and send the parts.")
NOT_OFFERED = N_("Choose one of the answers to “%(label)s”.")
Choice = tuple[Any, ...]  # (value, words) or (value, words, hint)
Choices = Sequence[Choice] | Callable[[], Sequence[Choice]]


class ChoiceField(GovukField):
    """One answer of a few, as radios; `data` is the value, a str, or None.

    `choices` are (value, words) or (value, words, hint), or a function that returns them for this request.
    """

    component = "radios"
    missing_sentence = CHOOSE

    def __init__(self, label: Words = "", *, choices: Choices = (), **settings: Any) -> None:
        super().__init__(label, **settings)
        self.choices: Choices = choices

    def offered(self) -> Sequence[Choice]:
        """Return the choices of this request."""
        return self.choices() if callable(self.choices) else self.choices

    def process_data(self, value: Any) -> None:
        """Hold a recorded value as the text the page sends."""
        self.data = None if value is None else str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the chosen value."""
        self.data = str(valuelist[0]) if valuelist and valuelist[0] != "" else None

    def check(self) -> None:
        """Refuse a value that was not on offer."""
        if self.data not in {str(choice[0]) for choice in self.offered()}:
            raise Fault(self.say(NOT_OFFERED))

    def title(self, *, heading: bool, size: str, label: Words) -> dict[str, Any]:
        """Return the legend round the choices."""
        return legend(self, heading=heading, size=size, label=label)

    def chosen(self, value: str) -> bool:
        """Tell whether `value` is ticked."""
        return bool(self.data == value)

    def more(self) -> dict[str, Any]:
        """Return the choices."""
        items = []
        for value, words, *hint in self.offered():
            ticked = self.chosen(str(value))
            item: dict[str, Any] = {"value": str(value), "text": str(words), "checked": ticked}
            if hint and hint[0]:
                item["hint"] = {"text": str(hint[0])}
            items.append(item)
        return {"idPrefix": self.id, "items": items}


class SelectField(ChoiceField):
    """One answer of many, as a drop-down list; `blank` is the empty first line."""

    component = "select"

    def __init__(self, label: Words = "", *, blank: Words = "", **settings: Any) -> None:
        super().__init__(label, **settings)
        self.blank = blank

    def title(self, *, heading: bool, size: str, label: Words) -> dict[str, Any]:
        """Return the label."""
        return GovukField.title(self, heading=heading, size=size, label=label)

    def more(self) -> dict[str, Any]:
        """Return the lines of the list; the empty one stands there until something is recorded."""
        lines = [{"value": "", "text": str(self.blank) or _("Choose"), "selected": self.data is None}]
        for value, words, *_hint in self.offered():
            lines.append({"value": str(value), "text": str(words), "selected": self.chosen(str(value))})
        return {"items": lines}


class MultiChoiceField(ChoiceField):
    """Any number of answers, as boxes to tick; `data` is a list of str."""

    component = "checkboxes"

    def process_data(self, value: Any) -> None:
        """Hold recorded values as the texts the page sends."""
        self.data = [str(item) for item in value or []]

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the ticked values, each once."""
        self.data = list(dict.fromkeys(str(item) for item in valuelist))

    def check(self) -> None:
        """Refuse values that were not on offer."""
        if not set(self.data) <= {str(choice[0]) for choice in self.offered()}:
            raise Fault(self.say(NOT_OFFERED))

    def chosen(self, value: str) -> bool:
        """Tell whether `value` is ticked."""
        return value in self.data


class YesNoField(ChoiceField):
    """Yes or no; `data` is True, False or None."""

    def __init__(self, label: Words = "", *, yes: Words = "", no: Words = "", **settings: Any) -> None:
        super().__init__(label, **settings)
        self.yes, self.no = yes, no

    def process_data(self, value: Any) -> None:
        """Hold the recorded answer."""
        self.data = None if value is None else bool(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the answer."""
        self.data = {"yes": True, "no": False}.get(valuelist[0]) if valuelist else None

    def is_empty(self) -> bool:
        """No is an answer."""
        return self.data is None

    def check(self) -> None:
        """Nothing else can arrive."""

    def chosen(self, value: str) -> bool:
        """Tell whether `value` is ticked."""
        return self.data is (value == "yes") and self.data is not None

    def more(self) -> dict[str, Any]:
        """Return yes and no."""
        self.choices = [("yes", self.yes or _("Yes")), ("no", self.no or _("No"))]
        return super().more()


class ConfirmField(GovukField):
    """One box that must be ticked, such as a declaration (or may be, if optional); `data` is a bool."""

    component = "confirm"
    missing_sentence = N_("Tick the box to confirm: %(label)s")

    def process_data(self, value: Any) -> None:
        """Hold the recorded answer."""
        self.data = bool(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the tick."""
        self.data = bool(valuelist and valuelist[0] == "yes")

    def is_empty(self) -> bool:
        """Not ticked is no answer."""
        return not self.data

    def title(self, *, heading: bool, size: str, label: Words) -> dict[str, Any]:
        """The words stand beside the box, not above it."""
        del heading, size, label
        return {}

    def more(self) -> dict[str, Any]:
        """Return the one box."""
        box = {"value": "yes", "text": self.words(), "checked": bool(self.data)}
        return {"idPrefix": self.id, "items": [box]}


class FileField(GovukField):
    """One file ending in one of `accept`, at most `max_bytes` long; `data` is a FileStorage or None."""

    component = "file"
    missing_sentence: ClassVar[str] = N_("Choose a file for “%(label)s”.")

    def __init__(
        self, label: Words = "", *, accept: Sequence[str] = (), max_bytes: int = 10_000_000, **settings: Any
    ) -> None:
        super().__init__(label, **settings)
        self.accept, self.max_bytes = [ending.lower() for ending in accept], max_bytes

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the file, if one was chosen."""
        files = [item for item in valuelist if isinstance(item, FileStorage) and item.filename]
        self.data = files[0] if files else None

    def is_empty(self) -> bool:
        """A FileStorage is false when nameless; ask for None alone."""
        return self.data is None

    def kinds(self) -> str:
        """Return the endings as they are said in a sentence."""
        return ", ".join(ending.lstrip(".").upper() for ending in self.accept)

    def check(self) -> None:
        """Refuse other endings and what is too large; what is inside is judged elsewhere."""
        name = (self.data.filename or "").lower()
        if self.accept and not name.endswith(tuple(self.accept)):
            raise Fault(self.say(N_("Choose a file of one of these kinds: %(kinds)s."), kinds=self.kinds()))
        size = self.data.stream.seek(0, 2)
        self.data.stream.seek(0)
        if size > self.max_bytes:
            most = self.max_bytes // 1_000_000
            raise Fault(self.say(TOO_LARGE, most=most))

    def note(self) -> str:
        """Say the limits before the person chooses."""
        most = self.max_bytes // 1_000_000
        limits = _("%(kinds)s, at most %(most)s MB.", kinds=self.kinds() or _("Any file"), most=most)
        return f"{self.hint} {limits}" if self.hint else limits

    def more(self) -> dict[str, Any]:
        """Return what the browser's own chooser may filter by."""
        return {"attributes": {"accept": ",".join(self.accept)}} if self.accept else {}
