"""The table of constructors does what the constructors do that are compiled while scn runs."""

from typing import Any

import pytest

from scn_dsl.constructors import INIT, MAKERS, NEW, maker_of, shape_of, table
from scn_dsl.records import Record, field
from support.cases import every


class Stop(Record):
    name: str
    lines: list[str] = field(default_factory=list)
    zone: int = 1


def built_makers() -> dict[str, Any]:
    module: dict[str, Any] = {}
    exec(table(MAKERS), module)
    return module["MAKERS"]


def test_the_table_has_every_constructor_that_was_used() -> None:
    shape = shape_of(INIT, ["name", "lines()", "zone="], keywords=False)

    assert shape == "__init__ name lines() zone="
    assert shape in built_makers()
    assert len(built_makers()) > 100


@every("kind", [INIT, NEW])
@every("keywords", [False, True], ids=["places", "keywords"])
def test_a_constructor_from_the_table_equals_a_compiled_one(kind: str, keywords: bool) -> None:
    shape = shape_of(kind, ["name", "lines()", "zone="], keywords=keywords)
    compiled = maker_of(shape)
    built = built_makers()[shape]

    assert built.__code__.co_code == compiled.__code__.co_code
    assert built.__code__.co_varnames == compiled.__code__.co_varnames


def test_a_wrong_argument_is_reported_with_the_name_of_the_class() -> None:
    with pytest.raises(
        TypeError, match=r"^Stop\.__init__\(\) missing 1 required positional argument: 'name'"
    ):
        Stop()  # type: ignore[call-arg]


def test_a_default_that_is_made_for_each_record_may_be_given_as_none() -> None:
    assert Stop("a", None).lines is None  # type: ignore[arg-type]
    assert Stop("a").lines is not Stop("b").lines
