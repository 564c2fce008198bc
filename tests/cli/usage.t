What goes wrong before anything is read: one clear line, status 2.

  $ yuelan info
  yuelan: no PATH given; yuelan info [OPTIONS] PATH...
  [2]
  $ yuelan info --lmit 3 sample
  yuelan: unknown option --lmit; did you mean --limit?
  [2]
  $ yuelan info -limit 3 sample
  yuelan: unknown option -limit; did you mean --limit?
  [2]
  $ yuelan info --limit many sample
  yuelan: --limit: a whole number expected, got 'many'
  [2]
  $ yuelan figures --unit "$(printf 'x\377')" sample
  yuelan: --unit: its value is not UTF-8
  [2]
  $ yuelan words --stop sample sample/ev.txt
  yuelan: --stop: sample: Is a directory
  [2]
  $ printf 'a\377\n' > bad; yuelan names --list bad sample
  yuelan: --list: bad is not UTF-8: byte 1
  [2]
  $ yuelan search --cql --macros nowhere '[]' sample
  yuelan: macros: nowhere: No such file or directory
  [2]
  $ yuelan search --cql --list 1=bad '$x' sample
  yuelan: --list: NAME=FILE expected, got '1=bad'
  [2]
  $ yuelan ngrams --skip 10 2 sample
  yuelan: --skip: 0 to 9 units may be left out, not 10
  [2]
  $ yuelan check --similarity 1.5 sample
  yuelan: --similarity: a number above 0, up to 1 expected, got '1.5'
  [2]
  $ yuelan info --limit
  yuelan: --limit: N expected after it
  [2]
  $ yuelan info --json=1 sample
  yuelan: --json takes no value
  [2]
  $ yuelan info --json --csv sample
  yuelan: --json and --csv: one of them
  [2]
  $ yuelan info --repair al sample
  yuelan: --repair: one of all, likely, exact, none expected, got 'al'; did you mean all?
  [2]
  $ yuelan info --where 'date' sample
  yuelan: --where: bad condition 'date': FIELD OP VALUE expected, OP one of = != < <= > >= ~
  [2]
  $ yuelan info --zones bdy sample
  yuelan: .*bdy.* (re)
  [2]
  $ yuelan info nowhere
  yuelan: no document could be read: cannot read nowhere: No such file or directory
  [2]
  $ yuelan info --id-field id sample/ev.txt 2>&1 >/dev/null | head -1
  yuelan: --id-field: there are no records in the input
  $ yuelan inof
  yuelan: no script or file 'inof'; did you mean info?
  [2]
  $ yuelan --verson
  yuelan: unknown option --verson; did you mean --version?
  [2]
  $ yuelan schema inf
  yuelan: no schema 'inf'; there are schemas of .*; did you mean info%? (re)
  [2]
  $ yuelan help nosuchthing
  yuelan: no help on 'nosuchthing'; help() lists what there is
  [2]
  $ yuelan search
  yuelan: QUERY expected; yuelan search [OPTIONS] QUERY PATH...
  [2]
  $ yuelan search --regex '(a' sample
  yuelan: bad pattern: .* at character %d+ (re)
  [2]
  $ yuelan search --distinct case,scrpt 的 sample
  yuelan: --distinct: one of case, width, script, space, punctuation, repair expected, got 'scrpt'; did you mean script?
  [2]
  $ yuelan search --out no/such/folder/x 的 sample
  yuelan: --out: no/such/folder/x: No such file or directory
  [2]

What there is:

  $ yuelan --version
  yuelan %d+%.%d+%.%d+ %(Lua 5%.4, PCRE2 .*, utf8proc .*, iconv: .*%) (re)
  $ yuelan info --help | head -3
  yuelan info [OPTIONS] PATH...
  
  What is in here: a record for each document with its encoding, script, metadata, size and problems.
  $ yuelan kwic --help | head -1
  yuelan search [OPTIONS] QUERY PATH...
  $ yuelan help find | head -1
  c:find(query [, {option = value}])
  $ yuelan schema info | grep -c '"title":"info: document"\|"required"'
  1
