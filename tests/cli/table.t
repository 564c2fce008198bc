Tables for spreadsheets: what would be run or changed gets an apostrophe, the rest stays as it is, and so does all of plain CSV:

  $ printf '%s\n' '{"title": "=1+2", "author": "00123", "date": "2024-06-10", "text": "他说：“你好，\"世界\"”。"}' '{"title": "-5度", "author": "1/5", "date": "2024-06", "text": "正文。"}' > t.jsonl
  $ printf '%s\n' '{"title": "3.20", "author": "42", "text": "正文。"}' '{"title": "@某人", "author": "3.2", "text": "正文。"}' '{"title": "12345678901234567890", "author": "1e5", "text": "正文。"}' >> t.jsonl
  $ yuelan info --csv --excel --quiet t.jsonl | tr -d '\r' | cut -d, -f9-11
  title,author,date
  '=1+2,'00123,2024-06-10
  '-5度,'1/5,'2024-06
  '3.20,42,
  '@某人,3.2,
  '12345678901234567890,'1e5,
  $ yuelan info --csv --quiet t.jsonl | cut -d, -f9-11 | head -2
  title,author,date
  =1+2,00123,2024-06-10
  $ yuelan search 世界 --csv --excel --quiet t.jsonl | tail -1 | tr '\r' '+' | cut -d, -f9-
  "他说：“你好，""",世界,"""”。",世界,exact+

Numbers of as many digits as a spreadsheet has, TRUE and FALSE, and no time of day that gets seconds; all digits in plain CSV:

  $ printf '%s\n' '{"date": "2024-06-10T08:30", "text": "营收占总数的三分之一，只是去年的一半。"}' > n.jsonl
  $ yuelan figures --csv --excel --quiet n.jsonl | tr -d '\r' | cut -d, -f8,9,13
  kind,value,approx
  ratio,0.333333333333333,FALSE
  date,,FALSE
  ratio,0.5,FALSE
  $ yuelan figures --csv --quiet n.jsonl | cut -d, -f8,9,13 | sed -n 2p
  ratio,0.3333333333333333,false
  $ yuelan info --csv --excel --quiet n.jsonl | tr -d '\r' | cut -d, -f11-12
  date,datetime
  2024-06-10,'2024-06-10T08:30
