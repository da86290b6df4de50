"""Records: frozen values with slots, compared by content, whose classes are cheap to define.

A record behaves like a `@dataclass(frozen=True, slots=True)`, but doesn't load `dataclasses`: that takes longer than
checking one script, and defining sixty dataclasses was half of a cold start. `dataclasses.replace`, `fields` and
`astuple` accept records.
"""

from __future__ import annotations

import sys
from operator import attrgetter

from scn_dsl.constructors import INIT, NEW, maker_of, shape_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn, TypeVar, dataclass_transform

    _V = TypeVar("_V", bound="_Common")
else:

    def dataclass_transform(**_):
        """Return a decorator that does nothing: only type checkers need it."""
        return lambda cls: cls


_MISSING: Any = object()


class _Field:
    """A field: its default, and whether it is compared."""

    __slots__ = ("compare", "default", "factory")

    def __init__(self, default: Any, factory: Callable[[], Any] | None, compare: bool) -> None:
        self.default = default
        self.factory = factory
        self.compare = compare

    @property
    def mark(self) -> str:
        """The mark after the field's name in the shape of a constructor."""
        return "()" if self.factory else "" if self.default is _MISSING else "="


def field(
    *, default: Any = _MISSING, default_factory: Callable[[], Any] | None = None, compare: bool = True
) -> Any:
    """Define a field with a default factory, or one that comparison, hash and `repr` ignore."""
    return _Field(default, default_factory, compare)


def _annotated(namespace: dict[str, Any]) -> tuple[str, ...]:
    """List the names that a class body annotates, in order.

    Python 3.14 computes annotations later, except in modules with `from __future__ import annotations`.
    """
    if "__annotations__" not in namespace and sys.version_info >= (3, 14):
        from annotationlib import (  # noqa: PLC0415
            Format,
            call_annotate_function,
            get_annotate_from_class_namespace,
        )

        annotate = get_annotate_from_class_namespace(namespace)
        return tuple(call_annotate_function(annotate, Format.FORWARDREF)) if annotate else ()
    return tuple(namespace.get("__annotations__", ()))


def _key_of(names: list[str]) -> Callable[[Any], Any]:
    """Make the function that reads what a record is compared by."""
    return attrgetter(*names) if names else lambda _: ()


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class RecordType(type):
    """Metaclass of records: turns the annotations of a class body into slots and a constructor."""

    keywords = False

    __fields__: dict[str, _Field]
    __key__: Callable[[Any], Any]

    def __new__(mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> RecordType:
        defaults = {each: namespace.pop(each, _MISSING) for each in _annotated(namespace)}
        own = {
            each: default if isinstance(default, _Field) else _Field(default, None, compare=True)
            for each, default in defaults.items()
        }
        namespace["__slots__"] = tuple(own)
        cls = super().__new__(mcs, name, bases, namespace)
        inherited = {each: info for base in bases for each, info in getattr(base, "__fields__", {}).items()}
        cls.__fields__ = {**inherited, **own}
        cls.__key__ = _key_of([each for each, info in cls.__fields__.items() if info.compare])
        if not mcs.keywords:
            type.__setattr__(cls, "__match_args__", tuple(cls.__fields__))
        cls.__init__ = _construct(cls, INIT)  # type: ignore[misc]
        return cls


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
class KeywordRecordType(RecordType):
    """Metaclass of records whose constructor takes keywords only."""

    keywords = True


def _construct(cls: RecordType, kind: str, **scope: Any) -> Any:
    """Make a constructor of this kind for a class; `scope` has the values that its code needs besides the fields."""
    parameters = []
    scope["_missing"] = _MISSING
    for name, info in cls.__fields__.items():
        parameters.append(name + info.mark)
        if kind == INIT:
            scope[f"_set_{name}"] = getattr(cls, name).__set__
        if info.mark:
            scope[f"_default_{name}"] = info.factory or info.default
    shape = shape_of(kind, parameters, keywords=cls.keywords and bool(parameters))
    constructor = maker_of(shape)(**scope)
    constructor.__qualname__ = f"{cls.__qualname__}.{kind}"  # for messages about wrong arguments
    return constructor


class _DataclassAttribute:
    """An attribute of dataclasses, computed on access: by then `dataclasses` is loaded anyway."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, value: object, cls: RecordType) -> Any:
        import dataclasses  # noqa: PLC0415

        return getattr(dataclasses.make_dataclass(cls.__name__, list(cls.__fields__)), self.name)


class _Common:
    """The methods of all records."""

    __slots__ = ()
    __fields__: dict[str, _Field] = {}  # noqa: RUF012
    __key__: Callable[[Any], Any]
    __dataclass_fields__ = _DataclassAttribute("__dataclass_fields__")
    __dataclass_params__ = _DataclassAttribute("__dataclass_params__")

    def __eq__(self, other: object) -> bool:
        if other is self:
            return True
        cls = self.__class__
        if other.__class__ is not cls:
            return NotImplemented
        return bool(cls.__key__(self) == cls.__key__(other))

    def __hash__(self) -> int:
        cls = self.__class__
        return hash((cls, cls.__key__(self)))

    def __repr__(self) -> str:
        fields = self.__fields__.items()
        values = (f"{name}={getattr(self, name)!r}" for name, info in fields if info.compare)
        return f"{self.__class__.__qualname__}({', '.join(values)})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{self.__class__.__name__} is frozen: can't set `{name}`")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{self.__class__.__name__} is frozen: can't delete `{name}`")

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (self.__class__, {name: getattr(self, name) for name in self.__fields__})


class Record(_Common, metaclass=RecordType):
    """A record whose constructor takes positional and keyword arguments."""


class KeywordRecord(_Common, metaclass=KeywordRecordType):
    """A record whose constructor takes keyword arguments only."""


def fast_constructor(cls: type[_V]) -> type[_V]:
    """Make a function that creates records like `cls` in less than half the time; for code that creates several per line.

    It fills an instance of a mutable twin class, then sets its `__class__`. This avoids the slot setters and the
    overhead of calling a class.
    """
    assert isinstance(cls, RecordType)
    namespace = {name: getattr(object, name) for name in ("__init__", "__setattr__", "__delattr__")}
    namespace["__slots__"] = cls.__slots__
    twin = type.__new__(type(cls), cls.__name__, cls.__bases__, namespace)
    return _construct(cls, NEW, _twin=twin, _record=cls)


def replace(value: _V, /, **changes: Any) -> _V:
    """Copy `value` with the fields in `changes`."""
    return value.__class__(**{**{name: getattr(value, name) for name in value.__fields__}, **changes})


def _restore(cls: type[_V], fields: dict[str, Any]) -> _V:
    return cls(**fields)
