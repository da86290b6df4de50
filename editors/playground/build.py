"""Builds the playground's page into `dist/`. Needs Node.js. Run `python build.py`."""

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
DIST = HERE / "dist"

_SHARED = (
    "img-src 'self' blob: data:; style-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'"
)
POLICIES = {
    "local": f"default-src 'none'; script-src 'self'; {_SHARED}",
    "static": f"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; {_SHARED}",
}
"""The policy of the page, by who answers it."""


def main() -> int:
    """Build the page that `scn playground` serves; the last line of the output is its folder."""
    for step in (install_tools, check):
        if not step():
            print(f"not built: {step.__name__.replace('_', ' ')} failed", file=sys.stderr)
            return 1
    if not bundle("local", DIST / "local"):
        return 1
    print(DIST / "local")
    return 0


def install_tools() -> bool:
    return run(
        npm(), "install", "--no-package-lock", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error"
    )


def check() -> bool:
    """Check the types."""
    return run(npm(), "run", "--silent", "check")


def bundle(served: str, folder: Path) -> bool:
    """Write the page into `folder`; `served` says who answers it: `local` or `static`."""
    folder.mkdir(parents=True, exist_ok=True)
    page = (HERE / "index.html").read_text(encoding="utf-8").replace("POLICY", POLICIES[served])
    (folder / "index.html").write_text(page, encoding="utf-8")
    for name in ("app.css", "icon.svg"):
        shutil.copyfile(HERE / name, folder / name)
    options = (f"--outfile={folder / 'app.js'}", f'--define:SERVED="{served}"')
    return run(npm(), "run", "--silent", "bundle", "--", *options)


def npm() -> str:
    return shutil.which("npm") or "npm"


def run(*command: str | Path) -> bool:
    """Run a command in the playground's folder; its output goes to standard error."""
    words = [str(word) for word in command]
    try:
        return subprocess.run(words, cwd=HERE, stdout=sys.stderr, check=False).returncode == 0
    except FileNotFoundError:
        print(f"{words[0]} is missing", file=sys.stderr)
        return False


if __name__ == "__main__":
    sys.exit(main())
