"""Bimpe: workflows, which are agents and not tests: a system prompt, rules, and flows that keywords start.

Facts: console API reference, "Update workflow" and "Create workflow" (read 2026-11-20); official SDK, TypeScript
0.4.1. See payload.py.
"""

from typing import TYPE_CHECKING

from scn_compiler.platforms.kit.target import Blocks, Form, Markup, Target

if TYPE_CHECKING:
    from scn_compiler.jsondoc.codec import Json
    from scn_compiler.platforms.kit.docs import TargetDocs
    from scn_compiler.platforms.kit.reading import PayloadReading
    from scn_compiler.platforms.kit.target import Emitted
    from scn_compiler.semantics.resolve import ResolvedScript


def _update(document: "ResolvedScript") -> "Emitted":
    from scn_compiler.platforms.bimpe.emit import emit  # noqa: PLC0415  (scripts for other platforms do without)

    return emit(document, whole=False)


def _create(document: "ResolvedScript") -> "Emitted":
    from scn_compiler.platforms.bimpe.emit import emit  # noqa: PLC0415  (scripts for other platforms do without)

    return emit(document, whole=True)


TARGETS = (
    Target("bimpe", "bimpe", "request body that changes a workflow", Form.BODY, Markup(), _update,
           blocks=Blocks.CONFIGURED),
    Target("bimpe-create", "bimpe", "request body that creates a workflow: name and role are needed", Form.BODY,
           Markup(), _create, blocks=Blocks.CONFIGURED),
)  # fmt: skip
NAMES = tuple(target.name for target in TARGETS)
KNOWN_BY = "system_prompt"


def read_payload(payload: "Json") -> "PayloadReading | None":
    """The script that makes `payload`, with what of it is amiss; `None` if it is no payload of Bimpe's."""
    from scn_compiler.platforms.bimpe.read import read  # noqa: PLC0415  (a check does without)

    return read(payload)


def read_as(payload: "Json", name: str) -> "PayloadReading | None":
    """The same where it is known to be a payload of the target called `name`, however little it says."""
    from scn_compiler.platforms.bimpe.read import read  # noqa: PLC0415  (a check does without)

    return read(payload, name)


def wording_of(target: Target) -> "TargetDocs":
    """What `target` tells those who write scripts for it."""
    from scn_compiler.platforms.bimpe import docs as wording  # noqa: PLC0415  (a check does without)

    return wording.wording_of(target)
