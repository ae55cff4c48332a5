"""What the API takes and gives for single names and small batches."""

from typing import Any

from marshmallow import Schema, fields, validate

from screening import sentences, showing
from screening.search.asking import KINDS, MOST_SHOWN
from screening.search.levels import THRESHOLDS, Level
from screening.search.queries import Answer, Answers, Result

MOST_NAMES = 100


class QuestionSchema(Schema):
    """One name, or one number, and what else is known of its bearer."""

    name = fields.String(load_default=None, allow_none=True, metadata={"description": "As it is written, whole."})
    kind = fields.String(
        load_default="unknown", validate=validate.OneOf(list(KINDS)), metadata={"description": "What bears the name."}
    )
    country = fields.String(
        load_default=None, allow_none=True, metadata={"description": "ISO 3166 code of two letters."}
    )
    birth_date = fields.String(
        load_default=None, allow_none=True, metadata={"description": "YYYY, YYYY-MM or YYYY-MM-DD."}
    )
    identifier = fields.String(
        load_default=None, allow_none=True,
        metadata={"description": "A number of any scheme: tax, registration, passport, IMO, LEI. Exact."},
    )  # fmt: skip


class ChoiceSchema(Schema):
    """How alike a name must be, and how many results are wanted."""

    level = fields.Enum(
        Level, by_value=True, load_default=Level.NORMAL,
        metadata={"description": "strict from 0.85, normal from where alerts are raised, wide from 0.55."},
    )  # fmt: skip
    most = fields.Integer(load_default=20, validate=validate.Range(1, MOST_SHOWN))


class SearchIn(QuestionSchema, ChoiceSchema):
    """One question."""


class BatchIn(ChoiceSchema):
    """Up to a hundred questions."""

    names = fields.List(
        fields.Nested(QuestionSchema), required=True, validate=validate.Length(1, MOST_NAMES)
    )


class WordPairSchema(Schema):
    """Two words that stand for each other."""

    query = fields.String()
    entry = fields.String()
    similarity = fields.Float()
    weight = fields.Float()
    reason = fields.String(metadata={"description": "exact, one_edit, same_sound and so on."})


class LeftOverSchema(Schema):
    """A word that the other name lacks."""

    word = fields.Function(lambda item: item[0], metadata={"type": "string"})
    weight = fields.Function(lambda item: item[1], metadata={"type": "number"})


class CheckSchema(Schema):
    """The score made again from what the explanation holds."""

    score = fields.Float(allow_none=True)
    agrees = fields.Boolean()


class ExplanationSchema(Schema):
    """Why two names are alike; the contributions add up to the score."""

    score = fields.Float()
    model = fields.String()
    variant = fields.String(metadata={"description": "Which reading of the names agreed: whole, former_name, …"})
    kind = fields.String(metadata={"description": "By whose rules: person or organisation."})
    pairs = fields.List(fields.Nested(WordPairSchema))
    unmatched_query = fields.List(fields.Nested(LeftOverSchema))
    unmatched_entry = fields.List(fields.Nested(LeftOverSchema))
    legal_relation = fields.String()
    set_aside_query = fields.List(fields.String(), attribute="aside_query")
    set_aside_entry = fields.List(fields.String(), attribute="aside_entry")
    circumstances = fields.List(fields.String())
    qualifiers = fields.Dict(keys=fields.String(), values=fields.String())
    contributions = fields.Dict(keys=fields.String(), values=fields.Float())
    recomputed = fields.Nested(CheckSchema)


class ListedEntitySchema(Schema):
    """Who is listed."""

    entity_key = fields.String(metadata={"description": "The publisher's own key."})
    schema = fields.String()
    caption = fields.String()
    programs = fields.List(fields.String())
    countries = fields.List(fields.String())
    birth_dates = fields.List(fields.String())
    reason = fields.String(allow_none=True)
    listed_on = fields.Date(allow_none=True)
    source_url = fields.String(allow_none=True)


class ListVersionSchema(Schema):
    """On which list, in which version."""

    code = fields.String()
    title = fields.String()
    publisher = fields.String()
    sequence = fields.Integer()


class ResultSchema(Schema):
    """A listed party that is like the name asked for."""

    score = fields.Float()
    name = fields.String(metadata={"description": "The listed name that is alike."})
    weak = fields.Boolean(metadata={"description": "A weak alias: it means little by itself."})
    sentence = fields.String(metadata={"description": "Why, in one plain sentence."})
    list = fields.Nested(ListVersionSchema)
    entity = fields.Nested(ListedEntitySchema)
    explanation = fields.Nested(ExplanationSchema)


class AskedSchema(Schema):
    """The question as it was understood."""

    name = fields.String()
    kind = fields.String()
    country = fields.String()
    birth_date = fields.String()
    identifier = fields.String()


class AnswerSchema(Schema):
    """The answer to one question."""

    asked = fields.Nested(AskedSchema)
    comparable = fields.Boolean(
        metadata={"description": "False when nothing of the name is left to compare, such as for LLC."}
    )
    set_aside = fields.List(fields.String())
    results = fields.List(fields.Nested(ResultSchema))
    more = fields.Boolean()


class SearchedListSchema(Schema):
    """A list that was searched, in which version."""

    code = fields.String()
    title = fields.String()
    sequence = fields.Integer()
    source_hash = fields.String()
    imported_at = fields.String()
    published_on = fields.String(allow_none=True)
    entities = fields.Integer()
    names = fields.Integer()


class GroundsSchema(Schema):
    """What an answer rests on."""

    at = fields.AwareDateTime()
    level = fields.String()
    threshold = fields.Float()
    model = fields.String()
    normaliser = fields.String()
    lists = fields.List(fields.Nested(SearchedListSchema))


class SearchOut(AnswerSchema, GroundsSchema):
    """The answer to one question and what it rests on."""


class BatchOut(GroundsSchema):
    """The answers in the order of the questions, and what they rest on."""

    answers = fields.List(fields.Nested(AnswerSchema))


def grounds(found: Answers, level: Level) -> dict[str, Any]:
    """Return what some answers rest on."""
    return {
        "at": found.at, "level": str(level), "threshold": THRESHOLDS[level], "model": found.model,
        "normaliser": found.normaliser, "lists": list(found.lists),
    }  # fmt: skip


def told(answer: Answer) -> dict[str, Any]:
    """Return an answer as its schema takes it."""
    return {
        "asked": answer.asked, "comparable": answer.comparable, "set_aside": answer.set_aside, "more": answer.more,
        "results": [_result(answer, result) for result in answer.results],
    }  # fmt: skip


def _result(answer: Answer, result: Result) -> dict[str, Any]:
    explanation = result.explanation.as_dict()
    again = showing.check(explanation)
    watchlist = result.entity.watchlist
    return {
        "score": result.score, "name": result.name, "weak": result.weak,
        "sentence": sentences.sentence(explanation, answer.asked.name, result.name),
        "list": {"code": watchlist.code, "title": watchlist.title, "publisher": watchlist.publisher,
                 "sequence": result.sequence},
        "entity": result.entity, "explanation": {**explanation, "recomputed": again},
    }  # fmt: skip
