A page: its text, a line for each block, without scripts and what is hidden; what it says of itself; what is furniture.

  $ cat > page.html <<'P'
  > <!DOCTYPE html><html lang="zh-CN"><head><meta charset="big5"><title>桥上的灯_本地_港湾新闻网</title>
  > <meta property="article:published_time" content="2024-11-02T19:20:00+08:00"><script>var a = "<p>不是正文</p>";</script></head><body>
  > <div id="nav"><a href="/">首页</a> <a href="/b">本地</a> <a href="/c">财经</a> <a href="/d">文化</a></div>
  > <div class="main"><h1>桥上的灯</h1><div class="info">来源：<span class="source">港湾晚报</span></div>
  > <p>　　老桥的灯昨晚重新亮了。二十四盏路灯换成了<b>暖</b>色的灯&#27873;，从东
  > 岸一直亮到西岸，散步的人比平时多了一倍。</p>
  > <p style="display:none">广告</p><p>　　修灯的师傅姓陶，他说，灯座还是一九八六年的，铸铁的，敲起来声音很好听，舍不得扔。</p>
  > <table><tr><th>灯座</th><th>年份</th></tr><tr><td>东岸</td><td>1986</td></tr></table></div>
  > <div class="related"><h3>相关阅读</h3><a href=1>东岸公园周末有灯会</a><a href=2>夜班渡轮增开两班</a></div>
  > <div class="footer">版权所有 港湾新闻网</div></body></html>
  > P
  $ yuelan clean page.html
  == page.html, 《桥上的灯》, 港湾新闻网, 2024.11.02, UTF.8, hans, .* == (re)
  老桥的灯昨晚重新亮了。二十四盏路灯换成了暖色的灯泡，从东岸一直亮到西岸，散步的人比平时多了一倍。
  修灯的师傅姓陶，他说，灯座还是一九八六年的，铸铁的，敲起来声音很好听，舍不得扔。
  灯座	年份
  东岸	1986
  yuelan: 1 problem in the input; --problems FILE lists it
  $ yuelan clean --json --quiet page.html | jq -c '[.title, .date, .datetime, .site, .source, .language, .declared_encoding]'
  ["桥上的灯","2024-11-02","2024-11-02T19:20:00+08:00","港湾新闻网","港湾晚报","zh-CN","big5"]

A hit leads back to the bytes of the page, tags and references in it:

  $ yuelan search 暖色的灯泡 --json --quiet page.html | jq -r '"\(.match) \(.original)"'
  暖色的灯泡 暖色的灯泡
  $ yuelan search 暖色的灯泡 --json --quiet page.html | jq -r '"\(.start + 1) \(.end - .start)"' | { read a n; tail -c +$a page.html | head -c $n; echo; }
  暖</b>色的灯&#27873;
  $ yuelan search 从东岸 --json --quiet page.html | jq -r .match
  从东岸
