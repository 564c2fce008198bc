#!/usr/bin/env bash
# run.sh - runs every test through prove and ends with the line `N passed, N failed`. B names the build folder.
set -u
cd "$(dirname "$0")/.."
export B=${B:-build} LC_ALL=C.UTF-8
log=$(mktemp)
trap 'rm -f "$log" "$log".*' EXIT
status=0

prove_one() { prove --exec tests/exec.sh --nocolor --verbose --merge "$@"; }
export -f prove_one

report() { # report STATUS FILE: what a run said, kept; what failed in it, shown
  [ "$1" = 0 ] || { status=1; grep -A6 -E '^not ok|^Dubious|Parse errors|Non-zero' "$2"; }
  cat "$2" >>"$log"
}

group() { # group TITLE TESTS...: one after the other, their TAP kept
  local title=$1
  shift
  [ $# -gt 0 ] || return 0
  echo "== $title"
  prove_one "$@" >"$log.one" 2>&1
  report $? "$log.one"
  tail -n 2 "$log.one"
}

group_at_once() { # the same of tests that do not mind each other, on all processors; reported in order
  local title=$1 t n=0
  shift
  [ $# -gt 0 ] || return 0
  echo "== $title"
  printf '%s\0' "$@" | xargs -0 -P "$(nproc)" -I{} bash -c 'prove_one "$1" >"$2.$(basename "$1")" 2>&1; echo $? >"$2.$(basename "$1").status"' - {} "$log"
  for t in "$@"; do
    report "$(cat "$log.$(basename "$t").status")" "$log.$(basename "$t")"
    n=$((n + 1))
  done
  echo "$n programs"
}

shopt -s nullglob
unit=()
for c in tests/unit/test_*.c; do unit+=("$B/unit/$(basename "$c" .c)"); done
group_at_once "unit" "${unit[@]}"
group "lua" tests/lua/test_*.lua
if [ -z "${YUELAN_SANITIZED:-}" ]; then # stock Lua cannot load a sanitized module; terminals and the house need no second look
  group "house" tests/unit/house.lua
  LUA=lua5.4 LUA_PATH="lib/?.lua;lib/?/init.lua;tests/lua/?.lua;;" LUA_CPATH="$B/?.so;;" group "lua, stock interpreter" tests/lua/test_*.lua
  group "shell in a terminal" tests/shell/*.sh
fi
group "command line" tests/cli/*.sh

passed=$(grep -c '^ok ' "$log")
failed=$(grep -c '^not ok ' "$log")
if [ "$failed" = 0 ] && { [ "$status" != 0 ] || [ "$passed" = 0 ]; }; then failed=1; fi # a test that died counts as one
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
