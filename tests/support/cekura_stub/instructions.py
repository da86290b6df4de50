"""Conditional actions as the platform stores them: it checks either form, and answers in the form with when/say/then.

This shares no code with the compiler, so that it can contradict it.
Source: the skill reference of conditional actions (after 2026-09-10); the docs' rules 1 to 6.
"""

from typing import Any

Actions = dict[str, Any]

_ROW_KEYS = ("id", "condition", "action", "type", "fixed_message")


def problem_in(actions: object) -> str:
    """Return the first thing that the platform refuses, as `path: text`; empty if it accepts the actions."""
    if not isinstance(actions, dict):
        return "Expected a dictionary of items."
    rows = actions.get("conditions")
    if not isinstance(actions.get("role"), str) or not actions["role"].strip():
        return "role: is required."
    if "conditions" not in actions and "first_message" in actions:
        return ""
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        return "conditions: is required."
    check = _problem_in_chains if _has_chains(actions) else _problem_in_rows
    return check(rows)


def as_stored(actions: Actions) -> Actions:
    """Return actions with `when`, `say` and `then`; rows with ids that branch have no such form and stay unchanged."""
    if _has_chains(actions):
        return actions
    followups: dict[int, list[Actions]] = {}
    for row in actions["conditions"]:
        if row["type"] == "action_followup":
            followups.setdefault(row["condition"], []).append(row)
    if any(len(rows) > 1 for rows in followups.values()):
        return actions

    def steps(row: Actions) -> list[str]:
        after = followups.get(row["id"], [])
        return [_step(row), *(step for each in after for step in steps(each))]

    first, *others = [row for row in actions["conditions"] if row["type"] == "standard"]
    opening, chains = steps(first), [_chain(row["condition"], steps(row)) for row in others]
    return {
        "role": actions["role"],
        "first_message": {"say": opening[0], "then": opening[1:]} if opening[1:] else opening[0],
        **({"conditions": chains} if chains or not opening[1:] else {}),
        **({"functions": actions["functions"]} if actions.get("functions") else {}),
    }


def first_message_of(actions: Actions) -> str:
    """Return the words that the caller opens the call with; empty if the agent speaks first."""
    if not _has_chains(actions):
        return str(actions["conditions"][0]["action"])
    said = actions.get("first_message", "")
    return str(said.get("say", "")) if isinstance(said, dict) else str(said or "")


def _has_chains(actions: Actions) -> bool:
    rows = actions.get("conditions") or [{}]
    return "first_message" in actions or (isinstance(rows[0], dict) and "when" in rows[0])


def _step(row: Actions) -> str:
    action = str(row["action"])
    return action if row["fixed_message"] else f"<ai_generated>{action}</ai_generated>"


def _chain(when: str, steps: list[str]) -> Actions:
    return {"when": when, "say": steps[0], **({"then": steps[1:]} if steps[1:] else {})}


def _problem_in_rows(rows: list[Actions]) -> str:
    seen: set[int] = set()
    for number, row in enumerate(rows):
        at = f"conditions[{number}]"
        for key in _ROW_KEYS:
            if key not in row:
                return f"{at}: {key} is required"
        if row["id"] in seen:
            return f"{at}: duplicate condition ID {row['id']}"
        if number == 0 and (row["condition"] != "FIRST_MESSAGE" or row["id"] != 0):
            return "the first condition must have condition='FIRST_MESSAGE'"
        if number and not str(row["action"]).strip():
            return f"{at}: action cannot be empty"
        if row["type"] == "action_followup" and row["condition"] not in seen:
            return f"{at}: condition must be the id of an earlier condition"
        seen.add(row["id"])
    return ""


def _problem_in_chains(rows: list[Actions]) -> str:
    for number, row in enumerate(rows):
        at = f"conditions[{number}]"
        if unknown := sorted(row.keys() - {"when", "say", "then"}):
            return f"{at}: unknown field(s) {', '.join(unknown)}. Allowed: when, say, then."
        for key in ("when", "say"):
            if not str(row.get(key) or "").strip():
                return f"{at}.{key}: is required."
        for place, step in enumerate(row.get("then", [])):
            if not str(step).strip():
                return f"{at}.then[{place}]: has an empty step"
    return ""
