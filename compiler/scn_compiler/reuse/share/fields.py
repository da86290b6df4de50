"""Moves the fields that sections have alike: above all scenarios of a file, or into a fragment that they insert."""

from collections import Counter, defaultdict
from collections.abc import Collection, Container, Sequence

from scn_compiler.reuse.share.names import fields_name, unused
from scn_compiler.reuse.share.patterns import common, split_at_gaps
from scn_compiler.reuse.share.section import Insert, SharedFragment, SharedSection
from scn_compiler.reuse.share.slots import Lines
from scn_dsl.nodes import Field, PlatformValue, Setting, Text, Variable
from scn_dsl.records import replace
from scn_dsl.vocabulary import FIELDS, FieldKind

_OF_LIST = (FieldKind.STATEMENT, FieldKind.RECORD)
_INSERT = 16
"""The length of an insert, about."""


def with_fields_above(
    files: Sequence[Sequence[int]], sections: Sequence[SharedSection]
) -> tuple[list[SharedSection], list[tuple[Setting, ...]]]:
    """Move the fields that all sections of a file have to the top of the file.

    Returns:
        The sections, and for each file the settings above them.
    """
    changed = list(sections)
    above: list[tuple[Setting, ...]] = []
    for numbers in files:
        shared = [
            setting
            for setting in (changed[numbers[0]].lines.settings if len(numbers) > 1 else ())
            if _is_movable(setting) and all(setting in changed[each].lines.settings for each in numbers)
        ]
        above.append(tuple(shared))
        for each in numbers if shared else ():
            changed[each] = _without(changed[each], shared)
    return changed, above


def with_fields(
    sections: Sequence[SharedSection], files: Sequence[int], taken: Collection[str], skipped: Container[int]
) -> tuple[list[SharedSection], list[SharedFragment]]:
    """Replace fields that sections of several files have alike with inserts of fragments.

    Args:
        files: The file of each section.
        taken: Names that fragments can't have.
        skipped: The numbers of sections that stay as they are.
    """
    places: defaultdict[Setting, list[int]] = defaultdict(list)
    for number, section in enumerate(sections):
        for setting in dict.fromkeys(section.lines.settings) if number not in skipped else ():
            if _is_movable(setting):
                places[setting].append(number)
    groups: defaultdict[tuple[int, ...], list[Setting]] = defaultdict(list)
    for setting, found in places.items():
        groups[tuple(found)].append(setting)
    changed = list(sections)
    fragments: list[SharedFragment] = []
    sizes, names = Counter(files), {*taken}
    for numbers, settings in groups.items():
        own = Counter(files[each] for each in numbers)
        count = len(own)
        length = sum(map(_length, settings))
        fits_above = all(size == sizes[file] for file, size in own.items())
        kept = length * (count if fits_above else len(numbers))
        if count < 2 or len(settings) < 2 or length + 24 + _INSERT * len(numbers) > kept:
            continue
        role = next(
            (each.value.value for each in settings if isinstance(each, Field) and each.name == "role"), None
        )
        name = unused(fields_name(role), names, "-")
        names.add(name)
        fragments.append(SharedFragment(name, Lines(settings=tuple(settings))))
        for each in numbers:
            section = _without(changed[each], settings)
            changed[each] = replace(section, inserts=(Insert(name), *section.inserts))
    return changed, fragments


def into_fragments(
    sections: Sequence[SharedSection], fragments: Sequence[SharedFragment], skipped: Container[int]
) -> tuple[list[SharedSection], list[SharedFragment]]:
    """Move a field that differs only in arguments of a fragment into that fragment, if the same sections have both."""
    changed = list(sections)
    inserted: defaultdict[str, list[tuple[int, Insert]]] = defaultdict(list)
    for number, section in enumerate(sections):
        for insert in section.inserts:
            inserted[insert.fragment].append((number, insert))
    with_fields: list[SharedFragment] = []
    for fragment in fragments:
        uses = inserted[fragment.name]
        numbers = [number for number, _ in uses]
        settings: list[Setting] = []
        if len(set(numbers)) == len(numbers) > 1 and not any(each in skipped for each in numbers):
            for name in _single_fields(changed[numbers[0]]):
                own = [_only(changed[each], name) for each in numbers]
                arguments = [{**dict(fragment.parameters), **dict(insert.arguments)} for _, insert in uses]
                moved = _with_parameters([each for each in own if each], arguments)
                if None not in own and moved:
                    settings.append(moved)
                    for each, setting in zip(numbers, own, strict=True):
                        changed[each] = _without(changed[each], [setting] if setting else [])
        lines = replace(fragment.lines, settings=(*fragment.lines.settings, *settings))
        with_fields.append(replace(fragment, lines=lines))
    return changed, with_fields


def _single_fields(section: SharedSection) -> list[str]:
    """Return the names of the fields that a section has once, without lines below them."""
    counts = Counter(each.name for each in section.lines.settings if isinstance(each, Field))
    return [name for name, count in counts.items() if count == 1 and not FIELDS[name].under]


def _only(section: SharedSection, name: str) -> Field | None:
    """Return the only field of this name; `None` if there are others, or lines below it."""
    found = [each for each in section.lines.settings if isinstance(each, Field) and each.name == name]
    is_record = FIELDS[name].kind is FieldKind.RECORD or FIELDS[name].of_file
    return found[0] if len(found) == 1 and not found[0].raw and not is_record else None


def _with_parameters(own: Sequence[Field], arguments: Sequence[dict[str, str | None]]) -> Field | None:
    """Write fields as one whose gaps are parameters; `None` if other values are in its gaps."""
    if len(own) != len(arguments):
        return None
    texts = [each.value.value for each in own]
    pattern = common(texts)
    if not pattern.weight:
        return None
    parts = split_at_gaps(pattern, texts)
    names = {tuple(each.get(name) for each in arguments): name for name in arguments[0]}
    values = [names.get(cells) for cells in zip(*parts.cells, strict=True)]
    if None in values:
        return None
    first, *segments = parts.segments
    text = first + "".join(f"${{{name}}}{segment}" for name, segment in zip(values, segments, strict=True))
    return replace(own[0], value=Text(value=text))


def _is_movable(setting: Setting) -> bool:
    """Tell whether a setting belongs to no other line, and has no value of a table in it."""
    if isinstance(setting, PlatformValue):
        return False
    if isinstance(setting, Field):
        spec = FIELDS[setting.name]
        if spec.under or spec.of_file or spec.kind in _OF_LIST:
            return False
    return "${" not in setting.value.value.replace("$$", "")


def _length(setting: Setting) -> int:
    assert isinstance(setting, Field | Variable)
    return len(setting.name) + len(setting.value.value) + 3


def _without(section: SharedSection, settings: Sequence[Setting]) -> SharedSection:
    kept = tuple(each for each in section.lines.settings if each not in settings)
    return replace(section, lines=replace(section.lines, settings=kept))
