"""The score of two names: what it is made of, what it can never do."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening import model, wording
from screening.names import normalise
from screening.scoring import (
    ALERT_THRESHOLD,
    Attributes,
    Explanation,
    identifier_match,
    qualify,
    recompute,
    score,
)

WORDS = st.sampled_from(
    [
        "rosneft",
        "rosnft",
        "trading",
        "tranding",
        "company",
        "ltd",
        "llc",
        "al",
        "bashair",
        "bashir",
        "textile",
        "mills",
        "365",
        "366",
        "golden",
        "jose",
        "maria",
        "mohammed",
        "muhammad",
        "abd",
        "rahman",
        "ivan",
        "iran",
        "petrochemical",
        "petrochem",
        "kim",
        "m",
        "a",
        "of",
        "the",
        "gmbh",
        "setpetro",
        "set",
        "petro",
    ]
)
NAMES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
KINDS = st.sampled_from(["person", "organisation", "unknown"])


def compared(query, entry, kind="organisation", **options):
    return score(normalise(query, kind), normalise(entry, kind), **options)


@pytest.mark.parametrize(
    ("query", "entry", "kind", "reason"),
    [
        ("Igor Setchin", "SECHIN, Igor", "person", "same_sound"),
        ("Mukhtar Ruubu", "RUBU, Mukhtar", "person", "same_sound"),
        ("Muhammad Salim Wardenia", "WARDONAE, Mohamed Salim", "person", "same_consonants"),
        ("A. Alekseevich Novikov", "NOVIKOV, Aleksei Alekseevich", "person", "initial"),
        ("SergeiViktorovich Lavrov", "LAVROV, Sergei Viktorovich", "person", "joined"),
        ("Elissa Megastpre", "ELISSA MEGASTORE", "organisation", "one_edit"),
        ("Broujen petroch", "BROUJEN PETROCHEMICAL COMPANY", "organisation", "abbreviation"),
        ("Setpetrochemicals Oy", "SET PETROCHEMICALS OY", "organisation", "joined"),
        ("Rool Europeag", "ROOL EUROPE AG", "organisation", "joined"),
    ],
)
def test_another_spelling_of_a_name_is_an_alert_and_says_why(query, entry, kind, reason):
    found = compared(query, entry, kind)
    assert found.score >= ALERT_THRESHOLD
    assert reason in {pair.reason for pair in found.pairs}


@pytest.mark.parametrize(
    ("query", "entry", "kind"),
    [
        ("LLC INTER BANK", "LLC INTER TOBACCO", "organisation"),
        ("368 Days Freight Services", "365 DAYS FREIGHT SERVICES FZCO", "organisation"),
        ("JSC Samara Plant Mashinostroitel", "JSC PERM PLANT MASHINOSTROITEL", "organisation"),
        ("Frequency Holdings Limited", "BUOYANT HOLDINGS LIMITED", "organisation"),
        ("Emma LLC", "emma daniels", "unknown"),
        ("Kamal Golovanov", "IMAD AL-DIN AL-MADANI, Kamal", "person"),
        ("Khalil Ibrahim Barhum", "BARHUM, Isma'il Musa Ahmad", "person"),
    ],
)
def test_a_name_that_differs_in_a_telling_word_is_no_alert(query, entry, kind):
    assert compared(query, entry, kind).score < ALERT_THRESHOLD


@pytest.mark.parametrize(
    ("query", "entry"),
    [
        ("Corp", "8 CORP"),
        ("Golden Star Company Ltd", "PARS COMPANY LTD"),
        ("21 LLC", "21 HOLDING LLC"),
        ("General Trading LLC", "SAMAN GENERAL TRADING LLC"),
        ("Ab Ltd", "AB CEMENT TRADING"),
    ],
)
def test_common_words_numbers_legal_forms_and_short_names_alone_carry_no_match(query, entry):
    assert compared(query, entry).score < ALERT_THRESHOLD


def test_names_without_a_word_in_common_score_nothing():
    found = compared("Alpha", "ZETA")
    assert found.score == 0
    assert dict(found.contributions) == {"agreement": 0.0}


def test_names_of_legal_forms_only_never_match():
    assert compared("LLC", "LLC").score == 0


def test_a_former_name_is_compared_and_named():
    found = compared("Acme Works (formerly Zagros Pardis Ltd.)", "ZAGROS PARDIS")
    assert found.score >= ALERT_THRESHOLD
    assert found.variant == "former_name"


def test_a_weak_alias_of_one_word_needs_corroboration():
    weak = compared("Red Dot Packaging", "RED DOT", weak=True)
    strong = compared("Red Dot Packaging", "RED DOT")
    assert weak.score < strong.score
    assert weak.contributions["weak_alias"] < 0


@given(NAMES, NAMES, KINDS, KINDS)
@settings(max_examples=300)
def test_contributions_add_up_to_a_score_between_0_and_1(query, entry, one, other):
    found = score(normalise(query, one), normalise(entry, other))
    assert 0 <= found.score <= 1
    assert sum(found.contributions.values()) == pytest.approx(found.score, abs=1e-9)


@given(NAMES, NAMES, KINDS, st.booleans())
@settings(max_examples=300)
def test_the_score_is_reproduced_from_its_stored_explanation(query, entry, kind, weak):
    found = compared(query, entry, kind, weak=weak)
    found = qualify(found, Attributes(("NP",), ("1980-05-01",)), Attributes(("NP", "QA"), ("1980",)))
    stored = json.loads(json.dumps(found.as_dict()))
    assert recompute(stored) == found.score
    assert Explanation.from_dict(stored) == found


def test_an_explanation_of_another_model_is_not_recomputed():
    stored = compared("Rosneft", "ROSNEFT").as_dict() | {"model": "scoring-0"}
    with pytest.raises(ValueError, match="scoring-0"):
        recompute(stored)


@given(NAMES, KINDS)
def test_identical_names_score_1(name, kind):
    read = normalise(name, kind)
    assert score(read, read).score == (0 if read.empty else 1)


@given(st.lists(WORDS, min_size=1, max_size=4), NAMES, st.randoms(use_true_random=False))
@settings(max_examples=200)
def test_the_order_of_a_persons_names_changes_no_score(parts, entry, random):
    mixed = parts[:]
    random.shuffle(mixed)
    assert compared(" ".join(parts), entry, "person").score == compared(" ".join(mixed), entry, "person").score


@given(NAMES, NAMES, KINDS)
@settings(max_examples=200)
def test_a_word_that_nothing_matches_never_raises_a_score(query, entry, kind):
    assert compared(query + " zzyzxqw", entry, kind).score <= compared(query, entry, kind).score


@given(NAMES, NAMES, KINDS)
@settings(max_examples=200)
def test_both_directions_pair_the_same_words(query, entry, kind):
    there, back = compared(query, entry, kind), compared(entry, query, kind)
    assert sorted((p.query, p.entry) for p in there.pairs) == sorted((p.entry, p.query) for p in back.pairs)


def test_every_code_has_a_sentence():
    reasons = "exact same_sound same_consonants similar_sound one_edit two_edits alike initial abbreviation"
    assert set(reasons.split()) | {"short_name", "particle", "plural", "joined", "same_identifier"} == set(
        wording.REASONS
    )
    losses = set(model.GROUPS) | {"legal_form"} | set(model.CIRCUMSTANCES)
    assert losses | {"agreement", "identifier", "country", "birth_date", "limit"} == set(wording.CONTRIBUTIONS)
    assert set(model.LEGAL) == set(wording.LEGAL_RELATIONS)


def test_no_coefficient_is_negative():
    assert all(cost >= 0 for costs in model.COEFFICIENTS.values() for cost in costs.values())
    assert all(cost >= 0 for cost in (model.LEGAL | model.CIRCUMSTANCES).values())


# ------------------------------------------------------------------------------------------- attributes

NEPAL = Attributes(("NP",), ("1980-05-01",), {"tax_id": ("7707-083-893",)})


def test_the_same_country_and_birth_date_raise_and_others_lower():
    name = compared("Igor Setchin", "SECHIN, Igor Ivanovich", "person")
    assert qualify(name, NEPAL, NEPAL).score > name.score
    other = qualify(name, NEPAL, Attributes(("QA",), ("1950",)))
    assert other.score < name.score
    assert dict(other.qualifiers) == {"country": "differs", "birth_date": "differs"}


def test_what_one_side_lacks_says_nothing():
    name = compared("Igor Setchin", "SECHIN, Igor", "person")
    assert qualify(name, NEPAL, Attributes()).score == name.score


@given(NAMES, NAMES)
def test_countries_and_dates_never_create_an_alert(query, entry):
    name = compared(query, entry, "person")
    if name.score < ALERT_THRESHOLD:
        assert qualify(name, NEPAL, NEPAL).score < ALERT_THRESHOLD


def test_corroboration_may_undo_the_loss_of_a_weak_alias():
    weak = compared("Abu Zubaida Khan", "ABU ZUBAIDA", "person", weak=True)
    strong = compared("Abu Zubaida Khan", "ABU ZUBAIDA", "person")
    assert strong.score >= ALERT_THRESHOLD or weak.score < ALERT_THRESHOLD
    assert qualify(weak, NEPAL, NEPAL).score > weak.score


def test_an_exact_identifier_is_a_route_of_its_own():
    found = identifier_match(NEPAL, Attributes(identifiers={"tax_id": ("7707083893",)}))
    assert found is not None
    assert found.score == 1
    assert recompute(json.loads(json.dumps(found.as_dict()))) == 1


@pytest.mark.parametrize(
    "theirs",
    [{}, {"passport": ("7707083893",)}, {"tax_id": ("7707083894",)}, {"website": ("7707083893",)}],
)
def test_another_identifier_is_no_route(theirs):
    assert identifier_match(NEPAL, Attributes(identifiers=theirs)) is None


def test_a_short_identifier_proves_nothing():
    short = Attributes(identifiers={"licence": ("12",)})
    assert identifier_match(short, short) is None
