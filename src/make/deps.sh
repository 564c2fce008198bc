#!/bin/sh
# deps.sh [build|check|bench] - installs the Debian packages that are missing for that purpose, and says so.
# Does nothing, at no cost, when all are there. Needs root or sudo only when something is missing.
set -eu
build="gcc make pkg-config liblua5.4-dev lua5.4 libutf8proc-dev libpcre2-dev libreadline-dev libuchardet-dev
  libxxhash-dev nettle-dev libjansson-dev libarchive-dev zlib1g-dev libzstd-dev liblzma-dev libbz2-dev libdivsufsort-dev python3-jieba"
check="$build clang libclang-rt-14-dev libgumbo-dev perl tmux unicode-data lua-check git jq python3 zstd chromium chromium-driver"
bench="$check ripgrep ugrep opencc icu-devtools time python3-sklearn python3-gensim"
case "${1:-build}" in
  build) want=$build ;;
  check) want=$check ;;
  bench) want=$bench ;;
  *) echo "usage: deps.sh [build|check|bench]" >&2; exit 2 ;;
esac
command -v dpkg-query >/dev/null 2>&1 || exit 0 # not Debian: the compiler will name what is missing
missing=
for p in $want; do
  dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $p"
done
[ -n "$missing" ] || exit 0
echo "getting packages:$missing"
as_root=
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null 2>&1 || { echo "install these as root, then try again:$missing" >&2; exit 1; }
  as_root=sudo
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086
{ $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q &&
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing; } >"$log" 2>&1 || {
  tail -20 "$log" >&2
  echo "could not install:$missing" >&2
  exit 1
}
