"""The files of the page: in this package, or built in a checkout."""

import sys
from pathlib import Path

from scn_dsl.records import Record

_PACKAGED = Path(__file__).parent / "page"
_TOP = Path(__file__).parents[3]
_BUILDER = _TOP / "editors" / "playground" / "build.py"
_BUILT = _BUILDER.parent / "dist" / "local"

_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
"""The content types of the files that are served; others aren't."""


class PageError(Exception):
    """The page isn't there and can't be built; the message says why."""


class PageFile(Record):
    """A file of the page."""

    kind: str
    data: bytes


def page_files() -> dict[str, PageFile]:
    """Read the files of the page, by their addresses; in a checkout, build them first.

    Raises:
        PageError: if this installation has no page.
    """
    folder = _PACKAGED
    if _BUILDER.is_file():
        _build()
        folder = _BUILT
    found = {
        f"/{path.relative_to(folder).as_posix()}": PageFile(_KINDS[path.suffix], path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file() and path.suffix in _KINDS
    }
    if "/index.html" not in found:
        raise PageError(
            "this installation has no playground: install a wheel that was built where Node.js is"
        )
    return found | {"/": found["/index.html"]}


def _build() -> None:
    """Build the page of a checkout if its sources have changed.

    Raises:
        PageError: if the page can't be built.
    """
    import subprocess  # noqa: PLC0415  (slow to load, and needed only in a checkout)

    words = [sys.executable, str(_BUILDER), "local", "--if-changed"]
    done = subprocess.run(words, capture_output=True, check=False, encoding="utf-8")
    if done.returncode:
        reason = done.stderr.strip().rpartition("\n")[2] or "the build failed"
        raise PageError(f"the playground can't be built: {reason}")
