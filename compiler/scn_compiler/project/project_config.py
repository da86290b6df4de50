"""A configuration together with the file it was read from; loads neither click nor tomllib."""

import os

from scn_compiler.config import Config
from scn_compiler.project.paths import relative_path
from scn_dsl.records import Record

OWN_FILE = "scn.toml"
SHARED_FILE = "pyproject.toml"
SHARED_TABLE = ("tool", "scn")


def table_in(path: str) -> tuple[str, ...] | None:
    """Return the table with the configuration in a file, `()` for the whole file; `None` for files of another name."""
    name = os.path.basename(path)  # noqa: PTH119
    return {OWN_FILE: (), SHARED_FILE: SHARED_TABLE}.get(name)


class ImportReader:
    """Reads the files that the scripts in a folder import, as `Config.read`; the first one loads the code for it.

    Args:
        folder: The absolute path of the folder.
        configs: The configuration of the scripts, and those that it extends; their folder is that of the project.
        run: The number of the run, whose readers share what they have read; also copies in another process.
    """

    def __init__(self, folder: str, configs: tuple[str, ...], run: int) -> None:
        self.folder = folder
        self.configs = configs
        self.run = run
        self._top = ""

    def __call__(self, path: str) -> str:
        """Read a file by its path from the current folder.

        Raises:
            UnreadableFile: if it isn't a text in the folder of the project.
        """
        from scn_compiler.project.imported_files import files_of_run  # noqa: PLC0415  (most scripts import nothing)

        return files_of_run(self.run).read(path, self._project())

    def current(self, path: str) -> str:
        """Read a file as it is now, even if the run has read it: for programs that run while files change.

        Raises:
            UnreadableFile: if it isn't a text in the folder of the project.
        """
        from scn_compiler.project.imported_files import ImportedFiles  # noqa: PLC0415  (likewise)

        return ImportedFiles().read(path, self._project())

    def _project(self) -> str:
        from scn_compiler.project.imported_files import project_folder  # noqa: PLC0415  (likewise)

        self._top = self._top or project_folder(self.folder, self.configs)
        return self._top


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
    def paths(self) -> tuple[str, ...]:
        """The paths of the file and of those that it extends; empty without a configuration."""
        return (self.path, *self.extends) if self.path else ()

    @property
    def display_path(self) -> str:
        """The path as messages show it: relative to the current folder."""
        return relative_path(self.path) if self.path else ""

    @property
    def baseline(self) -> str | None:
        """The path of the baseline, which the configuration names relative to its own folder."""
        return self._named(self.config.baseline)

    @property
    def measured(self) -> str | None:
        """The path of the measurement, likewise."""
        return self._named(self.config.measured)

    def _named(self, file: str | None) -> str | None:
        if not (file and self.path):
            return None
        return relative_path(os.path.join(os.path.dirname(self.path), file))  # noqa: PTH118, PTH120

    def excludes(self, script: str) -> bool:
        """Return whether to skip `script` when it is found in a folder."""
        if not (self.config.exclude and self.path):
            return False
        from scn_compiler.project.globs import matches  # noqa: PLC0415  (loads pathlib, which is slow)

        relative = relative_path(script, self.exclude_folder or os.path.dirname(self.path))  # noqa: PTH120
        elsewhere = os.path.isabs(relative)  # noqa: PTH117
        return not elsewhere and any(matches(relative, pattern) for pattern in self.config.exclude)
