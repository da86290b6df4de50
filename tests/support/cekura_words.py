"""Cekura's rules for words, tags, functions and voices: the other half of `cekura_oracle.py`."""

import json
import re
from collections.abc import Iterator
from typing import Any

Refusals = Iterator[str]

SOUNDS = set(
    "office-ambience coffee-shop kitchen-noise home-chatter vacuum-cleaner dog-barking baby-crying keyboard-typing "
    "coughing background-printer quiet-room air-conditioner construction-site busy-street airport-boarding inside-car "
    "inside-train public-park rain-thunder windy-day restaurant shopping-mall stadium-crowd standard-hiss static-radio "
    "fan-buzz ship-humming two-people-talking train-station holding-on-song office beep cough1 cough2 female-crying "
    "male-crying ringback off".split()
)
TAG = re.compile(r"""<(/?)([a-z_]+)((?:\s+[a-z_]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*)\s*(/?)>""")
ATTRIBUTE = re.compile(r"""([a-z_]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
TAGS = set(
    "ivr voicemail ignore_interruptions endcall silence hold break spell speed volume voice dtmf send_sms client_message "
    "interruption background_noise noise network_simulation function".split()
)
NUMBER = re.compile(r"\d+(?:\.\d+)?")

VOICE_MODELS = ("eleven_flash_v2_5", "eleven_multilingual_v2", "eleven_turbo_v2_5", "sonic-3.5")
INLINE = set(
    "base name prompt language accent voice_model voice_id provider speed background_noise end_call_enabled".split()
)


def text_refusals(
    text: str, verbatim: bool, opens: bool, follows: bool, declared: dict[str, set[str]] | None
) -> Refusals:
    if len(text.encode("utf-8", "replace")) > 16 * 1024:
        yield "30"
    outside = TAG.sub("", text)
    for match in TAG.finditer(text):
        closing, name, attributes, self_closed = match.groups()
        if name not in TAGS or closing:
            continue
        values = {
            each[1]: each[2] if each[2] is not None else each[3] for each in ATTRIBUTE.finditer(attributes)
        }
        if not verbatim and name != "function":
            yield "13"
            continue
        yield from _tag(name, values)
        if name in ("ivr", "voicemail") and text.strip() != match[0]:
            yield "14"
        if name == "voicemail" and not values.get("text", "x").strip():
            yield "14"
        if name == "voice" and "text" in values and not self_closed:
            yield "23"
        if name == "interruption" and (not follows or text[: match.start()].strip()):
            yield "16"
        if name == "interruption" and not outside.strip() and not re.search("<(?:noise|audio) ", text):
            yield "16"
        if name == "function" and (opens or (declared is not None and values.get("name") not in declared)):
            yield "27"
    for function, output in re.findall(r"\{\{\s*function\.([\w-]+)\.([\w-]+)\s*\}\}", text):
        if opens or not verbatim or (declared is not None and output not in declared.get(function, ())):
            yield "27"


def _tag(name: str, values: dict[str, str]) -> Refusals:
    needed = {"ivr": "text", "dtmf": "digits", "send_sms": "text", "client_message": "t", "function": "name",
              "background_noise": "sound", "noise": "sound", "speed": "ratio", "volume": "ratio", "silence": "time",
              "hold": "time", "break": "time", "interruption": "time", "voice": "provider"}  # fmt: skip
    if name in needed and not values.get(needed[name], "").strip():
        yield "28"
        return
    match name:
        case "silence" | "hold" | "break" | "interruption":
            if not re.fullmatch(r"\d+(?:\.\d+)?s", values["time"]):
                yield "19"
        case "speed" | "volume":
            low, high = (0.1, 2.0) if name == "speed" else (0.0, 2.0)
            if not NUMBER.fullmatch(values["ratio"]) or not low <= float(values["ratio"]) <= high:
                yield "17" if name == "speed" else "18"
        case "dtmf":
            if not re.fullmatch(
                r"[0-9*#A-D]*", re.sub(r"\{\{test_profile\.[\w.]+\}\}", "", values["digits"])
            ):
                yield "20"
        case "background_noise":
            if values["sound"] not in SOUNDS and not re.match("https?://", values["sound"]):
                yield "21"
        case "voice":
            if values["provider"] not in ("cartesia", "11labs") or not values.get("id"):
                yield "23"
        case "network_simulation":
            known = bool(values) and not values.keys() - {"packet_loss", "jitter", "latency"}
            numbers = all(map(NUMBER.fullmatch, values.values()))
            if not known or not numbers or float(values.get("packet_loss", 0)) > 100:
                yield "22"
        case _:
            pass


def declared_in(functions: Any) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for each in functions if isinstance(functions, list) else ():
        if isinstance(each, dict) and isinstance(each.get("name"), str):
            config = each.get("config")
            mapping = config.get("response_mapping") if isinstance(config, dict) else None
            found[each["name"]] = set(mapping) if isinstance(mapping, dict) else set()
    return found


def function_refusals(functions: Any) -> Refusals:
    formed = isinstance(functions, list) and all(map(_is_function, functions))
    if not formed or len({each["name"] for each in functions}) < len(functions):
        yield "26"


def _is_function(entry: Any) -> bool:
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        return False
    if not re.fullmatch("[A-Za-z0-9_-]{1,64}", entry["name"]) or entry.get("type") != "rest_api":
        return False
    config = entry.get("config")
    return isinstance(entry.get("auto_run", True), bool) and isinstance(config, dict) and _is_config(config)


def _is_config(config: dict[str, Any]) -> bool:
    url, method, seconds = config.get("url"), config.get("method", "GET"), config.get("timeout_seconds", 10)
    if not isinstance(url, str) or not re.match("https?://", url) or method not in ("GET", "POST"):
        return False
    if "body" in config and (method == "GET" or not isinstance(config["body"], dict | list | str | None)):
        return False
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 1 <= seconds <= 30:
        return False
    for key in ("headers", "query_params"):
        table = config.get(key, {})
        if not isinstance(table, dict) or not all(
            isinstance(value, str) or _is_number(value) for value in table.values()
        ):
            return False
    mapping = config.get("response_mapping", {})
    return isinstance(mapping, dict) and all(map(_is_output, mapping.values()))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_output(path: Any) -> bool:
    if isinstance(path, dict):
        path = path.get("path") if not path.keys() - {"path", "default"} else None
    return isinstance(path, str) and bool(path) and "*" not in path and ".." not in path and "?" not in path


def _is_speed(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0.8 <= value <= 1.2


def is_personality(value: Any) -> bool:
    if not isinstance(value, dict):
        return type(value) is int and value >= 1
    if value.keys() - INLINE or not all(
        isinstance(value.get(key, ""), str) for key in ("name", "prompt", "voice_id")
    ):
        return False
    if len(value.get("name", "")) > 255:
        return False
    if not isinstance(value.get("end_call_enabled", True), bool) or not _is_speed(value.get("speed", 1)):
        return False
    if "voice_model" in value and value["voice_model"] not in VOICE_MODELS:
        return False
    if not isinstance(value.get("language", ""), str):
        return False
    if "base" in value:
        return type(value["base"]) is int and value["base"] >= 1
    return value.keys() >= {"prompt", "language", "voice_model", "voice_id", "background_noise"}


def has_half_characters(payload: Any) -> bool:
    """Whether a text has half a character, which UTF-8 and so a request can't contain (RFC 8259, 8.1)."""
    text = json.dumps(payload, ensure_ascii=False)
    halves = re.compile("[\ud800-\udfff]")
    if halves.search(text):
        return True
    inner = re.findall(r"(?:\\\\u[dD][89a-fA-F][0-9a-fA-F]{2})+", text)
    return any(halves.search(json.loads('"' + each.replace("\\\\", "\\") + '"')) for each in inner)
