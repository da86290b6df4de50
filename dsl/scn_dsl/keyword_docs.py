"""The documentation of each keyword, for editors."""

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
        "sets the version of the language",
        "Optional. It goes above everything else.",
    ),
    "scenario": KeywordDoc(
        "scenario: NAME",
        "starts a scenario",
        "A file can have several. Fields above the first one apply to all of them.",
        "scenario: Ask for the opening hours\n",
    ),
    "FIRST_MESSAGE": KeywordDoc(
        "FIRST_MESSAGE",
        "starts the call with the caller's first words",
        "Write it once per scenario, above every other block. The caller speaks the text word for word, and doesn't "
        "repeat it if the agent interrupts. With `wait`, the agent speaks first.",
        "FIRST_MESSAGE\n  say: Hi, where is my order?\n",
    ),
    "WHEN": KeywordDoc(
        "WHEN TRIGGER",
        "answers the agent each time its message matches the trigger",
        "A trigger is either an expression (`contains \"…\"`, `OR`, `AND`) or one sentence about what the agent does. "
        "Every `WHEN` is active during the whole call, wherever it is. Cekura's documentation contradicts itself: a "
        "message fires either every trigger that matches, or only the best match. Write triggers so that each message "
        "matches only one trigger.",
        "WHEN The agent asks for the order number\n  say: It's 4471.\n",
    ),
    "THEN": KeywordDoc(
        "THEN",
        "follows up on the block directly above, on the caller's next turn",
        "The agent replies exactly once in between, whatever it says, and then this block runs. If the agent stays "
        "silent, this block never runs. If the agent interrupts this block, it runs again from the start.",
        "WHEN The agent asks for a day\n  say: Friday, please.\nTHEN\n  do: Ask whether the morning is free\n",
    ),
    "AFTER": KeywordDoc(
        "AFTER @label",
        "follows up on the block with that label, on the caller's next turn",
        "The labeled block can be anywhere above. The agent replies exactly once in between, whatever it says, and then "
        "this block runs. If the agent interrupts this block, it runs again from the start.",
        "@day WHEN The agent asks for a day\n  say: Friday, please.\nAFTER @day\n  say: In the morning, if you can.\n",
    ),
    "say": KeywordDoc(
        "say: TEXT",
        "the caller speaks this text word for word",
        "Plain text, without quotes or escapes. Tags, `[markers]` and `{{templates}}` work in it. To continue it on "
        "another line, start that line with `|`.",
        "WHEN The agent asks for the card number\n  say: It's <spell>4471</spell> <silence time=\"1s\" /> got it?\n",
    ),
    "do": KeywordDoc(
        "do: INSTRUCTION",
        "the caller improvises from this instruction",
        "The wording differs in each call. `<function>` is the only tag that works here. You can't use `do:` in "
        "`FIRST_MESSAGE`.",
        "WHEN The agent offers another day\n  do: Refuse twice, and then accept\n",
    ),
    "say/do": KeywordDoc(
        "say/do: TEXT",
        "marks an action when the payload doesn't say whether it's spoken or improvised",
        "Replace it with `say:` if this is what the caller says, or with `do:` if it tells the caller what to improvise.",
    ),
    "end call": KeywordDoc(
        "end call",
        "the caller hangs up",
        "Write it alone in its block, or below a `say:`. Follow-ups to this block never run.",
        "WHEN The agent says goodbye\n  say: Goodbye!\n  end call\n",
    ),
    "wait": KeywordDoc(
        "wait",
        "the caller stays silent until the agent has spoken",
        "Use it only in `FIRST_MESSAGE`. For a pause elsewhere, put a tag in a `say:`: `<silence time=\"2s\" />`.",
        "FIRST_MESSAGE\n  wait\n",
    ),
    "contains": KeywordDoc(
        'contains "WORDS"',
        "matches if the agent's message contains these words",
        "Case doesn't matter. The platform doesn't document whether it also matches inside longer words. Inside the "
        'quotes, write `\\"` for a quote and `\\\\` for a backslash.',
        'WHEN contains "refund" OR contains "money back"\n  say: Yes, a refund.\n',
    ),
    "OR": KeywordDoc(
        'contains "…" OR contains "…"',
        "matches if at least one of the conditions matches",
        "`AND` binds tighter. Don't mix the two in one trigger: the platform doesn't document how it groups them.",
        'WHEN contains "refund" OR contains "money back"\n  say: Yes, a refund.\n',
    ),
    "AND": KeywordDoc(
        'contains "…" AND contains "…"',
        "matches if both conditions match the same message from the agent",
        "`AND` binds tighter than `OR`. Don't mix the two in one trigger: the platform doesn't document how it groups "
        "them.",
        'WHEN contains "card" AND contains "expired"\n  say: I have a new one.\n',
    ),
    "raw": KeywordDoc(
        'raw: "…"',
        "gives the text as a JSON string",
        "Use it for text that a plain line can't hold: spaces at either end, invisible characters, or a sentence that looks "
        "like an expression.",
        'WHEN raw: "contains a question about \\"refunds\\""\n  say: Yes, a refund.\n',
    ),
    "given": KeywordDoc(
        "given NAME = VALUE",
        "sets a test profile variable that the agent under test receives",
        "In a `say:`, write it as `{{test_profile.NAME}}`. Only suites support variables. For other targets, name "
        "one of the platform's test profiles in `profile:`.",
        "given order_id = 4471\n",
    ),
    "caller": KeywordDoc(
        "caller NAME = VALUE",
        "sets a test profile variable that only the caller knows",
        "In a `say:`, write it as `{{test_profile.NAME}}`. Only suites support variables. For other targets, name "
        "one of the platform's test profiles in `profile:`.",
        "caller mood = in a hurry\n",
    ),
    "mock": KeywordDoc(
        "mock NAME = VALUE",
        "sets what one of the agent's tools returns, without calling the tool",
        "The value is JSON, or text without quotes. NAME is what the agent's platform calls the tool.",
        'mock get_order = {"status": "shipped"}\n',
    ),
    "mock_error": KeywordDoc(
        "mock_error NAME = VALUE",
        "makes one of the agent's tools fail with this value, without calling the tool",
        "The value is JSON, or text without quotes. The call shows whether the agent copes with the failure.",
        "mock_error get_order = The order system is down\n",
    ),
    "let": KeywordDoc(
        "let NAME = VALUE",
        "gives a text a name, so that `$NAME` stands for it",
        "It applies to the file, or to the scenario or fragment that it's in. Write `${NAME}` if a letter or a digit "
        "follows. A value in quotes is a JSON string.",
        "let clinic = Lakeside Dental\n",
    ),
    "import": KeywordDoc(
        "import: PATH",
        "makes the fragments and values of another file available",
        "The path is relative to this file. Write it above the first `scenario:` or `fragment:`.",
    ),
    "fragment": KeywordDoc(
        'fragment: NAME(PARAMETER, PARAMETER = "DEFAULT")',
        "starts a fragment: fields and blocks that scenarios insert",
        "It ends at the next `fragment:` or `scenario:`, or at the end of the file. `$PARAMETER` stands for the text that "
        "an `insert:` line gives it.",
        "fragment: goodbye(words)\nWHEN The agent says goodbye\n  say: $words\n  end call\n",
    ),
    "insert": KeywordDoc(
        'insert: NAME(PARAMETER = "TEXT") as PREFIX',
        "inserts the lines of a fragment, as if they were written here",
        "With `as id`, the label `@asked` of the fragment is `@id.asked` here. The scenario's own fields override those "
        "of the fragment.",
        'insert: goodbye(words = "Bye!")\n\n'
        "fragment: goodbye(words)\nWHEN The agent says goodbye\n  say: $words\n  end call\n",
    ),
    "examples": KeywordDoc(
        "examples: COLUMN | COLUMN",
        "names the columns of the scenario's table",
        "Each row of the table makes one scenario, in which `$COLUMN` stands for the row's cell. A column with the name of "
        "a field, such as `tags`, sets this field.",
        "scenario: Come on $day\nexamples: day | tags\nrow: Monday    | smoke\nrow: Friday    | nightly\n",
    ),
    "row": KeywordDoc(
        "row: CELL | CELL",
        "makes one scenario, with these cells for the columns that `examples:` names",
        'If a cell contains ` | `, write all cells as a JSON list: `row raw: ["Monday", "Yes | no"]`.',
        "scenario: Come on $day\nexamples: day | tags\nrow: Monday    | smoke\nrow: Friday    | nightly\n",
    ),
    "rows": KeywordDoc(
        "rows: PATH",
        "takes rows of the table from a file",
        "A `.csv` or `.tsv` file whose first line names the columns, or a `.jsonl` file with an object on each line. The "
        "path is relative to this file.",
    ),
    "test": KeywordDoc(
        "test: NAME",
        "starts a test: a call that the script must play as written",
        "Tests are in `NAME.test.scn`, next to `NAME.scn`. `scn test` plays them.",
        "test: The caller gives the order number\n  hear: What's your order number?\n  say: Four four seven one\n",
    ),
    "script": KeywordDoc(
        "script: PATH",
        "names the script that the tests of this file play",
        "The path is relative to this file. Without the line, `NAME.test.scn` tests `NAME.scn`.",
    ),
    "hear": KeywordDoc(
        "hear: TEXT",
        "in a test, the agent says the text",
        "The caller's lines below are the whole reply. Without any, the test doesn't compare the reply. A message only "
        "matches a sentence trigger if `as:` says so.",
        "test: The caller gives the order number\n  hear: What's your order number?\n  say: Four four seven one\n",
    ),
    "cut off": KeywordDoc(
        "cut off: TEXT",
        "in a test, the agent says the text while the caller is still speaking",
        "If the caller was speaking a follow-up, it starts again.",
        "test: The caller is cut off\n  hear: Hello?\n  say: I have a question.\n  cut off: One moment.\n  quiet\n",
    ),
    "as": KeywordDoc(
        "as: @label",
        "in a test, the message above matches a sentence trigger",
        "Write the label of a `WHEN` block of the script, or its sentence. The message matches no other sentence. scn finds "
        "the words of `contains` itself.",
        "test: The caller names a day\n  hear: When would you like to come?\n  as: @day\n  say: On Friday.\n",
    ),
    "silent": KeywordDoc(
        "silent",
        "in a test, the agent says nothing",
        "",
        "test: The caller waits\n  silent\n  quiet\n",
    ),
    "quiet": KeywordDoc(
        "quiet",
        "in a test, the caller says nothing, or nothing more",
        "",
        "test: The caller waits\n  silent\n  quiet\n",
    ),
    "plays": KeywordDoc(
        "plays: NAME",
        "names the scenario that this test plays",
        "Needed if the script has several scenarios. Part of the name is enough. For a table, the name says the row.",
        "test: The caller wants a refund\n  plays: Ask for a refund\n  hear: Hello?\n  say: I'd like a refund.\n",
    ),
    "@": KeywordDoc(
        "@label WHEN …",
        "names a block so that `AFTER` can refer to it",
        "Lowercase letters, digits, `-` and `_`, starting with a letter. A label of digits alone sets the block's id.",
        "@day WHEN The agent asks for a day\n  say: Friday, please.\nAFTER @day\n  say: In the morning, if you can.\n",
    ),
    "|": KeywordDoc(
        "| TEXT",
        "continues the text of the line above, after one space",
        "Without text, `|` is a line break, like `||` at the start of the next line.",
        "WHEN The agent asks for the address\n  say: 12 Main Street,\n    | second floor\n",
    ),
    "||": KeywordDoc(
        "|| TEXT",
        "starts a new line of the text, and keeps its spaces",
        "The first space after `||` doesn't count. Without text, `||` is an empty line. A `||` at the end of a line "
        "keeps the spaces before it.",
        "WHEN The agent asks what the caller wants\n  do: Ask for:\n    || - a day\n    ||   - in May\n",
    ),
    "allow": KeywordDoc(
        "# scn: allow NAME reason",
        "suppresses a problem on the next line, or in the block that line opens",
        "Separate several names with commas. The reason is required.",
        "# scn: allow unknown-tag the platform plays it for our project\n",
    ),
}  # fmt: skip
