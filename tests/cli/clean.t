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

In another script: what people read is converted, by phrase; records are not.

  $ printf '皇后在后面理头发。\n\n干部吃饼干，用鼠标。\n' > hans.txt; printf '皇后在後面理頭髮。為麵包。\n' > hant.txt
  $ yuelan clean --script hant --quiet hans.txt | tail -n +2
  皇后在後面理頭髮。
  幹部喫餅乾，用鼠標。
  $ yuelan clean --script twp --quiet hans.txt hant.txt | grep -v ==
  皇后在後面理頭髮。
  幹部吃餅乾，用滑鼠。
  
  皇后在後面理頭髮。為麵包。
  $ yuelan clean --script hans --quiet --out-dir conv hant.txt; cat conv/hant.txt
  1 documents written to conv
  皇后在后面理头发。为面包。
  $ yuelan clean --script t2hk --quiet hant.txt | tail -1
  皇后在後面理頭髮。為麵包。
  $ yuelan clean --script hans --json hant.txt
  yuelan: --script changes what is shown, and what --out-dir writes; records keep the text as it is
  [2]
  $ yuelan clean --script cn hant.txt
  .*hans, hant, tw, hk, twp, hkp or one of .* expected, not 'cn' (re)
  [2]
