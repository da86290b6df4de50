"""Completion and hover in `scn.toml`, and in the table of `pyproject.toml`."""

import pytest

from scn_compiler.ide.completion.item import CompletionItem, plain_snippet
from scn_compiler.ide.configuration.help import PAGE, complete_configuration, hover_configuration
from scn_compiler.project.config_keys import CONFIG_KEYS, ENVIRONMENT_KEYS
from scn_compiler.project.config_parser import read_config
from scn_dsl.catalog import CATALOG
from support.cases import every
from support.cursors import cursor
from support.paths import ROOT

SHARED = ("tool", "scn")
WITH_ENVIRONMENTS = """
    environment = "staging"

    [environments.shared]
    names.agents = { "Front desk" = 12 }

    [environments.staging]
    extends = "shared"
"""


def items(text: str, table: tuple[str, ...] = ()) -> dict[str, CompletionItem]:
    return {each.label: each for each in complete_configuration(*cursor(text), table)}


def accepted(text: str, label: str, table: tuple[str, ...] = ()) -> str:
    """The text with an item accepted, as an editor without tab stops leaves it."""
    item = items(text, table)[label]
    plain = cursor(text)[0]
    return plain[: item.span.start] + item.text + plain[item.end :]


def shown(text: str, table: tuple[str, ...] = ()) -> str:
    hover = hover_configuration(*cursor(text), table, "at/{}".format)
    return hover.text if hover else ""


# Keys


def test_in_an_empty_file_every_key_is_offered() -> None:
    assert list(items("‸")) == list(CONFIG_KEYS)


def test_a_key_is_offered_once() -> None:
    assert "target" not in items('target = "cekura"\n‸')
    assert "target" in items('tar‸get = "cekura"\n')


def test_every_key_of_an_environment_is_offered_in_it() -> None:
    assert list(items("[environments.staging]\n‸")) == list(ENVIRONMENT_KEYS)


@every(
    ("text", "some"),
    [
        ("[fields]\nl‸", {"language", "tags"}),
        ("fields.‸", {"language", "tags"}),
        ("fields = { language = 'en', ‸", {"tags"}),
        ("[policy]\n‸", {"several", "due"}),
        ("[environments.staging]\nnames.‸", {"agents", "metrics"}),
        ("[environments.staging.names]\n‸", {"agents", "metrics"}),
        ('ignore = [\n  "SCN4",\n]\n‸', {"target", "select"}),
        ('ignore = ["SCN4"\n\n[fields]\n‸', {"language"}),
        ('exclude = ["a#b"] # a comment\n‸', {"target"}),
    ],
)
def test_the_keys_of_a_table_are_offered_in_it(text: str, some: set[str]) -> None:
    assert some <= set(items(text))


@every(
    "text",
    [
        "# ta‸",
        "unknown.‸",
        "[fields.language]\n‸",
        'target = "cekura" ‸',
        'baseline = """\n‸\n"""',
        'target = "cekura"‸',
        "[environments.staging.let]\n‸",
    ],
)
def test_elsewhere_nothing_is_offered(text: str) -> None:
    assert items(text) == {}


@every(
    ("text", "label", "wanted"),
    [
        ("tar‸", "target", 'target = ""'),
        ("tar‸get = 1", "target", "target = 1"),
        ("‸", "strict", "strict = true"),
        ("‸", "respect-gitignore", "respect-gitignore = false"),
        ("sel‸", "select", 'select = [""]'),
        ("wr‸", "wrap", "wrap = "),
        ("[fields]\n‸", "tags", '[fields]\ntags = [""]'),
        ("‸", "fields", "[fields]\n"),
        ("‸", "environments", "[environments.staging]\n"),
        ("[environments.staging]\n‸", "let", "[environments.staging]\nlet = {  }"),
    ],
)
def test_a_key_comes_with_a_place_for_its_value(text: str, label: str, wanted: str) -> None:
    assert accepted(text, label) == wanted


def test_a_header_is_not_offered_above_keys_that_it_would_take_over() -> None:
    assert "fields" not in items("‸\nstrict = true\n")
    assert "fields" in items("‸\n[policy]\n")


@every(
    ("text", "label", "wanted"),
    [
        ("[‸", "fields", "[fields]"),
        ("[po‸]", "policy", "[policy]"),
        ("[environments.‸]", "environments.NAME", "[environments.staging]"),
        ("[environments.a]\n[env‸]", "environments.a.let", "[environments.a]\n[environments.a.let]"),
    ],
)
def test_a_header_is_completed(text: str, label: str, wanted: str) -> None:
    assert accepted(text, label) == wanted


# Values


@every(
    ("text", "label", "wanted"),
    [
        ("target = ‸", "cekura-suite", 'target = "cekura-suite"'),
        ("target =‸", "cekura-suite", 'target = "cekura-suite"'),
        ('target = "cek‸"', "cekura-suite", 'target = "cekura-suite"'),
        ('target = "cek‸', "cekura-suite", 'target = "cekura-suite"'),
        ("target = 'cek‸'", "eqho", "target = 'eqho'"),
        ("strict = ‸", "true", "strict = true"),
        ("ignore = ‸", "unused-label", 'ignore = ["unused-label"]'),
        ("ignore = [‸]", "unused-label", 'ignore = ["unused-label"]'),
        ('ignore = ["SCN4", "un‸"]', "unused-label", 'ignore = ["SCN4", "unused-label"]'),
        ("[policy]\nseveral = ‸", "first", '[policy]\nseveral = "first"'),
        ("[fields]\nlanguage = ‸", "en", '[fields]\nlanguage = "en"'),
    ],
)
def test_a_value_is_offered_with_the_quotes_that_it_needs(text: str, label: str, wanted: str) -> None:
    assert accepted(text, label) == wanted
    assert (read_config(wanted + "\n") or pytest.fail("no configuration")).problems == ()


def test_every_rule_is_offered_with_its_summary() -> None:
    offered = items("select = [‸]")

    assert list(offered) == ["ALL", *CATALOG]
    assert offered["unused-label"].detail == "SCN307: unused label"


def test_environments_and_names_of_the_file_are_offered() -> None:
    assert list(items('environment = ‸\n[environments.a]\n[environments."b c"]\n')) == ["a", "b c"]
    assert list(items("[environments.a]\nextends = ‸\n[environments.b]\n")) == ["b"]
    assert "Front desk" in items('[environments.a.names]\nagents = {"Front desk" = 1}\n[fields]\nagent = ‸')


# Hover


@every(
    ("text", "start", "link"),
    [
        ('tar‸get = "cekura"', "**`target`**: The target for scripts without", "reference/configuration#target"),
        ("‸ignore = []", "**`ignore`**: The rules to ignore", "reference/configuration#select-and-ignore"),
        ("[fiel‸ds]", "**`fields`**: Default values", "reference/configuration#fields"),
        ("[fields]\nta‸gs = []", "**`fields.tags`**: Words that help you find", "reference/language#fields"),
        ("[environments.a]\nl‸et = {}", "**`environments.a.let`**: Values for scripts",
         "reference/configuration#environments"),
        ("[policy]\nsev‸eral = 'all'", "**`policy.several`**: What happens if several `WHEN`",
         "reference/configuration#policy"),
        ("ignore = ['unused-‸label']", "**SCN307 unused-label**", "reference/rules/unused-label"),
        ("target = 'eq‸ho'", "**`eqho`**: request body of a simulation", "reference/language#targets"),
    ],
)  # fmt: skip
def test_a_hover_explains_a_key_or_a_value_and_links_to_its_page(text: str, start: str, link: str) -> None:
    found = shown(text)

    assert found.startswith(start), found
    assert found.endswith(f"(at/{link})")


def test_a_hover_of_a_key_names_its_default() -> None:
    assert 'Default: `"cekura"`.' in shown("‸target = 1")
    assert "Default: `[]`." in shown("‸exclude = []")


def test_an_answer_to_an_open_question_is_explained() -> None:
    assert shown("policy.several = 'fir‸st'") == "**`first`**: only the first one runs"


@every("text", ["‸", "nonsense‸ = 1", "# tar‸get", "target = ‸ 'a'", "wrap = 8‸0"])
def test_nothing_else_has_a_hover(text: str) -> None:
    assert shown(text) == ""


def test_every_key_links_to_a_section_of_its_page() -> None:
    text = (ROOT / "docs" / f"{PAGE}.md").read_text(encoding="utf-8")
    headings = [line[4:] for line in text.splitlines() if line.startswith("### ")]
    anchors = {
        heading.translate({ord(sign): None for sign in "`[]"}).replace(" ", "-") for heading in headings
    }

    assert {key.section for key in (*CONFIG_KEYS.values(), *ENVIRONMENT_KEYS.values())} <= anchors


# pyproject.toml


def test_in_pyproject_only_the_table_of_scn_is_completed() -> None:
    assert list(items("[tool.scn]\n‸", SHARED)) == list(CONFIG_KEYS)
    assert "language" in items("[tool.scn.fields]\n‸", SHARED)
    assert items("[project]\n‸", SHARED) == {}
    assert items("[tool.ruff]\nselect = ‸", SHARED) == {}
    assert accepted("[tool.scn]\n‸", "policy", SHARED) == "[tool.scn]\n[tool.scn.policy]\n"
    assert accepted("[tool.scn.‸]", "tool.scn.policy", SHARED) == "[tool.scn.policy]"


def test_in_pyproject_only_the_table_of_scn_has_hovers() -> None:
    assert shown("[tool.scn]\nstr‸ict = true", SHARED).startswith("**`strict`**")
    assert shown("[tool.ruff]\nsel‸ect = []", SHARED) == ""


# Half-written files


@pytest.mark.parametrize("table", [(), SHARED])
def test_completion_and_hover_survive_every_half_written_text(table: tuple[str, ...]) -> None:
    text, _ = cursor("‸" + WITH_ENVIRONMENTS.replace("    ", ""))
    for end in range(len(text) + 1):
        for half in (text[:end], text[:end] + '\n"[{\n', '["' + text[:end]):
            for offset in (end, len(half)):
                for item in complete_configuration(half, offset, table):
                    assert 0 <= item.span.start <= offset <= item.end <= len(half)
                    assert plain_snippet(item.snippet)
                hover_configuration(half, offset, table)
