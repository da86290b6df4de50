"""Import contracts, and lists that must agree with folders."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib.util import find_spec
from pathlib import Path

import grimp
import pytest

from scn_compiler.cli.commands import COMMANDS
from scn_compiler.lint import registry
from scn_compiler.lint import rule as declaring
from scn_compiler.lint.rule import ANY, PLAYED, declaration_of
from scn_compiler.lint.trigger_rules import TRIGGER_RULES
from scn_compiler.lsp.handlers import HANDLERS
from scn_compiler.platforms import PLATFORMS
from scn_dsl.catalog import CATALOG, ONLY_IF_SELECTED
from support.paths import COMPILER, ROOT


def test_the_layers_hold() -> None:
    script = Path(sys.executable).parent / "lint-imports"

    done = subprocess.run([script, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = grimp.build_graph("scn_dsl", "scn_grammar", "scn_compiler", cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}

    TopologicalSorter(imports).prepare()  # raises an error with the cycle, if there is one


@pytest.mark.parametrize(("package", "most"), [("compiler/scn_compiler", 8), ("grammar/scn_grammar", 16)])
def test_few_modules_are_outside_of_packages(package: str, most: int) -> None:
    modules = {path.name for path in (ROOT / package).glob("*.py")} - {"__init__.py"}

    assert 0 < len(modules) <= most


def test_the_language_needs_the_standard_library_alone() -> None:
    assert _imports(
        [ROOT / "dsl"], "import scn_dsl.catalog, scn_dsl.nodes, scn_dsl.vocabulary, scn_dsl.suggest"
    )


def test_the_grammar_needs_the_language_and_lark_alone() -> None:
    lark = find_spec("lark")
    assert lark is not None
    assert lark.origin is not None

    assert _imports(
        [ROOT / "dsl", ROOT / "grammar", Path(lark.origin).parent.parent], "import scn_grammar.formatter"
    )


def _imports(paths: list[Path], statement: str) -> bool:
    code = f"import sys; sys.path[:0] = {[str(path) for path in paths]!r}; {statement}"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return True


def test_checking_and_formatting_load_neither_pydantic_nor_network_libraries_nor_pages() -> None:
    code = (
        "import sys, runpy\n"
        "for command in ('check', 'fmt'):\n"
        "    sys.argv = ['scn', command, 'samples/appointment.scn', *(['--check'] if command == 'fmt' else [])]\n"
        "    try:\n"
        "        from scn_compiler.cli import main; main()\n"
        "    except SystemExit as done:\n"
        "        assert done.code == 0\n"
        "heavy = ('pydantic', 'socket', 'http', 'urllib.request', 'pygls', 'asyncio', 'scn_compiler.lint.rule_pages',\n"
        "    'scn_compiler.graph', 'numpy', 'pyarrow', 'duckdb')\n"
        "print([name for name in heavy if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.stdout.splitlines()[-1:] == ["[]"], done.stdout + done.stderr


def test_every_rule_is_listed() -> None:
    files = {path.stem for path in (COMPILER / "lint" / "rules").glob("*.py")} - {"__init__"}

    assert sorted(rule.__name__ for rule in registry.every_rule()) == sorted(files)


def test_rules_make_their_spans_out_of_spans_that_know_their_text() -> None:
    rules = (COMPILER / "lint" / "rules").glob("*.py")
    by_hand = [file.name for file in rules if re.search(r"(?<!place\()\bSpan\(", file.read_text("utf-8"))]

    assert by_hand == []


def test_a_rule_about_tags_or_triggers_runs_for_played_blocks_alone() -> None:
    with pytest.raises(ValueError, match="PLAYED"):
        declaring.rule(blocks=ANY, tags=("silence",))


def test_every_rule_says_what_it_is_for() -> None:
    for rule in registry.every_rule():
        page = sys.modules[rule.__module__].__doc__
        assert page, rule.__name__


def test_rules_are_in_the_list_that_fits_their_declaration() -> None:
    for rules, about_triggers in ((registry.RULES, False), (TRIGGER_RULES, True)):
        for rule in rules:
            declared = declaration_of(rule)
            assert declared.about_triggers is about_triggers, rule.__name__
            assert declared.blocks == PLAYED or not (declared.tags or about_triggers), rule.__name__
    codes = {declaration_of(rule).only_if_selected for rule in registry.every_rule()}
    assert codes - {None} == {declaration_of(rule).only_if_selected for rule in registry.ALWAYS} - {None}
    assert codes - {None} == ONLY_IF_SELECTED


def test_every_command_is_listed() -> None:
    files = {path.stem for path in (COMPILER / "cli" / "commands").glob("*.py")} - {"__init__"}

    assert set(COMMANDS) == files


def test_every_handler_of_the_language_server_is_listed() -> None:
    files = {path.stem for path in (COMPILER / "lsp" / "handlers").glob("*.py")} - {"__init__"}

    assert {handler.__module__.rsplit(".", 1)[-1] for handler in HANDLERS} == files


def test_every_platform_is_listed() -> None:
    folders = {path.parent.name for path in (COMPILER / "platforms").glob("*/__init__.py")} - {"kit"}

    assert {platform.name for platform in PLATFORMS} == folders


def test_codes_and_names_are_given_once() -> None:
    assert len({kind.code for kind in CATALOG.values()}) == len(CATALOG)
    source = (ROOT / "dsl" / "scn_dsl" / "catalog.py").read_text(encoding="utf-8")
    assert all(source.count(f'"{name}"') == 1 for name in CATALOG)


def _public_names(path: Path) -> Iterator[str]:
    """The public names that a module defines."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names = [name]
            case ast.Assign(targets=targets):
                names = [target.id for target in targets if isinstance(target, ast.Name)]
            case ast.AnnAssign(target=ast.Name(id=name)):
                names = [name]
            case _:
                names = []
        yield from (name for name in names if not (name.startswith("_") or name == "TYPE_CHECKING"))


def test_a_public_name_means_one_thing() -> None:
    """Platforms consist of modules, and so of functions, with the same names, and so do the modules of their APIs; contracts
    (`payload.py`) have the vendor's words."""
    homes: dict[str, set[str]] = {}
    for folder in ("dsl", "grammar", "compiler"):
        for path in (ROOT / folder).rglob("*.py"):
            module = path.relative_to(ROOT / folder).as_posix()
            own = re.match(r"scn_compiler/(?:platforms/(?!kit/)\w+/|(?=sync/platforms/))(.+)", module)
            if path.name not in ("payload.py", "pygments_lexer.py", "rare_constructor_table.py"):
                for name in _public_names(path):
                    homes.setdefault(name, set()).add(
                        re.sub(r"/__init__\.py$|(?<=sync/platforms)/\w+\.py$|\.py$", "", own[1])
                        if own
                        else module
                    )

    assert {name: modules for name, modules in homes.items() if len(modules) > 1} == {}


def test_modules_stay_small() -> None:
    for folder in ("dsl", "grammar", "compiler"):
        for path in (ROOT / folder).rglob("*.py"):
            if path.name.endswith("constructor_table.py"):
                continue  # built
            assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, path
