#!/usr/bin/env bash
# transcripts.sh - the transcripts *.t of this folder, with the program of the build folder B first in PATH.
PATH="$(cd "${B:-build}" && pwd):$PATH" exec lua5.4 tests/cli/run.lua tests/cli/*.t
