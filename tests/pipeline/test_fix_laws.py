"""Laws of fixes: none creates an error or loses a word of the author, and one run applies all of them."""

import random
import re
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from scn_compiler import check, fix_text
from scn_dsl.diagnostic import Diagnostic, Severity
from support.cases import some
from support.laws import law
from support.near_misses import LINES, TRIGGERS
from support.paths import BAD_SCRIPTS, SAMPLES
from support.slips import KINDS, rows_of

NEAR_MISSES = [each.above + each.typed + each.below for each in TRIGGERS + LINES]
BAD = [path.read_text(encoding="utf-8") for path in BAD_SCRIPTS]
SAMPLE_TEXTS = [path.read_text(encoding="utf-8") for path in SAMPLES]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SAID = re.compile(r"^[ \t\xa0]*(?:(?:say|do)\s*:|\|)(?P<words>.*)$", re.MULTILINE)
_MARKS = re.compile(
    r"<[^<>\n]*>|[\[(]?[^\[\]()\n]{1,20}\]|[\[][^\[\]\n]*[\])]?|\{[^{}\n]*\}|&#?\w+;|\\u?\w+|^[ \t]*# scn:.*$",
    re.MULTILINE,
)
"""Tags, markers, placeholders and escapes, which fixes rewrite, and suppression comments."""


def found_in(text: str) -> tuple[Diagnostic, ...]:
    return check(text, path="a.scn")


def errors(found: tuple[Diagnostic, ...]) -> Counter[str]:
    return Counter(each.message for each in found if each.severity is Severity.ERROR)


def words_of(text: str) -> Counter[str]:
    return Counter(word.casefold() for word in _WORD.findall(_MARKS.sub(" ", text)))


def lost_words(before: str, after: str) -> set[str]:
    """Words that occur less often after than before, apart from changes in whitespace."""
    letters = re.sub(r"[\W_]+", "", after).casefold()
    return {word for word in words_of(before) - words_of(after) if re.sub(r"\W", "", word) not in letters}


def lost_speech(before: str, after: str) -> set[str]:
    """Spoken words that are gone."""
    said = "\n".join(found["words"] for found in _SAID.finditer(before))
    return lost_words(said, after)


KEYWORDS = set(
    """say says do when then after first message end call wait raw contains or and not the a an of is it if
    true false yes no standard action followup endcall hang up scn scenario role language expect tags""".split()
)
"""Words that a fix may change."""


_NO_FILES = "can't be read here, because this script has no file"
"""A path that a fix corrects still leads nowhere: these scripts have no folder."""


def safe_fixes_hold(text: str) -> None:
    before = found_in(text)
    known = errors(before) + Counter(note.message for each in before for note in each.related)
    fixed = fix_text(text, found_in)

    created = errors(fixed.left) - known
    assert not [each for each in created if _NO_FILES not in each], "a safe fix creates an error"
    assert lost_words(text, fixed.text) <= KEYWORDS | gone_with_keywords(before), "a safe fix loses words"
    assert fix_text(fixed.text, found_in).text == fixed.text, "fixing again fixes more"


def gone_with_keywords(found: tuple[Diagnostic, ...]) -> set[str]:
    """The words in the messages, which the fixes may change."""
    return {word.casefold() for each in found for word in _WORD.findall(each.message)}


def unsafe_fixes_hold(text: str) -> None:
    fixed = fix_text(text, found_in, unsafe=True)

    assert lost_speech(text, fixed.text) <= KEYWORDS | gone_with_keywords(found_in(text)), (
        "a fix loses speech"
    )
    assert fix_text(fixed.text, found_in, unsafe=True).text == fixed.text, "fixing again fixes more"


@some("text", NEAR_MISSES, ids=lambda text: text[-40:].strip())
def test_fixes_of_a_near_miss_keep_the_promises(text: str) -> None:
    safe_fixes_hold(text)
    unsafe_fixes_hold(text)


@some("text", BAD, ids=lambda text: text[-40:].strip())
def test_fixes_of_a_bad_script_keep_the_promises(text: str) -> None:
    safe_fixes_hold(text)
    unsafe_fixes_hold(text)


@st.composite
def slipped(draw: st.DrawFn) -> str:
    """A right script with one or two slips."""
    rows = rows_of(draw(st.sampled_from(SAMPLE_TEXTS)))
    rng = random.Random(draw(st.integers(0, 1 << 30)))
    for _ in range(draw(st.integers(1, 2))):
        kind = KINDS[draw(st.sampled_from(sorted(KINDS)))]
        for at in rng.sample(range(len(rows)), min(len(rows), 12)):
            if made := kind(rows, at, rng):
                rows = made
                break
    return "\n".join(row.text for row in rows)


@law(200)
@given(slipped())
def test_fixes_of_slips_keep_the_promises(text: str) -> None:
    safe_fixes_hold(text)
    unsafe_fixes_hold(text)
