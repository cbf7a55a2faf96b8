"""People who may log in, and what they may see. Every change is audited under the name of who made it."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from models.errors import PersonError
from storage import audit
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
) -> int:
    """Register a person and return the row's id.

    `programmes` are the ids of those whose cases they may see (`storage.db.people.UNKNOWN`: cases of no known
    programme); None means all, those added later included.

    Raises:
        PersonError: the name is taken or malformed, or the password is too weak; the message says which.
    """
    user = User(username=name, role=role, all_programmes=programmes is None)
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


def _grant(user: User, programmes: Collection[str]) -> None:
    """Give exactly these programmes."""
    user.programme_rights.exclude(programme_id__in=programmes).delete()
    held = set(user.programme_rights.values_list("programme_id", flat=True))
    ProgrammeRight.objects.bulk_create(
        ProgrammeRight(user=user, programme_id=each) for each in sorted(set(programmes) - held)
    )


def _listed(programmes: Collection[str] | None) -> list[str]:
    return ["*"] if programmes is None else sorted(set(programmes))
