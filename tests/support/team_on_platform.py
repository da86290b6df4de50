"""A team's folder, and the stub of the platform that its scripts are applied to."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from scn_compiler.jsondoc.codec import Json
from support.cekura_stub import CekuraStub
from support.cli import Run, scn
from support.paths import PROGRAMS

CONFIG = """environment = "staging"

[fields]
agent = 21
personality = 11

[environments.staging]
[environments.production]
"""
HOURS = """# Ask when they close
scenario: Opening hours
role: A customer who wants to come by today
language: en

FIRST_MESSAGE
  say: Hi, are you still open?

# The shop says when.
WHEN The agent says when the shop closes
  say: See you later.
  end call
"""
BOOK = """role: A guest
language: en

scenario: Book on $day

examples: day
row: Friday
row: Monday

FIRST_MESSAGE
  say: Hi, a table for $day please.

WHEN The agent confirms the table
  end call
"""


@dataclass
class Team:
    """Two scripts with three scenarios, and a stub on loopback."""

    folder: Path
    stub: CekuraStub

    def __post_init__(self) -> None:
        self.environment = {"CEKURA_API_URL": self.stub.url, "CEKURA_API_KEY": self.stub.key, "SCN_ENV": ""}
        self.write("scn.toml", CONFIG)
        self.write("calls/hours.scn", HOURS)
        self.write("calls/book.scn", BOOK)

    def scn(self, *words: str) -> Run:
        """Run a command in the folder."""
        return scn(*words, cwd=self.folder, env=self.environment)

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start a command as a program in the folder, as the leader of a group of processes."""
        return subprocess.Popen(
            [PROGRAMS / "scn", *words],
            cwd=self.folder,
            env=os.environ | self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def edit(self, name: str, before: str, after: str) -> None:
        text = self.read(name)
        assert before in text
        self.write(name, text.replace(before, after))

    def files(self) -> dict[str, str]:
        """Return the texts of all files."""
        return {
            str(each.relative_to(self.folder)): each.read_text(encoding="utf-8")
            for each in sorted(self.folder.rglob("*"))
            if each.is_file()
        }

    def change(self, identity: int, body: dict[str, Json]) -> None:
        """Change a scenario on the platform, as somebody does in the dashboard."""
        self.stub.store.change(identity, body)

    def on_platform(self, identity: int) -> dict[str, Json]:
        """Return a scenario as the platform has it."""
        return self.stub.store.scenarios[identity]
