-- Files that are hostile, in small numbers (tests/bench/hostile.py has the full ones): each is read, or is one line among the problems.
package.path = "tests/lua/?.lua;" .. package.path
local scratch = require "scratch"
local t = require "tap"
local yuelan = require "yuelan"

local folder, run, file = scratch.folder, scratch.run, scratch.file

-- Opens a folder; the number of documents, of problems, and of those that are no single line.
local function load(path, more)
  local o = {folder .. "/" .. path}
  for k, v in pairs(more or {}) do o[k] = v end
  local c, message = yuelan.open(o)
  if not c then return 0, 1, message:find("\n") and 1 or 0, message end
  local bad, all = 0, {}
  for _, p in ipairs(c:problems()) do
    if p.message == "" or p.message:find("\n") then bad = bad + 1 end
    all[#all + 1] = p.doc .. ": " .. p.message
  end
  return #c, #all, bad, table.concat(all, "\n")
end

local seed = tonumber(os.getenv("SEED")) or 20250601
math.randomseed(seed)
local endings = {"txt", "json", "jsonl", "csv", "html", "zip", "tar", "gz", "xz", "warc", "vrt", "conllu", "bin"}
local magic = {"", "", "PK\3\4", "\x1F\x8B\8\0", "BZh9", "\xFD7zXZ\0", "\x28\xB5\x2F\xFD", "WARC/1.0\r\n", '{"text":"', "<html>", "7z\xBC\xAF\x27\x1C"}
run "mkdir random"
for i = 1, 500 do
  local bytes = {}
  for k = 1, math.random(0, 300) do bytes[k] = string.char(math.random(0, 255)) end
  file(("random/%d.%s"):format(i, endings[math.random(#endings)]), magic[math.random(#magic)] .. table.concat(bytes))
end
local docs, problems, bad = load "random"
t.ok(docs + problems >= 500 and bad == 0, ("500 random files: %d documents, %d problems, each a line, seed %d"):format(docs, problems, seed))

run "mkdir -p many/0 many/1 many/2"
for i = 1, 3000 do file(("many/%d/%d.txt"):format(i % 3, i), "第" .. i .. "篇文章。\n") end
docs, problems = load "many"
t.ok(docs == 3000 and problems == 0, "3,000 small files are 3,000 documents")

run "head -c 50000000 /dev/zero | gzip > bomb.gz"
local _, _, _, said = load("bomb.gz", {max_ratio = 100})
t.like(said, "max%-ratio = 100", "50 MB of zeros in a gz: the ratio is told")
run "gzip -c bomb.gz | gzip -c > nested.gz"
_, _, _, said = load("nested.gz", {max_ratio = 100})
t.like(said, "max%-ratio = 100", "and in three of them")

run "mkdir links names && ln -s . links/loop && ln -s self links/self && ln -s nowhere links/dangling"
docs, problems, bad, said = load "links"
t.ok(docs == 0 and bad == 0 and problems >= 1, "links that lead nowhere or back are told: " .. said:gsub("\n", "; "))
for _, name in ipairs {"line\nend.txt", "bad\xFF.txt", "-x.txt", ("n"):rep(251) .. ".txt", "%41.txt", "a!b:1.txt"} do file("names/" .. name, "一篇文章。\n") end
docs, problems = load "names"
t.ok(docs == 6 and problems == 0, "odd names are names")

run "mkdir odd && mkfifo odd/fifo && touch odd/empty.txt && printf '一篇' > odd/a.txt"
docs, _, bad, said = load "odd"
t.ok(docs == 2 and bad == 0 and said:find("pipe or socket", 1, true), "a FIFO below a folder is told, not waited for")
local c, message = yuelan.open("/dev/zero")
t.ok(not c and message:find("device", 1, true), "a device that never ends is not read: " .. tostring(message))

run "mkdir flips && tar cf all.tar --sort=name --mtime=@0 --owner=0 --group=0 --mode=644 names 2>/dev/null; gzip -nkc all.tar > all.tar.gz"
local f = assert(io.open(folder .. "/all.tar.gz", "rb"))
local whole = f:read("a")
f:close()
local silent = 0
math.randomseed(7)
for i = 1, 60 do
  local at = math.random(30, #whole - 10)
  local flipped = whole:sub(1, at - 1) .. string.char(whole:byte(at) ~ (1 << math.random(0, 7))) .. whole:sub(at + 1)
  file("flips/x.tar.gz", i % 2 == 0 and flipped or whole:sub(1, at))
  _, problems, bad = load "flips"
  if problems == 0 or bad > 0 then silent = silent + 1 end
end
t.is(silent, 0, "60 damaged archives: each is told")

-- A line that never ends: every date and quotation in it stands, each with a piece of the line that is short.
run "mkdir lines"
file("lines/dates.txt", ("2025年3月4日"):rep(4000) .. "\n")
file("lines/quote.txt", ("天气很好，"):rep(20000) .. "王明说：“市场正在恢复，公司会继续投入研发。”\n")
local longest = 0
local dates = yuelan.open(folder .. "/lines/dates.txt"):timeline()
for _, d in ipairs(dates) do longest = math.max(longest, #d.sentence) end
t.is(#dates, 4000, "4,000 dates in one line are 4,000 statements")
t.ok(longest > 0 and longest <= 20000, "and none carries the whole line: " .. longest .. " bytes")
local said_by = yuelan.open(folder .. "/lines/quote.txt"):quotes()
t.is(#said_by, 1, "a quotation behind 100,000 characters is found")
t.is(said_by[1].speaker, "王明", "with its speaker")
t.ok(#said_by[1].sentence <= 20000, "and a short piece of its line")
scratch.leave()
t.done()
