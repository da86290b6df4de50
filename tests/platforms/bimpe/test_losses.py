"""Bimpe: everything that a workflow can't express is reported."""

from scn_compiler import check, compile_text
from scn_compiler.config import Config
from scn_compiler.platforms.bimpe import PLATFORM
from scn_compiler.platforms.kit.target import Target
from scn_compiler.platforms.matrix import Construct, constructs, is_silent
from scn_dsl.diagnostic import Severity
from scn_dsl.vocabulary import DETAILS, FIELDS, HOLDERS, FieldKind
from support.bimpe import AGENT, made_of, said_of
from support.cases import every

# Losses.

SAID = {
    FieldKind.TEXT: "words", FieldKind.TEXTS: "a, b", FieldKind.WORD: "word",
    FieldKind.INTEGER: "3", FieldKind.ID: "3", FieldKind.IDS: "3, 4",
    FieldKind.DURATION: "10m", FieldKind.STATEMENT: "agent: words", FieldKind.RECORD: "words", FieldKind.CHOICE: "no",
    FieldKind.NUMBER: "0.5", FieldKind.MILLISECONDS: "800ms", FieldKind.JSON: "{}",
}  # fmt: skip


@every("name", [name for name, spec in FIELDS.items() if not (spec.under or spec.of_file or spec.of_scn)])
def test_a_field_changes_the_payload_or_is_reported(name: str) -> None:
    before = {"scenario": "scenario: A", "role": "role: b"}
    value = "tags" if name == "empty" else SAID[FIELDS[name].kind]
    below = "\n  answer: c" if name == "faq" else ""
    script = "\n".join(["target: bimpe", *({**before, name: f"{name}: {value}{below}"}).values(), ""])
    without = "\n".join(["target: bimpe", *before.values(), ""])

    lost = compile_text(script).payloads[0].value == compile_text(without).payloads[0].value

    assert lost is any(f"`{name}:` has no equivalent" in message for message in said_of(script))


@every("target", PLATFORM.targets, ids=lambda target: target.name)
@every(
    "construct",
    [each for each in constructs() if not each.group.startswith("Lines below `")],
    ids=lambda construct: construct.name,
)
def test_no_part_of_the_language_is_dropped_silently(construct: Construct, target: Target) -> None:
    assert not is_silent(target, construct)


@every("holder", HOLDERS)
def test_a_variable_is_reported(holder: str) -> None:
    assert said_of(f"{AGENT}{holder} plan = gold\n") == [
        f"`{holder} plan` has no equivalent in a Bimpe workflow"
    ]


@every("head", ["WHEN A parcel is late", 'WHEN contains "word"', 'WHEN contains "a"\n  say: b\nTHEN'])
@every("name", sorted(DETAILS))
def test_a_detail_changes_the_payload_or_is_reported(name: str, head: str) -> None:
    value = "word high" if name == "weights" else SAID[FIELDS[name].kind]
    before = f"{AGENT}{head}\n  say: c\n"

    after = compile_text(f"{before}  {name}: {value}\n").payloads[0].value
    reported = any(f"`{name}:` has no equivalent" in each for each in said_of(f"{before}  {name}: {value}\n"))

    assert (after == made_of(before)) is reported


@every(
    ("blocks", "message", "severity"),
    [
        (
            "FIRST_MESSAGE\n  say: Hello!\n",
            "a first message has no equivalent in a Bimpe workflow",
            Severity.WARNING,
        ),
        (
            "FIRST_MESSAGE\n  wait\n",
            "a first message has no equivalent in a Bimpe workflow",
            Severity.WARNING,
        ),
        (
            "WHEN A parcel is late\n  say: a\nTHEN\n  say: b\n",
            "a Bimpe rule answers only once and can't have a follow-up",
            Severity.ERROR,
        ),
        (
            'WHEN contains "a" AND contains "b"\n  say: c\n',
            "`AND` has no equivalent in a Bimpe flow, because any one keyword starts the flow",
            Severity.ERROR,
        ),
        (
            '@a WHEN contains "a"\n  say: c\nTHEN\n  say: d\nAFTER @a\n  say: e\n',
            "the parent of this block already has a follow-up; the steps of a Bimpe flow form a single chain",
            Severity.ERROR,
        ),
        (
            "WHEN A parcel is late\n  do: comfort the customer\n",
            "a Bimpe agent would speak this instruction word for word",
            Severity.ERROR,
        ),
        (
            "WHEN A parcel is late\n  end call\n",
            "`end call` has no equivalent in a Bimpe workflow",
            Severity.WARNING,
        ),
        (
            "WHEN A parcel is late\n  say: Oh. <break />\n",
            "Bimpe doesn't document tags: `<break />` is sent literally",
            Severity.WARNING,
        ),
        (
            "WHEN A parcel is late\n  say: Oh. [sigh]\n",
            "Bimpe doesn't document markers: `[sigh]` is sent literally",
            Severity.WARNING,
        ),
        (
            "WHEN A parcel is late\n  say: Oh, {{name}}.\n",
            "Bimpe doesn't document templates: `{{name}}` is sent literally",
            Severity.WARNING,
        ),
    ],
)
def test_everything_that_a_workflow_cannot_express_is_reported(
    blocks: str, message: str, severity: Severity
) -> None:
    assert (message, severity) in [(found.message, found.severity) for found in check(AGENT + blocks)]


def test_the_script_of_a_test_caller_is_refused_once_a_scenario() -> None:
    script = "scenario: A\nrole: b\n\nWHEN The agent greets the caller\n  say: Hi.\n"

    unsaid = [found for found in check(script, target="bimpe") if "test caller" in found.message]
    other = [
        found
        for found in check(f"target: cekura\n\n{script}", target="bimpe")
        if "test caller" in found.message
    ]

    assert [found.severity for found in (*unsaid, *other)] == [Severity.ERROR, Severity.ERROR]
    assert check(f"target: sophiie\n\n{script}", target="bimpe") == ()


def test_a_project_may_say_for_all_its_scripts_that_they_are_for_agents() -> None:
    script = "scenario: A\nrole: b\n\nWHEN The customer greets the agent\n  say: Hi.\n"

    assert check(script, config=Config(target="bimpe")) == ()
