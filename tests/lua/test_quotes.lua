-- Quotations as methods: filters, records that lead back to the text, misuse.
package.path = "tests/lua/?.lua;" .. package.path
local t = require "tap"
local yuelan = require "yuelan"

local path = os.tmpname()
local f = assert(io.open(path, "w"))
f:write("会场\n\n市長陳立明表示，捷運明年通車。「我們準備好了。」他說。\n據路透社報道，知情人士透露，談判已經進入最後階段。\n")
f:close()
local c = assert(yuelan.open({path, zones = "all", aliases = {["陳市長"] = "陈立明"}}))
local all = c:quotes()
t.is(#all, 3, "all of them")
local back = true
for _, r in all:rows() do
  back = back and c[1]:slice(c[1]:offset(r.char), c[1]:offset(r.char_end)) == r.text and c[1]:bytes(r.start, r["end"]) == r.text
    and r.sentence:find(r.text, 1, true) ~= nil
end
t.ok(back, "each leads back to its text and bytes, in its sentence")
t.is(all[2].speaker, "他", "who, as written")
t.is(all[2].speaker_resolved, "陳立明", "who that is")
t.is(all[2].marks, "「」", "the marks")
t.is(all[3].via, "路透社", "who passes it on")
t.is(#c:quotes{speaker = "陈立明"}, 2, "by the name in the other script")
t.is(#c:quotes{speaker = "陳市長"}, 2, "by an alias")
t.is(#c:quotes{type = "direct"}, 1, "by type")
t.is(#c:quotes{type = {"direct", "indirect"}}, 3, "by several")
t.is(#c:quotes{verb = "透露", via = "路透"}, 1, "by verb and agency")
t.is(#c[1]:quotes(), 3, "of a document")
t.ok(tostring(all):match("^speaker +speaker_resolved +verb +type +text"), "as a table, who says what comes first")
t.raises("there is no option 'speakers'", c.quotes, c, {speakers = "x"})
t.raises("there is no type 'said'", c.quotes, c, {type = "said"})
t.raises("speaker: a string or a list of strings expected", c.quotes, c, {speaker = 3})
t.raises("a table of options expected", c.quotes, c, "x")

f = assert(io.open(path, "w"))
f:write("他们很高兴。\n\n王宁称\n\n：新的研究采用了别的技术。\n\n技术专家李明表示，这里有很强的联系。“\n\n你的每张照片都在他们的手里，他们可以随意使用。”\n\n甲国称已发动空袭行动 乙国称实施火箭弹袭击\n")
f:close()
local lines = yuelan.open({path, zones = "all"}):quotes()
t.is(lines[1].speaker .. lines[1].verb .. lines[1].text, "王宁称新的研究采用了别的技术", "a sentence that a link broke in lines")
t.is(lines[3].speaker_resolved .. lines[3].text, "李明你的每张照片都在他们的手里，他们可以随意使用。", "a mark that opens at the end of a line")
t.is(lines[4].text .. "/" .. lines[5].text, "已发动空袭行动/实施火箭弹袭击", "headlines that a space parts")
os.remove(path)
t.done()
