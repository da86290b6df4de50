"""Records: values that are frozen, with slots, compared by content, and cheap to define.

What `@dataclass(frozen=True, slots=True)` gives, without loading `dataclasses`, which takes a check of one
script longer than the check: half of a cold start was the definition of sixty of them. To `dataclasses.replace`,
`fields` and `astuple`, which load it anyway, a record is a dataclass.
"""

import sys
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar, cast, dataclass_transform

_MISSING: Any = object()


class _Field:
    """What is known of a field besides its name."""

    __slots__ = ("compare", "default", "factory")

    def __init__(self, default: Any, factory: Callable[[], Any] | None, compare: bool) -> None:
        self.default = default
        self.factory = factory
        self.compare = compare


def field(
    *, default: Any = _MISSING, default_factory: Callable[[], Any] | None = None, compare: bool = True
) -> Any:
    """A field with a default, or one that does not count when records are compared and shown."""
    return _Field(default, default_factory, compare)


def _annotated(namespace: dict[str, Any]) -> tuple[str, ...]:
    """The names that a class body annotates, in order."""
    if sys.version_info >= (3, 14):
        from annotationlib import (  # noqa: PLC0415
            Format,
            call_annotate_function,
            get_annotate_from_class_namespace,
        )

        annotate = get_annotate_from_class_namespace(namespace)
        return tuple(call_annotate_function(annotate, Format.FORWARDREF)) if annotate else ()
    return tuple(namespace.get("__annotations__", ()))


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class RecordType(type):
    """Makes the classes of records: slots and a constructor from what a class body annotates."""

    keywords = False

    __own__: dict[str, _Field]

    def __new__(mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> "RecordType":
        own = {each: namespace.pop(each, _MISSING) for each in _annotated(namespace)}
        made = {
            each: value if isinstance(value, _Field) else _Field(value, None, compare=True)
            for each, value in own.items()
        }
        namespace["__slots__"] = tuple(made)
        cls = super().__new__(mcs, name, bases, namespace)
        inherited = {each: known for base in bases for each, known in getattr(base, "__own__", {}).items()}
        cls.__own__ = {**inherited, **made}
        if not mcs.keywords:
            type.__setattr__(cls, "__match_args__", tuple(cls.__own__))
        cls.__init__ = _constructor(cls, keywords=mcs.keywords)  # type: ignore[misc]
        return cls


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
class KeywordRecordType(RecordType):
    """The same for records whose fields are given by name."""

    keywords = True


def _constructor(cls: RecordType, *, keywords: bool) -> Any:
    """`__init__`, written out: a frozen record is filled through its slots."""
    parameters, given, scope = _parameters(cls, keywords=keywords)
    scope |= {f"_set_{name}": getattr(cls, name).__set__ for name in given}
    body = [f"_set_{name}(self, {value})" for name, value in given.items()]
    exec(f"def __init__({', '.join(['self', *parameters])}):\n " + "\n ".join([*body, "pass"]), scope)
    return scope["__init__"]


def _parameters(cls: RecordType, *, keywords: bool) -> tuple[list[str], dict[str, str], dict[str, Any]]:
    """What a constructor takes, what each field becomes then, and the names that stand in both."""
    scope: dict[str, Any] = {"_missing": _MISSING}
    parameters = ["*"] if keywords and cls.__own__ else []
    given: dict[str, str] = {}
    for name, known in cls.__own__.items():
        given[name] = name
        if known.factory:
            scope[f"_new_{name}"] = known.factory
            parameters.append(f"{name}=_missing")
            given[name] = f"_new_{name}() if {name} is _missing else {name}"
        elif known.default is _MISSING:
            parameters.append(name)
        else:
            scope[f"_default_{name}"] = known.default
            parameters.append(f"{name}=_default_{name}")
    return parameters, given, scope


class _Dataclass:
    """What a dataclass has, made when somebody asks for it, who has loaded `dataclasses` already."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, value: object, cls: RecordType) -> Any:
        import dataclasses  # noqa: PLC0415

        return getattr(dataclasses.make_dataclass(cls.__name__, list(cls.__own__)), self.name)


class _Common:
    """What records have in common."""

    __slots__ = ()
    __own__: dict[str, _Field] = {}  # noqa: RUF012
    __dataclass_fields__ = _Dataclass("__dataclass_fields__")
    __dataclass_params__ = _Dataclass("__dataclass_params__")

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return all(
            getattr(self, name) == getattr(other, name)
            for name, known in self.__own__.items()
            if known.compare
        )

    def __hash__(self) -> int:
        known = self.__own__.items()
        return hash((self.__class__, *(getattr(self, name) for name, each in known if each.compare)))

    def __repr__(self) -> str:
        shown = (f"{name}={getattr(self, name)!r}" for name, known in self.__own__.items() if known.compare)
        return f"{self.__class__.__qualname__}({', '.join(shown)})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{self.__class__.__name__} is frozen: `{name}` cannot be set")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{self.__class__.__name__} is frozen: `{name}` cannot be deleted")

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (self.__class__, {name: getattr(self, name) for name in self.__own__})


class Record(_Common, metaclass=RecordType):
    """A record whose fields are given by place or by name."""


class KeywordRecord(_Common, metaclass=KeywordRecordType):
    """A record whose fields are given by name."""


_V = TypeVar("_V", bound=_Common)


def fast_constructor(cls: type[_V]) -> type[_V]:
    """A function that makes records as `cls` does, in less than half the time; for where each line makes several.

    It fills an open twin of the class, which then becomes the record: that spares the setters of the slots,
    and what calling a class takes more than calling a function.
    """
    assert isinstance(cls, RecordType)
    plain = {name: getattr(object, name) for name in ("__init__", "__setattr__", "__delattr__")}
    plain["__slots__"] = cls.__slots__
    parameters, given, scope = _parameters(cls, keywords=cls.keywords)
    scope["_made"] = cls
    scope["_open"] = type.__new__(type(cls), cls.__name__, cls.__bases__, plain)
    body = ["self = _open()", *(f"self.{name} = {value}" for name, value in given.items())]
    body += ["self.__class__ = _made", "return self"]
    exec(f"def make({', '.join(parameters)}):\n " + "\n ".join(body), scope)
    return cast("type[_V]", scope["make"])


def replace(value: _V, /, **changes: Any) -> _V:
    """The same value with other fields."""
    return value.__class__(**{**{name: getattr(value, name) for name in value.__own__}, **changes})


def _restore(cls: type[_V], fields: dict[str, Any]) -> _V:
    return cls(**fields)
