"""The same application, person, household, machine, account or receipt twice, across programmes and years.

A case is reduced to its :class:`~models.checks.Profile` (:mod:`.profiles`) and remembered under fingerprints of it
(:mod:`.fingerprints`). Storage finds earlier cases that share one; :func:`check` holds the profiles against each other
(:mod:`.comparing`): a fingerprint only leads there, it proves nothing. The very same *file* never gets this far: a
delivery is known by its SHA-256 and registered once.
"""

from validators.duplicates.fingerprints import keys
from validators.duplicates.profiles import profile
from validators.duplicates.relations import check
from validators.duplicates.succession import predecessor

__all__ = ["check", "keys", "predecessor", "profile"]
