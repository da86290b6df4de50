"""Speed and memory for one long scenario: `uv run --group bench python benchmarks/large.py`.

Prints ratios of CPU times, measured in turn. Exits with 1 if scn misses a goal. `--quick` uses a tenth of the blocks, as a
smoke test.
"""

import gc
import tracemalloc
from collections.abc import Callable, Iterator

import with_tests  # noqa: F401  (finds `support`)

from measure import QUICK, Row, Work, forget, ratio, report
from scn_compiler import compile_text
from scn_compiler.jsondoc.codec import dump
from scn_compiler.platforms.cekura.payload import ScenarioBody
from scn_dsl.source import Source
from scn_grammar.parser import parse
from support.growth import long_scenario, nested_keywords
from support.sharing import expanded_text, many_inserts

BLOCKS = 1000 if QUICK else 10_000
FEW = 100
INSERTS = 100 if QUICK else 1000
TIMES = 20
"""How often the short scenario is compiled in one measurement."""


def compiled(text: str, times: int = 1) -> Work:
    def run() -> None:
        for _ in range(times):
            forget()
            dump(compile_text(text).payloads[0].value, compact=True)

    return run


def against_pydantic(build: Callable[[int], str]) -> float:
    text = build(BLOCKS)
    payload = dump(compile_text(text).payloads[0].value, compact=True)
    return ratio(compiled(text), lambda: ScenarioBody.model_validate_json(payload), forget, rounds=5)


def rows() -> Iterator[Row]:
    gc.set_threshold(
        100_000
    )  # as `scn` does; by default, one full collection more or less decides the result
    text = long_scenario(BLOCKS)
    grown = ratio(compiled(text), compiled(long_scenario(FEW), TIMES), forget, rounds=5)
    what = f"time per block in one scenario of {BLOCKS:,} blocks, against one of {FEW}"
    yield Row(what, grown * TIMES * FEW / BLOCKS, 1.3)
    what = f"{BLOCKS:,} blocks to JSON, against `model_validate_json` of that JSON"
    yield Row(what, against_pydantic(long_scenario), 15)
    what = "the same, with keywords that contain each other"
    yield Row(what, against_pydantic(nested_keywords), 20)
    shared = many_inserts(INSERTS)
    what = f"{INSERTS:,} inserts of a fragment, against their lines written out"
    yield Row(what, ratio(compiled(shared), compiled(expanded_text(shared)), forget, rounds=5), 1.5)
    forget()
    tracemalloc.start()
    parse(Source(text))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    yield Row("peak memory while parsing these blocks, against their text", peak / len(text), 8)


if __name__ == "__main__":
    raise SystemExit(report(rows()))
