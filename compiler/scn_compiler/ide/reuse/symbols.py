"""Finds what a name stands for, over files: fragments, parameters, values, columns, labels of fragments."""

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from scn_compiler.ide.document import OpenScript, ScriptPart, parts
from scn_compiler.ide.reuse.files import file_mentions, text_of_file
from scn_compiler.ide.reuse.mentions import NameMention, insert_lines, name_mentions, signature_of
from scn_compiler.ide.reuse.rows import header_cells
from scn_compiler.reuse.library import KnownFragment, Library
from scn_compiler.reuse.loader import Loader
from scn_dsl.nodes import Fragment, Script, Use
from scn_dsl.records import Record, replace
from scn_dsl.source import Span

CONFIG_FILE = "<configuration>"
"""The path of the configuration file in places: a script knows its values, but not where the file is."""

_MAX_DEPTH = 50


class Symbol(Record):
    """Something with a name.

    Attributes:
        kind: `fragment`, `parameter`, `value`, `column`, `label`, `prefix` or `environment`.
        path: The file that declares it.
        owner: The part that it belongs to; empty for something that belongs to the whole file.
    """

    kind: str
    path: str | None
    owner: str
    name: str


class Place(Record):
    """A span in a file; the path is that of the script, of a file that it needs, or `CONFIG_FILE`."""

    path: str | None
    span: Span


@lru_cache(maxsize=8)
def library_of(script: OpenScript) -> Library:
    """Return the fragments and values of a script, with those that it imports. Spans in blocks count from their part."""
    config = script.config
    loader = Loader(config.values, config.assigned, config.read)
    return loader.load(_sharing_lines(script), script.text, script.path)


def _sharing_lines(script: OpenScript) -> Script:
    """Return a script with nothing but what it declares, without parsing it again."""
    uses: list[Use] = []
    fragments: list[Fragment] = []
    for part in parts(script):
        if part.fragment:
            title = part.fragment.title
            fragments.append(replace(part.fragment, title=replace(title, at=title.at + part.start)))
        elif not part.has_title:
            uses += (each for each in part.scenario.scenario.uses if each.name in ("import", "let"))
    return Script(uses=tuple(uses), fragments=tuple(fragments))


def part_around(script: OpenScript, offset: int) -> tuple[ScriptPart, str] | None:
    """Find the part at an offset, with its name as the owner of symbols."""
    found = parts(script)
    at = bisect_right(found, offset, key=lambda part: part.start) - 1
    return (found[at], owner_of(found[at])) if found and at >= 0 else None


def owner_of(part: ScriptPart) -> str:
    """Return the name of a part as the owner of symbols: other files also know a fragment."""
    if part.fragment:
        call = signature_of(part)
        return f"fragment {call.name if call else part.fragment.title.value.value}"
    return str(part.start) if part.has_title else ""


def symbol_of(script: OpenScript, part: ScriptPart, mention: NameMention) -> Symbol | None:
    """Find out what a name in a part stands for; `None` if nothing declares it."""
    library = library_of(script)
    match mention.kind:
        case "fragment" if mention.defines:
            return Symbol("fragment", script.path, "", mention.name)
        case "fragment":
            known = library.fragments.get(mention.name)
            return Symbol("fragment", _path(known.library, script), "", known.name) if known else None
        case "parameter" if mention.defines:
            return Symbol("parameter", script.path, owner_of(part), mention.name)
        case "parameter":
            known = library.fragments.get(mention.of)
            return _parameter(known, script, mention.name) if known else None
        case "column":
            return _column(script, part, mention.name)
        case "label":
            return _label(script, part, library, mention)
        case "prefix":
            return _prefix(script, part, library, mention)
    if mention.defines:
        return Symbol("value", script.path, owner_of(part), mention.name)
    return _value(script, part, library, mention)


def path_of_fragment(known: KnownFragment, script: OpenScript) -> str | None:
    """Return the path of the file that declares a fragment."""
    return _path(known.library, script)


def _path(library: Library, script: OpenScript) -> str | None:
    return library.path if library.origin else script.path


def _parameter(known: KnownFragment, script: OpenScript, name: str) -> Symbol | None:
    names = [each.name or each.value for each in known.call.entries] if known.call else []
    owner = f"fragment {known.name}"
    return Symbol("parameter", _path(known.library, script), owner, name) if name in names else None


def _value(script: OpenScript, part: ScriptPart, library: Library, mention: NameMention) -> Symbol | None:
    name = mention.name
    if mention.of != "file":
        call = signature_of(part)
        lets = {each.line.name for each in part.scenario.scenario.uses if each.name == "let"}
        is_in_row = not part.fragment and mention.of != "let"
        if is_in_row and (column := _column(script, part, name, needed=True)):
            return column
        if name in lets:
            return Symbol("value", script.path, owner_of(part), name)
        if call and any(name == (each.name or each.value) for each in call.entries):
            return Symbol("parameter", script.path, owner_of(part), name)
    known = library.scope.values.get(name)
    if known and known.line:
        origin = known.line.origin
        return Symbol("value", origin.path if origin else script.path, "", name)
    if any(each.name == name for each in script.config.values):
        return Symbol("environment", CONFIG_FILE, "", name)
    return None


def _column(script: OpenScript, part: ScriptPart, name: str, *, needed: bool = False) -> Symbol | None:
    """Find a column of the table of a part; columns of a file of rows belong to that file."""
    columns = columns_of(script, part)
    if name not in columns and needed:
        return None
    files = rows_files(script, part)
    return Symbol("column", files[0] if files else script.path, "" if files else owner_of(part), name)


def rows_files(script: OpenScript, part: ScriptPart) -> tuple[str, ...]:
    """Return the paths of the files with the rows of a part."""
    return tuple(
        each.path
        for each in file_mentions(script)
        if each.name == "rows" and part.start <= each.span.start < part.end
    )


def columns_of(script: OpenScript, part: ScriptPart) -> tuple[str, ...]:
    """Return the names of the columns of the table of a part."""
    named = tuple(each.name for each in name_mentions(part) if each.kind == "column")
    if named:
        return named
    return tuple(
        dict.fromkeys(
            name
            for path in rows_files(script, part)
            for name, _ in header_cells(text_of_file(script, path) or "", path)
        )
    )


def _label(script: OpenScript, part: ScriptPart, library: Library, mention: NameMention) -> Symbol | None:
    if mention.defines:
        return Symbol("label", script.path, owner_of(part), mention.name)
    name = f"{mention.of}.{mention.name}" if mention.of else mention.name
    if any(each.kind == "label" and each.defines and each.name == name for each in name_mentions(part)):
        return Symbol("label", script.path, owner_of(part), name)
    calls = [(line.call.name, line.call.prefix) for line in insert_lines(part)]
    found = next(_labels_inserted(calls, name, library), None)
    if found is None:
        return None
    known, label = found
    return Symbol("label", _path(known.library, script), f"fragment {known.name}", label)


def _labels_inserted(
    calls: list[tuple[str, str | None]], name: str, library: Library, depth: int = 0
) -> Iterator[tuple[KnownFragment, str]]:
    """Yield the fragments whose label a name means, each with the name of the label there."""
    for fragment, prefix in calls if depth < _MAX_DEPTH else ():
        known = library.fragments.get(fragment)
        if known is None or (prefix and not name.startswith(f"{prefix}.")):
            continue
        inner = name[len(prefix) + 1 :] if prefix else name
        if any(block.label and block.label.name == inner for block in known.fragment.blocks):
            yield known, inner
        yield from _labels_inserted(calls_of(known.fragment), inner, known.library, depth + 1)


def calls_of(fragment: Fragment) -> list[tuple[str, str | None]]:
    """Return the inserts of a fragment: name and prefix."""
    from scn_compiler.reuse.signature import FragmentCall, read_insert  # noqa: PLC0415

    found = (read_insert(use.line.value.value) for use in fragment.uses if use.name == "insert")
    return [(each.name, each.prefix) for each in found if isinstance(each, FragmentCall)]


def inserted_labels(script: OpenScript, part: ScriptPart) -> dict[str, KnownFragment]:
    """Return the labels that the inserts of a part bring, with prefixes, each with its fragment."""
    found: dict[str, KnownFragment] = {}

    def add(calls: list[tuple[str, str | None]], library: Library, before: str, depth: int) -> None:
        for fragment, prefix in calls if depth < _MAX_DEPTH else ():
            known = library.fragments.get(fragment)
            if known:
                start = f"{before}{prefix}." if prefix else before
                for block in known.fragment.blocks:
                    if block.label and block.label.number is None:
                        found.setdefault(start + block.label.name, known)
                add(calls_of(known.fragment), known.library, start, depth + 1)

    add([(each.call.name, each.call.prefix) for each in insert_lines(part)], library_of(script), "", 0)
    return found


def _prefix(script: OpenScript, part: ScriptPart, library: Library, mention: NameMention) -> Symbol | None:
    """Find the insert that gives a prefix: in this part, or in the fragment that the prefixes before it lead to."""
    owner, path, calls = owner_of(part), script.path, insert_lines(part)
    if not mention.of:
        known = any(each.call.prefix == mention.name for each in calls)
        return Symbol("prefix", path, owner, mention.name) if known else None
    inside = [(each.call.name, each.call.prefix) for each in calls]
    for prefix in mention.of.split("."):
        name = next((name for name, each in inside if each == prefix), None)
        fragment = library.fragments.get(name) if name else None
        if fragment is None:
            return None
        owner, path = f"fragment {fragment.name}", _path(fragment.library, script)
        inside, library = calls_of(fragment.fragment), fragment.library
    known = any(prefix == mention.name for _, prefix in inside)
    return Symbol("prefix", path, owner, mention.name) if known else None
