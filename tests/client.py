"""A visitor who checks every page it fetches: title, one h1, labels, ids, language, links, queries."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

MOST_QUERIES = 40
PASSWORD = "a long enough password"
_LEFTOVER = re.compile(r"\{\{|\}\}|\{%|%\(\w+\)s|<built-in|object at 0x|\bNone\b|lazy_gettext")


@dataclass
class Page:
    """One answer: parsed, with what a person would do next."""

    client: "Client"
    response: object
    path: str
    queries: int

    def __post_init__(self) -> None:
        self.status = self.response.status_code
        self.text = self.response.get_data(as_text=True) if self.response.content_encoding != "gzip" else ""
        self.soup = BeautifulSoup(self.text, "html.parser")

    @property
    def h1(self) -> str:
        found = self.soup.find("h1")
        return words(found) if found else ""

    @property
    def words(self) -> str:
        """All words of the main part of the page."""
        return words(self.soup.find("main") or self.soup)

    @property
    def errors(self) -> list[str]:
        """The sentences of the error summary."""
        return [words(item) for item in self.soup.select(".govuk-error-summary__list li")]

    def click(self, text: str) -> "Page":
        """Follow the first link whose words contain `text`."""
        for link in self.soup.find_all("a", href=True):
            if text.lower() in words(link).lower():
                return self.client.get(join(self.path, link["href"]))
        raise AssertionError(
            f"no link “{text}” on {self.path}; there are {[words(a) for a in self.soup.find_all('a')]}"
        )

    def submit(self, button: str, files: dict | None = None, **answers: object) -> "Page":
        """Fill in the form that has `button` by label text (or field name) and send it."""
        form, pressed = self._form(button)
        data = defaults(form)
        if pressed.get("name"):
            data[pressed["name"]] = pressed.get("value", "")
        for label, value in answers.items():
            data[self._name(form, label)] = value
        for label, upload in (files or {}).items():
            data[self._name(form, label)] = upload
        action = join(self.path, form.get("action") or self.path)
        if (form.get("method") or "get").lower() == "get":
            return self.client.get(urlsplit(action).path, query_string=data)
        return self.client.post(action, data=data)

    def fill(self, button: str, answers: dict[str, object], files: dict | None = None) -> "Page":
        """As `submit`, for labels that are not Python names."""
        return self.submit(button, files, **answers)

    def _form(self, button: str):
        for form in self.soup.find_all("form"):
            for pressed in form.find_all("button"):
                if button.lower() in words(pressed).lower():
                    return form, pressed
        raise AssertionError(
            f"no button “{button}” on {self.path}; there are {[words(b) for b in self.soup.find_all('button')]}"
        )

    def _name(self, form, label: str) -> str:
        if form.find(attrs={"name": label}):
            return label
        for item in form.find_all("label"):
            if label.lower() in words(item).lower():
                field = form.find(id=item.get("for"))
                if field is not None:
                    return field["name"]
        for legend in form.find_all("legend"):
            if label.lower() in words(legend).lower():
                field = legend.find_parent("fieldset").find(["input", "select", "textarea"], attrs={"name": True})
                return field["name"]
        raise AssertionError(f"no field “{label}” in the form on {self.path}")


class Browser(FlaskClient):
    """Flask's client, with a context of its own for each request, as a server gives each one."""

    def open(self, *args: object, **options: object):
        with self.application.app_context():
            return super().open(*args, **options)


class Client:
    """A browser without script: keeps cookies, follows redirects, and checks each page."""

    def __init__(self, app) -> None:
        self.app = app
        self.http = Browser(app, app.response_class)

    def get(
        self, path: str, *, status: int | tuple[int, ...] | None = None, check: bool = True, **options: object
    ) -> Page:
        return self._send("GET", path, status, check, options)

    def post(
        self, path: str, *, status: int | tuple[int, ...] | None = None, check: bool = True, **options: object
    ) -> Page:
        return self._send("POST", path, status, check, options)

    def sign_in(self, email: str, password: str = PASSWORD) -> Page:
        """Sign in on the page, as a person does."""
        page = self.get("/sign-in")
        return page.submit("Sign in", email=email, password=password)

    def _send(self, method: str, path: str, status, check: bool, options: dict) -> Page:
        for _ in range(6):
            with counted() as count:
                response = self.http.open(path, method=method, **options)
            if response.status_code not in (301, 302, 303, 307, 308):
                break
            path, method, options = join(path, response.headers["Location"]), "GET", {}
        page = Page(self, response, path, count[0])
        if status is not None:
            wanted = status if isinstance(status, tuple) else (status,)
            assert page.status in wanted, f"{path} answered {page.status}: {page.words[:400]}"
        if check and response.mimetype == "text/html" and page.text:
            inspect(page, self.app)
        return page


class counted:  # noqa: N801  reads as a sentence: with counted() as count
    """Count the statements sent to PostgreSQL in a block."""

    def __enter__(self) -> list[int]:
        self.count = [0]
        event.listen(Engine, "before_cursor_execute", self._one)
        return self.count

    def _one(self, _connection, _cursor, statement, *_rest) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "SET CONSTRAINTS")):
            self.count[0] += 1

    def __exit__(self, *_: object) -> None:
        event.remove(Engine, "before_cursor_execute", self._one)


def inspect(page: Page, app) -> None:
    """Assert what holds for every page of the product."""
    soup, where = page.soup, page.path
    title = words(soup.title) if soup.title else ""
    assert title.endswith(("Fairgate",)) or "–" in title, f"{where}: title “{title}”"
    assert len(soup.find_all("h1")) == 1, f"{where}: {len(soup.find_all('h1'))} h1"
    assert soup.html.get("lang") and soup.html.get("dir") in {"ltr", "rtl"}, f"{where}: no lang or dir"
    names = [item["id"] for item in soup.find_all(id=True)]
    double = {name for name in names if names.count(name) > 1}
    assert not double, f"{where}: ids twice: {double}"
    for field in soup.find_all(["input", "select", "textarea"]):
        if field.get("type") in {"hidden", "submit"}:
            continue
        labelled = (
            field.get("aria-label")
            or field.get("aria-labelledby")
            or soup.find("label", attrs={"for": field.get("id")})
        )
        assert labelled, f"{where}: field {field.get('name')} has no label"
    assert not soup.find_all(style=True), f"{where}: inline style, which the content policy refuses"
    for script in soup.find_all("script"):
        assert script.get("src"), f"{where}: inline script, which the content policy refuses"
    visible = words(soup.body)
    found = _LEFTOVER.search(visible)
    assert not found, f"{where}: “{found[0]}” left over in “{visible[max(0, found.start() - 60) : found.end() + 60]}”"
    if page.status != 404:  # its language links say the same address that does not exist
        links(page, app)
    assert page.queries <= MOST_QUERIES, f"{where}: {page.queries} queries"


def links(page: Page, app) -> None:
    """Assert that every link on the page leads to a route of ours (or is plainly elsewhere)."""
    adapter = app.url_map.bind("localhost")
    for link in page.soup.find_all("a", href=True):
        if link["href"].startswith("#"):
            continue
        target = urlsplit(join(page.path, link["href"]))
        if target.scheme in {"tel", "mailto", "https", "http", "sms"} or not target.path:
            continue
        path = re.sub(r"^/(en|ar)(?=/|$)", "", target.path) or "/"
        try:
            adapter.match(path)
        except (RequestRedirect, MethodNotAllowed):
            continue
        except NotFound:
            raise AssertionError(f"{page.path}: link to {link['href']} leads nowhere") from None


def defaults(form) -> dict[str, object]:
    """Return what the form would send untouched."""
    data: dict[str, object] = {}
    for field in form.find_all(["input", "select", "textarea"], attrs={"name": True}):
        kind, name = field.get("type"), field["name"]
        if field.name == "select":
            chosen = field.find("option", selected=True) or field.find("option")
            data[name] = chosen.get("value", "") if chosen else ""
        elif field.name == "textarea":
            data[name] = field.text.removeprefix("\n")
        elif kind in {"checkbox", "radio"}:
            if field.has_attr("checked"):
                data.setdefault(name, []) if kind == "checkbox" else None
                data[name] = [*data[name], field.get("value", "y")] if kind == "checkbox" else field.get("value", "")
        elif kind not in {"file", "submit"}:
            data[name] = field.get("value", "")
    return data


def join(base: str, target: str) -> str:
    """Return `target` as seen from `base`, without the host of our own test server."""
    from urllib.parse import urljoin

    return re.sub(r"^https?://localhost(:\d+)?", "", urljoin(base, target)) or "/"


def words(element) -> str:
    """Return the words of an element, single-spaced."""
    text = " ".join(element.get_text(" ").split())
    return text.replace("“ ", "“").replace(" ”", "”")  # a name in quotation marks is marked up, not set apart
