"""`cekura.KEY: JSON`: values passed through, checked against Cekura's models; and `cekura.patch`."""

from collections.abc import Container, Iterator
from typing import Any

from scn_compiler.jsondoc.codec import Json, dump, load, without_surrogates
from scn_compiler.platforms.cekura.vocabulary import (
    ALL_KEYS_REQUIRED,
    OLD_TOOL_IDS,
    SUITE_WITHOUT_AGENT,
    TODAY,
    TOOL_IDS,
)
from scn_compiler.platforms.kit.passthrough import PATCH, merged, passthrough_values, refusal_reason
from scn_compiler.semantics.settings import Settings, Value
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.source import Span
from scn_dsl.suggest import nearest

CONTENT = ("functions",)
"""Keys that belong to the conditional actions, not to the document around them."""

_REMOVED = {
    "dynamic_variable_values": "Cekura removed it: `main_agent_variables` of a test profile do its work",
    "agent_id": "it left the suite specification on 2026-07-30: it goes beside the spec in the request",
}


def passed(settings: Settings) -> dict[str, Value]:
    """What is passed through to Cekura, by key."""
    return passthrough_values(settings, "cekura")


def put(document: dict[str, Json], values: dict[str, Value], day: str = TODAY) -> Iterator[Diagnostic]:
    """Add `values` to `document`; what is there already is not replaced."""
    for key, value in values.items():
        if key in document:
            message = f"`{key}` is set by the script already"
            yield report("duplicate-field", value.name, message, "take one of them out")
            continue
        document[key] = value.value
        if key in _removed(day) and value.value is not None:
            yield report("removed-key", value.name, f"`{key}` is no longer taken", _REMOVED[key])
        if key == "tool_ids" and isinstance(value.value, list):
            yield from _tool_ids(value)


def _removed(day: str) -> Container[str]:
    return [key for key in _REMOVED if key != "agent_id" or day >= SUITE_WITHOUT_AGENT]


def _tool_ids(value: Value) -> Iterator[Diagnostic]:
    for tool in value.value:
        if tool in TOOL_IDS.values():
            continue
        severity = Severity.WARNING if tool in OLD_TOOL_IDS else Severity.ERROR
        hint = "the ids are " + ", ".join(f"`{known}`" for known in TOOL_IDS.values())
        yield report("unknown-tool", value.span, f"Cekura has no tool `{tool}`", hint, severity=severity)


def validate(
    document: Json, model: str, values: dict[str, Value], where: Span, day: str = TODAY
) -> Iterator[Diagnostic]:
    """What Cekura's model called `model` refused on `day` in `document`, at the line that put it there."""
    try:
        from pydantic import BaseModel, ValidationError  # noqa: PLC0415  (only scripts that pass values through pay)
    except ImportError:  # as in a server that an editor brings along, which has no compiled parts
        return

    from scn_compiler.platforms.cekura import payload  # noqa: PLC0415

    contract: type[BaseModel] = getattr(payload, model)
    try:
        contract.model_validate(load(without_surrogates(dump(document))))
    except ValidationError as error:
        for problem in merged(error.errors(include_url=False, include_context=False)):
            if _was_refused(problem, day):
                yield _refused(problem, values, where, _keys(contract))


def _was_refused(problem: Json, day: str) -> bool:
    """Whether what is refused today was refused on `day`."""
    match problem["names"][-1:], problem["type"]:
        case ("type" | "fixed_message",), "missing":
            return day >= ALL_KEYS_REQUIRED
        case ("agent_id",), "extra_forbidden":
            return day >= SUITE_WITHOUT_AGENT
        case _:
            return True


def _keys(contract: Any) -> tuple[str, ...]:
    return (*(field.alias or name for name, field in contract.model_fields.items()), "functions", PATCH)


def _refused(problem: Json, values: dict[str, Value], where: Span, known: tuple[str, ...]) -> Diagnostic:
    names = problem["names"]
    path = ".".join(names)
    value = next((values[name] for name in names if name in values), values.get(PATCH))
    if problem["type"] == "extra_forbidden":
        if len(names) == 1 or names[:1] * len(names) in (("defaults",) * 2, ("scenarios",) * 3):
            message = f"`{names[-1]}` is not known to be a key of Cekura's: it is passed on as it is"
            close = nearest(names[-1], known, 0.75)
            if value is None or close is None:
                return report("unknown-platform-key", value.name if value else where, message)
            fix = Fix(f"write `{close}`", (Edit(value.name, f"cekura.{close}"),), safe=False)
            hint = f"did you mean `{close}`?"
            return report("unknown-platform-key", value.name, message, hint, fix=fix)
        return report(
            "bad-platform-value", value.span if value else where, f"Cekura refuses the key `{path}`"
        )
    reason = refusal_reason(problem)
    if names[-1:] == ("name",) and problem["type"] == "string_pattern_mismatch":
        reason = "a name has letters, digits, `-` and `_`, at most 64 of them"
    return report("bad-platform-value", value.span if value else where, f"Cekura refuses `{path}`: {reason}")
