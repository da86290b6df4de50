"""The mistakes that a platform names when it refuses a request, and the reasons why it doesn't answer."""

import socket
from collections.abc import Callable, Iterator

import httpx

from scn_compiler.jsondoc.codec import BadJson, Json, load

_LONGEST_MESSAGE = 400

_ABOUT_THE_ANSWER = ("code", "error_code", "fingerprint", "request_id", "inner_exception")
"""Keys of refusals that say nothing to the author of a script."""

_PLACES, _TEXTS = ("loc", "path"), ("msg", "message")
"""Keys of a single mistake: where it is, as a text or as a list of keys, and what it is."""


def problems_in(content: bytes, clean: Callable[[str], str]) -> Iterator[str]:
    """Yield what the body of a refusal says is wrong, as `path: message`; nothing if it isn't JSON.

    Args:
        clean: Returns a text without the key, before the text is shortened.

    Shapes:
        {field: [text]}, [text], {detail: text}, {errors: {path: [text]}}              Cekura
        {message: text, error: {message: text}}                                        Sophiie
        {message: text or [text], error, code}, {message, errors: [{path, message}]}   Bimpe
        {error: text, request_id}                                                      Sensay
        {detail: [{loc: [key], msg}]}                                                  FastAPI, which Eqho seems to use
    """
    try:
        body = load(content.decode("utf-8"))
    except (BadJson, UnicodeDecodeError):
        return
    for path, text in _texts(body, ""):
        place, shown = (clean(" ".join(each.split()))[:_LONGEST_MESSAGE] for each in (path, text))
        yield f"{place}: {shown}" if place else shown


def _texts(body: Json, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(body, str):
        yield path, body
    elif isinstance(body, list):
        for each in body:
            yield from _texts(each, path)
    elif isinstance(body, dict):
        place = next((body[key] for key in _PLACES if key in body), None)
        text = next((body[key] for key in _TEXTS if key in body), None)
        if place is not None and isinstance(text, str):
            yield ".".join(map(str, place)) if isinstance(place, list) else str(place), text
            return
        for key, value in body.items():
            if key in _ABOUT_THE_ANSWER and not isinstance(value, list):
                continue
            inside = (
                path
                if key in ("detail", "errors", "error", "message", "non_field_errors")
                else f"{path}.{key}"
            )
            yield from _texts(value, inside.lstrip("."))


def why_no_answer(error: httpx.HTTPError) -> str:
    """Return in plain words why a request got no answer."""
    if isinstance(error, httpx.TimeoutException):
        return "it took too long"
    if _is_about_the_host(error):
        return "this machine can't find the host (no network, or a wrong address)"
    return str(error) or type(error).__name__


def _is_about_the_host(error: BaseException | None) -> bool:
    while error and not isinstance(error, socket.gaierror):
        error = error.__cause__ or error.__context__
    return error is not None
