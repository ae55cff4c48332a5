"""What the pages are dressed in stays small, ours, and built from what stands beside it."""

import base64
import gzip
import hashlib
import json
import re
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from flask import Flask, render_template_string

from core import assets, i18n
from core.config import ROOT
from core.web import SpokenLanguage

DIST = ROOT / "static" / "dist"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted(DIST.glob("*.css"))
# Bytes after gzip -9. A worker page is 10 kB with everything: leave room for words.
BUDGETS = {"lookup": 6_000, "worker": 9_000, "staff": 15_000, "app": 3_000, "favicon": 1_000}


def test_every_file_carries_the_hash_of_its_content():
    listed = set(assets.manifest().values())
    assert listed == {path.name for path in DIST.iterdir() if path.suffix != ".json"}
    for name in listed:
        digest = hashlib.sha256((DIST / name).read_bytes()).hexdigest()
        assert f".{digest[:12]}." in name
        assert digest in (ROOT / "static" / "VENDORED.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(assets.manifest()))
def test_sizes_stay_in_budget(name):
    body = (DIST / assets.manifest()[name]).read_bytes()
    size = len(gzip.compress(body, 9))
    assert size <= BUDGETS[name.partition(".")[0]]
    assert json.loads((DIST / "sizes.json").read_text())[name]["raw"] == len(body)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_fetch_nothing_and_suit_old_phones(path):
    text = path.read_text(encoding="utf-8")
    assert not text.startswith("\ufeff")
    for banned in ("var(--", "@font-face", "GDS Transport", "url(", "@import", "crown", "</"):
        assert banned not in text, banned


def test_the_lock_file_names_no_registry():
    text = (ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text


def test_the_policy_admits_each_inline_style_and_no_other():
    hashes = assets.inline_style_hashes()
    assert len(hashes) == len(set(hashes)) == 2 * len(assets.INLINE_BUNDLES)
    assert all(re.fullmatch(r"sha256-[A-Za-z0-9+/]{43}=", item) for item in hashes)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_keep_to_the_content_policy(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text), "inline style"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "inline handler"
    for script in re.findall(r"<script[^>]*>", text):
        assert "src=" in script
        assert path.name == "desk.html", "script belongs to pages of people who sign in"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_fetch_nothing_from_elsewhere(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"(src|href)=[\"']https?://", text)
    assert "GOV.UK" not in text


@pytest.fixture
def small():
    """An application with templates, languages and static files, and nothing else."""
    app = Flask("small", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.update(SECRET_KEY="only for this test, forty signs of it", SETTINGS=SimpleNamespace(demo=True))
    i18n.register(app)
    assets.register(app)
    app.wsgi_app = SpokenLanguage(app.wsgi_app, ["en", "ar"])
    words = "{% block content %}<h1>Hi</h1>{% endblock %}"
    page = "{% extends 'layouts/worker.html' %}{% set bundle = 'lookup' %}" + words
    desk = "{% extends 'layouts/staff.html' %}" + words
    app.add_url_rule("/", "public", lambda: render_template_string(page))
    app.add_url_rule("/desk", "desk", lambda: render_template_string(desk))
    return app.test_client()


@pytest.mark.parametrize("path", ["/", "/ar/"])
def test_a_public_page_is_one_request_without_script_or_cookie(small, path):
    answer = small.get(path)
    soup = BeautifulSoup(answer.text, "html.parser")
    assert not soup.find_all(["script", "img", "iframe"])
    assert [link["href"] for link in soup.find_all("link")] == ["data:,"]
    assert "Set-Cookie" not in answer.headers
    digest = base64.b64encode(hashlib.sha256(soup.style.string.encode()).digest()).decode()
    assert f"sha256-{digest}" in assets.inline_style_hashes()
    assert len(gzip.compress(answer.data, 6)) < 8_000
    assert soup.select_one(".fg-demo") is not None


def test_a_page_knows_its_language_and_direction(small):
    english, arabic = (BeautifulSoup(small.get(path).text, "html.parser") for path in ("/desk?q=1", "/ar/desk?q=1"))
    assert (english.html["lang"], english.html["dir"]) == ("en", "ltr")
    assert (arabic.html["lang"], arabic.html["dir"]) == ("ar", "rtl")
    assert arabic.find("a", hreflang="en")["href"] == "/en/desk?q=1"
    styles = [soup.find("link", rel="stylesheet")["href"] for soup in (english, arabic)]
    assert styles == [f"/static/dist/{assets.manifest()[name]}" for name in ("staff.css", "staff.rtl.css")]


def test_built_files_are_sent_small_and_kept_for_a_year(small):
    path = f"/static/dist/{assets.manifest()['staff.css']}"
    answer = small.get(path, headers={"Accept-Encoding": "gzip, br"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.mimetype == "text/css"
    assert gzip.decompress(answer.data) == small.get(path).data
    assert small.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert small.get("/static/dist/nothing.css").status_code == 404
    assert small.get("/static/dist/../../app.py").status_code == 404
