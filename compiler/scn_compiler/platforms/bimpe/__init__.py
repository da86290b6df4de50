"""Bimpe: workflows. A workflow is an agent, not a test: a system prompt, rules, and flows that keywords start.

Facts: console API reference, "Update workflow" and "Create workflow" (read 2026-11-20); official SDK, TypeScript
0.4.1. See payload.py.
"""

from scn_compiler.platforms.kit.platform import Platform
from scn_compiler.platforms.kit.target import Blocks, Form, Markup, Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scn_compiler.jsondoc.codec import Json
    from scn_compiler.platforms.kit.docs import TargetDocs
    from scn_compiler.platforms.kit.reading import PayloadReading
    from scn_compiler.platforms.kit.target import Emitted
    from scn_compiler.semantics.resolve import ResolvedScript


def _update(document: "ResolvedScript") -> "Emitted":
    from scn_compiler.platforms.bimpe.emit import emit  # noqa: PLC0415  (scripts for other platforms don't need it)

    return emit(document, whole=False)


def _create(document: "ResolvedScript") -> "Emitted":
    from scn_compiler.platforms.bimpe.emit import emit  # noqa: PLC0415  (scripts for other platforms don't need it)

    return emit(document, whole=True)


def _read(payload: "Json") -> "PayloadReading | None":
    from scn_compiler.platforms.bimpe.read import read  # noqa: PLC0415  (a check doesn't need it)

    return read(payload)


def _read_as(payload: "Json", name: str) -> "PayloadReading | None":
    from scn_compiler.platforms.bimpe.read import read  # noqa: PLC0415  (a check doesn't need it)

    return read(payload, name)


def _docs(_target: Target) -> "TargetDocs":
    from scn_compiler.platforms.bimpe.docs import DOCS  # noqa: PLC0415  (a check doesn't need it)

    return DOCS


PLATFORM = Platform(
    "bimpe",
    (
        Target("bimpe", "bimpe", "request body that updates a workflow", Form.BODY, Markup(), _update,
               blocks=Blocks.CONFIGURED),
        Target("bimpe-create", "bimpe", "request body that creates a workflow; requires a name and a role", Form.BODY,
               Markup(), _create, blocks=Blocks.CONFIGURED),
    ),
    read=_read,
    read_as=_read_as,
    docs=_docs,
    known_by="system_prompt",
)  # fmt: skip
