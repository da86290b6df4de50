"""The platforms by name, with the credentials and the part of the account that their users have."""

import json
from pathlib import Path

import httpx
import pytest

from scn_compiler.sync.credentials import NoCredentials
from scn_compiler.sync.http_client import ApiError
from scn_compiler.sync.platforms import NoRemote, open_remote
from support.cases import every
from support.cekura_stub import CekuraStub
from support.platform_stubs import CONVERSATION, REPLICA, BimpeStub, PlatformStub, SensayStub, SophiieStub
from support.platform_syncing import STUBS, local_of
from support.stub_faults import Answer, Redirect, answer
from support.syncing import local

KEY = "sk-0123456789"
NOTE = f"{REPLICA}/{CONVERSATION}"
WIRE = [
    ("eqho", "EQHO_API_KEY", "a" * 24, f"https://api.eqho.ai/v1/simulation/scenarios/{'a' * 24}", "X-API-KEY", KEY),
    ("sophiie", "SOPHIIE_API_KEY", "7", "https://api.sophiie.ai/v1/scenarios/7", "Authorization", f"Bearer {KEY}"),
    ("bimpe", "BIMPE_API_KEY", "w-1", "https://api.bimpe.ai/api/v1/console/workflows/w-1", "Authorization", f"Bearer {KEY}"),
    ("cekura", "CEKURA_API_KEY", "7", "https://api.cekura.ai/test_framework/v1/scenarios/7/", "X-CEKURA-API-KEY", KEY),
    ("sensay", "SENSAY_ORGANIZATION_SECRET", NOTE,
     f"https://api.sensay.io/v1/replicas/{REPLICA}/conversations/{CONVERSATION}", "X-ORGANIZATION-SECRET", KEY),
]  # fmt: skip


@pytest.mark.parametrize(
    ("project", "variables", "file", "asked"),
    [
        ("1", {"CEKURA_PROJECT_ID": "2"}, "default_project_id = 3", "1"),
        ("", {"CEKURA_PROJECT_ID": "2"}, "default_project_id = 3", "2"),
        ("", {}, "default_project_id = 3", "3"),
        ("", {}, 'default_project_id = "3"', "3"),
        ("", {}, "", None),
    ],
)
def test_a_list_is_of_the_project_that_is_named_first(
    tmp_path: Path, project: str, variables: dict[str, str], file: str, asked: str | None
) -> None:
    stub = CekuraStub()
    (tmp_path / ".cekura").mkdir()
    (tmp_path / ".cekura" / "config.toml").write_text(f'api_key = "{stub.key}"\n{file}\n', encoding="utf-8")
    remote = open_remote("cekura", variables, project, tmp_path, stub.transport)
    assert remote.create(local("book").body).name == "Book"
    list(remote.list())

    assert stub.requests[-1].query.get("project_id") == asked


def test_a_platform_without_an_api_is_said_to_have_none() -> None:
    with pytest.raises(NoRemote) as error:
        open_remote("acme", {})

    assert str(error.value) == (
        "scn can't read or write scenarios on `acme`: compile the scripts with `scn compile`, and send the payloads yourself"
    )


@pytest.mark.parametrize(
    ("platform", "variable", "identity", "url", "header", "value"), WIRE, ids=lambda each: str(each)[:10]
)
def test_a_request_goes_to_the_documented_address_with_the_documented_header(
    platform: str, variable: str, identity: str, url: str, header: str, value: str
) -> None:
    asked: list[httpx.Request] = []

    def host(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(404, json={})

    remote = open_remote(platform, {variable: KEY}, transport=httpx.MockTransport(host))
    with pytest.raises(ApiError):
        remote.read(identity)

    assert [(str(each.url), each.headers[header]) for each in asked] == [(url, value)]


@every(("platform", "variable"), [each[:2] for each in WIRE if each[0] != "cekura"])
def test_a_missing_key_is_named(platform: str, variable: str) -> None:
    with pytest.raises(NoCredentials) as error:
        open_remote(platform, {})

    assert str(error.value) == f"no API key: set {variable}"


@every("name", [*STUBS, "sensay"])
def test_the_key_goes_to_no_other_host_and_into_no_message(name: str) -> None:
    stub: PlatformStub = SensayStub() if name == "sensay" else STUBS[name]()
    hosts: set[str] = set()

    class Watched(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            hosts.add(request.url.host)
            return stub.transport.handle_request(request)

    environment = stub.environment | {"SENSAY_REPLICA_UUID": REPLICA}
    remote = open_remote(stub.platform, environment, transport=Watched())
    body = local_of(stub.platform, "book").body
    identity = NOTE if name == "sensay" else remote.create(body, "t-1").id
    stub.fail(Redirect(f"https://elsewhere.example/?{stub.key}"), times=100)
    for request in (
        lambda: list(remote.list()),
        lambda: remote.read(identity),
        lambda: remote.create(body, "t-2"),
        lambda: remote.update(identity, body),
        lambda: remote.delete(identity),
    ):
        with pytest.raises(ApiError) as error:
            request()
        assert stub.key not in str(error.value)

    assert hosts == {"stub.localhost"}


def without_a_row(_store: object, given: Answer | None) -> Answer:
    """Leave a row out of a page."""
    assert given is not None
    page = json.loads(given.body)
    rows = next(value for value in page.values() if isinstance(value, list))
    rows.pop()
    return answer(given.status, page)


@pytest.mark.parametrize("stub", [SophiieStub(), BimpeStub()], ids=["sophiie", "bimpe"])
def test_a_list_has_all_pages_and_is_no_list_if_rows_are_missing(stub: PlatformStub) -> None:
    remote = open_remote(stub.platform, stub.environment, transport=stub.transport)
    for number in range(101):
        stub.store.put(str(number + 1), {**local_of(stub.platform, "book").body, "name": f"Book {number}"})
    rows = list(remote.list())

    assert [each.name for each in rows] == [f"Book {number}" for number in range(101)]
    assert [each.query["page"] for each in stub.requests] == ["1", "2"]
    assert all(remote.read(each.id).stamp == each.stamp for each in rows[:3])

    del stub.store.rows["1"]
    stub.fail(without_a_row, page=1, after=True)
    with pytest.raises(ApiError, match="there are 100 objects, but its pages have 99"):
        list(remote.list())


def test_sensay_lists_the_conversations_of_one_replica() -> None:
    stub = SensayStub()
    remote = open_remote("sensay", stub.environment, project="88", transport=stub.transport)
    with pytest.raises(ApiError) as error:
        list(remote.list())
    assert str(error.value) == "Sensay lists the conversations of one replica: set SENSAY_REPLICA_UUID"

    named = open_remote(
        "sensay", stub.environment | {"SENSAY_REPLICA_UUID": REPLICA}, transport=stub.transport
    )
    assert [each.id for each in named.list()] == [NOTE]
    assert not named.abilities.no_list


@every(
    ("platform", "identity", "message"),
    [
        ("eqho", "../users", "`../users` isn't an id of this platform: ids have 24 letters and digits"),
        ("cekura", "7/../../runs/8", "`7/../../runs/8` isn't an id of this platform: ids are numbers"),
        ("sophiie", "7/../8", "`7/../8` isn't an id of this platform: ids are numbers"),
        ("bimpe", "a?b", "`a?b` isn't an id of this platform: ids have letters, digits, `-` and `_`"),
        ("sensay", CONVERSATION,
         f"`{CONVERSATION}` isn't an id of this platform: write REPLICA/CONVERSATION, with their two UUIDs"),
    ],
)  # fmt: skip
def test_an_id_that_could_change_the_path_is_not_sent(platform: str, identity: str, message: str) -> None:
    variable = next(each[1] for each in WIRE if each[0] == platform)
    remote = open_remote(
        platform, {variable: KEY}, transport=httpx.MockTransport(lambda _: httpx.Response(500))
    )
    for request in (remote.read, lambda each: remote.update(each, {})):
        with pytest.raises(ApiError) as error:
            request(identity)
        assert str(error.value) == message
