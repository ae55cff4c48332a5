"""Deltas of FollowTheMoney lists: what they give equals the full file; a chain that does not touch ours is refused."""

import json
from pathlib import Path

import pytest

from core.actor import SYSTEM
from core.errors import Invalid, NotFound
from core.paging import Page
from screening.watchlists import deltas, importing, queries
from screening.watchlists.importing import Source
from screening.watchlists.queries import Filter
from tests.screening.test_watchlists import at_work, numbers


def person(key: str, *names: str, **properties: list[str]) -> dict:
    return {
        "id": key, "caption": names[0], "schema": "Person", "target": True,
        "properties": {"name": list(names), "topics": ["sanction"], **properties},
    }  # fmt: skip


def address(key: str, text: str) -> dict:
    return {"id": key, "caption": text, "schema": "Address", "properties": {"full": [text]}}


def full(path: Path, entities: list[dict]) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in entities), encoding="utf-8")
    return path


def operations(folder: Path, version: str, *found: tuple[str, dict]) -> None:
    (folder / version).mkdir()
    lines = "".join(json.dumps({"op": op, "entity": entity}) + "\n" for op, entity in found)
    (folder / version / "entities.delta.json").write_text(lines, encoding="utf-8")


def take_full(path: Path, version: str | None, code: str = "ftm"):
    source = Source(code, (path,), title="A graph", publisher="Nobody", format="ftm", version=version)
    with at_work():
        return importing.take(source, by=SYSTEM, accept_size=True)


def apply(path: Path, *between: str, code: str = "ftm"):
    with at_work():
        chain = deltas.steps(path, *(between or (None, None)))
        return deltas.bring_up_to_date(code, chain, by=SYSTEM, accept_size=True)


def content(code: str) -> dict[str, str]:
    with at_work():
        rows = queries.entities(queries.get(code), Filter(), Page(1, 100)).rows
        return {row.entity_key: row.content_hash for row in rows}


FIRST = [
    person("a", "Anna One", addressEntity=["x"]),
    person("b", "Boris Two"),
    address("x", "1 Dyke Road"),
    person("c", "Cyrus"),
]
LAST = [person("a", "Anna One", addressEntity=["x"]), address("x", "2 Hill Street"), person("c", "Cyrus", "Kurosh"),
        person("d", "Dora Four")]  # fmt: skip


@pytest.fixture
def published(tmp_path) -> Path:
    """A publisher's folder: three versions on from v1, the second without a change."""
    operations(
        tmp_path, "v2", ("MOD", address("x", "2 Hill Street")), ("DEL", {"id": "b"}), ("ADD", person("d", "Dora"))
    )
    operations(tmp_path, "v3")
    operations(tmp_path, "v4", ("MOD", person("d", "Dora Four")), ("MOD", person("c", "Cyrus", "Kurosh")))
    index = tmp_path / "delta.json"
    addresses = {version: f"https://example.org/{version}/entities.delta.json" for version in ("v1", "v2", "v3", "v4")}
    index.write_text(json.dumps({"versions": addresses}), encoding="utf-8")
    return index


def test_a_chain_of_deltas_gives_what_the_full_file_of_the_last_version_gives(app, tmp_path, published):
    take_full(full(tmp_path / "entities.ftm.json", FIRST), "v1")
    came = apply(published)
    assert numbers(came.snapshot) == (2, 3, 1, 2, 1)  # d came; a by its address and c changed; b left
    assert came.snapshot.publisher_version == "v4"
    take_full(full(tmp_path / "last.json", LAST), "v4", code="whole")
    assert content("ftm") == content("whole")
    again = apply(published)
    assert not again.new


def test_deltas_go_on_from_what_deltas_gave(app, tmp_path, published):
    take_full(full(tmp_path / "entities.ftm.json", FIRST), "v1")
    apply(tmp_path / "v2" / "entities.delta.json", "v1", "v2")
    empty = apply(tmp_path / "v3" / "entities.delta.json", "v2", "v3")
    assert not empty.new  # nothing changed, but the version went on
    assert empty.snapshot.publisher_version == "v3"
    assert numbers(apply(tmp_path / "v4" / "entities.delta.json", "v3", "v4").snapshot) == (3, 3, 0, 2, 0)
    take_full(full(tmp_path / "last.json", LAST), "v4", code="whole")
    assert content("ftm") == content("whole")


@pytest.mark.parametrize("ours", ["v0", None])
def test_a_delta_that_does_not_start_from_our_version_is_refused_and_the_full_file_named(
    app, tmp_path, published, ours
):
    take_full(full(tmp_path / "entities.ftm.json", FIRST), ours)
    with pytest.raises(Invalid, match="delta-chain") as refused:
        apply(published)
    said = refused.value.detail % refused.value.values
    assert "Import the full file of the newest version (entities.ftm.json) instead, with --version v4" in said
    assert len(content("ftm")) == 3


def test_a_delta_with_a_missing_step_or_a_broken_line_changes_nothing(app, tmp_path, published):
    take_full(full(tmp_path / "entities.ftm.json", FIRST), "v1")
    before = content("ftm")
    (tmp_path / "v4" / "entities.delta.json").write_text('{"op":"HIDE","entity":{"id":"a"}}\n')
    with pytest.raises(Invalid, match="list-broken"):
        apply(published)
    (tmp_path / "v3" / "entities.delta.json").unlink()
    with pytest.raises(NotFound, match="delta-missing"):
        apply(published)
    with pytest.raises(Invalid, match="delta-versions"):
        apply(tmp_path / "v2" / "entities.delta.json")
    assert content("ftm") == before


def test_the_real_chain_of_a_publisher_adds_changes_and_removes(app, shared_data, tmp_path):
    folder = shared_data / "screening" / "lists" / "ftm_delta"
    take_full(folder / "entities.ftm.sample.json", "20240527134702-zbn")
    before = content("ftm")
    came = apply(folder / "t2" / "delta.json")
    after = content("ftm")
    assert came.snapshot.publisher_version == "20240528134729-3iv"
    assert len(after) == len(before) + came.snapshot.added - came.snapshot.removed
    assert "NK-500Poltergeist" not in after  # came in one step and left in another
    assert "Q4365364" in after
    from screening.watchlists.formats import ftm

    merged = tmp_path / "merged.json"
    steps = [
        folder / "t2" / version / "entities.delta.json"
        for version, _at in ftm.read_delta_index(folder / "t2" / "delta.json")
    ]
    ftm.merge(folder / "entities.ftm.sample.json", [step for step in steps if step.stat().st_size], merged)
    take_full(merged, None, code="whole")
    assert after == content("whole")
