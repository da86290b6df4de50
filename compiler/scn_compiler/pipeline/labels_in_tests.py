"""The labels of a script that only its tests use."""

from scn_compiler.config import Config
from scn_compiler.reuse.library import UnreadableFile, join, uses_of_file
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.file_names import TEST_SUFFIX, script_beside, tests_beside
from scn_dsl.nodes import CountsAs, Field, Script
from scn_dsl.source import Source
from scn_grammar.parser import parse

UNUSED = "unused-label"


def without_tested_labels(
    found: list[Diagnostic], text: str, path: str, config: Config
) -> tuple[list[Diagnostic], tuple[Source, ...]]:
    """Drop the reports of unused labels that the tests of the script use.

    Args:
        text: The script.
        path: Its file; its tests are in the file of that name next to it.
        config: The configuration; its `read` reads the tests.

    Returns:
        The other findings, and the file with the tests if it changes them.
    """
    tests = _tests_of(path, config)
    labels = _labels_in(tests) if tests else frozenset[str]()
    left = [
        each
        for each in found
        if each.name != UNUSED or each.origin or text[each.span.start : each.span.end] not in labels
    ]
    return left, (tests,) if tests and len(left) < len(found) else ()


def _tests_of(path: str, config: Config) -> Source | None:
    """Read the tests of a script."""
    if config.read is None or path.endswith(TEST_SUFFIX):
        return None
    name = join(None, tests_beside(path))
    try:
        return Source(config.read(name), name)
    except UnreadableFile:
        return None


def names_script(tests: Script) -> bool:
    """Return whether a file of tests has a `script:` line."""
    return any(use.name == "script" for use in uses_of_file(tests))


def tested_path(tests: Script, path: str) -> str:
    """Return the path of the script that the tests of a file are for; `path` is that of the file."""
    for use in uses_of_file(tests):
        if use.name == "script" and isinstance(use.line, Field):
            return join(path, use.line.value.value)
    return script_beside(path)


def _labels_in(tests: Source) -> frozenset[str]:
    """Return the labels that tests use, with their `@`; none if the tests are for another script."""
    script, path = parse(tests).script, tests.path or ""
    if tested_path(script, path) != script_beside(path):
        return frozenset()
    steps = (step for test in script.tests for step in test.steps)
    return frozenset(step.text.value for step in steps if isinstance(step, CountsAs))
