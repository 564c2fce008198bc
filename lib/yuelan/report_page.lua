--- report_page.lua - the parts a report is put together from: escaped text, tables, places, and the registry of what is cited.
--
-- A place is written as a mark (a control character, which no escaped text holds) and becomes a link when it is known which texts the
-- report has.
local core = require "yuelan.core"
local svg = require "yuelan.svg"
local term = require "yuelan.term"

local page = {}
local Page = {}
Page.__index = Page

page.escape = svg.escape
local escape = svg.escape

local tags = {hans = "zh-Hans", hant = "zh-Hant", mixed = "zh-Hans", latn = "en", jpan = "ja", kore = "ko", cyrl = "ru"}

--- The language of a document, for the browser's fonts and line breaks.
function page.language(d) return tags[d.script] or "und" end

--- new(c, say, options): what the sections of a report of c share.
function page.new(c, say, options)
  local p = setmetatable({corpus = c, say = say, rows = options.rows, cited = {}, order = {}, by_doc = {}, by_number = {}, short = {}}, Page)
  local common
  for _, d in c:documents() do
    p.by_doc[d.doc], p.by_number[d:number()] = d, d
    local folder = d.doc:match("^.*/") or ""
    if not common then common = folder end
    while common ~= "" and d.doc:sub(1, #common) ~= common do common = common:sub(1, -2):match("^.*/") or "" end
  end
  p.common = common or ""
  return p
end

--- The name of a document without the folders that all are in.
function Page:name(doc) return doc:sub(1, #self.common) == self.common and #doc > #self.common and doc:sub(#self.common + 1) or doc end

local named = {["\n"] = "↵", ["\t"] = "⇥", ["\r"] = "␍", [" "] = "␣", ["\u{3000}"] = "U+3000", ["\u{A0}"] = "U+00A0"}

--- What was repaired, so that it is seen: nothing as ∅, blanks that are all of it and characters without a face by name.
function page.seen(s)
  if s == "" then return "∅" end
  local blank = not s:gsub("\u{3000}", ""):gsub("\u{A0}", ""):find("%S")
  return (s:gsub(utf8.charpattern, function(c)
    if named[c] and (blank or c:find("%c")) then return named[c] end
    local n = utf8.codepoint(c)
    local hidden = (n >= 0x200B and n <= 0x200F) or (n >= 0x2028 and n <= 0x202E) or (n >= 0x2060 and n <= 0x206F) or n == 0xFEFF or n == 0xAD or
      (n >= 0xE000 and n <= 0xF8FF)
    if hidden then return ("U+%04X"):format(n) end
  end))
end

--- Text that stands by itself, whatever its direction.
function page.bdi(s) return "<bdi>" .. escape(term.line(s)) .. "</bdi>" end

local SHORT = 20 -- columns of a name that is not broken

-- The name of a document as HTML.
local function name_of(self, d)
  local name = self:name(d.doc)
  return core.width(name) <= SHORT and '<bdi class="k">' .. escape(term.line(name)) .. "</bdi>" or page.bdi(name)
end

-- Keeps that text s … e of document d is cited; gives its anchor.
local function cite(self, d, s, e)
  local number = d:number()
  local list = self.cited[number]
  if not list then
    list = {document = d}
    self.cited[number], self.order[#self.order + 1] = list, number
  end
  list[#list + 1] = {s, e}
  return ("d%d-%d-%d"):format(number, s, e)
end

--- Text offsets s … e of document d as a link (shown: HTML; else name and bytes).
function Page:place(d, s, e, shown)
  local from, to = d:to_bytes(s, e)
  local about = ("%s:%d-%d"):format(d.doc, from, to)
  shown = shown or ("%s <span class=\"bytes\">%d–%d</span>"):format(name_of(self, d), from, to)
  return ("\1%d %s %s\2%s\3"):format(d:number(), cite(self, d, s, e), escape(term.line(about)), shown)
end

--- The place of a record {doc, char, char_end}.
function Page:place_of(r, shown)
  local d = self.by_doc[r.doc]
  if not d then return escape(term.line(("%s:%d-%d"):format(r.doc, r.start or 0, r["end"] or 0))) end
  if not r.char then
    local s, e = d:to_text(r.start, r["end"])
    return self:place(d, s, e, shown)
  end
  return self:place(d, d:offset(r.char), d:offset(r.char_end), shown)
end

--- A document as a link to its text.
function Page:document(d, shown) return ("\1%d d%d %s\2%s\3"):format(d:number(), d:number(), escape(term.line(d.doc)), shown or name_of(self, d)) end

--- The marks of html as links where the text is there (here[number] true, or "cited" for cited places only), else as plain words.
function page.resolve(html, here)
  html = html:gsub('<a href="#d(%d+)([%d%-]*)">(.-)</a>', function(number, rest, shown) -- in plots
    return here[tonumber(number)] and ('<a href="#d%s%s">%s</a>'):format(number, rest, shown) or shown
  end)
  return (html:gsub("\1(%d+) (%S+) ([^\2]*)\2([^\3]*)\3", function(number, anchor, about, shown)
    local there = here[tonumber(number)]
    if there then return ('<a class="place" href="#%s" title="%s">%s</a>'):format(anchor, about, shown) end
    return ('<span class="place" title="%s">%s</span>'):format(about, shown)
  end))
end

--- The mark's anchor as a reference for a plot, or nil.
function page.reference(mark) return "#" .. mark:match("^\1%d+ (%S+)") end

-- ---- tables ----

local function number(x)
  if x == nil then return "–" end
  return svg.number(x)
end

--- "shown N of M" when something is left out.
function Page:shown(n, all)
  if n >= all then return "" end
  return '<p class="note">' .. escape(self.say("shown %s of %s", term.thousands(n), term.thousands(all))) .. "</p>\n"
end

-- The columns that say something: those without a value in any row are left out.
local function filled(columns, rows)
  local kept = {}
  for _, c in ipairs(columns) do
    for _, r in ipairs(rows) do
      if r[c[2]] ~= nil and r[c[2]] ~= "" then
        kept[#kept + 1] = c
        break
      end
    end
  end
  return #kept > 0 and kept or columns
end

--- A table. columns: {name, key, [kind = "number"|"percent"|"html"|"term"|"text"], [bar = true]}; kind is text. all: how many rows there are.
function Page:table(columns, rows, all, caption)
  local out, most = {}, {}
  columns = filled(columns, rows)
  for i, c in ipairs(columns) do
    if c.bar then
      most[i] = 0
      for _, r in ipairs(rows) do most[i] = math.max(most[i], r[c[2]] or 0) end
    end
  end
  local function add(...) out[#out + 1] = table.concat({...}) end
  local heads = {}
  for i, c in ipairs(columns) do
    heads[i] = escape((self.say(c[1]):gsub("^%l", string.upper)))
  end
  add('<div class="table"><table data-rows="', tostring(#rows), '">')
  if caption then add("<caption>", escape(caption), "</caption>") end
  add("<thead><tr>")
  for i, c in ipairs(columns) do
    add('<th scope="col"', (c.kind == "number" or c.kind == "percent") and ' class="n"' or "", ">", heads[i], "</th>")
  end
  add("</tr></thead>\n<tbody>")
  for _, r in ipairs(rows) do
    add("<tr>")
    for i, c in ipairs(columns) do
      local v = r[c[2]]
      local class, sort, shown = nil, "", "–"
      if c.kind == "number" or c.kind == "percent" then
        class = "n"
        sort = v and (' data-v="%.10g"'):format(v) or ""
        shown = v and (c.kind == "percent" and ("%.1f %%"):format(100 * v) or number(v)) or "–"
        if c.bar and v and most[i] > 0 then
          class = "n bar"
          sort = sort .. (' style="--w:%.1f%%"'):format(100 * math.max(v, 0) / most[i])
        end
      elseif v ~= nil and v ~= "" then
        shown = c.kind == "html" and v or c.kind == "term" and escape(self.say(v)) or page.bdi(tostring(v))
      end
      if c.kind == "short" or c.kind == "term" then class = "k" end
      if c.wide then class = "wide" end
      add("<td", class and ' class="' .. class .. '"' or "", sort, ' data-l="', heads[i], '">', shown, "</td>")
    end
    add("</tr>\n")
  end
  add("</tbody></table></div>\n", all and self:shown(#rows, all) or "")
  return table.concat(out)
end

--- The first rows of a list, as many as tables may have.
function Page:first(list, most) return table.move(list, 1, math.min(#list, most or self.rows), 1, {}) end

function Page:heading(text) return "<h3>" .. escape(self.say(text)) .. "</h3>\n" end
function Page:paragraph(text, ...) return '<p class="lead">' .. escape(self.say(text, ...)) .. "</p>\n" end

--- A plot with what it shows.
function page.figure(plot, caption)
  return "<figure>" .. plot .. (caption and "<figcaption>" .. escape(caption) .. "</figcaption>" or "") .. "</figure>\n"
end

return page
