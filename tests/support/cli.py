"""`scn` run by a test, and scripts to run it on."""

import subprocess
import sys
from pathlib import Path

import pytest

GOOD = "scenario: {0}\nrole: A caller\nlanguage: en\n\nFIRST_MESSAGE\n  say: Hello {0} <endcall />\n"
GOING_ON = GOOD.replace(" <endcall />", "").replace("en\n", "en\ntools: end_call\n")
"""The same without its end, to be gone on with."""
BROKEN = GOOD.replace("say:", "sya:").format("Broken")


def scn(*arguments: str, cwd: Path, stdin: str | bytes = "") -> subprocess.CompletedProcess[str]:
    data = stdin.encode() if isinstance(stdin, str) else stdin
    command = [sys.executable, "-c", "from scn_compiler.cli import main; main()", *arguments]
    done = subprocess.run(command, cwd=cwd, input=data, capture_output=True, check=False)
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in err
    return subprocess.CompletedProcess(command, done.returncode, out, err)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.scn").write_text(GOOD.format("One"), encoding="utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "two.scn").write_text(
        GOOD.format("Two") + "\n" + GOOD.format("Three"), encoding="utf-8"
    )
    return tmp_path
