Words, with their written forms:

  $ yuelan words --json --limit 1 --quiet sample | jq -c '[.word, .rank, (.count == ([.forms[].count] | add))]'
  ["的",1,true]
  $ yuelan words --limit 2 sample/hanzi.txt --quiet | tail -2 | awk '{print $1, $2}'
  的 uj
  个 q
  $ yuelan words --stop nothing.txt sample
  yuelan: --stop: nothing.txt: No such file or directory
  [2]

N-grams:

  $ printf '很大的书。很大的\n书，很大\n' > n.txt; yuelan ngrams 2 --json n.txt | jq -c '[.ngram, .words, .count, .documents]'
  ["很大 的",["很大","的"],2,1]
  ["的 书",["的","书"],1,1]
  $ yuelan ngrams 2 --unit character --min-count 3 --json n.txt | jq -c '[.ngram, .count]'
  ["很大",3]
  $ yuelan ngrams 2 --skip 1 --json n.txt | jq -c '[.ngram, .count]'
  ["很大 的",2]
  ["很大 书",1]
  ["的 书",1]
  $ yuelan ngrams 2 --punctuation --json n.txt | jq -r .ngram | sort | tail -2
  的 书
  ， 很大
  $ yuelan ngrams two n.txt
  yuelan: N is a number from 1 to 9, not 'two'
  [2]

Lists for each value of a field, with the totals of its documents; --limit is of each:

  $ printf 'text,site\n书很大，书很好,b\n山很高,a\n书,\n' > s.csv; yuelan words --by site --limit 1 --json --quiet s.csv | jq -c '[.site, .total_documents, .total_words, .word, .rank, .count]'
  ["a",1,3,"山",1,1]
  ["b",1,5,"书",1,2]
  [null,1,1,"书",1,1]
  $ yuelan ngrams 2 --by site,doc --csv --quiet s.csv | head -3
  site,doc,total_documents,total_words,ngram,words,count,documents,per_million
  a,s.csv:2,1,3,山 很,"[""山"",""很""]",1,1,333333.3333333333
  a,s.csv:2,1,3,很 高,"[""很"",""高""]",1,1,333333.3333333333
  $ yuelan words --by site --limit 1 s.csv 2>&1 | grep -E ':|shown'
  a: 1 document, 3 words, 3 different; punctuation left out, stop words none
  b: 1 document, 5 words, 4 different; punctuation left out, stop words none
  (none): 1 document, 1 word, 1 different; punctuation left out, stop words none
  yuelan: shown 3 of 8
  $ yuelan -e 'local t = c:words{by = "site"} print(#t, t[8].site, t[8].word, t[8].per_million)' s.csv
  8	nil	书	1000000.0

Segmentation loses nothing but space, and no line:

  $ printf '中文分词。\n\n  Hello world, 你好\n' > a.txt; yuelan segment --plain a.txt
  中文 分词 。
  
  Hello world , 你好
  $ printf '一行\n\n\n二行' | yuelan segment --plain - | wc -l
  4
  $ yuelan segment --json a.txt | jq -c '[.start, .end, .char, .char_end, [.tokens[].word]]'
  [0,15,0,5,["中文","分词","。"]]
  [19,38,9,24,["Hello","world",",","你好"]]
  $ yuelan segment --format vrt a.txt | head -4
  <text doc="a.txt" language="zh">
  <s zone="body">
  中文	nz
  分词	n
  $ yuelan segment --plain --json a.txt
  yuelan: --plain goes without --json
  [2]

Keywords:

  $ yuelan keywords --json --limit 1 --quiet sample/ev.txt -- sample/climate.txt | jq -c 'keys_unsorted'
  ["word","count_a","count_b","total_a","total_b","documents_a","documents_b","per_million_a","per_million_b","direction","g2","p_adjusted","log_ratio","log_ratio_low","log_ratio_high"]
  $ yuelan keywords sample/ev.txt --
  yuelan: two sides expected; yuelan keywords [OPTIONS] A... -- B...
  [2]

What one document is about, each word with where it stands first:

  $ yuelan keywords --top 3 --quiet sample/ev.txt
  sample/ev.txt
    电池 6 · 古迪纳夫 2 · 新能源 3
  $ yuelan keywords --top 1 --json --quiet sample/ev.txt | jq -c '[keys_unsorted[]]'
  ["doc","word","rank","count","words","score","start","end","char","char_end","confidence"]
  $ yuelan keywords --top 1 --json --quiet sample/ev.txt > k.json; tail -c +$(($(jq .start k.json) + 1)) sample/ev.txt | head -c $(jq '.end - .start' k.json); echo
  电池
  $ yuelan keywords --min-count 2 sample/ev.txt
  yuelan: --min-count compares two sides: yuelan keywords [OPTIONS] A... -- B...
  [2]
  $ yuelan keywords --top 0 sample/ev.txt
  yuelan: option top is 1 to 100000, not 0
  [2]

Words of your own are one word wherever they stand, and a saved corpus knows that it was cut with them:

  $ printf '量子贝壳 5 nz\n' > own.dict; printf '量子贝壳发布了新模型\n' > own.txt; yuelan segment own.txt --quiet
  量子 贝壳 发布 了 新 模型
  $ yuelan segment --dict own.dict own.txt --quiet
  量子贝壳 发布 了 新 模型
  $ yuelan index --dict own.dict --out own.yuelan own.txt --quiet > made; yuelan segment --dict own.dict own.yuelan
  量子贝壳 发布 了 新 模型
  $ yuelan segment own.yuelan --quiet
  量子贝壳 发布 了 新 模型
  $ yuelan index --out plain.yuelan own.txt --quiet > made; yuelan segment --dict own.dict plain.yuelan --quiet --problems p.json > cut; jq -r .message p.json
  its words were cut with another dictionary and are cut anew where they are asked for; `yuelan index` makes them again
  $ printf '深度 求索 公司 n\n' > bad.dict; yuelan segment --dict bad.dict own.txt
  yuelan: bad.dict: line 1 is not `word [weight] [pos]`; one word a line, without spaces in it
  [2]

Words that were cut already, with spaces between them, stay as they are; so do their tags:

  $ printf '他 说 的确 实在 。\n研究生 命 起源\n' > cut.txt; yuelan segment --read-as words --json --quiet cut.txt | jq -c '[.tokens[] | [.word, .start, .end]]'
  [["他",0,3],["说",4,7],["的确",8,14],["实在",15,21],["。",22,25]]
  [["研究生",26,35],["命",36,39],["起源",40,46]]
  $ printf '迈向/v 希望/n 的/u\n世纪/n\n' > cut.txt; yuelan segment --read-as words --json --quiet cut.txt | jq -c '[.tokens[] | [.word, .pos, .start]]'
  [["迈向","v",0],["希望","n",9],["的","u",18]]
  [["世纪","n",24]]
