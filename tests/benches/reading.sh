#!/usr/bin/env bash
# How long `winwin check` takes for a million KPIs and how much memory: bash tests/benches/reading.sh [PROGRAM] [ROWS]
# Wants GNU time. The goal on two cores is under 5 s and under 1 GB.
set -euo pipefail
program=$(realpath "${1:-target/release/winwin}")
rows=${2:-1000000}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

awk -v rows="$rows" 'BEGIN {
  print "department,kpi,description,unit,baseline,target,weight,direction,due"
  for (i = 0; i < rows; i++) {
    kind = i % 4
    if (kind == 0) amounts = "h," (10 + i % 97) ",4"
    if (kind == 1) amounts = "%," (12 + i % 31) "%,58%"
    if (kind == 2) amounts = "万元,\"1,2" sprintf("%02d", i % 100) "\",\"1,500\""
    if (kind == 3) amounts = "orders," (200 + i % 50) ",260"
    direction = kind == 0 ? "decrease" : kind == 2 ? "提升" : "increase"
    printf "部门%d,KPI %07d 首次响应时长,Hours from question %d to the first reply,%s,1,%s,2025-12-%02d\n", i % 500, i, i, amounts, direction, 1 + i % 31
  }
}' >"$folder/kpis.csv"
du -h "$folder/kpis.csv" | cut -f1
/usr/bin/time -f '%e s wall, %U s user, %S s system, %M KB peak' "$program" check "$folder/kpis.csv" >"$folder/out.txt"
tail -n 1 "$folder/out.txt"
