"""Coverage of files: what the tests of several files reach in scripts, and in the files that these import."""

from collections.abc import Iterable

from scn_compiler.pipeline.play_tests import PlayedFile, PlayedTest
from scn_compiler.rehearsal.coverage import Point, points_of, reached
from scn_compiler.rehearsal.explore import explore
from scn_dsl.records import Record
from scn_dsl.source import Source, Span


class CoveredPoint(Record):
    """Something in a script that a call can reach.

    Attributes:
        kind: As in `Point`.
        span: Its place in the file.
        block: The span of its block.
        line: Its line in the file.
        hits: How often the tests reach it.
    """

    kind: str
    span: Span
    block: Span
    line: int
    hits: int


class CoveredFile(Record):
    """A script with what the tests reach in it.

    Attributes:
        unreachable: The lines of the blocks that no call can reach; they don't count.
    """

    path: str
    source: Source
    points: tuple[CoveredPoint, ...]
    unreachable: tuple[int, ...]

    @property
    def missed(self) -> tuple[CoveredPoint, ...]:
        return tuple(point for point in self.points if not point.hits)

    @property
    def percent(self) -> float:
        return percent_of([self])


def percent_of(files: Iterable[CoveredFile]) -> float:
    """Return how much of the files the tests reach, in percent; 100 if there is nothing to reach."""
    points = [point for file in files for point in file.points]
    return 100 * sum(point.hits > 0 for point in points) / len(points) if points else 100.0


def coverage_of(runs: Iterable[tuple[PlayedFile, tuple[PlayedTest, ...]]]) -> list[CoveredFile]:
    """Collect what tests reach in each script, also in the files that it imports.

    Args:
        runs: The files of tests, each with the tests that count.
    """
    sources: dict[str, Source] = {}
    points: dict[str, dict[tuple[str, int, int], CoveredPoint]] = {}
    unreachable: dict[str, set[int]] = {}
    for played, chosen in runs:
        path = played.script.path or ""
        sources[path] = played.script
        for source in played.compiled.sources if played.compiled else ():
            sources[source.path or ""] = source
        for _, rehearsal in played.rehearsals:
            calls = [call for test in chosen if test.rehearsal is rehearsal for call in test.result.calls]
            counts: dict[tuple[str, int, int | str], int] = {}
            for key in reached(rehearsal, calls, played.policy):
                counts[key] = counts.get(key, 0) + 1
            lost = set(explore(rehearsal, played.policy).unreachable)
            for point in points_of(rehearsal):
                where, line = _place(point, path, sources)
                if point.row in lost:
                    unreachable.setdefault(where, set()).add(line)
                    continue
                own = points.setdefault(where, {})
                place = (point.kind, point.span.start, line)
                before = own[place].hits if place in own else 0
                hits = before + counts.get((point.kind, point.row, point.part), 0)
                block = rehearsal.rows[point.row].block.whole
                own[place] = CoveredPoint(point.kind, point.span, block, line, hits)
    return [
        CoveredFile(
            path,
            sources.get(path, Source("", path)),
            tuple(point for _, point in sorted(found.items(), key=lambda item: item[0][1:])),
            tuple(sorted(unreachable.get(path, ()))),
        )
        for path, found in points.items()
    ]


def _place(point: Point, script: str, sources: dict[str, Source]) -> tuple[str, int]:
    """Return the file and the line of a point."""
    origin = point.span.origin
    path = origin.path if origin and origin.path in sources else script
    return path or script, sources[path or script].position(point.span.start).line
