"""A configuration together with the file it was read from; loads neither click nor tomllib."""

import os

from scn_compiler.config import Config
from scn_dsl.records import Record

OWN_FILE = "scn.toml"
SHARED_FILE = "pyproject.toml"


def relative_path(path: str, start: str = os.curdir) -> str:
    """Return the path from the folder `start` to `path`; an absolute one if they are on different drives."""
    try:
        return os.path.relpath(path, start)
    except (ValueError, OSError):  # on another drive; the current folder is gone
        return path if os.path.isabs(path) else os.path.join(start, path)  # noqa: PTH117, PTH118


class ProjectConfig(Record):
    """A configuration and the file it was read from.

    Attributes:
        path: The file; `None` without a configuration.
        text: The content of the file, for the spans of findings in it.
        extends: The absolute paths of the configurations that it extends.
        exclude_folder: The folder that `exclude` is relative to; `None` for that of the file.
    """

    config: Config = Config()
    path: str | None = None
    text: str = ""
    exclude_folder: str | None = None
    extends: tuple[str, ...] = ()

    @property
    def display_path(self) -> str:
        """The path as messages show it: relative to the current folder."""
        return relative_path(self.path) if self.path else ""

    @property
    def baseline(self) -> str | None:
        """The path of the baseline, which the configuration names relative to its own folder."""
        if not (self.config.baseline and self.path):
            return None
        return relative_path(os.path.join(os.path.dirname(self.path), self.config.baseline))  # noqa: PTH118, PTH120

    def excludes(self, script: str) -> bool:
        """Return whether to skip `script` when it is found in a folder."""
        if not (self.config.exclude and self.path):
            return False
        from scn_compiler.project.globs import matches  # noqa: PLC0415  (loads pathlib, which is slow)

        relative = relative_path(script, self.exclude_folder or os.path.dirname(self.path))  # noqa: PTH120
        elsewhere = os.path.isabs(relative)  # noqa: PTH117
        return not elsewhere and any(matches(relative, pattern) for pattern in self.config.exclude)
