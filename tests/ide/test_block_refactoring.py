"""Refactorings of the block at the cursor: name it, rewrite its opening or action, split it, move it."""

import pytest

from scn_compiler import check, compile_text
from scn_compiler.ide.edits import make_table
from scn_dsl.diagnostic import Severity
from scn_grammar.plain_text import WIDTH
from support.cases import every
from support.refactoring import offered, refactored

HEAD = "scenario: A\nrole: B\nlanguage: en\npersonality: 3\ntools: end_call\n\nFIRST_MESSAGE\n  wait\n\n"
ASKED = 'WHEN contains "day" OR contains "date"\n  say: Friday\n'


def without_errors(text: str) -> str:
    wrong = [each.message for each in check(text, path="a.scn") if each.severity is Severity.ERROR]
    assert wrong == []
    return text


def changed(body: str, title: str) -> str:
    """The lines below `HEAD` after a refactoring."""
    return without_errors(refactored(HEAD + body, title)).removeprefix(HEAD)


def titles(body: str, **options: str) -> list[str]:
    return list(offered(HEAD + body, **options))


# Names


@pytest.mark.parametrize(
    ("opening", "name"),
    [
        ('WHEN contains "order number"', "order-number"),
        ("WHEN The agent asks for a new day", "new-day"),
        ("THEN", "friday"),
    ],
)
def test_a_block_gets_a_name_from_its_words(opening: str, name: str) -> None:
    body = f"{opening[:2]}‸{opening[2:]}\n  say: Friday\n"

    assert changed(body, "Name this block") == f"@{name} {opening}\n  say: Friday\n"
    assert titles(f"@known {body}")[:1] != [f"Name this block `@{name}`"]


def test_a_name_is_new_in_the_file_and_in_what_it_inserts() -> None:
    body = f"insert: part\n@day {ASKED}\nW‸{ASKED[1:]}\nfragment: part\n@day-2 WHEN x\n  say: y\n"

    assert "Name this block `@day-3`" in titles(body)


def test_a_name_that_would_be_in_the_payload_is_not_offered() -> None:
    body = "W‸HEN The customer asks for the hours\n  say: Nine to five.\n"

    assert not [each for each in titles(body, target="bimpe") if "@" in each]


# THEN and AFTER


def test_then_becomes_after_with_the_label_of_the_block_above_and_back() -> None:
    body = f"@day {ASKED}THE‸N\n  say: Please\n"
    after = changed(body, "Replace `THEN` with `AFTER @day`")

    assert after == f"@day {ASKED}AFTER @day\n  say: Please\n"
    assert changed(after.replace("AFTER", "A‸FTER"), "Replace `AFTER @day` with `THEN`") == body.replace(
        "‸", ""
    )


def test_a_then_keeps_its_block_where_two_blocks_have_the_label() -> None:
    assert not [each for each in titles(f"@day {ASKED}@day {ASKED}TH‸EN\n  say: Please\n") if "AFTER" in each]


def test_a_block_above_without_a_label_gets_one() -> None:
    body = f"{ASKED}# why\nTHE‸N\n  say: Please\n"
    title = "Name the block above, and replace `THEN` with `AFTER @day`"

    assert changed(body, title) == f"@day {ASKED}# why\nAFTER @day\n  say: Please\n"


@pytest.mark.parametrize(
    "body",
    [
        f"@day {ASKED}THEN\n  say: A\nAFTER @day‸\n  say: Please\n",
        f"@day {ASKED}insert: part\nAFTER @day‸\n  say: Please\nfragment: part\nWHEN x\n  say: y\n",
    ],
)
def test_an_after_below_another_block_stays(body: str) -> None:
    assert not [each for each in titles(body) if "THEN" in each]


def test_a_then_below_an_insert_stays() -> None:
    body = f"{ASKED}insert: part\nTHEN‸\n  say: Please\n\nfragment: part\nWHEN x\n  say: y\n"

    assert not [each for each in titles(body) if "AFTER" in each]


# say: and do:


def test_a_spoken_text_becomes_an_instruction_and_back() -> None:
    body = f"{ASKED.replace('Fri', 'F‸ri')}# after\n"
    improvised = changed(body, "Replace `say:` with `do:` (the caller then improvises on this text)")

    assert improvised == f"{ASKED}# after\n".replace("say:", "do:")
    again = improvised.replace("Fri", "F‸ri")
    title = "Replace `do:` with `say:` (the caller then speaks this text word for word)"
    assert changed(again, title) == f"{ASKED}# after\n"


@every(
    "lines",
    [
        'WHEN x\n  sa‸y: <silence time="1s" /> Yes\n',
        "WHEN x\n  sa‸y: On {{function.eta.day}}\n",
        "WHEN x\n  sa‸y: Bye\n  end call\n",
        "WHEN x\n  sya: B‸ye\n",
        "W‸HEN x\n  say: Yes\n",
    ],
)
def test_what_a_do_cannot_hold_stays_spoken(lines: str) -> None:
    assert not [each for each in titles(lines) if "do:" in each]


def test_the_first_message_and_the_words_of_an_agent_stay_spoken() -> None:
    first = HEAD.replace("wait", "say: Hel‸lo")

    assert offered(first) == {}
    assert titles("WHEN x\n  sa‸y: Yes\n", target="bimpe") == []


# Split


def test_a_when_is_split_at_the_cursor_and_both_have_its_lines_and_follow_ups() -> None:
    body = (
        '@ask WHEN contains "day" OR contains "‸date"\n    # when\n    | OR contains "time" AND contains "tell"\n'
        "  # why\n  say: Friday\n    | at five\nTHEN\n  say: Please\n\nWHEN x\n  end call\n"
    )
    title = "Split this `WHEN` in two (a message that matches both then triggers both)"
    lines = "\n  # why\n  say: Friday\n    | at five\nTHEN\n  say: Please\n\n"

    assert changed(body, title) == (
        f'@ask WHEN contains "day" OR contains "date"{lines}# when\nWHEN contains "time" AND contains "tell"{lines}'
        "WHEN x\n  end call\n"
    )
    first = changed(body.replace("‸", "").replace("WHEN contains", "WHEN ‸contains"), title)
    assert first.startswith(f'@ask WHEN contains "day"{lines}WHEN contains "date"\n    # when\n')


def test_a_label_of_a_follow_up_stays_in_one_of_the_copies() -> None:
    body = 'W‸HEN contains "aa" OR contains "bb"\n  say: b\n@later THEN\n  say: c\n'
    body += "\nWHEN x\n  say: d\nTHEN\n  say: e\n"

    assert changed(body, "Split this `WHEN` in two") == (
        'WHEN contains "aa"\n  say: b\n@later THEN\n  say: c\n\n'
        'WHEN contains "bb"\n  say: b\nTHEN\n  say: c\n\nWHEN x\n  say: d\nTHEN\n  say: e\n'
    )


def test_a_trigger_in_a_fragment_stays_whole_if_scripts_may_continue_below_its_label() -> None:
    call = f"{HEAD}insert: part as p\nAFTER @p.ask\n  say: d\n\nfragment: part\n"
    when = 'W‸HEN contains "aa" OR contains "bb"\n  say: b\n'

    assert not [each for each in offered(f"{call}@ask {when}") if "Split" in each]
    assert [each for each in offered(f"{call.replace('AFTER @p.ask', 'WHEN x y')}{when}") if "Split" in each]


@every(
    "body",
    [
        'W‸HEN contains "a"\n  say: b\n',
        'W‸HEN (contains "a" OR contains "b") AND contains "c"\n  say: b\n',
        'W‸HEN (contains "a" OR contains "b")\n  say: b\n',
        "W‸HEN The agent asks for a OR b\n  say: b\n",
        '@a W‸HEN contains "a" OR contains "b"\n  say: b\nTHEN\n  say: c\nAFTER @a\n  say: d\n',
        'W‸HEN contains "a" OR contains "b"\n  say: b\n@c THEN\n  say: c\nAFTER @c\n  say: d\n',
        'W‸HEN contains "a" OR contains "b"\n  say: b\n@7 WHEN x\n  say: c\n',
        'W‸HEN contains "a" OR contains "b"\n  say: b\ntags: x\nTHEN\n  say: c\n',
    ],
)
def test_what_cannot_be_split_by_copying_stays_whole(body: str) -> None:
    assert not [each for each in titles(body) if "Split" in each]


# Join

LINES = "\n  say: Friday\nTHEN\n  end call\n"
TWO = f'WHEN contains "day"{LINES}\nWHEN contains "date"{LINES}'


def test_two_whens_that_do_the_same_become_one_and_splitting_it_leads_back() -> None:
    title = "Join this `WHEN` with the one below (a message that matches both then triggers one block)"
    joined = changed(f"W‸{TWO[1:]}", title)

    assert joined == f'WHEN contains "day" OR contains "date"{LINES}'
    assert changed(f"W‸{joined[1:]}", "Split this `WHEN` in two") == TWO


@every(
    "body",
    [
        TWO.replace("Friday", "Monday", 1),
        TWO.replace("\n\nWHEN", "\n\n# why\nWHEN"),
        TWO.replace("\n\nWHEN", "\n\n@date WHEN"),
        TWO.replace("\n\nWHEN", '\n\nWHEN contains "x"\n  say: y\n\nWHEN'),
        TWO.replace('contains "date"', "The agent asks for the date"),
        TWO.replace('contains "date"', 'contains "date" AND contains "tell"'),
        TWO.replace('contains "day"', 'contains "day" AND contains "tell"'),
        TWO.removesuffix("THEN\n  end call\n"),
        f"@7 {TWO}",
        f"@day {TWO}\nAFTER @day\n  say: z\n",
    ],
)
def test_whens_that_differ_in_more_than_their_conditions_stay_apart(body: str) -> None:
    assert not [each for each in titles(f"{body[0]}‸{body[1:]}") if "Join" in each]


def joined(upper: str, lower: str) -> str:
    """The opening after two `WHEN` with these conditions are joined."""
    body = f"W‸HEN {upper}{LINES}\nWHEN {lower}{LINES}"
    return changed(body, "Join this `WHEN`").removesuffix(LINES).removeprefix("WHEN ")


def test_a_condition_that_is_in_both_is_written_once() -> None:
    day, date, week = (f'contains "{each}"' for each in ("day", "date", "week"))

    assert joined(f"{day} OR {date}", f"{date} OR {week}") == f"{day} OR {date} OR {week}"
    assert joined(f"{day} OR {date}", date) == f"{day} OR {date}"
    assert joined(f"{day} AND {date}", f"{day} AND {date}") == f"{day} AND {date}"


def test_conditions_on_lines_of_their_own_stay_so() -> None:
    upper = 'contains "day"\n    | OR contains "date"'

    assert joined(upper, 'contains "week"') == f'{upper}\n    | OR contains "week"'


def test_a_line_that_would_be_too_long_continues_below() -> None:
    upper, lower = (" OR ".join(f'contains "{sign}{n}"' for n in range(4)) for sign in ("day", "week"))

    assert joined(upper, lower) == f"{upper}\n  | OR {lower}"
    assert max(map(len, joined(upper, lower.replace("week", "week of month")).split("\n"))) <= WIDTH


# Move


FORK = """\
# about a
@a WHEN contains "aaa"
  say: A
  # more about a
THEN
  say: B

# scn: allow broad-keyword the word is rare

# about c
WHEN contains "ccc"
  say: C
  end call

# at the end
"""
MOVED = """\
# scn: allow broad-keyword the word is rare

# about c
WHEN contains "ccc"
  say: C
  end call

# about a
@a WHEN contains "aaa"
  say: A
  # more about a
THEN
  say: B

# at the end
"""


def test_a_block_moves_with_its_follow_ups_and_comments_and_back() -> None:
    down = changed(
        FORK.replace("@a WHEN", "@a ‸WHEN"), "Move this block down with its follow-up (ids change)"
    )
    assert down == MOVED
    assert changed(MOVED.replace("@a WHEN", "@a ‸WHEN"), "Move this block up with its follow-up") == FORK
    assert (
        changed(FORK.replace('WHEN contains "c', '‸WHEN contains "c'), "Move this block up (ids change)")
        == MOVED
    )


def test_line_endings_and_a_missing_last_one_stay() -> None:
    text = f"{HEAD}WHEN x‸\n  say: a\n\n\nWHEN y\n  say: b".replace("\n", "\r\n")

    assert refactored(text, "Move this block down") == (
        f"{HEAD}WHEN y\n  say: b\n\n\nWHEN x\n  say: a".replace("\n", "\r\n")
    )


def test_the_cursor_stays_in_the_block_that_moves() -> None:
    for title in ("Move this block up with", "Move this block down with"):
        text = HEAD + "WHEN x\n  say: a\n\n@y WHEN y‸\n  say: b\nTHEN\n  say: c\n\nWHEN z\n  say: d\n"
        (found,) = (each for label, each in offered(text).items() if label.startswith(title))
        assert all(not each.span.start < text.index("‸") < each.span.end for each in found.edits["a.scn"])


def test_follow_ups_of_one_block_can_change_places() -> None:
    body = "@a WHEN x\n  say: A\nAFTER @a\n  say: B\nTHEN\n  say: C\nAFTER @‸a\n  say: D\n"

    assert changed(body, "Move this block up") == (
        "@a WHEN x\n  say: A\nAFTER @a\n  say: D\nAFTER @a\n  say: B\nTHEN\n  say: C\n"
    )


@every(
    "body",
    [
        "W‸HEN x\n  say: A\n",
        "@a W‸HEN x\n  say: A\n\nAFTER @a\n  say: B\n",
        "@a WHEN x\n  say: A\n\nWHEN y\n  say: C\nT‸HEN\n  say: B\n",
        "W‸HEN x\n  say: A\n\n@7 WHEN y\n  say: C\n",
        "W‸HEN x\n  say: A\n\ninsert: part\nWHEN y\n  say: C\n\nfragment: part\nWHEN z\n  say: y\n",
        "W‸HEN x\n  say: A\n\nWHEN y\n  sya: C\n",
        "W‸HEN x\n  say: A\n\nscenario: B\nrole: x\nFIRST_MESSAGE\n  wait\nWHEN y\n  say: C\n",
    ],
)
def test_a_block_stays_where_its_neighbor_or_parent_needs_it(body: str) -> None:
    assert not [each for each in titles(body) if "Move" in each]


def test_a_move_says_what_changes_where_blocks_have_no_ids() -> None:
    body = "W‸HEN The customer asks a\n  say: A\n\nWHEN The customer asks b\n  say: C\n"

    assert titles(body, target="bimpe") == ["Move this block down (the order changes)"]


def test_a_refactoring_without_a_remark_keeps_the_payload() -> None:
    body = f"{ASKED}THE‸N\n  say: Please\n"
    before = compile_text(HEAD + body.replace("‸", ""), path="a.scn")
    after = compile_text(HEAD + changed(body, "Name the block above"), path="a.scn")

    assert before.ok
    assert [each.value for each in after.payloads] == [each.value for each in before.payloads]


def test_a_cursor_alone_compiles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor asks at each step of the cursor."""
    monkeypatch.setattr(make_table, "compile_text", None)

    assert len(titles(f"W‸{ASKED[1:]}THEN\n  say: Please\n\nWHEN x\n  say: y\n")) == 3
