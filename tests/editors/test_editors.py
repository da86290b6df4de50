"""The files in `editors/` agree with the language and the server, and work in the editors that are installed."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import requires
from pathlib import Path

import pytest

from scn_compiler import check
from scn_compiler.config import Config
from scn_compiler.lsp.preferences import HINTS, LENSES, Checks, Preferences
from scn_dsl.diagnostic import Severity
from scn_dsl.vocabulary import ACTIONS, OPENINGS
from scn_grammar.line_shapes import LINE_SHAPES, Rest
from support.cases import every
from support.cli import scn
from support.paths import ROOT

EDITORS = ROOT / "editors"
VSCODE = EDITORS / "vscode"
MANIFEST = json.loads((VSCODE / "package.json").read_text(encoding="utf-8"))
CONTRIBUTES = MANIFEST["contributes"]
SOURCES = {path.name: path.read_text(encoding="utf-8") for path in (VSCODE / "src").glob("*.ts")}
SNIPPETS = json.loads((VSCODE / "snippets" / "scn.json").read_text(encoding="utf-8"))
EMACS_MODE = (EDITORS / "emacs" / "scn-mode.el").read_text(encoding="utf-8")
ON_PATH = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


def read(*parts: str) -> str:
    return EDITORS.joinpath(*parts).read_text(encoding="utf-8")


def test_every_folder_is_in_the_list_and_has_a_page() -> None:
    folders = {
        path.name for path in EDITORS.iterdir() if path.is_dir() and not path.name.startswith((".", "_"))
    }

    pages = re.findall(r"^\| \[.+?\]\((.+?)/README.md\) \|", read("README.md"), re.MULTILINE)
    assert {page.split("/")[0] for page in pages} == folders
    assert all((EDITORS / page / "README.md").is_file() for page in pages)


# VS Code


def test_every_file_that_the_extension_names_is_there() -> None:
    (language,) = CONTRIBUTES["languages"]
    named = [
        MANIFEST["icon"],
        language["configuration"],
        *language["icon"].values(),
        *(each["path"] for each in [*CONTRIBUTES["grammars"], *CONTRIBUTES["snippets"]]),
    ]

    assert [name for name in named if not (VSCODE / name).is_file()] == []


def test_every_command_has_an_implementation_and_a_row() -> None:
    titles = {each["command"]: f"{each['category']}: {each['title']}" for each in CONTRIBUTES["commands"]}
    registered = set(re.findall(r'registerCommand\("([\w.]+)"', SOURCES["extension.ts"]))

    only_lenses_call = {"scn.showReferences", "scn.goToProblem"}
    assert registered - only_lenses_call == set(titles)
    assert re.findall(r"^\| (scn: .+?) \|", read("vscode", "README.md"), re.MULTILINE) == list(
        titles.values()
    )


def test_every_setting_has_a_row() -> None:
    settings = list(CONTRIBUTES["configuration"]["properties"])

    assert re.findall(r"^\| `(scn\.[\w.]+)` \|", read("vscode", "README.md"), re.MULTILINE) == settings


def test_the_user_chooses_whether_enter_accepts_a_suggestion() -> None:
    assert "editor.acceptSuggestionOnEnter" not in CONTRIBUTES["configurationDefaults"]["[scn]"]


def test_settings_offer_what_the_server_knows() -> None:
    properties = CONTRIBUTES["configuration"]["properties"]

    for name, choices in (("hints", HINTS), ("lenses", LENSES)):
        setting = properties[f"scn.{name}"]
        assert (setting["items"]["enum"], setting["default"]) == ([*choices], [*choices])
        assert len(setting["items"]["enumDescriptions"]) == len(choices)
    assert properties["scn.checks"]["enum"] == [each.value for each in Checks]
    assert properties["scn.calm"]["default"] == Preferences().calm


def test_enter_inside_a_spoken_text_continues_it_and_nothing_else() -> None:
    rules = json.loads(read("vscode", "language-configuration.json"))["onEnterRules"]
    (rule,) = [each for each in rules if "afterText" in each]
    spoken = [each.words[0] for each in LINE_SHAPES if each.rest is Rest.SPEECH]

    assert rule["action"]["appendText"] == "  | "
    assert spoken
    assert all(re.search(rule["beforeText"], f"  {word}: I want ") for word in spoken)
    assert re.search(rule["afterText"], "a taxi")
    assert not re.search(rule["beforeText"], "  say: ")
    assert not re.search(rule["beforeText"], '  say raw: "Hello')
    assert not re.search(rule["afterText"], " # a comment")


def test_tasks_find_the_problems_that_scn_prints(tmp_path: Path) -> None:
    (matcher,) = CONTRIBUTES["problemMatchers"]
    script = tmp_path / "a b.scn"
    script.write_text("scenario: A\nFIRST_MESSAGE\n  sya: Hi\n", encoding="utf-8")

    printed = scn("check", "--format", "concise", script.name, cwd=tmp_path).stdout.splitlines()

    found = [re.match(matcher["pattern"]["regexp"], line) for line in printed]
    assert found
    groups = [each.groups() for each in found if each]
    assert len(groups) == len(printed)
    assert (script.name, "3", "3", "SCN101", "misspelt-keyword unknown keyword `sya`") in groups


def test_every_page_of_the_walkthrough_is_in_the_package() -> None:
    pages = [step["media"]["markdown"] for each in CONTRIBUTES["walkthroughs"] for step in each["steps"]]

    assert pages
    assert [page for page in pages if not (VSCODE / page).is_file()] == []
    assert "!walkthrough/*.md" in read("vscode", ".vscodeignore").splitlines()


def test_no_workspace_can_choose_a_program() -> None:
    setting = CONTRIBUTES["configuration"]["properties"]["scn.server.command"]

    assert setting["scope"] == "machine"
    assert "scn.server.command" in MANIFEST["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"]


def test_versions_of_what_is_used_are_exact() -> None:
    versions = [*MANIFEST["dependencies"].values(), *MANIFEST["devDependencies"].values()]

    assert [version for version in versions if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def test_the_bundled_server_has_all_that_it_needs_as_far_as_it_is_plain_python() -> None:
    bundled = set(re.findall(r"^([\w-]+)==", read("vscode", "requirements.txt"), re.MULTILINE))

    needed, unseen = set[str](), {"scnlang"}
    while unseen:
        name = unseen.pop()
        needed.add(name)
        for line in requires(name) or ():
            required, _, condition = line.partition(";")
            wanted = "extra" not in condition or (name == "scnlang" and "lsp" in condition)
            found = re.match(r"[\w-]+", required.lower().replace("_", "-"))
            if wanted and found and "python" not in condition and "platform" not in condition:
                unseen |= {found[0]} - needed - {"pydantic"}
    assert bundled == needed - {"scnlang"}


@every("name", SNIPPETS)
def test_a_snippet_is_a_piece_of_a_script_without_errors(name: str) -> None:
    script = expanded(name)
    if "scenario:" not in script:
        first = "" if "FIRST_MESSAGE" in script else "FIRST_MESSAGE\n  wait\n"
        script = f"role: A caller\nlanguage: en\n{first}{script}"

    found = check(script, config=Config())

    assert [each.message for each in found if each.severity is Severity.ERROR] == []


def test_the_snippets_have_every_word_that_opens_a_block_or_is_an_action() -> None:
    words = "\n".join(expanded(name) for name in SNIPPETS)

    assert [
        word for word in (*OPENINGS, *ACTIONS) if not re.search(rf"^\s*(@\w+ )?{word}\b", words, re.MULTILINE)
    ] == []


def test_no_snippet_is_offered_in_a_spoken_text() -> None:
    assert [name for name in SNIPPETS if "prefix" in SNIPPETS[name]] == []


def expanded(name: str) -> str:
    """A snippet with its placeholders filled in."""
    body = "\n".join(SNIPPETS[name]["body"])
    return re.sub(r"\$\{\d+:([^}]*)\}", r"\1", body).replace("$0", "")


def test_the_words_that_open_a_block_are_those_of_the_language() -> None:
    configuration = json.loads(read("vscode", "language-configuration.json"))
    patterns = configuration["indentationRules"].values()
    (openings,) = re.findall(r"scn-mode-openings '\((.*?)\)", EMACS_MODE)

    assert [sorted(re.findall(r"[A-Z_]{4,}", pattern)) for pattern in patterns] == [sorted(OPENINGS)] * 2
    assert openings.replace('"', "").split() == list(OPENINGS)


@every(
    ("before", "indented"),
    [("FIRST_MESSAGE", True), ("@day WHEN The agent asks", True), ("THEN", True), ("  say: WHEN", False)],
)
def test_a_line_below_an_opening_is_indented(before: str, indented: bool) -> None:
    rules = json.loads(read("vscode", "language-configuration.json"))["indentationRules"]

    assert bool(re.search(rules["increaseIndentPattern"], before)) is indented


# Helix


def test_helix_knows_the_language_and_its_server() -> None:
    configuration = tomllib.loads(read("helix", "languages.toml"))
    language, toml = configuration["language"]
    server = configuration["language-server"][language["language-servers"][0]]

    assert [server["command"], *server["args"]] == ["scn", "lsp"]
    assert language["file-types"] == ["scn"]
    assert language["comment-token"] == "#"
    assert (toml["name"], toml["language-servers"]) == (
        "toml",
        ["taplo", "scn"],
    )  # `taplo` is Helix's own default


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("hx"), reason="Helix isn't installed")
def test_helix_finds_the_server(tmp_path: Path) -> None:
    place = tmp_path / "helix" / "languages.toml"
    place.parent.mkdir()
    shutil.copy(EDITORS / "helix" / "languages.toml", place)

    said = run("hx", "--health", "scn", XDG_CONFIG_HOME=str(tmp_path))

    assert re.search(r"scn: \S*/scn", said), said


# Zed, Sublime Text, JetBrains


def test_zed_knows_the_language_its_grammar_and_its_server() -> None:
    extension = tomllib.loads(read("zed", "extension.toml"))
    language = tomllib.loads(read("zed", "languages", "scn", "config.toml"))

    assert extension["language_servers"]["scn"]["languages"] == [language["name"]]
    assert (ROOT / extension["grammars"][language["grammar"]]["path"] / "src" / "parser.c").is_file()
    assert language["path_suffixes"] == ["scn"]
    assert tomllib.loads(read("zed", "Cargo.toml"))["package"]["version"] == extension["version"]


def test_the_settings_for_sublime_text_start_the_server_for_the_syntax() -> None:
    (settings,) = re.findall(r"^```json\n(.*?)^```$", read("sublime", "README.md"), re.MULTILINE | re.DOTALL)
    client = json.loads(settings)["clients"]["scn"]

    assert client["command"] == ["scn", "lsp"]
    assert f"\nscope: {client['selector']}\n" in read("sublime", "scn.sublime-syntax")
    assert json.loads(read("sublime", "scn.sublime-settings"))["tab_size"] == 2


def test_the_template_for_jetbrains_starts_the_server_for_scripts_and_the_configuration() -> None:
    template = json.loads(read("jetbrains", "scn", "template.json"))
    patterns = [name for each in template["fileTypeMappings"] for name in each["fileType"]["patterns"]]

    assert template["programArgs"]["default"] == "scn lsp"
    assert patterns == ["*.scn", "scn.toml"]


# Emacs


def has_emacs_with_eglot() -> bool:
    if not shutil.which("emacs"):
        return False
    code = "(progn (package-initialize) (kill-emacs (if (require 'eglot nil t) 0 1)))"
    command = ["emacs", "-q", "--batch", "--eval", code]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.slow
def test_in_emacs(tmp_path: Path) -> None:
    if not has_emacs_with_eglot():
        pytest.skip("Emacs with eglot isn't installed")
    tries = Path(__file__).parent / "emacs" / "try.el"

    said = run(
        "emacs",
        "-q",
        "--batch",
        "-L",
        EDITORS / "emacs",
        "-l",
        tries,
        HOME=str(tmp_path),
        TRY_HOME=str(tmp_path),
    )

    results = [line for line in said.splitlines() if line.strip()]
    assert results == [
        f"{name}: ok" for name in re.findall(r'\(try-say "(.+?)"', tries.read_text(encoding="utf-8"))
    ]


def run(*command: str | Path, **variables: str) -> str:
    done = subprocess.run(
        [str(word) for word in command],
        env={**ON_PATH, **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
