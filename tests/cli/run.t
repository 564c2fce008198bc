Scripts of one's own: arguments as under lua, status 3 for an error, with the places in the script.

  $ cat > s.lua <<'END'
  > local c = yuelan.open(arg[1])
  > print(#arg, arg[0], #c, select("#", ...))
  > os.exit(5)
  > END
  $ yuelan run s.lua sample/ev.txt b
  2	s.lua	1	2
  [5]
  $ printf 'local function f() error("no good") end\nlocal function g() f() end\ng()\n' > bad.lua
  $ yuelan run bad.lua
  yuelan: bad.lua:1: no good
  	bad.lua:1: in upvalue 'f'
  	bad.lua:2: in local 'g'
  	bad.lua:3: in .* (re)
  [3]
  $ echo 'x = = 1' > syntax.lua; yuelan run syntax.lua
  yuelan: syntax.lua:1: unexpected symbol near '='
  [3]
  $ yuelan run nowhere.lua
  yuelan: cannot open nowhere.lua: No such file or directory
  [2]
  $ echo 'return false' > no.lua; yuelan run no.lua
  [1]

Code on the command line: an expression prints, a statement does not; PATHs are c.

  $ yuelan -e '#c' sample/ev.txt sample/hanzi.txt
  2
  $ yuelan -e 'local x = 1'
  $ yuelan -e 'yuelan.open("nowhere")'
  yuelan: no document could be read: cannot read nowhere: No such file or directory (io)
  [2]
  $ yuelan -e 'error("x", 0)'
  yuelan: x
  [3]
  $ yuelan -e 'error({})'
  yuelan: (error object is a table value)
  [3]
  $ yuelan -e 'return return'
  yuelan: .*unexpected symbol.* (re)
  [3]

Without a terminal the shell reads a program, and stops at its first error:

  $ printf 'print("one")\nerror("two")\nprint("three")\n' | yuelan
  one
  yuelan: stdin:2: two
  [3]
  $ echo 'print(#c)' | yuelan sample/ev.txt
  1

The output that cannot be written is an error; a reader that goes away is none.

  $ yuelan info --json sample/ev.txt --quiet > /dev/full
  yuelan: cannot write the output: No space left on device
  [2]
  $ yuelan search 的 --json --quiet sample | head -1 | wc -l
  1
  $ (ulimit -f 1; yuelan index --quiet --out grows.yuelan sample)
  yuelan: cannot write grows.yuelan/.*: File too large (re)
  [2]

A standard stream that is closed is told, or left alone; no file takes its place.

  $ yuelan words --json --quiet sample/ev.txt >&-
  yuelan: cannot write the output: Bad file descriptor
  [2]
  $ yuelan info - <&-
  yuelan: no document could be read: -: cannot read standard input: Bad file descriptor
  [2]
  $ yuelan index --quiet --out whole.yuelan nowhere sample/ev.txt 2>&-
  whole.yuelan: 1 document, .* (re)
  [4]
  $ yuelan verify whole.yuelan >/dev/null
