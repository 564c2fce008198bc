  $ yuelan info sample/hanzi.txt sample/rail-en.txt
  doc                 encoding  script  title                       date        site  characters  .* (re)
  sample/hanzi.txt    GB18030   hans    一个汉字占几个字节          2024%-05%-17  –            647  .* (re)
  sample/rail%-en.txt  UTF%-8     latn    Sixty years of fast trains  2025%-02%-11  –          1,570  .* (re)

Every field is there, null where it is missing; no float for a whole number:

  $ yuelan info --json sample/hanzi.txt | jq -c '[.doc, .bytes, .encoding, .site, .characters, (keys | length)]'
  ["sample/hanzi.txt",1130,"GB18030",null,647,19]
  $ yuelan info --csv --with site,below sample/hanzi.txt | head -1
  doc,hash,bytes,encoding,encoding_score,declared_encoding,script,language,title,author,date,datetime,site,source,url,characters,words,share_body,problems,below
  $ yuelan info --csv --excel sample/hanzi.txt | head -c 3 | od -An -tx1
   ef bb bf
  $ yuelan info --json --limit 2 --offset 1 sample/beidou.txt sample/climate.txt sample/ev.txt --quiet | jq -r .doc
  sample/climate.txt
  sample/ev.txt
  $ yuelan info --json --limit 1 sample/beidou.txt sample/climate.txt | jq -r .doc
  yuelan: shown 1 of 2
  sample/beidou.txt

Conditions:

  $ yuelan info --json --quiet --where 'script = latn' --where 'characters > 1500' sample | jq -r .doc
  sample/rail-en.txt
  sample/web-en.txt
  $ yuelan info --json --quiet --metadata metadata.csv --where 'site = 讀風網' --where 'date >= 2025' sample | jq -r '.doc + " " + .site'
  sample/climate.txt 读风网
  sample/高铁/京津之后.txt 读风网

  $ yuelan info --json --quiet --where 'problems > 4' --where 'bytes < 1e6' sample | jq -r .doc
  sample/ev.txt

A file that cannot be read is named; the rest is there, and the status is 4:

  $ yuelan info --json sample/hanzi.txt nowhere.txt | jq -r .doc
  yuelan: cannot read nowhere.txt: No such file or directory
  sample/hanzi.txt
  $ yuelan info --quiet --problems p.jsonl sample/hanzi.txt nowhere.txt > /dev/null
  [4]
  $ jq -c '[.doc, .start, .end, .kind]' p.jsonl
  ["nowhere.txt",0,0,"unreadable"]

A file appears when it is whole; paths from a list; standard input:

  $ yuelan info --json --out o.jsonl sample/hanzi.txt && ls o.jsonl*
  o.jsonl
  $ ls sample/ev.txt sample/hanzi.txt | yuelan info --json --quiet --files-from - | jq -r .doc
  sample/ev.txt
  sample/hanzi.txt
  $ yuelan info --json - < sample/hanzi.txt | jq -r .encoding
  GB18030
  $ : | yuelan info --json --quiet - | jq -c '[.doc, .bytes]'
  ["-",0]
  $ yuelan info --manifest m.json --json sample/hanzi.txt > /dev/null && jq -c '[.script, .totals.documents, .totals.records, (.data[0].hash | length)]' m.json
  ["info",1,1,64]

Nothing on standard input is a document without text:

  $ yuelan info --json --quiet - </dev/null | jq -c '[.doc, .bytes, .characters, .problems]'
  ["-",0,0,1]
