"""Addresses of the pages. They carry receipt numbers and row numbers only, never a name or a value."""

from __future__ import annotations

from django.urls import path

from review.views import (
    auditing,
    cases,
    choices,
    door,
    drafts,
    fields,
    figures,
    findings,
    intake,
    papers,
    people,
    pictures,
    queue,
    sheets,
    staff,
    status,
    tasks,
    undoing,
    walls,
)

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("start/", queue.start, name="start"),
    path("arrange/", queue.arrange, name="arrange"),
    path("tasks/<int:pk>/", tasks.task, name="task"),
    path("undo/", undoing.undo, name="undo"),
    path("drafts/", drafts.keep, name="drafts"),
    path("walls/", walls.walls, name="walls"),
    path("walls/<slug:key>/", walls.wall, name="wall"),
    path("fields/<int:pk>/", fields.field, name="field"),
    path("fields/<int:pk>/crop.jpg", pictures.field_crop, name="field_crop"),
    path("findings/<int:pk>/", findings.finding, name="finding"),
    path("documents/<int:pk>/", choices.document, name="document"),
    path("documents/<int:pk>/seal.jpg", pictures.seal_crop, name="seal_crop"),
    path("pages/<int:pk>/", pictures.page, name="page"),
    path("pages/<int:pk>/page.jpg", pictures.page_image, name="page_image"),
    path("pages/<int:pk>/thumb.jpg", pictures.page_thumb, name="page_thumb"),
    path("cases/", cases.cases, name="cases"),
    path("cases/<slug:receipt_number>/", cases.case, name="case"),
    path("cases/<slug:receipt_number>/programme/", choices.programme, name="case_programme"),
    path("cases/<slug:receipt_number>/notes/", cases.note, name="case_note"),
    path("cases/<slug:receipt_number>/papers/", papers.papers, name="papers"),
    path("intake/", intake.upload, name="intake"),
    path("intake/quarantine/", intake.quarantined, name="quarantine"),
    path("intake/quarantine/<int:pk>/again/", intake.again, name="quarantine_again"),
    path("intake/quarantine/<int:pk>/aside/", intake.aside, name="quarantine_aside"),
    path("intake/deliveries/<int:pk>/again/", intake.read_again, name="read_again"),
    path("intake/batches/", intake.batch_list, name="batches"),
    path("intake/sheets/", sheets.sheets, name="sheets"),
    path("figures/", figures.dashboard, name="figures"),
    path("deliveries/<int:pk>/run/", figures.run, name="run"),
    path("status/", status.status, name="status"),
    path("home/", people.home, name="home"),
    path("login/", people.Login.as_view(), name="login"),
    path("logout/", people.logout, name="logout"),
    path("language/", people.language, name="language"),
    path("me/password/", door.password, name="password"),
    path("me/code/", door.second, name="second"),
    path("me/telephone/", door.enrol, name="enrol"),
    path("me/telephone/qr.png", door.qr, name="qr"),
    path("people/", staff.staff, name="staff"),
    path("people/add/", staff.add, name="staff_add"),
    path("people/<int:pk>/", staff.one, name="staff_one"),
    path("audit/", auditing.trail, name="audit"),
    path("audit/verify/", auditing.verify, name="audit_verify"),
    path("audit/audit.csv", auditing.export, name="audit_export"),
    path("texts.js", people.texts, name="texts"),
    path("healthz", people.health, name="health"),
]

handler400 = "review.views.errors.bad_request"
handler403 = "review.views.errors.forbidden"
handler404 = "review.views.errors.not_found"
handler500 = "review.views.errors.broken"
