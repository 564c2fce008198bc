Words of one's own: a saved corpus keeps those it was cut with:

  $ mkdir a b; echo '渡口新桥今天通车，渡口新桥很长。' > a/1.txt; echo '渡口新桥关闭一天。' > b/2.txt
  $ printf '渡口新桥 100 nz\n深度求索 5\n' > my.txt; printf '新桥今天\n' > other.txt
  $ yuelan segment --plain a/1.txt
  渡口 新桥 今天 通车 ， 渡口 新桥 很 长 。
  $ yuelan index --quiet --dict my.txt --out n.yuelan a > /dev/null
  $ yuelan words --csv --quiet n.yuelan | grep 渡口
  渡口新桥,nz,1,2,1,333333.3333333333,"[{""form"":""渡口新桥"",""count"":2}]"
  $ yuelan info --csv n.yuelan | wc -l
  yuelan: words are cut with 2 words of one's own: 渡口新桥 …
  2
  $ yuelan index --quiet --add --out n.yuelan b > /dev/null; yuelan search --word 渡口新桥 --count --csv --quiet n.yuelan
  doc,count
  a/1.txt,2
  b/2.txt,1
  $ yuelan compact --quiet n.yuelan > /dev/null; yuelan verify --quiet n.yuelan > /dev/null && yuelan -e 'print(c, c:dictionary()[2].word)' n.yuelan
  Corpus: 2 documents, 25 characters, hans 2, 2 words of its own	深度求索

With the same words it is opened as well; with others it says so, and is not added to or merged:

  $ yuelan words --dict my.txt --csv n.yuelan | grep -c 渡口新桥
  1
  $ yuelan words --dict other.txt --csv n.yuelan | grep -c 新桥今天
  yuelan: n.yuelan: it was cut with words of its own, and others are in use: its words are cut anew where they are asked for; open it first, without --dict
  1
  $ yuelan index --add --dict other.txt --out n.yuelan a
  yuelan: n.yuelan was cut with other words of its own than are in use: a corpus is cut with one dictionary; make it anew with `yuelan index --out`
  [2]
  $ yuelan index --quiet --out p.yuelan b > /dev/null; yuelan merge --out m.yuelan n.yuelan p.yuelan
  yuelan: p.yuelan was cut without the words of --dict: a corpus is cut with one dictionary; make it anew with `yuelan index --out`
  [2]

New words found feed the list; what is on it keeps its weight:

  $ for i in 甲 乙 丙 丁 戊 己 庚 辛; do echo "$i说，沐光实验室发布了$i消息。记者到沐光实验室采访，看见沐光实验室的门开着；人们叫沐光实验室来。"; done > c.txt
  $ yuelan phrases --min-pmi 1 --dict my.txt --dict-out words.txt --quiet --csv c.txt | cut -d, -f1-4
  phrase,count,documents,known
  沐光实验室,32,1,false
  消息,8,1,true
  $ head -2 words.txt; grep 沐光 words.txt
  渡口新桥 100 nz
  深度求索 5 x
  沐光实验室 32
  $ yuelan segment --plain --dict words.txt c.txt | head -1
  甲 说 ， 沐光实验室 发布 了 甲 消息 。 记者 到 沐光实验室 采访 ， 看见 沐光实验室 的 门 开 着 ； 人们 叫 沐光实验室 来 。

Names that no dictionary has are words by the characters they are made of; those that everybody knows, by a list:

  $ echo '谷歌的梁锦华说，纳尔贝多到了台積電。歐陽志遠和陈立航高兴，于是他们向文中的人道谢，和平时一样，张开手，马上涨价。' > n.txt
  $ yuelan segment --plain n.txt
  谷歌 的 梁锦华 说 ， 纳尔贝多 到 了 台積電 。 歐陽志遠 和 陈立航 高兴 ， 于是 他们 向 文中 的 人 道谢 ， 和 平时 一样 ， 张开 手 ， 马上 涨价 。

A finer cut has the words inside words too:

  $ echo '中华人民共和国的国务院，深度學習。' > f.txt; yuelan segment --plain f.txt
  中华人民共和国 的 国务院 ， 深度 學習 。
  $ yuelan segment --plain --fine f.txt
  中华 华人 人民 共和 共和国 中华人民共和国 的 国务 国务院 ， 深度 學習 。
  $ yuelan segment --json --fine --quiet f.txt | jq -c '[.tokens[] | [.word, .start, .end, .char]][4:7]'
  [["共和国",12,21,4],["中华人民共和国",0,21,0],["的",21,24,7]]
  $ yuelan segment --fine --format vrt f.txt
  yuelan: --fine goes without --format: there a token stands in one word
  [2]
