"""Examples of pages as projects that open in the playground."""

import base64
import json
import re
import zlib
from collections.abc import Sequence
from posixpath import dirname, join, normpath, relpath

from scn_compiler.lint.rule_pages import Page

FOLDER = "playground"
"""The folder of the site that has the playground."""

_NEEDED = re.compile(r"^[ \t]*(?:import|script|rows)[ \t]*:[ \t]*(\S+)[ \t]*$", re.M)
_HEADER = {"role": "A caller", "language": "en"}
_BEGINNING = "FIRST_MESSAGE\n  wait\n"
_CONFIGURATION = "scn.toml"
_UNNAMED = "example.scn"


def try_it(fences: Sequence[re.Match[str]], number: int, page: str) -> str:
    """Make the place of a button that opens an example in the playground; empty if the fence isn't a script.

    Args:
        fences: The fences of the page; each has groups for its language, its marks and its text.
        page: The page of the site.
    """
    fence = fences[number]
    if fence["language"] != "scn" or "decompiled" in fence["marks"].split():
        return ""
    named = {name: each["text"] for each in fences if (name := _name(each))}
    opened = _name(fence) or _UNNAMED
    files = {opened: _whole(fence)} | _needed(opened, fence["text"], named)
    tab = "problems" if {"wrong", "warns"} & set(fence["marks"].split()) else "payload"
    return _place(files, opened, tab, page)


def try_rule(rule: Page, text: str, page: str) -> str:
    """Make the place of a button that opens an example of a rule.

    It is empty if the playground doesn't show the problem of the wrong script, for example because that takes a
    measurement, or shows this problem or an error in the right one.

    Args:
        text: The text of a fence on the page of the rule.
        page: The page of the site.
    """
    from scn_compiler.playground.answers import answer  # noqa: PLC0415  (most builds have no playground)

    if rule.language != "scn" or text not in (rule.wrong, rule.right):
        return ""
    files = {_UNNAMED: text} | ({_CONFIGURATION: rule.configuration} if rule.configuration else {})
    found = answer({"method": "check", "files": files, "open": _UNNAMED})["result"]["diagnostics"]
    is_shown = any(each["name"] == rule.kind.name for each in found)
    if text == rule.wrong:
        return _place(files, _UNNAMED, "problems", page) if is_shown else ""
    has_errors = any(each["severity"] == "error" for each in found)
    return "" if is_shown or has_errors else _place(files, _UNNAMED, "payload", page)


def _place(files: dict[str, str], opened: str, tab: str, page: str) -> str:
    goal = f"{relpath(FOLDER, dirname(page) or '.')}/"  # the address under which the page stores itself
    place = f'<div class="scn-try" data-page="{goal}" data-project="{_fragment(files, opened, tab)}"></div>'
    return f"\n\n```{{raw}} html\n{place}\n```\n"


def _name(fence: re.Match[str]) -> str:
    """The name of the file that a fence shows; empty without one."""
    first = (fence["marks"].split() or [""])[0]
    return first if re.search(r"[./]", first) else ""


def _whole(fence: re.Match[str]) -> str:
    """The whole script: a part gets a header and a first block if it lacks them."""
    text: str = fence["text"]
    if _name(fence) or re.search(r"^(?:scenario|fragment|test|script)[ \t]*:", text, re.M):
        return text
    lacking = [f"{name}: {value}\n" for name, value in _HEADER.items() if not _sets(name, text)]
    return "".join(lacking) + ("" if _sets("FIRST_MESSAGE", text) else _BEGINNING) + text


def _sets(word: str, text: str) -> bool:
    return re.search(rf"^[ \t]*(?:@\S+ )?{word}\b", text, re.M) is not None


def _needed(opened: str, text: str, named: dict[str, str]) -> dict[str, str]:
    """The files of the page that a script needs, and the ones that those need."""
    found = {_CONFIGURATION: named[_CONFIGURATION]} if _CONFIGURATION in named else {}
    waiting = [(opened, text)]
    while waiting:
        name, script = waiting.pop()
        for link in _NEEDED.findall(script):
            path = normpath(join(dirname(name), link))
            if path in named and path not in found and path != opened:
                found[path] = named[path]
                waiting.append((path, named[path]))
    return found


def _fragment(files: dict[str, str], opened: str, tab: str) -> str:
    """Pack a project as the playground's links do."""
    packer = zlib.compressobj(9, wbits=-15)
    saved = json.dumps({"files": files, "open": opened, "target": None, "tab": tab}, ensure_ascii=False)
    packed = packer.compress(saved.encode()) + packer.flush()
    return f"s={base64.urlsafe_b64encode(packed).decode().rstrip('=')}"
