"""The platforms by name, with the credentials and the part of the account that their users have."""

from pathlib import Path

import pytest

from scn_compiler.sync.platforms import NoRemote, open_remote
from support.cekura_stub import CekuraStub
from support.syncing import local


@pytest.mark.parametrize(
    ("project", "variables", "file", "asked"),
    [
        ("1", {"CEKURA_PROJECT_ID": "2"}, "default_project_id = 3", "1"),
        ("", {"CEKURA_PROJECT_ID": "2"}, "default_project_id = 3", "2"),
        ("", {}, "default_project_id = 3", "3"),
        ("", {}, 'default_project_id = "3"', "3"),
        ("", {}, "", None),
    ],
)
def test_a_list_is_of_the_project_that_is_named_first(
    tmp_path: Path, project: str, variables: dict[str, str], file: str, asked: str | None
) -> None:
    stub = CekuraStub()
    (tmp_path / ".cekura").mkdir()
    (tmp_path / ".cekura" / "config.toml").write_text(f'api_key = "{stub.key}"\n{file}\n', encoding="utf-8")
    remote = open_remote("cekura", variables, project, tmp_path, stub.transport)
    assert remote.create(local("book").body).name == "Book"
    list(remote.list())

    assert stub.requests[-1].query.get("project_id") == asked


def test_a_platform_without_an_api_is_said_to_have_none() -> None:
    with pytest.raises(NoRemote) as error:
        open_remote("acme", {})

    assert str(error.value) == (
        "scn can't read or write scenarios on `acme`: compile the scripts with `scn compile`, and send the payloads yourself"
    )
