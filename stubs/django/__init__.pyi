# Django ships no types, and everything of it is Any to mypy. Said here is only what mypy would get wrong: it takes the
# members of `TextChoices` and `IntegerChoices`, whose base it does not know, for tuples.
from typing import Any

def __getattr__(name: str) -> Any: ...
