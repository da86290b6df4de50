"""Writes what scripts of payloads have alike once, and proves that the payloads stay equal."""

from collections.abc import Sequence

from scn_compiler.config import Config
from scn_compiler.jsondoc.codec import same_json
from scn_compiler.pipeline.compile import Compiled, compile_text
from scn_compiler.platforms import target_named
from scn_compiler.platforms.kit.target import Form
from scn_compiler.reuse.library import UnreadableFile
from scn_compiler.reuse.share.plan import Draft, Left, PlannedScript, plan
from scn_dsl.records import Record, replace
from scn_dsl.source import Source
from scn_grammar.parser import parse
from scn_grammar.printer import print_script

_ROUNDS = 3
"""How often scenarios whose payloads would differ are left out; after that, each script of theirs stays as it is."""


class ScriptOfPayload(Record):
    """A script that a payload was decompiled to.

    Attributes:
        path: The path that it would be written to, with slashes.
        config: The configuration of its project.
    """

    path: str
    text: str
    target: str
    config: Config = Config()


class PayloadScenario(Record):
    """Where a scenario of a shared script comes from: the number of the decompiled script, and its number in it."""

    script: int
    number: int


class SharedScript(Record):
    """A script to write.

    Attributes:
        origins: The scenarios that it makes, in order; a file that others import makes none.
        names: The names of the scenarios.
    """

    path: str
    text: str
    origins: tuple[PayloadScenario, ...] = ()
    names: tuple[str | None, ...] = ()


def share(scripts: Sequence[ScriptOfPayload], *, across_folders: bool = True) -> tuple[SharedScript, ...]:
    """Write what scripts of one target have alike once: as tables, as fragments, and as fields of a file.

    Args:
        scripts: The decompiled scripts, in order.
        across_folders: Whether scripts can import files from a folder above theirs; without that, only the scripts in
            one folder share with each other.

    Returns:
        The scripts to write: they compile to equal payloads with equal names. Scenarios for which that isn't so stay
        as they are.

    Raises:
        Nothing: scripts that have nothing alike are returned as they are.
    """
    drafts = [_draft(each) for each in scripts]
    before = [
        compile_text(each.text, path=each.path, target=each.target, config=each.config) for each in scripts
    ]
    left = {
        (number, index): Left.TABLES
        for number, (draft, compiled) in enumerate(zip(drafts, before, strict=True))
        if not _can_share(draft, compiled)
        for index in range(len(draft.script.scenarios))
    }
    for _ in range(_ROUNDS):
        planned = plan(drafts, across_folders=across_folders, left=left)
        texts = {each.path: _text(each, scripts, left) for each in planned}
        wrong = [unit for each in planned for unit in _wrong_units(each, texts, scripts, before)]
        if not wrong:
            return tuple(_shared(each, texts[each.path], drafts, before) for each in planned)
        for unit in wrong:
            left[unit] = Left.TABLES if unit in left else Left.FRAGMENTS
    return tuple(_unchanged(number, each, before[number]) for number, each in enumerate(scripts))


def _draft(script: ScriptOfPayload) -> Draft:
    parsed = parse(Source(script.text, script.path)).script
    return Draft(script.path, script.target, parsed, target_named(script.target).holds_many)


def _can_share(draft: Draft, compiled: Compiled) -> bool:
    """Tell whether each scenario of a script is one that its target can compile in another file."""
    target = target_named(draft.target)
    count = 1 if draft.is_whole else len(draft.script.scenarios)
    return (
        target.form is not Form.FRAGMENT and len(compiled.payloads) == count > 0 and not draft.script.shares
    )


def _text(
    planned: PlannedScript, scripts: Sequence[ScriptOfPayload], left: dict[tuple[int, int], Left]
) -> str:
    """Print a script; one whose scenarios are all left out keeps its text."""
    first = planned.units[0] if planned.units else None
    if first and all(left.get(unit) is Left.TABLES for unit in planned.units):
        return scripts[first[0]].text
    return print_script(planned.script)


def _wrong_units(
    planned: PlannedScript,
    texts: dict[str, str],
    scripts: Sequence[ScriptOfPayload],
    before: Sequence[Compiled],
) -> list[tuple[int, int]]:
    """Return the scenarios of a script whose payloads differ from those that they had; or all, if it has errors."""

    def read(path: str) -> str:
        if path not in texts:
            raise UnreadableFile(f"can't find `{path}`")
        return texts[path]

    if not planned.units:
        return []
    first = scripts[planned.units[0][0]]
    config = replace(first.config, read=read)
    compiled = compile_text(texts[planned.path], path=planned.path, target=first.target, config=config)
    if not compiled.ok and all(before[number].ok for number, _ in planned.units):
        return list(planned.units)
    whole = target_named(first.target).holds_many
    expected = [
        before[number].payloads[index] for number, index in (planned.units[:1] if whole else planned.units)
    ]
    if len(compiled.payloads) != len(expected):
        return list(planned.units)
    wrong = [
        index
        for index, (one, two) in enumerate(zip(compiled.payloads, expected, strict=True))
        if one.name != two.name or not same_json(one.value, two.value)
    ]
    return list(planned.units) if whole and wrong else [planned.units[index] for index in wrong]


def _shared(
    planned: PlannedScript, text: str, drafts: Sequence[Draft], before: Sequence[Compiled]
) -> SharedScript:
    names = [
        _name(before[number], index, is_whole=drafts[number].is_whole) for number, index in planned.units
    ]
    return SharedScript(
        planned.path, text, tuple(PayloadScenario(*unit) for unit in planned.units), tuple(names)
    )


def _unchanged(number: int, script: ScriptOfPayload, before: Compiled) -> SharedScript:
    names = tuple(each.name for each in before.document.scenarios)
    return SharedScript(
        script.path, script.text, tuple(PayloadScenario(number, index) for index in range(len(names))), names
    )


def _name(compiled: Compiled, index: int, *, is_whole: bool) -> str | None:
    if is_whole or index >= len(compiled.payloads):
        names = [each.name for each in compiled.document.scenarios]
        return names[index] if index < len(names) else None
    return compiled.payloads[index].name
