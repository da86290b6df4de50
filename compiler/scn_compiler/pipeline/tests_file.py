"""Adds a played call to a file of tests."""

from collections.abc import Callable
from itertools import count

from scn_compiler.pipeline.fix import line_ending
from scn_compiler.pipeline.labels_in_tests import names_script, tested_path
from scn_compiler.pipeline.start_of_tests import has_only_tests
from scn_dsl.diagnostic import Edit
from scn_dsl.nodes import CallTest, Script, Text
from scn_dsl.records import replace
from scn_dsl.source import Source, Span
from scn_grammar.parser import parse
from scn_grammar.printer import print_script


def other_purpose(
    tests: str, path: str, is_script: Callable[[str], bool], shown: Callable[[str], str]
) -> str | None:
    """Say why a call of a script doesn't belong in a file: the file has something else, such as "has the tests of a.scn".

    Args:
        tests: The text of the file.
        path: Its path.
        is_script: Tells whether a path is that of the script.
        shown: Writes a path for people.
    """
    parsed = parse(Source(tests)).script
    if not parsed.tests and (parsed.fragments or not has_only_tests(parsed)):
        return "has no tests"
    if not (parsed.tests or names_script(parsed)):
        return None
    tested = tested_path(parsed, path)
    return None if not tested or is_script(tested) else f"has the tests of {shown(tested)}"


def added_test(tests: str, test: CallTest, head: str = "") -> Edit:
    """Make the edit that adds a test at the end of a file; if the file has its name, the test gets a number.

    Args:
        tests: The text of the file.
        head: The lines that a file needs above its first test, unless it names its script.
    """
    above, parsed = tests.rstrip(), parse(Source(tests)).script
    parts = [print_script(Script(tests=(_renamed(test, parsed),)))]
    if head and not (parsed.tests or names_script(parsed)):
        parts.insert(0, head.rstrip())
    text = ("\n\n" if above else "") + "\n\n".join(parts)
    return Edit(Span(len(above), len(tests)), text.replace("\n", line_ending(tests)))


def _renamed(test: CallTest, tests: Script) -> CallTest:
    name = test.name.value if test.name else "Call"
    known = {each.name.value for each in tests.tests if each.name}
    names = (name if number == 1 else f"{name} ({number})" for number in count(1))
    return replace(test, name=Text(value=next(each for each in names if each not in known)))
