"""Scripts to Sophiie's request bodies, one for each scenario."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from scn_compiler.jsondoc.codec import Json
from scn_compiler.platforms.kit.names import blank_name, no_name
from scn_compiler.platforms.kit.passthrough import (
    PATCH,
    Contract,
    passthrough_values,
    patch,
    put,
    put_empty,
    validate,
)
from scn_compiler.platforms.kit.target import Emitted, Payload
from scn_compiler.platforms.kit.unsupported import unsupported_details, unsupported_settings
from scn_compiler.platforms.sophiie.blocks import check_text_marks, main_block, prompt_of, response_of
from scn_compiler.platforms.sophiie.outcome import outcome_of
from scn_compiler.platforms.sophiie.questions import QUESTION_LINES, questions_of
from scn_compiler.platforms.sophiie.vocabulary import (
    EMPTY_PARTS,
    FIELD_KEYS,
    INNER_EMPTY_PARTS,
    KEY_ORDER,
    NAME_LIMIT,
)
from scn_compiler.semantics.defaults import is_default
from scn_compiler.semantics.resolve import ResolvedScenario, ResolvedScript
from scn_compiler.semantics.settings import Settings
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Severity

if TYPE_CHECKING:
    from pydantic import BaseModel

_TAKEN = ("scenario", "instructions", "empty", *FIELD_KEYS)
_WHAT = "a Sophiie scenario"
_HINTS = {
    "role": "remove `role:`, and set the role in the agent's own settings",
    "expect": "move `expect:` to a separate script that tests the agent",
}


def emit(document: ResolvedScript, *, creates: bool) -> Emitted:
    """Compile a script to request bodies, one for each scenario.

    Args:
        creates: Whether the body creates a scenario, which requires a name.

    Shapes:
        scenario                        -> `name`
        WHEN or instructions            -> `prompt`
        say                             -> `response`
        ask, answer, follow_up          -> `questions`, `answerOptions`, `followUps`
        active, outcome, trade_service  -> `isActive`, `outcome`, `tradeServiceId`
        sophiie.KEY, sophiie.patch      -> the key unchanged, changes to the finished body

    Raises:
        Nothing: everything that a body can't express is a diagnostic.

    Source:
        docs.sophiie.ai, API reference "Update Scenario", January 2026.
    """
    payloads: list[Payload] = []
    found: list[Diagnostic] = []
    for scenario in document.scenarios:
        own: list[Diagnostic] = []
        body = _body(scenario, own, creates=creates)
        payloads.append(Payload(scenario.name, body, (scenario,)))
        found.extend(own)
    return Emitted(tuple(payloads), tuple(found))


def _body(scenario: ResolvedScenario, found: list[Diagnostic], *, creates: bool) -> Json:
    """Return the request body of a scenario."""
    values = _settings(scenario.settings, found)
    passed = passthrough_values(scenario.settings, "sophiie")
    if scenario.name is not None and "name" not in passed:
        values["name"] = scenario.name
    found.extend(_check_name(scenario, needed=creates and "name" not in passed))
    found.extend(unsupported_settings(scenario.settings, _TAKEN, _WHAT, hints=_HINTS))
    row = main_block(scenario, found)
    prompt = prompt_of(scenario, row, found)
    if prompt is not None:
        values["prompt"] = prompt
    if row is not None:
        found.extend(unsupported_details(row, QUESTION_LINES, _WHAT))
        response = response_of(row, found)
        if response is not None:
            values["response"] = response
        if questions := questions_of(row, scenario.settings.get("empty") or (), found):
            values["questions"] = questions
    found.extend(check_text_marks(scenario, row))
    found.extend(put_empty(values, scenario.settings, EMPTY_PARTS, _WHAT, INNER_EMPTY_PARTS))
    found.extend(put(values, passed))
    body: Json = {key: values[key] for key in (*KEY_ORDER, *values) if key in values}
    if PATCH in passed:
        body, problems = patch(body, passed[PATCH])
        found.extend(problems)
    if passed and not any(each.severity is Severity.ERROR for each in found):
        contract = Contract("sophiie", partial(_model, creates))
        found.extend(validate(body, contract, passed, scenario.span))
    return body


def _model(creates: bool) -> "type[BaseModel]":
    from scn_compiler.platforms.sophiie import payload  # noqa: PLC0415  (only for scripts with passed-through values)

    return payload.CreateScenario if creates else payload.UpdateScenario


def _settings(settings: Settings, found: list[Diagnostic]) -> dict[str, Json]:
    """Return the keys that fields set; the script's own lines override the project's defaults."""
    values: dict[str, Json] = {}
    empty = settings.get("empty") or []
    for name, key in FIELD_KEYS.items():
        value = settings.fields.get(name)
        if value is None or (value.value is None and name != "trade_service"):
            continue
        if is_default(value) and (name in empty or ("sophiie", key) in settings.platform):
            continue
        values[key] = outcome_of(value, found) if name == "outcome" else value.value
    return values


def _check_name(scenario: ResolvedScenario, *, needed: bool) -> Iterator[Diagnostic]:
    name = scenario.name
    if name is None:
        if needed:
            yield no_name(
                scenario.span, "this scenario has no name, and Sophiie can't create a scenario without one"
            )
    elif not name.strip():
        yield blank_name(scenario.span)
    elif len(name) > NAME_LIMIT:
        message = f"the name has {len(name)} characters; Sophiie probably accepts at most {NAME_LIMIT}"
        written = scenario.settings.fields.get("scenario")
        span = written.span if written else scenario.span
        yield report("name-too-long", span, message, "shorten the name", severity=Severity.WARNING)
