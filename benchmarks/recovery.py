"""How mistakes are found: `uv run --group bench python benchmarks/recovery.py`.

Slips of the kinds in `tests/support/slips` are put into every sample, and into every script that comes of the
real payloads in ../shared/corpus, one and two at a time. It fails if too few of them are reported where they are,
or too much else is.
"""

import sys

import with_tests  # noqa: F401  (finds `support`)

from support.paths import CORPUS
from support.recovery import REPORTED, SPURIOUS, Score, measure, scripts, total


def main() -> None:
    if not CORPUS.is_dir():
        print("the corpus of real payloads is not here: samples only", file=sys.stderr)
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
    """The figures of a kind as a line of the table."""
    fixes = f"{score.restored / score.fixes:.0%} of {score.fixes}" if score.fixes else "none"
    reported, spurious = score.reported / score.slips, score.spurious / score.files
    return f"| {name} | {score.slips} | {reported:.1%} | {spurious:.3f} | {fixes} |"


if __name__ == "__main__":
    main()
