"""The job queue: deferred in the caller's transaction, run by a worker as the system, each job idempotent."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import text

from core import db as database
from core.actor import SYSTEM, request

if TYPE_CHECKING:
    from core.config import Settings

DEAD_AFTER, LOOK_EVERY = 30, 10  # seconds

Job = TypeVar("Job", bound=Callable[..., None])


@dataclass(frozen=True)
class Definition:
    """A named job: its function, how often it is tried again, and the longest a statement of it may take."""

    name: str
    run: Callable[..., None]
    retries: int
    timeout: str
    transactional: bool
    schedule: str | None


_definitions: dict[str, Definition] = {}


def job(
    name: str,
    *,
    retries: int = 5,
    timeout: str = "600s",
    transactional: bool = True,
    schedule: str | None = None,
) -> Callable[[Job], Job]:
    """Define a job; its arguments are ids as text.

    `transactional` False: it opens its own, shorter transactions. `schedule` (five fields of cron, UTC): the worker
    runs it then by itself, without arguments; what was missed while it was down is for the next time to make good.
    """

    def define(function: Job) -> Job:
        _definitions[name] = Definition(name, function, retries, timeout, transactional, schedule)
        function.__job__ = name  # type: ignore[attr-defined]
        return function

    return define


def defer(function: Callable[..., None], *, key: str | None = None, **arguments: str | int) -> None:
    """Put a job into the queue in the present transaction: a rollback leaves none, a commit leaves one.

    `key` keeps a second job with the same key from queueing while the first still waits.
    """
    from procrastinate.exceptions import AlreadyEnqueued

    name = function.__job__  # type: ignore[attr-defined]
    database.db.session.flush()
    try:
        with database.db.session.begin_nested():
            # asked for inside: the savepoint is set when the nested transaction first takes its connection
            connection = database.db.session.connection().connection.driver_connection
            queue().configure_task(name, queueing_lock=key, connection=connection).defer(**arguments)
    except AlreadyEnqueued:
        return


_queue: list[Any] = []


def queue() -> Any:
    """Return the procrastinate application with every defined job registered, made once when first needed."""
    if not _queue:
        import procrastinate

        _queue.append(procrastinate.App(connector=procrastinate.SyncPsycopgConnector()))
        for definition in _definitions.values():
            _register(_queue[0], definition)
    return _queue[0]


def _register(app: Any, definition: Definition) -> None:
    import procrastinate

    retry = procrastinate.RetryStrategy(max_attempts=definition.retries, exponential_wait=3)
    task = app.task(name=definition.name, retry=retry)(_in_transaction(definition))
    if definition.schedule:
        app.periodic(cron=definition.schedule)(task)


def _in_transaction(definition: Definition) -> Callable[..., None]:
    @wraps(definition.run)
    def run(**arguments: Any) -> None:
        arguments.pop("timestamp", None)  # a scheduled job is given its instant; ours ask the clock
        perform(definition.name, **arguments)

    return run


def perform(name: str, **arguments: Any) -> None:
    """Run one job now, in its own transaction as the system; used by the worker, and by tests to drain the queue."""
    from core import metrics

    definition = _definitions[name]
    outcome = "failed"
    try:
        with _application().app_context(), request(f"job:{name}"):
            if definition.transactional:
                with database.transaction(actor=SYSTEM, timeout=definition.timeout):
                    definition.run(**arguments)
            else:
                definition.run(**arguments)
        outcome = "done"
    finally:
        metrics.JOBS.labels(name, outcome).inc()


def drain(limit: int = 500) -> list[str]:
    """Run every waiting job now and in order, and those they defer; return their names.

    For loading a demonstration and for tests, where the jobs' effects are wanted at once and at a set clock. A job
    that fails raises. Raises RuntimeError after `limit` jobs: then one of them defers itself for ever.
    """
    done: list[str] = []
    for _ in range(limit):
        with database.transaction():
            row = database.db.session.execute(NEXT_JOB).one_or_none()
        if row is None:
            return done
        perform(row.task_name, **row.args)
        done.append(row.task_name)
    message = f"more than {limit} jobs: one of them defers itself for ever"
    raise RuntimeError(message)


NEXT_JOB = text(
    "UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = ("
    " SELECT id FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id LIMIT 1) RETURNING task_name, args"
)

_applications: list[Any] = []


def use(application: Any) -> None:
    """Say in which application's context jobs run."""
    _applications[:] = [application]


def _application() -> Any:
    return _applications[0]


def settings() -> "Settings":
    """Return the installation's settings."""
    found: Settings = _applications[0].config["SETTINGS"]
    return found


def work(application: Any, url: str, *, concurrency: int = 1, forever: bool = True) -> None:
    """Run the worker: take jobs until told to stop (or, with `forever` False, until none is left)."""
    import procrastinate

    use(application)
    app = procrastinate.App(
        connector=procrastinate.PsycopgConnector(conninfo=url, min_size=1, max_size=concurrency + 2)
    )
    for definition in _definitions.values():
        _register(app, definition)

    async def run() -> None:
        async with app.open_async():
            await take_up_abandoned(app)
            looking = asyncio.create_task(keep_taking_up(app))
            try:
                await app.run_worker_async(
                    concurrency=concurrency, wait=forever, install_signal_handlers=forever, fetch_job_polling_interval=2
                )
            finally:
                looking.cancel()

    asyncio.run(run())


async def take_up_abandoned(app: Any) -> None:
    """Put the jobs of workers that were killed back into the queue: else a kill -9 would leave them begun for ever.

    A worker is taken for dead when it has given no sign of life for DEAD_AFTER seconds (a living one gives one every
    ten). Each job can be run again from its beginning; that is how all of them are written.
    """
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER):
        await app.job_manager.retry_job(job)


async def keep_taking_up(app: Any) -> None:
    """Look for abandoned jobs again and again, until cancelled."""
    from procrastinate.exceptions import ProcrastinateException

    from core.logs import log

    while True:
        await asyncio.sleep(LOOK_EVERY)
        try:
            await take_up_abandoned(app)
        except ProcrastinateException as error:  # the database restarts: the next look will do
            log().warning("jobs.abandoned.unknown", kind=type(error).__name__)
