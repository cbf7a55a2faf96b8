"""People who may log in, and what they may see. Every change is audited under the name of who made it."""

from __future__ import annotations

import secrets
from collections.abc import Collection

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from models.errors import ObjectNotFoundError, PersonError
from storage import audit, lockout, secondfactor
from storage.models import ProgrammeRight, Role, User

#: Who acts when the command line is used.
OPERATOR = "operator"


def add_user(
    name: str,
    password: str,
    *,
    role: Role = Role.REVIEWER,
    programmes: Collection[str] | None = None,
    by: str = OPERATOR,
    one_time: bool = False,
) -> int:
    """Register a person and return the row's id.

    `programmes` are the ids of those whose cases they may see (`storage.db.people.UNKNOWN`: cases of no known
    programme); None means all, those added later included. With a `one_time` password they must choose their own at the
    first login.

    Raises:
        PersonError: the name is taken or malformed, or the password is too weak; the message says which.
    """
    user = User(username=name, role=role, all_programmes=programmes is None)
    user.must_change_password, user.password_changed_at = one_time, timezone.now()
    try:
        user.full_clean(exclude=["password"])
        validate_password(password, user)
        user.set_password(password)
        with transaction.atomic():
            user.save()
            _grant(user, programmes or ())
            audit.record(by, "user.added", f"user:{user.pk}", {"role": role.value, "programmes": _listed(programmes)})
    except ValidationError as error:
        raise PersonError("the person cannot be registered", message_ja="".join(error.messages)) from None
    except IntegrityError:
        raise PersonError("the name is taken", message_ja="同じ利用者名がすでに登録されています。") from None
    return user.pk


def role_named(name: str) -> Role:
    """The role called ``lead`` or 統括.

    Raises:
        PersonError: there is no such role; the message lists them.
    """
    for role in Role:
        if name in (role.value, role.label):
            return role
    known = "・".join(f"{role.value}（{role.label}）" for role in Role)
    raise PersonError("no such role", message_ja=f"その役割はありません。次から選んでください: {known}")


def set_role(user_id: int, role: Role, by: str) -> None:
    """Give a person another role.

    Raises:
        PersonError: they are the last 統括 who can log in, or change themselves.
    """
    with transaction.atomic():
        user = _person(user_id)
        if user.role == role:
            return
        _refuse_own(user, by)
        _refuse_last_lead(user)
        before, user.role = user.role, role
        user.save(update_fields=["role"])
        audit.record(by, "user.role", f"user:{user.pk}", {"from": before, "to": role.value})


def set_programmes(user_id: int, programmes: Collection[str] | None, by: str) -> None:
    """Say which programmes' cases a person may see; None means all."""
    with transaction.atomic():
        user = _person(user_id)
        user.all_programmes = programmes is None
        user.save(update_fields=["all_programmes"])
        _grant(user, programmes or ())
        audit.record(by, "user.programmes", f"user:{user.pk}", {"programmes": _listed(programmes)})


def set_active(user_id: int, active: bool, by: str) -> None:
    """Let a person in again, or keep them out: their sessions end at once, what they did stays.

    Raises:
        PersonError: they are the last 統括 who can log in, or close the door on themselves.
    """
    with transaction.atomic():
        user = _person(user_id)
        if user.is_active == active:
            return
        _refuse_own(user, by)
        _refuse_last_lead(user)
        user.is_active = active
        user.session_stamp += 1
        user.save(update_fields=["is_active", "session_stamp"])
        audit.record(by, "user.let_in" if active else "user.kept_out", f"user:{user.pk}")


def reset_password(user_id: int, by: str) -> str:
    """Give a person a password that works until they choose their own, and return it; their sessions end."""
    password = one_time_password()
    with transaction.atomic():
        user = _person(user_id)
        user.set_password(password)
        user.must_change_password = True
        user.save(update_fields=["password", "must_change_password"])
        lockout.unlock(user.username)
        audit.record(by, "user.password_reset", f"user:{user.pk}")
    return password


def note_password_changed(user: User) -> None:
    """Note that a person has chosen a password themselves."""
    with transaction.atomic():
        user.must_change_password, user.password_changed_at = False, timezone.now()
        user.save(update_fields=["must_change_password", "password_changed_at"])
        audit.record(user.username, "user.password_changed", f"user:{user.pk}")


def unlock(user_id: int, by: str) -> None:
    """Let a person try again at once after too many wrong passwords."""
    with transaction.atomic():
        user = _person(user_id)
        lockout.unlock(user.username)
        audit.record(by, "user.unlocked", f"user:{user.pk}")


def end_sessions(user_id: int, by: str) -> None:
    """Log a person out everywhere."""
    with transaction.atomic():
        user = _person(user_id)
        user.session_stamp += 1
        user.save(update_fields=["session_stamp"])
        audit.record(by, "user.sessions_ended", f"user:{user.pk}")


def reset_second_factor(user_id: int, by: str) -> None:
    """Forget a person's telephone and recovery codes, for one that was lost; their sessions end."""
    with transaction.atomic():
        user = _person(user_id)
        secondfactor.forget(user)
        user.session_stamp += 1
        user.save(update_fields=["session_stamp"])
        audit.record(by, "user.second_factor_reset", f"user:{user.pk}")


def find(name: str) -> int:
    """The id of the person with this login name.

    Raises:
        PersonError: there is nobody of that name.
    """
    user = User.objects.filter(username=name).first()
    if user is None:
        raise PersonError("no such person", message_ja="その利用者名の人は登録されていません。")
    return user.pk


def one_time_password() -> str:
    """Sixteen characters in groups, without those that look alike on paper."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def _person(user_id: int) -> User:
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise ObjectNotFoundError("no such person")
    return user


def _refuse_own(user: User, by: str) -> None:
    if user.username == by:
        raise PersonError(
            "not oneself", message_ja="自分自身の役割や利用停止は変えられません。ほかの統括に頼んでください。"
        )


def _refuse_last_lead(user: User) -> None:
    """Somebody must be left who can let others in."""
    others = User.objects.filter(role=Role.LEAD, is_active=True).exclude(pk=user.pk)
    if user.role == Role.LEAD and user.is_active and not others.exists():
        raise PersonError("the last lead", message_ja="統括がいなくなります。先にほかの人を統括にしてください。")


def _grant(user: User, programmes: Collection[str]) -> None:
    """Give exactly these programmes."""
    user.programme_rights.exclude(programme_id__in=programmes).delete()
    held = set(user.programme_rights.values_list("programme_id", flat=True))
    ProgrammeRight.objects.bulk_create(
        ProgrammeRight(user=user, programme_id=each) for each in sorted(set(programmes) - held)
    )


def _listed(programmes: Collection[str] | None) -> list[str]:
    return ["*"] if programmes is None else sorted(set(programmes))
