"""Bad scripts and bad payloads, and the exact words of their reports.

`bad/RULE.scn` breaks the rule RULE, `bad/RULE-VARIANT.scn` does so in another way; the `.txt` beside it has
the output of `scn check`, and a `.toml` beside it is its configuration. They import files of `bad/files`.
`tests/platforms/bad_payloads` does the same for `scn decompile`, with the resulting script below a line `----`. After an
improvement: `pytest tests/lint/test_bad.py --accept`, and read the diff.
"""

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from scn_compiler import api
from scn_compiler.cli.output.render import diagnostic_text
from scn_dsl.catalog import CATALOG
from scn_dsl.diagnostic import Diagnostic, Edit, Severity
from scn_dsl.source import Source
from support.cases import every, some
from support.configurations import configured_for
from support.paths import BAD_PAYLOADS, BAD_SCRIPTS
from support.several_files import files_below, reading

SCRIPTS, PAYLOADS = BAD_SCRIPTS, BAD_PAYLOADS
IMPORTED = files_below(SCRIPTS[0].parent, "files/*")
FIRST_OF_PAYLOADS = "SCN700"
WHOLE_WHEN = re.compile(r"`(WHEN [^…\n]+)`$")

Golden = Callable[[Path, str], None]

each_script = every("path", SCRIPTS, ids=lambda path: path.stem)
some_script = some("path", SCRIPTS, ids=lambda path: path.stem)
each_payload = every("path", PAYLOADS, ids=lambda path: path.stem)


@each_script
def test_a_bad_script_is_reported_in_these_words(path: Path, golden: Golden) -> None:
    golden(path.with_suffix(".txt"), rendered(found_in(path), path))


@each_payload
def test_a_bad_payload_is_reported_in_these_words_and_read_as_this_script(path: Path, golden: Golden) -> None:
    made = api.decompile(text_of(path))
    golden(path.with_suffix(".txt"), rendered(made.diagnostics, path) + "----\n" + (made.text or ""))


@each_script
def test_a_bad_script_has_the_mistake_that_it_is_named_after(path: Path) -> None:
    assert mistake_of(path) in {found.name for found in found_in(path)}


@each_payload
def test_a_bad_payload_has_the_mistake_that_it_is_named_after(path: Path) -> None:
    assert mistake_of(path) in {found.name for found in api.decompile(text_of(path)).diagnostics}


@every("path", [path for path in (*SCRIPTS, *PAYLOADS) if path.stem in CATALOG], ids=lambda path: path.stem)
def test_the_plainest_case_of_a_mistake_has_the_severity_of_the_catalog(path: Path) -> None:
    found = found_in(path) if path in SCRIPTS else api.decompile(text_of(path)).diagnostics
    assert CATALOG[path.stem].severity in {each.severity for each in found if each.name == path.stem}


def test_there_are_bad_scripts_and_bad_payloads() -> None:
    assert SCRIPTS
    assert PAYLOADS


@every("name", [name for name, kind in CATALOG.items() if kind.code < FIRST_OF_PAYLOADS])
def test_every_mistake_of_scripts_is_in_a_golden_file(name: str) -> None:
    assert is_in_a_golden_file(name, SCRIPTS)


@every("name", [name for name, kind in CATALOG.items() if kind.code >= FIRST_OF_PAYLOADS])
def test_every_mistake_of_payloads_is_in_a_golden_file(name: str) -> None:
    assert is_in_a_golden_file(name, PAYLOADS)


@pytest.mark.parametrize("inputs", [SCRIPTS, PAYLOADS], ids=["bad", "bad_payloads"])
def test_every_golden_file_has_what_it_is_about(inputs: list[Path]) -> None:
    assert {path.stem for path in inputs[0].parent.glob("*.txt")} <= {path.stem for path in inputs}


@some_script
def test_no_two_diagnostics_of_a_bad_script_start_on_one_line(path: Path) -> None:
    source = Source(text_of(path))
    lines = [source.position(found.span.start).line for found in found_in(path)]
    assert [line for line, count in Counter(lines).items() if count > 1] == []


@some_script
def test_every_diagnostic_of_a_bad_script_starts_at_a_character_of_its_line(path: Path) -> None:
    source = Source(text_of(path))
    for found in found_in(path):
        start, end = found.span
        assert 0 <= start <= end <= len(source.text), found.message
        assert start < len(source.text) or not source.text.strip(), f"past the end: {found.message}"
        position = source.position(start)
        line = source.line(position.line)
        assert position.column <= len(line) or not line, f"past its line: {found.message}"


@some_script
def test_each_fix_of_a_bad_script_removes_its_diagnostic_and_does_no_harm(path: Path) -> None:
    text = text_of(path)
    before = found_in(path)
    for found in before:
        if found.fix is None:
            continue
        fixed = after_fix(text, found)
        after = checked(fixed, path)
        shown = f"{found.name}: {found.message} (line {Source(text).position(found.span.start).line})"
        assert all_messages(after)[found.message] < all_messages(before)[found.message], (
            f"it is still there: {shown}"
        )
        joined = (
            any(joins_lines(text, edit) for edit in found.fix.edits)
            and "line as its block's keyword" not in found.message
        )
        assert not joined, f"two lines become one: {shown}"
        assert len(errors_in(after)) <= len(errors_in(before)), f"more errors than before: {shown}"


@some_script
def test_a_trigger_that_a_hint_tells_to_write_is_right(path: Path) -> None:
    source = Source(text_of(path))
    for found in found_in(path):
        if found.hint and (told := WHOLE_WHEN.search(found.hint)):
            number = source.position(found.span.start).line
            retold = Source(with_line(source.text, number, told[1]))
            errors = errors_in(checked(retold.text, path))
            there = [each for each in errors if retold.position(each.span.start).line == number]
            assert [each.message for each in there] == [], told[1]


def text_of(path: Path) -> str:
    """The text with its own line ends."""
    return path.read_bytes().decode("utf-8")


@cache
def found_in(path: Path) -> tuple[Diagnostic, ...]:
    """Check a script with the rule selected that its file is named after."""
    return checked(text_of(path), path)


def checked(text: str, path: Path) -> tuple[Diagnostic, ...]:
    config = configured_for(path, select=("ALL", mistake_of(path)), read=reading(IMPORTED))
    return api.check(text, path=path.name, config=config)


def rendered(found: tuple[Diagnostic, ...], path: Path) -> str:
    """The diagnostics as the command line shows them, with the file's name instead of its path."""
    source = Source(text_of(path))
    return "\n".join(diagnostic_text(each, source, path.name) for each in found)


def mistake_of(path: Path) -> str:
    """The rule that a file is named after, e.g. `wrong-quotes` for `wrong-quotes-mixed`."""
    return max((name for name in CATALOG if f"{path.stem}-".startswith(f"{name}-")), key=len)


def is_in_a_golden_file(name: str, inputs: list[Path]) -> bool:
    """Whether a golden file of `inputs` starts with a diagnostic called `name`."""
    head = re.compile(rf"^\w+\[SCN\d+\] {re.escape(name)}: ", re.MULTILINE)
    return any(head.search(golden_text(path)) for path in inputs)


@cache
def golden_text(path: Path) -> str:
    golden = path.with_suffix(".txt")
    return golden.read_text(encoding="utf-8") if golden.is_file() else ""


def after_fix(text: str, found: Diagnostic) -> str:
    """`text` with the fix of `found` applied."""
    edits = found.fix.edits if found.fix else ()
    for edit in sorted(edits, key=lambda edit: edit.span.start, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def with_line(text: str, number: int, line: str) -> str:
    """`text` with `line` instead of its line `number` and of those that continue it."""
    lines = text.split("\n")
    above = number - 1
    while lines[above].lstrip().startswith("|"):
        above -= 1
    below = number
    while below < len(lines) and lines[below].lstrip().startswith("|"):
        below += 1
    return "\n".join((*lines[:above], *[""] * (number - 1 - above), line, *lines[below:]))


def joins_lines(text: str, edit: Edit) -> bool:
    """Whether an edit removes the end of its last line, and not whole lines."""
    whole_lines = not edit.text and text[: edit.span.start].strip(" \ufeff")[-1:] in ("", "\n")
    return (
        text[edit.span.start : edit.span.end].endswith("\n")
        and not edit.text.endswith("\n")
        and not whole_lines
    )


def all_messages(found: tuple[Diagnostic, ...]) -> Counter[str]:
    """The count of each message, on its own or as a note of another."""
    said = [each.message for each in found]
    return Counter(said + [other.message for each in found for other in each.related])


def errors_in(found: tuple[Diagnostic, ...]) -> list[Diagnostic]:
    return [each for each in found if each.severity is Severity.ERROR]
