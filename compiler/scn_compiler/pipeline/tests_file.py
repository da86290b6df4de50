"""Adds a played call to a file of tests."""

from collections.abc import Callable
from itertools import count

from scn_compiler.pipeline.fix import line_ending
from scn_compiler.pipeline.tested_labels import tested_path
from scn_dsl.diagnostic import Edit
from scn_dsl.nodes import CallTest, Script, Text
from scn_dsl.records import replace
from scn_dsl.source import Source, Span
from scn_grammar.parser import parse
from scn_grammar.printer import print_script


def other_purpose(
    tests: str, path: str, is_script: Callable[[str], bool], shown: Callable[[str], str]
) -> str | None:
    """Say why a call of a script doesn't belong in a file: the file has something else, such as "has no tests".

    Args:
        tests: The text of the file.
        path: Its path.
        is_script: Tells whether a path is that of the script.
        shown: Writes a path for people.
    """
    if not tests.strip():
        return None
    parsed = parse(Source(tests)).script
    if not parsed.tests:
        return "has no tests"
    tested = tested_path(parsed, path)
    return None if not tested or is_script(tested) else f"has the tests of {shown(tested)}"


def added_test(tests: str, test: CallTest, head: str = "") -> Edit:
    """Make the edit that adds a test at the end of a file; if the file has its name, the test gets a number.

    Args:
        tests: The text of the file.
        head: The lines with which a file without tests starts.
    """
    above = tests.rstrip()
    if not above:
        above, gap = "", head and f"{head.rstrip()}\n\n"
    else:
        gap = "\n\n"
    text = f"{gap}{print_script(Script(tests=(_renamed(test, tests),)))}"
    return Edit(Span(len(above), len(tests)), text.replace("\n", line_ending(tests)))


def _renamed(test: CallTest, tests: str) -> CallTest:
    name = test.name.value if test.name else "Call"
    known = {each.name.value for each in parse(Source(tests)).script.tests if each.name}
    names = (name if number == 1 else f"{name} ({number})" for number in count(1))
    return replace(test, name=Text(value=next(each for each in names if each not in known)))
