-- JSON: written by shape, read strictly, and back.
package.path = "tests/lua/?.lua;" .. package.path
local t = require "tap"
require "yuelan"
local json = require "yuelan.json"
local schema = require "yuelan.schema"

t.is(json.encode('a"b\\c\n\1\127é阅'), '"a\\"b\\\\c\\n\\u0001\\u007fé阅"', "strings are escaped")
t.is(json.encode("a\xFFb\xE9\x98"), '"a\u{FFFD}b\u{FFFD}\u{FFFD}"', "what is not UTF-8 is replaced")
t.is(json.encode(0 / 0), "null", "no NaN")
t.is(json.encode(-1 / 0), "null", "no infinity")
t.is(json.encode(3.0), "3", "a whole float has no .0")
t.is(json.encode(0.1), "0.1", "the shortest form of a float")
t.is(tonumber(json.encode(1 / 3)), 1 / 3, "floats come back as they were")
t.is(json.encode(math.maxinteger), "9223372036854775807", "large integers")
t.is(json.encode({}), "{}", "an empty table is an object")
t.is(json.encode(json.array {}), "[]", "unless marked")
t.is(json.encode({b = 1, a = {1, 2}}), '{"a":[1,2],"b":1}', "keys are sorted")
local shape = {type = "object", fields = schema.fields("n integer, s string?, list string[]")}
t.is(json.encode({n = 2.0, list = {}}, shape), '{"n":2,"s":null,"list":[]}', "by shape: every field, in order, null where missing")
t.raises("cannot write a function", json.encode, {print})
local deep = {}
for _ = 1, 100 do deep = {deep} end
t.raises("nested too deep", json.encode, deep)

local x = json.decode('{"a": [1, 2.5, -3e2, true, null, "\\u9605\\ud83d\\ude00\\n"], "b": {}}')
t.is(x.a[3], -300.0, "numbers are read")
t.is(x.a[5], json.null, "null is json.null")
t.is(x.a[6], "阅😀\n", "escapes and surrogate pairs are read")
for _, bad in ipairs {"", "{", "[1,]", '{"a"}', '"\n"', "nul", "1 2", '{"a":1,}', '"\\x"', ("["):rep(300)} do
  local value, message, code = json.decode(bad)
  t.ok(value == nil and type(message) == "string" and code == "format", "refused: " .. bad:sub(1, 10):gsub("\n", "\\n"))
end
t.done()
