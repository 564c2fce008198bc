-- The corpus query language in Lua: macros and word lists, anchors, regions and attributes that came with files, errors with a caret.
package.path = "tests/lua/?.lua;" .. package.path
local scratch = require "scratch"
local t = require "tap"
local yuelan = require "yuelan" -- first: it brings yuelan.core
local cql = require "yuelan.cql"

local file = scratch.file

local function texts(h)
  local out = {}
  for i = 1, #h do out[i] = h:text(i) end
  return table.concat(out, "|")
end

-- A count is what there is when hits are gone through, on however many threads.
local function counts(c, query, opts, name)
  local h = c:find{cql = query, exact = opts and opts.exact}
  local n, walked = #h, 0
  while pcall(h.text, h, walked + 1) do walked = walked + 1 end
  t.is(walked, n, "counted and gone through: " .. (name or query))
  return n
end

-- ---- text that was cut here ----

local c = yuelan.open{file("a.txt", "中美贸易冲突正在升级。这場貿易衝突影響網絡經濟。\n大学生说：他的确去了目的地，那个地方大、小都好。\n"),
  file("b.txt", "股市上涨。楼市下跌，股市又上涨。\n")}
t.is(texts(c:find{cql = '"贸易冲突"'}), "贸易冲突|貿易衝突", "a literal, however it was cut and written")
t.is(#c:find('[word="大"]', {cql = true}), 1, "the query may stand first")
t.is(#c:find{cql = '"网络"', exact = true}, 0, "exact: as written")
t.is(#c:find{cql = '"網絡"', exact = true}, 1, "exact: as written, and found")
t.is(texts(c:find{cql = '[word=$markets] [] "上涨" within s', lists = {markets = {"股市", "樓市"}}}), "股市又上涨", "a word list in a table; within a sentence")
t.is(texts(c:find{cql = '[word=$markets] cut 1', lists = {markets = file("markets.txt", "股市\r\n楼市\n")}}), "股市", "a word list from a file; cut")
local macros = "MACRO market($0=What) $0 [word=\"$1\"]? ;"
t.raises("bad macro definition", function() assert(c:find{cql = "[]", macros = "MACRO market 1"}) end)
t.is(texts(c:find{cql = "/rise[\"股市\"]", macros = "# two words\nMACRO rise($0=Market) [word=\"$0\"] [word=\".*涨\"] ;\n"}), "股市上涨", "a macro in text")
t.is(texts(c:find{cql = "/rise[\"股市\"]", macros = file("m.txt", "MACRO rise(1) [word=\"$0\"] [] [word=\".*涨\"] ;\n")}), "股市又上涨", "a macro from a file")
t.ok(macros and not c:find{cql = "/market[]", macros = macros}, "a macro has so many arguments")
local h = c:find{cql = '@"股市" @1[word=".*涨"]'}
local s, e = h:group(1, 1)
t.is(h:document(1):slice(s, e), "股市", "the anchor @")
s, e = h:group(1, 2)
t.is(h:document(1):slice(s, e), "上涨", "the anchor @1")
t.like(h:explain(), "set out from", "explain tells where it set out")
t.is(#c:subset{2}:find{cql = '"股市"'}, 2, "a view")
t.is(counts(c, '"股市"'), 2, "words counted")
t.is(counts(c:subset{1}, '"股市"', nil, "in a view"), 0, "words counted in a view")
t.ok(counts(c, "[]") > 30, "all tokens counted")
t.is(counts(c, '[word="网络"]', {exact = true}, "exactly"), 0, "forms counted")
local many = yuelan.open{file("many.txt", ("的确好，很好。\n"):rep(3000))}
t.is(counts(many, '[word="好"]'), 6000, "more than are kept, by words")
t.is(counts(many, '"很"? "好"'), 6000, "and by looking for them")
t.is(#many:find{cql = '<s> "的确"'}, 3000, "sentences begin with a line")
t.is(#many:find{cql = '"好" [] "很" within s'}, 3000, "in one sentence")
t.is(#many:find{cql = '"好" [] "的确" within s'}, 0, "not in two")
t.is(#c:find{cql = '"股市" :: match.text_doc = ".*b.txt"'}, 2, "metadata of the document")
t.is(#c:find{cql = '(?longest) "股市" []* "上涨"'}, 1, "a strategy in the query")
t.is(#c:find{cql = '"股市" []* "上涨"', strategy = "longest"}, 1, "a strategy as an option")

-- every sentence begins once, line by line as in the document as a whole
local sentences = 0
for _, one in ipairs(c:segment()) do sentences = sentences + (#one.tokens > 0 and 1 or 0) end
t.is(#c:find{cql = "<s> []"}, sentences, "sentences are those of segment")
t.is(#c:find{cql = "[] </s>"}, sentences, "and end as often")
t.is(#c:find{cql = "[lbound(s)] within 2 s"}, sentences, "counted through the document too")

-- ---- what is wrong ----

local nothing, message, code = c:find{cql = '"中" [wörd="文"]'}
t.ok(nothing == nil and code == "pattern", "a wrong query is told, not raised")
local lines = {}
for line in cql.pointed('"中" [wörd="文"]', message):gmatch("[^\n]+") do lines[#lines + 1] = line end
t.is(lines[3], "        ^", "a caret below the character, by the width of what stands before")
t.raises("cql and regex", function() assert(c:find{cql = "[]", regex = true}) end)
t.raises("no name for a word list", function() c:find{cql = "[]", lists = {["1"] = {"a"}}} end)

-- ---- what came with its words ----

local v = yuelan.open{file("a.vrt", [[
<text id="t1" site="one">
<s type="q">
<np n="1">
網路	v	網
改變	v	變
</np>
了	u	了
</s>
<s>
網路	n	網
<np n="2">
很	d	|很|甚|
好	a	好
</np>
</s>
</text>
<text id="t2" site="two">
<s>
網路	n	網
</s>
</text>
]]), columns = "word,pos,lemma"}
t.is(texts(v:find{cql = '[pos="v" & lemma="變"]'}), "改變", "attributes of the file")
t.is(texts(v:find{cql = '<np> []+ </np>'}), "網路改變|很好", "regions of the file")
t.is(texts(v:find{cql = '<np n="2"> []'}), "很", "with an attribute")
t.is(texts(v:find{cql = '<s_type="q"> []'}), "網路", "as CQP writes it")
t.is(texts(v:find{cql = "<<np>>"}), "網路改變|很好", "a region as a whole")
t.is(texts(v:find{cql = "/region[np]"}), "網路改變|很好", "by the macro")
t.is(texts(v:find{cql = '[lemma contains "甚"]'}), "很", "sets")
t.is(#v:find{cql = '"网路改变"'}, 1, "words that were cut apart are one literal")
t.is(#v:find{cql = '[word="网路" & pos="n"] :: match.text_site = "two"'}, 1, "attributes of <text>")
t.is(#v:find{cql = '[np]'}, 4, "inside a region")
t.is(texts(v:find{cql = '"改變" expand to s'}), "網路改變了", "expand")
t.is(texts(v:find{cql = 'a:[] b:[] :: a.pos = b.pos'}), "網路改變", "labels")
t.raises("there is no attribute 'lemma'", function() assert(c:find{cql = '[lemma="x"]'}) end)

scratch.leave()
t.done()
