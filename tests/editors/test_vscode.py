"""The extension in a real VS Code: an extension inside asks what the editor received, a browser types."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.code_server import EXTENSION, packaged, ready, serving
from support.paths import ROOT

HERE = Path(__file__).parent / "vscode"

pytestmark = pytest.mark.vscode

DRIVEN = [
    line.split('"')[1]
    for module in sorted(HERE.glob("*.mjs"))
    for line in module.read_text(encoding="utf-8").splitlines()
    if line.lstrip().startswith('await test("')
]
INSIDE = [
    line.split('"')[1]
    for module in sorted((HERE / "inside").glob("*.js"))
    for line in module.read_text(encoding="utf-8").splitlines()
    if line.startswith('  "') and line.endswith("async () => {")
]


@pytest.fixture(scope="module")
def tools() -> tuple[Path, str]:
    """The folder that has VS Code, and a browser."""
    return ready()


@pytest.fixture(scope="module")
def package(tools: tuple[Path, str]) -> Path:
    """The packaged extension."""
    return packaged()


@pytest.fixture(scope="module")
def found(
    tools: tuple[Path, str],
    package: Path,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> dict[str, str]:
    """The failures of each test, empty if it passed."""
    place, browser = tools
    home = tmp_path_factory.mktemp("vscode")
    workspace, pictures = home / "calls", home / "pictures"
    workspace.mkdir()
    pictures.mkdir()
    for name in ("call.scn", "haircut.scn"):
        shutil.copy(ROOT / "samples" / "change-of-mind.scn", workspace / name)
    inside = home / "inside.json"
    extensions = [package, _packed(HERE / "inside", home)]
    with serving(place, home, workspace, extensions, {"SCN_FOUND": str(inside)}) as address:
        playwright = place / "node_modules" / "playwright-core"
        arguments = [playwright, browser, address, workspace, inside, pictures, home / "data", sys.prefix]
        done = subprocess.run(
            ["node", HERE / "drive.mjs", *map(str, arguments)],
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    if request.config.getoption("--accept"):
        for picture in pictures.glob("vscode*.png"):
            shutil.copy(picture, ROOT / "docs")
    return {**json.loads(inside.read_text(encoding="utf-8")), **json.loads(done.stdout)}


def _packed(folder: Path, home: Path) -> Path:
    vsce = EXTENSION / "node_modules" / "@vscode" / "vsce" / "vsce"
    made = home / "inside.vsix"
    flags = ["--no-dependencies", "--allow-missing-repository", "--skip-license", "--out", made]
    subprocess.run(["node", vsce, "package", *flags], cwd=folder, capture_output=True, check=True)
    return made


@pytest.mark.parametrize("name", [*INSIDE, *DRIVEN])
def test_in_vs_code(name: str, found: dict[str, str]) -> None:
    assert found[name] == ""


def test_nothing_is_tried_without_being_asked_for(found: dict[str, str]) -> None:
    assert set(found) == {*INSIDE, *DRIVEN}
    assert INSIDE
    assert DRIVEN
