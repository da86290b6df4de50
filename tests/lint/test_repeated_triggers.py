"""Triggers that differ only in words such as "again": one report for each repeat, and none for a second appointment."""

from scn_compiler import check
from support.cases import every

HEAD = """\
scenario: Book a visit
role: A caller
language: en
FIRST_MESSAGE
  wait
WHEN The agent says goodbye
  end call
"""


def script(earlier: str, later: str) -> str:
    return f"{HEAD}WHEN {earlier}\n  say: On Monday.\nWHEN {later}\n  say: On Friday.\n"


@every(
    ("sentence", "words", "repeated"),
    [
        ("The agent offers a day", "for the second time", "The agent offers a day for the second time"),
        ("The agent offers a day", "one more time", "The agent offers a day one more time."),
        ("The agent offers a day", "once more", "The agent offers a day, once more"),
        ("The agent asks the caller for the name", "again", "The agent asks the caller for the name again"),
        ("The agent asks whether to wait", "again", "The agent asks again whether to wait"),
    ],
)
def test_triggers_for_a_repeated_event_are_told_to_be_equal(sentence: str, words: str, repeated: str) -> None:
    [found] = check(script(sentence, repeated))
    [found_at_the_other] = check(script(repeated, sentence))

    assert found.message.startswith(f"`{words}` doesn't distinguish this trigger from an earlier trigger")
    assert "exactly the same trigger: they take turns" in (found.hint or "")
    assert found_at_the_other.message.startswith(
        f"`{words}` in an earlier trigger doesn't distinguish it from this trigger"
    )


@every(
    ("earlier", "later"),
    [
        ("The agent offers an appointment", "The agent offers an appointment another time"),
        ("The agent proposes a slot", "The agent proposes a slot at another time"),
        ("The agent asks to reschedule", "The agent asks to reschedule for another time"),
        ("The agent asks for a slot", "The agent asks for a second time slot"),
        ("The agent offers a slot", "The agent offers one more time slot"),
        ("The agent moves the visit", "The agent moves the visit to a second time"),
    ],
)
def test_another_appointment_is_not_a_repeat(earlier: str, later: str) -> None:
    assert check(script(earlier, later)) == ()
    assert check(script(later, earlier)) == ()


@every(
    ("earlier", "later"),
    [
        ("The agent asks if the caller wants to order", "The agent asks if the caller wants to order again"),
        ("The agent says the system works", "The agent says the system works again"),
        ("The agent offers to call", "The agent offers to call once more"),
        ("The agent offers help with logging in", "The agent offers help with logging in again"),
    ],
)
def test_again_in_the_content_of_a_message_hardly_distinguishes_it(earlier: str, later: str) -> None:
    [found] = check(script(earlier, later))

    assert " hardly distinguishes this trigger from an earlier trigger" in found.message
    assert "take turns" not in (found.hint or "")


def test_a_repeat_that_no_message_can_show_is_reported_once() -> None:
    once = "The agent asks for the date of birth"
    for triggers in ((once, f"{once} a second time"), (f"{once} a second time", once)):
        [found] = check(script(*triggers))

        assert found.name == "silence-trigger"
        assert found.related == ()
