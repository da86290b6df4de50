"""Accepts what the caller does in a failing test: the test then expects it."""

from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.edits.diff import minimal_edits
from scn_compiler.pipeline.play_tests import PlayedFile, PlayedTest, accept_tests, play_tests
from scn_dsl.diagnostic import Edit, Severity
from scn_dsl.records import replace
from scn_dsl.source import Span

TITLE = "Replace with what the caller does"


def accepting_edits_at(script: OpenScript, selection: Span) -> tuple[Edit, ...]:
    """Return the edits of the tests that fail in the selected lines; none if the tests would still fail.

    Args:
        script: A file of tests.
    """
    played = _played(script)
    failed = [each for each in played.played if _fails_in(each, script.text, selection)]
    if not failed:
        return ()
    text = accept_tests(script.text, failed, played.policy)
    again = _played(replace(script, text=text))
    starts = {played.played.index(each) for each in failed}
    is_met = len(again.played) == len(played.played) and not any(
        again.played[at].result.difference for at in starts
    )
    return tuple(minimal_edits(script.text, text)) if is_met and _errors(again) == _errors(played) else ()


def _played(script: OpenScript) -> PlayedFile:
    return play_tests(script.text, path=script.path, config=script.config)


def _fails_in(test: PlayedTest, text: str, selection: Span) -> bool:
    """Return whether the line that a test doesn't meet is selected."""
    difference = test.result.difference
    if difference is None:
        return False
    start = text.rfind("\n", 0, difference.span.start) + 1
    end = text.find("\n", difference.span.end)
    return start <= selection.end and selection.start <= (len(text) if end == -1 else end)


def _errors(played: PlayedFile) -> list[str]:
    return [each.message for each in played.diagnostics if each.severity is Severity.ERROR]
