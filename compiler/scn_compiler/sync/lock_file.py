"""`scn.lock`: which scenario of a project is which object on the platform. Ids and hashes, no content and no secrets.

Every entry is one line, in order, so that two people's changes merge like lines of code.
"""

import json
from collections.abc import Mapping
from functools import lru_cache

from scn_compiler.jsondoc.codec import BadJson, Json, load
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record, field, replace

LOCK_NAME = "scn.lock"
VERSION = 1
NO_ENVIRONMENT = "default"
"""The environment of a project that has none."""


class Entry(Record):
    """A scenario on the platform, as it was last seen.

    Attributes:
        id: The platform's id; empty while its creation is under way.
        seen: Fingerprint of its canonical body when it was last written or read.
        fields: The fields in `seen`; what a script doesn't say belongs to the platform.
        stamp: The platform's time of the last change.
        since, name: While its creation is under way: the time when it began, in UTC, and the name that it was given.
    """

    id: str
    seen: str
    fields: tuple[str, ...] = ()
    stamp: str = ""
    since: str = ""
    name: str = ""

    @property
    def is_pending(self) -> bool:
        """Whether a run was interrupted while it created the scenario."""
        return not self.id


class LockSection(Record):
    """The scenarios of one environment on one platform, by key.

    Attributes:
        project: The platform's project that the scenarios are in; empty if it isn't known.
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)
    project: str = ""


class Lock(Record):
    """The content of `scn.lock`: sections by `ENVIRONMENT/PLATFORM`."""

    sections: Mapping[str, LockSection] = field(default_factory=dict)

    def section(self, name: str) -> LockSection:
        return self.sections.get(name, LockSection())

    def with_section(self, name: str, section: LockSection) -> "Lock":
        return Lock({**self.sections, name: section})

    def with_entry(self, name: str, key: str, entry: Entry | None) -> "Lock":
        """Return the lock with another entry for a key, or without one."""
        section = self.section(name)
        entries = {known: each for known, each in section.entries.items() if known != key}
        if entry is not None:
            entries[key] = entry
        return self.with_section(name, replace(section, entries=entries))

    def owned_elsewhere(self, name: str) -> frozenset[str]:
        """Return the ids that other environments have on the platform of a section."""
        platform = name.rpartition("/")[2]
        others = (
            each
            for other, each in self.sections.items()
            if other != name and other.rpartition("/")[2] == platform
        )
        return frozenset(entry.id for section in others for entry in section.entries.values())


def namesake_free(lock: Lock, name: str) -> frozenset[str]:
    """Return the ids that other environments have for good, so that a scenario with the name of one isn't a namesake.

    A project that gets its first environments, or a run that forgets to choose one, has its scenarios in another section:
    those of `NO_ENVIRONMENT` and of a named environment are namesakes of each other.
    """
    if name.startswith(f"{NO_ENVIRONMENT}/"):
        return frozenset()
    named = {key: each for key, each in lock.sections.items() if not key.startswith(f"{NO_ENVIRONMENT}/")}
    return Lock(named).owned_elsewhere(name)


class BadLock(ValueError):  # noqa: N818  (a file that isn't what it should be)
    """A lock that can't be used.

    Attributes:
        line: The line where it is wrong, from 1.
        hint: A sentence that says what to do.
    """

    def __init__(self, message: str, hint: str, line: int = 1) -> None:
        super().__init__(message)
        self.hint = hint
        self.line = line


_MARKS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_LACKS_COMMA = lazy_pattern(r'(?<=\})(?=[ \t]*\n[ \t]*")')
_ENDS_WITH_COMMA = lazy_pattern(r",(?=[ \t]*\n[ \t]*\})")
_UPDATE = "update scn"
_RESTORE = "restore it from version control; then run `scn plan`"


def parse_lock(text: str) -> Lock:
    """Parse a lock. Commas at the ends of lines don't matter, because merged lines may have one too many or too few.

    Raises:
        BadLock: if somebody has to fix it first.
    """
    text = text.removeprefix("\ufeff")
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(_MARKS):
            hint = "keep the lines of both sides, remove the lines with marks, and run `scn plan`"
            raise BadLock("a merge left both versions of some lines here", hint, number)
    text = _ENDS_WITH_COMMA.sub("", _LACKS_COMMA.sub(",", text))
    try:
        content = load(text)
    except BadJson as error:
        is_double = "duplicate key" in str(error)
        hint = "keep one of the lines with this key, and run `scn plan`" if is_double else _RESTORE
        raise BadLock(f"not valid JSON: {error}", hint, text.count("\n", 0, error.offset) + 1) from None
    version = content.get("version") if isinstance(content, dict) else None
    if type(version) is not int or version < 1 or not isinstance(content.get("environments"), dict):
        raise BadLock("this isn't a lock of scn", _RESTORE)
    if version > VERSION:
        raise BadLock("a newer version of scn wrote this lock", _UPDATE)
    _refuse_unknown(content, ("version", "environments"), text)
    sections = {name: _section(name, value, text) for name, value in content["environments"].items()}
    lock = Lock(sections)
    _check_ids(lock, text)
    return lock


def _section(name: str, value: Json, text: str) -> LockSection:
    if not isinstance(value, dict) or not isinstance(value.get("scenarios", {}), dict):
        raise BadLock(f"the scenarios of `{name}` aren't an object", _RESTORE, _line_of(name, text))
    _refuse_unknown(value, ("scenarios", "project"), text)
    entries = {key: _entry(key, each, text) for key, each in value.get("scenarios", {}).items()}
    return LockSection(entries, str(value.get("project", "")))


def _entry(key: str, value: Json, text: str) -> Entry:
    texts = ("id", "seen", "stamp", "since", "name")
    if isinstance(value, dict):
        _refuse_unknown(value, (*texts, "fields"), text)
    if not isinstance(value, dict) or not all(isinstance(value.get(each, ""), str) for each in texts):
        raise BadLock(f"the entry of `{key}` isn't one that scn writes", _RESTORE, _line_of(key, text))
    fields = value.get("fields", "")
    if not isinstance(fields, str) or not value.get("seen"):
        raise BadLock(f"the entry of `{key}` isn't complete", _RESTORE, _line_of(key, text))
    given = {each: value[each] for each in texts if each in value}
    return Entry(**({"id": ""} | given), fields=tuple(fields.split()))


def _refuse_unknown(value: dict[str, Json], known: tuple[str, ...], text: str) -> None:
    """Refuse keys that the next write of the lock would drop."""
    for key in value:
        if key not in known:
            message = f"this version of scn doesn't know `{key}`; a newer one may have written it"
            raise BadLock(message, _UPDATE, _line_of(key, text))


def _check_ids(lock: Lock, text: str) -> None:
    """Refuse a lock in which two keys own one object: a merge of two adoptions makes that."""
    for name, section in lock.sections.items():
        owners: dict[str, str] = {}
        for key, entry in section.entries.items():
            if entry.id and (other := owners.setdefault(entry.id, key)) != key:
                message = (
                    f"in `{name}`, `{other}` and `{key}` are the same scenario on the platform, {entry.id}"
                )
                raise BadLock(message, "remove the line of the key that no script has", _line_of(key, text))


def _line_of(name: str, text: str) -> int:
    place = text.find(json.dumps(name, ensure_ascii=False))
    return text.count("\n", 0, max(place, 0)) + 1


def print_lock(lock: Lock) -> str:
    """Return the text of a lock: the same for the same content."""
    sections = [
        f'    {_text(name)}: {{{_project(section)}\n      "scenarios": {{\n{_lines(section)}\n      }}\n    }}'
        for name, section in sorted(lock.sections.items())
        if section.entries
    ]
    inside = ",\n".join(sections)
    return f'{{\n  "version": {VERSION},\n  "environments": {{\n{inside}\n  }}\n}}\n'


def _project(section: LockSection) -> str:
    return f'\n      "project": {_text(section.project)},' if section.project else ""


def _lines(section: LockSection) -> str:
    return ",\n".join([_line(key, section.entries[key]) for key in sorted(section.entries)])


@lru_cache(maxsize=20_000)
def _line(key: str, entry: Entry) -> str:
    """Return the line of an entry; a run writes the lock after each change, and only one line of it is new."""
    values = {
        "id": entry.id,
        "seen": entry.seen,
        "fields": " ".join(entry.fields),
        "stamp": entry.stamp,
        "since": entry.since,
        "name": entry.name,
    }
    given = {name: value for name, value in values.items() if value}
    return f"        {_text(key)}: {json.dumps(given, ensure_ascii=False)}"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
