#!/bin/sh
# demo.sh - `make demo`: the bundled sample corpus, its overview, a summary and a comparison.
set -eu
cd "$(dirname "$0")/.."
articles=tests/data/sample/articles
bold= plain=
if [ -t 1 ]; then bold=$(printf '\033[1m') plain=$(printf '\033[0m'); fi
# Status 4 says that something in the input was damaged: here it is on purpose.
say() { printf '\n%s$ %s%s\n' "$bold" "$*" "$plain"; "$@" || [ $? = 4 ]; }
say ./yuelan info --metadata tests/data/sample/metadata.csv $articles
say ./yuelan search 高铁 --limit 8 $articles
say ./yuelan summarize --sentences 3 $articles/高铁/京津之后.txt
say ./yuelan compare $articles/高铁/京津之后.txt -- $articles/高铁/rail-tw.txt
printf '\nNow try:  ./yuelan %s\n' $articles
