"""Keeps this process from other machines, and tells which ones it wanted to reach."""

import ipaddress
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_refused: list[list[str]] = []
"""A list of refused addresses for each open `only_loopback`; a hook of the interpreter can't be removed."""


_EVENTS = {"socket.connect": 1, "socket.sendto": 1, "socket.getaddrinfo": 0, "socket.gethostbyname": 0}
"""Events of the interpreter, with the place of the address among their arguments."""


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if _refused and event in _EVENTS:
        address = arguments[_EVENTS[event]]
        host = address[0] if isinstance(address, tuple) else address
        if not _is_loopback(host):
            _refused[-1].append(f"{event} {host}")
            raise PermissionError(f"{event} {host}: only this machine may be reached")


def _is_loopback(host: object) -> bool:
    text = host.decode() if isinstance(host, bytes) else host
    if not isinstance(text, str) or text in ("", "localhost") or text.startswith(("/", "\0")):
        return True  # no host, or a socket of this machine
    try:
        return ipaddress.ip_address(text).is_loopback
    except ValueError:
        return False


sys.addaudithook(_watch)


@contextmanager
def only_loopback() -> Iterator[list[str]]:
    """Refuse all connections and look-ups of names in Python that leave this machine; the refused ones."""
    _refused.append([])
    try:
        yield _refused[-1]
    finally:
        _refused.pop()
