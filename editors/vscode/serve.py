"""The server that comes with the extension: `scn lsp` of the packages beside this file, and of no others."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "bundled" / "libs"))

from scn_compiler.cli import main

sys.argv[1:] = ["lsp"]
main()
