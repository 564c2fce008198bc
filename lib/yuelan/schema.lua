--- schema.lua - the records of the scripts: which fields, in which order, of which type.
--
-- One line a field: "name type", the type with "?" where null may stand, "[]" for a list. Types are string, integer, number,
-- boolean, and the names of the parts below. The writers go by these shapes, `yuelan schema NAME` prints them as JSON Schema,
-- and a test validates what the scripts write against that.
local json = require "yuelan.json"

local schema = {}

local parts = {}    -- name -> fields, usable as a type
local scripts = {}  -- script -> {shape name -> fields}, in order in list

local basic = {string = true, integer = true, number = true, boolean = true, any = true}

local function field(line)
  local name, type = line:match("^(%S+) (%S+)$")
  assert(name, line)
  local optional = type:sub(-1) == "?"
  if optional then type = type:sub(1, -2) end
  local array = type:sub(-2) == "[]"
  if array then type = type:sub(1, -3) end
  local f = {name = name, optional = optional}
  local kind = basic[type] and {type = type} or {type = "object", fields = assert(parts[type], type)}
  if array then
    f.type, f.array, f.item = "array", true, kind
  else
    f.type, f.fields = kind.type, kind.fields
  end
  return f
end

--- Fields from lines.
function schema.fields(lines)
  local out = {}
  for line in lines:gmatch("[^\n]+") do
    line = line:match("^%s*(.-)%s*$")
    if line ~= "" then
      for part in line:gmatch("[^,]+") do out[#out + 1] = field(part:match("^%s*(.-)%s*$")) end
    end
  end
  return out
end

--- Declares a part: a record inside records.
function schema.part(name, lines) parts[name] = schema.fields(lines) end

--- Declares a shape of the records of a script. The first is the usual one.
function schema.record(script, shape, lines)
  scripts[script] = scripts[script] or {list = {}}
  local s = {name = shape, fields = schema.fields(lines)}
  table.insert(scripts[script].list, s)
  scripts[script][shape] = s.fields
end

--- The fields of a shape.
function schema.of(script, shape) return scripts[script] and scripts[script][shape] end

--- The names of the scripts that have records.
function schema.names()
  local names = {}
  for name in pairs(scripts) do names[#names + 1] = name end
  table.sort(names)
  return names
end

-- ---- as JSON Schema ----

local function quoted(s) return json.encode(s) end

local object

local function type_of(f)
  local t
  if f.type == "any" then return "{}" end
  if f.array then
    t = '{"type":"array","items":' .. type_of(f.item) .. "}"
    return f.optional and '{"anyOf":[' .. t .. ',{"type":"null"}]}' or t
  end
  if f.fields then
    t = object(f.fields, true)
    return f.optional and '{"anyOf":[' .. t .. ',{"type":"null"}]}' or t
  end
  if f.optional then return '{"type":["' .. f.type .. '","null"]}' end
  return '{"type":"' .. f.type .. '"}'
end

function object(fields, closed, title)
  local properties, required = {}, {}
  for i, f in ipairs(fields) do
    properties[i] = quoted(f.name) .. ":" .. type_of(f)
    required[i] = quoted(f.name)
  end
  return ("{%s\"type\":\"object\",\"properties\":{%s},\"required\":[%s],\"additionalProperties\":%s}"):format(
    title and '"title":' .. quoted(title) .. "," or "", table.concat(properties, ","), table.concat(required, ","),
    closed and "false" or "true")
end

--- The JSON Schema of a script's records as text, or nil. More properties are allowed: --with and --by add some.
function schema.json(script)
  local s = scripts[script]
  if not s then return nil end
  local shapes = {}
  for i, shape in ipairs(s.list) do shapes[i] = object(shape.fields, false, script .. ": " .. shape.name) end
  local head = '{"$schema":"https://json-schema.org/draft/2020-12/schema",'
  if #shapes == 1 then return head .. shapes[1]:sub(2) end
  return head .. '"title":' .. quoted(script) .. ',"anyOf":[' .. table.concat(shapes, ",") .. "]}"
end

-- ---- the records ----

schema.part("zone", "kind string, start integer, end integer, char integer, char_end integer")
schema.part("repair", "kind string, start integer, end integer, char integer, char_end integer, before string, after string, confidence string")

local metadata = [[
  doc string, hash string, bytes integer, encoding string?, encoding_score number?, declared_encoding string?
  script string?, language string?, title string?, author string?, date string?, datetime string?, site string?
  source string?, url string?, characters integer, words integer?, share_body number?, problems integer
]]

schema.record("info", "document", metadata)
schema.record("info", "error", "doc string, start integer, end integer, error string")
schema.record("clean", "document", metadata .. "zones zone[], repairs repair[], text string, body string")
schema.record("clean", "error", "doc string, start integer, end integer, error string")
schema.part("place", "text string, start integer, end integer, char integer, char_end integer")
schema.record("search", "hit", [[
  id string, doc string, start integer, end integer, char integer, char_end integer, zone string, sentence string, left string
  match string, right string, original string?, confidence string
]])
schema.record("search", "fuzzy", [[
  id string, doc string, start integer, end integer, char integer, char_end integer, zone string, sentence string, left string
  match string, right string, original string?, confidence string, distance integer
]])
schema.record("search", "near", [[
  id string, doc string, start integer, end integer, char integer, char_end integer, zone string, sentence string, left string
  match string, right string, original string?, confidence string, places place[]
]])
schema.record("search", "anchored", [[
  id string, doc string, start integer, end integer, char integer, char_end integer, zone string, sentence string, left string
  match string, right string, original string?, confidence string, target place?, keyword place?
]])
schema.record("search", "count", "doc string, count integer")
schema.record("search", "words", "word string, count integer, documents integer")
schema.record("search", "group", [[
  count integer, documents integer, total_words integer?, total_characters integer, per_million number?
]])
schema.part("change", "kind string, from string, to string")
schema.record("trace", "copy", [[
  doc string, start integer, end integer, char integer, char_end integer, date string?, site string?, similarity number, text string
  changes change[]
]])
schema.part("passage", [[
  a_start integer, a_end integer, a_char integer, a_char_end integer, b_start integer, b_end integer, b_char integer, b_char_end integer
]])
schema.record("duplicates", "pair", "a string, b string, kind string, similarity number, containment number, passages passage[]")
schema.part("member", "doc string, date string?, similarity number")
schema.record("duplicates", "group", "group integer, representative string, members member[]")
schema.part("form", "form string, count integer")
schema.record("words", "word", "word string, pos string, rank integer, count integer, documents integer, per_million number, forms form[]")
schema.record("ngrams", "ngram", "ngram string, words string[], count integer, documents integer, per_million number")
local spread = [[
  parts integer, range integer, juilland_d number?, carroll_d2 number?, rosengren_s number?, dp number?, dp_norm number?
  dkl number?, dkl_norm number?, arf number?
]]
schema.record("words", "spread", [[
  word string, pos string, rank integer, count integer, documents integer, per_million number, forms form[]
]] .. spread)
schema.record("dispersion", "query", "query string, count integer, per_million number?, " .. spread .. "counts integer[]")
schema.record("phrases", "phrase", [[
  phrase string, count integer, documents integer, known boolean, pmi number, entropy_left number, entropy_right number
]])
schema.record("trends", "period", [[
  period string?, count integer, documents integer, total_documents integer, total_words integer, per_million number?
]])
local diversity = [[
  tokens integer, types integer, ttr number?, rttr number?, cttr number?, herdan_c number?, summer_s number?, dugast_u number?, uber_u number?
  maas number?, yule_k number?, yule_i number?, simpson_d number?, herdan_vm number?, entropy number?, msttr number?, mattr number?
  mtld number?, mtld_forward number?, mtld_backward number?, hdd number?
]]
schema.record("diversity", "document", "doc string, " .. diversity)
schema.record("diversity", "measures", diversity)
schema.record("keywords", "word", [[
  word string, count_a integer, count_b integer, total_a integer, total_b integer, documents_a integer, documents_b integer
  per_million_a number, per_million_b number, direction string, g2 number, p_adjusted number, log_ratio number
  log_ratio_low number, log_ratio_high number
]])
schema.record("keywords", "document", [[
  doc string, word string, rank integer, count integer, words integer, score number, start integer, end integer, char integer, char_end integer
  confidence string
]])
schema.record("collocates", "word", [[
  word string, observed integer, expected number, f1 integer, f2 integer, n integer, documents integer
]])
schema.part("token", "word string, pos string, start integer, end integer, char integer, char_end integer")
schema.record("segment", "sentence", "doc string, start integer, end integer, char integer, char_end integer, tokens token[]")
schema.part("annotated_token", "word string, pos string, start integer, end integer, char integer, char_end integer, attributes any")
schema.record("segment", "annotated", "doc string, start integer, end integer, char integer, char_end integer, tokens annotated_token[]")
schema.part("sentence", "text string, doc string, start integer, end integer, char integer, char_end integer, score number, why any")
schema.record("summarize", "summary", "doc string?, sentences sentence[]")
schema.part("equivalent", [[
  start integer, end integer, char integer, char_end integer, surface string, value number?, min number?, max number?, bound string?
  approx boolean, unit string?
]])
schema.record("figures", "figure", [[
  doc string, start integer, end integer, char integer, char_end integer, surface string, original string?, kind string
  value number?, min number?, max number?, bound string?, approx boolean, unit string?, iso string?, subject string?, period string?
  attributed_to string?, equivalent equivalent?, sentence string, confidence string, resolved boolean
]])
schema.part("said", [[
  doc string, start integer, end integer, char integer, char_end integer, surface string, kind string, value number?, min number?, max number?
  bound string?, approx boolean, unit string?, subject string?
]])
schema.record("timeline", "statement", [[
  date string?, date_text string, resolved boolean, event integer, sentence string, doc string, start integer, end integer, char integer
  char_end integer, document_date string?, figures said[], confidence string
]])
schema.record("cite", "citation", [[
  doc string, start integer, end integer, char integer, char_end integer, text string, original string?, confidence string, reference string
  author string?, title string?, source string?, site string?, date string?, url string?, hash string, path string?, bytes integer
]])
schema.record("cite", "check", "doc string, start integer, end integer, status string, reason string?")
schema.part("count", "doc string, count integer")
schema.record("names", "name", "name string, kind string, count integer, documents integer, variants form[], docs count[]")
schema.record("names", "place", [[
  name string, kind string, id string, doc string, start integer, end integer, char integer, char_end integer, zone string, sentence string, left string
  match string, right string, original string?, confidence string
]])
schema.record("quotes", "quotation", [[
  doc string, start integer, end integer, char integer, char_end integer, text string, original string?, speaker string?
  speaker_resolved string?, verb string?, type string, marks string?, via string?, sentence string, confidence string
]])
schema.record("quotes", "group", [[
  count integer, documents integer, total_words integer?, total_characters integer, per_million number?
  direct integer, indirect integer, mixed integer
]])
schema.part("evidence", [[
  side string?, doc string, start integer, end integer, char integer, char_end integer, text string, original string?, confidence string
]])
schema.part("value", "side string?, value number?, min number?, max number?, bound string?, approx boolean?, unit string?, period string?")
schema.part("wording", [[
  side string?, doc string, start integer, end integer, char integer, char_end integer, text string, attitude string?, negated boolean?,
  here integer, elsewhere integer
]])
schema.record("compare", "finding", [[
  id string, kind string, topic string?, relation string?, reason string, score number, evidence evidence[], values value[], wording wording[]?
]])
schema.record("check", "finding", [[
  section string, kind string, count integer, documents integer, share number?, doc string?, start integer?, end integer?, message string?
]])
schema.part("section", "name string, bytes integer, size integer")
schema.record("index", "corpus", "corpus string, documents integer, bytes integer, problems integer")
schema.record("merge", "corpus", "corpus string, documents integer, bytes integer, problems integer")
schema.record("compact", "corpus", "corpus string, documents integer, bytes integer, problems integer")
schema.record("verify", "corpus", "corpus string, sound boolean, damage string[], bytes integer, sections section[]")
schema.record("problems", "problem", "doc string, start integer, end integer, kind string, message string")

return schema
