"""Eqho: simulated leads, told in words what to do, and what the agent is graded by.

Facts: docs.eqho.ai, API reference "simulations", read 2026-08-20; what the page leaves open follows tau2-bench, whose
tasks are read, too. See payload.py and tau2.py.
"""

from typing import TYPE_CHECKING

from scn_compiler.platforms.eqho.vocabulary import TEMPLATES
from scn_compiler.platforms.kit.target import Blocks, Form, Markup, Target

if TYPE_CHECKING:
    from scn_compiler.jsondoc.codec import Json
    from scn_compiler.platforms.kit.docs import TargetDocs
    from scn_compiler.platforms.kit.reading import PayloadReading
    from scn_compiler.platforms.kit.target import Emitted
    from scn_compiler.semantics.resolve import ResolvedScript


def _emit(document: "ResolvedScript") -> "Emitted":
    from scn_compiler.platforms.eqho.emit import emit  # noqa: PLC0415  (other targets do without)

    return emit(document)


TARGETS = (
    Target(
        "eqho",
        "eqho",
        "simulation scenario: a caller who is told what to do, and what the agent is graded by",
        Form.BODY,
        Markup(templates=TEMPLATES),
        _emit,
        blocks=Blocks.TOLD,
    ),
)
NAMES = tuple(target.name for target in TARGETS)
KNOWN_BY = "lead_scenario"
SOURCES = ("tau2",)
"""What else is read and becomes a script for Eqho."""


def read_payload(payload: "Json") -> "PayloadReading | None":
    """The script that makes `payload`, with what of it is amiss; `None` if it is neither Eqho's nor a tau2 task."""
    from scn_compiler.platforms.eqho.read import read  # noqa: PLC0415  (a check does without)

    return read(payload)


def wording_of(_target: Target) -> "TargetDocs":
    """What the target tells those who write scripts for it."""
    from scn_compiler.platforms.eqho.docs import WORDING  # noqa: PLC0415  (a check does without)

    return WORDING
