"""Scripts over several files, given as a dictionary of texts by path."""

from collections.abc import Callable, Mapping

from scn_compiler.config import Config
from scn_compiler.pipeline.compile import Compiled, compile_text
from scn_compiler.reuse.library import UnreadableFile


def reading(files: Mapping[str, str]) -> Callable[[str], str]:
    """What `Config.read` needs: reads from `files`."""

    def read(path: str) -> str:
        if path not in files:
            raise UnreadableFile(f"there is no file `{path}`")
        return files[path]

    return read


def compiled(text: str, files: Mapping[str, str] | None = None, target: str | None = None) -> Compiled:
    """A script in the folder of `files`, compiled."""
    return compile_text(text, path="main.scn", target=target, config=Config(read=reading(files or {})))


def payloads(text: str, files: Mapping[str, str] | None = None, target: str | None = None) -> list[object]:
    return [each.value for each in compiled(text, files, target).payloads]
