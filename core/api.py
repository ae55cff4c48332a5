"""The JSON API: flask-smorest with our problem+json answers, one blueprint factory, paging."""

from http import HTTPStatus
from typing import Any

import flask_smorest
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import resolve_schema_cls
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from core.paging import LARGEST, Page
from core.permit import anyone

VERSION = "v1"


class ProblemSchema(Schema):
    """RFC 9457 problem details."""

    type = fields.String(metadata={"description": "Always about:blank; `code` tells problems apart."})
    title = fields.String()
    status = fields.Integer()
    code = fields.String(metadata={"description": "Stable, machine-readable name of the problem."})
    detail = fields.String()
    fields_ = fields.Dict(keys=fields.String(), values=fields.String(), data_key="fields")


class PageQuery(Schema):
    """Which page of a list."""

    page = fields.Integer(load_default=1, validate=validate.Range(1, 1_000_000))
    size = fields.Integer(load_default=50, validate=validate.Range(1, LARGEST))


def page_of(query: dict[str, Any]) -> Page:
    """Return the page that a parsed PageQuery asks for."""
    return Page(query["page"], query["size"])


def paged_schema(rows: type[Schema]) -> type[Schema]:
    """Return the schema of one page of `rows`."""
    name = rows.__name__.removesuffix("Schema") + "Page"
    return type(
        name,
        (Schema,),
        {
            "rows": fields.List(fields.Nested(rows)),
            "total": fields.Integer(),
            "page": fields.Function(lambda paged: paged.page.number),
            "pages": fields.Integer(),
            "more": fields.Boolean(metadata={"description": "Counting stopped: `total` is only the least there is."}),
        },
    )


def schema_name(schema: Any) -> str:
    """Return the name of a schema in the API's description: its slice before its own, so that two never clash."""
    resolved = resolve_schema_cls(schema)
    kind = resolved[0] if isinstance(resolved, list) else resolved
    name = str(kind.__name__).removesuffix("Schema")
    place = str(kind.__module__).split(".")
    slice_name = place[-2].title().replace("_", "") if len(place) > 2 else ""
    return name if name.startswith(slice_name.removesuffix("s")) else slice_name + name


class Api(flask_smorest.Api):
    """smorest without its error handlers: errors are rendered in one place, by path."""

    ERROR_SCHEMA = ProblemSchema

    def __init__(self, app: Any) -> None:
        plugin = MarshmallowPlugin(schema_name_resolver=schema_name)
        super().__init__(app, spec_kwargs={"marshmallow_plugin": plugin})

    @anyone
    def _openapi_json(self) -> Any:
        """Serve the API's description to everyone: it is no secret."""
        return super()._openapi_json()

    def _register_error_handlers(self) -> None:
        pass

    def _register_responses(self) -> None:
        """Document every error once, as application/problem+json."""
        problem = {"application/problem+json": {"schema": ProblemSchema}}
        for status in HTTPStatus:
            answer: dict[str, Any] = {"description": status.phrase}
            if status >= HTTPStatus.BAD_REQUEST:
                answer["content"] = problem
            self.spec.components.response(status.name, answer, lazy=True)
        self.spec.components.response("DEFAULT_ERROR", {"description": "Any problem", "content": problem}, lazy=True)


def blueprint(name: str, import_name: str, url_prefix: str, description: str = "") -> Blueprint:
    """Return a blueprint for JSON routes; `url_prefix` starts with /api/v1/."""
    return Blueprint(f"api_{name}", import_name, url_prefix=url_prefix, description=description)
