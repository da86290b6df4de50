"""A project of several files in an editor: scripts with a cursor, and marks in all files."""

from collections.abc import Iterator

from scn_compiler.config import Config
from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.reuse.files import named_files, needed_files
from scn_compiler.ide.reuse.navigation import NamedPlace
from scn_compiler.reuse.library import UnreadableFile
from scn_compiler.reuse.values import GivenValue
from scn_dsl.diagnostic import Edit
from scn_dsl.records import replace
from support.cursors import CURSOR, marked, script


class ProjectFiles:
    """The files of a project, one of which has a cursor.

    Attributes:
        path: The file with the cursor.
        offset: The offset of the cursor.
    """

    def __init__(self, files: dict[str, str], config: Config = Config()) -> None:
        self.texts = {path: script(text) for path, text in files.items()}
        self.path = next(path for path, text in self.texts.items() if CURSOR in text)
        self.offset = self.texts[self.path].index(CURSOR)
        self.texts[self.path] = self.texts[self.path].replace(CURSOR, "")
        self.config = replace(config, read=self.read)

    def read(self, path: str) -> str:
        if path not in self.texts:
            raise UnreadableFile(f"can't find `{path}`")
        return self.texts[path]

    def open(self, path: str = "") -> OpenScript:
        """The script at a path; by default the one with the cursor."""
        path = path or self.path
        texts = needed_files(self.texts[path], path, lambda each: self.texts.get(each, UnreadableFile("")))
        needs = tuple(sorted((each, hash(str(text))) for each, text in texts.items()))
        return OpenScript(self.texts[path], path, None, self.config, needs)

    def importers(self, path: str | None) -> Iterator[OpenScript]:
        for each in self.texts:
            if each.endswith(".scn"):
                opened = self.open(each)
                if path and (path.startswith("<") or any(path == needed for needed, _ in opened.needs)):
                    yield opened

    def marked(self, places: tuple[NamedPlace, ...]) -> dict[str, str]:
        """The lines with marks, by file."""
        found: dict[str, list[NamedPlace]] = {}
        for each in places:
            found.setdefault(str(each.place.path), []).append(each)
        return {
            path: "\n".join(
                line
                for line in marked(self.texts.get(path, ""), [each.place.span for each in own]).splitlines()
                if "⟦" in line
            )
            for path, own in found.items()
        }

    def edited(self, edits: dict[str | None, list[Edit]]) -> "ProjectFiles":
        """The project after edits; its cursor stays in its file."""
        texts = dict(self.texts)
        for path, own in edits.items():
            text = texts[path or self.path]
            for edit in sorted(own, key=lambda each: each.span, reverse=True):
                text = text[: edit.span.start] + edit.text + text[edit.span.end :]
            texts[path or self.path] = text
        texts[self.path] += CURSOR
        return ProjectFiles(texts, replace(self.config, read=None))


__all__ = ("GivenValue", "ProjectFiles", "named_files")
