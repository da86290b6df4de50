"""The matrix of targets: nothing is dropped without a warning, and the page agrees with the emitters."""

import re
from collections.abc import Iterator

from click.testing import CliRunner

from scn_compiler.cli.group import cli
from scn_compiler.platforms import TARGETS, docs_of
from scn_compiler.platforms.kit.target import Blocks, Form
from scn_compiler.platforms.matrix import Construct, Taken, constructs, is_silent, takes
from scn_dsl.vocabulary import FIELDS, HOLDERS, OPENINGS
from support.cases import every
from support.golden import Golden
from support.paths import ROOT

WHOLE = [target for target in TARGETS.values() if target.form is not Form.FRAGMENT]
ROWS = constructs()
each_target = every("target", [target.name for target in WHOLE])


@each_target
def test_a_target_reports_what_it_does_not_support(target: str) -> None:
    silent = [
        row
        for row in ROWS
        if is_silent(TARGETS[target], row)
        and not _is_named_with_its_record(row, target)
        and not _is_named_with_its_block(row, target)
    ]

    assert [(row.group, row.name) for row in silent] == []


def _is_named_with_its_record(row: Construct, target: str) -> bool:
    record = next((each for each in ROWS if row.group == f"Lines below {each.name}"), None)
    return record is not None and takes(TARGETS[target], record) is not Taken.TAKEN


def _is_named_with_its_block(row: Construct, target: str) -> bool:
    """Whether the target supports no blocks, so each block is reported as a whole."""
    inside = row.group in ("Blocks", "Texts", "Lines in blocks")
    return inside and TARGETS[target].blocks is Blocks.ABSENT


def test_every_word_of_the_language_has_a_row() -> None:
    named = " ".join(row.name.replace("`", "") for row in ROWS)
    words = {f"{name}:" for name in FIELDS} - {"scenario:", "suite:", "target:", "empty:"}

    assert words - set(named.split()) == set()
    assert all(word in named for word in (*HOLDERS, *OPENINGS, "AND", "do:", "end call", "wait"))


def test_the_page_ends_with_what_the_command_prints(golden: Golden) -> None:
    printed = CliRunner().invoke(cli, ["targets", "--matrix"])
    matrix = re.sub("^#", "##", printed.output, flags=re.MULTILINE)
    title, page = matrix.partition("\n")[0], ROOT / "docs" / "reference" / "targets.md"
    above = page.read_text(encoding="utf-8").partition(f"{title}\n")[0]

    assert printed.exit_code == 0
    golden(page, above + matrix)


@each_target
def test_every_target_takes_some_field(target: str) -> None:
    rows = [row for row in ROWS if row.group == "Fields"]

    assert any(takes(TARGETS[target], row) is Taken.TAKEN for row in rows)


_NAMED_ELSEWHERE = {"scenario", "suite"}
"""Fields about the file, whose default comes from the file's name."""


@each_target
def test_an_editor_knows_a_place_for_what_a_target_takes_and_for_nothing_else(target: str) -> None:
    wording = docs_of(TARGETS[target])
    rows = [
        (row.name.split()[0].strip("`:"), row) for row in (*ROWS, *_empty(wording.values.get("empty", ())))
    ]
    taken = {
        name
        for name, row in rows
        if row.group not in ("Blocks", "Texts") and takes(TARGETS[target], row) is Taken.TAKEN
    }

    assert {*wording.keys, *wording.holders} - _NAMED_ELSEWHERE == taken


def _empty(words: tuple[str, ...]) -> Iterator[Construct]:
    """`empty:` with each word that completion offers."""
    for word in words:
        for head in ("", "scenario: A call\nrole: Somebody\nlanguage: en\nreason: Something\n"):
            yield Construct("Fields", "`empty:`", ((f"{head}empty: {word}", head),))


@every("row", ROWS, ids=lambda row: f"{row.group}-{row.name}")
def test_every_word_is_taken_by_some_target(row: Construct) -> None:
    assert any(takes(target, row) is Taken.TAKEN for target in WHOLE)
