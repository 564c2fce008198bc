#!/bin/sh
# demo.sh - `make demo`: the bundled sample corpus, its overview, a summary and a comparison.
set -eu
cd "$(dirname "$0")/.."
articles=tests/data/sample/articles
say() { printf '\n\033[1m$ %s\033[0m\n' "$*"; "$@"; }
say ./yuelan info --metadata $articles/metadata.csv $articles
say ./yuelan search 高铁 --limit 8 $articles
say ./yuelan summarize --sentences 3 $articles/高铁/京津之后.txt
say ./yuelan compare $articles/高铁/京津之后.txt -- $articles/高铁/rail-tw.txt
printf '\nNow try:  ./yuelan %s\n' $articles
