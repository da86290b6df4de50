"""Scripts to Eqho's request bodies, one for each scenario."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scn_compiler.jsondoc.codec import Json
from scn_compiler.platforms.eqho.body import Values, empty_parts, is_absent, nest
from scn_compiler.platforms.eqho.checks import check_fields, check_needed, check_set_id
from scn_compiler.platforms.eqho.criteria import expected_calls, statements_of_agent
from scn_compiler.platforms.eqho.environment import action_mocks, dynamic_variables, message_history
from scn_compiler.platforms.eqho.source_lines import source_line
from scn_compiler.platforms.eqho.steps import steps_text
from scn_compiler.platforms.eqho.templates import Found, fill_templates, spoken_value
from scn_compiler.platforms.eqho.tools import caller_tools
from scn_compiler.platforms.eqho.vocabulary import (
    CALLS_PATH,
    EXPECTATIONS_PATH,
    FIELD_KEYS,
    HISTORY_PATH,
    KNOWN_PATH,
    LEAD_FIELDS,
    MOCKS_PATH,
    NO_REASON,
    REASON_PATH,
    TAKEN_WORDS,
    TASK_PATH,
    TOOLS_PATH,
    TOP_KEYS,
    VARIABLES_PATH,
)
from scn_compiler.platforms.kit.passthrough import PATCH, Contract, passthrough_values, patch, put, validate
from scn_compiler.platforms.kit.target import Emitted, Payload
from scn_compiler.platforms.kit.unsupported import unsupported_details, unsupported_settings
from scn_compiler.semantics.defaults import is_default
from scn_compiler.semantics.resolve import ResolvedScenario, ResolvedScript
from scn_compiler.semantics.settings import Settings
from scn_dsl.diagnostic import Severity
from scn_dsl.records import replace
from scn_dsl.source import Span

if TYPE_CHECKING:
    from pydantic import BaseModel

_WHAT = "an Eqho scenario"
_HINTS = {
    "agent": "remove `agent:`, and choose the agent when you run the scenario",
    "tools": "replace `tools:` with a `caller_tool:` line for each tool",
    "tags": "replace `tags:` with a folder: `folder: …`",
}


def emit(document: ResolvedScript) -> Emitted:
    """Compile a script to request bodies, one for each scenario.

    Shapes:
        fields          -> texts of `lead_scenario`, `description`, `environment_setup`
        Block           -> a numbered step of `task_instructions`
        expect          -> `nl_assertions`; expect_call -> `evaluation_criteria.actions`
        given           -> `dynamic_variables`; caller -> a sentence of `known_info`
        mock, history   -> `action_mocks`, `message_history`

    Raises:
        Nothing: everything that a body can't express is a diagnostic.

    Source:
        docs.eqho.ai, update simulation scenario, read 2026-08-20.
    """
    payloads: list[Payload] = []
    found: Found = []
    for scenario in document.scenarios:
        payloads.append(Payload(scenario.name, _body(document, scenario, found), (scenario,)))
    return Emitted(tuple(payloads), tuple(found))


def _body(document: ResolvedScript, scenario: ResolvedScenario, found: Found) -> dict[str, Json]:
    passed = passthrough_values(scenario.settings, "eqho")
    scenario = replace(scenario, settings=_without_default_for(scenario.settings, tuple(passed)))
    settings = scenario.settings
    own: Found = list(unsupported_settings(settings, TAKEN_WORDS, _WHAT, hints=_HINTS))
    for row in scenario.rows:
        own.extend(unsupported_details(row, (), _WHAT))
    own.extend(check_fields(scenario))
    own.extend(check_needed(scenario, "name" in passed, "lead_scenario" in passed))
    body = nest(_values(document, scenario, own, lead="lead_scenario" not in passed))
    own.extend(put(body, passed))
    own.extend(check_set_id(passed))
    body = {key: body[key] for key in (*TOP_KEYS, *body) if key in body}
    if PATCH in passed:
        body, problems = patch(body, passed[PATCH])
        own.extend(problems)
    if passed and not any(each.severity is Severity.ERROR for each in own):
        own.extend(validate(body, Contract("eqho", _model), passed, scenario.span))
    found.extend(own)
    return body


def _model() -> "type[BaseModel]":
    from scn_compiler.platforms.eqho.payload import ScenarioBody  # noqa: PLC0415

    return ScenarioBody


def _without_default_for(settings: Settings, passed: tuple[str, ...]) -> Settings:
    """Drop defaults of the configuration inside parts that the script passes through as a whole."""
    fields = {
        name: value
        for name, value in settings.fields.items()
        if not (is_default(value) and name in FIELD_KEYS and FIELD_KEYS[name][0] in passed)
    }
    return replace(settings, fields=fields)


def _values(document: ResolvedScript, scenario: ResolvedScenario, found: Found, *, lead: bool) -> Values:
    """Return everything that the script sets, by path in the body."""
    settings = scenario.settings
    values: Values = {}
    if scenario.name is not None and "scenario" not in settings.fields:
        values[FIELD_KEYS["scenario"]] = scenario.name
    for name, path in FIELD_KEYS.items():
        value = settings.fields.get(name)
        if value and not (value.value is None and name in LEAD_FIELDS):
            values[path] = _text(scenario, name, found) if name in LEAD_FIELDS else value.value
    if lead:
        values |= _needed(scenario, values, found)
    facts = "\n".join(_facts(scenario))
    if facts:
        values[KNOWN_PATH] = "\n".join(part for part in (values.get(KNOWN_PATH), facts) if part)
    values |= {
        TOOLS_PATH: caller_tools(settings, found),
        VARIABLES_PATH: dynamic_variables(settings, found),
        MOCKS_PATH: action_mocks(settings, found),
        HISTORY_PATH: message_history(document, scenario, found),
        CALLS_PATH: expected_calls(document, scenario, found),
        EXPECTATIONS_PATH: statements_of_agent(document, scenario, found),
    }
    values = {path: value for path, value in values.items() if not is_absent(value)}
    return values | empty_parts(scenario, values, found)


def _needed(scenario: ResolvedScenario, values: Values, found: Found) -> Values:
    """Return the two texts that every lead needs."""
    parts = (
        [values[TASK_PATH]]
        if TASK_PATH in values and (values[TASK_PATH].strip() or not scenario.rows)
        else []
    )
    if scenario.rows:
        parts.append(steps_text(scenario, found))
    texts: Values = {TASK_PATH: "\n\n".join(parts)} if parts else {}
    return texts | {REASON_PATH: values.get(REASON_PATH, NO_REASON)}


def _text(scenario: ResolvedScenario, name: str, found: Found) -> Json:
    value = scenario.settings.fields[name]
    line = source_line(scenario, value)

    def place(start: int, end: int) -> Span:
        if line:
            return line.place(start, end)
        whole = value.span.end - value.span.start == len(value.value)
        return value.span.part(start, end) if whole else value.span

    return fill_templates(value.value, scenario.settings, place, found)


def _facts(scenario: ResolvedScenario) -> Iterator[str]:
    """Yield the caller's variables as sentences."""
    for name, value in scenario.settings.caller.items():
        what = re.sub(r"[_.-]+", " ", name)
        yield f"Your {what} is {spoken_value(value.value)}."
