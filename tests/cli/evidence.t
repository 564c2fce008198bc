Evidence: the original is never overwritten, and what was loaded is what is shown.

  $ mkdir pile; cp sample/hanzi.txt sample/ev.txt pile; md5sum pile/* > sums
  $ yuelan clean --out-dir pile pile --quiet
  yuelan: --out-dir: pile/ev.txt is the original of pile/ev.txt; give another folder
  [2]
  $ md5sum --quiet -c sums
  $ yuelan clean --out-dir texts pile --quiet; ls texts
  2 documents written to texts
  ev.txt
  hanzi.txt

A file that was changed after it was loaded is not taken for the original, even at the same size:

  $ printf '一二三四' > f.txt
  $ yuelan -e 'local f = io.open("f.txt", "w") f:write("五六七八") f:close() print(c[1]:bytes(0, 3))' f.txt
  nil	f.txt was changed after it was loaded: its bytes are not those of the text	io

Output goes to where a link leads, and through a pipe; neither becomes a file:

  $ touch target; ln -s target link; yuelan info --json --quiet --out link sample/hanzi.txt; test -L link && wc -l < target
  1

Two tables of metadata are joined; rows and documents that do not meet are problems:

  $ printf 'path,site\nev.txt,甲\ngone.txt,乙\n' > a.csv; printf 'path,author\nev.txt,丙\n' > b.csv
  $ yuelan info --json --quiet --metadata a.csv --metadata b.csv --problems p.jsonl pile | jq -c '[.doc, .site, .author]'
  ["pile/ev.txt","甲","丙"]
  ["pile/hanzi.txt",null,"石问渠"]
  $ jq -r 'select(.kind == "metadata") | .doc + ": " + .message' p.jsonl
  gone.txt: metadata for 'gone.txt', but there is no such document
  pile/hanzi.txt: no row of the metadata is about it

A table in a folder whose rows name files there is metadata of them and no text, also when it changes or goes:

  $ mkdir side; echo 新桥通车了。 > side/a.txt; echo 商店关门了。 > side/b.txt; printf 'id,text\n1,今天下雨\n' > side/texts.csv; printf 'path,source\na.txt,甲报\n' > side/meta.csv
  $ yuelan info --json side --problems p.jsonl | jq -c '[.doc, .source]'
  yuelan: side/meta.csv is taken as metadata of the files beside it, not as a text
  ["side/a.txt","甲报"]
  ["side/b.txt",null]
  ["side/texts.csv:1",null]
  $ jq -r '.doc + ": " + .message' p.jsonl
  side/b.txt: no row of the metadata is about it
  $ yuelan info --json --quiet side pile --problems p.jsonl | wc -l; grep -c '"metadata"' p.jsonl
  5
  1
  $ yuelan index --quiet --out side.yuelan side > /dev/null; printf 'path,source\na.txt,乙报\nb.txt,丙报\n' > side/meta.csv
  $ yuelan index --quiet --refresh --out side.yuelan > /dev/null
  $ yuelan info --json side.yuelan | jq -c '[.doc, .source]'
  ["side/a.txt","乙报"]
  ["side/b.txt","丙报"]
  ["side/texts.csv:1",null]
  $ rm side/meta.csv; yuelan index --quiet --refresh --out side.yuelan > /dev/null; yuelan info --json side.yuelan | jq -c '.source'
  null
  null
  null

Names and fields that do not exist are errors, not empty answers:

  $ yuelan sumarize pile
  yuelan: no script or file 'sumarize'; did you mean summarize?
  [2]
  $ yuelan info --where 'encodng = GB18030' pile
  yuelan: --where: no document has a field 'encodng'; did you mean encoding?
  [2]
  $ yuelan search 的 --by nosuch pile 2>&1 | cut -c1-51
  yuelan: --by: no document has a field 'nosuch'; the
  $ yuelan info --where 'words > many' pile
  yuelan: --where: words is a number, not 'many'
  [2]
  $ yuelan compare pile/ev.txt -- nowhere.txt --quiet
  yuelan: side B has no documents: cannot read nowhere.txt: No such file or directory
  [2]

A side may hold what is in the other: a part against the whole.

  $ yuelan keywords --limit 1 pile/ev.txt -- pile --quiet | head -1
  A: 1 document, .* words; B: 2 documents, .* words; p by holm, stop words none (re)

A file put together from two: each part is read by its own encoding, the place is told, and hits lead to the bytes of either.

  $ printf '会议今天上午闭幕，代表们通过了三项决议。\n' > two.txt
  $ printf '\320\302\316\305\243\272\261\261\276\251\312\261\274\344\310\375\324\302\316\345\310\325\243\254\273\341\322\351\324\332\310\313\303\361\264\363\273\341\314\303\277\252\304\273\241\243\n' >> two.txt
  $ yuelan search 会议 --json --problems p.jsonl two.txt | jq -c '[.start, .end, .match]'
  [0,6,"会议"]
  [85,89,"会议"]
  $ jq -c '[.start, .end, .kind, .message]' p.jsonl
  [61,108,"encoding","the encoding changes here from UTF-8 to GB18030; each part is read by its own"]
