"""Scripts typed key by key at the speed of a person, and a count of the squiggles that came and went meanwhile."""

import random
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from scn_compiler.api import find, one_per_line
from scn_compiler.ide.cursor.unfinished import Screen, TextChange, finished
from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.reuse.files import import_errors
from scn_compiler.lsp.projects import Projects
from scn_compiler.project.imported_files import ImportedFiles, project_folder
from scn_compiler.project.project_config import ProjectConfig
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.records import replace
from scn_dsl.source import Source, Span

_BLOCK = re.compile(
    r"(?:#.*\n)*(?:(?:@\S+ )?(?:FIRST_MESSAGE|WHEN|THEN|AFTER)\b|(?:scenario|fragment|test|suite):|insert:)"
)


class Key(NamedTuple):
    """A key of a typist: it inserts one character.

    Attributes:
        time: When it is pressed, in seconds.
        text: The text after it.
        typed: The place of the character in that text.
        final: For each character of the text, its offset in the finished script.
    """

    time: float
    text: str
    typed: Span
    final: list[int]


def keys(script: str, order: str, *, thinks: float = 0) -> Iterator[Key]:
    """Type a script, 5 to 8 keys a second, with somewhat longer pauses before lines and before other places.

    Args:
        order: One of `ORDERS`.
        thinks: Seconds of a longer pause before each block.
    """
    rng = random.Random(script)
    text, final, time = "", list[int](), 0.0
    starts = {start for start, _ in _blocks(script)}
    for start, end in filter(lambda place: place[0] < place[1], ORDERS[order](script)):
        time += rng.uniform(0.6, 1.2)
        at = bisect_right(final, start)
        typed = range(start, end)
        if (
            at < len(final) and script[end - 1] == "\n"
        ):  # a line break first, or the line below would be joined
            text, final = f"{text[:at]}\n{text[at:]}", [*final[:at], end - 1, *final[at:]]
            yield Key(time, text, Span(at, at + 1), final)
            typed = range(start, end - 1)
        for offset in typed:
            time += rng.uniform(1 / 8, 1 / 5)
            if script[offset - 1 : offset] == "\n":
                time += rng.uniform(0.1, 0.5)
            if offset in starts:
                time += thinks
            text, final = text[:at] + script[offset] + text[at:], [*final[:at], offset, *final[at:]]
            yield Key(time, text, Span(at, at + 1), final)
            at += 1


def retyped(script: str) -> Iterator[Key]:
    """Replace the last word of each line with itself: one key deletes it, and the others type it, at the same speed."""
    rng, time = random.Random(script), 0.0
    for word in re.finditer(r"\S+$", script, re.MULTILINE):
        time += rng.uniform(0.6, 1.2)
        for end in range(word.start(), word.end() + 1):
            time += rng.uniform(1 / 8, 1 / 5)
            text = script[:end] + script[word.end() :]
            yield Key(time, text, Span(max(end - 1, word.start()), end), [])


def _blocks(script: str) -> list[tuple[int, int]]:
    """Return the blocks of a script, and the head of each scenario, as starts and ends."""
    found = [0]
    for line in re.finditer(r"^", script, re.MULTILINE):
        if _BLOCK.match(script, line.start()) and not script.startswith("#", line.start() - 2):
            found.append(line.start())
    found = sorted(set(found))
    return [pair for pair in zip(found, [*found[1:], len(script)], strict=True) if pair[0] < pair[1]]


def _top_down(script: str) -> Iterable[tuple[int, int]]:
    return [(0, len(script))]


def _blocks_in_any_order(script: str) -> Iterable[tuple[int, int]]:
    blocks = _blocks(script)
    random.Random(script).shuffle(blocks)
    return blocks


def _openings_first(script: str) -> Iterable[tuple[int, int]]:
    """The first line of each block, from top to bottom, then the other lines of each."""
    bodies = []
    for start, end in _blocks(script):
        head = _BLOCK.match(script, start)
        line = script.find("\n", head.end() if head else start, end) + 1 or end
        yield start, line
        if line < end:
            bodies.append((line, end))
    yield from bodies


def _from_the_middle(script: str) -> Iterable[tuple[int, int]]:
    """From the block in the middle down to the end, then the blocks above it."""
    blocks = _blocks(script)
    middle = blocks[len(blocks) // 2][0]
    return [(middle, len(script)), (0, middle)]


ORDERS: dict[str, Callable[[str], Iterable[tuple[int, int]]]] = {
    "top down": _top_down,
    "block by block": _blocks_in_any_order,
    "openings first": _openings_first,
    "from the middle": _from_the_middle,
}


class Seen(NamedTuple):
    """Squiggles that came and went while a script was typed, by rule.

    Attributes:
        lines: The number of lines of the script.
        needless: Those at lines where the finished script has none of the rule.
        interrupted: Those that the finished script has there, but that were gone for a while.
    """

    lines: int
    needless: Counter[str]
    interrupted: Counter[str]


Find = Callable[[str], tuple[Diagnostic, ...]]


def finder(path: Path) -> Find:
    """The check of a script in its project: all findings in a text, before those on one line are merged."""
    return lambda text: _found(path, text, {})


def importer_finder(importer: Path, imported: Path) -> Find:
    """The check of a script in its project while a file that it needs has a text."""
    script = importer.read_text(encoding="utf-8")
    return lambda text: _found(importer, script, {str(imported): text})


def _found(path: Path, text: str, typed: dict[str, str]) -> tuple[Diagnostic, ...]:
    files, project = ImportedFiles(), _project(str(path))
    top = project_folder(str(path.parent), project.paths)
    config = replace(project.config, read=lambda file: typed.get(file) or files.read(file, top))
    found = find(text, path=str(path), config=config)
    return (*found.reported, *import_errors(OpenScript(text, str(path), None, config), found.in_files))


@cache
def _project(path: str) -> ProjectConfig:
    return Projects().config_for(path)


def screens(typed: Iterable[Key], find: Find, *, calm: float) -> Iterator[tuple[Key, tuple[Diagnostic, ...]]]:
    """The screens of an editor: one after each key, and one after each pause.

    Args:
        calm: Seconds after which problems at the cursor are shown; 0 shows all problems.
    """
    screen, last, found = Screen(), None, ()
    for key in typed:
        if last and calm and key.time - last.time >= calm:
            screen = Screen(found)
            yield last, _merged(found, last)
        found = find(key.text)
        change = TextChange(Span(key.typed.start, key.typed.start), 1)
        cursor = key.typed.end if calm else None
        screen = Screen(finished(found, key.text, Screen(screen.shown, (change,), cursor)))
        yield key, _merged(screen.shown, key)
        last = key
    if last:
        yield last, _merged(found, last)


def importer_squiggles(typed: Iterable[Key], find: Find, *, calm: float) -> Counter[str]:
    """Count the squiggles that come in a script, by rule, while somebody retypes a file that it needs.

    Args:
        calm: Seconds of a pause in which the squiggles change; 0 changes them after each key.
    """
    keys, came, before = [*typed], Counter[str](), None
    for key, after in zip(keys, [*keys[1:], None], strict=True):
        if after is None or after.time - key.time >= calm:
            now = {(each.name, each.span.start) for each in find(key.text) if each.origin is None}
            came.update(name for name, _ in now - (now if before is None else before))
            before = now
    return came


def _merged(found: tuple[Diagnostic, ...], key: Key) -> tuple[Diagnostic, ...]:
    return one_per_line(list(found), Source(key.text))


def watch(script: str, shown: Iterable[tuple[Key, tuple[Diagnostic, ...]]]) -> Seen:
    """Count the squiggles that came and went on some screens; the last one is that of the finished script."""
    lines = [0, *(end.end() for end in re.finditer("\n", script))]
    before: set[tuple[str, int]] = set()
    gone: Counter[tuple[str, int]] = Counter()
    for key, found in shown:
        now = {(each.name, _line(each, key, lines)) for each in found if each.origin is None}
        gone.update(before - now)
        before = now
    needless, interrupted = Counter[str](), Counter[str]()
    for (name, line), count in gone.items():
        (interrupted if (name, line) in before else needless)[name] += count
    return Seen(script.count("\n"), needless, interrupted)


def _line(found: Diagnostic, key: Key, lines: list[int]) -> int:
    """Return the line of a squiggle in the finished script."""
    at = min(found.span.start, len(key.final) - 1)
    return bisect_right(lines, key.final[at] if at >= 0 else 0)
