Who says what, and where it stands:

  $ printf '市長陳立明表示，捷運明年通車。「我們準備好了。」他說。\n據路透社報道，知情人士透露，談判已經進入最後階段。所謂“快車”是玩笑。\n' > q.txt
  $ yuelan quotes --json --quiet q.txt | jq -r '[.speaker, .speaker_resolved, .verb, .type, .marks, .via, .text] | map(. // "-") | join(" ")'
  市長陳立明 陳立明 表示 indirect - - 捷運明年通車
  他 陳立明 說 direct 「」 - 我們準備好了。
  知情人士 知情人士 透露 indirect - 路透社 談判已經進入最後階段
  $ yuelan quotes --json --quiet --type direct q.txt | jq -c '[.start, .end, .char, .char_end, .confidence]'
  [48,69,16,23,"exact"]
  $ tail -c +49 q.txt | head -c 21
  我們準備好了。 (no end of line)

By name in either script, in groups, on the screen:

  $ yuelan quotes --json --quiet --speaker 陈立明 q.txt | wc -l
  2
  $ yuelan quotes --by speaker --csv --quiet q.txt | cut -d, -f1-3,7-
  speaker,count,documents,direct,indirect,mixed
  陳立明,2,1,1,1,0
  知情人士,1,1,0,1,0
  $ yuelan quotes --by site --json --quiet q.txt | jq -c '[.site, .count, .documents, .total_characters]'
  [null,3,1,63]
  $ yuelan quotes q.txt
  q.txt
    市長陳立明 表示: 捷運明年通車
    他 = 陳立明 說: “我們準備好了。”
    知情人士 透露 (路透社): 談判已經進入最後階段

What is misused:

  $ yuelan quotes --type said q.txt
  yuelan: --type: there is no type 'said'; types are direct, indirect, mixed
  [2]
  $ yuelan quotes --speaker , q.txt
  yuelan: --speaker is empty
  [2]
