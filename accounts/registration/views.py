"""Pages of registering a broker."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.organisations import service
from accounts.registration.forms import RegisterForm
from accounts.sessions.service import start
from accounts.sessions.views import with_session
from core import forms
from core.errors import Invalid, TooMany
from core.permit import anyone
from core.web import pages

blueprint = pages("registration", __name__)


@blueprint.route("/account/register", methods=["GET", "POST"])
@anyone
def register() -> ResponseReturnValue:
    """Register a broker's first person, sign the person in, and go to the application."""
    form = RegisterForm()
    if form.validate_on_submit():
        try:
            membership = service.register_broker(**form.answers())
        except (Invalid, TooMany) as problem:
            forms.add_problem(form, problem)
        else:
            return with_session(redirect(url_for("applications.home"), 303), start(membership).secret)
    return render_template("accounts/registration/register.html", form=form), (422 if form.errors else 200)
