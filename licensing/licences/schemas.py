"""What the regulator's API of licences takes and gives."""

from marshmallow import Schema, fields, validate

from core.api import PageQuery
from licensing.licences import queries
from licensing.licences.forms import STATUSES
from licensing.licences.listing import SORTS
from licensing.licences.measures import ELSEWHERE
from licensing.licences.states import Measure, Scope

REASON = validate.Length(10, 4000)


class ListQuery(PageQuery):
    """What the list of licences is narrowed to."""

    q = fields.String(validate=validate.Length(max=120), load_default="")
    status = fields.List(fields.String(validate=validate.OneOf([str(key) for key in STATUSES])), load_default=[])
    sort = fields.String(validate=validate.OneOf(SORTS), load_default="number")


class LicenceConditionSchema(Schema):
    """A condition of a licence."""

    text = fields.String()
    public_text = fields.String()
    due_on = fields.Date(allow_none=True)
    satisfied_at = fields.AwareDateTime(allow_none=True)


class LicenceSchema(Schema):
    """A licence as the regulator sees it."""

    number = fields.String()
    version = fields.Integer()
    agency = fields.String(attribute="agency.legal_name")
    agency_reference = fields.String(attribute="agency.reference")
    class_code = fields.String()
    status = fields.String()
    public_status = fields.Function(queries.status_of)
    first_day = fields.Function(lambda licence: queries.first_day(licence.valid).isoformat())
    last_day = fields.Function(lambda licence: queries.last_day(licence.valid).isoformat())
    frozen = fields.Boolean()
    frozen_corridors = fields.List(fields.String())
    frozen_employers = fields.List(fields.String())
    watched = fields.Boolean()
    under_appeal = fields.Boolean()
    destinations = fields.List(fields.String())
    granted_at = fields.AwareDateTime()
    conditions = fields.List(fields.Nested(LicenceConditionSchema))


class MeasureSchema(Schema):
    """A measure on a licence."""

    id = fields.UUID()
    licence_number = fields.String(attribute="licence.number")
    measure = fields.String()
    status = fields.String()
    ground = fields.String(attribute="ground_code")
    reason = fields.String()
    protection_plan = fields.String(allow_none=True)
    immediate = fields.Boolean()
    urgent = fields.Boolean()
    by_system = fields.Boolean()
    scope = fields.String(attribute="scope_kind")
    scope_value = fields.String(allow_none=True)
    show_cause_until = fields.Date(allow_none=True)
    review_by = fields.Date(allow_none=True)
    lapses_on = fields.Date(allow_none=True)
    effective_on = fields.Date(allow_none=True)
    effective_at = fields.AwareDateTime(allow_none=True)
    ended_at = fields.AwareDateTime(allow_none=True)
    ended_why = fields.String(allow_none=True)
    stayed = fields.Boolean()
    proposed_by = fields.String(attribute="proposed_by_name")
    proposed_at = fields.AwareDateTime()
    seconded_by = fields.String(attribute="seconded_by_name", allow_none=True)
    decided_by = fields.String(attribute="decided_by_name", allow_none=True)
    decided_at = fields.AwareDateTime(allow_none=True)
    note = fields.String(attribute="decision_note", allow_none=True)


class MeasureIn(Schema):
    """A measure to propose."""

    measure = fields.String(
        required=True, validate=validate.OneOf([str(item) for item in Measure if item not in ELSEWHERE])
    )
    ground = fields.String(required=True, validate=validate.Length(1, 40))
    reason = fields.String(required=True, validate=REASON)
    version = fields.Integer(load_default=None, allow_none=True)
    protection_plan = fields.String(
        load_default=None, allow_none=True, validate=validate.Length(max=4000),
        metadata={"description": "How the workers already placed are protected; a suspension needs it."},
    )  # fmt: skip
    immediate = fields.Boolean(
        load_default=False, metadata={"description": "Without hearing the holder first; on appeal it is not stayed."}
    )
    scope = fields.String(
        load_default=Scope.ALL, validate=validate.OneOf(list(Scope)),
        metadata={"description": "Whom a freeze is about."},
    )
    scope_value = fields.String(
        load_default=None, allow_none=True, validate=validate.Length(max=300),
        metadata={"description": "The country's code or the employer's name."},
    )  # fmt: skip


class ConfirmationIn(Schema):
    """A confirmation, with a note if there is something to add."""

    note = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=2000))


class DeclineIn(Schema):
    """A refusal of a measure, with what speaks against it."""

    note = fields.String(required=True, validate=validate.Length(10, 2000))
