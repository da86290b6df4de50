"""The configuration of a project: how it is parsed and found, its effects; and the rules of a day."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from scn_compiler import Config, check, compile_text
from scn_compiler.project.config_keys import CONFIG_KEYS
from scn_compiler.project.config_parser import read_config
from scn_compiler.project.globs import matches
from scn_compiler.semantics.defaults import Default
from scn_dsl.source import Source
from support.cases import every
from support.cli import GOOD, scn

WITHOUT = GOOD.replace("language: en\n", "")


def config_of(text: str) -> Config:
    made = read_config(text)
    assert made is not None
    assert made.problems == ()
    return made.config


# Reading


def test_every_key_is_read() -> None:
    config = config_of(
        'target = "cekura-suite"\nselect = ["SCN4"]\nignore = ["unknown-tag"]\nexclude = ["drafts"]\n'
        'cekura-rules = "2026-09"\n[fields]\nlanguage = "en"\ntags = ["a", "b"]\nmax_duration = "10m"\n'
    )

    assert (config.target, config.select, config.ignore) == ("cekura-suite", ("SCN4",), ("unknown-tag",))
    assert (config.exclude, config.rules) == (("drafts",), (("cekura", "2026-09-30"),))
    assert [(each.name, each.value) for each in config.fields] == [
        ("language", "en"), ("tags", ("a", "b")), ("max_duration", 600),
    ]  # fmt: skip
    own = {
        "target", "select", "ignore", "exclude", "strict", "baseline", "measured", "wrap", "fields", "cekura-rules",
        "respect-gitignore", "extends", "environment", "environments", "policy",
    }  # fmt: skip
    assert own == set(CONFIG_KEYS)  # for environments, see test_environments.py
    assert config_of('strict = true\nbaseline = "known.json"\nwrap = 80') == Config(
        strict=True, baseline="known.json", wrap=80
    )
    assert config_of('[policy]\nseveral = "first"').policy == (("several", "first"),)
    assert {config: "as a key"}[config] == "as a key"


@pytest.mark.parametrize("written", ['"2026-09-10"', "2026-09-10"])
def test_a_day_is_a_text_or_a_date(written: str) -> None:
    assert config_of(f"cekura-rules = {written}").rules == (("cekura", "2026-09-10"),)


@every(
    ("text", "place", "message", "hint"),
    [
        ('traget = "cekura"', "1:1", "unknown key `traget`", "did you mean `target`?"),
        ('\ntarget = "cekra"', "2:10", "unknown target `cekra`", "did you mean `cekura`?"),
        ("target = 1", "1:10", "`target` must be a string, not a whole number", None),
        ('select = "SCN4"', "1:10", "`select` must be a list of strings, not a string", 'write `select = ["SCN4"]`'),
        ("ignore = [401]", "1:10", "`ignore` must be a list of strings, not a list", 'write `ignore = ["SCN401"]`'),
        ("strict = 1", "1:10", "`strict` must be true or false, not a whole number", None),
        ('baseline = ""', "1:12", "`baseline` must be a file name, not an empty string", None),
        ('exclude = ["a", "!b"]', "1:17", "`!b` can't include files again: `!` is not supported", "list only what to skip"),
        ('exclude = ["x.{a,b}"]', "1:12", "`x.{a,b}` is not a valid glob: `{ }` is not supported", 'write "x.a", "x.b"'),
        ('exclude = ["../x"]', "1:12", "`../x` is outside the configuration's folder",
         "write a path inside that folder"),
        ('exclude = ["x["]', "1:12", "the `[` in `x[` is never closed", "write `[[]` for the character itself"),
        ("ignore = [true]", "1:10", "`ignore` must be a list of strings, not a list", None),
        ('ignore = [\n  "SCN4",\n  "unkown-tag",\n]', "3:3", "unknown rule `unkown-tag`",
         "did you mean `unknown-tag`?"),
        ("fields = 1", "1:10", "`fields` must be a table, not a whole number", None),
        ('[fields]\n# first\nroel = "x"', "3:1", "unknown field `roel`", "did you mean `role`?"),
        ('fields.roel = "x"', "1:1", "unknown field `roel`", "did you mean `role`?"),
        ('fields = { language = "en", roel = "x" }', "1:29", "unknown field `roel`", "did you mean `role`?"),
        ('[fields]\nscenario = "x"', "2:1", "`scenario` describes a single scenario, so it can't have a default", None),
        ("[fields]\nlanguage = true", "2:12", "`language` can't be true or false", "write a string"),
        ('[fields]\nlanguage = ""', "2:12", "`language` can't be empty", "write a value"),
        ('[fields]\nmax_duration = "soon"', "2:16", "`max_duration` can't be `soon`",
         "write `90s`, `10m`, `1h`, or `600` for seconds"),
        ('cekura-rules = "2026-13"', "1:16", "`cekura-rules` must be a month or a day",
         'write, for example, `"2026-09"` or `"2026-09-10"`'),
        ("policy = 1", "1:10", "`policy` must be a table, not a whole number", None),
        ('[policy]\nsevral = "all"', "2:1", "unknown question `sevral`", "did you mean `several`?"),
        ('[policy]\nwords = "whle"', "2:9", "`words` has the answers inside and whole, not `whle`", "did you mean `whole`?"),
        ("[policy]\ncut = 1", "2:7", "`policy.cut` must be a string, not a whole number", None),
        ('target = "cekura', "1:17", "not valid TOML: illegal character '\\n'", None),
        ("target =", "1:9", "not valid TOML: invalid value", None),
    ],
)  # fmt: skip
def test_a_mistake_is_reported_at_its_place(text: str, place: str, message: str, hint: str | None) -> None:
    made = read_config(text + "\n")

    assert made is not None
    (problem,) = made.problems
    line, column = Source(text + "\n").position(problem.span.start)
    assert (f"{line}:{column}", problem.message, problem.hint) == (place, message, hint)


def test_a_table_of_another_file_is_read_with_its_places() -> None:
    text = '[project]\ntarget = 1\n\n[tool.scn]\ntarget = "cekura"\n\n[tool.scn.fields]\nroel = "x"\n'

    made = read_config(text, ("tool", "scn"))

    assert made is not None
    assert [Source(text).position(each.span.start).line for each in made.problems] == [8]
    assert read_config("[tool.ruff]\nline-length = 1\n", ("tool", "scn")) is None


@every(
    ("pattern", "path", "excluded"),
    [
        ("drafts", "drafts/a.scn", True),
        ("drafts", "sub/drafts/deep/a.scn", True),
        ("/drafts", "sub/drafts/a.scn", False),
        ("drafts/*.scn", "drafts/a.scn", True),
        ("drafts/*.scn", "drafts/deep/a.scn", False),
        ("drafts/**", "drafts/deep/a.scn", True),
        ("**/old/*", "a/b/old/c.scn", True),
        ("*.wip.scn", "sub/a.wip.scn", True),
        ("*.wip.scn", "sub/a.scn", False),
        ("./drafts/", "drafts/a.scn", True),
    ],
)
def test_a_glob_means_files_and_folders(pattern: str, path: str, excluded: bool) -> None:
    assert matches(path, pattern) is excluded


# Defaults


def test_a_field_of_a_script_overrides_a_default() -> None:
    config = Config(fields=(Default("language", "en"), Default("tags", ("nightly",))))
    own = WITHOUT.format("Own").replace("role:", "language: de\ntags: own\nrole:")

    (beneath,) = compile_text(WITHOUT.format("None"), config=config).payloads
    (above,) = compile_text(own, config=config).payloads

    assert (beneath.value["scenario_language"], beneath.value["tags"]) == ("en", ["nightly"])
    assert (above.value["scenario_language"], above.value["tags"]) == ("de", ["nightly", "own"])


def test_a_default_applies_in_each_of_several_scenarios_and_in_a_suite() -> None:
    config = Config(fields=(Default("language", "en"),))
    text = WITHOUT.format("One") + "\n" + WITHOUT.format("Two")

    assert check(text, config=config) == ()
    assert [each.name for each in check(text)] == ["missing-language"] * 2
    (suite,) = compile_text(text, target="cekura-suite", config=config).payloads
    assert suite.value["defaults"] == {"language": "en"}


def test_a_default_gives_way_to_a_value_that_is_passed_through() -> None:
    config = Config(fields=(Default("language", "en"),))

    compiled = compile_text('cekura.scenario_language: "de"\n' + WITHOUT.format("Own"), config=config)

    assert compiled.ok
    assert compiled.payloads[0].value["scenario_language"] == "de"


def test_a_default_that_a_document_has_no_place_for_is_left_out() -> None:
    config = Config(fields=(Default("language", "en"), Default("folder", "Sales")))

    compiled = compile_text(GOOD.format("Bare"), target="cekura-conditions", config=config)

    assert compiled.findings.in_config == ()


def test_a_problem_of_a_default_points_at_the_configuration(folder: Path) -> None:
    (folder / "scn.toml").write_text('[fields]\nlanguage = "xx"\n', encoding="utf-8")
    for name in ("one.scn", "sub/two.scn"):
        (folder / name).write_text(WITHOUT.format("One") + WITHOUT.format("Two"), encoding="utf-8")

    done = scn("check", "--format", "concise", ".", cwd=folder)
    compiled = scn("compile", "one.scn", "--jsonl", cwd=folder)

    assert done.stdout == "scn.toml:2:12: SCN116 bad-field-value Cekura doesn't support the language `xx`\n"
    assert done.returncode == 1
    assert (compiled.returncode, compiled.stdout) == (1, "")
    assert "--> scn.toml:2:12\n" in compiled.stderr


# Search and effects


def test_the_nearest_configuration_wins(folder: Path) -> None:
    (folder / "scn.toml").write_text('ignore = ["missing-language"]\n', encoding="utf-8")
    (folder / "one.scn").write_text(WITHOUT.format("One"), encoding="utf-8")
    (folder / "sub" / "two.scn").write_text(WITHOUT.format("Two"), encoding="utf-8")
    strict = ("check", "--strict", "--format", "concise", ".")

    assert scn(*strict, cwd=folder).returncode == 0
    assert scn(*strict, cwd=folder / "sub").returncode == 0
    (folder / "sub" / "pyproject.toml").write_text("[tool.other]\n", encoding="utf-8")
    assert scn(*strict, cwd=folder).returncode == 0
    (folder / "sub" / "pyproject.toml").write_text("[tool.scn]\n", encoding="utf-8")
    assert scn(*strict, cwd=folder).stdout.splitlines()[1].startswith("sub/two.scn:1:1: SCN502")
    (folder / "sub" / "scn.toml").write_text("ignore = ['SCN5']\n", encoding="utf-8")
    assert scn(*strict, cwd=folder).returncode == 0


def test_a_configuration_may_be_named_or_left_alone(folder: Path) -> None:
    (folder / "scn.toml").write_text('ignore = ["SCN5"]\n', encoding="utf-8")
    (folder / "other.toml").write_text('target = "cekura-conditions"\n', encoding="utf-8")
    (folder / "one.scn").write_text(WITHOUT.format("One"), encoding="utf-8")

    assert scn("check", "--strict", "--isolated", "one.scn", cwd=folder).returncode == 1
    named = scn("compile", "--config", "other.toml", "one.scn", cwd=folder)
    assert set(json.loads(named.stdout)) == {"role", "conditions"}
    for wrong in (("--config", "none.toml"), ("--config", "other.toml", "--isolated")):
        assert scn("check", *wrong, "one.scn", cwd=folder).returncode == 2


def test_the_command_line_overrides_the_configuration(folder: Path) -> None:
    (folder / "scn.toml").write_text('ignore = ["SCN5"]\ntarget = "cekura-suite"\n', encoding="utf-8")
    (folder / "one.scn").write_text(WITHOUT.format("One"), encoding="utf-8")

    assert "SCN502" in scn("check", "--select", "SCN502", "one.scn", "-t", "cekura", cwd=folder).stdout
    assert "scenarios" in json.loads(scn("compile", "sub/two.scn", cwd=folder).stdout)
    assert "name" in json.loads(scn("compile", "one.scn", "-t", "cekura", cwd=folder).stdout)


def test_a_glob_that_may_fit_is_taken() -> None:
    globs = ("a[bc]d", "[!a]", "[]]", "[[]x", "**/x", "/top", "x{y}", "a..b")

    assert config_of(f"exclude = {json.dumps(globs)}").exclude == globs


@pytest.mark.parametrize("kind", ["link to nothing", "folder", "pipe"])
def test_an_unreadable_configuration_is_an_error(folder: Path, kind: str) -> None:
    file = folder / "scn.toml"
    {
        "link to nothing": lambda: file.symlink_to("nowhere"),
        "folder": file.mkdir,
        "pipe": lambda: os.mkfifo(file),
    }[kind]()

    done = scn("check", "one.scn", cwd=folder)

    assert (done.returncode, "scn.toml: cannot be read" in done.stderr) == (2, True), done.stderr


@pytest.mark.parametrize("command", ["check", "compile", "fmt"])
def test_excluded_files_are_skipped_in_folders_but_not_if_named(folder: Path, command: str) -> None:
    (folder / "scn.toml").write_text('exclude = ["sub"]\n', encoding="utf-8")
    (folder / "sub" / "bad.scn").write_text("WEHN\n", encoding="utf-8")

    assert scn(command, ".", cwd=folder).returncode == 0
    assert scn(command, "sub/bad.scn", cwd=folder).returncode == 1
    nothing = scn(command, "sub", cwd=folder)
    assert nothing.returncode == (2 if command == "compile" else 0)
    assert "all scripts are excluded" in nothing.stderr


@pytest.mark.parametrize("command", ["check", "fmt"])
def test_named_files_are_skipped_if_requested(folder: Path, command: str) -> None:
    (folder / "scn.toml").write_text('exclude = ["sub"]\n', encoding="utf-8")
    (folder / "sub" / "bad.scn").write_text("WEHN\n", encoding="utf-8")

    alone = scn(command, "--force-exclude", "sub/bad.scn", cwd=folder)
    several = scn(command, "--force-exclude", "sub/bad.scn", "one.scn", cwd=folder)

    assert (alone.returncode, alone.stdout, alone.stderr.startswith("no files to ")) == (0, "", True)
    assert several.returncode == 0
    assert "1 file" in several.stderr


def test_a_configuration_may_let_warnings_fail(folder: Path) -> None:
    (folder / "scn.toml").write_text("strict = true\n", encoding="utf-8")
    (folder / "one.scn").write_text(WITHOUT.format("One"), encoding="utf-8")

    assert scn("check", "one.scn", cwd=folder).returncode == 1
    assert scn("check", "sub", cwd=folder).returncode == 0
    assert scn("check", "--no-strict", "one.scn", cwd=folder).returncode == 0
    assert scn("check", "--isolated", "one.scn", cwd=folder).returncode == 0


def test_a_configuration_may_name_a_baseline_in_its_folder(folder: Path) -> None:
    (folder / "scn.toml").write_text('strict = true\nbaseline = "known.json"\n', encoding="utf-8")
    (folder / "sub" / "two.scn").write_text(WITHOUT.format("Two"), encoding="utf-8")

    absent = scn("check", cwd=folder)
    assert (absent.returncode, "known.json: cannot be read" in absent.stderr) == (2, True)
    assert scn("check", "--write-baseline", "known.json", cwd=folder).returncode == 0
    assert scn("check", cwd=folder / "sub").stderr == "no problems in 1 file; 2 in the baseline\n"
    assert scn("check", "--write-baseline", "none.json", "one.scn", cwd=folder).returncode == 0
    assert scn("check", "--baseline", "none.json", cwd=folder).returncode == 1


@pytest.mark.parametrize("command", ["check", "compile", "fmt"])
def test_a_wrong_configuration_stops_every_command(folder: Path, command: str) -> None:
    (folder / "scn.toml").write_text('traget = "cekura"\nselct = []\n', encoding="utf-8")

    done = scn(command, ".", cwd=folder)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "scn: scn.toml:1:1: unknown key `traget`: did you mean `target`?\n"
        "scn: scn.toml:2:1: unknown key `selct`: did you mean `select`?\n"
    )


ONLY_ASKED_FOR = (
    "project.config_file project.config_parser project.toml_spans project.baseline_file findings.suppressions "
    "findings.baseline pipeline.fix cli.check.baseline cli.output.diff cli.output.files"
).split()


def test_a_check_without_a_configuration_loads_nothing_of_it(folder: Path) -> None:
    code = (
        "import sys\n"
        "sys.argv = ['scn', 'check', 'one.scn']\n"
        "from scn_compiler.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(*sys.modules)\n"
    )
    (folder / "pyproject.toml").write_text("[tool.ruff]\nline-length = 100\n", encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )

    loaded = set(done.stdout.split())
    assert "scn_compiler.pipeline.check" in loaded, done.stderr
    unwanted = {f"scn_compiler.{name}" for name in ONLY_ASKED_FOR}
    assert all(find_spec(name) for name in unwanted)
    assert loaded & (unwanted | {"tomllib"}) == set()


# The rules of a day


def errors(text: str, day: str, target: str = "cekura") -> list[str]:
    config = Config(rules=(("cekura", day),))
    return [each.name for each in check(text, target=target, config=config)]


PATCHED = GOOD.format("Old").replace(
    "role:",
    'cekura.patch: [{"op": "remove", "path": "/conditional_actions/conditions/0/fixed_message"}]\nrole:',
)
PAUSE = GOOD.format('Old <break time="1s" />')
SILENCE = GOOD.format('Old <silence time="1s" />')
AGENT = 'cekura.agent_id: 12\ncekura.key: "old"\nexpect: The main agent answers\n\n' + GOOD.format("Old")


@every(
    ("text", "target", "changed", "before", "since"),
    [
        (PATCHED, "cekura", "2026-04-30", ["covering-patch"], ["bad-platform-value"]),
        (PAUSE, "cekura", "2026-04-30", [], ["deprecated-tag"]),
        (SILENCE, "cekura", "2026-04-30", ["unknown-tag"], []),
        (AGENT, "cekura-suite", "2026-07-30", [], ["removed-key"]),
        (GOOD.format("New"), "cekura-when", "2026-09-10", ["unsupported-by-target"], []),
    ],
)
def test_what_changed_is_judged_by_the_day(
    text: str, target: str, changed: str, before: list[str], since: list[str]
) -> None:
    day_before = f"{changed[:-2]}{int(changed[-2:]) - 1:02}"

    assert errors(text, day_before, target) == before
    assert errors(text, changed, target) == since
    assert [each.name for each in check(text, target=target)] == since


def test_the_day_changes_no_payload() -> None:
    config = Config(rules=(("cekura", "2026-01-01"),))
    for target in ("cekura", "cekura-when", "cekura-suite"):
        then, today = (compile_text(PAUSE, target=target, config=each) for each in (config, Config()))
        assert [each.value for each in then.payloads] == [each.value for each in today.payloads]


def test_a_month_means_its_last_day(folder: Path) -> None:
    (folder / "one.scn").write_text(PAUSE, encoding="utf-8")
    shown = []
    for month in ("2026-03", "2026-04"):
        (folder / "scn.toml").write_text(f'cekura-rules = "{month}"\n', encoding="utf-8")
        shown.append("deprecated-tag" in scn("check", "one.scn", cwd=folder).stdout)

    assert shown == [False, True]
