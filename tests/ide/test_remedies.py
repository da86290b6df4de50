"""Quick fixes for problems with several remedies: a text that Enter broke, two actions in a block, an undecided action."""

import pytest

from scn_compiler import check, fix_text
from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.edits.code_actions import QuickFix, quick_fixes
from scn_compiler.ide.edits.remedies import remedies
from scn_dsl.diagnostic import Severity
from support.cases import every
from support.refactoring import after_edits

HEAD = "scenario: A\nrole: B\nlanguage: en\npersonality: 3\ntools: end_call\n\nFIRST_MESSAGE\n  wait\n\n"
BROKEN = "WHEN The agent greets the caller\n  say: Good morning.\n  I have a question.\n"
TEST = "script: a.scn\ntest: A\n  hear: Hello?\n  say: Good morning.\n  I have a question.\n"

CONTINUE = "Continue the text above: start the line with `|`"
NEXT = "Say this on the caller's next turn: add `THEN` and `say:`"
COMMENT = "Comment out this line"


def offered(text: str, target: str | None = None) -> dict[str, QuickFix]:
    """All quick fixes for the errors of a script, by title."""
    script = OpenScript(text, "a.scn", target)
    found = tuple(
        each for each in check(text, path="a.scn", target=target) if each.severity is Severity.ERROR
    )
    return {each.title: each for each in (*quick_fixes(text, found), *remedies(script, found))}


def results(body: str) -> dict[str, str]:
    """The lines below `HEAD` after each fix."""
    text = HEAD + body
    return {title: after_edits(text, fix.edits).removeprefix(HEAD) for title, fix in offered(text).items()}


def errors(body: str) -> list[str]:
    return [each.name for each in check(HEAD + body, path="a.scn") if each.severity is Severity.ERROR]


def test_a_line_of_speech_that_enter_broke_has_three_remedies() -> None:
    found = results(BROKEN)

    assert found == {
        CONTINUE: BROKEN.replace("  I have", "  | I have"),
        NEXT: BROKEN.replace("  I have", "THEN\n  say: I have"),
        COMMENT: BROKEN.replace("  I have", "  # I have"),
    }
    assert [errors(each) for each in found.values()] == [[], [], []]


def test_only_the_author_chooses_a_remedy() -> None:
    assert not any(each.preferred for each in offered(HEAD + BROKEN).values())
    assert fix_text(HEAD + BROKEN).text == HEAD + BROKEN


def test_all_lines_of_a_broken_paragraph_get_the_remedy() -> None:
    body = BROKEN + "  # a note\n  It is about my order\n  end call\n"
    found = results(body)

    assert found[NEXT] == (
        "WHEN The agent greets the caller\n  say: Good morning.\nTHEN\n  say: I have a question.\n  # a note\n"
        "  | It is about my order\n  end call\n"
    )
    assert found["Comment out these 2 lines"].endswith(
        "  # I have a question.\n  # a note\n  # It is about my order\n  end call\n"
    )
    assert [errors(each) for each in found.values()] == [[], [], []]


@every("words", ["My order number is this: 5", "Name: Dana", "do you have it?", "role of mine"])
def test_words_that_look_like_another_line_have_the_same_remedies(words: str) -> None:
    found = results(BROKEN.replace("I have a question.", words))

    assert {CONTINUE, NEXT, COMMENT} <= found.keys()
    assert [errors(found[each]) for each in (CONTINUE, NEXT, COMMENT)] == [[], [], []]


def test_such_words_outside_of_speech_stay_a_field() -> None:
    for text in (f"{HEAD}wording: often\n", f"{HEAD}WHEN x\n  wording: often\n  say: Yes\n"):
        assert not offered(text).keys() & {CONTINUE, NEXT, COMMENT}


def test_below_end_call_words_can_only_be_a_comment() -> None:
    assert list(results("WHEN x\n  end call\n  see you soon\n")) == [COMMENT]


def test_a_field_that_enter_broke_is_continued_or_the_line_is_a_comment() -> None:
    assert list(offered("scenario: A\nrole: A person\nwho is in a hurry\nFIRST_MESSAGE\n  wait\n")) == [
        CONTINUE,
        COMMENT,
    ]


def test_words_of_an_agent_have_no_next_turn() -> None:
    assert list(offered("role: B\nWHEN x\n  say: Good day.\n  How are you?\n", "bimpe")) == [
        CONTINUE,
        COMMENT,
    ]


def test_in_a_test_the_line_can_be_one_of_the_caller() -> None:
    found = {title: after_edits(TEST, each.edits) for title, each in offered(TEST).items()}
    title = "Make this a line of the caller: start it with `say:`"

    assert list(found) == [CONTINUE, title, COMMENT]
    assert found[title].endswith("  say: Good morning.\n  say: I have a question.\n")


def test_line_endings_stay() -> None:
    text = (HEAD + BROKEN).replace("\n", "\r\n")
    (then,) = (each for title, each in offered(text).items() if title == NEXT)

    assert after_edits(text, then.edits).endswith("morning.\r\nTHEN\r\n  say: I have a question.\r\n")


TWO = "@a WHEN x\n  say: One.\n  say: Two,\n    | three.\n  end call\n"


def test_a_second_say_continues_the_first_or_is_the_next_turn() -> None:
    found = results(TWO)

    assert found == {
        "Continue the text above: replace `say:` with `|`": TWO.replace("say: Two", "| Two"),
        "Make this the caller's next turn: add `THEN`": TWO.replace("  say: Two", "THEN\n  say: Two"),
    }
    assert [errors(each) for each in found.values()] == [[], []]


@pytest.mark.parametrize("second", ["end call", "say: Two", "do: Two"])
def test_another_action_below_an_instruction_is_the_next_turn(second: str) -> None:
    found = results(f"WHEN x\n  do: One\n  {second}\n")

    assert found == {"Make this the caller's next turn: add `THEN`": f"WHEN x\n  do: One\nTHEN\n  {second}\n"}


@pytest.mark.parametrize("lines", ["end call\n  say: Two", "end call\n  end call"])
def test_actions_that_no_next_turn_helps_have_no_remedy(lines: str) -> None:
    assert "two-actions" in errors(f"WHEN x\n  {lines}\n")
    assert list(results(f"WHEN x\n  {lines}\n")) == []


def test_an_undecided_action_becomes_either() -> None:
    found = results("WHEN x\n  say/do: Yes\n")

    assert found == {
        "Replace with `do:`": "WHEN x\n  do: Yes\n",
        "Replace with `say:`": "WHEN x\n  say: Yes\n",
    }


def test_a_code_fence_can_only_be_removed() -> None:
    found = results("WHEN The agent greets the caller\n  say: Good morning.\n```\nThis is the script.\n")

    assert found == {
        "Remove the code fence": "WHEN The agent greets the caller\n  say: Good morning.\nThis is the script.\n",
        COMMENT: "WHEN The agent greets the caller\n  say: Good morning.\n```\n# This is the script.\n",
    }
