"""Tags and markers are offered by use, not by alphabet."""

import re

from scn_compiler.ide.completion.complete import complete
from scn_compiler.ide.document import OpenScript
from scn_compiler.platforms.cekura.tags import CEKURA_MARKUP
from support.cursors import cursor


def offered(text: str) -> list[str]:
    """The names of the tags or markers that are offered at the cursor."""
    script, offset = cursor(text)
    return [re.findall(r"[\w-]+", item.label)[0] for item in complete(OpenScript(script), offset)]


CALL = "scenario: A\nrole: B\nlanguage: en\n\nWHEN The agent asks\n  say: Well "


def test_the_tags_that_scripts_use_most_come_first() -> None:
    found = offered(f"{CALL}<‸")

    assert found[:4] == ["silence", "endcall", "dtmf", "spell"]
    assert set(CEKURA_MARKUP.usual) <= set(CEKURA_MARKUP.tags)


def test_the_tags_that_a_script_uses_come_before_them() -> None:
    used = "\n  say: <hold /> <hold /> <spell>4</spell>\n\nWHEN The agent waits\n  say: Well <‸"

    assert offered(CALL + used)[:3] == ["hold", "spell", "silence"]


def test_so_do_the_markers_that_it_uses() -> None:
    assert offered(f"{CALL}[‸") == ["laughter", "sigh"]
    assert offered(f"{CALL}[sigh] [‸") == ["sigh", "laughter"]
