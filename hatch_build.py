"""Build hook: writes what is derived from the sources into the package, and for a wheel also the manual."""

import subprocess
import sys
import tomllib
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDERS = {"scn_dsl": "dsl", "scn_grammar": "grammar", "scn_compiler": "compiler"}


def parser_tables() -> bytes:
    """Build the parser tables of the grammar."""
    from scn_grammar.lalr.engine import tables  # noqa: PLC0415

    return tables()


def constructor_table() -> bytes:
    """Write the constructors of the records in all modules that can be loaded without other packages."""
    from scn_dsl.constructors import table  # noqa: PLC0415

    for name in FOLDERS:
        for module in walk_packages(import_module(name).__path__, f"{name}."):
            if not module.name.endswith(".__main__"):
                with suppress(ImportError):
                    import_module(module.name)
    return table().encode()


def version() -> bytes:
    """Return the version of the package, which `importlib.metadata` takes long to find."""
    project = Path(__file__).with_name("pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(project)["project"]["version"]).encode()


BUILT: dict[str, Callable[[], bytes]] = {
    "grammar/scn_grammar/scn.tables": parser_tables,
    "dsl/scn_dsl/constructor_table.py": constructor_table,
    "compiler/scn_compiler/cli/version.txt": version,
}
"""The files that are built, each with the function that builds it; scn works without them, but starts more slowly."""


class Generated(BuildHookInterface[Any]):
    """Writes the files in `BUILT`, and `site/` into the compiler; a checkout builds its manual on demand."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        sys.path[:0] = [str(root / folder) for folder in FOLDERS.values()]
        for path in BUILT:
            (root / path).unlink(missing_ok=True)
        for path, build in BUILT.items():
            (root / path).write_bytes(build())
            build_data["artifacts"].append(path)
        if version != "editable":
            subprocess.run([sys.executable, root / "docs" / "site" / "build.py"], check=True)
            build_data["artifacts"].append("compiler/scn_compiler/site/")
