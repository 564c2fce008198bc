--- cli.lua - what the scripts share: options, opening, output, problems, exit status.
--
-- A script is a table {name, summary, arguments, options, run, …}; scripts/info.lua is the shortest example. cli.main parses the
-- command line by its options and the common ones, opens the corpus, runs it with a job, and gives the exit status:
-- 0 done or found, 1 nothing found, 2 usage or nothing readable, 3 error in a script, 4 done, but not all could be read.
local core = require "yuelan.core"
local Table = require "yuelan.table"
local json = require "yuelan.json"
local nearest = require "yuelan.nearest"
local out = require "yuelan.out"
local schema = require "yuelan.schema"
local term = require "yuelan.term"
local trace = require "yuelan.trace"
local where = require "yuelan.where"
local yuelan -- the module; it is loaded when cli runs

local cli = {}

-- ---- options ----

-- name, argument (nil: a switch), what it does; many: may be repeated; kind: integer, share (above 0, up to 1); choices.
cli.common = {
  {"json", nil, "records as JSON Lines, one object a line"},
  {"csv", nil, "records as CSV, one row an object"},
  {"tsv", nil, "records as TSV; tab, line end and backslash as \\t \\n \\\\"},
  {"excel", nil, "with --csv or --tsv: BOM, CRLF, and no cell a spreadsheet would run"},
  {"out", "FILE", "write there instead of standard output; the file appears when it is whole"},
  {"encoding", "NAME", "read all input as this encoding"},
  {"repair", "LEVEL", "how much damage to undo: all, likely, exact or none", choices = {"all", "likely", "exact", "none"}},
  {"zones", "ZONES", "zones to work on: body,heading,title (the default), others, or all"},
  {"where", "CONDITION", "only documents with FIELD OP VALUE; OP one of = != < <= > >= ~ (contains); null: the missing value", many = true},
  {"by", "FIELDS", "groups by these metadata fields, separated by commas"},
  {"with", "FIELDS", "add these metadata fields to each record"},
  {"metadata", "FILE", "a CSV, TSV or JSON Lines file with metadata, joined by path or id", many = true},
  {"overrides", "FILE", "corrections of zones, repairs and metadata, JSON Lines, as d:relabel, d:reject and d:correct write them", many = true},
  {"dict", "FILE", "words of your own, a line `word [weight] [pos]`: each is one word wherever it stands, unless a longer one of them covers it"},
  {"aliases", "FILE", "names that are one: a line 特朗普 = 川普 = Trump"},
  {"distinct", "KINDS", "tell apart: case,width,script,space,punctuation,repair",
    each = {"case", "width", "script", "space", "punctuation", "repair"}},
  {"exact", nil, "tell all of them apart"},
  {"distinct-texts", nil, "each text once: documents that are copies of others, or parts of them, are left out"},
  {"files-from", "FILE", "read paths from a file, one a line; - for standard input", many = true},
  {"hidden", nil, "read hidden files of folders too"},
  {"read-as", "FORMAT", "what the input is, where name and content do not tell: text, jsonl, json, csv, tsv, html, vrt, conllu or warc",
    choices = {"text", "jsonl", "json", "csv", "tsv", "html", "vrt", "conllu", "warc"}},
  {"text-field", "NAME", "records: the field or column that is the text; objects in objects with dots"},
  {"id-field", "NAME", "records: the field that names a record, PATH:ID instead of PATH:NUMBER"},
  {"columns", "NAMES", "VRT: names of the columns, word first: word,pos,lemma"},
  {"keep", "FIELDS", "records: fields to keep as metadata beside those known, and to write with each record; all"},
  {"strict", nil, "end when anything cannot be read or decoded as a whole"},
  {"max-document", "BYTES", "limits: of one document", kind = "integer"},
  {"max-unpacked", "BYTES", "of all that comes out of one archive or compressed file", kind = "integer"},
  {"max-ratio", "N", "of unpacked to packed bytes", kind = "integer"},
  {"max-members", "N", "of one archive", kind = "integer"},
  {"max-depth", "N", "of archives in archives", kind = "integer"},
  {"max-memory", "BYTES", "while one document is read; no limit by default", kind = "integer"},
  {"no-map", nil, "read a saved corpus into memory instead of mapping it"},
  {"memory", "BYTES", "that the corpus may take before parts of it go to files in $TMPDIR; half of the machine's by default", kind = "integer"},
  {"max-seconds", "N", "for reading one document; no limit by default", kind = "integer"},
  {"limit", "N", "at most N records; says `shown N of M`", kind = "integer"},
  {"offset", "N", "leave out the first N records", kind = "integer"},
  {"problems", "FILE", "write what was wrong with the input there, as JSON Lines"},
  {"manifest", "FILE", "write versions, options, data and totals of this run there, as JSON"},
  {"jobs", "N", "threads; 0 (the default): one a processor", kind = "integer"},
  {"quiet", nil, "no notes on standard error"},
  {"help", nil, "this page"},
}

local function usage_error(message, ...) error({yuelan = true, status = 2, message = message:format(...)}, 0) end
cli.usage_error = usage_error

--- Ends the script with a message and a status.
function cli.fail(status, message, ...) error({yuelan = true, status = status, message = message:format(...)}, 0) end

-- The options of a script: its own, and the common ones that mean something to it (all but script.without).
local function options_of(script)
  local by_name, names, without = {}, {}, {}
  for _, name in ipairs(script.without or {}) do without[name] = true end
  for _, list in ipairs {script.options or {}, cli.common} do
    for _, o in ipairs(list) do
      if not by_name[o[1]] and not (list == cli.common and without[o[1]]) then by_name[o[1]], names[#names + 1] = o, o[1] end
    end
  end
  return by_name, names
end

local function unknown(script, name, names)
  for _, other in ipairs(script.without or {}) do
    if other == name then usage_error("--%s has no meaning for %s", name, script.name) end
  end
  local near = nearest(name, names)
  usage_error("unknown option --%s%s", name, near and ("; did you mean --%s?"):format(near) or "; --help lists them")
end

local function one_of(name, value, choices)
  for _, c in ipairs(choices) do
    if c == value then return value end
  end
  local near = nearest(value, choices)
  usage_error("--%s: one of %s expected, got '%s'%s", name, table.concat(choices, ", "), value,
    near and ("; did you mean %s?"):format(near) or "")
end

local function checked(o, value)
  if not o[2]:find("FILE") and not o[2]:find("DIR") and not utf8.len(value) then usage_error("--%s: its value is not UTF-8", o[1]) end
  if o.kind == "integer" then
    local n = math.tointeger(tonumber(value))
    if n and n > 1 << 53 then usage_error("--%s: %s is too large", o[1], value) end
    if not n or n < 0 then usage_error("--%s: a whole number expected, got '%s'", o[1], value) end
    return n
  end
  if o.kind == "share" then
    local x = tonumber(value)
    if not (x and x > 0 and x <= 1) then usage_error("--%s: a number above 0, up to 1 expected, got '%s'", o[1], value) end
    return x
  end
  if o.choices then return one_of(o[1], value, o.choices) end
  if o.each then
    for _, item in ipairs(cli.list(value)) do one_of(o[1], item, o.each) end
  end
  return value
end

--- Parses args by a script's options: options, positionals; what follows each `--` goes to positionals.sides.
function cli.parse(script, args)
  local by_name, names = options_of(script)
  local options, rest = {}, {}
  local sides = {rest}
  local i = 1
  while i <= #args do
    local a = args[i]
    if a == "--" then
      if script.sides then
        sides[#sides + 1] = {}
      else
        for k = i + 1, #args do rest[#rest + 1] = args[k] end
        break
      end
    elseif a == "-h" then
      options.help = true
    elseif a:sub(1, 2) == "--" then
      local name, value = a:match("^%-%-([^=]+)=(.*)$")
      name = name or a:sub(3)
      local o = by_name[name] or unknown(script, name, names)
      if not o[2] then
        if value then usage_error("--%s takes no value", name) end
        options[name] = true
      else
        if not value then
          i = i + 1
          value = args[i]
          if not value then usage_error("--%s: %s expected after it", name, o[2]) end
        end
        value = checked(o, value)
        if o.many then
          options[name] = options[name] or {}
          table.insert(options[name], value)
        else
          options[name] = value
        end
      end
    elseif a:sub(1, 1) == "-" and a ~= "-" then
      local near = nearest(a:sub(2), names)
      usage_error("unknown option %s%s", a, near and ("; did you mean --%s?"):format(near) or "; --help lists them")
    else
      table.insert(sides[#sides], a)
    end
    i = i + 1
  end
  rest.sides = sides
  return options, rest
end

--- The page of --help.
function cli.help(script)
  local lines = {("yuelan %s [OPTIONS] %s"):format(script.name, script.usage or "PATH..."), "", script.summary, ""}
  local function section(title, list)
    if #list == 0 then return end
    lines[#lines + 1] = title
    for _, o in ipairs(list) do
      local left = "--" .. o[1] .. (o[2] and " " .. o[2] or "")
      lines[#lines + 1] = "  " .. term.pad(left, 22) .. "  " .. o[3]
    end
    lines[#lines + 1] = ""
  end
  section("Options", script.options or {})
  local by_name, common = options_of(script), {}
  for _, o in ipairs(cli.common) do
    if by_name[o[1]] == o then common[#common + 1] = o end
  end
  section("Common options", common)
  lines[#lines + 1] = "Exit: 0 done" .. (script.finds and " or found, 1 nothing found" or script.fails and ", 1 " .. script.fails or "") ..
    ", 2 usage or nothing readable, 3 error in a script, 4 done, but not all could be read"
  return table.concat(lines, "\n")
end

--- Options that say nothing to scripts whose work is on files of corpora, not on their texts.
cli.of_texts = {"zones", "where", "by", "with", "aliases", "distinct", "exact", "distinct-texts", "limit", "offset", "manifest",
  "excel"}

-- ---- notes on standard error ----

function cli.say(message, ...)
  if term.host then term.host.clear() end
  io.stderr:write("yuelan: ", message:format(...), "\n")
end

-- ---- the job ----

local Job = {}
Job.__index = Job

--- A note, unless --quiet.
function Job:note(message, ...)
  if not self.options.quiet then cli.say(message, ...) end
end

--- What index, merge and compact made: a record, or a line.
function Job:made(name, c)
  self.whole = c
  local noted = core.noted()
  if noted then self:note("%s", noted) end
  local row = {corpus = name, documents = #c, bytes = core.saved_bytes(c), problems = #c:all_problems()}
  self:shape("corpus")
  if self.format then return self:emit(row) end
  self.screened = true
  self:print(("%s: %s, %s on the disk"):format(name, term.count(row.documents, "document"), term.count(row.bytes, "byte")))
end

local function write_problems(path, problems)
  local sink, message = out.sink(path)
  if not sink then cli.fail(2, "--problems: %s", message) end
  local write = out.writer("json", sink, schema.of("problems", "problem"))
  for _, p in ipairs(problems) do write(p) end
  local ok, why = sink.close()
  if not ok then cli.fail(2, "--problems: %s: %s", path, why) end
end

-- Ends the script when no document could be read; broken records are answered one by one.
local function nothing_read(self, c)
  local problems = c:all_problems()
  for _, p in ipairs(problems) do
    if p.before then return end
  end
  if self.options.problems then write_problems(self.options.problems, problems) end
  local p = problems[1]
  if not p then cli.fail(2, "no documents: no path was given, or it holds no files") end
  local message = p.message:find(p.doc, 1, true) and p.message or p.doc .. ": " .. p.message
  cli.fail(2, "no document could be read: %s%s", message, #problems > 1 and " (and more)" or "")
end

local function any_records(c)
  for _, d in c:documents() do
    if d.format ~= "text" then return true end
  end
  return false
end

-- What --keep asks for goes with each record, as if --with named it.
local function keep_fields(self, c)
  if not self.options.keep then return end
  local there = {}
  for _, name in ipairs(self.with) do there[name] = true end
  local function add(name)
    if not there[name] then there[name], self.with[#self.with + 1] = true, name end
  end
  local has = {}
  for _, name in ipairs(c:fields()) do has[name] = true end
  for _, name in ipairs(cli.list(self.options.keep)) do
    if name == "all" then
      for _, field in ipairs(c:fields()) do add(field) end
    elseif has[name] then
      add(name)
    else
      self:note("--keep: no record has a field '%s'", name)
    end
  end
end

--- Ends the script with an error that was raised by a call with the user's options: how it is used, or interrupted.
function cli.misused(e)
  if tostring(e):find("interrupted$") then error(e, 0) end
  usage_error("%s", (tostring(e):gsub("^[^:]+:%d+: ", "")))
end

--- The common options that say how paths are read, as yuelan.open takes them.
function Job:request(paths)
  local o = self.options
  if o.dict then -- here, since not all that take a request open a corpus
    local ok, message = require("yuelan.dictionary").use(o.dict)
    if not ok then cli.fail(2, "%s", message) end
  end
  local request = {
    encoding = o.encoding, repair = o.repair, metadata = o.metadata, hidden = o.hidden, files_from = o["files-from"],
    allow_empty = true, aliases = o.aliases, overrides = o.overrides, keep = o.keep, strict = o.strict,
    map = not o["no-map"] and nil,
  }
  for _, name in ipairs {"read-as", "text-field", "id-field", "max-document", "max-unpacked", "max-ratio", "max-members", "max-depth",
    "max-memory", "max-seconds", "memory", "columns"} do
    request[name] = o[name]
  end
  return table.move(paths, 1, #paths, 1, request)
end

--- Opens paths with the common options; ends the script when nothing could be read.
function Job:open(paths)
  local o = self.options
  if #paths == 0 and not o["files-from"] then
    usage_error("no PATH given; yuelan %s [OPTIONS] %s", self.script.name, self.script.usage or "PATH...")
  end
  local ok, c, message = pcall(yuelan.open, self:request(paths))
  if not ok then cli.misused(c) end
  if not c then cli.fail(2, "%s", message) end
  self.whole = c
  if #c == 0 then nothing_read(self, c) end
  keep_fields(self, c)
  for _, name in ipairs {"id-field", "text-field"} do
    if o[name] and not any_records(c) then self:note("--%s: there are no records in the input", name) end
  end
  if o.zones then
    local fine, view = pcall(c.zones, c, o.zones)
    if not fine then usage_error("%s", trace.plain(tostring(view))) end
    c = view
  end
  local own = {} -- what the script groups by besides fields
  for _, name in ipairs(self.script.groups or {}) do own[name] = true end
  local function known(names, option)
    for _, name in ipairs(names) do
      local wrong = not (option == "by" and own[name]) and where.no_field(c, name)
      if wrong then usage_error("--%s: %s", option, wrong) end
    end
  end
  known(cli.list(o.by), "by")
  known(self.with, "with")
  if o.where then
    local conditions = {}
    for i, text in ipairs(o.where) do
      local condition, why = where.parse(text)
      if not condition then usage_error("--where: %s", why) end
      local wrong = where.wrong_field(c, condition)
      if wrong then usage_error("--where: %s", wrong) end
      conditions[i] = condition
    end
    c = c:where{conditions = conditions}
  end
  if o["distinct-texts"] then
    local once, why = c:distinct()
    if not once then cli.fail(2, "%s", why) end
    local left = #c - #once
    if left > 0 then self:note("%s of %s left out as copies; yuelan duplicates lists them", term.thousands(left), term.count(#c, "document")) end
    c = once
  end
  return c
end

--- A list from an option's value separated by commas.
function cli.list(value)
  local items = {}
  for item in (value or ""):gmatch("[^,]+") do items[#items + 1] = item:match("^%s*(.-)%s*$") end
  return items
end

--- Words separated by spaces; what stands in double quotes is one.
function cli.words(value)
  local words, inside = {}, false
  for part in (value .. '"'):gmatch('([^"]*)"') do
    for word in part:gmatch(inside and ".+" or "%S+") do words[#words + 1] = word end
    inside = not inside
  end
  return words
end

local function fields_with(self, shape)
  local fields = {}
  for _, f in ipairs(type(shape) == "table" and shape or schema.of(self.script.name, shape)) do fields[#fields + 1] = f end
  for _, name in ipairs(self.with) do
    local there = false
    for _, f in ipairs(fields) do there = there or f.name == name end
    if not there then fields[#fields + 1] = {name = name, type = "string", optional = true} end
  end
  return fields
end

--- Records of which shape come: the name of one of the script's, or a list of fields.
function Job:shape(shape)
  self.fields = fields_with(self, shape)
  if self.format then self.write = out.writer(self.format, self.sink, self.fields, self.options.excel) end
end

--- Which of n records are wanted by --limit and --offset: first, last. Notes what is left out.
function Job:range(n, default_limit)
  local first = (self.options.offset or 0) + 1
  local limit = self.options.limit or default_limit
  local last = limit and math.min(n, first + limit - 1) or n
  if first > last then last = first - 1 end
  self.total = n
  self.shown = last - first + 1
  return first, last
end

--- Writes a record; doc is the Document that --with takes its fields from; shape: another one than that of Job:shape.
function Job:emit(record, doc, shape)
  for _, name in ipairs(self.with) do
    if doc and record[name] == nil then record[name] = doc:value(name) end
  end
  if self.write and shape and self.format == "json" then
    self.sink.write(json.encode(record, {type = "object", fields = fields_with(self, shape)}) .. "\n")
  elseif self.write then self.write(record) else self.rows[#self.rows + 1] = record end
end

--- Emits make(i) for the i of 1 … n that are wanted.
function Job:emit_each(n, make, default_limit)
  local first, last = self:range(n, default_limit)
  for i = first, last do self:emit(make(i)) end
end

-- Records of the input that gave no document, in its order, when records for programs are written of all documents.
local function refused_records(self)
  local list = {}
  if self.format ~= "json" or self.options.where then return list end
  for _, p in ipairs(self.whole:all_problems()) do
    if p.before then list[#list + 1] = p end -- in order already
  end
  return list
end

--- Emits make(d, i) for the documents of the corpus that are wanted, and in their places an error object for each record of the input
--- that gave none: a record out for each record in.
function Job:emit_documents(make)
  local c, refused = self.corpus, refused_records(self)
  local items, k = {}, 1
  for i = 1, #c do
    while refused[k] and #refused > 0 and refused[k].before < c[i]:number() do
      items[#items + 1], k = refused[k], k + 1
    end
    items[#items + 1] = i
  end
  for j = k, #refused do items[#items + 1] = refused[j] end
  local first, last = self:range(#items)
  for n = first, last do
    local item = items[n]
    if math.type(item) == "integer" then
      self:emit(make(c[item], item), c[item])
    else
      self.sink.write(json.encode({doc = item.doc, start = item.start, ["end"] = item["end"], error = item.message}) .. "\n")
    end
  end
end

--- Are charts drawn? On a terminal, and where --plot asks for them; among records they have no place.
function Job:plots()
  if self.format and self.options.plot then usage_error("--plot draws on the screen; --%s writes records", self.format) end
  return not self.format and (self.terminal or self.options.plot) and true or false
end

--- Text on the screen (not a record).
function Job:print(text) self.sink.write(text .. "\n") end

-- Rows for the screen that no screen of the script took.
local function show_rows(self)
  local columns, taken = {}, {}
  for _, name in ipairs(self.script.columns or {}) do taken[name] = true end
  for _, name in ipairs(self.with) do taken[name] = true end
  for _, f in ipairs(self.fields) do
    if not self.script.columns or taken[f.name] or self.screen_all then
      if not f.array then columns[#columns + 1] = {name = f.name, type = f.type} end
    end
  end
  local on_terminal = self.terminal and not self.options.limit
  local width = self.terminal and term.size() or 1000
  self:print(Table.new(self.rows, columns):text{width = width, rows = on_terminal and 40 or math.huge})
end

-- ---- problems and manifest ----

local MOST_TOLD = 10

local function tell_problems(self, problems)
  local lossy, told = 0, 0
  for _, p in ipairs(problems) do
    if p.kind == "skipped" then self:note("%s", p.message) end
    if p.lossy then
      lossy = lossy + 1
      if told < MOST_TOLD then
        told = told + 1
        if p.message:find(p.doc, 1, true) then
          self:note("%s", p.message)
        else
          self:note("%s: %s%s", p.doc, p["end"] > 0 and ("byte %d: "):format(p.start) or "", p.message)
        end
      end
    end
  end
  if lossy > told then self:note("… and %s like these", term.thousands(lossy - told)) end
  local rows = 0
  for _, p in ipairs(problems) do rows = rows + (p.kind == "metadata" and 1 or 0) end
  if self.options.problems then return lossy > 0 end
  if #problems - rows > lossy then
    self:note("%s in the input; --problems FILE lists %s", term.count(#problems - rows, "problem"), #problems - rows == 1 and "it" or "them")
  end
  if rows > 0 then self:note("%s of metadata without a document; --problems FILE lists them", term.count(rows, "row")) end
  return lossy > 0
end

local function write_manifest(self, path)
  local hashes, characters = json.array {}, 0
  local c = self.corpus or self.whole
  for i, d in c:documents() do
    hashes[i] = {doc = d.doc, hash = d.hash, bytes = d.size}
    characters = characters + d.characters
  end
  local manifest = {
    versions = {yuelan = core.version, lua = _VERSION, iconv = core.iconv, libraries = term.host and term.host.libraries() or json.null},
    script = self.script.name, arguments = json.array(table.move(self.given, 1, #self.given, 1, {})), options = self.options,
    view = {zones = c:zones(), where = self.options.where and json.array(self.options.where) or json.null},
    seed = self.options.seed or json.null, data = hashes,
    totals = {documents = #c, characters = characters, records = self.total or #self.rows, shown = self.shown or #self.rows,
      problems = #self.whole:all_problems()},
  }
  local sink, message = out.sink(path)
  if not sink then cli.fail(2, "--manifest: %s", message) end
  sink.write(json.encode(manifest) .. "\n")
  local ok, why = sink.close()
  if not ok then cli.fail(2, "--manifest: %s: %s", path, why) end
end

-- ---- running ----

local function formats(options)
  local chosen
  for _, f in ipairs {"json", "csv", "tsv"} do
    if options[f] then
      if chosen then usage_error("--%s and --%s: one of them", chosen, f) end
      chosen = f
    end
  end
  if options.excel and chosen == "json" then usage_error("--excel goes with --csv or --tsv") end
  return chosen or (options.excel and "csv") or nil
end

local function new_job(script, args)
  local options, positionals = cli.parse(script, args)
  local job = setmetatable({
    script = script, options = options, args = positionals, rows = {}, with = cli.list(options.with), given = args,
  }, Job)
  if options.help then return job end
  job.format = formats(options)
  if options.jobs and options.jobs > 1024 then usage_error("--jobs: at most 1024, got %d", options.jobs) end
  if options.jobs then core.jobs(options.jobs) end
  job.values = {}
  for _, name in ipairs(script.arguments or {}) do
    local value = table.remove(positionals, 1)
    if not value then usage_error("%s expected; yuelan %s [OPTIONS] %s", name, script.name, script.usage) end
    job.values[#job.values + 1] = value
  end
  return job
end

local function finish(job)
  local ok, why = job.sink.close()
  if not ok then cli.fail(2, "%s: %s", job.options.out or "standard output", tostring(why)) end
  if job.total and job.shown < job.total then
    job:note("shown %s of %s", term.thousands(job.shown), term.thousands(job.total))
  end
  local problems = job.whole and job.whole:all_problems() or {}
  if job.options.problems then write_problems(job.options.problems, problems) end
  local lossy = tell_problems(job, problems)
  if job.options.manifest and job.whole then write_manifest(job, job.options.manifest) end
  if job.failed then return 1 end
  if lossy or job.lossy then return 4 end
  return job.script.finds and not job.found and 1 or 0
end

--- Runs a script with its arguments; returns the exit status.
function cli.main(script, args)
  yuelan = require "yuelan"
  local job = new_job(script, args)
  if job.options.help then
    print(cli.help(script))
    return 0
  end
  local message
  local file = not script.makes and job.options.out or nil -- what `index` makes is no file of records
  job.sink, message = out.sink(file)
  if not job.sink then cli.fail(2, "--out: %s", message) end
  job.terminal = not job.format and not file and term.is(1)
  local ok, why = xpcall(function()
    if not script.opens_itself then job.corpus = job:open(job.args) end
    script.run(job)
    if not job.format and not job.screened then show_rows(job) end
  end, function(e) return type(e) == "table" and e or debug.traceback(tostring(e), 2) end)
  if not ok then
    job.sink.drop()
    error(why, 0)
  end
  return finish(job)
end

return cli
