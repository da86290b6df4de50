"""Checks of a scenario: values of fields that Eqho refuses, and fields that it needs."""

import re
from collections.abc import Iterator

from scn_compiler.platforms.eqho.vocabulary import DIRECTIONS, ID_LENGTH, SET_ID_KEY
from scn_compiler.semantics.resolve import ResolvedScenario
from scn_compiler.semantics.settings import Settings, Value
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Severity

_CODE = re.compile(r"multi|[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def check_fields(scenario: ResolvedScenario) -> Iterator[Diagnostic]:
    """Report values of single fields that Eqho refuses."""
    fields = scenario.settings.fields
    if (name := fields.get("scenario")) and isinstance(name.value, str) and not name.value.strip():
        yield report("missing-name", name.span, "the name is blank", "write a name", severity=Severity.ERROR)
    language = fields.get("language")
    if language and isinstance(language.value, str) and not _CODE.fullmatch(language.value):
        message = f"Eqho takes codes of languages, and `{language.value}` is none"
        yield report("bad-field-value", language.span, message, "write e.g. `en`", severity=Severity.WARNING)
    if (direction := fields.get("direction")) and direction.value not in (None, *DIRECTIONS):
        message = f"Eqho is not known to take the direction `{direction.value}`"
        hint = "write `inbound` or `outbound`"
        yield report("bad-field-value", direction.span, message, hint, severity=Severity.WARNING)


def check_needed(scenario: ResolvedScenario, named: bool, led: bool) -> Iterator[Diagnostic]:
    """Report a missing name, missing instructions, or a missing reason.

    Args:
        named: Whether the name is passed through.
        led: Whether the whole `lead_scenario` is.
    """
    settings = scenario.settings
    if scenario.name is None and not named:
        message = "this scenario has no name, and Eqho needs one"
        hint = "write a name after `scenario:`"
        yield report("missing-name", scenario.span, message, hint, severity=Severity.ERROR)
    if led:
        return
    instructions = settings.get("instructions")
    if not scenario.rows and _is_blank(settings, "instructions"):
        hint = "write `instructions: …`, or blocks that say what the caller does"
        message = "nothing tells the caller what to do"
        severity = Severity.ERROR if instructions is None else Severity.WARNING
        yield report("missing-instructions", scenario.span, message, hint, severity=severity)
    if _is_blank(settings, "reason"):
        message = "nothing says why the caller calls, and Eqho asks for it"
        yield report(
            "missing-reason", scenario.span, message, "write `reason: …`, as the caller would know it"
        )


def _is_blank(settings: Settings, name: str) -> bool:
    """Whether a text is missing or blank; one that could not be read is reported already."""
    value = settings.fields.get(name)
    return value is None or (isinstance(value.value, str) and not value.value.strip())


def check_set_id(passed: dict[str, Value]) -> Iterator[Diagnostic]:
    """Report an id of a scenario set that does not have exactly 24 characters; a placeholder is a warning."""
    id_ = passed.get(SET_ID_KEY)
    if id_ is None or not isinstance(id_.value, str) or len(id_.value) == ID_LENGTH:
        return
    if re.fullmatch(r"<[^<>]*>", id_.value):
        message = f"`{id_.value}` is no id yet"
        hint = f"put in the id of the scenario set, with its {ID_LENGTH} characters"
        yield report("bad-platform-value", id_.span, message, hint, severity=Severity.WARNING)
        return
    message = f"the id of a scenario set has {ID_LENGTH} characters, and this one has {len(id_.value)}"
    yield report("bad-platform-value", id_.span, message, "copy it from Eqho, or take the line out")
