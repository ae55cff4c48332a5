"""Names made comparable: what is folded, what is set aside, what is refused."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.names import MAX_KEYS, MAX_NAME_CHARACTERS, MAX_WORDS, NameTooLong, normalise, search_keys

ANY_TEXT = st.text(max_size=200)
KINDS = st.sampled_from(["person", "organisation", "unknown"])
GIVEN_NAMES = st.sampled_from(["Maria", "Ivan", "Abdul", "Rahman", "Sechin", "Jose", "Kim", "O'Neil", "Élodie", "de"])


@pytest.mark.parametrize(
    ("name", "tokens", "families"),
    [
        ("Oboronnye Initsiativy o.O.O.", ("oboronnye", "initsiativy"), ["limited"]),
        ("ООО «БАЙ»", ("bay",), ["limited"]),
        ("Fortia Baja Sur, S.A. de C.V.", ("fortia", "baja", "sur"), ["stock"]),
        ("JOINT STOCK CMOPANY COMPEL", ("compel",), ["stock"]),
        ("Ess Ess Footwears (P) Ltd.", ("ess", "ess", "footwears"), ["limited"]),
        ("A B C Trdg Intl", ("abc", "trading", "international"), []),
        ("KKR Fund III L.P.", ("kkr", "fund", "3"), ["partnership"]),
        ("365 Days Freight", ("365", "days", "freight"), []),
        ("Doo Rad 028 Zvecan", ("rad", "28", "zvecan"), ["limited"]),
        ("As Good As Gold", ("as", "good", "as", "gold"), []),
    ],
)
def test_an_organisation_loses_its_legal_form_and_keeps_its_words(name, tokens, families):
    read = normalise(name, "organisation")
    assert read.tokens == tokens
    assert [form.family for form in read.legal_forms] == families


@pytest.mark.parametrize(
    ("name", "tokens"),
    [
        ("HANAFI HABIBULLAH, Rustum", ("rustum", "hanafi", "habibullah")),
        ("Dr. 'Abd al-Rahman", ("abd", "al", "rahman")),
        ("ABDURRAHMAN", ("abd", "rahman")),
        ("Ig0r Sech1n", ("igor", "sechin")),
        ("王小明", ("wang", "xiao", "ming")),
        ("الفلاني كاسر", ("al", "flny", "ksr")),
        ("Բարակ Օբամա", ("barak", "obama")),
    ],
)
def test_a_person_is_read_in_natural_order_and_in_latin_letters(name, tokens):
    assert normalise(name, "person").tokens == tokens


def test_titles_are_set_aside_and_kept_for_display():
    assert normalise("Dr. Nenad Popovic", "person").titles == ("dr",)


def test_a_name_that_is_only_a_title_stays():
    assert normalise("Dr.", "person").tokens == ("dr",)


@pytest.mark.parametrize(
    ("name", "variant", "tokens"),
    [
        ("Acme GmbH (formerly known as Bolt Ltd.)", "former_name", ("bolt",)),
        ("Acme f/k/a Bolt", "former_name", ("bolt",)),
        ("Acme, a.k.a. Bolt Works", "also_known_as", ("bolt", "works")),
        ("Acme d/b/a Bolt", "trading_as", ("bolt",)),
    ],
)
def test_a_second_name_becomes_a_reading_of_its_own(name, variant, tokens):
    read = normalise(name, "organisation")
    assert read.tokens == ("acme",)
    assert [(other.variant, other.tokens) for other in read.alternatives] == [(variant, tokens)]


def test_a_label_and_a_care_of_address_are_set_aside():
    read = normalise("SHIPPER: Golden Rolls c/o Pioneer Freight", "organisation")
    assert read.tokens == ("golden", "rolls")
    assert len(read.annotations) == 2


@pytest.mark.parametrize("name", ["", "  ", "LLC", "Co., Ltd.", "🙂🙂", "\u202e\u200b", "...", "\x00\x07", "\ud800"])
def test_a_name_with_nothing_to_compare_is_empty_and_no_error(name):
    assert normalise(name, "organisation").empty


def test_letters_that_only_look_latin_are_read_as_latin():
    assert normalise("Rоsnеft", "organisation").tokens == ("rosneft",)  # the o and the e are Cyrillic


def test_direction_marks_and_invisible_signs_do_not_part_a_word():
    assert normalise("Ros\u202en\u200beft", "organisation").tokens == ("rosneft",)


def test_a_name_over_the_limit_is_refused_with_the_limit():
    with pytest.raises(NameTooLong, match="10,000"):
        normalise("a" * (MAX_NAME_CHARACTERS + 1))


@pytest.mark.parametrize("part", ["a ", "a.", "ﷺ", "(", "a/", "formerly ", "co ", "王", "'", "x" * 999 + " "])
def test_the_longest_names_are_read_in_bounded_time(part):
    text = (part * MAX_NAME_CHARACTERS)[:MAX_NAME_CHARACTERS]
    before = time.process_time()
    for kind in ("person", "organisation"):
        assert len(normalise(text, kind).tokens) <= 3 * MAX_WORDS
    assert time.process_time() - before < 2


@given(ANY_TEXT, KINDS)
def test_any_text_is_read_into_folded_words(name, kind):
    read = normalise(name, kind)
    assert all(token.isascii() and token.isalnum() and token == token.lower() for token in read.tokens)


@given(st.lists(GIVEN_NAMES, min_size=1, max_size=5))
def test_reading_the_compared_text_again_changes_nothing(parts):
    once = normalise(" ".join(parts), "person")
    assert normalise(" ".join(once.tokens), "person").compare == once.compare


@given(st.lists(GIVEN_NAMES, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_a_persons_names_does_not_matter(parts, random):
    mixed = parts[:]
    random.shuffle(mixed)
    assert normalise(" ".join(parts), "person").compare == normalise(" ".join(mixed), "person").compare


@given(ANY_TEXT, KINDS)
@settings(max_examples=50)
def test_case_does_not_matter_for_ascii_names(name, kind):
    plain = name.encode("ascii", "ignore").decode()
    assert normalise(plain.upper(), kind).tokens == normalise(plain.lower(), kind).tokens


@given(ANY_TEXT, KINDS)
def test_search_keys_are_few_and_short(name, kind):
    keys = search_keys(name, kind)
    assert len(keys) <= MAX_KEYS
    assert all(key.isascii() and len(key) <= 200 for key in keys)


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("Golden Bridge Manpower", "Goldn Bridge Manpower Ltd"),
        ("Himalaya Overseas", "Himalya Overseas Pvt. Ltd."),
        ("Al Noor Recruitment", "Alnoor Recruiting"),
        ("Sagarmatha", "Sagrmatha"),
    ],
)
def test_a_misspelt_name_shares_a_search_key(written, stored):
    assert set(search_keys(written)) & set(search_keys(stored))
