-- figures: what the documents say in numbers, with unit, subject, period and who says it. One record a figure.
local cli = require "yuelan.cli"
local extract = require "yuelan.extract"
local term = require "yuelan.term"

local function number_text(x)
  if x == nil then return nil end
  if math.abs(x) < 1e15 and x == math.floor(x) then return term.thousands(math.tointeger(x) or x) end
  return ("%.6g"):format(x)
end

-- The value for the screen: <6,000,000, 6–7, ~75.
local function value_text(r)
  if r.kind == "date" then return r.iso or "?" end
  local about = r.approx and "~" or ""
  if r.value then return about .. number_text(r.value) end
  if r.min and r.max then return ("%s%s–%s"):format(about, number_text(r.min), number_text(r.max)) end
  return (r.bound and r.bound ~= "[]" and r.bound or r.min and "≥" or "≤") .. (number_text(r.min or r.max) or "?")
end

local function number_option(job, name)
  local text = job.options[name]
  if text == nil then return nil end
  local x = tonumber(text)
  if not x then cli.usage_error("--%s: a number expected, got '%s'", name, text) end
  return x
end

return {
  name = "figures",
  without = {"by", "distinct", "exact", "aliases"},
  summary = "Figures: money, percentages, counts, dates, durations …, each with its unit, subject, period and who says it.",
  options = {
    {"kind", "KINDS", "only these: " .. table.concat(extract.kinds, " ") .. "; with commas"},
    {"unit", "UNITS", "only these: USD, %, year, kg …; with commas"},
    {"min", "X", "value at least X; bounds and ranges count where they reach it"},
    {"max", "X", "value at most X"},
    {"near", "TEXT", "with this text within 20 characters of it"},
    {"subject", "TEXT", "with this text in the subject"},
  },
  piecewise = function() return true end,
  columns = {"doc", "surface", "number", "unit", "kind", "subject", "period", "attributed_to"},
  run = function(job)
    local o = job.options
    local filter = {
      kind = o.kind and cli.list(o.kind), unit = o.unit and cli.list(o.unit), min = number_option(job, "min"), max = number_option(job, "max"),
      near = o.near, subject = o.subject,
    }
    for _, k in ipairs(filter.kind or {}) do
      if not extract.kinds[k] then cli.usage_error("--kind: there is no kind '%s'; kinds are %s", k, table.concat(extract.kinds, " ")) end
    end
    job:shape("figure")
    job:each_corpus(function(c)
      local found, why = extract.figures(c, filter)
      if not found then cli.fail(2, "%s", why) end
      for i = 1, #found do
        if job:wanted(job.terminal and 40 or nil) then
          local r, d = found:record(i)
          if not job.format then
            r.number = value_text(r)
            r.surface, r.subject = term.line(r.surface), r.subject and term.line(r.subject)
          end
          job:emit(r, d)
        end
      end
    end)
    if job.format then return end
    for i, f in ipairs(job.fields) do -- before what a narrow screen has no room for
      if f.name == "surface" then return table.insert(job.fields, i + 1, {name = "number", type = "string"}) end
    end
  end,
}
