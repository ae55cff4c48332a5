"""Takes the README's pictures of a running demonstration; changes nothing in it (see bin/pictures)."""

import csv
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from shutil import which

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]
FOLDER = ROOT / "docs" / "pictures"
MOST = 150_000  # bytes a picture may have
PHONE: ViewportSize = {"width": 360, "height": 640}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}


@dataclass(frozen=True)
class Picture:
    """What to photograph: the file's name, who looks, on which screen, and the way to the page."""

    name: str
    email: str | None
    screen: ViewportSize
    way: Callable[[Page], None]


def worker(page: Page) -> None:
    """A licence in force, as a worker reads it."""
    page.goto("/check?q=RA-00012")


def broker(page: Page) -> None:
    """The task list of a draft."""
    page.goto("/apply")
    page.locator("main .fg-card a").first.click()


def regulator(page: Page) -> None:
    """The late case on the officer's desk."""
    page.goto("/staff")
    page.get_by_role("link", name="Eastgate Domestic Care Ltd").first.click()


def company(page: Page) -> None:
    """An alert with its score explained."""
    page.goto("/co/alerts")
    page.locator("main table").get_by_role("link", name="Zenmark").first.click()
    page.wait_for_load_state("load")
    page.locator("main table").first.evaluate("e => window.scrollTo(0, e.getBoundingClientRect().top - 14)")


PICTURES = (
    Picture("worker", None, PHONE, worker),
    Picture("broker", "orchard@brokers.example", DESKTOP, broker),
    Picture("regulator", "officer@meridia.example", DESKTOP, regulator),
    Picture("company", "analyst@bluepeak.example", DESKTOP, company),
)


def main() -> int:
    """Make every picture; return 1 when one could not be made small enough."""
    address = sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://localhost:8000"
    program = which("chromium") or which("chromium-browser") or which("google-chrome")
    if program is None:
        print("bin/pictures needs a browser: apt-get install chromium", file=sys.stderr)
        return 1
    with (ROOT / "demo" / "people.csv").open(encoding="utf-8", newline="") as file:
        passwords = {row["email"]: row["password"] for row in csv.DictReader(file)}
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        sizes = [take(browser, address, picture, passwords) for picture in PICTURES]
        browser.close()
    return 0 if max(sizes) <= MOST else 1


def take(browser: Browser, address: str, picture: Picture, passwords: dict[str, str]) -> int:
    """Photograph one page and return the size of the file in bytes."""
    context = browser.new_context(viewport=picture.screen, base_url=address, reduced_motion="reduce")
    page = context.new_page()
    if picture.email:
        page.goto("/sign-in")
        page.get_by_label("E-mail address").fill(picture.email)
        page.get_by_label("Password", exact=True).fill(passwords[picture.email])
        page.locator("main").get_by_role("button", name="Sign in").click()
    picture.way(page)
    page.wait_for_load_state("load")
    path = FOLDER / f"{picture.name}.png"
    page.screenshot(path=path)
    context.close()
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)}: {size:,} bytes" + (" – too large" if size > MOST else ""))
    return size


if __name__ == "__main__":
    sys.exit(main())
