Citations, and whether they still hold:

  $ printf '北斗卫星升空。卫星很小。\n' > c.txt
  $ yuelan cite --json --quiet 卫星 c.txt | tee kept.jsonl | jq -c '[.doc, .start, .end, .text, .reference, .bytes]'
  ["c.txt",6,12,"卫星","c.txt, bytes 6–12",37]
  ["c.txt",21,27,"卫星","c.txt, bytes 21–27",37]
  $ yuelan cite --check --json --quiet kept.jsonl c.txt | jq -c '[.start, .status, .reason]'
  [6,"same",null]
  [21,"same",null]
  $ printf '北斗卫星升天。卫生很小。\n' > c.txt
  $ yuelan cite --check --json --quiet kept.jsonl c.txt
  {"doc":"c.txt","start":6,"end":12,"status":"same","reason":"the document changed elsewhere"}
  {"doc":"c.txt","start":21,"end":27,"status":"changed","reason":"other bytes stand there now; the text stands at bytes 6–12"}
  [1]
  $ echo '{"doc":"c.txt","start":30,"end":99,"text":"x"}' > far.jsonl; yuelan cite --check --json --quiet far.jsonl c.txt | jq -c '[.status, .reason]'
  ["changed","the document stands at bytes 0–37"]
  $ echo '{"doc":"c.txt"}' > bad.jsonl
  $ yuelan cite --check bad.jsonl c.txt
  yuelan: --check: bad.jsonl:1: a record with doc, start and end expected
  [2]

Of records in a file, and by their text alone, whatever the encoding:

  $ printf '{"text":"北斗卫星升空很远很远很远"}\n{"text":"卫星很小"}\n' > r.jsonl; yuelan cite --json --quiet 卫星 r.jsonl > kept.jsonl; yuelan cite --check --json --quiet kept.jsonl r.jsonl | jq -c '[.doc, .status]'
  ["r.jsonl:1","same"]
  ["r.jsonl:2","same"]
  $ printf '北斗卫星升空。' | iconv -f UTF-8 -t GBK > g.txt; yuelan cite --json --quiet 卫星 g.txt | jq -c 'del(.hash, .id)' > kept.jsonl; yuelan cite --check --json --quiet kept.jsonl g.txt | jq -r .status
  same
  $ printf '{"doc":"g.txt","start":4,"end":8,"hash":null,"text":"卫星"}\n{"doc":"g.txt","start":0,"end":8,"hash":7}\n' > kept.jsonl; yuelan cite --check --json --quiet kept.jsonl g.txt
  yuelan: --check: kept.jsonl:2: a record with doc, start and end expected
  [2]
  $ head -1 kept.jsonl > one.jsonl; yuelan cite --check --json --quiet one.jsonl g.txt | jq -r .status
  same

As CSV, from standard input; where the text stands when something was put before it:

  $ printf '北斗卫星升空。卫星很小。\n' > m.txt; yuelan cite --csv --quiet 卫星 m.txt > m.csv; printf '新的：北斗卫星升空。卫星很小。\n' > m.txt
  $ yuelan cite --check --json --quiet - m.txt < m.csv | jq -c '[.start, .status, .reason]'
  [6,"changed","other bytes stand there now; the text stands at bytes 15–21"]
  [21,"changed","other bytes stand there now; the text stands at bytes 15–21"]
