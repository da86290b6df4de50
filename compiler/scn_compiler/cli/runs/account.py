"""The account on the platform that a run is in, and the pages of its dashboard."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from scn_compiler.cli.runs.scripts import RunCase
from scn_compiler.cli.sync.lock import SyncFailed
from scn_compiler.project.console import usage_error
from scn_compiler.sync.credentials import CEKURA, Credentials, NoCredentials, find_credentials
from scn_compiler.sync.http_client import tell_of_retries
from scn_compiler.sync.platforms.cekura_runs import CekuraRuns

_DASHBOARD, _DASHBOARD_VARIABLE = "https://dashboard.cekura.ai", "CEKURA_DASHBOARD_URL"
"""The dashboard of the platform, and the variable of its official client 1.6.7 (2026-09-05) for another one."""


@contextmanager
def open_runs(project: str, say: Callable[[str], None]) -> Iterator[tuple[CekuraRuns, Credentials]]:
    """Open the account that the user's key is for.

    Args:
        project: The project that lists are of; empty for what the user's variables and files say.
        say: Prints a sentence about what takes long.

    Raises:
        click.ClickException: if there is no usable key or address.
    """
    try:
        credentials = find_credentials(CEKURA)
    except NoCredentials as error:
        raise SyncFailed(str(error)) from None
    tell_of_retries(say)
    chosen = project or credentials.project
    runs = CekuraRuns(credentials, {"project_id": chosen} if chosen else None)
    with runs.client:
        yield runs, credentials


def dashboard_of(credentials: Credentials, project: str) -> str:
    """Return the address of a project on the dashboard; empty if nobody knows it, as for the API of another region."""
    if not project:
        return ""
    named = os.environ.get(_DASHBOARD_VARIABLE, "").strip().rstrip("/")
    dashboard = named or (_DASHBOARD if credentials.url == CEKURA.url else "")
    return f"{dashboard}/{project}" if dashboard else ""


def project_of_cases(cases: tuple[RunCase, ...]) -> str:
    """Return the project that scenarios name; empty if they name none, or several."""
    named = {str(value) for case in cases if (value := case.scenario.settings.get("project")) is not None}
    return named.pop() if len(named) == 1 else ""


def agent_of_run(cases: tuple[RunCase, ...]) -> int:
    """Return the agent that all scenarios name.

    Raises:
        click.UsageError: if one names none, or if they name several: a run is for one agent.
    """
    first: tuple[int, str] | None = None
    for case in cases:
        field = case.scenario.settings.fields.get("agent")
        if field is None or not isinstance(field.value, int):
            wrong = "has no agent" if field is None else "has an agent without an id"
            raise usage_error(
                f"{case.place}: this scenario {wrong}: add `agent: ID`, or set it for all scripts in scn.toml"
            )
        place = case.place if field.span.origin else case.place_of(field.span)
        if first and first[0] != field.value:
            raise usage_error(
                f"{first[1]} names agent {first[0]} and {place} names agent {field.value}, but a run is for one agent: "
                "choose its scenarios with --tags or --name, or name their files"
            )
        first = first or (field.value, place)
    assert first is not None
    return first[0]
