#!/usr/bin/env python3
"""Makes zh.txt, en.txt and traditional.txt from the public lists named in README.md.

usage: make.py JIEBA_DICT SCOWL_DIR OPENCC_CHARACTERS   (the folder that holds english-words.10; TSCharacters.txt)
"""
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent
HAN = re.compile(r"^[\u3400-\u4dbf\u4e00-\u9fff]{1,6}$")
MIN_FREQ = 50
# Rarer content words are worth their place when they are short and no names.
MIN_FREQ_CONTENT = 20
CONTENT = {"n", "v", "vn", "a", "an", "j", "b"}
# Common nouns and verbs which the dictionary marks as person names.
NOT_A_NAME = set("""
文明 陆军 雷达 武林 顾问 高峰 石英 高潮 顾客 白领 康复 范畴 周转 高明 陈述 陈列 许可 朱红 杜绝 史诗 毛巾 张开
金石 周密 陈设 高薪 白发 金黄 林木 张贴 周旋 田园 史实 田野 钱财 白银 陈旧 高超 胡椒 高雅 熊猫 钟声 周全 毛发
白昼 许诺 史前 黄牛 金秋 钟楼 雷雨 黄蜂 文雅 方正 丁香 白杨 杨树 龙虾 明白 令人 小姐 阳光 道德 卫星 荣誉 古老
丘陵 言语 明星 宫殿 光荣 权威 师傅 封锁 宣言 玉米 智慧 祖先 友谊 英勇 齐全 洪水 公正 辛勤 米粉 玉石 光辉 安静
崇拜 保健 宝贝 红旗 子孙 宝贵 沙滩 师范 梅花 诸如 吉祥 雪山 双拥 修正 荣获 丛林 小康 老虎 博客 体操 关怀 温泉
红外 呼唤 布满 通达 乌云 宁静 养老 蓝天 师生 安抚 宝石 原谅 崇高 容纳 卓越 晋升 祝贺 慈善 松树 兰花 过敏 保姆
英才 荣耀 桂花 麦子 元老 银杏 朴素 老总 迎宾 宾客 华丽 孤儿 麻木 弘扬 练兵 黑客 崇尚 安危 查明 英超 加薪 才华
戈壁 小镇 亚军 廉政 立功 温馨 蓝图 养牛 灵敏 明智 贝壳 庄园 拓宽 克隆 大修 富豪 时髦 宝宝 敬仰 宝藏 科普 凯旋
古董 施政 祥和 明朗 明文 默契 滑雪 新奇 北斗 麻醉 盖子 奥秘 敬佩 边远 越冬 从政 须知 晋级 涂抹 宜人 纳米 木耳
德育 权衡 农耕 仁慈 宝塔 花圃 华裔 西医 荆棘 滑冰 冷清 宇航 矫正 齐备 和睦 采石 才智 盖章 渊博 解密 连贯 陶冶
洪峰 沙尘 秋收 云彩 麦田 籍贯 滑翔 摩托 特邀 克扣 红茶 翠绿 凉亭 路基 续航 惠民 双赢 鹿茸 简章 蓝光 弓弩 索道
立柱 冷凝 腾飞 博览 割舍 亚太 童工 严冬 辟谣 越轨 雨林 育人 科考 寻人 苗木 蓝领 师专 杂技 托运 后继 红松 济世
公允 养蚕 养蜂 付清 续聘 麦苗 丰年 沙石 日晒 安保 麦收 许可证 立法权 维生素 安全性 青少年 小学生 博士生 幼儿园
养老金 古建筑 花岗岩 望远镜 显微镜 宣传部 高新区 农家乐 立功 古文化 小提琴 巧克力 胡萝卜 子弟兵 永久性 名特优
铁路桥 博士后 天文台 吉普车
""".split())


def chinese(path):
    kept = {}
    for line in pathlib.Path(path).read_text(encoding="utf8").splitlines():
        word, freq, tag = (line.split() + ["", ""])[:3]
        if not HAN.match(word):
            continue
        freq = int(freq)
        if tag.startswith("nr") and len(word) > 1 and word not in NOT_A_NAME:
            continue
        if freq < MIN_FREQ and not (
            freq >= MIN_FREQ_CONTENT and tag in CONTENT and 2 <= len(word) <= 4
        ):
            continue
        kept[word] = freq
    return "".join(f"{w}\t{f}\n" for w, f in sorted(kept.items()))


def english(folder):
    kept = {}
    for size in (35, 20, 10):
        for part in ("english-words", "american-words", "british-words"):
            path = pathlib.Path(folder) / f"{part}.{size}"
            for word in path.read_text(encoding="utf8").split():
                if re.fullmatch(r"[a-z]{2,}", word):
                    kept[word] = size
    return "".join(f"{w}\t{c}\n" for w, c in sorted(kept.items()))


# Characters of both scripts that are written otherwise in Simplified texts nearly always. Others of both (乾, 著, 藉) keep their form:
# which Simplified one they stand for hangs on the word.
OF_BOTH = set("後於夥徵菸")


def traditional(path):
    """Traditional characters, each with its Simplified form behind it."""
    common = lambda c: c.encode("gb2312", errors="ignore") != b""
    pairs = []
    for line in pathlib.Path(path).read_text(encoding="utf8").splitlines():
        written, _, forms = line.partition("\t")
        simple = (forms.split(" ") + [""])[0]
        if all(len(c) == 1 and "\u4e00" <= c <= "\u9fff" for c in (written, simple)) and written != simple:
            if not common(written) or written in OF_BOTH:
                pairs.append(written + simple)
    # 薴 becomes 苧, which stands for another Traditional character.
    written = {pair[0] for pair in pairs}
    pairs = [pair for pair in pairs if pair[1] not in written]
    lines = [" ".join(pairs[i : i + 40]) for i in range(0, len(pairs), 40)]
    return "".join(line + "\n" for line in lines)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    (HERE / "zh.txt").write_text(chinese(sys.argv[1]), encoding="utf8")
    (HERE / "traditional.txt").write_text(traditional(sys.argv[3]), encoding="utf8")
    (HERE / "en.txt").write_text(english(sys.argv[2]), encoding="utf8")
