"""Packages with platforms, installed into a folder for `scn`."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import invalidate_caches
from pathlib import Path

from support import cli
from support.paths import ROOT

PAGE = ROOT / "docs" / "contributing" / "plugins.md"
FILES = dict(
    re.findall(r"^```\w+ (\S+\.\w+)\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
)
"""The files of the example, by name."""

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
OURS = "scenario: Hi\nrole: A caller\nlanguage: en\n\nFIRST_MESSAGE\n  say: Hi\n  end call\n"
"""A script for a built-in platform."""

PAYLOAD = {
    "toy": "Ask for the way",
    "steps": [
        {"hear": None, "say": "Hello", "last": False},
        {"hear": "The agent asks where to", "say": "Home", "last": True},
    ],
    "speed": 2,
}


def install(
    site: Path, code: str, name: str = "scn-toy", platform: str = "toy", entry: str | None = None
) -> Path:
    """Install a package `name` 1.0 with one module into the folder `site`."""
    module = name.replace("-", "_")
    known = site / f"{module}-1.0.dist-info"
    known.mkdir(parents=True, exist_ok=True)
    (known / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
    entry = entry or f"{platform} = {module}"
    (known / "entry_points.txt").write_text(f"[scnlang.platforms]\n{entry}\n", encoding="utf-8")
    (site / f"{module}.py").write_text(code, encoding="utf-8")
    return site


def scn(folder: Path, *words: str, site: Path | None = None) -> cli.Run:
    """Run `scn` in `folder`, with the packages in `site` installed."""
    with installed_in(site or folder):
        return cli.scn(*words, cwd=folder)


def python(folder: Path, code: str, *words: str) -> cli.Run:
    """Run Python code with `words` as arguments in a new process in `folder`, with its packages installed."""
    return subprocess.run(
        [sys.executable, "-P", "-c", code, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@contextmanager
def installed_in(site: Path) -> Iterator[None]:
    """Install the packages in `site` in this process, with empty caches."""
    folders = str(site).split(os.pathsep)
    sys.path[:0] = folders
    sys.dont_write_bytecode, before = True, sys.dont_write_bytecode
    _forget()
    try:
        yield
    finally:
        del sys.path[: len(folders)]
        sys.dont_write_bytecode = before
        for name, module in list(sys.modules.items()):
            if str(getattr(module, "__file__", None)).startswith(tuple(folders)):
                del sys.modules[name]
        _forget()


def _forget() -> None:
    """Empty the caches of scn."""
    invalidate_caches()
    for name, module in list(sys.modules.items()):
        if name.startswith("scn_"):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


def changed(before: str, after: str) -> str:
    """The toy with one change."""
    assert before in TOY
    return TOY.replace(before, after)
