"""Builds the extension's package, `dist/scn-VERSION.vsix`. Needs Node.js, and pip or uv. Run `python build.py`."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LIBS = HERE / "bundled" / "libs"


def main() -> int:
    """Build the package; the last line of the output is its path."""
    for step in (install_tools, bundle_server, bundle_client):
        if not step():
            print(f"not built: {step.__name__.replace('_', ' ')} failed", file=sys.stderr)
            return 1
    version = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["version"]
    made = HERE / "dist" / f"scn-{version}.vsix"
    if not package(made):
        return 1
    print(made)
    return 0


def install_tools() -> bool:
    return run(npm(), "install", "--no-package-lock", "--no-progress", "--loglevel=error")


def bundle_server() -> bool:
    """Install the server and its pure Python dependencies; the same package runs on every system."""
    shutil.rmtree(LIBS.parent, ignore_errors=True)
    wanted = ("--target", LIBS, "--no-deps", "-r", HERE / "requirements.txt", ROOT)
    if not run(*pip(), *wanted):
        return False
    for leaving in [*LIBS.rglob("direct_url.json"), *LIBS.rglob("*.pyc"), LIBS / ".lock"]:
        leaving.unlink(missing_ok=True)
    shutil.rmtree(LIBS / "bin", ignore_errors=True)
    compiled = [path.name for path in LIBS.rglob("*") if path.suffix in {".so", ".pyd", ".dylib"}]
    if compiled:
        print(f"compiled for one system only: {', '.join(compiled)}", file=sys.stderr)
    return not compiled


def bundle_client() -> bool:
    shutil.copyfile(ROOT / "LICENSE", HERE / "LICENSE")
    return run(npm(), "run", "--silent", "check") and run(
        npm(), "run", "--silent", "bundle", "--", "--log-level=warning"
    )


def package(made: Path) -> bool:
    vsce = HERE / "node_modules" / "@vscode" / "vsce" / "vsce"
    flags = ("--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links", "--out", made)
    return run(shutil.which("node") or "node", vsce, "package", *flags)


def npm() -> str:
    return shutil.which("npm") or "npm"


def pip() -> Sequence[str]:
    """Return the installer: this Python's pip, or uv."""
    if find_spec("pip"):
        return (
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-compile",
            "--disable-pip-version-check",
        )
    return (
        os.environ.get("UV") or shutil.which("uv") or "uv",
        "pip",
        "install",
        "--quiet",
        "--python",
        sys.executable,
    )


def run(*command: str | Path) -> bool:
    """Run a command in the extension's folder; its output goes to standard error."""
    words = [str(word) for word in command]
    try:
        return subprocess.run(words, cwd=HERE, stdout=sys.stderr, check=False).returncode == 0
    except FileNotFoundError:
        print(f"{words[0]} is missing", file=sys.stderr)
        return False


if __name__ == "__main__":
    sys.exit(main())
