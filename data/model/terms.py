"""Texts as rows of the word table. src/score/fast/terms.rs does the same, sign by sign; tests/fast holds them together.

A text is folded (half width, Simplified characters, lower case) and cut into runs. A run of letters is one term by its stem; one
that the table lacks is read by its pieces of four letters. A run of Chinese characters is cut into the known words that are likeliest together; beside them stand the
characters, the words inside those words, and each pair of neighbours, so that a word no list has is read by its parts."""
import collections
import csv
import functools
import math
import os
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "..")
LONGEST = 4
PIECE = 4
# What a term is to its text; each kind has a weight of its own.
WORD, INSIDE, ACROSS, SIGN, PAIR, STEM, PART = range(7)
KINDS = 7
MASK = (1 << 64) - 1

SIMPLE = {p[0]: p[1] for p in open(os.path.join(DATA, "words", "traditional.txt"), encoding="utf-8").read().split()}
NARROW = {0xFFE0: "¢", 0xFFE1: "£", 0xFFE5: "¥", 0xFFE6: "₩", 0xFE62: "+", 0xFE63: "-", 0xFE69: "$", 0xFE6A: "%"}
SPACES = {*range(0x9, 0xE), 0x85}
UNSEEN = {0xAD, 0x34F, 0x61C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), *range(0xFE00, 0xFE10)}


def is_han(c):
    n = ord(c)
    return 0x4E00 <= n <= 0x9FFF or 0x3400 <= n <= 0x4DBF or 0xF900 <= n <= 0xFAFF or 0x20000 <= n <= 0x3FFFF or c in "々〇"


def is_letter(c):
    """Letters and digits of the scripts that have words in the table."""
    n = ord(c)
    return c.isascii() and c.isalnum() or 0xC0 <= n <= 0x24F and n not in (0xD7, 0xF7)


@functools.lru_cache(maxsize=None)
def folded(c):
    """A character as it is compared: nothing, itself, or another one."""
    n = ord(c)
    if n in UNSEEN or unicodedata.category(c) == "Cc" and n not in SPACES:
        return ""
    if 0xFF01 <= n <= 0xFF5E:
        c = chr(n - 0xFEE0)
    c = NARROW.get(n, c)
    c = SIMPLE.get(c, c)
    lower = c.lower()
    return lower if len(lower) == 1 else c


def stem(word):
    """src/text/stem.rs, which is all of its rules."""
    w = (word[:-2] if word.endswith("'s") else word).replace("'", "")
    if len(w.encode()) <= 3 or not all("a" <= c <= "z" for c in w):
        return w
    ends = w.endswith
    if ends("ies") and len(w) > 4:
        w = w[:-3] + "y"
    elif any(map(ends, ("sses", "shes", "ches", "xes", "zzes"))):
        w = w[:-2]
    elif ends("s") and not any(map(ends, ("ss", "us", "is"))):
        w = w[:-1]
    w = british(verb(w))
    if len(w) > 3 and w.endswith("e"):
        w = w[:-1]
    if len(w) > 4 and w.endswith("ll"):
        w = w[:-1]
    return w


def verb(w):
    if w.endswith("ied") and len(w) > 4:
        return w[:-3] + "y"
    for suffix in ("ing", "ed"):
        if not w.endswith(suffix):
            continue
        base = w[:-len(suffix)]
        if len(base) < 3 or not any(c in "aeiouy" for c in base) or base.endswith("e"):
            return w
        if base[-1] == base[-2] and base[-1] not in "lsz" and base[-2] not in "aeiou":
            base = base[:-1]
        return base[:-1] + "z" if len(base) >= 5 and base.endswith("is") else base
    return w


def british(w):
    for old, new in (("isation", "ization"), ("ise", "ize"), ("yse", "yze"), ("centre", "center"), ("programme", "program")):
        if w.endswith(old) and (len(w) >= len(old) + 3 or w == old):
            return w[:-len(old)] + new
    for root in ("labour", "behaviour", "harbour", "neighbour", "colour", "favour"):
        if w.startswith(root):
            return w[:len(root) - 2] + w[len(root) - 1:]
    return w


def mixed(h):
    """Spreads what FNV leaves in the low bits, since a hash is looked up by its high ones."""
    h ^= h >> 32
    h = h * 0x9E3779B97F4A7C15 & MASK
    return h ^ h >> 29


@functools.lru_cache(maxsize=None)
def key(term):
    """64 bits that stand for a term: FNV-1a over its UTF-8, then mixed."""
    h = 0xCBF29CE484222325
    for b in term.encode():
        h = (h ^ b) * 0x100000001B3 & MASK
    return mixed(h)


def runs(text):
    """(is Chinese, run) of a text, folded."""
    out, kind = [], None
    for c in text:
        c = folded(c)
        if not c:
            continue
        now = True if is_han(c) else False if is_letter(c) or c == "'" or c == "’" else None
        if now is not None and now == kind:
            out[-1][1].append(c)
        elif now is not None:
            out.append((now, [c]))
        kind = now
    return [(han, "".join(run)) for han, run in out]


def paired(pair):
    """What a pair of neighbours is looked up by; no word of two characters has the same."""
    return "+" + pair


def part(piece):
    return "~" + piece


class Terms:
    """Cuts texts into terms by a list of known ones. `costs`: words of more than one character by what it costs to choose them."""

    def __init__(self, rows, costs):
        self.rows, self.costs = rows, costs

    def of(self, text):
        """Rows and kinds of a text's terms, in order."""
        found = []
        add = lambda term, kind: found.append((self.rows[term], kind)) if term in self.rows else None
        for han, run in runs(text):
            if han:
                self.chinese(run, add)
            else:
                self.english(run, add)
        return found

    def english(self, run, add):
        run = run.replace("’", "'").strip("'")
        if not any(not c.isdigit() for c in run):
            return
        word = stem(run)
        if word in self.rows:
            add(word, STEM)
            return
        framed = "<" + word + ">"
        for i in range(len(framed) - PIECE + 1):
            add(part(framed[i:i + PIECE]), PART)

    def chinese(self, run, add):
        n = len(run)
        # The cheapest way to words: best[i] is what the first i characters cost. Of two ways the one with the longer last word.
        best, last = [0] * (n + 1), [0] * (n + 1)
        for end in range(1, n + 1):
            best[end], last[end] = best[end - 1] + ALONE, 1
            for length in range(2, min(LONGEST, end) + 1):
                cost = self.costs.get(run[end - length:end])
                if cost is not None and best[end - length] + cost <= best[end]:
                    best[end], last[end] = best[end - length] + cost, length
        start_of, end = {}, n
        border = {0, n}
        while end > 0:
            start_of[end] = end - last[end]
            end -= last[end]
            border.add(end)
        for i in range(n):
            add(run[i], SIGN)
            for length in range(2, min(LONGEST, n - i) + 1):
                word = run[i:i + length]
                if word in self.costs:
                    inside = not any(i < b < i + length for b in border)
                    add(word, WORD if start_of.get(i + length) == i else INSIDE if inside else ACROSS)
                elif length == 2:
                    add(paired(word), PAIR)


# What a character outside all words costs, in sixteenths of a natural logarithm.
ALONE = 16 * 13


def cost(frequency):
    return round(16 * math.log(6e7 / max(frequency, 1)))


def chinese_words():
    """Words of two to four characters of data/words with their frequencies."""
    counts = {}
    for line in open(os.path.join(DATA, "words", "zh.txt"), encoding="utf-8"):
        word, count = line.split("\t")
        counts[word] = int(count)
    for line in open(os.path.join(DATA, "words", "zh-domain.txt"), encoding="utf-8"):
        if not line.startswith("#"):
            for word in line.split():
                counts.setdefault(word, 100)
    return counts


def english_words():
    """Words of data/words with their class, commonest first."""
    rows = [line.split("\t") for line in open(os.path.join(DATA, "words", "en.txt"), encoding="utf-8")]
    return sorted(((w, int(c)) for w, c in rows), key=lambda x: (x[1], len(x[0]), x[0]))


def concepts():
    """(kind, valence, Chinese synonyms, English synonyms) of the concepts."""
    out = []
    with open(os.path.join(DATA, "knowledge", "concepts.csv"), encoding="utf-8") as f:
        for row in csv.DictReader(f):
            split = lambda cell: [x.strip() for x in (cell or "").split("|") if x.strip()]
            out.append((row["kind"], row["valence"], split(row["zh"]), split(row["en"])))
    return out


# How much of the lists has a row.
FREQUENCY, SIGN_FREQUENCY, PAIRED, PARTS = 100, 2000, 4, 4000


def vocabulary(texts):
    """The table's terms for these texts: (term: the word that stands for it, or none), costs of words, frequency by term (share of all)."""
    chinese, share = chinese_words(), {}
    stems, pairs, pieces = counted(texts)
    met = set()
    for run in {run for text in texts for han, run in runs(text) if han}:
        met.update(run[i:i + n] for i in range(len(run)) for n in range(1, LONGEST + 1))
    rows = {}
    for word, count in sorted(chinese.items()):
        least = SIGN_FREQUENCY if len(word) == 1 else FREQUENCY
        if len(word) <= LONGEST and (count >= least or word in met):
            rows[word], share[word] = word, count / 6e7
    for sign in sorted(c for c in met if len(c) == 1):
        rows.setdefault(sign, sign)
    costs = {w: cost(chinese[w]) for w in rows if len(w) > 1}
    for pair, count in sorted(pairs.items()):
        if count >= PAIRED and pair not in costs:
            rows[paired(pair)] = None
    known = {}
    for word, level in english_words():
        known.setdefault(stem(word), word)
        share.setdefault(stem(word), {10: 1e-4, 20: 2e-5}.get(level, 4e-6))
    for word, count in sorted(stems.items()):
        if count > 1 and not word.isdigit() and word:
            known.setdefault(word, word)
    rows |= dict(sorted(known.items()))
    for word in known.values():
        framed = "<" + stem(word) + ">"
        pieces.update(framed[i:i + PIECE] for i in range(len(framed) - PIECE + 1))
    for piece, _ in sorted(pieces.items(), key=lambda x: (-x[1], x[0]))[:PARTS]:
        rows[part(piece)] = None
    return rows, costs, share


def counted(texts):
    """How often the corpus has each run of letters by stem, and each pair of Chinese neighbours."""
    stems, pairs, pieces = collections.Counter(), collections.Counter(), collections.Counter()
    for text in texts:
        for han, run in runs(text):
            if han:
                pairs.update(run[i:i + 2] for i in range(len(run) - 1))
            else:
                word = stem(run.replace("’", "'").strip("'"))
                stems[word] += 1
                framed = "<" + word + ">"
                pieces.update(framed[i:i + PIECE] for i in range(len(framed) - PIECE + 1))
    return stems, pairs, pieces
