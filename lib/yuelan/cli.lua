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
  {"excel", nil, "with --csv or --tsv, for spreadsheets: BOM, CRLF, 15 digits, TRUE and FALSE, an apostrophe before text that would run (=1+2) or change (00123)"},
  {"out", "FILE", "write there instead of standard output; the file appears when it is whole"},
  {"encoding", "NAME", "read all input as this encoding"},
  {"repair", "LEVEL", "how much damage to undo: all, likely, exact or none", choices = {"all", "likely", "exact", "none"}},
  {"zones", "ZONES", "zones to work on: body,heading,title (the default), others, or all"},
  {"where", "CONDITION", "only documents with FIELD OP VALUE; OP one of = != < <= > >= ~ (contains); null: the missing value", many = true},
  {"by", "FIELDS", "groups by these metadata fields, separated by commas"},
  {"with", "FIELDS", "add these metadata fields to each record"},
  {"metadata", "FILE", "a CSV, TSV or JSON Lines file with metadata, joined by path or id; one in a folder that names files there is used unasked", many = true},
  {"overrides", "FILE", "corrections of zones, repairs and metadata, JSON Lines, as d:relabel, d:reject and d:correct write them", many = true},
  {"dict", "FILE", "words of your own, a line `word [weight] [pos]`: each is one word wherever it stands, unless a longer one of them covers it; " ..
    "a saved corpus keeps them, and needs no --dict when it is opened"},
  {"aliases", "FILE", "names that are one: a line 特朗普 = 川普 = Trump"},
  {"distinct", "KINDS", "tell apart: case,width,script,space,punctuation,repair",
    each = {"case", "width", "script", "space", "punctuation", "repair"}},
  {"exact", nil, "tell all of them apart"},
  {"distinct-texts", nil, "each text once: documents that are copies of others, or parts of them, are left out"},
  {"files-from", "FILE", "read paths from a file, one a line; - for standard input", many = true},
  {"hidden", nil, "read hidden files of folders too"},
  {"read-as", "FORMAT", "what the input is, where name and content do not tell: text, jsonl, json, csv, tsv, html, vrt, conllu, warc or words (with spaces between them)",
    choices = {"text", "jsonl", "json", "csv", "tsv", "html", "vrt", "conllu", "warc", "words"}},
  {"text-field", "NAME", "records: the field or column that is the text; objects in objects with dots"},
  {"id-field", "NAME", "records: the field that names a record, PATH:ID instead of PATH:NUMBER"},
  {"columns", "NAMES", "VRT: names of the columns, word first: word,pos,lemma"},
  {"keep", "FIELDS", "records: fields to keep as metadata beside those known, and to write with each record; all"},
  {"strict", nil, "end when anything cannot be read or decoded as a whole"},
  {"max-document", "SIZE", "limits: of one document", kind = "size"},
  {"max-unpacked", "SIZE", "of all that comes out of one archive or compressed file", kind = "size"},
  {"max-ratio", "N", "of unpacked to packed bytes", kind = "integer"},
  {"max-members", "N", "of one archive", kind = "integer"},
  {"max-depth", "N", "of archives in archives", kind = "integer"},
  {"max-memory", "SIZE", "while one document is read; no limit by default", kind = "size"},
  {"no-map", nil, "read a saved corpus into memory instead of mapping it"},
  {"memory", "SIZE", "that the corpus may take before parts of it go to files in $TMPDIR, or `index` may take; half of the machine's by default", kind = "size"},
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

local UNIT = {[""] = 0, K = 1, M = 2, G = 3, T = 4}

-- Bytes: 500, 10K, 200M, 2G; "MB" and "MiB" are the same.
local function size_of(name, value)
  local digits, unit = value:match("^(%d+)([kKmMgGtT]?)i?[bB]?$")
  local n = digits and math.tointeger(tonumber(digits))
  local power = unit and UNIT[unit:upper()]
  if not n then usage_error("--%s: a size expected, 500, 10K, 200M or 2G, got '%s'", name, value) end
  if n > (1 << 53) >> 10 * power then usage_error("--%s: %s is too large", name, value) end
  return n << 10 * power
end

local function checked(o, value)
  if not o[2]:find("FILE") and not o[2]:find("DIR") and not utf8.len(value) then usage_error("--%s: its value is not UTF-8", o[1]) end
  if o.kind == "size" then return size_of(o[1], value) end
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

--- What was done besides: a table taken for metadata, what a dead process had left.
function Job:tell_noted()
  local noted = core.noted()
  if noted then self:note("%s", noted) end
end

--- What index, merge and compact made: a record, or a line.
function Job:made(name, c)
  self.whole = c
  self:tell_noted()
  local row = {corpus = name, documents = #c, bytes = core.saved_bytes(c), problems = #c:all_problems()}
  self:shape("corpus")
  if self.format then return self:emit(row) end
  self.screened = true
  self:print(("%s: %s, %s on the disk"):format(name, term.count(row.documents, "document"), term.count(row.bytes, "byte")))
end

-- Problems in the order of what they are about, which does not depend on how the input was cut: of what gave nothing first, then by document.
local function problems_in_order(c)
  local problems = c:all_problems()
  for i, p in ipairs(problems) do
    p.place = p.before and 2 * p.before or p.number and 2 * p.number + 1 or -1
    p.turn = i
  end
  table.sort(problems, function(a, b)
    if a.place ~= b.place then return a.place < b.place end
    return a.turn < b.turn
  end)
  return problems
end

-- A file of problems: write, close.
local function problems_file(path)
  local sink, message = out.sink(path)
  if not sink then cli.fail(2, "--problems: %s", message) end
  local write = out.writer("json", sink, schema.of("problems", "problem"))
  return write, function()
    local ok, why = sink.close()
    if not ok then cli.fail(2, "--problems: %s: %s", path, why) end
  end
end

local function write_problems(path, problems)
  local write, close = problems_file(path)
  for _, p in ipairs(problems) do write(p) end
  close()
end

local function nothing_read(problems)
  local p = problems[1]
  if not p then cli.fail(2, "no documents: no path was given, or it holds no files") end
  local message = p.message:find(p.doc, 1, true) and p.message or p.doc .. ": " .. p.message
  cli.fail(2, "no document could be read: %s%s", message, #problems > 1 and " (and more)" or "")
end

-- Ends the script when no document could be read; broken records are answered one by one.
local function must_hold_something(self, c)
  if #c > 0 then return end
  local problems = problems_in_order(c)
  for _, p in ipairs(problems) do
    if p.before then return end
  end
  if self.options.problems then write_problems(self.options.problems, problems) end
  nothing_read(problems)
end

local function any_records(c)
  for _, d in c:documents() do
    if d.format ~= "text" then return true end
  end
  return false
end

local function no_records(self)
  for _, name in ipairs {"id-field", "text-field"} do
    if self.options[name] then self:note("--%s: there are no records in the input", name) end
  end
end

local function keeps_all(options)
  for _, name in ipairs(cli.list(options.keep)) do
    if name == "all" then return true end
  end
end

-- What --keep asks for goes with each record, as if --with named it; all: these fields.
local function keep_fields(self, all)
  local there = {}
  for _, name in ipairs(self.with) do there[name] = true end
  local function add(name)
    if not there[name] then there[name], self.with[#self.with + 1] = true, name end
  end
  for _, name in ipairs(cli.list(self.options.keep)) do
    if name ~= "all" then add(name) end
  end
  for _, name in ipairs(all or {}) do add(name) end
end

-- Fields that options name and that no document had so far, with the first option that names each; in the order they were named.
local function fields_asked(self)
  local o, own, asked = self.options, {}, {}
  for _, name in ipairs(self.script.groups or {}) do own[name] = true end -- what the script groups by besides fields
  local function add(name, option)
    if not asked[name] then asked[name], asked[#asked + 1] = option, name end
  end
  for _, name in ipairs(cli.list(o.keep)) do
    if name ~= "all" then add(name, "keep") end
  end
  for _, name in ipairs(cli.list(o.by)) do
    if not own[name] then add(name, "by") end
  end
  for _, name in ipairs(self.with) do add(name, "with") end
  for _, condition in ipairs(self.conditions) do add(condition.field, "where") end
  return asked
end

-- Strikes out of the fields that were asked for those that documents of c have; what is wrong with the others is kept.
local function strike_out(asked, c)
  asked.why = {}
  for i = #asked, 1, -1 do
    local name = asked[i]
    asked.why[name] = where.no_field(c, name)
    if not asked.why[name] then table.remove(asked, i) end
  end
end

-- Fields that no document has are a mistake, but for those that --keep names.
local function check_fields(asked)
  for _, name in ipairs(asked) do
    if asked[name] ~= "keep" then usage_error("--%s: %s", asked[name], asked.why[name]) end
  end
end

local function note_fields(self, asked)
  for _, name in ipairs(asked) do
    if asked[name] == "keep" then self:note("--keep: no record has a field '%s'", name) end
  end
end

local function check_conditions(self, c)
  for _, condition in ipairs(self.conditions) do
    local wrong = not where.no_field(c, condition.field) and where.wrong_field(c, condition)
    if wrong then usage_error("--where: %s", wrong) end
  end
end

local function read_conditions(self)
  self.conditions = {}
  for i, text in ipairs(self.options.where or {}) do
    local condition, why = where.parse(text)
    if not condition then usage_error("--where: %s", why) end
    self.conditions[i] = condition
  end
end

-- The view that --zones and --where ask for.
local function view_of(self, c)
  if self.options.zones then
    local fine, view = pcall(c.zones, c, self.options.zones)
    if not fine then usage_error("%s", trace.plain(tostring(view))) end
    c = view
  end
  if #self.conditions > 0 then
    c = c:where(function(d) return where.test(d, self.conditions) end)
  end
  return c
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

local function check_paths(self, paths)
  if #paths > 0 or self.options["files-from"] then return end
  usage_error("no PATH given; yuelan %s [OPTIONS] %s", self.script.name, self.script.usage or "PATH...")
end

--- Opens paths with the common options; ends the script when nothing could be read.
function Job:open(paths)
  check_paths(self, paths)
  local ok, c, message = pcall(yuelan.open, self:request(paths))
  if not ok then cli.misused(c) end
  if not c then cli.fail(2, "%s", message) end
  self:tell_noted()
  self.whole = c
  must_hold_something(self, c)
  if not any_records(c) then no_records(self) end
  read_conditions(self)
  local asked = fields_asked(self)
  keep_fields(self, keeps_all(self.options) and c:fields())
  strike_out(asked, c)
  check_fields(asked)
  note_fields(self, asked)
  check_conditions(self, c)
  c = view_of(self, c)
  if self.options["distinct-texts"] then
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

--- The groups of --by whose lists are records of a shape (words.groups); --limit and --offset are of each list. One, if there is no --by.
function Job:groups(shape)
  local words = require "yuelan.words"
  local list, head = words.groups(self.corpus, cli.list(self.options.by))
  self:shape(table.move(schema.of(self.script.name, shape), 1, #schema.of(self.script.name, shape), #head + 1, head))
  if #head > 0 then self.total, self.shown = 0, 0 end
  for i, f in ipairs(head) do self.screen_also[i] = f.name end
  return list
end

--- Which of n records are wanted by --limit and --offset: first, last. Notes what is left out.
function Job:range(n, default_limit)
  local first = (self.options.offset or 0) + 1
  local limit = self.options.limit or default_limit
  local last = limit and math.min(n, first + limit - 1) or n
  if first > last then last = first - 1 end
  local grouped = #self.screen_also > 0
  self.total = (grouped and self.total or 0) + n
  self.shown = (grouped and self.shown or 0) + last - first + 1
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

--- Is the next record wanted by --limit and --offset?  Where their number is not known before; each is asked for once.
function Job:wanted(default_limit)
  local o = self.options
  local limit, offset = o.limit or default_limit or math.huge, o.offset or 0
  self.total, self.shown = (self.total or 0) + 1, self.shown or 0
  if self.total <= offset or self.shown >= limit then return false end
  self.shown = self.shown + 1
  return true
end

--- Calls fn(c, whole) with the corpus (the view that was asked for, and all that was read), or with each piece of it as it comes.
function Job:each_corpus(fn)
  self.total, self.shown = 0, 0
  if self.account then self:each_piece(fn) else fn(self.corpus, self.whole) end
end

--- Emits make(i) for the i of 1 … n that are wanted.
function Job:emit_each(n, make, default_limit)
  local first, last = self:range(n, default_limit)
  for i = first, last do self:emit(make(i)) end
end

-- What stands in the place of each record of the input, in its order: the number of a document of the view c, or the problem of a
-- record that gave none, when records for programs are written of all documents.
local function items_of(self, c, whole)
  local refused, items, k = {}, {}, 1
  if self.format == "json" and not self.options.where then
    for _, p in ipairs(whole:all_problems()) do
      if p.before then refused[#refused + 1] = p end -- in order already
    end
  end
  for i = 1, #c do
    while refused[k] and refused[k].before < c[i]:number() do
      items[#items + 1], k = refused[k], k + 1
    end
    items[#items + 1] = i
  end
  return table.move(refused, k, #refused, #items + 1, items)
end

--- Emits make(d, i) for the documents of the corpus that are wanted, and in their places an error object for each record of the input
--- that gave none: a record out for each record in.
function Job:emit_documents(make)
  self:each_corpus(function(c, whole)
    for _, item in ipairs(items_of(self, c, whole)) do
      if not self:wanted() then
        goto continue
      elseif math.type(item) == "integer" then
        self:emit(make(c[item], item), c[item])
      else
        self.sink.write(json.encode({doc = item.doc, start = item.start, ["end"] = item["end"], error = item.message}) .. "\n")
      end
      ::continue::
    end
  end)
end

--- Are charts drawn? On a terminal, and where --plot asks for them; among records they have no place.
function Job:plots()
  if self.format and self.options.plot then usage_error("--plot draws on the screen; --%s writes records", self.format) end
  return not self.format and (self.terminal or self.options.plot) and true or false
end

--- Text on the screen (not a record).
function Job:print(text) self.sink.write(text .. "\n") end

--- Prose on the screen behind first: on a terminal broken at its width, further lines behind indent; else one line.
function Job:prose(first, text, indent)
  text = term.line(text)
  self:print(self.terminal and require("yuelan.digest").wrap(text, term.size(), indent, first) or first .. text)
end

-- Rows for the screen that no screen of the script took.
local function show_rows(self)
  local columns, taken = {}, {}
  for _, name in ipairs(self.script.columns or {}) do taken[name] = true end
  for _, name in ipairs(cli.list(self.options.by or "")) do taken[name] = true end -- what a row is of
  for _, name in ipairs(self.with) do taken[name] = true end
  for _, name in ipairs(self.screen_also) do taken[name] = true end
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

-- What is remembered of the input for the end: problems, and what the manifest says of documents.
local function new_account()
  return {problems = 0, lossy = 0, rows = 0, about = 0, told = {}, first = {}, documents = 0, characters = 0, hashes = json.array {}, records = false, refused = 0}
end

local function count_problem(account, p)
  account.problems = account.problems + 1
  if #account.first < 2 then account.first[#account.first + 1] = p end
  if p.before then account.refused = account.refused + 1 end
  if p.kind == "metadata" then account.rows = account.rows + 1 end
  if p.lossy then account.lossy = account.lossy + 1 end
  local about = p.kind == "other" and p.doc:find("%.yuelan/?$") -- the corpus itself
  if about then account.about = account.about + 1 end
  if p.kind == "skipped" or about or p.lossy and account.lossy <= MOST_TOLD then account.told[#account.told + 1] = p end
end

local function count_documents(account, c)
  for _, d in c:documents() do
    account.documents = account.documents + 1
    account.hashes[account.documents] = {doc = d.doc, hash = d.hash, bytes = d.size}
    account.characters = account.characters + d.characters
  end
end

local function tell_problems(self, account)
  for _, p in ipairs(account.told) do
    if p.kind == "skipped" or p.message:find(p.doc, 1, true) then
      self:note("%s", p.message)
    else
      self:note("%s: %s%s", p.doc, p["end"] > 0 and ("byte %d: "):format(p.start) or "", p.message)
    end
  end
  if account.lossy > MOST_TOLD then self:note("… and %s like these", term.thousands(account.lossy - MOST_TOLD)) end
  if self.options.problems then return end
  local others = account.problems - account.rows - account.about
  if others > account.lossy then
    self:note("%s in the input; --problems FILE lists %s", term.count(others, "problem"), others == 1 and "it" or "them")
  end
  if account.rows > 0 then self:note("%s of metadata without a document; --problems FILE lists them", term.count(account.rows, "row")) end
end

local function write_manifest(self, account, path)
  local manifest = {
    versions = {yuelan = core.version, lua = _VERSION, iconv = core.iconv, libraries = term.host and term.host.libraries() or json.null},
    script = self.script.name, arguments = json.array(table.move(self.given, 1, #self.given, 1, {})), options = self.options,
    view = {zones = account.zones, where = self.options.where and json.array(self.options.where) or json.null},
    seed = self.options.seed or json.null, data = account.hashes,
    totals = {documents = account.documents, characters = account.characters, records = self.total or #self.rows, shown = self.shown or #self.rows,
      problems = account.problems},
  }
  local sink, message = out.sink(path)
  if not sink then cli.fail(2, "--manifest: %s", message) end
  sink.write(json.encode(manifest) .. "\n")
  local ok, why = sink.close()
  if not ok then cli.fail(2, "--manifest: %s: %s", path, why) end
end

-- ---- JSON Lines on standard input, answered as they come ----

-- Is it to be read so?  Not where something must be known of all records before the first is written: which are copies of one another, which fields
-- there are.
local function as_it_comes(self)
  local o, wish = self.options, self.script.piecewise
  return wish and wish(o) and self.format == "json" and #self.args == 1 and self.args[1] == "-" and not o["files-from"] and
    not o["distinct-texts"] and not keeps_all(o)
end

local function take_account(self, piece, view, write)
  local account = self.account
  for _, p in ipairs(problems_in_order(piece)) do
    count_problem(account, p)
    if write then write(p) end
  end
  if self.options.manifest then count_documents(account, view) end
  account.any = account.any or #piece > 0
  account.records = account.records or any_records(piece)
  account.zones = view:zones()
end

--- Calls emit(view, piece) for each piece of the input, in bounded memory; what was written goes out before the next is waited for.
function Job:each_piece(emit)
  local account, o, asked = self.account, self.options, self.asked
  local write, close
  if o.problems then write, close = problems_file(o.problems) end
  local ok, next_piece, message, _, closing = pcall(yuelan.pieces, self:request(self.args))
  if not ok then cli.misused(next_piece) end
  if not next_piece then cli.fail(2, "%s", message) end
  self:tell_noted()
  local function careful()
    local fine, piece = pcall(next_piece)
    if not fine then cli.misused(piece) end
    return piece
  end
  for piece in careful, nil, nil, closing do
    strike_out(asked, piece)
    local settled = piece[1] and piece[1].format == "jsonl" and not o.metadata -- no other record will bring a field that is not kept
    if settled then check_fields(asked) end
    check_conditions(self, piece)
    local view = view_of(self, piece)
    take_account(self, piece, view, write)
    emit(view, piece)
    self.sink.flush()
  end
  if close then close() end
  if not account.any and account.refused == 0 then nothing_read(account.first) end
  check_fields(asked)
  note_fields(self, asked)
  if not account.records then no_records(self) end
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
    script = script, options = options, args = positionals, rows = {}, screen_also = {}, with = cli.list(options.with), given = args,
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
  local account = job.account
  if not account then
    account = new_account()
    local problems = job.whole and problems_in_order(job.whole) or {}
    for _, p in ipairs(problems) do count_problem(account, p) end
    if job.options.problems then write_problems(job.options.problems, problems) end
    local c = job.corpus or job.whole
    if job.options.manifest and c then
      count_documents(account, c)
      account.zones = c:zones()
    end
  end
  tell_problems(job, account)
  if job.options.manifest and account.zones then write_manifest(job, account, job.options.manifest) end
  if job.failed then return 1 end
  if account.lossy > 0 or job.lossy then return 4 end
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
    if as_it_comes(job) then
      job.account = new_account()
      read_conditions(job)
      job.asked = fields_asked(job)
      keep_fields(job)
    elseif not script.opens_itself then
      job.corpus = job:open(job.args)
    end
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
