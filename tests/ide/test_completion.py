"""Completion at the cursor: places, order, and scripts after accepting an item."""

import pytest

from scn_compiler.config import Config
from scn_compiler.ide.completion.complete import complete
from scn_compiler.ide.completion.item import CompletionItem, CompletionKind, choice, literal, plain_snippet
from scn_compiler.ide.document import OpenScript
from scn_compiler.platforms import TARGETS, docs_of
from scn_compiler.semantics.defaults import Default
from scn_dsl.vocabulary import FIELDS
from support.accepting import accepted, at
from support.cases import every
from support.drafts import FUNCTIONS, HEAD, SAY, THEN, WAIT, WHEN


def offered(script: str, target: str | None = None) -> list[CompletionItem]:
    return list(complete(*at(script, target)))


def labels(script: str, target: str | None = None) -> list[str]:
    return [offer.label for offer in offered(script, target)]


FIRST = [
    ("an empty file", "‸", ["scenario:", "scenario: …", "role:", "language:"]),
    ("below the title", "scenario: Example\n‸", ["role:", "language:", "expect:"]),
    ("once all is said that is needed", HEAD + "‸", ["FIRST_MESSAGE", "FIRST_MESSAGE say:", "FIRST_MESSAGE wait"]),
    ("below a whole block", WAIT + "‸", ["WHEN", "THEN", "WHEN contains …", "WHEN The agent asks for …"]),
    ("below a text", WHEN + "say: Hi\n‸", ["end call", "WHEN", "THEN"]),
    ("below a text that others follow up", "@a " + SAY + "\n‸\nTHEN\n  end call\n", ["WHEN", "THEN"]),
    ("below the end of the call", WHEN + "end call\n‸", ["WHEN", "WHEN contains …"]),
    ("below a tag that ends the call", SAY + "<endcall />\n‸", ["WHEN", "WHEN contains …"]),
    ("where labels stand above", WAIT + "@a WHEN The agent asks\n  say: Hi\n‸", ["end call", "WHEN", "THEN", "AFTER"]),
    ("behind WHEN", WAIT + "WHEN ‸", ['contains "…"', "The agent asks for …"]),
    ("for a language", "language: ‸", ["en", "af"]),
    ("for a target", "target: ‸", ["cekura", "cekura-instructions"]),
]  # fmt: skip


@every(("script", "first"), [row[1:] for row in FIRST], ids=[row[0] for row in FIRST])
def test_the_likeliest_item_comes_first(script: str, first: list[str]) -> None:
    assert labels(script)[: len(first)] == first


ALL = [
    ("in an empty block", WHEN + "‸", ["say:", "do:", "end call", "say raw:", "do raw:"]),
    ("in an empty first message", HEAD + "FIRST_MESSAGE\n  ‸", ["say:", "wait", "end call", "say raw:"]),
    ("above the action of a block", WAIT + "WHEN The agent asks\n‸\n  say: Hi\n", []),
    ("above the end of the call", WAIT + "WHEN The agent asks\n  ‸\n  end call\n", ["say:", "say raw:"]),
    ("between a text and the end of the call", WHEN + "say: Hi\n  ‸\n  end call\n", []),
    ("at two words", WHEN + "end c‸", ["end call"]),
    ("in prose at the start of a line", WHEN + "I would ‸", []),
    ("in a word of a line that is right", WHEN + "sa‸y: Hi\n", []),
    ("before a line that is right", WAIT + "‸WHEN The agent asks\n  say: Hi\n", []),
    ("before a colon that is there", WHEN + "sa‸: Hi\n", ["say:"]),
    ("behind a label", WAIT + "@a W‸", ["WHEN", "THEN"]),
    ("for a label before a trigger", WAIT + "@‸ WHEN The agent asks for the order number\n", ["@order-number"]),
    ("for a label that is missing", WAIT + "@‸\nAFTER @order\n", ["@order"]),
    ("behind AFTER", WAIT + "@a WHEN The agent asks\n  say: Hi\n@b THEN\n  say: Oh\nAFTER ‸", ["@b", "@a"]),
    ("behind AFTER, none below, not its own", "@a " + THEN[len(WAIT) :] + "wait\n@c AFTER @‸\n@b THEN\n  say: Oh\n", ["@a"]),
    ("behind THEN", WHEN + "say: Hi\nTHEN ‸", []),
    ("behind FIRST_MESSAGE", HEAD + "FIRST_MESSAGE ‸", []),
    ("behind contains", WAIT + "WHEN contains ‸", ['"…"']),
    ("in the text of contains", WAIT + 'WHEN contains "or‸', []),
    ("behind a condition", WAIT + 'WHEN contains "a" ‸', ['OR contains "…"', 'AND contains "…"']),
    ("behind two joined by AND", WAIT + 'WHEN contains "a" AND contains "b" a‸', ['AND contains "…"', 'OR contains "…"']),
    ("behind OR", WAIT + 'WHEN contains "a" OR ‸', ['contains "…"']),
    ("behind OR in the next line", WAIT + 'WHEN contains "a"\n  | OR ‸', ['contains "…"']),
    ("between two conditions", WAIT + 'WHEN contains "a" OR ‸ OR contains "b"', ['contains "…"']),
    ("in a sentence", WAIT + "WHEN The agent asks for a‸", []),
    ("at the beginning of a sentence", WAIT + "WHEN The agent asks‸", ["The agent asks for …", "The agent asks whether …"]),
    ("in raw text", WAIT + 'WHEN raw: "co‸"', []),
    ("in prose", SAY + "there, who‸", []),
    ("behind a comma in prose", SAY + "there, ‸", []),
    ("behind less-than", SAY + "3 < ‸", []),
    ("behind a heart", SAY + "<3‸", []),
    ("in an instruction", WHEN + "do: Sigh <‸", []),
    ("in an instruction, with functions", HEAD + FUNCTIONS + "FIRST_MESSAGE\n  wait\nTHEN\n  do: Ask <‸",
     ['<function name="eta" />']),
    ("in an open tag", SAY + "<spell>44</‸", ["</spell>"]),
    ("for an attribute", SAY + "<noise ‸", ["sound", "volume", "time"]),
    ("for another attribute", SAY + '<noise sound="beep" ‸ />', ["volume", "time"]),
    ("for an attribute of an unknown tag", SAY + "<chime ‸", []),
    ("for an attribute behind which another stands", SAY + '<noise v‸ sound="beep" />', ["volume", "time"]),
    ("for seconds", SAY + '<silence time="‸" />', ["0.5s", "1s", "2s", "3s", "5s", "10s"]),
    ("for seconds behind a number", SAY + '<silence time="7‸', ["7s", "0.5s", "1s", "2s", "3s", "5s", "10s"]),
    ("for a value without quotes", SAY + "<silence time=‸", ["0.5s", "1s", "2s", "3s", "5s", "10s"]),
    ("for a provider", SAY + '<voice provider="‸"', ["cartesia", "11labs"]),
    ("for a ratio", SAY + '<speed ratio="‸"', ["0.8", "0.9", "1", "1.1", "1.2"]),
    ("for a marker", SAY + "[la‸", ["[laughter]"]),
    ("for words in brackets", SAY + "[as you know, ‸", []),
    ("for a template", "given day = Friday\n" + SAY + "{{‸", ["{{test_profile.day}}"]),
    ("for a template with a blank", 'caller "a day" = Friday\n' + SAY + "{{‸", ["{{test_profile['a day']}}"]),
    ("for an output", HEAD + FUNCTIONS + "FIRST_MESSAGE\n  wait\nTHEN\n  say: On {{‸", ["{{function.eta.day}}"]),
    ("for a template in an instruction", "given day = Friday\n" + WHEN + "do: Say {{‸", []),
    ("for a template in a trigger", "given day = Friday\n" + WAIT + "WHEN {{‸", []),
    ("inside the text of a menu", WAIT + 'WHEN The agent calls\n  say: <ivr text="Press 1 <‸" />',
     ["<silence time='1s' />", "<noise sound='office' />"]),
    ("for tags of other scenarios", "scenario: A\ntags: late, vip\nscenario: B\ntags: late, ‸", ["vip"]),
    ("for the folder of another scenario", "scenario: A\nfolder: Shop.Orders\nscenario: B\nfolder: ‸", ["Shop.Orders"]),
    ("for a statement", "expect: The main agent c‸", ["The main agent confirms "]),
    ("inside a statement", "expect: The main agent should say ‸", []),
    ("for tools", "tools: dtmf, ‸", ["end_call", "end_call_only_on_transfer", "receive_dtmf", "send_sms", "call_hold"]),
    ("for a length", "max_duration: ‸", ["90s", "3m", "5m", "10m", "30m", "1h"]),
    ("for a name", "scenario: ‸", []),
    ("for a variable that is used", "given ‸\nFIRST_MESSAGE\n  say: {{test_profile.day}}", ["day"]),
    ("in a comment", "# this ‸", []),
    ("in a comment for scn", "# scn: ‸", ["allow"]),
    ("in JSON", "cekura.functions: [‸", []),
    ("for JSON", "cekura.inbound_phone_number: ‸", ["…"]),
    ("in JSON of a text", WHEN + 'say raw: "<‸', []),
]  # fmt: skip


@every(("script", "wanted"), [row[1:] for row in ALL], ids=[row[0] for row in ALL])
def test_nothing_else_is_offered(script: str, wanted: list[str]) -> None:
    assert labels(script) == wanted


TAGS = [
    ("at the beginning of a text", WHEN + "say: <‸",
     {"ivr", "voicemail", "speed", "silence"}, {"interruption", "audio", "break", "function"}),
    ("behind words", SAY + "<‸", {"silence", "endcall", "spell"}, {"ivr", "voicemail", "speed", "volume", "interruption"}),
    ("before words", WHEN + "say: <‸ there", {"silence", "speed"}, {"ivr", "endcall"}),
    ("in a follow-up", THEN + "say: <‸", {"interruption", "ivr"}, {"function"}),
    ("behind words of a follow-up", THEN + "say: Oh <‸", {"noise"}, {"interruption", "speed"}),
    ("in a tag that holds none", SAY + "<spell>4<‸", {"/spell"}, {"silence", "spell"}),
    ("in a tag that holds any", SAY + "<ignore_interruptions>So <‸",
     {"/ignore_interruptions", "silence"}, {"ignore_interruptions"}),
    ("where the call ends", WHEN + "say: Bye <‸\n  end call", {"silence"}, {"endcall", "ivr"}),
    ("with functions", HEAD + FUNCTIONS + "FIRST_MESSAGE\n  wait\nTHEN\n  say: So <‸", {"function"}, {"audio"}),
    ("with functions, in the first message", HEAD + FUNCTIONS + "FIRST_MESSAGE\n  say: <‸", {"silence"}, {"function"}),
    ("before an attribute that is there", SAY + '<‸ time="1s" />', set(), {"silence"}),
]  # fmt: skip


@every(("script", "there", "not_there"), [row[1:] for row in TAGS], ids=[row[0] for row in TAGS])
def test_tags_are_offered_where_they_are_obeyed(script: str, there: set[str], not_there: set[str]) -> None:
    found = {label.strip("<>").split()[0].split(">")[0] for label in labels(script)}

    assert there <= found
    assert not not_there & found


def test_a_speed_may_follow_words_in_the_other_form() -> None:
    assert '<speed ratio="0.9" />' in labels(SAY + "<‸", "cekura-when")


ACCEPTED = [
    ("a tag with its attribute", SAY + "<sil‸", '<silence time="1s" />', SAY + '<silence time="1s" />'),
    ("a tag around words", SAY + "<‸", "<spell></spell>", SAY + "<spell></spell>"),
    ("a tag in an attribute, in the other quotes", WAIT + 'WHEN x\n say: <ivr text="1 <s‸" />', "<silence time='1s' />",
     WAIT + "WHEN x\n say: <ivr text=\"1 <silence time='1s' />\" />"),
    ("a tag in place of a whole word", SAY + "<s‸il there", '<silence time="1s" />', SAY + '<silence time="1s" /> there'),
    ("a value in place of the whole", SAY + '<silence time="‸2s" />', "1s", SAY + '<silence time="1s" />'),
    ("a value without its quote", SAY + '<silence time="‸', "1s", SAY + '<silence time="1s"'),
    ("a value without quotes", SAY + "<silence time=‸ />", "1s", SAY + '<silence time="1s" />'),
    ("a marker before its bracket", SAY + "[la‸]", "[laughter]", SAY + "[laughter]"),
    ("a template before its braces", "given day = 1\n" + SAY + "{{‸}}", "{{test_profile.day}}",
     "given day = 1\n" + SAY + "{{test_profile.day}}"),
    ("a keyword in small letters", WAIT + "wh‸", "WHEN", WAIT + "WHEN "),
    ("a block from the margin", WAIT + "  ‸", "THEN end call", WAIT + "THEN\n  end call"),
    ("an action where it is", WHEN + "s‸", "say:", WHEN + "say: "),
    ("an action before its colon", WHEN + "sa‸: Hi", "say:", WHEN + "say: Hi"),
    ("a language right behind the colon", "language:‸", "de", "language: de"),
    ("a language in place of another", "language: e‸n", "de", "language: de"),
    ("an entry of a list", "tools: dtmf,‸", "end_call", "tools: dtmf, end_call"),
    ("a label without its sign", WAIT + "@a WHEN x\n say: Hi\nAFTER ‸", "@a", WAIT + "@a WHEN x\n say: Hi\nAFTER @a"),
    ("a label in place of another", WAIT + "@a WHEN x\n say: Hi\nAFTER @‸b", "@a", WAIT + "@a WHEN x\n say: Hi\nAFTER @a"),
    ("an operator behind a quote", WAIT + 'WHEN contains "a"‸', 'OR contains "…"',
     WAIT + 'WHEN contains "a" OR contains ""'),
    ("a finding that is allowed", "# scn: allow unk‸", "unknown-tag", "# scn: allow unknown-tag "),
    ("an instruction instead of raw text", WAIT + "WHEN ‸", "raw:", WAIT + 'WHEN raw: ""'),
]  # fmt: skip


@every(("script", "label", "wanted"), [row[1:] for row in ACCEPTED], ids=[row[0] for row in ACCEPTED])
def test_an_accepted_item_replaces_the_typed_text(script: str, label: str, wanted: str) -> None:
    draft, offset = at(script)
    offer = next(offer for offer in complete(draft, offset) if offer.label == label)

    assert accepted(draft.text, offer) == wanted


def test_every_field_that_the_target_has_a_place_for_is_offered_in_an_empty_file() -> None:
    known = docs_of(TARGETS["cekura"]).keys

    assert {f"{name}:" for name in FIELDS if name in known} <= set(labels("‸"))


@every("name", [name for name, spec in FIELDS.items() if not spec.under])
def test_every_field_is_offered_once_its_first_letter_is_typed(name: str) -> None:
    assert f"{name}:" in labels(f"{name[0]}‸")


def test_a_field_that_the_target_has_no_place_for_comes_last_and_says_so() -> None:
    found = {
        offer.label: (place, offer.detail)
        for place, offer in enumerate(offered("role: A caller\nf‸", "cekura-suite"))
    }

    assert found["folder:"][0] > found["max_duration:"][0]
    assert found["folder:"][1].endswith("; not supported by a suite")
    assert "no place" not in found["given"][1]


def test_lines_of_a_record_are_offered_right_below_it() -> None:
    below = set(labels("target: cekura\nrole: A caller\nexpect_call: cancel()\nc‸"))

    assert "compare:" in below
    assert "compare:" not in set(labels("target: cekura\nrole: A caller\nc‸"))


def test_above_the_first_scenario_only_lines_of_the_whole_file_are_offered() -> None:
    found = offered("‸\nscenario: One\nFIRST_MESSAGE\n  wait\n")

    assert {offer.label for offer in found if offer.kind is not CompletionKind.FIELD} == {
        "scenario:",
        "scenario: …",
        "import:",
        "fragment:",
    }
    assert not {"WHEN", "THEN", "FIRST_MESSAGE", "instructions:"} & {offer.label for offer in found}


def test_existing_fields_are_not_offered_again() -> None:
    found = labels("scenario: One\nrole: A caller\ncekura.patch: []\n‸\nlanguage: en\n")

    assert not {"role:", "language:", "instructions:", "cekura.patch:"} & set(found)
    assert "expect:" in labels("expect: It ends\n‸")


@pytest.mark.parametrize(
    "above", ["role: A caller\nlanguage: en\n\nscenario: One\n", "role: A caller\npersonality: 3\n"]
)
def test_blocks_come_first_once_the_caller_is_known(above: str) -> None:
    assert labels(above + "‸")[0] == "FIRST_MESSAGE"


def test_settings_of_the_project_are_known() -> None:
    config = Config(fields=(Default("language", "en"), Default("role", "A caller")))
    text = "scenario: One\n"

    assert complete(OpenScript(text, config=config), len(text))[0].label == "FIRST_MESSAGE"


def test_every_target_is_offered() -> None:
    assert set(labels("target: ‸")) == set(TARGETS)


WORDS_OF_PLATFORMS = [
    ("eqho", "direction: ‸", ["inbound", "outbound"]),
    ("eqho", "medium: ‸", ["chatbot"]),
    ("eqho", "history: ‸", ["caller: ", "agent: ", "system: "]),
    ("eqho", 'expect_call: pay(\n  | sum=3,\n  | to="A, B")\n  compare: ‸', ["all", "none", "sum", "to"]),
    ("eqho", 'expect_call: pay(sum=3, to="A")\n  info: Pay\n  compare: sum, ‸', ["to"]),
    ("eqho", "expect_call: pay()\n  by: ‸", ["agent", "caller"]),
    ("eqho", "caller_tool: stop\n  kind: call‸", ["call_transfer"]),
    ("bimpe", 'WHEN contains "a \\"b\\"" OR contains "c"\n  say: Hi\n  weights: ‸',
     ['a "b" high', 'a "b" medium', 'a "b" low', "c high", "c medium", "c low"]),
    ("bimpe", '@a WHEN contains "a"\n  | OR contains "b"\n  weights: a high, b ‸', ["b high", "b medium", "b low"]),
    ("bimpe", 'WHEN contains "a"\n  say: Hi\nTHEN\n  weights: ‸', []),
    ("bimpe", 'WHEN contains "a"\n  say: Hi\n  kind: ‸', ["text_response"]),
    ("bimpe", "channels: whatsapp, ‸", ["webchat", "telephony"]),
    ("sophiie", "outcome: ‸", ["continueCall"]),
    ("sensay", "empty: ‸", ["summary", "question", "topic"]),
]  # fmt: skip


@every(("target", "script", "wanted"), WORDS_OF_PLATFORMS, ids=[row[1] for row in WORDS_OF_PLATFORMS])
def test_the_words_that_a_platform_knows_are_offered(target: str, script: str, wanted: list[str]) -> None:
    found = labels(script, target)

    assert (found[: len(wanted)] if script.endswith("call‸") else found) == wanted


REFUSED = [
    ("bimpe", 'WHEN contains "a"\n  say: Hi\n‸', {"THEN do:", "THEN end call", "end call", "do:"}),
    ("sophiie", "WHEN a customer asks\n  say: Hi\n‸", {"THEN", "THEN say:", "end call"}),
    ("sensay", "‸", {"suite:", "WHEN", "FIRST_MESSAGE", "WHEN contains …"}),
    ("eqho", "‸", {"suite:"}),
    ("bimpe", "‸", {"suite:", "FIRST_MESSAGE", "FIRST_MESSAGE say:"}),
]


@every(("target", "script", "unwanted"), REFUSED, ids=[f"{row[0]} {row[1]}" for row in REFUSED])
def test_unsupported_items_are_not_offered(target: str, script: str, unwanted: set[str]) -> None:
    assert unwanted & set(labels(script, target)) == set()


def test_a_suite_is_offered_where_the_platform_has_suites() -> None:
    assert "suite:" in labels("‸", "cekura")


def test_matching_ignores_case_for_items_in_lower_case() -> None:
    found = {offer.label: offer.filter for offer in offered(WAIT + "th‸")}

    assert found["THEN"] == "then"


def test_a_tab_stop_without_tab_stops_is_its_suggestion() -> None:
    assert plain_snippet(r"a ${1:b \} c} ${2|d,e|} $3 \$4 \\") == "a b } c d  $4 \\"
    assert plain_snippet(literal("costs $1 {{a}} \\")) == "costs $1 {{a}} \\"
    assert plain_snippet(choice(1, ("a", "b"))) == "a"
