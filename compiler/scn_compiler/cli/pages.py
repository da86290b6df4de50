"""The pages of the diagnostics, as files: for links in a terminal, and for reports that bring them along."""

from pathlib import Path
from socket import gethostname

from scn_compiler import lint

_FOLDER = Path(lint.__file__).with_name("pages")


def markdown(name: str) -> str | None:
    """The page of the diagnostic called `name` as it is written, if it has one."""
    path = _FOLDER / f"{name}.md"
    return path.read_text(encoding="utf-8").strip() if path.is_file() else None


def page_uri(name: str) -> str | None:
    """Where a terminal finds the page of the diagnostic called `name`; with the host, as a terminal may show several."""
    path = _FOLDER / f"{name}.md"
    return path.as_uri().replace("file://", f"file://{gethostname()}", 1) if path.is_file() else None
