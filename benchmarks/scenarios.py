"""Generates the scenarios of the benchmarks, all different: as scripts, and in the languages of other programs."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from scn_compiler import compile_text


def script(number: int) -> str:
    """Generate a scenario of about 30 lines and 1.1 kB, with tags, follow-ups and expressions."""
    lines = [
        f"scenario: Caller {number} moves an appointment",
        f"role: A caller with the number {number}, polite and in a hurry",
        "language: en",
        "personality: 3",
        "tags: smoke, booking",
        f"expect: The main agent moves appointment {number}",
        "",
        "FIRST_MESSAGE",
        f'  say: Hi, this is caller {number} <silence time="1.5s" /> about an appointment',
        "",
    ]
    for step in range(4):
        lines += [
            f'WHEN contains "date {number} {step}" OR contains "day {step}" OR contains "when {step}"',
            f"  say: Thursday at {step + 2}, if you have it [laughter], or else the {number}th",
            "THEN",
            f"  do: Ask politely whether slot {step} of {number} is free",
            "",
        ]
    return "\n".join(
        [*lines, f"WHEN The agent confirms appointment {number}", "  say: Thank you!", "  end call", ""]
    )


def write_scripts(place: Path, count: int, text_of: Callable[[int], str] = script) -> None:
    """Write scripts with the numbers from 0 to `count` to a hundred folders in `place`."""
    for number in range(count):
        path = place / f"{number % 100:02}" / f"{number}.scn"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text_of(number), encoding="utf-8")


def as_yaml(text: str) -> str:
    """Return the payload of a script as YAML, as a person would write it."""
    return yaml.safe_dump(compile_text(text).payloads[0].value, sort_keys=False)


def as_toml(text: str) -> str:
    """Return the payload of a script as TOML, as a person would write it."""
    fields, blocks, rows = _payload(text)
    lines = [*_assign(fields), "", "[conditional_actions]", *_assign(blocks)]
    for row in rows:
        lines += ["", "[[conditional_actions.conditions]]", *_assign(row)]
    return "\n".join([*lines, ""])


def as_hcl(text: str) -> str:
    """Return the payload of a script as HCL, as a person would write it."""
    fields, blocks, rows = _payload(text)
    lines = [*_assign(fields), "", "conditional_actions = {", *_assign(blocks, "  "), "  conditions = ["]
    for row in rows:
        lines += ["    {", *_assign(row, "      "), "    },"]
    return "\n".join([*lines, "  ]", "}", ""])


def _payload(text: str) -> tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]:
    """Return the fields of a payload, those of its `conditional_actions`, and the conditions."""
    fields = dict(compile_text(text).payloads[0].value)
    blocks = dict(fields.pop("conditional_actions"))
    return fields, blocks, blocks.pop("conditions")


def _assign(values: dict[str, Any], indent: str = "") -> list[str]:
    return [f"{indent}{name} = {json.dumps(value)}" for name, value in values.items()]


def as_gherkin(number: int) -> str:
    """Return the scenario of `script(number)` in Gherkin."""
    lines = [
        f"Feature: Caller {number}",
        "",
        "  @smoke @booking",
        f"  Scenario: Caller {number} moves an appointment",
        f"    Given a caller with the number {number}, polite and in a hurry",
        '    And the language is "en"',
        "    And the personality is 3",
        "",
        f'    When the call begins the caller says "Hi, this is caller {number} <silence time="1.5s" /> about an appointment"',
        "",
    ]
    for step in range(4):
        lines += [
            f'    When the agent says "date {number} {step}" or "day {step}" or "when {step}"',
            f'    Then the caller says "Thursday at {step + 2}, if you have it [laughter], or else the {number}th"',
            "    And on the next turn",
            f'    * the caller improvises "Ask politely whether slot {step} of {number} is free"',
            "",
        ]
    return "\n".join(
        [
            *lines,
            f"    When the agent confirms appointment {number}",
            '    Then the caller says "Thank you!"',
            "    And the caller hangs up",
            f"    Then the main agent moves appointment {number}",
            "",
        ]
    )


def as_robot(number: int) -> str:
    """Return the scenario of `script(number)` as a suite of Robot Framework, laid out as robocop wants it."""
    lines = [
        "*** Settings ***",
        f"Documentation    Caller {number}",
        "",
        "",
        "*** Test Cases ***",
        f"Caller {number} Moves An Appointment",
        f"    [Documentation]    The main agent moves appointment {number}",
        "    [Tags]    smoke    booking",
        f"    Set Caller    A caller with the number {number}, polite and in a hurry",
        "    Set Language    en",
        "    Set Personality    3",
        f'    Say First    Hi, this is caller {number} <silence time="1.5s" /> about an appointment',
        "",
    ]
    for step in range(4):
        lines += [
            f"    When Agent Says    date {number} {step}    day {step}    when {step}",
            f"    Say    Thursday at {step + 2}, if you have it [laughter], or else the {number}th",
            f"    Then Improvise    Ask politely whether slot {step} of {number} is free",
            "",
        ]
    confirms = f"    When Agent    confirms appointment {number}"
    return "\n".join([*lines, confirms, "    Say    Thank you!", "    End Call", ""])


def as_python(number: int) -> str:
    """Return the scenario of `script(number)` as a Python test with about as many lines, laid out as ruff wants it."""
    lines = [
        f'"""Caller {number} moves an appointment."""',
        "",
        "from calls import Call, contains, tags",
        "",
        "",
        '@tags("smoke", "booking")',
        f"def test_caller_{number}_moves_an_appointment(call: Call) -> None:",
        f'    call.role = "A caller with the number {number}, polite and in a hurry"',
        '    call.language, call.personality = "en", 3',
        f'    call.expect("The main agent moves appointment {number}")',
        f"    call.say('Hi, this is caller {number} <silence time=\"1.5s\" /> about an appointment')",
        "",
    ]
    for step in range(4):
        lines += [
            f'    if contains("date {number} {step}") or contains("day {step}") or contains("when {step}"):',
            f'        call.say("Thursday at {step + 2}, if you have it [laughter], or else the {number}th")',
            f'        call.improvise("Ask politely whether slot {step} of {number} is free")',
            "",
        ]
    confirms = f'    if call.agent("confirms appointment {number}"):'
    lines += [confirms, '        call.say("Thank you!")', "        call.end()"]
    return "\n".join([*lines, ""])
