Names, their forms and their bytes:

  $ printf '杭州电子研究院院长周海涛表示，臺灣和台湾都有客户。周先生说，Zeta-7已经卖完。\n' > n.txt
  $ yuelan names --json --quiet n.txt | jq -c '[.name, .kind, .count, .documents, [.variants[] | .form, .count]]'
  ["周海涛","person",2,1,["周海涛",1,"周先生",1]]
  ["臺灣","place",2,1,["臺灣",1,"台湾",1]]
  ["Zeta-7","product",1,1,["Zeta-7",1]]
  ["杭州电子研究院","organisation",1,1,["杭州电子研究院",1]]
  $ yuelan names --json --quiet --kind person --hits n.txt | jq -c '[.name, .kind, .match, .start, .end, .char, .char_end]'
  ["周海涛","person","周海涛",27,36,9,12]
  ["周海涛","person","周先生",75,84,25,28]
  $ printf '客户\tother\n臺灣\tnot\n' > list.tsv
  $ yuelan names --csv --quiet --list list.tsv n.txt | cut -d, -f1-4
  name,kind,count,documents
  周海涛,person,2,1
  Zeta-7,product,1,1
  客户,other,1,1
  杭州电子研究院,organisation,1,1
  $ yuelan names --json --quiet --by script --kind place n.txt | jq -c '[.name, .script, .count, .documents]'
  ["臺灣","hans",2,1]

On the screen, and what is misused:

  $ yuelan names n.txt
  name            kind          count  documents  written
  周海涛          person            2          1  周海涛 1 · 周先生 1
  臺灣            place             2          1  臺灣 1 · 台湾 1
  Zeta-7          product           1          1  Zeta-7
  杭州电子研究院  organisation      1          1  杭州电子研究院
  $ yuelan names --kind city n.txt
  yuelan: --kind: there is no kind 'city'; kinds are person organisation product place other
  [2]
  $ yuelan names --list nowhere.tsv n.txt
  yuelan: --list: nowhere.tsv: No such file or directory
  [2]
  $ printf '客户\tcity\n' > list.tsv
  $ yuelan names --list list.tsv n.txt
  yuelan: --list: list.tsv:1: there is no kind 'city'; kinds are person organisation product place other, and not
  [2]
  $ yuelan names --by script --hits n.txt
  yuelan: --by and --hits do not go together
  [2]
  $ yuelan names --distinct case n.txt
  yuelan: --distinct has no meaning for names
  [2]
