"""Fetching from a publisher, over a real server that behaves as badly as servers do; the last good list always stays."""

import gzip
import http.server
import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from core import clock, jobs
from core.db import transaction
from core.errors import Conflict, Unavailable
from core.paging import Page
from screening.watchlists import fetches, fetching, queries
from screening.watchlists import jobs as work
from screening.watchlists.fetching import FetchError, Rules
from tests.factories import signed_in
from tests.screening.test_watchlists import at_work, numbers, record, take

BOMB = gzip.compress(b"0" * 50_000_000, 1)
HEAD = "entity_id,entity_type,name\n"


def companies(count: int) -> bytes:
    return (HEAD + "".join(f"{number},org,Company {number} Trading\n" for number in range(count))).encode()


class Publisher(http.server.BaseHTTPRequestHandler):
    """Answers as its path says."""

    protocol_version = "HTTP/1.1"
    content = companies(10)
    asked: list[tuple[str, str | None]] = []  # noqa: RUF012
    status = 200

    def log_message(self, *_line: object) -> None:
        """Print nothing."""

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers.get("If-None-Match")))
        getattr(self, "give_" + self.path.strip("/").split(".")[0].replace("-", "_"))()

    def send(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def give_list(self) -> None:
        if self.status != 200:
            self.send(b"broken", self.status)
            return
        mark = f'"{hash(self.content)}"'
        if self.headers.get("If-None-Match") == mark:
            self.send(b"", 304)
        else:
            self.send(self.content, ETag=mark)

    def give_moved(self) -> None:
        self.send(b"", 302, Location="/list.csv")

    def give_loop(self) -> None:
        self.send(b"", 302, Location="/loop")

    def give_inside(self) -> None:
        self.send(b"", 302, Location="http://10.0.0.1/list.csv")

    def give_file(self) -> None:
        self.send(b"", 302, Location="file:///etc/passwd")

    def give_missing(self) -> None:
        self.send(b"no", 404)

    def give_broken(self) -> None:
        self.send(b"no", 500)

    def give_web_page(self) -> None:
        self.send(b"<!doctype html><html><body>This list has moved.</body></html>", Content_Type="text/csv")

    def give_truncated(self) -> None:
        body = companies(10)
        self.send_response(200)
        self.send_header("Content-Length", str(len(body) + 500))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def give_cut_chunks(self) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"1000\r\nentity_id")
        self.close_connection = True

    def give_packed(self) -> None:
        self.send(gzip.compress(companies(10)), Content_Encoding="gzip")

    def give_cut_gzip(self) -> None:
        self.send(gzip.compress(companies(10))[:-20], Content_Encoding="gzip")

    def give_bomb(self) -> None:
        self.send(BOMB, Content_Encoding="gzip")

    def give_hang(self) -> None:
        time.sleep(3)

    def give_drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.drip(b"x")

    def give_slow_head(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        self.drip(b"X-Slow: yes\r\n")

    def drip(self, drop: bytes) -> None:
        self.close_connection = True
        for _drop in range(40):
            try:
                self.wfile.write(drop)
            except OSError:
                return
            time.sleep(0.1)


@pytest.fixture
def publisher():
    """The address of a server of ours, which ends with the test."""

    class Mine(Publisher):
        asked: list[tuple[str, str | None]] = []  # noqa: RUF012

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Mine)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    server.address = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()


QUICK = Rules(connect=1, read=0.5, total=1.5, most_bytes=5_000_000, loopback=True)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("missing", "fetch-status"),
        ("broken", "fetch-status"),
        ("loop", "fetch-redirects"),
        ("inside", "fetch-private"),
        ("file", "fetch-address"),
        ("truncated", "fetch-truncated"),
        ("cut-chunks", "fetch-truncated"),
        ("cut-gzip", "fetch-truncated"),
        ("bomb", "fetch-too-large"),
        ("hang", "fetch-timeout"),
        ("drip", "fetch-timeout"),
        ("slow-head", "fetch-timeout"),
    ],
)
def test_what_a_publisher_may_do_wrong_is_one_sentence_within_the_time(publisher, tmp_path, path, code):
    begun = time.monotonic()
    with pytest.raises(FetchError) as refused:
        fetching.download(f"{publisher.address}/{path}", tmp_path / "list", QUICK)
    assert refused.value.code == code
    assert refused.value.detail % refused.value.values
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize("path", ["list.csv", "moved", "packed"])
def test_a_good_answer_is_written_whole(publisher, tmp_path, path):
    got = fetching.download(f"{publisher.address}/{path}", tmp_path / "list", QUICK)
    assert got.path.read_bytes() == companies(10)


def test_a_server_that_is_not_there_is_said_to_be_so(publisher, tmp_path):
    with pytest.raises(FetchError, match=r"fetch-broken|fetch-timeout"):
        fetching.download("http://127.0.0.1:9/list.csv", tmp_path / "list", QUICK)
    with pytest.raises(FetchError, match="fetch-unknown-host"):
        fetching.download("https://no-such-host.invalid/list.csv", tmp_path / "list", QUICK)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/list.csv", "ftp://example.org/list", "file:///etc/passwd", "https://", "https://[::1/",
        "https://user:secret@example.org/list", "https://127.0.0.1/list", "https://10.1.2.3/", "https://192.168.0.1/",
        "https://169.254.169.254/latest/meta-data", "https://[::1]/", "https://[fd00::1]/", "https://[fe80::1]/",
        "https://[::ffff:10.0.0.1]/", "https://[64:ff9b::a00:1]/", "https://[2002:a00:1::]/", "https://0.0.0.0/",
        "https://100.64.0.1/", "https://224.0.0.1/", "https://255.255.255.255/", "https://example.org/a b",
        "https://example.org/" + "x" * 500, "https://exämple.org/", "gopher://example.org",
    ],
)  # fmt: skip
def test_addresses_that_lead_inside_or_are_none_are_refused(url):
    with pytest.raises(FetchError):
        fetching.check_address(url, Rules())


@pytest.mark.parametrize("host", ["localhost", "2130706433", "0x7f.1", "127.1"])
def test_names_and_odd_spellings_of_this_machine_are_refused_when_they_are_resolved(host, tmp_path):
    """What the name server says counts, not how the address is written."""
    with pytest.raises(FetchError, match=r"fetch-private|fetch-unknown-host"):
        fetching.download(f"https://{host}/list.csv", tmp_path / "list", Rules())


def test_a_name_with_one_address_inside_is_refused_whatever_the_others_are(monkeypatch):
    both = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_more: both)
    with pytest.raises(FetchError, match="fetch-private"):
        fetching.resolve("example.org", 443, Rules())
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_more: both[:1])
    assert fetching.resolve("example.org", 443, Rules()) == "93.184.216.34"


def test_tls_without_a_good_certificate_is_refused(publisher, tmp_path):
    """The server speaks no TLS at all, which is as bad as a false certificate."""
    address = publisher.address.replace("http:", "https:")
    with pytest.raises(FetchError, match=r"fetch-certificate|fetch-broken"):
        fetching.download(f"{address}/list.csv", tmp_path / "list", QUICK)


# ------------------------------------------------------------------------------------------- a list that is fetched


@pytest.fixture
def allowing(app, monkeypatch):
    """An installation that fetches lists, with short times."""
    settings = replace(jobs.settings(), fetch=True)
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    monkeypatch.setattr(fetches, "rules", lambda: QUICK)
    return app


@pytest.fixture
def ten(app):
    take([record(str(number), f"Company {number} Trading") for number in range(10)], digest="a")


def set_up(client, *urls: str, every: str = "daily"):
    page = client.get("/lists/tests/source", status=200)
    return page.submit("Save", urls="\n".join(urls), every=every, reason="The publisher's own address.")


def state():
    with at_work():
        watchlist = queries.get("tests")
        source = queries.source(watchlist)
        came = queries.deliveries(watchlist, Page()).rows
        return queries.snapshot(watchlist), source, [(row.status, row.findings[0]["code"]) for row in came]


def later(run_jobs, **shift: float) -> None:
    """Run what is due after a while."""
    with clock.frozen(clock.now() + timedelta(**shift)):
        with transaction(role="fairgate_worker"):
            jobs.defer(work.fetch_due)
        run_jobs()


def test_a_list_is_fetched_by_its_schedule_and_only_what_is_new_is_imported(allowing, publisher, ten, run_jobs):
    mine = publisher.RequestHandlerClass
    page = set_up(signed_in(allowing, "decider"), f"{publisher.address}/list.csv")
    assert "Every day" in page.words
    mine.content = companies(11)
    later(run_jobs, minutes=1)
    snapshot, source, came = state()
    assert numbers(snapshot) == (2, 11, 1, 0, 0)
    assert (source.failures, came, source.claimed_at) == (0, [], None)
    later(run_jobs, hours=20)  # not due yet
    assert len(mine.asked) == 1
    later(run_jobs, hours=25)
    assert mine.asked[1][1] is not None  # asked whether it is still the version we have
    assert state()[0].sequence == 2
    mine.content = companies(12)
    later(run_jobs, hours=50)
    assert numbers(state()[0]) == (3, 12, 1, 0, 0)


def test_a_failed_fetch_is_recorded_shown_and_tried_again_later_and_later(allowing, publisher, ten, run_jobs):
    mine = publisher.RequestHandlerClass
    client = signed_in(allowing, "decider")
    set_up(client, f"{publisher.address}/list.csv")
    mine.status = 503
    for minutes, tries in ((1, 1), (10, 1), (20, 2), (30, 2), (60, 3)):
        later(run_jobs, minutes=minutes)
        assert len(mine.asked) == tries, minutes
    snapshot, source, came = state()
    assert (snapshot.sequence, source.failures) == (1, 3)
    assert came == [("failed", "fetch-status")] * 3
    page = client.get("/lists/tests", status=200)
    assert "failed 3 times in a row" in page.words
    assert "The publisher answered with 503 (Service Unavailable) instead of the list." in page.words
    assert "Cannot be fetched" in client.get("/lists", status=200).words
    mine.status = 200
    later(run_jobs, days=2)
    snapshot, source, _came = state()
    assert (source.failures, snapshot.sequence, snapshot.added) == (0, 2, 0)  # another source, the same content


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"<html><body>Sign in</body></html>", "refused", "list-broken"),
        (b"Dear Sir or Madam", "refused", "list-broken"),
        (companies(10) + b"11,star,Bad\n", "refused", "list-broken"),
        (companies(4), "waiting", "list-shrank"),
        (companies(40), "waiting", "list-grew"),
    ],
)
def test_what_is_fetched_meets_the_same_guards_and_the_old_version_stays(
    allowing, publisher, ten, run_jobs, content, status, code
):
    set_up(signed_in(allowing, "decider"), f"{publisher.address}/list.csv")
    publisher.RequestHandlerClass.content = content
    later(run_jobs, minutes=1)
    snapshot, source, came = state()
    assert snapshot.sequence == 1
    assert came == [(status, code)]
    assert source.failures == (1 if status == "refused" else 0)


def test_a_newer_fetch_replaces_what_waits_from_an_older_one(allowing, publisher, ten, run_jobs):
    set_up(signed_in(allowing, "decider"), f"{publisher.address}/list.csv")
    publisher.RequestHandlerClass.content = companies(4)
    later(run_jobs, minutes=1)
    publisher.RequestHandlerClass.content = companies(5)
    later(run_jobs, days=2)
    assert sorted(state()[2]) == [("rejected", "list-shrank"), ("waiting", "list-shrank")]


def test_a_person_has_it_fetched_now_and_not_twice_at_once(allowing, publisher, ten, run_jobs):
    client = signed_in(allowing, "decider")
    set_up(client, f"{publisher.address}/list.csv", every="off")
    page = client.get("/lists/tests", status=200).submit("Fetch now")
    assert "The list is being fetched" in page.words
    run_jobs()
    assert state()[0].sequence == 2
    with at_work():
        queries.source(queries.get("tests")).claimed_at = clock.now()
    with pytest.raises(Conflict, match="fetch-running"):
        _fetch_as_worker()
    assert "is being fetched now" in client.get("/lists/tests").submit("Fetch now").words
    with clock.frozen(clock.now() + timedelta(hours=1)):  # whoever fetched was killed: another may
        assert _fetch_as_worker() is None


def _fetch_as_worker():
    from core import db as database
    from core.actor import SYSTEM

    token = database.own_role.set("fairgate_worker")
    try:
        return fetches.fetch("tests", by=SYSTEM)
    finally:
        database.own_role.reset(token)


def test_an_installation_that_does_not_allow_it_fetches_nothing(app, publisher, ten, run_jobs):
    client = signed_in(app, "decider")
    assert "This installation does not fetch lists" in client.get("/lists/tests/source", status=200).words
    set_up(client, f"{publisher.address}/list.csv")
    assert "FAIRGATE_FETCH=1" in client.get("/lists/tests", status=200).submit("Fetch now").words
    later(run_jobs, days=2)
    assert publisher.RequestHandlerClass.asked == []
    with pytest.raises(Unavailable, match="fetch-off"):
        _fetch_as_worker()


def test_settings_that_make_no_sense_are_refused_by_name(allowing, ten, monkeypatch):
    monkeypatch.setattr(fetches, "rules", Rules)
    client = signed_in(allowing, "decider")
    assert "must begin with https://" in set_up(client, "http://example.org/list.csv").words
    assert "is an address inside a network" in set_up(client, "https://10.0.0.1/list.csv").words
    assert "Enter the address" in set_up(client, every="weekly").words
    assert "at most 6 addresses" in set_up(client, *(f"https://example.org/{n}" for n in range(7))).words
    one, other = client.get("/lists/tests/source"), client.get("/lists/tests/source")
    given = {"urls": "https://example.org/list.csv", "every": "daily", "reason": "Known."}
    one.submit("Save", **given)
    one = client.get("/lists/tests/source")
    other = client.get("/lists/tests/source")
    one.submit("Save", **{**given, "every": "weekly"})
    assert "Somebody changed these settings" in other.submit("Save", **given).words
