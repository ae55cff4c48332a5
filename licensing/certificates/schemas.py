"""What the API of certificates gives."""

from marshmallow import Schema, fields

from licensing.certificates.service import grouped


class CertificateSchema(Schema):
    """One paper of a licence."""

    code = fields.Function(lambda row: grouped(row.code), metadata={"type": "string"})
    licence_number = fields.String(attribute="licence.number")
    version = fields.Integer()
    issued_at = fields.AwareDateTime()
    superseded_at = fields.AwareDateTime(allow_none=True)
    content = fields.Dict()
    content_hash = fields.String(metadata={"description": "SHA-256 of the content in its fixed spelling of JSON."})


class AnswerSchema(Schema):
    """What a code says today."""

    verdict = fields.String(metadata={"description": "current, old or unknown"})
    title = fields.String()
    text = fields.String()
    licence_number = fields.String(allow_none=True)
    status = fields.String(allow_none=True, metadata={"description": "What the licence is to the public today."})
    agency = fields.String(allow_none=True, metadata={"description": "Reference of the agency in the register."})
    agency_name = fields.String(allow_none=True)
    last_day = fields.Date(allow_none=True)
