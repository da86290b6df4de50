"""The pages of the diagnostics, as files: for links in a terminal, and for reports that bring them along."""

from pathlib import Path

from scn_compiler import lint

_FOLDER = Path(lint.__file__).with_name("pages")


def page_file(name: str) -> Path | None:
    """The file with the page of the diagnostic called `name`, if it has one."""
    path = _FOLDER / f"{name}.md"
    return path if path.is_file() else None


def page(name: str) -> str | None:
    """The page of the diagnostic called `name`, in Markdown."""
    path = page_file(name)
    return path.read_text(encoding="utf-8").strip() if path else None
