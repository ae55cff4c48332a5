"""What the pages are dressed in stays small, ours, and built from what stands beside it."""

import gzip
import hashlib
import json
import re

import pytest

from core import assets
from core.config import ROOT

DIST = ROOT / "static" / "dist"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted(DIST.glob("*.css"))
# Bytes after gzip -9. Worker pages: 10 kB with everything (experience.md 4.2), so the style leaves room for words.
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
