"""Stubs of the platforms other than Cekura: small, with the requests that their documents name, and nothing else.

Where a document leaves something open, a stub can answer both ways: `replaces` is whether PUT forgets what it leaves out.

Sources: docs.eqho.ai, simulations, 2026-08-20; docs.sophiie.ai, scenarios, January 2026; Bimpe's console API, 2026-11-20,
and its SDK at eaf19b8c; Sensay's OpenAPI of version 2025-03-25. No live service was ever asked.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from support.stub_faults import Answer, answer
from support.stub_server import Scope, StubServer

Row = dict[str, Any]


class Refused(Exception):  # noqa: N818  (it is an answer)
    """An answer other than success."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        self.message = message


@dataclass
class Account:
    """The objects of an account by id, as requests wrote them, and the times of their changes."""

    rows: dict[str, Row] = field(default_factory=dict)
    changed: dict[str, str] = field(default_factory=dict)
    revisions: dict[str, int] = field(default_factory=dict)
    created: list[str] = field(default_factory=list)
    now: datetime = datetime(2026, 1, 1, tzinfo=UTC)

    def put(self, identity: str, row: Row) -> None:
        if identity not in self.revisions:
            self.created.append(identity)
        self.now += timedelta(seconds=1)
        self.rows[identity] = deepcopy(row)
        self.changed[identity] = self.now.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        self.revisions[identity] = self.revisions.get(identity, 0) + 1

    def change(self, identity: str, **changes: Any) -> None:
        """Let somebody else change an object."""
        self.put(identity, {**self.rows[identity], **changes})

    def named(self, name: str) -> str:
        """Return the id of the only object with a name."""
        [found] = [identity for identity, row in self.rows.items() if row.get("name") == name]
        return found


class PlatformStub(StubServer):
    """An account of one platform."""

    store: Account
    platform: ClassVar[str]
    path: ClassVar[str]
    methods: ClassVar[tuple[str, ...]]
    variables: ClassVar[tuple[str, str]]
    """The environment variables of its key and of its address."""

    key = "stub-key-0123456789"

    def __init__(self, *, replaces: bool = True) -> None:
        routes = [
            Route(self.path, self._all, methods=["GET", "POST"]),
            Route(f"{self.path}/{{id}}", self._one, methods=["GET", "PUT", "PATCH", "DELETE"]),
        ]
        super().__init__(Account(), Starlette(routes=routes))
        self.replaces = replaces

    @property
    def environment(self) -> dict[str, str]:
        key, url = self.variables
        return {key: self.key, url: self.url}

    async def carry_out(self, scope: Scope, body: bytes, sent: object, key: str) -> Answer:
        if key != self.key:
            return answer(401, self.refusal(Refused(401, "This key is not known.")))
        return await self.ask_app({**scope, "json": sent}, body)

    async def _all(self, request: Request) -> Response:
        return self._answered(request, "LIST" if request.method == "GET" else "POST")

    async def _one(self, request: Request) -> Response:
        return self._answered(request, request.method)

    def _answered(self, request: Request, method: str) -> Response:
        try:
            if method not in self.methods:
                raise Refused(405, "This method is not allowed.")
            content = self.answer(method, self.identity(request), request.scope["json"], request)
        except Refused as refusal:
            return JSONResponse(self.refusal(refusal), refusal.status)
        return JSONResponse(content)

    def identity(self, request: Request) -> str:
        """Return the id that the path names; empty for the path of all objects."""
        identity = request.path_params.get("id", "")
        if identity and identity not in self.store.rows:
            raise Refused(404, "There is no such object.")
        return str(identity)

    def answer(self, method: str, identity: str, sent: Any, request: Request) -> Any:
        """Carry out a request of one of the methods."""
        match method:
            case "LIST":
                return self.page(request)
            case "POST":
                identity = self.new_id()
                self.check(identity, sent)
                self.store.put(identity, sent)
            case "PUT":
                self.check(identity, sent)
                self.store.put(identity, sent if self.replaces else {**self.store.rows[identity], **sent})
            case "PATCH":
                self.check(identity, {**self.store.rows[identity], **sent})
                self.store.change(identity, **sent)
            case "DELETE":
                del self.store.rows[identity]
                return {}
        return self.shown(identity)

    def new_id(self) -> str:
        return str(len(self.store.created) + 1)

    def check(self, identity: str, body: Row) -> None:
        """Refuse a body that the platform doesn't accept."""

    def page(self, request: Request) -> Any:
        raise NotImplementedError

    def rows_of(self, request: Request, size_key: str) -> list[str]:
        """Return the ids on the page that a request asks for."""
        size, number = int(request.query_params[size_key]), int(request.query_params["page"])
        return list(self.store.rows)[(number - 1) * size : number * size]

    def shown(self, identity: str) -> Any:
        """Return an object as an answer has it."""
        raise NotImplementedError

    def refusal(self, refused: Refused) -> Any:
        raise NotImplementedError


_LEAD = {
    "instructions": {"known_info": None, "unknown_info": None, "language": "en"},
    "persona": None,
    "actions": {},
}
_ACTION = {"instructions": None, "settings": {}, "is_async": False, "execution_type": "live",
           "messages": {"start": None, "completed": None, "failed": None, "delayed": None},
           "response_mode": "interactive"}  # fmt: skip
_SETUP = {"dynamic_variables": {}, "conversation_direction": "inbound", "conversation_medium": "chatbot",
          "action_mocks": {}, "message_history": []}  # fmt: skip
_CALL = {"requestor": "assistant", "info": None, "compare_args": None}


def _filled(value: Row, defaults: Row) -> Row:
    """Return an object with what it leaves out."""
    found = {**value}
    for key, default in defaults.items():
        inside = found.get(key)
        if inside is None:
            found[key] = deepcopy(default)
        elif isinstance(default, dict) and isinstance(inside, dict):
            found[key] = _filled(inside, default)
    return found


class EqhoStub(PlatformStub):
    """Eqho's simulation scenarios: no list, no way to delete one; answers have all fields."""

    platform = "eqho"
    path = "/v1/simulation/scenarios"
    methods = ("POST", "GET", "PUT")
    variables = ("EQHO_API_KEY", "EQHO_API_URL")
    key_headers = ("x-api-key",)

    def new_id(self) -> str:
        return f"{len(self.store.created) + 1:024x}"

    def check(self, identity: str, body: Row) -> None:  # noqa: ARG002
        if not body.get("name") or not body.get("lead_scenario"):
            raise Refused(422, "field required")

    def shown(self, identity: str) -> Row:
        row = self.store.rows[identity]
        history = {
            "revision": self.store.revisions[identity],
            "last_modified_at": self.store.changed[identity],
        }
        own = {"_id": identity, "account_id": "0" * 24, "history": history}
        return {**own, **eqho_answer(row)}

    def refusal(self, refused: Refused) -> Row:
        return {"detail": [{"loc": ["body", "name"], "msg": refused.message, "type": "missing"}]}


def eqho_answer(body: Row) -> Row:
    """Return a body as an answer has it: with every field, and numbered messages."""
    lead = _filled(body["lead_scenario"], _LEAD)
    lead["actions"] = {slug: _filled(each, _ACTION) for slug, each in lead["actions"].items()}
    setup = _filled(body.get("environment_setup") or {}, _SETUP)
    setup["message_history"] = [
        {**each, "turn_idx": number, "timestamp": "2026-01-01T00:00:00Z"}
        for number, each in enumerate(setup["message_history"])
    ]
    setup["action_mocks"] = {
        name: _filled(each, {"default_is_error": False, "default_return_value": None})
        for name, each in setup["action_mocks"].items()
    }
    criteria = _filled(body.get("evaluation_criteria") or {}, {"actions": [], "nl_assertions": []})
    criteria["actions"] = [_filled(each, _CALL) for each in criteria["actions"]]
    description = _filled(body.get("description") or {}, {"purpose": None, "notes": None})
    rest = {"scenario_set_id": None, "folder": None, **body}
    return {**rest, "lead_scenario": lead, "environment_setup": setup, "evaluation_criteria": criteria,
            "description": description}  # fmt: skip


class SophiieStub(PlatformStub):
    """Sophiie's scenarios: names are unique, PUT has an undocumented effect on what it leaves out."""

    platform = "sophiie"
    path = "/v1/scenarios"
    methods = ("LIST", "POST", "GET", "PUT", "DELETE")
    variables = ("SOPHIIE_API_KEY", "SOPHIIE_API_URL")
    key_headers = ("authorization",)

    def check(self, identity: str, body: Row) -> None:
        if any(
            row.get("name") == body.get("name") for each, row in self.store.rows.items() if each != identity
        ):
            raise Refused(409, "A scenario with this name exists.")

    def answer(self, method: str, identity: str, sent: Any, request: Request) -> Any:
        found = super().answer(method, identity, sent, request)
        return {"scenario": found} if method in ("GET", "PUT") else found

    def page(self, request: Request) -> Row:
        size = int(request.query_params["limit"])
        assert size <= 100
        count = len(self.store.rows)
        shown = [self.shown(each) for each in self.rows_of(request, "limit")]
        return {"scenarios": shown, "totalPages": -(-count // size), "currentPage": int(request.query_params["page"]),
                "totalCount": count}  # fmt: skip

    def shown(self, identity: str) -> Row:
        times = {"createdAt": "2026-01-01T00:00:00.000Z", "updatedAt": self.store.changed[identity]}
        return {"id": int(identity), **sophiie_answer(self.store.rows[identity]), **times}

    def refusal(self, refused: Refused) -> Row:
        inside = {"status": refused.status, "message": refused.message}
        return {"success": False, "message": refused.message, "error": inside}


def sophiie_answer(body: Row) -> Row:
    """Return a body as an answer has it: with every field."""
    nothing = dict.fromkeys(("prompt", "response", "outcome", "tradeServiceId"))
    questions = [
        {
            **asked,
            "answerOptions": [{"followUps": [], **option} for option in asked.get("answerOptions") or []],
        }
        for asked in body.get("questions") or []
    ]
    return {**nothing, "isActive": True, **body, "questions": questions}


class BimpeStub(PlatformStub):
    """Bimpe's workflows: one for each `Idempotency-Key`; empty lists come back with placeholders."""

    platform = "bimpe"
    path = "/api/v1/console/workflows"
    methods = ("LIST", "POST", "GET", "PATCH", "DELETE")
    variables = ("BIMPE_API_KEY", "BIMPE_API_URL")
    key_headers = ("authorization", "x-api-key")

    def __init__(self, *, replaces: bool = True) -> None:
        super().__init__(replaces=replaces)
        self.tokens: dict[str, str] = {}

    def new_id(self) -> str:
        return f"wf-{len(self.store.created) + 1}"

    def check(self, identity: str, body: Row) -> None:  # noqa: ARG002
        for name in ("name", "system_prompt"):
            if not str(body.get(name) or "").strip():
                raise Refused(400, f"{name}: must not be blank")

    def answer(self, method: str, identity: str, sent: Any, request: Request) -> Any:
        token = request.headers.get("idempotency-key", "")
        assert len(token) <= 255
        if method == "POST" and token in self.tokens:
            return {"message": "Created", "data": self.shown(self.tokens[token])}
        found = super().answer(method, identity, sent, request)
        if method == "POST" and token:
            self.tokens[token] = found["id"]
        return found if method == "LIST" else {"message": "Success", "data": found}

    def page(self, request: Request) -> Row:
        assert request.query_params["scope"] == "owned"
        size = int(request.query_params["limit"])
        assert size <= 100
        shown = [self.shown(each) for each in self.rows_of(request, "limit")]
        return {
            "message": "Success",
            "data": shown,
            "meta": {"total_count": len(self.store.rows), "limit": size},
        }

    def shown(self, identity: str) -> Row:
        own = {"id": identity, "visibility": "private", "is_owner": True, "created_at": "2026-01-01T00:00:00.000Z",
               "updated_at": self.store.changed[identity]}  # fmt: skip
        return {**own, **bimpe_answer(self.store.rows[identity])}

    def refusal(self, refused: Refused) -> Row:
        return {"message": [refused.message], "error": "Bad Request", "code": "validation_error",
                "statusCode": refused.status, "request_id": "req-1"}  # fmt: skip


def bimpe_answer(body: Row) -> Row:
    """Return a body as an answer has it: null, and lists with entries that say nothing."""
    empty = dict.fromkeys(("description", "category", "tags", "channels", "guide", "video_url", "setup_time"))
    lists = {
        "rules": [[]],
        "flows": [{}],
        "faq": [[]],
        "setup_steps": [[], []],
        "actions": [],
        "integrations": [],
    }
    rules = [{"condition": None, "action": None, **each} for each in body.get("rules") or []]
    flows = [{"description": None, "category": None, **each} for each in body.get("flows") or []]
    told = {key: value for key, value in body.items() if value not in ([], None)}
    return {
        **empty,
        **lists,
        **told,
        **({"rules": rules} if rules else {}),
        **({"flows": flows} if flows else {}),
    }


REPLICA = "11111111-1111-4111-8111-111111111111"
CONVERSATION = "22222222-2222-4222-8222-222222222222"


class SensayStub(PlatformStub):
    """Sensay's notes on conversations, of which the account has one; a list doesn't have the notes."""

    platform = "sensay"
    path = f"/v1/replicas/{REPLICA}/conversations"
    methods = ("LIST", "GET", "PATCH")
    variables = ("SENSAY_ORGANIZATION_SECRET", "SENSAY_API_URL")
    key_headers = ("x-organization-secret",)

    def __init__(self, *, replaces: bool = True) -> None:
        super().__init__(replaces=replaces)
        self.store.put(CONVERSATION, {})

    def answer(self, method: str, identity: str, sent: Any, request: Request) -> Any:
        assert request.headers["x-api-version"] == "2025-03-25"
        found = super().answer(method, identity, sent, request)
        return {"success": True} if method == "PATCH" else found

    def page(self, request: Request) -> Row:
        shown = [self._about(each) for each in self.rows_of(request, "pageSize")]
        return {"success": True, "items": shown, "total": len(self.store.rows)}

    def shown(self, identity: str) -> Row:
        return {"success": True, **self._about(identity), **sensay_answer(self.store.rows[identity])}

    def _about(self, identity: str) -> Row:
        return {"uuid": identity, "chatUUID": CONVERSATION, "source": "web", "messageCount": 4}

    def refusal(self, refused: Refused) -> Row:
        return {"success": False, "error": refused.message, "request_id": "req-1", "fingerprint": "f"}


def sensay_answer(body: Row) -> Row:
    """Return a note as an answer has it: with every field."""
    return {"summary": None, "commonQuestions": [], "commonTopics": [], **body}
