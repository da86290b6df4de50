"""Squiggles that come and go while someone types: `uv run python benchmarks/squiggles.py`.

Types each sample key by key in several orders, and counts the squiggles that appear and disappear again although the
finished script has none there, per line. Then types the last word of each line of imported samples again, and counts the
squiggles that come in their importers. Exits with 1 if one of these is more than the goal. `--quick` types one sample in ten.
"""

import sys
from collections import Counter
from functools import cache
from pathlib import Path

import with_tests  # noqa: F401  (finds `support`)

from support.paths import ROOT
from support.typist import ORDERS, finder, importer_finder, importer_squiggles, keys, retyped, screens, watch

GOAL = 0.2
CALM = 1.5
THINKS = 2.0
"""Seconds of a pause that is long enough for all problems to appear."""

SAMPLES = sorted((ROOT / "samples").rglob("*.scn"))[:: 10 if "--quick" in sys.argv else 1]
IMPORTED = sorted((ROOT / "samples" / "clinic" / "shared").glob("*.scn"))


def seen(order: str, thinks: float) -> tuple[float, float, Counter[str]]:
    """Squiggles that came and went per line, without calm and with it, and the rules of the latter."""
    lines, without, rules = 0, 0, Counter[str]()
    for path in SAMPLES:
        script, find = path.read_text(encoding="utf-8"), finder(path)
        typed = [(key, find(key.text)) for key in keys(script, order, thinks=thinks)]
        found = {key.text: each for key, each in typed}
        counted = [
            watch(script, screens((key for key, _ in typed), found.__getitem__, calm=calm))
            for calm in (0, CALM)
        ]
        lines += counted[0].lines
        without += counted[0].needless.total()
        rules += counted[1].needless
    return without / lines, rules.total() / lines, rules


def in_importers(imported: Path) -> tuple[int, Counter[str], Counter[str]]:
    """The number of lines that are retyped, and the squiggles that came in importers: without calm, and with it."""
    script = imported.read_text(encoding="utf-8")
    counts = [Counter[str](), Counter[str]()]
    for importer in sorted(imported.parents[1].rglob("*.scn")):
        if imported.name in importer.read_text(encoding="utf-8"):
            find = cache(importer_finder(importer, imported))
            for count, calm in zip(counts, (0, CALM), strict=True):
                count.update(importer_squiggles(retyped(script), find, calm=calm))
    return sum(1 for line in script.splitlines() if line.strip()), counts[0], counts[1]


def main() -> int:
    missed = False
    print(f"{'all':>6} {'calm':>6} {'goal':>5}")
    for thinks in (0, THINKS):
        for order in ORDERS:
            without, calm, rules = seen(order, thinks)
            missed |= calm > GOAL and not thinks
            pauses = f", with a pause of {thinks:g} s before each block" if thinks else ""
            most = ", ".join(f"{name} {count}" for name, count in rules.most_common(3))
            goal = "" if thinks else GOAL  # all problems appear in such a pause, as they should
            print(f"{without:6.2f} {calm:6.2f} {goal:>5}  {order}{pauses} ({most})", flush=True)
    typed = [in_importers(each) for each in IMPORTED]
    lines = sum(each[0] for each in typed)
    without, calm = (sum(each[at].total() for each in typed) / lines for at in (1, 2))
    print(f"{without:6.2f} {calm:6.2f} {GOAL:>5}  in scripts that import a file whose lines are retyped")
    return 1 if missed or calm > GOAL else 0


if __name__ == "__main__":
    raise SystemExit(main())
