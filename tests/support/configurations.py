"""The configuration of scripts that a test keeps next to them."""

from pathlib import Path

from scn_compiler import Config
from scn_compiler.project.config_parser import read_config
from scn_compiler.semantics.measurement import read_measurement
from scn_dsl.records import replace


def configured(toml: str, **settings: object) -> Config:
    """Parse a configuration that has no problems, in its default environment, with other `settings`."""
    made = read_config(toml)
    assert made
    assert made.problems == ()
    return replace(made.config.in_environment(), **settings)


def configured_for(script: Path, **settings: object) -> Config:
    """The configuration beside a script, in a file with its name and the extension `.toml`, with other `settings`.

    A file with the extension `.json` is its measurement.
    """
    file, measured = script.with_suffix(".toml"), script.with_suffix(".json")
    if measured.is_file():
        settings["measurement"] = read_measurement(measured.read_text(encoding="utf-8"), measured.name)
    return configured(file.read_text(encoding="utf-8") if file.is_file() else "", **settings)
