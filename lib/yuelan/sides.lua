--- sides.lua - views of one corpus that are set against each other: by the paths they came from, or by a metadata field.
local sides = {}

local function pattern_of(glob)
  return "^" .. glob:gsub("[%^%$%(%)%%%.%+%-%[%]]", "%%%0"):gsub("%*", ".*"):gsub("%?", ".") .. "$"
end

local function came_from(doc, path)
  local p = path:gsub("(.)/+$", "%1")
  if doc == path or doc == p then return true end
  local next_char = doc:sub(1, #p) == p and doc:sub(#p + 1, #p + 1)
  if next_char and (next_char == "/" or next_char == "!" or next_char == ":" or next_char == "#") then return true end
  return path:find("[*?]") ~= nil and doc:find(pattern_of(path)) ~= nil
end

--- The documents of c that came from any of the paths, as a view.
function sides.from(c, paths)
  local numbers = {}
  for i, d in c:documents() do
    for _, path in ipairs(paths) do
      if came_from(d.doc, path) then
        numbers[#numbers + 1] = i
        break
      end
    end
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
