-- html_table.lua html_entities.tsv - writes the C tables of html_names.c to standard output: what HTML and the people who write
-- it give names to. Each table of names is hashed: slots of the key (its first eight bytes and its length), linear probing.

-- Elements. b a block: lines end before and behind it   v void: has no end tag   n never shown   k shown only where scripts or
-- frames are not   r its content is raw text   c raw text with character references   s special, o a border of scopes, p closes
-- an open p, f formatting, as HTML calls them (13.2.4)   h may stand in head   t keeps space and line ends   l a cell of a table
local tags = [[
html:bso head:s body:bs title:nshc base:vnsh basefont:vnsh bgsound:vnsh link:vnsh meta:vnsh style:nrsh script:nrsh noscript:ksh
template:nsoh article:bsp aside:bsp section:bsp nav:bsp header:bsp footer:bsp main:bsp hgroup:bsp address:bsp search:bsp
h1:bsp h2:bsp h3:bsp h4:bsp h5:bsp h6:bsp p:bsp hr:bvsp pre:bspt listing:bspt blockquote:bsp ol:bsp ul:bsp menu:bsp dir:bsp
dl:bsp div:bsp figure:bsp figcaption:bsp center:bsp details:bsp summary:bsp fieldset:bsp dialog:bsp li:bsp dt:bsp dd:bsp
table:bsop caption:bso colgroup:s col:vs tbody:bs thead:bs tfoot:bs tr:bs td:sol th:sol
form:bsp legend:b label: input:vs button:s select:bs option:b optgroup:b textarea:bsct datalist:n keygen:vs output: progress:n meter:n
a:f b:f big:f code:f em:f font:f i:f nobr:f s:f small:f strike:f strong:f tt:f u:f
span: abbr: acronym: bdi: bdo: cite: data: del: dfn: ins: kbd: mark: q: samp: sub: sup: time: var: ruby: rb: rt:n rp:n rtc:n
br:vs wbr:vs img:vs image:vs map: area:vsn picture: iframe:nrs noembed:nrs noframes:krsh frame:vs frameset:bs object:so applet:so
marquee:so param:vsn embed:vsn audio:n video:n canvas:n source:vsn track:vsn svg:b math: foreignobject:o desc:n annotation:n
annotation-xml:no metadata:n defs:n symbol:n text:b tspan: xmp:brspt plaintext:brspt
]]

local attributes = [[
alt aria-hidden class content datetime hidden href http-equiv id itemprop itemtype lang name open property rel role style type xml:lang
]]

-- Words of classes and ids, English and pinyin, by what they say of an element (html_zones.c).
local words = {
  NAV = "nav navi navbar navigation navigator menu menus submenu menubar topnav mainnav subnav sidenav leftnav gnav globalnav navlist dropdown " ..
    "breadcrumb breadcrumbs crumb crumbs bread mianbaoxie dangqianweizhi dqwz curpos curlocation daohang toolbar topbar topmenu " ..
    "topbanner sitemap skip skiplink path place weizhi mbx tabs tabbar quicklinks friendlink friendlinks flink youqinglianjie yqlj links",
  PAGER = "pagination pager pagebar pagenav pageno paging paginator fanye fenye prevnext prenext nextprev shangyipian xiayipian shangxiapian",
  HEAD = "header masthead banner top hd logo toubu",
  FOOT = "footer foot bottom ft dibu yejiao colophon",
  SIDE = "sidebar sidebars side aside rightbar leftbar rightcol leftcol sidecol cebian cebianlan rail",
  RELATED = "related relate relates relative relatednews relatedposts relatedpost relatedarticles xiangguan xgyd xgxw xgwz xgnews tuijian " ..
    "recommend recommends recommended recommendation recommendations recom guess morenews morearticles readmore readnext " ..
    "similar relevant crosslink promo promos outbrain taboola yuedu xiangguanyuedu xiangguanxinwen yanshen",
  RANKING = "rank ranks ranking ranklist paihang paihangbang phb hot hotnews hotlist hots toplist topnews remen remenwenzhang redian " ..
    "popular trending mostread mostviewed mostpopular dianji djph",
  COMMENT = "comment comments cmt cmts commentlist commentbox pinglun replies reply respond liuyan gentie talkback disqus guestbook discuss discussion discussions " ..
    "comentario comentarios commentaire commentaires kommentar kommentare",
  SHARE = "share shares sharing sharebar sharebox bdshare bdsharebuttonbox jiathis fenxiang social socials sns addthis sharethis follow qrcode erweima " ..
    "shoucang dianzan zan",
  AD = "ad ads adv adbox adsense advert advertisement advertising advertise guanggao gg ggw sponsor sponsored adsbygoogle adwrap adcontent",
  NOTICE = "copyright copyrights disclaimer shengming banquan beian icp mianze mianzeshengming cookie cookies gdpr legal",
  FORM = "search searchbox searchbar searchform sousuo login signin signup register denglu zhuce newsletter modal popup dialog tooltip toast lightbox " ..
    "overlay captcha pls",
  TAGS = "tags taglist tagcloud keywords biaoqian guanjianci",
  BYLINE = "byline meta authi postmeta entrymeta articleinfo artinfo newsinfo articlemeta xinxi",
  AUTHOR = "author authors writer zuozhe penname",
  DATE = "date pubtime pubdate publishtime publishdate publish published shijian riqi timestamp datetime postdate time",
  SOURCE = "source laiyuan ly medianame copyfrom",
  EDITOR = "editor bianji zebian zerenbianji",
  CAPTION = "caption captions figcaption imgdesc picdesc imgtext pictext tushuo tupianshuoming photodesc picinfo",
  TITLE = "title headline biaoti",
  BODY = "article content contents body entry post text detail details zhengwen neirong story artibody articlebody articlecontent artcontent " ..
    "newscontent postcontent entrycontent postbody endtext editor_content trs wenzhang single maincontent",
}
-- Of several, the one that comes first here counts.
local order = {"COMMENT", "RELATED", "RANKING", "SHARE", "AD", "NOTICE", "FORM", "PAGER", "TAGS", "NAV", "SIDE", "FOOT", "HEAD", "CAPTION", "EDITOR",
  "AUTHOR", "DATE", "SOURCE", "BYLINE", "TITLE", "BODY"}

local MULT = 0x9E3779B97F4A7C15
local function key(name)
  local k = 0
  for i = 1, math.min(8, #name) do k = k | name:byte(i) << (8 * (i - 1)) end
  return k
end
local function slot(name, bits) return ((key(name) ~ (#name << 56)) * MULT) >> (64 - bits) end

-- A table of slots: 0 is empty, else 1 + the number of the name.
local function hashed(c_name, names)
  local bits = 4
  while 1 << bits < 2 * #names do bits = bits + 1 end
  local slots, full = {}, {}
  for i, name in ipairs(names) do
    assert(not full[name], name .. " twice in " .. c_name)
    full[name] = true
    local s = slot(name, bits)
    while slots[s] do s = (s + 1) % (1 << bits) end
    slots[s] = i
  end
  local out = {}
  for s = 0, (1 << bits) - 1 do out[#out + 1] = slots[s] or 0 end
  print(("enum { %s_BITS = %d };"):format(c_name:upper(), bits))
  print(("static const uint16_t %s_slots[] = {%s};"):format(c_name, table.concat(out, ",")))
end

local function c_id(name) return (name:upper():gsub("[^A-Z0-9]", "_")) end

print("/* Made by html_table.lua. */")
if arg[2] == "names" then -- what the other files of the room see
  local t, a, w = {}, {}, {}
  for name in tags:gmatch("([%w%-]+):") do t[#t + 1] = "T_" .. c_id(name) end
  for name in attributes:gmatch("%S+") do a[#a + 1] = "A_" .. c_id(name) end
  for _, name in ipairs(order) do w[#w + 1] = "W_" .. name end
  print(("typedef enum yl_tag { T_NONE, %s, T_N } yl_tag;"):format(table.concat(t, ", ")))
  print(("typedef enum yl_attr { %s, A_N } yl_attr;"):format(table.concat(a, ", ")))
  print(("typedef enum yl_word { W_NONE, %s, W_N } yl_word;"):format(table.concat(w, ", ")))
  return
end

local tag_names, attr_names, word_names, entity_names = {}, {}, {}, {}
print("static const struct { const char *name; uint8_t n; uint16_t flags; } tag_table[] = {")
local flag = {b = 1, v = 2, n = 4, k = 8, r = 16, c = 32, s = 64, o = 128, p = 256, f = 512, h = 1024, t = 2048, l = 4096}
for name, letters in tags:gmatch("([%w%-]+):(%l*)") do
  local f = 0
  for c in letters:gmatch(".") do f = f | flag[c] end
  tag_names[#tag_names + 1] = name
  print(('{"%s",%d,%d},'):format(name, #name, f))
end
print("};")
hashed("tag", tag_names)
print("static const struct { const char *name; uint8_t n; } attr_table[] = {")
for name in attributes:gmatch("%S+") do
  attr_names[#attr_names + 1] = name
  print(('{"%s",%d},'):format(name, #name))
end
print("};")
hashed("attr", attr_names)
print("static const struct { const char *name; uint8_t n, word; } word_table[] = {")
for i, class in ipairs(order) do
  for name in words[class]:gmatch("%S+") do
    word_names[#word_names + 1] = name
    print(('{"%s",%d,%d},'):format(name, #name, i))
  end
end
print("};")
hashed("word", word_names)
print("static const struct { const char *name; uint8_t n, legacy; uint32_t cp[2]; } entity_table[] = {")
for line in io.lines(arg[1]) do
  local name, cps, legacy = line:match("^(%w+)\t([%x ]+)\t?(%-?)$")
  if name then
    local one, two = cps:match("^(%x+) ?(%x*)$")
    entity_names[#entity_names + 1] = name
    print(('{"%s",%d,%d,{0x%s,0x%s}},'):format(name, #name, legacy == "-" and 1 or 0, one, two == "" and "0" or two))
  end
end
print("};")
hashed("entity", entity_names)
