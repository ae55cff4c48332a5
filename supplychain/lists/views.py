"""Pages of supplier lists: upload, columns, review, progress, result."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.permissions import Permission
from core import files, forms
from core.actor import signed_in
from core.errors import Conflict, Invalid, Problem, TooLarge
from core.paging import Page
from core.permit import permits
from core.web import pages
from supplychain.lists import jobs, queries, service, tables, wording
from supplychain.lists.forms import (
    DAY_FIRST,
    ReadingForm,
    StepForm,
    UploadForm,
    choices_of,
    columns_form,
    version_of,
)
from supplychain.lists.models import SupplierList
from supplychain.lists.queries import RowFilter
from supplychain.lists.states import RowStatus, Status

blueprint = pages("lists", __name__, "/co/lists")
LARGEST_REQUEST = 11_000_000


@blueprint.url_value_preprocessor
def allow_large_uploads(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let the upload, and nothing else, be larger than a form may be; runs before anything reads the form."""
    if endpoint == "lists.new" and request.method == "POST":
        request.max_content_length = LARGEST_REQUEST


@blueprint.teardown_request
def close_uploads(_error: BaseException | None) -> None:
    """Close the temporary files of large uploads now, not when memory is next tidied."""
    request.close()


@blueprint.get("")
@permits(Permission.UPLOAD_SUPPLIERS)
def index() -> Any:
    """Show the company's lists, newest first."""
    found = queries.search(Page(request.args.get("page", 1, int)))
    return render_template("supplychain/lists/index.html", found=found, states=wording.STATES)


@blueprint.route("/new", methods=["GET", "POST"])
@permits(Permission.UPLOAD_SUPPLIERS)
def new() -> Any:
    """Take a new list; limits are said first."""
    form = UploadForm()
    if form.validate_on_submit():
        try:
            stored = files.accept(
                form.paper.data.stream, form.paper.data.filename, by=signed_in(), most_bytes=service.LARGEST
            )
        except (Invalid, TooLarge) as problem:
            problem.fields = {"paper": problem.detail}
            forms.add_problem(form, problem)
        else:
            supplier_list = service.receive(stored, form.name.data or "", by=signed_in())
            jobs.defer(jobs.parse, supplier_list.id)
            return redirect(url_for("lists.show", reference=supplier_list.reference), 303)
    return render_template("supplychain/lists/new.html", form=form, columns=tables.columns()), status_of(form)


def status_of(form: Any) -> int:
    """Return 422 when a form has errors."""
    return 422 if form.errors else 200


@blueprint.get("/template.csv")
@permits(Permission.UPLOAD_SUPPLIERS)
def template() -> Any:
    """Give the template with one example."""
    return download(tables.template(), "fairgate-supplier-list.csv")


def download(content: bytes, name: str) -> Response:
    """Return a CSV file to be kept."""
    response = Response(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.get("/<reference>")
@permits(Permission.UPLOAD_SUPPLIERS)
def show(reference: str) -> Any:
    """Show where a list stands: progress, the next question, or the result."""
    supplier_list = queries.get(reference)
    answer = tables.progress_of(supplier_list)
    if request.headers.get("X-Fragment"):
        return fragment(supplier_list, answer)
    if answer.next_step:
        return redirect(url_for(answer.next_step, reference=reference), 303)
    return render_template("supplychain/lists/show.html", **about(supplier_list), progress=answer)


def fragment(supplier_list: SupplierList, answer: tables.ListProgress) -> Response:
    """Return only the progress, for the script that asks again; says when there is more to see."""
    if answer.running:
        return Response(
            render_template("supplychain/lists/progress.html", supplier_list=supplier_list, progress=answer)
        )
    response = Response("")
    response.headers["X-Done"] = "1"
    return response


def about(supplier_list: SupplierList) -> dict[str, Any]:
    """Return what every page about a list shows."""
    return {
        "supplier_list": supplier_list, "state": wording.STATES[supplier_list.status],
        "findings": tables.sentences(supplier_list.findings), "step_form": StepForm(),
        "earlier": tables.earlier_upload(supplier_list),
    }  # fmt: skip


@blueprint.route("/<reference>/columns", methods=["GET", "POST"])
@permits(Permission.UPLOAD_SUPPLIERS)
def columns(reference: str) -> Any:
    """Ask which column is which; the answer is proposed."""
    supplier_list = queries.get(reference, lock=request.method == "POST")
    form = columns_form(supplier_list)
    status = 200
    if request.method == "GET" and tables.progress_of(supplier_list).next_step != "lists.columns":
        return redirect(url_for("lists.show", reference=reference), 303)
    if form.validate_on_submit():
        try:
            service.confirm_columns(
                supplier_list, choices_of(form, len(supplier_list.headers)), version=version_of(form),
                day_first=DAY_FIRST.get(form.day_first.data or ""), by=signed_in(),
            )  # fmt: skip
            jobs.defer(jobs.check, supplier_list.id)
            return redirect(url_for("lists.show", reference=reference), 303)
        except (Invalid, Conflict) as problem:
            status = keep(form, problem, supplier_list)
    reading = ReadingForm(formdata=None).for_list(supplier_list)
    reading.version.data = str(supplier_list.version)
    return render_template(
        "supplychain/lists/columns.html", form=form, reading=reading, rows=tables.samples(supplier_list),
        asks_dates=tables.asks_dates(supplier_list), **about(supplier_list),
    ), (status if status != 200 else status_of(form))  # fmt: skip


def keep(form: Any, problem: Problem, row: Any) -> int:
    """Show a refusal with what was typed; after a stale edit the next try is made on what is there now."""
    forms.add_problem(form, problem)
    if isinstance(problem, Conflict):
        form.version.data = str(row.version)
        form.version.raw_data = None
    return problem.status


@blueprint.post("/<reference>/reading")
@permits(Permission.UPLOAD_SUPPLIERS)
def read_again(reference: str) -> Any:
    """Read the file in another way."""
    supplier_list = queries.get(reference, lock=True)
    form = ReadingForm().for_list(supplier_list)
    if not form.validate_on_submit():
        flash(" ".join(sentence for sentence, _target in form.summary()), "problem")
        return redirect(url_for("lists.columns", reference=reference), 303)
    service.read_again(supplier_list, form.asked(), version=version_of(form), by=signed_in())
    jobs.defer(jobs.parse, supplier_list.id)
    return redirect(url_for("lists.show", reference=reference), 303)


@blueprint.get("/<reference>/rows")
@permits(Permission.UPLOAD_SUPPLIERS)
def rows(reference: str) -> Any:
    """Show what became of each row, with the reason."""
    supplier_list = queries.get(reference)
    if supplier_list.status not in (Status.CHECKED, Status.IMPORTING, Status.LIVE):
        return redirect(url_for("lists.show", reference=reference), 303)
    wanted = row_filter(supplier_list)
    found = queries.rows(supplier_list, wanted, Page(request.args.get("page", 1, int)))
    waits = supplier_list.status == Status.CHECKED
    return render_template(
        "supplychain/lists/rows.html", found=found, wanted=wanted, rows=tables.rows(supplier_list, found.rows),
        codes=tables.codes(queries.finding_counts(supplier_list)),
        delta=queries.delta(supplier_list) if waits and supplier_list.accepted else None, **about(supplier_list),
    )  # fmt: skip


def row_filter(supplier_list: SupplierList) -> RowFilter:
    """Return the rows asked for; without a question, those that were refused."""
    first = RowStatus.REJECTED if supplier_list.rejected else ""
    status = request.args.get("status", first if "code" not in request.args else "")
    known = {str(item) for item in RowStatus}
    return RowFilter(status if status in known else "", request.args.get("code", "")[:3])


@blueprint.get("/<reference>/refused.csv")
@permits(Permission.UPLOAD_SUPPLIERS)
def refused(reference: str) -> Any:
    """Give the refused rows as they were uploaded, with the reasons: to be mended and uploaded again."""
    supplier_list = queries.get(reference)
    return download(tables.refused(supplier_list), f"refused-{supplier_list.reference}.csv")


def _step(reference: str) -> tuple[SupplierList, int | None]:
    form = StepForm()
    if not form.validate_on_submit():
        raise Conflict("page-out-of-date", _("This page was open too long. Open the list again."))
    return queries.get(reference, lock=True), version_of(form)


@blueprint.post("/<reference>/import")
@permits(Permission.UPLOAD_SUPPLIERS)
def accept(reference: str) -> Any:
    """Import the good rows."""
    supplier_list, version = _step(reference)
    service.accept(supplier_list, version=version, by=signed_in())
    jobs.defer(jobs.import_rows, supplier_list.id)
    return redirect(url_for("lists.show", reference=reference), 303)


@blueprint.post("/<reference>/change-columns")
@permits(Permission.UPLOAD_SUPPLIERS)
def change_columns(reference: str) -> Any:
    """Go back to the columns."""
    supplier_list, version = _step(reference)
    service.change_columns(supplier_list, version=version, by=signed_in())
    return redirect(url_for("lists.columns", reference=reference), 303)


@blueprint.post("/<reference>/cancel")
@permits(Permission.UPLOAD_SUPPLIERS)
def cancel(reference: str) -> Any:
    """Give the list up."""
    supplier_list, version = _step(reference)
    service.cancel(supplier_list, version=version, by=signed_in())
    flash(_("The list was cancelled. No supplier was changed."), "success")
    return redirect(url_for("lists.index"), 303)
