"""What the API takes and gives for papers."""

from marshmallow import Schema, fields, validate

from licensing.evidence.states import Status

STATUS = validate.OneOf([str(status) for status in Status])


class Upload(fields.Field):
    """A file in a multipart body."""

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> object:
        """Take the file as it comes; what it holds is judged by the service."""
        del attr, data, kwargs
        return value


class PaperSchema(Schema):
    """One paper that was sent, or asked for by an officer."""

    id = fields.UUID()
    title = fields.String()
    status = fields.String(validate=STATUS)
    file_name = fields.String(attribute="file.name", allow_none=True)
    size = fields.Integer(attribute="file.size", allow_none=True, metadata={"description": "In bytes."})
    sha256 = fields.String(attribute="file.sha256", allow_none=True)
    valid_until = fields.Date(allow_none=True)
    note = fields.String(allow_none=True, metadata={"description": "What the officer said of it."})
    created_at = fields.DateTime()
    judged_at = fields.DateTime(allow_none=True)


class PaperLineSchema(Schema):
    """One line of the checklist."""

    key = fields.UUID(metadata={"description": "Names the line when a paper is sent for it."})
    title = fields.String()
    why = fields.String()
    required = fields.Boolean()
    dated = fields.Boolean(metadata={"description": "The last day of validity must be given."})
    missing = fields.Boolean()
    verified = fields.Boolean()
    items = fields.List(fields.Nested(PaperSchema))


class PaperFileSchema(Schema):
    """The paper: PDF, JPG or PNG, at most 10 MB."""

    file = Upload(required=True, metadata={"type": "string", "format": "binary", "description": "≤ 10 MB"})


class PaperFormSchema(Schema):
    """What is said of the paper."""

    valid_until = fields.Date(load_default=None, allow_none=True)


class JudgementSchema(Schema):
    """Whether a paper shows what was asked for."""

    accepted = fields.Boolean(required=True)
    note = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=1000))


class AskSchema(Schema):
    """A paper beyond the checklist."""

    title = fields.String(required=True, validate=validate.Length(3, 200))
    why = fields.String(required=True, validate=validate.Length(10, 1000))
