"""Letters in an unusual form of Unicode are found wherever there are some, and only there."""

from unicodedata import normalize

from hypothesis import given
from hypothesis import strategies as st

from scn_compiler.lint.rules.unnormalized_text import unusual_form
from scn_compiler.pipeline.check import check
from scn_compiler.pipeline.fix import fix_text
from support.calls import HEAD
from support.cases import every
from support.laws import law

_LETTERS = (
    "eaq\u0301\u0302\u0323\u0307\u1112\u1161\u11ab\u0958\u212b\u093c\u0915\u0344 \u0345\u05d0\u05bc\ud800é"
)


@given(st.text(_LETTERS, max_size=8) | st.text(max_size=8))
@law(500)
def test_a_text_has_an_unusual_form_if_normalizing_changes_it(text: str) -> None:
    found = unusual_form(text)

    assert (found is None) == (normalize("NFC", text) == text)
    if found:
        word, written, usual = found
        assert word in text and written in word and written != usual == normalize("NFC", written)


@every(
    ("word", "written", "usual"),
    [
        ("cafe\u0301", "e\u0301", "é"),
        ("q\u0307\u0323y", "\u0307\u0323", "\u0323\u0307"),
        ("\u212bngström", "\u212b", "Å"),
        ("\u1112\u1161\u11ab국", "\u1112\u1161\u11ab", "한"),
    ],
)
def test_the_characters_that_differ_are_named(word: str, written: str, usual: str) -> None:
    assert unusual_form(f"the {word}") == (word, written, usual)


def test_a_fix_makes_a_keyword_match_the_usual_form() -> None:
    script = f'{HEAD}FIRST_MESSAGE\n  wait\nWHEN contains "say \\"cafe\u0301\\""\n  say: Yes.\n'

    assert "unnormalized-text" in [each.name for each in check(script)]
    assert fix_text(script, unsafe=True).text == normalize("NFC", script)
