"""Forms of answers in a case: to what was missing, and to an intention to refuse."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from core import forms
from licensing.evidence import papers


def answers_form(rows: Sequence[Any]) -> forms.FairgateForm:
    """Return a form with a box for each thing that was missing."""
    fields = {
        f"answer-{row.id.hex}": forms.LongTextField(
            _l("Your answer"), max_length=2000, rows=3, optional=True, default=row.answer or "",
            hint=_l("Leave it empty if you have mended it."),
        )
        for row in rows
    }  # fmt: skip
    made: forms.FairgateForm = type("Answers", (forms.FairgateForm,), fields)()
    return made


class RepresentationForm(forms.FairgateForm):
    """What the agency says before it may be refused."""

    text = forms.LongTextField(
        _l("What do you say to it?"), max_length=20_000, rows=12, missing=_l("Write what you say to it.")
    )
    paper_1 = forms.FileField(_l("First paper"), accept=papers.ENDINGS, max_bytes=papers.LARGEST, optional=True)
    paper_2 = forms.FileField(_l("Second paper"), accept=papers.ENDINGS, max_bytes=papers.LARGEST, optional=True)
    paper_3 = forms.FileField(_l("Third paper"), accept=papers.ENDINGS, max_bytes=papers.LARGEST, optional=True)

    def papers(self) -> list[Any]:
        """Return the uploads."""
        return [self.paper_1.data, self.paper_2.data, self.paper_3.data]
