"""Forms of messages."""

from flask_babel import lazy_gettext as _l

from core import forms
from licensing.messages.service import LONGEST


class MessageForm(forms.FairgateForm):
    """A message to the other side."""

    body = forms.LongTextField(_l("Your message"), max_length=LONGEST, rows=6, missing=_l("Write your message."))
