"""Checks of a scenario: field values that Eqho rejects, and required fields."""

import re
from collections.abc import Iterator

from scn_compiler.platforms.eqho.vocabulary import DIRECTIONS, ID_LENGTH, SET_ID_KEY
from scn_compiler.platforms.kit.names import blank_name
from scn_compiler.semantics.resolve import ResolvedScenario
from scn_compiler.semantics.settings import Settings, Value
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.patterns import lazy_pattern

_CODE = lazy_pattern(r"multi|[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def check_fields(scenario: ResolvedScenario) -> Iterator[Diagnostic]:
    """Report field values that Eqho rejects."""
    fields = scenario.settings.fields
    if (name := fields.get("scenario")) and isinstance(name.value, str) and not name.value.strip():
        yield blank_name(name.span)
    language = fields.get("language")
    if language and isinstance(language.value, str) and not _CODE.fullmatch(language.value):
        message = f"`{language.value}` isn't a language code"
        yield report(
            "bad-field-value",
            language.span,
            message,
            "write a language code, for example `en`",
            severity=Severity.WARNING,
        )
    if (direction := fields.get("direction")) and direction.value not in (None, *DIRECTIONS):
        message = f"`{direction.value}` isn't one of Eqho's documented directions"
        hint = "write `inbound` or `outbound`"
        yield report("bad-field-value", direction.span, message, hint, severity=Severity.WARNING)


def check_needed(scenario: ResolvedScenario, named: bool, led: bool) -> Iterator[Diagnostic]:
    """Report a missing name, missing instructions, or a missing reason.

    Args:
        named: Whether the script passes the name through.
        led: Whether it passes the whole `lead_scenario` through.
    """
    settings = scenario.settings
    if scenario.name is None and not named:
        message = "this scenario has no name, and Eqho requires one"
        hint = "write a name after `scenario:`"
        yield report("missing-name", scenario.span, message, hint, severity=Severity.ERROR)
    if led:
        return
    instructions = settings.get("instructions")
    if not scenario.rows and _is_blank(settings, "instructions"):
        hint = "write `instructions: …`, or add blocks"
        message = "the caller has no instructions and no blocks"
        severity = Severity.ERROR if instructions is None else Severity.WARNING
        yield report("missing-instructions", scenario.span, message, hint, severity=severity)
    if _is_blank(settings, "reason"):
        message = "this scenario has no reason for the call, and Eqho expects one"
        yield report(
            "missing-reason",
            scenario.span,
            message,
            "explain why the caller is calling, for example `reason: You want to cancel a booking`",
        )


def _is_blank(settings: Settings, name: str) -> bool:
    """Return whether a text is missing or blank; other checks report one that couldn't be parsed."""
    value = settings.fields.get(name)
    return value is None or (isinstance(value.value, str) and not value.value.strip())


def check_set_id(passed: dict[str, Value]) -> Iterator[Diagnostic]:
    """Report an id of a scenario set that doesn't have exactly 24 characters; a placeholder is only a warning."""
    id_ = passed.get(SET_ID_KEY)
    if id_ is None or not isinstance(id_.value, str) or len(id_.value) == ID_LENGTH:
        return
    if re.fullmatch(r"<[^<>]*>", id_.value):
        message = f"`{id_.value}` is a placeholder for an id"
        hint = f"replace the placeholder with the scenario set's id ({ID_LENGTH} characters)"
        yield report("bad-platform-value", id_.span, message, hint, severity=Severity.WARNING)
        return
    message = f"scenario set ids have {ID_LENGTH} characters; this one has {len(id_.value)}"
    yield report("bad-platform-value", id_.span, message, "copy the id from Eqho, or remove the line")
