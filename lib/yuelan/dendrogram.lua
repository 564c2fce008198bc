--- dendrogram.lua - a tree of clusters as text: one item a line, joined from the right.
local term = require "yuelan.term"

local dendrogram = {}

--- The items of a tree of clusters in the order they are drawn, the earlier cluster first.
function dendrogram.order(merges, n)
  local out = {}
  local function visit(c)
    if c <= n then out[#out + 1] = c
    else
      visit(merges[c - n].a)
      visit(merges[c - n].b)
    end
  end
  if n > 0 then visit(n + #merges) end
  return out
end

--- text(names, merges [, width = 40]): a line an item with its branch; the further right two meet, the further apart they are.
function dendrogram.text(names, merges, width)
  local n = #names
  width = width or 40
  local top = #merges > 0 and merges[#merges].height or 0
  local row, grid, widest = {}, {}, 0
  for i, item in ipairs(dendrogram.order(merges, n)) do
    row[item] = 2 * i - 1
    widest = math.max(widest, term.width(term.line(names[item])))
  end
  widest = math.min(widest, 40)
  for y = 1, math.max(2 * n - 1, 0) do
    grid[y] = {}
    for x = 1, width do grid[y][x] = " " end
  end
  local at, from = {}, {} -- line and column where a cluster's branch goes on
  for i = 1, n do at[i], from[i] = row[i], 1 end
  for k, m in ipairs(merges) do
    local column = math.max(1, math.floor((top > 0 and m.height / top or 0) * (width - 1) + 0.5) + 1, from[m.a], from[m.b])
    local low, high = math.min(at[m.a], at[m.b]), math.max(at[m.a], at[m.b])
    for _, c in ipairs {m.a, m.b} do
      for x = from[c], column - 1 do grid[at[c]][x] = "─" end
    end
    grid[low][column], grid[high][column] = "┐", "┘"
    for y = low + 1, high - 1 do
      if grid[y][column] == " " then grid[y][column] = "│" end
    end
    local middle = (low + high) // 2
    if k < #merges and middle ~= low and middle ~= high then grid[middle][column] = "├" end
    at[n + k], from[n + k] = middle, math.min(column + 1, width)
  end
  local name_at, lines = {}, {}
  for item, y in pairs(row) do name_at[y] = item end
  for y, cells in ipairs(grid) do
    local name = name_at[y] and term.cut(term.line(names[name_at[y]]), widest) or ""
    lines[y] = (term.pad(name, widest) .. " " .. table.concat(cells)):gsub("%s+$", "")
  end
  return table.concat(lines, "\n")
end

return dendrogram
