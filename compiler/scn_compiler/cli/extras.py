"""Commands that need packages of an extra, and say so if they are missing."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from scn_compiler.project.files import EXIT_UNREADABLE

_PACKAGES = {
    "lsp": ("pygls", "lsprotocol", "cattrs", "attrs", "attr"),
    "mcp": ("mcp", "mcp_types", "anyio", "httpx2", "opentelemetry", "sse_starlette", "starlette", "uvicorn"),
    "measure": ("ahocorasick_rs", "duckdb", "numpy", "pyarrow", "rapidfuzz", "text_to_num"),
    "spark": ("pyspark", "py4j", "grpc", "grpc_status", "google", "pandas", "zstandard"),
    "sync": ("httpx", "stamina", "filelock", "tenacity", "anyio", "httpcore", "h11"),
}


class MissingExtra(click.ClickException):
    """A package that a command needs isn't installed."""

    exit_code = EXIT_UNREADABLE


@contextmanager
def needing(extra: str, command: str) -> Iterator[None]:
    """Import packages of an extra in this block.

    Raises:
        MissingExtra: if one of them is missing.
    """
    try:
        yield
    except ImportError as error:
        if (error.name or "").split(".")[0] not in _PACKAGES[extra]:
            raise
        raise MissingExtra(
            f"scn {command} needs {error.name}: "
            f"install scnlang[{extra}], for example with `uv tool install '.[{extra}]'`"
        ) from None
