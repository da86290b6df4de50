"""Build hook: writes what is derived from the sources into the package, and for a wheel also the manual and the playground."""

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDERS = {"scn_dsl": "dsl", "scn_grammar": "grammar", "scn_compiler": "compiler"}
FOR_PLAIN_SCRIPTS = (
    "scn_compiler.cli.check.run",
    "scn_compiler.cli.compile.run",
    "scn_compiler.cli.fmt.run",
    "scn_compiler.cli.output.files",
    "scn_compiler.lint.trigger_rules",
    "scn_compiler.pipeline.check",
    "scn_compiler.pipeline.format",
    "scn_compiler.project.walk",
)
"""The modules that check, compile or format a plain script; the constructors in them are loaded at each start."""


def parser_tables() -> bytes:
    """Build the parser tables of the grammar."""
    from scn_grammar.lalr.engine import tables  # noqa: PLC0415

    return tables()


@cache
def shapes_for_plain_scripts() -> frozenset[str]:
    """Return the shapes of the constructors that a plain script needs."""
    from scn_dsl.constructors import MAKERS  # noqa: PLC0415

    for name in FOR_PLAIN_SCRIPTS:
        import_module(name)
    return frozenset(MAKERS)


def constructor_table() -> bytes:
    """Write the constructors of the records that a plain script needs."""
    from scn_dsl.constructors import table  # noqa: PLC0415

    return table(shapes_for_plain_scripts()).encode()


def rare_constructor_table() -> bytes:
    """Write the constructors of the other records in modules that can be loaded without other packages."""
    from scn_dsl.constructors import MAKERS, table  # noqa: PLC0415

    common = shapes_for_plain_scripts()
    for name in FOLDERS:
        for module in walk_packages(import_module(name).__path__, f"{name}."):
            if not module.name.endswith(".__main__"):
                with suppress(ImportError):
                    import_module(module.name)
    return table(MAKERS.keys() - common).encode()


def version() -> bytes:
    """Return the version of the package, which `importlib.metadata` takes long to find."""
    project = Path(__file__).with_name("pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(project)["project"]["version"]).encode()


BUILT: dict[str, Callable[[], bytes]] = {
    "dsl/scn_dsl/constructor_table.py": constructor_table,  # first: later, more constructors are loaded
    "dsl/scn_dsl/rare_constructor_table.py": rare_constructor_table,
    "grammar/scn_grammar/scn.tables": parser_tables,
    "compiler/scn_compiler/cli/version.txt": version,
}
"""The files that are built, each with the function that builds it; scn works without them, but starts more slowly."""


class Generated(BuildHookInterface[Any]):
    """Writes the files in `BUILT`, and `site/` into the compiler; a checkout builds its manual and playground on demand."""

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
            self._add_samples(root, build_data)
            self._add_playground(root, build_data)

    def _add_samples(self, root: Path, build_data: dict[str, Any]) -> None:
        """Add the samples, some of which the playground offers, without the caches of commands that ran there."""
        for path in sorted((root / "samples").rglob("*")):
            name = path.relative_to(root)
            if path.is_file() and not any(part.startswith(".") for part in name.parts):
                build_data["force_include"][str(path)] = f"scn_compiler/playground/{name.as_posix()}"

    def _add_playground(self, root: Path, build_data: dict[str, Any]) -> None:
        """Add the page of `scn playground`, whose scripts only npm can build; without them, the rest of scn works."""
        if not shutil.which("npm"):
            print("no npm: this wheel is without `scn playground`", file=sys.stderr)  # noqa: T201
            return
        folder = root / "editors" / "playground"
        words = [sys.executable, str(folder / "build.py"), "local"]
        done = subprocess.run(words, capture_output=True, check=False, encoding="utf-8", errors="replace")
        if done.returncode:  # such as an old Node.js, or no network
            reason = done.stderr.rstrip()
            print(f"{reason}\nno page was built: this wheel is without `scn playground`", file=sys.stderr)  # noqa: T201
            return
        build_data["force_include"][str(folder / "dist" / "local")] = "scn_compiler/playground/page"
