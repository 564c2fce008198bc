-- quotes: who says what, in marks or without, with the verb, the agency and the fullest form of the name. One record a quotation.
local cli = require "yuelan.cli"
local core = require "yuelan.core"
local quotes = require "yuelan.quotes"
local schema = require "yuelan.schema"

local own = {speaker = true, type = true, verb = true, via = true}

-- The values of the groups' fields, and a key of them; row is nil where only the document counts.
local function values_of(by, row, document)
  local values, keys = {}, {}
  for i, name in ipairs(by) do
    local v
    if own[name] then
      if name == "speaker" then v = row and quotes.who(row) else v = row and row[name] end
    else
      v = document:value(name)
    end
    values[i] = v ~= nil and tostring(v) or nil
    keys[i] = v ~= nil and "=" .. core.key(tostring(v)) or "-"
  end
  return values, table.concat(keys, "\n")
end

-- Documents by the fields of theirs among `by`: key -> their numbers in the view, words, characters.
local function totals(job, by)
  local fields, parts, order = {}, {}, {}
  for _, name in ipairs(by) do
    if not own[name] then fields[#fields + 1] = name end
  end
  for i, d in job.corpus:documents() do
    local _, key = values_of(fields, nil, d)
    if not parts[key] then parts[key], order[#order + 1] = {numbers = {}, first = d}, key end
    table.insert(parts[key].numbers, i)
  end
  for _, key in ipairs(order) do
    local view = job.corpus:subset(parts[key].numbers)
    parts[key].words, parts[key].characters = view:count_words(), view:characters()
  end
  return fields, parts, order
end

-- Groups by speaker, type, verb, via or fields of the documents: the most first. Of fields alone, those without a quotation too.
local function count_groups(job, list, by)
  local fields, groups, found = {}, {}, {}
  for _, name in ipairs(by) do fields[#fields + 1] = {name = name, type = "string", optional = true} end
  for _, f in ipairs(schema.of("quotes", "group")) do fields[#fields + 1] = f end
  local documents, parts, order = totals(job, by)
  local function group(row, document)
    local values, key = values_of(by, row, document)
    local g = found[key]
    if g then return g end
    local _, part = values_of(documents, nil, document)
    local r = {count = 0, documents = 0, total_words = parts[part].words, total_characters = parts[part].characters, direct = 0, indirect = 0, mixed = 0}
    for i, name in ipairs(by) do r[name] = values[i] end
    g = {record = r, key = key, docs = {}}
    found[key], groups[#groups + 1] = g, g
    return g
  end
  for _, key in ipairs(#documents == #by and order or {}) do group(nil, parts[key].first) end
  for _, x in ipairs(list) do
    local g = group(x.row, x.document)
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
  job:emit_each(#groups, function(i)
    local r = groups[i].record
    if r.total_words and r.total_words > 0 then r.per_million = r.count / r.total_words * 1e6 end
    return r
  end, job.terminal and 40 or nil)
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
    job:prose("  ", ("%s%s%s: %s%s%s"):format(who, row.verb and " " .. row.verb or "", via, open, row.text, close), "    ")
  end
end

return {
  name = "quotes",
  summary = "Quotations: what somebody says, in quotation marks or without, with the speaker, the fullest form of that name in the document, the verb " ..
    "and the agency that passes it on. Terms and titles in quotation marks are none.",
  without = {"distinct", "exact"},
  groups = {"speaker", "type", "verb", "via"},
  piecewise = function(o) return not o.by end,
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
    local function list_of(c)
      local list, message = quotes.list(c, filter)
      if not list then cli.fail(2, "%s", message) end
      return list
    end
    local by = cli.list(o.by)
    if #by > 0 then return count_groups(job, list_of(job.corpus), by) end
    if not job.format then return screen(job, list_of(job.corpus)) end
    job:shape("quotation")
    job:each_corpus(function(c)
      for _, x in ipairs(list_of(c)) do
        if job:wanted() then job:emit(quotes.record(x.document, x.row), x.document) end
      end
    end)
  end,
}
