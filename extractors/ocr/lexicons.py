"""Decoding toward words that are likely: makers, models, options of a form, whatever the caller knows.

A word is weighed by its exact probability on the line (:func:`extractors.ocr.decoding.likelihoods`), not by its
distance to what was read: パナソニック wins over the likelier パナソニツク because the line says it nearly as well and
people write it a thousand times as often. What no word explains stays as read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractors.ocr.decoding import Decoded, Folded, likelihoods

TRUST = 30.0
"""How many times likelier a listed word is than any other text, before the line is looked at."""

EQUIPMENT_MAKERS = (
    "アイシン", "アイリスオーヤマ", "アンフィニ", "イトーキ", "エクソル", "エリーパワー", "オムロン", "オムロンソーシアルソリューションズ", "カナディアン・ソーラー・ジャパン", "コイズミ照明",
    "コロナ", "シャープ", "シャープエネルギーソリューション", "ジンコソーラー", "スマートソーラー", "ソーラーフロンティア", "ダイキン", "ダイキン工業", "ダイニチ工業", "ダイヘン",
    "タカラスタンダード", "チリウ", "チリウヒーター", "デンソー", "デルタ電子", "トクラス", "トヨタ", "トヨトミ", "トリナ・ソーラー・ジャパン", "ニチコン",
    "ネクストエナジー", "ネクストエナジー・アンド・リソース", "ノーリツ", "ハイアール", "パーパス", "パナソニック", "パナソニックホームズ", "パロマ", "ハンファQセルズ", "ハンファジャパン",
    "ファーウェイ", "フクダ電子", "フクシマガリレイ", "ホシザキ", "マキタ", "ヤンマー", "ユアサ商事", "リンナイ", "ローソンエナジー", "京セラ",
    "三洋電機", "三菱電機", "三菱重工サーマルシステムズ", "三菱自動車", "三協立山", "住友電気工業", "大光電機", "大和冷機工業", "長府製作所", "長州産業",
    "田淵電機", "東芝", "東芝キヤリア", "東芝ライテック", "東芝三菱電機産業システム", "東京ガス", "大阪ガス", "日立", "日立グローバルライフソリューションズ", "日立アプライアンス",
    "日本キヤリア", "日本電気", "日産自動車", "日東工業", "富士通ゼネラル", "富士電機", "本田技研工業", "明電舎", "矢崎エナジーシステム", "安川電機",
    "寺田鉄工所", "岩崎電気", "遠藤照明", "内田洋行", "中西製作所", "山善", "積水化学工業", "旭ファイバーグラス", "日本板硝子", "AGC",
    "LIXIL", "LONGi", "LGエレクトロニクス", "NEC", "TDK", "TOTO", "YKK AP", "YKKAP", "Panasonic",
    "オーデリック", "ウシオライティング", "ホタルクス", "因幡電機産業", "三浦工業", "サムソン", "日本サーモエナー", "ヒラカワ", "川重冷熱工業", "前川製作所",
    "ゼネラルヒートポンプ工業", "木村工機", "中野冷機", "サンデン", "荏原製作所", "コベルコ・コンプレッサ", "日立産機システム", "アネスト岩田", "横河電機", "アズビル",
    "キューヘン", "サンポット", "ジャパンエナジー", "伊藤忠商事", "住友電工", "椿本チエイン", "東光高岳", "モリタ", "三協アルミ", "不二サッシ",
    "エクセルシャノン",
)  # fmt: skip
"""Makers of what subsidies are for in Japan: solar panels, batteries, boilers, air conditioners, windows, lamps, cars."""


def toward(folded: Folded, read: Sequence[Decoded], words: Iterable[str], *, trust: float = TRUST) -> list[Decoded]:
    """`read` and the `words` together, likeliest first: a word counts `trust` times what the line gives it.

    Shares sum to at most one. Words that the alphabet cannot spell, or the line gives nothing, are left out; a word
    that was read keeps its places, others are spread evenly over the line.
    """
    listed = list(dict.fromkeys(w for w in words if w))
    chances = likelihoods(folded, listed)
    pool = {d.text: d for d in read}
    known = set(listed)
    for word, chance in zip(listed, chances.tolist(), strict=True):
        had = pool.get(word)
        share = max(chance, had.share if had else 0.0)
        if share <= 0.0:
            continue
        places = had.char_x if had else tuple((i + 0.5) / len(word) for i in range(len(word)))
        pool[word] = Decoded(word, share, places, had.score if had else share ** (1 / len(word)))
    weights = {text: d.share * (trust if text in known else 1.0) for text, d in pool.items()}
    missing = max(0.0, 1.0 - sum(d.share for d in pool.values()))
    total = sum(weights.values()) + missing
    if total <= 0.0:
        return list(read)
    moved = [Decoded(d.text, weights[t] / total, d.char_x, d.score) for t, d in pool.items()]
    return sorted(moved, key=lambda d: -d.share)[: max(len(read), 1)]
