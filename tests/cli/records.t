JSON Lines on standard input: one record out for each in, in order, an error object for one that is none.

  $ printf '{"text":"一"}\nbroken\n\n{"n":1}\n{"text":"二","topic":"x"}\n' > in.jsonl
  $ yuelan clean --json --quiet --keep topic - < in.jsonl | jq -c '[.doc, .text, .topic, .start, .error]'
  ["-:1","一",null,null,null]
  ["-:2",null,null,15,"not JSON: an object expected at byte 0 of the record"]
  ["-:4",null,null,23,"the record has no field 'text'"]
  ["-:5","二","x",null,null]
  $ yuelan info --json --quiet in.jsonl > /dev/null
  [4]
  $ printf 'a\nb\n' | yuelan info --json --quiet --read-as jsonl --text-field text - | jq -r .doc
  -:1
  -:2

Each record keeps its bytes in the file:

  $ printf '{"title":"標題","text":"\\u7db2\\u7d61與網路"}\n' > one.jsonl
  $ yuelan search 网络 --json one.jsonl | jq -c '[.doc, .start, .end, .match, .char]'
  ["one.jsonl:1",26,38,"網絡",0]
  $ yuelan -e 'print(c[1]:bytes(26, 38))' one.jsonl
  \u7db2\u7d61

Tables; a text column by name, by content, by option:

  $ printf 'id,正文,类别\n1,"他说""好""。",a\n2,再见。,b\n' > t.csv
  $ yuelan clean --json --id-field id t.csv | jq -c '[.doc, .text]'
  ["t.csv:1","他说\"好\"。"]
  ["t.csv:2","再见。"]
  $ yuelan search 说 --json --text-field 类别 t.csv
  [1]
  $ yuelan info --text-field none t.csv
  yuelan: no document could be read: t.csv: no field 'none' in it
  [2]

Records written as files:

  $ yuelan clean --quiet --out-dir texts t.csv; find texts -type f | sort; cat texts/t.csv/1.txt
  2 documents written to texts
  texts/t.csv/1.txt
  texts/t.csv/2.txt
  他说"好"。

Limits are options, and told:

  $ yuelan info --json --quiet --max-document 10 in.jsonl | jq -r .error | sort | uniq -c | sed 's/^ *//'
  2 larger than max-document (10 bytes)
  1 not JSON: an object expected at byte 0 of the record
  1 the record has no field 'text'
  $ yuelan info --strict --quiet in.jsonl
  yuelan: strict: in.jsonl:2: not JSON: an object expected at byte 0 of the record
  [2]
  $ yuelan info --read-as word in.jsonl
  yuelan: --read-as: one of text, jsonl, json, csv, tsv, html, vrt, conllu, warc expected, got 'word'
  [2]
