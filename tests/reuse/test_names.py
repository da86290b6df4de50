"""Names instead of ids in the fields of scripts and of the configuration."""

from pathlib import Path

import pytest

from scn_compiler import Config, check, compile_text
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.source import CONFIG
from support.cases import every
from support.cli import GOOD, scn
from support.configurations import configured

NAMES = """\
environment = "staging"
[environments.staging.names]
agents = { "Front desk" = 301 }
personalities = { "Impatient caller" = 7 }
profiles = { "Dana Reyes" = 51 }
metrics = { Politeness = 3, "On time" = 4 }
phones = { "Main line" = 8 }
projects = { Lakeside = 2 }
[environments.production.names]
agents = { "Front desk" = 944, "Weekend desk" = 945 }
"""
STAGING = configured(NAMES)
PRODUCTION = STAGING.in_environment("production")
UNCHOSEN = configured(NAMES.partition("\n")[2])


def with_fields(fields: str) -> str:
    return GOOD.format("Visit").replace("language: en\n", f"language: en\n{fields}")


def payload(fields: str, config: Config = STAGING, target: str = "cekura") -> object:
    made = compile_text(with_fields(fields), target=target, config=config)
    assert made.ok, made.diagnostics
    return made.payloads[0].value


def only(fields: str, config: Config) -> Diagnostic:
    (found,) = check(with_fields(fields), config=config)
    return found


@every(
    ("named", "numbered"),
    [
        ("agent: Front desk", "agent: 301"),
        ("personality: Impatient caller", "personality: 7"),
        ("profile: Dana Reyes", "profile: 51"),
        ("metrics: Politeness", "metrics: 3"),
        ("metrics: On time, 40,Politeness", "metrics: 4, 40, 3"),
        ("phone: Main line", "phone: 8"),
        ("project: Lakeside", "project: 2"),
        ("agent: Front\n  | desk", "agent: 301"),
    ],
)
def test_a_name_is_the_id_that_the_environment_gives_it(named: str, numbered: str) -> None:
    assert payload(f"{named}\n") == payload(f"{numbered}\n", Config())


def test_an_id_needs_no_name() -> None:
    assert payload("agent: 12\nmetrics raw: [40]\n") == payload("agent: 12\nmetrics: 40\n", Config())


def test_only_ids_differ_between_environments() -> None:
    staging, production = (payload("agent: Front desk\n", each) for each in (STAGING, PRODUCTION))

    assert isinstance(staging, dict)
    assert isinstance(production, dict)
    assert {key for key in staging if staging[key] != production[key]} == {"agent"}
    assert (staging["agent"], production["agent"]) == (301, 944)


def test_default_fields_may_have_names() -> None:
    fields = '[fields]\nagent = "Front desk"\nmetrics = ["Politeness", 40]\n'

    config = configured(NAMES.replace("[env", f"{fields}[env", 1))

    assert payload("metrics: On time\n", config) == payload("agent: 301\nmetrics: 3, 40, 4\n", Config())


def test_names_of_profiles_and_metrics_in_a_suite_stay_names_if_no_environment_has_any() -> None:
    without = configured('environment = "a"\n[environments.a.names]\nagents = { "Front desk" = 1 }\n')
    text = with_fields("suite: Calls\nprofile: Dana\nmetrics: Politeness\n")

    made, expected = (
        compile_text(text, target="cekura-suite", config=config).payloads for config in (without, Config())
    )

    assert made == expected
    assert "Politeness" in str(made)


def test_an_unknown_name_is_the_only_problem_of_its_line() -> None:
    config = STAGING.in_environment("staging")

    found = only("agent: Front dsk\n", config)

    assert (found.name, found.message, found.hint) == (
        "unknown-name", "unknown agent `Front dsk`", "did you mean `Front desk`?",
    )  # fmt: skip
    assert with_fields("agent: Front dsk\n")[slice(*found.span)] == "Front dsk"


def test_the_entry_of_a_list_is_marked() -> None:
    text = with_fields("metrics: Politeness, On tim, 40\n")

    (found,) = check(text, config=STAGING)

    assert text[slice(*found.span)] == "On tim"
    assert found.fix
    assert [(text[slice(*edit.span)], edit.text) for edit in found.fix.edits] == [("On tim", "On time")]


def test_the_other_entries_of_a_list_keep_their_ids() -> None:
    made = compile_text(with_fields("metrics: Politeness, On tim, 40\n"), config=STAGING)

    value = made.payloads[0].value
    assert isinstance(value, dict)
    assert value["metrics"] == [3, 40]


def test_a_name_of_another_environment_says_where_to_add_it() -> None:
    found = only("agent: Weekend desk\n", STAGING)

    assert (found.message, found.hint) == (
        "`Weekend desk` has no id in `staging`",
        'add `"Weekend desk" = ID` to `[environments.staging.names.agents]` (`scn names` lists the ids)',
    )


def test_without_an_environment_the_hint_is_to_choose_one() -> None:
    found = only("agent: Front desk\n", UNCHOSEN)

    assert (found.message, found.hint) == (
        "`Front desk` needs an environment that says which id it is",
        "choose one with `--env staging` or `--env production`, or with `environment` in the configuration",
    )


def test_an_environment_that_others_extend_is_suggested_last() -> None:
    config = configured(
        '[environments.shared.names]\nagents = { "Front desk" = 1 }\n[environments.staging]\nextends = "shared"\n'
    )

    assert "`--env staging` or `--env shared`" in str(only("agent: Front desk\n", config).hint)


def test_few_names_are_listed_if_none_is_near() -> None:
    found = only("agent: Warehouse\n", PRODUCTION)

    assert found.hint == (
        'add `"Warehouse" = ID` to `[environments.production.names.agents]` (`scn names` lists the ids), '
        "or use one of its names: `Front desk`, `Weekend desk`"
    )


def test_a_name_that_shares_a_word_with_another_is_no_misspelling() -> None:
    found = only("agent: Night desk\n", PRODUCTION)

    assert found.fix is None


def test_a_name_without_an_id_in_the_configuration_is_reported_there() -> None:
    text = NAMES.replace("[env", '[fields]\nagent = "Weekend desk"\n[env', 1)
    made = compile_text(with_fields(""), config=configured(text))

    assert made.diagnostics == ()
    (found,) = made.findings.in_config
    assert found.origin == CONFIG
    assert (found.name, text[slice(*found.span)]) == ("unknown-name", '"Weekend desk"')
    assert not made.ok


def test_a_comment_after_a_name_is_reported_as_a_comment() -> None:
    assert only("agent: Front desk # by day\n", STAGING).message == "a comment needs its own line"


def test_a_name_with_a_number_sign_is_a_name() -> None:
    config = configured('environment = "a"\n[environments.a.names]\nagents = { "Desk # two" = 5 }\n')

    assert payload("agent: Desk # two\n", config) == payload("agent: 5\n", Config())


def test_scenarios_of_a_file_are_checked_alike_one_by_one_and_together() -> None:
    scenarios = "".join(
        f"\nscenario: {name}\nagent: {agent}\nFIRST_MESSAGE\n  say: Hello <endcall />\n"
        for name, agent in (("A", "Front desk"), ("B", "Front dsk"))
    )
    text = f"role: A caller\nlanguage: en\nproject: Lakesid\n{scenarios}"

    found = check(text, config=STAGING)

    assert found == compile_text(text, config=STAGING).diagnostics
    assert [text[slice(*each.span)] for each in found] == ["Lakesid", "Front dsk"]


@pytest.mark.parametrize(("agent", "hint"), [
    ("Front desk", 'write an id, or give the name an id in an environment: `names.agents = { "Front desk" = 12 }`'),
    ("Thanks for calling Lakeside Dental.",
     "to wait for these words, write `WHEN The agent says Thanks for calling Lakeside Dental.`"),
])  # fmt: skip
def test_without_any_names_the_hint_says_how_to_give_a_name_an_id(agent: str, hint: str) -> None:
    found = only(f"agent: {agent}\n", Config())

    assert (found.name, found.hint) == ("bad-field-value", hint)


# With the rest of reuse


def test_scripts_that_become_one_document_have_ids(tmp_path: Path) -> None:
    suite = NAMES.replace("[env", '[fields]\nmetrics = ["Politeness"]\n[env', 1)
    (tmp_path / "scn.toml").write_text(suite)
    for name in ("a", "b"):
        (tmp_path / f"{name}.scn").write_text(with_fields("profile: Dana Reyes\n").replace("Visit", name))

    done = scn("compile", ".", "-t", "cekura-suite", "--keep-going", cwd=tmp_path)

    assert '"metrics"' in done.stdout, done.stderr
    assert "Politeness" not in done.stdout
    assert "Dana Reyes" not in done.stdout


def test_a_value_may_be_a_name() -> None:
    fields = 'environments.staging.let.desk = "Front desk"\n'

    assert payload("agent: $desk\n", configured(fields + NAMES)) == payload("agent: 301\n", Config())


def test_a_value_of_the_environment_that_is_no_name_is_marked_where_the_script_uses_it() -> None:
    config = configured('environments.staging.let.desk = "Front dsk"\n' + NAMES)
    text = with_fields("agent: $desk\n")

    (found,) = check(text, config=config)

    assert (found.message, text[slice(*found.span)], found.fix) == (
        "unknown agent `Front dsk`",
        "$desk",
        None,
    )


def test_an_unknown_name_in_a_fragment_is_marked_there_and_an_argument_where_it_is_given() -> None:
    text = (
        with_fields('insert: desk(name = "Front dsk")\n')
        + "\nfragment: desk(name)\nagent: $name\nmetrics: Politnes\n"
    )

    found = check(text, config=STAGING)

    assert [(each.message, text[slice(*each.span)]) for each in found] == [
        ("unknown agent `Front dsk`", '"Front dsk"'),
        ("unknown metric `Politnes`", "Politnes"),
    ]
