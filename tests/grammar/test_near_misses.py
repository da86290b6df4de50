"""Near misses: a line that is almost right is reported once, at its place, with a fix; right lines raise nothing.

`near_misses/triggers.txt` and `lines.txt` explain their format. After an improvement:
`pytest tests/grammar/test_near_misses.py --accept`, and read the diff. `prose.txt` has lines that must stay clean.
"""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from scn_compiler import api
from scn_compiler.config import Config
from scn_dsl.diagnostic import Severity
from support.cases import every, some
from support.near_misses import LINES, TRIGGERS, NearMiss, parts, read
from support.paths import NEAR_MISSES as FOLDER

HEAD = "tools: end_call\nrole: A caller\nlanguage: en\nFIRST_MESSAGE\n  wait\n"


def told(near_miss: NearMiss) -> str:
    """A near miss in the format of its file."""
    (found,) = near_miss.found
    start, end = (at - len(near_miss.above) for at in found.span)
    lines = near_miss.typed.splitlines(keepends=True)
    shown = ""
    for line in lines:
        shown += f"- {line}"
        if 0 <= start < len(line):
            kind = found.name if found.severity is Severity.ERROR else f"{found.name} ({found.severity.word})"
            shown += (
                f"  {' ' * start}{'^' * max(1, min(end, len(line) - 1) - start)} {kind}: {found.message}\n"
            )
        start, end = start - len(line), end - len(line)
    shown += f"  help: {found.hint}\n"
    if near_miss.after_fix is not None and found.fix:
        sign = "+" if found.fix.safe else "?"
        shown += "".join(f"{sign} {line}".rstrip() + "\n" for line in near_miss.after_fix.splitlines())
        shown += "" if near_miss.after_fix.strip() else f"{sign}\n" if "\n" not in near_miss.after_fix else ""
    return shown


each_near_miss = some("near_miss", TRIGGERS + LINES, ids=lambda each: each.typed.strip())


def test_there_are_near_misses_of_every_kind() -> None:
    assert len(TRIGGERS) >= 100
    assert len(LINES) >= 150
    assert [each.typed for each, count in Counter(TRIGGERS + LINES).items() if count > 1] == []


def test_there_are_near_misses_of_every_habit() -> None:
    habits = (FOLDER / "habits.txt").read_text(encoding="utf-8").split("\n# ")[1:]
    few = [habit.splitlines()[0] for habit in habits if len(re.findall(r"^- ", habit, re.MULTILINE)) < 8]

    assert (len(habits), few) == (8, [])


@each_near_miss
def test_a_near_miss_is_reported_once_in_its_lines(near_miss: NearMiss) -> None:
    assert [each.message for each in near_miss.found][1:] == []
    assert near_miss.found, "nothing is reported"
    (found,) = near_miss.found
    start = len(near_miss.above)
    assert start <= found.span.start < found.span.end <= start + len(near_miss.typed)
    assert found.related == ()
    assert found.hint


@each_near_miss
def test_a_fixed_near_miss_is_clean(near_miss: NearMiss) -> None:
    after_fix = near_miss.after_fix
    if after_fix is not None:
        assert [each.message for each in near_miss.checked(after_fix)] == []


@pytest.mark.parametrize("name", ["triggers.txt", "lines.txt", "habits.txt", "tests.txt"])
def test_a_near_miss_is_explained_in_these_words(name: str, golden: Callable[[Path, str], None]) -> None:
    near_misses = read(name)
    whole = [told(next(near_misses)) if part.startswith("- ") else part for part in parts(name)]
    golden(FOLDER / name, "\n".join(whole))


PROSE = [line for line in (FOLDER / "prose.txt").read_text(encoding="utf-8").splitlines() if line.strip()]
each_line_of_prose = every("line", [line for line in PROSE if not line.startswith("#")])


def test_there_is_prose() -> None:
    assert len(PROSE) >= 80


@each_line_of_prose
def test_prose_raises_nothing(line: str) -> None:
    keyword, text = line.split(maxsplit=1)
    block = f"{line}\n  say: Yes\n" if keyword == "WHEN" else f"WHEN The agent asks\n  {line}\n"
    compiled = api.compile_text(f"{HEAD}{block}", target="cekura", path="a.scn")

    assert [found.message for found in compiled.diagnostics] == []
    row = compiled.payloads[0].value["conditional_actions"]["conditions"][1]
    assert text in (row["condition"], row["action"])


@every(
    "value",
    [
        "[laughter] hello",
        "[1] see the note",
        "[laughter, quietly] hello",
        '"quoted" word',
        'He said "no"',
        '"yes" or "no"',
        "{a name} is on the list",
        "True enough",
        "Nonesuch Road 12",
        "'t Hooft",
        "'one' or 'two'",
        '{"a": [1, "b"]}',
        '"{"',
        "12 Main Street",
    ],
)
def test_prose_and_json_are_fine_as_values_of_variables(value: str) -> None:
    text = f"caller a = {value}\n{HEAD}WHEN The agent asks\n  end call\n"
    found = api.check(text, path="a.scn", target="cekura-suite")

    assert [each.message for each in found if each.name == "bad-field-value"] == []


NO_ADVICE = Config(ignore=("SCN6",))
"""Advice would report that one file has so many near misses."""


def one_file(near_misses: list[NearMiss]) -> str:
    return HEAD + "".join(f"{each.typed}  say: Yes\n" for each in near_misses)


def test_one_file_with_all_of_them_has_each_of_them_named() -> None:
    text = one_file(TRIGGERS)
    starts = [len(one_file(TRIGGERS[:at])) for at in range(len(TRIGGERS))]
    found = sorted(each.span.start for each in api.check(text, path="a.scn"))

    silent = [
        each.typed
        for each, start in zip(TRIGGERS, starts, strict=True)
        if not any(start <= place < start + len(each.typed) for place in found)
    ]
    assert silent == []


def test_in_one_file_all_safe_fixes_are_made_in_one_run_and_leave_nothing() -> None:
    after_fix = [each for each in TRIGGERS if (fix := each.found[0].fix) and fix.safe and each.after_fix]
    safe = [
        each
        for each in after_fix
        if not any(word in str(each.after_fix) for word in ("say", "do:", "end call", "@"))
    ]

    fixed = api.fix_text(one_file(safe), lambda text: api.check(text, path="a.scn", config=NO_ADVICE))

    assert len(safe) > 60
    assert fixed.made >= len(safe)
    assert [each.message for each in fixed.left] == []
