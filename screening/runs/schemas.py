"""JSON of screening runs."""

from marshmallow import Schema, fields, validate

from core.api import PageQuery, paged_schema
from screening.runs.models import Scope
from screening.runs.states import Status


class RunSchema(Schema):
    """One run: how far it has come, against which lists, with which model."""

    id = fields.UUID()
    scope = fields.String()
    scope_id = fields.UUID()
    status = fields.String()
    reason = fields.String(allow_none=True)
    started_at = fields.DateTime()
    finished_at = fields.DateTime(allow_none=True)
    subjects_total = fields.Integer(attribute="total", allow_none=True)
    subjects_done = fields.Integer(attribute="subjects")
    matches = fields.Integer()
    ended = fields.Integer()
    exceeded = fields.List(fields.Dict())
    model_version = fields.String()
    lists = fields.List(fields.Dict())


class RunQuery(PageQuery):
    """Which runs are wanted."""

    status = fields.String(load_default="", validate=validate.OneOf(["", *(str(one) for one in Status)]))
    scope = fields.String(load_default="", validate=validate.OneOf(["", *(str(one) for one in Scope)]))


class ScreenedSchema(Schema):
    """Who is compared when a list changes: how many of each kind, and what the data does not hold yet."""

    kinds = fields.Dict(keys=fields.String(), values=fields.Integer())
    not_modelled = fields.List(fields.String())


RunPage = paged_schema(RunSchema)
