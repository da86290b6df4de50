"""Verdicts about sentences: whether a message of the agent is what a sentence describes.

Nothing decides that offline well enough, so a verdict comes from a person, from a test, or from a model at an address
that the user names. Verdicts are kept on a *cassette*, so that a run needs no model: a message that isn't on it stays
undecided, and nothing is guessed.
"""

from collections.abc import Callable

from scn_compiler.jsondoc.codec import BadJson, dump, load
from scn_compiler.rehearsal.engine import Heard, Rehearsal
from scn_dsl.nodes import Sentence, When

Verdict = Callable[[str, str], bool | None]
"""Decides whether a message (the second text) is what a sentence (the first one) describes; `None` if nobody knows."""


class BadCassette(ValueError):  # noqa: N818  (an outcome of reading, reported as a message)
    """A text that isn't a cassette."""


class Cassette:
    """Verdicts by sentence and message, as JSON lines: `{"sentence": …, "line": …, "fits": true, "model": …}`.

    Attributes:
        text: The lines.
    """

    def __init__(self, text: str = "") -> None:
        """Read a cassette.

        Raises:
            BadCassette: if a line isn't a verdict.
        """
        self.verdicts: dict[tuple[str, str], bool] = {}
        self.text = text
        for number, line in enumerate(text.split("\n"), 1):
            if not line.strip():
                continue
            try:
                entry = load(line)
                sentence, heard, fits = entry["sentence"], entry["line"], entry["fits"]
            except (BadJson, KeyError, TypeError):
                raise BadCassette(f"line {number} isn't a verdict") from None
            self.verdicts[_plain(sentence), _plain(heard)] = bool(fits)

    def __call__(self, sentence: str, line: str) -> bool | None:
        return self.verdicts.get((_plain(sentence), _plain(line)))

    def add(self, sentence: str, line: str, fits: bool, model: str) -> None:
        """Add a verdict, as the last line of `text`."""
        self.verdicts[_plain(sentence), _plain(line)] = fits
        entry = {"sentence": sentence, "line": line, "fits": fits, "model": model}
        above = f"{self.text}\n" if self.text and not self.text.endswith("\n") else self.text
        self.text = f"{above}{dump(entry, compact=True)}\n"


def _plain(text: str) -> str:
    return " ".join(str(text).split())


def judged(rehearsal: Rehearsal, words: str, verdict: Verdict, *, cuts: bool = False) -> Heard:
    """Make a message with the verdicts about each sentence of a script."""
    fits: set[int] = set()
    unsure: set[int] = set()
    for group in dict.fromkeys(rehearsal.twins[index] for index in rehearsal.whens):
        opening = rehearsal.rows[group[0]].block.opening
        if isinstance(opening, When) and isinstance(opening.trigger, Sentence):
            found = verdict(opening.trigger.text.value, words)
            (unsure if found is None else fits if found else set()).update(group)
    return Heard(words, frozenset(fits), frozenset(unsure), cuts)
