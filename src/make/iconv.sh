#!/bin/sh
# iconv.sh BUILD - decides which iconv this build uses, and writes BUILD/iconv.mk.
set -eu
mkdir -p "$1"
printf 'ICONV_CFLAGS :=\nICONV_LIBS :=\n' >"$1/iconv.mk"
echo "iconv: the C library's"
