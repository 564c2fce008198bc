A saved corpus says what the files say:

  $ yuelan index --quiet --out s.yuelan sample
  s.yuelan: %d+ documents, [%d,]+ bytes on the disk (re)
  [4]
  $ for s in info clean "search 网" "search --exact 發展" "words" segment summarize check; do yuelan $s --json --quiet sample > a; yuelan $s --json --quiet s.yuelan > b; cmp a b; done
  $ yuelan verify s.yuelan
  s.yuelan: sound, [%d,]+ bytes (re)
  $ yuelan index --json --quiet --out t.yuelan sample/hanzi.txt | jq -c '[.corpus, .documents, .problems]'
  ["t.yuelan",1,0]

Without words, which are cut where they are asked for, and what is added comes without them too:

  $ yuelan index --quiet --no-words --out n.yuelan sample/hanzi.txt > /dev/null; yuelan index --quiet --add --out n.yuelan sample > /dev/null
  [4]
  $ for s in info "search 网" words "search --cql '\"网络\"'"; do eval yuelan $s --json --quiet s.yuelan > a; eval yuelan $s --json --quiet n.yuelan > b; cmp a b; done
  $ yuelan verify --sizes n.yuelan | grep -c -E '^(vocabulary|tokens|postings)'
  0
  [1]
  $ yuelan compact --quiet --purge n.yuelan > /dev/null; yuelan verify --sizes n.yuelan | grep -c vocabulary
  0
  [1]

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

What was changed piece by piece is one piece again:

  $ mkdir many && for i in 1 2 3 4 5 6 7 8; do cp sample/hanzi.txt many/$i.txt; done; yuelan index --quiet --out c.yuelan many > /dev/null
  $ for i in 2 5 7; do cp sample/ev.txt many/$i.txt; yuelan index --quiet --refresh --out c.yuelan; done > /dev/null; ls c.yuelan/*.segment | wc -l
  4
  $ yuelan words --json --quiet c.yuelan > before; yuelan compact --quiet --purge c.yuelan > /dev/null; yuelan words --json --quiet c.yuelan > after; cmp before after; ls c.yuelan/*.segment | wc -l
  1

What was removed stays so when the rest is refreshed or put in order, until it is added again:

  $ { yuelan index --quiet --out r.yuelan pile && yuelan index --quiet --remove pile/hanzi.txt --out r.yuelan && yuelan compact --quiet --purge r.yuelan; } > /dev/null
  $ yuelan index --quiet --refresh --out r.yuelan && yuelan index --quiet --remove pile/climate.txt --out r.yuelan && yuelan index --quiet --refresh --out r.yuelan
  r.yuelan: 1 document, [%d,]+ bytes on the disk (re)
  r.yuelan: 0 documents, 0 bytes on the disk
  r.yuelan: 0 documents, 0 bytes on the disk
  $ yuelan index --quiet --add --out r.yuelan pile/hanzi.txt && yuelan info --json --quiet r.yuelan | jq -r .doc
  r.yuelan: 1 document, [%d,]+ bytes on the disk (re)
  pile/hanzi.txt

A corpus in a folder that is read, or is read while it is made, is none of its texts:

  $ mkdir in && cp sample/hanzi.txt in && yuelan index --out in/x.yuelan in && yuelan index --refresh --out in/x.yuelan
  in/x.yuelan: 1 document, [%d,]+ bytes on the disk (re)
  in/x.yuelan: 1 document, [%d,]+ bytes on the disk (re)
  $ yuelan info --json in | jq -r .doc
  yuelan: a saved corpus, which is opened by itself and not read as text: in/x.yuelan
  yuelan: 1 problem in the input; --problems FILE lists it
  in/hanzi.txt
  $ yuelan info --json --problems - in | jq -rc 'select(.kind) | [.doc, .kind]'
  yuelan: a saved corpus, which is opened by itself and not read as text: in/x.yuelan
  ["in/x.yuelan","skipped"]
  $ mkdir in/y.yuelan && cp sample/ev.txt in/y.yuelan && yuelan info --json --quiet in | jq -r .doc
  in/hanzi.txt
  in/y.yuelan/ev.txt

One writer at a time; what a dead one left is cleared away:

  $ mkfifo f; exec 9<>f; yuelan index --quiet --add --out in/x.yuelan f > /dev/null 2>&1 9>&- &
  > for i in $(seq 300); do [ -s in/x.yuelan/lock ] && break; sleep 0.05; done
  > yuelan index --quiet --refresh --out in/x.yuelan 9>&-; s=$?; exec 9>&-; wait; (exit $s)
  yuelan: process %d+ is writing to in/x.yuelan since %d%d%d%d%-%d%d%-%d%d %d%d:%d%d:%d%d: wait until it is done (re)
  [2]
  $ echo "$(hostname) 4 2001-02-03 04:05:06" > in/x.yuelan/lock; echo x > in/x.yuelan/00000000000000ff.segment; echo x > in/x.yuelan/manifest.tmp7
  $ yuelan index --refresh --out in/x.yuelan && ls in/x.yuelan | sed 's/^[0-9a-f]*\.s/S/' | uniq
  yuelan: a process that is gone (4, 2001-02-03 04:05:06) had begun to write to in/x.yuelan: what it left half done was cleared away
  in/x.yuelan: [%d,]+ documents?, [%d,]+ bytes on the disk (re)
  yuelan: 6 problems in the input; --problems FILE lists them
  Segment
  manifest
  $ echo "elsewhere 4 2001-02-03 04:05:06" > in/x.yuelan/lock; yuelan index --refresh --out in/x.yuelan; s=$?; rm in/x.yuelan/lock; (exit $s)
  yuelan: process 4 of elsewhere is writing to in/x.yuelan since 2001-02-03 04:05:06: wait until it is done, or delete in/x.yuelan/lock if it is certain that it is gone
  [2]

Memory that it may take; what cannot be kept to is told, and changes nothing:

  $ yuelan index --memory 60M --out mem.yuelan sample/hanzi.txt && yuelan index --quiet --out big.yuelan sample/hanzi.txt && cmp mem.yuelan/*.segment big.yuelan/*.segment
  yuelan: one thread takes about 92 MB to make a corpus: memory of 60 MB cannot be kept to
  mem.yuelan: 1 document, [%d,]+ bytes on the disk (re)
  big.yuelan: 1 document, [%d,]+ bytes on the disk (re)
  $ yuelan index --memory 1.5G --out mem.yuelan sample/hanzi.txt
  yuelan: --memory: a size expected, 500, 10K, 200M or 2G, got '1.5G'
  [2]
  $ yuelan index --quiet --memory 2GB --refresh --out mem.yuelan && yuelan info --json --memory 1k mem.yuelan | jq .characters
  mem.yuelan: 1 document, [%d,]+ bytes on the disk (re)
  %d+ (re)

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
  $ yuelan index --quiet --out t.yuelan sample/hanzi.txt && yuelan verify t.yuelan
  t.yuelan: 1 document, [%d,]+ bytes on the disk (re)
  t.yuelan: sound, [%d,]+ bytes (re)
