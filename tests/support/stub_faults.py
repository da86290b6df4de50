"""Faults on demand: a request that matches meets an action, before the platform has carried it out or after.

stub.fail(Status(503), "POST", "*/scenarios/", after=True)      the scenario is created, but the client doesn't hear
stub.fail(TooMany(2), times=3)                                  the next three requests come too soon
stub.fail(Drop(), "PATCH", "*/scenarios/*/", nth=5)             the connection ends at the fifth change
stub.fail(Status(500), "GET", "*/scenarios/", page=2)           the second page of the list fails
stub.fail(Missing(1), "GET", "*/scenarios/")                    the list lacks a row
stub.fault_at(7, Half())                                        the eighth request gets half an answer
stub.change_after_get(1001, name="Other")                       somebody else changes a scenario that was read
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum, auto
from fnmatch import fnmatchcase
from typing import Any


class Delivery(Enum):
    """How an answer gets to the client."""

    WHOLE = auto()
    HALF = auto()
    DROPPED = auto()
    NEVER = auto()


@dataclass(frozen=True)
class Answer:
    """An answer of the stub; what isn't bytes is sent as JSON."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    delivery: Delivery = Delivery.WHOLE


@dataclass
class Asked:
    """A request in the log, which never has the key in it.

    Attributes:
        path: Without the query.
        body: JSON, bytes that aren't JSON, or `None`.
        keyed: Whether the client sent a key, or any other credentials.
        done: Whether the platform carried it out; false for a refusal by a fault before.
        status: The status that the client got; `None` if it got no whole answer.
    """

    index: int
    method: str
    path: str
    query: dict[str, str]
    body: Any
    keyed: bool
    done: bool = False
    status: int | None = None


Action = Callable[[Any, Answer | None], Answer | None]
"""Gets the answer that the platform has given, if the request was carried out; returns the one to send instead."""


def answer(status: int, body: object, **headers: str) -> Answer:
    """Return an answer in JSON, or with a text unchanged."""
    kind, content = ("text/html", body) if isinstance(body, str) else ("application/json", json.dumps(body))
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Answer(status, (("content-type", kind), *named), str(content).encode())


@dataclass(frozen=True)
class Status:
    """Answers with a status and a body."""

    status: int
    body: object = field(default_factory=lambda: {"detail": "Something went wrong."})

    def __call__(self, _store: Any, _given: Answer | None) -> Answer:
        return answer(self.status, self.body)


@dataclass(frozen=True)
class TooMany:
    """Answers with 429, and the seconds to wait, or a date."""

    retry_after: int | str = 1

    def __call__(self, _store: Any, _given: Answer | None) -> Answer:
        return answer(429, {"detail": "Request was throttled."}, retry_after=str(self.retry_after))


@dataclass(frozen=True)
class Html:
    """Answers with a page of HTML, as proxies do."""

    status: int = 200

    def __call__(self, _store: Any, _given: Answer | None) -> Answer:
        return answer(self.status, "<!doctype html><title>Sign in</title>")


@dataclass(frozen=True)
class Redirect:
    """Sends the client elsewhere."""

    location: str
    status: int = 302

    def __call__(self, _store: Any, _given: Answer | None) -> Answer:
        return answer(self.status, {}, location=self.location)


@dataclass(frozen=True)
class Drop:
    """Ends the connection without an answer."""

    def __call__(self, _store: Any, _given: Answer | None) -> Answer:
        return Answer(200, (), b"", Delivery.DROPPED)


@dataclass(frozen=True)
class Hang:
    """Never answers; the request ends when the client leaves."""

    def __call__(self, _store: Any, _given: Answer | None) -> Answer:
        return Answer(200, (), b"", Delivery.NEVER)


@dataclass(frozen=True)
class Half:
    """Ends the connection in the middle of the answer."""

    def __call__(self, _store: Any, given: Answer | None) -> Answer:
        whole = given or answer(200, {"detail": "an answer of which half arrives"})
        return Answer(whole.status, whole.headers, whole.body, Delivery.HALF)


@dataclass(frozen=True)
class Missing:
    """Leaves the last rows out of a list; `admits` says so in its count, so that nothing shows it."""

    rows: int = 1
    admits: bool = False

    def __call__(self, _store: Any, given: Answer | None) -> Answer | None:
        assert given is not None, "a list lacks rows only after it was read"
        page = json.loads(given.body)
        if isinstance(page, list):
            return answer(given.status, page[: -self.rows])
        page["results"] = page["results"][: -self.rows]
        page["count"] -= self.rows if self.admits else 0
        return answer(given.status, page)


@dataclass(frozen=True)
class NextPage:
    """Sends the client to another address for the next page of a list."""

    address: str

    def __call__(self, _store: Any, given: Answer | None) -> Answer | None:
        assert given is not None, "a list has a next page only after it was read"
        return answer(given.status, {**json.loads(given.body), "next": self.address})


@dataclass(frozen=True)
class Meanwhile:
    """Lets something else happen to the account, and leaves the answer alone."""

    happens: Callable[[Any], object]

    def __call__(self, store: Any, _given: Answer | None) -> None:
        self.happens(store)


@dataclass
class Fault:
    """Where and when an action happens.

    Attributes:
        method: A method, or `*`.
        path: A pattern with `*`, for the path as the client sent it.
        nth: The first of the matching requests that meets the action, from 1.
        times: How many of them do.
        after: The platform carries out the request first.
        page: Only this page of a list.
        index: Only this request of the log.
    """

    action: Action
    method: str = "*"
    path: str = "*"
    nth: int = 1
    times: int = 1
    after: bool = False
    page: int | None = None
    index: int | None = None
    matched: int = 0

    @property
    def happened(self) -> bool:
        return self.matched >= self.nth

    def meets(self, asked: Asked) -> bool:
        """Count a request if it matches, and tell whether it is one that meets the action."""
        fits = (
            fnmatchcase(asked.method, self.method)
            and fnmatchcase(asked.path, self.path)
            and (self.page is None or asked.query.get("page", "1") == str(self.page))
            and self.index in (None, asked.index)
        )
        self.matched += fits
        return fits and self.nth <= self.matched < self.nth + self.times


AFTER_ONLY = (Half, Missing, NextPage)
"""Actions that change an answer, so that the platform has to give one first."""


def apply(faults: Iterable[Fault], store: Any, given: Answer | None) -> Answer | None:
    """Let actions happen one after the other; each gets the answer of those before it."""
    for fault in faults:
        given = fault.action(store, given) or given
    return given
