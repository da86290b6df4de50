"""Code fences around a script or tests: they are removed with their line, and no word below or behind them is lost."""

from scn_compiler import api
from scn_compiler.pipeline.fix import adapt_edits
from scn_dsl.diagnostic import Diagnostic, Severity
from support.cases import every

SCRIPT = "role: r\nlanguage: en\nFIRST_MESSAGE\n  say: Hi <endcall />\n"
TESTS = "test: The caller says hello\n  hear: Hello\n"
FENCE = "unexpected code fence"
NO_KEYWORD = "this line doesn't start with a keyword"


def errors(text: str) -> list[Diagnostic]:
    return [each for each in api.check(text) if each.severity is Severity.ERROR]


def fixed(text: str, *, unsafe: bool = False) -> str:
    return api.fix_text(text, unsafe=unsafe).text


@every("mark", ["```", "````", "~~~"])
@every("language", ["", "scn", " scn", "scn ", "text", "c++", "objective-c"])
def test_a_fence_is_removed_with_its_line(mark: str, language: str) -> None:
    if mark == "~~~" and language == " scn":
        language = "scn"
    text = f"{mark}{language}\n{SCRIPT}{mark}\n"

    assert [each.message for each in errors(text)] == [FENCE, FENCE]
    assert fixed(text) == SCRIPT
    assert fixed(f"\ufeff{text}") == f"\ufeff{SCRIPT}"
    assert fixed(text.replace("\n", "\r\n")) == SCRIPT.replace("\n", "\r\n")
    assert fixed(text.removesuffix("\n")) == SCRIPT.removesuffix("\n")


@every(
    "line",
    [
        "```scenario: A",
        "``` WHEN The agent says hello",
        "  ```say: I want a refund today```",
        "```scn scenario: A",
        "``` hello there",
        "```wait",
        "```THEN",
        '```scn title="A"',
        "~~~ Title",
        "~~~ role: a customer",
    ],
)
def test_words_behind_a_fence_are_never_removed(line: str) -> None:
    text = f"{SCRIPT}{line}\n"
    words = line.strip(" `~").removeprefix("scn ")

    assert fixed(text) == text
    assert words in fixed(text, unsafe=True)


def test_an_unsafe_fix_removes_the_fence_in_front_of_a_line_of_a_script() -> None:
    text = "```scn scenario: A\nrole: r\nlanguage: en\n```FIRST_MESSAGE\n ```say: Hi <endcall />```\n"

    assert (fixed(text), fixed(text, unsafe=True)) == (text, text.replace("```scn ", "").replace("```", ""))


def test_the_first_report_names_the_words_below_a_fence() -> None:
    text = f"```scn\n{SCRIPT}```\nThis script does it.\n"

    assert [each.message for each in errors(text)] == [FENCE, FENCE, NO_KEYWORD]
    assert fixed(text) == f"{SCRIPT}This script does it.\n"
    assert [each.message for each in errors(fixed(text))] == [NO_KEYWORD]


@every(
    ("text", "after"),
    [
        (
            f"```scn\n{SCRIPT}```\nThis script does it.\n\nIt says hi.\n",
            f"{SCRIPT}# This script does it.\n\n# It says hi.\n",
        ),
        (f"role: r\n```\nwords\n{SCRIPT[8:]}", f"role: r\n# words\n{SCRIPT[8:]}"),
        (f"{SCRIPT}```\n```scn\nBelow it.\n", f"{SCRIPT}# Below it.\n"),
        (f"{SCRIPT}```\nOne.\n```scn\nTwo.\n", f"{SCRIPT}# One.\n# Two.\n"),
    ],
)
def test_words_below_a_fence_never_become_words_of_the_caller(text: str, after: str) -> None:
    assert fixed(text, unsafe=True) == after


def test_a_fence_hides_no_other_problem_of_its_block() -> None:
    block = 'WHEN The agent asks\n  say: Hi <silence tme="1s" />\n'
    text = SCRIPT.replace(" <endcall />", "") + block

    assert {each.name for each in api.check(f"{text}```\n")} == {
        "stray-line",
        *(each.name for each in api.check(text)),
    }


def test_a_fence_is_no_line_that_may_open_a_block() -> None:
    text = "role: r\nlanguage: en\n~~~\n  say: Hi <endcall />\n"

    assert {FENCE, "`say` is outside a block"} <= {each.message for each in errors(text)}


def test_a_text_between_fences_keeps_its_meaning() -> None:
    text = "role: ```\n  A customer\n  ```\nlanguage: en\nFIRST_MESSAGE\n  say: ```\n  Hi\n  ```\n"

    assert fixed(text) == "role: A customer\nlanguage: en\nFIRST_MESSAGE\n  say: Hi\n"


@every("above", ["", "language: en\n"])
def test_a_fence_around_tests_is_removed(above: str) -> None:
    text = f"{above}```scn\n{TESTS}```\nThese are the tests.\n"
    found = [each for each in api.check(text, path="a.test.scn") if each.name == "stray-line"]

    assert [each.message for each in found] == [FENCE, FENCE, NO_KEYWORD]
    assert found[0].hint == "remove the line: code fences belong to Markdown"
    edits = [edit for each in found if each.fix for edit in adapt_edits(each.fix, text)]
    for edit in reversed(edits):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    assert text == f"{above}{TESTS}# These are the tests.\n"
