"""The lines above blocks that say how often their conditions fired in recorded calls."""

from scn_compiler.config import Config
from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.structure.measurement import measured_lenses
from scn_compiler.semantics.measurement import read_measurement
from support.cases import every
from support.measurements import measurement
from support.several_files import reading

HEAD = "scenario: A\nrole: B\nlanguage: en\nFIRST_MESSAGE\n  say: Hello\n"
HOLDS = {
    'contains "yes"': 12,
    'contains "no"': 0,
    'contains "rare"': 0,
    'contains "often"': 998,
    'contains "always"': 98_000,
    "The agent greets": 98,
    'contains "once"': 1,
}


def lenses(text: str, path: str = "a.scn", **files: str) -> list[tuple[str, str]]:
    """The text of the line below each lens, and its title."""
    measured = read_measurement(measurement(HOLDS, utterances=98_000), "calls.json")
    config = Config(measurement=measured, read=reading({path: text, **files}))
    lines = text.split("\n")
    return [
        (lines[text.count("\n", 0, span.start)], title)
        for span, title in measured_lenses(OpenScript(text, path, None, config))
    ]


def titles(text: str, **files: str) -> list[str]:
    return [title for _, title in lenses(text, **files)]


@every(
    ("trigger", "often"),
    [
        ('contains "no"', "none"),
        ('contains "once"', "1"),
        ('contains "yes"', "12"),
        ('contains "often"', "1.0%"),
        ('contains "always"', "98,000"),
        ("The agent greets", "0.1%"),
        ('(contains "yes")', "12"),
    ],
)
def test_a_lens_says_how_often_a_block_fires(trigger: str, often: str) -> None:
    block = f"@b WHEN {trigger}"
    found = lenses(f"{HEAD}{block}\n  say: Hi\nTHEN\n  say: More\n")
    assert found == [(block, f"fires in {often} of 98,000 utterances")]


def test_a_block_that_was_not_measured_has_no_lens() -> None:
    assert titles(f'{HEAD}WHEN contains "yess"\n  say: Hi\n') == []
    assert measured_lenses(OpenScript(f'{HEAD}WHEN contains "yes"\n  say: Hi\n')) == ()


def test_all_scenarios_and_fragments_have_lenses() -> None:
    block = 'WHEN contains "often"\n  say: Hi\n'
    assert (
        titles(f"{HEAD}{block}\n{HEAD}{block}\nfragment: f\n{block}")
        == ["fires in 1.0% of 98,000 utterances"] * 3
    )


def test_the_values_of_a_block_count() -> None:
    rows = "examples: word\n  row: often\n  row: once\n"
    block = 'WHEN contains "$word"\n  say: Hi\n'
    assert titles(f"scenario: A $word\nrole: B\n{rows}FIRST_MESSAGE\n  say: Hello\n{block}") == [
        "fires in 1 to 1.0% of 98,000 utterances"
    ]
    assert titles(f'let word = "yes"\n{HEAD}{block}') == ["fires in 12 of 98,000 utterances"]
    fragment = f"fragment: f(word)\n{block}"
    assert titles(f'{HEAD}insert: f(word = "once")\n\n{fragment}') == ["fires in 1 of 98,000 utterances"]


def test_the_blocks_of_other_files_have_no_lens() -> None:
    parts = 'fragment: f(word)\nWHEN contains "$word"\n  say: Hi $word\n'
    text = f'import: parts.scn\n\n{HEAD}insert: f(word = "once")\n'
    assert titles(text, **{"parts.scn": parts}) == []
