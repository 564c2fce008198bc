-- VRT and CoNLL-U: tokens, regions and attributes come in as they are, are never cut again, and go out as they came.
package.path = "tests/lua/?.lua;" .. package.path
local scratch = require "scratch"
local t = require "tap"
local yuelan = require "yuelan"

local file = scratch.file

local vrt = file("a.vrt", [[
<?xml version="1.0"?>
<corpus>
<text id="t1" title="題 &amp; 目" date="2024-05-01" genre='essay'>
<head>
開頭	n
</head>
<p>
<s id="1" mood="calm">
網路改變	v
了	u
AT&amp;T	nr
。	x
</s>
<s id="2">
New	a
York	n
<g/>
,	x
yes	d
</s>
</p>
</text>
<text id="t2">
<s>
<	x
单字	n
</s>
</text>
</corpus>
]])
local c = yuelan.open(vrt)
t.is(#c, 2, "a text is a document")
t.is(c[1].text, "開頭\n網路改變了AT&T。New York, yes", "tokens as text")
t.is(c[1].title .. c[1].id .. c[1].genre .. c[1].date, "題 & 目t1essay2024-05-01", "attributes of <text> are metadata")
t.is(c[2].text, "<单字", "a token may begin with <")
local rows = c[1]:view():segment()
local words = {}
for _, s in ipairs(rows) do
  local one = {}
  for _, w in ipairs(s.tokens) do one[#one + 1] = w.word .. "/" .. w.pos end
  words[#words + 1] = table.concat(one, " ")
end
t.is(table.concat(words, "|"), "開頭/n|網路改變/v 了/u AT&T/nr 。/x|New/a York/n ,/x yes/d", "tokens and sentences as they came, pos too")
local r = rows[2].tokens[3]
t.is(c[1]:bytes(r.start, r["end"]), "AT&amp;T", "a token leads back to its bytes")
t.is(r.attributes.pos, "nr", "attributes by name")
local counted
for _, w in c:words():rows() do if yuelan.key(w.word) == yuelan.key("網路改變") then counted = w.count end end
t.is(counted, 1, "a given token is one word, whatever the dictionary says")
t.is(#c:find("路改"), 1, "search does not mind the borders of tokens")
t.is(c:find("了")[1]:sentence(), "網路改變了AT&T。", "the sentence of a hit is the one that came")
local regions = c[1]:regions()
t.is(regions[1].name .. regions[2].name .. regions[4].name, "headsp", "regions in order of their ends")
t.is(regions[2].mood, "calm", "with attributes")
t.is(c[1]:zones()[1].kind, "heading", "<head> is a heading")

local three = yuelan.open{file("b.vrt", "甲\tx\ty\tz\n"), columns = "word,tag,stem,extra"}
t.is(table.concat(three[1]:attributes(), " "), "tag stem extra", "columns can be named")
t.is(three[1].text, "甲", "a file without <text> is one text")

local conllu = file("c.conllu", [[
# newdoc id = d1
# newpar
# sent_id = 1
# text = 他說del mar。
1	他	他	PRON	PRP	_	2	nsubj	_	SpaceAfter=No
2	說	說	VERB	VV	_	0	root	_	SpaceAfter=No
3-4	del	_	_	_	_	_	_	_	_
3	de	de	ADP	IN	_	5	case	_	_
4	el	el	DET	DT	_	5	det	_	_
4.1	ghost	_	_	_	_	_	_	_	_
5	mar	mar	NOUN	NN	Gender=Masc	2	obj	_	SpaceAfter=No
6	。	。	PUNCT	.	_	2	punct	_	_

# newdoc id = d2
1	好	好	ADJ	JJ	_	0	root	_	_

]])
local u = yuelan.open(conllu)
t.is(#u, 2, "a newdoc is a document")
t.is(u[1].id, "d1", "with its id")
t.is(u[1].text, "他說del mar。", "text from forms and SpaceAfter")
local s = u:subset{1}:segment()[1]
t.is(#s.tokens, 6, "words of a multiword token are tokens, empty nodes are not")
t.is(s.tokens[3].word .. s.tokens[3].attributes.form .. s.tokens[4].attributes.form, "deldeel", "they share its place")
t.is(s.tokens[5].attributes.feats, "Gender=Masc", "features")
t.is(u[1]:regions()[1].sent_id, "1", "comments are attributes of the sentence")
local broken = yuelan.open(file("d.conllu", "1\ta\ta\tX\tX\t_\t0\troot\t_\t_\n2\tb\n"))
t.is(#broken, 0, "a broken file gives no document")
t.like(broken:problems()[1].message, "a token line with 2 columns, not 10, at byte 23", "but says where")

scratch.leave()
t.done()
