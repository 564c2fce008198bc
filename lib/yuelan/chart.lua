--- chart.lua - charts of letters for the terminal: bars, sparklines, strips. Widths are display columns.
local term = require "yuelan.term"

local chart = {}

local EIGHTHS = {"▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"}
local LEVELS = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}

-- How many blocks fit into so many columns: a block is of ambiguous width.
local function cells(columns) return math.max(1, columns // term.width("█")) end

--- bar(.35, 20): a bar of that share of 20 columns, in eighths of a block; what is not nothing is seen.
function chart.bar(share, columns)
  if not share or share ~= share or share <= 0 then return "" end
  local eighths = math.max(1, math.floor(math.min(share, 1) * cells(columns) * 8 + 0.5))
  return ("█"):rep(eighths // 8) .. (EIGHTHS[eighths % 8] or "")
end

--- spark({3, 5, 9, …} [, columns]): a line of levels from 0 to the largest; neighbours are averaged where there is no room; a missing value is a blank.
function chart.spark(values, columns)
  local n = columns and math.min(#values, cells(columns)) or #values
  local means, most = {}, 0
  for k = 1, n do
    local sum, count = 0, 0
    for i = (k - 1) * #values // n + 1, k * #values // n do
      if values[i] then sum, count = sum + values[i], count + 1 end
    end
    means[k] = count > 0 and sum / count or false
    most = math.max(most, means[k] or 0)
  end
  for k, x in ipairs(means) do
    means[k] = not x and (" "):rep(term.width("█")) or LEVELS[most > 0 and math.max(1, math.ceil(x / most * #LEVELS)) or 1]
  end
  return table.concat(means)
end

--- strip(counts, sizes, columns): how dense something is in parts of those sizes; a dot where there is none of it.
function chart.strip(counts, sizes, columns)
  local n = math.min(#counts, cells(columns))
  local rates, most = {}, 0
  for k = 1, n do
    local count, size = 0, 0
    for i = (k - 1) * #counts // n + 1, k * #counts // n do count, size = count + counts[i], size + sizes[i] end
    rates[k] = size > 0 and count / size or 0
    most = math.max(most, rates[k])
  end
  for k, rate in ipairs(rates) do rates[k] = rate > 0 and LEVELS[math.max(1, math.ceil(rate / most * #LEVELS))] or "·" end
  return table.concat(rates)
end

--- bars({{label =, value =}, …} [, columns]): a line each, label, bar, number.
function chart.bars(rows, columns)
  columns = columns or term.size()
  local most, left, right, lines = 0, 0, 0, {}
  for _, r in ipairs(rows) do
    most = math.max(most, r.value or 0)
    left = math.max(left, math.min(term.width(term.line(r.label)), 24))
    right = math.max(right, r.value and term.width(term.number(r.value)) or 1)
  end
  local room = math.max(8, columns - left - right - 4)
  for i, r in ipairs(rows) do
    local bar = r.value and most > 0 and chart.bar(r.value / most, room) or ""
    lines[i] = ("%s  %s  %s"):format(term.pad(term.cut(term.line(r.label), left), left), term.pad(r.value and term.number(r.value) or "–", right, "right"), bar)
      :gsub("%s+$", "")
  end
  return table.concat(lines, "\n")
end

return chart
