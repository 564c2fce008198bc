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
  1 document written to conv
  皇后在后面理头发。为面包。
  $ yuelan clean --script t2hk --quiet hant.txt | tail -1
  皇后在後面理頭髮。為麵包。
  $ yuelan clean --script hans --json hant.txt
  yuelan: --script changes what is shown, and what --out-dir writes; records keep the text as it is
  [2]
  $ yuelan clean --script cn hant.txt
  .*hans, hant, tw, hk, twp, hkp or one of .* expected, not 'cn' (re)
  [2]

Every change is listed, whatever its kind, and what cannot be undone is a problem:

  $ printf '網(wǎng)絡(luò)發(fā)展很快。那時(shí)大家在網(wǎng)絡(luò)上開會(huì),發(fā)言的時(shí)候不多。今天的網(wǎng)絡(luò)又快又穩。因?yàn)樘乩势瞻l(fā)聲。\n' > gloss.txt
  $ printf '春天来了,,花开了,。山上有桃,、李,、杏,,还有松树,。人们上山,,下山,。\n' > marks.txt
  $ printf 'æ²³è¾¹çš„å°\302\217é•‡ï¼Œæ¸”æ°‘æŠŠèˆ¹æŽ¨è¿›é›¾é‡Œã€‚\n' > misread.txt
  $ printf '他说&nbsp;<br>好\001的，锟斤拷锟斤拷。岸上的人都看见了船，河上的雾也散了。\n中 国 经 济 年 鉴\n' > residue.txt
  $ for i in 1 2 3 4 5 6 7 8; do printf '去年秋天我们几个人沿着河走了很远的路，看见两岸的稻子\n已经黄了，农人正在田里忙着收割，远处的山色也一天比一\n'; done > wrap.txt
  $ yuelan clean --json --quiet --problems p.jsonl gloss.txt marks.txt misread.txt residue.txt wrap.txt | jq -r '.repairs[] | [.kind, .confidence] | join(" ")' | sort -u
  control exact
  entity exact
  gloss exact
  markup likely
  mojibake exact
  punctuation exact
  shift exact
  space likely
  wrap likely
  $ yuelan clean --json --quiet misread.txt | jq -r .text | head -1
  河边的小镇，渔民把船推进雾里。
  $ jq -r '[.kind, .message] | join(": ")' p.jsonl | sort -u
  control: control characters
  mojibake: UTF-8 that was read as GBK: bytes are lost
