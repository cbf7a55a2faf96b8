"""Which entries of which papers say the same thing: the redundancy that one envelope carries.

An *entity* is a thing of the case (the applicant's name, the amount paid, the account number) that stands on several
papers, under several keys. Fields of one entity are compared with the fold of its kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from models.documents import FORMS, CaseView, DocumentKind, Field, Stage
from models.programmes import Programme
from models.values.account import yucho_branch_code
from models.values.address import fold_address, plain_address
from models.values.company import parse_company
from models.values.kana import LARGE_KANA, fold_holder, fold_kana, to_katakana
from models.values.text import fold_dashes, fold_itaiji, squeeze
from validators.equipment import fold_model

K = DocumentKind
Fold = Callable[[str], str]


@lru_cache(maxsize=4096)
def fold_name(text: str) -> str:
    """A person's or company's name for comparing: variant characters folded, ㈱ spelled out, no spaces."""
    return fold_itaiji(parse_company(text) or squeeze(text))


@lru_cache(maxsize=4096)
def plain_name(text: str) -> str:
    """A name to the letter: ㈱ spelled out, no spaces, every character as written."""
    return parse_company(text) or squeeze(text)


def plain_holder(text: str) -> str:
    """An account holder to the letter; banks write small kana large, so their size is free."""
    return squeeze(to_katakana(text)).translate(LARGE_KANA)


def fold_code(text: str) -> str:
    return fold_dashes(squeeze(text)).upper()


def fold_number(text: str) -> str:
    return text.zfill(7)


def fold_branch(text: str) -> str:
    code = yucho_branch_code(text)
    folded = fold_itaiji(squeeze(text))
    return code or (folded.removesuffix("支店").removesuffix("支所").removesuffix("店") or folded)


def fold_bank(text: str) -> str:
    return fold_itaiji(squeeze(text)).removesuffix("銀行")


@dataclass(frozen=True)
class Entity:
    """`places`: paper → keys whose values ought to be the same.

    `fold` takes away what does not matter when asking whether two papers *differ*. `strict` takes away less: only what
    the canonical form leaves free, so that a value repeated under it is repeated to the letter (髙 is not 高).
    """

    name: str
    fold: Fold
    places: dict[DocumentKind, tuple[str, ...]]
    stage: Stage | None = None
    """Only in this stage; None: in both."""
    lenient: bool = False
    """Papers may rightly differ (payment in parts): sameness supports, difference says nothing."""
    strict: Fold | None = None
    """None: the same as `fold`."""

    def letter(self, text: str) -> str:
        return (self.strict or self.fold)(text)

    def keys(self, kind: DocumentKind) -> tuple[str, ...]:
        """The entries of a paper of `kind` that ought to say it; a programme's own papers say who and what as the form does."""
        if kind.well_known or self.name not in ON_OWN_PAPERS:
            return self.places.get(kind, ())
        return self.places[K.APPLICATION_FORM][:1]


#: What a paper that only one programme knows says under the same key as the application form.
ON_OWN_PAPERS = frozenset(
    ("applicant", "applicant_kana", "representative", "address", "postal_code", "phone", "birth_date", "model")
)


def _on(key: str, *kinds: DocumentKind) -> dict[DocumentKind, tuple[str, ...]]:
    return dict.fromkeys(kinds, (key,))


ENTITIES: tuple[Entity, ...] = (
    Entity(
        "applicant",
        fold_name,
        {
            **_on(
                "applicant_name",
                *FORMS,
                K.CONTRACT,
                K.WARRANTY,
                K.PRODUCT_PHOTO,
                K.RESIDENT_CERTIFICATE,
                K.REGISTRY_CERTIFICATE,
                K.POWER_OF_ATTORNEY,
                K.FACILITY_LIST,
                K.OFFICER_LIST,
                K.BUSINESS_OVERVIEW,
                K.METER_SLIP,
            ),
            **_on("payer_name", K.RECEIPT, K.INVOICE, K.ESTIMATE),
            K.PASSBOOK: ("account_holder",),
            K.PAYMENT_REQUEST: ("applicant_name", "account_holder"),
            K.APPLICATION_FORM: ("applicant_name", "account_holder"),
        },
        strict=plain_name,
    ),
    Entity(
        "applicant_kana",
        fold_kana,
        _on("applicant_kana", K.APPLICATION_FORM, K.RESIDENT_CERTIFICATE, K.BUSINESS_OVERVIEW),
        strict=squeeze,
    ),
    Entity(
        "holder_kana",
        fold_holder,
        {
            **_on("account_holder_kana", *FORMS, K.PASSBOOK),
        },
        strict=plain_holder,
    ),
    Entity(
        "representative",
        fold_name,
        _on("representative_name", *FORMS, K.REGISTRY_CERTIFICATE, K.BUSINESS_OVERVIEW),
        strict=plain_name,
    ),
    Entity(
        "address",
        fold_address,
        _on(
            "address",
            *FORMS,
            K.CONTRACT,
            K.RESIDENT_CERTIFICATE,
            K.REGISTRY_CERTIFICATE,
            K.POWER_OF_ATTORNEY,
            K.BUSINESS_OVERVIEW,
            K.METER_SLIP,
        ),
        strict=plain_address,
    ),
    Entity("postal_code", str, _on("postal_code", *FORMS, K.BUSINESS_OVERVIEW)),
    Entity("phone", str, _on("phone", *FORMS, K.POWER_OF_ATTORNEY, K.BUSINESS_OVERVIEW)),
    Entity("birth_date", str, _on("birth_date", K.APPLICATION_FORM, K.RESIDENT_CERTIFICATE)),
    *(
        Entity(f"proxy_{part}", fold, _on(f"proxy_{part}", K.APPLICATION_FORM, K.POWER_OF_ATTORNEY), strict=strict)
        for part, fold, strict in (
            ("name", fold_name, plain_name),
            ("contact", fold_name, plain_name),
            ("address", fold_address, plain_address),
            ("phone", str, None),
        )
    ),
    Entity(
        "applied_on",
        str,
        {
            K.APPLICATION_FORM: ("application_date",),
            K.OFFICER_LIST: ("application_date",),
            K.PAYMENT_REQUEST: ("request_date",),
        },
        stage=Stage.APPLY,
    ),
    Entity("model", fold_model, _on("model", K.APPLICATION_FORM, K.WARRANTY, K.CONTRACT)),
    Entity("manufacturer", fold_code, _on("manufacturer", K.APPLICATION_FORM, K.WARRANTY, K.CONTRACT)),
    Entity("equipment_type", squeeze, _on("equipment_type", K.APPLICATION_FORM, K.WARRANTY)),
    Entity("installation_date", str, _on("installation_date", K.APPLICATION_FORM, K.WARRANTY)),
    Entity(
        "vendor",
        fold_name,
        {
            **_on("vendor_name", K.APPLICATION_FORM, K.WARRANTY, K.CONTRACT, K.METER_SLIP),
            **_on("issuer_name", K.RECEIPT, K.INVOICE, K.ESTIMATE),
        },
        strict=plain_name,
    ),
    Entity("invoice_number", str, _on("invoice_number", K.RECEIPT, K.INVOICE, K.ESTIMATE)),
    Entity(
        "paid_on",
        str,
        {K.APPLICATION_FORM: ("purchase_date",), K.RECEIPT: ("issue_date",)},
        lenient=True,
    ),
    Entity(
        "price",
        str,
        {
            K.APPLICATION_FORM: ("total_cost",),
            **_on("total_amount", K.RECEIPT, K.INVOICE, K.ESTIMATE, K.CONTRACT),
        },
        lenient=True,
    ),
    Entity("tax", str, _on("tax_amount", K.RECEIPT, K.INVOICE, K.ESTIMATE, K.CONTRACT), lenient=True),
    Entity("subtotal", str, _on("subtotal_amount", K.RECEIPT, K.INVOICE, K.ESTIMATE, K.CONTRACT), lenient=True),
    Entity("subsidy", str, _on("subsidy_amount", *FORMS, K.FACILITY_LIST)),
    Entity("bank", fold_bank, _on("bank_name", *FORMS, K.PASSBOOK)),
    Entity("bank_code", str, _on("bank_code", *FORMS, K.PASSBOOK)),
    Entity("branch", fold_branch, _on("branch_name", *FORMS, K.PASSBOOK)),
    Entity("branch_code", str, _on("branch_code", *FORMS, K.PASSBOOK)),
    Entity("account_type", squeeze, _on("account_type", *FORMS, K.PASSBOOK)),
    Entity("account_number", fold_number, _on("account_number", *FORMS, K.PASSBOOK)),
    Entity("customer_number", fold_code, _on("customer_number", K.APPLICATION_FORM, K.METER_SLIP)),
)

#: A person's furigana and the holder of the account are the same kana, where the account is the applicant's.
READING = Entity(
    "reading",
    plain_holder,
    {
        **dict.fromkeys(FORMS, ("applicant_kana", "account_holder_kana")),
        K.PASSBOOK: ("account_holder_kana",),
        K.RESIDENT_CERTIFICATE: ("applicant_kana",),
    },
)
#: The form's cost with tax excluded, on papers of programmes that reckon without tax.
NET_COST = Entity(
    "net_cost",
    str,
    {
        K.APPLICATION_FORM: ("purchase_amount",),
        K.FACILITY_LIST: ("purchase_amount",),
        **_on("subtotal_amount", K.RECEIPT, K.INVOICE, K.ESTIMATE, K.CONTRACT),
    },
    lenient=True,
)
#: The form's cost with tax, on papers of programmes that reckon with it.
GROSS_COST = Entity(
    "gross_cost",
    str,
    {K.APPLICATION_FORM: ("purchase_amount",), **_on("total_amount", K.RECEIPT, K.INVOICE, K.CONTRACT)},
    lenient=True,
)


def entities_of(programme: Programme | None) -> tuple[Entity, ...]:
    """The entities of a case of `programme`: what it calls the cost is another amount of the bills in each."""
    if programme is None or programme.purchase_amount_tax == "none":
        return ENTITIES
    return (*ENTITIES, NET_COST if programme.purchase_amount_tax == "excluded" else GROSS_COST)


def members(case: CaseView, entity: Entity) -> Iterator[tuple[int, Field]]:
    """(document position, field) of every entry of `entity` that has a value."""
    if entity.stage is not None and entity.stage is not case.stage:
        return
    for position, document in enumerate(case.documents):
        for key in entity.keys(document.kind):
            field = document.fields.get(key)
            if field is not None and isinstance(field.value, str | int) and field.value != "":
                yield position, field
