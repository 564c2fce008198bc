--- nearest.lua - which of some names was meant: the least edit distance, if it is small (Damerau 1964, optimal string alignment).

local function distance(a, b)
  local rows = {[0] = {}}
  for j = 0, #b do rows[0][j] = j end
  for i = 1, #a do
    rows[i] = {[0] = i}
    for j = 1, #b do
      local cost = a:byte(i) == b:byte(j) and 0 or 1
      local d = math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost)
      if i > 1 and j > 1 and a:byte(i) == b:byte(j - 1) and a:byte(i - 1) == b:byte(j) then
        d = math.min(d, rows[i - 2][j - 2] + 1)
      end
      rows[i][j] = d
    end
  end
  return rows[#a][#b]
end

--- The nearest of names (a list) to s, or nil when none is near.
local function nearest(s, names)
  local best, least
  for _, name in ipairs(names) do
    local d = name:sub(1, #s) == s and #s > 1 and 1 or distance(s, name)
    if not least or d < least then best, least = name, d end
  end
  if best and least <= math.max(1, #s // 3) then return best end
end

return nearest
