#!/usr/bin/env bash
# How fast texts are read by the judge, how fast pairs are scored once they are, and how long a start takes: bash tests/benches/scoring.sh [PROGRAM] [KPIS] [ELEMENTS]
# Wants GNU time. The first run reads every text, the second takes them from the cache; KPIS + ELEMENTS at most 8000, what the cache
# holds. The fast encoder has a line of its own, with more elements.
set -euo pipefail
program=$(realpath "${1:-target/release/winwin}")
kpis=${2:-400}
elements=${3:-3600}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export XDG_CACHE_HOME="$folder/cache"

# Short texts as tables have them: two to four words, ten Chinese characters.
awk -v n="$kpis" 'BEGIN {
  split("员工流失率 客户投诉处理时长 门店月度销售额 设备故障停机时间 供应商准时交货率 新品开发周期 预算执行率 培训覆盖率", zh, " ")
  print "department,kpi,direction"
  for (i = 0; i < n; i++) printf "部门%d,%s %d,%s\n", i % 40, zh[1 + i % 8], i, i % 2 ? "increase" : "decrease"
}' >"$folder/kpis.csv"
elements() { awk -v n="$1" 'BEGIN {
  split("上线客户自助查询平台 一线班组长轮岗培训 Weekly stock count 延长夜间客服排班 Supplier scorecards 取消两级审批 Onboarding buddy scheme 季度客户答谢活动", x, " ")
  print "project,element"
  for (i = 0; i < n; i++) printf "P,%s %d\n", x[1 + i % 8], i
}' >"$folder/elements.csv"; }
elements "$elements"

run() { /usr/bin/time -f '%e' "$program" score --kpis "$folder/kpis.csv" --elements "$folder/elements.csv" --top 1 "$@" --out "$folder/out.csv" 2>&1 | tail -n 1; }
first=$(run --encoder deep)
second=$(run --encoder deep)
awk -v a="$first" -v b="$second" -v t=$((kpis + elements)) -v p=$((kpis * elements)) 'BEGIN {
  printf "first run %.1f s, %.0f texts a second; with its vectors kept %.1f s, %.2f million pairs a second\n", a, t / (a - b), b, p / b / 1e6 }'

# Start-up: one pair whose vectors are kept, and the same with --no-cache, which unpacks the judge, builds its tokenizer and reads the two texts.
head -n 2 "$folder/kpis.csv" >"$folder/kpi.csv" && head -n 2 "$folder/elements.csv" >"$folder/element.csv"
pair() { for _ in 1 2 3 4 5; do /usr/bin/time -f '%e' "$program" score --kpis "$folder/kpi.csv" --elements "$folder/element.csv" --encoder deep "$@" --out "$folder/out.csv" 2>&1 | tail -n 1; done | sort -n | sed -n 3p; }
pair >/dev/null
echo "one pair, the middle of five runs: $(pair) s with its vectors kept, $(pair --no-cache) s without"

# With few KPIs it is the texts that take the time, with many the pairs. Texts are read from the table, encoded, and cut for the graph and the
# shared words; the encoder alone: cargo test --release --test fast -- --ignored --nocapture
head -n 3 "$folder/kpis.csv" >"$folder/few.csv" && mv "$folder/kpis.csv" "$folder/many.csv"
mv "$folder/few.csv" "$folder/kpis.csv"
elements 50000
low=$(run --encoder fast)
elements 250000
high=$(run --encoder fast)
mv "$folder/many.csv" "$folder/kpis.csv"
elements 5000
less=$(run --encoder fast)
elements 15000
more=$(run --encoder fast)
awk -v a="$low" -v b="$high" -v c="$less" -v d="$more" -v k="$kpis" 'BEGIN {
  printf "fast encoder: %.0f texts a second, %.2f million pairs a second\n", 200000 / (b - a), 10000 * k / (d - c) / 1e6 }'
