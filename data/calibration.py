"""Fits data/calibration.json on judged pairs. Standard library only.

usage: winwin eval --kpis K --elements E --labels L --pairs pairs.csv
       python3 data/calibration.py pairs.csv > data/calibration.json

Model: three outcomes (helps, hurts, neither = 0), logit = bias + weights . [judge helps, judge hurts, likeness,
sqrt(driver+), sqrt(driver-), semantic, lexical, lexical of topics, known, crossing];
multinomial logistic regression with a small ridge, Newton's method. The biases are then moved from the base rates of the judged set to
0.10 for helps and 0.03 for hurts, the rates of a full table in which few pairs have anything to do with each other. So is the weight of
crossing (one text Chinese, the other not): what language a text is written in says nothing of what it does.

Nothing refits by itself: after a change of weights, concepts or causes the file stays as it was until this is run and its output committed.
"""
import csv, json, math, sys

NAMES = ["bias", "judge_helps", "judge_hurts", "likeness", "driver_up", "driver_down", "semantic", "lexical", "topic", "known", "crossing"]
BASE = {1: 0.10, 2: 0.03}
RIDGE = 1.0
# What shared words weigh in all where the KPI is a topic or a goal in words. The judged pairs were written with shared words as traps, so the
# fit distrusts them (about 2); in tables of topics that nobody wrote as a test a specific shared word is good evidence (reports/docs/score.md).
LEXICAL_OF_TOPICS = 8.0


# Shared words of a topic count from here on (src/score/calibrate.rs).
USUAL_OF_TOPICS = 0.1


def features(row):
    driver = float(row["driver"])
    lexical = float(row["lexical"])
    judge = [float(row["helps"]), float(row["hurts"]), float(row["likeness"])]
    return [1.0, *judge, math.sqrt(max(0.0, driver)), math.sqrt(max(0.0, -driver)), float(row["semantic"]), lexical, (lexical - USUAL_OF_TOPICS) * float(row["topic"]), float(row["known"]), float(row["crossing"])]


def describe(rows):
    """What the components say on these pairs, on standard error: how often both texts are understood, and how often the driver is right."""
    known = [r for r in rows if r["known"] == "1"]
    strong = sum(abs(float(r["driver"])) > 0.05 for r in rows)
    print(f"{len(rows)} pairs, both texts reach a concept: {len(known) / len(rows):.2f}, driver beyond 0.05: {strong / len(rows):.2f}", file=sys.stderr)
    sure = [(float(r["driver"]), judged(r)) for r in rows if abs(float(r["driver"])) > 0.3 and judged(r)]
    if sure:
        same = sum(d * j > 0 for d, j in sure) / len(sure)
        print(f"driver beyond 0.3 and a sure judge: {len(sure)} pairs, of one sign in {same:.3f}", file=sys.stderr)
    # Where the causes and the judge, which does not think "no effect", lean opposite ways.
    odds = lambda r: (float(r["helps"]), float(r["hurts"]))
    against = [int(r["label"]) for r in rows if abs(float(r["driver"])) > 0.5 and max(odds(r)) > -1 and float(r["driver"]) * (odds(r)[0] - odds(r)[1]) < 0]
    helped, hurt = sum(v > 0 for v in against), sum(v < 0 for v in against)
    print(f"driver beyond 0.5 against the judge: {len(against)} pairs, {helped} helped, {hurt} hurt, {len(against) - helped - hurt} neither", file=sys.stderr)
    for low, high in ((-1.01, -0.3), (-0.3, -0.05), (-0.05, 0.05), (0.05, 0.3), (0.3, 1.01)):
        part = [int(r["label"]) for r in known if low <= float(r["driver"]) < high]
        if part:
            helps, hurts = sum(v > 0 for v in part) / len(part), sum(v < 0 for v in part) / len(part)
            print(f"  driver {max(low, -1):+.2f} to {min(high, 1):+.2f}: {len(part):5} pairs, help {helps:.2f}, hurt {hurts:.2f}", file=sys.stderr)


def judged(row):
    """The sign of what the judge is sure of (twice as likely as no effect, and as the opposite), else 0."""
    helps, hurts, sure = float(row["helps"]), float(row["hurts"]), math.log(2)
    return 1 if helps > sure and helps - hurts > sure else -1 if hurts > sure and hurts - helps > sure else 0


def solve(a, b):
    n = len(b)
    m = [row[:] + [b[i]] for i, row in enumerate(a)]
    for i in range(n):
        p = max(range(i, n), key=lambda r: abs(m[r][i]))
        m[i], m[p] = m[p], m[i]
        for r in range(i + 1, n):
            f = m[r][i] / m[i][i]
            for c in range(i, n + 1):
                m[r][c] -= f * m[i][c]
    x = [0.0] * n
    for i in reversed(range(n)):
        x[i] = (m[i][n] - sum(m[i][c] * x[c] for c in range(i + 1, n))) / m[i][i]
    return x


def main(path):
    with open(path, encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    describe(rows)
    xs = [features(r) for r in rows]
    ys = [1 if int(r["label"]) > 0 else 2 if int(r["label"]) < 0 else 0 for r in rows]
    k = len(NAMES)
    w = [0.0] * (2 * k)
    for _ in range(30):
        grad = [RIDGE * v if i % k else 0.0 for i, v in enumerate(w)]
        hess = [[RIDGE if i == j and i % k else 0.0 for j in range(2 * k)] for i in range(2 * k)]
        for x, y in zip(xs, ys):
            z = [sum(w[c * k + i] * x[i] for i in range(k)) for c in range(2)]
            e = [math.exp(min(v, 50)) for v in z]
            s = 1 + sum(e)
            p = [v / s for v in e]
            for c in range(2):
                d = p[c] - (y == c + 1)
                for i in range(k):
                    if x[i]:
                        grad[c * k + i] += d * x[i]
                        for c2 in range(2):
                            h = p[c] * ((c == c2) - p[c2]) * x[i]
                            for j in range(k):
                                hess[c * k + i][c2 * k + j] += h * x[j]
        step = solve(hess, grad)
        w = [a - b for a, b in zip(w, step)]
        if max(map(abs, step)) < 1e-9:
            break
    crossing = [float(r["crossing"]) > 0 for r in rows]

    def odds(c, kind):
        """Log-odds of an outcome against neither among the pairs of one language, or of two."""
        part = [y for y, crosses in zip(ys, crossing) if crosses == kind]
        return math.log(sum(y == c for y in part) / sum(y == 0 for y in part))

    rest = 1 - BASE[1] - BASE[2]
    out = {}
    for c, name in ((1, "helps"), (2, "hurts")):
        weights = dict(zip(NAMES, w[(c - 1) * k:c * k]))
        weights["bias"] += math.log(BASE[c] / rest) - odds(c, False)
        weights["crossing"] += odds(c, False) - odds(c, True) if any(crossing) else 0.0
        if name == "helps":
            weights["topic"] = LEXICAL_OF_TOPICS - weights["lexical"]
        out[name] = {n: round(v, 4) for n, v in weights.items()}
    print(json.dumps(out, indent=2))


main(sys.argv[1])
