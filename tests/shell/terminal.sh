#!/usr/bin/env bash
# terminal.sh - the shell in a real terminal (tmux): typing Chinese, Ctrl-C wherever it may come, history, completion. TAP.
set -u
if ! command -v tmux >/dev/null 2>&1; then echo "1..0 # SKIP tmux is not there"; exit 0; fi
export LC_ALL=C.UTF-8
B=${B:-build}
state=$(mktemp -d)
socket="yuelan-test-$$"
n=0
T() { tmux -L "$socket" "$@"; }
finish() { T kill-server 2>/dev/null; rm -rf "$state"; }
trap finish EXIT

start() { # start ARGS: a terminal of 100 by 40 with the program in it
  T kill-server 2>/dev/null
  socket="yuelan-test-$$-$n" # a new server each time: the old one may still be going
  T -f /dev/null -u new-session -d -x 100 -y 40 "trap : INT; XDG_STATE_HOME=$state $B/yuelan $*; echo \"status \$?\"; sleep 60"
  wait_for '^>$'
}
screen() { T capture-pane -p; }
wait_for() { # wait_for PATTERN: until the screen shows it, at most 10 s
  for _ in $(seq 100); do screen | grep -q -E -- "$1" && return 0; sleep 0.1; done
  return 1
}
say() { T send-keys -l -- "$1"; T send-keys Enter; }
key() { T send-keys "$1"; }
clear_screen() { T send-keys C-l; sleep 0.2; }
check() { # check NAME PATTERN: the screen comes to show it
  n=$((n + 1))
  if wait_for "$2"; then echo "ok $n - $1"; else echo "not ok $n - $1"; screen | grep -v '^$' | sed 's/^/# /'; fi
}
prompt() { # prompt NAME: the shell still answers
  say "'still ' .. 'here $n'"
  check "$1" "^\"still here $n\""
  clear_screen
}

# Where no terminal can be made at all (no /dev/pts), nothing can be tested.
if ! T -f /dev/null -u new-session -d -x 80 -y 24 'sleep 5' 2>/dev/null || ! { sleep 0.3; T has-session 2>/dev/null; }; then
  echo "1..0 # SKIP no terminal can be made here"
  exit 0
fi

start tests/data/sample/articles
check "the banner counts the corpus" '^c  Corpus: [0-9]+ documents'
say '"网络" .. "阅览"'
check "Chinese goes in and comes out" '^"网络阅览"'
T send-keys -l '"甲乙丙'; key BSpace; key BSpace; say '丁"'
check "backspace takes a character" '^"甲丁"'
say 'local x = 41'
check "a local is kept, and that is said" 'x kept for the session'
say 'x + 1'
check "and is there on the next line" '^42$'
say '_ * 2'
check "_ is the last result" '^84$'
say 'x + 1000\;' # tmux takes a ; at the end for its own
say 'for i = 1, 2 do'
check "an unfinished chunk goes on" '^>>$'
say 'print("line", i)'
say 'end'
check "until it is whole" '^line	?.*2$'
n=$((n + 1)); if screen | grep -q '^1041'; then echo "not ok $n - ; keeps quiet"; else echo "ok $n - ; keeps quiet"; fi
say 'yuelan.open("/nowhere")'
check "nil, message, code is one line" '^error: .*nowhere.*\(io\)'
say 'error("wrong")'
check "an error is one line" '^error: stdin:1: wrong'
clear_screen
T send-keys -l '半截'; sleep 0.3; key C-c
check "Ctrl-C at the prompt leaves the line" '^> 半截\^C'
prompt "and takes a new one"

say 'while true do end'; sleep 0.5; key C-c
check "Ctrl-C stops a loop" '^(\^C)?interrupted'
prompt "the session goes on after a loop"
say 'co = coroutine.create(function() while true do end end)'
say 'coroutine.resume(co)'; sleep 0.5; key C-c
check "Ctrl-C stops a loop in a coroutine made before" '(\^C)?interrupted'
prompt "the session goes on after a coroutine"
say 'for _ in coroutine.wrap(function() while true do end end) do end'; sleep 0.5; key C-c
check "Ctrl-C stops a loop in coroutine.wrap" '(\^C)?interrupted'
prompt "the session goes on after wrap"
say 'while true do pcall(function() while true do end end) end'; sleep 0.5; key C-c
check "pcall does not swallow Ctrl-C" '(\^C)?interrupted'
prompt "the session goes on after pcall"
say 'while true do c:find("的") end'; sleep 0.7; key C-c
check "Ctrl-C stops searching" '(\^C)?interrupted'
prompt "the session goes on after a search"
say 'while true do local k = yuelan.open("tests/data/sample/articles") end'; sleep 0.7; key C-c
check "Ctrl-C stops opening" '(\^C)?interrupted'
say '#c > 10'
check "the corpus is still there" '^true'
clear_screen

T send-keys -l 'c:wher'; key Tab; sleep 0.3; say '{script = "latn"}'
check "Tab completes a method" '^Corpus: 3 documents'
T send-keys -l 'yuelan.open("tests/data/sam'; key Tab; sleep 0.3; T send-keys -l 'art'; key Tab; sleep 0.3; say 'ev.txt")'
check "Tab completes a path" '^Corpus: 1 document'
say 'find?'
check "x? helps" '^c:find\('
say '.quit'
check ".quit leaves with status 0" '^status 0'
n=$((n + 1)); if grep -q '网络' "$state/yuelan/history"; then echo "ok $n - the history is kept"; else echo "not ok $n - the history is kept"; fi

start
key Up; sleep 0.3; key Enter
check "and there the next time" '^c:find\(|^status|no help'
start
say 'string.rep("x", 1 << 30):find(("x-"):rep(20) .. "y")'; sleep 1; key C-c; sleep 0.5; key C-c
check "a second Ctrl-C kills what does not listen" '^status 130'
start
key C-d
check "Ctrl-D leaves" '^status 0'
echo "1..$n"
