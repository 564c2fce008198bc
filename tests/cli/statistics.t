Collocates, with the cells they were measured from:

  $ yuelan collocates 年 --json --quiet --limit 1 --measure logdice,delta_p_word sample | jq -c 'keys_unsorted'
  ["word","observed","expected","f1","f2","n","documents","logdice","delta_p_word"]
  $ yuelan collocates 年 --quiet --measure nonsense sample
  yuelan: there is no measure 'nonsense'; there are g2, logdice, mi, t, log_ratio, delta_p_word and others (yuelan help measures)
  [2]
  $ yuelan collocates 没有这种东西的 --json --quiet sample/ev.txt
  [1]
  $ yuelan help g2 | head -1
  g2

Dispersion of a query and of words, diversity:

  $ yuelan dispersion 年 --parts 5 --json --quiet sample | jq -c '[.parts, (.counts | add) == .count, (.dp | type)]'
  [5,true,"number"]
  $ yuelan words --dispersion --json --limit 1 --quiet sample | jq -c '[.word, .range == .documents, has("dp_norm")]'
  ["的",true,true]
  $ yuelan words --parts 3 --quiet sample
  yuelan: --parts goes with --dispersion
  [2]
  $ yuelan diversity --json --quiet sample/ev.txt | jq -c '[.doc, .tokens > .types, .mtld > 10]'
  ["sample/ev.txt",true,true]
  $ yuelan diversity --by script --quiet sample | awk '{print $1}' | head -2
  script
  hans
  $ yuelan diversity --by script --csv --quiet sample | cut -d, -f1,2 | head -2
  script,documents
  hans,8

Charts on a terminal, or where they are asked for:

  $ yuelan trends 年 --period year --quiet sample | head -1
  period     count  documents  total_documents  total_words  per_million
  $ yuelan trends 年 --period year --plot --quiet sample | head -1
  period     count  documents  total_documents  total_words  per_million  rate
  $ yuelan dispersion 年 --parts 0 sample
  yuelan: --parts: one part or more; without it the documents are the parts
  [2]
  $ yuelan timeline --from 2025-02-30 sample
  yuelan: --from: there is no 2025-02-30 in the calendar
  [2]
  $ yuelan timeline --from 2026 --to 2020 sample
  yuelan: --from: 2026 is later than 2020, where it is to end
  [2]
  $ yuelan trends 年 --plot --quiet sample | grep -c █
  11
  $ yuelan dispersion 年 --parts 20 --plot --quiet sample | head -1 | grep -c '^[·▁▂▃▄▅▆▇█]*$'
  1
  $ yuelan words --plot --limit 3 --quiet sample | tail -3 | grep -c █
  3
  $ yuelan info --plot --quiet sample | grep -c '[▏▎▍▌▋▊▉█]$'
  18
  $ yuelan info --plot --json --quiet sample
  yuelan: --plot draws on the screen; --json writes records
  [2]

Keywords by other measures:

  $ yuelan keywords --measure diff,bic --json --limit 1 --quiet sample/ev.txt -- sample/climate.txt | jq -c '[keys_unsorted[-2:][]]'
  ["diff","bic"]
