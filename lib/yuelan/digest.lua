--- digest.lua - summaries and comparisons: c:summarize{…}, c:compare{by = "site"}, yuelan.compare(a, b, …).
local arguments = require "yuelan.arguments"
local core = require "yuelan.core"
local markdown = require "yuelan.markdown"
local sides = require "yuelan.sides"
local term = require "yuelan.term"

local digest = {}
local Corpus, Document = core.Corpus.methods, core.Document.methods

-- ---- summaries ----

local summary_mt = {__name = "Summary"}

local function sentence(row)
  return {text = row.text, doc = row.doc, start = row.start, ["end"] = row["end"], char = row.char, char_end = row.char_end,
    score = row.score, why = row.why}
end

--- Summaries of the documents of c: {doc =, sentences = {…}, document =}, one each; with together one for all, without doc.
function digest.summaries(c, options)
  local rows, message, code = c:summary_rows(options)
  if not rows then return nil, message, code end
  if options.together then
    local all = {sentences = {}}
    for i, row in ipairs(rows) do all.sentences[i] = sentence(row) end
    return {all}
  end
  local out, at = {}, 1
  for i, d in c:documents() do
    local number, s = d:number(), {doc = d.doc, document = d, sentences = {}}
    while rows[at] and rows[at].number == number do
      table.insert(s.sentences, sentence(rows[at]))
      at = at + 1
    end
    out[i] = s
  end
  return out
end

local closers = {}
for _, c in utf8.codes("，。、；：？！”’）》」』】…％,.;:?!)%") do closers[utf8.char(c)] = true end

--- s broken into lines of at most `width` columns, each behind `indent`; the first behind `first`.
function digest.wrap(s, width, indent, first)
  s = term.line(s)
  local lines, lead = {}, first or indent
  local full = math.max(width - term.width(indent), 16)
  local room = full - 2 -- what closes hangs in the last two columns
  repeat
    local line = core.fit(s, room, term.ambiguous)
    if #line < #s then
      local back = line:match("^(.-)[%w'%-]+$") -- not inside a Latin word
      local breaks = s:sub(#line + 1, #line + 1):find("^[%w]") and line:find("[%w]$")
      if breaks and back and #back > #line // 2 then line = back end
    end
    if line == "" then line = s end
    for _ = 1, 3 do -- what closes does not begin a line
      local c = s:match("^[%z\1-\127\194-\253][\128-\191]*", #line + 1)
      if not c or not closers[c] or term.width(line .. c) > full then break end
      line = line .. c
    end
    lines[#lines + 1] = lead .. line
    s = s:sub(#line + 1):gsub("^ +", "")
    lead = indent
  until s == ""
  return table.concat(lines, "\n")
end

local function why_text(why)
  local names, parts = {}, {}
  for name in pairs(why) do names[#names + 1] = name end
  table.sort(names, function(a, b)
    local x, y = math.abs(why[a]), math.abs(why[b])
    if x ~= y then return x > y end
    return a < b
  end)
  for i, name in ipairs(names) do parts[i] = ("%s %+.2f"):format(name, why[name]) end
  return table.concat(parts, ", ")
end

--- A summary as lines for the screen. With why, under each sentence what its score is made of.
function digest.summary_text(s, width, why)
  local lines = {}
  for _, x in ipairs(s.sentences) do
    lines[#lines + 1] = digest.wrap(markdown.plain(x.text), width, "  ", "• ")
    lines[#lines + 1] = ("    %s:%d-%d"):format(x.doc, x.start, x["end"])
    if why then lines[#lines + 1] = digest.wrap(why_text(x.why), width, "      ", ("    %.2f = "):format(x.score)) end
  end
  if #s.sentences == 0 then lines[1] = "  (no body text)" end
  return table.concat(lines, "\n")
end

function summary_mt.__tostring(list)
  local lines = {}
  for _, s in ipairs(list) do
    if s.doc then lines[#lines + 1] = s.document and s.document.title and ("%s  《%s》"):format(s.doc, s.document.title) or s.doc end
    lines[#lines + 1] = digest.summary_text(s, term.size())
  end
  return table.concat(lines, "\n")
end

--- summarize{sentences = 5, characters =, share =, together =, method =}: a list of {doc, sentences}; prints as text.
function Corpus:summarize(options)
  local list, message, code = digest.summaries(self, options or {})
  if not list then return nil, message, code end
  return setmetatable(list, summary_mt)
end

--- The same of one document.
function Document:summarize(options) return self:view():zones("body,heading,title"):summarize(options) end

-- ---- comparisons ----

local comparison_mt = {__name = "Comparison"}

--- Compares sides {name =, view =}: {sides =, findings =, found =}. The findings are the records of `compare`.
function digest.compare(list, options)
  local views = {}
  for i, s in ipairs(list) do views[i] = s.view end
  local findings, found, sentences = core.compare_rows(views, options)
  if not findings then return nil, found, sentences end
  for i, s in ipairs(list) do s.sentences = sentences[i] end
  for _, f in ipairs(findings) do
    for _, e in ipairs(f.evidence) do e.n, e.side = e.side, list[e.side].name end
    for _, v in ipairs(f.values) do v.n, v.side = v.side, list[v.side].name end
    for _, w in ipairs(f.wording or {}) do w.n, w.side = w.side, list[w.side].name end
  end
  return setmetatable({sides = list, findings = findings, found = found}, comparison_mt)
end

--- compare{by = "site", themes =, sentences =, terms =, passages =, figures =, dates =, voices =}: the groups by a field against each other.
function Corpus:compare(options)
  options = arguments.options(options, "compare")
  if type(options.by) ~= "string" then error("compare: by = a field expected; yuelan.compare(a, b) compares views", 2) end
  local list, o = sides.by(self, options.by), {}
  for k, v in pairs(options) do
    if k ~= "by" then o[k] = v end
  end
  if #list < 2 then error(("compare: all documents have the same %s"):format(options.by), 2) end
  return digest.compare(list, o)
end

--- compare(a, b, …): documents or views of one corpus; the last argument may be a table of options.
function digest.compare_values(...)
  local list, options = {}, {}
  for i, x in ipairs {...} do
    local mt = getmetatable(x)
    if mt == core.Document then list[i] = {name = x.doc, view = x:view():zones("body,heading,title")}
    elseif mt == core.Corpus then list[i] = {name = string.char(64 + i), view = x}
    elseif type(x) == "table" and mt == nil then options = x
    else error("compare: Document or Corpus expected, got " .. type(x), 3) end
  end
  return digest.compare(list, options)
end

-- ---- the screen ----

local MANY = 4 -- sides, from which on the report is by side
local MOST_PASSAGES = 10 -- on the screen

local function counted(shown, found) return shown < found and ("%d of %d"):format(shown, found) or tostring(shown) end

local function by_group(c)
  local g = {shared = {}, passage = {}, figure = {}, date = {}, quote = {}, sentence = {}, word = {}}
  for _, f in ipairs(c.findings) do
    table.insert(g[f.kind ~= "distinct" and f.kind or #f.values > 0 and "word" or "sentence"], f)
  end
  return g
end

local function quotation(e, names, width)
  local label = term.pad(term.cut(names[e.n], 13), 13)
  return digest.wrap(markdown.plain(e.text), width, (" "):rep(16), "  " .. label .. " ") .. ("\n%s%s:%d-%d"):format((" "):rep(16), e.doc, e.start, e["end"])
end

local function values_text(f, names)
  local parts = {}
  for i, v in ipairs(f.values) do parts[i] = ("%s %d"):format(term.cut(names[v.n], 12), v.value) end
  return table.concat(parts, " · ")
end

local function show_sides(c, add, names)
  local Table = require "yuelan.table"
  local rows = {}
  for i, s in ipairs(c.sides) do
    rows[i] = {side = names[i], documents = #s.view, words = s.view:count_words(), sentences = s.sentences, title = #s.view == 1 and s.view[1].title or nil}
  end
  add(Table.new(rows, {{name = "side"}, {name = "documents", type = "integer"}, {name = "words", type = "integer"},
    {name = "sentences", type = "integer"}, {name = "title"}}):text{rows = math.huge})
end

--- The words one side writes about a theme with: `own` ones, then those of each attitude, {"critical", "质疑 2 · 不足"}; counts of 1 are left out.
function digest.wording(f, n)
  local groups, at = {}, {}
  local function group(name)
    if not at[name] then
      groups[#groups + 1] = {name, {}}
      at[name] = groups[#groups][2]
    end
    return at[name]
  end
  for pass = 1, 2 do
    for _, w in ipairs(f.wording or {}) do
      if w.n == n and (w.attitude ~= nil) == (pass == 2) then
        table.insert(group(w.attitude or "own"), w.here > 1 and ("%s %d"):format(term.line(w.text), w.here) or term.line(w.text))
      end
    end
  end
  for i, g in ipairs(groups) do groups[i] = {g[1], table.concat(g[2], " · ")} end
  return groups
end

local function wording_text(f, n)
  local parts = {}
  for i, g in ipairs(digest.wording(f, n)) do parts[i] = ("%s: %s"):format(g[1] == "own" and "its words" or g[1], g[2]) end
  return table.concat(parts, "; ")
end

-- The evidence of the sides that have most of a theme.
local function most_about(f)
  local of, list = {}, {}
  for _, v in ipairs(f.values) do of[v.n] = v.value end
  table.move(f.evidence, 1, #f.evidence, 1, list)
  table.sort(list, function(a, b)
    if of[a.n] ~= of[b.n] then return of[a.n] > of[b.n] end
    return a.n < b.n
  end)
  return table.move(list, 1, MANY, 1, {})
end

local function show_themes(c, list, add, names, width)
  add(("\nThemes in common: %s"):format(counted(#list, c.found.shared)))
  for k, f in ipairs(list) do
    local many = #c.sides > MANY
    local with = f.reason:match("; with .*$") or ""
    add(digest.wrap(("(%s)"):format(many and f.reason or "sentences: " .. values_text(f, names) .. with), width, "   ", ("\n%d. %s  "):format(k, term.line(f.topic))))
    for _, e in ipairs(many and most_about(f) or f.evidence) do
      add(quotation(e, names, width))
      local said = wording_text(f, e.n)
      if said ~= "" then add(digest.wrap(said, width, (" "):rep(18), (" "):rep(16) .. "~ ")) end
    end
    if many and #f.evidence > MANY then add(("  … and %s"):format(term.count(#f.evidence - MANY, "more side"))) end
  end
end

local function show_passages(c, list, add, names, width)
  if c.found.passage == 0 then return end
  local most = math.min(#list, MOST_PASSAGES)
  add(("\nPassages in common: %s"):format(counted(most, c.found.passage)))
  for k = 1, most do
    local f = list[k]
    add("\n  " .. f.reason)
    for i, e in ipairs(f.evidence) do
      if i > 6 then
        add(("  … and %s"):format(term.count(#f.evidence - 6, "more copy", "more copies")))
        break
      end
      add(quotation({n = e.n, doc = e.doc, start = e.start, ["end"] = e["end"], text = term.cut(term.line(markdown.plain(e.text)), 240)}, names, width))
    end
  end
end

local function number(x) return math.type(x) == "integer" and term.number(x) or ("%g"):format(x) end

-- 5,576,000 USD (2025-01); ~5,600,000 USD; 3–5 %; > 40 %; a date.
local function value_text(v)
  local s
  if v.value then s = number(v.value)
  elseif v.min and v.max then s = number(v.min) .. "–" .. number(v.max)
  elseif v.min or v.max then s = (v.bound or "") .. " " .. number(v.min or v.max)
  else return v.period or "" end
  if v.approx then s = "~" .. s end
  if v.unit then s = s .. " " .. v.unit end
  return v.period and ("%s (%s)"):format(s, v.period) or s
end

-- Figures or dates side by side: what was found, then each side's value and sentence.
local function show_claims(list, found, title, add, names, width)
  if found == 0 then return end
  add(("\n%s: %s"):format(title, counted(#list, found)))
  for k, f in ipairs(list) do
    add(("\n%d. %s  %s: %s"):format(k, term.line(f.topic), f.relation, f.reason))
    for i, e in ipairs(f.evidence) do
      if i > MANY + 2 then
        add(("  … and %s"):format(term.count(#f.evidence - i + 1, "more side")))
        break
      end
      add(("  %s %s"):format(term.pad(term.cut(names[e.n], 13), 13), value_text(f.values[i])))
      add(quotation({n = e.n, doc = e.doc, start = e.start, ["end"] = e["end"], text = term.cut(term.line(markdown.plain(e.text)), 200)}, {[e.n] = ""}, width))
    end
  end
end

-- Who is quoted: by several sides with evidence of each, then those of one side only.
local function show_voices(list, found, add, names, width)
  if found == 0 then return end
  add(("\nWho is quoted by whom: %s"):format(counted(#list, found)))
  local only = {}
  for _, f in ipairs(list) do
    if f.relation == "only" then
      only[#only + 1] = f
    else
      add(("\n  %s  %s"):format(term.line(f.topic), f.reason))
      for i, e in ipairs(f.evidence) do
        if i > 2 * MANY then
          add(("  … and %s"):format(term.count(#f.evidence - i + 1, "more quotation")))
          break
        end
        add(quotation({n = e.n, doc = e.doc, start = e.start, ["end"] = e["end"], text = term.cut(term.line(markdown.plain(e.text)), 200)}, names, width))
      end
    end
  end
  for i, f in ipairs(only) do
    local e = f.evidence[1]
    if i == 1 or only[i - 1].evidence[1].n ~= e.n then add(("\n  only %s"):format(names[e.n])) end
    add(quotation({n = 1, doc = e.doc, start = e.start, ["end"] = e["end"], text = term.cut(term.line(markdown.plain(e.text)), 160)}, {term.line(f.topic)}, width))
  end
end

local function show_sentences(list, add, names, width)
  add("\nWhat only one side says")
  local last
  for _, f in ipairs(list) do
    local e = f.evidence[1]
    if e.n ~= last then
      add("\n" .. names[e.n])
      last = e.n
    end
    add(digest.wrap(markdown.plain(e.text), width, "  ", "• ") .. ("\n    [%s]  %s:%d-%d"):format(term.line(f.topic), e.doc, e.start, e["end"]))
  end
end

local function show_words(c, list, add, names)
  local Table = require "yuelan.table"
  add("\nWords that set the sides apart (sentences that have them)")
  local rows = {}
  for i, f in ipairs(list) do
    local own = f.values[1]
    local here, of_here, elsewhere, of_elsewhere, g2 = f.reason:match("^in (%d+) of (%d+) .- here, (%d+) of (%d+) elsewhere; G2 ([%d.]+)")
    rows[i] = {
      side = names[own.n], word = term.line(f.topic), here = ("%s/%s"):format(here, of_here),
      elsewhere = ("%s/%s"):format(elsewhere, of_elsewhere), G2 = tonumber(g2),
    }
  end
  if #c.sides < MANY then
    add(Table.new(rows, {{name = "side"}, {name = "word"}, {name = "here"}, {name = "elsewhere"}, {name = "G2", type = "number"}}):text{rows = math.huge})
    return
  end
  local lines, at = {}, {}
  for _, r in ipairs(rows) do
    if not at[r.side] then lines[#lines + 1], at[r.side] = {side = r.side}, #lines + 1 end
    table.insert(lines[at[r.side]], ("%s %s"):format(r.word, r.here:match("^%d+")))
  end
  for _, l in ipairs(lines) do add(digest.wrap(table.concat(l, " · "), term.size(), (" "):rep(16), term.pad(term.cut(l.side, 14), 14) .. "  ")) end
end

-- Paths lose the folders they have in common.
local function shorten(names)
  local common = names[1]:match("^.*/")
  while common do
    local all = true
    for _, n in ipairs(names) do all = all and n:sub(1, #common) == common and #n > #common end
    if all then break end
    common = common:sub(1, -2):match("^.*/")
  end
  for i, n in ipairs(common and names or {}) do names[i] = n:sub(#common + 1) end
end

--- A comparison as text for the screen.
function digest.comparison_text(c, width)
  local lines, names = {}, {}
  local function add(s) lines[#lines + 1] = s end
  for i, s in ipairs(c.sides) do names[i] = sides.label(s) end
  shorten(names)
  local g = by_group(c)
  show_sides(c, add, names)
  show_themes(c, g.shared, add, names, width)
  show_passages(c, g.passage, add, names, width)
  show_claims(g.figure, c.found.figure, "Figures side by side", add, names, width)
  show_claims(g.date, c.found.date, "Dates of the same event", add, names, width)
  show_voices(g.quote, c.found.quote, add, names, width)
  show_sentences(g.sentence, add, names, width)
  show_words(c, g.word, add, names)
  return table.concat(lines, "\n")
end

function comparison_mt.__tostring(c)
  local ok, s = pcall(digest.comparison_text, c, term.size())
  return ok and s or "Comparison: its corpus is closed"
end

return digest
