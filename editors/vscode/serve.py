"""The server bundled with the extension: `scn lsp` from the packages beside this file only."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "bundled" / "libs"))

from scn_compiler.cli import main

sys.argv[1:] = ["lsp"]
main()
