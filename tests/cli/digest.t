A summary leads back to its bytes:

  $ yuelan summarize --json --sentences 2 sample/ev.txt --quiet > s.json; jq '.sentences | length' s.json
  2
  $ jq -r '.sentences[0] | "\(.start) \(.end) \(.text)"' s.json > first; read s e text < first; tail -c +$((s + 1)) sample/ev.txt | head -c $((e - s)) > there; [ "$(cat there)" = "$text" ] && echo found
  found
  $ jq -e '.sentences[0] | ([.why[]] | add) - .score | fabs < 1e-9' s.json
  true
  $ yuelan summarize --json --together --sentences 3 sample --quiet | jq -c '[.doc, (.sentences | length)]'
  [null,3]
  $ yuelan summarize --share 7 sample/ev.txt
  yuelan: option share is a number above 0, up to 1, not '7'
  [2]

Methods with a name, each explained by what it scores by:

  $ for m in lead textrank lexrank sumbasic klsum luhn lsa mmr; do yuelan summarize --method $m --sentences 1 --json --quiet sample/ev.txt | jq -c --arg m $m '[$m, (.sentences | length), (.sentences[0].why | keys[])]'; done
  ["lead",1,"position"]
  ["textrank",1,"textrank"]
  ["lexrank",1,"lexrank"]
  ["sumbasic",1,"probability"]
  ["klsum",1,"divergence"]
  ["luhn",1,"significance"]
  ["lsa",1,"topics"]
  ["mmr",1,"centrality"]
  $ yuelan summarize --method best sample/ev.txt 2>&1 | head -1
  yuelan: --method: one of yuelan, lead, textrank, lexrank, sumbasic, klsum, luhn, lsa, mmr expected, got 'best'

Comparisons:

  $ yuelan compare --json --quiet sample/高铁 -- sample/ev.txt sample/climate.txt | jq -r .kind | sort -u
  distinct
  quote
  shared
  $ cp sample/ev.txt copy.txt; yuelan compare --json --quiet sample/ev.txt copy.txt | jq -c 'select(.kind == "passage") | [.relation, (.evidence | length), .evidence[0].side]' | head -1
  ["agree",2,"sample/ev.txt"]
  $ yuelan compare sample/ev.txt
  yuelan: two sides expected: A... -- B..., or two PATHs or more, or --by FIELD (--by doc: each document)
  [2]
  $ yuelan compare --by script --quiet sample | head -1 | awk '{print $1, $2, $3}'
  side documents words

Who is quoted by whom: by several sides, in nearly the same words or not, and by one only; nobody is made of those without a name:

  $ printf '市长林远山表示：“新桥将在明年五月以前通车，请大家放心。”\n商会会长何青说，商店的客人少了一半。\n有市民说，桥太窄了。\n' > v1.txt
  $ printf '林遠山說：「新橋將在明年五月以前通車，請大家放心」。\n林遠山還說，渡船會一直開到那時候。\n' > v2.txt
  $ yuelan compare --json --quiet v1.txt v2.txt | jq -c 'select(.kind == "quote") | [.topic, .relation, [.values[] | [.side, .value]], (.evidence | length)]'
  ["林远山","agree",[["v1.txt",1],["v2.txt",2]],3]
  ["何青","only",[["v1.txt",1]],1]
  $ yuelan compare --voices 0 --json --quiet v1.txt v2.txt | jq -c 'select(.kind == "quote")'
  $ printf '彭博社报道，新桥将在五月通车。\n消费者委员会表示，票价太高了。\n' > v3.txt; printf '彭博报道，旧桥将在六月关闭。\n' > v4.txt
  $ yuelan compare --json --quiet v3.txt v4.txt | jq -c 'select(.kind == "quote") | [.topic, [.values[] | [.side, .value]]]'
  ["彭博社",[["v3.txt",1],["v4.txt",1]]]
  ["消费者委员会",[["v3.txt",1]]]

Figures and dates side by side; what only may be about something else is no conflict:

  $ printf '2024年5月，成都完成了路灯节能改造，全市更换路灯8.63万盏，总投资4.2亿元。\n成都路灯改造后，2024年全市路灯耗电下降了61%%。\n成都的改造工程于2024年5月12日全部完工。\n' > l1.txt
  $ printf '成都完成路燈節能改造，全市更換路燈8.63萬盞，商會很滿意。\n成都路燈改造後，2024年全市路燈耗電下降了48%%。\n成都路燈改造後，2023年全市路燈故障下降了12%%。\n成都的改造工程於2024年6月3日全部完工。\n' > l2.txt
  $ yuelan compare --json --quiet l1.txt l2.txt | jq -c 'select(.kind == "figure" or .kind == "date") | [.kind, .relation, [.values[] | .value, .period]]'
  ["figure","differ",[61,"2024",48,"2024"]]
  ["figure","agree",[86300,"2024-05",86300,null]]
  ["date","differ",[null,"2024-05-12",null,"2024-06-03"]]

A theme is told with the words that stand with it on both sides, and only these:

  $ for i in 1 2 3 4; do echo 老桥的桥墩有裂缝。; echo 市民喜欢散步。; echo 渡船在河上开。; done > p1.txt
  $ for i in 1 2 3 4; do echo 桥墩的裂缝越来越宽。; echo 商店关门很早。; echo 学校放假了。; done > p2.txt
  $ yuelan compare --json --quiet p1.txt p2.txt | jq -r 'select(.kind == "shared") | .topic + ": " + .reason'
  裂缝: on 2 of 2 sides, in 8 sentences; with 桥墩

A word that sets a side apart is written as there, also where the other script has it more often:

  $ printf '我们都用稳定币付款。稳定币很方便。稳定币也有风险。天气很好。\n' > w1.txt; printf '穩定幣。\n穩定幣不多。\n穩定幣又來了。\n穩定幣走了。\n' > w2.txt; for i in $(seq 20); do echo 河水很清，老橋很長。; done >> w2.txt
  $ yuelan compare --json --quiet w1.txt w2.txt | jq -r 'select(.kind == "distinct" and .values != []) | .topic' | grep -c 稳定
  1

Figures of the same thing of the same name stand side by side in whatever words; two of some kind on both sides are chance:

  $ printf '按照北辰科技披露的数据，其训练成本只有558万美元。\n她有两个儿子，都在外地上学。\n大会在第二天选出了七名理事，任期三年。\n' > t1.txt
  $ printf '評論說，雖然北辰科技宣稱其AI模型訓練成本僅約560萬美元，但這並不包含其他開支。\n老王也有兩個兒子。\n法院昨天傳喚了七名理事，下周再審。\n' > t2.txt
  $ yuelan compare --json --quiet t1.txt t2.txt | jq -c 'select(.kind == "figure" or .kind == "date") | [.topic, .relation, [.values[] | .value]]'
  ["北辰科技 训练成本","agree",[5580000,5600000]]
  $ yuelan compare --quiet t1.txt t2.txt | grep -o '~5,600,000 USD'
  ~5,600,000 USD
  $ yuelan figures --json --kind money t1.txt t2.txt | jq -c '[.subject, .attributed_to]'
  ["北辰科技 训练成本","北辰科技"]
  ["北辰科技 AI模型訓練成本","評論"]
