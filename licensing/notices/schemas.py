"""JSON of notices about licence holders."""

from marshmallow import Schema, fields, validate

from core.api import PageQuery, paged_schema
from licensing.notices.service import LONGEST_NOTE
from licensing.notices.states import Status


class NoticeSchema(Schema):
    """A licence holder, or one of its people, is like a party on a flagged list."""

    reference = fields.String()
    status = fields.String()
    version = fields.Integer()
    agency = fields.String(attribute="agency.reference")
    agency_name = fields.String(attribute="agency.legal_name")
    subject_kind = fields.String()
    subject_name = fields.String()
    matched_name = fields.String()
    list = fields.String(attribute="entity.watchlist.code")
    entity = fields.String(attribute="entity.entity_key")
    score = fields.Float()
    explanation = fields.Dict()
    opened_at = fields.DateTime()
    ended_at = fields.DateTime(allow_none=True)
    decided_by_name = fields.String(allow_none=True)
    decided_at = fields.DateTime(allow_none=True)
    note = fields.String(allow_none=True)
    former = fields.Dict(allow_none=True)


class NoticeQuery(PageQuery):
    """Which notices are wanted; without a state, those that nobody has looked at."""

    status = fields.String(
        load_default=str(Status.OPEN), validate=validate.OneOf(["", *(str(status) for status in Status)])
    )


class LookSchema(Schema):
    """What an officer says of a notice."""

    same = fields.Boolean(required=True)
    note = fields.String(required=True, validate=validate.Length(max=LONGEST_NOTE))
    version = fields.Integer(load_default=None, allow_none=True)


NoticePage = paged_schema(NoticeSchema)
