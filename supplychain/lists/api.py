"""JSON of supplier lists: the same steps as on the pages."""

from typing import Any

from flask import request

from accounts.permissions import Permission
from core import api, files
from core.actor import signed_in
from core.api import PageQuery, page_of
from core.permit import permits
from supplychain.lists import jobs, queries, schemas, service
from supplychain.lists.queries import RowFilter
from supplychain.lists.reading import Asked

LARGEST_REQUEST = 11_000_000
blueprint = api.blueprint("lists", __name__, "/api/v1/supplier-lists", "Supplier lists: upload, check, import")


@blueprint.url_value_preprocessor
def allow_large_uploads(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let the upload, and nothing else, be larger than a request may be; runs before anything reads the body."""
    if endpoint == "api_lists.upload" and request.method == "POST":
        request.max_content_length = LARGEST_REQUEST


@blueprint.teardown_request
def close_uploads(_error: BaseException | None) -> None:
    """Close the temporary files of large uploads now, not when memory is next tidied."""
    request.close()


@blueprint.post("")
@permits(Permission.UPLOAD_SUPPLIERS)
@blueprint.arguments(schemas.UploadFileSchema, location="files")
@blueprint.arguments(schemas.UploadFormSchema, location="form")
@blueprint.response(202, schemas.ListDetailSchema)
@blueprint.alt_response(413, success=False)
@blueprint.alt_response(422, success=False)
def upload(sent: dict[str, Any], about: dict[str, Any]) -> Any:
    """Send a list; it is read in the background: ask for it until its status is parsed."""
    paper = sent["file"]
    stored = files.accept(paper.stream, paper.filename or "list", by=signed_in(), most_bytes=service.LARGEST)
    supplier_list = service.receive(stored, about["name"], by=signed_in())
    jobs.defer(jobs.parse, supplier_list.id)
    return supplier_list


@blueprint.get("")
@permits(Permission.UPLOAD_SUPPLIERS)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, schemas.ListPage)
def index(query: dict[str, Any]) -> Any:
    """List the company's lists, newest first."""
    return queries.search(page_of(query))


@blueprint.get("/<reference>")
@permits(Permission.UPLOAD_SUPPLIERS)
@blueprint.response(200, schemas.ListDetailSchema)
@blueprint.alt_response(404, success=False)
def show(reference: str) -> Any:
    """Return one list and where it stands."""
    return queries.get(reference)


@blueprint.put("/<reference>/reading")
@permits(Permission.UPLOAD_SUPPLIERS)
@blueprint.arguments(schemas.ReadingSchema)
@blueprint.response(202, schemas.ListDetailSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
def read_again(body: dict[str, Any], reference: str) -> Any:
    """Have the file read in another way: sheet, letters, delimiter or heading row."""
    version = body.pop("version")
    supplier_list = queries.get(reference, lock=True)
    service.read_again(supplier_list, Asked(**body), version=version, by=signed_in())
    jobs.defer(jobs.parse, supplier_list.id)
    return supplier_list


@blueprint.put("/<reference>/columns")
@permits(Permission.UPLOAD_SUPPLIERS)
@blueprint.arguments(schemas.ColumnsSchema)
@blueprint.response(202, schemas.ListDetailSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def confirm_columns(body: dict[str, Any], reference: str) -> Any:
    """Say which column is which; every row is then checked in the background."""
    supplier_list = queries.get(reference, lock=True)
    choices = {item["column"]: item["is_"] for item in body["columns"]}
    service.confirm_columns(
        supplier_list, choices, day_first=body["day_first"], version=body["version"], by=signed_in()
    )
    jobs.defer(jobs.check, supplier_list.id)
    return supplier_list


@blueprint.get("/<reference>/rows")
@permits(Permission.UPLOAD_SUPPLIERS)
@blueprint.arguments(schemas.RowQuery, location="query")
@blueprint.response(200, schemas.RowPage)
@blueprint.alt_response(404, success=False)
def rows(query: dict[str, Any], reference: str) -> Any:
    """List the rows in the order of the file, each with what is wrong with it."""
    wanted = RowFilter(query["status"], query["code"])
    return queries.rows(queries.get(reference), wanted, page_of(query))


@blueprint.post("/<reference>/import")
@permits(Permission.UPLOAD_SUPPLIERS)
@blueprint.arguments(schemas.StepSchema)
@blueprint.response(202, schemas.ListDetailSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
@blueprint.alt_response(422, success=False)
def accept(body: dict[str, Any], reference: str) -> Any:
    """Import the good rows; suppliers are then screened in the background."""
    supplier_list = queries.get(reference, lock=True)
    service.accept(supplier_list, version=body["version"], by=signed_in())
    jobs.defer(jobs.import_rows, supplier_list.id)
    return supplier_list


@blueprint.post("/<reference>/cancel")
@permits(Permission.UPLOAD_SUPPLIERS)
@blueprint.arguments(schemas.StepSchema)
@blueprint.response(200, schemas.ListDetailSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(409, success=False)
def cancel(body: dict[str, Any], reference: str) -> Any:
    """Give a list up before it is imported."""
    supplier_list = queries.get(reference, lock=True)
    service.cancel(supplier_list, version=body["version"], by=signed_in())
    return supplier_list
