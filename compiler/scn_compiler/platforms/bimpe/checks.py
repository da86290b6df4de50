"""Checks of a scenario's fields: rejected values and unsupported lines."""

from collections.abc import Iterator

from scn_compiler.platforms.bimpe.check_blocks import check_blocks, check_marks
from scn_compiler.platforms.bimpe.vocabulary import EMPTY_PARTS, FIELD_KEYS, LIMITS
from scn_compiler.platforms.kit.names import blank_name, no_name
from scn_compiler.platforms.kit.unsupported import unsupported_settings
from scn_compiler.semantics.resolve import ResolvedScenario
from scn_compiler.semantics.settings import Settings, Value
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.suggest import did_you_mean

_WHAT = "a Bimpe workflow"

_HINTS = {
    "instructions": "move the instructions to `role:`",
    "tools": "replace `tools:` with `actions:`, and list the agent's actions",
    "medium": "replace `medium:` with `channels:`, and list the agent's channels",
    "knows": "move this fact to `role:`, or to a `faq:` with an `answer:`",
}


def check_workflow(scenario: ResolvedScenario, *, whole: bool) -> Iterator[Diagnostic]:
    """Report everything in a scenario that doesn't fit a workflow.

    Args:
        whole: Whether the body creates a workflow, which requires a name and a system prompt.
    """
    settings = scenario.settings
    yield from _name(scenario, whole=whole)
    yield from _role(scenario, whole=whole)
    for name in LIMITS:
        yield from _length(name, settings.fields.get(name))
    time = settings.fields.get("setup_time")
    if time and isinstance(time.value, int) and time.value < 0:
        yield report(
            "bad-field-value",
            time.span,
            "`setup_time:` can't be less than 0",
            "write 0 or more, or remove the line",
        )
    yield from _questions(settings)
    yield from _empty(scenario)
    yield from unsupported_settings(settings, (*FIELD_KEYS, "empty"), _WHAT, hints=_HINTS)
    yield from check_blocks(scenario)


def _name(scenario: ResolvedScenario, *, whole: bool) -> Iterator[Diagnostic]:
    name = scenario.settings.fields.get("scenario")
    if name and isinstance(name.value, str) and not name.value.strip():
        yield blank_name(name.span)
    elif whole and scenario.name is None and ("bimpe", "name") not in scenario.settings.platform:
        yield no_name(
            scenario.span, "this workflow has no name, and Bimpe can't create a workflow without one"
        )


def _role(scenario: ResolvedScenario, *, whole: bool) -> Iterator[Diagnostic]:
    role = scenario.settings.fields.get("role")
    hint = "add `role: …` to describe who the agent is and how it behaves"
    if role and isinstance(role.value, str) and not role.value.strip():
        yield report(
            "missing-role", role.span, "the role is blank", "describe who the agent is and how it behaves"
        )
    elif whole and role is None and ("bimpe", "system_prompt") not in scenario.settings.platform:
        message = "this workflow has no role, and Bimpe can't create a workflow without one"
        yield report("missing-role", scenario.span, message, hint)


def _length(name: str, value: Value | None) -> Iterator[Diagnostic]:
    if value and isinstance(value.value, str) and len(value.value) > LIMITS[name]:
        kind = "name-too-long" if name == "scenario" else "bad-field-value"
        subject = "the name" if name == "scenario" else f"`{name}:`"
        message = f"{subject} has {len(value.value)} characters; Bimpe accepts at most {LIMITS[name]}"
        yield report(kind, value.span, message, f"shorten {subject}")


def _questions(settings: Settings) -> Iterator[Diagnostic]:
    for entry in settings.all("faq"):
        for value in (entry.value, *entry.details.values()):
            yield from check_marks(value)
        if entry.value.value is None:
            yield report(
                "empty-text",
                entry.value.name,
                "`faq:` needs a question",
                "write the question after the colon",
            )
        elif entry.get("answer") is None and "answer" not in entry.details:
            message = "this question has no answer"
            yield report("empty-text", entry.value.name, message, "write `answer: …` below this line")
        elif entry.get("answer") is None:
            yield report("empty-text", entry.details["answer"].name, "`answer:` is empty", "write the answer")


def _empty(scenario: ResolvedScenario) -> Iterator[Diagnostic]:
    """Report unknown names in `empty:`, and names of parts that aren't empty."""
    from scn_compiler.platforms.bimpe.blocks import is_flow, is_rule  # noqa: PLC0415  (few scripts have `empty:`)

    named = scenario.settings.fields.get("empty")
    if not named or not named.value:
        return
    names = {name for name, value in scenario.settings.fields.items() if value.value is not None}
    names |= {entry.name for entry in scenario.settings.records}
    names |= {"guide"} if "guide_video" in names else set()
    names |= {"rules"} if any(is_rule(row) for row in scenario.rows) else set()
    names |= {"flows"} if any(is_flow(row) for row in scenario.rows) else set()
    for name in named.value:
        if name not in EMPTY_PARTS:
            hint = did_you_mean(name, EMPTY_PARTS) or "write one of " + ", ".join(
                f"`{each}`" for each in EMPTY_PARTS
            )
            yield report(
                "bad-field-value",
                named.span_of(name),
                f"`empty:` doesn't accept `{name}` in a workflow",
                hint,
            )
        elif name in names:
            message = f"`{name}` can't be empty: another line sets it"
            yield report("bad-field-value", named.span_of(name), message, f"remove `{name}` from `empty:`")
