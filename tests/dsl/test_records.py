"""Records behave like frozen dataclasses."""

import copy
import dataclasses
import pickle
from types import SimpleNamespace

import pytest

from scn_dsl import records
from scn_dsl.nodes import Block, Contains, Label, Or, Then
from scn_dsl.records import KeywordRecord, Record, fast_constructor, field, replace
from scn_dsl.source import Span


class Point(Record):
    x: int
    y: int = 0
    notes: list[str] = field(default_factory=list)
    seen: bool = field(default=False, compare=False)


class Named(KeywordRecord):
    name: str


class Titled(Named):
    title: str = "none"


def test_fields_are_given_by_place_or_by_name() -> None:
    assert Point(1, 2) == Point(x=1, y=2)
    assert Titled(title="b", name="a").title == "b"
    with pytest.raises(TypeError):
        Titled("a")  # type: ignore[misc]
    with pytest.raises(TypeError):
        Point()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Point(1, z=2)  # type: ignore[call-arg]


def test_each_record_has_its_own_list() -> None:
    assert Point(1).notes is not Point(1).notes


def test_nothing_can_be_set_or_deleted_or_added() -> None:
    point = Point(1)

    with pytest.raises(AttributeError):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del point.x
    with pytest.raises(AttributeError):
        point.z = 2  # type: ignore[attr-defined]
    assert not hasattr(point, "__dict__")


def test_equal_are_records_of_one_kind_with_equal_content() -> None:
    assert Contains(text="a", span=Span(1, 2)) == Contains(text="a")
    assert Contains(text="a") != Contains(text="b")
    assert Contains(text="a") != Label(name="a")
    assert hash(Contains(text="a", span=Span(1, 2))) == hash(Contains(text="a"))
    assert repr(Contains(text="a", span=Span(1, 2))) == "Contains(text='a')"


def test_a_record_can_be_replaced_copied_and_pickled() -> None:
    block = Block(label=Label(name="a"), opening=Then(span=Span(3, 7)), at=5)

    for twin in (
        replace(block),
        dataclasses.replace(block),
        copy.deepcopy(block),
        pickle.loads(pickle.dumps(block)),
    ):
        assert twin == block
        assert (twin.at, twin.opening.span) == (5, Span(3, 7))
    assert replace(block, at=9).at == dataclasses.replace(block, at=9).at == 9


def test_to_dataclasses_a_record_is_one() -> None:
    assert dataclasses.is_dataclass(Or)
    assert [each.name for each in dataclasses.fields(Titled(name="a"))] == ["name", "title"]
    assert dataclasses.astuple(Titled(name="a")) == ("a", "none")


def test_a_record_can_be_matched_by_place() -> None:
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)


def test_a_fast_constructor_builds_the_same_object_as_the_class() -> None:
    point, titled = fast_constructor(Point), fast_constructor(Titled)

    assert type(point(1)) is Point
    assert point(1, y=2, seen=True) == Point(1, 2)
    assert hash(titled(name="a")) == hash(Titled(name="a"))
    assert pickle.loads(pickle.dumps(titled(name="a"))) == Titled(name="a")
    assert point(1).notes is not point(1).notes
    with pytest.raises(AttributeError):
        point(1).x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del point(1).x
    with pytest.raises(TypeError):
        titled("a")  # type: ignore[misc]


def test_fields_are_found_in_modules_whose_annotations_are_strings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python 3.14 has them in the namespace only with `from __future__ import annotations`."""
    monkeypatch.setattr(records, "sys", SimpleNamespace(version_info=(3, 14)))
    assert records._annotated({"__annotations__": {"x": "int", "y": "str"}}) == ("x", "y")
