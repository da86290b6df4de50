"""Which configuration holds for a script: the nearest one above it, or the one that is named; each is read once."""

import os
import re

from scn_compiler.project.files import STDIN, Input, find_files
from scn_compiler.project.loaded import OWN_FILE, SHARED_FILE, Loaded
from scn_dsl.records import replace

_TABLE = rb"\btool\b[^\n]*\bscn\b|^[ \t]*\[[ \t]*tool[ \t]*\]"


class Configurations:
    """The configurations of a run.

    Attributes:
        named: The only one, if the command line names one.
        isolated: Whether none is looked for.
        used: Those that hold for the scripts of the run.
        select, ignore: What the command line says instead; `None` where it says nothing.
        force_exclude: Whether what is excluded is passed over also where the command line names it.
    """

    def __init__(
        self,
        named: str | None = None,
        isolated: bool = False,
        select: tuple[str, ...] | None = None,
        ignore: tuple[str, ...] | None = None,
        force_exclude: bool = False,
    ) -> None:
        self.named = named
        self.isolated = isolated
        self.select = select
        self.ignore = ignore
        self.force_exclude = force_exclude
        self.used: tuple[Loaded, ...] = ()
        self._by_folder: dict[str, Loaded] = {}

    def of(self, script: str) -> Loaded:
        """What holds for `script`.

        Raises:
            click.ClickException: if that cannot be used.
        """
        folder = "" if script == STDIN else os.path.dirname(script)  # noqa: PTH120
        if folder not in self._by_folder:
            self._by_folder[folder] = self._chosen(self._found(os.path.abspath(folder)))  # noqa: PTH100
        return self._by_folder[folder]

    def scripts(self, paths: tuple[str, ...]) -> list[Input]:
        """The scripts that `paths` mean; nothing is wrong with the configuration of any."""
        force = self.force_exclude
        found = find_files(
            paths or (".",), ".scn", lambda path: self.of(path).excludes(path), force_exclude=force
        )
        one_each = {os.path.dirname(each.path): each.path for each in found}  # noqa: PTH120
        self.used = tuple(map(self.of, one_each.values()))
        return found

    def _found(self, folder: str) -> Loaded:
        """The configuration that is named, or the nearest one in `folder` or above it."""
        if self.isolated:
            return Loaded()
        files = [self.named] if self.named else _above(folder)
        for file in files:
            if file == self.named or _may_hold_one(file):
                from scn_compiler.project.config_file import load_config  # noqa: PLC0415  (only projects that have one pay)

                loaded = load_config(os.path.abspath(file), must=file == self.named)  # noqa: PTH100
                if loaded:
                    return loaded
        return Loaded()

    def _chosen(self, loaded: Loaded) -> Loaded:
        """`loaded` with what the command line says instead."""
        config = loaded.config
        if self.select is not None:
            config = replace(config, select=self.select, ignore=())
        if self.ignore is not None:
            config = replace(config, ignore=self.ignore)
        return loaded if config is loaded.config else replace(loaded, config=config)


def _may_hold_one(file: str) -> bool:
    """Whether a file is there, and may be a configuration of ours."""
    if not os.path.isfile(file):  # noqa: PTH113
        return False
    try:
        with open(file, "rb") as stream:  # noqa: PTH123
            return file.endswith(OWN_FILE) or re.search(_TABLE, stream.read(), re.MULTILINE) is not None
    except OSError:
        return True


def _above(folder: str) -> list[str]:
    """Where a configuration may stand, the nearest first."""
    files: list[str] = []
    while True:
        files += (os.path.join(folder, OWN_FILE), os.path.join(folder, SHARED_FILE))  # noqa: PTH118
        parent = os.path.dirname(folder)  # noqa: PTH120
        if parent == folder:
            return files
        folder = parent
