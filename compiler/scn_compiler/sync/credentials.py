"""The key and the address of a platform's API: from the environment, or from the file of the platform's own program."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from scn_dsl.patterns import lazy_pattern

_SCHEMES = ("http", "https")
_LABEL = lazy_pattern(r"[0-9A-Za-z_]([0-9A-Za-z_-]{0,61}[0-9A-Za-z_])?")
_PATH = lazy_pattern(r"[!-~]*")


class NoCredentials(Exception):  # noqa: N818  (what is missing, as a message)
    """There is no usable key or address; the message says what to set."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """A key and the address that it is for.

    Attributes:
        key: The secret; it isn't part of the representation.
        source: Where the key comes from, for messages: the name of a variable or the path of a file.
        project: The part of the account that lists are of, for keys that see more; empty if nothing is written down.
    """

    key: str = field(repr=False)
    url: str
    source: str
    project: str = ""


@dataclass(frozen=True, slots=True)
class KeyPlaces:
    """Where a platform's key and address are written down.

    Attributes:
        file: A TOML file in the user's home folder; empty if the platform has none.
        file_key, file_url, file_project: The keys in that file.
        project_variable: The variable with the part of the account that lists are of; empty if the platform has no parts.
    """

    variable: str
    url_variable: str
    url: str
    file: str = ""
    file_key: str = "api_key"
    file_url: str = "api_url"
    file_project: str = "default_project_id"
    project_variable: str = ""


CEKURA = KeyPlaces(
    "CEKURA_API_KEY",
    "CEKURA_API_URL",
    "https://api.cekura.ai",
    ".cekura/config.toml",
    project_variable="CEKURA_PROJECT_ID",
)
"""Names of the official client 1.6.7 (2026-09-05), and the address of the API reference (2026-08-18). Unlike that client,
a variable always wins over the file, so that a build never uses the account of the person who set up its machine."""


def find_credentials(
    places: KeyPlaces, environment: Mapping[str, str] = os.environ, home: Path | None = None
) -> Credentials:
    """Find the key of a platform.

    Raises:
        NoCredentials: if there is no key, if the file can't be read, or if the address would send the key unencrypted.
    """
    in_file = _read(places, home)
    path = f"~/{places.file}"
    url, url_source = _first(
        (environment.get(places.url_variable), places.url_variable), (in_file.get(places.file_url), path)
    )
    key, source = _first(
        (environment.get(places.variable), places.variable), (in_file.get(places.file_key), path)
    )
    if not key:
        also = f", or `{places.file_key}` in {path}" if places.file else ""
        raise NoCredentials(f"no API key: set {places.variable}{also}")
    if not key.isascii() or not key.isprintable() or " " in key:
        raise NoCredentials(f"the API key in {source} has characters that no key has: copy it again")
    project, _ = _first(
        (environment.get(places.project_variable), ""), (in_file.get(places.file_project), "")
    )
    return Credentials(key, _checked(url or places.url, url_source or places.url_variable), source, project)


def _first(*found: tuple[object, str]) -> tuple[str, str]:
    for value, source in found:
        if isinstance(value, str | int) and str(value).strip():
            return str(value).strip(), source
    return "", ""


def _read(places: KeyPlaces, home: Path | None) -> dict[str, object]:
    if not places.file:
        return {}
    try:
        path = (home or Path.home()) / places.file
    except RuntimeError:  # this user has no home
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise NoCredentials(
            f"~/{places.file} can't be read: {getattr(error, 'strerror', None) or 'not UTF-8'}"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise NoCredentials(f"~/{places.file} isn't valid TOML: {error}") from None


def _checked(url: str, source: str) -> str:
    """Return the address without a slash at its end.

    Raises:
        NoCredentials: if it isn't https, and isn't this machine either.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    more = parts.username or parts.query or parts.fragment
    if (
        not host
        or not _is_host(host)
        or not _PATH.fullmatch(parts.path)
        or more
        or parts.scheme not in _SCHEMES
    ):
        raise NoCredentials(f"{source} isn't an address: write it like https://api.example.com")
    if parts.scheme == "http" and not is_loopback(host):
        raise NoCredentials(
            f"{source} must start with https://, because http:// would send the key unencrypted"
        )
    return url.rstrip("/")


def _is_host(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        try:
            return all(map(_LABEL.fullmatch, host.encode("idna").decode().removesuffix(".").split(".")))
        except UnicodeError:
            return False
    return True


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
