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

--- Sides by a field: {name =, view =}, by name; documents without it are a side without a name, the last.
function sides.by(c, field)
  local found, list, missing = {}, {}, nil
  for i, d in c:documents() do
    local v = d[field]
    if type(v) == "function" then v = nil end
    local s
    if v == nil then
      missing = missing or {numbers = {}}
      s = missing
    else
      v = tostring(v)
      s = found[v]
      if not s then
        s = {name = v, numbers = {}}
        found[v], list[#list + 1] = s, s
      end
    end
    table.insert(s.numbers, i)
  end
  table.sort(list, function(a, b) return a.name < b.name end)
  list[#list + 1] = missing
  for _, s in ipairs(list) do
    s.view, s.numbers = c:subset(s.numbers), nil
  end
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
