What happened when: sentences by the dates they name, those about one event together, in any script:

  $ printf '%s\n' '{"id": "a", "date": "2024-06-10", "text": "昨天，渡口镇的新桥正式通车，投资3亿元。\n2019年3月，工程开工。6月8日，封路改道。\n去年完成了主体。"}' > t.jsonl
  $ printf '%s\n' '{"id": "b", "date": "2024-06-11", "text": "6月9日，渡口鎮的新橋正式通車，總投資3億元，各界都來慶賀。"}' >> t.jsonl
  $ printf '%s\n' '{"id": "c", "text": "去年的事没有人记得。\n1980年代修过一座木桥。"}' '{"id": "d", "date": "2024-01-01", "text": "这里什么日子也没有说。"}' >> t.jsonl
  $ yuelan timeline --id-field id t.jsonl 2> notes
  198X
    - 1980年代修过一座木桥。
      t.jsonl:c:370
  2019-03
    - 2019年3月，工程开工。
      t.jsonl:a:103
  2019-06-08
    - 6月8日，封路改道。 [6月8日; text of 2024-06-10]
      t.jsonl:a:132
  2023
    - 去年完成了主体。 [去年; text of 2024-06-10]
      t.jsonl:a:160
  2024-06-09
    - 昨天，渡口镇的新桥正式通车，投资3亿元。 [昨天; text of 2024-06-10]
      t.jsonl:a:43
    = 6月9日，渡口鎮的新橋正式通車，總投資3億元，各界都來慶賀。 [6月9日; text of 2024-06-11]
      t.jsonl:b:230
  no date
    - 去年的事没有人记得。 [去年]
      t.jsonl:c:338
  $ cat notes
  yuelan: 1 document without a date, whose 昨天 and 去年 stay open: t.jsonl:c
  yuelan: 1 document without a dated sentence: t.jsonl:d

Records, a stretch of time, a subject:

  $ yuelan timeline --id-field id --json --quiet --from 2024 t.jsonl | jq -c '[.doc, .date, .date_text, .event, .resolved, .document_date, [.figures[] | .value]]'
  ["t.jsonl:a","2024-06-09","昨天",1,true,"2024-06-10",[300000000]]
  ["t.jsonl:b","2024-06-09","6月9日",1,true,"2024-06-11",[300000000]]
  $ yuelan timeline --json --quiet --to 2019-03 t.jsonl | jq -c '[.date, .sentence]'
  ["198X","1980年代修过一座木桥。"]
  ["2019-03","2019年3月，工程开工。"]
  $ yuelan timeline --quiet --text 新橋 --limit 1 t.jsonl
  2024-06-09
    - 昨天，渡口镇的新桥正式通车，投资3亿元。 [昨天; text of 2024-06-10]
      t.jsonl:1:43
  $ yuelan timeline --csv --quiet --to 1990 t.jsonl
  date,date_text,resolved,event,sentence,doc,start,end,char,char_end,document_date,figures,confidence
  198X,1980年代,false,1,1980年代修过一座木桥。,t.jsonl:3,370,401,11,24,,[],exact
  $ yuelan timeline --to May t.jsonl
  yuelan: --to: a date as 2024, 2024-05 or 2024-05-31 expected, got May
  [2]
