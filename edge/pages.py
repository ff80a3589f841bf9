"""The page of the sale: its files, ready to be sent."""

from collections.abc import Iterator
from importlib.resources import files

from aiohttp.web import Response

_TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript"}
_PATHS = {"/": "index.html", "/page.css": "page.css", "/page.js": "page.js"}
_SAFE = {
    "Cache-Control": "public, max-age=60",
    "Content-Security-Policy": "default-src 'self'; img-src data:; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class Pages:
    """The files of the page by their paths; read once."""

    def __init__(self) -> None:
        folder = files("edge") / "page"
        self._files = {
            path: ((folder / name).read_bytes(), _TYPES[name.rpartition(".")[2]])
            for path, name in _PATHS.items()
        }

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __getitem__(self, path: str) -> Response:
        body, kind = self._files[path]
        return Response(body=body, headers=_SAFE | {"Content-Type": f"{kind}; charset=utf-8"})
