"""One slip gives one report, in its line: its consequences aren't reported."""

import pytest

from scn_compiler import check, fix_text
from scn_dsl.source import Source
from support.cases import every
from support.laws import with_edits

HEAD = "tools: end_call\nrole: A caller\nlanguage: en\nFIRST_MESSAGE\n  wait\n"


def reports(text: str) -> list[tuple[int, str]]:
    """Line and name of each report, and of each note."""
    source = Source(text)
    found = check(text, path="a.scn")
    notes = [(source.position(note.span.start).line, note.message) for each in found for note in each.related]
    return [(source.position(each.span.start).line, each.name) for each in found] + notes


SLIPS = {
    "a trigger behind AFTER": (
        HEAD + '@dob WHEN The agent asks\n  say: x\nAFTER dob WHEN contains "ok"\n  end call\n',
        [(8, "bad-label")],
    ),
    "a trigger behind AFTER and a label": (
        HEAD + "@dob WHEN The agent asks\n  say: x\nAFTER @dob WHEN The agent agrees\n  end call\n",
        [(8, "bad-label")],
    ),
    "a reference that cannot be read": (
        HEAD + "@dob WHEN The agent asks\n  say: x\nAFTER @dob, please\n  end call\n",
        [(8, "extra-words")],
    ),
    "a field below an action": (
        HEAD + "WHEN The agent asks\n  say: x\n  expect: The main agent names the day\n  end call\n",
        [(8, "stray-line")],
    ),
    "a field above an action": (
        HEAD + "WHEN The agent asks\n  expect: The main agent names the day\n  say: x\n  end call\n",
        [(7, "stray-line")],
    ),
    "the role inside a block": (
        "language: en\nFIRST_MESSAGE\n  wait\nWHEN The agent asks\n  role: A caller\n  say: x\n  end call\n",
        [(5, "stray-line")],
    ),
    "the role below an action": (
        "language: en\nFIRST_MESSAGE\n  wait\nWHEN The agent asks\n  say: x\n  role: A caller\n  end call\n",
        [(6, "stray-line")],
    ),
    "a second name": (
        "scenario: A\nname: B\n" + HEAD + "WHEN The agent asks\n  end call\n",
        [(2, "unknown-field")],
    ),
    "the agent's words in a block": (
        HEAD + "WHEN The agent asks\n  agent: Hello\n  say: x\n  end call\n",
        [(7, "stray-line")],
    ),
    "the agent's words, and more of them": (
        HEAD + "WHEN The agent asks\n  say: x\nbot: And your name?\n  say: Dana\n  end call\n",
        [(8, "stray-line")],
    ),
    "words below `say:`": (
        HEAD + "WHEN The agent asks\n  say:\n    Hello there\n    my friend\n  end call\n",
        [(7, "empty-text")],
    ),
    "words below a text": (
        HEAD + "WHEN The agent asks\n  say: Hello\n  my friend\n  of old\n  end call\n",
        [(8, "stray-line")],
    ),
    "words below a trigger": (
        HEAD + "WHEN The agent\n  asks for a number\n  say: x\n  end call\n",
        [(7, "stray-line")],
    ),
    "a list below `tags:`": (
        "tags:\n  - a\n  - b\n" + HEAD + "WHEN The agent asks\n  end call\n",
        [(1, "empty-text")],
    ),
    "a loop with a block": (
        HEAD + "WHEN The agent asks\n  end call\nfor day in days:\n  say: x\n",
        [(8, "stray-line")],
    ),
    "the end of the call among the words": (
        HEAD.replace("tools: end_call\n", "") + "WHEN The agent asks\n  say: Goodbye end call\n",
        [(6, "action-in-text")],
    ),
    "the end of the call that cannot be read": (
        HEAD.replace("tools: end_call\n", "") + "WHEN The agent asks\n  say: x\nend call now please\n",
        [(7, "extra-words")],
    ),
}


@every("name", SLIPS)
def test_a_slip_is_reported_once_in_its_line(name: str) -> None:
    text, expected = SLIPS[name]

    assert reports(text) == expected


@pytest.mark.parametrize("field", ["expect: The main agent names the day", "tags: a, b", "cekura.key: 1"])
def test_a_field_inside_a_block_is_put_above_it(field: str) -> None:
    text = f"{HEAD}WHEN The agent asks\n  say: x\n  {field}\n  end call\n"
    (found,) = [each for each in check(text, path="a.scn") if each.name == "stray-line"]

    assert found.fix
    assert (
        with_edits(text, found.fix.edits) == f"{HEAD}{field}\n\nWHEN The agent asks\n  say: x\n  end call\n"
    )


def test_fields_inside_a_block_are_put_above_it_in_their_order() -> None:
    text = f"{HEAD}WHEN The agent asks\n  say: x\n  tags: a\n  folder: A\n    | B\n  end call\n"

    fixed = fix_text(text, lambda changed: check(changed, path="a.scn"), unsafe=True)

    assert fixed.text == f"{HEAD}tags: a\n\nfolder: A\n    | B\n\nWHEN The agent asks\n  say: x\n  end call\n"
    assert fixed.left == ()


def test_a_field_between_blocks_ends_the_block_above_it() -> None:
    text = f"{HEAD}WHEN The agent asks\n  say: x\ntags: a\nWHEN The agent says goodbye\n  end call\n"

    assert check(text, path="a.scn") == ()


def test_utf_16_without_a_byte_order_mark_is_named() -> None:
    text = "scenario: Say hello\nrole: A caller\n"

    for encoding in ("utf-16-le", "utf-16-be"):
        seen = text.encode(encoding).decode("utf-8")
        assert [found.message for found in check(seen)] == ["this file is UTF-16"]
