"""The JSON Schema of a configuration agrees with the parser, and with the copy in `editors/`."""

import json
import re
import tomllib
from datetime import date
from typing import Any

from jsonschema import Draft7Validator

from scn_compiler.project.config_keys import CONFIG_KEYS, ENVIRONMENT_KEYS
from scn_compiler.project.config_parser import read_config
from scn_compiler.project.config_schema import config_schema
from scn_compiler.project.default_fields import FIELDS_WITH_DEFAULT
from scn_compiler.rehearsal.policy import QUESTIONS
from scn_dsl.catalog import CATALOG
from support.cases import every
from support.cli import scn
from support.golden import Golden
from support.paths import ROOT

COPY = ROOT / "editors" / "toml" / "scn.schema.json"
VALIDATOR = Draft7Validator(config_schema(), format_checker=Draft7Validator.FORMAT_CHECKER)

EXAMPLES = [
    *(
        text
        for path in sorted((ROOT / "docs").rglob("*.md"))
        if path.name != "plugins.md"  # there, the configuration of a package
        for text in re.findall(
            r"^```toml(?: \S*scn\.toml)?\n(.*?)^```$", path.read_text("utf-8"), re.MULTILINE | re.DOTALL
        )
    ),
    'select = ["SCN4", "401", "4xx", "all", "Unused-Label"]',
    "cekura-rules = 2026-09-10",
    'target = "acme-calls"',
    '[fields]\nmax_duration = 600\ntags = "a, b"\nagent = "12"\nmetrics = [1, "Tone"]\nexpect = "The agent greets"',
    '[environments."a-b".let]\nx = 1.50\ny = true',
]

REFUSED = [
    'traget = "cekura"', 'target = "cekura-suit"', "target = 1", 'select = "SCN4"', "ignore = [401]",
    'ignore = ["unkown-tag"]', "strict = 1", 'baseline = ""', "wrap = -1", "wrap = 1.5", 'extends = "a.json"',
    "fields = 1", '[fields]\nroel = "x"', '[fields]\nscenario = "x"', "[fields]\nlanguage = true", '[fields]\nlanguage = ""',
    'cekura-rules = "September"', '[policy]\nsevral = "all"', '[policy]\nwords = "whle"', "[policy]\ncut = 1",
    "environments = 1", "[environments]\na = 1", "[environments.a]\nlett = {}", "[environments.a.names.agents]\na = 0",
    '[environments.a.names.agents]\na = "1"', "[environments.a.names.agent]\na = 1", "[environments.a.let]\n1a = 1",
    "[environments.a.let]\na = [1]", "[environments.a.fields]\nroel = 1", 'environment = ""', "exclude = [1]",
]  # fmt: skip
"""Mistakes that the parser and the schema find."""

ONLY_SCN = [
    'exclude = ["!b"]', 'exclude = ["../x"]', 'environment = "nowhere"', '[fields]\nmax_duration = "soon"',
    'target = "cekra"', "ignore = ['999']", 'cekura-rules = "2026-13"', "[environments.a]\nextends = 'b'",
    "[environments.'a b']\nlet = {}", '[environments.a.let]\na = "env:"', '[fields]\nagent = "Front desk"',
]  # fmt: skip
"""Mistakes that only scn finds."""


def as_taplo_does(text: str) -> Any:
    """The values of a TOML text, with dates as strings."""
    return json.loads(json.dumps(tomllib.loads(text), default=date.isoformat))


def has_problems(text: str) -> bool:
    made = read_config(text + "\n")
    assert made is not None
    return bool(made.problems)


def test_the_schema_is_one() -> None:
    Draft7Validator.check_schema(config_schema())


def test_the_copy_for_editors_is_what_the_command_prints(golden: Golden) -> None:
    printed = scn("schema", cwd=ROOT).stdout

    assert json.loads(printed) == config_schema()
    golden(COPY, printed)


def test_the_schema_has_every_key_field_question_and_rule() -> None:
    schema = config_schema()
    definitions = schema["definitions"]

    assert list(schema["properties"]) == list(CONFIG_KEYS)
    assert list(definitions["environment"]["properties"]) == list(ENVIRONMENT_KEYS)
    assert list(definitions["fields"]["properties"]) == list(FIELDS_WITH_DEFAULT)
    assert list(schema["properties"]["policy"]["properties"]) == [each.option for each in QUESTIONS]
    assert definitions["rule"]["anyOf"][0]["enum"] == ["ALL", *CATALOG]


def test_every_choice_has_a_summary() -> None:
    def choices(node: Any) -> list[dict[str, Any]]:
        if isinstance(node, list):
            return [found for each in node for found in choices(each)]
        if not isinstance(node, dict):
            return []
        return ([node] if "enum" in node else []) + [
            found for each in node.values() for found in choices(each)
        ]

    found = choices(config_schema())
    assert len(found) == 2 + len(QUESTIONS)
    assert all(len(each["enum"]) == len(each["x-taplo"]["docs"]["enumValues"]) for each in found)


@every("text", EXAMPLES)
def test_what_scn_accepts_the_schema_accepts(text: str) -> None:
    assert text.startswith('target = "acme') or not has_problems(text)
    assert [each.message for each in VALIDATOR.iter_errors(as_taplo_does(text))] == []


@every("text", REFUSED)
def test_a_mistake_is_found_by_both(text: str) -> None:
    assert has_problems(text)
    assert not VALIDATOR.is_valid(as_taplo_does(text))


@every("text", ONLY_SCN)
def test_a_mistake_that_only_scn_finds(text: str) -> None:
    assert has_problems(text)
    assert VALIDATOR.is_valid(as_taplo_does(text))


@every("name", CATALOG)
def test_every_rule_may_be_selected_by_its_name_and_its_code(name: str) -> None:
    assert VALIDATOR.is_valid({"select": [name, CATALOG[name].code], "ignore": [CATALOG[name].code[:4]]})


def test_the_samples_are_configured_as_the_schema_says() -> None:
    files = list((ROOT / "samples").rglob("scn.toml"))

    assert files
    assert [path for path in files if not VALIDATOR.is_valid(as_taplo_does(path.read_text("utf-8")))] == []
