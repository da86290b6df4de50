"""Requests to a platform's API: JSON out and in, retried only where that is safe, and the key only to its own host."""

import json
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from types import TracebackType
from typing import Self
from urllib.parse import quote, urljoin, urlsplit

import httpx
import stamina
import stamina.instrumentation

from scn_compiler.jsondoc.codec import BadJson, Json, load
from scn_compiler.sync.refusals import problems_in, why_no_answer

HIDDEN_KEY = "‹secret›"
"""Replaces a key in messages."""

ATTEMPTS = 7
LONGEST_WAIT = 60.0
"""Seconds: the longest time to wait before a request is sent again, whatever `Retry-After` says."""

_TIMEOUT = httpx.Timeout(60.0, connect=15.0)
_certificates = cache(httpx.create_ssl_context)  # to load them takes longer than many a request
_AGAIN = frozenset((408, 429, 500, 502, 503, 504))


class ApiError(Exception):
    """A request that failed; its message never has the key in it.

    Attributes:
        status: The status of the answer; `None` if there was no complete answer.
        problems: The mistakes that the platform names, as `path: message`.
        retry_after: Seconds that the platform asks to wait; `None` if it doesn't say.
        may_have_happened: Whether the platform may have carried out the request all the same.
        is_foreign: Whether the answer isn't one that the platform's API gives.
    """

    def __init__(
        self,
        message: str,
        status: int | None = None,
        problems: tuple[str, ...] = (),
        retry_after: float | None = None,
        may_have_happened: bool = False,
        is_foreign: bool = False,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.problems = problems
        self.retry_after = retry_after
        self.may_have_happened = may_have_happened
        self.is_foreign = is_foreign

    @property
    def is_gone(self) -> bool:
        """Whether the platform says that there is no such object."""
        return self.status == 404

    @property
    def may_pass(self) -> bool:
        """Whether the network or the platform is in trouble, so that the request may succeed later."""
        return self.status in _AGAIN or (self.status is None and not self.is_foreign)


class Pace:
    """Keeps requests to so many in a minute.

    Args:
        wait, now: Waits some seconds; tells the time in seconds.
    """

    def __init__(
        self,
        per_minute: int,
        wait: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._times: deque[float] = deque(maxlen=per_minute)
        self._wait = wait
        self._now = now

    def keep(self) -> None:
        """Wait until another request may be sent."""
        if len(self._times) == self._times.maxlen:
            self._wait(max(0.0, self._times[0] + 60 - self._now()))
        self._times.append(self._now())


class ApiClient:
    """Talks to one host.

    Redirects are never followed, since they would turn a write into a read or carry the key to another host.

    Args:
        pace: How many requests the platform accepts; `None` if it doesn't say.
    """

    def __init__(
        self,
        url: str,
        headers: Mapping[str, str],
        *,
        secret: str,
        transport: httpx.BaseTransport | None = None,
        pace: Pace | None = None,
    ) -> None:
        self.url = url.rstrip("/")
        self._secret = secret
        self._pace = pace
        encrypted = self.url.startswith("https:")
        self._client = httpx.Client(
            headers={"Accept": "application/json", **headers},
            timeout=_TIMEOUT,
            follow_redirects=False,
            transport=transport,
            trust_env=encrypted,  # a proxy would see the key of a request that isn't encrypted
            verify=_certificates(trust_env=encrypted),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(self, path: str, params: Mapping[str, str] | None = None) -> Json:
        """Read an object, again and again if the network or the platform is in trouble.

        Raises:
            ApiError: if that doesn't help.
        """
        for attempt in _attempts():
            with attempt:
                return self._request("GET", path, params=params)
        raise AssertionError

    def write(self, method: str, path: str, body: Json = None, *, timeout: float | None = None) -> Json:
        """Send a change once: nobody knows whether one that failed was carried out.

        Args:
            timeout: Seconds to wait for the answer, if they aren't the usual ones.

        Raises:
            ApiError: if it failed; `may_have_happened` says whether the platform may have carried it out.
        """
        return self._request(method, path, body=body, timeout=timeout)

    def write_once(self, path: str, body: Json, token: str) -> Json:
        """Post an object to a platform that creates only one for each `Idempotency-Key`, again and again in trouble.

        Raises:
            ApiError: if that doesn't help; `may_have_happened` is about all attempts.
        """
        unsure = False
        for attempt in _attempts():
            with attempt:
                try:
                    return self._request("POST", path, body=body, headers={"Idempotency-Key": token})
                except ApiError as error:
                    unsure = error.may_have_happened = unsure or error.may_have_happened
                    raise
        raise AssertionError

    def read_pages(
        self, path: str, params: Mapping[str, str], rows_key: str, total: Callable[[dict[str, Json]], Json]
    ) -> tuple[dict[str, Json], ...]:
        """Read all pages of a list that is asked for by the number of a page, until there are no more rows.

        Args:
            params: The query, without `page`.
            rows_key: The key of the rows in an answer.
            total: Returns the number of all rows, which an answer has; `None` if it doesn't say.

        Raises:
            ApiError: if a page can't be read, or if the pages don't have as many rows as the platform says.
        """
        rows: list[dict[str, Json]] = []
        page: tuple[dict[str, Json], ...] = ()
        number = 1
        while True:
            answer = self.get(path, {**params, "page": str(number)})
            if not isinstance(answer, dict) or not isinstance(answer.get(rows_key), list):
                raise ApiError(f"{path}: expected a list, but the platform sent something else")
            before, page = page, self._objects(answer[rows_key], path)
            if page and page == before:
                raise ApiError(f"{path}: the platform sent the same page of this list twice")
            rows.extend(page)
            count = total(answer)
            if not page or (isinstance(count, int) and len(rows) >= count):
                self._check_count(count, rows, path)
                return tuple(rows)
            number += 1

    def read_list(
        self, path: str, params: Mapping[str, str] | None = None, *, page_size: int = 0
    ) -> tuple[dict[str, Json], ...]:
        """Read all pages of a list; a bare array counts as its only page.

        Raises:
            ApiError: if a page can't be read, or if the pages don't have as many rows as the platform says.
        """
        query = dict(params or {}) | ({"page_size": str(page_size)} if page_size else {})
        rows: list[dict[str, Json]] = []
        seen: set[str] = set()
        address, count = path, None
        while True:
            answer = self.get(address, query or None)
            page = _nested(answer)
            if isinstance(page, list):
                return self._objects(page, path)
            if not isinstance(page, dict) or not isinstance(page.get("results"), list):
                raise ApiError(f"{path}: expected a list, but the platform sent something else")
            rows.extend(self._objects(page["results"], path))
            count = page.get("count", count)
            following = page.get("next")
            if not following:
                break
            address = self._same_host(str(following), address)
            if address in seen:
                raise ApiError(f"{path}: the pages of this list lead back to one that was read already")
            seen.add(address)
            query = {}
        self._check_count(count, rows, path)
        return tuple(rows)

    def _check_count(self, count: Json, rows: list[dict[str, Json]], path: str) -> None:
        if isinstance(count, int) and count != len(rows):
            raise ApiError(
                f"{path}: the platform says that there are {count} objects, but its pages have {len(rows)}; "
                "somebody may be changing them: try again"
            )

    def _objects(self, rows: list[Json], path: str) -> tuple[dict[str, Json], ...]:
        if not all(isinstance(row, dict) for row in rows):
            raise ApiError(f"{path}: this list has entries that aren't objects")
        return tuple(rows)

    def _same_host(self, address: str, page: str) -> str:
        """Return the path and query of the page that follows another one.

        Raises:
            ApiError: if it is on another host, which must not get the key.
        """
        own = urlsplit(self.url)
        try:
            parts = urlsplit(urljoin(self.url + page, address))
        except ValueError:
            raise ApiError("the platform sends an address of the next page that isn't one") from None
        if (parts.scheme, parts.netloc) != (own.scheme, own.netloc):
            where = self.without_key(parts.netloc)
            raise ApiError(f"the platform sends the next page to another host, {where}: scn doesn't follow")
        path = parts.path.removeprefix(own.path)
        return f"{path}?{parts.query}" if parts.query else path

    def _request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: Json = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
    ) -> Json:
        content = None if body is None else json.dumps(body).encode()
        kind = {} if content is None else {"Content-Type": "application/json"}
        writes = method != "GET"
        if self._pace:
            self._pace.keep()
        try:
            response = self._client.request(
                method,
                self.url + path,
                params=params,
                content=content,
                headers={**kind, **(headers or {})},
                timeout=_TIMEOUT if timeout is None else timeout,
            )
        except httpx.HTTPError as error:
            never_sent = isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout))
            why = why_no_answer(error)
            raise ApiError(
                self.without_key(f"{self.url} doesn't answer: {why}"),
                may_have_happened=writes and not never_sent,
            ) from None
        if response.is_success:
            return self._json(response, writes=writes)
        raise self._error(response, method, path)

    def _json(self, response: httpx.Response, *, writes: bool) -> Json:
        if not response.content.strip():
            return None
        try:
            return load(response.content.decode("utf-8"))
        except (BadJson, UnicodeDecodeError):
            kind = response.headers.get("content-type", "").split(";")[0] or "no type"
            raise ApiError(
                self.without_key(
                    f"{self.url} answered with {kind} instead of JSON: is this the address of the API?"
                ),
                may_have_happened=writes,
                is_foreign=True,
            ) from None

    def _error(self, response: httpx.Response, method: str, path: str) -> ApiError:
        status = response.status_code
        problems = tuple(dict.fromkeys(problems_in(response.content, self.without_key)))
        said = "; ".join(problems)
        match status:
            case 401 | 403:
                message = (
                    "the platform doesn't accept the API key"
                    if status == 401
                    else "the API key may not do this"
                )
            case 404:
                message = f"the platform has no {path}"
            case 429:
                message = "the platform gets too many requests"
            case _ if response.is_redirect:
                where = self.without_key(_host_of(response.headers.get("location", ""))) or "another path"
                message = f"the platform redirects {method} {path} to {where}, which scn doesn't follow"
            case _ if status >= 500:
                message = f"the platform failed ({status})"
            case _:
                message = f"the platform refused {method} {path} ({status})"
        return ApiError(
            f"{message}: {said}" if said else message,
            status,
            problems,
            _retry_after(response),
            may_have_happened=method != "GET" and (status >= 500 or status == 408),
        )

    def without_key(self, text: str) -> str:
        """Return a text without the key."""
        for form in {self._secret, quote(self._secret, safe="")} - {""}:
            text = text.replace(form, HIDDEN_KEY)
        return text


def tell_of_retries(tell: Callable[[str], None]) -> None:
    """Have a sentence told before each further attempt of a read, because it may take a while."""

    def on_retry(details: stamina.instrumentation.RetryDetails) -> None:
        tell(f"{details.caused_by}; trying again in {details.wait_for:.1f} s")

    stamina.instrumentation.set_on_retry_hooks([on_retry])


def _attempts() -> Iterable[stamina.Attempt]:
    """Yield the attempts of a request that may be sent again."""
    return stamina.retry_context(
        on=_wait_before_again, attempts=ATTEMPTS, timeout=None, wait_initial=0.5, wait_max=15.0
    )


def _wait_before_again(error: Exception) -> bool | float:
    """Tell stamina whether to read again, and after how many seconds if the platform says so."""
    if not isinstance(error, ApiError) or not error.may_pass:
        return False
    return min(error.retry_after, LONGEST_WAIT) if error.retry_after is not None else True


def _host_of(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def _retry_after(response: httpx.Response) -> float | None:
    """Return the seconds of `Retry-After`, which has either seconds or a date."""
    value = response.headers.get("retry-after", "").strip()
    if value.isascii() and value.isdecimal():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _nested(answer: Json) -> Json:
    """Return the page inside a page: the reference types some lists as a page whose results are a page."""
    inner = answer.get("results") if isinstance(answer, dict) else None
    return inner if isinstance(inner, dict) and "results" in inner else answer
