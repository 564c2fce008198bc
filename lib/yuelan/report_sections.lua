--- report_sections.lua - the sections of a report up to the words: what is in the corpus, how good it is, what it says, how its sides differ.
--
-- A section is {name, title, make}; make(p) gives HTML, nil where there is nothing to show, or nil, message, code when it failed.
local digest = require "yuelan.digest"
local markdown = require "yuelan.markdown"
local core = require "yuelan.core"
local page = require "yuelan.report_page"
local svg = require "yuelan.svg"
local term = require "yuelan.term"

local sections = {}
local escape = page.escape

local function add(name, title, make) sections[#sections + 1] = {name = name, title = title, make = make} end
sections.add = add

local function number(x) return term.thousands(x) end

-- ---- counting what documents are ----

-- Values of a field of the documents: {label, value (documents)}, most first; the missing one last.
local function counted(p, field)
  local rows, by, missing = {}, {}, nil
  for _, d in p.corpus:documents() do
    local v = field == "script" and d.script or d:field(field) or (field == "encoding" and d.encoding) or nil
    if v == nil then missing = (missing or 0) + 1
    else
      v = tostring(v)
      if not by[v] then by[v], rows[#rows + 1] = {label = v, value = 0}, v end
      by[v].value = by[v].value + 1
    end
  end
  for i, v in ipairs(rows) do rows[i] = by[v] end
  table.sort(rows, function(a, b) return a.value > b.value or (a.value == b.value and a.label < b.label) end)
  return rows, missing
end

local function span_of_dates(p)
  local first, last, undated = nil, nil, 0
  for _, d in p.corpus:documents() do
    local date = d:field("date")
    if not date then undated = undated + 1
    elseif date:find("^%d") then
      if not first or date < first then first = date end
      if not last or date > last then last = date end
    end
  end
  return first, last, undated
end

-- Facts that several sections need, counted once.
local function facts(p)
  if p.facts then return p.facts end
  local f = {bytes = 0, characters = 0, repairs = 0, furniture = 0, zones = {}, kinds = {}, places = {}}
  for _, d in p.corpus:documents() do
    f.bytes, f.characters = f.bytes + d.size, f.characters + d.characters
    for _, z in d:zones():rows() do
      f.zones[z.kind] = (f.zones[z.kind] or 0) + z.char_end - z.char
    end
    for _, r in d:repairs():rows() do
      f.repairs = f.repairs + 1
      local k = f.kinds[r.kind]
      if not k then
        k = {kind = r.kind, exact = 0, likely = 0, guess = 0, count = 0, documents = 0, first = {d, r}}
        f.kinds[r.kind], f.kinds[#f.kinds + 1] = k, k
      end
      if k.last ~= d.doc then k.last, k.documents = d.doc, k.documents + 1 end
      k[r.confidence], k.count = (k[r.confidence] or 0) + 1, k.count + 1
    end
  end
  for kind, n in pairs(f.zones) do
    if kind ~= "body" and kind ~= "heading" and kind ~= "title" then f.furniture = f.furniture + n end
  end
  table.sort(f.kinds, function(a, b) return a.count > b.count or (a.count == b.count and a.kind < b.kind) end)
  p.facts = f
  return f
end

--- The line under the title of the page.
function sections.headline(p)
  local first, last = span_of_dates(p)
  local parts = {number(#p.corpus) .. " " .. p.say("documents"), number(p.corpus:characters()) .. " " .. p.say("characters")}
  if first then parts[#parts + 1] = first == last and first or first .. " – " .. last end
  if p.sides then
    for i, s in ipairs(p.sides) do
      if i > 6 then
        parts[#parts + 1] = "…"
        break
      end
      parts[#parts + 1] = ("%s (%s)"):format(s.name or p.say("(none)"), number(#s.view))
    end
  end
  return page.bdi(table.concat(parts, " · "))
end

-- ---- overview ----

-- The pairs of documents with text in common, found once; nil, message.
local function pairs_of_texts(p)
  if not p.pairs then p.pairs, p.no_pairs = p.corpus:duplicates() end
  return p.pairs, p.no_pairs
end

local function tiles(p)
  local f, c = facts(p), p.corpus
  local out = {}
  local function tile(name, value, small)
    out[#out + 1] = ("<div><dt>%s</dt><dd%s>%s%s</dd></div>"):format(escape(p.say(name)),
      #value > 9 and ' class="long"' or "", escape(value), small and "<small>" .. escape(small) .. "</small>" or "")
  end
  local first, last, undated = span_of_dates(p)
  local sites, encodings, scripts = counted(p, "site"), counted(p, "encoding"), counted(p, "script")
  local copies = 0
  for _, g in ipairs(pairs_of_texts(p) and p.pairs:copies(0.8) or {}) do copies = copies + #g - 1 end
  tile("documents", number(#c))
  tile("characters", number(f.characters), number(f.bytes) .. " " .. p.say("bytes"))
  tile("words", number(c:count_words() or 0))
  tile("encodings", number(#encodings))
  tile("scripts", number(#scripts))
  if #sites > 0 then tile("sites", number(#sites)) end
  tile("dates", first and first:sub(1, 10) or "–", first and (last ~= first and "– " .. last:sub(1, 10) .. (undated > 0 and " · " or "") or "") ..
    (undated > 0 and ("%s %s"):format(p.say("no date"), number(undated)) or ""))
  tile("furniture", f.characters > 0 and ("%.1f %%"):format(100 * f.furniture / f.characters) or "–")
  tile("repairs", number(f.repairs))
  tile("problems", number(#c:problems()))
  tile("copies", number(copies))
  return '<dl class="tiles">' .. table.concat(out) .. "</dl>\n"
end

local function shares(p, field, name)
  local rows, missing = counted(p, field)
  if #rows == 0 then return "" end
  local most = {}
  for i = 1, math.min(#rows, 8) do
    most[i] = {label = p.say(rows[i].label), value = rows[i].value}
  end
  if missing then most[#most + 1] = {label = p.say("(none)"), value = missing, series = 8} end
  return "<div>" .. p:heading(name) .. page.figure(svg.bars(most, p.say(name))) .. p:shown(math.min(#rows, 8), #rows) .. "</div>"
end

add("overview", "Overview", function(p)
  local rows = {}
  for i, d in p.corpus:documents() do
    if i > p.rows then break end
    rows[i] = {doc = p:document(d), title = d:field("title"), site = d:field("site"), source = d:field("source"),
      date = d:field("date"), encoding = d.encoding, script = d.script,
      characters = d.characters, body = d.share_body, repairs = #d:repairs(), problems = d:problem_count()}
  end
  return tiles(p) .. '<div class="pair three">' .. shares(p, "encoding", "Encodings") .. shares(p, "script", "Scripts") .. shares(p, "site", "Sites") ..
    "</div>\n" .. p:heading("Documents") .. p:table({
      {"Document", "doc", kind = "html"}, {"Title", "title", wide = true}, {"Site", "site"}, {"Source", "source"},
      {"Date", "date", kind = "short"}, {"Encoding", "encoding",
      kind = "short"}, {"Script", "script", kind = "term"},
      {"Characters", "characters", kind = "number", bar = true}, {"Body", "body", kind = "percent"}, {"Repairs", "repairs", kind = "number"},
      {"Problems", "problems", kind = "number"},
    }, rows, #p.corpus)
end)

-- ---- quality ----

local function problems(p)
  local list, rows = p.corpus:problems(), {}
  if #list == 0 then return p:paragraph("No problems were found.") end
  for i = 1, math.min(#list, p.rows) do
    local r = list[i]
    rows[i] = {kind = r.kind, message = r.message, place = p.by_doc[r.doc] and r["end"] and r["end"] > 0 and p:place_of(r) or
      p.by_doc[r.doc] and p:document(p.by_doc[r.doc]) or page.bdi(r.doc)}
  end
  return p:table({{"Kind", "kind", kind = "term"}, {"Message", "message"}, {"Place", "place", kind = "html"}}, rows, #list)
end

local function repairs(p)
  local f, rows = facts(p), {}
  if #f.kinds == 0 then return p:paragraph("Nothing was repaired.") end
  for i, k in ipairs(f.kinds) do
    local d, r = k.first[1], k.first[2]
    rows[i] = {kind = k.kind, count = k.count, documents = k.documents, exact = k.exact, likely = k.likely, guess = k.guess,
      place = p:place(d, r.text_start, r.text_end),
      example = ("%s → %s"):format(term.cut(page.seen(r.before), 24), term.cut(page.seen(r.after), 24))}
  end
  return p:table({{"Kind", "kind", kind = "term"}, {"Count", "count", kind = "number", bar = true}, {"documents", "documents", kind = "number"},
    {"exact", "exact", kind = "number"}, {"likely", "likely", kind = "number"}, {"guess", "guess", kind = "number"}, {"Before", "example"},
    {"First place", "place", kind = "html"}}, rows)
end

local function zones(p)
  local f, rows = facts(p), {}
  for kind, n in pairs(f.zones) do
    rows[#rows + 1] = {label = p.say(kind), value = n, series = (kind == "body" or kind == "heading" or kind == "title") and 1 or 4}
  end
  table.sort(rows, function(a, b) return a.value > b.value or (a.value == b.value and a.label < b.label) end)
  return page.figure(svg.bars(rows, p.say("Zones")))
end

-- A document of a pair, by the first passage that both have.
local function member(p, doc, passage, side)
  local d = p.by_doc[doc]
  if not d then return page.bdi(doc) end
  if not passage then return p:document(d) end
  return p:place_of{doc = doc, char = passage[side .. "_char"], char_end = passage[side .. "_char_end"]}
end

local function duplicates(p)
  local pairs_of, message = pairs_of_texts(p)
  if not pairs_of then return p:paragraph("This part could not be made: %s", message) end
  local rows, n = {}, #pairs_of
  if n == 0 then return p:paragraph("No duplicates were found.") end
  for i = 1, math.min(n, p.rows) do
    local r = pairs_of[i]
    rows[i] = {a = member(p, r.a, r.passages[1], "a"), b = member(p, r.b, r.passages[1], "b"), kind = r.kind, similarity = r.similarity,
      containment = r.containment, passages = #r.passages}
  end
  local left = pairs_of:left_out()
  return (left > 0 and p:paragraph("Of texts with very many copies not all were compared with all: %s comparisons were left out.", number(left)) or "") ..
    p:table({{"Document", "a", kind = "html"}, {"Copy", "b", kind = "html"}, {"Kind", "kind", kind = "term"},
    {"Similarity", "similarity", kind = "percent"}, {"Containment", "containment", kind = "percent"}, {"Passages", "passages", kind = "number"}}, rows, n)
end

add("quality", "Quality", function(p)
  return p:heading("Problems") .. problems(p) .. p:heading("Repairs") .. repairs(p) .. p:heading("Zones") .. zones(p) ..
    p:heading("Duplicates") .. duplicates(p)
end)

-- ---- summary ----

local function why_text(why)
  local names = {}
  for name in pairs(why) do names[#names + 1] = name end
  table.sort(names, function(a, b)
    local x, y = math.abs(why[a]), math.abs(why[b])
    return x > y or (x == y and a < b)
  end)
  for i, name in ipairs(names) do names[i] = ("%s %+.2f"):format(name, why[name]) end
  return table.concat(names, ", ")
end

add("summary", "Summary", function(p)
  if p.options.sentences == 0 then return nil end
  local rows, message, code = p.corpus:summary_rows{sentences = p.options.sentences, together = true}
  if not rows then return nil, message, code end
  local out = {}
  for i, r in ipairs(rows) do
    local d = p.by_doc[r.doc]
    out[i] = ('<li><blockquote lang="%s">%s</blockquote>%s <details><summary>%s</summary>%.2f = %s</details></li>\n'):format(
      d and page.language(d) or "und", page.bdi(markdown.plain(r.text)), p:place_of(r), escape(p.say("why")), r.score, escape(why_text(r.why)))
  end
  if #out == 0 then return p:paragraph("no text") end
  return p:paragraph("What the documents say, in the most central sentences of all.") .. '<ol class="said">' .. table.concat(out) .. "</ol>\n"
end)

-- ---- comparison ----

local function evidence(p, e, many, below)
  local d = p.by_doc[e.doc]
  local shown = many and term.cut(term.line(markdown.plain(e.text)), 240) or markdown.plain(e.text)
  return ('<div class="evidence"><div class="side">%s</div><div><blockquote lang="%s">%s</blockquote>%s%s</div></div>\n'):format(
    page.bdi(e.side or p.say("(none)")), d and page.language(d) or "und", page.bdi(shown), p:place_of(e), below or "")
end

-- The words of a side about a theme, under its evidence; nothing where it has none.
local function wording(p, f, e)
  local parts = {}
  for i, g in ipairs(digest.wording(f, e.n)) do parts[i] = ("<b>%s</b> %s"):format(escape(p.say(g[1] == "own" and "its words" or g[1])), page.bdi(g[2])) end
  return #parts > 0 and ('<p class="wording">%s</p>'):format(table.concat(parts, " ")) or ""
end

local function finding(p, title, small, list, most, f)
  local out = {('<div class="finding"><h4>%s%s</h4>\n'):format(page.bdi(title), small and " <small>" .. page.bdi(small) .. "</small>" or "")}
  for i = 1, math.min(#list, most) do out[#out + 1] = evidence(p, list[i], true, f and wording(p, f, list[i])) end
  out[#out + 1] = p:shown(math.min(#list, most), #list) .. "</div>\n"
  return table.concat(out)
end

local MOST_EVIDENCE = 6

local function themes(p, groups, found)
  local out = {}
  for _, f in ipairs(groups.shared) do
    local parts = {}
    for i, v in ipairs(f.values) do parts[i] = ("%s %s"):format(v.side or p.say("(none)"), svg.number(v.value or 0)) end
    local said, with = p.say("sentences: %s", table.concat(parts, " · ")), f.reason:match("; with (.*)$")
    if with then said = ("%s · %s"):format(said, p.say("with %s", with)) end
    out[#out + 1] = finding(p, f.topic or "", said, f.evidence, MOST_EVIDENCE, f)
  end
  if #out > 0 then table.insert(out, 1, p:heading("Themes in common")) end
  out[#out + 1] = p:shown(#groups.shared, found.shared or 0)
  return table.concat(out)
end

local function passages(p, groups, found)
  local out, most = {}, math.min(#groups.passage, 10)
  if most == 0 then return "" end
  out[1] = p:heading("Passages in common")
  for i = 1, most do out[#out + 1] = finding(p, groups.passage[i].topic or "", groups.passage[i].reason, groups.passage[i].evidence, MOST_EVIDENCE) end
  out[#out + 1] = p:shown(most, found.passage or most)
  return table.concat(out)
end

local function only_one(p, groups)
  local out, last, list = {}, nil, {}
  local function flush()
    if last then out[#out + 1] = ('<div><h4>%s</h4><ul class="said">%s</ul></div>'):format(page.bdi(last), table.concat(list)) end
    list = {}
  end
  for _, f in ipairs(groups.sentence) do
    local e = f.evidence[1]
    local side = e.side or p.say("(none)")
    if side ~= last then
      flush()
      last = side
    end
    local d = p.by_doc[e.doc]
    list[#list + 1] = ('<li><blockquote lang="%s">%s</blockquote>%s</li>'):format(d and page.language(d) or "und", page.bdi(markdown.plain(e.text)), p:place_of(e))
  end
  flush()
  if #out == 0 then return "" end
  return p:heading("What only one side says") .. '<div class="pair">' .. table.concat(out) .. "</div>\n"
end

local function voices(p, groups, found)
  local out = {}
  for _, f in ipairs(groups.quote) do
    local parts = {}
    for i, v in ipairs(f.values) do parts[i] = ("%s %s"):format(v.side or p.say("(none)"), svg.number(v.value or 0)) end
    if f.relation ~= "only" then out[#out + 1] = finding(p, f.topic or "", table.concat(parts, " · "), f.evidence, MOST_EVIDENCE) end
  end
  local only = {}
  for _, f in ipairs(groups.quote) do
    local e = f.evidence[1]
    if f.relation == "only" then
      local text = term.cut(term.line(markdown.plain(e.text)), 120)
      only[#only + 1] = {side = e.side or p.say("(none)"), topic = f.topic, count = f.values[1].value, text = text, place = p:place_of(e)}
    end
  end
  if #out + #only == 0 then return "" end
  table.insert(out, 1, p:heading("Who is quoted by whom"))
  if #only > 0 then
    local columns = {{"Side", "side"}, {"Speaker", "topic"}, {"Count", "count", kind = "number"}, {"Text", "text"}, {"Place", "place", kind = "html"}}
    out[#out + 1] = p:table(columns, only, #only)
  end
  out[#out + 1] = p:shown(#groups.quote, found.quote or 0)
  return table.concat(out)
end

-- Findings of other kinds (figures, dates), as a table.
local function others(p, list)
  if #list == 0 then return "" end
  local rows = {}
  for i = 1, math.min(#list, p.rows) do
    local f, places, texts = list[i], {}, {}
    for k, e in ipairs(f.evidence) do
      if k > MOST_EVIDENCE then break end
      places[k] = p:place_of(e)
      texts[k] = ("%s: %s"):format(e.side or p.say("(none)"), term.cut(term.line(markdown.plain(e.text)), 80))
    end
    rows[i] = {kind = f.kind, topic = f.topic, relation = f.relation, text = table.concat(texts, " · "), place = table.concat(places, "<br>")}
  end
  return p:heading("Figures") .. p:table({{"Kind", "kind", kind = "term"}, {"Subject", "topic"}, {"Type", "relation"}, {"Text", "text"},
    {"Place", "place", kind = "html"}}, rows, #list)
end

add("comparison", "Comparison", function(p)
  if not p.sides then return nil end
  local c, message, code = require("yuelan.digest").compare(p.sides, {})
  if not c then return nil, message, code end
  local groups = {shared = {}, passage = {}, quote = {}, sentence = {}, word = {}, other = {}}
  for _, f in ipairs(c.findings) do
    local kind = f.kind ~= "distinct" and f.kind or #f.values > 0 and "word" or "sentence"
    table.insert(groups[kind] or groups.other, f)
  end
  local rows = {}
  for i, s in ipairs(p.sides) do
    rows[i] = {side = s.name or p.say("(none)"), documents = #s.view, words = s.view:count_words(), sentences = s.sentences, titles = s.view[1] and
      p:document(s.view[1])}
  end
  return p:table({{"Side", "side"}, {"documents", "documents", kind = "number", bar = true}, {"words", "words", kind = "number", bar = true},
    {"Sentences", "sentences", kind = "number"}, {"First document", "titles", kind = "html"}}, rows) .. themes(p, groups, c.found) .. passages(p, groups, c.found) ..
    voices(p, groups, c.found) .. only_one(p, groups) .. others(p, groups.other)
end)

-- ---- about ----

--- How it was made: versions, view, options, inputs.
function sections.about(p)
  local out, o = {}, p.options
  local function fact(name, html) out[#out + 1] = ("<dt>%s</dt><dd>%s</dd>"):format(escape(p.say(name)), html) end
  fact("Version", escape(("yuelan %s, %s, iconv: %s"):format(core.version, _VERSION, core.iconv)))
  fact("View", escape(("%s · %s: %s"):format(p.corpus:whole() and p.say("%s documents, all of them", number(#p.corpus)) or
    number(#p.corpus) .. " " .. p.say("documents"), p.say("zones"), p.corpus:zones())))
  local given = {}
  for i, s in ipairs(p.sides or {}) do
    if i <= 40 then given[#given + 1] = ("%s: %s"):format(s.name or p.say("(none)"), number(#s.view)) end
  end
  if #given > 0 then fact("Side", page.bdi(table.concat(given, " · "))) end
  if o.given then fact("Options", '<span class="mono">' .. page.bdi(o.given) .. "</span>") end
  local rows = {}
  for i, d in p.corpus:documents() do
    if i > p.rows then break end
    rows[i] = {doc = p:document(d), bytes = d.size, hash = ('<span class="mono">%s</span>'):format(escape(d.hash))}
  end
  return p:paragraph("Every statement leads to its place: a link to the text, with document and bytes of the original file (from 0, half open).") ..
    p:paragraph("Tables are limited to %s rows (--rows N).", number(p.rows)) .. '<dl class="about">' .. table.concat(out) .. "</dl>\n<details><summary>" ..
    escape(p.say("The files, by their SHA-256")) .. "</summary>\n" ..
    p:table({{"Document", "doc", kind = "html"}, {"Bytes", "bytes", kind = "number"}, {"Hash", "hash", kind = "html"}}, rows, #p.corpus) .. "</details>\n"
end

require "yuelan.report_findings"(sections)

return sections
