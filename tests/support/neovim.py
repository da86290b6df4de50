"""A real Neovim with the set-up of `editors/neovim`, for tests that type keys in it."""

import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from support.paths import ROOT

PROGRAMS = Path(sys.executable).parent
NVIM = shutil.which("nvim", path=f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}")
_PATIENCE = 10
_CLEAN = ("--clean", "--cmd", f"set rtp^={ROOT / 'editors' / 'neovim'}")


class Neovim:
    """A Neovim that has opened a script, with the server attached to it."""

    def __init__(self, nvim: Any, file: Path) -> None:
        self._nvim, self._file = nvim, file

    def open(
        self, text: str, suffix: str = ".scn", folder: str = "", *, name: str = "", servers: int = 1
    ) -> None:
        """Write a file and open it; the number of servers says how many it must have then."""
        script = self.file_in(folder)
        file = script.with_name(name) if name else script.with_suffix(suffix)
        file.write_text(text, encoding="utf-8")
        self._nvim.command(f"edit! {file}")
        self.until(lambda: self.lua("return #vim.lsp.get_clients({ bufnr = 0, name = 'scn' })") == servers)
        self.until(lambda: self.lua("return vim.lsp.get_clients({ name = 'scn' })[1].initialized"))

    def file_in(self, folder: str) -> Path:
        """The script in a folder beside the usual one."""
        return self._file.parent / folder / self._file.name

    def type(self, keys: str) -> None:
        self._nvim.input(keys)

    def type_one_by_one(self, keys: str) -> None:
        """Type each key once Neovim has done what the key before asks for."""
        for key in re.findall(r"<[^<> ]+>|.", keys):
            self._nvim.input(key)
            if not self._nvim.api.get_mode()["blocking"]:
                self.lua("return 1")

    def answer(self, keys: str) -> None:
        """Type the answer to a question, once Neovim asks it."""
        self.until(lambda: self._nvim.api.get_mode()["mode"][0] in "cr")
        self._nvim.input(keys)

    def lua(self, code: str) -> Any:
        return self._nvim.exec_lua(code)

    def at(self, line: int, column: int) -> None:
        self._nvim.current.window.cursor = (line, column - 1)

    @property
    def is_served(self) -> bool:
        """Whether the server is there for the file."""
        client = "vim.lsp.get_clients({ bufnr = 0, name = 'scn' })[1]"
        return bool(self.lua(f"local client = {client} return client and client.initialized"))

    @property
    def screen(self) -> str:
        cells = "vim.fn.map(vim.fn.range(1, vim.o.columns), function(_, column) return vim.fn.screenstring(row, column) end)"
        rows = f"for row = 1, vim.o.lines do rows[row] = vim.fn.join({cells}, '') end"
        return "\n".join(self.lua(f"vim.cmd.redraw() local rows = {{}} {rows} return rows"))

    @property
    def text(self) -> str:
        return "\n".join(self._nvim.current.buffer[:]) + "\n"

    @property
    def line(self) -> str:
        return str(self._nvim.current.line)

    @property
    def problems(self) -> list[tuple[int, int, int, str]]:
        """Line, column and column after the last one, from 1, and code of each problem."""
        found = self.lua("return vim.diagnostic.get(0)")
        return [(each["lnum"] + 1, each["col"] + 1, each["end_col"] + 1, each["code"]) for each in found]

    def offered(self) -> list[str]:
        """The words in the open menu."""
        self.until(lambda: self.lua("return vim.fn.pumvisible()") == 1)
        return [item["word"] for item in self.lua("return vim.fn.complete_info({ 'items' }).items")]

    def until(self, holds: Callable[[], object]) -> None:
        deadline = time.monotonic() + _PATIENCE
        while not holds():
            if time.monotonic() > deadline:
                self.type("<C-c><Esc>")  # while a question is open, Neovim doesn't answer
                pytest.fail(f"{self.screen}\n{self.lua('return vim.fn.execute([[messages]])')}")
            time.sleep(0.01)


@contextmanager
def starting_neovim(
    home: Path, arguments: Sequence[str] = _CLEAN, variables: Mapping[str, str] | None = None
) -> Iterator[Neovim]:
    """Start Neovim with its own home, and quit it afterwards; by default with the set-up and nothing else."""
    pynvim = pytest.importorskip("pynvim")
    scratch = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    before = dict(os.environ)
    os.environ.update(scratch, PATH=f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}", **(variables or {}))
    try:
        nvim = pynvim.attach("child", argv=[str(NVIM), "--embed", "--headless", *arguments])
    finally:
        os.environ.clear()
        os.environ.update(before)
    nvim.command("set noswapfile hidden shortmess+=A")
    yield Neovim(nvim, home / "call.scn")
    nvim.input("<C-\\><C-n>")
    nvim.command("qall!", async_=True)
    nvim.close()
