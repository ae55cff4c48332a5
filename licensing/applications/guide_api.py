"""JSON of what an applicant is told before beginning, without a sign-in."""

from typing import Any

from marshmallow import Schema, fields, validate

from core.permit import anyone
from licensing.applications import guide, queries
from licensing.applications.part_answers import blueprint


class CostQuery(Schema):
    """For which class, and for how many workers a year."""

    class_code = fields.String(required=True, validate=validate.Length(1, 40))
    workers = fields.Integer(required=True, validate=validate.Range(1, 1_000_000))


class AmountSchema(Schema):
    """An amount of money."""

    amount_minor = fields.Integer(metadata={"description": "In minor units of the currency."})
    currency = fields.String(metadata={"description": "ISO 4217"})


class FeeSchema(Schema):
    """A fee, where it is written, and when it is paid back."""

    amount = fields.Nested(AmountSchema)
    instrument = fields.String()
    refund_rule = fields.String()


class CostSchema(Schema):
    """What a licence costs; null where nothing is due."""

    application_fee = fields.Nested(FeeSchema, allow_none=True)
    licence_fee = fields.Nested(FeeSchema, allow_none=True)
    bond = fields.Nested(AmountSchema, allow_none=True)


class AskedPaperSchema(Schema):
    """A paper that is asked for."""

    code = fields.String()
    title = fields.String()
    why = fields.String()
    required = fields.Boolean()
    instrument = fields.String()


class GuideSchema(Schema):
    """What applying for a class takes."""

    class_code = fields.String(attribute="licence_class.code")
    name = fields.String(attribute="licence_class.name")
    papers = fields.List(fields.Nested(AskedPaperSchema))
    decided_by = fields.Date(allow_none=True, metadata={"description": "If everything were handed in today."})


@blueprint.get("/guide")
@anyone
@blueprint.response(200, GuideSchema(many=True))
def guides() -> list[Any]:
    """Say of every class which papers it asks for and until when it would be decided."""
    return [guide.about(item) for item in queries.classes()]


@blueprint.get("/cost")
@anyone
@blueprint.arguments(CostQuery, location="query")
@blueprint.response(200, CostSchema)
@blueprint.alt_response(404, success=False)
@blueprint.alt_response(422, success=False)
def cost(query: dict[str, Any]) -> Any:
    """Calculate fees and bond by what is in force today."""
    queries.licence_class(query["class_code"])
    return guide.cost(query["class_code"], query["workers"])
