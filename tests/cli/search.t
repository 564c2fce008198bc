Simplified finds Traditional; the screen is aligned by columns:

  $ yuelan search 铁路 sample/高铁 --quiet | head -3
  铁路: 6 hits in 2 documents
  forms: 铁路 4 · 鐵路 2
  rail%-tw.txt    者周亦安／臺北報導】   談高速 %[鐵路%] ，多數人先想到速度。1964年10月 (re)
  $ yuelan search 不在那里的话 sample/hanzi.txt --json
  [1]
  $ yuelan search 不在那里的话 sample/hanzi.txt
  不在那里的话: 0 hits in 0 documents
  [1]
  $ yuelan search AI sample/web-en.txt --quiet | head -1
  AI: %d+ hits in 1 document; 0 as a whole word (re)

A record leads back to the bytes:

  $ yuelan search 汉字 sample/hanzi.txt --json --limit 1 --quiet | jq -c '[.doc, .start, .end, .match, .original, .zone, .confidence]'
  ["sample/hanzi.txt",4,8,"汉字","汉字","title","exact"]
  $ head -c 8 sample/hanzi.txt | tail -c 4 | iconv -f gb18030
  汉字 (no end of line)
  $ yuelan search 汉字 sample/hanzi.txt --json --limit 1 --quiet | jq -r .id
  %x%x%x%x%x%x%x%x%x%x%x%x%x%x%x%x:4%-8 (re)
  $ yuelan search 汉字 sample/hanzi.txt --json --limit 1 --quiet --left 1 --right 2 | jq -c '[.left, .right]'
  ["个","占几"]

Counts:

  $ yuelan search 的 sample/beidou.txt sample/rail-en.txt --count --csv
  doc,count
  sample/beidou.txt,%d+ (re)
  $ yuelan search 的 sample/beidou.txt sample/rail-en.txt --count --by script --json | jq -c '[.script, .documents, .total_characters > 0]'
  ["hans",1,true]
  ["latn",0,true]

With up to N characters that differ; a list of words in one pass:

  $ yuelan search 卫星导杭 sample/beidou.txt --fuzzy 1 --json --limit 1 --quiet | jq -c '[.match, .distance]'
  ["卫星导航",1]
  $ printf '卫星\n火箭\n\n没有这个词\n' > words.txt; yuelan search words.txt sample/beidou.txt --words --count --csv
  word,count,documents
  卫星,%d+,1 (re)
  火箭,%d+,%d (re)
  没有这个词,0,0
  $ yuelan search 卫星 sample/beidou.txt --fuzzy 1
  yuelan: bad query: fuzzy = 1 needs 3 characters or more
  [2]

Order, samples, groups, context:

  $ yuelan search 铁路 sample/高铁 --sort form,left1 --limit 1 --json --quiet | jq -r .match
  鐵路
  $ yuelan search 的 sample --sample 3 --seed 7 --json --quiet > a; yuelan search 的 sample --sample 3 --seed 7 --json --quiet --jobs 1 | cmp - a && wc -l < a
  3
  $ yuelan search 铁路 sample/高铁 --group-by form --csv --quiet | cut -d, -f1-3
  form,count,documents
  铁路,4,1
  鐵路,2,1
  $ yuelan search 汉字 sample/hanzi.txt --json --limit 1 --quiet --context 2 --context-unit word | jq -r .right
  占几
  $ yuelan search 汉字 sample/hanzi.txt --sort lefft
  yuelan: --sort: hits have no 'lefft': use a field of the documents (doc date site …), zone match form, left right, the words left1 … right1 …, the characters left1c … right1c …, position or random
  [2]

Near one another; codes joined by id; copies of a passage:

  $ yuelan search '铁路 速度' sample/高铁 --near 12 --json --quiet | jq -c '[.match, (.places | map(.text))]'
  ["鐵路，多數人先想到速度",["鐵路","速度"]]
  $ yuelan search 汉字 sample/hanzi.txt --json --quiet --limit 1 | jq -r '"id,code\n" + .id + ",A1\nnone,B"' > codes.csv
  $ yuelan search 汉字 sample/hanzi.txt --join codes.csv --group-by code --csv 2> notes | cut -d, -f1,2; cat notes
  code,count
  ,11
  A1,1
  yuelan: --join: 1 hits have a row; 11 hits have none; 1 rows have no hit: none
  $ head -c 300 sample/ev.txt > passage.txt; yuelan trace passage.txt sample --json --quiet | jq -c '[.doc, .similarity > 0.9]'
  ["sample/ev.txt",true]
  $ yuelan trace 太短 sample
  yuelan: the passage has 2 characters or words; at least 8 are needed to tell a copy from chance
  [2]

Ctrl-C ends it as it ends any program, and leaves no half file:

  $ yes 的 | head -2000000 > big.txt; timeout --preserve-status -s INT 1 yuelan search 的 --json --out big.jsonl big.txt
  yuelan: interrupted
  [130]
  $ ls big.jsonl*
  ls: cannot access 'big.jsonl*': No such file or directory
  [2]

Context is as wide as the text, at most:

  $ yuelan search 汉字 sample/hanzi.txt --context 1000000000 --quiet | head -3 | awk '{print length($0) < 4000}'
  1
  1
  1

What there is no group for is said:

  $ yuelan search 汉字 sample/hanzi.txt --group-by nonsense --quiet 2>&1 | cut -c1-36
  yuelan: hits have no 'nonsense': use
  $ yuelan search 汉字 sample/hanzi.txt --group-by nonsense --quiet 2> /dev/null
  [2]
