"""Pages for when something is wrong: what happened and what to do, nothing of the inside."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def _error(request: HttpRequest, status: int, heading: str, message: str) -> HttpResponse:
    return render(request, "review/error.html", {"heading": heading, "message": message}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 400, "受け付けられない内容です", "前の画面に戻り、入力を確かめてください。")


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """403, and also what a failed CSRF check shows."""
    return _error(request, 403, "この操作はできません", "画面を開き直してから、もう一度操作してください。")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 404, "見つかりません", "番号が違うか、なくなりました。一覧から選び直してください。")


def broken(request: HttpRequest) -> HttpResponse:
    # no database here: it may be what is broken
    return HttpResponse(
        '<!DOCTYPE html><html lang="ja"><meta charset="utf-8"><title>エラー — 受付</title>'
        "<h1>処理できませんでした</h1><p>もう一度操作しても同じなら、運用担当にお知らせください。入力した内容は保存されていません。</p>",
        status=500,
    )
