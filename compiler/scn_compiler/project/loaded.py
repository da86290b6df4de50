"""A configuration and the file that it stands in."""

import os

from scn_compiler.config import Config
from scn_dsl.records import Record

OWN_FILE = "scn.toml"
SHARED_FILE = "pyproject.toml"


class Loaded(Record):
    """A configuration, and the file that it stands in; `path` is `None` if there is none."""

    config: Config = Config()
    path: str | None = None
    text: str = ""

    @property
    def shown(self) -> str:
        return os.path.relpath(self.path) if self.path else ""

    @property
    def baseline(self) -> str | None:
        """The path of the baseline, which counts from the folder of the configuration."""
        if not (self.config.baseline and self.path):
            return None
        return os.path.relpath(os.path.join(os.path.dirname(self.path), self.config.baseline))  # noqa: PTH118, PTH120

    def excludes(self, script: str) -> bool:
        """Whether `script` is passed over where it is found in a folder."""
        if not (self.config.exclude and self.path):
            return False
        from scn_compiler.project.globs import matches  # noqa: PLC0415

        below = os.path.relpath(script, os.path.dirname(self.path))  # noqa: PTH120
        return any(matches(below, pattern) for pattern in self.config.exclude)
