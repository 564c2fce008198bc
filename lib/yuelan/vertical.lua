--- vertical.lua - texts cut into words, as other programs read them: VRT (Corpus Workbench, Sketch Engine) and CoNLL-U.
--
-- What came with a document (attributes of tokens, regions, metadata) goes out as it came. Others get their words' tags, sentences with the
-- zone, and paragraphs (lines).
local vertical = {}

local entities = {["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;"}
local function escaped(s) return (s:gsub('[&<>"]', entities)) end
local function one_line(s) return (s:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", "")) end

-- A name that the Corpus Workbench takes.
local function name_of(s)
  s = s:gsub("[^%w_-]", "_")
  return s:find("^[%a_]") and s or "_" .. s
end

-- name="value" for each pair of a list; what has no value is left out, as is the second of a name.
local function attributes_of(pairs_of)
  local parts, taken = {}, {}
  for _, pair in ipairs(pairs_of) do
    local name, value = name_of(pair[1]), pair[2]
    if value ~= nil and not taken[name] then
      taken[name] = true
      parts[#parts + 1] = (' %s="%s"'):format(name, escaped(one_line(tostring(value))))
    end
  end
  return table.concat(parts)
end

local function text_tag(d, fields)
  local list = {{"doc", d.doc}}
  for _, name in ipairs(fields) do list[#list + 1] = {name, d:value(name)} end
  return "<text" .. attributes_of(list) .. ">"
end

-- ---- regions, as {name, from, to, tag}: code points ----

local function sorted_pairs(t)
  local list = {}
  for name, value in pairs(t) do list[#list + 1] = {name, value} end
  table.sort(list, function(a, b) return a[1] < b[1] end)
  return list
end

local function given_regions(d)
  local out, sentences = {}, false
  for _, r in ipairs(d:region_rows()) do
    sentences = sentences or r.name == "s"
    out[#out + 1] = {name = name_of(r.name), from = d:char(r.text_start), to = d:char(r.text_end), tag = attributes_of(sorted_pairs(r.attributes))}
  end
  return out, sentences
end

local function add_sentences(out, sentences)
  for _, s in ipairs(sentences) do
    local first, last = s.tokens[1], s.tokens[#s.tokens]
    if first then out[#out + 1] = {name = "s", from = first.char, to = last.char_end, tag = attributes_of {{"zone", s.zone}}} end
  end
end

-- What begins at the same place: the longer one first. What ends there: the one that began last first.
local function by_begin(a, b)
  if a.from ~= b.from then return a.from < b.from end
  if a.to ~= b.to then return a.to > b.to end
  return a.number < b.number
end
local function by_end(a, b)
  if a.to ~= b.to then return a.to < b.to end
  if a.from ~= b.from then return a.from > b.from end
  return a.number > b.number
end

local function ordered(regions)
  local opens, closes = {}, {}
  for i, r in ipairs(regions) do
    r.number = -i -- of two that are the same the one that ends later stands outside: it came later
    opens[i], closes[i] = r, r
  end
  table.sort(opens, by_begin)
  table.sort(closes, by_end)
  return opens, closes
end

-- ---- VRT ----

local function token_line(t, names)
  local row = {escaped(one_line(t.word))}
  for i, name in ipairs(names) do
    local value = name == "pos" and t.pos or t.attributes and t.attributes[name] or ""
    row[i + 1] = value ~= "" and escaped(one_line(value)) or "_"
  end
  return table.concat(row, "\t")
end

--- A document's sentences (rows of sentence_rows) in the format of the Corpus Workbench; fields: names of metadata for the tag of the text.
function vertical.vrt(d, sentences, fields)
  local lines, names = {text_tag(d, fields or {})}, d:attributes()
  local regions, cut = given_regions(d)
  if #names == 0 then names = {"pos"} end
  if not cut then add_sentences(regions, sentences) end
  local opens, closes = ordered(regions)
  local o, c, open = 1, 1, {}
  local function close(before)
    while closes[c] and closes[c].to <= before do
      if open[closes[c]] then lines[#lines + 1] = "</" .. closes[c].name .. ">" end
      c = c + 1
    end
  end
  for _, s in ipairs(sentences) do
    for _, t in ipairs(s.tokens) do
      close(t.char)
      while opens[o] and opens[o].from <= t.char do
        if opens[o].to > t.char then
          lines[#lines + 1], open[opens[o]] = "<" .. opens[o].name .. opens[o].tag .. ">", true
        end
        o = o + 1
      end
      lines[#lines + 1] = token_line(t, names)
    end
  end
  close(math.huge)
  lines[#lines + 1] = "</text>\n"
  return table.concat(lines, "\n")
end

-- ---- CoNLL-U ----

--- The same as CoNLL-U: word and XPOS (the dictionary's tag), SpaceAfter=No where the next token follows at once.
function vertical.conllu(d, sentences)
  local lines = {"# newdoc id = " .. one_line(d:value("id") or d.doc)}
  for k, s in ipairs(sentences) do
    lines[#lines + 1] = ("# sent_id = %d"):format(k)
    lines[#lines + 1] = "# text = " .. one_line(d:slice(s.text_start, s.text_end))
    for i, t in ipairs(s.tokens) do
      local after = s.tokens[i + 1]
      local glued = after and after.char == t.char_end
      local a, pos = t.attributes or {}, t.pos ~= "" and t.pos or "_"
      local function column(name) return a[name] and a[name] ~= "" and one_line(a[name]) or "_" end
      lines[#lines + 1] = table.concat({
        i, one_line(a.form and a.form ~= "" and a.form or t.word), column("lemma"), a.xpos and pos or "_", a.xpos and column("xpos") or pos,
        column("feats"), column("head"), column("deprel"), column("deps"),
        a.misc and a.misc ~= "" and one_line(a.misc) or glued and "SpaceAfter=No" or "_"}, "\t")
    end
    lines[#lines + 1] = ""
  end
  return table.concat(lines, "\n") .. "\n"
end

return vertical
