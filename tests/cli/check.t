The state of a pile: a screen for people, records for programs, a status for scripts.

  $ mkdir pile; cp sample/ev.txt sample/hanzi.txt sample/software-tw.txt pile; cp sample/hanzi.txt pile/copy.txt; printf '' > pile/nothing.txt; printf '短文。\n' > pile/short.txt
  $ yuelan check --quiet pile | head -2
  6 documents, .* of the characters are page furniture; 1 group of duplicates with 1 copy (re)
  Repairs: .* exact, .* likely, .* guesses (re)
  $ yuelan check --quiet --json pile > rows; jq -c 'select(.kind == "bytes" and .section == "duplicate") | [.count, .doc, .message]' rows
  [1,"pile/hanzi.txt","like pile/copy.txt (1.00)"]
  $ jq -c 'select(.section == "document" and .count > 0) | [.kind, .count, .doc]' rows | head -2
  ["empty",1,"pile/nothing.txt"]
  ["tiny",1,"pile/short.txt"]
  $ jq -r 'select(.section == "encoding") | .kind' rows | sort
  GB18030
  US-ASCII
  UTF-8
  $ yuelan check --quiet --json pile/hanzi.txt --fail-on 'undated>0' --fail-on 'undecodable>0' > /dev/null
  $ yuelan check --quiet --json pile --fail-on 'empty>0' > /dev/null
  yuelan: failed: empty>0 (empty is 1)
  [1]
  $ yuelan check --fail-on 'empty much' pile
  yuelan: --fail-on: KIND OP N expected, like 'mojibake>0', got 'empty much'
  [2]
