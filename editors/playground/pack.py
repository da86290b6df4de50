"""Packs what the page's Python needs, as bytecode; runs in Pyodide, see pack.mjs.

Reads the repository from /repository and installed packages from /packages. Writes into /output:

- `python.pack`: the standard library, without modules that a page has no use for, as a zip whose files aren't compressed
- `scn.pack` and `pydantic.pack`: an index with names and sizes as JSON, after its length in four bytes, then the files

Each is compressed as a whole, which takes a quarter less than a zip of compressed files, and browsers unpack it natively.
Files are in a fixed order and have no dates, so the same sources give the same packs.
"""

import gzip
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from importlib import _bootstrap_external as bytecode  # type: ignore[attr-defined]
from pathlib import Path

REPOSITORY, PACKAGES, OUTPUT = (Path("/", name) for name in ("repository", "packages", "output"))
STANDARD_LIBRARY = Path("/lib/python314.zip")

SCN = {"scn_dsl": "dsl", "scn_grammar": "grammar", "scn_compiler": "compiler"}
DATA = (".lark", ".md", ".scn", ".tables", ".txt", ".css", ".js", ".csv", ".toml", ".so")
WITHOUT = (
    *(f"scn_compiler/{folder}/" for folder in ("cli", "lsp", "mcp_server", "measure", "sync", "site", "playground/page")),
    *(f"scn_compiler/playground/{name}.py" for name in ("page_files", "server")),
    *(f"scn_compiler/{name}.py" for name in ("__main__", "plugin_api", "pygments_lexer", "pytest_plugin")),
    "lark/tools/", "lark/__pyinstaller/", "pydantic/v1/", "pydantic/mypy.py",
)  # fmt: skip
"""The modules that need files, a terminal, a network or an editor, and parts of packages that nothing uses."""

UNUSED = frozenset(
    "__phello__ _android_support _apple_support _ios_support _osx_support _pydatetime _pydecimal _pyio _pyrepl "
    "antigravity argparse bdb cProfile cmd code configparser ctypes curses dbm doctest ensurepip fileinput ftplib "
    "gettext http idlelib imaplib lib2to3 mailbox mailcap mimetypes modulefinder multiprocessing netrc nntplib "
    "nturl2path optparse pdb pickletools plistlib poplib profile pstats pty py_compile pyclbr pydoc pydoc_data "
    "rlcompleter sched shelve site-packages smtplib socketserver sqlite3 statistics symtable tabnanny tarfile "
    "telnetlib test this timeit tkinter trace tracemalloc turtle turtledemo unittest venv wave webbrowser wsgiref "
    "xml xmlrpc zipapp".split()
)
"""The modules of the standard library that are left out: they are large, or need a system."""

CODECS = "__init__ aliases ascii cp437 idna latin_1 utf_8 utf_8_sig utf_16 utf_16_le utf_16_be".split()
"""The text encodings that stay."""


def main() -> None:
    """Write the packs."""
    write_library(OUTPUT / "python.pack", dict(library()))
    scn = {name: data for package, folder in SCN.items() for name, data in tree(REPOSITORY / folder, package)}
    scn |= dict(tree(PACKAGES, "lark")) | dict(manual()) | dict(samples())
    scn["scn_compiler/cli/version.txt"] = (REPOSITORY / "compiler/scn_compiler/cli/version.txt").read_bytes()
    write_pack(OUTPUT / "scn.pack", scn)
    others = [
        path.name for path in PACKAGES.iterdir() if path.name != "lark" and not path.name.startswith("lark-")
    ]
    write_pack(
        OUTPUT / "pydantic.pack", {name: data for each in others for name, data in tree(PACKAGES, each)}
    )


def library() -> Iterator[tuple[str, bytes]]:
    """Yield the standard library, without unused modules."""
    with zipfile.ZipFile(STANDARD_LIBRARY) as archive:
        for name in archive.namelist():
            top, _, rest = name.partition("/")
            is_needed = top != "encodings" or rest.removesuffix(".py") in CODECS
            if name.endswith(".py") and top.removesuffix(".py") not in UNUSED and is_needed:
                yield f"{name}c", compiled(archive.read(name), name)


def tree(root: Path, package: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a package or of a module: bytecode and data."""
    top = root / package
    for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
        name = path.relative_to(root).as_posix()
        if name.startswith(WITHOUT) or "__pycache__" in name:
            continue
        if path.suffix == ".py":
            yield f"{name}c", compiled(path.read_bytes(), name)
        elif path.suffix in DATA and path.is_file():
            yield name, path.read_bytes()
        elif path.name == "METADATA":  # pydantic asks for versions
            yield name, path.read_bytes().partition(b"\n\n")[0]


def manual() -> Iterator[tuple[str, bytes]]:
    """Yield the page of the language, where an installed scn has it."""
    yield "scn_compiler/ide/hover/LANGUAGE.md", (REPOSITORY / "grammar/LANGUAGE.md").read_bytes()


def samples() -> Iterator[tuple[str, bytes]]:
    """Yield the samples, where an installed scn has them."""
    folder = REPOSITORY / "samples"
    for path in sorted(folder.rglob("*")):
        if path.suffix in DATA and path.suffix != ".md":
            yield f"scn_compiler/playground/samples/{path.relative_to(folder).as_posix()}", path.read_bytes()


def compiled(source: bytes, name: str) -> bytes:
    """Compile a module, without its docstrings."""
    code = compile(source, name, "exec", dont_inherit=True, optimize=2)
    return bytes(bytecode._code_to_timestamp_pyc(code))


def in_order(names: Iterable[str]) -> list[str]:
    """Order names so that similar files are neighbors, which compresses better."""
    return sorted(names, key=lambda name: (name.rpartition(".")[2], name))


def write_library(path: Path, files: dict[str, bytes]) -> None:
    """Write a zip that Python imports from."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as opened:
        for name in in_order(files):
            opened.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), files[name])
    path.write_bytes(gzip.compress(archive.getvalue(), 9, mtime=0))


def write_pack(path: Path, files: dict[str, bytes]) -> None:
    """Write files and their index."""
    names = in_order(files)
    index = json.dumps([[name, len(files[name])] for name in names]).encode()
    data = b"".join((len(index).to_bytes(4, "little"), index, *(files[name] for name in names)))
    path.write_bytes(gzip.compress(data, 9, mtime=0))


main()
