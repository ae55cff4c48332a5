"""The names of countries are those that CLDR and our own list of variants give."""

from bench import country_names


def test_the_file_of_names_is_what_its_script_makes():
    assert country_names.TARGET.read_text(encoding="utf-8") == country_names.text()
