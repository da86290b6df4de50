"""Speed of the other platforms as ratios, measured in one run: `uv run --group bench python benchmarks/platforms.py`.

Compares the time per line of script on each platform with that on Cekura, which `run.py` compares with other programs,
and the time to decompile payloads with the time to compile them. Uses the samples, repeated under other names. Exits
with 1 if scn misses a goal. `--quick` uses a tenth of the scripts, as a smoke test.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from measure import QUICK, Row, forget, ratio, report
from scn_compiler import compile_text, decompile
from scn_compiler.jsondoc.codec import dump

SAMPLES = Path(__file__).parent.parent / "samples"
OTHERS = ("eqho", "sophiie", "bimpe", "sensay")
COUNT = 20 if QUICK else 200


def scripts(platform: str) -> list[str]:
    """Repeat the samples for `platform` under other names, all different."""
    texts: list[str] = []
    for path in sorted(SAMPLES.glob("*.scn")):
        text = path.read_text(encoding="utf-8")
        target = re.search(r"^target: (\w+)", text, re.MULTILINE)
        if (target[1] if target else "cekura") == platform:
            texts.append(text)
    numbered = (texts[number % len(texts)].split("scenario:") for number in range(COUNT))
    return [f"scenario: {number} ".join(parts) for number, parts in enumerate(numbered)]


def to_json(texts: list[str]) -> None:
    for text in texts:
        for payload in compile_text(text).payloads:
            dump(payload.value, compact=True)


def to_scripts(bodies: list[str], platform: str) -> None:
    for body in bodies:
        decompile(body, source=platform)


def rows(platform: str) -> Iterator[Row]:
    theirs, usual = scripts(platform), scripts("cekura")
    lines = sum(text.count("\n") for text in usual) / sum(text.count("\n") for text in theirs)
    cost = ratio(lambda: to_json(theirs), lambda: to_json(usual), forget) * lines
    yield Row(f"{platform}: a line of script to JSON, against a line for Cekura", cost, 1.6, 1.0)
    bodies = [json.dumps(payload.value) for text in theirs for payload in compile_text(text).payloads]
    back = ratio(lambda: to_scripts(bodies, platform), lambda: to_json(theirs), forget)
    yield Row(f"{platform}: JSON to script, against script to JSON", back, 12.0, 6.0)


if __name__ == "__main__":
    raise SystemExit(report(row for platform in OTHERS for row in rows(platform)))
