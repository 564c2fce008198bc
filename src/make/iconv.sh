#!/bin/sh
# iconv.sh BUILD - decides which iconv this build uses, and writes BUILD/iconv.mk.
#
# 1. GNU libiconv, where the system has it: a library with symbols of its own (libiconv_open).
# 2. GNU libiconv 1.15, compiled from the npm package iconv@3.0.1, which carries its sources: fetched once with
#    an npm client, checked by SHA-256, kept in BUILD/iconv. Its two objects (position-independent, symbols
#    hidden) become part of libyuelan. LGPL-2+.
# 3. The C library's own.
# ICONV=glibc takes the third at once. Whatever fails on the way to the second leads to the third, and is said.
set -eu
build=$1
dir=$build/iconv
cc=${CC:-cc}
tgz=iconv-3.0.1.tgz
sum=19d0c9109234dcf12796915a4a9c9496b8ecf3e0d08e4722f99b56e3d0a3dffb
mkdir -p "$dir"

finish() { # finish TEXT CFLAGS LIBS OBJECTS
  printf 'ICONV_CFLAGS := %s\nICONV_LIBS := %s\nICONV_OBJ := %s\n' "$2" "$3" "$4" >"$build/iconv.mk.tmp"
  mv "$build/iconv.mk.tmp" "$build/iconv.mk"
  echo "iconv: $1"
  exit 0
}

system_libiconv() {
  cat >"$dir/probe.c" <<'END'
#include <iconv.h>
#ifndef _LIBICONV_VERSION
#error not GNU libiconv
#endif
int main(void) { return iconv_open("UTF-8", "GB18030") == (iconv_t)-1; }
END
  $cc "$dir/probe.c" -o "$dir/probe" -liconv >/dev/null 2>&1 && "$dir/probe"
}

checked() { [ -f "$1" ] && [ "$(sha256sum "$1" | cut -d' ' -f1)" = "$sum" ]; }

fetch() {
  for have in "$dir/$tgz" build/iconv/$tgz; do
    if checked "$have"; then
      [ "$have" = "$dir/$tgz" ] || cp "$have" "$dir/$tgz"
      return 0
    fi
  done
  command -v npm >/dev/null 2>&1 || { why="no npm client"; return 1; }
  why="npm pack iconv@3.0.1 failed"
  limit=
  command -v timeout >/dev/null 2>&1 && limit="timeout 60"
  (cd "$dir" && $limit npm pack --silent --prefer-offline iconv@3.0.1) >/dev/null 2>&1 || return 1
  why="the checksum of $tgz is wrong"
  checked "$dir/$tgz"
}

compile() {
  why="compiling libiconv failed"
  [ "$dir/iconv.o" -nt "$dir/$tgz" ] && [ "$dir/localcharset.o" -nt "$dir/$tgz" ] && [ -d "$dir/package/support" ] && return 0
  tar xzf "$dir/$tgz" -C "$dir" || return 1
  for f in deps/libiconv/lib/iconv.c support/localcharset.c; do
    $cc -std=gnu11 -O2 -g -fPIC -fvisibility=hidden -w -DENABLE_EXTRA=1 -DICONV_CONST=const -DBUILDING_LIBICONV \
      -I"$dir/package/support" -c "$dir/package/$f" -o "$dir/$(basename "$f" .c).o" || return 1
  done
}

why="asked for by ICONV=glibc"
case "${ICONV:-auto}" in
  glibc) ;;
  *)
    if system_libiconv; then finish "GNU libiconv of the system" "" "-liconv" ""; fi
    if fetch && compile; then
      finish "GNU libiconv 1.15, built from npm iconv@3.0.1 (LGPL-2+)" \
        "-isystem $dir/package/support -DYL_ICONV_NAME='\"GNU libiconv 1.15\"'" "" "$dir/iconv.o $dir/localcharset.o"
    fi
    ;;
esac
finish "the C library's ($why)" "" "" ""
