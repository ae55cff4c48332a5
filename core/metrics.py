"""Figures for operators, served on a port of their own so that the public never reaches them."""

import os
import sys
import time

from prometheus_client import CollectorRegistry, Counter, Histogram, multiprocess, start_http_server

REQUESTS = Counter("fairgate_requests", "Requests answered", ["route", "method", "status"])
SECONDS = Histogram("fairgate_request_seconds", "Seconds until the answer", ["route"])
METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
JOBS = Counter("fairgate_jobs", "Jobs run", ["name", "outcome"])
PAYMENT_MESSAGES = Counter("fairgate_payment_messages", "Messages of Stripe taken", ["outcome"])


def observe(route: str, method: str, status: int, elapsed: float) -> None:
    """Count one answered request; methods of nobody's making are one, since each name would be kept for ever."""
    REQUESTS.labels(route, method if method in METHODS else "other", str(status)).inc()
    SECONDS.labels(route).observe(elapsed)


def serve(port: int) -> None:
    """Serve the figures of all processes at http://127.0.0.1:`port`/metrics until ended."""
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    start_http_server(port, addr="127.0.0.1", registry=registry)
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        sys.exit("Set PROMETHEUS_MULTIPROC_DIR to the folder that the web processes write their figures to.")
    serve(int(sys.argv[1]))
