"""Names about reuse in an editor: what they stand for, where else they are, and how to rename them, over files."""

import pytest

from scn_compiler import compile_text
from scn_compiler.config import Config
from scn_compiler.ide.reuse.navigation import all_places, definitions, find_name, highlights, path_at
from scn_compiler.ide.reuse.rename_names import rename_everywhere, rename_problem
from scn_compiler.ide.reuse.symbols import CONFIG_FILE
from scn_compiler.reuse.values import GivenValue
from scn_dsl.source import Span
from support.cases import every
from support.project_files import ProjectFiles

SHARED = """
let clinic = Lakeside
let greeting = Hello, this is $clinic

fragment: verify(code, name = $clinic)
@asked WHEN contains "code" OR contains "$name"
  say: It is <spell>$code</spell>.
AFTER @asked
  say: And for ${name}s

fragment: opening(who)
role: $who
insert: verify(code = "$who") as inner
AFTER @inner.asked
  say: $greeting
"""

CALL = """
import: lib/shared.scn
let code = AB12

scenario: Move to $day
let answer = $code is fine
examples: day | place
row: Tuesday | Bern
rows: days.csv
language: en
agent: $agent

FIRST_MESSAGE
  say: Hello from $clinic
insert: opening(who = "a patient in $place") as open
insert: verify(code = "$code") as id
AFTER @id.asked
  say: $answer
AFTER @open.inner.asked
  say: $day
WHEN The agent says goodbye
  end call

scenario: Another
role: B
language: en
FIRST_MESSAGE
  say: $code
insert: verify(code = "x")
@own WHEN The agent says goodbye
  end call
"""

OTHER = """
import: lib/shared.scn
scenario: Third
role: C
language: en
FIRST_MESSAGE
  say: Hi
insert: verify(code = "1", name = "N") as a
AFTER @a.asked
  say: x
"""

DAYS = "day,place\nFriday,Basel\n"

CONFIG = Config(values=(GivenValue("agent", "12", Span(20, 22), Span(12, 17)),))


def files(mark: str, path: str = "call.scn") -> ProjectFiles:
    """The project with a cursor: `mark` has a `‸` and occurs in the file at `path`."""
    texts = {"call.scn": CALL, "other.scn": OTHER, "lib/shared.scn": SHARED, "days.csv": DAYS}
    plain = mark.replace("‸", "")
    assert plain in texts[path]
    texts[path] = texts[path].replace(plain, mark, 1)
    return ProjectFiles(texts, CONFIG)


def defined(mark: str, path: str = "call.scn") -> dict[str, str]:
    project = files(mark, path)
    found = find_name(project.open(), project.offset)
    return project.marked(definitions(project.open(), found.symbol)) if found else {}


def used(mark: str, path: str = "call.scn") -> dict[str, str]:
    project = files(mark, path)
    found = find_name(project.open(), project.offset)
    assert found
    return project.marked(all_places(project.open(), found.symbol, project.importers))


# Definition


@every(
    ("mark", "path", "there", "line"),
    [
        (
            'insert: ver‸ify(code = "$code")',
            "call.scn",
            "lib/shared.scn",
            "fragment: ⟦verify⟧(code, name = $clinic)",
        ),
        ("insert: opening(w‸ho", "call.scn", "lib/shared.scn", "fragment: opening(⟦who⟧)"),
        ("from $cli‸nic", "call.scn", "lib/shared.scn", "let ⟦clinic⟧ = Lakeside"),
        ("this is $clini‸c", "lib/shared.scn", "lib/shared.scn", "let ⟦clinic⟧ = Lakeside"),
        ("name = $cl‸inic", "lib/shared.scn", "lib/shared.scn", "let ⟦clinic⟧ = Lakeside"),
        ("for ${na‸me}s", "lib/shared.scn", "lib/shared.scn", "fragment: verify(code, ⟦name⟧ = $clinic)"),
        ('"$na‸me"', "lib/shared.scn", "lib/shared.scn", "fragment: verify(code, ⟦name⟧ = $clinic)"),
        ('(code = "$co‸de")', "call.scn", "call.scn", "let ⟦code⟧ = AB12"),
        ("Move to $da‸y", "call.scn", "days.csv", "⟦day⟧,place"),
        (
            "AFTER @id.ask‸ed",
            "call.scn",
            "lib/shared.scn",
            '@⟦asked⟧ WHEN contains "code" OR contains "$name"',
        ),
        (
            "AFTER @open.inner.ask‸ed",
            "call.scn",
            "lib/shared.scn",
            '@⟦asked⟧ WHEN contains "code" OR contains "$name"',
        ),
        ("AFTER @i‸d.asked", "call.scn", "call.scn", 'insert: verify(code = "$code") as ⟦id⟧'),
        (
            "AFTER @open.in‸ner.asked",
            "call.scn",
            "lib/shared.scn",
            'insert: verify(code = "$who") as ⟦inner⟧',
        ),
        ("say: $ans‸wer", "call.scn", "call.scn", "let ⟦answer⟧ = $code is fine"),
    ],
)
def test_a_name_leads_to_what_declares_it(mark: str, path: str, there: str, line: str) -> None:
    assert defined(mark, path)[there] == line


def test_a_value_of_the_environment_leads_to_the_configuration() -> None:
    project = files("agent: $age‸nt")
    found = find_name(project.open(), project.offset)
    assert found
    (there,) = definitions(project.open(), found.symbol)
    assert (there.place.path, there.place.span) == (CONFIG_FILE, Span(12, 17))


@pytest.mark.parametrize(
    ("mark", "there"), [("import: lib/sha‸red.scn", "lib/shared.scn"), ("rows: day‸s.csv", "days.csv")]
)
def test_a_path_leads_to_its_file(mark: str, there: str) -> None:
    project = files(mark)
    found = path_at(project.open(), project.offset)
    assert found
    assert found[1] == there


@every("mark", ["language: e‸n", "say: He‸llo", "@ow‸n WHEN", "Basel‸"])
def test_other_words_lead_nowhere(mark: str) -> None:
    texts = (
        {"call.scn": CALL.replace(mark.replace("‸", ""), mark, 1)}
        if "Basel" not in mark
        else {"call.scn": "say: ‸"}
    )
    project = ProjectFiles(texts)
    assert find_name(project.open(), project.offset) is None


def test_a_name_that_nothing_declares_leads_nowhere() -> None:
    project = ProjectFiles({"a.scn": "let b = 1\nscenario: A\nrole: $mis‸sing\ninsert: nothing\n"})
    assert find_name(project.open(), project.offset) is None


# References


def test_the_references_of_a_fragment_are_in_all_files_that_import_it() -> None:
    found = used("fragment: ver‸ify", "lib/shared.scn")
    assert set(found) == {"lib/shared.scn", "call.scn", "other.scn"}
    assert found["call.scn"] == 'insert: ⟦verify⟧(code = "$code") as id\ninsert: ⟦verify⟧(code = "x")'
    assert used('insert: ver‸ify(code = "$code")') == found


def test_the_references_of_a_parameter_are_arguments_and_uses_in_the_fragment() -> None:
    found = used("fragment: verify(co‸de", "lib/shared.scn")
    assert found["other.scn"] == 'insert: verify(⟦code⟧ = "1", name = "N") as a'
    assert found["lib/shared.scn"].splitlines() == [
        "fragment: verify(⟦code⟧, name = $clinic)",
        "  say: It is <spell>$⟦code⟧</spell>.",
        'insert: verify(⟦code⟧ = "$who") as inner',
    ]
    assert "let" not in found["call.scn"]


def test_a_value_of_one_file_is_not_that_of_another() -> None:
    assert set(used("let co‸de")) == {"call.scn"}
    assert used("let co‸de")["call.scn"].splitlines() == [
        "let ⟦code⟧ = AB12",
        "let answer = $⟦code⟧ is fine",
        'insert: verify(code = "$⟦code⟧") as id',
        "  say: $⟦code⟧",
    ]


def test_a_label_of_a_fragment_has_references_in_other_files() -> None:
    found = used("@ask‸ed WHEN", "lib/shared.scn")
    assert found["lib/shared.scn"].splitlines()[1:] == ["AFTER @⟦asked⟧", "AFTER @inner.⟦asked⟧"]
    assert found["call.scn"] == "AFTER @id.⟦asked⟧\nAFTER @open.inner.⟦asked⟧"
    assert found["other.scn"] == "AFTER @a.⟦asked⟧"


def test_a_column_is_in_the_table_and_in_its_file() -> None:
    found = used("examples: da‸y")
    assert found["days.csv"] == "⟦day⟧,place"
    assert found["call.scn"].splitlines() == [
        "scenario: Move to $⟦day⟧",
        "examples: ⟦day⟧ | place",
        "  say: $⟦day⟧",
    ]


def test_a_value_of_the_environment_is_used_in_all_scripts() -> None:
    assert used("agent: $age‸nt")["call.scn"] == "agent: $⟦agent⟧"


def test_highlights_stay_in_the_script() -> None:
    project = files('insert: ver‸ify(code = "$code")')
    found = find_name(project.open(), project.offset)
    assert found
    assert len(highlights(project.open(), found.symbol)) == 2


# Rename


@every(
    ("mark", "path"),
    [
        ("fragment: ver‸ify", "lib/shared.scn"),
        ('insert: ver‸ify(code = "$code")', "call.scn"),
        ("fragment: verify(co‸de", "lib/shared.scn"),
        ("${na‸me}s", "lib/shared.scn"),
        ("let cli‸nic", "lib/shared.scn"),
        ("let co‸de", "call.scn"),
        ("let ans‸wer", "call.scn"),
        ("examples: da‸y", "call.scn"),
        ("$pla‸ce", "call.scn"),
        ("@ask‸ed WHEN", "lib/shared.scn"),
        ("AFTER @id.ask‸ed", "call.scn"),
        ("as i‸d", "call.scn"),
        ("AFTER @open.in‸ner.asked", "call.scn"),
    ],
)
def test_renaming_changes_no_payload(mark: str, path: str) -> None:
    project = files(mark, path)
    found = find_name(project.open(), project.offset)
    assert found
    assert rename_problem(found) is None
    edits = rename_everywhere(project.open(), found, "new", project.importers)
    assert not isinstance(edits, str)
    after = project.edited(edits)

    assert edits
    for name in ("call.scn", "other.scn"):
        before, now = (
            compile_text(each.texts[name], path=name, config=each.config) for each in (project, after)
        )
        assert before.ok
        assert now.ok, now.diagnostics
        assert [each.value for each in now.payloads] == [each.value for each in before.payloads]
    back = find_name(after.open(path), min(each.span.start for each in edits[path]))
    assert back
    again = rename_everywhere(after.open(path), back, found.symbol.name, after.importers)
    assert not isinstance(again, str)
    assert after.edited(again).texts == project.texts


@every(
    ("mark", "path", "name", "message"),
    [
        ("fragment: ver‸ify", "lib/shared.scn", "a b", "invalid name `a b`"),
        ("fragment: ver‸ify", "lib/shared.scn", "opening", "the fragment `opening` already exists"),
        ("fragment: verify(co‸de", "lib/shared.scn", "name", "`$name` already has a value"),
        ("let co‸de", "call.scn", "clinic", "`$clinic` already has a value"),
        ("let co‸de", "call.scn", "day", "`$day` already has a value"),
        ("@ask‸ed WHEN", "lib/shared.scn", "Big", "invalid name `Big`"),
    ],
)
def test_a_name_that_is_taken_or_impossible_is_refused(mark: str, path: str, name: str, message: str) -> None:
    project = files(mark, path)
    found = find_name(project.open(), project.offset)
    assert found
    refused = rename_everywhere(project.open(), found, name, project.importers)
    assert isinstance(refused, str)
    assert refused.startswith(message)


def test_a_value_of_the_environment_is_renamed_in_the_configuration_alone() -> None:
    project = files("agent: $age‸nt")
    found = find_name(project.open(), project.offset)
    assert found
    assert rename_problem(found) == "`$agent` comes from the configuration: rename it there, for all scripts"
