"""URIs and paths. Editors spell the URI of a file in several ways; all of them are the same document."""

import os
from urllib.parse import quote_from_bytes, unquote, unquote_to_bytes, urlsplit

from scn_compiler.project.project_config import table_in
from scn_dsl.patterns import lazy_pattern

_DRIVE = lazy_pattern(r"/[A-Za-z]:")
_ON_WINDOWS = os.name == "nt"


def path_of(uri: str) -> str | None:
    """Return the path of a `file:` URI; `None` for any other URI."""
    try:
        parts = urlsplit(uri)
    except ValueError:  # not a URI
        return None
    if parts.scheme != "file":
        return None
    path = os.fsdecode(unquote_to_bytes(parts.path))
    if parts.netloc not in ("", "localhost"):
        path = f"//{unquote(parts.netloc)}{path}"
    elif _DRIVE.match(path):
        path = path[1].lower() + path[2:]
    return path.replace("/", "\\") if _ON_WINDOWS else path


def uri_of(path: str) -> str:
    """Return the URI of a file, even if its name isn't UTF-8."""
    slashed = path.replace("\\", "/") if _ON_WINDOWS else path
    if slashed.startswith("//"):
        return "file:" + quote_from_bytes(os.fsencode(slashed))
    rooted = slashed if slashed.startswith("/") else f"/{slashed}"
    drive = f"/{rooted[1].lower()}:" if _DRIVE.match(rooted) else ""
    return f"file://{drive}{quote_from_bytes(os.fsencode(rooted[len(drive) :]))}"


def document_key(uri: str) -> str:
    """Return a key that is equal for all spellings of a document's URI: escapes, drive letter, `.` and `..`."""
    path = path_of(uri)
    return unquote(uri) if path is None else path_key(path)


def path_key(path: str) -> str:
    """Return the key of the document in the file at `path`."""
    return os.path.normcase(os.path.normpath(path))


def is_toml(uri: str) -> bool:
    """Return whether a document isn't a script, but a configuration or another TOML file."""
    return (path_of(uri) or "").endswith(".toml")


def configuration_table(uri: str) -> tuple[str, ...] | None:
    """Return the table with the configuration in a document, `()` for the whole text; `None` for other documents."""
    return table_in(path_of(uri) or "")
