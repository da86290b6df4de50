"""A script from start to end in a real VS Code: the keys on the page about editors, and what it says that they show."""

import json
import subprocess
from dataclasses import asdict
from pathlib import Path

import pytest

from support.cekura_stub import CekuraStub
from support.code_server import packaged, ready, serving
from support.key_tables import KeyStep, session
from support.pages import Page
from support.paths import PROGRAMS, ROOT

pytestmark = pytest.mark.vscode

PAGE = Page(ROOT / "docs" / "how-to" / "editors.md")
STEPS = session(PAGE, "The same session in VS Code")
OPENED = KeyStep("", ("scn.toml",))
READABLE = {"terminal.integrated.gpuAcceleration": "off"}
"""Otherwise, the words in the terminal are a picture."""


def test_a_script_is_written_mended_tested_and_sent_with_the_keys_on_the_page(tmp_path: Path) -> None:
    place, browser = ready()
    files = {fence.file: fence.text for fence in PAGE.fences() if fence.file}
    folder, picture = tmp_path / "calls", tmp_path / "failed.png"
    folder.mkdir()
    (folder / "scn.toml").write_text(files["scn.toml"], encoding="utf-8")
    shell = f'PATH={PROGRAMS}:$PATH PS1="calls$ "\n'  # the terminal starts a shell that has a PATH of its own
    (tmp_path / ".bashrc").write_text(shell, encoding="utf-8")
    settings = {**json.loads(files["settings.json"]), **READABLE}

    with CekuraStub() as stub:
        account = {
            "CEKURA_API_URL": stub.url,
            "CEKURA_API_KEY": stub.key,
            "SCN_ENV": "",
            "SHELL": "/bin/bash",
        }
        with serving(place, tmp_path, folder, [packaged()], account, settings) as address:
            driver = Path(__file__).parent / "vscode" / "session.mjs"
            playwright = place / "node_modules" / "playwright-core"
            done = subprocess.run(
                ["node", *map(str, (driver, playwright, browser, address, picture))],
                input=json.dumps([asdict(step) for step in (OPENED, *STEPS)]),
                capture_output=True,
                text=True,
                timeout=300,
                check=False,
            )
        assert (done.stdout, done.stderr) == ("", "")
        assert (folder / "parcel.scn").read_text(encoding="utf-8") == files["parcel.scn"]
        (sent,) = stub.store.scenarios.values()
        assert sent["name"] == "Where is my parcel"
        assert "It's 4417. [sigh]" in sent["instructions"]
