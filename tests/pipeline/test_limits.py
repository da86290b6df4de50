"""Huge or deep inputs are processed to the end. Work that isn't linear in the size would take hours here."""

import json
from collections.abc import Callable

import pytest

from scn_compiler import check, decompile, format_text

HEAD = "role: r\nlanguage: en\npersonality: 3\n\nFIRST_MESSAGE\n  wait\n\n"
pytestmark = pytest.mark.slow

MEGABYTE = 1_000_000


def _when(trigger: str) -> str:
    return f"{HEAD}WHEN {trigger}\n  say: x\n"


def _say(words: str) -> str:
    return f"{HEAD}WHEN The agent asks\n  say: {words}\n"


def _lines(line: Callable[[int], str], count: int) -> str:
    return HEAD + "".join(line(number) + "\n" for number in range(count))


SCRIPTS: dict[str, Callable[[], str]] = {
    "parentheses": lambda: _when("(" * 1000 + 'contains "a"' + ")" * 1000),
    "parentheses never closed": lambda: _when("(" * 40_000),
    "conditions": lambda: _lines(lambda n: f"WHEN The agent asks for {n}\n  say: x", 4_000),
    "follow-ups": lambda: HEAD + "WHEN The agent asks\n  say: x\n" + "THEN\n  say: x\n" * 5_000,
    "broken conditions": lambda: _lines(lambda n: f"WHNE The agent asks for {n}\n  sya: x", 300),
    "operands": lambda: _when(" OR ".join(f'contains "{n}"' for n in range(10_000))),
    "operands gone wrong": lambda: _when(" or ".join(f'contains "{n}"' for n in range(1_000))),
    "a long text": lambda: _say("a" * MEGABYTE),
    "a long trigger": lambda: _when("a" * MEGABYTE),
    "a long trigger of many words": lambda: _when("The agent asks twice and asks, " * 30_000),
    "a long keyword": lambda: _lines(lambda n: f'WHEN contains "{n}{"a" * 100 * n}"\n  say: x', 100),
    "keywords in keywords": lambda: _lines(lambda n: f'WHEN contains "{"ab" * n}"\n  say: x', 300),
    "one trigger for all": lambda: _lines(
        lambda n: f'WHEN contains "a" OR contains "yes"\n  say: {n}', 2_000
    ),
    "a long stray line": lambda: HEAD + "a" * MEGABYTE,
    "a long label": lambda: f"{HEAD}@{'a' * MEGABYTE} WHEN The agent asks\n  say: x\n",
    "a long label gone wrong": lambda: f"{HEAD}AFTER @{'A' * MEGABYTE}\n  say: x\n",
    "a long JSON value": lambda: f'cekura.x: "{"a" * MEGABYTE}"\n{HEAD}',
    "a long JSON value never closed": lambda: f'cekura.x: "{"a" * MEGABYTE}\n{HEAD}',
    "garbage": lambda: "".join(f"garbage of the line {n}\n" for n in range(100_000)),
    "garbage in a script": lambda: HEAD + "garbage\n" * 4_000,
    "fields in a block": lambda: f"{HEAD}WHEN The agent asks\n" + "role: x\n" * 5000,
    "bars below a text": lambda: _say("x" + "\n  | <b>" * 5_000),
    "deep JSON": lambda: f"cekura.x: {'[' * 100_000}{']' * 100_000}\n{HEAD}",
    "quotes": lambda: _when('"' * 10_000),
    "quotes behind contains": lambda: _when("contains " + "‘" * 5_000),
    "quotes in a text": lambda: _say('"' * MEGABYTE),
    "brackets": lambda: _say("[" * MEGABYTE),
    "less-than signs": lambda: _say("<" * MEGABYTE),
    "tags never closed": lambda: _say("<spell>" * 10_000),
    "templates never closed": lambda: _say("{{" * 20_000),
    "blanks behind given": lambda: f"given{' ' * 100_000}x\n{HEAD}",
    "the word scenario": lambda: _say("scenario " * 100_000),
    "labels that do not exist": lambda: _lines(
        lambda n: f"@some-{n} WHEN The agent asks for {n}\n  say: x\nAFTER @some-{n}x\n  say: x", 500
    ),
    "labels that no block has": lambda: _lines(lambda n: f"AFTER @a{n}\n  say: x", 32_000),
    "one AND": lambda: _when(" AND ".join(f'contains "a{n}"' for n in range(32_000))),
    "one OR": lambda: _when(" OR ".join(f'contains "a{n}"' for n in range(32_000))),
    "names of one allow": lambda: (
        f"{HEAD}# scn: allow {'unknown-tag, ' * 32_000}bad-nesting reason\nWHEN x\n  say: <foo />\n"
    ),
    "functions": lambda: (
        "cekura.functions: " + json.dumps([{"name": f"f{n}"} for n in range(32_000)]) + f"\n{HEAD}"
    ),
    "statements": lambda: "expect: The main agent asks\n" * 32_000 + HEAD,
    "ids that do not exist": lambda: _lines(lambda n: f"WHEN x {n}\n  say: x\nAFTER @9{n}\n  say: x", 3000),
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_huge_script_is_checked_to_its_end(name: str) -> None:
    text = SCRIPTS[name]()

    found = check(text, path="a.scn")

    assert all(0 <= each.span.start <= each.span.end <= len(text) for each in found)


@pytest.mark.parametrize("name", ["conditions", "garbage in a script", "bars below a text", "operands"])
def test_a_huge_script_is_formatted_to_its_end(name: str) -> None:
    text = format_text(SCRIPTS[name]()).text

    assert format_text(text).text == text


def _condition(number: int, **more: object) -> dict[str, object]:
    named = {"id": number, "condition": f"The agent asks for {number}", "action": "x"}
    return {**named, "type": "standard", "fixed_message": True, **more}


PAYLOADS: dict[str, Callable[[], str]] = {
    "conditions": lambda: json.dumps({"role": "r", "conditions": [_condition(n) for n in range(3000)]}),
    "remarks": lambda: json.dumps({"role": "r", "conditions": [_condition(n, type=n) for n in range(3000)]}),
    "depth": lambda: "[" * MEGABYTE + "]" * MEGABYTE,
    "depth of objects": lambda: '{"a":' * 100_000 + "1" + "}" * 100_000,
    "keys given twice": lambda: "{" + ",".join('"a":1' for _ in range(100_000)) + "}",
    "brackets never closed": lambda: "[" * MEGABYTE,
    "quotes": lambda: '"' * MEGABYTE,
    "blanks": lambda: " " * MEGABYTE + "x",
    "a long number": lambda: '{"role": ' + "1" * MEGABYTE + "}",
}


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_huge_payload_is_read_to_its_end(name: str) -> None:
    text = PAYLOADS[name]()

    made = decompile(text)

    assert made.text is not None or made.diagnostics
    assert all(found.span.end <= len(text) for found in made.diagnostics)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"a": 1,\n "b": {"a": 2, "a": 3}}', '"a": 3'),
        ('{"b": "a\\\\",\n "a": 1, "\\u0061": 2}', '"\\u0061"'),
        ("[1,\n NaN]", "NaN"),
        ("[1, -Infinity]", "-Infinity"),
        ("[1, 1e999]", "1e999"),
        ("[1,\n" + "1" * 5000 + "]", "1" * 5000),
        ("[0, " + "[" * 900 + "5" + "]" * 900 + "]", "[" * 801 + "5"),
    ],
)
def test_invalid_json_is_reported_at_its_place(text: str, place: str) -> None:
    [found] = decompile(text).diagnostics

    assert (found.name, found.span.start) == ("not-json", text.index(place))
