"""Faults of the stub of Cekura's API happen to the requests that a test chooses, with sockets and without."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from support.cekura_stub import (
    CekuraStub,
    Drop,
    Half,
    Hang,
    Html,
    Missing,
    NextPage,
    Redirect,
    Status,
    TooMany,
)
from support.cekura_stub.requests import (
    BODY,
    SCENARIOS,
    client_of,
    made,
)


@pytest.mark.parametrize("direct", [False, True], ids=["sockets", "direct"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    ("action", "seen"),
    [
        (Status(503, {"detail": "busy"}), lambda answer: (answer.status_code, answer.json()["detail"]) == (503, "busy")),
        (TooMany(7), lambda answer: answer.status_code == 429 and answer.headers["retry-after"] == "7"),
        (Html(), lambda answer: answer.status_code == 200 and answer.text.startswith("<!doctype")),
        (Redirect("https://elsewhere.example/"), lambda answer: answer.headers["location"] == "https://elsewhere.example/"),
        (Drop(), httpx.RemoteProtocolError),
        (Half(), httpx.RemoteProtocolError),
        (Hang(), httpx.ReadTimeout),
    ],
)  # fmt: skip
def test_a_fault_happens_before_the_platform_acts_or_after(
    stub: CekuraStub, action: Any, seen: Callable[[httpx.Response], bool] | type, after: bool, direct: bool
) -> None:
    fault = stub.fail(action, "POST", "*/scenarios/", nth=2, after=after)
    with client_of(stub, **({"transport": stub.transport} if direct else {})) as client:
        made(client)
        if isinstance(seen, type):
            with pytest.raises(seen):
                client.post(SCENARIOS, json=BODY, timeout=0.2)
        else:
            assert seen(client.post(SCENARIOS, json=BODY))
        happened = after or isinstance(action, Half)
        assert fault.happened
        assert len(stub.store.created) == 1 + happened
        assert stub.requests[1].done == happened
        made(client)


def test_a_fault_can_hit_every_request_in_turn(stub: CekuraStub) -> None:
    with client_of(stub, transport=stub.transport) as client:
        for index in range(4):
            stub.fault_at(len(stub.requests) + index, Status(500))
            statuses = [client.get(SCENARIOS).status_code for _ in range(4)]

            assert statuses == [500 if number == index else 200 for number in range(4)]


def test_lists_fail_at_a_page_lack_rows_or_lead_elsewhere(stub: CekuraStub, client: httpx.Client) -> None:
    for number in range(4):
        stub.store.create({"name": f"S{number}"})
    stub.fail(Status(500), "GET", "*/scenarios/", page=2)
    first, second = (client.get(SCENARIOS, params={"page_size": 2, "page": page}) for page in (1, 2))
    stub.fail(Missing(1), "GET", "*/scenarios/")
    short = client.get(SCENARIOS).json()
    stub.fail(Missing(1, admits=True), "GET", "*/scenarios/")
    silent = client.get(SCENARIOS).json()
    stub.fail(NextPage("https://elsewhere.example/"), "GET", "*/scenarios/")

    assert (first.status_code, second.status_code) == (200, 500)
    assert (short["count"], len(short["results"])) == (4, 3)
    assert (silent["count"], len(silent["results"])) == (3, 3)
    assert client.get(SCENARIOS).json()["next"] == "https://elsewhere.example/"


def test_somebody_else_changes_a_scenario_between_reading_and_writing(
    stub: CekuraStub, client: httpx.Client
) -> None:
    one = made(client)
    stub.change_after_get(one, name="Theirs", tags=["theirs"])

    read = client.get(f"{SCENARIOS}{one}/").json()
    written = client.patch(f"{SCENARIOS}{one}/", json={"name": "Ours"}).json()

    assert read["name"] == "One"
    assert (written["name"], written["tags"]) == ("Ours", ["theirs"])
    users = [row["history_user"]["id"] for row in stub.store.history[one]]
    assert users == [1, 2, 1]


def test_a_mistake_in_the_stub_is_not_a_fault_of_the_platform() -> None:
    with pytest.raises(KeyError), CekuraStub() as stub, client_of(stub) as client:
        made(client)
        del stub.store.personalities[BODY["personality"]]
        assert client.get(SCENARIOS).status_code == 500
