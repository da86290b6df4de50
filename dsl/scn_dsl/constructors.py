"""The code of records' constructors: compiled from text, or read from the tables that are written when scn is built.

A *shape* describes a constructor: its kind, and its parameters, with `=` for a default and `()` for a factory. For
example, `__init__ * span= value` is an `__init__` with two keywords, the first of them optional. The code depends on
nothing else, so the tables can't be out of date: scn compiles a shape that they don't have.
"""

from __future__ import annotations

from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    Maker = Callable[..., Any]
    """Makes the constructor of one class, from setters, defaults and factories as keywords."""

INIT = "__init__"
"""A constructor that sets each field of a frozen record through its slot."""

NEW = "new"
"""A function that fills an instance of a mutable twin class, and then sets its class."""

_BODIES = {
    INIT: ("self, ", [], "_set_{name}(self, {value})", []),
    NEW: ("", ["self = _twin()"], "self.{name} = {value}", ["self.__class__ = _record", "return self"]),
}

try:
    from scn_dsl.constructor_table import MAKERS
except ImportError:  # not built, for example in a checkout without an installed package
    MAKERS = {}
"""The makers by shape; at first those that a check, a layout or a compilation of a plain script needs."""


def shape_of(kind: str, parameters: Iterable[str], *, keywords: bool) -> str:
    """Return the shape of a constructor, from the names of its parameters and their marks."""
    return " ".join([kind, *("*" * keywords), *parameters])


def maker_of(shape: str) -> Maker:
    """Return the maker for a shape; compile it if no table has it."""
    if shape not in MAKERS:
        MAKERS[shape] = _rare_makers().get(shape) or _compile(shape)
    maker: Maker = MAKERS[shape]
    return maker


@lru_cache(maxsize=1)
def _rare_makers() -> dict[str, Maker]:
    """Load the table of the other shapes, which plain scripts don't need."""
    try:
        from scn_dsl.rare_constructor_table import MAKERS as RARE  # noqa: PLC0415
    except ImportError:
        return {}
    makers: dict[str, Maker] = RARE
    return makers


def _compile(shape: str) -> Maker:
    scope: dict[str, Maker] = {}
    exec(_source(shape, "make"), scope)
    return scope["make"]


def table(shapes: Iterable[str]) -> str:
    """Write a module with a maker for each of these shapes."""
    lines = ['"""The constructors of records by shape; written when the package is built."""\n']
    names = {shape: f"_make_{number}" for number, shape in enumerate(sorted(shapes))}
    lines += [_source(shape, name) for shape, name in names.items()]
    entries = "".join(f"    {shape!r}: {name},\n" for shape, name in names.items())
    return "\n".join([*lines, f"MAKERS: dict = {{\n{entries}}}\n"])


def _source(shape: str, function: str) -> str:
    """Write the maker for a shape as a function of Python."""
    kind, *parameters = shape.split()
    first, before, setter, after = _BODIES[kind]
    names, header, body = [], [], []
    for parameter in parameters:
        name = parameter.rstrip("=()")
        mark = parameter[len(name) :]
        value = f"_default_{name}() if {name} is _missing else {name}" if mark == "()" else name
        header.append({"": name, "=": f"{name}=_default_{name}", "()": f"{name}=_missing"}[mark])
        if name != "*":
            body.append(setter.format(name=name, value=value))
            names += [f"_set_{name}"] * (kind == INIT) + [f"_default_{name}"] * bool(mark)
    names += ["_twin", "_record"] if kind == NEW else []
    lines = "\n        ".join([*before, *body, *after] or ["pass"])
    inner = f"    def {kind}({first}{', '.join(header)}):\n        {lines}\n    return {kind}\n"
    return f"def {function}({', '.join([*names, '_missing'])}):\n{inner}\n"
