"""`scn plan`, `scn apply` and `scn link` with platforms that have fewer requests than Cekura."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.cli import Run, scn
from support.platform_stubs import (
    CONVERSATION,
    REPLICA,
    BimpeStub,
    EqhoStub,
    PlatformStub,
    SensayStub,
    SophiieStub,
)
from support.platform_syncing import HEADS


@pytest.fixture(params=[EqhoStub, SophiieStub, BimpeStub, SensayStub], ids=lambda stub: stub.platform)
def stub(request: pytest.FixtureRequest) -> Iterator[PlatformStub]:
    with request.param() as running:
        yield running


def written(folder: Path, stub: PlatformStub, name: str = "book", words: str = "Hello.") -> None:
    head = HEADS[stub.platform].format(words=words, more="")
    (folder / "scn.toml").touch()
    (folder / f"{name}.scn").write_text(
        f"target: {stub.platform}\nscenario: {name.title()}\n{head}", encoding="utf-8"
    )


def run(folder: Path, stub: PlatformStub, *words: str) -> Run:
    return scn(*words, cwd=folder, env=stub.environment)


def test_a_script_is_created_changed_and_left_alone(tmp_path: Path, stub: PlatformStub) -> None:
    written(tmp_path, stub)
    plan = run(tmp_path, stub, "plan")
    if isinstance(stub, SensayStub):
        sentence = (
            "Sensay has no request that creates a conversation: link the script to one with "
            "`scn link book.scn REPLICA/CONVERSATION`"
        )
        assert plan.stdout == (
            "default, sensay: 1 needs a decision\n"
            "\n"
            "! to be done by hand: book  book.scn:2\n"
            f"  = help: {sentence}\n"
        )
        assert run(tmp_path, stub, "apply", "--yes").returncode == 1
        linked = run(tmp_path, stub, "link", "book.scn", f"{REPLICA}/{CONVERSATION}")
        assert linked.stdout == f"book is {REPLICA}/{CONVERSATION}; `scn plan` compares them\n"
    else:
        assert plan.stdout.startswith(f"default, {stub.platform}: 1 to create\n")
    first = run(tmp_path, stub, "apply", "--yes")
    assert (first.returncode, first.stdout.splitlines()[-1]) == (0, "1 done")

    text = (tmp_path / "book.scn").read_text(encoding="utf-8")
    (tmp_path / "book.scn").write_text(text.replace("Hello.", "Good evening."), encoding="utf-8")
    second = run(tmp_path, stub, "apply", "--yes")
    shown = [
        line.split(": ", 1)[1] for line in second.stdout.splitlines() if line.startswith(("    -", "    +"))
    ]
    assert shown == ["Hello.", "Good evening."]
    assert second.stdout.splitlines()[-1] == "1 done"
    assert "Good evening." in str(stub.store.rows)
    assert run(tmp_path, stub, "apply", "--yes").stdout == (
        f"default, {stub.platform}: 1 unchanged\nnothing to do\n"
    )


def test_pruning_says_what_the_platform_has_no_request_for(tmp_path: Path) -> None:
    with EqhoStub() as stub:
        written(tmp_path, stub)
        written(tmp_path, stub, "move")
        run(tmp_path, stub, "apply", "--yes")
        (tmp_path / "move.scn").unlink()
        help_line = (
            "  = help: Eqho documents no request that deletes a scenario: delete it there, "
            "and remove its line from `scn.lock`"
        )
        for words, mark in (
            ((), "? no script has it"),
            (("--prune",), "! to be done by hand"),
        ):
            lines = run(tmp_path, stub, "apply", "--yes", *words).stdout.splitlines()
            assert lines[2] == f"{mark}: move  {stub.store.created[1]}"
            assert lines[3] == help_line

    assert len(stub.store.rows) == 2


def test_what_only_a_new_workflow_needs_is_asked_for_when_it_is_new(tmp_path: Path) -> None:
    (tmp_path / "scn.toml").touch()
    (tmp_path / "shop.scn").write_text("target: bimpe\nscenario: Shop\ntags: a\n", encoding="utf-8")
    with BimpeStub() as stub:
        assert run(tmp_path, stub, "plan").stdout.splitlines()[2:] == [
            "! lacks fields that the platform requires: shop  shop.scn:2",
            "  = help: this workflow has no role, and Bimpe can't create a workflow without one",
        ]
        stub.store.put("1", {"name": "Shop", "system_prompt": "You help"})
        assert run(tmp_path, stub, "link", "shop.scn", "1").returncode == 0
        assert "~ update: shop" in run(tmp_path, stub, "plan").stdout


def test_what_others_changed_comes_into_the_script_and_leaves_nothing_to_do(
    tmp_path: Path, stub: PlatformStub
) -> None:
    written(tmp_path, stub)
    if isinstance(stub, SensayStub):
        run(tmp_path, stub, "link", "book.scn", f"{REPLICA}/{CONVERSATION}")
    run(tmp_path, stub, "apply", "--yes")
    [(identity, row)] = stub.store.rows.items()
    changes = json.loads(json.dumps(row).replace("Hello.", "Good evening."))
    stub.store.change(identity, **changes)

    assert run(tmp_path, stub, "pull").stdout.endswith("1 pulled\n")
    assert "Good evening." in (tmp_path / "book.scn").read_text(encoding="utf-8")
    assert run(tmp_path, stub, "plan").stdout == f"default, {stub.platform}: 1 unchanged\n"


def test_a_platform_without_a_list_says_how_to_get_its_scenarios(tmp_path: Path) -> None:
    with EqhoStub() as stub:
        written(tmp_path, stub)
        run(tmp_path, stub, "apply", "--yes")
        done = run(tmp_path, stub, "pull", "--adopt")

    assert (done.returncode, done.stderr) == (
        1,
        "scn: --adopt: Eqho documents no request that lists scenarios: link each script with `scn link FILE ID`\n",
    )
