"""Reads the file of a measurement."""

import os

from scn_compiler.project.console import usage_error
from scn_compiler.project.files import Input, Unreadable, decode, read_file, read_regular
from scn_compiler.project.paths import leads_outside
from scn_compiler.semantics.measurement import Measurement, NotAMeasurement, read_measurement

_MAKE = "`scn measure … --format json -o FILE` writes one"


def load_measurement(file: str, *, regular: bool = False) -> Measurement:
    """Load a measurement.

    Args:
        regular: Whether it must be a regular file inside the project, because a configuration names it.

    Raises:
        click.UsageError: if the file can't be read, or isn't a measurement.
    """
    if regular and os.path.islink(file) and leads_outside(file):  # noqa: PTH114
        raise usage_error(
            f"the measurement {file} is a link to {os.path.realpath(file)}, outside the project"
        )
    source = Input(file, file)
    try:
        text = decode(source, read_regular(source)) if regular else read_file(source)
        return read_measurement(text.removeprefix("\ufeff"), file)
    except Unreadable as error:
        raise usage_error(f"{error}; {_MAKE}") from None
    except NotAMeasurement as error:
        raise usage_error(f"{file} is not a measurement: {error}; {_MAKE}") from None
