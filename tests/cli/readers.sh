#!/usr/bin/env bash
# readers.sh - readers beside a writer.
exec python3 tests/crash/readers.py "${B:-build}/yuelan" 12
