"""The catalogues say what the sources say: nothing missing where workers read, no place to fill in lost."""

import importlib.util
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from core import i18n
from core.config import ROOT


def load_script(path: Path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


catalogues = load_script(ROOT / "bin" / "catalogues.py")
LOCALES = [language.code for language in i18n.LANGUAGES if language.code != "en"]


@pytest.fixture(scope="module")
def template() -> Catalog:
    return catalogues.extract()


def test_every_language_but_english_has_a_catalogue():
    assert catalogues.locales() == sorted(LOCALES)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_public_text_is_translated_and_every_catalogue_is_whole(locale, template):
    assert catalogues.faults(locale, template) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_an_unreviewed_language_says_so_at_each_text(locale):
    if i18n._BY_CODE[locale].reviewed:
        pytest.skip("this language has been reviewed")
    unmarked = [
        message.id
        for message in catalogues.messages(catalogues.read(locale))
        if catalogues.forms(message) and "draft, not reviewed" not in message.user_comments
    ]
    assert unmarked == []


def test_the_extraction_finds_texts_in_every_kind_of_source(template):
    found = {place for message in catalogues.messages(template) for place, _line in message.locations}
    for place in ("licensing/register/texts.py", "licensing/licences/wording.py", "core/error_pages.py",
                  "templates/licensing/register/agency.html", "templates/components/public.html"):  # fmt: skip
        assert place in found
    texts = {catalogues.sources(message)[0] for message in catalogues.messages(template)}
    assert "Check an agency or agent" in texts
    assert "It is against the law to ask a worker for money." in texts


@pytest.mark.parametrize(
    ("source", "translated", "wrong"),
    [
        ("Until %(date)s.", "حتى %(date)s.", False),
        ("Until %(date)s.", "حتى.", True),
        ("Until %(date)s.", "حتى %(day)s.", True),
        ("Plain.", "<b>عادي.</b>", True),
        (("One.", "%(n)s of them."), ["واحد.", "%(n)s منها."], False),
    ],
)
def test_a_lost_place_or_added_markup_is_found(source, translated, wrong):
    assert bool(list(catalogues._faults_of(Message(source, translated)))) is wrong


def test_a_missing_public_text_is_found(template):
    spare = Catalog(locale="ar")
    spare.add("A text that is nowhere yet.", locations=[("licensing/register/texts.py", 0)])
    assert catalogues.faults("ar", spare) == ["ar: a public text is not translated: 'A text that is nowhere yet.'"]
