"""Scripts over several files, given as a dictionary of texts by path."""

import posixpath
from collections.abc import Callable, Mapping
from pathlib import Path

from scn_compiler.config import Config
from scn_compiler.pipeline.compile import Compiled, compile_text
from scn_compiler.reuse.library import UnreadableFile
from scn_dsl.suggest import nearest


def reading(files: Mapping[str, str]) -> Callable[[str], str]:
    """A reader for `Config.read`: reads from `files`; a missing file has the most similar one as `near`."""

    def read(path: str) -> str:
        if path not in files:
            near = nearest(path, tuple(files))
            folder = posixpath.dirname(path) or "."
            raise UnreadableFile(f"there is no file `{path}`", near=near and posixpath.relpath(near, folder))
        return files[path]

    return read


def files_below(folder: Path, pattern: str) -> dict[str, str]:
    """The texts of the files that fit a pattern, by their paths in the folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode()
        for path in sorted(folder.glob(pattern))
    }


def compiled(text: str, files: Mapping[str, str] | None = None, target: str | None = None) -> Compiled:
    """A script in the folder of `files`, compiled."""
    return compile_text(text, path="main.scn", target=target, config=Config(read=reading(files or {})))


def payloads(text: str, files: Mapping[str, str] | None = None, target: str | None = None) -> list[object]:
    return [each.value for each in compiled(text, files, target).payloads]
