"""Papers of an office that never was: its blank form, and what an applicant sends."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import typst

HEAD = '#set page(paper: "a4", margin: (x: 20mm, y: 18mm))\n#set text(font: "Noto Serif CJK JP", size: 10.5pt, lang: "ja")\n'

GOOD: Mapping[str, str] = {
    "day": "令和８年９月１０日", "kana": "タナカ ヨシコ", "name": "田中 良子", "zip": "670-0012", "address": "兵庫県姫路市本町68番地",
    "phone": "079-221-2000", "place": "■ 戸建住宅　　□ 集合住宅　　□ 事業所", "maker": "パナソニック", "model": "DNH326", "power": "6kW",
    "lots": "1", "owner": "田中 良子", "paid": "令和８年８月２０日", "price": "330,000", "grant": "110,000", "bank": "みなと銀行",
    "branch": "姫路支店", "kind": "普通", "account": "1234567", "holder": "タナカ ヨシコ", "done": "令和８年８月１５日",
    "consent": "■", "builder": "株式会社播磨電設", "work": "330,000", "unpaid": "0", "certified": "令和８年７月１日",
}  # fmt: skip


def table(rows: Mapping[str, str], height: str = "8.4mm") -> str:
    """Labels with their entries; an entry that ends in 円 has it at the right of its cell."""
    cells = "".join(
        f"[{label}],[{entry.removesuffix('円')}{'#h(1fr)円' if entry.endswith('円') else ''}],\n"
        for label, entry in rows.items()
    )
    return f"#table(columns: (42mm, 1fr), rows: {height}, align: horizon,\n{cells})\n"


def form(v: Mapping[str, str]) -> str:
    def g(key: str, printed: str = "") -> str:
        return v.get(key, printed)

    who = {
        "フリガナ": g("kana"),
        "お名前": g("name"),
        "郵便番号": g("zip"),
        "お住まい": g("address"),
        "日中の電話": g("phone"),
    }
    thing = {
        "設置場所の種類": g("place", "□ 戸建住宅　　□ 集合住宅　　□ 事業所"), "メーカー": g("maker"), "型番": g("model"), "出力": g("power"),
        "駐車区画数": g("lots"), "建物の所有者": g("owner"), "支払った日": g("paid"), "設備の購入額（税込）": g("price") + "円",
        "補助金の申込額": g("grant") + "円",
    }  # fmt: skip
    account = {
        "金融機関": g("bank"), "支店": g("branch"), "預金の種類": g("kind", "普通　・　当座　・　貯蓄"), "口座番号": g("account"),
        "口座名義（カナ）": g("holder"),
    }  # fmt: skip
    return f"""様式第１号（第６条関係）
#align(right)[申請日　{g("day", "令和　　年　　月　　日")}]
姫路市長　様
#align(center)[#text(size: 17pt)[姫路市電気自動車充電設備導入補助金　利用申込書]]
次のとおり補助を受けたいので申し込みます。

申込者
{table(who)}
充電設備
{table(thing)}
振込先
{table(account)}
{g("consent", "□")} 市税の納付状況を姫路市が調査することに同意します。"""


def completion(v: Mapping[str, str]) -> str:
    rows = {"届出者": v["name"], "工事が完了した日": v["done"], "施工した会社": v["builder"], "工事金額": v["work"] + "円",
            "設置した設備の型番": v["model"]}  # fmt: skip
    return f"""様式第２号（第９条関係）
#align(center)[#text(size: 18pt)[工事完了届]]
姫路市長　様

姫路市電気自動車充電設備導入補助金に係る工事が完了したので届け出ます。
{table(rows, "10mm")}"""


def tax(v: Mapping[str, str]) -> str:
    rows = {
        "住所": v["address"],
        "氏名": v["name"],
        "年度": "令和７年度",
        "未納の税額": v["unpaid"] + "円",
        "証明日": v["certified"],
    }
    return f"""#align(center)[#text(size: 18pt)[納　税　証　明　書]]
{table(rows, "10mm")}
上記のとおり相違ないことを証明します。
#align(right)[姫路市長]"""


def receipt(v: Mapping[str, str]) -> str:
    return f"""#align(center)[#text(size: 20pt)[領　収　書]]
#align(right)[No. 001234　　発行日　{v["paid"]}]
#text(size: 14pt)[{v["name"]}　様]

#text(size: 18pt)[金額　￥{v["price"]}－]

但し　EV充電設備 {v["model"]} 代として
上記正に領収いたしました。
#align(right)[{v["builder"]}
兵庫県姫路市本町68]"""


def pdf(text: str, path: Path) -> Path:
    path.write_bytes(typst.compile((HEAD + text).encode()))
    return path


def blank(path: Path) -> Path:
    return pdf(form({}), path)


def envelope(folder: Path, **changes: str) -> list[Path]:
    """What one applicant sends, with other facts where `changes` say so."""
    values = {**GOOD, **changes}
    folder.mkdir(parents=True)
    made = (form, completion, tax, receipt)
    return [pdf(paper(values), folder / f"{i}.pdf") for i, paper in enumerate(made)]
