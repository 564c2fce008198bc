Figures, their values and their bytes:

  $ printf '公司去年投入500万美元（约合3600万元人民币），占营收的三成。\n据新华社报道，工厂有1200多名员工，2024年第四季度出口10-15亿美元。\n' > f.txt
  $ yuelan figures --json --quiet f.txt | jq -r '[.surface, .kind, .value, .min, .max, .bound, .unit, .iso, .period, .attributed_to] | map(. // "-") | join(" ")'
  去年 date - - - - - - - -
  500万美元 money 5000000 - - - USD - - -
  约合3600万元人民币 money 36000000 - - - CNY - - -
  三成 percent 30 - - - % - - -
  1200多名 count - 1200 - > 名 - - 新华社
  2024年第四季度 date - - - - - 2024-Q4 - -
  10-15亿美元 money - 1000000000 1500000000 [] USD - 2024-Q4 新华社
  $ yuelan figures --json --quiet --kind money --unit usd --max 6e6 f.txt | jq -c '[.start, .end, .char, .equivalent.surface, .confidence]'
  [18,30,6,"约合3600万元人民币","exact"]
  $ tail -c +19 f.txt | head -c 12
  500万美元 (no end of line)

On the screen, and what is misused:

  $ yuelan figures --near 员工 f.txt | grep -c '>1,200'
  1
  $ yuelan figures --kind price f.txt
  yuelan: --kind: there is no kind 'price'; kinds are money percent percentage_point count ordinal date duration ratio energy other
  [2]
  $ yuelan figures --min viel f.txt
  yuelan: --min: a number expected, got 'viel'
  [2]

In capitals M and G are neither metres nor grams:

  $ printf '支持1M上下文，5.5G网络，长3m。\n' > caps.txt; yuelan figures --json --quiet caps.txt | jq -c '[.value, .unit]'
  [1,"M"]
  [5.5,"G"]
  [3,"m"]
