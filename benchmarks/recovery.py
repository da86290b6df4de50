"""Quality of error recovery: `uv run --group bench python benchmarks/recovery.py`.

Injects slips of the kinds in `tests/support/slips`, one and two at a time, into every sample and into every script
decompiled from the real payloads in ../shared/corpus. Exits with 1 if `scn check` reports too few slips where they are,
or too many spurious diagnostics.
"""

import sys

import with_tests  # noqa: F401  (finds `support`)

from support.paths import CORPUS
from support.recovery import REPORTED, SPURIOUS, Score, measure, scripts, total


def main() -> None:
    if not CORPUS.is_dir():
        print("corpus of real payloads not found: using the samples only", file=sys.stderr)
    scores = measure(scripts())
    print("| slip | slips | reported there | spurious a file | fixes that restore |\n|---|---|---|---|---|")
    for kind in sorted(scores):
        print(row_of(kind, scores[kind]))
    whole = total(scores.values())
    print(row_of("all", whole))
    if "-v" in sys.argv:
        print(
            *(example for score in scores.values() for example in score.examples), sep="\n", file=sys.stderr
        )
    sys.exit(whole.reported < REPORTED * whole.slips or whole.spurious > SPURIOUS * whole.files)


def row_of(name: str, score: Score) -> str:
    """Print the figures of one kind as a row of the table."""
    fixes = f"{score.restored / score.fixes:.0%} of {score.fixes}" if score.fixes else "none"
    reported, spurious = score.reported / score.slips, score.spurious / score.files
    return f"| {name} | {score.slips} | {reported:.1%} | {spurious:.3f} | {fixes} |"


if __name__ == "__main__":
    main()
