"""JSON of relations and phoenix alerts."""

from marshmallow import Schema, fields, validate

from core.api import PageQuery, paged_schema
from licensing.relations import showing
from licensing.relations.clearing import LONGEST, SHORTEST
from licensing.relations.states import Status


class RelationSchema(Schema):
    """One thing that an agency shares with another."""

    kind = fields.String()
    ours = fields.String()
    theirs = fields.String()
    agency = fields.String(attribute="other.reference")
    agency_name = fields.String(attribute="other.legal_name")
    strength = fields.Integer(metadata={"description": "How much it says, 1 to 100, by the rule of its kind."})
    first_seen = fields.AwareDateTime()
    ended_at = fields.AwareDateTime(allow_none=True)


class PhoenixAlertSchema(Schema):
    """An application that may come from somebody who lost the right to it."""

    reference = fields.String()
    status = fields.String()
    version = fields.Integer()
    trigger = fields.String()
    says = fields.Function(showing.words, metadata={"type": "string"})
    agency = fields.String(attribute="agency.reference")
    agency_name = fields.String(attribute="agency.legal_name")
    application = fields.String(attribute="application.reference")
    facts = fields.Dict()
    evidence = fields.List(fields.Dict())
    opened_at = fields.AwareDateTime()
    decided_by = fields.String(attribute="decided_by_name", allow_none=True)
    decided_at = fields.AwareDateTime(allow_none=True)
    reason = fields.String(allow_none=True)
    confirmed_by = fields.String(attribute="confirmed_by_name", allow_none=True)
    confirmed_at = fields.AwareDateTime(allow_none=True)
    note = fields.String(allow_none=True)


class AlertQuery(PageQuery):
    """Which alerts are wanted; without a state, all."""

    status = fields.String(load_default="", validate=validate.OneOf(["", *(str(status) for status in Status)]))


class LookIn(Schema):
    """What the first officer says: ``clear`` (a second person must confirm) or ``confirm`` (only refusal is left)."""

    answer = fields.String(required=True, validate=validate.OneOf(["clear", "confirm"]))
    reason = fields.String(required=True, validate=validate.Length(SHORTEST, LONGEST))
    version = fields.Integer(load_default=None, allow_none=True)


class SecondIn(Schema):
    """What the second officer says of clearing an alert."""

    agree = fields.Boolean(required=True)
    note = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=LONGEST))
    version = fields.Integer(load_default=None, allow_none=True)


RelationPage = paged_schema(RelationSchema)
PhoenixAlertPage = paged_schema(PhoenixAlertSchema)
