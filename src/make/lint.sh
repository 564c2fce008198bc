#!/bin/sh
# lint.sh - what a compiler does not say: functions past 80 lines, files past 800, lines past 160, tabs, work left undone.
set -eu
cd "$(dirname "$0")/../.."
status=0
awk '
  FNR == 1 { if (n > 800) print file ": " n " lines"; depth = 0; file = FILENAME }
  { n = FNR }
  length($0) > 160 && FILENAME !~ /_freq\.h$|doc\.lua$/ { print FILENAME ":" FNR ": " length($0) " bytes long" > "/dev/stderr"; long++ }
  /^[a-z].*\) \{$/ { start = FNR; rows = 0 }
  /^ *"[^"]*",?/ { rows++ } # of a table of words
  /^}/ && start { if (FNR - start - rows > 80) { print FILENAME ":" start ": " FNR - start " lines in one function"; bad = 1 } start = 0 }
  END { exit bad }
' src/*/*.c || status=1
if grep -nE 'TODO|FIXME|XXX([^X]|$)' src/*/*.[ch] lib/yuelan/*.lua scripts/* tests/*/*.[ch] 2>/dev/null | grep -v XXXXXX; then status=1; fi
exit $status
