"""The manual: the documentation site in this package, or one that somebody serves."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record

ADDRESS_VARIABLE = "SCN_DOCS_URL"
"""The environment variable with the address of a manual to use instead of the one in this package."""

_PACKAGE = Path(__file__).parents[1]
_BUNDLED = _PACKAGE / "site"
_RULES = "reference/rules/"
_PAGE_NAME = lazy_pattern(r"[\w-]+(?:/[\w-]+)*")
_BUILDER = _PACKAGE.parents[1] / "docs" / "site" / "build.py"
"""Builds the manual; only a checkout has it."""


class ManualError(Exception):
    """The manual is not in this package, and can't be built."""


class Manual(Record):
    """A manual at an address.

    Attributes:
        base: Its address, ending in `/`.
        pages: The pages in it, e.g. `reference/commands`; empty if it is not on this machine.
    """

    base: str
    pages: tuple[str, ...] = ()

    def find(self, name: str) -> str | None:
        """The page called `name`, by its whole name or by its last part."""
        wanted = name.strip("/").removesuffix(".html")
        if wanted in self.pages:
            return wanted
        found = [page for page in self.pages if page.split("/")[-1] == wanted.lower()]
        return min(found, key=len) if found else None

    def address(self, page: str, anchor: str = "") -> str:
        """The address of a page."""
        return f"{self.base}{page}.html{'#' * bool(anchor)}{anchor}"


def manual() -> Manual | None:
    """The manual that links lead to: at `SCN_DOCS_URL`, or in this package; `None` if there is neither."""
    pages = tuple(sorted(_pages()))
    served = served_manual()
    if served:
        return Manual(served.base, pages)
    return Manual(f"{_BUNDLED.as_uri()}/", pages) if pages else None


def served_manual() -> Manual | None:
    """The manual at `SCN_DOCS_URL`."""
    base = os.environ.get(ADDRESS_VARIABLE)
    return Manual(base if base.endswith("/") else f"{base}/") if base else None


def page_address(page: str) -> str | None:
    """The address of a page, e.g. `reference/language#triggers` or that of a rule; `None` without a manual."""
    name, _, anchor = page.partition("#")
    if not _PAGE_NAME.fullmatch(name):
        return None  # e.g. a path that leads out of the manual
    if name.startswith(_RULES):
        return rule_address(name.removeprefix(_RULES))
    served = served_manual()
    if served:
        return served.address(name, anchor)
    if not (_BUNDLED / f"{name}.html").is_file():
        return None
    return Manual(f"{_BUNDLED.as_uri()}/").address(name, anchor)


def page_source(page: str) -> Path | None:
    """The Markdown of a rule's page, which every installation has; `None` for other pages."""
    if not (page.startswith(_RULES) and _PAGE_NAME.fullmatch(page)):
        return None
    source = _PACKAGE / "lint" / "pages" / f"{page.removeprefix(_RULES)}.md"
    return source if source.is_file() else None


def rule_page(name: str) -> str:
    """The page of a rule in a manual."""
    return f"{_RULES}{name}"


def rule_address(name: str, *, with_host: bool = False) -> str | None:
    """The address of a rule's page: in the manual, or of its Markdown file where no manual is.

    Args:
        with_host: Put the name of this machine into a `file:` address, as links in terminals need.
    """
    source = page_source(rule_page(name))
    if source is None:
        return None
    served = served_manual()
    if served:
        return served.address(rule_page(name))
    page = _BUNDLED / f"{rule_page(name)}.html"
    address = (page if page.is_file() else source).as_uri()
    if not with_host:
        return address
    from socket import gethostname  # noqa: PLC0415  (slow to load, and needed for terminal links only)

    return address.replace("file://", f"file://{gethostname()}", 1)


def build_manual() -> bool:
    """In a checkout, build the manual if a page has changed since the last time.

    Returns:
        Whether it was built.

    Raises:
        ManualError: If this is a checkout without Sphinx, or a page has a mistake; the message says what to do.
    """
    if not _BUILDER.is_file():
        return False
    import subprocess  # noqa: PLC0415  (slow to load, and needed only in a checkout)

    done = subprocess.run(
        [sys.executable, _BUILDER, "--if-changed"], capture_output=True, check=False, encoding="utf-8"
    )
    if done.returncode:
        raise ManualError(done.stderr.strip().partition("\n")[0])
    return bool(done.stdout)


def _pages() -> Iterator[str]:
    for path in _BUNDLED.rglob("*.html"):
        yield path.relative_to(_BUNDLED).with_suffix("").as_posix()
