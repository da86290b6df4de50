"""The project in the page: its files, the open one, and the configuration that applies to them."""

import posixpath
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from scn_compiler.config import Config
from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.reuse.files import FilesOfScript, FileText, needed_files
from scn_compiler.platforms import find_target, instead_of
from scn_compiler.playground.code_units import code_units
from scn_compiler.project.project_config import OWN_FILE
from scn_compiler.reuse.library import UnreadableFile
from scn_dsl.diagnostic import Edit
from scn_dsl.file_names import SCRIPT_SUFFIX
from scn_dsl.records import Record, field, replace
from scn_dsl.source import CONFIG, Source, Span
from scn_dsl.suggest import nearest

if TYPE_CHECKING:
    from scn_compiler.project.config_parser import ParsedConfig


class BadAnswerRequest(Exception):  # noqa: N818  (an outcome of reading a request, reported as a message)
    """A request that can't be answered; its text is a sentence for the user."""


class PageProject(Record):
    """The files of a page.

    Attributes:
        files: The text of each file, by its name.
        opened: The name of the open file.
        target: The target that the user picked; `None` for each script's own.
        base: The configuration of scripts if the page has no `scn.toml`.
    """

    files: dict[str, str]
    opened: str
    target: str | None = None
    base: Config = field(default_factory=Config)

    @property
    def text(self) -> str:
        """The text of the open file."""
        return self.files[self.opened]

    @property
    def scripts(self) -> tuple[str, ...]:
        """The names of the scripts, the open one first."""
        names = [name for name in self.files if name.endswith(SCRIPT_SUFFIX)]
        return tuple(sorted(names, key=lambda name: name != self.opened))

    @property
    def is_script_open(self) -> bool:
        """Whether the open file is a script."""
        return self.opened.endswith(SCRIPT_SUFFIX)

    @property
    def config(self) -> Config:
        """The configuration: that of the page's `scn.toml`, or else the base; a broken one has no effect."""
        parsed = self.own_config
        if parsed is None or parsed.problems:
            return self.base
        return parsed.config if parsed.extends else parsed.config.in_environment()

    @property
    def own_config(self) -> "ParsedConfig | None":
        """The parsed `scn.toml` of the page; `None` without one."""
        return _parsed(self.files[OWN_FILE]) if OWN_FILE in self.files else None

    def script(self, name: str | None = None, text: str | None = None) -> OpenScript:
        """Build a script of the page with the files that it needs; by default the open one.

        Args:
            text: The text to use instead of the file's.
        """
        name = name or self.opened
        text = self.files[name] if text is None else text
        needed = FilesOfScript(needed_files(text, name, self._text), self._text)
        return OpenScript(text, name, self.target, replace(self.config, read=needed.read), needed.state)

    def open_script(self) -> OpenScript:
        """Build the open script.

        Raises:
            BadAnswerRequest: if another kind of file is open.
        """
        if not self.is_script_open:
            raise BadAnswerRequest(f"`{self.opened}` isn't a script: open one")
        return self.script()

    def text_of(self, span: Span, own: str) -> tuple[str, str]:
        """Return the name and the text of the file that a span is in; `own` is the file that was looked at."""
        origin = span.origin
        if origin is None:
            return own, self.files[own]
        name = OWN_FILE if origin == CONFIG else posixpath.normpath(origin.path or own)
        text = self.files.get(name)
        if text is None:
            found = self._text(name)
            text = found if isinstance(found, str) else ""
        return name, text

    def place(self, span: Span, own: str) -> dict[str, Any]:
        """Convert a span to a place: file, `from` and `to` in code units, line from 1."""
        name, text = self.text_of(span, own)
        line = Source(text).position(span.start).line
        return {"file": name, **code_units(text).ends(span), "line": line}

    def edits(self, edits: Iterable[Edit], own: str) -> list[dict[str, Any]]:
        """Convert edits of files of the page."""
        found = []
        for each in edits:
            place = self.place(each.span, own)
            found.append({key: place[key] for key in ("file", "from", "to")} | {"insert": each.text})
        return found

    def offset(self, value: Any) -> int:
        """Convert an offset into the open file from code units.

        Raises:
            BadAnswerRequest: if it isn't a number.
        """
        if not isinstance(value, int) or isinstance(value, bool):
            raise BadAnswerRequest("an offset must be a whole number")
        return code_units(self.text).points(value)

    def _text(self, path: str) -> FileText:
        """Return a file: of the page, or one that the base configuration can read."""
        name = posixpath.normpath(path)
        if name in self.files:
            return self.files[name]
        if self.base.read is not None:
            try:
                return self.base.read(path)
            except UnreadableFile as error:
                return error
        return UnreadableFile(f"can't find `{name}`", near=nearest(name, self.files))


@lru_cache(maxsize=8)
def _parsed(text: str) -> "ParsedConfig | None":
    from scn_compiler.project.config_parser import read_config  # noqa: PLC0415  (most pages have no configuration)

    return read_config(text)


def requested_project(request: Mapping[str, Any], base: Config) -> PageProject:
    """Read the project in a request.

    Raises:
        BadAnswerRequest: if it has no files, or an unknown target.
    """
    files, opened, target = request.get("files"), request.get("open"), request.get("target")
    if not isinstance(files, dict) or any(
        not isinstance(each, str) for item in files.items() for each in item
    ):
        raise BadAnswerRequest("`files` must be an object with the text of each file")
    if not isinstance(opened, str) or opened not in files:
        raise BadAnswerRequest("`open` must be the name of one of the files")
    if target is not None and not (isinstance(target, str) and find_target(target)):
        raise BadAnswerRequest(f"unknown target `{target}`: {instead_of(str(target))}")
    return PageProject(files, opened, target, base)
