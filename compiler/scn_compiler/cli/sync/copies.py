"""Copies of scenarios that are about to be deleted on the platform."""

import os

from scn_compiler.cli.output.atomic import create_file, replace_own_file
from scn_compiler.cli.output.files import unwritable
from scn_compiler.cli.sync.lock import LockOfProject
from scn_compiler.inert_text import one_line
from scn_compiler.jsondoc.codec import dump
from scn_compiler.project.console import echo
from scn_compiler.sync.remote import Stored

FOLDER_OF_COPIES = ".scn_deleted"


def keep_copy(lock: LockOfProject, section: str, key: str, stored: Stored) -> None:
    """Write the payload of a scenario to a file, which `scn decompile` turns into a script again.

    Raises:
        click.UsageError: if that is impossible; then the scenario isn't deleted.
    """
    folder = os.path.join(os.path.dirname(lock.path), FOLDER_OF_COPIES)  # noqa: PTH118, PTH120
    name = "-".join("".join(c if c.isalnum() else "-" for c in part) for part in (section, key, stored.id))
    path = os.path.join(folder, f"{name}.json")  # noqa: PTH118
    payload = {name: value for name, value in stored.body.items() if value is not None}
    try:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
        if os.path.islink(folder):  # noqa: PTH114
            raise OSError(0, "its folder is a link")
        if not os.path.lexists(os.path.join(folder, ".gitignore")):  # noqa: PTH118
            create_file(os.path.join(folder, ".gitignore"), b"*\n")  # noqa: PTH118
        replace_own_file(path, f"{dump(payload)}\n".encode("utf-8", "surrogatepass"))
    except OSError as error:
        raise unwritable(path, error) from None
    echo(f"kept a copy of {one_line(key)}: {path}", err=True)
