A page of its own, the same every time, whatever the threads:

  $ yuelan report --quiet --out r.html sample; head -c 15 r.html; echo; grep -c '<section id="texts">' r.html
  <!DOCTYPE html>
  1
  $ yuelan report --quiet --jobs 1 --out s.html sample; cmp r.html s.html && echo same
  same
  $ yuelan report --quiet --lang en sample | grep '^<title>'
  <title>Report</title>
  $ yuelan report --quiet --lang en --title 'A & <B>' --rows 3 sample | grep -o '^<title>.*\|shown 3 of 18' | sort -u
  <title>A &amp; &lt;B&gt;</title>
  shown 3 of 18

Sides, a field, a query:

  $ yuelan report --quiet --lang en --query 卫星 sample/beidou.txt -- sample/ev.txt | grep -o '<section id="[a-z]*">' | sed 's/.*id="//; s/".*//' | xargs
  overview quality summary comparison words keywords names figures concordance time texts about
  $ yuelan report --quiet --by script --lang en sample | grep -c 'id="comparison"'
  1
  $ yuelan report --by script --out t.html sample/climate.txt
  yuelan: --by: all documents have the same script, so there is nothing to compare

What makes no sense:

  $ yuelan report --json sample
  yuelan: --json has no meaning for report
  [2]
  $ yuelan report --lang fr sample
  yuelan: --lang: one of zh, zh-Hans, zh-Hant, en expected, got 'fr'
  [2]
  $ yuelan report --by script sample/ev.txt -- sample/beidou.txt
  yuelan: --by and -- : one of them
  [2]
