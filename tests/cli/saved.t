A saved corpus says what the files say:

  $ yuelan index --quiet --out s.yuelan sample
  s.yuelan: %d+ documents, [%d,]+ bytes on the disk (re)
  [4]
  $ for s in info clean "search 网" "search --exact 發展" "words" segment summarize check; do yuelan $s --json --quiet sample > a; yuelan $s --json --quiet s.yuelan > b; cmp a b; done
  $ yuelan verify s.yuelan
  s.yuelan: sound, [%d,]+ bytes (re)
  $ yuelan index --json --quiet --out t.yuelan sample/hanzi.txt | jq -c '[.corpus, .documents, .problems]'
  ["t.yuelan",1,0]

Changes:

  $ mkdir pile && cp sample/hanzi.txt sample/ev.txt pile
  $ yuelan index --quiet --out p.yuelan pile && cp sample/climate.txt pile && rm pile/ev.txt
  p.yuelan: 2 documents, [%d,]+ bytes on the disk (re)
  $ yuelan index --quiet --refresh --out p.yuelan
  p.yuelan: 2 documents, [%d,]+ bytes on the disk (re)
  $ yuelan info --json --quiet p.yuelan | jq -r .doc
  pile/climate.txt
  pile/hanzi.txt
  $ yuelan index --quiet --add --out p.yuelan sample/beidou.txt
  p.yuelan: 3 documents, [%d,]+ bytes on the disk (re)
  $ yuelan index --quiet --remove pile/hanzi.txt --out p.yuelan
  p.yuelan: 2 documents, [%d,]+ bytes on the disk (re)
  $ yuelan index --remove pile/hanzi.txt --out p.yuelan
  yuelan: there is no document 'pile/hanzi.txt' in p.yuelan
  [2]
  $ yuelan merge --quiet --out m.yuelan p.yuelan t.yuelan
  m.yuelan: 3 documents, [%d,]+ bytes on the disk (re)
  $ yuelan compact --quiet --purge m.yuelan
  m.yuelan: 3 documents, [%d,]+ bytes on the disk (re)
  $ yuelan info --json --quiet m.yuelan | jq -r .doc
  pile/climate.txt
  sample/beidou.txt
  sample/hanzi.txt

Misuse, and damage:

  $ yuelan index --out news sample
  yuelan: the name of a saved corpus ends in .yuelan, 'news' does not
  [2]
  $ yuelan info s.yuelan sample
  yuelan: s.yuelan is a saved corpus and is opened alone; `yuelan merge` makes one of several, `yuelan index --add` adds files
  [2]
  $ yuelan info --repair none s.yuelan
  yuelan: s.yuelan was made without --repair none: it says how files are read, so it belongs to `yuelan index`
  [2]
  $ f=$(ls t.yuelan/*.segment); printf 'XXXX' | dd of=$f bs=1 seek=3000 conv=notrunc 2> /dev/null; yuelan verify t.yuelan | tail -1
  t.yuelan: %d damages?, [%d,]+ bytes (re)
