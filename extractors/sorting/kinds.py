"""What kind of paper a page is, from its words, how large they are printed, and its marks."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from extractors.folding import fold
from extractors.meanings import is_any_label
from extractors.sorting.bankpages import headed_by_a_bank, shows_an_account
from extractors.sorting.marks import HEAD, is_later_sheet
from extractors.sorting.tapes import shows_a_sale
from extractors.sorting.titles import prominence, title_share
from extractors.sorting.words import BODY_WORDS, CONTINUATION_WORDS, OTHER_TITLES, SEPARATOR_WORDS, TITLES
from extractors.wording import Question, sure_answer
from models.documents import FORMS, DocumentKind
from models.pages import FormMatch, PageContent, PageReading, TextLine
from models.programmes import Programme
from models.values.account import BANK_END_IN_FULL

SEPARATOR_CODE = re.compile(r"^(?:SEP|UKETSUKE-SEP)[-:]", re.IGNORECASE)
"""Barcodes that stand on separator sheets only."""

PAGE_NUMBER = re.compile(r"^[(ー・]*(?:[Pp](?:age|AGE)?・?)?(\d{1,2})(?:/(\d{1,2}))?[)ー・]*(?:ペーシ|ページ|頁)?$")
"""A folded line that is nothing but a page number: ``(2/2)``, ``- 2 -``, ``P.2``."""

TITLE_ENOUGH = 3.0
"""Score from which a page has a title of its own: one line of the usual size, all title, at the top."""

MADE_OF = 8.0
"""Score from which a page is made of the words of a kind, whatever it is titled: お知らせ over 検針日, 今回指針, 基本料金."""

FORM_LABELS = 3
"""A page of a form that has lost its title asks for so many entries at least, each in a cell of its own."""

_PAYMENTS = (DocumentKind.PAYMENT_REQUEST, DocumentKind.INVOICE)
_TITLED_SO = (*FORMS, DocumentKind.INVOICE)
"""A request for payment may be titled 請求書 alone."""
_FORM_NUMBER = re.compile("様式(?:第?[0-9一二三四五六七八九十]|第)")
_ADDRESSEE = re.compile(
    "(?:知事|市長|区長|町長|村長|理事長|会長|組合長|事務局長?|局長|管理者).{0,8}(?:殿|様|宛て?|あて|御中)$"
)
_LONGEST_ASKED = 18
"""Characters; what is longer is a sentence that may stand on any paper."""
_ASKED_BY_OFFICES = re.compile(
    "金融機関(?:名|コード|コート|番号)|(?:預金|口座)種(?:別|目)|(?:補助|助成|支援|給付)金の?(?:額|振込|交付|申請|請求)|(?:交付|支給)?申請額|補助対象|"
    "購入(?:金額|費用|に要した)|(?:対象|導入)(?:設備|機器)|設備等?の?(?:種類|区分|種別)|代行者|代理申請|交付決定|"
    "口座名義.{0,2}(?:力ナ|フリガナ)|(?:右|左)詰め|滞納して|暴力団員"
)
"""What offices ask for on their forms; folded."""
_SAID_TO_APPLICANTS = re.compile(
    "太枠の(?:中|欄)|黒の?(?:ボールペン|インク)|記入漏れ|訂正印を押|本人名義の口座|切り?捨てて|(?:偽り|相違)は?ありません|滞納していません|暴力団員?等?に該当|"
    "照会に同意|(?:補助|助成)金を受けていません|通帳の.{0,30}(?:写し|コピー).*添付"
)
"""How to fill in a form, and what an applicant declares on it."""
_NUMBERED_HEADING = re.compile(r"[2-9][.・、)]?(?![\d年月号])")
"""A folded line that is a numbered heading, and no title."""
_LATER_SECTION = re.compile(r"\s*第?[2-9][.、)]?\s*[^\d\s.,/年月日円-]")
_BANK_IN_FRONT = re.compile(rf"^.{{2,10}}?(?:{BANK_END_IN_FULL})(?=.{{4}})")
"""Whose passbook it is, in front of the title: 遠州信用金庫 総合口座通帳."""
_MISREAD_RECEIPT = re.compile("^([御仮]?)領.(?=[書証]$)")
"""領又書: no other title is like it."""
FEWEST_WORDED = 3
"""Characters of a title that is told by its wording; less is a piece of one: 請書 of 請求書."""
_SUBSIDY = "補助金"
"""Stands for the programme's name in front of a title: 新宿区…導入補助金申込書."""
_TITLES = [(kind, fold(title), 1.0) for kind, listed in TITLES.items() for title in listed]
_WHOLE = {title: kind for kind, title, _ in _TITLES}
"""The kind that a title as a whole says: 申請書兼請求書 is no 請求書."""
_AS_WELL = re.compile("(?<=申[請込]書)[(]?(?:兼.*|.{2,10}を兼ね(?:る|ます).*)")
"""What a paper is besides: 申請書兼口座登録票, 申込書(請求書を兼ねます) is an application first of all."""
_CLAIMS_TOO = re.compile("申[請込]書[(]?(?:兼.{0,8}(?:請求書|口座.{2,6}[書票届])|請求書を兼ね(?:る|ます))[)]?$")
"""The end of the title of an application that asks for the money as well, and for the account like a claim."""
_CLAIMS_ALONE = re.compile("の[交給]付を受けたい[^。申]{0,20}請求(?:し|いた|致)")
"""What claims say: 補助金の交付を受けたいので、下記のとおり請求します."""
_OTHER = tuple(fold(title) for title in OTHER_TITLES)
_BODY = {kind: [(fold(word), weight) for word, weight in listed] for kind, listed in BODY_WORDS.items()}
_CONTINUATIONS = tuple(fold(w) for w in CONTINUATION_WORDS)
_SEPARATORS = tuple(fold(w) for w in SEPARATOR_WORDS)
_PUBLIC = tuple(
    fold(w)
    for w in (
        "補助",
        "支援金",
        "助成",
        "給付",
        "交付",
        "知事",
        "市長",
        "区長",
        "町長",
        "村長",
        "事務局",
        "振込依頼",
        "口座届",
    )
)
"""Words of offices' papers about money, of which a request for payment to an office has at least one."""


@dataclass(frozen=True, slots=True)
class KindGuess:
    """The kind of one page.

    `confidence` (0..1) is the share that the winning kind has of all evidence. `titled` is true where the page carries
    a title, `continues` where it says that it is a second or later page, `asks` where it asks for entries without saying
    on which form: a later page that only follows on.
    """

    kind: DocumentKind
    confidence: float
    titled: bool = False
    continues: bool = False
    programme_id: str | None = None
    asks: bool = False


def guess_kind(page: PageReading, programmes: Sequence[Programme], own: Collection[str] | None = None) -> KindGuess:
    """The kind of `page`; `programmes` add the titles of their own forms.

    Kinds that a programme alone knows are tried only for the programmes whose ids are in `own` (None: all): what one
    office calls 確認書 is no paper of another's.
    """
    if page.content is PageContent.BLANK:
        return KindGuess(DocumentKind.BLANK_BACK, 1.0)
    if any(SEPARATOR_CODE.match(code.text) for code in page.barcodes):
        return KindGuess(DocumentKind.SEPARATOR_SHEET, 1.0)
    if page.form is not None:
        return _of_form(page, page.form, programmes)
    if page.content is PageContent.PICTURE:
        return KindGuess(DocumentKind.PRODUCT_PHOTO, 0.9)
    words = "".join(fold(x.text) for x in page.lines)
    if page.barcodes and any(w in words for w in _SEPARATORS):
        return KindGuess(DocumentKind.SEPARATOR_SHEET, 0.95)
    programme_id = named_programme(page, programmes)
    scores, titles = _scores(page, words, programmes, own)
    continues = _continues(page, words)
    if (
        programme_id is not None
        and titles.get(DocumentKind.PAYMENT_REQUEST, 0.0) >= TITLE_ENOUGH
        and "請求書" in words
        and "申請書" not in words
    ):
        scores[DocumentKind.PAYMENT_REQUEST] += TITLE_ENOUGH
    if programme_id is not None and titles.get(DocumentKind.PASSBOOK, 0.0) < TITLE_ENOUGH and _opens_a_form(page):
        # 口座情報 heads a form's section; no bank prints an office's form number
        scores.pop(DocumentKind.PASSBOOK, None)
    if programme_id is None and DocumentKind.PAYMENT_REQUEST in scores and not any(w in words for w in _PUBLIC):
        # nobody asks an office for money without naming it: a shop asks its customer
        scores[DocumentKind.INVOICE] = max(
            scores.pop(DocumentKind.PAYMENT_REQUEST), scores.get(DocumentKind.INVOICE, 0.0)
        )
        titles[DocumentKind.INVOICE] = max(titles[DocumentKind.INVOICE], titles.pop(DocumentKind.PAYMENT_REQUEST, 0.0))
    best = max(scores, key=lambda k: scores[k], default=DocumentKind.UNKNOWN)
    titled = titles.get(best, 0.0) >= TITLE_ENOUGH
    if not titled and scores.get(best, 0.0) < TITLE_ENOUGH and _looks_like_envelope(page, words, programmes):
        return KindGuess(DocumentKind.ENVELOPE, 0.8, programme_id=programme_id)
    if not titled and scores.get(best, 0.0) < MADE_OF and _foreign_title(page):
        return KindGuess(DocumentKind.UNKNOWN, 0.0, continues=continues, programme_id=programme_id)
    if best is DocumentKind.INVOICE and programme_id is not None and titles.get(DocumentKind.INVOICE, 0.0) > 0:
        best = DocumentKind.PAYMENT_REQUEST  # a 請求書 that names the programme asks the office for the subsidy
        titled = titled or titles[DocumentKind.INVOICE] >= TITLE_ENOUGH
        scores[best] = max(scores.get(best, 0.0), scores[DocumentKind.INVOICE])
    if (not scores or scores[best] < 2.0) and _looks_like_picture(page):
        return KindGuess(DocumentKind.PRODUCT_PHOTO, 0.6, programme_id=programme_id)
    banks = headed_by_a_bank(page)
    # 預金種目 and 金融機関コード, which requests for payment ask for, are what a bank tells of an account as well
    weak = not scores or scores[best] < (2.0 if banks and not titled and best in _PAYMENTS else 1.0)
    plain = not titled and programme_id is None and not _opens_a_form(page)
    asks = plain and _goes_on(page, like_a_form=weak or best in FORMS, score=scores.get(best, 0.0))
    if weak and shows_a_sale(page):
        return KindGuess(DocumentKind.RECEIPT, 0.7, programme_id=programme_id)
    if weak and (not asks or banks) and shows_an_account(page):
        return KindGuess(DocumentKind.PASSBOOK, 0.6, programme_id=programme_id)
    if weak:
        return KindGuess(DocumentKind.UNKNOWN, 0.0, continues=continues, programme_id=programme_id, asks=asks)
    return KindGuess(best, scores[best] / sum(scores.values()), titled, continues, programme_id, asks)


def _of_form(page: PageReading, form: FormMatch, programmes: Sequence[Programme]) -> KindGuess:
    """A page that fits a known blank form is a page of that form; back pages that several programmes share tell none."""
    shared = any(other.split("/")[0] != form.programme_id for other in form.others)
    programme_id = named_programme(page, programmes) if shared else form.programme_id
    first = form.page == 0
    return KindGuess(DocumentKind(form.document), 1.0, titled=first, continues=not first, programme_id=programme_id)


def named_programme(page: PageReading, programmes: Sequence[Programme]) -> str | None:
    """The programme that the page names by its title or, where no title is found, by an addressee of its own.

    Tolerates misread characters and titles broken over two lines; None if the page names none or the addressee is
    shared.
    """
    lines = [x for x in page.lines if not x.vertical]
    texts = [fold(x.text) for x in page.lines]
    for i, line in enumerate(lines):
        below = [
            x
            for x in lines[i + 1 :]
            if 0 < x.box.cy - line.box.cy < 2.2 * line.box.height
            and min(x.box.x1, line.box.x1) - max(x.box.x0, line.box.x0) > 0
        ]
        texts += [fold(line.text + x.text) for x in below]
    best, best_score = None, 0.0
    for programme in programmes:
        for title in map(fold, programme.title_patterns):
            score = max((found(title, text) for text in texts), default=0.0)
            # a longer title is the better witness: short ones are parts of other programmes' names
            if score and score + len(title) / 50 > best_score:
                best, best_score = programme.id, score + len(title) / 50
    if best is not None:
        return best
    named = {p.id for p in programmes for a in map(fold, p.addressee_patterns) if any(found(a, t) for t in texts)}
    return named.pop() if len(named) == 1 else None


def found(wanted: str, text: str) -> float:
    """1 where `wanted` stands in `text`, a little less where up to one character in seven is misread, else 0."""
    if wanted in text:
        return 1.0
    if len(wanted) < 7 or len(text) < len(wanted) - 1:
        return 0.0
    score = fuzz.partial_ratio(wanted, text) / 100
    return score if score >= 1 - 1 / 7 else 0.0


def _worded(text: str) -> DocumentKind | None:
    """The kind of paper that `text` is most probably the title of by its wording: 既存住宅省エネ改修費補助金 交付申込書."""
    kind = sure_answer(Question.TITLE, text) if len(text) >= FEWEST_WORDED else None
    return DocumentKind(kind) if kind is not None else None


def _scores(
    page: PageReading, words: str, programmes: Sequence[Programme], own_of: Collection[str] | None
) -> tuple[dict[DocumentKind, float], dict[DocumentKind, float]]:
    """Evidence for each kind, and how much of it is a title. A programme's own kind needs a title to be thought of."""
    own = [
        (kind, fold(title), 1.3)
        for p in programmes
        for kind, spec in p.documents.items()
        if kind.well_known or own_of is None or p.id in own_of
        for title in spec.titles
    ]
    titles: dict[DocumentKind, float] = defaultdict(float)
    names = sorted((fold(t) for p in programmes for t in p.title_patterns), key=len, reverse=True)
    for line, prominent in prominence(page):
        if is_any_label(line) or _NUMBERED_HEADING.match(line) or _SAID_TO_APPLICANTS.search(line):
            continue  # 交付申請額, 4 振込先口座, 通帳の写しを添付してください
        text = next((line.replace(name, "") for name in names if name in line), line)
        text = _MISREAD_RECEIPT.sub(r"\1領収", _BANK_IN_FRONT.sub("", text))
        whole = _WHOLE.get(text)
        text = _AS_WELL.sub("", text)
        for kind, title, weight in (*_TITLES, *own):
            if len(title) <= len(text) + 1 and (whole in (None, kind) or title not in text):
                titles[kind] = max(titles[kind], weight * prominent * title_share(title, text))
        if (worded := _worded(line if text == line else f"{_SUBSIDY}{text}")) is not None:
            titles[worded] = max(titles[worded], prominent)
    scores = {kind: value for kind, value in titles.items() if value > 0 and (kind.well_known or value >= TITLE_ENOUGH)}
    texts = [fold(x.text) for x in page.lines]
    asked = _asked_together(words, [line for line, _ in prominence(page)])
    for kind, listed in _BODY.items():
        found = sum(weight * _mentioned(word, words, texts) for word, weight in listed)
        if found:
            scores[asked.get(kind, kind)] = scores.get(asked.get(kind, kind), 0.0) + found
    return scores, titles


def _asked_together(words: str, lines: Sequence[str]) -> dict[DocumentKind, DocumentKind]:
    """The form that asks in another form's words: an application that serves as a claim asks for the account, a claim
    says that one would like the money to be granted."""
    if any(_CLAIMS_TOO.search(line) for line in lines):
        return {DocumentKind.PAYMENT_REQUEST: DocumentKind.APPLICATION_FORM}
    if not re.search("申[請込]書", words) and _CLAIMS_ALONE.search(words):
        return {DocumentKind.APPLICATION_FORM: DocumentKind.PAYMENT_REQUEST}
    return {}


def _foreign_title(page: PageReading) -> bool:
    """Whether the page is titled as a paper of none of the known kinds: 印鑑登録証明書, 取扱説明書."""
    return any(
        prominent * title_share(title, text) >= TITLE_ENOUGH
        for text, prominent in prominence(page)
        for title in _OTHER
        if len(title) <= len(text) + 1 and text.endswith(title)
    )


def _mentioned(word: str, words: str, texts: Sequence[str]) -> float:
    """1 where `word` stands on the page, a half where a line has it with one character misread."""
    if word in words:
        return 1.0
    if len(word) < 4:
        return 0.0
    enough = 100 * (1 - 1.05 / len(word))
    return 0.5 if any(len(t) >= len(word) and fuzz.partial_ratio(word, t) >= enough for t in texts) else 0.0


def _continues(page: PageReading, words: str) -> bool:
    """Whether the page says that it is a second or later page."""
    for line in page.lines:
        match = PAGE_NUMBER.match(fold(line.text))
        if match and int(match[1]) >= 2 and (match[2] is None or int(match[1]) <= int(match[2])):
            at_foot = line.box.cy > 0.85 * page.geometry.height and int(match[1]) <= 20
            at_head = line.box.cy < HEAD * page.geometry.height  # 補助率 3/4 further down is no page
            if at_foot or (match[2] and at_head):
                return True
    return is_later_sheet(page) or any(w in words for w in _CONTINUATIONS)


def _goes_on(page: PageReading, *, like_a_form: bool, score: float) -> bool:
    """Whether a page without title and head goes on with the form before it: it tells the applicant how to fill it in, or it
    is made of labelled entries, or opens with a later section, and resembles nothing else (`score`, of the likeliest kind)
    more than a form."""
    asked, later = _asked_by_offices(page), _opens_with_a_later_section(page)
    labels = len(_labels(page.lines))
    entries = _is_even(page) and labels >= FORM_LABELS and (asked or len(page.cells) > FORM_LABELS)
    told = labels >= 2 and any(_SAID_TO_APPLICANTS.search(x.text) for x in page.lines)
    return told or ((entries or later) and (like_a_form or asked or (later and score < 2.0)))


def _is_even(page: PageReading) -> bool:
    """Whether no line stands out as a title."""
    heights = sorted(x.box.height for x in page.lines if not x.vertical)
    return bool(heights) and heights[-1] < 1.6 * heights[len(heights) // 2]


def _labels(lines: Sequence[TextLine]) -> set[str]:
    """The different labels among `lines`, folded."""
    return {fold(x.text) for x in lines if is_any_label(x.text)}


def _asked_by_offices(page: PageReading) -> bool:
    """Whether the page asks for things that only a form to an office asks for, whatever else it resembles: a bank names
    itself on a passbook, it does not ask for the 金融機関名."""
    short = {fold(x.text) for x in page.lines if len(x.text) <= _LONGEST_ASKED}
    return sum(_ASKED_BY_OFFICES.search(text) is not None for text in short) >= 2


def _opens_a_form(page: PageReading) -> bool:
    """Whether the page carries what stands on the first page of a form alone: its number, whom it is addressed to, or a
    line that is a title and nothing else, however small it is printed."""
    for line in page.lines:
        text = fold(line.text)
        if _FORM_NUMBER.search(text) or _ADDRESSEE.search(text):
            return True
        if any(kind in _TITLED_SO and title in text and len(text) <= len(title) + 1 for kind, title, _ in _TITLES):
            return True
    return False


def _opens_with_a_later_section(page: PageReading) -> bool:
    """Whether the page begins with the heading of a second section or a later one (3 振込先) and asks for something."""
    across = [x for x in page.lines if not x.vertical]
    return len(_labels(across)) >= 2 and _LATER_SECTION.match(unicodedata.normalize("NFKC", across[0].text)) is not None


def _looks_like_picture(page: PageReading) -> bool:
    """Whether the page is mostly something else than text: the name plate of a machine on a photograph."""
    letters = sum(len(x.text) * x.score for x in page.lines)
    return page.ink > 0.02 and len(page.lines) <= 7 and letters < 70


_FRONT = 10
"""Lines on the front of an envelope at most, where its words alone do not tell."""
_TO_OFFICE = re.compile("(?:課|係|局|室|部|センター|事務所|担当)(?:行|宛|御中)き?$")


def _looks_like_envelope(page: PageReading, words: str, programmes: Sequence[Programme]) -> bool:
    """Whether the page is the front of an envelope: columns of text, or hardly more than the office's address."""
    if any(fold(w) in words for w in ("在中", "親展")):
        return len(page.lines) < 25
    if (
        3 <= len(page.lines) <= _FRONT
        and any(_TO_OFFICE.search(fold(x.text)) for x in page.lines)
        and not page.cells[3:]
    ):
        return True
    down = sum(x.box.height for x in page.lines if x.vertical)
    across = sum(x.box.width for x in page.lines if not x.vertical)
    if down > 0.8 * across and down > 0:
        return True
    addressed = any(
        found(fold(name), words)
        for p in programmes
        for name in (p.office, p.office_address[-12:], *p.addressee_patterns)
        if name
    )
    return addressed and len(page.lines) <= 22 and len(words) < 140 and not page.cells[3:]
