"""What arrived: envelopes, deliveries, their pages, every arrival, and what could not be taken."""

from __future__ import annotations

from django.db import models


class Counter(models.Model):
    """A number that only grows, taken under a row lock: order of arrival, receipt numbers, the head of the audit chain."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.BigIntegerField(default=0)
    text = models.CharField(max_length=200, default="")


class Envelope(models.Model):
    """One envelope: a dropped folder, a single file, a batch PDF or an upload."""

    class Source(models.TextChoices):
        FILE = "file", "ファイル"
        FOLDER = "folder", "フォルダー"
        UPLOAD = "upload", "アップロード"

    key = models.CharField(max_length=200, unique=True)
    """Opaque, chosen by intake, the same each time the same drop is looked at; holds no personal data."""
    sequence = models.BigIntegerField(unique=True)
    """Order of arrival, over all envelopes."""
    number = models.CharField(max_length=20, unique=True)
    """受付番号 of its first case: fiscal year of arrival and a running number, ``R8-000012``."""
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.FILE)
    original_name = models.TextField(default="", blank=True)
    """The dropped folder's or file's name. Personal data: here and nowhere else."""
    batch = models.CharField(max_length=100, default="", blank=True)
    """The scan batch it came with, where intake knows one."""
    arrived_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    """When intake said that nothing more belongs to it. Deliveries of an open envelope are not worked on."""
    sorted_at = models.DateTimeField(null=True, blank=True)
    """When its pages were last cut into cases."""

    class Meta:
        indexes = (models.Index(fields=["arrived_at", "sequence"], name="envelope_day"),)


class Delivery(models.Model):
    """到着物: one file exactly as it arrived, known by its SHA-256."""

    class State(models.TextChoices):
        REGISTERED = "registered", "受付済み"
        READING = "reading", "処理中"
        DONE = "done", "処理済み"
        FAILED = "failed", "処理できず"

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    media_kind = models.CharField(max_length=20)
    """What the content is (``pdf``, ``tiff``, ``jpeg`` …), whatever the name says."""
    page_count = models.PositiveIntegerField()
    original_name = models.TextField()
    """Personal data: here and nowhere else."""
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="deliveries")
    sequence = models.BigIntegerField(unique=True)
    """Order of arrival, over all deliveries."""
    notes = models.JSONField(default=dict, blank=True)
    """What intake saw in it (javascript, attachments …)."""
    registered_at = models.DateTimeField()

    state = models.CharField(max_length=12, choices=State.choices, default=State.REGISTERED)
    lease_owner = models.CharField(max_length=100, default="", blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    """How often work on it was begun since it was registered or reopened."""
    read_at = models.DateTimeField(null=True, blank=True)
    """When all its pages had been read."""
    finished_at = models.DateTimeField(null=True, blank=True)
    flow_run_id = models.CharField(max_length=64, default="", blank=True)
    failure_code = models.CharField(max_length=20, default="", blank=True)
    failure_ja = models.TextField(default="", blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["state", "sequence"], name="delivery_queue"),
            models.Index(fields=["registered_at"], name="delivery_day"),
        )


class Arrival(models.Model):
    """Every time bytes arrived, also when they were here already."""

    key = models.CharField(max_length=200, unique=True)
    """Opaque, chosen by intake: one source file seen once. Registering it again changes nothing."""
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="arrivals")
    envelope_key = models.CharField(max_length=200)
    """The envelope it came with; a duplicate's envelope may have no delivery of its own."""
    original_name = models.TextField(default="", blank=True)
    duplicate = models.BooleanField()
    at = models.DateTimeField()


class Quarantine(models.Model):
    """A file that could not be taken, and why."""

    class Resolution(models.TextChoices):
        TAKEN = "taken", "受け付け直した"
        """Another try took it: its pages are a delivery's now, and no longer counted here."""
        ASIDE = "aside", "処理しない"

    key = models.CharField(max_length=200, unique=True)
    """Opaque, chosen by intake: one source file seen once."""
    kept_path = models.TextField(default="", blank=True)
    """Where the file lies below the quarantine folder; empty where it could not be moved."""
    original_name = models.TextField(default="", blank=True)
    sha256 = models.CharField(max_length=64, default="", blank=True)
    code = models.CharField(max_length=20)
    message_ja = models.TextField()
    pages = models.PositiveIntegerField(null=True, blank=True)
    """How many pages it has, where that could be told."""
    at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=1)
    """How often it was tried to take it, the first time included."""
    resolved = models.BooleanField(default=False)
    resolved_by = models.CharField(max_length=150, default="", blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolution = models.CharField(max_length=10, choices=Resolution.choices, default="", blank=True)
    resolved_reason = models.TextField(default="", blank=True)


class Batch(models.Model):
    """束: what the mailroom scanned in one go, announced on a cover or separator sheet, and who found it complete."""

    number = models.CharField(max_length=100, unique=True)
    programme_id = models.CharField(max_length=100, null=True, blank=True)
    announced_pages = models.PositiveIntegerField(null=True, blank=True)
    """Pages without separators and cover, as counted by hand."""
    announced_envelopes = models.PositiveIntegerField(null=True, blank=True)
    opened_by = models.CharField(max_length=150, default="", blank=True)
    """Who printed its sheets; empty where a scanned sheet told of it first."""
    opened_at = models.DateTimeField()
    closed_by = models.CharField(max_length=150, default="", blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    found_pages = models.PositiveIntegerField(null=True, blank=True)
    """How many pages there were when it was closed."""
    closing_note = models.TextField(default="", blank=True)

    class Meta:
        indexes = (models.Index(fields=["closed_at", "opened_at"], name="batch_open"),)


class Page(models.Model):
    """One page of a delivery. Ends as exactly one of document, separator, blank, quarantine."""

    class Outcome(models.TextChoices):
        PENDING = "pending", "処理待ち"
        DOCUMENT = "document", "書類"
        SEPARATOR = "separator", "区切り紙"
        BLANK = "blank", "白紙"
        QUARANTINE = "quarantine", "隔離"

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="pages")
    index = models.PositiveIntegerField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.PENDING)
    reason_ja = models.TextField(default="", blank=True)
    """Quarantined pages: what happened, for a person."""
    reading = models.BinaryField(null=True, blank=True)
    """zlib-compressed JSON of a `models.pages.PageReading`."""
    image_key = models.CharField(max_length=200, default="", blank=True)
    """Object key of the upright page image."""
    turn = models.PositiveSmallIntegerField(default=0)
    """How far a person turned the upright image since it was read, in degrees clockwise: 0, 90, 180 or 270. Original and
    image stay."""
    read_again = models.BooleanField(default=False)
    """A person turned it: it waits to be read as it stands now."""
    document = models.ForeignKey(
        "storage.Document", on_delete=models.SET_NULL, null=True, blank=True, related_name="pages"
    )
    """The document it belongs to, if its outcome is `document`."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=["delivery", "index"], name="page_once"),)
        indexes = (
            # the ledger comes out of this one, without touching the rows
            models.Index(fields=["outcome", "document"], name="page_ledger"),
            models.Index(fields=["read_again"], condition=models.Q(read_again=True), name="page_read_again"),
        )
