"""What lies between two versions of a list: who came, who changed from what to what, who left."""

from screening.watchlists import changes, queries, service
from tests.screening.test_watchlists import TEN, at_work, record, take


def keys(found: changes.Changes) -> tuple[list[str], list[str], list[str]]:
    return (
        [row.entity_key for row in found.added],
        [after.entity_key for _before, after in found.changed],
        [row.entity_key for row in found.removed],
    )


def between(since: int, to: int, **more) -> changes.Changes:
    with at_work():
        return changes.changed_entities(queries.get("tests").id, since, to, **more)


def test_who_came_changed_and_left_between_two_versions_is_named_with_old_and_new_names(app):
    take(TEN, digest="a")
    take([*TEN[1:9], record("9", "Company 9", "Another alias 9", countries=("NP",)), record("10")], digest="b")
    found = between(1, 2)
    assert keys(found) == (["10"], ["9"], ["0"])
    before, after = found.changed[0]
    assert [name.name for name in before.names] == ["Company 9", "Alias 9"]
    assert [name.name for name in after.names] == ["Company 9", "Another alias 9"]
    assert (before.countries, after.countries, after.kind) == ((), ("NP",), "organisation")
    assert before.compared() != after.compared()
    assert before.id != after.id


def test_several_versions_at_once_come_out_as_their_ends_say(app):
    take(TEN, digest="a")
    take([*TEN, record("passing")], digest="b")  # comes, and leaves again
    take([*TEN[:9], record("9", "Renamed")], digest="c")
    take([*TEN[1:9], record("9", "Renamed again"), record("new")], digest="d")
    assert keys(between(1, 4)) == (["new"], ["9"], ["0"])
    assert [row.names[0].name for row in between(1, 4).changed[0]] == ["Company 9", "Renamed again"]
    assert keys(between(2, 3)) == ([], ["9"], ["passing"])
    assert keys(between(0, 1)) == (sorted(row.entity_key for row in TEN), [], [])
    assert keys(between(4, 4)) == ([], [], [])


def test_a_withdrawn_list_is_a_version_with_nobody_on_it(app):
    take(TEN, digest="a")
    with at_work():
        service.withdraw("tests", "Given up.", by=_system())
    assert len(between(1, 2).removed) == 10
    take(TEN, digest="a")
    assert len(between(2, 3).added) == 10
    assert keys(between(1, 3))[1] == sorted(row.entity_key for row in TEN)  # back again, as they were
    assert all(before.compared() == after.compared() for before, after in between(1, 3).changed)


def test_more_changes_than_wanted_say_that_the_whole_list_is_to_be_looked_at(app):
    take(TEN, digest="a")
    found = between(0, 1, most=9)
    assert (found.complete, found.added) == (False, [])


def _system():
    from core.actor import SYSTEM

    return SYSTEM
