"""The reference pages name every command, option, exit code, key, target, function and feature."""

import inspect
import re

import click

import scn_compiler
from scn_compiler.cli.commands import COMMANDS
from scn_compiler.cli.commands.graph import FILE_ENDINGS
from scn_compiler.cli.group import cli
from scn_compiler.cli.output.formats import REPORT_FORMATS
from scn_compiler.config import Config
from scn_compiler.findings.selectors import code_prefix
from scn_compiler.platforms import DEFAULT_TARGET, TARGETS
from scn_compiler.project.config_keys import CONFIG_KEYS
from scn_dsl.catalog import CATALOG, ON_DEMAND, ONLY_IF_SELECTED
from support.cases import every
from support.pages import Page
from support.paths import ROOT

REFERENCE = ROOT / "docs" / "reference"
COMMANDS_PAGE = Page(REFERENCE / "commands.md")
CONFIGURATION = Page(REFERENCE / "configuration.md")
REPORTS = Page(REFERENCE / "reports.md")
PYTHON = Page(REFERENCE / "python.md")
TARGETS_PAGE = Page(REFERENCE / "targets.md")
EDITOR = Page(REFERENCE / "editor.md")


def names_in(text: str) -> set[str]:
    """The words in code spans."""
    return {word for span in re.findall(r"`([^`\n]+)`", text) for word in re.split(r"[ ,]+", span)}


def first_cells(text: str) -> list[str]:
    """The code in the first column of the tables in `text`."""
    return [
        name for row in re.findall(r"^\| (`.+?`) \|", text, re.M) for name in re.findall(r"`([^`]+)`", row)
    ]


def command_named(name: str) -> click.Command:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    return command


# Commands


@every("name", COMMANDS)
def test_a_command_has_a_section_with_its_usage_and_exit_codes(name: str) -> None:
    text = COMMANDS_PAGE.section(f"`scn {name}`")

    assert f"[`scn {name}`](#scn-{name})" in COMMANDS_PAGE.text
    assert "Exits with 0" in text
    usage = re.search(r"^```text\n(scn .+)\n```$", text, re.MULTILINE)
    assert usage
    shown = command_named(name).get_usage(click.Context(command_named(name), info_name=f"scn {name}"))
    assert usage[1].startswith(f"scn {name}")
    if name != "completion":
        assert shown == f"Usage: {usage[1]}"


@every("name", COMMANDS)
def test_a_command_has_a_row_for_each_option_and_no_other(name: str) -> None:
    text = COMMANDS_PAGE.section(f"`scn {name}`")
    options = [each for each in command_named(name).params if isinstance(each, click.Option)]
    named = {word for cell in first_cells(text) for word in cell.split() if re.match("--?[a-z]", word)}

    assert named == {flag for option in options for flag in (*option.opts, *option.secondary_opts)}
    for option in options:
        if isinstance(option.type, click.Choice) and option.metavar is None:
            assert set(option.type.choices) <= names_in(text)


def test_the_options_that_all_commands_share_are_named() -> None:
    context = click.Context(cli, info_name="scn", **cli.context_settings)
    options = {name for parameter in cli.get_params(context) for name in parameter.opts}

    assert options >= {"--version", "--help", "-h"}
    assert options <= names_in(COMMANDS_PAGE.section("Commands"))


def test_every_exit_code_has_a_row() -> None:
    rows = re.findall(r"^\| (\d+) \|", COMMANDS_PAGE.section("Exit codes"), re.MULTILINE)

    assert rows == ["0", "1", "2", "3", "101"]


def test_every_command_with_an_output_has_a_row_in_the_table_of_streams() -> None:
    assert set(first_cells(COMMANDS_PAGE.section("Streams"))) >= set(COMMANDS) - {"lsp", "mcp"}


def test_every_ending_of_a_picture_is_named() -> None:
    endings = {ending for endings in FILE_ENDINGS.values() for ending in endings}

    assert endings <= names_in(COMMANDS_PAGE.section("`scn graph`"))


# Configuration and reports


def test_every_key_has_a_section() -> None:
    headings = re.findall(r"^### (.+)$", CONFIGURATION.section("Keys"), re.MULTILINE)
    named = {name.strip("[]") for heading in headings for name in re.findall(r"`([^`]+)`", heading)}

    assert named == set(CONFIG_KEYS)


def test_every_report_has_a_section() -> None:
    assert {f"### `{name}`" for name in REPORT_FORMATS if name != "json"} <= set(REPORTS.text.splitlines())
    assert REPORTS.section("JSON")


def test_rules_that_cannot_be_ignored_and_those_on_demand_are_named() -> None:
    text = REPORTS.section("Select and ignore")
    essential = {"SCN101", "SCN399", "SCN504", "SCN506", "SCN509", "SCN513", "SCN514"}
    on_demand = ON_DEMAND | ONLY_IF_SELECTED

    assert essential | on_demand <= set(re.findall(r"SCN\d{3}", text))
    assert all(code_prefix(name) for name in first_cells(text))
    assert {kind.name for kind in CATALOG.values() if kind.code in on_demand} <= names_in(text)


# Targets


def test_the_table_of_targets_is_what_the_tool_lists() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", TARGETS_PAGE.section("Targets"), re.MULTILINE)
    default = TARGETS[DEFAULT_TARGET].name

    assert rows == [
        (target.name, target.summary + (" (default)" if target.name == default else ""))
        for target in TARGETS.values()
    ]


# Python


FUNCTIONS = ("check", "compile_text", "decompile", "draw", "explain", "fix_text", "format_text")
RESULTS = {
    "compile_text": scn_compiler.Compiled,
    "decompile": scn_compiler.Decompiled,
    "draw": scn_compiler.Drawn,
    "fix_text": scn_compiler.Fixed,
    "format_text": scn_compiler.Formatted,
}
INTERNAL = {"document", "findings"}
"""Attributes for the commands themselves."""


def test_every_public_name_is_on_the_page() -> None:
    assert set(scn_compiler.__all__) == {*FUNCTIONS, "Config", *(each.__name__ for each in RESULTS.values())}
    assert set(scn_compiler.__all__) <= names_in(PYTHON.text)


@every("name", FUNCTIONS)
def test_a_function_has_a_section_with_its_arguments_and_an_example(name: str) -> None:
    text = PYTHON.section(f"`{name}`")
    signature = re.search(rf"^{name}\((.+)\) -> ", text, re.MULTILINE)

    assert signature
    shown = re.findall(r"(?:^|, )(\w+)", signature[1])
    assert shown == list(inspect.signature(getattr(scn_compiler, name)).parameters)
    assert "assert " in text
    assert f"{name}(" in text.split("```python")[1]


@every("name", RESULTS)
def test_a_result_has_a_row_for_each_attribute(name: str) -> None:
    rows = set(first_cells(PYTHON.section(f"`{name}`")))

    assert rows - {"ok"} == set(RESULTS[name].__annotations__) - INTERNAL


def test_every_attribute_of_a_configuration_is_named() -> None:
    assert set(Config.__annotations__) - {"select", "ignore"} <= names_in(PYTHON.section("`Config`"))
