--- sides.lua - views of one corpus that are set against each other: by the paths they came from, or by a metadata field.
local sides = {}

-- Is doc one of the paths, or below one of them?
local function named(doc, literal)
  if literal[doc] then return true end
  local at = doc:find("/", 1, true)
  while at do
    if literal[doc:sub(1, at)] or literal[doc:sub(1, at - 1)] then return true end
    at = doc:find("/", at + 1, true)
  end
  return false
end

--- The documents of c that came from paths, which are the PATHs from number `first` on (from 1) of those c was opened with, as a view.
-- A document is read once, for the first PATH that leads to it, but may be on several sides: in articles/rail and in articles.
function sides.from(c, paths, first)
  local numbers, literal = {}, {}
  for _, path in ipairs(paths) do literal[path], literal[path:gsub("(.)/+$", "%1")] = true, true end
  for i, d in c:documents() do
    local root = d.root + 1
    if (root >= first and root < first + #paths) or named(d.doc, literal) then numbers[#numbers + 1] = i end
  end
  return c:subset(numbers)
end

-- What a document has in a field, as text; nil: nothing.
local function value_of(d, field)
  local v = d[field]
  if v ~= nil and type(v) ~= "function" then return tostring(v) end
end

-- In order of the values of n fields; a missing one comes last.
local function by_values(n)
  return function(a, b)
    for i = 1, n do
      local x, y = a.values[i], b.values[i]
      if x ~= y then return x ~= nil and (y == nil or x < y) end
    end
    return false
  end
end

--- The documents of c in groups by what they have in some fields: {values = {…}, view =}, in order of the values, missing ones (nil) last.
function sides.groups(c, fields)
  local found, list = {}, {}
  for i, d in c:documents() do
    local values, parts = {}, {}
    for k, field in ipairs(fields) do
      values[k] = value_of(d, field)
      parts[k] = values[k] and #values[k] .. ":" .. values[k] or "-"
    end
    local name = table.concat(parts)
    local g = found[name]
    if not g then
      g = {values = values, numbers = {}}
      found[name], list[#list + 1] = g, g
    end
    table.insert(g.numbers, i)
  end
  table.sort(list, by_values(#fields))
  for _, g in ipairs(list) do
    g.view, g.numbers = c:subset(g.numbers), nil
  end
  return list
end

--- Sides by a field: {name =, view =}, by name; documents without it are a side without a name, the last.
function sides.by(c, field)
  local list = sides.groups(c, {field})
  for _, s in ipairs(list) do s.name = s.values[1] end
  return list
end

--- Why no document came from the paths: the first problem about one of them, or that there are none.
function sides.why_none(c, name, paths)
  for _, p in ipairs(c:all_problems()) do
    for _, path in ipairs(paths) do
      if p.doc == path or p.doc:sub(1, #path + 1) == path .. "/" then
        return ("side %s has no documents: %s%s"):format(name, p.message:find(path, 1, true) and "" or path .. ": ", p.message)
      end
    end
  end
  return ("side %s has no documents"):format(name)
end

--- A name for people.
function sides.label(s) return s.name or "(none)" end

return sides
