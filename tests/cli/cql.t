The corpus query language:

  $ printf '中美贸易冲突升级。股市上涨，股市又上涨。\n' > cql.txt
  $ yuelan search --cql '@"股市" []? "上涨" within s' cql.txt --json --quiet | jq -c '[.match, .start, .target.text, .keyword]'
  ["股市上涨",27,"股市",null]
  ["股市又上涨",42,"股市",null]
  $ yuelan search --cql '"贸易冲突"' cql.txt --count --csv
  doc,count
  cql.txt,1
  $ yuelan search --cql '"股市" [wörd="上涨"]' cql.txt
  yuelan: bad query: there is no attribute 'wörd': use word, key, pos, one that came with the files, or one of a region such as text_site, at character 7
    "股市" [wörd="上涨"]
            ^
  [2]
  $ printf '上涨\n下跌\n' > moves.list; printf 'MACRO moves(1) [word="$0"] []{0,1} [word=$moves] ;\n' > moves.macros
  $ yuelan search --cql '/moves["股市"]' --macros moves.macros --list moves=moves.list cql.txt --json --quiet | jq -r .match
  股市上涨
  股市又上涨
  $ yuelan search --strategy longest 股市 cql.txt
  yuelan: --strategy, --macros and --list go with --cql
  [2]

