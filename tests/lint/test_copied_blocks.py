"""`copied-block`: where it is reported, and where it isn't."""

import pytest

from scn_compiler import check, compile_text
from scn_compiler.pipeline.check import find

STEPS = (
    "WHEN The agent asks for a name\n  say: Dana Reyes\n",
    "WHEN The agent asks for the order number\n  say: A-17\n",
    "WHEN The agent asks for the reason\n  do: Say that it flickers.\n",
    "WHEN The agent says goodbye\n  end call\n",
)


def scenario(name: str, *steps: str, above: str = "") -> str:
    first = f"FIRST_MESSAGE\n  say: This is about {name}.\n"
    return f"scenario: {name}\nrole: A customer\nlanguage: en\n{above}\n{first}\n" + "\n".join((*steps, ""))


def copies(text: str) -> list[tuple[int, str]]:
    """The lines and messages of what is found, by a check and by a compilation."""
    found = [each for each in find(text, path="a.scn").reported if each.name == "copied-block"]
    compiled = compile_text(text, path="a.scn").findings.reported
    assert found == [each for each in compiled if each.name == "copied-block"]
    return [(text.count("\n", 0, each.span.start) + 1, each.message) for each in found]


@pytest.mark.parametrize("count", [3, 4])
def test_three_blocks_or_more_are_reported_at_the_first_one_once(count: int) -> None:
    text = scenario("a lamp", *STEPS[:count]) + scenario("a chair", *STEPS[:count])
    line = text[: text.rindex(STEPS[0])].count("\n") + 1

    assert copies(text) == [(line, f"these {count} blocks are the same as in the scenario `a lamp`")]


def test_two_blocks_are_no_copy() -> None:
    assert copies(scenario("a lamp", *STEPS[:2]) + scenario("a chair", *STEPS[:2])) == []


def test_labels_do_not_matter() -> None:
    labeled = f"@name {STEPS[0]}AFTER @name\n  say: With an e.\n\n{STEPS[1]}"
    text = scenario("a lamp", labeled, STEPS[2]) + scenario(
        "a chair", labeled.replace("@name", "@who"), STEPS[2]
    )

    assert copies(text) == []
    assert len(copies(scenario("a lamp", *STEPS) + scenario("a chair", f"@x {STEPS[0]}", *STEPS[1:]))) == 1


def test_each_copy_names_the_first_one() -> None:
    text = "".join(scenario(name, *STEPS) for name in ("a lamp", "a chair", "a table"))

    assert [message for _, message in copies(text)] == [
        "these 4 blocks are the same as in the scenario `a lamp`"
    ] * 2


def test_a_copy_of_a_fragment_has_the_insert_as_its_hint() -> None:
    text = "fragment: details\n\n" + "\n".join(STEPS) + "\n" + scenario("a lamp", *STEPS)
    found = next(each for each in check(text) if each.name == "copied-block")

    assert found.hint == "write `insert: details` instead"


def test_rows_and_inserts_are_no_copies() -> None:
    table = scenario("$thing", *STEPS, above="examples: thing\nrow: a lamp\nrow: a chair\n")
    fragment = "fragment: details\n\n" + "\n".join(STEPS) + "\n"
    inserts = "".join(scenario(name, "insert: details\n") for name in ("a lamp", "a chair"))

    assert copies(table) == []
    assert copies(fragment + inserts) == []


def test_an_insert_between_blocks_parts_them() -> None:
    fragment = "fragment: hold\n\nWHEN The agent asks to wait\n  say: Fine.\n\n"
    parted = (STEPS[0], STEPS[1], "insert: hold\n", STEPS[2])

    assert copies(fragment + scenario("a lamp", *parted) + scenario("a chair", *STEPS[:3])) == []


def test_a_place_moves_with_its_scenario() -> None:
    first, second = scenario("a lamp", *STEPS), scenario("a chair", *STEPS)
    (before, _), (after, _) = copies(first + second)[0], copies("# a comment\n\n" + first + second)[0]

    assert after == before + 2
