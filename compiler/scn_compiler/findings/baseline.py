"""Findings that are known already: a file lists them, and they are not reported again."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from scn_compiler.jsondoc.codec import BadJson, Json, dump, load
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.source import Source

_VERSION = 1


class BaselineEntry(NamedTuple):
    """A finding by what it stays known by when its line moves: the file, the name, the words of the line."""

    path: str
    name: str
    line: str


class InvalidBaseline(ValueError):  # noqa: N818  (an outcome of reading, said by the command line)
    """A text that is no baseline; the message says why."""


def baseline_entry(found: Diagnostic, source: Source, path: str) -> BaselineEntry:
    return BaselineEntry(path, found.name, source.line(source.position(found.span.start).line).strip())


def new_findings(
    found: Iterable[Diagnostic], source: Source, path: str, known: Counter[BaselineEntry]
) -> tuple[list[Diagnostic], Counter[BaselineEntry]]:
    """The findings in the file called `path` that are not `known`, and the entries of those that are."""
    fresh: list[Diagnostic] = []
    met: Counter[BaselineEntry] = Counter()
    for each in found:
        own = baseline_entry(each, source, path)
        if met[own] < known[own]:
            met[own] += 1
        else:
            fresh.append(each)
    return fresh, met


def print_baseline(entries: Counter[BaselineEntry]) -> str:
    """The text of a baseline, in an order that does not depend on anything else."""
    findings = [{**each._asdict(), "count": count} for each, count in sorted(entries.items()) if count]
    return dump({"version": _VERSION, "findings": findings}) + "\n"


def read_baseline(text: str) -> Counter[BaselineEntry]:
    """What a baseline lists.

    Raises:
        NoBaseline: if it is none.
    """
    try:
        value = load(text)
    except BadJson as error:
        raise InvalidBaseline(f"it is no JSON: {error}") from None
    if (
        not isinstance(value, dict)
        or value.get("version") != _VERSION
        or not isinstance(value.get("findings"), list)
    ):
        raise InvalidBaseline("`scn check --write-baseline` writes one")
    entries: Counter[BaselineEntry] = Counter()
    for each in value["findings"]:
        if not _fits(each):
            raise InvalidBaseline("a finding has `path`, `name`, `line`, and `count`")
        entries[BaselineEntry(each["path"], each["name"], each["line"])] += each["count"]
    return entries


def _fits(value: Json) -> bool:
    if not isinstance(value, dict) or set(value) != {*BaselineEntry._fields, "count"}:
        return False
    return all(isinstance(value[name], str) for name in BaselineEntry._fields) and type(value["count"]) is int
