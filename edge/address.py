"""The address of a service: where it listens, and nothing of what is asked there."""

from urllib.parse import urlsplit


def check_address(url: str) -> str:
    """The address without the slash at its end; ValueError for one that is none."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        known = None
    if not known or parts.username or parts.query or parts.fragment or parts.path.strip("/"):
        raise ValueError(f'wanted an address such as "http://127.0.0.1:8080", got "{url}"')
    return url.rstrip("/")
