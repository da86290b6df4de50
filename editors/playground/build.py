"""Builds the playground into `dist/`. Needs Node.js; the static page also needs pip or uv. Run `python build.py`.

`dist/local` is the page that `scn playground` serves. `dist/static` is the page with Python in it, for any host of files.
"""

import argparse
import gzip
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
DIST = HERE / "dist"

_SHARED = (
    "img-src 'self' blob: data:; style-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'"
)
POLICIES = {
    "local": f"default-src 'none'; script-src 'self'; {_SHARED}",
    "static": f"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; {_SHARED}",
}
"""The policy of the page, by who answers it."""

PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
"""The files of Pyodide that the page loads; the standard library is packed again, see pack.py."""

START = ("python/pyodide.asm.wasm", "python.pack", "scn.pack")
"""The large files without which the page has no answers; `worker.ts` counts their bytes."""

PLATFORM = ("--python-version", "3.14", "--implementation", "cp", "--abi", "cp314", "--abi", "none")
SYSTEMS = ("--platform", "pyemscripten_2026_0_wasm32", "--platform", "any")
"""The Python that Pyodide is."""

BUILT = ("grammar/scn_grammar/scn.tables", "compiler/scn_compiler/cli/version.txt")
"""Files that the installation of scn builds, without which the page would start slowly."""

COMPRESSED = (".html", ".js", ".mjs", ".css", ".svg", ".json", ".wasm")
"""The files that hosts compress on the way; packs are compressed already."""

MOST_BYTES = 9_000_000
"""The most that the static page may weigh on the wire."""

LONGEST_BUILD = 600
"""How many seconds a build waits for another one."""

SOURCES = ("index.html", "app.css", "icon.svg", "package.json", "tsconfig.json", "build.py")
PACKED = (
    "compiler",
    "dsl",
    "grammar",
    "samples",
    *(f"editors/playground/{name}" for name in ("pack.mjs", "pack.py")),
)
"""The sources of pages; of the static one, also those that it packs."""


def main() -> int:
    """Build the page; the last lines of the output are its folders."""
    parser = argparse.ArgumentParser(description="Build the playground into dist/.")
    parser.add_argument("served", nargs="*", help="local, static, or both (the default)")
    parser.add_argument(
        "--if-changed", action="store_true", help="keep a page that is newer than its sources"
    )
    options = parser.parse_args()
    wanted = options.served or ["local", "static"]
    if unknown := set(wanted) - set(POLICIES):
        parser.error(f"unknown page `{', '.join(sorted(unknown))}`: write local or static")
    with only_build():
        changed = [each for each in wanted if not (options.if_changed and is_current(each))]
        for step in (install_tools, check, *(STEPS[each] for each in changed)) if changed else ():
            if not step():
                print(f"{step.__name__.replace('_', ' ')} failed", file=sys.stderr)
                return 1
    for each in wanted:
        print(DIST / each)
    return 0


@contextmanager
def only_build() -> Iterator[None]:
    """Wait for another build of this checkout: two of them would install their tools over each other.

    The lock is that of a database, since it is in every Python, works on every system, and ends with its process.
    """
    DIST.mkdir(exist_ok=True)
    with closing(sqlite3.connect(DIST / "build.lock", timeout=LONGEST_BUILD, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise SystemExit(
                f"another build has been running for {LONGEST_BUILD} seconds: end it first"
            ) from None
        yield


def install_tools() -> bool:
    return run(
        npm(), "install", "--no-package-lock", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error"
    )


def check() -> bool:
    """Check the types."""
    return run(npm(), "run", "--silent", "check")


def build_local() -> bool:
    return page("local", DIST / "local")


def build_static() -> bool:
    folder = DIST / "static"
    shutil.rmtree(folder, ignore_errors=True)
    if not page("static", folder):
        return False
    copy_pyodide(folder / "python")
    return pack(folder) and bundle_worker(folder) and bundle_offline(folder) and report_sizes(folder)


STEPS = {"local": build_local, "static": build_static}


def page(served: str, folder: Path) -> bool:
    """Write the page into `folder`; `served` says who answers it: `local` or `static`."""
    folder.mkdir(parents=True, exist_ok=True)
    text = (HERE / "index.html").read_text(encoding="utf-8").replace("POLICY", POLICIES[served])
    (folder / "index.html").write_text(text, encoding="utf-8")
    for name in ("app.css", "icon.svg"):
        shutil.copyfile(HERE / name, folder / name)
    return bundle("main", folder / "app.js", "--format=esm", f'--define:SERVED="{served}"')


def bundle(source: str, output: Path, *options: str) -> bool:
    """Write a script of the page."""
    return run(npm(), "run", "--silent", "bundle", "--", f"src/{source}.ts", f"--outfile={output}", *options)


def copy_pyodide(folder: Path) -> None:
    """Copy Python; without the list of packages that it could load from elsewhere."""
    folder.mkdir(parents=True)
    for name in PYODIDE:
        shutil.copyfile(HERE / "node_modules" / "pyodide" / name, folder / name)
    lock = json.loads((HERE / "node_modules" / "pyodide" / "pyodide-lock.json").read_text(encoding="utf-8"))
    (folder / "pyodide-lock.json").write_text(json.dumps({**lock, "packages": {}}), encoding="utf-8")


def pack(folder: Path) -> bool:
    """Pack the standard library, scn and pydantic as bytecode."""
    missing = [name for name in BUILT if not (ROOT / name).is_file()]
    if missing:
        print(f"{missing[0]} is missing: run `uv sync --reinstall-package scnlang`", file=sys.stderr)
        return False
    with tempfile.TemporaryDirectory() as packages:
        wanted = ("--target", packages, "--no-deps", "--only-binary=:all:", *PLATFORM, *SYSTEMS)
        if not run(*pip(), *wanted, "-r", HERE / "requirements.txt"):
            return False
        return run(shutil.which("node") or "node", HERE / "pack.mjs", ROOT, packages, folder)


def bundle_worker(folder: Path) -> bool:
    """Write the worker, which knows how many bytes its start needs."""
    size = sum((folder / name).stat().st_size for name in START)
    return bundle("worker", folder / "worker.js", "--format=iife", f"--define:START_BYTES={size}")


def bundle_offline(folder: Path) -> bool:
    """Write the service worker, which knows all other files, and a hash of them."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for name in names:
        digest.update(name.encode() + (folder / name).read_bytes())
    files = json.dumps(["./", *(name for name in names if name != "index.html")])
    build = json.dumps(digest.hexdigest()[:16])
    return bundle(
        "offline",
        folder / "offline.js",
        "--format=iife",
        f"--define:FILES={files}",
        f"--define:BUILD={build}",
    )


def report_sizes(folder: Path) -> bool:
    """Print what the page weighs on the wire, and return whether that isn't too much."""
    total = 0
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        data = path.read_bytes()
        size = len(gzip.compress(data, 9)) if path.suffix in COMPRESSED else len(data)
        total += size
        print(f"{size:>10,}  {path.relative_to(folder).as_posix()}", file=sys.stderr)
    print(f"{total:>10,}  bytes on the wire; the limit is {MOST_BYTES:,}", file=sys.stderr)
    return total <= MOST_BYTES


def is_current(served: str) -> bool:
    """Return whether a page is newer than all its sources; its last file says when it was built."""
    last = DIST / served / ("app.js" if served == "local" else "offline.js")
    if not last.is_file():
        return False
    sources = [HERE / "src", *(HERE / name for name in SOURCES)]
    sources += [ROOT / name for name in PACKED] if served == "static" else []
    files = (file for source in sources for file in (source.rglob("*") if source.is_dir() else [source]))
    return last.stat().st_mtime > max(
        file.stat().st_mtime for file in files if "__pycache__" not in file.parts
    )


def npm() -> str:
    return shutil.which("npm") or "npm"


def pip() -> Sequence[str]:
    """Return the installer: this Python's pip, or the one that uv gets."""
    quiet = ("install", "--quiet", "--no-compile", "--disable-pip-version-check")
    if find_spec("pip"):
        return (sys.executable, "-m", "pip", *quiet)
    return (os.environ.get("UV") or shutil.which("uv") or "uv", "tool", "run", "pip", *quiet)


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
