"""JSON of supplier lists."""

from marshmallow import Schema, fields, validate
from marshmallow.fields import Field

from core.api import PageQuery, paged_schema
from core.i18n import translate
from supplychain.lists.columns import TEMPLATE
from supplychain.lists.findings import Finding
from supplychain.lists.states import RowStatus


class Upload(fields.Field):
    """A file in a multipart body."""

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> object:
        """Take the file as it comes; what it holds is judged later."""
        del attr, data, kwargs
        return value


class UploadFileSchema(Schema):
    """The file of a new list."""

    file = Upload(required=True, metadata={"type": "string", "format": "binary", "description": "CSV or XLSX, ≤ 10 MB"})


class UploadFormSchema(Schema):
    """What is said about the file."""

    name = fields.String(load_default="", validate=validate.Length(max=200))


class FindingSchema(Schema):
    """One thing noticed about a file or a row."""

    code = fields.String()
    severity = fields.String()
    row = fields.Integer(allow_none=True)
    field = fields.String(allow_none=True)
    params = fields.Dict()
    sentence = fields.Function(lambda found: Finding.from_json(found).sentence(translate))


class ListSchema(Schema):
    """A supplier list and where it stands."""

    reference = fields.String()
    name = fields.String()
    file_name = fields.String()
    file_hash = fields.String(metadata={"description": "SHA-256 of the file"})
    status = fields.String()
    version = fields.Integer()
    total = fields.Integer()
    accepted = fields.Integer()
    rejected = fields.Integer()
    duplicates = fields.Integer()
    blank = fields.Integer()
    processed = fields.Integer()
    screened = fields.Integer()
    alerts_raised = fields.Integer()
    created_at = fields.DateTime()
    live_at = fields.DateTime(allow_none=True)


class ListDetailSchema(ListSchema):
    """A supplier list with its columns and the findings about the file."""

    headers = fields.List(fields.String())
    columns = fields.Function(lambda found: found.mapping.get("columns", []))
    confirmed = fields.Function(lambda found: bool(found.mapping.get("confirmed")))
    sample = fields.List(fields.List(fields.String()))
    findings = fields.List(fields.Nested(FindingSchema))


class ColumnSchema(Schema):
    """What one column of the file is."""

    column = fields.Integer(required=True, validate=validate.Range(0, 63), metadata={"description": "0-based"})
    is_: Field = fields.String(
        required=True, data_key="is", allow_none=True, validate=validate.OneOf([item.name for item in TEMPLATE])
    )


class ColumnsSchema(Schema):
    """The columns of a file; columns left out stay as proposed."""

    columns = fields.List(fields.Nested(ColumnSchema), load_default=list, validate=validate.Length(max=64))
    day_first = fields.Boolean(load_default=None, allow_none=True)
    version = fields.Integer(load_default=None, allow_none=True)


class ReadingSchema(Schema):
    """How a file is to be read."""

    sheet = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=200))
    encoding = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=40))
    delimiter = fields.String(load_default=None, allow_none=True, validate=validate.Length(equal=1))
    header_row = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 1000))
    version = fields.Integer(load_default=None, allow_none=True)


class StepSchema(Schema):
    """A step on a known version of a list."""

    version = fields.Integer(load_default=None, allow_none=True)


class RowQuery(PageQuery):
    """Which rows of a list are wanted."""

    status = fields.String(load_default="", validate=validate.OneOf(["", *(str(item) for item in RowStatus)]))
    code = fields.String(load_default="", validate=validate.Regexp(r"(R[0-9]{2})?\Z"))


class RowSchema(Schema):
    """One row of a list: raw cells, what was understood, what is wrong."""

    row_number = fields.Integer()
    status = fields.String()
    raw = fields.List(fields.String())
    values = fields.Function(lambda row: row.content.get("values", {}))
    findings = fields.List(fields.Nested(FindingSchema))


ListPage = paged_schema(ListSchema)
RowPage = paged_schema(RowSchema)
