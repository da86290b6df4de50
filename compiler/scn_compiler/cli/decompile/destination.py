"""Where `scn decompile` writes scripts: to standard output, to a file, or to a folder."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from scn_compiler.cli.output.documents import show_script
from scn_compiler.cli.output.files import (
    OutputPath,
    refuse_outside,
    refuse_overwriting,
    tidy_folders,
    write_file,
)
from scn_compiler.project.console import echo
from scn_compiler.project.files import Input
from scn_dsl.records import Record


class Destination(Record):
    """The place of the scripts of a run.

    Attributes:
        file: The file; `None` for standard output, or for a folder.
        folder: The folder; `None` for a single script.
        force: Whether to overwrite scripts with other content.
    """

    file: Path | None
    folder: Path | None
    force: bool

    def place_of_config(self, each: Input) -> str:
        """Return the path whose configuration applies to the script of a payload."""
        if self.folder:
            return str(self.folder / each.relative_path)
        return str(self.file) if self.file else each.location

    def write(self, text: str, name: str, each: Input, note: str) -> bool:
        """Write a script, and say so; if that fails, print why, and return `False`.

        Args:
            text: The script.
            name: Its path in the folder.
            each: The payload that it is made of.
            note: Words about the script, after its path.
        """
        path = self.folder / name if self.folder else self.file
        if path is None:
            show_script(text, each.display_name)
            echo(f"decompiled {each.display_name}{note}", err=True)
            return True
        try:
            self._write(path, text, each)
        except click.UsageError as error:
            echo(f"scn: {error.message}", err=True)
            return False
        echo(f"wrote {path}{note}", err=True)
        return True

    def _write(self, path: Path, text: str, each: Input) -> None:
        if self.folder:
            refuse_outside(self.folder, [path])
            refuse_overwriting([path], [each], scripts=True)
        if not self.force and os.path.isfile(path) and path.read_bytes() not in (b"", text.encode("utf-8")):  # noqa: PTH113
            message = f"{path} already exists with different content: use --force to overwrite it"
            raise click.UsageError(message)
        write_file(path, text)


def destination_of(inputs: Sequence[Input], output: OutputPath | None, *, force: bool) -> Destination:
    """Return where the scripts of payloads go.

    Raises:
        click.UsageError: if `output` can't take them.
    """
    if len(inputs) > 1 and output is None:
        raise click.UsageError(
            f"{len(inputs)} payloads decompile to {len(inputs)} scripts: write them to a folder with -o"
        )
    path = output.path if output else None
    to_folder = output is not None and (len(inputs) > 1 or output.is_folder)
    if to_folder and path and path.is_file():
        raise click.UsageError(f"{path} is a file, but several scripts need a folder")
    refuse_overwriting([path], inputs, scripts=True)
    if path:
        tidy_folders(path / name for name in ([each.relative_path for each in inputs] if to_folder else [""]))
    return Destination(None, path, force) if to_folder else Destination(path, None, force)
