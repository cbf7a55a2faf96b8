"""The people who may log in: added, given roles and programmes, helped when locked out. For 統括 only."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from models.errors import PersonError
from review.permissions import Right, may, needs, programmes_of
from review.services import installation, programme_title, programme_titles
from review.views.common import actor, saw, show
from storage import lockout, people, secondfactor
from storage.db.people import UNKNOWN
from storage.models import Role, User


@needs(Right.PEOPLE)
@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    """Everybody who may log in, those who left last."""
    saw(request, "people")
    rows = list(User.objects.prefetch_related("programme_rights").order_by("-is_active", "role", "username"))
    locked = lockout.locked([row.username for row in rows])
    context = {"people": [_line(row, row.username in locked) for row in rows]}
    return show(request, "staff.html", context, section="people")


@needs(Right.PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Register somebody with a password that works once."""
    given = request.POST
    refused = ""
    if request.method == "POST":
        password = people.one_time_password()
        try:
            pk = people.add_user(
                given.get("name", "").strip(),
                password,
                role=people.role_named(given.get("role", "")),
                programmes=_wanted(request),
                by=actor(request),
                one_time=True,
            )
        except PersonError as error:
            refused = error.message_ja
        else:
            User.objects.filter(pk=pk).update(last_name=given.get("full_name", "").strip()[:150])
            return _password_once(request, User.objects.get(pk=pk), password)
    else:
        saw(request, "people")
    context = {
        "refused": refused,
        "typed": given,
        "roles": [(value, _(label)) for value, label in Role.choices],
        "role": given.get("role", Role.REVIEWER),
        "programmes": _choices(request, set(given.getlist("programme"))),
        "every": given.get("every") == "1",
        "may_give_every": request.user.all_programmes,
    }
    return show(request, "staff_add.html", context, section="people", status=422 if refused else 200)


@needs(Right.PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: their role and programmes, and what helps them when they cannot log in."""
    person = get_object_or_404(User, pk=pk)
    if request.method == "POST":
        try:
            answer = _change(request, person)
        except PersonError as error:
            messages.error(request, error.message_ja, extra_tags="ng")
            return redirect("staff_one", pk=pk)
        return answer
    saw(request, f"user:{person.pk}")
    held = programmes_of(person)
    context = {
        "person": _line(person, bool(lockout.locked([person.username]))),
        "own": person.pk == request.user.pk,
        "roles": [(value, _(label)) for value, label in Role.choices],
        "role": person.role,
        "programmes": _choices(request, set(held)),
        "every": person.all_programmes,
        "may_give_every": request.user.all_programmes,
        "codes_left": secondfactor.left(person),
        "second_required": person.role in installation().second_factor_roles,
    }
    return show(request, "staff_one.html", context, section="people")


def _change(request: HttpRequest, person: User) -> HttpResponse:
    by = actor(request)
    said: str
    match request.POST.get("do"):
        case "rights":
            people.set_role(person.pk, people.role_named(request.POST.get("role", "")), by)
            people.set_programmes(person.pk, _wanted(request, person), by)
            said = _("役割と補助金事業を変えました。")
        case "keep_out":
            people.set_active(person.pk, False, by)
            said = _("ログインできないようにしました。")
        case "let_in":
            people.set_active(person.pk, True, by)
            said = _("ログインできるようにしました。")
        case "reset_password":
            return _password_once(request, person, people.reset_password(person.pk, by))
        case "unlock":
            people.unlock(person.pk, by)
            said = _("すぐにログインできるようにしました。")
        case "end_sessions":
            people.end_sessions(person.pk, by)
            said = _("すべての端末からログアウトさせました。")
        case "reset_second":
            people.reset_second_factor(person.pk, by)
            said = _("2段階認証を解除しました。次のログインで登録し直せます。")
        case _other:
            raise PermissionDenied
    messages.success(request, said, extra_tags="ok")
    return redirect("staff_one", pk=person.pk)


def _password_once(request: HttpRequest, person: User, password: str) -> HttpResponse:
    """The one page that ever shows a password. Not a redirect: it is in no address and in no session."""
    saw(request, f"user:{person.pk}", password="one-time")
    return show(request, "staff_password.html", {"person": person, "password": password}, section="people")


def _wanted(request: HttpRequest, person: User | None = None) -> list[str] | None:
    """The programmes that were ticked; nobody gives what they do not have, nor takes what they cannot see.

    Raises:
        PersonError: every programme was ticked by somebody who does not have every one.
    """
    if request.POST.get("every") == "1":
        if not request.user.all_programmes:
            raise PersonError(
                "not theirs to give", message_ja=_("すべての事業を見られる統括だけが、すべての事業を渡せます。")
            )
        return None
    ticked = set(request.POST.getlist("programme"))
    mine = {each["id"] for each in _choices(request, set())}
    kept = programmes_of(person) - mine if person else frozenset()
    return sorted((ticked & mine) | kept)


def _choices(request: HttpRequest, ticked: set[str]) -> list[dict[str, Any]]:
    """The programmes this 統括 can give."""
    known = programme_titles() | {UNKNOWN: _("事業を判定できていない案件")}
    return [
        {"id": pid, "title": title, "on": pid in ticked}
        for pid, title in known.items()
        if may(request.user, Right.PEOPLE, None if pid == UNKNOWN else pid)
    ]


def _line(row: User, locked: bool) -> dict[str, Any]:
    titles = [
        _("事業を判定できていない案件") if pid == UNKNOWN else programme_title(pid)
        for pid in sorted(r.programme_id for r in row.programme_rights.all())
    ]
    return {
        "pk": row.pk,
        "name": row.username,
        "full_name": row.get_full_name(),
        "role": _(row.get_role_display()),
        "programmes": [_("すべての事業")] if row.all_programmes else titles,
        "active": row.is_active,
        "locked": locked,
        "must_change": row.must_change_password,
        "second": row.second_factor,
        "last_login": row.last_login,
    }
