"""A script from start to end in a real Neovim: the keys on the page about editors, and what it says that they show."""

from pathlib import Path

import pytest

from support.cekura_stub import CekuraStub
from support.key_tables import session
from support.neovim import NVIM, starting_neovim
from support.pages import Page
from support.paths import ROOT

pytestmark = pytest.mark.skipif(NVIM is None, reason="Neovim has no package for this system")

PAGE = Page(ROOT / "docs" / "how-to" / "editors.md")
STEPS = session(PAGE, "A script from start to end, by keys")


@pytest.mark.slow
def test_a_script_is_written_mended_tested_and_sent_with_the_keys_on_the_page(tmp_path: Path) -> None:
    settings = tmp_path / "config" / "nvim" / "init.lua"
    settings.parent.mkdir(parents=True)
    lines = "".join(fence.text for fence in PAGE.fences("lua"))
    settings.write_text(lines.replace("CHECKOUT", str(ROOT)), encoding="utf-8")
    files = {fence.file: fence.text for fence in PAGE.fences() if fence.file}
    folder = tmp_path / "calls"
    folder.mkdir()
    (folder / "scn.toml").write_text(files["scn.toml"], encoding="utf-8")

    with CekuraStub() as stub:
        account = {"CEKURA_API_URL": stub.url, "CEKURA_API_KEY": stub.key, "SCN_ENV": ""}
        with starting_neovim(tmp_path, ("--cmd", f"cd {folder}"), account) as neovim:
            for step in STEPS:
                neovim.type_one_by_one(step.keys)
                neovim.until(lambda step=step: all(each in neovim.screen for each in step.shown))
                if step.keys.startswith(":e "):
                    neovim.until(lambda: neovim.is_served)

        assert (folder / "parcel.scn").read_text(encoding="utf-8") == files["parcel.scn"]
        (sent,) = stub.store.scenarios.values()
        assert sent["name"] == "Where is my parcel"
        assert "It's 4417. [sigh]" in sent["instructions"]
