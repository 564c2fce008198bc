  $ yuelan clean --json sample/hanzi.txt | jq -c '[(.zones | length > 0), (.body | contains("<") | not), (.text | length) == .characters]'
  [true,true,true]
  $ yuelan clean --quiet --out-dir out sample/高铁 sample/ev.txt sample/高铁/rail-tw.txt
  .*documents written to out (re)
  $ find out -type f | sort
  out/ev.txt
  out/rail-tw.txt
  out/京津之后.txt

Two of one name do not overwrite each other:

  $ mkdir a b; echo 甲是一段话。 > a/x.txt; echo 乙是另一段话。 > b/x.html.txt; echo 丙也是。 > b/x.txt
  $ yuelan clean --out-dir two a b/x.txt
  yuelan: b/x.txt: x.txt is there already; written as x-2.txt
  2 documents written to two
  $ cat two/x.txt two/x-2.txt
  甲是一段话。
  丙也是。
