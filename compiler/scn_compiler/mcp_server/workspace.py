"""The folders that an agent works in: no other file is read or written."""

import os
import stat
from collections.abc import Callable

from click import ClickException

from scn_compiler.config import Config
from scn_compiler.inert_text import one_line
from scn_compiler.mcp_server.answer import ToolError
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import Input, Unreadable, decode, read_regular
from scn_compiler.project.gitignore import GitIgnore, repository_root
from scn_compiler.project.paths import relative_path
from scn_compiler.project.project_config import ProjectConfig
from scn_compiler.project.walk import IGNORED_FOLDERS, lies_in
from scn_compiler.reuse.library import UnreadableFile
from scn_compiler.semantics.choice import EVERYTHING, Choice
from scn_dsl.file_names import SCRIPT_SUFFIX
from scn_dsl.records import Record, replace
from scn_dsl.suggest import first, nearest

MOST_BYTES = 1 << 21
"""A larger text is rejected: it isn't written by hand, and its check would take longer than a client waits."""

_LONGEST = 80
"""How many characters of a wrong path a message shows."""

Write = Callable[[str, str, str | None], None]
"""Writes a text to a path atomically, if the file still has the expected text (`None` for a new file). Raises `OSError`."""


class NoScriptError(ToolError):
    """A folder has no script."""


class ScriptText(Record):
    """A script to work on.

    Attributes:
        path: Its absolute path; `None` for a text without a place.
        shown: The path to show; `text` without one.
        project: Its configuration, whose reader of imported files stays in the workspace.
    """

    text: str
    path: str | None
    shown: str
    project: ProjectConfig

    @property
    def config(self) -> Config:
        """The configuration to compile the script with."""
        return self.project.config


class AgentWorkspace:
    """The folders of an agent.

    Args:
        folders: The folders; those that don't exist are skipped.
        write: Writes files.
    """

    def __init__(self, folders: tuple[str, ...], write: Write) -> None:
        real = dict.fromkeys(os.path.realpath(folder) for folder in folders if os.path.isdir(folder))  # noqa: PTH112
        self.folders = tuple(real)
        self._write = write
        names = [os.path.basename(folder) for folder in self.folders]  # noqa: PTH119
        several = len(names) > 1 and len(set(names)) == len(names)
        self._named = dict(zip(names, self.folders, strict=True)) if several else {}

    @property
    def top(self) -> str:
        """The first folder.

        Raises:
            ToolError: without a folder.
        """
        if not self.folders:
            raise ToolError(
                "this server has no workspace: pass the script as `text`, or start `scn mcp FOLDER` for a folder"
            )
        return self.folders[0]

    def find(self, path: str) -> str:
        """Return the absolute path of a file or folder, which need not exist.

        Raises:
            ToolError: if it is outside of the workspace, or hidden or ignored in it.
        """
        top = self.top
        name = one_line(self.shown(path))[:_LONGEST]
        if "\0" in path or not path.strip():
            raise ToolError("`path` is empty or has a zero byte: name a file of the workspace")
        plain = path.replace("\\", "/") if os.sep == "\\" else path
        if ".." in plain.split("/"):
            raise ToolError(f"`{name}` has `..`: write the path from the top of the workspace")
        try:
            real = os.path.realpath(self._absolute(plain, top))
        except (OSError, ValueError):  # a loop of links, half of a surrogate pair
            raise ToolError(f"`{name}` isn't a file name: name a file of the workspace") from None
        root = next((folder for folder in self.folders if lies_in(real, folder)), None)
        if root is None:
            raise ToolError(f"`{name}` is outside of the workspace: use a file in {self._names()}")
        self._refuse_ignored(name, real, root)
        return real

    def is_file(self, path: str) -> bool:
        """Return whether a file of the workspace exists.

        Raises:
            ToolError: as for `find`.
        """
        return os.path.isfile(self.find(path))  # noqa: PTH113

    def shown(self, path: str) -> str:
        """Return a path as answers show it: from the top of the workspace."""
        for folder in self.folders:
            if path == folder:
                return os.path.basename(folder) if self._named else os.curdir  # noqa: PTH119
        return self.shorten(path).replace(os.sep, "/")

    def shorten(self, text: str) -> str:
        """Shorten the paths in a message, which are absolute, or lead out of the current folder of this process."""
        for folder in self.folders:
            if os.path.dirname(folder) == folder:  # noqa: PTH120  (its name is only a slash)
                continue
            name = next((f"{name}/" for name, each in self._named.items() if each == folder), "")
            if len(self.folders) > 1 and not name:
                continue
            relative = relative_path(folder)
            if relative.startswith(
                os.pardir
            ):  # first: from another top folder, it ends like the absolute path
                text = text.replace(os.path.join(relative, ""), name)  # noqa: PTH118
            text = text.replace(os.path.join(folder, ""), name)  # noqa: PTH118
        return text

    def sentence(self, error: ClickException) -> str:
        """Return a message of the command line as one sentence, with paths as answers show them."""
        parts = [line.removeprefix("scn: ") for line in error.message.split("\n")]
        return "; ".join(one_line(self._from_top(self.shorten(part))) for part in parts if part.strip())

    def _from_top(self, message: str) -> str:
        """Shorten the path at the start of a message, which starts at the current folder of this process."""
        for folder in self.folders:
            start = os.path.join(relative_path(folder), "")  # noqa: PTH118
            if message.startswith(start):
                name = next((f"{name}/" for name, each in self._named.items() if each == folder), "")
                return name + message.removeprefix(start)
        return message

    def read(self, path: str, text: str | None, *, suffix: str, configs: ConfigDiscovery) -> ScriptText:
        """Return a text with its configuration.

        Args:
            path: A file in the workspace, or if there is a `text`, where it would be; empty without a place.
            text: The text, instead of that of the file.
            suffix: How the name of a file must end.

        Raises:
            ToolError: if it can't be read, or the configuration can't be used.
        """
        if not path and text is None:
            raise ToolError("pass `path` for a file of the workspace, or `text` for the text itself")
        absolute = self.find(path) if path else None
        if absolute and not absolute.endswith(suffix):
            kind = "a folder" if os.path.isdir(absolute) else f"not a {suffix} file"  # noqa: PTH112
            raise ToolError(f"{self.shown(absolute)} is {kind}: name one {suffix} file")
        if text is None:
            return self.script_at(str(absolute), configs)
        _refuse_text(text)
        shown = self.shown(absolute) if absolute else "text"
        return ScriptText(text, absolute, shown, self.project_of(absolute, configs))

    def script_at(self, path: str, configs: ConfigDiscovery) -> ScriptText:
        """Return the script at an absolute path in the workspace, with its configuration.

        Raises:
            ToolError: as for `read`.
        """
        return ScriptText(self.text_of(path), path, self.shown(path), self.project_of(path, configs))

    def text_of(self, path: str) -> str:
        """Read a file.

        Raises:
            ToolError: if it isn't a text, or is too large.
        """
        source = Input(path, self.shown(path))
        try:
            state = os.stat(path)  # noqa: PTH116
            if stat.S_ISREG(state.st_mode) and state.st_size > MOST_BYTES:
                raise ToolError(
                    f"{self.shown(path)} is larger than {MOST_BYTES >> 20} MB: use `scn` in a terminal"
                )
            return decode(source, read_regular(source))
        except FileNotFoundError:
            raise self.missing(path) from None
        except Unreadable as error:
            raise ToolError(self.shorten(str(error))) from None
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else "not a file name"
            raise ToolError(f"{self.shown(path)} cannot be read: {reason.lower()}") from None

    def write(self, path: str, text: str, before: str | None) -> None:
        """Write a file, if it still has the text `before` (`None`: if it doesn't exist).

        Raises:
            ToolError: if it can't be written; it is unchanged then.
        """
        if before is None and os.path.lexists(path):
            raise ToolError(f"{self.shown(path)} exists already: choose another name")
        try:
            self._write(path, text, before)
        except OSError as error:
            reason = (error.strerror or "unknown error").lower()
            raise ToolError(f"{self.shown(path)} cannot be written: {reason}") from None
        except ClickException as error:
            raise ToolError(self.sentence(error)) from None

    def configs(self, environment: str = "", choice: Choice = EVERYTHING) -> ConfigDiscovery:
        """Return the configurations of a call of a tool, read afresh."""
        return ConfigDiscovery(environment=environment or None, choice=choice, uses_measurements=True)

    def project_of(self, path: str | None, configs: ConfigDiscovery) -> ProjectConfig:
        """Return the configuration of a script; of a text without a place, that of the workspace.

        Raises:
            ToolError: if it can't be used.
        """
        if path is None and not self.folders:
            return ProjectConfig()
        try:
            project = configs.config_for(path or os.path.join(self.top, "untitled.scn"))  # noqa: PTH118
        except ClickException as error:
            raise ToolError(self.sentence(error)) from None
        return replace(project, config=replace(project.config, read=self._reader(project.config.read)))

    def scripts_in(self, path: str, configs: ConfigDiscovery) -> list[str]:
        """Find the scripts in a file or folder; in the whole workspace if `path` is empty.

        Raises:
            NoScriptError: if the folder has no script.
            ToolError: if a path is wrong.
        """
        places = (self.find(path),) if path else (self.top, *self.folders[1:])
        if path and not os.path.lexists(places[0]):
            raise self.missing(places[0])
        if os.path.isfile(places[0]) and not places[0].endswith(SCRIPT_SUFFIX):  # noqa: PTH113
            raise ToolError(f"{self.shown(places[0])} is not a .scn file: name a script or a folder")
        try:
            found = configs.find_scripts(places, quiet=True)
        except ClickException as error:
            message = self.sentence(error)
            if message.startswith("no .scn files"):  # the hint of the command line is about its options
                name = self.shown(places[0])
                where = "the workspace" if name == os.curdir else name
                raise NoScriptError(
                    f"no scripts in {where} yet: write a .scn file, or `decompile` a payload"
                ) from None
            raise ToolError(message) from None
        return [each.path for each in found if not each.is_excluded]

    def missing(self, path: str) -> ToolError:
        """Say that a file doesn't exist, and which one may be meant."""
        shown = self.shown(path)
        hint = "`list` names the scripts of the workspace"
        if shown.endswith(".json"):
            hint = "write the path from the top of the workspace"
        elif near := _script_like(path):
            hint = f"did you mean `{one_line(self.shown(near))}`?"
        return ToolError(f"can't find `{one_line(shown)[:_LONGEST]}`: {hint}")

    def _absolute(self, path: str, top: str) -> str:
        if os.path.isabs(path):  # noqa: PTH117
            return path
        name, _, inside = path.partition("/")
        if name in self._named:
            return os.path.join(self._named[name], inside)  # noqa: PTH118
        places = [os.path.join(folder, path) for folder in self.folders]  # noqa: PTH118
        return next((place for place in places if os.path.lexists(place)), os.path.join(top, path))  # noqa: PTH118

    def _names(self) -> str:
        return " or ".join(self._named) or f"`{os.path.basename(self.folders[0]) or os.sep}`"  # noqa: PTH119

    def _refuse_ignored(self, name: str, real: str, root: str) -> None:
        if skipped := _skipped(real, root):
            raise ToolError(f"`{name}` is in `{skipped}`, which scn skips: use another folder")
        if self._is_ignored(real, root, os.path.relpath(real, root).split(os.sep)):  # noqa: PTH206
            raise ToolError(f"git ignores `{name}`, so scn skips it: use another file")

    def _is_ignored(self, real: str, root: str, parts: list[str]) -> bool:
        if repository_root(root) is None:
            return False
        rules = GitIgnore.above(root)
        folder = root
        for part in parts:
            rules = rules.inside(folder)
            inside = os.path.join(folder, part)  # noqa: PTH118
            if rules.ignores(inside, is_folder=inside != real or os.path.isdir(real)):  # noqa: PTH112
                return self.project_of(real, self.configs()).config.respect_gitignore
            folder = inside
        return False

    def _reader(self, read: Callable[[str], str] | None) -> Callable[[str], str] | None:
        """Return a reader of imported files that stays in the workspace."""
        if read is None:
            return None

        def read_inside(path: str) -> str:
            absolute = os.path.join(self.top, path)  # noqa: PTH118
            real = os.path.realpath(absolute) if "\0" not in path else absolute
            root = next((folder for folder in self.folders if lies_in(real, folder)), None)
            if root is None:
                hint = "move the file into the workspace"
                shown = os.path.relpath(absolute, self.top).replace(os.sep, "/")
                raise UnreadableFile(f"`{shown}` is outside of the workspace", hint)
            if "\0" not in path and (skipped := _skipped(real, root)):
                hint = "move the file into another folder"
                raise UnreadableFile(f"`{path}` is in `{skipped}`, which scn skips", hint)
            return read(absolute)

        return read_inside


def _skipped(path: str, top: str) -> str | None:
    """Return the part of a path that makes scn skip it; `None` without one."""
    parts = os.path.relpath(path, top).split(os.sep)  # noqa: PTH206
    hidden = next((part for part in parts if part.startswith(".") and part != os.curdir), None)
    return hidden or next((part for part in parts if part in IGNORED_FOLDERS), None)


def _script_like(path: str) -> str | None:
    """Return the script beside a missing file whose name is nearest, without counting the ending."""
    folder, name = os.path.split(path)
    try:
        names = [each for each in os.listdir(folder) if each.endswith(SCRIPT_SUFFIX)]  # noqa: PTH208
    except (OSError, ValueError):
        return None
    stems = {each.removesuffix(SCRIPT_SUFFIX): each for each in sorted(names)}
    stem = nearest(name.removesuffix(SCRIPT_SUFFIX), first(stems))
    return os.path.join(folder, stems[stem]) if stem else None  # noqa: PTH118


def _refuse_text(text: str) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise ToolError(
            "`text` has half of a surrogate pair, which no file can hold: send whole characters"
        ) from None
    if size > MOST_BYTES:
        raise ToolError(f"`text` is larger than {MOST_BYTES >> 20} MB: split it into several scripts")
