"""Laws of expansion, for any project of scripts that share parts."""

from hypothesis import given
from hypothesis import strategies as st

from scn_compiler import format_text
from scn_compiler.reuse.expand import expand
from scn_dsl.diagnostic import Severity
from scn_dsl.source import Source
from scn_grammar.parser import parse
from scn_grammar.printer import print_script
from support.laws import law
from support.scripts import plain_scripts
from support.several_files import compiled, payloads
from support.sharing import Project, expanded_text, projects

DOLLARS = st.sampled_from(["$5", "costs $", "5$", "$ 5", "$-", "$.", "$1x"])


def errors(text: str, files: dict[str, str]) -> list[str]:
    made = compiled(text, files)
    found = (*made.findings.reported, *made.findings.in_files)
    return [f"{each.name}: {each.message}" for each in found if each.severity is Severity.ERROR]


@law(150)
@given(projects())
def test_a_script_compiles_to_the_payloads_of_its_expansion(project: Project) -> None:
    assert errors(project.script, project.files) == []
    assert payloads(project.script, project.files) == payloads(expanded_text(project.script, project.files))


@law(100)
@given(projects())
def test_an_expansion_has_nothing_left_to_expand(project: Project) -> None:
    once = expanded_text(project.script, project.files)

    assert not parse(Source(once)).script.shares
    assert print_script(parse(Source(once)).script) == once
    assert parse(Source(expanded_text(once))).script == parse(Source(once)).script


@law(100)
@given(plain_scripts, DOLLARS)
def test_a_script_without_the_new_words_expands_to_itself(script: object, dollars: str) -> None:
    text = f"{print_script(script)}" + f"WHEN The agent asks for a price\n  say: {dollars}\n"  # type: ignore[arg-type]
    parsed = parse(Source(text)).script
    if "$" in text.replace(dollars, ""):
        return

    assert expand(parsed, text).script == parsed


@law(100)
@given(projects(with_rows=True))
def test_a_table_compiles_to_what_a_copy_for_each_row_compiles_to(project: Project) -> None:
    assert payloads(project.script, project.files) == payloads(project.copies, project.files)


@law(100)
@given(projects(), st.sampled_from(["vone", "vtwo", "pone", "ptwo", "fpart0", "fpart1", "day", "word"]))
def test_another_name_changes_no_payload(project: Project, name: str) -> None:
    if project.rows and name in ("day", "word"):
        return
    other = project.renamed(name, "another_name")

    assert payloads(other.script, other.files) == payloads(project.script, project.files)


@law(60)
@given(projects())
def test_the_order_of_imports_changes_nothing(project: Project) -> None:
    turned = project.script.replace("import: a.scn\nimport: b.scn", "import: b.scn\nimport: a.scn")

    assert turned != project.script
    assert payloads(turned, project.files) == payloads(project.script, project.files)


@law(100)
@given(projects())
def test_formatting_and_expanding_commute(project: Project) -> None:
    formatted = format_text(project.script).text
    files = {name: format_text(text).text for name, text in project.files.items()}

    assert expanded_text(formatted, files) == expanded_text(project.script, project.files)
