""" "Did you mean": the nearest known word."""

from scn_compiler.findings.selectors import selector_problem
from scn_dsl.catalog import CATALOG
from scn_dsl.suggest import MAX_COMPARED, first, nearest
from support.cases import every


@every("name", CATALOG)
def test_each_name_of_a_diagnostic_is_found_from_a_slip(name: str) -> None:
    assert selector_problem(name + "x") == (f"unknown rule `{name}x`", f"did you mean `{name}`?")


@every("name", CATALOG)
def test_each_code_is_found_from_a_slip(name: str) -> None:
    code = CATALOG[name].code

    assert nearest(code.replace("SCN", "SNC"), (*CATALOG, *(kind.code for kind in CATALOG.values()))) == code


def test_the_last_of_more_words_than_a_guess_compares_of_a_script_is_found() -> None:
    words = [f"word-{'abcdefghij'[number % 10] * 3}-{number}" for number in range(2 * MAX_COMPARED)]

    assert nearest("zebra-crosing", [*words, "zebra-crossing"]) == "zebra-crossing"


def test_of_the_words_of_a_script_the_first_are_compared() -> None:
    assert first(str(number) for number in range(10 * MAX_COMPARED)) == tuple(map(str, range(MAX_COMPARED)))
