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
