"""Slips in a keyword, a field, a comment and a value."""

import random
import re

from scn_dsl.vocabulary import FIELDS
from support.slips.rows import on_line

NEIGHBOURS = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wqretuyoiasdfghjklkxzcvbnb", strict=True))


def _keyword(bare: str) -> str | None:
    """The keyword at the start of a line."""
    found = re.match(r"FIRST_MESSAGE|WHEN|THEN|AFTER|(?:say|do)(?=:)|end call|wait$|([a-z_]+)(?=:)", bare)
    return None if not found or (found[1] and found[1] not in FIELDS) else found[0]


# A keyword


@on_line
def letter_dropped(bare: str, rng: random.Random) -> str | None:
    word = _keyword(bare)
    at = rng.randrange(len(word)) if word else 0
    return bare[:at] + bare[at + 1 :] if word and word[at] != " " else None


@on_line
def letter_doubled(bare: str, rng: random.Random) -> str | None:
    word = _keyword(bare)
    at = rng.randrange(len(word)) if word else 0
    return bare[: at + 1] + bare[at:] if word and word[at] not in " _" else None


@on_line
def letters_transposed(bare: str, rng: random.Random) -> str | None:
    word = _keyword(bare)
    at = rng.randrange(len(word) - 1) if word else 0
    return bare[:at] + bare[at + 1] + bare[at] + bare[at + 2 :] if word and " " not in word else None


@on_line
def letter_replaced(bare: str, rng: random.Random) -> str | None:
    word = _keyword(bare)
    at = rng.randrange(len(word)) if word else 0
    other = NEIGHBOURS.get(word[at].lower()) if word else None
    if not other or not word:
        return None
    return bare[:at] + (other.upper() if word[at].isupper() else other) + bare[at + 1 :]


@on_line
def wrong_case(bare: str, rng: random.Random) -> str | None:
    word = _keyword(bare)
    forms = {word.lower(), word.upper(), word.capitalize()} - {word} if word else set()
    return rng.choice(sorted(forms)) + bare[len(word or "") :] if forms else None


@on_line
def missing_colon(bare: str, rng: random.Random) -> str | None:
    return bare.replace(":", "", 1) if re.match(r"(?:say|do|[a-z_]+): \S", bare) and _keyword(bare) else None


@on_line
def colon_too_many(bare: str, rng: random.Random) -> str | None:
    word = _keyword(bare)
    return (
        f"{word}:{bare[len(word) :]}"
        if word and bare[len(word) : len(word) + 1] != ":" and word != "wait"
        else None
    )


@on_line
def full_width_colon(bare: str, rng: random.Random) -> str | None:
    return bare.replace(": ", "：", 1) if re.match(r"(?:say|do|role|language): \S", bare) else None


@on_line
def equals_sign_for_colon(bare: str, rng: random.Random) -> str | None:
    return bare.replace(":", " =", 1) if re.match(r"(?:say|do|role|language): \S", bare) else None


@on_line
def zero_width_space_in_keyword(bare: str, rng: random.Random) -> str | None:
    word = _keyword(bare)
    return bare[:1] + "\u200b" + bare[1:] if word else None


@on_line
def zero_width_space_before_line(bare: str, rng: random.Random) -> str | None:
    return "\u200b" + bare if _keyword(bare) else None


@on_line
def another_verb(bare: str, rng: random.Random) -> str | None:
    if bare.startswith("say: "):
        return rng.choice(["says:", "speak:", "reply:", "Caller:"]) + bare[4:]
    if bare.startswith("do: "):
        return rng.choice(["does:", "improvise:"]) + bare[3:]
    return (
        rng.choice(["hang up", "hangup", "endcall", "end_call", "end call."]) if bare == "end call" else None
    )


@on_line
def keyword_twice(bare: str, rng: random.Random) -> str | None:
    word = _keyword(bare)
    return f"{word} {bare}" if word in ("WHEN", "THEN", "AFTER", "FIRST_MESSAGE") else None


@on_line
def bullet_before_line(bare: str, rng: random.Random) -> str | None:
    return rng.choice("-*") + " " + bare if _keyword(bare) else None


@on_line
def key_and_value_of_json(bare: str, rng: random.Random) -> str | None:
    found = re.match(r'(say|do|role|language): ([^"\\]+)$', bare)
    return f'"{found[1]}": "{found[2]}",' if found else None


# A field, a comment, a value


@on_line
def another_fields_name(bare: str, rng: random.Random) -> str | None:
    other = {"role": "persona", "language": "lang", "expect": "assert", "tags": "labels", "scenario": "title"}
    word = _keyword(bare)
    return other[word] + bare[len(word) :] if word in other else None


@on_line
def value_missing(bare: str, rng: random.Random) -> str | None:
    word = _keyword(bare)
    if not word or word in ("scenario", "THEN", "FIRST_MESSAGE", "end call", "wait"):
        return None
    return word if word in ("WHEN", "AFTER") else f"{word}:"


@on_line
def json_broken(bare: str, rng: random.Random) -> str | None:
    value = re.search(r"(?:^[a-z]+\.[\w$.-]+|^[a-z/]+ raw): (.+)$", bare)
    if not value:
        return None
    return bare[:-1] if value[1][-1] in '"]}' else bare + "}"


@on_line
def wrong_comment_mark(bare: str, rng: random.Random) -> str | None:
    return rng.choice(["//", "--", ";", "%"]) + bare[1:] if bare.startswith("# ") else None


@on_line
def version_misspelt(bare: str, rng: random.Random) -> str | None:
    return rng.choice(["scn1", "SCN 1", "scn 9", "scn v1", "scn: 1"]) if bare == "scn 1" else None
