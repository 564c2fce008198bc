#!/usr/bin/env bash
# full.sh - saved corpora on a disk that is full.
exec python3 tests/crash/full.py "${B:-build}/yuelan"
