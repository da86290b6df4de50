"""Values that Cekura needs to create a scenario: an info with `--strict`, or if the rule is selected."""

from pathlib import Path

import pytest

from scn_compiler import Config, check
from scn_compiler.semantics.defaults import Default
from scn_dsl.diagnostic import Severity
from support.cases import every
from support.cli import GOOD, scn

NAME = "incomplete-body"
BARE = GOOD.format("Bare")
OWNER, PERSONALITY = "an agent, a project or an assistant", "a personality"
ALLOWED = f"# scn: allow {NAME} what deploys it adds the ids\n{BARE}"
STRICT = Config(strict=True)


def with_lines(*lines: str) -> str:
    return BARE.replace("language: en\n", "language: en\n" + "".join(f"{line}\n" for line in lines))


def lacking(text: str, config: Config = STRICT, target: str | None = None) -> list[str]:
    """The missing values that each finding names."""
    found = check(text, config=config, target=target)
    assert {(each.name, each.severity) for each in found} <= {(NAME, Severity.INFO)}
    return [each.message.removeprefix("to create this scenario, Cekura requires ") for each in found]


def written(folder: Path, text: str, config: str = "") -> Path:
    (folder / "one.scn").write_text(text, encoding="utf-8")
    (folder / "scn.toml").write_text(config, encoding="utf-8")
    return folder


@every(
    ("lines", "needed"),
    [
        ((), [f"{OWNER}, and {PERSONALITY}"]),
        (("personality: 2",), [OWNER]),
        (("cekura.personality: 2",), [OWNER]),
        (("agent: 1",), [PERSONALITY]),
        (("project: 1",), [PERSONALITY]),
        (("assistant: asst_1",), [PERSONALITY]),
        (("cekura.agent: 1",), [PERSONALITY]),
        (('cekura.assistant_id: "asst_1"',), [PERSONALITY]),
        (("cekura.agent: null", "personality: 2"), [OWNER]),
        (("agent: 1", "personality: 2"), []),
        (("project: 1", "cekura.personality: 2"), []),
        (('cekura.assistant_id: "asst_1"', "personality: 2"), []),
    ],
)
def test_a_strict_check_names_all_that_creating_a_scenario_needs(
    lines: tuple[str, ...], needed: list[str]
) -> None:
    assert lacking(with_lines(*lines)) == needed
    assert lacking(with_lines(*lines), Config()) == []


def test_an_unscripted_scenario_needs_them_too() -> None:
    text = "scenario: Free\nlanguage: en\ninstructions: Ask when they open, and say goodbye.\n"

    assert lacking(text) == [f"{OWNER}, and {PERSONALITY}"]
    assert lacking(f"{text}agent: 1\npersonality: 2\n") == []


def test_defaults_and_fields_above_the_first_scenario_count() -> None:
    two = BARE + GOOD.format("Other")
    fields = (Default("agent", 1), Default("personality", 2))

    assert lacking(f"agent: 1\npersonality: 2\n\n{two}") == []
    assert lacking(f"agent: 1\n\n{two}") == [PERSONALITY] * 2
    assert lacking(two, Config(strict=True, fields=fields)) == []
    assert lacking(two, Config(strict=True, fields=fields[1:])) == [OWNER] * 2


@every("target", ["cekura", "cekura-instructions", "cekura-when", "cekura-when-instructions"])
def test_every_target_of_requests_has_it_by_the_rules_of_any_day(target: str) -> None:
    for rules in ((), (("cekura", "2026-10-31"),)):
        assert lacking(BARE, Config(strict=True, rules=rules), target) == [f"{OWNER}, and {PERSONALITY}"]


@every("target", ["cekura-suite", "cekura-conditions", "cekura-part", "cekura-rows", "eqho"])
def test_nothing_else_that_a_script_compiles_to_has_it(target: str) -> None:
    assert NAME not in {each.name for each in check(BARE, config=STRICT, target=target)}


@every("selector", [NAME, NAME.upper(), "SCN518", "518", "SCN51", "5"])
def test_a_selector_reports_it_without_strictness(selector: str) -> None:
    for select in ((selector,), ("ALL", selector)):
        assert lacking(BARE, Config(select=select)) == [f"{OWNER}, and {PERSONALITY}"]
    assert lacking(BARE, Config(select=("ALL",))) == []


@every("selector", [NAME, "SCN518", "SCN5", "ALL"])
def test_it_can_be_ignored(selector: str) -> None:
    assert lacking(BARE, Config(strict=True, ignore=(selector,))) == []


def test_a_suppression_of_it_counts_as_used_whether_or_not_the_check_is_strict() -> None:
    for config in (STRICT, Config(), Config(select=("ALL", NAME))):
        assert lacking(ALLOWED, config) == []
    complete = ALLOWED.replace("language: en\n", "language: en\nagent: 1\npersonality: 2\n")
    for config in (STRICT, Config()):
        assert [each.name for each in check(complete, config=config)] == ["unused-allow"]


@pytest.mark.parametrize(
    ("config", "options", "reported"),
    [
        ("", (), False),
        ("", ("--strict",), True),
        ("", ("--no-strict",), False),
        ("strict = true\n", (), True),
        ("strict = true\n", ("--no-strict",), False),
        ("strict = false\n", ("--strict",), True),
        ("", ("--select", NAME), True),
        ('select = ["ALL", "SCN518"]\n', (), True),
        ("strict = true\n", ("--ignore", NAME), False),
        ("strict = true\n[fields]\nagent = 1\npersonality = 2\n", (), False),
    ],
)
def test_the_command_reports_it_on_demand_and_never_fails_for_it(
    tmp_path: Path, config: str, options: tuple[str, ...], reported: bool
) -> None:
    done = scn("check", *options, "one.scn", cwd=written(tmp_path, BARE, config))

    assert (done.returncode, "info[SCN518]" in done.stdout) == (0, reported)


def test_the_cache_does_not_hide_it_from_a_strict_check(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number:03}.scn").write_text(BARE, encoding="utf-8")

    counts = [
        scn("check", ".", *options, "--format", "concise", cwd=tmp_path).stdout.count("SCN518")
        for options in ((), ("--strict",), (), ("--strict",), ("--select", NAME))
    ]

    assert counts == [0, 3, 0, 3, 3]
