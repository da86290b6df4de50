"""Bodies of platforms whose contracts are models: without what a request may leave out.

An answer fills in what a request left out, with null, an empty list or the default of the contract.
"""

from functools import cache
from importlib import import_module
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel

from scn_compiler.jsondoc.codec import Json, same_json

_CONTRACTS = {
    "eqho": "ScenarioBody",
    "sophiie": "UpdateScenario",
    "bimpe": "UpdateWorkflow",
    "sensay": "UpdateConversation",
}

_EMPTY: tuple[Json, ...] = (None, [], {}, "")
_MEANT_EMPTY = ("compare_args",)
"""Keys whose empty list says something else than no list: Eqho then compares no arguments (tau2-bench, `data_model/tasks.py`)."""


def has_contract(platform: str) -> bool:
    """Return whether bodies of a platform are compared without the defaults of its contract."""
    return platform in _CONTRACTS


def without_defaults(body: dict[str, Json], platform: str) -> dict[str, Json]:
    """Return a body without null and defaults inside its fields; a field itself stays, whatever its value.

    Values that a contract leaves to its users stay as they are: the arguments of a call, variables, settings.
    """
    model = _model(platform)
    fields = model.model_fields
    return {
        key: _plain(value, fields[key].annotation) if key in fields else value for key, value in body.items()
    }


@cache
def _model(platform: str) -> type[BaseModel]:
    module = import_module(f"scn_compiler.platforms.{platform}.payload")
    model: type[BaseModel] = getattr(module, _CONTRACTS[platform])
    return model


def _plain(value: Json, kind: Any) -> Json:
    """Return a value of a type of a contract in its plain form."""
    if get_origin(kind) in (Union, UnionType):
        kinds = [each for each in get_args(kind) if each is not type(None)]
        return _plain(value, kinds[0]) if len(kinds) == 1 else value
    if isinstance(value, list) and get_origin(kind) is list:
        return [_plain(each, get_args(kind)[0]) for each in value]
    if isinstance(value, dict) and get_origin(kind) is dict:
        return {key: _plain(each, get_args(kind)[1]) for key, each in value.items()}
    if isinstance(value, dict) and isinstance(kind, type) and issubclass(kind, BaseModel):
        return dict(_told(value, kind))
    return value


def _told(value: dict[str, Json], model: type[BaseModel]) -> "list[tuple[str, Json]]":
    """Return the keys of an object that say something, with their values."""
    found = []
    for key, inside in value.items():
        field = model.model_fields.get(key)
        if field is None:
            found.append((key, inside))
            continue
        plain = _plain(inside, field.annotation)
        is_free = field.annotation is Any or key in _MEANT_EMPTY
        if plain is None or (not is_free and plain in _EMPTY) or same_json(plain, field.default):
            continue
        found.append((key, plain))
    return found
