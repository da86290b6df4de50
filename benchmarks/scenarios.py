"""Generates the scenarios of the benchmarks, as scripts, YAML and Gherkin; all different."""

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


def as_yaml(text: str) -> str:
    """Return the payload of a script as YAML, as a person would write it."""
    return yaml.safe_dump(compile_text(text).payloads[0].value, sort_keys=False)


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
        f'    When the call begins the caller says "Hi, this is caller {number} <silence> about an appointment"',
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
