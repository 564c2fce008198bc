--- report.lua - c:report{out = "FILE.html", …}: all that is found in a corpus on one page that needs nothing else.
--
-- The page is put together from sections (report_sections.lua), each a string with marks for places; the texts come last, when it is
-- known what is cited. What is on it depends on the corpus and the options alone.
local core = require "yuelan.core"
local page = require "yuelan.report_page"
local sections = require "yuelan.report_sections"
local style = require "yuelan.report_style"
local svg = require "yuelan.svg"
local terms = require "yuelan.report_terms"
local texts = require "yuelan.report_texts"

local report = {}
local escape = svg.escape

local languages = {zh = true, en = true, ["zh-Hans"] = true, ["zh-Hant"] = true}

report.known = {out = true, lang = true, title = true, by = true, sides = true, query = true, texts = true, rows = true, hits = true, sentences = true,
  given = true}

-- Options with what stands for those not given; raises for wrong ones.
local function checked(options)
  local o = {texts = 1000000, rows = 200, hits = 50, sentences = 8}
  for k, v in pairs(options) do
    if not report.known[k] then
      error(("report: there is no option '%s'; out, lang, title, by, query, texts, rows, hits, sentences"):format(tostring(k)), 3)
    end
    o[k] = v
  end
  for _, k in ipairs {"texts", "rows", "hits", "sentences"} do
    if math.type(o[k]) ~= "integer" or o[k] < 0 then error(("report: %s: a whole number expected, got %s"):format(k, tostring(o[k])), 3) end
  end
  if o.lang and not languages[o.lang] then error(("report: lang: zh, zh-Hans, zh-Hant or en expected, got '%s'"):format(tostring(o.lang)), 3) end
  if type(o.query) == "string" then o.query = {o.query} end
  return o
end

-- zh is Traditional where most of the documents are.
local function language_of(c, wish)
  if wish and wish ~= "zh" then return wish end
  local own = terms.language(c)
  if wish == "zh" and own == "en" then return "zh-Hans" end
  return own
end

--- The page of corpus c as HTML. options: those of c:report, and sides: a list of {name =, view =}.
function report.html(c, options)
  local o = checked(options or {})
  if #c == 0 then return nil, "report: the corpus has no documents", "empty" end
  local language = language_of(c, o.lang)
  local say = terms.speaker(language)
  local p = page.new(c, say, o)
  p.options, p.sides, p.language = o, o.sides, language
  if o.by and not o.sides then
    p.sides = require("yuelan.sides").by(c, o.by)
    if #p.sides < 2 then p.sides = nil end
  end
  local made, links = {}, {}
  for _, s in ipairs(sections) do
    local html, message, code = s.make(p)
    if html then
      made[#made + 1] = ('<section id="%s"><h2>%s</h2>\n%s</section>\n'):format(s.name, escape(say(s.title)), html)
      links[#links + 1] = ('<li><a href="#%s">%s</a></li>'):format(s.name, escape(say(s.title)))
    elseif message then
      return nil, message, code
    end
  end
  local here = texts.chosen(p, o.texts)
  local full = o.texts > 0 or #p.order > 0
  local title = o.title or say("Report")
  local out = {
    "<!DOCTYPE html>\n", ('<html lang="%s" data-filter="%s" data-sort="%s" data-light="%s" data-all="%s">'):format(language,
      escape(say("filter")), escape(say("sort by")), escape(say("light or dark")), escape(say("show all"))),
    '\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width,initial-scale=1">\n',
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'; script-src \'unsafe-inline\'">\n',
    ('<meta name="generator" content="yuelan %s">\n<title>%s</title>\n<style>\n'):format(escape(core.version), escape(title)), style.css, "</style>\n</head>\n",
    '<body id="top"><a class="skip" href="#main">', escape(say("skip to the report")), '</a>\n<div class="page">\n',
    ('<header class="top"><h1>%s</h1>\n<p>%s</p></header>\n'):format(page.bdi(title), sections.headline(p)),
    '<div class="body"><nav aria-label="', escape(say("Contents")), '"><ol>', table.concat(links),
    full and ('<li><a href="#texts">%s</a></li>'):format(escape(say("Texts"))) or "",
    ('<li><a href="#about">%s</a></li>'):format(escape(say("About this report"))), "</ol></nav>\n<main id=\"main\">\n",
    page.resolve(table.concat(made), here),
    full and ('<section id="texts"><h2>%s</h2>\n%s</section>\n'):format(escape(say("Texts")), texts.section(p, here, o.texts)) or "",
    ('<section id="about"><h2>%s</h2>\n%s</section>\n'):format(escape(say("About this report")), page.resolve(sections.about(p), here)),
    "</main></div></div>\n<script>\n", style.behaviour, "</script>\n</body>\n</html>\n",
  }
  return table.concat(out)
end

--- c:report{…}: the page written to a file, or as a string.
function report.write(c, options)
  local html, message, code = report.html(c, options)
  if not html then return nil, message, code end
  local path = options and options.out
  if not path then return html end
  local sink, why = require("yuelan.out").sink(path)
  if not sink then return nil, why, "io" end
  sink.write(html)
  local ok, failed = sink.close()
  if not ok then return nil, ("%s: %s"):format(path, tostring(failed)), "io" end
  return path
end

return report
