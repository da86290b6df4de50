"""What twice as much input costs: `uv run --group bench python benchmarks/growth.py`.

Counts the calls that Python makes, which are the same on every machine, and fails where they more than double.
"""

import json
import sys
from collections.abc import Callable
from types import FrameType

from scn_compiler import check, decompile, format_text
from scn_compiler.checking import _check_part
from scn_grammar.parser import _read_piece

LIMIT = 2.3
SIZE = 100
HEAD = "role: r\nlanguage: en\npersonality: 3\n\nFIRST_MESSAGE\n  wait\n\n"


def when(trigger: str) -> str:
    return f"{HEAD}WHEN {trigger}\n  say: x\n"


def lines(form: str, size: int) -> str:
    return HEAD + "".join(form.format(number) for number in range(size))


SCRIPTS: dict[str, Callable[[int], str]] = {
    "conditions": lambda size: lines("WHEN The agent asks for {}\n  say: x\n", size),
    "follow-ups": lambda size: lines("THEN\n  say: {}\n", size),
    "labels": lambda size: lines(
        "@a{0} WHEN The agent asks for {0}\n  say: x\nAFTER @a{0}\n  say: x\n", size
    ),
    "broken openings": lambda size: lines("WHNE The agent asks for {}\n  say: x\n", size),
    "broken actions": lambda size: lines("WHEN The agent asks for {}\n  sya: x\n", size),
    "stray lines": lambda size: lines("garbage {}\n", size),
    "ids that do not exist": lambda size: lines(
        "WHEN The agent asks for {0}\n  say: x\nAFTER @9{0}\n  say: x\n", size
    ),
    "scenarios": lambda size: lines("scenario: s{}\n" + HEAD, size),
    "scenarios of one name": lambda size: lines("scenario: s\n" + HEAD, size),
    "operands": lambda size: when(" OR ".join(f'contains "{number}"' for number in range(size))),
    "operands gone wrong": lambda size: when(" or ".join(f'contains "{number}"' for number in range(size))),
    "quotes": lambda size: when('"' * size),
    "parentheses": lambda size: when("(" * size),
    "tags": lambda size: when("The agent asks").replace("say: x", "say: " + "<spell>a</spell> " * size),
    "tags never closed": lambda size: when("The agent asks").replace("say: x", "say: " + "<spell>" * size),
    "bars": lambda size: when("The agent asks").replace("say: x", "say: x" + "\n  | <b>" * size),
    "JSON": lambda size: f"cekura.x: {json.dumps(list(range(size)))}\n{HEAD}",
}
ROW = {"condition": "The agent asks", "action": "x", "type": "standard", "fixed_message": True}
PAYLOADS: dict[str, Callable[[int], str]] = {
    "a payload": lambda size: json.dumps(
        {"role": "r", "conditions": [{**ROW, "id": n} for n in range(size)]}
    ),
    "remarks": lambda size: json.dumps(
        {"role": "r", "conditions": [{**ROW, "id": n, "type": n} for n in range(size)]}
    ),
    "deep JSON": lambda size: "[" * (size + 200) + "]" * (size + 200),
}


def calls(work: Callable[[str], object], text: str) -> int:
    """How many calls `work` makes, once all is loaded, and with nothing remembered."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    _read_piece.cache_clear()
    _check_part.cache_clear()
    sys.setprofile(counted)
    try:
        work(text)
    finally:
        sys.setprofile(None)
    return count


def main() -> None:
    works = [
        (f"{name}, {work.__name__}", work, made)
        for name, made in SCRIPTS.items()
        for work in (check, format_text)
    ]
    works += [(name, decompile, made) for name, made in PAYLOADS.items()]
    worst = 0.0
    for name, work, made in works:
        work(made(200))
        growth = calls(work, made(2 * SIZE)) / calls(work, made(SIZE))
        worst = max(worst, growth)
        print(f"{growth:5.2f}  {name}")
    sys.exit(worst > LIMIT)


if __name__ == "__main__":
    main()
