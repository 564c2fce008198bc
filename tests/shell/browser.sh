#!/usr/bin/env bash
# browser.sh - the report in a real browser, where there is one.
exec python3 tests/browser/report.py "${B:-build}/yuelan" tests/data/sample/articles
