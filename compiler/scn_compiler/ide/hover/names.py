"""Hovers of names about reuse: fragments with their lines, values with where they come from, files."""

from collections.abc import Iterator

from scn_compiler.ide.cursor.context import CursorContext
from scn_compiler.ide.document import OpenScript, part_at
from scn_compiler.ide.hover.texts import HoverText
from scn_compiler.ide.hover.topics import block_text, code, fenced
from scn_compiler.ide.reuse.call_values import arguments_of, fragment_lines, fragment_part, value_in
from scn_compiler.ide.reuse.files import script_of_file, text_of_file
from scn_compiler.ide.reuse.mentions import insert_lines, name_mentions
from scn_compiler.ide.reuse.navigation import FoundName, definitions, find_name, path_at
from scn_compiler.ide.reuse.rows import header_cells
from scn_compiler.ide.reuse.symbols import CONFIG_FILE, Place, library_of
from scn_compiler.reuse.environments import whole_environment
from scn_compiler.reuse.library import KnownFragment
from scn_compiler.reuse.signature import FragmentCall
from scn_dsl.source import Source

_MAX_NAMES = 12
"""The number of names, or of cells, in a list."""


def name_hover(context: CursorContext) -> HoverText | None:
    """Return the hover of a name about reuse, or of a path, at the cursor."""
    script, offset = context.script, context.offset
    if "$" not in script.text and not library_of(script).fragments and not path_at(script, offset):
        return None
    if path := path_at(script, offset):
        text = "\n\n".join(_file(script, path[1]))
        return (path[0], text) if text else None
    found = find_name(script, offset)
    if found is None:
        return None
    text = "\n\n".join(each for each in _about(script, found, offset) if each)
    return (found.span, text) if text else None


def _about(script: OpenScript, found: FoundName, offset: int) -> Iterator[str]:
    match found.symbol.kind:
        case "fragment":
            yield from _fragment(script, found, offset)
        case "parameter":
            yield from _parameter(script, found, offset)
        case "column":
            yield f"**`${found.symbol.name}`**: a column of the table"
            yield _cells(script, found, offset)
        case "label":
            yield from _label(script, found)
        case "value" | "environment":
            yield from _value(script, found, offset)


def _fragment(script: OpenScript, found: FoundName, offset: int) -> Iterator[str]:
    known = library_of(script).fragments.get(found.symbol.name)
    if known is None:
        return
    yield f"**Fragment** {code(known.signature.removeprefix('fragment: '))}{_where(script, found)}"
    call = _call_at(script, offset)
    if call is None:
        return
    part = part_at(script, offset)
    values = arguments_of(script, part, known, call) if part else {}
    lines = fragment_lines(script, known, values)
    yield f"With these values, it is:\n\n{fenced(lines)}" if lines else "It is empty."


def _call_at(script: OpenScript, offset: int) -> FragmentCall | None:
    part = part_at(script, offset)
    lines = insert_lines(part) if part else ()
    return next(
        (each.call for each in lines if part and each.span.start <= offset - part.start <= each.span.end),
        None,
    )


def _parameter(script: OpenScript, found: FoundName, offset: int) -> Iterator[str]:
    name, fragment = found.symbol.name, found.symbol.owner.removeprefix("fragment ")
    yield f"**`${name}`**: a parameter of the fragment {code(fragment)}"
    known = library_of(script).fragments.get(fragment)
    entry = (
        next((each for each in known.call.entries if each.name == name), None)
        if known and known.call
        else None
    )
    if entry:
        yield f"Default: {code(entry.value or '')}."
    part, call = part_at(script, offset), _call_at(script, offset)
    if part and known and call and name in (values := arguments_of(script, part, known, call)):
        yield f"Here: {code(values[name])}."


def _cells(script: OpenScript, found: FoundName, offset: int) -> str:
    from scn_compiler.reuse.loader import Loader  # noqa: PLC0415
    from scn_compiler.reuse.tables import TableReader  # noqa: PLC0415

    part = part_at(script, offset)
    if part is None:
        return ""
    config = script.config
    loader = Loader(config.values, config.assigned, config.read)
    table = TableReader(library_of(script), loader).read(part.scenario.scenario.uses)
    cells = (
        [row.cells[found.symbol.name].text for row in table.rows if found.symbol.name in row.cells]
        if table
        else []
    )
    return _listed("Cells", list(dict.fromkeys(cells)))


def _listed(title: str, names: list[str]) -> str:
    more = f" and {len(names) - _MAX_NAMES} more" if len(names) > _MAX_NAMES else ""
    return f"{title}: {', '.join(map(code, names[:_MAX_NAMES]))}{more}." if names else ""


def _label(script: OpenScript, found: FoundName) -> Iterator[str]:
    for each in definitions(script, found.symbol):
        text = text_of_file(script, each.place.path) or ""
        yield f"**{code('@' + found.symbol.name)}** is this block of the {found.symbol.owner}{_place(script, each.place)}:"
        yield fenced(block_text(text, each.whole.start))


def _value(script: OpenScript, found: FoundName, offset: int) -> Iterator[str]:
    name = found.symbol.name
    text = value_in(script, part_at(script, offset), name)
    is_given = found.symbol.kind == "environment"
    environment = (
        f" in the environment {code(script.config.environment)}"
        if is_given and script.config.environment
        else ""
    )
    where = ", from the configuration" if is_given else _where(script, found)
    yield f"**`${name}`** is {code(text) if text else 'empty'}{environment}{where}"
    others = []
    for each in script.config.environments:
        values = {given.name: given.value for given in whole_environment(each, script.config.defined).values}
        if name in values:
            others.append(f"- {code(each)}: {code(values[name]) if values[name] else 'empty'}")
    if others:
        about = "In each environment:" if is_given else "This line overrides the environments:"
        yield f"{about}\n\n" + "\n".join(others)


def _where(script: OpenScript, found: FoundName) -> str:
    place = next((each.place for each in definitions(script, found.symbol)), None)
    return _place(script, place) if place else ""


def _place(script: OpenScript, place: Place) -> str:
    if place.path in (CONFIG_FILE, None):
        return ", from the configuration" if place.path else ""
    if place.path == script.path:
        return f", in line {Source(script.text).position(place.span.start).line}"
    return f", in {code(relative_to(script, place.path or ''))}"


def relative_to(script: OpenScript, path: str) -> str:
    """Return the path of a file as the script would write it."""
    import posixpath  # noqa: PLC0415

    return posixpath.relpath(path, posixpath.dirname(script.path or "") or ".")


def _file(script: OpenScript, path: str) -> Iterator[str]:
    text = text_of_file(script, path)
    if text is None:
        return
    if not path.endswith(".scn"):
        names = list(dict.fromkeys(name for name, _ in header_cells(text, path)))
        yield _listed(f"**{code(relative_to(script, path))}** has the columns", names)
        return
    home = script_of_file(script, path)
    if home is None:
        return
    library = library_of(home)
    yield f"**{code(relative_to(script, path))}**"
    yield _listed(
        "Fragments", [each.signature.removeprefix("fragment: ") for each in library.fragments.values()]
    )
    yield _listed("Values", [f"${name}" for name in library.scope.values])


def fragment_text(script: OpenScript, known: KnownFragment) -> str:
    """Document a fragment for a list of suggestions."""
    found = fragment_part(script, known)
    labels = (
        [f"@{each.name}" for each in name_mentions(found[1]) if each.kind == "label" and each.defines]
        if found
        else []
    )
    head = f"**Fragment** {code(known.signature.removeprefix('fragment: '))}"
    lines = fenced(fragment_lines(script, known, {}))
    return "\n\n".join(each for each in (head, _listed("Labels", labels), lines) if each)
