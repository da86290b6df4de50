"""Packages that bring platforms: as they would be installed, in a folder that `scn` is given."""

import os
import re
import subprocess
import sys
from pathlib import Path

from support.paths import ROOT

PAGE = ROOT / "docs" / "contributing" / "plugins.md"
FILES = dict(
    re.findall(r"^```\w+ (\S+\.\w+)\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
)
"""The files of the example, by their names."""

TOY = FILES["scn_toy.py"]
CALL = """\
target: toy

scenario: Ask for the way
toy.speed: 2

FIRST_MESSAGE
  say: Hello

WHEN The agent asks where to
  say: Home
  end call
"""


def install(
    site: Path, code: str, name: str = "scn-toy", platform: str = "toy", entry: str | None = None
) -> Path:
    """Put a package `name` 1.0 with one module into the folder `site`, as an installer would."""
    module = name.replace("-", "_")
    known = site / f"{module}-1.0.dist-info"
    known.mkdir(parents=True, exist_ok=True)
    (known / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
    entry = entry or f"{platform} = {module}"
    (known / "entry_points.txt").write_text(f"[scnlang.platforms]\n{entry}\n", encoding="utf-8")
    (site / f"{module}.py").write_text(code, encoding="utf-8")
    return site


def scn(
    folder: Path,
    *words: str,
    site: Path | None = None,
    code: str = "from scn_compiler.cli import main; main()",
) -> subprocess.CompletedProcess[str]:
    """Run `scn` in `folder`, with what lies in `site` installed."""
    environment = {**os.environ, "PYTHONPATH": str(site or folder), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-P", "-c", code, *words],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
