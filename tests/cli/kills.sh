#!/usr/bin/env bash
# kills.sh - a corpus whose writers are killed; `make crash` does it more often.
exec python3 tests/crash/kills.py "${B:-build}/yuelan" 12
