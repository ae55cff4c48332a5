"""Jobs of screening: when a list changes, when a listing ends by its date, when the model is another one."""

from uuid import UUID

from core import clock, jobs
from core.db import db, transaction
from core.events import on
from screening.events import WatchlistChanged
from screening.runs import changing, queries, rechecking, service
from screening.runs.models import ScreeningRun
from screening.runs.readying import fault_of, up_to_date, warm
from screening.watchlists.models import Watchlist


@on(WatchlistChanged)
def _list_changed(fact: WatchlistChanged) -> None:
    jobs.defer(rescreen, key=f"screening.runs.rescreen:{fact.watchlist_id}", watchlist_id=str(fact.watchlist_id))


@jobs.job("screening.runs.rescreen", transactional=False)
def rescreen(watchlist_id: str) -> None:
    """Compare what changed on a list with every customer. Idempotent: a killed run is gone on with, page by page."""
    watchlist = UUID(watchlist_id)
    with transaction(timeout="60s"):
        if db.session.get(Watchlist, watchlist) is None:
            return
    try:
        _rescreen(watchlist)
    except Exception as fault:
        with transaction(timeout="60s"):
            changing.fail(watchlist, fault_of(fault))
        raise


def _rescreen(watchlist: UUID) -> None:
    with transaction(timeout="150s"):
        service.wait()
        run_id = changing.begin(watchlist).id
    index = up_to_date()
    with transaction(timeout="60s"):
        runs = changing.found_runs(db.session.get_one(ScreeningRun, run_id), index.counts)
    left = True
    while left:
        with transaction(timeout="300s"):
            service.be_patient()
            run = db.session.get_one(ScreeningRun, run_id, with_for_update=True)
            came = changing.page(run)
            left = len(came) == changing.PAGE
            changing.apply(run, came, index, runs)
    with transaction(timeout="60s"):
        beyond = changing.beyond_bound(db.session.get_one(ScreeningRun, run_id))
    if beyond:
        warm()
        with transaction(timeout="300s"):
            changing.compare_whole(beyond, runs)
    with transaction(timeout="60s"):
        changing.finish(db.session.get_one(ScreeningRun, run_id, with_for_update=True))


@jobs.job("screening.runs.daily", schedule="20 2 * * *")
def daily() -> None:
    """Look at what time alone changes: listings that ended, and a model that is another one. Idempotent."""
    for watchlist_id in changing.waiting(clock.today()):
        jobs.defer(rescreen, key=f"screening.runs.rescreen:{watchlist_id}", watchlist_id=str(watchlist_id))
    for organisation_id in queries.screened_otherwise():
        jobs.defer(recheck, key=f"screening.runs.recheck:{organisation_id}", organisation_id=str(organisation_id))


@jobs.job("screening.runs.recheck", transactional=False)
def recheck(organisation_id: str) -> None:
    """Compare every stored customer of one organisation with all lists, as a full run. Idempotent."""
    company = UUID(organisation_id)
    warm()
    scope = {"organisation_id": company, "scope": service.Scope.RECHECK, "scope_id": company}
    try:
        with transaction(timeout="60s"):
            run_id = rechecking.begin(company)
        left = True
        while left:
            with transaction(timeout="300s"):
                left = rechecking.next_chunk(run_id, company)
        with transaction(timeout="60s"):
            rechecking.finish(run_id, company)
    except Exception as fault:
        with transaction(timeout="60s"):
            service.fail(**scope, reason=fault_of(fault))  # type: ignore[arg-type]
        raise

