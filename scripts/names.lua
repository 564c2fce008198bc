-- names: who and what is named, in every way it is written, with exact counts. One record a name; --hits: one a place.
local cli = require "yuelan.cli"
local hits = require "yuelan.hits"
local names = require "yuelan.names"
local term = require "yuelan.term"

local SCREEN_LIMIT = 40

local function forms_text(variants)
  local parts = {}
  for i, v in ipairs(variants) do
    if i > 4 then
      parts[i] = ("… %d more"):format(#variants - 4)
      break
    end
    parts[i] = term.line(v.form) .. (#variants > 1 and " " .. term.thousands(v.count) or "")
  end
  return table.concat(parts, " · ")
end

-- One record a place.
local function emit_places(job, list)
  job:shape("place")
  local total = 0
  for _, n in ipairs(list) do total = total + n.count end
  local first, last = job:range(total, job.terminal and SCREEN_LIMIT or nil)
  local before = 0
  for _, n in ipairs(list) do
    if before >= last then break end
    if before + n.count >= first then
      local h = n:hits()
      for i = math.max(1, first - before), math.min(#h, last - before) do
        local r = hits.record(h[i], hits.widths {})
        r.name, r.kind = n.name, n.kind
        job:emit(r, h[i].document)
      end
    end
    before = before + n.count
  end
end

-- One record a name and group of documents.
local function emit_groups(job, list)
  local by = cli.list(job.options.by)
  local fields = {{name = "name", type = "string"}, {name = "kind", type = "string"}}
  table.move(hits.group_fields(by), 1, #by + 5, 3, fields)
  job:shape(fields)
  local records = {}
  for _, n in ipairs(list) do
    for _, g in ipairs(hits.groups(n:hits(), by)) do
      g.name, g.kind = n.name, n.kind
      records[#records + 1] = g
    end
  end
  local first, last = job:range(#records, job.terminal and SCREEN_LIMIT or nil)
  for i = first, last do job:emit(records[i]) end
end

return {
  name = "names",
  without = {"distinct", "exact"},
  summary = "Names of persons, organisations, products and places, with every form they are written in and exact counts.",
  options = {
    {"kind", "KINDS", "only these: " .. table.concat(names.kinds, " ") .. "; with commas"},
    {"min-count", "N", "only names that stand there so often", kind = "integer"},
    {"list", "FILE", "names of your own, a line each: NAME, tab, KIND; kind not: never a name"},
    {"hits", nil, "a record for each place, by name"},
  },
  columns = {"name", "kind", "count", "documents", "written", "doc", "left", "match", "right", "per_million"},
  run = function(job)
    local o = job.options
    local kind = o.kind and cli.list(o.kind)
    for _, k in ipairs(kind or {}) do
      if not names.kinds[k] then cli.usage_error("--kind: there is no kind '%s'; kinds are %s", k, table.concat(names.kinds, " ")) end
    end
    if o.by and o.hits then cli.usage_error("--by and --hits do not go together") end
    local known, message
    if o.list then
      known, message = names.list(o.list)
      if not known then cli.fail(2, "--list: %s", message) end
    end
    local list, why = names.find(job.corpus, {kind = kind, min_count = o["min-count"], known = known})
    if not list then cli.fail(2, "%s", why) end
    if o.hits then return emit_places(job, list) end
    if o.by then return emit_groups(job, list) end
    job:shape("name")
    local first, last = job:range(#list, job.terminal and SCREEN_LIMIT or nil)
    for i = first, last do
      local n = list[i]
      local r = {}
      for k, v in pairs(n) do r[k] = v end
      if not job.format then r.written = forms_text(n.variants) end
      job:emit(r)
    end
    if not job.format then job.fields[#job.fields + 1] = {name = "written", type = "string"} end
  end,
}
