"""Environments in a configuration: how they are parsed, inherited and chosen."""

import json
from pathlib import Path

import pytest

from scn_compiler import Config
from scn_compiler.project.config_file import load_config
from scn_compiler.project.config_parser import read_config
from scn_dsl.source import Source
from support.cases import every
from support.cli import GOOD, scn

SCRIPT = GOOD.format("Visit")
STAGES = """\
environment = "staging"
[fields]
agent = 1
tags = ["all"]
[environments.shared.let]
clinic = "Lakeside Dental"
[environments.shared.fields]
tags = ["shared"]
[environments.staging]
extends = "shared"
fields = { agent = 301 }
[environments.production]
extends = "shared"
let.clinic = "Harbor Dental"
fields = { agent = 944, tags = ["live"] }
"""


def read(text: str) -> Config:
    made = read_config(text)
    assert made is not None
    assert made.problems == ()
    return made.config


def shown(config: Config) -> dict[str, object]:
    """The values, names and fields of an environment, as plain values."""
    return {
        "let": {each.name: each.value for each in config.values},
        "names": {(each.kind, each.name): each.id for each in config.names},
        "fields": {each.name: each.value for each in config.fields},
    }


# Reading


def test_an_environment_has_values_fields_and_names() -> None:
    config = read(
        '[environments.staging]\nlet = { clinic = "Lakeside Dental" }\nfields.language = "en"\n'
        '[environments.staging.names]\nagents = { "Front desk" = 12 }\nmetrics = { Politeness = 3 }\n'
    ).in_environment("staging")

    assert config.environment == "staging"
    assert shown(config) == {
        "let": {"clinic": "Lakeside Dental"},
        "names": {("agents", "Front desk"): 12, ("metrics", "Politeness"): 3},
        "fields": {"language": "en"},
    }
    assert {config: "as a key"}[config] == "as a key"


def test_a_value_has_the_text_that_a_script_would_have() -> None:
    text = '[environments.a.let]\nn = 12\nyes = true\nprice = 12.50\nkey = "env:API_KEY"\nnone = ""\nlarge = 1_000\n'

    values = read(text).in_environment("a").values

    assert [each.value for each in values] == ["12", "true", "12.50", "env:API_KEY", "", "1000"]
    assert text[slice(*values[2].key)], text[slice(*values[2].span)] == ("price", "12.50")


def test_without_a_choice_nothing_is_given_but_all_environments_are_known() -> None:
    config = read(STAGES.removeprefix('environment = "staging"\n')).in_environment()

    assert config.environment is None
    assert shown(config) == {"let": {}, "names": {}, "fields": {"agent": 1, "tags": ("all",)}}
    assert config.environments == ("shared", "staging", "production")


def test_an_environment_overrides_what_it_extends_and_extends_its_lists() -> None:
    config = read(STAGES)

    assert shown(config.in_environment()) == shown(config.in_environment("staging"))
    assert shown(config.in_environment("staging")) == {
        "let": {"clinic": "Lakeside Dental"},
        "names": {},
        "fields": {"agent": 301, "tags": ("all", "shared")},
    }
    assert shown(config.in_environment("production")) == {
        "let": {"clinic": "Harbor Dental"},
        "names": {},
        "fields": {"agent": 944, "tags": ("all", "shared", "live")},
    }


def test_choosing_twice_is_choosing_once() -> None:
    chosen = read(STAGES).in_environment("production")

    assert chosen.in_environment("production") == chosen


def test_environments_of_an_extended_configuration_are_inherited_by_name(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text(STAGES)
    own = 'extends = "base.toml"\n[environments.staging.let]\nday = "Tuesday"\n[environments.mine]\nextends = "production"\n'
    (tmp_path / "scn.toml").write_text(own)

    project = load_config(str(tmp_path / "scn.toml"), required=True)

    assert project
    staging, mine = project.config.in_environment(), project.config.in_environment("mine")
    assert shown(staging)["let"] == {"clinic": "Lakeside Dental", "day": "Tuesday"}
    assert shown(mine)["fields"] == {"agent": 944, "tags": ("all", "shared", "live")}
    inherited = next(each for each in staging.values if each.name == "clinic")
    assert project.text[slice(*inherited.span)] == '"base.toml"'


def test_a_base_may_leave_definitions_to_the_files_that_extend_it(tmp_path: Path) -> None:
    base = (
        'environment = "staging"\nfields.agent = "Front desk"\n[environments.staging]\nextends = "shared"\n'
    )
    (tmp_path / "base.toml").write_text(base)
    own = 'extends = "base.toml"\n[environments.shared.names]\nagents = { "Front desk" = 12 }\n'
    (tmp_path / "scn.toml").write_text(own)

    project = load_config(str(tmp_path / "scn.toml"), required=True)

    assert project
    assert shown(project.config.in_environment())["names"] == {("agents", "Front desk"): 12}


@every(
    ("text", "place", "message", "hint"),
    [
        ('environment = "stagin"\n[environments.staging]', "1:15", "unknown environment `stagin`",
         "did you mean `staging`? The environments are `staging`"),
        ('environment = "staging"', "1:15", "unknown environment `staging`",
         "add `[environments.staging]`, or extend a configuration that has it"),
        ("environment = 1", "1:15", "`environment` must be the name of an environment, not a whole number", None),
        ("environments = 1", "1:16", "`environments` must be a table, not a whole number", "write `[environments.NAME]`"),
        ("environments.a = 1", "1:18", "`environments.a` must be a table, not a whole number", "write `[environments.a]`"),
        ('[environments."a b"]', "1:2", "`a b` can't be the name of an environment",
         "write letters, digits, `_`, `-` and `.`"),
        ('[environments.""]', "1:2", "an environment has no name", "write letters, digits, `_`, `-` and `.`"),
        ("[environments.a]\nlets = {}", "2:1", "unknown key `lets`", "did you mean `let`?"),
        ("[environments.a]\nvalue = {}", "2:1", "unknown key `value`",
         "known keys are `extends`, `let`, `fields`, `names`"),
        ("[environments.a]\nextends = []", "2:11", "`environments.a.extends` must be the name of an environment, not a list",
         None),
        ('[environments.a]\nextends = "b"\n[environments.c]', "2:11", "unknown environment `b`",
         "the environments are `a`, `c`"),
        ('[environments.a]\nextends = "a"', "2:11", "circular `extends`: a → a", "remove one of these `extends`"),
        ('[environments.d]\nextends = "a"\n[environments.a]\nextends = "b"\n[environments.b]\nextends = "a"', "6:11",
         "circular `extends`: a → b → a", "remove one of these `extends`"),
        ("[environments.a]\nlet = 1", "2:7", "`environments.a.let` must be a table, not a whole number",
         'write, for example, `let = { clinic = "Lakeside Dental" }`'),
        ("[environments.a.let]\nfirst-name = 1", "2:1", "`first-name` can't be the name of a value",
         "write letters, digits and `_`, with a letter or `_` first, for example `first_name`"),
        ('[environments.a.let]\n"" = 1', "2:1", "the name of a value is missing",
         "write letters, digits and `_`, with a letter or `_` first"),
        ("[environments.a.let]\nx = [1]", "2:5",
         "`environments.a.let.x` must be a string, a number, true or false, not a list", None),
        ("[environments.a.let]\nday = 2026-09-30", "2:7",
         "`environments.a.let.day` must be a string, a number, true or false, not a date",
         'put the value in quotes: `day = "2026-09-30"`'),
        ("[environments.a.let]\nat = 10:30:00", "2:6",
         "`environments.a.let.at` must be a string, a number, true or false, not a time",
         'put the value in quotes: `at = "10:30:00"`'),
        ('[environments.a.let]\nkey = "env:"', "2:7", "`env:` names no environment variable",
         "write, for example, `env:API_KEY`"),
        ('[environments.a.let]\nkey = "env: API_KEY"', "2:7", "`env: API_KEY` doesn't name an environment variable",
         "write, for example, `env:API_KEY`"),
        ("[environments.a]\nfields = 1", "2:10", "`environments.a.fields` must be a table, not a whole number", None),
        ('[environments.a.fields]\nroel = "x"', "2:1", "unknown field `roel`", "did you mean `role`?"),
        ('[environments.a.fields]\nmax_duration = "soon"', "2:16", "`max_duration` can't be `soon`",
         "write `90s`, `10m`, `1h`, or `600` for seconds"),
        ("[environments.a]\nnames = 1", "2:9", "`environments.a.names` must be a table, not a whole number",
         'write, for example, `names.agents = { "Front desk" = 12 }`'),
        ("[environments.a.names]\nagent = {}", "2:1", "unknown kind of name `agent`", "did you mean `agents`?"),
        ("[environments.a.names]\ncallers = {}", "2:1", "unknown kind of name `callers`",
         "the kinds are `agents`, `personalities`, `profiles`, `metrics`, `phones`, `projects`"),
        ("[environments.a.names]\nagents = 12", "2:10", "`environments.a.names.agents` must be a table, not a whole number",
         'write, for example, `agents = { "NAME" = 12 }`'),
        ('[environments.a.names.agents]\n"Front desk" = "12"', "2:16",
         "`environments.a.names.agents.Front desk` must be a whole number, not a string",
         "write the number without quotes: `12`"),
        ('[environments.a.names.agents]\n"Front desk" = true', "2:16",
         "`environments.a.names.agents.Front desk` must be a whole number, not true or false", None),
        ('[environments.a.names.agents]\n"Front desk" = 0', "2:16", "`Front desk` can't have the id 0",
         "write an id of 1 or more"),
        ('[environments.a.names.agents]\n"" = 1', "2:1", "an empty name can't stand for an id",
         "remove the spaces around it, and write one space between words"),
        ('[environments.a.names.agents]\n" Front  desk" = 1', "2:1", "` Front  desk` can't stand for an id",
         "remove the spaces around it, and write one space between words"),
        ('[environments.a.names.agents]\n"12" = 1', "2:1", "`12` can't stand for an id: it is a number itself", None),
        ('[environments.a.names.agents]\n"-12" = 1', "2:1", "`-12` can't stand for an id: it is a number itself", None),
        ('[environments.a.names.metrics]\n"Polite, quick" = 1', "2:1",
         "`Polite, quick` has a comma, which separates metrics in a script",
         "choose a name without a comma"),
        ('environments.a.names = { agents = { "A } b" = 1 }, phones = { "Main line" = 1.5 } }', "1:77",
         "`environments.a.names.phones.Main line` must be a whole number, not a number", None),
        ('fields.agent = "Front desk"', "1:16", "`agent` can't be `Front desk`",
         'write an id, or give the name an id in an environment: `names.agents = { "Front desk" = 12 }`'),
        ('[environments.a]\nfields.phone = "Support"', "2:16", "`phone` can't be `Support`",
         'write an id, or give the name an id in an environment: `names.phones = { "Support" = 12 }`'),
    ],
)  # fmt: skip
def test_a_mistake_is_reported_at_its_place(text: str, place: str, message: str, hint: str | None) -> None:
    made = read_config(text + "\n")

    assert made is not None
    (problem,) = made.problems
    line, column = Source(text + "\n").position(problem.span.start)
    assert (f"{line}:{column}", problem.message, problem.hint) == (place, message, hint)


def test_two_circles_are_two_problems() -> None:
    pairs = (("a", "b"), ("b", "a"), ("c", "d"), ("d", "c"))
    made = read_config("".join(f'[environments.{one}]\nextends = "{other}"\n' for one, other in pairs))

    assert made is not None
    assert [each.message for each in made.problems] == [
        "circular `extends`: a → b → a",
        "circular `extends`: c → d → c",
    ]


# Choosing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "scn.toml").write_text(STAGES)
    (tmp_path / "visit.scn").write_text(SCRIPT)
    return tmp_path


def agent(folder: Path, *options: str, env: dict[str, str] | None = None) -> object:
    done = scn("compile", "visit.scn", *options, cwd=folder, env=env)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["agent"]


def test_the_option_wins_over_the_variable_and_the_variable_over_the_configuration(folder: Path) -> None:
    assert agent(folder) == 301
    assert agent(folder, env={"SCN_ENV": "production"}) == 944
    assert agent(folder, "--env", "staging", env={"SCN_ENV": "production"}) == 301
    assert agent(folder, env={"SCN_ENV": ""}) == 301


def test_without_a_default_no_environment_is_used(folder: Path) -> None:
    (folder / "scn.toml").write_text(STAGES.removeprefix('environment = "staging"\n'))

    assert agent(folder) == 1


@pytest.mark.parametrize("command", ["check", "compile", "list", "graph"])
def test_an_unknown_environment_stops_the_command(folder: Path, command: str) -> None:
    known = "The environments are `shared`, `staging`, `production`\n"

    done = scn(command, "visit.scn", "--env", "stagin", cwd=folder)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"scn: scn.toml has no environment `stagin`: did you mean `staging`? {known}"


def test_an_unknown_environment_of_the_variable_is_named_as_such(folder: Path) -> None:
    done = scn("check", "visit.scn", cwd=folder, env={"SCN_ENV": "qa"})

    assert done.returncode == 2
    assert done.stderr.startswith(
        "scn: scn.toml has no environment `qa` (from SCN_ENV): the environments are "
    )


def test_an_environment_without_a_configuration_is_unknown(tmp_path: Path) -> None:
    (tmp_path / "visit.scn").write_text(SCRIPT)

    done = scn("check", "visit.scn", "--env", "qa", cwd=tmp_path)

    assert done.returncode == 2
    assert done.stderr == "scn: unknown environment `qa`: found no scn.toml that defines it\n"


def test_commands_that_need_no_environment_ignore_the_variable(folder: Path) -> None:
    variable = {"SCN_ENV": "qa"}

    assert scn("fmt", "--check", "visit.scn", cwd=folder, env=variable).returncode == 0
    assert scn("check", "visit.scn", "--isolated", cwd=folder, env=variable).returncode == 0
    assert scn("new", "other.scn", cwd=folder, env=variable).returncode == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--set", "day"), "--set day: write NAME=VALUE"),
        (("--set", "=1"), "--set: the name of a value is missing: write letters, digits and `_`, with a letter or `_` first"),
        (("--set", "key=env:no name"),
         "--set: `env:no name` doesn't name an environment variable: write, for example, `env:no_name`"),
        (("--set", "key=env:"), "--set: `env:` names no environment variable: write, for example, `env:API_KEY`"),
        (("--env", "staging", "--isolated"), "--env cannot be used with --isolated, which ignores all environments"),
        (("--env", ""), "--env: empty name"),
    ],
)  # fmt: skip
def test_wrong_options_are_usage_errors(folder: Path, options: tuple[str, ...], message: str) -> None:
    done = scn("check", "visit.scn", *options, cwd=folder)

    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == f"Error: {message}"


# The cache


def test_a_file_that_is_clean_in_one_environment_is_checked_in_the_others(folder: Path) -> None:
    (folder / "scn.toml").write_text(f'{STAGES}[environments.broken.fields]\nlanguage = "xx"\n')
    in_broken = ("--env", "broken")
    (folder / "visit.scn").write_text(SCRIPT.replace("language: en\n", ""))
    (folder / "scn.toml").write_text(
        (folder / "scn.toml")
        .read_text()
        .replace("fields = { agent = 301 }", 'fields = { agent = 301, language = "en" }')
    )

    for _ in range(2):
        assert scn("check", "visit.scn", cwd=folder).returncode == 0
        assert scn("check", "visit.scn", *in_broken, cwd=folder).returncode == 1
        assert scn("check", "visit.scn", cwd=folder, env={"SCN_ENV": "broken"}).returncode == 1
        assert (
            scn("check", "visit.scn", "--env", "staging", cwd=folder, env={"SCN_ENV": "broken"}).returncode
            == 0
        )


def test_a_file_that_is_clean_with_one_value_is_checked_with_another(folder: Path) -> None:
    (folder / "visit.scn").write_text(SCRIPT.replace("language: en", "language: $spoken"))
    (folder / "scn.toml").write_text(STAGES + '[environments.staging.let]\nspoken = "en"\n')

    for _ in range(2):
        assert scn("check", "visit.scn", cwd=folder).returncode == 0
        assert scn("check", "visit.scn", "--set", "spoken=xx", cwd=folder).returncode == 1
        assert scn("check", "visit.scn", "--set", "spoken=de", cwd=folder).returncode == 0


# Secrets


@pytest.mark.parametrize(
    "command", [("compile",), ("check",), ("list",), ("graph",), ("compile", "--compact")]
)
def test_a_secret_stays_a_reference_in_every_output(tmp_path: Path, command: tuple[str, ...]) -> None:
    environment = 'environment = "a"\n[environments.a]\nlet.token = "env:SCN_TEST_TOKEN"\nfields.notes = "env:SCN_TEST_TOKEN"\n'
    (tmp_path / "scn.toml").write_text(environment)
    given = "given token = $token\ngiven other = env:SCN_TEST_TOKEN\n"
    script = SCRIPT.replace("language: en\n", f"language: en\ntags: $token\n{given}").replace(
        "Hello", "Hello $token"
    )
    (tmp_path / "a.scn").write_text(script)

    done = scn(*command, "a.scn", cwd=tmp_path, env={"SCN_TEST_TOKEN": "hunter2"})

    assert done.returncode == 0, done.stderr
    assert "hunter2" not in done.stdout + done.stderr
    if command[0] != "check":
        assert "env:SCN_TEST_TOKEN" in done.stdout


def test_a_secret_needs_no_variable(tmp_path: Path) -> None:
    (tmp_path / "scn.toml").write_text(
        'environment = "a"\nenvironments.a.let.token = "env:SCN_TEST_MISSING"\n'
    )
    (tmp_path / "a.scn").write_text(SCRIPT.replace("language: en\n", "language: en\ntags: $token\n"))

    done = scn("compile", "a.scn", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert "env:SCN_TEST_MISSING" in done.stdout
