"""Settings: one frozen dataclass read from the environment, checked at start, secrets masked."""

import contextlib
import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_SECRET = 32  # signs; 43 are made when none is given (256 bits)
_SECRET = frozenset({"secret_key", "stripe_key", "stripe_webhook_secrets"})
_URL = frozenset({"database_url", "smtp_url"})
_YES, _NO = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})


class ConfigurationError(Exception):
    """Something outside the program must be changed before it can run; the text is one plain sentence."""


@dataclass(frozen=True, repr=False)
class Settings:
    """What this process was told from outside, made by `from_environment`, which names each variable."""

    port: int
    host: str
    data_dir: Path
    database_url: str | None  # None means the embedded PostgreSQL
    demo: bool
    secret_key: str
    base_url: str
    smtp_url: str | None  # None means that mail is only shown on the demonstration's page
    mail_from: str
    metrics_port: int
    time_zone: str
    threads: int
    workers: int
    testing: bool
    fetch: bool  # whether flagged lists may be fetched from their publishers
    stripe_key: str | None  # None means that fees are paid by bank transfer only
    stripe_webhook_secrets: tuple[str, ...]  # two while one replaces the other
    stripe_account: str | None  # whose payments these must be, where it is told
    stripe_url: str | None  # None means Stripe itself; else its stand-in
    stand_in_port: int

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read and check every setting; `environment` is the process's own unless given.

        Raises ConfigurationError with one sentence that names the variable and what it must be.
        """
        given = _Reader(os.environ if environment is None else environment)
        port = given.whole("PORT", 8000, 1, 65535)
        data_dir = Path(given.text("FAIRGATE_DATA") or ROOT / ".data").expanduser().absolute()
        stripe_key = _stripe_key(given.text("FAIRGATE_STRIPE_KEY"))
        stripe_secrets = _stripe_secrets(
            given.text("FAIRGATE_STRIPE_WEBHOOK_SECRETS") or given.text("FAIRGATE_STRIPE_WEBHOOK_SECRET"), stripe_key
        )
        return cls(
            port=port,
            host=given.text("FAIRGATE_HOST") or "127.0.0.1",
            data_dir=data_dir,
            database_url=_database_url(given.text("DATABASE_URL")),
            demo=given.yes_or_no("FAIRGATE_DEMO", default=True),
            secret_key=_secret_key(given.text("FAIRGATE_SECRET_KEY"), data_dir),
            base_url=_base_url(given.text("FAIRGATE_BASE_URL") or f"http://localhost:{port}"),
            smtp_url=_smtp_url(given.text("FAIRGATE_SMTP_URL")),
            mail_from=_mail_from(given.text("FAIRGATE_MAIL_FROM") or "Fairgate <no-reply@localhost>"),
            metrics_port=given.whole("FAIRGATE_METRICS_PORT", min(port + 1, 65535), 1, 65535),
            time_zone=_time_zone(given.text("FAIRGATE_TIME_ZONE") or "UTC"),
            threads=given.whole("FAIRGATE_THREADS", 4, 1, 64),
            workers=given.whole("FAIRGATE_WORKERS", 2, 1, 64),
            testing=given.yes_or_no("FAIRGATE_TESTING", default=False),
            fetch=given.yes_or_no("FAIRGATE_FETCH", default=False),
            stripe_key=stripe_key,
            stripe_webhook_secrets=stripe_secrets,
            stripe_account=given.text("FAIRGATE_STRIPE_ACCOUNT"),
            stripe_url=_stand_in_url(given.text("FAIRGATE_STRIPE_URL"), stripe_key),
            stand_in_port=given.whole("FAIRGATE_STAND_IN_PORT", 0, 0, 65535),
        )

    @property
    def pay_pages(self) -> str:
        """Return where browsers are sent to pay: Stripe, or the stand-in at the port that it was given."""
        if self.stripe_url is None:
            return "https://checkout.stripe.com"
        return f"http://{urlsplit(self.base_url).hostname}:{urlsplit(self.stripe_url).port}"

    def __repr__(self) -> str:
        """Show every setting, but no secret and no password: this line ends up in logs and bug reports."""
        shown = []
        for item in fields(self):
            value = getattr(self, item.name)
            if item.name in _SECRET:
                value = "…" if value else None
            elif item.name in _URL and value:
                value = masked(value)
            shown.append(f"{item.name}={value!r}")
        return f"Settings({', '.join(shown)})"


def masked(url: str) -> str:
    """Return a URL or libpq connection string with each password in it replaced by an ellipsis."""
    url = re.sub(r"(?i)(password\s*=\s*)('(?:[^'\\]|\\.)*'|[^&\s]*)", r"\1…", url)
    if "://" not in url:
        return url
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=re.sub(r":[^@]*@", ":…@", parts.netloc)))


def ensure_writable(folder: Path) -> None:
    """Make `folder`, for its owner only, where it is missing.

    Raises ConfigurationError where it cannot be written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ConfigurationError(
            f"The data folder {folder} cannot be written ({reason}). "
            "Choose another with FAIRGATE_DATA=/path/to/folder bin/run."
        ) from error


class _Reader:
    """The environment, with an empty variable counting as one that is not set."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def text(self, name: str) -> str | None:
        return self._environment.get(name, "").strip() or None

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        value = self.text(name)
        if value is None:
            return default
        if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
            raise ConfigurationError(
                f"{name} must be a whole number from {least} to {most}; it is {_quoted(value)}."
            )
        return int(value)

    def yes_or_no(self, name: str, *, default: bool) -> bool:
        value = (self.text(name) or "").lower()
        if not value:
            return default
        if value not in _YES | _NO:
            raise ConfigurationError(f"{name} must be 1 or 0; it is {_quoted(value)}.")
        return value in _YES


def _quoted(value: str) -> str:
    """Return a wrong value as a message may show it: on one line, and not for ever."""
    line = "".join(sign if sign.isprintable() else "·" for sign in value)
    return f"“{line[:60]}…”" if len(line) > 60 else f"“{line}”"


def _database_url(value: str | None) -> str | None:
    if value is None:
        return None
    scheme, separator, rest = value.partition("://")
    if separator and scheme in {"postgresql", "postgres", "postgresql+psycopg"}:
        return f"postgresql://{rest}"
    if re.match(r"\s*[a-z_]+\s*=", value):  # libpq's other form: host=… dbname=…
        return value
    raise ConfigurationError("DATABASE_URL must begin with postgresql:// and name a PostgreSQL server.")


def _secret_key(value: str | None, data_dir: Path) -> str:
    """Return the key that signs form tokens: the operator's, or one made once and kept in the data folder."""
    if value is None:
        return _kept_secret(data_dir)
    if len(value) < SHORTEST_SECRET or len(set(value)) < SHORTEST_SECRET // 4:
        raise ConfigurationError(
            f"FAIRGATE_SECRET_KEY must be at least {SHORTEST_SECRET} unpredictable characters; "
            "leave it out and one is made in the data folder."
        )
    return value


def _kept_secret(data_dir: Path) -> str:
    path = data_dir / "secret_key"
    if not path.exists():
        ensure_writable(data_dir)
        descriptor, fresh = tempfile.mkstemp(prefix=".secret_key-", dir=data_dir)  # for its owner only
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(32))
        with contextlib.suppress(FileExistsError):  # another process was first, and its key is the key
            path.hardlink_to(fresh)
        Path(fresh).unlink()
    try:
        key = path.read_text().strip()
    except OSError as error:
        raise ConfigurationError(f"The secret key in {path} cannot be read by this user.") from error
    if len(key) < SHORTEST_SECRET:
        raise ConfigurationError(
            f"The secret key in {path} is damaged; remove the file and a new one is made."
        )
    return key


def _base_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ConfigurationError(
            f"FAIRGATE_BASE_URL must look like https://fairgate.example; it is {_quoted(value)}."
        )
    return value.rstrip("/")


def _smtp_url(value: str | None) -> str | None:
    if value is None:
        return None
    parts = urlsplit(value)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ConfigurationError("FAIRGATE_SMTP_URL must look like smtp://user:password@mail.example:587.")
    return value


def _mail_from(value: str) -> str:
    if "@" not in value or not value.isprintable():
        raise ConfigurationError(f"FAIRGATE_MAIL_FROM must be an e-mail address; it is {_quoted(value)}.")
    return value


def _time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ConfigurationError(
            f"FAIRGATE_TIME_ZONE must be the name of a time zone such as Asia/Dhaka; it is {_quoted(value)}."
        ) from error
    return value


def _stripe_key(value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"(sk|rk)_(test|live)_[A-Za-z0-9_]{8,250}", value):
        raise ConfigurationError(
            "FAIRGATE_STRIPE_KEY must be a secret or restricted key of Stripe (sk_live_…, sk_test_…, rk_…)."
        )
    return value


def _stripe_secrets(value: str | None, key: str | None) -> tuple[str, ...]:
    """Return the one or two secrets that Stripe signs its messages with. Raises where a key stands without any."""
    found = tuple(part for part in re.split(r"[\s,]+", value or "") if part)
    if any(not re.fullmatch(r"whsec_[A-Za-z0-9_+/=-]{8,250}", part) for part in found) or len(found) > 2:
        raise ConfigurationError(
            "FAIRGATE_STRIPE_WEBHOOK_SECRETS must be one signing secret (whsec_…), or two with a comma between."
        )
    if key and not found:
        raise ConfigurationError(
            "FAIRGATE_STRIPE_KEY is set, but FAIRGATE_STRIPE_WEBHOOK_SECRET is not: without it no payment is confirmed."
        )
    return found


def _stand_in_url(value: str | None, key: str | None) -> str | None:
    """Return where the stand-in for Stripe answers; a live key is sent to Stripe and to nobody else."""
    if value is None:
        return None
    if urlsplit(value).hostname not in {"127.0.0.1", "localhost", "::1"} or (key and "_live_" in key):
        raise ConfigurationError("FAIRGATE_STRIPE_URL is for the stand-in on this machine, and never with a live key.")
    return value.rstrip("/")
