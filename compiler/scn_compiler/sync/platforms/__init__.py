"""The platforms whose scenarios scn can read and write through their APIs: one module each."""

import os
from collections.abc import Mapping
from pathlib import Path

from scn_compiler.sync.credentials import find_credentials

TYPE_CHECKING = False
if TYPE_CHECKING:
    import httpx

    from scn_compiler.sync.platforms.cekura_names import CekuraNames
    from scn_compiler.sync.remote import Remote


class NoRemote(Exception):  # noqa: N818  (a mistake of the user, reported as a message)
    """A platform whose scenarios scn can't read and write."""


def open_remote(
    platform: str,
    environment: Mapping[str, str] = os.environ,
    project: str = "",
    home: Path | None = None,
    transport: "httpx.BaseTransport | None" = None,
) -> "Remote":
    """Return the scenarios of a platform, with the credentials that its user has.

    Args:
        platform: For example `cekura`; the platform of a target.
        environment: The environment variables.
        project: The project on Cekura that lists are of; if it is empty, what the user's variables and files say.
        home: The user's home folder; `None` for the real one.
        transport: Replaces the network, in tests.

    Raises:
        NoRemote: if scn doesn't know an API of that platform.
        NoCredentials: if there is no usable key or address.
    """
    match platform:
        case "cekura":
            from scn_compiler.sync.platforms.cekura import CekuraScenarios  # noqa: PLC0415  (needs the extra)

            found = find_credentials(CekuraScenarios.places, environment, home)
            chosen = project or found.project
            return CekuraScenarios(found, {"project_id": chosen} if chosen else None, transport)
        case "eqho":
            from scn_compiler.sync.platforms.eqho import EqhoScenarios  # noqa: PLC0415  (as above)

            return EqhoScenarios(find_credentials(EqhoScenarios.places, environment, home), transport)
        case "sophiie":
            from scn_compiler.sync.platforms.sophiie import SophiieScenarios  # noqa: PLC0415  (as above)

            return SophiieScenarios(find_credentials(SophiieScenarios.places, environment, home), transport)
        case "bimpe":
            from scn_compiler.sync.platforms.bimpe import BimpeWorkflows  # noqa: PLC0415  (as above)

            return BimpeWorkflows(find_credentials(BimpeWorkflows.places, environment, home), transport)
        case "sensay":
            from scn_compiler.sync.platforms.sensay import SensayNotes  # noqa: PLC0415  (as above)

            found = find_credentials(SensayNotes.places, environment, home)
            return SensayNotes(found, found.project, transport)
    raise NoRemote(
        f"scn can't read or write scenarios on `{platform}`: compile the scripts with `scn compile`, "
        "and send the payloads yourself"
    )


def open_names(
    platform: str,
    environment: Mapping[str, str] = os.environ,
    project: str = "",
    home: Path | None = None,
    transport: "httpx.BaseTransport | None" = None,
) -> "CekuraNames":
    """Return the things of a platform that scripts may name, as `open_remote` returns its scenarios.

    Raises:
        NoRemote: if scripts for that platform have no ids.
        NoCredentials: if there is no usable key or address.
    """
    if platform != "cekura":
        raise NoRemote(f"scripts for `{platform}` have no ids, so there are no names to look up")
    from scn_compiler.sync.platforms.cekura import CekuraScenarios  # noqa: PLC0415  (needs the extra)
    from scn_compiler.sync.platforms.cekura_names import CekuraNames  # noqa: PLC0415

    remote = open_remote(platform, environment, project, home, transport)
    assert isinstance(remote, CekuraScenarios)
    return CekuraNames(remote.client, remote.scope)
