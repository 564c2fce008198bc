#!/bin/sh
# exec.sh TEST - runs a test of any kind for prove. B: the build folder. LUA: what runs Lua tests (default: our program).
b=${B:-build}
export YUELAN_DATA="${YUELAN_DATA:-$b/data}"
case $1 in
  tests/unit/*.lua) exec lua5.4 "$@" ;;
  *.lua) exec ${LUA:-$b/yuelan run} "$@" ;;
  *.sh) exec bash "$@" ;;
  *) exec "$@" ;;
esac
