"""Eqho: simulated leads with written instructions, and the criteria for grading the agent.

Facts: docs.eqho.ai, API reference "simulations", read 2026-08-20. Where that page leaves something open, scn follows
tau2-bench, whose tasks it can also decompile. See payload.py and tau2.py.
"""

from scn_compiler.platforms.eqho.vocabulary import TEMPLATES
from scn_compiler.platforms.kit.platform import Platform
from scn_compiler.platforms.kit.target import Blocks, Form, Markup, Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scn_compiler.jsondoc.codec import Json
    from scn_compiler.platforms.kit.docs import TargetDocs
    from scn_compiler.platforms.kit.reading import PayloadReading
    from scn_compiler.platforms.kit.target import Emitted
    from scn_compiler.semantics.resolve import ResolvedScript


def _emit(document: "ResolvedScript") -> "Emitted":
    from scn_compiler.platforms.eqho.emit import emit  # noqa: PLC0415  (other targets don't need it)

    return emit(document)


def _read(payload: "Json") -> "PayloadReading | None":
    from scn_compiler.platforms.eqho.read import read  # noqa: PLC0415  (a check doesn't need it)

    return read(payload)


def _docs(_target: Target) -> "TargetDocs":
    from scn_compiler.platforms.eqho.docs import DOCS  # noqa: PLC0415  (a check doesn't need it)

    return DOCS


PLATFORM = Platform(
    "eqho",
    (
        Target(
            "eqho",
            "eqho",
            "request body of a simulation scenario: instructions for the caller, criteria for the agent",
            Form.BODY,
            Markup(templates=TEMPLATES),
            _emit,
            blocks=Blocks.TOLD,
        ),
    ),
    read=_read,
    docs=_docs,
    sources=("tau2",),
    known_by="lead_scenario",
)
