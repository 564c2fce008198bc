-- quotes: who says what, in marks or without, with the verb, the agency and the fullest form of the name. One record a quotation.
local cli = require "yuelan.cli"
local core = require "yuelan.core"
local quotes = require "yuelan.quotes"
local term = require "yuelan.term"

-- Groups by speaker, type, verb, via or fields of the documents: the most first.
local function count_groups(job, list, by)
  local own, fields, groups, found = {speaker = true, type = true, verb = true, via = true}, {}, {}, {}
  for _, name in ipairs(by) do fields[#fields + 1] = {name = name, type = "string", optional = true} end
  for _, name in ipairs {"count", "documents", "direct", "indirect", "mixed"} do fields[#fields + 1] = {name = name, type = "integer"} end
  for _, x in ipairs(list) do
    local values, keys = {}, {}
    for i, name in ipairs(by) do
      if name == "speaker" then values[i] = quotes.who(x.row)
      elseif own[name] then values[i] = x.row[name]
      else values[i] = x.document:value(name) end
      if values[i] ~= nil then values[i] = tostring(values[i]) end
      keys[i] = values[i] and "=" .. core.key(values[i]) or "-"
    end
    local key = table.concat(keys, "\n")
    local g = found[key]
    if not g then
      g = {count = 0, documents = 0, direct = 0, indirect = 0, mixed = 0}
      for i, name in ipairs(by) do g[name] = values[i] end
      found[key], groups[#groups + 1] = g, {record = g, key = key, docs = {}}
      g = groups[#groups]
      found[key] = g
    end
    local r = g.record
    r.count = r.count + 1
    r[x.row.type] = r[x.row.type] + 1
    if not g.docs[x.row.number] then
      g.docs[x.row.number] = true
      r.documents = r.documents + 1
    end
  end
  table.sort(groups, function(a, b)
    if a.record.count ~= b.record.count then return a.record.count > b.record.count end
    return a.key < b.key
  end)
  job:shape(fields)
  job.screen_all = true
  job:emit_each(#groups, function(i) return groups[i].record end, job.terminal and 40 or nil)
end

-- On the screen: a document, then who says what.
local function screen(job, list)
  local first, last = job:range(#list, job.terminal and 40 or nil)
  job.screened = true
  local document
  for i = first, last do
    local x = list[i]
    if x.row.doc ~= document then
      if document then job:print("") end
      document = x.row.doc
      job:print(document)
    end
    local row = x.row
    local who = row.speaker or row.speaker_resolved or "?"
    if row.speaker_resolved and row.speaker and not row.speaker:find(row.speaker_resolved, 1, true) then who = who .. " = " .. row.speaker_resolved end
    local via = row.via and row.via ~= row.speaker and " (" .. row.via .. ")" or ""
    local open, close = "", ""
    if row.type == "direct" then open, close = "“", "”" end
    job:print(("  %s%s%s: %s%s%s"):format(term.line(who), row.verb and " " .. row.verb or "", via, open, term.line(row.text), close))
  end
end

return {
  name = "quotes",
  summary = "Quotations: what somebody says, in quotation marks or without, with the speaker, the fullest form of that name in the document, the verb " ..
    "and the agency that passes it on. Terms and titles in quotation marks are none.",
  without = {"distinct", "exact"},
  groups = {"speaker", "type", "verb", "via"},
  options = {
    {"speaker", "NAMES", "only what these say: a name or part of it as written anywhere in the document, in either script; with commas"},
    {"type", "TYPES", "only these: direct, indirect, mixed; with commas"},
    {"verb", "VERBS", "only with these verbs; with commas"},
    {"via", "NAMES", "only what these agencies pass on; with commas"},
  },
  run = function(job)
    local o = job.options
    local filter = {
      speaker = o.speaker and cli.list(o.speaker), type = o.type and cli.list(o.type), verb = o.verb and cli.list(o.verb), via = o.via and cli.list(o.via),
    }
    for name, list in pairs(filter) do
      if #list == 0 then cli.usage_error("--%s is empty", name) end
    end
    for _, t in ipairs(filter.type or {}) do
      if not quotes.types[t] then cli.usage_error("--type: there is no type '%s'; types are direct, indirect, mixed", t) end
    end
    local list, message = quotes.list(job.corpus, filter)
    if not list then cli.fail(2, "%s", message) end
    local by = cli.list(o.by)
    if #by > 0 then return count_groups(job, list, by) end
    if not job.format then return screen(job, list) end
    job:shape("quotation")
    local first, last = job:range(#list)
    for i = first, last do job:emit(quotes.record(list[i].document, list[i].row), list[i].document) end
  end,
}
