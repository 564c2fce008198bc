#!/usr/bin/env bash
# damage.sh - texts of the sample corpus, damaged by a program of its own (tests/damage), are undone or reported.
# `make judge` does the same on thousands of places of real text.
set -u
b=${B:-build}
export YUELAN_DATA="${YUELAN_DATA:-$b/data}"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
n=0
status=0

ok() { # ok STATUS NAME [FILE]: one test; the file says what went wrong
  n=$((n + 1))
  if [ "$1" = 0 ]; then echo "ok $n - $2"; else
    echo "not ok $n - $2"
    status=1
    [ -z "${3:-}" ] || sed 's/^/# /' "$3"
  fi
}

python3 tests/damage/selftest.py >"$folder/self" 2>&1
ok $? "the damager and the judge do what they say" "$folder/self"

judge() { # judge KIND [OPTION]: 60 places of a kind, none changed wrongly and called exact, none left without a report
  kind=$1
  shift
  python3 tests/damage/damage.py --out "$folder/$kind" --seed 7 --kinds "$kind" --places 60 --shifts 60 --documents 12 \
    --readings tests/damage/readings.tsv tests/data/sample/source >"$folder/out" 2>&1 &&
    python3 tests/damage/judge.py damaged --yuelan "$b/yuelan" "$@" "$folder/$kind" >"$folder/out" 2>&1
  ok $? "$kind: undone exactly, or reported${1:+ (what is left silently is not counted yet)}" "$folder/out"
}

for kind in punctuation entity control replacement surrogate lossy accents; do judge "$kind"; done
for kind in gloss shift mojibake markup wrap space; do judge "$kind" --allow-silent; done
echo "1..$n"
exit $status
