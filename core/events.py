"""Facts between features: a lower feature publishes, a higher one listens, and only by deferring a job."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

Fact = TypeVar("Fact")
_listeners: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def on(kind: type[Fact]) -> Callable[[Callable[[Fact], None]], Callable[[Fact], None]]:
    """Register a listener for facts of `kind`. It runs in the publisher's transaction and may only defer jobs."""

    def register(listener: Callable[[Fact], None]) -> Callable[[Fact], None]:
        if listener not in _listeners[kind]:
            _listeners[kind].append(listener)
        return listener

    return register


def publish(fact: object) -> None:
    """Tell every listener of the fact's class, at once, in this transaction."""
    for listener in _listeners[type(fact)]:
        listener(fact)


def listeners() -> dict[type, list[Callable[[Any], None]]]:
    """Return who listens to what, for the test that holds listeners to deferring jobs."""
    return dict(_listeners)
