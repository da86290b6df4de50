"""Counts what was read from transcripts, and what couldn't be read, with places."""

from array import array
from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b

import numpy as np

from scn_dsl.records import Record, replace

MOST_PLACES = 3

MOST_REPEATED = 100_000
"""How many repeated calls are remembered by name; the names of more would take much memory."""

BROKEN = "line that isn't a row or a JSON object"
ENCODING = "line that isn't UTF-8, perhaps Windows-1252; convert the file to UTF-8"
HALF = "text with half a character"
NO_CALL = "row without a call"
NO_TEXT = "row without text"
NO_TURN = "turn that isn't a whole number; its position in the call counts instead"
NO_SPEAKER = "line without a speaker"
NO_MESSAGES = "call without messages"
ENCRYPTED = "encrypted transcript"
SCATTERED = "call whose rows aren't together in the file"
SHARED = "call that several files have"
EMPTY = "file without rows"


class Trouble(Record):
    """Something that couldn't be read as it is.

    Attributes:
        places: The first places, `FILE:LINE`.
    """

    kind: str
    count: int
    places: tuple[str, ...]


class Intake:
    """Counts of the rows that were read, and of problems with them.

    Args:
        repeated: Calls that are known to have rows in several places; see `repeated_calls`.

    Attributes:
        rows: Rows and messages of all speakers.
        utterances: Those of the agent.
        unknown_roles: Speakers that are neither the agent nor the caller, with the number of their rows.
        without_speaker: Files without speakers, in which each row counts as the agent's.
        unreadable: Files that couldn't be read at all, each with the reason.
        bytes_read: How far the reading is, in bytes of the files.
    """

    def __init__(self, repeated: frozenset[int] = frozenset()) -> None:
        self.repeated = repeated
        self.files: list[str] = []
        self.rows = 0
        self.utterances = 0
        self.unknown_roles: Counter[str] = Counter()
        self.without_speaker: list[str] = []
        self.unreadable: list[tuple[str, str]] = []
        self.bytes_read = 0
        self._troubles: dict[str, Trouble] = {}
        self._calls = array("q")
        self._in_file = array("l")
        self._last: tuple[int, str] | None = None

    def trouble(self, kind: str, place: str, count: int = 1) -> None:
        """Count something that couldn't be read."""
        known = self._troubles.get(kind, Trouble(kind, 0, ()))
        self._troubles[kind] = replace(
            known, count=known.count + count, places=(*known.places, place)[:MOST_PLACES]
        )

    @property
    def trouble_count(self) -> int:
        """How often something couldn't be read so far."""
        return sum(each.count for each in self._troubles.values())

    def saw_calls(self, calls: list[str]) -> None:
        """Remember the calls of the current file, in the order of their rows, each once for rows in succession."""
        file = len(self.files)
        for call in calls:
            if (file, call) != self._last:
                self._last = (file, call)
                self._calls.append(hash_of_call(call))
                self._in_file.append(file)

    def add(self, later: "Intake") -> None:
        """Add the counts of files that come after these."""
        self._in_file.extend(len(self.files) + file for file in later._in_file)
        self._calls.extend(later._calls)
        self.files += later.files
        self.rows += later.rows
        self.utterances += later.utterances
        self.unknown_roles += later.unknown_roles
        self.without_speaker += later.without_speaker
        self.unreadable += later.unreadable
        self.bytes_read += later.bytes_read
        for kind, trouble in later._troubles.items():
            known = self._troubles.get(kind, Trouble(kind, 0, ()))
            places = (*known.places, *trouble.places)[:MOST_PLACES]
            self._troubles[kind] = Trouble(kind, known.count + trouble.count, places)

    def troubles(self) -> tuple[Trouble, ...]:
        """Return what couldn't be read, the most frequent first."""
        found = [*self._troubles.values(), *self._repetitions()]
        return tuple(sorted(found, key=lambda each: (-each.count, each.kind)))

    def repeated_calls(self) -> frozenset[int]:
        """Return the hashes of calls that have rows in several places; empty if there are more than `MOST_REPEATED`."""
        calls = np.sort(np.frombuffer(self._calls, np.int64))
        found = frozenset(calls[1:][calls[1:] == calls[:-1]].tolist())
        return found if len(found) <= MOST_REPEATED else frozenset()

    def _repetitions(self) -> Iterator[Trouble]:
        """Find calls that have several places, by their hashes: 16 bytes for each call of all files."""
        if not self._calls:
            return
        calls, files = np.frombuffer(self._calls, np.int64), np.frombuffer(self._in_file, np.dtype("l"))
        order = np.lexsort((files, calls))
        calls, files = calls[order], files[order]
        counts = "counts once, but all its rows count" if self.repeated else "may count several times"
        same_call = calls[1:] == calls[:-1]
        same_file = files[1:] == files[:-1]
        for kind, mask in ((SCATTERED, same_call & same_file), (SHARED, same_call & ~same_file)):
            (at,) = np.nonzero(mask)
            if len(at):
                pairs = np.unique(np.stack((files[at], files[at + 1])), axis=1).T[:MOST_PLACES]
                names = [
                    " and ".join(dict.fromkeys(self.files[number - 1] for number in pair)) for pair in pairs
                ]
                yield Trouble(f"{kind}; it {counts}", len(np.unique(calls[at])), tuple(names))


def hash_of_call(call: str) -> int:
    """Return a hash that is the same in each process."""
    return int.from_bytes(blake2b(call.encode(), digest_size=8).digest(), signed=True)
