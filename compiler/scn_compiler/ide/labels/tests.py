"""The tests in a file: the script that they are for, and its labels in their `as:` lines."""

from collections.abc import Iterator

from scn_compiler.ide.document import OpenScript, ScriptPart, cached_per_part, part_at, parts
from scn_compiler.ide.labels.mentions import Mention, definition_of, mention_at
from scn_compiler.ide.labels.rename import Refused, Renameable, rename
from scn_compiler.ide.reuse.expansion import scenarios_to_play
from scn_compiler.ide.reuse.files import script_of_file
from scn_compiler.ide.reuse.navigation import Importers
from scn_compiler.pipeline.plays import scenarios_named
from scn_compiler.reuse.library import join
from scn_dsl.diagnostic import Edit
from scn_dsl.file_names import TEST_SUFFIX, script_beside
from scn_dsl.nodes import CallTest, CountsAs, Field, Plays
from scn_dsl.records import Record
from scn_dsl.source import Span


class LabelUse(Record):
    """A label in an `as:` line; `span` leaves out the `@`."""

    name: str
    span: Span
    test: CallTest


class TestedLabel(Record):
    """The block that a label in a test names.

    Attributes:
        use: The label in the test.
        script: The script with the block.
        part: The scenario with the block.
        mention: Its label.
    """

    __test__ = False

    use: LabelUse
    script: OpenScript
    part: ScriptPart
    mention: Mention


class TestOutline(Record):
    """A test in a file: its name, the span of its name or keyword, its whole span, and its number of steps."""

    __test__ = False

    name: str
    span: Span
    whole: Span
    steps: int


@cached_per_part
def _tests(part: ScriptPart) -> tuple[CallTest, ...]:
    return tuple(item for item in part.items if isinstance(item, CallTest))


def listed_tests(script: OpenScript) -> tuple[TestOutline, ...]:
    """Return the tests in a file, in order."""
    return tuple(
        TestOutline(
            test.name.value if test.name else "test",
            part.absolute(test.place(test.name.span if test.name else Span(0, 4))),
            part.absolute(test.whole),
            len(test.steps),
        )
        for part in parts(script)
        for test in _tests(part)
    )


def is_test_file(script: OpenScript) -> bool:
    """Tell whether a file is for tests alone, by its name or by its content."""
    return (script.path or "").endswith(TEST_SUFFIX) or bool(listed_tests(script))


def script_of_tests(script: OpenScript) -> OpenScript | None:
    """Return the script that the tests in a file are for; `None` if it can't be read."""
    for part in parts(script):
        for item in part.items:
            if isinstance(item, Field) and item.name == "script":
                return script_of_file(script, join(script.path, item.value.value))
    path = script.path or ""
    if not path.endswith(TEST_SUFFIX):
        return None
    return script_of_file(script, script_beside(path))


def label_uses(script: OpenScript) -> Iterator[LabelUse]:
    """Yield the labels in the `as:` lines of a file."""
    for part in parts(script):
        for test in _tests(part):
            for step in test.steps:
                if isinstance(step, CountsAs) and step.text.value.startswith("@") and step.text.places:
                    start, end = part.absolute(test.place(step.text.span))
                    yield LabelUse(step.text.value[1:], Span(start + 1, end), test)


def find_tested_label(script: OpenScript, offset: int) -> TestedLabel | None:
    """Find the block that the label at an offset of a test names."""
    for use in label_uses(script):
        if use.span.start - 1 <= offset <= use.span.end:
            tested = script_of_tests(script)
            return _resolved(use, tested) if tested else None
    return None


def _resolved(use: LabelUse, tested: OpenScript) -> TestedLabel | None:
    """Find the label in the scenario that the test plays, or in the only one that has it."""
    found = [(part, mention) for part in parts(tested) if (mention := definition_of(part, use.name))]
    if len(found) > 1:
        played = {part.start for part in _parts_played(use.test, tested)}
        found = [each for each in found if each[0].start in played]
    return TestedLabel(use, tested, *found[0]) if len(found) == 1 else None


def _parts_played(test: CallTest, tested: OpenScript) -> tuple[ScriptPart, ...]:
    """Return the parts of a script whose scenario, or a row of whose table, the `plays:` line of a test names."""
    plays = next((step.text.value for step in test.steps if isinstance(step, Plays)), None)
    if not plays:
        return ()
    scenarios = scenarios_to_play(tested)
    titles = [scenarios[index].scenario.title for index in scenarios_named(plays, scenarios)]
    places = [title.at if title else 0 for title in titles]
    return tuple(part for part in parts(tested) if any(part.start <= at < part.end for at in places))


def uses_of_label(
    script: OpenScript, offset: int, importers: Importers
) -> Iterator[tuple[OpenScript, LabelUse]]:
    """Yield the labels in tests that mean the label at an offset of a script, each with its file."""
    found = mention_at(script, offset)
    if found is None or script.path is None:
        return
    part, mention = found
    for tests in importers(script.path):
        if tests.path == script.path or not listed_tests(tests):
            continue
        for use in label_uses(tests):
            known = _resolved(use, script) if use.name == mention.name else None
            if known and known.part.start == part.start:
                yield tests, use


def rename_with_tests(
    script: OpenScript, offset: int, name: str, importers: Importers
) -> dict[str | None, list[Edit]] | Refused | None:
    """Rename the label at an offset, of a script or of a test, in the script and in its tests."""
    known = find_tested_label(script, offset)
    if known:
        script, offset = known.script, known.part.absolute(known.mention.span).start
    own = rename(script, offset, name)
    if own is None or isinstance(own, Refused):
        return own
    edits: dict[str | None, list[Edit]] = {script.path: list(own)}
    for tests, use in uses_of_label(script, offset, importers):
        edits.setdefault(tests.path, []).append(Edit(use.span, name.removeprefix("@")))
    return edits


def renameable_in_test(script: OpenScript, offset: int) -> Renameable | None:
    """Find the label of a test at an offset, if the script has it."""
    known = find_tested_label(script, offset)
    return Renameable(known.use.span, known.use.name) if known else None


def tested_part_at(script: OpenScript, offset: int) -> tuple[OpenScript, tuple[ScriptPart, ...]] | None:
    """Return the script that the test at an offset plays, and the scenarios that it may play."""
    tested, part = script_of_tests(script), part_at(script, offset)
    if tested is None or part is None:
        return None
    above = [test for test in _tests(part) if part.absolute(test.whole).start <= offset]
    scenarios = tuple(each for each in parts(tested) if each.scenario.rows and not each.fragment)
    return tested, (_parts_played(above[-1], tested) if above else ()) or scenarios
