"""The pages of the rules: every example is checked and every fix applied; and `scn explain`, which prints the pages.

A line `# and 200 more lines like the one above` in an example stands for these lines. All examples are in a project with
the files `FILES`.
"""

import re
from functools import cache

from click.testing import CliRunner, Result

from scn_compiler import api
from scn_compiler.cli.group import cli
from scn_compiler.lint.rule_pages import GROUPS, Page, explain, pages
from scn_compiler.semantics.measurement import read_measurement
from scn_dsl.catalog import CATALOG
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.vocabulary import DETAILS, FIELDS, FieldKind
from support.cases import every
from support.configurations import configured, configured_for
from support.paths import BAD_SCRIPTS, ROOT
from support.paths import PAGES as FOLDER
from support.several_files import files_below, reading

NEVER_ALONE = {"not-kept": {"old-first-message"}}
"""Rules that never report alone: a payload only loses something if scn has to repair it."""

FILES = {
    "shared/opening.scn": """\
fragment: opening
role: A customer who wants a refund
language: en
FIRST_MESSAGE
  say: I'd like a refund, please.
""",
    "shared/returns.scn": """\
role: A customer
language: en
tools: end_call

scenario: Return a lamp
FIRST_MESSAGE
  say: I'd like to return a lamp.
WHEN contains "goodbye"
  end call

scenario: Ask for the opening hours
FIRST_MESSAGE
  say: When are you open?
WHEN contains "goodbye"
  end call
""",
    "days.csv": "day,answer\nTuesday,Tuesday is fine.\n",
}

MORE = re.compile(r"^(.*\n)[ \t]*# and (\d+) more lines like the one above\n", re.MULTILINE)
SAFE, UNSAFE = "`--fix`", "`--unsafe-fixes`"

each_page = every("name", CATALOG)


def page_of(name: str) -> Page:
    found = explain(name)
    assert found, f"{name} has no page: write {FOLDER.relative_to(ROOT)}/{name}.md"
    return found


def example(shown: str) -> str:
    """An example with all its lines."""
    return MORE.sub(lambda more: more[1] * (int(more[2]) + 1), shown)


def found_in(text: str, shown: Page) -> tuple[Diagnostic, ...]:
    if shown.language != "scn":
        return api.decompile(text).diagnostics
    settings = {"select": ("ALL", shown.kind.name), "read": reading(FILES)}
    if shown.measurement:
        settings["measurement"] = read_measurement(shown.measurement, "calls.json")
    config = configured(shown.configuration or "", **settings)
    return api.check(text, path="example.scn", config=config)


def fixed(text: str, found: tuple[Diagnostic, ...]) -> str:
    """`text` with all fixes of `found` applied."""
    edits = [edit for each in found if each.fix for edit in each.fix.edits]
    for edit in sorted(edits, key=lambda edit: edit.span, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def options_for(found: tuple[Diagnostic, ...], name: str) -> set[str]:
    """The options that fix one of the diagnostics called `name`."""
    return {SAFE if each.fix.safe else UNSAFE for each in found if each.fix and each.name == name}


def test_the_page_on_unknown_fields_lists_all_fields_by_their_place() -> None:
    page = " ".join((FOLDER / "unknown-field.md").read_text(encoding="utf-8").split())
    listed = {
        "A scenario has": [name for name, spec in FIELDS.items() if not spec.under],
        "a block has": list(DETAILS),
    }
    for record in [name for name, spec in FIELDS.items() if spec.kind is FieldKind.RECORD]:
        listed[f"`{record}:` has"] = [name for name, spec in FIELDS.items() if record in spec.under]

    for where, names in listed.items():
        assert f"{where} {', '.join(f'`{name}`' for name in names)}" in page


@cache
def bad_scripts() -> tuple[tuple[Diagnostic, ...], ...]:
    """The diagnostics of each script in tests/lint/bad."""
    scripts = BAD_SCRIPTS
    assert scripts
    read = reading(files_below(scripts[0].parent, "files/*"))
    return tuple(
        api.check(each.read_bytes().decode(), path=each.name, config=configured_for(each, read=read))
        for each in scripts
    )


def test_every_page_belongs_to_a_rule() -> None:
    assert {path.name for path in FOLDER.iterdir()} <= {f"{name}.md" for name in CATALOG}


@each_page
def test_a_wrong_example_has_its_problem_and_no_other(name: str) -> None:
    shown = page_of(name)

    names = {found.name for found in found_in(example(shown.wrong), shown)}

    assert names == {name} | NEVER_ALONE.get(name, set())


@each_page
def test_a_right_example_is_clean(name: str) -> None:
    shown = page_of(name)

    assert found_in(example(shown.right), shown) == ()


@each_page
def test_a_wrong_example_is_clean_once_it_is_fixed(name: str) -> None:
    shown = page_of(name)
    text = example(shown.wrong)
    found = found_in(text, shown)

    if any(each.fix for each in found):
        assert found_in(fixed(text, found), shown) == ()


@each_page
def test_a_page_names_the_options_that_fix_its_problem(name: str) -> None:
    shown = page_of(name)
    own = options_for(found_in(example(shown.wrong), shown), name)
    seen = own.union(*(options_for(found, name) for found in bad_scripts()))

    assert {option for option in (SAFE, UNSAFE) if option in shown.fix} == seen


@each_page
def test_a_page_is_made_of_short_paragraphs(name: str) -> None:
    shown = page_of(name)

    assert 1 <= len(shown.why.split("\n\n")) <= 3
    for text in (shown.why, shown.fix, shown.source):
        assert "\n\n\n" not in text
        assert not [line for line in text.splitlines() if line.startswith(("#", "```", "- ", "|", " "))]


def scn(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


@each_page
def test_every_problem_is_explained_by_its_code_and_by_its_name(name: str) -> None:
    kind, shown = CATALOG[name], page_of(name)

    by_name = scn("explain", name)

    assert by_name.exit_code == 0
    assert by_name.stdout.startswith(f"{kind.code} {name} ({kind.severity.word})\n{kind.summary}\n\n")
    assert shown.right.splitlines()[0] in by_name.stdout
    for code in (kind.code, kind.code.lower(), kind.code.removeprefix("SCN"), name.upper()):
        assert scn("explain", code).stdout == by_name.stdout


def test_the_list_has_a_line_for_each_problem_by_code() -> None:
    lines = scn("explain", "--list").stdout.splitlines()

    assert [line.split()[0] for line in lines] == sorted(kind.code for kind in CATALOG.values())
    for line in lines:
        code, severity, name, summary = line.split(None, 3)
        kind = CATALOG[name]
        assert (code, severity, summary) == (kind.code, kind.severity.word, kind.summary)


def test_every_code_belongs_to_a_group() -> None:
    assert {kind.code[3] for kind in CATALOG.values()} == set(GROUPS)


def test_the_document_has_every_page_and_a_link_to_each() -> None:
    document = scn("explain", "--markdown").stdout

    for shown in pages():
        anchor = f"{shown.kind.code}-{shown.kind.name}".lower()
        assert f"[{shown.kind.code}](#{anchor})" in document
        assert f"\n### {shown.title}\n" in document
        assert f"\n```{shown.language}\n{shown.wrong}```\n" in document
