"""Plans the scripts that share what others have alike: which file has which scenarios, and what it imports."""

import posixpath
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import IntEnum

from scn_compiler.reuse.share.clusters import Comparable, Limits, clusters
from scn_compiler.reuse.share.fields import into_fragments, with_fields, with_fields_above
from scn_compiler.reuse.share.fragments import with_fragments
from scn_compiler.reuse.share.names import file_name, unused
from scn_compiler.reuse.share.patterns import undoubled
from scn_compiler.reuse.share.scripts import script_of
from scn_compiler.reuse.share.section import SharedFragment, SharedSection, Unit
from scn_compiler.reuse.share.slots import payload_lines
from scn_compiler.reuse.share.tables import with_tables
from scn_dsl.nodes import Field, Script, Setting
from scn_dsl.records import Record, replace

SHARED_FOLDER = "shared"
"""The folder of the file that the others import."""


class Draft(Record):
    """A script of one payload.

    Attributes:
        path: Its path, with slashes.
        is_whole: Whether all its scenarios are one document, so that they stay together and in order.
    """

    path: str
    target: str
    script: Script
    is_whole: bool = False


_SAME_TITLE = Limits(common=0.5, gaps=4, cells=80)


class Left(IntEnum):
    """The ways to leave out a scenario."""

    FRAGMENTS = 1
    TABLES = 2


class PlannedScript(Record):
    """A script to write.

    Attributes:
        units: The scenarios that it makes, in order: the number of the draft, and the number in it.
        imports: The paths of the files that it imports.
    """

    path: str
    script: Script
    units: tuple[tuple[int, int], ...] = ()
    imports: tuple[str, ...] = ()


def plan(
    drafts: Sequence[Draft], *, across_folders: bool, left: Mapping[tuple[int, int], Left]
) -> list[PlannedScript]:
    """Plan the scripts to write in place of drafts; only drafts of one target share.

    Args:
        drafts: The scripts of the payloads, in order.
        across_folders: Whether files can import others from a folder above theirs.
        left: The scenarios to leave out, by the number of their draft and their number in it.
    """
    pools: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for number, draft in enumerate(drafts):
        pools["" if across_folders else posixpath.dirname(draft.path), draft.target].append(number)
    targets = Counter(folder for folder, _ in pools)
    taken = {draft.path.casefold() for draft in drafts}
    planned: list[PlannedScript] = []
    for (folder, target), numbers in pools.items():
        name = "common" if targets[folder] == 1 else target
        planned += _Pool(drafts, numbers, left, taken).scripts(posixpath.join(folder, SHARED_FOLDER, name))
    return sorted(planned, key=lambda each: (each.units[:1] or ((len(drafts), 0),), each.path))


class _File(Record):
    """A file to write: the numbers of its sections, and the settings above them."""

    path: str
    sections: tuple[int, ...]
    above: tuple[Setting, ...]
    is_movable: bool


class _Pool:
    """The drafts that share with each other."""

    def __init__(
        self,
        drafts: Sequence[Draft],
        numbers: Sequence[int],
        left: Mapping[tuple[int, int], Left],
        taken: set[str],
    ) -> None:
        self.drafts = drafts
        self.numbers = numbers
        self.left = left
        self.taken = taken
        self.above = {number: _above(drafts[number].script) for number in numbers}

    def scripts(self, shared: str) -> list[PlannedScript]:
        """Return the scripts to write; `shared` is the path of the imported one without its ending."""
        kept = [each for each in self.numbers if self._level(each) < Left.TABLES]
        sections = self._sections(kept)
        files = self._files(sections)
        of_section = [0] * len(sections)
        for number, file in enumerate(files):
            for each in file.sections:
                of_section[each] = number
        skipped = {
            number
            for number, section in enumerate(sections)
            if any(self.left.get((unit.file, unit.number)) for unit in section.units)
        }
        sections, fragments = with_fragments(sections, skipped)
        sections, of_fields = with_fields(sections, of_section, {each.name for each in fragments}, skipped)
        free = [
            file.sections if file.is_movable and skipped.isdisjoint(file.sections) else () for file in files
        ]
        sections, moved = with_fields_above(free, sections)
        sections, fragments = into_fragments(sections, fragments, skipped)
        files = [replace(file, above=(*file.above, *more)) for file, more in zip(files, moved, strict=True)]
        written = self._written(files, sections, [*of_fields, *fragments], shared)
        unchanged = [each for each in self.numbers if each not in set(kept)]
        return [*written, *(self._as_it_is(each) for each in unchanged)]

    def _level(self, number: int) -> int:
        """Return what the scenarios of a draft are left out of, the most for any of them."""
        return max(
            (self.left.get((number, index), 0) for index in range(len(self.drafts[number].script.scenarios))),
            default=Left.TABLES,
        )

    def _as_it_is(self, number: int) -> PlannedScript:
        draft = self.drafts[number]
        units = tuple((number, index) for index in range(len(draft.script.scenarios)))
        return PlannedScript(draft.path, draft.script, units)

    def _units(self, number: int) -> list[Unit]:
        draft = self.drafts[number]
        stem = posixpath.splitext(posixpath.basename(draft.path))[0]
        units: list[Unit] = []
        for index, scenario in enumerate(draft.script.scenarios):
            lines = payload_lines(scenario)
            settings = tuple(each for each in lines.settings if not _is_target(each))
            name = undoubled(lines.title.value.value) if lines.title else stem
            units.append(Unit(number, index, name, replace(lines, settings=settings)))
        return units

    def _sections(self, kept: Collection[int]) -> list[SharedSection]:
        free = [
            each for each in kept if not self.drafts[each].is_whole and _has_only_target(self.above[each])
        ]
        sections = with_tables([unit for each in free for unit in self._units(each)], in_order=False)
        for each in kept:
            if each not in set(free):
                sections += with_tables(self._units(each), in_order=self.drafts[each].is_whole)
        return sections

    def _files(self, sections: Sequence[SharedSection]) -> list[_File]:
        """Put sections into files: those of several drafts into a new one, with others that have a similar title."""
        homes: dict[str, list[int]] = defaultdict(list)
        for number, section in enumerate(sections):
            homes[self.drafts[section.units[0].file].path].append(number)
        for numbers, words in _families(sections):
            sources = dict.fromkeys(unit.file for each in numbers for unit in sections[each].units)
            if len(sources) > 1:
                moved = set(numbers)
                for path in dict.fromkeys(self.drafts[each].path for each in sources):
                    homes[path] = [each for each in homes[path] if each not in moved]
                homes[self._new([self.drafts[each].path for each in sources], words)] = numbers
        files: list[_File] = []
        for path, own in homes.items():
            if own:
                first = sections[own[0]].units[0].file
                files.append(_File(path, tuple(own), self.above[first], not self.drafts[first].is_whole))
        return files

    def _new(self, paths: Sequence[str], words: str) -> str:
        """Name the file for scenarios of several drafts."""
        stems = [posixpath.splitext(posixpath.basename(path))[0] for path in paths]
        folder = posixpath.commonpath([posixpath.dirname(path) or "." for path in paths])
        return self._free(posixpath.normpath(posixpath.join(folder, file_name(words, stems))))

    def _free(self, path: str) -> str:
        """Return a path for a new script that no other has."""
        stem = unused(path, {each.removesuffix(".scn") for each in self.taken}, "-")
        self.taken.add(f"{stem}.scn".casefold())
        return f"{stem}.scn"

    def _written(
        self,
        files: Sequence[_File],
        sections: Sequence[SharedSection],
        fragments: Sequence[SharedFragment],
        shared: str,
    ) -> list[PlannedScript]:
        used_in: defaultdict[str, set[int]] = defaultdict(set)
        for number, file in enumerate(files):
            for each in file.sections:
                for insert in sections[each].inserts:
                    used_in[insert.fragment].add(number)
        common = [each for each in fragments if len(used_in[each.name]) > 1]
        path = self._free(shared) if common else ""
        scripts: list[PlannedScript] = []
        for number, file in enumerate(files):
            own = [each for each in fragments if used_in[each.name] == {number}]
            imports = any(number in used_in[each.name] for each in common)
            written = [sections[each] for each in file.sections]
            relative = posixpath.relpath(path, posixpath.dirname(file.path) or ".") if imports else ""
            script = script_of(file.above, written, own, (relative,) if imports else ())
            units = tuple((unit.file, unit.number) for section in written for unit in section.units)
            scripts.append(PlannedScript(file.path, script, units, (path,) if imports else ()))
        if common:
            target = tuple(filter(_is_target, self.above[self.numbers[0]]))
            scripts.append(PlannedScript(path, script_of(target, (), common)))
        return scripts


def _families(sections: Sequence[SharedSection]) -> Iterator[tuple[list[int], str]]:
    """Yield the sections that belong into one file, with what their titles have in common: tables, and what is like them."""
    titled = [
        (number, each.lines.title.value.value) for number, each in enumerate(sections) if each.lines.title
    ]
    items = [Comparable(None, (title,)) for _, title in titled]
    for cluster in clusters(items, _SAME_TITLE):
        numbers = [titled[each][0] for each in cluster.members]
        if any(sections[each].table for each in numbers):
            yield numbers, " ".join(cluster.patterns[0].words)


def _is_target(setting: Setting) -> bool:
    return isinstance(setting, Field) and setting.name == "target"


def _has_only_target(above: Sequence[Setting]) -> bool:
    return all(map(_is_target, above))


def _above(script: Script) -> tuple[Setting, ...]:
    """Return the settings above the scenarios, with the target of a script that has no titles."""
    own = [each for scenario in script.scenarios for each in scenario.settings if _is_target(each)]
    return (*script.defaults, *own)
