"""Sophiie: a scenario of an agent, with a tree of questions.

Facts: docs.sophiie.ai, API reference of scenarios; see payload.py.
"""

from functools import partial
from typing import TYPE_CHECKING

from scn_compiler.platforms.kit.target import Blocks, Form, Markup, Target

if TYPE_CHECKING:
    from scn_compiler.jsondoc.codec import Json
    from scn_compiler.platforms.kit.docs import TargetDocs
    from scn_compiler.platforms.kit.reading import PayloadReading
    from scn_compiler.platforms.kit.target import Emitted
    from scn_compiler.semantics.resolve import ResolvedScript


def _emit(creates: bool, document: "ResolvedScript") -> "Emitted":
    from scn_compiler.platforms.sophiie.emit import emit  # noqa: PLC0415  (other targets do without)

    return emit(document, creates=creates)


def _target(name: str, summary: str, *, creates: bool) -> Target:
    emit = partial(_emit, creates)
    return Target(name, "sophiie", summary, Form.BODY, Markup(), emit, blocks=Blocks.CONFIGURED)


TARGETS = (
    _target("sophiie", "scenario of an agent: body that updates it", creates=False),
    _target("sophiie-create", "the same: body that creates it, which needs a name", creates=True),
)
NAMES = tuple(target.name for target in TARGETS)
KNOWN_BY = "prompt"


def read_payload(payload: "Json") -> "PayloadReading | None":
    """The script that makes `payload`, with what of it is amiss; `None` if it is no payload of Sophiie's."""
    from scn_compiler.platforms.sophiie.read import read  # noqa: PLC0415  (a check does without)

    return read(payload)


def read_as(payload: "Json", name: str) -> "PayloadReading | None":
    """The same where it is known to be a payload of the target called `name`, however little it says."""
    from scn_compiler.platforms.sophiie.read import read  # noqa: PLC0415  (a check does without)

    return read(payload, name)


def wording_of(target: Target) -> "TargetDocs":
    """What `target` tells those who write scripts for it."""
    from scn_compiler.platforms.sophiie import docs as wording  # noqa: PLC0415  (a check does without)

    return wording.wording_of(target)
