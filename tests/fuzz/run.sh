#!/usr/bin/env bash
# run.sh TARGET... - fuzzes each target for FUZZ_SECONDS, keeps what it found in build/fuzz/corpus, and adds the time to the
# running totals in tests/fuzz/totals.tsv (target, seconds, executions).
set -eu
cd "$(dirname "$0")/../.."
for t in "$@"; do
  mkdir -p "build/fuzz/corpus/$t"
  python3 tests/fuzz/seeds.py "$t" "build/fuzz/seeds/$t"
  log=build/fuzz/$t.log
  dict= len=8192
  [ ! -f "tests/fuzz/$t.dict" ] || dict=-dict=tests/fuzz/$t.dict
  ! grep -q 'pile.h' "tests/fuzz/$t.c" || len=3000 # a whole load each time
  echo "== $t, ${FUZZ_SECONDS:-60} s"
  UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 YUELAN_DATA=build/data "build/fuzz/$t" -max_total_time="${FUZZ_SECONDS:-60}" -timeout="${FUZZ_TIMEOUT:-10}" -rss_limit_mb=1500 -max_len="$len" -print_final_stats=1 $dict \
    -artifact_prefix="build/fuzz/$t-" "build/fuzz/corpus/$t" "build/fuzz/seeds/$t" tests/data/sample/articles >"$log" 2>&1 || { tail -30 "$log"; exit 1; }
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  echo "   $runs executions, nothing found"
  awk -F'\t' -v OFS='\t' -v t="$t" -v s="${FUZZ_SECONDS:-60}" -v r="$runs" '
    $1 == t { $2 += s; $3 += r; seen = 1 } { print } END { if (!seen) print t, s, r }' tests/fuzz/totals.tsv >build/fuzz/totals.tsv
  cp build/fuzz/totals.tsv tests/fuzz/totals.tsv
done
