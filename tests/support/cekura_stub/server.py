"""Cekura's API as a server: keys, slashes, versions."""

import re
from typing import Any

from starlette.applications import Starlette

from support.cekura_stub import names, runs, scenarios, suites
from support.cekura_stub.store import Access, Shapes, Store
from support.stub_faults import Answer, Fault, Meanwhile, answer
from support.stub_server import Scope, StubServer

_VERSIONS = {
    "scenarios": ("v1", "v2"), "results": ("v1", "v2"), "runs": ("v1", "v2"), "metrics": ("v1", "v2"),
    "aiagents": ("v1", "v2"), "personalities": ("v1",), "test-profiles": ("v1",), "predefined-metrics": ("v1",),
    "phone-numbers": ("v1",), "tools": ("v1",),
}  # fmt: skip
_VERSIONED = re.compile(r"/test_framework/(v\d)/([\w-]+?)(?:-external)?/")


class CekuraStub(StubServer):
    """Cekura's API on loopback, for tests, with an account that is empty but for things to name.

    Attributes:
        key: Sees project 1 alone.
        other_key: Sees project 2 alone.
        organization_key: Sees all projects.
        user_token: Sees all projects, but has to say of which one it wants a list; for `Authorization: Bearer`.
    """

    store: Store
    key_headers = ("x-cekura-api-key", "authorization")

    def __init__(self, shapes: Shapes | None = None) -> None:
        app = Starlette(routes=[*suites.ROUTES, *scenarios.ROUTES, *runs.ROUTES, *names.ROUTES])
        super().__init__(Store(shapes or Shapes()), app)
        app.state.store = self.store
        self.key = self.store.new_key(Access(1))
        self.other_key = self.store.new_key(Access(2))
        self.organization_key = self.store.new_key(Access(None))
        self.user_token = self.store.new_key(Access(None, needs_filter=True))

    def change_after_get(self, identity: int, **changes: Any) -> Fault:
        """Let somebody else change a scenario right after the next time that it is read."""
        change = Meanwhile(lambda store: store.change(identity, changes))
        return self.fail(change, "GET", f"*/scenarios/{identity}/", after=True)

    async def carry_out(self, scope: Scope, body: bytes, sent: object, key: str) -> Answer:
        path = scope["path"]
        if not path.endswith("/"):
            if self.store.shapes.slashes == "required":
                return answer(404, {"detail": "Not found."})
            if self.store.shapes.slashes == "redirect":
                asked = scope["query_string"].decode()
                return answer(301, {}, location=f"{path}/?{asked}" if asked else f"{path}/")
            path += "/"
        access = self.store.keys.get(key)
        if access is None:
            return answer(401, {"detail": "Authentication credentials were not provided or are invalid."})
        inner = {
            **scope,
            "path": _unversioned(path),
            "sent_path": scope["path"],
            "access": access,
            "json": sent,
        }
        inner["raw_path"] = inner["path"].encode()
        return await self.ask_app(inner, body)


def _unversioned(path: str) -> str:
    """Return the path of a route: without its version and the `-external` of an alias; unknown versions have none."""
    found = _VERSIONED.match(path)
    if not found:
        return path
    version, name = found.groups()
    if version not in _VERSIONS.get(name, ()):
        return "/unknown/"
    return f"/test_framework/{name}/{path[found.end() :]}"
