--- report_findings.lua - the sections of a report about words and what is said: words, keywords, names, quotations, figures, concordances, time,
-- similarity.
local core = require "yuelan.core"
local extract = require "yuelan.extract"
local hits = require "yuelan.hits"
local page = require "yuelan.report_page"
local svg = require "yuelan.svg"
local term = require "yuelan.term"
local timeline = require "yuelan.timeline"

local escape = page.escape
local MOST_TREE, MOST_LINES, CONTEXT = 60, 5, 22

-- Where a string stands first, as a mark; nil where it is not found.
local function first_place(p, s, view)
  local h = hits.find(view or p.corpus, {query = s, aliases = false})
  local hit = h and h[1]
  if not hit then return nil end
  return p:place(hit.document, hit.start, hit.stop), page.reference(p:place(hit.document, hit.start, hit.stop))
end

-- ---- words ----

-- The words of a frequency list that say something: no function words of either language.
local function content_words(p, n)
  local list = require("yuelan.stop").words("all")
  local rows = p.corpus:word_rows({stop = list}, 1, n * 3)
  local out = {}
  for _, r in ipairs(rows or {}) do
    if #out < n and (utf8.len(r.word) or 0) > 1 and not r.word:find("^[%d%p]+$") then out[#out + 1] = r end
  end
  return out
end

local function forms_text(forms)
  if #forms < 2 then return nil end
  local parts = {}
  for i, f in ipairs(forms) do
    if i > 4 then break end
    parts[i] = f.form .. " " .. term.thousands(f.count)
  end
  return table.concat(parts, " · ")
end

local function strips(p, words)
  local rows = {}
  for _, r in ipairs(words) do
    local h = hits.find(p.corpus, {query = r.word, aliases = false})
    local d, counts, sizes
    if h and h:search() and #h > 0 then d, counts, sizes = h:dispersion_rows{parts = math.max(2, math.min(100, p.corpus:count_words()))} end
    if d then
      local _, href = first_place(p, r.word)
      rows[#rows + 1] = {label = r.word, counts = counts, sizes = sizes, text = term.thousands(#h), href = href}
    end
  end
  if #rows == 0 then return "" end
  return p:heading("Where the words stand") .. page.figure(svg.strips(rows, p.say("Where the words stand")),
    p.say("Each strip is the corpus from the first document to the last; the stronger the colour, the more often."))
end

local function zipf(p, all)
  local points, last = {}, nil
  for i = 1, #all do
    local step = i <= 50 and 1 or math.floor(i / 25)
    if i <= 50 or not last or i - last >= step then
      local r = all[i]
      points[#points + 1] = {x = i, y = r.count, label = ("%s: %s"):format(r.word, term.thousands(r.count)), show = (i == 1 or i == 4 or i == 16) and r.word or nil}
      last = i
    end
  end
  return page.figure(svg.scatter(points, p.say("Frequency and rank"), p.say("rank"), p.say("count")))
end

local function words(p)
  local rows, n = p.corpus:word_rows({stop = require("yuelan.stop").words("all")}, 1, p.rows)
  if not rows then return nil, n end
  if n == 0 then return nil end
  local all = p.corpus:word_rows({}, 1, 2000)
  local list = {}
  for i, r in ipairs(rows) do
    list[i] = {word = r.word, pos = r.pos, count = r.count, documents = r.documents, per_million = r.per_million, forms = forms_text(r.forms),
      place = i <= 100 and first_place(p, r.word) or nil}
  end
  local top = content_words(p, 12)
  local out = {strips(p, top), p:heading("Words"), p:table({{"Word", "word"}, {"Tag", "pos"}, {"Count", "count", kind = "number", bar = true},
    {"documents", "documents", kind = "number"}, {"Per million", "per_million", kind = "number"}, {"Forms", "forms"}, {"First place", "place", kind = "html"}}, list, n),
    p:heading("Frequency and rank"), zipf(p, all)}
  local phrases = p.corpus:phrase_rows{}
  if phrases and #phrases > 0 then
    local shown = {}
    for i = 1, math.min(#phrases, 40, p.rows) do
      local r = phrases[i]
      shown[i] = {phrase = r.phrase, count = r.count, documents = r.documents, known = r.known and "in the dictionary" or "new", place = first_place(p, r.phrase)}
    end
    out[#out + 1] = p:heading("Phrases") .. p:table({{"Phrase", "phrase"}, {"Count", "count", kind = "number", bar = true}, {"documents", "documents", kind = "number"},
      {"Known", "known", kind = "term"}, {"First place", "place", kind = "html"}}, shown, #phrases)
  end
  return table.concat(out)
end

-- ---- keywords ----

-- The documents of the corpus that are not in a view.
local function rest_of(p, view)
  local inside, numbers = {}, {}
  for _, d in view:documents() do inside[d:number()] = true end
  for i, d in p.corpus:documents() do
    if not inside[d:number()] then numbers[#numbers + 1] = i end
  end
  return p.corpus:subset(numbers)
end

local function keyness(p, a, b, name_a, name_b)
  local rows, n = a:keyword_rows(b, {})
  if not rows then return nil, n end
  local bars, list, taken = {}, {}, {a = 0, b = 0}
  for _, r in ipairs(rows) do
    if taken[r.direction] < 12 then
      taken[r.direction] = taken[r.direction] + 1
      local _, href = first_place(p, r.word, r.direction == "a" and a or b)
      bars[#bars + 1] = {label = r.word, value = r.direction == "a" and math.abs(r.g2) or -math.abs(r.g2), text = ("G² %s"):format(svg.number(r.g2)), href = href}
    end
  end
  table.sort(bars, function(x, y) return x.value > y.value or (x.value == y.value and x.label < y.label) end)
  for i = 1, math.min(#rows, p.rows) do
    local r = rows[i]
    list[i] = {word = r.word, side = r.direction == "a" and name_a or name_b, count_a = r.count_a, count_b = r.count_b, g2 = math.abs(r.g2), p = r.p_adjusted,
      ratio = r.log_ratio, place = first_place(p, r.word, r.direction == "a" and a or b)}
  end
  if #list == 0 then return "" end
  return page.figure(svg.diverging(bars, p.say("Strongest words"), name_b, name_a), "G² (Dunning)") .. p:table({{"Word", "word"}, {"Side", "side"},
    {"G²", "g2", kind = "number", bar = true}, {"p", "p", kind = "number"}, {"Log ratio", "ratio", kind = "number"}, {"In A", "count_a", kind = "number"},
    {"In B", "count_b", kind = "number"}, {"First place", "place", kind = "html"}}, list, n)
end

local function keywords(p)
  if not p.sides then return nil end
  local function name(s) return s.name or p.say("(none)") end
  if #p.sides == 2 then return keyness(p, p.sides[1].view, p.sides[2].view, name(p.sides[1]), name(p.sides[2])) end
  local out = {}
  for i, s in ipairs(p.sides) do
    if i > 12 then break end
    local others = rest_of(p, s.view)
    if #others > 0 then
      local rows, why = s.view:keyword_rows(others, {})
      if not rows then return nil, why end
      local bars = {}
      for _, r in ipairs(rows) do
        if #bars < 10 and r.direction == "a" then
          local _, href = first_place(p, r.word, s.view)
          bars[#bars + 1] = {label = r.word, value = math.abs(r.g2), href = href, series = (i - 1) % 7 + 1}
        end
      end
      if #bars > 0 then out[#out + 1] = ("<div><h3>%s</h3>%s</div>"):format(page.bdi(name(s)), page.figure(svg.bars(bars, name(s)), "G²")) end
    end
  end
  if #out == 0 then return nil end
  return '<div class="pair">' .. table.concat(out) .. "</div>\n" .. p:shown(math.min(#p.sides, 12), #p.sides)
end

-- ---- names, quotations, figures, dated statements: of the methods that the corpus has ----

-- The rows of c:METHOD(…) as a list, or nil where there is no such method.
local function rows_of(p, method, ...)
  local f = p.corpus[method]
  if not f then return nil end
  local ok, t, message, code = pcall(f, p.corpus, ...)
  if not ok then error(t, 0) end
  if not t then return nil, message, code end
  return t.list or t
end

local function names(p)
  local list, message, code = rows_of(p, "names")
  if not list then return nil, message, code end
  if #list == 0 then return nil end
  local rows = {}
  for i = 1, math.min(#list, p.rows) do
    local r, forms = list[i], {}
    for k, v in ipairs(r.variants or {}) do
      if k <= 5 then forms[k] = v.form .. " " .. term.thousands(v.count) end
    end
    rows[i] = {name = r.name, kind = r.kind, count = r.count, documents = r.documents, forms = table.concat(forms, " · "), place = first_place(p, r.name) or
      (r.variants and r.variants[1] and first_place(p, r.variants[1].form))}
  end
  return p:table({{"Name", "name"}, {"Kind", "kind", kind = "term"}, {"Count", "count", kind = "number", bar = true}, {"documents", "documents", kind = "number"},
    {"Forms", "forms"}, {"First place", "place", kind = "html"}}, rows, #list)
end

local function quotations(p)
  local list, message, code = rows_of(p, "quotes")
  if not list then return nil, message, code end
  if #list == 0 then return nil end
  local rows = {}
  for i = 1, math.min(#list, p.rows) do
    local r = list[i]
    rows[i] = {speaker = r.speaker_resolved or r.speaker, text = r.text, verb = r.verb, type = r.type, via = r.via, confidence = r.confidence, place = p:place_of(r)}
  end
  return p:table({{"Speaker", "speaker"}, {"Text", "text", wide = true}, {"Verb", "verb"}, {"Type", "type", kind = "term"}, {"Via", "via"},
    {"Place", "place", kind = "html"}},
    rows, #list)
end

local function value_text(r)
  local function x(v) return v and svg.number(v) end
  if r.kind == "date" then return r.iso end
  local about = r.approx and "~" or ""
  if r.value then return about .. x(r.value) end
  if r.min and r.max then return ("%s%s–%s"):format(about, x(r.min), x(r.max)) end
  if not r.min and not r.max then return nil end
  local signs = {["<"] = "<", ["<="] = "≤", [">"] = ">", [">="] = "≥"}
  return about .. (signs[r.bound] or r.min and "≥" or "≤") .. x(r.min or r.max)
end

-- The figures of the corpus, found once; nil, message, code.
local function figures_of(p)
  if not p.found_figures then
    local found, message, code = extract.figures(p.corpus, {})
    if not found then return nil, message, code end
    p.found_figures = found
  end
  return p.found_figures
end

local function figures(p)
  local found, message, code = figures_of(p)
  if not found then return nil, message, code end
  if #found == 0 then return nil end
  -- Figures with a subject say most; dates and ordinals least. Within a kind they stay in their order.
  local first, second, kinds, order = {}, {}, {}, {}
  for i = 1, #found do
    local kind, subject = found.figures:kind(i)
    local list = subject and kind ~= "date" and kind ~= "ordinal" and first or second
    if #list < p.rows then
      local r, d = found:row(i)
      list[#list + 1] = {row = r, document = d}
    end
    if not kinds[kind] then order[#order + 1], kinds[kind] = kind, 0 end
    kinds[kind] = kinds[kind] + 1
  end
  table.move(second, 1, #second, #first + 1, first)
  table.sort(order, function(a, b) return kinds[a] > kinds[b] or (kinds[a] == kinds[b] and a < b) end)
  for i, kind in ipairs(order) do order[i] = {label = p.say(kind), value = kinds[kind]} end
  local shown = {}
  for i = 1, math.min(#first, p.rows) do
    local x = first[i]
    local r = x.row
    shown[i] = {figure = r.surface, value = value_text(r), unit = r.unit, kind = r.kind, subject = r.subject, period = r.period, source = r.attributed_to,
      place = p:place(x.document, r.from, r.to)}
  end
  return page.figure(svg.bars(order, p.say("Figures"))) .. p:table({{"Figure", "figure"}, {"Value", "value"}, {"Unit", "unit", kind = "short"},
    {"Kind", "kind", kind = "term"},
    {"Subject", "subject"}, {"Period", "period", kind = "short"}, {"Source", "source"}, {"Place", "place", kind = "html"}}, shown, #found)
end

-- ---- concordance ----

local function concordance(p, query)
  local h, message = hits.find(p.corpus, {query = query})
  if not h then return ("<h3>%s</h3>\n%s"):format(page.bdi(query), p:paragraph("This part could not be made: %s", message)) end
  h:search()
  local n, out = math.min(#h, p.options.hits), {}
  for i = 1, n do
    local hit = h[n < #h and (2 * i - 1) * #h // (2 * n) + 1 or i] -- of many, some from everywhere
    local d, s, e = hit.document, hit.start, hit.stop
    local left, right = d:context("character", CONTEXT, CONTEXT, s, e)
    out[i] = ('<tr><td class="l">%s</td><td class="m">%s</td><td>%s</td><td class="d">%s</td></tr>\n'):format(page.bdi(d:slice(left, s)),
      p:place(d, s, e, page.bdi(hit.text)), page.bdi(d:slice(e, right)), p:place(d, s, e))
  end
  local forms = hits.forms(h, 8)
  return ('<h3 lang="zh">%s</h3>\n<p class="lead">%s%s</p>\n'):format(page.bdi(query), escape(p.say("%s hits in %s documents", term.thousands(#h),
    term.thousands(hits.documents(h)))), forms and " · " .. page.bdi(forms) or "") ..
    (n > 0 and '<div class="table kwic"><table><tbody>' .. table.concat(out) .. "</tbody></table></div>\n" or "") .. p:shown(n, #h)
end

local function queries(p)
  if p.queries then return p.queries end
  p.queries = p.options.query
  if not p.queries then
    p.queries = {}
    for i, r in ipairs(content_words(p, MOST_LINES)) do p.queries[i] = r.word end
  end
  return p.queries
end

local function concordances(p)
  if p.options.hits == 0 then return nil end
  local out = {}
  for i, query in ipairs(queries(p)) do out[i] = concordance(p, query) end
  if #out == 0 then return nil end
  return table.concat(out)
end

-- ---- time ----

-- The period by which the dates make a readable number of columns.
local function period_of(p)
  local days, months = {}, {}
  local function count(set, key)
    if not set[key] then set[key], set[#set + 1] = true, key end
  end
  for _, d in p.corpus:documents() do
    local date = d:field("date")
    if date and date:find("^%d%d%d%d") then
      count(months, date:sub(1, 7))
      count(days, date:sub(1, 10))
    end
  end
  return #days <= 31 and #months <= 2 and "day" or #months <= 48 and "month" or "year", #days
end

local lengths = {day = 10, month = 7, year = 4}

local function time(p)
  local period, dated = period_of(p)
  local out = {}
  if dated > 0 then
    local rows, by = {}, {}
    for _, d in p.corpus:documents() do
      local date = d:field("date")
      local key = date and date:find("^%d%d%d%d") and date:sub(1, lengths[period])
      if key then
        if not by[key] then by[key], rows[#rows + 1] = {label = key, value = 0, href = "#d" .. d:number()}, key end
        by[key].value = by[key].value + 1
      end
    end
    table.sort(rows)
    for i, key in ipairs(rows) do rows[i] = by[key] end
    out[1] = p:heading("Documents") .. page.figure(svg.columns(rows, p.say("Documents")))
    local trends = {}
    for i, query in ipairs(queries(p)) do
      local h = hits.find(p.corpus, {query = query})
      local t = h and h:search() and #h > 0 and i <= MOST_LINES * 2 and h:trends{period = period}
      if t then
        local list = {}
        for _, r in t:rows() do
          if r.period then list[#list + 1] = {label = r.period, value = r.per_million or 0, text = ("%s (%s)"):format(svg.number(r.per_million or 0), r.count),
            series = (i - 1) % 7 + 1} end
        end
        trends[#trends + 1] = ("<div><h4>%s</h4>%s</div>"):format(page.bdi(query), page.figure(svg.columns(list, query), p.say("hits per million words")))
      end
    end
    if #trends > 0 then out[#out + 1] = p:heading("By date") .. '<div class="pair">' .. table.concat(trends) .. "</div>\n" end
  end
  local list, message = timeline.records(p.corpus, {}, figures_of(p))
  if not list then error(message, 0) end
  if #list > 0 then
    local rows = {}
    for i = 1, math.min(#list, p.rows) do
      local r = list:record(i)
      rows[i] = {date = r.date, surface = r.date_text, sentence = r.sentence, place = p:place_of(r)}
    end
    out[#out + 1] = p:heading("Dated statements") .. p:table({{"Date", "date", kind = "short"}, {"Date in the text", "surface"}, {"Sentence", "sentence", wide = true},
      {"Place", "place", kind = "html"}}, rows, #list)
  end
  if #out == 0 then return nil end
  return table.concat(out)
end

-- ---- similarity ----

local WORDS = 150

local function similarity(p)
  local n = #p.corpus
  if n < 3 then return nil end
  if n > MOST_TREE then return p:paragraph("Too many documents for a tree (%s; at most %s).", term.thousands(n), MOST_TREE) end
  local delta, message, code = p.corpus:delta{words = WORDS}
  if not delta then return nil, message, code end
  local items, side, scripts, legend = {}, {}, {}, {}
  for i, s in ipairs(p.sides or {}) do
    for _, d in s.view:documents() do side[d:number()] = side[d:number()] or i end
    legend[i] = s.name or p.say("(none)")
  end
  for i, d in p.corpus:documents() do
    local series = side[d:number()]
    if not p.sides then
      local script = d.script or "unknown"
      if not scripts[script] then
        legend[#legend + 1] = p.say(script)
        scripts[script] = #legend
      end
      series = scripts[script]
    end
    items[i] = {label = d:field("title") or p:name(d.doc), href = "#d" .. d:number(), series = ((series or 8) - 1) % 8 + 1, tag = tostring(i)}
  end
  local keys, marks = {}, {}
  for i, name in ipairs(legend) do
    if i <= 8 then keys[i] = ('<li><svg width="12" height="12" aria-hidden="true"><circle cx="6" cy="6" r="6" class="s%d"/></svg> %s</li>'):format(i, page.bdi(name)) end
  end
  for i, item in ipairs(items) do marks[i] = ("<li><b>%d</b> %s</li>"):format(i, page.bdi(term.cut(item.label, 40))) end
  return p:paragraph("By the words they use most (Burrows's Delta, %s words; average linkage).", WORDS) .. '<div class="pair"><div>' .. p:heading("Tree") ..
    page.figure(svg.dendrogram(items, delta:cluster("average"), p.say("Tree"))) .. "</div><div>" .. p:heading("Map") ..
    page.figure(svg.map(items, delta.distances, p.say("Map"))) .. '<ul class="legend">' .. table.concat(keys) .. '</ul><ul class="legend">' .. table.concat(marks) ..
    "</ul></div></div>\n"
end

-- A section that other parts can do without: what goes wrong with it is said in its place.
local function tolerant(make)
  return function(p)
    local ok, html, message = pcall(make, p)
    if ok and html then return html end
    if ok and not message then return nil end
    local why = ok and message or html
    if tostring(why):find("interrupted", 1, true) then error(why, 0) end
    return p:paragraph("This part could not be made: %s", (tostring(why):gsub("^[^:\n]+:%d+: ", "")))
  end
end

return function(sections)
  assert(core.version)
  for _, s in ipairs {
    {"words", "Words", words}, {"keywords", "Keywords", keywords}, {"names", "Names", names}, {"quotations", "Quotations", quotations},
    {"figures", "Figures", figures}, {"concordance", "Concordance", concordances}, {"time", "Time", time}, {"similarity", "Similarity", similarity},
  } do
    sections.add(s[1], s[2], tolerant(s[3]))
  end
end
