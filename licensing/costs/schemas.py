"""What the API takes and gives for cost items."""

from marshmallow import Schema, fields, validate

from core.api import PageQuery, paged_schema
from licensing.costs.categories import CATEGORIES
from licensing.costs.models import WorkerVerdict


class CostItemQuery(PageQuery):
    """Which cost items are wanted."""

    category = fields.String(load_default=None, validate=validate.OneOf(list(CATEGORIES)))
    declared = fields.Boolean(
        load_default=False, metadata={"description": "Only the items that every fee plan must declare."}
    )


class CostItemSchema(Schema):
    """A recruitment fee or related cost."""

    code = fields.String()
    name = fields.String()
    category = fields.String()
    worker_verdict = fields.String(
        validate=validate.OneOf([str(verdict) for verdict in WorkerVerdict]),
        metadata={"description": "Whether a worker may be charged. “prohibited” and “never” both mean no."},
    )
    billable_to_employer = fields.Boolean()
    declared_in_plan = fields.Boolean()
    instrument = fields.String()
    effective_from = fields.Date()
    effective_to = fields.Date(allow_none=True)


CostItemPage = paged_schema(CostItemSchema)
