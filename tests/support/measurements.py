"""Measurements as `scn measure` writes them, without measuring."""

import json
from collections.abc import Iterable, Mapping

COUNTS = ("holds", "first", "heard", "lost", "gained", "numbers", "undecided")


def measurement(
    holds: Mapping[str, int], *, utterances: int = 1000, pairs: Iterable[tuple[int, int, int]] = ()
) -> str:
    """The JSON of a measurement.

    Args:
        holds: In how many utterances each condition holds, by its wording.
        pairs: For two conditions, their numbers from 0, and in how many utterances both hold. The lower one never holds
            alone.
    """
    pairs = [*pairs]
    lower = {pair[1] for pair in pairs}
    conditions = [
        {"condition": wording, "not_measured": None, "near": []}
        | dict.fromkeys(COUNTS, 0)
        | {"holds": count, "first": 0 if number in lower else count}
        for number, (wording, count) in enumerate(holds.items())
    ]
    both = [dict(zip(("upper", "lower", "both"), pair, strict=True)) for pair in pairs]
    return json.dumps({"version": 1, "utterances": utterances, "conditions": conditions, "pairs": both})
