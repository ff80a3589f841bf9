"""The page of the sale and the description of the service: their files, ready to be sent."""

from collections.abc import Iterator
from importlib.resources import files

from aiohttp.web import Response

_FILES = {
    "/": ("page/index.html", "text/html; charset=utf-8"),
    "/page.css": ("page/page.css", "text/css; charset=utf-8"),
    "/page.js": ("page/page.js", "text/javascript; charset=utf-8"),
    "/openapi.json": ("openapi.json", "application/json"),
}
_SAFE = {
    "Cache-Control": "public, max-age=60",
    "Content-Security-Policy": "default-src 'self'; img-src data:; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class Pages:
    """The files by the paths that they are asked for under; read once."""

    def __init__(self) -> None:
        folder = files("edge")
        self._files = {
            path: ((folder / name).read_bytes(), kind) for path, (name, kind) in _FILES.items()
        }

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __getitem__(self, path: str) -> Response:
        body, kind = self._files[path]
        return Response(body=body, headers=_SAFE | {"Content-Type": kind})
