"""Accepting a completion never makes a script worse."""

from collections import Counter
from pathlib import Path

import pytest

from scn_compiler.api import find
from scn_compiler.ide.completion.complete import complete
from scn_compiler.ide.document import OpenScript
from scn_compiler.platforms import TARGETS
from scn_dsl.diagnostic import Severity
from support.accepting import accepted, at
from support.cases import every
from support.drafts import FUNCTIONS, HEAD, SAY, THEN, WHEN
from support.laws import sweep
from support.paths import BAD_SCRIPTS, NEAR_MISSES, SAMPLES


def _found(text: str) -> Counter[str]:
    kept = find(text, path="example.scn").reported
    return Counter(each.name for each in kept if each.severity >= Severity.WARNING)


_OPEN = ("agent", "contains", "OR", "AND", "WHEN", "THEN", "FIRST_MESSAGE", "cekura.")
_THEIRS = {
    *(
        "mixed-and-or",
        "unused-label",
        "undefined-label",
        "duplicate-field",
        "bad-attribute-value",
        "covering-patch",
    ),
    *("unreachable-block", "language-mismatch", "long-silence-in-followup", "unused-allow"),
    *("empty-text", "missing-reason", "missing-instructions", "missing-name", "bad-platform-value"),
}
"""Rules that an accepted word may break because of the text around it: its author must choose."""


def _line(text: str, offset: int) -> str:
    """The line up to `offset`; a word after `empty:` is an error if the script fills that part."""
    return text[text.rfind("\n", 0, offset) + 1 : offset]


@pytest.mark.parametrize("sample", sweep(SAMPLES), ids=lambda path: path.stem)
def test_any_accepted_item_leaves_a_sample_valid(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    before = _found(text)
    tried: set[str] = set()
    for offset in range(len(text) + 1):
        for offer in complete(OpenScript(text, "example.scn"), offset):
            if offer.label in TARGETS or _line(text, offset).startswith("empty:"):
                continue
            assert offer.span.start <= offset == offer.span.end <= offer.end
            assert "\n" not in text[offer.span.start : offer.end]
            made = accepted(text, offer)
            whole = not offer.text.endswith(" ") and not offer.label.startswith(_OPEN)
            if made in tried or not whole or "no place" in offer.detail:
                continue
            tried.add(made)
            allows = (
                "# scn: allow" in text[text.rfind("\n", 0, offset) + 1 : offset]
            )  # not the word that was there
            more = _found(made) - before
            assert allows or set(more) <= _THEIRS, (
                text[max(0, offset - 40) : offset] + "‸",
                offer.label,
                more,
            )
    assert tried


_WORDLESS = {"empty-text", "tag-must-be-first"}
"""Rules that a tag breaks until its author has written its text."""


@every("target", [None, "cekura-when", "cekura-suite", "cekura-rows"])
def test_every_tag_that_is_offered_is_right_as_it_is_accepted(target: str | None) -> None:
    for script in (
        WHEN + "say: <‸",
        THEN + "say: <‸",
        SAY + "<‸",
        HEAD + FUNCTIONS + "FIRST_MESSAGE\n  wait\nTHEN\n  say: So <‸",
    ):
        draft, offset = at(script, target)
        for offer in complete(draft, offset):
            made = accepted(draft.text, offer)
            new = [each for each in find(made, target=target).reported if each.code.startswith("SCN4")]
            assert not [each for each in new if each.name not in _WORDLESS], (offer.label, new)


@pytest.mark.parametrize(
    "folder",
    [pytest.param(BAD_SCRIPTS[0].parent, marks=pytest.mark.slow), NEAR_MISSES],
    ids=["bad", "near_misses"],
)
def test_nothing_crashes_it(folder: Path) -> None:
    files = [path for path in sorted(folder.iterdir()) if path.suffix in (".scn", ".txt")]
    assert files
    for path in files:
        text = path.read_bytes().decode("utf-8", "surrogatepass")[:2000]
        draft = OpenScript(text)
        for offset in range(0, len(text) + 1, 17):
            for offer in complete(draft, offset):
                assert offer.span.start <= offset <= offer.end
