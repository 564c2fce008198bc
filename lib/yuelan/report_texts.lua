--- report_texts.lua - the texts of a report: paragraphs with zones, marked repairs, and an anchor for each place that is cited.
local page = require "yuelan.report_page"

local texts = {}
local escape = page.escape

local main = {body = true, heading = true, title = true}
local AROUND, MOST_REPAIRS, MOST_FOCUS = 400, 200, 60

-- A stretch of text with marks around parts of it. ranges: {s, e, open, close, rank}, in order of start, the longest first. Ranges that
-- cross are cut where they cross.
local function marked(text, s, e, ranges)
  local out, stack, at, k = {}, {}, s, 1
  local function put(to)
    if to > at then out[#out + 1] = escape(text:sub(at + 1, to)) end
    at = math.max(at, to)
  end
  local function close_until(limit)
    while #stack > 0 and stack[#stack].e <= limit do
      local r = table.remove(stack)
      put(r.e)
      out[#out + 1] = r.close
    end
  end
  while k <= #ranges do
    local r = ranges[k]
    k = k + 1
    close_until(r.s)
    put(r.s)
    local top = stack[#stack]
    if top and r.e > top.e then
      local rest = {s = top.e, e = r.e, open = r.again, again = r.again, close = r.close, rank = r.rank}
      local i = k
      while ranges[i] and (ranges[i].s < rest.s or (ranges[i].s == rest.s and (ranges[i].e > rest.e or (ranges[i].e == rest.e and ranges[i].rank < rest.rank)))) do
        i = i + 1
      end
      table.insert(ranges, i, rest)
      r = {s = r.s, e = top.e, open = r.open, close = r.close}
    end
    out[#out + 1] = r.open
    stack[#stack + 1] = r
  end
  close_until(math.huge)
  put(e)
  return table.concat(out)
end

local function before(a, b)
  if a.s ~= b.s then return a.s < b.s end
  if a.e ~= b.e then return a.e > b.e end
  if a.rank ~= b.rank then return a.rank < b.rank end
  return a.open < b.open
end

-- Where the character before offset s begins.
local function previous(text, s)
  local at = utf8.offset(text, -1, s + 1)
  return at and at - 1 or s
end

-- The anchors of cited places, each once. What is not to be seen (a place where something was taken out) stands at the character before.
local function anchors(number, text, list, ranges)
  local seen = {}
  for _, c in ipairs(list or {}) do
    local id = ("d%d-%d-%d"):format(number, c[1], c[2])
    if not seen[id] then
      seen[id] = true
      local s = c[1]
      if s == c[2] and s > 0 and text:sub(s, s) ~= "\n" then s = previous(text, s) end
      ranges[#ranges + 1] = {s = s, e = c[2], id = id, open = ('<span class="c" id="%s">'):format(id), again = '<span class="c">', close = "</span>", rank = 2}
    end
  end
end

local function repair_text(p, r)
  return ("%s → %s · %s · %s"):format(page.seen(r.before), page.seen(r.after), p.say(r.kind), p.say(r.confidence))
end

local function repairs(p, text, list, ranges)
  local focus = #list <= MOST_FOCUS and ' tabindex="0"' or ""
  for _, r in ipairs(list) do
    local s, e = r.text_start, r.text_end
    if s == e and s > 0 and text:sub(s, s) ~= "\n" then s = previous(text, s) end
    if s < e then
      local open = ('<span class="r %s"%s data-r="%s">'):format(r.confidence, focus, escape(repair_text(p, r)))
      ranges[#ranges + 1] = {s = s, e = e, open = open, again = ('<span class="r %s">'):format(r.confidence), close = "</span>", rank = 3}
    end
  end
end

-- Cuts ranges into those of lines: each line gets a list of its own.
local function lines_of(text, from, to)
  local at = from
  return function()
    if at >= to then return nil end
    local s = at
    local stop = text:find("\n", s + 1, true)
    local e = math.min(stop and stop - 1 or #text, to)
    at = math.max(e + 1, s + 1)
    return s, e
  end
end

-- The paragraphs of text from … to as HTML.
local function paragraphs(p, text, from, to, zones, ranges, out)
  local z, k, open = 1, 1, {} -- open: ranges that reach beyond the line before
  for s, e in lines_of(text, from, to) do
    local here = {}
    local function add(r, again)
      if r.s < e and r.e > s then
        local id = not again and text:sub(s + 1, e):find("%S") and r.id
        if id then r.there = true end
        here[#here + 1] = {s = math.max(r.s, s), e = math.min(r.e, e), open = again and r.again or r.open, again = r.again, close = r.close, rank = r.rank}
      end
    end
    local still = {}
    for _, r in ipairs(open) do
      add(r, true)
      if r.e > e then still[#still + 1] = r end
    end
    while ranges[k] and ranges[k].s < e do
      add(ranges[k], ranges[k].s < from)
      if ranges[k].e > e then still[#still + 1] = ranges[k] end
      k = k + 1
    end
    open = still
    while zones[z] and zones[z].text_end <= s do z = z + 1 end
    local kinds, i = {}, z
    while zones[i] and zones[i].text_start < e do
      kinds[#kinds + 1] = zones[i]
      i = i + 1
    end
    local whole = #kinds <= 1 and kinds[1] and kinds[1].kind or nil
    if #kinds > 1 then
      for _, zone in ipairs(kinds) do
        local class = main[zone.kind] and "z" or "z f"
        here[#here + 1] = {s = math.max(zone.text_start, s), e = math.min(zone.text_end, e), rank = 1, close = "</span>",
          open = ('<span class="%s" title="%s">'):format(class, escape(p.say(zone.kind))), again = ('<span class="%s">'):format(class)}
      end
    end
    if text:sub(s + 1, e):find("%S") then
      table.sort(here, before)
      local name, class = "p", ""
      if whole == "title" then name = "h3"
      elseif whole == "heading" then class = ' class="heading"'
      elseif whole and not main[whole] then class = (' class="f" data-z="%s"'):format(escape(p.say(whole))) end
      out[#out + 1] = ("<%s%s>%s</%s>\n"):format(name, class, marked(text, s, e, here), name)
    end
  end
end

-- The parts of a text around its cited places: {from, to}, joined where they meet.
local function around(d, list)
  local parts = {}
  local last = d.characters
  for _, c in ipairs(list) do
    local ls, le = d:line_at(c[1], c[2])
    local from, to = d:char(c[1]), d:char(c[2])
    parts[#parts + 1] = {math.max(ls, d:offset(math.max(0, from - AROUND))), math.min(le, d:offset(math.min(last, to + AROUND)))}
  end
  table.sort(parts, function(a, b) return a[1] < b[1] end)
  local joined = {}
  for _, part in ipairs(parts) do
    local before_it = joined[#joined]
    if before_it and part[1] <= before_it[2] + 1 then before_it[2] = math.max(before_it[2], part[2]) else joined[#joined + 1] = part end
  end
  return joined
end

local function repairs_table(p, list)
  if #list == 0 then return "" end
  local rows = {}
  for i = 1, math.min(#list, MOST_REPAIRS) do
    local r = list[i]
    rows[i] = {place = ("%d–%d"):format(r.start, r["end"]), kind = r.kind, before = page.seen(r.before), after = page.seen(r.after), confidence = r.confidence}
  end
  local columns = {{"Bytes", "place"}, {"Kind", "kind", kind = "term"}, {"Before", "before"}, {"After", "after"},
    {"Confidence", "confidence", kind = "term"}}
  return ('<details class="repairs"><summary>%s: %d</summary>\n%s</details>\n'):format(escape(p.say("Repairs in it")), #list, p:table(columns, rows, #list))
end

local function head(p, d, excerpt, titled)
  local facts = {}
  for _, field in ipairs {"author", "source", "site", "date"} do
    local v = d:field(field)
    if v then facts[#facts + 1] = page.bdi(v) end
  end
  facts[#facts + 1] = escape(d.encoding or "?")
  local title = d:field("title")
  return ("<header>%s<p class=\"facts\"><span class=\"doc\">%s</span>%s%s</p></header>\n"):format(
    titled and "" or "<h3>" .. (title and page.bdi(title) or page.bdi(p:name(d.doc))) .. "</h3>\n", page.bdi(d.doc), " · " .. table.concat(facts, " · "),
    excerpt and ' · <span class="tag">' .. escape(p.say("excerpts")) .. "</span>" or "")
end

local function article(p, d, excerpt)
  local number, out = d:number(), {}
  local cited, ranges, text = p.cited[number], {}, d.text
  local zones, repaired = d:zones().list, d:repairs().list
  anchors(number, text, cited, ranges)
  repairs(p, text, repaired, ranges)
  table.sort(ranges, before)
  local titled = false -- by its own first line
  for _, z in ipairs(zones) do titled = titled or z.kind == "title" end
  out[1] = ('<article id="d%d" lang="%s">\n'):format(number, page.language(d)) .. head(p, d, excerpt, titled and not excerpt)
  if not excerpt then
    paragraphs(p, text, 0, #text, zones, ranges, out)
    out[#out + 1] = repairs_table(p, repaired)
  else
    for i, part in ipairs(around(d, cited)) do
      if i > 1 then out[#out + 1] = '<p class="gap">…</p>\n' end
      local inside = {}
      for _, r in ipairs(ranges) do
        if r.e > part[1] and r.s < part[2] then inside[#inside + 1] = r end
      end
      paragraphs(p, text, part[1], part[2], zones, inside, out)
    end
  end
  for _, r in ipairs(ranges) do -- places in line ends and the like
    if r.id and not r.there then out[1] = out[1] .. ('<span id="%s"></span>'):format(r.id) end
  end
  out[#out + 1] = '<p class="up"><a href="#top">↑ ' .. escape(p.say("to the top")) .. "</a></p></article>\n"
  return table.concat(out)
end

--- Which documents are there in full, within so many characters: cited ones first. {number = true|"cited"}, and how many of each.
function texts.chosen(p, most)
  local here, full, left = {}, 0, most
  local function take(d)
    if here[d:number()] or d.characters > left then return end
    here[d:number()], left, full = true, left - d.characters, full + 1
  end
  for _, number in ipairs(p.order) do take(p.by_number[number]) end
  local cited = 0
  for _, d in p.corpus:documents() do take(d) end
  for _, number in ipairs(p.order) do
    if not here[number] then here[number], cited = "cited", cited + 1 end
  end
  return here, full, cited
end

--- The section of the texts.
function texts.section(p, here, most)
  local out, full, cited = {}, 0, 0
  for _, d in p.corpus:documents() do
    local there = here[d:number()]
    if there then
      out[#out + 1] = article(p, d, there == "cited")
      if there == "cited" then cited = cited + 1 else full = full + 1 end
    end
  end
  local left_out = #p.corpus - full - cited
  local note = ""
  if cited + left_out > 0 then
    note = p:paragraph("%s documents in full, %s as the cited passages only; %s neither.", full, cited, left_out) ..
      p:paragraph("Full texts are limited to %s characters in all (--texts N).", most)
  end
  local switches = ('<p class="switches"><label><input type="checkbox" id="furniture" checked> %s</label> ' ..
    '<label><input type="checkbox" id="repairs" checked> ' ..
    '%s</label> <label><input type="checkbox" id="cited"> %s</label></p>\n'):format(escape(p.say("show page furniture")), escape(p.say("mark repairs")),
    escape(p.say("mark what is cited")))
  return note .. switches .. table.concat(out)
end

return texts
