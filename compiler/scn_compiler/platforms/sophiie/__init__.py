"""Sophiie: scenarios of an agent, with a tree of questions.

Facts: docs.sophiie.ai, API reference of scenarios; see payload.py.
"""

from functools import partial

from scn_compiler.platforms.kit.platform import Platform
from scn_compiler.platforms.kit.target import Blocks, Form, Markup, Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scn_compiler.jsondoc.codec import Json
    from scn_compiler.platforms.kit.docs import TargetDocs
    from scn_compiler.platforms.kit.reading import PayloadReading
    from scn_compiler.platforms.kit.target import Emitted
    from scn_compiler.semantics.resolve import ResolvedScript


def _emit(creates: bool, document: "ResolvedScript") -> "Emitted":
    from scn_compiler.platforms.sophiie.emit import emit  # noqa: PLC0415  (other targets don't need it)

    return emit(document, creates=creates)


def _target(name: str, summary: str, *, creates: bool) -> Target:
    emit = partial(_emit, creates)
    return Target(name, "sophiie", summary, Form.BODY, Markup(), emit, blocks=Blocks.CONFIGURED)


def _read(payload: "Json") -> "PayloadReading | None":
    from scn_compiler.platforms.sophiie.read import read  # noqa: PLC0415  (a check doesn't need it)

    return read(payload)


def _read_as(payload: "Json", name: str) -> "PayloadReading | None":
    from scn_compiler.platforms.sophiie.read import read  # noqa: PLC0415  (a check doesn't need it)

    return read(payload, name)


def _docs(_target: Target) -> "TargetDocs":
    from scn_compiler.platforms.sophiie.docs import DOCS  # noqa: PLC0415  (a check doesn't need it)

    return DOCS


PLATFORM = Platform(
    "sophiie",
    (
        _target("sophiie", "request body that updates an agent's scenario", creates=False),
        _target(
            "sophiie-create", "request body that creates an agent's scenario; requires a name", creates=True
        ),
    ),
    read=_read,
    read_as=_read_as,
    docs=_docs,
    known_by="prompt",
)
