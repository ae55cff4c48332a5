"""A browser tab that checks each page it comes to: accessibility, width, errors, requests, cookies."""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Request, Response

PHONE = {"width": 360, "height": 640}
DESKTOP = {"width": 1280, "height": 800}
NARROWEST = 320  # CSS pixels: 1280 at 400 % zoom (WCAG 1.4.10)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"], "preload": False}
# Which components a page is made of, whatever their colour
PARTS = """() => [...new Set([...document.querySelectorAll('main [class]')]
    .flatMap(e => [...e.classList]).map(name => name.split('--')[0]))].sort().join()"""
SHOTS = os.environ.get("FAIRGATE_SCREENSHOTS")
_REFERENCE = re.compile(r"[0-9A-Z]+-[0-9A-Z]{4}-[0-9A-Z]{4}|[0-9a-f-]{36}|\b[A-Z]{3}\b|\b[A-Z]+-\d+(-[0-9A-Z]+)?")
# axe costs as much as everything else together: a page that looked the same a moment ago is not asked again
_seen: dict[tuple[object, ...], set[int]] = {}
_taken: dict[str, int] = {}


class Tab:
    """One tab in a context of its own."""

    def __init__(self, context: BrowserContext, *, worker: bool = False, script: bool = True) -> None:
        self.context, self.worker, self.script = context, worker, script
        self.page = context.new_page()
        self.page.set_default_timeout(30_000)  # generous: a busy machine is not a fault
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.status = 0
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._note)
        self.page.on("response", self._answered)

    # ------------------------------------------------------------------------------------- what a person does

    def open(self, path: str, *, status: int = 200) -> "Tab":
        """Type an address."""
        self.requests.clear()
        self.page.goto(path, wait_until="load")
        return self.check(status=status)

    def follow(self, words: str, *, within: str = "body", exact: bool = False, status: int = 200) -> "Tab":
        """Click the first link, or link in a button's coat, with these words."""
        place = self.page.locator(within)
        link = place.get_by_role("link", name=words, exact=exact)
        return self.follow_to(link.or_(place.get_by_role("button", name=words, exact=exact)).first, status=status)

    def follow_to(self, thing: Locator, *, status: int = 200) -> "Tab":
        """Click something that leads to another page."""
        assert thing.count(), f"{self.path} has no {thing}; its links: {self._links()}"
        return self._go(thing, status)

    def _links(self) -> list[str]:
        return [" ".join(text.split()) for text in self.page.locator("a, button").all_inner_texts()]

    def open_until(self, path: str, *sentences: str) -> "Tab":
        """Open a page again and again until it says each sentence: the worker needs a moment."""
        for _ in range(60):
            self.page.goto(path, wait_until="load")
            if all(sentence in self.words for sentence in sentences):
                break
            self.page.wait_for_timeout(300)
        return self.check().sees(*sentences)

    def press(self, words: str, *, within: str = "main", exact: bool = True, status: int = 200) -> "Tab":
        """Press the button with these words and come to the next page."""
        return self.follow_to(
            self.page.locator(within).get_by_role("button", name=words, exact=exact).first, status=status
        )

    def fill(self, label: str, value: str, *, exact: bool = False) -> "Tab":
        """Type into the field with this label."""
        self.page.locator("main").get_by_label(label, exact=exact).first.fill(value)
        return self

    def select(self, label: str, option: str) -> "Tab":
        """Choose in a drop-down list."""
        self.page.locator("main").get_by_label(label).first.select_option(label=option)
        return self

    def choose(self, legend: str, *options: str) -> "Tab":
        """Pick radio buttons or boxes of the group with this legend."""
        group = self.page.get_by_role("group", name=legend).first
        for option in options:
            group.get_by_label(option, exact=True).first.check()
        return self

    def tick(self, label: str) -> "Tab":
        """Tick one box or radio button."""
        self.page.locator("main").get_by_label(label).first.check()
        return self

    def attach(self, label: str, path: Path) -> "Tab":
        """Choose a file."""
        self.page.get_by_label(label).first.set_input_files(path)
        return self

    def _go(self, thing: Locator, status: int) -> "Tab":
        self.requests.clear()
        with self.page.expect_navigation(wait_until="load"):
            thing.click()
        return self.check(status=status)

    # --------------------------------------------------------------------------------------- what a person sees

    @property
    def h1(self) -> str:
        """The heading of the page, single-spaced."""
        return " ".join(self.page.locator("h1").inner_text().split())

    @property
    def words(self) -> str:
        """All words of the main part, single-spaced."""
        return " ".join(self.page.locator("main").inner_text().split())

    @property
    def path(self) -> str:
        """The address without host and question mark."""
        return urlsplit(self.page.url).path

    def sees(self, *sentences: str) -> "Tab":
        """Assert that the main part of the page says each sentence."""
        words = self.words
        for sentence in sentences:
            assert sentence in words, f"{self.path} does not say “{sentence}” but: {words[:1500]}"
        return self

    # ------------------------------------------------------------------------------------------------- checks

    def check(self, *, status: int = 200) -> "Tab":
        """Assert what holds for every page of the product."""
        assert self.status == status, f"{self.page.url} answered {self.status}: {self.words[:800]}"
        assert self.page.locator("h1").count() == 1, f"{self.path}: one h1"
        assert not self.complaints, f"{self.path}: {self.complaints}"
        if self.worker:
            assert self.requests == [self.page.url], f"{self.path} makes more than one request: {self.requests}"
            assert self.context.cookies() == [], f"{self.path} sets a cookie"
        self._fits()
        self._photograph()
        if self.script:  # axe is a script itself
            self._ask_axe()
        return self

    def _fits(self) -> None:
        size = self.page.viewport_size
        widths = [size["width"]] if size["width"] > PHONE["width"] else [NARROWEST, size["width"]]
        for width in widths:
            if width != self.page.viewport_size["width"]:
                self.page.set_viewport_size({**size, "width": width})
            wide, room = self.page.evaluate(
                "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
            )
            assert wide <= room, f"{self.path} is {wide} px wide on a screen of {room} px: {self._too_wide(room)}"

    def _too_wide(self, room: int) -> list[str]:
        return self.page.evaluate(
            """room => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > room + 1)
            .slice(0, 5).map(e => e.outerHTML.slice(0, 120))""",
            room,
        )

    def _ask_axe(self) -> None:
        look = self.identity()
        widths = _seen.setdefault(look, set())
        if self.page.viewport_size["width"] in widths:
            return
        # colours are the same on every screen, and measuring them is what takes axe longest
        rules = {"color-contrast": {"enabled": not widths}}
        widths.add(self.page.viewport_size["width"])
        found = Axe().run(self.page, options={**OPTIONS, "rules": rules}).response["violations"]
        told = [f"{item['id']}: {item['help']}: {[node['html'][:200] for node in item['nodes'][:3]]}" for item in found]
        assert not told, f"{self.path}: " + "\n".join(told)

    def identity(self) -> tuple[object, ...]:
        """Return what tells this page's look from another's: address without references, language, kind of answer."""
        faults = self.page.locator(".govuk-error-summary").count()
        shape = self.page.evaluate(PARTS)
        return (_REFERENCE.sub("…", self.path), self.status, faults, shape)

    def _photograph(self) -> None:
        if not SHOTS:
            return
        name = re.sub(r"[^\w]+", "-", _REFERENCE.sub("x", self.path)).strip("-") or "front"
        screen = "phone" if self.page.viewport_size["width"] == PHONE["width"] else "desktop"
        stem = f"{screen}-{name}"
        _taken[stem] = _taken.get(stem, 0) + 1
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=f"{SHOTS}/{stem}-{_taken[stem]}.png", full_page=True)

    def error_links_lead_into_fields(self) -> "Tab":
        """Assert that each link of the error summary puts the cursor into a field."""
        links = self.page.locator(".govuk-error-summary__list a")
        assert links.count(), f"{self.path} lists no errors with links"
        for number in range(links.count()):
            link = links.nth(number)
            link.click()
            landed = self.page.evaluate("() => document.activeElement.tagName")
            assert landed in {"INPUT", "SELECT", "TEXTAREA"}, f"{self.path}: {link.inner_text()} leads to {landed}"
        assert self.page.title().startswith("Error: "), self.page.title()
        return self

    def reach(self, words: str, *, role: str = "button", within: int = 60) -> Locator:
        """Come to a thing by the Tab key alone, and assert that one sees where one is."""
        target = self.page.locator("body").get_by_role(role, name=words).first
        assert target.count(), f"{self.path} has no {role} “{words}”"
        self.page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0) }")
        for _ in range(within):
            self.page.keyboard.press("Tab")
            if target.evaluate("e => e === document.activeElement"):
                ring = target.evaluate(
                    "e => { const s = getComputedStyle(e); return [s.outlineStyle, s.boxShadow, s.backgroundColor] }"
                )
                assert ring[0] != "none" or ring[1] != "none", f"{self.path}: focus on “{words}” cannot be seen"
                return target
        raise AssertionError(f"{self.path}: “{words}” is not reached with {within} presses of Tab")

    # ----------------------------------------------------------------------------------------------- listening

    def _hear(self, message: ConsoleMessage) -> None:
        # Chromium reports every answer of 400 and above; those of the page itself are asserted by `status`
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)

    def _note(self, request: Request) -> None:
        if request.url.startswith("http"):
            self.requests.append(request.url)

    def _answered(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.status = response.status
        elif response.status >= 400:
            self.complaints.append(f"{response.url} answered {response.status}")
