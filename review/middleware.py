"""Headers that every answer carries.

Protects the reviewer's browser from content that was smuggled in on paper (a name that is a ``<script>``), from other
sites framing or probing these pages, and the office from personal data left in browser caches. Nothing inline is
allowed, neither script nor style: positions are SVG attributes, and the pages work without a single ``unsafe-``.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from whitenoise.middleware import WhiteNoiseFileResponse

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)


class SecureHeaders:
    """Adds the content security policy and forbids caching of everything but static files."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = _whole(self.get_response(request))
        headers = response.headers
        headers.setdefault("Content-Security-Policy", POLICY)
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        headers.setdefault("Cache-Control", "no-store, private")
        return response


def _whole(response: HttpResponseBase) -> HttpResponseBase:
    """A static file as one piece: an ASGI server cannot stream what is read synchronously, and ours are small."""
    if not isinstance(response, WhiteNoiseFileResponse):
        return response
    whole = HttpResponse(b"".join(response), status=response.status_code, headers=dict(response.headers))
    response.close()
    return whole
