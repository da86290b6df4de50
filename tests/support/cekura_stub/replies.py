"""A request as the routes see it, and the forms of answers: pages, arrays, refusals."""

from collections.abc import Callable, Iterable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from support.cekura_stub.store import Access, Row, Store

FILTERS = ("agent_id", "project_id", "assistant_id", "organization_id")


class Refusal(Exception):  # noqa: N818  (it is an answer)
    """An answer other than success, with its status and body."""

    def __init__(self, status: int, body: Any) -> None:
        self.status = status
        self.body = body


def refuse_field(name: str, text: str) -> Refusal:
    return Refusal(400, {name: [text]})


def not_found(text: str = "Not found.") -> Refusal:
    return Refusal(404, {"detail": text})


class Call:
    """A request that has reached the platform: its body, query and numbers in its path, and what its key may see."""

    def __init__(self, request: Request) -> None:
        self.store: Store = request.app.state.store
        self.access: Access = request.scope["access"]
        self.sent: object = request.scope["json"]
        self.query = dict(request.query_params)
        self.params: dict[str, Any] = request.path_params
        self._url = request.url.replace(path=request.scope["sent_path"])

    @property
    def body(self) -> Row:
        """The body, which has to be an object."""
        if not isinstance(self.sent, dict):
            raise refuse_field("non_field_errors", "Invalid data. Expected a dictionary.")
        return self.sent

    def own(self, rows: Iterable[Row]) -> list[Row]:
        """Return the rows that the key may see and that the filters of the query choose."""
        return [row for row in rows if self.may_see(row) and self._chosen(row)]

    def one(self, rows: dict[int, Row], name: str = "id") -> Row:
        """Return the row that the path names; one of another project doesn't exist for this key."""
        row = rows.get(self.params[name])
        if row is None or not self.may_see(row):
            raise not_found()
        return row

    def need_filter(self) -> None:
        """Refuse a list that a user's key asks for without saying of what."""
        if self.access.needs_filter and not self.query.keys() & set(FILTERS):
            raise Refusal(400, {"detail": "Please provide one of the required query parameter"})

    def number(self, name: str) -> int | None:
        value = self.query.get(name, "")
        if value and not value.isdecimal():
            raise refuse_field(name, "A valid integer is required.")
        return int(value) if value else None

    def numbers(self, name: str) -> set[int]:
        return {int(each) for each in self.query.get(name, "").split(",") if each.strip().isdecimal()}

    def page(self, rows: list[Row]) -> Row:
        """Return a page of rows, with addresses of the pages beside it."""
        shapes = self.store.shapes
        size = min(max(self.number("page_size") or shapes.page_size, 1), shapes.longest_page)
        page = self.number("page") or 1
        last = max(1, -(-len(rows) // size))
        if page > last:
            raise not_found("Invalid page.")

        def address(number: int) -> str | None:
            return str(self._url.include_query_params(page=number)) if 1 <= number <= last else None

        return {
            "count": len(rows),
            "next": address(page + 1),
            "previous": address(page - 1),
            "results": rows[(page - 1) * size : page * size],
        }

    def may_see(self, row: Row) -> bool:
        """Whether a thing belongs to the key's project, or to all projects."""
        return self.access.project is None or row.get("project") in (None, self.access.project)

    def _chosen(self, row: Row) -> bool:
        project, agent = self.number("project_id"), self.number("agent_id")
        if project is not None and row.get("project") not in (None, project):
            return False
        return agent is None or "agent" not in row or row["agent"] in (None, agent)


def route(method: str, path: str, answer: Callable[[Call], Any], status: int = 200) -> Route:
    """Return a route below `/test_framework/` that answers with JSON; `None` means without a body."""

    async def endpoint(request: Request) -> Response:
        try:
            content = answer(Call(request))
        except Refusal as refusal:
            return JSONResponse(refusal.body, refusal.status)
        return Response(status_code=status) if content is None else JSONResponse(content, status)

    full = path if path.startswith("/") else f"/test_framework/{path}"
    return Route(full, endpoint, methods=[method])
