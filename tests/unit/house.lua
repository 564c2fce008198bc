#!/usr/bin/env lua5.4
-- house.lua - the house is in order: rooms include only to their left, the core keeps its manners, the library exports
-- what yuelan.h declares and nothing else. Run from the top of the tree; TAP on standard output.
local rooms = {"base", "text", "lexicon", "encoding", "formats", "intake", "repair", "zones", "words", "index", "segment", "corpus",
  "store", "cql", "search", "hits", "copies", "stats", "extract", "digest"}
local place = {}
for i, r in ipairs(rooms) do place[r] = i end

local n, failed = 0, 0
local function ok(pass, name, why)
  n = n + 1
  if not pass then failed = failed + 1 end
  print(("%sok %d - %s"):format(pass and "" or "not ", n, name))
  if not pass and why then print("# " .. why:gsub("\n", "\n# ")) end
end

local function lines_of(command)
  local out = {}
  local p = assert(io.popen(command))
  for line in p:lines() do out[#out + 1] = line end
  p:close()
  return out
end

local function read(path)
  local f = assert(io.open(path, "rb"))
  local s = f:read("a")
  f:close()
  return s
end

-- 1 rooms
for i, room in ipairs(rooms) do
  local wrong = {}
  for _, file in ipairs(lines_of("ls src/" .. room .. "/*.[ch] 2>/dev/null")) do
    for inc in read(file):gmatch('#include "([^"]+)"') do
      local other = inc:match("^([%w_]+)/")
      local fine = inc == "yuelan.h" or (other and place[other] and place[other] <= i)
        or (not other and inc:match("%.h$"))
      if not fine or (other and not place[other]) then wrong[#wrong + 1] = file .. " includes " .. inc end
    end
  end
  ok(#wrong == 0, room .. " includes only to its left", table.concat(wrong, "\n"))
end
do
  local wrong = {}
  for _, file in ipairs(lines_of("ls src/lua/*.[ch] 2>/dev/null")) do
    for inc in read(file):gmatch('#include "([^"]+)"') do
      if inc ~= "yuelan.h" and inc ~= "lua/lua.h" and inc ~= "lua.h" and not inc:match("^lua/") then
        wrong[#wrong + 1] = file .. " includes " .. inc
      end
    end
  end
  ok(#wrong == 0, "bindings use the public C face only", table.concat(wrong, "\n"))
end

do
  local readme, makefile, wrong = read("src/README.md"), read("Makefile"), {}
  for _, room in ipairs(rooms) do
    if not readme:find("\n| `" .. room .. "` |", 1, true) then wrong[#wrong + 1] = room .. " has no row in src/README.md" end
  end
  ok(#wrong == 0, "src/README.md says what each room is", table.concat(wrong, "\n"))
  ok(makefile:match("\nROOMS := ([^\n]*)") == table.concat(rooms, " "), "the Makefile builds these rooms in this order")
end

-- 2 manners: no printing, exiting, locale or signals in the core
do
  local wrong = {}
  local banned = {"printf", "puts", "putchar", "exit", "abort", "setlocale", "signal", "sigaction", "sprintf", "strcpy", "strcat", "gets"}
  for _, room in ipairs(rooms) do
    for _, file in ipairs(lines_of("ls src/" .. room .. "/*.c 2>/dev/null")) do
      if not file:match("_main%.c$") then
        local code = read(file):gsub("/%*.-%*/", ""):gsub('"[^"\n]*"', '""')
        for _, word in ipairs(banned) do
          if code:match("%f[%w_]" .. word .. "%s*%(") then wrong[#wrong + 1] = file .. " calls " .. word end
        end
      end
    end
  end
  ok(#wrong == 0, "the core does not print, exit, or touch the process", table.concat(wrong, "\n"))
end

-- 3 the library exports what yuelan.h declares
do
  local declared, missing, extra = {}, {}, {}
  for name in read("src/yuelan.h"):gmatch("\nYL_API[^;(]-([%w_]+)%(") do declared[name] = true end
  local build = os.getenv("B") or "build"
  local exported = {}
  for _, line in ipairs(lines_of("nm -D --defined-only " .. build .. "/libyuelan.so")) do
    local name = line:match(" [TDBR] ([%w_]+)$")
    if name then exported[name] = true end
  end
  for name in pairs(declared) do if not exported[name] then missing[#missing + 1] = name end end
  for name in pairs(exported) do if not declared[name] then extra[#extra + 1] = name end end
  table.sort(missing)
  table.sort(extra)
  ok(#missing == 0, "every function of yuelan.h is in the library", table.concat(missing, " "))
  ok(#extra == 0, "the library exports nothing else", table.concat(extra, " "))
  -- 4 and is bound, or has a reason not to be
  local bound, unbound = "", {}
  local no_need = {yl_ctx_free = true, yl_ctx_fork = true, yl_errmsg = true, yl_free = true}
  for _, file in ipairs(lines_of("ls src/lua/*.c src/shell/*.c 2>/dev/null")) do bound = bound .. read(file) end
  for name in pairs(declared) do
    if not no_need[name] and not bound:find("%f[%w_]" .. name .. "%f[^%w_]") then unbound[#unbound + 1] = name end
  end
  table.sort(unbound)
  ok(#unbound == 0, "every function of yuelan.h is bound", table.concat(unbound, " "))
end

-- 5 the top level is fixed
do
  local allowed = {src = true, scripts = true, lib = true, tests = true, Makefile = true, ["README.md"] = true, LICENSE = true}
  local wrong = {}
  for _, name in ipairs(lines_of("git ls-tree --name-only HEAD 2>/dev/null")) do
    if not allowed[name] and name:sub(1, 1) ~= "." then wrong[#wrong + 1] = name end
  end
  ok(#wrong == 0, "the top level holds what it should", table.concat(wrong, " "))
end
print("1.." .. n)
os.exit(failed == 0)
