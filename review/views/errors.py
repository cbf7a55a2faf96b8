"""Pages for when something is wrong: what happened and what to do, nothing of the inside."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def _error(request: HttpRequest, status: int, heading: str, message: str) -> HttpResponse:
    return render(request, "review/error.html", {"heading": heading, "message": message}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 400, _("受け付けられない内容です"), _("前の画面に戻り、入力を確かめてください。"))


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """403, and also what a failed CSRF check shows."""
    return _error(request, 403, _("この操作はできません"), _("画面を開き直してから、もう一度操作してください。"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 404, _("見つかりません"), _("番号が違うか、なくなりました。一覧から選び直してください。"))


def broken(request: HttpRequest) -> HttpResponse:
    # no database and no template here: either may be what is broken. Both languages, because nobody knows whose it is.
    return HttpResponse(_BROKEN, status=500)


_BROKEN = """<!DOCTYPE html>
<html lang="ja"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>エラー — 受付</title>
<link rel="stylesheet" href="/static/review/review.css">
<main id="main"><section class="sheet empty">
<h1>処理できませんでした</h1>
<p>もう一度操作しても同じなら、運用担当にお知らせください。入力した内容は保存されていません。</p>
<p lang="en">It could not be done. If it happens again, please tell the operator. What you typed was not saved.</p>
<p><a class="btn" href="/home/">はじめの画面へ</a></p>
</section></main></html>
"""
