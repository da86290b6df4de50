"""Sensay: the note on a conversation that took place.

Facts: docs.sensay.io, "Update conversation details"; see payload.py.
"""

from typing import TYPE_CHECKING

from scn_compiler.platforms.kit.target import Blocks, Form, Markup, Proposal, Target

if TYPE_CHECKING:
    from scn_compiler.jsondoc.codec import Json
    from scn_compiler.platforms.kit.docs import TargetDocs
    from scn_compiler.platforms.kit.reading import PayloadReading
    from scn_compiler.platforms.kit.target import Emitted
    from scn_compiler.semantics.resolve import ResolvedScript
    from scn_dsl.nodes import Script


def _emit(document: "ResolvedScript") -> "Emitted":
    from scn_compiler.platforms.sensay.emit import emit  # noqa: PLC0415  (other targets do without)

    return emit(document)


def _propose(script: "Script") -> "tuple[Script, tuple[Proposal, ...]]":
    from scn_compiler.platforms.sensay.propose import propose  # noqa: PLC0415  (only who asks for it pays)

    return propose(script)


TARGETS = (
    Target(
        "sensay", "sensay", "note on a conversation: body that updates it", Form.BODY, Markup(), _emit,
        blocks=Blocks.ABSENT, tells_once=True, propose=_propose,
    ),
)  # fmt: skip
NAMES = tuple(target.name for target in TARGETS)
KNOWN_BY = "summary"


def read_payload(payload: "Json") -> "PayloadReading | None":
    """The script that makes `payload`, with what of it is amiss; `None` if it is no payload of Sensay's."""
    from scn_compiler.platforms.sensay.read import read  # noqa: PLC0415  (a check does without)

    return read(payload)


def read_as(payload: "Json", _name: str) -> "PayloadReading | None":
    """The same where it is known to be one of Sensay's, however little it says."""
    from scn_compiler.platforms.sensay.read import read  # noqa: PLC0415  (a check does without)

    return read(payload, sure=True)


def wording_of(_target: Target) -> "TargetDocs":
    """What the target tells those who write scripts for it."""
    from scn_compiler.platforms.sensay.docs import WORDING  # noqa: PLC0415  (a check does without)

    return WORDING
