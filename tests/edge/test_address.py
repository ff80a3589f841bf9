"""Addresses of services as they are typed."""

import pytest

from edge.address import check_address


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8080", "https://shop.example", "http://[::1]:9000", "http://a:1"]
)
def test_an_address_is_taken_with_and_without_its_slash(url: str) -> None:
    """What is asked there is put behind it."""
    assert check_address(url) == check_address(f"{url}/") == url


@pytest.mark.parametrize(
    "url",
    [
        *("", "shop", "127.0.0.1:8080", "ftp://127.0.0.1", "http://", "http://:8080"),
        *("http://127.0.0.1:0", "http://127.0.0.1:99999", "http://127.0.0.1:x", "http://[::1"),
        *("http://127.0.0.1:1/buy", "http://127.0.0.1:1?a=b", "http://127.0.0.1:1#a"),
        *("http://eve@127.0.0.1:1", "http://eve:secret@127.0.0.1:1"),
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    """One line says what was wanted; a path, a query and a name are no part of it."""
    with pytest.raises(ValueError, match=r'wanted an address such as "http://127.0.0.1:8080", got'):
        check_address(url)
