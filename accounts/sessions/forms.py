"""Forms of signing in."""

from flask_babel import lazy_gettext as _l

from core import forms, kept


class SignInForm(forms.FairgateForm):
    """Address and password."""

    email = forms.EmailField(_l("E-mail address"), missing=_l("Enter your e-mail address."), autocomplete="username")
    password = forms.PasswordField(_l("Password"), missing=_l("Enter your password."), autocomplete="current-password")
    # what was typed into a form that was sent after the session had ended, signed
    kept = forms.HiddenField(max_length=kept.LARGEST)
