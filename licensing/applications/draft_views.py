"""A draft as a file: saved by the agency, and taken in again."""

import json
from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from marshmallow import EXCLUDE, ValidationError

from accounts.permissions import Permission
from core import forms
from core.actor import signed_in
from core.errors import Invalid
from core.i18n import N_
from core.permit import permits
from licensing.applications import queries, transfer
from licensing.applications.forms import DraftFileForm
from licensing.applications.part_pages import blueprint, load, load_open
from licensing.applications.transfer_schemas import DraftFileSchema

LARGEST = 1_000_000


@blueprint.get("/<reference>/draft.json")
@permits(Permission.APPLY)
def export_draft(reference: str) -> ResponseReturnValue:
    """Give the answers as a file to keep."""
    application = load(reference)
    told = DraftFileSchema().dump(transfer.export(queries.answers(application)))
    response = Response(json.dumps(told, ensure_ascii=False, indent=1), mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{application.reference}.json"'
    return response


@blueprint.route("/<reference>/draft", methods=["GET", "POST"])
@permits(Permission.APPLY)
def import_draft(reference: str) -> ResponseReturnValue:
    """Take the answers of a file into a draft, all of them or none."""
    application = load_open(reference)
    form = DraftFileForm()
    if form.validate_on_submit():
        try:
            transfer.bring_in(application, read(form.file.data.stream.read(LARGEST + 1)), by=signed_in())
        except Invalid as problem:
            forms.add_problem(form, problem)
        else:
            flash(_("The answers of the file are in your application. Look at each part and save it."), "success")
            return redirect(url_for("applications.show", reference=application.reference), 303)
    page = render_template("licensing/applications/draft.html", application=application, form=form)
    return page, 422 if form.errors else 200


def read(content: bytes) -> dict[str, Any]:
    """Return what a file of a draft says. Raises Invalid naming `file` when it is none."""
    sentence = N_("This is not a file that was saved here. Choose one whose name ends in .json.")
    try:
        told: dict[str, Any] = DraftFileSchema(unknown=EXCLUDE).load(json.loads(content))
    except (ValueError, RecursionError, ValidationError) as error:
        raise Invalid("file-unreadable", sentence, {"file": sentence}) from error
    return told
