"""Cases, their documents, the fields on them and the reasons to believe these."""

from __future__ import annotations

from django.db import models

from storage.db.arrivals import Delivery, Envelope


class Case(models.Model):
    """案件: everything one applicant sends to one programme: one part of one envelope."""

    class State(models.TextChoices):
        READING = "reading", "読み取り中"
        REVIEW = "review", "確認待ち"
        COMPLETE = "complete", "確認済み"

    class Rank(models.IntegerChoices):
        URGENT = 0, "急ぎ"
        NORMAL = 1, "通常"
        LATER = 2, "後回し"

    receipt_number = models.CharField(max_length=30, unique=True)
    """受付番号: the envelope's number, and for the second and later parts of a batch ``-02``, ``-03`` …"""
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="cases")
    part = models.PositiveIntegerField()
    sequence = models.BigIntegerField()
    """The envelope's; cases arrive in the order of (sequence, part)."""
    programme_id = models.CharField(max_length=100, null=True, blank=True)
    programme_by = models.CharField(max_length=150, default="", blank=True)
    """Who decided the programme; empty where the machine did."""
    programme_guessed = models.BooleanField(default=False)
    """No paper named the programme: until somebody decides, it is the one whose words the papers share."""
    stage = models.CharField(max_length=10, default="apply")
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    batch_no = models.CharField(max_length=100, null=True, blank=True, db_index=True)
    announced_pages = models.PositiveIntegerField(null=True, blank=True)
    """How many pages the separator in front of it announces."""
    made_by = models.CharField(max_length=150, default="", blank=True)
    """Who made it out of pages of another case; empty where sorting did."""
    version = models.PositiveIntegerField(default=0)
    """Grows with every change of what the checks look at."""
    check_due = models.BooleanField(default=True)
    """What it rests on changed since it was last checked."""
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_version = models.PositiveIntegerField(null=True, blank=True)
    """The version it had when it was last checked."""
    follows = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="followed_by")
    """The case of an earlier phase that it goes on with, as the last check found it."""
    profile = models.JSONField(null=True, blank=True)
    """What other cases are compared with (`models.checks.Profile`), as the last check left it; None before the first."""
    applied_amount = models.BigIntegerField(null=True, blank=True)
    """Yen of the application that count against the budget (accepted, no duplicate), as the last check found them."""
    rank = models.SmallIntegerField(choices=Rank.choices, default=Rank.NORMAL)
    """Whether its tasks come before the others or after them."""
    assignee = models.CharField(max_length=150, default="", blank=True)
    """Whom its tasks were given to (a login name)."""
    acknowledge_by = models.DateField(null=True, blank=True)
    """The day on which the applicant must have been told that it arrived."""
    due_on = models.DateField(null=True, blank=True)
    """The day on which it must have been reviewed. None until it is checked for the first time."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=["envelope", "part"], name="case_once"),)
        indexes = (
            models.Index(fields=["programme_id", "sequence", "part"], name="case_of_programme"),
            models.Index(fields=["sequence", "part"], name="case_order"),
            models.Index(fields=["programme_id", "sequence", "part", "applied_amount"], name="case_budget"),
            models.Index(fields=["state", "sequence", "part"], name="case_state_order"),
            # where in the order of arrival the numbers lie that begin alike (`storage.receipts`)
            models.Index(fields=["receipt_number", "sequence"], name="case_number"),
        )

    @property
    def arrived_before(self) -> models.Q:
        """The cases that arrived before this one."""
        return models.Q(sequence__lt=self.sequence) | models.Q(sequence=self.sequence, part__lt=self.part)

    @property
    def arrived_after(self) -> models.Q:
        """The cases that arrived after this one."""
        return models.Q(sequence__gt=self.sequence) | models.Q(sequence=self.sequence, part__gt=self.part)


class Document(models.Model):
    """書類: a run of pages of one delivery. Known by its first page, so that re-sorting finds it again."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="documents")
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="documents")
    first_page = models.PositiveIntegerField()
    page_indexes = models.JSONField()
    position = models.PositiveIntegerField()
    """Its place in the case, in delivered order, from 0."""
    kind = models.CharField(max_length=30)
    kind_confidence = models.FloatField(default=0.0)
    kind_by = models.CharField(max_length=150, default="", blank=True)
    """Who decided the kind; empty where the machine did."""
    extent_by = models.CharField(max_length=150, default="", blank=True)
    """Who decided which pages it has and in which case it lies: sorting again leaves it alone. Empty: the machine."""
    sorted_programme_id = models.CharField(max_length=100, null=True, blank=True)
    """The programme this paper names."""
    extracted = models.BooleanField(default=False)
    seal_present = models.BooleanField(null=True, blank=True)
    seal_box = models.JSONField(null=True, blank=True)
    form_version = models.CharField(max_length=100, null=True, blank=True)
    text = models.TextField(default="", blank=True)
    redactions = models.JSONField(default=list, blank=True)
    """[{page_index, box, certain}] as in `models.documents.PageRedaction`: individual numbers that were hidden."""
    page_marks = models.JSONField(default=list, blank=True)
    """[{page_index, number, total, browser}] as in `models.documents.PageMark`."""
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["delivery", "first_page"], name="document_once"),)
        indexes = (models.Index(fields=["case", "position"], name="document_order"),)


class Field(models.Model):
    """項目: the value we believe for one entry of one document."""

    class Status(models.TextChoices):
        ACCEPTED = "accepted", "採用"
        REVIEW = "review", "要確認"

    class NoValue(models.TextChoices):
        """Why a person gave the entry no value."""

        BLANK = "blank", "空欄"
        UNREADABLE = "unreadable", "判読不能"
        AMENDED = "amended", "訂正印あり"
        ELSEWHERE = "elsewhere", "別紙参照"

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="fields")
    key = models.CharField(max_length=60)
    value = models.JSONField(null=True, blank=True)
    raw = models.TextField(default="", blank=True)
    page_index = models.PositiveIntegerField(default=0)
    box = models.JSONField(null=True, blank=True)
    """{x0, y0, x1, y1} in fractions of the delivered page."""
    cells = models.JSONField(default=dict, blank=True)
    written = models.JSONField(default=dict, blank=True)
    """What stands in each cell of a row list, by path, as in `models.documents.Field.written`."""
    blank = models.BooleanField(default=False)
    no_value = models.CharField(max_length=10, choices=NoValue.choices, default="", blank=True)
    """The reason a person gave for there being no value; empty everywhere else."""
    handwritten = models.BooleanField(default=False)
    exact = models.BooleanField(default=False)
    amended = models.BooleanField(default=False)
    """訂正: something on it was struck out and written anew."""
    amendment_sealed = models.BooleanField(default=False)
    """訂正印 stands on the amendment."""
    confidence = models.FloatField(default=0.0)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.REVIEW)
    reason_ja = models.TextField(default="", blank=True)
    version = models.PositiveIntegerField(default=0)
    """Grows with every change a person would see; the review page sends it back."""
    decided_by = models.CharField(max_length=150, default="", blank=True)
    """Who decided it. A decided value is never touched by the machine again."""
    decided_at = models.DateTimeField(null=True, blank=True)
    machine = models.JSONField(default=dict, blank=True)
    """What extraction last read, {value, blank}; `value` is what we believe after checks and decisions."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=["document", "key"], name="field_once"),)
        indexes = (models.Index(fields=["key", "status"], name="field_of_kind"),)


class Reading(models.Model):
    """One engine's answer for one field."""

    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="readings")
    position = models.PositiveIntegerField()
    engine = models.CharField(max_length=40)
    raw = models.TextField(blank=True)
    value = models.JSONField(null=True, blank=True)
    score = models.FloatField()
    candidates = models.JSONField(default=list, blank=True)
    """[{raw, value, share}], likeliest first, as in `models.documents.Candidate`."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=["field", "position"], name="reading_once"),)


class Corroboration(models.Model):
    """裏付け: an independent reason for or against a field."""

    class Origin(models.TextChoices):
        READ = "read", "読み取り"
        CHECK = "check", "照合"

    origin = models.CharField(max_length=5, choices=Origin.choices)
    """Which stage gave it; each stage replaces its own."""
    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="corroborations")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    supports = models.BooleanField()
    reason_ja = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["field", "origin", "position"], name="corroboration_once"),)


class CaseKey(models.Model):
    """A fingerprint under which a case with the same content is found."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="keys")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=300)
    sequence = models.BigIntegerField()
    part = models.PositiveIntegerField()
    """The case's place in the order of arrival, kept here so that the nearest cases of a key stand together in its index."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "kind", "key"], name="case_key_once"),)
        indexes = (models.Index(fields=["key", "kind", "sequence", "part"], name="case_key_order"),)


class Finding(models.Model):
    """指摘: the result of a check, and what a person made of it."""

    class State(models.TextChoices):
        OPEN = "open", "未判断"
        UPHELD = "upheld", "指摘する"
        DISMISSED = "dismissed", "問題なし"
        INQUIRY = "inquiry", "照会中"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="findings")
    identity = models.CharField(max_length=64)
    """Digest of what it is about (code, papers, entries), the same whenever the check finds it again."""
    basis = models.CharField(max_length=64)
    """Digest of the values it rests on; a decision holds as long as they stay the same."""
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    status = models.CharField(max_length=10)
    """``confirmed``, ``suspected`` or ``notice``, as the check said."""
    message_ja = models.TextField()
    mend_ja = models.TextField(default="", blank=True)
    """What the applicant has to do about it."""
    clause = models.CharField(max_length=200, default="", blank=True)
    rule = models.CharField(max_length=60, default="", blank=True)
    """The id of the programme's own rule that found it; empty for the built-in checks."""
    refs = models.JSONField(default=list, blank=True)
    """[{document: position, key}] as in `models.findings.FieldRef`."""
    document_kind = models.CharField(max_length=30, null=True, blank=True)
    field_key = models.CharField(max_length=60, null=True, blank=True)
    other_case = models.CharField(max_length=30, null=True, blank=True)
    pairs = models.JSONField(default=list, blank=True)
    """[{key, agreement, here, there}] as in `models.findings.Pair`."""
    active = models.BooleanField(default=True)
    """False: the last check no longer found it."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    decided_by = models.CharField(max_length=150, default="", blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "identity"], name="finding_once"),)
