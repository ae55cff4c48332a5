"""A change of a list through import and jobs: equal to a full run, gone on with when killed, bounded in its statements."""

import pytest
from sqlalchemy import select, text

from core import ids, jobs
from core.actor import SYSTEM
from core.db import db, own_role, transaction
from screening.runs import changing, customers, listed, service
from screening.runs.models import ScreeningMatch, ScreeningRun
from screening.runs.parties import Subject
from screening.scoring import Attributes
from screening.watchlists import formats
from screening.watchlists import service as watchlists
from screening.watchlists.models import FlaggedEntity
from tests.client import counted
from tests.screening.changing_lists import customers as real_customers

ORGANISATION, OTHER = ids.new_id(), ids.new_id()
HEAD = "entity_id,entity_type,name,name_kind,country,id_type,id_value,delisted_on\n"


@pytest.fixture
def worker(app):
    token = own_role.set("fairgate_worker")
    yield
    own_role.reset(token)


def imported(folder, *lines: str, code: str = "watch", accept: bool = True) -> None:
    """Import a version of a list through the product's own form, and run the jobs that follow."""
    path = folder / f"{ids.new_id().hex}.csv"
    path.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    with transaction(actor=SYSTEM):
        watchlists.import_snapshot(
            code, "Watch", "Watchers", formats.read(path, "fairgate_csv"), format="fairgate_csv",
            source_hash=watchlists.hash_of([path]), published_on=None, by=SYSTEM, accept_size=accept,
        )  # fmt: skip


def supplier(name: str, **known: object) -> Subject:
    return Subject("supplier", ids.new_id(), name, "organisation", Attributes(**known))


def screened(*subjects: Subject, organisation=ORGANISATION) -> None:
    with transaction(actor=SYSTEM):
        service.screen(subjects, organisation_id=organisation, scope="supplier-list", scope_id=ids.new_id())


def standing() -> dict:
    """The matches that stand, by subject and listed party, with their scores."""
    with transaction(actor=SYSTEM):
        statement = (
            select(
                ScreeningMatch.subject_id, FlaggedEntity.entity_key, FlaggedEntity.from_sequence, ScreeningMatch.score
            )
            .join(FlaggedEntity, FlaggedEntity.id == ScreeningMatch.entity_id)
            .where(ScreeningMatch.ended_at.is_(None))
        )
        return {(row[0], row[1], row[2]): row[3] for row in db.session.execute(statement)}


def fully() -> dict:
    """What a full run over the stored customers finds."""
    for organisation in (ORGANISATION, OTHER):
        jobs.perform("screening.runs.recheck", organisation_id=str(organisation))
    return standing()


def test_added_changed_and_removed_parties_leave_what_a_full_run_finds(worker, run_jobs, tmp_path):
    imported(tmp_path, "1,org,Sunrise Overseas,,NP,,,", "2,org,Kangaroo Mining Trust,,AU,,,", "3,org,Blue Mill,,,,,")
    screened(supplier("Sunrise Oversees Trading"), supplier("Harbour Line Freight", countries=("AE",)))
    screened(
        supplier("Kangaroo Mining"), supplier("Nobody At All", identifiers={"lei": ("5299 00T8",)}), organisation=OTHER
    )
    run_jobs()
    before = standing()
    assert len(before) == 2 and before == fully()
    imported(tmp_path, "1,org,Sunrise Overseas,,QA,,,", "3,org,Blue Mill,,,,,", "4,org,Harbour Line Freight,,AE,,,",
             "5,org,Another,,,lei,529900t8,")  # fmt: skip
    done = run_jobs()
    assert done.count("screening.runs.rescreen") == 1
    delta = standing()
    assert {key[1] for key in delta} == {"1", "4", "5"}
    assert delta == fully()
    with transaction(actor=SYSTEM):
        ended = select(ScreeningMatch.ended_why).where(ScreeningMatch.ended_at.is_not(None))
        assert sorted(db.session.execute(ended).scalars()) == ["delisted", "entry-changed"]


def test_real_publications_through_import_and_jobs_equal_a_full_run(worker, run_jobs, shared_data, tmp_path):
    """A few of the real versions, with some hundred real customers and a few who resemble the listed."""
    from tests.screening.changing_lists import publications

    published = []
    for publication in publications(shared_data / "screening" / "lists", tmp_path):
        published.append(publication)
        if len(published) == 5:
            break
    people = real_customers(shared_data / "screening")[::100]
    came = [entity for publication in published[1:] for entity in publication.came]
    alike = [supplier(entity.names[0].name.title(), countries=entity.attributes.countries) for entity in came[::4]]
    real = [Subject(*one.key, one.names[0], one.party, one.attributes) for one in people]
    screened(*real, *alike)
    held: dict = {}
    for publication in published:
        for left in publication.left:
            held.pop(left)
        held.update({entity.id: entity for entity in publication.came})
        kept = list(held.values())[-400:]  # of the first version the last ones only: the importer has tests of its own
        imported(tmp_path, *[line(entity) for entity in kept])
        run_jobs()
        assert standing() == fully()
    assert len(standing()) >= len(alike) // 2


def line(entity) -> str:
    """A listed party as a line of our own form, with its first name."""
    kind = "person" if entity.kind == "person" else "org"
    name = entity.names[0].name.replace('"', "")
    return f'{entity.listed_key},{kind},"{name}",,{";".join(entity.attributes.countries)},,,'


def test_a_listing_that_ends_by_its_date_ends_its_match_the_day_after(worker, run_jobs, tmp_path):
    from datetime import timedelta

    from core import clock
    from tests.conftest import NOON

    imported(tmp_path, "1,org,Sunrise Overseas,,NP,,,2026-12-31", "2,org,Blue Mill,,,,,")
    screened(supplier("Sunrise Overseas"))
    run_jobs()
    assert len(standing()) == 1
    with clock.frozen(NOON + timedelta(days=60)):
        jobs.perform("screening.runs.daily")
        run_jobs()
        assert standing() == {} == fully()


def test_a_killed_run_is_gone_on_with_and_leaves_no_second_match(worker, run_jobs, tmp_path, monkeypatch):
    monkeypatch.setattr(changing, "PAGE", 1)
    screened(*[supplier(f"Sunrise Overseas {place}") for place in ("Dhaka", "Doha", "Dubai")])
    real, calls = changing.apply, []

    def killed(*args):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt  # as a worker that is stopped: no handler of ours writes anything
        return real(*args)

    imported(
        tmp_path, *[f"{n},org,Sunrise Overseas {place},,,,," for n, place in enumerate(("Dhaka", "Doha", "Dubai"))]
    )
    monkeypatch.setattr(changing, "apply", killed)
    with pytest.raises(KeyboardInterrupt):
        run_jobs()
    with transaction(actor=SYSTEM):
        watchlist = db.session.execute(text("SELECT id FROM watchlist")).scalar_one()
        under_way = select(ScreeningRun.id).where(ScreeningRun.status == "running", ScreeningRun.parent_id.is_(None))
        first = db.session.execute(under_way).scalar_one()
    jobs.perform("screening.runs.rescreen", watchlist_id=str(watchlist))
    with transaction(actor=SYSTEM):
        run = db.session.get_one(ScreeningRun, first)
        assert (run.status, run.subjects, run.total) == ("done", 3, 3)
        assert run.matches == len(standing())
    assert standing() == fully()


def test_a_run_that_fails_says_why_and_the_next_one_makes_it_good(worker, run_jobs, tmp_path, monkeypatch):
    screened(supplier("Sunrise Overseas"))
    imported(tmp_path, "1,org,Sunrise Overseas,,,,,")
    with monkeypatch.context() as broken:
        broken.setattr(changing, "apply", lambda *args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run_jobs()
    with transaction(actor=SYSTEM):
        runs = db.session.execute(select(ScreeningRun).where(ScreeningRun.scope == "list-change")).scalars().all()
        assert {(run.status, run.reason) for run in runs} == {
            ("failed", "The screening stopped (ZeroDivisionError). It is tried again.")
        }
        watchlist = db.session.execute(text("SELECT id FROM watchlist")).scalar_one()
    jobs.perform("screening.runs.rescreen", watchlist_id=str(watchlist))
    assert len(standing()) == 1


def test_who_has_more_matches_than_are_kept_is_named_and_compared_whole_at_a_change(
    worker, run_jobs, tmp_path, monkeypatch
):
    from screening.runs import deciding

    monkeypatch.setattr(deciding.within_bound, "__defaults__", (3,))
    monkeypatch.setattr(changing, "MOST_MATCHES", 3)
    many = [f"{n},org,Sunrise Overseas,,,,," for n in range(5)]
    imported(tmp_path, *many)
    screened(supplier("Sunrise Overseas"))
    with transaction(actor=SYSTEM):
        run = db.session.execute(select(ScreeningRun).where(ScreeningRun.scope == "supplier-list")).scalar_one()
        assert [(item["name"], item["found"]) for item in run.exceeded] == [("Sunrise Overseas", 5)]
    run_jobs()
    assert len(standing()) == 3
    imported(tmp_path, *many[3:], "9,org,Sunrise Overseas,,,,,")
    run_jobs()
    assert len(standing()) == 3 and standing() == fully()


def test_the_statements_of_a_change_do_not_grow_with_customers_or_parties(worker, run_jobs, tmp_path):
    counts = []
    for size in (10, 60):
        screened(*[supplier(f"Sunrise Overseas {number}") for number in range(size)])
        imported(tmp_path, *[f"{n},org,Sunrise Overseas {n},,,,," for n in range(size)], code=f"list-{size}")
        with counted() as statements:
            run_jobs()
        counts.append(statements[0])
    assert counts[1] <= counts[0] + 12, counts


def test_the_index_of_customers_takes_up_what_changed_and_forgets_what_is_gone(worker, run_jobs):
    index = customers.Customers()
    one, two = supplier("Sunrise Overseas"), supplier("Blue Mill")
    screened(one, two)
    with transaction(actor=SYSTEM):
        index.refresh()
    assert len(index) == 2
    screened(Subject(one.kind, one.id, "Sunset Overseas", one.party), supplier("Third Works"))
    with transaction(actor=SYSTEM):
        index.refresh()
        index.tidy()
    assert len(index) == 3
    with transaction(actor=SYSTEM):
        service.retire("supplier", [two.id], organisation_id=ORGANISATION)
    with transaction(actor=SYSTEM):
        index.refresh()
    assert len(index) == 2
    listed._kept.clear()
