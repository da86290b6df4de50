"""Slips in a trigger, and in a tag."""

import random
import re

from support.slips.rows import on_line


def _expression(bare: str) -> bool:
    return bare.startswith('WHEN contains "')


# A trigger


@on_line
def opening_quote_missing(bare: str, rng: random.Random) -> str | None:
    return bare.replace('"', "", 1) if _expression(bare) else None


@on_line
def closing_quote_missing(bare: str, rng: random.Random) -> str | None:
    return bare[:-1] if _expression(bare) and bare.endswith('"') else None


@on_line
def quotes_missing(bare: str, rng: random.Random) -> str | None:
    return re.sub(r'"([^"\\]+)"', r"\1", bare, count=1) if _expression(bare) else None


@on_line
def smart_quotes(bare: str, rng: random.Random) -> str | None:
    return re.sub(r'"([^"\\]+)"', "“\\1”", bare) if _expression(bare) else None


@on_line
def single_quotes(bare: str, rng: random.Random) -> str | None:
    return re.sub(r'"([^"\\\']+)"', r"'\1'", bare, count=1) if _expression(bare) else None


@on_line
def full_width_quotes(bare: str, rng: random.Random) -> str | None:
    return re.sub(r'"([^"\\]+)"', r"＂\1＂", bare) if _expression(bare) else None


@on_line
def lowercase_operator(bare: str, rng: random.Random) -> str | None:
    return (
        re.sub(r'" (OR|AND) ', lambda found: found[0].lower(), bare, count=1) if _expression(bare) else None
    )


@on_line
def comma_for_operator(bare: str, rng: random.Random) -> str | None:
    return re.sub(r'" OR ', '", ', bare, count=1) if _expression(bare) else None


@on_line
def operator_missing(bare: str, rng: random.Random) -> str | None:
    return re.sub(r'" (?:OR|AND) ', '" ', bare, count=1) if _expression(bare) else None


@on_line
def operator_at_the_end(bare: str, rng: random.Random) -> str | None:
    return bare + " OR" if _expression(bare) else None


@on_line
def contains_missing(bare: str, rng: random.Random) -> str | None:
    return bare.replace("contains ", "", 1) if _expression(bare) else None


@on_line
def contains_misspelt(bare: str, rng: random.Random) -> str | None:
    wrong = rng.choice(["contain", "contians", "Contains", "conatins", "containss"])
    return bare.replace("contains", wrong, 1) if _expression(bare) else None


@on_line
def parenthesis_open(bare: str, rng: random.Random) -> str | None:
    return bare.replace("WHEN ", "WHEN (", 1) if _expression(bare) else None


@on_line
def parenthesis_closed(bare: str, rng: random.Random) -> str | None:
    return bare + ")" if _expression(bare) else None


# A tag


@on_line
def tag_not_closed(bare: str, rng: random.Random) -> str | None:
    if not bare.startswith("say: "):
        return None
    return re.sub(r"</(?:spell|speed|volume)>", "", bare, count=1)


@on_line
def bracket_of_tag_missing(bare: str, rng: random.Random) -> str | None:
    return (
        re.sub(r'(<(?:silence|break) time="[^"]+") ?/>', r"\1", bare, count=1)
        if bare.startswith("say: ")
        else None
    )


@on_line
def tag_misspelt(bare: str, rng: random.Random) -> str | None:
    return (
        re.sub(r"<(silenc|brea|spel)[ekl](?=[ >])", r"<\1", bare, count=1)
        if bare.startswith("say: ")
        else None
    )
