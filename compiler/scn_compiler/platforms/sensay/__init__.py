"""Sensay: notes on conversations that took place.

Facts: docs.sensay.io, "Update conversation details"; see payload.py.
"""

from scn_compiler.platforms.kit.platform import Platform
from scn_compiler.platforms.kit.target import Blocks, Form, Markup, Proposal, Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scn_compiler.jsondoc.codec import Json
    from scn_compiler.platforms.kit.docs import TargetDocs
    from scn_compiler.platforms.kit.reading import PayloadReading
    from scn_compiler.platforms.kit.target import Emitted
    from scn_compiler.semantics.resolve import ResolvedScript
    from scn_dsl.nodes import Script


def _emit(document: "ResolvedScript") -> "Emitted":
    from scn_compiler.platforms.sensay.emit import emit  # noqa: PLC0415  (other targets don't need it)

    return emit(document)


def _propose(script: "Script") -> "tuple[Script, tuple[Proposal, ...]]":
    from scn_compiler.platforms.sensay.propose import propose  # noqa: PLC0415  (only for `--propose`)

    return propose(script)


def _read(payload: "Json") -> "PayloadReading | None":
    from scn_compiler.platforms.sensay.read import read  # noqa: PLC0415  (a check doesn't need it)

    return read(payload)


def _read_as(payload: "Json", _name: str) -> "PayloadReading | None":
    from scn_compiler.platforms.sensay.read import read  # noqa: PLC0415  (a check doesn't need it)

    return read(payload, sure=True)


def _docs(_target: Target) -> "TargetDocs":
    from scn_compiler.platforms.sensay.docs import DOCS  # noqa: PLC0415  (a check doesn't need it)

    return DOCS


PLATFORM = Platform(
    "sensay",
    (
        Target(
            "sensay", "sensay", "request body that updates the note about a conversation", Form.BODY, Markup(), _emit,
            blocks=Blocks.ABSENT, tells_once=True, propose=_propose,
        ),
    ),
    read=_read,
    read_as=_read_as,
    docs=_docs,
    known_by="summary",
)  # fmt: skip
