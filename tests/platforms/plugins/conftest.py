"""A folder with the toy installed, and a script for it."""

from pathlib import Path

import pytest

from support.plugins import CALL, TOY, install


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a script for the toy, and the toy's package installed."""
    (tmp_path / "way.scn").write_text(CALL, encoding="utf-8")
    return install(tmp_path, TOY)
