"""Requests to a platform: what is retried, what is refused, and where the key never goes."""

import socket
from collections.abc import Callable, Iterator

import httpx
import pytest
import stamina

from scn_compiler.sync.http_client import HIDDEN_KEY, ApiClient, ApiError, Pace
from support.cases import every

KEY = "k-123456"
URL = "https://api.example.com"


@pytest.fixture(autouse=True)
def without_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=4):
        yield


class Host:
    """Answers in turn; the last answer is repeated."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self.answers[min(len(self.asked), len(self.answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)


def client(host: Callable[[httpx.Request], httpx.Response], url: str = URL) -> ApiClient:
    return ApiClient(url, {"X-KEY": KEY}, secret=KEY, transport=httpx.MockTransport(host))


def answer(status: int = 200, **more: object) -> httpx.Response:
    return httpx.Response(status, **({"json": {}} | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "trouble", [answer(408), answer(429), answer(503), httpx.ConnectError("no"), httpx.ReadTimeout("late")]
)
def test_a_read_is_repeated_when_the_platform_or_the_network_is_in_trouble(
    trouble: httpx.Response | Exception,
) -> None:
    host = Host(trouble, trouble, answer(json={"id": 1}))

    assert client(host).get("/a/") == {"id": 1}
    assert len(host.asked) == 3


@pytest.mark.parametrize(
    "refusal",
    [
        answer(400),
        answer(401),
        answer(404),
        answer(301, headers={"location": "/a"}),
        answer(content=b"<html>"),
    ],
)
def test_a_read_that_is_refused_is_not_repeated(refusal: httpx.Response) -> None:
    host = Host(refusal)
    with pytest.raises(ApiError):
        client(host).get("/a/")

    assert len(host.asked) == 1


@pytest.mark.parametrize("trouble", [answer(429), answer(503), httpx.ReadTimeout("late")])
def test_a_change_is_sent_once(trouble: httpx.Response | Exception) -> None:
    host = Host(trouble, answer())
    with pytest.raises(ApiError):
        client(host).write("POST", "/a/", {})

    assert len(host.asked) == 1


@every(
    ("trouble", "may_have_happened"),
    [(answer(400), False), (answer(429), False), (answer(500), True), (answer(408), True), (answer(content=b"<html>"), True),
     (httpx.ReadTimeout("late"), True), (httpx.RemoteProtocolError("half"), True), (httpx.ConnectError("no"), False)],
)  # fmt: skip
def test_a_failed_change_says_whether_it_may_have_happened(
    trouble: httpx.Response | Exception, may_have_happened: bool
) -> None:
    with pytest.raises(ApiError) as error:
        client(Host(trouble)).write("POST", "/a/", {})

    assert error.value.may_have_happened is may_have_happened


def test_all_pages_are_read() -> None:
    host = Host(
        answer(json={"count": 3, "next": f"{URL}/a/?page=2&page_size=2", "results": [{"id": 1}, {"id": 2}]}),
        answer(json={"count": 3, "next": None, "results": [{"id": 3}]}),
    )

    assert [row["id"] for row in client(host).read_list("/a/", page_size=2)] == [1, 2, 3]
    assert [str(each.url) for each in host.asked] == [f"{URL}/a/?page_size=2", f"{URL}/a/?page=2&page_size=2"]


@pytest.mark.parametrize(
    "following", ["?page=2", "/a/?page=2", ".evil.example/", "@evil.example/", "evil.example"]
)
def test_the_address_of_the_next_page_may_be_relative(following: str) -> None:
    host = Host(
        answer(json={"count": 2, "next": following, "results": [{"id": 1}]}),
        answer(json={"count": 2, "next": None, "results": [{"id": 2}]}),
    )

    assert len(client(host).read_list("/a/")) == 2
    assert [each.url.host for each in host.asked] == ["api.example.com"] * 2


@pytest.mark.parametrize(
    "page",
    [
        [{"id": 1}],
        {"count": 1, "results": [{"id": 1}]},
        {"count": 1, "next": None, "results": {"count": 1, "results": [{"id": 1}]}},
    ],
)
def test_a_list_is_an_array_a_page_or_a_page_in_a_page(page: object) -> None:
    assert client(Host(answer(json=page))).read_list("/a/") == ({"id": 1},)


@every(
    ("page", "message"),
    [
        ({"count": 2, "next": None, "results": [{"id": 1}]}, "there are 2 objects, but its pages have 1"),
        (
            {"count": 1, "next": "https://evil.example/a/", "results": [{"id": 1}]},
            "to another host, evil.example",
        ),
        ({"count": 1, "next": "http://api.example.com/a/", "results": [{"id": 1}]}, "to another host"),
        ({"count": 1, "next": "//evil.example/a/", "results": [{"id": 1}]}, "to another host"),
        ({"count": 1, "next": f"{URL}.evil.example/a/", "results": [{"id": 1}]}, "to another host"),
        ({"count": 1, "next": f"{URL}@evil.example/a/", "results": [{"id": 1}]}, "to another host"),
        ({"count": 1, "next": f"{URL}:444/a/", "results": [{"id": 1}]}, "to another host"),
        ({"count": 1, "next": "mailto:a@evil.example", "results": [{"id": 1}]}, "to another host"),
        ({"count": 1, "next": "https://[evil", "results": [{"id": 1}]}, "that isn't one"),
        ({"count": 9, "next": f"{URL}/a/?page=2", "results": [{"id": 1}]}, "lead back"),
        ({"detail": "no"}, "expected a list"),
        ([1], "aren't objects"),
    ],
)
def test_a_list_that_is_not_whole_is_no_list(page: object, message: str) -> None:
    host = Host(answer(json=page))
    with pytest.raises(ApiError, match=message):
        client(host).read_list("/a/")

    assert {each.url.host for each in host.asked} == {"api.example.com"}


def numbered(rows: int, total: object, *, sizes: int = 2) -> Callable[[httpx.Request], httpx.Response]:
    """A host with a list of so many rows, which is asked for by the number of a page."""

    def host(request: httpx.Request) -> httpx.Response:
        first = (int(request.url.params["page"]) - 1) * sizes
        return answer(
            json={"items": [{"id": each} for each in range(rows)][first : first + sizes], "total": total}
        )

    return host


def read_numbered(host: Callable[[httpx.Request], httpx.Response]) -> list[object]:
    rows = client(host).read_pages("/a", {"limit": "2"}, "items", lambda page: page["total"])
    return [row["id"] for row in rows]


@pytest.mark.parametrize("total", [5, None])
@pytest.mark.parametrize("rows", [0, 4, 5])
def test_all_pages_are_asked_for_by_number(rows: int, total: int | None) -> None:
    assert read_numbered(numbered(rows, total and rows)) == list(range(rows))


@pytest.mark.parametrize(
    ("host", "message"),
    [
        (numbered(3, 5), "there are 5 objects, but its pages have 3"),
        (Host(answer(json={"items": [{"id": 1}], "total": None})), "the same page of this list twice"),
        (Host(answer(json={"items": {}})), "expected a list"),
        (Host(answer(json={"items": [1], "total": 1})), "aren't objects"),
    ],
    ids=["short", "same", "none", "numbers"],
)
def test_a_list_by_number_that_is_not_whole_is_no_list(
    host: Callable[[httpx.Request], httpx.Response], message: str
) -> None:
    with pytest.raises(ApiError, match=message):
        read_numbered(host)


def test_a_creation_with_a_token_is_sent_again_with_the_same_token() -> None:
    host = Host(answer(502), httpx.ReadTimeout("late"), answer(json={"id": 1}))

    assert client(host).write_once("/a", {"name": "A"}, "t-1") == {"id": 1}
    assert [each.headers["Idempotency-Key"] for each in host.asked] == ["t-1"] * 3


@pytest.mark.parametrize(
    ("answers", "attempts", "may_have_happened"),
    [((answer(409),), 1, False), ((answer(502), answer(400)), 2, True), ((answer(429),), 4, False)],
    ids=["refused", "unsure", "too-many"],
)
def test_a_creation_with_a_token_may_have_happened_if_any_attempt_may(
    answers: tuple[httpx.Response, ...], attempts: int, may_have_happened: bool
) -> None:
    host = Host(*answers)
    with pytest.raises(ApiError) as error:
        client(host).write_once("/a", {}, "t-1")

    assert (len(host.asked), error.value.may_have_happened) == (attempts, may_have_happened)


def test_requests_keep_to_the_pace_of_the_platform() -> None:
    clock, waits = [0.0], []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        clock[0] += seconds

    pace = Pace(3, wait, lambda: clock[0])
    for seconds in (0, 10, 10, 10, 0, 100, 0, 0):
        clock[0] += seconds
        pace.keep()

    assert waits == [30, 10, 0, 0, 0]
    ApiClient(URL, {}, secret=KEY, transport=httpx.MockTransport(Host(answer())), pace=pace).get("/a/")
    assert waits[5:] == [60]


@every(
    ("body", "said"),
    [
        ({"name": ["Too long."]}, "name: Too long."),
        (["Invalid personalities provided."], "Invalid personalities provided."),
        ({"detail": "Insufficient balance"}, "Insufficient balance"),
        ({"errors": {"scenarios[0].instructions": ["Missing."]}}, "scenarios[0].instructions: Missing."),
        ({"success": False, "message": "Taken.", "error": {"status": 409, "message": "Taken."}}, "Taken."),
        (
            {
                "message": ["name: too long"],
                "error": "Bad Request",
                "code": "validation_error",
                "statusCode": 400,
                "request_id": "r",
            },
            "name: too long; Bad Request",
        ),
        (
            {
                "message": "Invalid",
                "code": "bad_request",
                "errors": [{"path": "name", "message": "too long"}],
            },
            "Invalid; name: too long",
        ),
        ({"success": False, "error": "Unsupported.", "fingerprint": "f", "request_id": "r"}, "Unsupported."),
        (
            {"detail": [{"loc": ["body", "name"], "msg": "field required", "type": "missing"}]},
            "body.name: field required",
        ),
    ],
)
def test_a_refusal_is_told_in_each_of_the_shapes_that_the_platform_uses(body: object, said: str) -> None:
    with pytest.raises(ApiError) as error:
        client(Host(answer(400, json=body))).write("PATCH", "/a/", {})

    assert str(error.value) == f"the platform refused PATCH /a/ (400): {said}"


def test_the_key_is_in_no_message() -> None:
    for trouble in (
        answer(400, json={"detail": f"bad key {KEY}"}),
        answer(400, json={"detail": f"{'x' * 395} {KEY}"}),
        answer(302, headers={"location": f"https://{KEY}.example"}),
        answer(content=b"<html>", headers={"content-type": f"text/{KEY}"}),
        httpx.ConnectError(f"{KEY} refused"),
    ):
        with pytest.raises(ApiError) as error:
            client(Host(trouble)).write("POST", "/a/", {})
        assert KEY[:4] not in str(error.value)
        assert HIDDEN_KEY[:4] in str(error.value)


@pytest.mark.parametrize(
    ("value", "seconds"), [("7", 7), ("soon", None), ("", None), ("Mon, 01 Jan 2001 00:00:00 GMT", 0)]
)
def test_the_time_to_wait_is_a_number_or_a_date(value: str, seconds: float | None) -> None:
    with pytest.raises(ApiError) as error:
        client(Host(answer(429, headers={"Retry-After": value}))).write("POST", "/a/", {})

    assert error.value.retry_after == seconds


def test_a_host_that_cannot_be_found_is_named_in_plain_words() -> None:
    error = httpx.ConnectError("[Errno -2] Name or service not known")
    error.__cause__ = socket.gaierror(-2, "Name or service not known")

    with pytest.raises(ApiError, match=r"can't find the host \(no network, or a wrong address\)$"):
        client(Host(error)).get("/a/")
