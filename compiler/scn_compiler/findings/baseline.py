"""Baselines: files of accepted findings, which aren't reported again."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from scn_compiler.jsondoc.codec import BadJson, Json, dump, load
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.source import Source

_VERSION = 1


class BaselineEntry(NamedTuple):
    """The identity of a finding, even if its line moves: file, name of the rule, and text of the line."""

    path: str
    name: str
    line: str


class InvalidBaseline(ValueError):  # noqa: N818  (the command line prints the reason)
    """A text is not a baseline; the message says why."""


def baseline_entry(found: Diagnostic, source: Source, path: str) -> BaselineEntry:
    """Make the baseline entry of a finding in the file `path`."""
    return BaselineEntry(path, found.name, source.line(source.position(found.span.start).line).strip())


def new_findings(
    found: Iterable[Diagnostic], source: Source, path: str, baseline: Counter[BaselineEntry]
) -> tuple[list[Diagnostic], Counter[BaselineEntry]]:
    """Compare the findings in the file `path` with a baseline.

    Returns:
        The findings that aren't in the baseline, and the entries that matched.
    """
    new: list[Diagnostic] = []
    matched: Counter[BaselineEntry] = Counter()
    for each in found:
        entry = baseline_entry(each, source, path)
        if matched[entry] < baseline[entry]:
            matched[entry] += 1
        else:
            new.append(each)
    return new, matched


def print_baseline(entries: Counter[BaselineEntry]) -> str:
    """Print a baseline. The entries are sorted, so that equal baselines have equal texts."""
    findings = [{**each._asdict(), "count": count} for each, count in sorted(entries.items()) if count]
    return dump({"version": _VERSION, "findings": findings}) + "\n"


def read_baseline(text: str) -> Counter[BaselineEntry]:
    """Parse a baseline: each entry with its count.

    Raises:
        InvalidBaseline: if `text` is not a baseline.
    """
    try:
        value = load(text)
    except BadJson as error:
        raise InvalidBaseline(f"not valid JSON: {error}") from None
    if (
        not isinstance(value, dict)
        or value.get("version") != _VERSION
        or not isinstance(value.get("findings"), list)
    ):
        raise InvalidBaseline("create one with `scn check --write-baseline`")
    entries: Counter[BaselineEntry] = Counter()
    for each in value["findings"]:
        if not _is_entry(each):
            raise InvalidBaseline("each entry in `findings` needs `path`, `name`, `line` and `count`")
        entries[BaselineEntry(each["path"], each["name"], each["line"])] += each["count"]
    return entries


def _is_entry(value: Json) -> bool:
    if not isinstance(value, dict) or set(value) != {*BaselineEntry._fields, "count"}:
        return False
    return all(isinstance(value[name], str) for name in BaselineEntry._fields) and type(value["count"]) is int
