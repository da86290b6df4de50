"""Completion of what scripts share: fragments and their arguments, values, columns, paths, labels of fragments."""

import re
from collections.abc import Iterator

from scn_compiler.ide.completion.item import CompletionItem, CompletionKind, completion_item, literal
from scn_compiler.ide.cursor.context import CursorContext
from scn_compiler.ide.document import OpenScript, part_at, parts
from scn_compiler.ide.hover.names import relative_to
from scn_compiler.ide.hover.topic import Topic
from scn_compiler.ide.reuse.call_values import value_in
from scn_compiler.ide.reuse.files import file_mentions, script_of_file, text_of_file
from scn_compiler.ide.reuse.mentions import name_mentions, signature_of
from scn_compiler.ide.reuse.rows import header_cells
from scn_compiler.ide.reuse.symbols import (
    columns_of,
    inserted_labels,
    library_of,
    path_of_fragment,
    rows_files,
)
from scn_compiler.pipeline.fix import line_ending
from scn_compiler.reuse.library import EXTENSIONS
from scn_compiler.reuse.signature import FragmentCall
from scn_dsl.diagnostic import Edit
from scn_dsl.file_names import TEST_SUFFIX
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_dsl.vocabulary import LET

_REFERENCE = lazy_pattern(r"(?<!\$)(?:\$\$)*(\$(\{?)([A-Za-z_][A-Za-z0-9_]*)?)$")
_NAME = lazy_pattern(r"[A-Za-z_][A-Za-z0-9_-]*|")
_CALL = lazy_pattern(r"([A-Za-z_][A-Za-z0-9_-]*)[ \t]*\((.*)", re.DOTALL)
_ENTRY_START = lazy_pattern(r"(?:^|,)[ \t\n]*([A-Za-z_][A-Za-z0-9_]*)?$")
_CLOSED = lazy_pattern(r"(?:\)|^[A-Za-z_][A-Za-z0-9_-]*)[ \t]+(a?s?)$", re.DOTALL)
_STRING = lazy_pattern(r'"(?:\\.|[^"\\])*"?')
_WORD_AFTER = lazy_pattern(r"[A-Za-z0-9_]*")

_MAX_VALUE = 60


def value_items(context: CursorContext) -> Iterator[CompletionItem]:
    """Yield the values that can be used where the author has typed a dollar sign."""
    found = _REFERENCE.search(context.line.value_before)
    if found is None:
        return
    written, brace, _ = found.groups()
    after = _WORD_AFTER.match(context.line.after)
    replace_after = after.end() if after else 0
    follows = context.line.after[replace_after : replace_after + 1]
    for name, detail in visible_values(context.script, context.offset):
        text = f"${{{name}}}" if brace and follows != "}" else f"${{{name}" if brace else f"${name}"
        yield completion_item(
            context,
            f"${name}",
            CompletionKind.VARIABLE,
            literal(text),
            len(written),
            replace_after=replace_after,
            detail=detail,
            filter=f"${brace}{name}",
            closing="}" if brace and follows == "}" else "",
        )


def is_value(context: CursorContext) -> bool:
    """Tell whether the author is typing the name of a value."""
    return _REFERENCE.search(context.line.value_before) is not None


def visible_values(script: OpenScript, offset: int) -> Iterator[tuple[str, str]]:
    """Yield the names that can be used at an offset, those of the innermost scope first, each with a detail."""
    part = part_at(script, offset)
    seen: set[str] = set()
    found: list[tuple[str, str]] = []
    if part:
        call = signature_of(part)
        found += [(each.name or each.value or "", "parameter") for each in (call.entries if call else ())]
        if not part.fragment:
            found += [(name, "column") for name in columns_of(script, part)]
        found += [(use.line.name, "") for use in part.scenario.scenario.uses if use.name == LET]
    found += [(name, "") for name in library_of(script).scope.names()]
    for name, detail in found:
        if name not in seen:
            seen.add(name)
            yield name, detail or _short(value_in(script, part, name) or "")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MAX_VALUE else line[: _MAX_VALUE - 1] + "…"


def insert_items(context: CursorContext) -> Iterator[CompletionItem]:
    """Yield fragments, or the arguments of one, or `as`, after `insert:`."""
    before = context.line.value_before
    if _NAME.fullmatch(before):
        yield from _fragments(context, before)
    elif (call := _CALL.fullmatch(_without_strings(before))) and ")" not in call[2]:
        yield from _arguments(context, call[1], call[2], before)
    elif (closed := _CLOSED.search(before)) and not context.line.after.strip():
        yield completion_item(
            context,
            "as",
            CompletionKind.KEYWORD,
            "as $1",
            len(closed[1]),
            detail="puts a name before the labels of the fragment",
            topic=Topic("keyword", "insert"),
        )


def _without_strings(text: str) -> str:
    """Return a text with its strings blanked out; offsets stay."""
    return _STRING.sub(lambda found: "_" * len(found[0]), text)


def _fragments(context: CursorContext, prefix: str) -> Iterator[CompletionItem]:
    script = context.script
    own = part_at(script, context.offset)
    inside = signature_of(own) if own else None
    for known in library_of(script).fragments.values():
        if known.call and not (
            inside and known.name == inside.name and path_of_fragment(known, script) == script.path
        ):
            path = path_of_fragment(known, script)
            where = "" if path == script.path else f" in {relative_to(script, path or '')}"
            yield _fragment(context, known.call, prefix, known.signature.removeprefix("fragment: ") + where)
    taken = set(library_of(script).fragments)
    for path, call, title in _other_fragments(context):
        if call.name not in taken:
            where = relative_to(script, path)
            edit = import_edit(script, where)
            yield _fragment(context, call, prefix, f"{title}; imports {where}", (edit,))


def _fragment(
    context: CursorContext, call: FragmentCall, prefix: str, detail: str, edits: tuple[Edit, ...] = ()
) -> CompletionItem:
    gap = " " if context.line.before.endswith(":") else ""
    needed = [each.value or "" for each in call.entries if each.name is None]
    stops = ", ".join(f'{name} = "${number}"' for number, name in enumerate(needed, 1))
    word = re.match(r"[\w-]*", context.line.after)
    replace_after = word.end() if word else 0
    has_call = context.line.after[replace_after:].lstrip().startswith("(")
    snippet = call.name if has_call or not needed else f"{call.name}({stops})"
    return completion_item(
        context,
        call.name,
        CompletionKind.BLOCK,
        gap + snippet,
        len(prefix),
        replace_after=replace_after,
        detail=detail,
        extra_edits=edits,
    )


def _other_fragments(context: CursorContext) -> Iterator[tuple[str, FragmentCall, str]]:
    """Yield the fragments of files that the script doesn't import."""
    script = context.script
    known = {script.path, *(path for path, _ in script.needs)}
    for path in context.paths():
        if path in known or not path.endswith(".scn") or "fragment" not in (text_of_file(script, path) or ""):
            continue
        home = script_of_file(script, path)
        for part in parts(home) if home else ():
            call = signature_of(part)
            if call and part.fragment:
                yield path, call, part.fragment.title.value.value


def import_edit(script: OpenScript, written: str) -> Edit:
    """Return the edit that imports a file: below the last import, or else at the top."""
    end = line_ending(script.text)
    imports = [each for each in file_mentions(script) if each.name == "import"]
    if imports:
        at = script.text.find("\n", imports[-1].span.end)
        return (
            Edit(Span(at + 1, at + 1), f"import: {written}{end}")
            if at != -1
            else Edit(Span(len(script.text), len(script.text)), f"{end}import: {written}{end}")
        )
    start = 1 if script.text.startswith("\ufeff") else 0
    version = re.compile(r"[ \t]*scn[ \t]+\d+[ \t\r]*\n").match(script.text, start)
    at = version.end() if version else start
    return Edit(Span(at, at), f"import: {written}{end}{end}")


def _arguments(context: CursorContext, name: str, inside: str, before: str) -> Iterator[CompletionItem]:
    known = library_of(context.script).fragments.get(name)
    start = _ENTRY_START.search(inside)
    if known is None or known.call is None or start is None:
        return
    given = set(re.findall(r"([A-Za-z_]\w*)[ \t\n]*=", _without_strings(before) + context.line.value_after))
    word = _WORD_AFTER.match(context.line.after)
    replace_after = word.end() if word else 0
    prefix = start[1] or ""
    gap = " " if before.endswith(",") else ""
    has_sign = context.line.after[replace_after:].lstrip().startswith("=")
    for each in known.call.entries:
        parameter = each.name or each.value or ""
        if parameter not in given:
            yield completion_item(
                context,
                parameter,
                CompletionKind.ATTRIBUTE,
                gap + (parameter if has_sign else f'{parameter} = "$1"'),
                len(prefix),
                replace_after=replace_after,
                detail=f"default: {_short(each.value or '')}" if each.name else "required",
            )


def path_items(context: CursorContext) -> Iterator[CompletionItem]:
    """Yield the paths of files after `import:`, `script:` and `rows:`; for imports, files that declare something come first."""
    script, line = context.script, context.line
    is_import = line.keyword in ("import", "script")
    prefix = line.value_before
    taken = {each.path for each in file_mentions(script) if each.written != (prefix + line.after).strip()}
    found = [
        path
        for path in context.paths()
        if path != script.path
        and path not in taken
        and path.endswith(EXTENSIONS[:1] if is_import else EXTENSIONS[1:])
        and not path.endswith(TEST_SUFFIX)
    ]
    gap = " " if line.before.endswith(":") else ""

    def rank(path: str) -> tuple[bool, int, str]:
        written = relative_to(script, path)
        return line.keyword == "import" and not _declares(script, path), written.count("/"), written

    for path in sorted(found, key=rank):
        written = relative_to(script, path)
        yield completion_item(
            context,
            written,
            CompletionKind.FILE,
            gap + literal(written),
            len(prefix),
            replace_after=len(line.after.rstrip()),
            detail=_file_detail(script, path),
        )


def _declares(script: OpenScript, path: str) -> bool:
    text = text_of_file(script, path) or ""
    return re.search(r"^[ \t]*(?:fragment[ \t]*:|let[ \t])", text, re.MULTILINE) is not None


def _file_detail(script: OpenScript, path: str) -> str:
    if not path.endswith(".scn"):
        names = dict.fromkeys(name for name, _ in header_cells(text_of_file(script, path) or "", path))
        return _short(", ".join(names))
    home = script_of_file(script, path)
    found = library_of(home).fragments if home and _declares(script, path) else {}
    return _short(", ".join(found))


def column_items(context: CursorContext) -> Iterator[CompletionItem]:
    """Yield names of columns after `examples:`: values that nothing declares, and the columns of a file of rows."""
    script, line = context.script, context.line
    part = part_at(script, context.offset)
    if part is None or line.is_raw:
        return
    before = line.value_before.rpartition("|")[2].lstrip()
    known = {name for name, detail in visible_values(script, context.offset) if detail != "column"}
    taken = {cell.strip() for cell in f"{line.value_before}{line.value_after}".split("|")} - {before}
    used = [each.name for each in name_mentions(part) if each.kind == "value" and not each.defines]
    files = [
        name
        for path in rows_files(script, part)
        for name, _ in header_cells(text_of_file(script, path) or "", path)
    ]
    gap = "" if line.before[-1:] in (" ", "\t") or before else " "
    for name in dict.fromkeys((*files, *used)):
        if name not in known and name not in taken:
            yield completion_item(
                context,
                name,
                CompletionKind.VARIABLE,
                gap + name,
                len(before),
                detail="column of the file" if name in files else f"`${name}` is used here",
            )


def inserted_label_items(context: CursorContext, prefix: str, replace_after: int) -> Iterator[CompletionItem]:
    """Yield the labels that the inserts of the scenario bring."""
    part = part_at(context.script, context.offset)
    if part is None:
        return
    for name, known in inserted_labels(context.script, part).items():
        if f"@{name}".startswith(prefix if prefix.startswith("@") else f"@{prefix}"):
            yield completion_item(
                context,
                f"@{name}",
                CompletionKind.LABEL,
                f"@{name}" if prefix or context.line.before[-1:].isspace() else f" @{name}",
                len(prefix),
                replace_after=replace_after,
                detail=f"of the fragment {known.name}",
            )
