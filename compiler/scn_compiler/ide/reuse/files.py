"""The files that a script names: those that it imports, and files of rows."""

import posixpath
import re
from collections.abc import Callable

from scn_compiler.findings.merge import one_per_line
from scn_compiler.ide.document import OpenScript, ScriptPart, cached_per_part, parts
from scn_compiler.reuse.library import EXTENSIONS, UnreadableFile, join
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Related, Severity
from scn_dsl.file_names import TEST_SUFFIX, script_beside
from scn_dsl.nodes import Field
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record
from scn_dsl.source import Source, Span

_NAMED = lazy_pattern(
    r"""^[ \t\xa0\ufeff]*[A-Za-z]+[ \t\xa0]*:?[ \t\xa0]*["']?([^\n:"']+\.(?:scn|csv|tsv|jsonl))["']?[ \t\xa0\r]*$""",
    re.MULTILINE,
)
"""A line that may name a file, even with a mistake in its first word."""

_SHARING = ("import", "rows", "script")
"""The lines that name a file."""

FileText = str | UnreadableFile
"""The text of a file, or why it can't be read."""


class FileMention(Record):
    """A line that names a file.

    Attributes:
        name: `import`, `rows` or `script`.
        written: The path as it is written.
        path: The path, joined to that of the script.
        span: The span of the path.
    """

    name: str
    written: str
    path: str
    span: Span


def file_mentions(script: OpenScript) -> tuple[FileMention, ...]:
    """Return the lines of a script that name a file, in order."""
    return tuple(
        FileMention(each.name, each.written, join(script.path, each.written), part.absolute(each.span))
        for part in parts(script)
        for each in _mentions(part)
    )


@cached_per_part
def _mentions(part: ScriptPart) -> tuple[FileMention, ...]:
    lines = (each for each in part.items if isinstance(each, Field) and each.name in _SHARING)
    return tuple(
        FileMention(line.name, line.value.value, "", line.place(line.value.span))
        for line in lines
        if line.value.value
    )


def named_files(text: str, path: str = "") -> tuple[str, ...]:
    """Return the paths in lines that may name a file, and the script of a file of tests; finds them without parsing."""
    if path.endswith(TEST_SUFFIX):
        own = posixpath.basename(path.replace("\\", "/"))
        return (script_beside(own), *named_files(text))
    if not any(each in text for each in EXTENSIONS):
        return ()
    return tuple(dict.fromkeys(each.strip() for each in _NAMED.findall(text)))


def needed_files(
    text: str,
    path: str,
    read: Callable[[str], FileText],
    names: Callable[[str, str], tuple[str, ...]] = named_files,
) -> dict[str, FileText]:
    """Collect the files that a script needs, directly or not, each with its text, or with why it can't be read.

    Args:
        read: Returns the text of a file, or why it can't be read.
        names: Returns the paths in a text of the file at a path, as `named_files` does.
    """
    found: dict[str, FileText] = {}
    waiting = [(text, path)]
    while waiting:
        importer, importer_path = waiting.pop()
        for written in names(importer, importer_path):
            needed = join(importer_path, written)
            if needed not in found and needed != path:
                found[needed] = content = read(needed)
                if isinstance(content, str) and needed.endswith(".scn"):
                    waiting.append((content, needed))
    return found


class FilesOfScript:
    """The files that one version of a script needs, as they were then.

    Attributes:
        texts: The text of each, by its path.
    """

    def __init__(self, texts: dict[str, FileText], read: Callable[[str], FileText]) -> None:
        self.texts = texts
        self._read = read

    @property
    def state(self) -> tuple[tuple[str, int], ...]:
        """The paths, each with a hash of the text."""
        return tuple((path, hash(str(text))) for path, text in sorted(self.texts.items()))

    def read(self, path: str) -> str:
        """Return the text of a file.

        Raises:
            UnreadableFile: if it can't be read.
        """
        text = self.texts[path] if path in self.texts else self._read(path)
        if isinstance(text, UnreadableFile):
            raise UnreadableFile(str(text), text.hint, text.near)
        return text


def import_errors(script: OpenScript, in_files: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Report the errors in other files at the lines that name these files, once for each line.

    Args:
        in_files: The findings in other files.
    """
    errors = [
        each for each in in_files if each.severity is Severity.ERROR and each.origin and each.origin.path
    ]
    if not errors or script.config.read is None:
        return ()
    found: list[Diagnostic] = []
    for mention in file_mentions(script):
        texts = {mention.path: _text(script, mention.path)}
        if isinstance(text := texts[mention.path], str):
            texts |= needed_files(text, mention.path, lambda path: _text(script, path))
        own = [each for each in errors if each.origin and each.origin.path in texts]
        if own:
            errors = [each for each in errors if each not in own]
            found.append(_import_error(mention, own, texts))
    return tuple(found)


def _import_error(mention: FileMention, errors: list[Diagnostic], texts: dict[str, FileText]) -> Diagnostic:
    paths = {each.origin.path or "" for each in errors if each.origin}
    path = mention.path if mention.path in paths else min(paths)
    text = texts.get(path)
    source = Source(text if isinstance(text, str) else "")
    here = one_per_line([each for each in errors if each.origin and each.origin.path == path], source)
    first = here[0]
    line = source.position(first.span.start).line
    count = "an error" if len(here) == 1 else f"{len(here)} errors"
    where = mention.written if path == mention.path else path.rpartition("/")[2]
    message = f"`{where}` has {count}, so this script can't be compiled"
    rule = "bad-rows-file" if mention.name == "rows" else "bad-import"
    return report(
        rule,
        mention.span,
        message,
        f"fix line {line}: {first.message}",
        related=(Related(first.message, first.span),),
    )


def text_of_file(script: OpenScript, path: str | None) -> str | None:
    """Return the text of the script, or of a file that it needs; `None` if it can't be read."""
    if path == script.path:
        return script.text
    text = _text(script, path) if path else None
    return text if isinstance(text, str) else None


def script_of_file(script: OpenScript, path: str | None) -> OpenScript | None:
    """Return the script itself, or one that it needs; `None` if it can't be read."""
    if path == script.path:
        return script
    text = text_of_file(script, path)
    return None if text is None else OpenScript(text, path, script.target, script.config, script.needs)


def _text(script: OpenScript, path: str) -> FileText:
    try:
        return script.config.read(path) if script.config.read else UnreadableFile("")
    except UnreadableFile as error:
        return error
