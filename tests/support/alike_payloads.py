"""Payloads made from a few templates, as a team that copies its scenarios has them."""

import random
from dataclasses import dataclass, field
from typing import Any

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
PEOPLE = ("Dana Reyes", "Sam Fox", "Ann Lee", "Priya Nair", "Tom Okafor", "José Martín", "Li Wei")


@dataclass
class Template:
    """A call with places for values: `{day}`, `{name}`, …; the steps in `optional` are in some calls only."""

    title: str
    role: str
    first: str
    steps: tuple[tuple[str, str, bool], ...]
    optional: tuple[tuple[str, str, bool], ...] = ()
    tags: tuple[str, ...] = ()
    expect: str = ""
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)


_ENDING = ("The agent says goodbye", "Thanks for your help. Bye! <endcall />", True)
_CODE = ('contains "code" OR contains "PIN"', "It's <spell>{code}</spell>.", True)
_NAME = ("The agent asks for your name", "My name is {name}.", True)
_HOLD = ("The agent asks you to hold", "Sure, take your time.", True)
_HUMAN = (
    "The agent offers to transfer you to a person",
    "No, you can do it. Stay polite, but refuse.",
    False,
)

TEMPLATES = (
    Template(
        "Move an appointment to {day} at {time}",
        "A patient of Lakeside Dental who wants to move an appointment. Friendly, but short of time, and not willing to "
        "come in before work.",
        "Hi, this is {name}. I need to move my appointment to {day}.",
        (
            _CODE,
            ("The agent offers a time on {day}", "{day} at {time} is fine.", True),
            ("The agent asks for the reason", "Explain that a meeting at work got moved.", False),
            _ENDING,
        ),
        (_NAME, _HOLD),
        ("booking", "nightly"),
        "The appointment is on {day} at {time}",
    ),
    Template(
        "Cancel order {order}",
        "A customer who ordered the wrong size and wants to cancel. Has the order number at hand, and does not accept "
        "anything but the money.",
        "Hello, I'd like to cancel my order {order}, please.",
        (
            _NAME,
            ("The agent asks for the order number", "It's <spell>{order}</spell>.", True),
            ("The agent offers a voucher", "No thanks, I'd rather have the {amount} back.", True),
            _ENDING,
        ),
        (_CODE, _HUMAN),
        ("orders",),
        "The agent cancels order {order} and refunds {amount}",
    ),
    Template(
        "Opening hours in {city} on {day}",
        "Someone who wants to visit the shop and has never been there. Asks one thing at a time, and ends the call as soon "
        "as the opening hours are clear.",
        "Are you open on {day}?",
        (("The agent gives the opening hours", "Great, I'll be there at {time}.", True), _ENDING),
        (_HOLD, ("The agent asks which shop", "The one in {city}.", True)),
        ("smoke",),
    ),
    Template(
        "Impatient caller in {city}, {amount}",
        "A {mood} customer in {city} whose delivery is late. Called twice before, was put on hold both times, and "
        "interrupts long sentences.",
        "Where is my parcel? It should have come on {day}!",
        (
            ("The agent apologizes", "That doesn't help me. Interrupt the agent and ask for a date.", False),
            ("The agent asks for the address", "It goes to {city}, to {name}.", True),
            ("The agent offers a refund", "Fine, send me the {amount}.", True),
            ("The agent asks whether there is anything else", "No. <endcall />", True),
        ),
        (_HUMAN, _CODE),
        ("delivery", "nightly"),
        "The caller knows when the parcel arrives in {city}",
    ),
    Template(
        "Wrong PIN ({code})",
        "A caller who mixes up two PINs and corrects the mistake when the agent asks again. Reads digits one by one.",
        "Hi, I want to check the balance of my account.",
        (
            ('contains "PIN"', "It's <spell>{code}</spell>.", True),
            ("The agent says that the PIN is wrong", "Oh, sorry: <spell>{other}</spell>.", True),
            ("The agent tells the balance", "Is that {amount}? Thanks.", True),
            _ENDING,
        ),
        (_HOLD, _NAME),
        ("security",),
        "The agent tells the balance only after the second PIN",
    ),
    Template(
        "Book a {service} for {name}",
        "A new customer who calls for the first time and asks about prices before booking. Prefers mornings, and does not "
        "give a phone number.",
        "Hello, how much is a {service}?",
        (
            ("The agent names a price", "That's fine. Do you have time on {day}?", True),
            _NAME,
            ("The agent asks for an email address", "Spell out {email}.", False),
            _ENDING,
        ),
        (_HOLD, _CODE),
        ("booking", "sales"),
        "The agent books a {service} on {day}",
    ),
)


def alike_payloads(count: int = 60, seed: int = 1) -> dict[str, Any]:
    """Payloads by file name, made from the templates in turn."""
    chance = random.Random(seed)
    payloads: dict[str, Any] = {}
    titles: set[str] = set()
    for number in range(count):
        template = TEMPLATES[number % len(TEMPLATES)]
        payload = _payload(template, chance)
        for _ in range(20):
            if payload["name"] not in titles:
                break
            payload = _payload(template, chance)
        else:
            payload["name"] += f", call {number}"
        titles.add(payload["name"])
        payloads[f"scenario-{number + 1:03}.json"] = payload
    return payloads


def _payload(template: Template, chance: random.Random) -> Any:
    values = {
        "day": chance.choice(DAYS),
        "name": chance.choice(PEOPLE),
        "time": f"{chance.randint(8, 17)}:{chance.choice(('00', '15', '30'))}",
        "code": f"{chance.choice('ABCD')}{chance.randint(100, 999)}",
        "other": f"{chance.choice('WXYZ')}{chance.randint(100, 999)}",
        "order": f"A-{chance.randint(1000, 9999)}",
        "amount": f"${chance.randint(5, 90)}",
        "city": chance.choice(("Leeds", "Porto", "Graz", "Lyon", "Oslo")),
        "mood": chance.choice(("angry", "tired", "worried")),
        "service": chance.choice(("cleaning", "check-up", "consultation", "repair", "massage", "fitting")),
        "email": f"{chance.choice('abcdef')}.{chance.choice(('smith', 'jones'))}@example.com",
    }
    steps = [step for step in template.optional if chance.random() < 0.3] + [*template.steps]
    conditions = [
        {
            "id": 0,
            "condition": "FIRST_MESSAGE",
            "action": template.first,
            "type": "standard",
            "fixed_message": True,
        }
    ]
    conditions += [
        {"id": number, "condition": trigger, "action": action, "type": "standard", "fixed_message": fixed}
        for number, (trigger, action, fixed) in enumerate(steps, 1)
    ]
    payload = {
        "name": template.title,
        "agent": 301,
        "personality": chance.choice((3, 3, 7)),
        "scenario_language": "en",
        "scenario_type": "conditional_actions",
        "tags": [*template.tags],
        "tool_ids": ["TOOL_END_CALL"],
        "metrics": [11, 12],
        "conditional_actions": {"role": template.role, "conditions": conditions},
    }
    if template.expect:
        payload["expected_outcome_prompt"] = template.expect
    return _filled(payload, values)


def _filled(value: Any, values: dict[str, str]) -> Any:
    match value:
        case dict():
            return {key: _filled(each, values) for key, each in value.items()}
        case list():
            return [_filled(each, values) for each in value]
        case str():
            return value.format(**values)
        case _:
            return value
