"""Completion with the Tab key: as shells request it, and in the shells that are installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scn_compiler.cli.commands import COMMANDS
from scn_compiler.cli.commands.completion import SHELLS
from scn_compiler.cli.options import complete_payloads, complete_problems, complete_scripts
from scn_compiler.platforms import TARGETS
from scn_dsl.catalog import CATALOG

SCN = Path(sys.executable).parent / "scn"
PATH = os.pathsep.join((str(SCN.parent), os.environ.get("PATH", os.defpath)))

BASH = """
source <(scn completion bash)
{change}
COMP_WORDS=({line}) COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 ))
_scn_completion scn 2>/dev/null
printf '%s\\n' "${{COMPREPLY[@]}}"
"""

# zsh completes only in its line editor, so the test starts one in a terminal and presses Tab.
ZSH = r"""
zmodload zsh/zpty
zpty -b inner zsh -f -i
zpty -w inner "PS1='' ; autoload -Uz compinit ; compinit -u -d '$HOME/dump' ; zstyle ':completion:*' list-prompt ''"
zpty -w inner "source <(scn completion zsh)"
zpty -w inner "_show() {{ print -r -- \"LINE[\$BUFFER]\" }} ; zle -N _show ; bindkey '^X' _show"
zpty -w inner "print REA''DY"
zpty -r -m inner said '*READY*'
zpty -n -w inner "{line}"$'\t'$'\x18'
zpty -r -m inner said '*LINE\[*\]*'
print -r -- "${{${{said##*LINE\[}}%%\]*}}"
zpty -d inner
"""


def shell(name: str, script: str, cwd: Path) -> list[str]:
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"{name} isn't installed")
    env = {**os.environ, "PATH": PATH, "HOME": str(cwd / "home"), "XDG_CONFIG_HOME": str(cwd / "home")}
    done = subprocess.run(
        [program, "-c", script],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    return done.stdout.split("\n")[:-1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("home", "calls", "calls/deep", ".hidden"):
        (tmp_path / name).mkdir()
    for name in ("one.scn", "one.json", "order.scn", "notes.txt", "calls/two.scn", "calls/deep/x.scn"):
        (tmp_path / name).write_text("", encoding="utf-8")
    return tmp_path


def bash(line: str, cwd: Path, change: str = "") -> list[str]:
    return shell("bash", BASH.format(line=line, change=change), cwd)


def test_bash_completes_commands(folder: Path) -> None:
    assert set(bash("scn ''", folder)) == set(COMMANDS)
    assert bash("scn com", folder) == ["compile", "completion"]


@pytest.mark.slow
def test_bash_completes_options_and_what_they_take(folder: Path) -> None:
    assert "--strict" in bash("scn check --", folder)
    assert bash("scn check --format s", folder) == ["sarif"]
    assert bash("scn compile -t ''", folder) == list(TARGETS)
    assert bash("scn compile --target cekura-when-s", folder) == ["cekura-when-suite"]
    assert bash("scn decompile --from cekura-rows", folder) == ["cekura-rows"]
    assert bash("scn completion ''", folder) == list(SHELLS)
    assert bash("scn explain SCN71", folder)[:2] == ["SCN710", "SCN711"]
    assert bash("scn explain misspelt", folder) == ["misspelt-keyword"]
    assert bash("scn check --select misspelt", folder) == ["misspelt-keyword"]
    assert bash("scn compile --ignore SCN401,SCN71", folder)[0] == "SCN401,SCN710"


@pytest.mark.slow
def test_bash_completes_scripts(folder: Path) -> None:
    assert bash("scn check o", folder) == ["one.scn", "order.scn"]
    assert bash("scn check one.scn or", folder) == ["order.scn"]
    assert bash("scn decompile o", folder) == ["one.json"]
    assert bash("scn fmt calls/", folder) == ["calls/deep/", "calls/two.scn"]


def test_bash_itself_completes_a_folder_that_is_the_only_choice(folder: Path) -> None:
    asked = 'compopt() { COMPREPLY+=("$@"); }'

    assert bash("scn check cal", folder, asked) == ["-o", "dirnames"]


def test_bash_itself_completes_names_that_need_quotes(folder: Path) -> None:
    (folder / "our calls.scn").write_text("", encoding="utf-8")
    asked = 'compopt() { COMPREPLY+=("$@"); }'

    assert bash("scn check o", folder, asked) == ["-o", "default"]


def fish(line: str, cwd: Path) -> list[str]:
    offered = shell("fish", f"scn completion fish | source; complete -C {line!r}", cwd)
    return [each.partition("\t")[0] for each in offered]


def test_fish_completes_commands_options_targets_and_scripts(folder: Path) -> None:
    assert fish("scn com", folder) == ["compile", "completion"]
    assert "--strict" in fish("scn check --s", folder)
    assert fish("scn compile -t cekura-when-s", folder) == ["cekura-when-suite"]
    assert fish("scn check o", folder) == ["one.scn", "order.scn"]
    assert fish("scn check cal", folder) == ["calls/"]


def zsh(line: str, cwd: Path) -> list[str]:
    return shell("zsh", ZSH.format(line=line), cwd)


def test_zsh_completes_commands_targets_and_scripts(folder: Path) -> None:
    assert zsh("scn compl", folder) == ["scn completion "]
    assert zsh("scn compile -t cekura-when-s", folder) == ["scn compile -t cekura-when-suite "]
    assert zsh("scn check or", folder) == ["scn check order.scn "]
    assert zsh("scn check cal", folder) == ["scn check calls/"]


@pytest.mark.parametrize("name", SHELLS)
def test_a_shell_reads_its_script(name: str, folder: Path) -> None:
    assert shell(
        name, "scn completion " + name + " >script; " + name + " -n script && echo fine", folder
    ) == ["fine"]


def test_an_unknown_shell_is_refused(tmp_path: Path) -> None:
    done = subprocess.run(
        [SCN, "completion", "tcsh"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert "'tcsh' is not one of 'bash', 'zsh', 'fish'" in done.stderr


def offered(complete: object, incomplete: str) -> list[tuple[str, str]]:
    assert callable(complete)
    return [(item.value, item.type) for item in complete(None, None, incomplete)]


def test_hidden_files_are_offered_to_those_who_begin_with_a_dot(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)

    assert offered(complete_payloads, "") == [("calls/", "plain"), ("home/", "plain"), ("one.json", "plain")]
    assert offered(complete_scripts, ".h") == [(".h", "dir")]
    assert offered(complete_scripts, "nowhere/o") == []
    assert offered(complete_scripts, f"{folder}/one") == [(f"{folder}/one.scn", "plain")]


def test_codes_and_names_of_rules_complete_also_after_a_comma() -> None:
    assert offered(complete_problems, "SCN10")[:2] == [("SCN101", "plain"), ("SCN102", "plain")]
    assert offered(complete_problems, "misspelt") == [("misspelt-keyword", "plain")]
    assert offered(complete_problems, "SCN101,scn30")[0] == ("SCN101,SCN301", "plain")
    assert len(offered(complete_problems, "")) == 2 * len(CATALOG)
