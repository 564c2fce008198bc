Copies of texts and of their parts; in another script, on a page of its own:

  $ mkdir -p pile; cp sample/ev.txt pile/a.txt; cp sample/beidou.txt pile/c.txt
  $ yuelan clean --json --quiet sample/ev.txt | jq -r '.text' > pile/b.txt
  $ yuelan -e 'print(c[1]:simplified() and (yuelan.convert(c[1].text, "s2t")))' pile/b.txt > pile/d.txt
  $ cat pile/b.txt pile/c.txt > pile/e.txt
  $ yuelan duplicates --json --quiet pile | jq -r '[.a, .b, .kind, .containment >= .9, (.passages | length > 0)] | join(" ")'
  pile/a.txt pile/b.txt same true true
  pile/a.txt pile/d.txt same true true
  pile/e.txt pile/a.txt contains true true
  pile/b.txt pile/d.txt same true true
  pile/e.txt pile/b.txt contains true true
  pile/e.txt pile/c.txt contains true true
  pile/e.txt pile/d.txt contains true true
  $ yuelan duplicates --groups --json --quiet pile | jq -c '[.group, .representative, [.members[] | .doc, .date]]'
  [1,"pile/a.txt",["pile/a.txt","2025-02-06","pile/b.txt","2025-02-06","pile/d.txt","2025-02-06"]]
  [2,"pile/c.txt",["pile/c.txt","2024-08-01","pile/e.txt","2025-02-06"]]
  $ yuelan duplicates --kind contains --limit 1 --quiet pile
  a           b           kind      similarity  containment
  pile/e.txt  pile/a.txt  contains      0.6644            1
  $ yuelan duplicates --threshold 2 pile
  yuelan: --threshold: a number above 0, up to 1 expected, got '2'
  [2]

Each text once, in any script:

  $ yuelan info --distinct-texts --json pile 2> notes | jq -r .doc
  pile/e.txt
  $ head -1 notes
  yuelan: 4 of 5 documents left out as copies; yuelan duplicates lists them
