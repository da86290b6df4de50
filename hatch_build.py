"""Build hook: writes the parser tables of the grammar into the package."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Tables(BuildHookInterface[Any]):
    """Build hook that writes `scn.tables` next to the grammar."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        root = Path(self.root)
        sys.path[:0] = [str(root / "dsl"), str(root / "grammar")]
        from scn_grammar.lalr.engine import TABLES, tables  # noqa: PLC0415

        (root / "grammar" / "scn_grammar" / TABLES).write_bytes(tables())
        build_data["artifacts"].append(f"grammar/scn_grammar/{TABLES}")
