"""TCP ports: whether one can be listened on, said as a sentence, and whether something answers on it."""

import errno
import http.client
import socket

from core.config import ConfigurationError, Settings

METRICS_HOST = "127.0.0.1"  # figures are for the operator of this machine
_LAST = 65535


def check_ports(settings: Settings) -> None:
    """Raise ConfigurationError with the sentence to show when a port cannot be listened on."""
    fault = fault_of(settings.host, settings.port)
    if fault == errno.EACCES:
        raise ConfigurationError(
            f"Port {settings.port} may not be used by this user. Choose another with PORT=8000 bin/run."
        )
    if fault == errno.EADDRINUSE:
        raise ConfigurationError(
            f"Port {settings.port} is taken. Choose another with PORT={_free_after(settings)} bin/run."
        )
    if fault:
        raise ConfigurationError(f"FAIRGATE_HOST is “{settings.host}”, which is no address of this machine.")
    if fault_of(METRICS_HOST, settings.metrics_port):
        raise ConfigurationError(
            f"Port {settings.metrics_port}, which is for the figures, is taken. "
            f"Choose another with FAIRGATE_METRICS_PORT={_free_after(settings) + 1} bin/run."
        )
    if settings.stand_in_port and fault_of(settings.host, settings.stand_in_port):
        raise ConfigurationError(
            f"Port {settings.stand_in_port}, which is for the stand-in for Stripe, is taken. "
            "Choose another with FAIRGATE_STAND_IN_PORT, or leave it out."
        )


def fault_of(host: str, port: int) -> int | None:
    """Return why `port` of `host` cannot be listened on, as an errno value, or None when it can."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        return errno.EADDRNOTAVAIL
    except OSError as error:
        return error.errno
    return None


def free_port(host: str) -> int:
    """Return a port of `host` that is free at this moment."""
    family, kind, protocol, _name, address = socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.bind(address)
        return int(probe.getsockname()[1])


def _free_after(settings: Settings) -> int:
    """Return the first port above the wanted one that is free, with the next one free for the figures."""
    for port in range(settings.port + 1, _LAST):
        if fault_of(settings.host, port) is None and fault_of(METRICS_HOST, port + 1) is None:
            return port
    return 8000


def answers(host: str, port: int) -> bool:
    """Return whether an HTTP server answers at the address, with whatever status."""
    connection = http.client.HTTPConnection(host.replace("0.0.0.0", "127.0.0.1"), port, timeout=5)  # noqa: S104
    try:
        connection.request("GET", "/livez")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    else:
        return True
    finally:
        connection.close()
