"""Requests to the stub that tests share: bodies of scenarios, clients, scenarios that exist, calls that have started."""

import json
from typing import Any

import httpx

from support.cekura_stub.server import CekuraStub

T = "/test_framework"
SCENARIOS = f"{T}/v1/scenarios/"
FIRST = {"id": 0, "condition": "FIRST_MESSAGE", "action": "Hi", "type": "standard", "fixed_message": True}
ASKED = {"id": 1, "condition": "The agent asks", "action": "Dana", "type": "standard", "fixed_message": False}
NEXT = {"id": 2, "condition": 1, "action": "Bye", "type": "action_followup", "fixed_message": True}
ACTIONS = {"role": "A guest", "conditions": [FIRST, ASKED, NEXT], "functions": [{"name": "now"}]}
CHAINS = {
    "role": "A guest",
    "first_message": "Hi",
    "conditions": [{"when": "The agent asks", "say": "<ai_generated>Dana</ai_generated>", "then": ["Bye"]}],
    "functions": [{"name": "now"}],
}
BODY = {"name": "One", "agent": 21, "personality": 11, "scenario_type": "conditional_actions",
        "conditional_actions": ACTIONS}  # fmt: skip
PLAIN = {"name": "Two", "agent": 21, "personality": 11, "instructions": "Ask for a table."}


def client_of(stub: CekuraStub, key: str | None = None, **more: Any) -> httpx.Client:
    headers = {"X-CEKURA-API-KEY": stub.key if key is None else key}
    return httpx.Client(base_url=stub.url, headers=headers, timeout=5, **more)


def made(client: httpx.Client, body: Any = BODY, **more: Any) -> int:
    answer = client.post(SCENARIOS, json={**body, **more})
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def started(client: httpx.Client, suffix: str = "", **body: Any) -> Any:
    chosen = {} if body.keys() & {"scenarios", "tags", "folder_path"} else {"scenarios": [made(client)]}
    answer = client.post(f"{SCENARIOS}run_scenarios{suffix}/", json={**chosen, **body})
    assert answer.is_success, answer.text
    return answer.json()


def script_in(answer: Any) -> Any:
    return json.loads(answer["instructions"])
