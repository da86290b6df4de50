"""`cekura.KEY: JSON`: keys that Cekura has removed, and validation by the rules of a day."""

from collections.abc import Iterator
from functools import partial

from scn_compiler.jsondoc.codec import Json
from scn_compiler.platforms.cekura.vocabulary import (
    ALL_KEYS_REQUIRED_SINCE,
    NEWEST,
    OLD_TOOL_IDS,
    SUITE_WITHOUT_AGENT_SINCE,
    TOOL_IDS,
)
from scn_compiler.platforms.kit.passthrough import (
    Contract,
    passthrough_values,
    patch,
    put,
    refusal_reason,
)
from scn_compiler.semantics.settings import Settings, Value
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.suggest import did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pydantic import BaseModel

CONTENT_KEYS = ("functions",)
"""Keys that belong to the conditional actions, not to the document around them."""

_REMOVED = {
    "dynamic_variable_values": "remove this line, and set `main_agent_variables` in a test profile",
    "agent_id": "move `agent_id` out of the suite, next to `spec` in the request; suites dropped this key on 2026-07-30",
}


def cekura_values(settings: Settings) -> dict[str, Value]:
    """Return the values of a script's `cekura.KEY` lines, by key."""
    return passthrough_values(settings, "cekura")


def scenario_key(settings: Settings) -> Value | None:
    """Return the key of a scenario, from `key:` or, as older scripts have it, from `cekura.key`."""
    return settings.fields.get("key") or cekura_values(settings).get("key")


def put_checked(document: dict[str, Json], values: dict[str, Value], day: str = "") -> Iterator[Diagnostic]:
    """Add `values` to `document` and check them.

    Args:
        day: The day of the rules for a suite as a whole; empty for other documents.
    """
    tools = values.get("tool_ids") if "tool_ids" not in document else None
    removed = {
        key: hint for key, hint in _REMOVED.items() if key != "agent_id" or day >= SUITE_WITHOUT_AGENT_SINCE
    }
    yield from put(document, values, removed)
    if tools and isinstance(tools.value, list):
        yield from _tool_ids(tools)


def _tool_ids(value: Value) -> Iterator[Diagnostic]:
    for tool in value.value:
        if tool in TOOL_IDS.values() or not isinstance(tool, str):
            continue
        newer = OLD_TOOL_IDS.get(tool)
        severity = Severity.WARNING if newer else Severity.ERROR
        ids = "write one of " + ", ".join(f"`{known}`" for known in TOOL_IDS.values())
        hint = (
            f"write its new name `{newer}`" if newer else did_you_mean(tool, tuple(TOOL_IDS.values())) or ids
        )
        yield report("unknown-tool", value.span, f"unknown Cekura tool `{tool}`", hint, severity=severity)


def patched(
    document: Json, operations: Value, form: str, *, chains: bool
) -> tuple[Json, tuple[Diagnostic, ...]]:
    """Apply a `cekura.patch` to a document; `form` and `chains` as in `is_said`."""
    from scn_compiler.platforms.cekura.said import is_said  # noqa: PLC0415  (few scripts have a patch)

    return patch(document, operations, partial(is_said, form, chains=chains))


def contract_of(model: str, day: str = NEWEST) -> Contract:
    """Return the contract of Cekura's model called `model`, with the rules of `day`."""
    return Contract(
        "cekura",
        partial(_model, model),
        known=("functions",),
        key_at=_key_at,
        strict_inside=partial(_is_strict, model),
        refuses=partial(_is_refused, day),
        reason=_reason,
    )


def _model(name: str) -> "type[BaseModel]":
    from scn_compiler.platforms.cekura import payload  # noqa: PLC0415  (loads pydantic)

    model: type[BaseModel] = getattr(payload, name)
    return model


def _is_strict(model: str, problem: Json) -> bool:
    """Return whether Cekura rejects an unknown key: in a suite and in when/say/then, but not in rows with ids."""
    *container, _ = problem["loc"]
    if "When" in container or model.startswith("When"):
        return container[-2:-1] == ["conditions"] or "first_message" in container
    return model == "Suite" and "conditional_actions" not in container


def _key_at(names: tuple[str, ...]) -> str | None:
    """Return the last name of a path in a body, in a suite's `defaults`, or in one of its scenarios."""
    is_outer = len(names) == 1 or names[:1] * len(names) in (("defaults",) * 2, ("scenarios",) * 3)
    return names[-1] if is_outer else None


def _is_refused(day: str, problem: Json) -> bool:
    """Return whether the rules of `day` already reject what today's model rejects."""
    match problem["names"][-1:], problem["type"]:
        case ("type" | "fixed_message",), "missing":
            return day >= ALL_KEYS_REQUIRED_SINCE
        case ("agent_id",), "extra_forbidden":
            return day >= SUITE_WITHOUT_AGENT_SINCE
        case _:
            return True


def _reason(problem: Json) -> str:
    if problem["names"][-1:] == ("name",) and problem["type"] == "string_pattern_mismatch":
        return "a name can have at most 64 letters, digits, `-` and `_`"
    return refusal_reason(problem)
