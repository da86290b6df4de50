"""Cekura: conditional actions in two forms, as request bodies, bare objects, suites and fragments.

Facts: docs.cekura.ai, OpenAPI "Cekura API v1", suite schema v1; read 2026-08-20, see payload.py.
"""

from functools import lru_cache, partial

from scn_compiler.platforms.cekura.emit import (
    ID_SHAPE,
    WHEN_SHAPE,
    diagnose_bodies,
    diagnose_contents,
    emit_bodies,
    emit_contents,
    emit_parts,
    emit_rows,
)
from scn_compiler.platforms.cekura.emit.suite import emit_suite
from scn_compiler.platforms.cekura.tags import CEKURA_MARKUP
from scn_compiler.platforms.cekura.vocabulary import NEWEST, SUITE_TOP_KEYS
from scn_compiler.platforms.kit.platform import Platform
from scn_compiler.platforms.kit.target import Form, Target
from scn_dsl.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scn_compiler.jsondoc.codec import Json
    from scn_compiler.platforms.kit.docs import TargetDocs
    from scn_compiler.platforms.kit.reading import PayloadReading


def _target(name: str, summary: str, form: Form, **rest: object) -> Target:
    kind = _KINDS.get(form) or _KINDS_OF_FRAGMENTS[name.rpartition("-")[2]]
    is_said = partial(_is_said, kind, name.startswith("cekura-when"))
    return Target(name, "cekura", summary, form, CEKURA_MARKUP, is_said=is_said, **rest)  # type: ignore[arg-type]


_KINDS = {Form.BODY: "body", Form.CONTENT: "actions", Form.SUITE: "suite"}
_KINDS_OF_FRAGMENTS = {"part": "actions", "rows": "rows", "row": "row"}


def _is_said(kind: str, chains: bool, path: str) -> bool:
    from scn_compiler.platforms.cekura.said import is_said  # noqa: PLC0415  (few scripts have a patch)

    return is_said(kind, path, chains=chains)


_OF_SUITE = (*SUITE_TOP_KEYS, "concurrency_limit", "patch")


def _targets(day: str) -> tuple[Target, ...]:
    """Return the targets with the rules of `day`."""
    ids, when = replace(ID_SHAPE, day=day), replace(WHEN_SHAPE, day=day)
    return (
        _target("cekura", "request body with conditional_actions", Form.BODY,
                emit=emit_bodies(ids), diagnose=diagnose_bodies(ids)),
        _target(
            "cekura-instructions", "request body with conditional actions as a JSON string in instructions", Form.BODY,
            emit=emit_bodies(ids, stringified=True), diagnose=diagnose_bodies(ids, stringified=True),
        ),
        _target("cekura-when", "request body with when/say/then conditions", Form.BODY,
                emit=emit_bodies(when), diagnose=diagnose_bodies(when), chains_only=True),
        _target("cekura-suite", "test suite: all scenarios in one document", Form.SUITE, emit=emit_suite(ids),
                of_document=_OF_SUITE, unique_names=True),
        _target("cekura-conditions", "bare {role, conditions} for pasting", Form.CONTENT,
                emit=emit_contents(ids), diagnose=diagnose_contents(ids)),
        _target("cekura-when-instructions",
                "request body with when/say/then conditions as a JSON string in instructions", Form.BODY,
                emit=emit_bodies(when, stringified=True), diagnose=diagnose_bodies(when, stringified=True), chains_only=True),
        _target("cekura-when-suite", "test suite with when/say/then conditions", Form.SUITE,
                emit=emit_suite(when), chains_only=True, of_document=_OF_SUITE, unique_names=True),
        _target("cekura-when-conditions", "bare {role, first_message, conditions} for pasting", Form.CONTENT,
                emit=emit_contents(when), diagnose=diagnose_contents(when), chains_only=True),
        _target("cekura-part", "bare {conditions} without a first message", Form.FRAGMENT, emit=emit_parts(ids)),
        _target("cekura-when-part", "bare {first_message, conditions} without a role", Form.FRAGMENT,
                emit=emit_parts(when), chains_only=True),
        _target("cekura-rows", "bare list of conditions", Form.FRAGMENT, emit=emit_rows(ids, single=False)),
        _target("cekura-row", "one bare condition", Form.FRAGMENT, emit=emit_rows(ids, single=True)),
        _target("cekura-when-rows", "bare list of {when, say, then}", Form.FRAGMENT,
                emit=emit_rows(when, single=False), chains_only=True),
        _target("cekura-when-row", "one bare {when, say, then}", Form.FRAGMENT,
                emit=emit_rows(when, single=True), chains_only=True),
    )  # fmt: skip


def _read(payload: "Json") -> "PayloadReading | None":
    from scn_compiler.platforms.cekura.read import read  # noqa: PLC0415  (a check doesn't need it)

    return read(payload)


def _docs(target: Target) -> "TargetDocs":
    from scn_compiler.platforms.cekura.docs import docs_by_form  # noqa: PLC0415  (a check doesn't need it)

    return docs_by_form(target)


@lru_cache(maxsize=64)
def _as_of(name: str, day: str) -> Target:
    from scn_compiler.platforms.cekura.dated_rules import target_of_day  # noqa: PLC0415  (only for projects that set a day)

    return target_of_day(next(target for target in _targets(day) if target.name == name), day)


PLATFORM = Platform("cekura", _targets(NEWEST), read=_read, docs=_docs, as_of=_as_of, known_by="conditions")
