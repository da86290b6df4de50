"""`scn.lock`: the same text for the same content, lines that merge, and files that nobody should use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scn_compiler.sync.lock_file import BadLock, Entry, Lock, LockSection, parse_lock, print_lock
from support.cases import every
from support.laws import law

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
HASH = st.text("0123456789abcdef", min_size=32, max_size=32)
FIELDS = st.lists(st.sampled_from(["name", "tags", "metrics"]), unique=True).map(tuple)
ENTRIES = st.lists(st.tuples(WORDS, HASH, FIELDS, WORDS), unique_by=lambda each: each[0]).map(
    lambda rows: {
        key: Entry(str(at + 1), seen, fields, stamp) for at, (key, seen, fields, stamp) in enumerate(rows)
    }
)
LOCKS = st.dictionaries(WORDS, st.builds(LockSection, ENTRIES.filter(bool), WORDS), max_size=3).map(Lock)
ENTRY = Entry("7", "ab", ("name",), "t")
LOCK = Lock({"staging/cekura": LockSection({"book": ENTRY, "move": Entry("8", "cd", ("name",), "t")})})


@given(LOCKS)
@law(300)
def test_a_lock_is_read_as_it_was_written(lock: Lock) -> None:
    assert parse_lock(print_lock(lock)) == lock


def test_an_entry_is_one_line_in_order() -> None:
    text = print_lock(
        LOCK.with_entry("staging/cekura", "ask", ENTRY).with_entry("staging/cekura", "book", None)
    )

    assert [line.split('"')[1] for line in text.splitlines() if '"id"' in line] == ["ask", "move"]
    assert [line for line in text.splitlines() if '"seen": "cd"' in line] == [
        '        "move": {"id": "8", "seen": "cd", "fields": "name", "stamp": "t"}'
    ]


def test_a_merge_may_leave_or_lack_a_comma_at_the_end_of_a_line() -> None:
    """Two people add the last entry, and both lines are kept."""
    text = print_lock(LOCK.with_entry("staging/cekura", "c, }", Entry("9", "ef")))

    assert '"t"},\n        "c, }"' in text
    assert parse_lock(text.replace('"t"},\n', '"t"}\n')) == parse_lock(text)
    assert parse_lock(text.replace('"t"}\n', '"t"},\n')) == parse_lock(text)


@every(
    ("text", "line", "message", "hint"),
    [
        (print_lock(LOCK).replace('        "move"', '<<<<<<< ours\n        "move"'), 7,
         "a merge left both versions of some lines here",
         "keep the lines of both sides, remove the lines with marks, and run `scn plan`"),
        (print_lock(LOCK).replace('"move"', '"book"'), 7, "not valid JSON: duplicate key `book`",
         "keep one of the lines with this key, and run `scn plan`"),
        ('{"version": 9, "environments": {}}', 1, "a newer version of scn wrote this lock",
         "update scn"),
        ("[]", 1, "this isn't a lock of scn", "restore it from version control; then run `scn plan`"),
        ("{\n  x", 2, "not valid JSON: expected a key in double quotes", "restore it from version control; then run `scn plan`"),
        (print_lock(LOCK).replace('"id": "8"', '"id": "7"'), 7,
         "in `staging/cekura`, `book` and `move` are the same scenario on the platform, 7",
         "remove the line of the key that no script has"),
        (print_lock(LOCK).replace('"id": "8"', '"id": 8'), 7, "the entry of `move` isn't one that scn writes",
         "restore it from version control; then run `scn plan`"),
        (print_lock(LOCK).replace('"seen": "cd", ', ""), 7, "the entry of `move` isn't complete",
         "restore it from version control; then run `scn plan`"),
    ],
)  # fmt: skip
def test_a_lock_that_nobody_should_use_says_what_to_do(text: str, line: int, message: str, hint: str) -> None:
    with pytest.raises(BadLock) as error:
        parse_lock(text)

    assert (str(error.value), error.value.hint, error.value.line) == (message, hint, line)
