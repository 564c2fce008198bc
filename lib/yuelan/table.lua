--- table.lua - the type Table: rows with columns that have names, types and units.
--
-- Made by all that is tabular; immutable: top, sort, where, select, group and join give new ones, that share the rows. Prints
-- aligned by display width, as wide as the terminal and no wider; long ones show head and tail, and say so. A row is a plain table,
-- field → value, where a missing value is nil.
--
-- Cost: sort and top O(n log n), the others O(n).
local arguments = require "yuelan.arguments"
local core = require "yuelan.core"
local json = require "yuelan.json"
local chart = require "yuelan.chart"
local term = require "yuelan.term"
local conditions = require "yuelan.where"

local Table = {}
local mt = {__name = "Table"}

local function is_table(x) return getmetatable(x) == mt end

local function new(columns, rows, title)
  return setmetatable({columns = columns, list = rows, title = title}, mt)
end

-- ---- columns ----

local function type_of(rows, name)
  local kind
  for i = 1, math.min(#rows, 200) do
    local v = rows[i][name]
    if v ~= nil then
      local k = type(v) == "number" and (math.type(v) == "integer" and "integer" or "number") or type(v)
      if k == "table" then k = "list" end
      if kind == nil or (kind == "integer" and k == "number") then kind = k
      elseif kind ~= k and not (kind == "number" and k == "integer") then return "string" end
    end
  end
  return kind or "string"
end

local function names_in(rows)
  local names, seen = {}, {}
  for i = 1, math.min(#rows, 200) do
    local new_names = {}
    for k in pairs(rows[i]) do
      if type(k) == "string" and not seen[k] then new_names[#new_names + 1], seen[k] = k, true end
    end
    table.sort(new_names)
    table.move(new_names, 1, #new_names, #names + 1, names)
  end
  return names
end

--- A Table of rows. columns: names, or {name=, type=, unit=, align=, cut=, show=, spare=, keep=}; all that the rows have when left out. align "right",
-- cut "start" (the end of a cell that is too long is kept), show (a function of value and row that gives the cell) and spare (it goes before
-- another column is narrowed) and keep (narrowed when no other can be) are for the screen.
function Table.new(rows, columns, title)
  if type(rows) ~= "table" then error("Table.new: rows expected, got " .. type(rows), 2) end
  if columns ~= nil and type(columns) ~= "table" then error("Table.new: a list of columns expected, got " .. type(columns), 2) end
  local out = {}
  for i, c in ipairs(columns or names_in(rows)) do
    if type(c) == "string" then c = {name = c} end
    if type(c) ~= "table" or type(c.name) ~= "string" then error("Table.new: columns are names or {name = …}, got " .. type(c), 2) end
    out[i] = {name = c.name, type = c.type or type_of(rows, c.name), unit = c.unit, align = c.align, cut = c.cut, show = c.show, spare = c.spare, keep = c.keep}
  end
  return new(out, rows, title)
end

local function column(t, name)
  for _, c in ipairs(t.columns) do
    if c.name == name then return c end
  end
  local names = {}
  for i, c in ipairs(t.columns) do names[i] = c.name end
  error(("no column '%s'; there are: %s"):format(tostring(name), table.concat(names, ", ")), 3)
end

local function numeric(c) return c.type == "integer" or c.type == "number" end

-- ---- methods ----

local rank = {boolean = 1, number = 2, string = 3}

-- Missing values last, whatever the direction; numbers before strings.
local function less(a, b, falling)
  if a == nil or b == nil then return a ~= nil and b == nil end
  local ra, rb = rank[type(a)] or 4, rank[type(b)] or 4
  if ra ~= rb then return ra < rb end
  if ra == 1 or ra == 4 then a, b = tostring(a), tostring(b) end
  if falling then return a > b end
  return a < b
end

--- sort("count", "-date", …): stable; "-" for falling.
function Table.sort(t, ...)
  local keys = {}
  for i = 1, select("#", ...) do
    local name = arguments.string((select(i, ...)), "sort", "the name of a column")
    local falling = name:sub(1, 1) == "-"
    keys[i] = {name = falling and name:sub(2) or name, falling = falling}
    column(t, keys[i].name)
  end
  local order = {}
  for i = 1, #t.list do order[i] = i end
  table.sort(order, function(i, j)
    local a, b = t.list[i], t.list[j]
    for _, k in ipairs(keys) do
      local x, y = a[k.name], b[k.name]
      if x ~= y then return less(x, y, k.falling) end
    end
    return i < j
  end)
  local rows = {}
  for i, k in ipairs(order) do rows[i] = t.list[k] end
  return new(t.columns, rows, t.title)
end

--- top(n): the first n rows; top(n, "count"): the n largest.
function Table.top(t, n, by)
  n = n or 20
  if math.type(n) ~= "integer" or n < 0 then error("top: number of rows expected", 2) end
  if by then t = t:sort("-" .. by) end
  return new(t.columns, table.move(t.list, 1, math.min(n, #t.list), 1, {}), t.title)
end

--- where{count = {">", 5}} or where(function(row) … end)
function Table.where(t, test)
  local rows = {}
  if type(test) ~= "function" then
    local all = conditions.of(test)
    for _, c in ipairs(all) do column(t, c.field) end
    test = function(row) return conditions.test(row, all) end
  end
  for _, row in ipairs(t.list) do
    if test(row) then rows[#rows + 1] = row end
  end
  return new(t.columns, rows, t.title)
end

--- select("word", "count"): those columns, in that order.
function Table.select(t, ...)
  local columns = {}
  for i, name in ipairs {...} do columns[i] = column(t, name) end
  return new(columns, t.list, t.title)
end

--- group("site"): a row for each value, `rows` in it, and the sum of each numeric column. In order of first appearance.
function Table.group(t, name)
  local by = column(t, name)
  local columns, groups, missing, rows = {by, {name = "rows", type = "integer"}}, {}, nil, {}
  for _, c in ipairs(t.columns) do
    if numeric(c) and c ~= by then columns[#columns + 1] = c end
  end
  for _, row in ipairs(t.list) do
    local value = row[name]
    local g = value == nil and missing or groups[value]
    if not g then
      g = {[name] = value, rows = 0}
      rows[#rows + 1] = g
      if value == nil then missing = g else groups[value] = g end
    end
    g.rows = g.rows + 1
    for i = 3, #columns do
      local k = columns[i].name
      if row[k] then g[k] = (g[k] or 0) + row[k] end
    end
  end
  return new(columns, rows, t.title)
end

--- join(other, "word"): the columns of both, for the rows of t; from other the first row with an equal value.
-- A column both have comes as name_2.
function Table.join(t, other, name)
  if not is_table(other) then error("join: a Table expected", 2) end
  column(t, name)
  column(other, name)
  local taken, columns, renamed = {}, {}, {}
  for i, c in ipairs(t.columns) do columns[i], taken[c.name] = c, true end
  for _, c in ipairs(other.columns) do
    if c.name ~= name then
      local as = taken[c.name] and c.name .. "_2" or c.name
      columns[#columns + 1] = {name = as, type = c.type, unit = c.unit}
      renamed[c.name] = as
    end
  end
  local index = {}
  for _, row in ipairs(other.list) do
    local v = row[name]
    if v ~= nil and index[v] == nil then index[v] = row end
  end
  local rows = {}
  for i, row in ipairs(t.list) do
    local copy, match = {}, row[name] ~= nil and index[row[name]]
    for k, v in pairs(row) do copy[k] = v end
    for from, to in pairs(renamed) do copy[to] = match and match[from] or nil end
    rows[i] = copy
  end
  return new(columns, rows, t.title)
end

--- for i, row in t:rows() do … end
function Table.rows(t) return ipairs(t.list) end

-- ---- print ----

local GAP, SMALLEST = 2, 16

local function cell(v, c, row)
  if v == nil then return "–" end
  if c.show then return term.line(c.show(v, row)) end
  if type(v) == "number" then return numeric(c) and term.number(v) or tostring(v) end
  if type(v) == "table" then return term.line(json.encode(v)) end
  return term.line(tostring(v))
end

-- Which rows are shown: all, or head and tail.
local function shown_rows(n, most)
  if n <= most then return n, n + 1 end
  local tail = math.min(5, most // 4)
  return most - tail, n - tail + 1
end

-- Fits the widths into the room: first spare columns at the end go, then the widest text columns give, then the last columns go. Returns how many stay, and whether
-- any gave.
local function fit(widths, columns, room)
  local count, cut = #widths, false
  local function total()
    local sum = (count - 1) * GAP
    for i = 1, count do sum = sum + widths[i] end
    return sum
  end
  while total() > room and count > 1 and columns[count].spare do count = count - 1 end
  while total() > room do
    local widest, kept
    for i = 1, count do
      if not numeric(columns[i]) and widths[i] > SMALLEST then
        if columns[i].keep then kept = kept or i
        elseif not widest or widths[i] > widths[widest] then widest = i end
      end
    end
    widest = widest or kept
    if widest then
      local second = SMALLEST
      for i = 1, count do
        if i ~= widest and not numeric(columns[i]) and not columns[i].keep then second = math.max(second, math.min(widths[i], widths[widest] - 1)) end
      end
      widths[widest] = math.max(second, widths[widest] - (total() - room))
      cut = true
    elseif count > 1 then
      count = count - 1
    else
      return 1, cut
    end
  end
  return count, cut
end

local function aligned(cells, widths, columns, count)
  local out = {}
  for i = 1, count do
    local c = columns[i]
    local s = term.cut(cells[i], widths[i], c.cut == "start" or c.name == "doc")
    local right = numeric(c) or c.align == "right"
    out[i] = (i == count and not right) and s or term.pad(s, widths[i], right and "right" or "left")
  end
  return (table.concat(out, (" "):rep(GAP)):gsub("%s+$", ""))
end

--- The table as lines for the screen. options: width, rows (the most that are shown; math.huge: all).
function Table.text(t, options)
  options = arguments.options(options, "text")
  local room = options.width or term.size()
  local head, tail = shown_rows(#t.list, options.rows or 40)
  local lines, widths, header = {}, {}, {}
  for i, c in ipairs(t.columns) do
    header[i] = c.unit and ("%s (%s)"):format(c.name, c.unit) or c.name
    widths[i] = term.width(header[i])
  end
  local body = {}
  for r = 1, #t.list do
    if r <= head or r >= tail then
      local cells = {}
      for i, c in ipairs(t.columns) do
        cells[i] = cell(t.list[r][c.name], c, t.list[r])
        widths[i] = math.max(widths[i], term.width(cells[i]))
      end
      body[#body + 1] = cells
    end
  end
  local count, cut = fit(widths, t.columns, room)
  if t.title then lines[1] = t.title end
  lines[#lines + 1] = aligned(header, widths, t.columns, count)
  for i, cells in ipairs(body) do
    if i == head + 1 and tail > head + 1 then
      lines[#lines + 1] = ("… %s more …"):format(term.count(tail - head - 1, "row"))
    end
    lines[#lines + 1] = aligned(cells, widths, t.columns, count)
  end
  if #t.list == 0 then lines[#lines + 1] = "(no rows)" end
  local notes = {}
  if cut then notes[#notes + 1] = ("cells are cut to fit %d columns"):format(room) end
  if count < #t.columns then
    local names = {}
    for i = count + 1, #t.columns do names[#names + 1] = t.columns[i].name end
    notes[#notes + 1] = "not shown: " .. table.concat(names, ", ")
  end
  if #notes > 0 then lines[#lines + 1] = "(" .. table.concat(notes, "; ") .. ")" end
  return table.concat(lines, "\n")
end

-- ---- charts ----

local function numbers_of(t, name, call)
  for _, c in ipairs(t.columns) do
    if name == nil and numeric(c) then name = c.name end
  end
  if name == nil then error(call .. ": the table has no column of numbers", 3) end
  if not numeric(column(t, name)) then error(("%s: column '%s' has no numbers"):format(call, name), 3) end
  return name
end

--- bars([column [, {label = column, width = n, rows = 40}]]): a bar a row, as text; the first column of numbers, labelled by the first of text.
function Table.bars(t, name, options)
  local o = options or {}
  name = numbers_of(t, name, "bars")
  local label, rows, most = o.label, {}, o.rows or 40
  for _, c in ipairs(t.columns) do
    if label == nil and not numeric(c) then label = c.name end
  end
  if label then column(t, label) end
  for i = 1, math.min(#t.list, most) do
    local text = label and t.list[i][label]
    rows[i] = {label = label and (text == nil and "–" or tostring(text)) or tostring(i), value = t.list[i][name]}
  end
  local text = chart.bars(rows, o.width)
  return #t.list > most and text .. ("\n… %s more …"):format(term.count(#t.list - most, "row")) or text
end

--- spark([column [, width]]): the numbers of a column as one line of levels.
function Table.spark(t, name, width)
  name = numbers_of(t, name, "spark")
  local values = {}
  for i, row in ipairs(t.list) do values[i] = row[name] or false end
  return chart.spark(values, width)
end

-- ---- export ----

local function plain(v)
  if v == nil then return "" end
  if type(v) == "table" then return json.encode(v) end
  if math.type(v) == "float" then return json.encode(v):gsub("^null$", "") .. "" end
  return tostring(v)
end

local function delimited(t, separator, quote)
  local lines = {}
  local function add(values) lines[#lines + 1] = table.concat(values, separator) end
  local names = {}
  for i, c in ipairs(t.columns) do names[i] = quote(c.name) end
  add(names)
  for _, row in ipairs(t.list) do
    local values = {}
    for i, c in ipairs(t.columns) do values[i] = quote(plain(row[c.name])) end
    add(values)
  end
  return table.concat(lines, "\n") .. "\n"
end

--- A value as a CSV field, quoted where it must be.
function Table.csv_field(s)
  if s:find('[",\r\n]') or s:find("^%s") or s:find("%s$") then return '"' .. s:gsub('"', '""') .. '"' end
  return s
end

local tsv_escapes = {["\t"] = "\\t", ["\n"] = "\\n", ["\r"] = "\\r", ["\\"] = "\\\\"}

--- A value as a TSV field: tab, line ends and backslash as \t \n \r \\.
function Table.tsv_field(s) return (s:gsub("[\t\n\r\\]", tsv_escapes)) end

function Table.csv(t) return delimited(t, ",", Table.csv_field) end
function Table.tsv(t) return delimited(t, "\t", Table.tsv_field) end

local function shapes(t)
  local fields = {}
  for i, c in ipairs(t.columns) do fields[i] = {name = c.name, type = c.type} end
  return {type = "object", fields = fields}
end

--- One object a line.
function Table.jsonl(t)
  local shape, lines = shapes(t), {}
  for i, row in ipairs(t.list) do lines[i] = json.encode(row, shape) end
  return table.concat(lines, "\n") .. (#lines > 0 and "\n" or "")
end

--- A list of objects.
function Table.json(t)
  return json.encode(t.list, {array = true, item = shapes(t)})
end

function Table.markdown(t)
  local names, rules, lines = {}, {}, {}
  for i, c in ipairs(t.columns) do
    names[i], rules[i] = c.name:gsub("|", "\\|"), numeric(c) and "---:" or "---"
  end
  lines[1] = "| " .. table.concat(names, " | ") .. " |"
  lines[2] = "| " .. table.concat(rules, " | ") .. " |"
  for _, row in ipairs(t.list) do
    local values = {}
    for i, c in ipairs(t.columns) do values[i] = term.line(plain(row[c.name])):gsub("|", "\\|") end
    lines[#lines + 1] = "| " .. table.concat(values, " | ") .. " |"
  end
  return table.concat(lines, "\n") .. "\n"
end

local entities = {["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;"}
local function html(s) return (s:gsub('[&<>"]', entities)) end

function Table.html(t)
  local out = {"<table>\n<thead><tr>"}
  for _, c in ipairs(t.columns) do out[#out + 1] = "<th>" .. html(c.name) .. "</th>" end
  out[#out + 1] = "</tr></thead>\n<tbody>\n"
  for _, row in ipairs(t.list) do
    out[#out + 1] = "<tr>"
    for _, c in ipairs(t.columns) do
      out[#out + 1] = (numeric(c) and '<td class="number">' or "<td>") .. html(plain(row[c.name])) .. "</td>"
    end
    out[#out + 1] = "</tr>\n"
  end
  out[#out + 1] = "</tbody>\n</table>\n"
  return table.concat(out)
end

-- ---- metatable ----

function mt.__index(t, k)
  if math.type(k) == "integer" then return rawget(t, "list")[k] end
  return Table[k]
end

function mt.__len(t) return #rawget(t, "list") end
function mt.__tostring(t) return t:text() end

mt.methods = Table
Table.is = is_table
Table.width = core.width

return Table
