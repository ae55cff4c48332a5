"""One Chromium and one running Fairgate, with the demonstration loaded, for every test that drives a browser."""

import contextlib
import csv
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from core import roles
from core.config import ROOT
from core.processes import spawn
from tests.browser.tab import DESKTOP, PHONE, Tab
from tests.conftest import SECRET, cloned

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
PATIENCE = 180.0  # seconds within which the demonstration must be loaded, and the server answer


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Drive the browser last: what is wrong shows sooner elsewhere, and Playwright holds the thread's event loop."""
    items.sort(key=lambda item: "browser" in item.keywords)


@dataclass
class Site:
    """A running Fairgate: where it answers, and who can sign in."""

    address: str
    passwords: dict[str, str]
    cookies: dict[str, list] = field(default_factory=dict)


@pytest.fixture(scope="session")
def site(cluster: str, browser_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Web server and job worker as processes of their own, as in production, on a database with the demonstration."""
    folder = tmp_path_factory.mktemp("site")
    port, bank = free_port(), free_port()
    address = f"http://localhost:{port}"
    with cloned(cluster) as url, (folder / "log").open("wb") as log, contextlib.ExitStack() as stack:
        urls = roles.urls(url, SECRET)
        told = {
            **os.environ, "PYTHONPATH": str(ROOT), "PORT": str(port), "FAIRGATE_DATA": str(folder),
            "FAIRGATE_SECRET_KEY": SECRET, "FAIRGATE_DEMO": "1", **stand_in(port, bank),
        }  # fmt: skip

        def start(database: str, *command: str) -> subprocess.Popen:
            return spawn(
                [sys.executable, *command], env={**told, "FAIRGATE_DATABASE": database}, cwd=ROOT,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip

        loading = start(urls.worker, "-m", "core.cli", "demo", "load", str(ROOT / "demo"))
        assert loading.wait(PATIENCE) == 0, (folder / "log").read_text()
        running = [
            start(urls.app, "-m", "gunicorn", "--worker-class", "gthread", "--no-control-socket", "--bind",
                  f"127.0.0.1:{port}", "--workers", "1", "--threads", "4", "--graceful-timeout", "1", "--log-level", "warning", "app:serve()"),
            start(urls.worker, "-m", "worker"),
            start(urls.app, "-m", "stripe_stand_in.app"),
        ]  # fmt: skip
        stack.callback(stop, running)
        wait_for(address, folder / "log")
        yield Site(address, sign_ins(ROOT / "demo"))


def stand_in(port: int, bank: int) -> dict[str, str]:
    """Return what tells Fairgate and the stand-in for Stripe of each other."""
    key, secret = "sk_test_standinforbrowsers", "whsec_standinforbrowsers"
    return {
        "FAIRGATE_STRIPE_KEY": key, "FAIRGATE_STRIPE_WEBHOOK_SECRET": secret,
        "FAIRGATE_STRIPE_URL": f"http://127.0.0.1:{bank}", "STAND_IN_KEY": key, "STAND_IN_SECRET": secret,
        "STAND_IN_PORT": str(bank), "STAND_IN_URL": f"http://localhost:{bank}",
        "STAND_IN_WEBHOOK": f"http://127.0.0.1:{port}/stripe/events",
    }  # fmt: skip


def stop(running: list[subprocess.Popen]) -> None:
    """End the processes that we started, all at once, and wait for each."""
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_for(address: str, log: Path) -> None:
    """Wait until the server answers; show its log when it does not."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address + "/readyz", timeout=PATIENCE):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(log.read_text())


def sign_ins(folder: Path) -> dict[str, str]:
    """Return the password of each person of a demonstration by e-mail address."""
    with (folder / "people.csv").open(encoding="utf-8", newline="") as file:
        return {row["email"]: row["password"] for row in csv.DictReader(file)}


@pytest.fixture(scope="session")
def chrome(browser_path: str, site: Site) -> Iterator[Browser]:
    """One Chromium for the whole run; each tab gets a context of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def size(request: pytest.FixtureRequest) -> dict[str, int]:
    """The two screens on which every journey is made."""
    return request.param


class Room:
    """Opens tabs: for a visitor whom nobody knows, or for somebody of the demonstration."""

    def __init__(self, chrome: Browser, site: Site, size: dict[str, int], stack: contextlib.ExitStack) -> None:
        self.chrome, self.site, self.size, self.stack = chrome, site, size, stack

    def visitor(self, *, script: bool = True, worker: bool = True) -> Tab:
        """Open the tab of somebody unknown; `worker` demands one request a page and no cookie."""
        context = self.chrome.new_context(viewport=self.size, java_script_enabled=script, base_url=self.site.address)
        self.stack.callback(context.close)
        return Tab(context, worker=worker, script=script)

    def person(self, email: str) -> Tab:
        """Open the tab of somebody who is signed in."""
        context = self.chrome.new_context(viewport=self.size, base_url=self.site.address)
        self.stack.callback(context.close)
        tab = Tab(context)
        if email in self.site.cookies:
            context.add_cookies(self.site.cookies[email])
        else:
            tab.open("/sign-in")
            tab.fill("E-mail address", email)
            tab.fill("Password", self.site.passwords[email])
            tab.press("Sign in")
            self.site.cookies[email] = [cookie for cookie in context.cookies() if cookie["name"] != "form"]
        return tab


@pytest.fixture
def room(chrome: Browser, site: Site, size: dict[str, int]) -> Iterator[Room]:
    """Tabs on a screen of one size, closed after the test."""
    with contextlib.ExitStack() as stack:
        yield Room(chrome, site, size, stack)
