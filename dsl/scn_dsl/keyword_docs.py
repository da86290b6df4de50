"""The documentation of each keyword that editors show: facts and an example, no logic."""

from scn_dsl.records import Record


class KeywordDoc(Record):
    """The documentation of one keyword.

    Attributes:
        form: Its syntax.
        summary: Its effect, in one clause.
        more: Further facts for authors.
        example: A part of a script that uses it.
    """

    form: str
    summary: str
    more: str = ""
    example: str = ""


KEYWORDS: dict[str, KeywordDoc] = {
    "scn": KeywordDoc(
        "scn 1",
        "names the version of the language",
        "It may be left out, and stands above everything else.",
    ),
    "scenario": KeywordDoc(
        "scenario: NAME",
        "begins a scenario",
        "A file may have several. Fields above the first one hold for all of them.",
        "scenario: Ask for the opening hours\n",
    ),
    "FIRST_MESSAGE": KeywordDoc(
        "FIRST_MESSAGE",
        "the call begins: what the caller says first",
        "It stands once in a scenario, above every other block. It is said word for word, and not again if the "
        "agent cuts it off. With `wait` the agent speaks first.",
        "FIRST_MESSAGE\n  say: Hi, where is my order?\n",
    ),
    "WHEN": KeywordDoc(
        "WHEN TRIGGER",
        "opens what is done when the agent's message fits the trigger, each time anew",
        "A trigger is an expression (`contains \"…\"`, `OR`, `AND`) or one sentence about what the agent does. "
        "Every `WHEN` is open all the time, whatever stands above it. Cekura's documents disagree on whether all that "
        "fit a message fire, or the best fit alone. So write triggers of which one message fits one.",
        "WHEN The agent asks for the order number\n  say: It's 4471.\n",
    ),
    "THEN": KeywordDoc(
        "THEN",
        "follows up the block right above, on the caller's next turn",
        "The agent replies exactly once in between, whatever it says; then this is played. If the agent stays "
        "silent, it never comes. If it is interrupted, it is played again from its start.",
        "WHEN The agent asks for a day\n  say: Friday, please.\nTHEN\n  do: Ask whether the morning is free\n",
    ),
    "AFTER": KeywordDoc(
        "AFTER @label",
        "follows up the block of that label, on the caller's next turn",
        "That block stands anywhere above. The agent replies exactly once in between, whatever it says; then this is "
        "played. If it is interrupted, it is played again from its start.",
        "@day WHEN The agent asks for a day\n  say: Friday, please.\nAFTER @day\n  say: In the morning, if you can.\n",
    ),
    "say": KeywordDoc(
        "say: TEXT",
        "the caller says these words, word for word",
        "Free prose, without quotes and escapes. Tags, `[markers]` and `{{templates}}` work in it. A line that "
        "begins with `|` goes on with it.",
        "WHEN The agent asks for the card number\n  say: It's <spell>4471</spell> <silence time=\"1s\" /> got it?\n",
    ),
    "do": KeywordDoc(
        "do: INSTRUCTION",
        "the caller improvises what it is told here",
        "The words are chosen anew in each call. Of the tags only `<function>` works in it. It cannot stand in "
        "`FIRST_MESSAGE`.",
        "WHEN The agent offers another day\n  do: Refuse twice, and then accept\n",
    ),
    "say/do": KeywordDoc(
        "say/do: TEXT",
        "stands where a payload did not tell whether this is said or done",
        "Decide: write `say:` if these are the caller's words, `do:` if they tell the caller what to improvise.",
    ),
    "end call": KeywordDoc(
        "end call",
        "the caller hangs up",
        "Alone in its block, or below a `say:`. What follows up this block never happens.",
        "WHEN The agent says goodbye\n  say: Goodbye!\n  end call\n",
    ),
    "wait": KeywordDoc(
        "wait",
        "the caller stays silent until the agent has spoken",
        "It stands only in `FIRST_MESSAGE`. A pause elsewhere is a tag: `<silence time=\"2s\" />`.",
        "FIRST_MESSAGE\n  wait\n",
    ),
    "contains": KeywordDoc(
        'contains "WORDS"',
        "looks for these words in what the agent says",
        "Capitals do not matter. Whether the words are found inside longer ones is not documented. Inside the "
        'quotes `\\"` is a quote and `\\\\` a backslash.',
        'WHEN contains "refund" OR contains "money back"\n  say: Yes, a refund.\n',
    ),
    "OR": KeywordDoc(
        'contains "…" OR contains "…"',
        "at least one of both must be found",
        "`AND` binds tighter. Do not mix both in one trigger: the platform does not say how it reads that.",
        'WHEN contains "refund" OR contains "money back"\n  say: Yes, a refund.\n',
    ),
    "AND": KeywordDoc(
        'contains "…" AND contains "…"',
        "both must be found, in one message of the agent",
        "`AND` binds tighter than `OR`. Do not mix both in one trigger: the platform does not say how it reads that.",
        'WHEN contains "card" AND contains "expired"\n  say: I have a new one.\n',
    ),
    "raw": KeywordDoc(
        'raw: "…"',
        "takes the text as a JSON string",
        "For what plain lines cannot hold: blanks at either end, unseen characters, sentences that look like an expression.",
        'WHEN raw: "contains a question about \\"refunds\\""\n  say: Yes, a refund.\n',
    ),
    "given": KeywordDoc(
        "given NAME = VALUE",
        "a variable of the test profile that the agent under test is given",
        "A `say:` can hold it: `{{test_profile.NAME}}`. Only a suite has a place for it; elsewhere name a test "
        "profile of the platform in `profile:`.",
        "given order_id = 4471\n",
    ),
    "caller": KeywordDoc(
        "caller NAME = VALUE",
        "a variable of the test profile that only the caller knows",
        "A `say:` can hold it: `{{test_profile.NAME}}`. Only a suite has a place for it; elsewhere name a test "
        "profile of the platform in `profile:`.",
        "caller mood = in a hurry\n",
    ),
    "mock": KeywordDoc(
        "mock NAME = VALUE",
        "what a tool of the agent returns, instead of being called",
        "JSON, or bare words. The tool is known by the name that the agent's platform gives it.",
        'mock get_order = {"status": "shipped"}\n',
    ),
    "mock_error": KeywordDoc(
        "mock_error NAME = VALUE",
        "what a tool of the agent returns that fails, instead of being called",
        "JSON, or bare words. Whoever reads the call sees whether the agent copes with it.",
        "mock_error get_order = The order system is down\n",
    ),
    "@": KeywordDoc(
        "@label WHEN …",
        "names a block, so that `AFTER` can refer to it",
        "Small letters, digits, `-` and `_`, with a letter first. A label of digits fixes the block's id.",
        "@day WHEN The agent asks for a day\n  say: Friday, please.\nAFTER @day\n  say: In the morning, if you can.\n",
    ),
    "|": KeywordDoc(
        "| TEXT",
        "goes on with the text of the line above; the parts are joined by one space",
        "With nothing behind it, it is a line break, as `||` is in front of the next line.",
        "WHEN The agent asks for the address\n  say: 12 Main Street,\n    | second floor\n",
    ),
    "||": KeywordDoc(
        "|| TEXT",
        "begins a new line of the text, and keeps its blanks",
        "One blank behind it is layout. Alone it is an empty line. A `||` at the end keeps the blanks before it.",
        "WHEN The agent asks what the caller wants\n  do: Ask for:\n    || - a day\n    ||   - in May\n",
    ),
    "allow": KeywordDoc(
        "# scn: allow NAME reason",
        "says that a finding is right on the next line, or in the block that it opens",
        "Several names have commas between them. The reason is needed.",
        "# scn: allow unknown-tag the platform plays it for our project\n",
    ),
}  # fmt: skip
