--- records.lua - the records of a document, as the scripts and the methods give them (schema.lua has their shapes).
local schema = require "yuelan.schema"

local records = {}

--- Columns of a Table for a shape: the fields that are no lists of records.
function records.columns(script, shape)
  local columns = {}
  for _, f in ipairs(schema.of(script, shape)) do
    if not f.array then columns[#columns + 1] = {name = f.name, type = f.type} end
  end
  return columns
end

--- Number of words of a view, where the words layer is there; nil otherwise.
function records.words(view) return view.count_words and view:count_words() or nil end

local strings = {"doc", "hash", "encoding", "declared_encoding", "script", "language", "title", "author", "date", "datetime", "site",
  "source", "url"}

--- The record of `info`.
function records.info(d)
  local view = d:corpus().count_words and d:view()
  local r = {
    bytes = d.size, encoding_score = d.encoding_score, characters = d.characters, words = view and records.words(view) or nil,
    share_body = d.share_body, problems = d:problem_count(),
  }
  for _, name in ipairs(strings) do r[name] = d[name] end
  return r
end

--- The record of `clean`.
function records.clean(d)
  local r = records.info(d)
  r.zones, r.repairs, r.text, r.body = d:zones(), d:repairs(), d.text, d:body()
  return r
end

return records
