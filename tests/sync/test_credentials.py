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


@pytest.mark.parametrize(
    "url",
    ["https://a\x01b", "https://a..b/", "https://xn--/", "https://[::1", "https://ex.com:99999", f"https://{'a' * 70}.com",
     "ftp://x", "https://a/b c", "https://exa mple.com", "https://-a.com", "https://%zz", "https://", "//example.com"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(NoCredentials, match="CEKURA_API_URL isn't an address"):
        find_credentials(CEKURA, {"CEKURA_API_KEY": "k", "CEKURA_API_URL": url}, tmp_path)


@pytest.mark.parametrize(
    "url", ["https://ü.example", "https://a.example.", "https://10.0.0.1:8443/eu", "https://[2001:db8::1]/x"]
)
def test_addresses_have_names_or_numbers(tmp_path: Path, url: str) -> None:
    assert find_credentials(CEKURA, {"CEKURA_API_KEY": "k", "CEKURA_API_URL": url}, tmp_path).url == url


def test_a_user_without_a_home_has_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", no_home)

    assert find_credentials(CEKURA, {"CEKURA_API_KEY": "k"}).key == "k"
