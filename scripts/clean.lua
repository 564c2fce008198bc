-- clean: the documents as they are to be read. A record each, with zones, repairs, text and body; or a folder of plain files.
local cli = require "yuelan.cli"
local host = require "yuelan.host"
local out = require "yuelan.out"
local records = require "yuelan.records"
local script = require "yuelan.script"
local term = require "yuelan.term"
local yuelan = require "yuelan"

-- The name of the file for a document below the folder: its path below the PATH given, with .txt for its ending.
local function target(d)
  local below = (d.below or d.doc:match("[^/]*$")):gsub("!", "/")
  if d.format ~= "text" then below = below:gsub(":([^:/]*)$", "/%1.") end -- a record of a file: a file in a folder of that name
  local parts = {}
  for part in below:gmatch("[^/]+") do
    if part ~= "." and part ~= ".." then parts[#parts + 1] = part end
  end
  local name = table.remove(parts) or "document"
  parts[#parts + 1] = name:match("^(.+)%.[^.]*$") or name
  return table.concat(parts, "/")
end

local function write_file(path, text)
  local sink, message = out.sink(path)
  if not sink then cli.fail(2, "--out-dir: %s", message) end
  sink.write(text)
  local ok, why = sink.close()
  if not ok then cli.fail(2, "--out-dir: %s: %s", path, why) end
end

-- The body, in the script asked for.
local function body_of(job, d)
  local wish, body = job.options.script, d:body()
  if not wish then return body end
  local converted, message = yuelan.convert(body, script.config(wish, d.script))
  if not converted then cli.fail(2, "--script: %s", message) end
  return converted
end

local function check_script(job)
  local wish = job.options.script
  if not wish then return end
  local ok, message = script.known(wish)
  if not ok then cli.usage_error("--script: %s", message) end
  if job.format and not job.options["out-dir"] then
    cli.usage_error("--script changes what is shown, and what --out-dir writes; records keep the text as it is")
  end
end

local function write_folder(job, folder)
  local taken, originals = {}, {}
  for _, d in job.whole:documents() do
    local id = host.identity(d.path)
    if id then originals[id] = d.doc end
  end
  local first, last = job:range(#job.corpus)
  for i = first, last do
    local d = job.corpus[i]
    local stem = target(d)
    local name, k = stem, 1
    while taken[name] do
      k = k + 1
      name = ("%s-%d"):format(stem, k)
    end
    taken[name] = true
    if k > 1 then job:note("%s: %s.txt is there already; written as %s.txt", d.doc, stem, name) end
    local path = ("%s/%s.txt"):format(folder, name)
    local original = originals[host.identity(path) or ""]
    if original then cli.fail(2, "--out-dir: %s is the original of %s; give another folder", path, original) end
    local ok, why = host.mkdir(path:match("^(.*)/"))
    if not ok then cli.fail(2, "--out-dir: %s", why) end
    local body = body_of(job, d)
    write_file(path, body .. (body ~= "" and "\n" or ""))
  end
  if not job.format then
    job.screened = true
    job:print(("%s written to %s"):format(term.count(last - first + 1, "document"), folder))
  end
end

local function screen(job)
  job.screened = true
  local first, last = job:range(#job.corpus)
  for i = first, last do
    local d = job.corpus[i]
    if i > first then job:print("") end
    job:print(("== %s =="):format(tostring(d):gsub("^Document: ", "")))
    job:print(body_of(job, d))
  end
end

return {
  name = "clean",
  without = {"by", "distinct", "exact"},
  summary = "The documents decoded, repaired and zoned: text, body, zones and every repair with what stood there.",
  options = {
    {"out-dir", "DIR", "write each body there as NAME.txt, a paragraph a line, at its path below the PATH given"},
    {"script", "SCRIPT", "show and write the bodies in hans, hant, tw, hk (twp, hkp: with that region's words) or by an OpenCC configuration, as s2t; records stay"},
  },
  piecewise = function(options) return not options["out-dir"] end,
  columns = {"doc", "title", "characters"},
  run = function(job)
    local folder = job.options["out-dir"]
    check_script(job)
    job:shape("document")
    if folder then write_folder(job, folder) end
    if job.format then
      job:emit_documents(records.clean)
    elseif not folder then
      screen(job)
    end
  end,
}
