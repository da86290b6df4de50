"""Build hook: generates the parser tables of the grammar, and for a wheel the manual, into the package."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Generated(BuildHookInterface[Any]):
    """Writes `scn.tables` beside its grammar, and `site/` into the compiler; a checkout builds its manual on demand."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        sys.path[:0] = [str(root / "dsl"), str(root / "grammar")]
        from scn_grammar.lalr.engine import TABLES, tables  # noqa: PLC0415

        (root / "grammar" / "scn_grammar" / TABLES).write_bytes(tables())
        build_data["artifacts"].append(f"grammar/scn_grammar/{TABLES}")
        if version != "editable":
            subprocess.run([sys.executable, root / "docs" / "site" / "build.py"], check=True)
            build_data["artifacts"].append("compiler/scn_compiler/site/")
