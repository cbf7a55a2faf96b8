"""People who may log in: clerks, reviewers, leads."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from models.errors import PersonError
from storage import audit
from storage.models import User


def add_user(name: str, password: str, *, lead: bool = False) -> int:
    """Register a person and return the row's id. `lead` gives the rights of a 統括責任者.

    Raises:
        PersonError: the name is taken or malformed, or the password is too weak; the message says which.
    """
    user = User(username=name, is_staff=lead)
    try:
        user.full_clean(exclude=["password"])
        validate_password(password, user)
        user.set_password(password)
        with transaction.atomic():
            user.save()
            audit.record("operator", "user.added", f"user:{user.pk}", {"lead": lead})
    except ValidationError as error:
        raise PersonError("the person cannot be registered", message_ja="".join(error.messages)) from None
    except IntegrityError:
        raise PersonError("the name is taken", message_ja="同じ利用者名がすでに登録されています。") from None
    return user.pk
