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
  shared
  $ cp sample/ev.txt copy.txt; yuelan compare --json --quiet sample/ev.txt copy.txt | jq -c 'select(.kind == "passage") | [.relation, (.evidence | length), .evidence[0].side]' | head -1
  ["agree",2,"sample/ev.txt"]
  $ yuelan compare sample/ev.txt
  yuelan: two sides expected: A... -- B..., or two PATHs or more, or --by FIELD (--by doc: each document)
  [2]
  $ yuelan compare --by script --quiet sample | head -1 | awk '{print $1, $2, $3}'
  side documents words
