"""How right the machine is where nobody looks: samples of what it accepted, and where it may accept no longer."""

from __future__ import annotations

from django.db import models

from storage.db.cases import Case


class QualitySample(models.Model):
    """抜き取り検査: an accepted field that a person types again without the machine's answer.

    Named by where it stands on paper, so that it outlives its row.
    """

    class State(models.TextChoices):
        OPEN = "open", "検査待ち"
        RIGHT = "right", "正しい"
        DISPUTED = "disputed", "食い違い"
        WRONG = "wrong", "誤り"
        VOID = "void", "不要"

    subject = models.CharField(max_length=250, unique=True)
    """``sample:<sha256>:<first page>:<key>``"""
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, related_name="samples")
    programme_id = models.CharField(max_length=100)
    key = models.CharField(max_length=60)
    document_kind = models.CharField(max_length=30)
    style = models.CharField(max_length=11)
    """How it was entered: ``handwritten``, ``printed``, ``exact``."""
    value = models.JSONField(null=True, blank=True)
    """What the machine had accepted."""
    target_error = models.FloatField()
    """The share of wrong values that the programme puts up with here."""
    calibration = models.CharField(max_length=64, default="", blank=True)
    """The fingerprint of the calibration that accepted it."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    typed_by = models.CharField(max_length=150, default="", blank=True)
    typed = models.JSONField(null=True, blank=True)
    chosen_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["programme_id", "key", "state"], name="sample_stratum"),)


class AcceptanceStop(models.Model):
    """自動採用の停止: entries of this name go to a person until the machine is calibrated again."""

    programme_id = models.CharField(max_length=100)
    key = models.CharField(max_length=60)
    calibration = models.CharField(max_length=64, default="", blank=True)
    """The fingerprint of the calibration it holds for: another one ends it."""
    right = models.PositiveIntegerField()
    wrong = models.PositiveIntegerField()
    target_error = models.FloatField()
    stratum = models.CharField(max_length=100, default="", blank=True)
    """Which part of the field's samples showed it, ``<document kind>/<style>``; empty: all of them."""
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["programme_id", "key", "calibration"], name="acceptance_stop_once"),
        )
