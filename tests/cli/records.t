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

They are answered one by one: each answer is read before the next record is written.

  $ mkfifo in out; yuelan info --json --quiet --keep n - < in > out & exec 3> in 4< out; for i in 1 2 3; do echo "{\"text\":\"第$i條\",\"n\":\"$i\"}" >&3; read -r answer <&4; echo "$answer" | jq -c '[.doc, .characters, .n]'; done; echo broken >&3; read -r answer <&4; echo "$answer" | jq -r .error; exec 3>&-; cat <&4; wait $!
  ["-:1",3,"1"]
  ["-:2",3,"2"]
  ["-:3",3,"3"]
  not JSON: an object expected at byte 0 of the record
  [4]

Options count through all of them; what is asked and not there, and what was wrong, is told at the end. Where the answer needs all of them first, it comes last.

  $ for i in $(seq 30); do echo "{\"text\":\"第$i條\"}"; done > thirty.jsonl; sed -i 20s/.*/broken/ thirty.jsonl
  $ cat thirty.jsonl | yuelan info --json --keep page --limit 2 --offset 18 --problems p.jsonl --manifest m.json - 2> notes | jq -c '[.doc, .page, .error != null]'; cat notes
  ["-:19",null,false]
  ["-:20",null,true]
  yuelan: --keep: no record has a field 'page'
  yuelan: shown 2 of 30
  yuelan: -:20: byte 371: not JSON: an object expected at byte 0 of the record
  $ jq -c '[.doc, .kind]' p.jsonl; jq -c '[.totals.documents, .totals.records, .totals.shown, .totals.problems, (.data | length)]' m.json
  ["-:20","format"]
  [29,30,2,1,29]
  $ cat thirty.jsonl | yuelan info --json --with pages - 2> notes; echo $?; cut -c1-47 notes
  2
  yuelan: --with: no document has a field 'pages'
  $ cat thirty.jsonl thirty.jsonl | yuelan info --json --quiet --distinct-texts - | wc -l
  31
  $ cat thirty.jsonl | yuelan clean --json --quiet - > a; yuelan clean --json --quiet thirty.jsonl | sed 's/thirty.jsonl:/-:/' | cmp - a

So does what is found in records: the answer to the first is read before the second is written.

  $ for s in segment figures quotes; do rm -f in out; mkfifo in out; yuelan $s --json --quiet - < in > out & exec 3> in 4< out; echo '{"text":"王敏说：“水价涨了百分之五。”"}' >&3; read -r answer <&4; echo "$answer" | jq -r .doc; echo '{"text":"李明表示，水价不变，仍是3元。"}' >&3; exec 3>&-; cat <&4 | jq -r .doc; wait $!; done
  -:1
  -:2
  -:1
  -:2
  -:1
  -:2
  $ for s in segment figures quotes; do cat thirty.jsonl | yuelan $s --json --quiet - > a; yuelan $s --json --quiet thirty.jsonl | sed 's/thirty.jsonl:/-:/' | cmp - a; done

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
  $ yuelan info --read-as docx in.jsonl
  yuelan: --read-as: one of text, jsonl, json, csv, tsv, html, vrt, conllu, warc, words expected, got 'docx'
  [2]
