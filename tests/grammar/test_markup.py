"""Marks in a text: their surroundings hide none of them."""

from itertools import pairwise

from scn_compiler import check
from scn_dsl.records import replace
from scn_grammar.markup import Mark, Template, scan
from support.cases import every

HEAD = "scenario: A\nrole: A caller\nlanguage: en\ntools: end_call\n\nFIRST_MESSAGE\n"
TEXTS = [
    '<ivr text="" /> bye',
    "x <silence time='2s' /> and [laughter]",
    "name} [sigh]",
    "a <spell>AB</spell> b",
    "a <b",
    "{{test_profile.day}} <endcall />",
    "[not a marker! <endcall />",
    "plain words",
]


def moved(mark: Mark, by: int) -> Mark:
    """`mark` in a text that has `by` more characters before it."""
    if hasattr(mark, "attributes"):
        attributes = tuple(
            replace(each, start=each.start + by, end=each.end + by) for each in mark.attributes
        )
        return replace(mark, start=mark.start + by, end=mark.end + by, attributes=attributes)
    return replace(mark, start=mark.start + by, end=mark.end + by)


@every("before", ["{{", "{{ x ", "Hi {{a {{b "])
@every("text", TEXTS)
def test_an_unclosed_template_hides_no_later_mark(before: str, text: str) -> None:
    unclosed, *others = [mark for mark in scan(before + text) if mark.end > len(before)] or [None]
    if not (isinstance(unclosed, Template) and not unclosed.complete):
        others = [each for each in (unclosed, *others) if each]

    assert others == [moved(mark, len(before)) for mark in scan(text)]


@every("text", TEXTS)
def test_marks_are_in_order_and_never_overlap(text: str) -> None:
    marks = scan("{{" + text)

    assert marks
    assert all(one.end <= other.start for one, other in pairwise(marks))


def test_a_tag_after_an_unclosed_template_is_checked() -> None:
    found = {each.name for each in check(HEAD + '  say: {{x <ivr text="" /> bye\n')}

    assert "bad-attribute-value" in found
