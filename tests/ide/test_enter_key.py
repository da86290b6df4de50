"""While the author types, no list takes the Enter key from a line that is finished."""

import pytest

from scn_compiler.ide.completion.complete import complete
from scn_compiler.ide.completion.enter_key import leave_enter
from scn_compiler.ide.completion.item import CompletionItem
from scn_compiler.ide.configuration.help import complete_configuration
from scn_compiler.ide.document import OpenScript
from scn_compiler.lsp.handlers.completion import TRIGGER_CHARACTERS
from support.accepting import at
from support.cases import every
from support.cursors import cursor
from support.drafts import HEAD, SAY, WAIT, WHEN
from support.paths import CLINIC, ROOT, SAMPLES

TESTS = sorted((ROOT / "samples").rglob("*.test.scn"))


def shown(script: OpenScript, offset: int) -> list[str]:
    """The labels of the items that an editor shows once the character before the cursor is typed."""
    sign = script.text[offset - 1]
    if not (sign.isalnum() or sign in "_" or sign in TRIGGER_CHARACTERS):
        return []
    found = complete(script, offset, sign if sign in TRIGGER_CHARACTERS else "")
    return [item.label for item in leave_enter(found, script.text) if matches(item, script.text, offset)]


def matches(item: CompletionItem, text: str, offset: int) -> bool:
    """Whether the typed characters are in an item, in their order: editors show no other items."""
    letters = iter(item.filter.casefold())
    return all(sign in letters for sign in text[item.span.start : offset].strip().casefold())


@pytest.mark.parametrize("written", ["with the lines below", "as the last line"])
def test_enter_ends_every_line_of_the_samples(written: str) -> None:
    tried = 0
    for sample in (*SAMPLES, *CLINIC, *TESTS):
        text, end = sample.read_text(encoding="utf-8"), 0
        for line in text.splitlines(keepends=True):
            end += len(line)
            offset = end - (len(line) - len(line.rstrip()))
            if line.strip():
                above = text if written == "with the lines below" else text[:offset]
                assert shown(OpenScript(above, str(sample)), offset) == [], f"{sample.name}: {line}"
                tried += 1
    assert tried > 1000


FINISHED = [
    WHEN + "end call‸",
    HEAD + "FIRST_MESSAGE‸",
    HEAD + "FIRST_MESSAGE\n  wait‸",
    SAY + "\nTHEN‸",
    "language: en‸",
    "target: cekura‸",
    "scenario: A\ntags: late, vip\nscenario: B\ntags: vip, late‸",
    WAIT + "@a WHEN x\n  say: Hi\n@ab WHEN y\n  say: Hi\nAFTER @a‸",
    WAIT + "let day = 1\nlet days = 2\nTHEN\n  say: $day‸",
    WAIT + "WHEN The agent‸",
    WAIT + "WHEN The agent asks‸",
    "scenario: A\nrole: A customer in a hurry\nscenario: B\nrole: A customer‸",
    "scenario: A\nfolder: Shop.Orders\nscenario: B\nfolder: Shop‸",
    SAY + "the end‸",
]


@every("script", FINISHED)
def test_nothing_appears_at_the_end_of_a_finished_line(script: str) -> None:
    assert shown(*at(script)) == []


MISSPELT = [
    (HEAD + "FRIST_MESSAGE‸", "FIRST_MESSAGE"),
    (SAY + "\nTEHN‸", "THEN"),
]


@every(("script", "label"), MISSPELT, ids=[row[0] for row in MISSPELT])
def test_a_typo_in_a_finished_line_is_left_to_the_quick_fix(script: str, label: str) -> None:
    """Editors forgive typos such as two letters in the wrong order, so these items would take the Enter key."""
    typed, offset = at(script)
    found = complete(typed, offset)

    assert label in [item.label for item in found]
    assert label not in [item.label for item in leave_enter(found, typed.text)]


UNFINISHED = [
    (WHEN + "end c‸", "end call"),
    ("language:‸", "en"),
    ("language: e‸", "en"),
    (WAIT + "WHEN‸", "WHEN"),
    (WAIT + "WHEN ‸", "The agent asks for …"),
    (WAIT + "WHEN Th‸", "The agent asks for …"),
    (WAIT + "WHEN contains ‸", '"…"'),
    ("scenario: A\nrole: A customer\nscenario: B\nrole: ‸", "A customer"),
    ("scenario: A\ntags: late\nscenario: B\ntags: la‸", "late"),
    (SAY + "[si‸", "[sigh]"),
]


@every(("script", "label"), UNFINISHED, ids=[row[0] for row in UNFINISHED])
def test_items_appear_while_a_line_is_unfinished(script: str, label: str) -> None:
    assert label in shown(*at(script))


def test_a_language_is_found_by_its_name_letter_by_letter() -> None:
    for name, code in (("German", "de"), ("French", "fr")):
        for length in range(1, len(name) + 1):
            typed = name[:length]
            assert code in shown(*at(f"language: {typed}‸")), typed


def test_an_author_who_asks_gets_all_items() -> None:
    script, offset = at(WAIT + "WHEN The agent asks‸")

    assert "The agent asks for …" in [item.label for item in complete(script, offset)]


def test_enter_ends_a_line_of_a_configuration() -> None:
    for line, left in (("strict = tr‸", ["true", "false"]), ("strict = true‸", [])):
        text, offset = cursor(line)
        found = leave_enter(complete_configuration(text, offset), text)
        assert [item.label for item in found] == left
