"""The small language in which a programme says when a paper is needed and what must hold.

:mod:`~validators.expressions.syntax` reads it, :mod:`~validators.expressions.vocabulary` gives the names,
:mod:`~validators.expressions.checking` tells what means nothing, :mod:`~validators.expressions.evaluating` reckons over a
case, :mod:`~validators.expressions.functions` lists the functions, :mod:`~validators.expressions.casefacts` asks the case.
"""
