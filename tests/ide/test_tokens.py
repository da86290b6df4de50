"""Semantic tokens of a script: which words have a color, also in broken scripts."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from scn_compiler.ide.semantic_tokens.kinds import HEADS, LEGEND, TokenKind
from scn_compiler.ide.semantic_tokens.tokens import token_parts, tokens
from scn_dsl.nodes import Contains, Expression, When
from scn_dsl.source import Source
from scn_dsl.vocabulary import OPENINGS
from scn_grammar.lalr.terminals import grouped, terminals
from scn_grammar.parser import parse
from scn_grammar.printer import print_script
from scn_grammar.text_cache import LONG_TEXT, cached_by_text
from support.cases import every, some
from support.laws import law
from support.paths import BAD_SCRIPTS, CLINIC, SAMPLES
from support.scripts import scripts

SCRIPTS = sorted([*SAMPLES, *CLINIC, *BAD_SCRIPTS])


def seen(text: str) -> list[str]:
    """The tokens of a script as `KIND text`."""
    return [f"{kind.name.lower()} {text[start:end]}" for start, end, kind in tokens(text)]


@every(
    ("line", "expected"),
    [
        ("# a comment", "comment # a comment"),
        ("scn 1", "keyword scn, number 1"),
        ("scenario: WHEN in doubt", "field scenario"),
        ("role: A caller who says end call", "field role"),
        ("metrics: 12, politeness, 40", "field metrics, number 12, number 40"),
        ("max_duration: 10m", "field max_duration, number 10m"),
        ('tags raw: ["a\\n", 12, null]', 'field tags, keyword raw, string "a, escape \\n, string ", number 12, constant null'),
        ("given order_id = 4471", "keyword given, variable order_id, operator =, number 4471"),
        ("given street = 12 Main Street", "keyword given, variable street, operator ="),
        ('caller "a key" = true', 'keyword caller, variable "a key", operator =, constant true'),
        ('cekura.priority: "high"', 'platform_key cekura.priority, string "high"'),
        ("FIRST_MESSAGE", "keyword FIRST_MESSAGE"),
        ("@order THEN", "label @order, keyword THEN"),
        ("AFTER @order", "keyword AFTER, reference @order"),
        ("WHEN The agent asks WHEN or whether to contains", "keyword WHEN"),
        ('WHEN contains "a\\"b"', 'keyword WHEN, keyword contains, string "a, escape \\", string b"'),
        (
            'WHEN (contains "a") AND contains "OR"',
            'keyword WHEN, operator (, keyword contains, string "a", operator ), keyword AND, keyword contains, string "OR"',
        ),
        ('WHEN raw: "contains \\n"', 'keyword WHEN, keyword raw, string "contains , escape \\n, string "'),
        ("say: end call # now WHEN it rains", "field say"),
        ("do: wait", "field do"),
        ("say/do: Perhaps", "field say/do"),
        ('say raw: "a\\tb"', 'field say, keyword raw, string "a, escape \\t, string b"'),
        ("end call", "keyword end, keyword call"),
        ("wait", "keyword wait"),
        ("say: <spell>A1</spell>", "field say, tag spell, tag spell"),
        ('say: <silence time="1s" />', 'field say, tag silence, attribute time, value "1s"'),
        ("say: <b>bold</b> and 1 <silence", "field say, tag silence"),
        ("say: [laughter] [aside]", "field say, marker [laughter]"),
        ("say: {{test_profile.id}} {{name}}", "field say, template {{test_profile.id}}"),
        ("import: a $b.scn", "field import"),
        ("let day = Tuesday", "keyword let, variable day, operator ="),
        ("say: $day, ${day}s, $$day, $5", "field say, placeholder $day, placeholder ${day}, escape $$"),
        ("WHEN The agent says $day", "keyword WHEN, placeholder $day"),
        ('WHEN contains "$a b"', 'keyword WHEN, keyword contains, string ", placeholder $a, string  b"'),
        ("WHEN contains $a", "keyword WHEN, keyword contains"),
        ("metrics: 12, $more", "field metrics, number 12, placeholder $more"),
        ('cekura.a: "$b"', 'platform_key cekura.a, string "$b"'),
        ('say: <silence volume="$a s" />', 'field say, tag silence, attribute volume, value ", placeholder $a, value  s"'),
        ("say: <silence volume=$a />", "field say, tag silence, attribute volume, placeholder $a"),
        ("fragment: f(a, b = Dana)",
         "field fragment, fragment f, operator (, parameter a, operator ,, parameter b, operator =, operator )"),
        ("insert: f(Dana, 5) as id",
         "field insert, fragment f, operator (, operator ,, number 5, operator ), keyword as, reference id"),
        ('insert: f(a = "$b c")',
         'field insert, fragment f, operator (, parameter a, operator =, string ", placeholder $b, string  c", operator )'),
        ("examples: day | answer", "field examples, variable day, operator |, variable answer"),
        ("row: $5 | a|b | $day", "field row, operator |, operator |"),
        ('row raw: ["$day"]', 'field row, keyword raw, string "$day"'),
        ("AFTER @id.asked", "keyword AFTER, reference @id.asked"),
    ],
)  # fmt: skip
def test_a_line_has_the_colours_of_its_parts(line: str, expected: str) -> None:
    assert ", ".join(seen(line)) == expected


@every(
    "line",
    [
        "sya: Hello",
        "Hello, WHEN contains",
        "import greetings",
        "WHENEVER it rains",
        "waiting",
        "||| a mark",
        "{{test_profile.id}} [laughter] <endcall />",
    ],
)
def test_a_line_without_a_keyword_has_no_colour(line: str) -> None:
    assert seen(line) == []


@every(
    ("line", "expected"),
    [
        ('WHEN contains "ref', 'keyword WHEN, keyword contains, string "ref'),
        ('WHEN contains "a" or contains', 'keyword WHEN, keyword contains, string "a", keyword contains'),
        ("@Order WHEN The agent asks", "keyword WHEN"),
        ("AFTER", "keyword AFTER"),
        ('say: <silence time="1s', "field say, tag silence"),
        ('say: <silence time="1s" volume="[laughter]" ! [sigh]',
         'field say, tag silence, attribute time, value "1s", attribute volume, value "[laughter]", marker [sigh]'),
        ('cekura.functions: [{"name', 'platform_key cekura.functions, string "name'),
        ("THEN say: Hello", "keyword THEN"),
    ],
)  # fmt: skip
def test_half_typed_lines_have_colours(line: str, expected: str) -> None:
    assert ", ".join(seen(line)) == expected


def test_a_part_over_several_lines_has_one_token_per_line() -> None:
    text = 'say: Hi <ivr text="one\n  # a comment\n\n  | two" /> [sigh]\n  | #4 WHEN\nsay: x'

    assert seen(text) == [
        "field say", "tag ivr", "attribute text", 'value "one', "comment # a comment",
        'operator |', 'value two"', "marker [sigh]", "operator |", "field say",
    ]  # fmt: skip


def test_a_trigger_may_begin_below_its_keyword() -> None:
    assert seen('WHEN\n  | contains "a"\n  | OR contains "b"') == [
        "keyword WHEN", "operator |", "keyword contains", 'string "a"',
        "operator |", "keyword OR", "keyword contains", 'string "b"',
    ]  # fmt: skip
    assert seen("WHEN\n  | The agent contains AND is") == ["keyword WHEN", "operator |"]


def test_layout_and_line_ends_change_nothing() -> None:
    plain = '# c\nrole: A caller\nWHEN contains "a"\n  say: Hi <endcall />\n'

    for other in (
        "\ufeff" + plain,
        plain.replace("\n", "\r\n"),
        plain.replace("\n", "\n\xa0\t"),
        plain.rstrip(),
    ):
        assert seen(other) == seen(plain)


@some("path", SCRIPTS, ids=lambda path: path.stem)
def test_tokens_are_in_order_within_lines_and_hold_no_layout_at_their_ends(path: Path) -> None:
    text = path.read_bytes().decode()
    end = 0

    for token in tokens(text):
        assert end <= token.start < token.end
        assert "\n" not in text[token.start : token.end]
        end = token.end


@some("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_has_the_tokens_of_its_stretches(path: Path) -> None:
    text = path.read_bytes().decode()

    assert [token.span for token in tokens(text)] == [
        token.span.shift(start) for start, part in token_parts(text) for token in part
    ]


def test_an_edit_leaves_the_tokens_of_other_blocks_as_they_are() -> None:
    block = 'WHEN contains "a"\n  say: Hello\n'
    before = "".join(block.replace("Hello", f"Hello {number}") for number in range(9))

    old = [part for _, part in token_parts(before)]
    new = [part for _, part in token_parts(before.replace("Hello 4", "Hello, four"))]

    assert [one is other for one, other in zip(old, new, strict=True)].count(False) == 1


@every("opening", ["@a WHEN x", "WHEN x", "THEN", "AFTER @a", "FIRST_MESSAGE", "scenario: A"])
def test_a_stretch_ends_where_a_block_or_a_scenario_begins(opening: str) -> None:
    assert len(list(token_parts(f"{opening}\n  say: Hello\n" * 9))) in (9, 10)


def test_lines_that_continue_below_a_comment_are_one_stretch() -> None:
    text = 'say: <ivr text="one\n# a comment\n\n# another\n  | two" />\n'

    assert len(list(token_parts(text))) == 1


def test_of_a_long_stretch_only_the_last_versions_are_remembered() -> None:
    made: list[str] = []
    measured = cached_by_text(99)(lambda text: made.append(text) or len(text))
    long = ["x" * LONG_TEXT + str(number) for number in range(9)]

    for text in ("short", *long, "short", *long[:1], *long[-1:]):
        measured(text)

    assert made == ["short", *long, long[0]]


@law(50)
@given(scripts)
def test_in_right_scripts_exactly_keywords_and_labels_have_their_colours(script: object) -> None:
    text = print_script(script)
    found = tokens(text)
    read = parse(Source(text)).script
    blocks = [block for section in (*read.scenarios, *read.fragments) for block in section.blocks]

    def count(kind: TokenKind, *words: str) -> int:
        return sum(token.kind is kind and text[token.start : token.end] in words for token in found)

    def conditions(node: Expression) -> int:
        return 1 if isinstance(node, Contains) else sum(conditions(each) for each in node.operands)

    triggers = [block.opening.trigger for block in blocks if isinstance(block.opening, When)]
    expressions = [trigger for trigger in triggers if isinstance(trigger, Expression)]
    assert count(TokenKind.KEYWORD, *OPENINGS) == len(blocks)
    assert count(TokenKind.KEYWORD, "contains") == sum(map(conditions, expressions))
    assert sum(token.kind is TokenKind.LABEL for token in found) == sum(
        block.label is not None for block in blocks
    )


@law(100)
@given(
    st.text(alphabet=st.sampled_from('WHEN THEN say: do: contains "a" OR ( ) | # \\ < > = [ ] { } @a \n\t'))
)
def test_any_text_has_tokens(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        end = token.end


def test_every_terminal_that_opens_a_line_is_one_of_the_grammar_and_has_kinds_for_its_words() -> None:
    known = terminals()
    opening = {name for heads in HEADS.values() for name in heads}

    assert opening <= set(known)
    others = {
        "_NL",
        "LABEL",
        "CONTAINS",
        "STRING",
        "_OR",
        "_AND",
        "LPAR",
        "RPAR",
        "_RAW",
        "JSON_STRING",
        "TEXT",
        "JSON",
        "SENTENCE",
    }
    assert opening | others == set(known)
    for heads in HEADS.values():
        for name, (kinds, _) in heads.items():
            assert len(kinds) <= grouped(name).groups


def test_every_kind_has_a_type_of_the_protocol() -> None:
    assert set(LEGEND) == set(TokenKind)
