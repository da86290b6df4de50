"""Where the key and the address come from, and which ones are refused."""

from pathlib import Path

import pytest

from scn_compiler.sync.credentials import CEKURA, NoCredentials, find_credentials


def in_file(home: Path, text: str | bytes) -> None:
    (home / ".cekura").mkdir()
    (home / ".cekura" / "config.toml").write_bytes(text if isinstance(text, bytes) else text.encode())


def test_a_variable_wins_over_the_file(tmp_path: Path) -> None:
    in_file(tmp_path, 'api_key = "of-file"\napi_url = "https://eu.example.com/"\n')

    assert find_credentials(CEKURA, {}, tmp_path).key == "of-file"
    found = find_credentials(CEKURA, {"CEKURA_API_KEY": "of-variable"}, tmp_path)
    assert (found.key, found.url, found.source) == ("of-variable", "https://eu.example.com", "CEKURA_API_KEY")


def test_the_key_is_not_in_the_representation(tmp_path: Path) -> None:
    assert "secret-1" not in repr(find_credentials(CEKURA, {"CEKURA_API_KEY": "secret-1"}, tmp_path))


@pytest.mark.parametrize(
    ("variables", "file", "message"),
    [
        ({}, "", "no API key: set CEKURA_API_KEY, or `api_key` in ~/.cekura/config.toml"),
        ({"CEKURA_API_KEY": "a\nb"}, "", "the API key in CEKURA_API_KEY has characters that no key has: copy it again"),
        ({}, "api_key = ", "~/.cekura/config.toml isn't valid TOML: Invalid value (at end of document)"),
        ({}, b"\xff", "~/.cekura/config.toml can't be read: not UTF-8"),
        ({"CEKURA_API_KEY": "k", "CEKURA_API_URL": "http://api.example.com"}, "",
         "CEKURA_API_URL must start with https://, because http:// would send the key unencrypted"),
        ({"CEKURA_API_KEY": "k", "CEKURA_API_URL": "api.example.com"}, "",
         "CEKURA_API_URL isn't an address: write it like https://api.example.com"),
        ({"CEKURA_API_KEY": "k"}, 'api_url = "https://u:p@api.example.com"',
         "~/.cekura/config.toml isn't an address: write it like https://api.example.com"),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_said(
    tmp_path: Path, variables: dict[str, str], file: str | bytes, message: str
) -> None:
    if file:
        in_file(tmp_path, file)
    with pytest.raises(NoCredentials) as error:
        find_credentials(CEKURA, variables, tmp_path)

    assert str(error.value) == message


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"])
def test_this_machine_needs_no_encryption(tmp_path: Path, url: str) -> None:
    assert find_credentials(CEKURA, {"CEKURA_API_KEY": "k", "CEKURA_API_URL": url}, tmp_path).url == url
