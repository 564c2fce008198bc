--- svg.lua - plots as SVG: bars, columns, scatter, strips, trees, maps; strings to be put into a page.
--
-- Places across are percentages and sizes of letters are pixels, so that a plot is as wide as its page and stays readable on a phone.
-- Colours are classes (s1 … s8, axis, grid), which the page's style gives a light and a dark face. Every mark has a <title>.
local core = require "yuelan.core"
local dendrogram = require "yuelan.dendrogram"

local svg = {}

local entities = {["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;"}

-- What no page should hold as it is: controls as their pictures, separators of lines as references.
local function control(c) return c == "\127" and "␡" or utf8.char(0x2400 + c:byte()) end

--- s as text or attribute of HTML or SVG, whatever is in it. Line feeds and tabs stay.
function svg.escape(s)
  s = s:gsub("[&<>\"']", entities)
  if s:find("[\0-\8\11-\31\127]") then s = s:gsub("[\0-\8\11-\31\127]", control) end
  if s:find("[\xC2\xE2\xEF]") then
    s = s:gsub("\xC2[\x80-\x9F]", "\u{FFFD}"):gsub("\u{2028}", "&#8232;"):gsub("\u{2029}", "&#8233;"):gsub("\xEF\xBF[\xBE\xBF]", "\u{FFFD}")
  end
  return s
end
local escape = svg.escape

local function line_of(s) return (s:gsub("%c+", " ")) end

-- A label cut to so many columns.
local function label(s, columns)
  s = line_of(s)
  if core.width(s) <= columns then return escape(s) end
  return escape(core.fit(s, columns - 1)) .. "…"
end

local function percent(x) return (("%.2f"):format(x):gsub("%.?0+$", "")) .. "%" end
local function pixel(x) return (("%.1f"):format(x):gsub("%.0$", "")) end

--- A number for people, as short as may be.
function svg.number(x)
  local whole = math.tointeger(x)
  if whole then
    local sign, digits = tostring(whole):match("^(-?)(%d+)$")
    return sign .. digits:reverse():gsub("(%d%d%d)", "%1,"):reverse():gsub("^,", "")
  end
  if math.abs(x) >= 1000 then return svg.number(math.floor(x + 0.5)) end
  return (("%.3g"):format(x))
end

local function frame(height, name, parts, class)
  return ('<svg class="plot%s" role="img" aria-label="%s" width="100%%" height="%d" xmlns="http://www.w3.org/2000/svg">\n%s\n</svg>\n'):format(
    class and " " .. class or "", escape(name), height, table.concat(parts, "\n"))
end

local function title(s) return s and "<title>" .. escape(line_of(s)) .. "</title>" or "" end

local function rect(x, y, width, height, class, about)
  return ('<rect x="%s" y="%s" width="%s" height="%s" class="%s">%s</rect>'):format(percent(x), pixel(y), percent(math.max(width, 0.15)), pixel(height),
    class, title(about))
end

local function line(x1, y1, x2, y2, class)
  return ('<line x1="%s" y1="%s" x2="%s" y2="%s" class="%s"/>'):format(percent(x1), pixel(y1), percent(x2), pixel(y2), class)
end

-- text at x %, moved by dx pixels; anchor start, middle or end
local function text(x, y, s, anchor, dx, class)
  return ('<text x="%s" y="%s"%s%s%s>%s</text>'):format(percent(x), pixel(y), dx and (' dx="%d"'):format(dx) or "",
    anchor and anchor ~= "start" and (' text-anchor="%s"'):format(anchor) or "", class and (' class="%s"'):format(class) or "", s)
end

local ROW, LABEL, STRIP = 24, 36, 24 -- pixels a row; per cent for the labels

local function linked(s, href) return href and ('<a href="%s">%s</a>'):format(href, s) or s end

--- bars{{label =, value =, [text =, series =, href =]}, …}: one below the other, the longest as wide as there is room.
function svg.bars(rows, name)
  local most, parts = 0, {}
  for _, r in ipairs(rows) do most = math.max(most, r.value) end
  for i, r in ipairs(rows) do
    local y, width = (i - 1) * ROW, most > 0 and r.value / most * (82 - LABEL) or 0
    local shown = r.text or svg.number(r.value)
    parts[#parts + 1] = text(LABEL, y + 16, linked(label(r.label, 14), r.href), "end", -8)
    parts[#parts + 1] = rect(LABEL, y + 4, width, ROW - 8, "s" .. (r.series or 1), line_of(r.label) .. ": " .. shown)
    parts[#parts + 1] = text(LABEL + width, y + 16, escape(shown), nil, 6, "value")
  end
  return frame(#rows * ROW + 2, name, parts, "bars")
end

--- diverging{{label =, value =, [text =]}, …}: positive values to the right in colour 1, negative ones to the left in colour 2.
function svg.diverging(rows, name, left, right)
  local most, parts, top = 0, {}, 20
  for _, r in ipairs(rows) do most = math.max(most, math.abs(r.value)) end
  parts[1] = text(49, 12, "← " .. label(left, 24), "end", 0, "value")
  parts[2] = text(51, 12, label(right, 24) .. " →", nil, 0, "value")
  for i, r in ipairs(rows) do
    local y, width = top + (i - 1) * ROW, most > 0 and math.abs(r.value) / most * 34 or 0
    local about = line_of(r.label) .. ": " .. (r.text or svg.number(r.value))
    if r.value >= 0 then
      parts[#parts + 1] = rect(50, y + 4, width, ROW - 8, "s1", about)
      parts[#parts + 1] = text(50, y + 16, linked(label(r.label, 24), r.href), "end", -8)
    else
      parts[#parts + 1] = rect(50 - width, y + 4, width, ROW - 8, "s2", about)
      parts[#parts + 1] = text(50, y + 16, linked(label(r.label, 24), r.href), nil, 8)
    end
  end
  parts[#parts + 1] = line(50, top, 50, top + #rows * ROW, "axis")
  return frame(top + #rows * ROW + 4, name, parts)
end

--- columns{{label =, value =, [text =, href =]}, …}: side by side, as over time.
function svg.columns(rows, name)
  local height, foot, top, most, parts = 150, 24, 18, 0, {}
  local longest = 0
  for _, r in ipairs(rows) do most, longest = math.max(most, r.value), math.max(longest, #label(r.label, 10)) end
  local each = 96 / math.max(#rows, 1)
  local step = math.max(1, math.ceil(#rows * (10 * longest + 4) / 330)) -- labels that a telephone has room for: the first begins at its column
  parts[1] = line(2, top, 98, top, "grid")
  parts[2] = text(2, top - 5, escape(svg.number(most)), nil, 0, "value")
  for i, r in ipairs(rows) do
    local x, tall = 2 + (i - 1) * each, most > 0 and r.value / most * height or 0
    local shown = line_of(r.label) .. ": " .. (r.text or svg.number(r.value))
    parts[#parts + 1] = linked(rect(x + each * 0.12, top + height - tall, math.min(each * 0.76, 12), tall, "s" .. (r.series or 1), shown), r.href)
    if (i - 1) % step == 0 then
      parts[#parts + 1] = text(x + math.min(each * 0.5, 6), top + height + 16, label(r.label, 10), i == 1 and #rows > 6 and "start" or "middle", 0, "value")
    end
  end
  parts[#parts + 1] = line(2, top + height, 98, top + height, "axis")
  return frame(height + top + foot, name, parts)
end

local function decades(low, high)
  local out = {}
  for k = math.floor(low + 1e-9), math.ceil(high - 1e-9) do out[#out + 1] = k end
  return out
end

--- scatter{{x =, y =, label =, [show = true]}, …} on logarithmic axes; names of the axes.
function svg.scatter(points, name, x_name, y_name)
  local height, foot, top, left, right = 260, 40, 12, 12, 97
  local xs, ys, parts = 0, 0, {}
  for _, p in ipairs(points) do xs, ys = math.max(xs, math.log(p.x, 10)), math.max(ys, math.log(p.y, 10)) end
  xs, ys = math.max(1, math.ceil(xs)), math.max(1, math.ceil(ys))
  local function at_x(v) return left + v / xs * (right - left) end
  local function at_y(v) return top + height - v / ys * height end
  for _, k in ipairs(decades(0, xs)) do
    parts[#parts + 1] = line(at_x(k), top, at_x(k), top + height, "grid")
    parts[#parts + 1] = text(at_x(k), top + height + 16, svg.number(math.tointeger(10 ^ k)), "middle", 0, "value")
  end
  for _, k in ipairs(decades(0, ys)) do
    parts[#parts + 1] = line(left, at_y(k), right, at_y(k), "grid")
    parts[#parts + 1] = text(left, at_y(k) + 4, svg.number(math.tointeger(10 ^ k)), "end", -6, "value")
  end
  for _, p in ipairs(points) do
    local x, y = at_x(math.log(p.x, 10)), at_y(math.log(p.y, 10))
    parts[#parts + 1] = ('<circle cx="%s" cy="%s" r="3" class="s1 dot">%s</circle>'):format(percent(x), pixel(y), title(p.label))
    if p.show then parts[#parts + 1] = text(x, y - 6, label(p.show, 10), "start", 3) end
  end
  parts[#parts + 1] = text((left + right) / 2, top + height + 34, escape(x_name), "middle", 0, "value")
  parts[#parts + 1] = text(left, top + 2, escape(y_name), "start", 6, "value")
  return frame(top + height + foot, name, parts)
end

--- strips{{label =, counts = {…}, [sizes =, total =, href =]}, …}: a line each, darker where there is more of it in its part.
function svg.strips(rows, name)
  local parts = {}
  for i, r in ipairs(rows) do
    local y, most, n = (i - 1) * ROW, 0, #r.counts
    local rates, cells = {}, math.min(n, 120)
    for k = 1, cells do
      local count, size = 0, 0
      for j = (k - 1) * n // cells + 1, k * n // cells do count, size = count + r.counts[j], size + (r.sizes and r.sizes[j] or 1) end
      rates[k] = {count = count, rate = size > 0 and count / size or 0}
      most = math.max(most, rates[k].rate)
    end
    parts[#parts + 1] = text(STRIP, y + 16, linked(label(r.label, 12), r.href), "end", -8)
    parts[#parts + 1] = ('<rect x="%s" y="%s" width="%s" height="%d" class="strip"/>'):format(percent(STRIP), pixel(y + 3), percent(68), ROW - 6)
    local each = 68 / math.max(cells, 1)
    for k, c in ipairs(rates) do
      if c.count > 0 then
        parts[#parts + 1] = ('<rect x="%s" y="%s" width="%s" height="%d" class="s1" opacity="%.2f">%s</rect>'):format(percent(STRIP + (k - 1) * each),
          pixel(y + 3), percent(math.max(each * 0.92, 0.3)), ROW - 6, 0.25 + 0.75 * c.rate / most, title(("%s: %s"):format(line_of(r.label), svg.number(c.count))))
      end
    end
    parts[#parts + 1] = text(STRIP + 68, y + 16, escape(r.text or ""), nil, 6, "value")
  end
  return frame(#rows * ROW + 2, name, parts)
end

--- dendrogram({{label =, [href =, series =]}, …}, merges): a tree of clusters; the further right two meet, the further apart they are.
function svg.dendrogram(items, merges, name)
  local n, parts, left, right = #items, {}, 44, 98
  local top = #merges > 0 and merges[#merges].height or 0
  local y, x = {}, {}
  for i, k in ipairs(dendrogram.order(merges, n)) do
    y[k], x[k] = (i - 0.5) * ROW, left
    parts[#parts + 1] = text(left, y[k] + 4, linked(label(items[k].label, 22), items[k].href) .. title(items[k].label), "end", -8)
  end
  for k, m in ipairs(merges) do
    local at = left + (top > 0 and m.height / top or 0) * (right - left)
    at = math.max(at, x[m.a], x[m.b])
    parts[#parts + 1] = line(x[m.a], y[m.a], at, y[m.a], "branch")
    parts[#parts + 1] = line(x[m.b], y[m.b], at, y[m.b], "branch")
    parts[#parts + 1] = line(at, y[m.a], at, y[m.b], "branch")
    x[n + k], y[n + k] = at, (y[m.a] + y[m.b]) / 2
  end
  return frame(n * ROW + 2, name, parts)
end

-- The two axes along which distances between n items differ most (classical scaling), by powers of the centred matrix.
local function scaled(distances)
  local n, b, mean, all = #distances, {}, {}, 0
  for i = 1, n do
    mean[i] = 0
    for j = 1, n do mean[i] = mean[i] + distances[i][j] ^ 2 / n end
    all = all + mean[i] / n
  end
  for i = 1, n do
    b[i] = {}
    for j = 1, n do b[i][j] = -0.5 * (distances[i][j] ^ 2 - mean[i] - mean[j] + all) end
  end
  local axes = {}
  for axis = 1, 2 do
    local v = {}
    for i = 1, n do v[i] = math.sin(i * (axis + 0.5)) + 0.01 end
    local value = 0
    for _ = 1, 200 do
      local w, norm = {}, 0
      for i = 1, n do
        local sum = 0
        for j = 1, n do sum = sum + b[i][j] * v[j] end
        w[i], norm = sum, norm + sum * sum
      end
      norm = math.sqrt(norm)
      if norm < 1e-12 then break end
      for i = 1, n do v[i] = w[i] / norm end
      value = norm
    end
    local largest = 1
    for i = 2, n do
      if math.abs(v[i]) > math.abs(v[largest]) + 1e-9 then largest = i end
    end
    local sign = v[largest] and v[largest] < 0 and -1 or 1
    axes[axis] = {}
    for i = 1, n do axes[axis][i] = sign * v[i] * math.sqrt(value) end
    for i = 1, n do
      for j = 1, n do b[i][j] = b[i][j] - value * v[i] * v[j] end
    end
  end
  return axes
end

--- map({{label =, [href =, series =, tag =]}, …}, distances): the items in the plane, near where they are alike.
function svg.map(items, distances, name)
  local height, parts = 320, {}
  local axes = scaled(distances)
  local low, high = {math.huge, math.huge}, {-math.huge, -math.huge}
  for a = 1, 2 do
    for _, v in ipairs(axes[a]) do low[a], high[a] = math.min(low[a], v), math.max(high[a], v) end
  end
  for i, item in ipairs(items) do
    local at = {}
    for a = 1, 2 do at[a] = high[a] - low[a] > 1e-9 and (axes[a][i] - low[a]) / (high[a] - low[a]) or 0.5 end
    local x, y = 8 + at[1] * 84, 24 + (1 - at[2]) * (height - 48)
    parts[#parts + 1] = linked(('<circle cx="%s" cy="%s" r="9" class="s%d bubble">%s</circle>'):format(percent(x), pixel(y), item.series or 1, title(item.label)) ..
      text(x, y + 4, escape(item.tag or tostring(i)), "middle", 0, "in"), item.href)
  end
  return frame(height, name, parts)
end

return svg
