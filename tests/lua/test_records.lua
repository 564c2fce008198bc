-- Records: lines of JSON, tables, parts of long texts are documents whose every range leads back to the bytes of their file.
package.path = "tests/lua/?.lua;" .. package.path
local scratch = require "scratch"
local t = require "tap"
local yuelan = require "yuelan"

local file = scratch.file

local jsonl = file("news.jsonl", table.concat({
  [[{"id":"a1","title":"屏幕上的字","published_at":"2024-11-09T08:30:00+08:00","source":"文化周报","text":"網絡上的\"亂碼\"\n愈來愈少。","views":12}]],
  [[{"id":"a2","headline":"Second","date":"2025年3月2日","body":"ignored","text":"\u7f51\u7edc 改變了一切。","views":7,"section":{"name":"tech"}}]],
  "not json",
  [[{"id":"a3","text":""}]],
}, "\n") .. "\n")

local c = yuelan.open(jsonl)
t.is(#c, 3, "three of four lines are documents")
t.is(c[1].doc, jsonl .. ":1", "named by file and line")
t.is(c[1].text, "網絡上的\"亂碼\"\n愈來愈少。", "escapes are undone")
t.is(c[1].format, "jsonl", "the format")
t.is(c[1].title, "屏幕上的字", "metadata")
t.is(c[1].date, "2024-11-09", "the day of a date with a time")
t.is(c[1].datetime, "2024-11-09T08:30:00+08:00", "and the time")
t.is(c[2].title, "Second", "fields by their usual names")
t.is(c[2].date, "2025-03-02", "dates are ISO 8601")
t.is(c[1].views, nil, "a field that nobody asked for is not kept")
local h = c:find("网络")
t.is(#h, 2, "one reading through escapes")
for i, hit in h:each() do
  local r = hit:record()
  local bytes = hit.document:bytes(r.start, r["end"])
  t.is(yuelan.json.decode('"' .. bytes .. '"'), r.match, "bytes of hit " .. i .. " stand for it")
end
t.is(c[2]:bytes(c[2].origin, c[2].origin + 5), '{"id"', "bytes are counted in the file")
t.is(#c[2]:bytes(), c[2].size, "all bytes of a record")
local p = c:problems()
t.is(#p, 2, "two problems")
t.like(p[1].doc .. p[1].message, "news.jsonl:3not JSON: an object expected", "a broken line is reported in its place")
t.is(p[1].start, c[2].origin + c[2].size + 1, "with its bytes")
t.is(p[2].kind, "empty", "a record without text is an empty document")
local nameless = yuelan.open(file("nameless.jsonl", '{"":"第一篇的正文在没有名字的一栏里。","n":1}\n'))
t.like(nameless and nameless[1].text or "", "第一篇的正文在没有名字的一栏里。", "what stands in a field without a name is not lost")

local kept = yuelan.open{jsonl, keep = "views,section.name", id_field = "id"}
t.is(kept[2].views, "7", "kept fields are metadata")
t.is(kept[2]["section.name"], "tech", "in objects, with dots")
t.is(kept[2].doc, jsonl .. ":a2", "an id names a record")
t.is(#kept:where{views = {">", "10"}}, 1, "and can be asked for")
t.is(yuelan.open{jsonl, text_field = "body"}[1].text, "ignored", "another field as text")
local one, message = yuelan.open{jsonl, strict = true}
t.is(one, nil, "strict: no corpus")
t.like(message, "strict: .*news.jsonl:3: not JSON", "but why")
local text = yuelan.open{jsonl, read_as = "text"}
t.is(#text, 1, "read as text it is one document")
t.is(text[1].text:sub(1, 5), '{"id"', "as it stands")
t.raises("read-as is text, jsonl", function() assert(yuelan.open{jsonl, read_as = "word"}) end)

local side = file("side.csv", "id,genre\na1,essay\na9,none\n")
local joined = yuelan.open{jsonl, metadata = side, id_field = "id"}
t.is(joined[1].genre, "essay", "a table is joined by the id of records")
t.is(#joined:problems():where{kind = "metadata"}, 3, "what is without a row, and the row without a record, are told")

local csv = file("table.csv", "\u{FEFF}標題;內容;作者\r\n\"一;二\";\"他說\"\"好\"\"。\r\n第二行\";甲\r\n三;四四;乙\r\n")
local d = yuelan.open(csv)
t.is(#d, 2, "rows of a table")
t.is(d[1].text, "他說\"好\"。\n第二行", "quotes and line ends in a cell")
t.is(d[1].title .. d[1].author, "一;二甲", "columns by their Chinese names")
local s, e = d[1].text:find("第二行", 1, true)
t.is(d[1]:bytes(d[1]:to_bytes(s - 1, e)), "第二行", "a cell leads back to its bytes")

local long = file("long.txt", ("一行文字在這裡。\n"):rep(1000))
local parts = yuelan.open{long, max_document = 10000}
t.is(#parts, 3, "a long text is cut")
t.is(parts[2].doc, long .. "#2", "into numbered parts")
local all = ""
for _, part in parts:documents() do all = all .. part.text end
t.is(all, ("一行文字在這裡。\n"):rep(1000), "nothing is lost at the cuts")
t.is(parts[2]:bytes(parts[2]:to_bytes(0, 6)), "一行", "bytes of a part are those of the file")

local small = yuelan.open{t.sample, memory = 1}
local whole = yuelan.open(t.sample)
t.is(small:info():jsonl(), whole:info():jsonl(), "a corpus beyond its memory is the same")
t.is(small:find("网络"):kwic():csv(), whole:find("网络"):kwic():csv(), "and searched the same")

local limited, why = yuelan.open{jsonl, max_memory = 10}
t.is(#limited, 0, "a limit that every record reaches")
t.like(limited:problems()[1].message, "max%-memory", "names the option")
t.is(why, nil, "and is no failure")

-- Piece by piece: the same documents, each piece closed when the next is asked for.
do
  local names, last = {}, nil
  for piece in assert(yuelan.pieces(jsonl, {zones = "body"})) do
    t.is(piece:zones(), "body", "a piece has the zones that were asked for")
    for _, doc in piece:documents() do names[#names + 1] = doc.doc .. doc.text end
    last = piece
  end
  t.ok(last:closed(), "a piece is closed behind the loop")
  local want = {}
  for i, doc in yuelan.open(jsonl):documents() do want[i] = doc.doc .. doc.text end
  t.is(table.concat(names, "\n"), table.concat(want, "\n"), "pieces are the documents of the corpus")
  pcall(function()
    for piece in assert(yuelan.pieces(jsonl)) do
      last = piece
      error("enough")
    end
  end)
  t.ok(last:closed(), "and when the loop is left early")
  t.is(yuelan.pieces{jsonl, metadata = "no-such.csv"}, nil, "what cannot be read is nil")
  t.like(select(2, pcall(yuelan.pieces, 1)), "^pieces: path", "what is no path is an error")
end

scratch.leave()
t.done()
