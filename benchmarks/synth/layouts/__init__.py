"""Blank forms nobody has seen before: a plan drawn by lot (:mod:`plan`), drawn blank or filled in (:mod:`drawing`)."""
