#!/bin/sh
# opencc-table.sh OUT - makes src/lexicon/opencc.tsv anew from its source: the dictionaries in npm's opencc 1.4.2.
set -eu
out=$1
here=$(dirname "$0")
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
(cd "$tmp" && npm pack --silent opencc@1.4.2 >/dev/null && tar xzf opencc-1.4.2.tgz package/data)
python3 "$here/opencc-table.py" "$tmp/package/data" 1.4.2 >"$tmp/opencc.tsv"
mv "$tmp/opencc.tsv" "$out"
