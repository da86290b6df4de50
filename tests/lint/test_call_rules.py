"""Rules that find without a search what a call can do: what they don't report, and that `scn explore` agrees."""

from pathlib import Path

import pytest
from hypothesis import example, given

from scn_compiler import Config, check
from scn_compiler.lint.rules.single_ending import single_ending
from scn_compiler.pipeline.explore import explore_text
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.nodes import When
from scn_dsl.source import Span
from support.calls import calls
from support.cases import every
from support.effort import calls_of, counted, forget
from support.laws import law
from support.paths import SAMPLES

HEAD = "scenario: Call\nrole: A caller\nlanguage: {}\n"
FIRST = "FIRST_MESSAGE\n  wait\n"
END = "WHEN The agent says goodbye\n  end call\n"
ECHOED, DROPPED, SINGLE = "echoed-keyword", "dropped-followup", "single-ending"
SELECTED = Config(select=("ALL", SINGLE))


def found(name: str, text: str, config: Config = SELECTED, target: str | None = None) -> list[Diagnostic]:
    return [each for each in check(text, path="call.scn", config=config, target=target) if each.name == name]


def script(blocks: str, language: str = "en") -> str:
    return HEAD.format(language) + FIRST + blocks


@every(
    "block",
    [
        'WHEN contains "time"\n  say: At three.\n',
        'WHEN contains "time" AND contains "three"\n  say: At three.\n',
        'WHEN contains "tow truck"\n  say: A truck with a tow bar.\n',
        'WHEN contains "break" OR contains "one"\n  say: Fine. <break time="1s" />\n',
        'WHEN contains "name"\n  say: It is {{test_profile.name}}.\n',
        'WHEN contains "laughter"\n  say: Ha! [laughter]\n',
        'WHEN contains "appointment"\n  do: Ask about the appointment\n',
        "WHEN The agent asks for the appointment\n  say: My appointment is today.\n",
        'WHEN contains "goodbye"\n  say: Goodbye!\n  end call\n',
        'WHEN contains "goodbye"\n  say: Goodbye! <endcall />\n',
        'WHEN contains "thank"\n  say: No, thank you.\nTHEN\n  end call\n',
        '@a WHEN contains "thank"\n  say: Thank you.\nAFTER @a\n  do: Laugh\nAFTER @a\n  say: Bye.\n  end call\n',
        'FIRST_MESSAGE\n  say: My appointment?\nWHEN contains "appointment"\n  say: At three.\n',
        'WHEN contains "three"\n  say: Yes.\nTHEN\n  say: At three.\n',
    ],
)
def test_an_answer_without_its_keyword_and_one_that_cannot_come_again_are_fine(block: str) -> None:
    text = HEAD.format("en") + ("" if block.startswith("FIRST") else FIRST) + block + END

    assert found(ECHOED, text) == []


@every(
    ("keyword", "answer"),
    [
        ("Straße", "Lange STRASSE 3"),
        ("नाम", "मेरा नाम राम है"),
        ("三", "下午三点"),
        ("day", "On Tuesday"),
        ("green", '<noise sound="beep" /> The green one'),
    ],
)
def test_keywords_of_any_language_are_found_in_the_answer(keyword: str, answer: str) -> None:
    text = script(f'WHEN contains "{keyword}"\n  say: {answer}\n{END}', "de")

    [one] = found(ECHOED, text)

    assert (f"`{keyword}`" in one.message, one.severity) == (True, Severity.INFO)
    assert ("longer word" in one.message) is (keyword == "day")
    assert found(ECHOED, text, target="eqho") == []


def test_a_keyword_of_nearly_every_message_is_reported_once() -> None:
    text = script(f'WHEN contains "you"\n  say: Thank you.\n{END}')

    assert [each.name for each in check(text)] == ["broad-keyword"]


@every(
    "blocks",
    [
        "@a WHEN The agent asks for a day\n  say: Today.\nAFTER @a\n  say: Or Monday?\nAFTER @a\n  end call\n",
        (
            "@a WHEN The agent asks for a day\n  say: Today.\nTHEN\n  end call\n"
            "@b WHEN The agent asks for a name\n  say: Ann.\nTHEN\n  say: Ann Lee.\n"
        ),
        (
            'WHEN contains "day" AND contains "name"\n  say: Today.\nTHEN\n  say: Ann.\n'
            'WHEN contains "day"\n  say: Monday.\nTHEN\n  end call\n'
        ),
        (
            'WHEN contains "day"\n  say: Monday.\nTHEN\n  say: Or Friday?\n'
            'WHEN contains "day" AND contains "sorry"\n  say: Bye.\n  end call\n'
        ),
        (
            'WHEN contains "birthday"\n  say: Monday.\nTHEN\n  say: Or Friday?\n'
            'WHEN contains "day"\n  say: Bye.\n  end call\n'
        ),
        (
            "WHEN The agent asks for a day\n  say: Monday.\nTHEN\n  say: Or Friday?\n"
            "WHEN the agent asks for a day!\n  say: Bye.\n  end call\n"
        ),
        "WHEN The agent says goodbye\n  say: Bye.\n  end call\nTHEN\n  say: Or Friday?\n",
    ],
)
def test_a_follow_up_that_the_caller_may_get_to_is_fine(blocks: str) -> None:
    assert found(DROPPED, script(blocks)) == []


@every(
    "text",
    [
        script(f'{END}WHEN contains "later"\n  say: Bye.\n  end call\n'),
        script(f'{END}WHEN contains "later"\n  say: Bye.\nTHEN\n  say: Well. <endcall />\n'),
        script("WHEN The agent asks for a day\n  say: Today.\n"),
        script(END).replace("language: en\n", "language: en\ntools: end_call\n"),
        script(END).replace("language: en\n", 'language: en\ncekura.tool_ids: ["TOOL_END_CALL"]\n'),
        HEAD.format("en") + "FIRST_MESSAGE\n  say: Wrong number, bye.\n  end call\n" + END,
        HEAD.format("en") + "FIRST_MESSAGE\n  say: Hi.\nTHEN\n  say: Bye.\n  end call\n",
        script(f"{END}WHEN\n  say: Bye.\n"),
    ],
)
def test_a_call_that_can_end_without_any_one_trigger_is_fine(text: str) -> None:
    assert found(SINGLE, text) == []


@every(
    ("config", "reported"),
    [
        (Config(), False),
        (Config(strict=True), False),
        (Config(select=("ALL",)), False),
        (Config(select=("ALL", "SCN64")), True),
        (Config(select=("SCN6",)), True),
        (Config(strict=True, select=("ALL", SINGLE), ignore=(SINGLE,)), False),
    ],
)
def test_a_single_ending_is_reported_only_if_it_is_selected(config: Config, reported: bool) -> None:
    assert bool(found(SINGLE, script(END), config)) is reported
    assert bool(found(SINGLE, script(END), config, target="cekura-part")) is False


def test_an_ending_from_a_fragment_is_reported_where_the_fragment_is_inserted() -> None:
    text = f"fragment: farewell\n{END}\n{script('insert: farewell')}\n"

    [one] = found(SINGLE, text)

    assert text[one.span.start :].startswith("insert: farewell")


def test_a_keyword_in_a_fragment_is_judged_by_the_values_that_its_insert_gives() -> None:
    fragment = (
        f'fragment: verify(code)\nWHEN contains "code"\n  say: It is $code.\n\n{HEAD.format("en")}{FIRST}'
    )

    assert found(ECHOED, fragment.split("\n\n", maxsplit=1)[0]) == []
    assert found(ECHOED, f'{fragment}insert: verify(code = "A4")\n{END}') == []
    assert len(found(ECHOED, f'{fragment}insert: verify(code = "the code A4")\n{END}')) == 1


def test_a_suppression_of_a_single_ending_counts_as_used() -> None:
    text = script(f"# scn: allow {SINGLE} the agent always says goodbye\n{END}")

    assert check(text) == check(text, config=SELECTED) == ()


@pytest.mark.parametrize("blocks", [5, 300], ids=["short", "long"])
def test_the_rule_about_single_endings_runs_only_if_somebody_reads_what_it_finds(blocks: int) -> None:
    text = script(numbered(blocks) + END)
    suppressed = script(f"{numbered(blocks)}# scn: allow {SINGLE} the agent always says goodbye\n{END}")

    def runs(text: str, config: Config = Config()) -> bool:
        forget()
        return calls_of(lambda: check(text, config=config), single_ending) != [0]

    assert not runs(text)
    assert not runs(f"# a comment\n{text}")
    assert not runs(text, Config(strict=True, select=("ALL", SINGLE), ignore=(SINGLE,)))
    assert runs(text, SELECTED)
    assert runs(suppressed)


def test_selecting_the_rule_about_single_endings_shows_what_was_not_looked_for_before() -> None:
    """In a long script, the rules skip the blocks in which they found nothing the last time."""
    text = script(numbered(300) + END)

    assert found(SINGLE, text, Config()) == []
    assert len(found(SINGLE, text)) == 1
    assert found(SINGLE, text, Config()) == []


def numbered(blocks: int) -> str:
    return "".join(f"WHEN The agent asks for number {each}\n  say: It is {each}.\n" for each in range(blocks))


def needed(text: str) -> set[Span]:
    """The triggers that every call that ends needs, by a search of all calls."""
    return {
        row.block.place(row.block.opening.trigger.span)
        for each in explore_text(text).scenarios
        for row in map(each.rehearsal.rows.__getitem__, each.exploration.gates)
        if isinstance(row.block.opening, When)
    }


@every("path", SAMPLES, ids=lambda path: path.stem)
def test_the_endings_of_samples_are_those_that_a_search_finds(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if "target:" not in text and "end_call" not in text:
        assert {each.span for each in found(SINGLE, text)} == needed(text)


@law(200)
@given(calls())
@example(
    'FIRST_MESSAGE\n  wait\n@a WHEN contains "day"\n  say: Today.\nAFTER @a\n  end call\n'
    "WHEN The agent asks for a day\n  say: Any day.\n"
)
def test_a_search_finds_what_is_found_without_one(blocks: str) -> None:
    text = HEAD.format("en") + blocks
    [explored] = explore_text(text).scenarios
    rows, exploration = explored.rehearsal.rows, explored.exploration
    lost = {row for _, dropped in exploration.dropped for row in dropped}
    has_twins = any(len(twins) > 1 for twins in explored.rehearsal.twins.values())

    assert {each.span for each in found(SINGLE, text)} <= needed(text)
    for each in found(DROPPED, text):
        [row] = [row.index for row in rows if row.span == each.span]
        if "although" in each.message:
            assert row in lost or row in exploration.unreachable
        else:
            assert row in exploration.unreachable or has_twins


def test_twice_as_many_blocks_cost_about_twice_as_much() -> None:
    block = (
        '@a{0} WHEN contains "day {0}"\n  say: On day {0}\nAFTER @a{0}\n  end call\nAFTER @a{0}\n  say: Bye\n'
    )
    few, many = (script("".join(block.format(1000 + each) for each in range(count))) for count in (300, 600))

    assert counted(lambda: check(many))["calls"] <= 2.2 * counted(lambda: check(few))["calls"]
