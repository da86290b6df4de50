"""The samples that the page offers, from the folder `samples/` of the repository."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from scn_compiler.reuse.library import EXTENSIONS
from scn_dsl.file_names import SCRIPT_SUFFIX, tests_beside

STEMS = (
    "appointment change-of-mind dtmf-entry ivr-navigation interruption booking-suite spanish-delivery voicemail "
    "eqho-refund sophiie-burst-pipe bimpe-shop sensay-complaint"
).split()
"""The samples of one script, in the order of the list; some have tests."""

FOLDERS = {"clinic": "nightly.scn"}
"""The samples of several scripts, each with the file to open."""

_FILES = (*EXTENSIONS, ".toml")


@cache
def page_samples() -> tuple[dict[str, Any], ...]:
    """Read the samples: name, title, files, and the file to open."""
    folder = samples_folder()
    found: list[dict[str, Any]] = []
    for stem in STEMS:
        script = f"{stem}{SCRIPT_SUFFIX}"
        names = (script, tests_beside(script))
        files = {name: _text(folder / name) for name in names if (folder / name).is_file()}
        found.append(_sample(stem, files, names[0]))
    for name, opened in FOLDERS.items():
        files = dict(_files_in(folder / name))
        found.append(_sample(name, files, opened))
    return tuple(found)


def samples_folder() -> Path:
    """Locate the samples: in this package in an installed scn, at the top in a checkout."""
    here = Path(__file__).parent / "samples"
    return here if here.is_dir() else Path(__file__).parents[3] / "samples"


def _sample(name: str, files: dict[str, str], opened: str) -> dict[str, Any]:
    """Make the entry of a sample; the first line of its script says what it shows."""
    title = files[opened].partition("\n")[0].removeprefix("#").strip().removesuffix(".")
    return {"name": name, "title": title, "files": files, "open": opened}


def _files_in(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.name.endswith(_FILES):
            yield path.relative_to(folder).as_posix(), _text(path)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
