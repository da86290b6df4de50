"""Hovers, suggestions, signatures, lenses, hints and outlines about reuse, while someone writes."""

import pytest

from scn_compiler.config import Config
from scn_compiler.ide.completion.complete import complete
from scn_compiler.ide.completion.item import CompletionItem
from scn_compiler.ide.document import OpenScript, parts
from scn_compiler.ide.hover.hover import hover
from scn_compiler.ide.hover.signature_help import signature_help
from scn_compiler.ide.structure.code_lens import fragment_lenses, scenario_lenses
from scn_compiler.ide.structure.document_symbols import SymbolKind, document_symbols
from scn_compiler.ide.structure.folding_range import folding_ranges
from scn_compiler.ide.structure.inlay_hints import inlay_hints
from scn_compiler.reuse.values import Environment, GivenValue, NameOfId
from scn_dsl.source import Span
from support.cases import every
from support.project_files import ProjectFiles

SHARED = """
let clinic = Lakeside

fragment: verify(code, name = $clinic)
@asked WHEN contains "code"
  say: It is $code, from ${name}s.

fragment: opening
insert: verify(code = "1") as inner
"""

HEAD = "import: lib/shared.scn\nscenario: A\nrole: B\nlanguage: en\n"

STAGING = Environment("staging", values=(GivenValue("line", "7"),))
PRODUCTION = Environment("production", extends="staging", values=(GivenValue("line", "8"),))
CONFIG = Config(
    environment="staging",
    values=STAGING.values,
    names=(
        NameOfId("agents", "Front desk", 12),
        NameOfId("personalities", "Impatient caller", 5),
        NameOfId("profiles", "Dana Reyes", 4),
        NameOfId("metrics", "Politeness", 40),
        NameOfId("metrics", "On time", 41),
        NameOfId("phones", "+15550151", 51),
        NameOfId("projects", "Clinic", 1),
    ),
    defined=(STAGING, PRODUCTION),
)


def project(text: str) -> ProjectFiles:
    files = {
        "lib/shared.scn": SHARED,
        "lib/other.scn": "fragment: goodbye(words)\n",
        "days.csv": "day,place\nMonday,Bern\n",
    }
    return ProjectFiles({**files, "call.scn": text}, CONFIG)


def offered(text: str, trigger_character: str = "") -> list[CompletionItem]:
    files = project(text)
    return list(complete(files.open(), files.offset, trigger_character, lambda: list(files.texts)))


def labels(text: str, trigger_character: str = "") -> list[str]:
    return [each.label for each in offered(text, trigger_character)]


def shown(text: str) -> str:
    files = project(text)
    found = hover(files.open(), files.offset)
    return found.text.split("\n\n---")[0] if found else ""


# Hover


def test_the_hover_of_an_insert_shows_the_lines_with_its_values() -> None:
    assert shown(HEAD + 'let code = AB12\ninsert: ver‸ify(code = "<$code>")\n') == (
        "**Fragment** `verify(code, name = $clinic)`, in `lib/shared.scn`\n\n"
        "With these values, it is:\n\n"
        '```scn\n@asked WHEN contains "code"\n  say: It is <AB12>, from Lakesides.\n```'
    )


def test_the_hover_of_an_argument_shows_its_value_and_its_default() -> None:
    text = shown(HEAD + 'insert: verify(code = "1", na‸me = "N")\n')
    assert text == "**`$name`**: a parameter of the fragment `verify`\n\nDefault: `$clinic`.\n\nHere: `N`."


def test_the_hover_of_a_value_says_where_it_comes_from() -> None:
    assert (
        shown(HEAD + "FIRST_MESSAGE\n  say: $cli‸nic\n") == "**`$clinic`** is `Lakeside`, in `lib/shared.scn`"
    )
    assert shown("let a = $b\nlet b = 1\nscenario: $a‸\n") == "**`$a`** is `1`, in line 1"


def test_the_hover_of_a_value_of_the_environment_shows_it_for_each_environment() -> None:
    assert shown("scenario: A\nphone: $li‸ne\n") == (
        "**`$line`** is `7` in the environment `staging`, from the configuration\n\n"
        "In each environment:\n\n- `staging`: `7`\n- `production`: `8`"
    )
    assert "This line overrides the environments:" in shown("let line = 9\nscenario: A\nphone: $li‸ne\n")


def test_the_hover_of_a_column_shows_its_cells() -> None:
    text = "scenario: A $da‸y\nexamples: day | place\nrow: Tuesday | Basel\nrows: days.csv\nrole: $place\n"
    assert shown(text) == "**`$day`**: a column of the table\n\nCells: `Tuesday`, `Monday`."


def test_the_hover_of_a_label_of_a_fragment_shows_its_block() -> None:
    text = shown(HEAD + 'insert: verify(code = "1") as id\nAFTER @id.ask‸ed\n  end call\n')
    assert text.startswith(
        "**`@asked`** is this block of the fragment verify, in `lib/shared.scn`:\n\n```scn\n@asked WHEN"
    )


def test_the_hover_of_a_path_lists_what_the_file_declares() -> None:
    assert "Fragments: `verify(code, name = $clinic)`, `opening`." in shown("import: lib/sh‸ared.scn\n")
    assert shown("scenario: A\nrows: days‸.csv\n") == "**`days.csv`** has the columns: `day`, `place`."
    assert not shown("import: lib/not‸hing.scn\n").startswith("**`lib")


# Completion


@every(
    ("text", "expected"),
    [
        (HEAD + "insert: ‸", ["verify", "opening", "goodbye"]),
        (HEAD + "insert: verify(‸", ["code", "name"]),
        (HEAD + 'insert: verify(code = "1", ‸)', ["name"]),
        (HEAD + 'insert: verify(code = "a, ‸")', []),
        (HEAD + 'insert: verify(code = "1") ‸', ["as"]),
        (HEAD + "FIRST_MESSAGE\n  say: Hello $‸", ["$clinic", "$line"]),
        (HEAD + "FIRST_MESSAGE\n  say: Hello $$‸", []),
        (HEAD + 'WHEN contains "$c‸"', ["$clinic", "$line"]),
        (HEAD + "agent: $‸", ["$clinic", "$line"]),
        (HEAD + "agent: ‸", ["Front desk"]),
        (HEAD + "personality: Imp‸", ["Impatient caller"]),
        (HEAD + "personality: Impatient c‸", ["Impatient caller"]),
        (HEAD + "profile: ‸", ["Dana Reyes"]),
        (HEAD + "metrics: ‸", ["Politeness", "On time"]),
        (HEAD + "metrics: Politeness, ‸", ["On time"]),
        (HEAD + "metrics: On ‸, Politeness", ["On time"]),
        (HEAD + "phone: +1555‸", ["+15550151"]),
        (HEAD + "project: ‸", ["Clinic"]),
        (HEAD + 'insert: verify(code = "$‸")', ["$clinic", "$line"]),
        ("import: ‸", ["lib/other.scn", "lib/shared.scn"]),
        ("import: lib/shared.scn\nimport: ‸", ["lib/other.scn"]),
        ("scenario: A\nrows: ‸", ["days.csv"]),
        ("scenario: On $day\nexamples: ‸", ["day"]),
        ("scenario: On $day\nexamples: day | ‸\nrows: days.csv", ["place"]),
        (HEAD + "insert: opening as open\nAFTER @‸", ["@open.inner.asked"]),
        ("fragment: f(who)\nlet own = 1\nrole: $‸", ["$who", "$own", "$line"]),
    ],
)  # fmt: skip
def test_what_fits_at_the_cursor_is_offered(text: str, expected: list[str]) -> None:
    assert labels(text) == expected


def test_a_fragment_of_a_file_that_is_not_imported_brings_its_import() -> None:
    (found,) = (each for each in offered("scn 1\nscenario: A\ninsert: good‸") if each.label == "goodbye")
    assert found.detail == "goodbye(words); imports lib/other.scn"
    assert [(each.span, each.text) for each in found.extra_edits] == [
        (Span(6, 6), "import: lib/other.scn\n\n")
    ]
    assert found.text == 'goodbye(words = "")'

    (found,) = (each for each in offered(HEAD + "insert: good‸") if each.label == "goodbye")
    assert [(each.span, each.text) for each in found.extra_edits] == [
        (Span(23, 23), "import: lib/other.scn\n")
    ]


def test_a_dollar_sign_alone_brings_no_other_suggestions() -> None:
    assert labels(HEAD + "FIRST_MESSAGE\n  say: Hello $‸", "$") == ["$clinic", "$line"]
    assert labels("scenario: A\n$‸", "$") == []


def test_values_in_braces_are_closed_once() -> None:
    assert offered(HEAD + "FIRST_MESSAGE\n  say: ${‸s")[0].text == "${clinic}"
    assert offered(HEAD + "FIRST_MESSAGE\n  say: ${‸}s")[0].text == "${clinic"


def test_lines_about_reuse_are_offered_where_they_fit() -> None:
    assert {"import:", "fragment:", "let"} <= set(labels("‸\nscenario: A\n"))
    assert "insert:" not in labels("‸\nscenario: A\n")
    assert {"insert:", "examples:", "rows:", "let"} <= set(labels("scenario: A\n‸"))
    assert "row:" not in labels("scenario: A\n‸")
    assert {"row:", "rows:"} <= set(labels("scenario: A\nexamples: day\n‸"))
    assert "examples:" not in labels("fragment: f\n‸")
    assert "insert:" in labels("scenario: A\nFIRST_MESSAGE\n  say: Hi\n‸")


# Signatures


@every(
    ("line", "active"),
    [
        ("insert: verify(‸", 0),
        ('insert: verify(code = "‸"', 0),
        ('insert: verify(code = "a, b", ‸', 1),
        ('insert: verify(name = "‸', 1),
        ('insert: verify(name = "x", ‸)', 0),
    ],
)
def test_the_signature_of_a_fragment_shows_the_parameter_at_the_cursor(line: str, active: int) -> None:
    files = project(HEAD + line)
    found = signature_help(files.open(), files.offset)
    assert found
    assert found.label == "verify(code, name = $clinic)"
    assert [found.label[slice(*each.span)] for each in found.parameters] == ["code", "name = $clinic"]
    assert found.active == active


@every("line", ["insert: ver‸ify(", 'insert: verify(code = "1") ‸', "insert: nothing(‸", "insert:‸"])
def test_outside_of_arguments_there_is_no_signature(line: str) -> None:
    files = project(HEAD + line)
    assert signature_help(files.open(), files.offset) is None


# Lenses, hints, outlines


def test_a_fragment_says_how_often_it_is_used() -> None:
    files = project(HEAD + 'insert: verify(code = "1")\ninsert: opening\ninsert: opening\n‸')
    found = fragment_lenses(files.open("lib/shared.scn"), files.importers)
    assert [each.title for each in found] == ["2 uses", "2 uses"]
    assert [each.path for each in found[0].uses] == ["lib/shared.scn", "call.scn"]
    assert fragment_lenses(files.open("lib/other.scn"), files.importers) == ()


def test_a_fragment_has_no_payload_and_its_blocks_no_ids() -> None:
    text = "fragment: f\nWHEN The agent asks\n  say: A\nTHEN\n  say: B\n"
    assert scenario_lenses(OpenScript(text)) == ()
    assert inlay_hints(OpenScript(text, target="cekura-conditions"), Span(0, len(text))) == ()


def test_ids_count_the_blocks_of_fragments() -> None:
    files = project(
        HEAD
        + 'FIRST_MESSAGE\n  say: Hi\ninsert: verify(code = "1") as id\nTHEN\n  say: B\nAFTER @id.asked\n  say: C\n‸'
    )
    found = inlay_hints(files.open(), Span(0, 999))
    assert [each.label for each in found] == ["id 0", "id 2", "↳ 1", "id 3", "↳ 1"]


def test_the_outline_has_fragments_and_their_blocks() -> None:
    fragment, scenario = document_symbols(
        OpenScript("fragment: f(a, b = 1)\nWHEN x y z\n  say: $a\nscenario: S\nFIRST_MESSAGE\n  say: Hi\n")
    )
    assert (fragment.kind, fragment.name, fragment.detail) == (SymbolKind.FRAGMENT, "f", "(a, b = 1)")
    assert [each.id for each in fragment.children] == [None]
    assert (scenario.kind, scenario.children[0].id) == (SymbolKind.SCENARIO, 0)


def test_a_fragment_folds() -> None:
    text = "fragment: f\nWHEN x y z\n  say: A\n\nscenario: S\nrole: B\n"
    assert [
        text[slice(*each.span)].split("\n", maxsplit=1)[0] for each in folding_ranges(OpenScript(text))
    ] == [
        "fragment: f",
        "WHEN x y z",
        "scenario: S",
    ]


@pytest.mark.parametrize(
    "head", ["import: lib/shared.scn\n", "let a = 1\n", "import: lib/shared.scn\nlet a = 1\n\n"]
)
def test_a_file_may_start_with_nothing_but_what_it_imports_or_declares(head: str) -> None:
    files = project(head + "scenario: A\nFIRST_MESSAGE\n  say: Hi\n‸")
    found = parts(files.open())
    assert [each.text for each in found] == [head, "scenario: A\nFIRST_MESSAGE\n  say: Hi\n"]
    assert [each.scenario.name for each in found] == [None, "A"]
    assert [symbol.name for symbol in document_symbols(files.open())] == ["A"]
