"""The conditions of scripts, with their places."""

from scn_compiler.config import Config
from scn_compiler.measure.conditions import script_conditions
from support.calls import HEAD
from support.several_files import reading

SCRIPT = f"""{HEAD}FIRST_MESSAGE
  say: Hello.
WHEN contains "order" AND (contains "a" OR contains "b")
  say: One.
THEN
  say: Two.
@ask WHEN The agent asks why
  say: Three.
AFTER @ask
  say: Four.

scenario: Llamada
language: Spanish
WHEN contains "hola"
  say: Hola.
"""


def test_conditions_have_their_place_and_wording() -> None:
    found = [
        (each.scenario, each.number, each.line, each.id, each.wording)
        for each in script_conditions(SCRIPT, "a.scn")
    ]

    assert found == [
        ("Call", 1, 7, 1, 'contains "order" AND (contains "a" OR contains "b")'),
        ("Call", 1, 9, 2, "THEN"),
        ("Call", 1, 11, 3, "The agent asks why"),
        ("Call", 1, 13, 4, "AFTER @ask"),
        ("Llamada", 2, 18, 1, 'contains "hola"'),
    ]


def test_kinds_and_languages() -> None:
    found = script_conditions(SCRIPT, "a.scn")

    assert [each.kind for each in found] == ["keywords", "follow-up", "sentence", "follow-up", "keywords"]
    assert [each.language for each in found] == ["en", "en", "en", "en", "es"]


def test_a_block_of_an_imported_file_has_its_line_there_and_names_have_their_values() -> None:
    files = {"shared.scn": 'fragment: goodbye\nWHEN contains "bye"\n  say: Bye.\n'}
    script = (
        f'import: shared.scn\nlet word = ciao\n{HEAD}WHEN contains "$word"\n  say: Ciao.\ninsert: goodbye\n'
    )
    own, inserted = script_conditions(script, "a.scn", Config(read=reading(files)))

    assert (inserted.script, inserted.place) == ("a.scn", "shared.scn:2")
    assert own.wording == 'contains "ciao"'


def test_whole_words_count_where_the_configuration_says_so() -> None:
    config = Config(policy=(("words", "whole"),))

    assert {each.words for each in script_conditions(SCRIPT, "a.scn")} == {"inside"}
    assert {each.words for each in script_conditions(SCRIPT, "a.scn", config)} == {"whole"}


def test_a_script_with_errors_is_read_as_far_as_it_parses() -> None:
    found = script_conditions(f'{HEAD}WHENN\nWHEN contains "a"\n  say: b\n  sai: c\n', "a.scn")

    assert 'contains "a"' in [each.wording for each in found]
