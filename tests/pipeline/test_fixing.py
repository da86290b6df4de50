"""Fixes: applied in rounds until nothing changes, without touching anything else."""

import re
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scn_compiler import check, fix_text
from scn_dsl.catalog import CATALOG, report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.source import Source, Span
from support.cases import every, some
from support.cli import BROKEN, GOING_ON, GOOD, scn
from support.laws import many, wild_texts
from support.near_misses import LINES as WRONG_LINES
from support.near_misses import TRIGGERS as WRONG_TRIGGERS
from support.paths import BAD_SCRIPTS

SCRIPTS = BAD_SCRIPTS
LINES = sorted(
    {line for path in SCRIPTS for line in path.read_bytes().decode().split("\n") if len(line) < 200}
)
bad_texts = st.lists(st.sampled_from(LINES), max_size=15).map("\n".join)


def found(message: str, at: int, *edits: tuple[int, int, str]) -> Diagnostic:
    changes = tuple(Edit(Span(first, last), text) for first, last, text in edits)
    return report("stray-line", Span(at, at + 1), message, fix=Fix("fix it", changes))


def each_word(text: str, word: str, instead: str) -> tuple[Diagnostic, ...]:
    """A check that reports each `word`."""
    hits = re.finditer(re.escape(word), text)
    return tuple(found(f"no {word}", hit.start(), (hit.start(), hit.end(), instead)) for hit in hits)


def test_a_misspelt_word_is_fixed_and_nothing_else() -> None:
    fixed = fix_text(BROKEN)

    assert (fixed.text, fixed.made, fixed.left) == (GOOD.format("Broken"), 1, ())


def test_unsafe_fixes_are_applied_only_on_request() -> None:
    text = GOOD.format("Label") + "@later WHEN The agent asks\n  say: Yes\n"

    assert fix_text(text).text == text
    assert "@later" not in fix_text(text, unsafe=True).text


CALL = """\
scenario: Call
role: A caller
language: en
{}WHEN The agent says goodbye
  say: Bye
  end call
"""


def test_a_pause_in_the_first_message_becomes_an_answer_to_the_greeting() -> None:
    text = CALL.format('FIRST_MESSAGE\n  say: <silence time="2s" /> Hello\n')

    meant = CALL.format("FIRST_MESSAGE\n  wait\n\nWHEN The agent greets the caller\n  say: Hello\n")
    assert fix_text(text, unsafe=True).text == meant


@every(
    ("label", "below"),
    [
        ("@a ", "AFTER @a\n  say: One moment\n"),
        ("", "THEN\n  say: One moment\n"),
        ("", "WHEN The agent greets the caller\n  say: Good day\n"),
        ("", "WHEN Agent greets me.\n  say: Good day\n"),
    ],
)
def test_a_pause_in_a_first_message_that_others_build_on_stays(label: str, below: str) -> None:
    text = CALL.format(f'{label}FIRST_MESSAGE\n  say: <silence time="2s" /> Hello\n{below}')

    fixed = fix_text(text, unsafe=True)

    assert fixed.text == text
    assert "leading-silence" in {each.name for each in fixed.left}


@every("length", ["9", "1234567", "9.123456789", "12.50"])
def test_a_silence_that_becomes_a_hold_is_as_long_as_before(length: str) -> None:
    blocks = 'FIRST_MESSAGE\n  wait\nWHEN The agent asks for a day\n  say: Friday\nTHEN\n  say: Hm <{} time="{}s" /> Two\n'

    fixed = fix_text(CALL.format(blocks.format("silence", length)), unsafe=True)

    assert fixed.text == CALL.format(blocks.format("hold", length))


def test_line_ends_mark_and_comments_stay() -> None:
    text = "\ufeff# first\r\n" + BROKEN.replace("\n", "\r\n") + "# last, without an end"

    fixed = fix_text(text)

    assert fixed.made == 1
    assert fixed.text == text.replace("sya", "say")


def test_a_line_that_a_fix_adds_ends_as_the_others() -> None:
    text = (GOING_ON.format("Two") + "WHEN The agent asks say: Yes\n").replace("\n", "\r\n")

    fixed = fix_text(text)

    assert fixed.left == ()
    assert "asks\r\n  say: Yes\r\n" in fixed.text
    assert "\n" not in fixed.text.replace("\r\n", "")


def test_a_fix_that_joins_two_lines_takes_the_whole_line_end() -> None:
    text = (GOOD.format("Two") + "@lonely\nWHEN The agent asks\n  say: Yes\n").replace("\n", "\r\n")

    fixed = fix_text(text)

    assert "@lonely WHEN The agent asks\r\n" in fixed.text


def test_a_mistake_that_a_fix_reveals_is_fixed_in_the_next_round() -> None:
    def checked(text: str) -> tuple[Diagnostic, ...]:
        return each_word(text, "one", "two") or each_word(text, "two", "three")

    assert fix_text("one two", checked).text == "three three"


def test_a_fix_is_applied_as_a_whole_or_not_at_all() -> None:
    def checked(text: str) -> tuple[Diagnostic, ...]:
        if "b" not in text:
            return ()
        return (
            found("b", 2, (2, 3, "x"), (6, 7, "x")),
            found("a", 0, (0, 1, "y"), (4, 5, "y")),
            found("c", 4, (4, 5, "z"), (8, 9, "z")),
        )

    assert fix_text("a b c d e", checked).text == "y x y x e"


def test_a_fix_that_does_not_help_is_taken_back_and_not_tried_again() -> None:
    texts: list[str] = []

    def checked(text: str) -> tuple[Diagnostic, ...]:
        texts.append(text)
        stays = found("stays", 0, (1, 1, "!"))
        return (stays, *each_word(text, "sya", "say"))

    fixed = fix_text("{ sya", checked)

    assert (fixed.text, fixed.made) == ("{ say", 1)
    assert len(texts) < 6


def test_fixes_that_undo_each_other_end() -> None:
    def checked(text: str) -> tuple[Diagnostic, ...]:
        return each_word(text, "this", "that") or each_word(text, "that", "this")

    once = fix_text("this", checked).text

    assert fix_text(once, checked).text == once


@some("path", SCRIPTS, ids=lambda path: path.stem)
@every("unsafe", [False, True], ids=["safe", "all"])
def test_after_one_run_a_bad_script_has_no_fix_left(path: Path, unsafe: bool) -> None:
    checked = partial(check, path=path.name)

    fixed = fix_text(path.read_bytes().decode(), checked, unsafe=unsafe)

    left = [each.message for each in fixed.left if each.fix and (each.fix.safe or unsafe)]
    assert left == []
    assert fix_text(fixed.text, checked, unsafe=unsafe).text == fixed.text


FIRST_OF_READABLE = "SCN200"
"""From this code on, rules are about meaning: one fix may not solve everything."""
WRONG = {path.stem: path.read_bytes().decode() for path in SCRIPTS} | {
    each.typed: each.above + each.typed + each.below for each in (*WRONG_TRIGGERS, *WRONG_LINES)
}


@some("text", WRONG.values(), ids=WRONG)
def test_a_safe_fix_makes_a_line_that_can_be_read(text: str) -> None:
    for each in check(text, path="a.scn"):
        if each.fix is None or not each.fix.safe:
            continue
        after_fix = Source(text_with(text, each.fix))
        lines = {after_fix.position(at).line for at in ends_of(each.fix)}
        left = [left for left in check(after_fix.text, path="a.scn") if left.severity is Severity.ERROR]
        there = [left for left in left if after_fix.position(left.span.start).line in lines]
        there = [left for left in there if left.name != "duplicate-field"]
        refused = [left.message for left in there if CATALOG[left.name].code < FIRST_OF_READABLE]
        assert refused == [], each.message


def text_with(text: str, fix: Fix) -> str:
    for edit in sorted(fix.edits, key=lambda edit: -edit.span.start):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def ends_of(fix: Fix) -> list[int]:
    """Start and end of each edit in the fixed text."""
    ends: list[int] = []
    grown = 0
    for edit in sorted(fix.edits, key=lambda edit: edit.span.start):
        start = edit.span.start + grown
        ends += [start, start + len(edit.text)]
        grown += len(edit.text) - (edit.span.end - edit.span.start)
    return ends


def clean_after_safe_fixes() -> list[str]:
    """The bad scripts that are clean after their safe fixes, and that can be parts of one file.

    A file has its version line only once, and with a `let` or a fragment, each `$word` in it is a value.
    """
    texts = {path.stem: path.read_bytes().decode() for path in SCRIPTS if "version" not in path.stem}
    return [
        text
        for name, text in texts.items()
        if not re.search(r"^(?:target:|let |fragment:)", text, re.MULTILINE)
        and check(text)
        and not fix_text(text, partial(check, path=name)).left
    ]


@pytest.mark.slow
def test_one_run_fixes_every_near_miss_whose_fix_is_safe(tmp_path: Path) -> None:
    texts = clean_after_safe_fixes()
    named = [
        re.sub(r"Move a dentist appointment", f"Move appointment {number}", text)
        for number, text in enumerate(texts)
    ]
    (tmp_path / "all.scn").write_text("\n".join(named), encoding="utf-8")

    strict = ("--strict", "--ignore", "incomplete-body,copied-block,duplicate-scenario-name")
    before = scn("check", "all.scn", cwd=tmp_path)
    fixed = scn("check", "--fix", *strict, "all.scn", cwd=tmp_path)

    assert len(texts) >= 12
    assert before.returncode == 1
    assert fixed.returncode == 0, fixed.stdout
    assert re.fullmatch(r"\d{2,} problems fixed, 0 remaining in 1 file\n", fixed.stderr)
    assert scn("check", *strict, "all.scn", cwd=tmp_path).stderr == "no problems in 1 file\n"


@many
@given(st.one_of(bad_texts, wild_texts), st.booleans())
def test_fixing_again_changes_nothing(text: str, unsafe: bool) -> None:
    once = fix_text(text, unsafe=unsafe).text

    assert fix_text(once, unsafe=unsafe).text == once


@many
@given(st.one_of(bad_texts, wild_texts), st.booleans())
def test_a_line_that_no_fix_names_stays(text: str, unsafe: bool) -> None:
    unnamed: list[list[str]] = []

    def checked(text: str) -> tuple[Diagnostic, ...]:
        lines = text.split("\n")
        assert not unnamed or any(is_within(kept, lines) for kept in unnamed)
        result = check(text)
        named = lines_of_fixes(text, result)
        unnamed.append([line for number, line in enumerate(lines, 1) if number not in named])
        return result

    fix_text(text, checked, unsafe=unsafe)


def lines_of_fixes(text: str, result: tuple[Diagnostic, ...]) -> set[int]:
    source = Source(text)
    return {
        number
        for each in result
        for edit in (each.fix.edits if each.fix else ())
        for number in range(source.position(edit.span.start).line, source.position(edit.span.end).line + 1)
    }


def is_within(some: list[str], lines: list[str]) -> bool:
    """Whether `lines` contains `some`, in the same order."""
    rest = iter(lines)
    return all(line in rest for line in some)
