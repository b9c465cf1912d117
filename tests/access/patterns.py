"""Every address of the platform, as urls.py writes it and as the document of the API does."""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, get_resolver

API = "api/v1/"


def patterns() -> list[str]:
    """Every URL pattern of the platform, written as in urls.py."""
    return sorted({_plain(pattern) for pattern in _walk(get_resolver().url_patterns, "")})


def _walk(urls: list[Any], before: str) -> Iterator[str]:
    for url in urls:
        here = before + str(url.pattern)
        if isinstance(url, URLPattern):
            yield here
        else:
            yield from _walk(url.url_patterns, here)


def _plain(pattern: str) -> str:
    """Ninja names converters of its own; the document does not."""
    return re.sub(r"<\w+:(\w+)>", r"<\1>", pattern) if pattern.startswith(API) else pattern
