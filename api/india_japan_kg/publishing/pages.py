"""A page of the server made fit for a static site: its links lead to files, or nowhere."""

import posixpath
import re
from collections.abc import Mapping
from html import unescape
from typing import Final

_LINK: Final = re.compile(r' (href|src)="([/?][^"]*)"')
_LIVE: Final = (
    re.compile(r'<form class="ask\b.*?</form>', re.DOTALL),
    re.compile(r'<div class="languages".*?</div>', re.DOTALL),
)
"""What needs a server: forms, and the choice of another language."""


def static_page(page: str, file: str, files: Mapping[str, str]) -> str:
    """Return `page` with links that are relative to its `file`.

    Args:
        page: the HTML of the server.
        file: where it is written, from the root of the site.
        files: path on the server -> file of the site; a link to another path loses its address.

    """
    for live in _LIVE:
        page = live.sub("", page)
    folder = posixpath.dirname(file)

    def relative(match: re.Match[str]) -> str:
        path, hash_, fragment = unescape(match[2]).partition("?")[0].partition("#")
        if path not in files:
            return ""
        target = posixpath.relpath(files[path], folder or ".")
        return f' {match[1]}="{target.removesuffix("index.html") or "./"}{hash_}{fragment}"'

    return _LINK.sub(relative, page)
