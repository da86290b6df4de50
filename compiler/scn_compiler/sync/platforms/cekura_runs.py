"""Starts runs of suites and of stored scenarios on Cekura, and reads their results.

Source: openapi.json of cekura-ai/docs, 2026-08-18 and a newer copy after 2026-08-21; Cekura's own runners for CI.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import httpx

from scn_compiler.jsondoc.codec import Json, dump
from scn_compiler.sync.credentials import Credentials
from scn_compiler.sync.http_client import ApiError
from scn_compiler.sync.platforms.cekura import cekura_client
from scn_compiler.sync.platforms.cekura_results import call_of, result_of
from scn_compiler.sync.refusals import problems_in
from scn_compiler.sync.runs.result import PlacedCall, RunResult
from scn_dsl.records import Record

_T = "/test_framework"
_VALIDATE = f"{_T}/v1/scenarios/validate_scenarios_json/"
_START = f"{_T}/v1/scenarios/run_scenarios_json/"
_RESULTS = f"{_T}/v2/results/"
_RUNS = f"{_T}/v2/runs/"
_STORED = {"voice": f"{_T}/v1/scenarios/run_scenarios/", "text": f"{_T}/v1/scenarios/run_scenarios_text/"}
STORED_CHANNELS = tuple(_STORED)
"""The channels on which scn starts stored scenarios; the others need more than a script says."""

_CHUNK = 20
"""How many calls to ask for at once; the reference names no limit."""

_PAGE = 100
_START_SECONDS = 120.0
_END_SECONDS = 5.0
"""Timeouts of the platform's own runners."""

_OF_SUITE = re.compile(r"(?:spec|scenarios|suite|defaults|version|agent_id)\b")
_SCENARIO = re.compile(r"(?:spec\.)?scenarios(?:\[(\d+)\]|\.(\d+))\.?")


class RunRequest(Record):
    """A run to start.

    Attributes:
        name: A name that no other run has, by which it can be found if the answer to the start is lost.
        body: The request without the name: a suite, or ids of stored scenarios.
        path: Where to send it.
    """

    name: str
    body: Mapping[str, Json]
    path: str = _START


class RunPlan(Record):
    """The platform's answer to a suite that is valid.

    Attributes:
        calls: How many calls it would place; `None` if it doesn't say.
        cost: Its estimate, in a unit that it doesn't document; `None` if it doesn't say.
        project: The project that the run would be in; empty if it doesn't say.
    """

    calls: int | None = None
    cost: float | None = None
    project: str = ""


def suite_run(name: str, suite: Mapping[str, Json], agent: int, channel: str, frequency: int) -> RunRequest:
    """Make the request that runs a suite without storing its scenarios."""
    body = {"spec": suite, "agent_id": agent, "channel": channel, "frequency": frequency}
    return RunRequest(name, body)


def stored_run(name: str, scenarios: Sequence[int], agent: int, channel: str, frequency: int) -> RunRequest:
    """Make the request that runs stored scenarios.

    Raises:
        KeyError: for a channel that isn't in `STORED_CHANNELS`.
    """
    body = {"scenarios": list(scenarios), "agent_id": agent, "frequency": frequency}
    return RunRequest(name, body, _STORED[channel])


class SuiteRefused(Exception):  # noqa: N818  (a mistake in scripts, reported at their lines)
    """A suite that the platform doesn't run.

    Attributes:
        problems: The number of the scenario in the suite, or `None`, and what is wrong with it.
    """

    def __init__(self, problems: tuple[tuple[int | None, str], ...]) -> None:
        super().__init__("; ".join(text for _, text in problems))
        self.problems = problems


class CekuraRuns:
    """The runs in one account. All functions raise `ApiError` if the platform can't be asked, or refuses."""

    def __init__(
        self,
        credentials: Credentials,
        scope: Mapping[str, str] | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.client = cekura_client(credentials, transport)
        self._scope = dict(scope or {})

    def validate(self, request: RunRequest) -> RunPlan:
        """Let the platform check a suite, without running it.

        Raises:
            SuiteRefused: if the suite has mistakes.
        """
        body = {**request.body, "name": request.name}
        try:
            try:
                answer = self.client.write("POST", _VALIDATE, body)
            except ApiError as error:
                if not error.is_gone:  # older deployments can't validate
                    error.may_have_happened = False  # a check places no call
                    raise
                answer = self.client.write("POST", f"{_START}?dry_run=true", body)
        except ApiError as error:
            raise _refusal(error) from None
        if not isinstance(answer, dict) or answer.get("dry_run") is not True:
            raise ApiError("the platform answered something else than a check", may_have_happened=True)
        if answer.get("valid") is not True:
            raise SuiteRefused(
                _by_scenario(tuple(problems_in(dump(answer.get("errors")).encode(), self.client.without_key)))
                or ((None, "the suite isn't valid"),)
            )
        return _plan_of(answer.get("plan"))

    def start(self, request: RunRequest) -> str:
        """Start a run, once, and return the id of its result.

        Raises:
            SuiteRefused: if the platform names mistakes in the suite; nothing was started.
        """
        body = {**request.body, "name": request.name}
        try:
            answer = self.client.write("POST", request.path, body, timeout=_START_SECONDS)
        except ApiError as error:
            raise _refusal(error) from None
        if not isinstance(answer, dict) or answer.get("id") in (None, "", True, False):
            raise ApiError("the platform answered without the id of a result", may_have_happened=True)
        return str(answer["id"])

    def named(self, name: str, agent: int | None = None) -> tuple[str, ...]:
        """Return the ids of the results of this name."""
        scope = self._scope or ({"agent_id": str(agent)} if agent else {})
        rows = self.client.read_list(_RESULTS, {"search": name, **scope}, page_size=_PAGE)
        found = (str(row.get("id") or "") for row in rows if row.get("name") == name)
        return tuple(dict.fromkeys(each for each in found if each))

    def read(self, identity: str) -> RunResult:
        """Read a result with its calls, but without their transcripts."""
        return result_of(self.client.get(_of(_RESULTS, identity)))

    def read_calls(self, identities: Sequence[str]) -> Iterator[PlacedCall]:
        """Yield calls with transcripts, as far as they can be read."""
        for at in range(0, len(identities), _CHUNK):
            chunk = identities[at : at + _CHUNK]
            found = {call.id: call for call in self._bulk(chunk)}
            for identity in chunk:
                call = found.get(identity) or self._single(identity)
                if call is not None:
                    yield call

    def end_calls(self, identity: str) -> None:
        """End the calls of a run that are still under way; asks once, since a person is waiting."""
        self.client.write("POST", f"{_of(_RESULTS, identity)}end_calls/", timeout=_END_SECONDS)

    def _bulk(self, identities: Sequence[str]) -> tuple[PlacedCall, ...]:
        try:
            rows = self.client.read_list(f"{_RUNS}bulk/", {"run_ids": ",".join(identities), **self._scope})
        except ApiError as error:
            if error.status in (400, 404, 413, 414):
                return ()
            raise
        return tuple(call_of(row) for row in rows)

    def _single(self, identity: str) -> PlacedCall | None:
        try:
            answer: Any = self.client.get(_of(_RUNS, identity))
        except ApiError as error:
            if error.is_gone or error.status == 400:
                return None
            raise
        return call_of(answer) if isinstance(answer, dict) else None


def _of(path: str, identity: str) -> str:
    return f"{path}{quote(identity, safe='')}/"


def _plan_of(plan: Json) -> RunPlan:
    if not isinstance(plan, dict):
        return RunPlan()
    calls, cost, project = plan.get("total_runs"), plan.get("estimated_cost"), plan.get("project_id")
    return RunPlan(
        calls if isinstance(calls, int) else None,
        float(cost) if isinstance(cost, int | float) else None,
        str(project) if isinstance(project, int | str) else "",
    )


def _refusal(error: ApiError) -> Exception:
    """Return what to raise for a request that failed: its author's mistakes are in the scripts, if the platform says so."""
    is_about_suite = error.status == 400 and any(_OF_SUITE.match(each) for each in error.problems)
    return SuiteRefused(_by_scenario(error.problems)) if is_about_suite else error


def _by_scenario(problems: Sequence[str]) -> tuple[tuple[int | None, str], ...]:
    """Return the number of the scenario that each problem names, and the problem without it."""
    found = []
    for problem in problems:
        match = _SCENARIO.match(problem)
        number = int(match[1] or match[2]) if match else None
        found.append((number, problem[match.end() :].lstrip(": ") if match else problem))
    return tuple(found)
