"""Gets a file from a publisher's address: only over https, only from public addresses, bounded in time and size.

No database and no Flask. A name is resolved once, every address it has must be public, and the connection goes to the
very address that was looked at, so that a second answer of the name server cannot lead inside. Proxies named in the
environment are not used.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from urllib.parse import SplitResult, urljoin, urlsplit

from core.errors import Unavailable
from core.i18n import N_

CHUNK = 64 * 1024
LONGEST_ADDRESS = 500
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MOST_REDIRECTS = 5
LATE = N_("%(host)s did not answer in time.")
NOT_MODIFIED = 304
# Addresses that carry an IPv4 address inside: 6to4 and the two NAT64 prefixes; what is inside is not seen from outside.
_WRAPPED = tuple(ipaddress.ip_network(net) for net in ("2002::/16", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32"))


class FetchError(Unavailable):
    """A file could not be fetched; what was there before stays in use."""


@dataclass(frozen=True)
class Rules:
    """Bounds of one download.

    Attributes:
        connect, read: seconds for making a connection, and for each wait on it.
        total: seconds for the whole download with its redirects.
        most_bytes: of the file, after decompression.
        loopback: allow plain http, and addresses of this machine: for tests only.
    """

    connect: float = 10
    read: float = 20
    total: float = 180
    most_bytes: int = 200_000_000
    loopback: bool = False


@dataclass(frozen=True)
class Got:
    """A downloaded file and what tells the publisher next time which version we have."""

    path: Path
    validators: dict[str, str] = field(default_factory=dict)


def check_address(url: str, rules: Rules) -> SplitResult:
    """Return an address in parts. Raises FetchError when it is none that may be fetched."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise FetchError("fetch-address", N_("This is not a web address: %(url)s"), url=url[:100]) from error
    if parts.scheme != "https" and not (parts.scheme == "http" and rules.loopback):
        raise FetchError("fetch-address", N_("The address must begin with https://: %(url)s"), url=url[:100])
    if not host or len(url) > LONGEST_ADDRESS or parts.username or parts.password or not url.isascii() or " " in url:
        message = N_("The address must be a plain web address without user name and password: %(url)s")
        raise FetchError("fetch-address", message, url=url[:100])
    try:
        literal = ipaddress.ip_address(host)
    except ValueError:
        return parts
    _must_be_public(literal, host, rules)
    return parts


def _must_be_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address, host: str, rules: Rules) -> None:
    inside = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped else address
    wrapped = any(inside in net for net in _WRAPPED if net.version == inside.version)
    if rules.loopback and inside.is_loopback:
        return
    if not inside.is_global or inside.is_multicast or inside.is_reserved or wrapped:
        message = N_(
            "%(host)s is an address inside a network (%(address)s). Lists are fetched from public addresses only."
        )
        raise FetchError("fetch-private", message, host=host, address=str(address))


def resolve(host: str, port: int, rules: Rules) -> str:
    """Return the address to connect to. Raises FetchError when there is none, or one of them is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError("fetch-unknown-host", N_("There is no host %(host)s."), host=host) from error
    addresses = [str(row[4][0]).split("%", 1)[0] for row in found]
    for address in addresses:
        _must_be_public(ipaddress.ip_address(address), host, rules)
    return addresses[0]


class _Secure(http.client.HTTPSConnection):
    """Speaks to the address that was looked at, and has the certificate of the name that was asked for."""

    def __init__(self, host: str, port: int, address: str, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self._address, self._tls = address, ssl.create_default_context()

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)


class _Plain(http.client.HTTPConnection):
    """Likewise without encryption; only ever for this machine."""

    def __init__(self, host: str, port: int, address: str, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self._address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)


def download(url: str, target: Path, rules: Rules, validators: Mapping[str, str] | None = None) -> Got | None:
    """Write what stands at `url` to `target`; None when the publisher says that it is what `validators` name.

    Raises FetchError with one sentence when it cannot be had within the rules.
    """
    ends = time.monotonic() + rules.total
    for _turn in range(MOST_REDIRECTS + 1):
        parts = check_address(url, rules)
        connection = _connection(parts, rules)
        watch = threading.Timer(max(ends - time.monotonic(), 0.01), _cut, (connection,))
        watch.daemon = True
        watch.start()
        try:
            answer = _ask(connection, parts, rules, validators or {})
            if answer.status in REDIRECTS:
                url = _next(url, answer)
                continue
            got = _taken(answer, target, rules)
            _in_time(ends, parts)
            return got
        except FetchError:
            _in_time(ends, parts)  # what was cut off at the end of its time looks as if it had ended by itself
            raise
        except (OSError, http.client.HTTPException, ValueError) as error:
            late = time.monotonic() >= ends or isinstance(error, TimeoutError)
            raise _failure(error, parts, late=late) from error
        finally:
            watch.cancel()
            connection.close()
    raise FetchError("fetch-redirects", N_("The address leads on more than %(most)s times."), most=MOST_REDIRECTS)


def _in_time(ends: float, parts: SplitResult) -> None:
    if time.monotonic() >= ends:
        raise FetchError("fetch-timeout", LATE, host=str(parts.hostname))


def _connection(parts: SplitResult, rules: Rules) -> http.client.HTTPConnection:
    host, port = str(parts.hostname), parts.port or (443 if parts.scheme == "https" else 80)
    kind = _Secure if parts.scheme == "https" else _Plain
    return kind(host, port, resolve(host, port, rules), rules.connect)


def _cut(connection: http.client.HTTPConnection) -> None:
    """End a connection whose time is over, wherever it is: a server that drips would keep it open for ever."""
    if connection.sock is not None:
        try:
            connection.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # already closed


def _ask(
    connection: http.client.HTTPConnection, parts: SplitResult, rules: Rules, validators: Mapping[str, str]
) -> http.client.HTTPResponse:
    headers = {"User-Agent": "Fairgate", "Accept": "*/*", "Accept-Encoding": "gzip"}
    for name, header in (("etag", "If-None-Match"), ("last_modified", "If-Modified-Since")):
        if validators.get(name):
            headers[header] = validators[name]
    connection.connect()
    connection.sock.settimeout(rules.read)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.request("GET", path, headers=headers)
    return connection.getresponse()


def _next(url: str, answer: http.client.HTTPResponse) -> str:
    place = answer.getheader("Location", "")
    onward = urljoin(url, place)
    if not place or (url.startswith("https:") and not onward.startswith("https:")):
        raise FetchError("fetch-redirect", N_("The address leads to one that is not safe: %(url)s"), url=onward[:100])
    return onward


def _taken(answer: http.client.HTTPResponse, target: Path, rules: Rules) -> Got | None:
    if answer.status == NOT_MODIFIED:
        return None
    if answer.status != http.client.OK:
        message = N_("The publisher answered with %(status)s (%(words)s) instead of the list.")
        words = http.client.responses.get(answer.status, "?")
        raise FetchError("fetch-status", message, status=answer.status, words=words)
    _save(answer, target, rules)
    named = {"etag": answer.headers.get("ETag"), "last_modified": answer.headers.get("Last-Modified")}
    return Got(target, {name: value[:300] for name, value in named.items() if value})


def _save(answer: http.client.HTTPResponse, target: Path, rules: Rules) -> None:
    packed = answer.headers.get("Content-Encoding", "").strip().lower()
    if packed not in ("", "identity", "gzip", "x-gzip"):
        raise FetchError("fetch-encoding", N_("The publisher sent the list in a packing that is not known."))
    opener = zlib.decompressobj(wbits=31) if "gzip" in packed else None
    came = size = 0
    with target.open("wb") as file:
        while chunk := answer.read(CHUNK):
            came += len(chunk)
            while chunk:
                plain = opener.decompress(chunk, CHUNK) if opener else chunk
                size += len(plain)
                if size > rules.most_bytes:
                    most = rules.most_bytes // 1_000_000
                    raise FetchError("fetch-too-large", N_("The list is larger than %(most)s MB."), most=most)
                file.write(plain)
                chunk = opener.unconsumed_tail if opener else b""
    if not _whole(answer.headers, came) or (opener and not opener.eof):
        raise FetchError("fetch-truncated", N_("The connection ended before the whole list had come."))


def _whole(headers: Message, came: int) -> bool:
    said = headers.get("Content-Length", "")
    return not said.isdigit() or int(said) == came


def _failure(error: Exception, parts: SplitResult, *, late: bool) -> FetchError:
    host = str(parts.hostname)
    if late:
        return FetchError("fetch-timeout", LATE, host=host)
    if isinstance(error, ssl.SSLError):
        return FetchError("fetch-certificate", N_("The certificate of %(host)s is not valid."), host=host)
    if isinstance(error, http.client.IncompleteRead):
        return FetchError("fetch-truncated", N_("The connection ended before the whole list had come."))
    return FetchError("fetch-broken", N_("The connection to %(host)s broke off."), host=host)
