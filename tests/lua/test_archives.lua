-- Archives, compressed files and WARC: documents in them are named, read, searched, and lead back to their bytes. Damage is told.
package.path = "tests/lua/?.lua;" .. package.path
local scratch = require "scratch"
local t = require "tap"
local yuelan = require "yuelan"

local folder, run, file = scratch.folder, scratch.run, scratch.file
local function read(name)
  local f = assert(io.open(folder .. "/" .. name, "rb"))
  local s = f:read("a")
  f:close()
  return s
end
os.execute("mkdir -p " .. folder .. "/in/文章")

file("in/文章/a.txt", "第一篇：網絡上的新聞。\n")
file("in/lines.jsonl", '{"title":"甲","text":"一行\\n網絡"}\n{"title":"乙","text":"\\u7f51\\u7edc 第二"}\n')
local function record(kind, more, content)
  return ("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: http://a.example/%s\r\nWARC-Date: 2024-05-01T12:00:00Z\r\n%sContent-Length: %d\r\n\r\n%s\r\n\r\n")
    :format(kind, kind, more, #content, content)
end
local http = "Content-Type: application/http\r\n"
file("one", record("response", http, "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n網頁上的網絡。\n"))
file("two", record("response", http, "HTTP/1.1 404 Not Found\r\n\r\nno") .. record("request", "", "GET / HTTP/1.1\r\n\r\n"))
file("three", record("response", http, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n網\r\n3\r\n絡\r\n0\r\n\r\n"))
run "gzip -c one two three > in/pages.warc.gz && gzip -c in/lines.jsonl > in/lines.jsonl.gz && tar czf all.tar.gz in && tar cf deep.tar all.tar.gz"

local c = yuelan.open(folder .. "/deep.tar")
local names, by = {}, {}
for i = 1, #c do
  local name = c[i].doc:gsub("^.*/deep%.tar", "")
  names[#names + 1], by[name] = name, c[i]
end
table.sort(names)
t.is(table.concat(names, " "), "!all.tar.gz!in/lines.jsonl.gz:1 !all.tar.gz!in/lines.jsonl.gz:2 !all.tar.gz!in/lines.jsonl:1 !all.tar.gz!in/lines.jsonl:2 "
  .. "!all.tar.gz!in/pages.warc.gz!4 !all.tar.gz!in/pages.warc.gz:1 !all.tar.gz!in/文章/a.txt", "a document for each text, however deep")
local h = c:find("网络")
t.is(#h, 7, "searched as one")
local right = 0
for _, hit in h:each() do
  local r = hit:record()
  local bytes = hit.document:bytes(r.start, r["end"])
  if bytes == "網絡" or bytes == "\\u7f51\\u7edc" then right = right + 1 end
end
t.is(right, 7, "and the bytes of each hit are those of the innermost member")
local warc = by["!all.tar.gz!in/pages.warc.gz:1"]
t.is(warc.url, "http://a.example/response", "the address of a page")
t.like(warc.retrieved, "^2024%-05%-01", "and when it was retrieved")
t.is(warc:bytes(), "網頁上的網絡。\n", "its bytes")
local said = {}
for _, p in ipairs(c:problems()) do said[#said + 1] = p.kind .. " " .. p.message end
t.is(table.concat(said, "\n"), "other responses with HTTP status 404, which hold no page: 1", "what was left out")

local damaged = read("all.tar.gz")
file("cut.tar.gz", damaged:sub(1, #damaged // 2))
file("empty.zip", "PK\5\6" .. ("\0"):rep(18))
run "head -c 40000000 /dev/zero | gzip -c > bomb.gz && cp in/文章/a.txt ."
local d = yuelan.open{folder .. "/cut.tar.gz", folder .. "/bomb.gz", folder .. "/empty.zip", folder .. "/a.txt", max_ratio = 100}
local seen = {}
for _, p in ipairs(d:problems()) do seen[p.doc:match("[^/]*$")] = p.message end
t.like(seen["bomb.gz"], "more than max%-ratio = 100 bytes come out", "a bomb is stopped")
local told = false
for _, why in pairs(seen) do told = told or why:find("cut off at byte", 1, true) ~= nil end
t.ok(told, "an archive that is cut off says so")
t.ok(#d:find("网络") >= 1, "the rest loads")
scratch.leave()
t.done()
