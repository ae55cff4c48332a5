"""The first page for who thinks of applying: no sign-in, what it takes, and a calculator."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from core.actor import current_actor
from core.permit import anyone
from licensing.applications import guide, queries
from licensing.applications.forms import CostForm
from licensing.applications.part_pages import blueprint


@blueprint.get("/guide")
@anyone
def guide_page() -> ResponseReturnValue:
    """Say who needs a licence, what it costs, which papers are asked for, and how long it takes."""
    classes = queries.classes()
    wanted = request.args.get("class_code", "")
    chosen = next((item for item in classes if item.code == wanted), classes[0] if classes else None)
    form = CostForm(formdata=request.args if "workers" in request.args else None, meta={"csrf": False})
    form.class_code.choices = [(item.code, item.name) for item in classes]
    if chosen is not None and not form.class_code.data:
        form.class_code.data = chosen.code
    calculated = None
    if chosen is not None and "workers" in request.args and form.validate():
        calculated = guide.cost(chosen.code, form.workers.data)
    page = render_template(
        "licensing/applications/guide.html", form=form, classes=classes, cost=calculated, minutes=guide.MINUTES,
        guide=guide.about(chosen) if chosen else None, someone=current_actor() is not None,
    )  # fmt: skip
    return page, 422 if form.errors else 200


