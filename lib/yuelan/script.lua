--- script.lua - reading text in another script: which conversion a wish stands for, the methods of documents, the type Conversion.
--
-- The core converts by the name of one of OpenCC's configurations (s2t, t2s, s2tw …). People say where they want to get to; where
-- they start from is the document's script. Text that is Traditional already is never put through a table made for Simplified text,
-- which takes 干 for 乾 or 幹: it is only brought to the standard of the region.
local core = require "yuelan.core"
local term = require "yuelan.term"

local script = {}

local to_simplified = {[""] = "t2s", tw = "tw2s", hk = "hk2s", twp = "tw2sp", hkp = "hk2sp"}
local to_traditional = {[""] = "s2t", tw = "s2tw", hk = "s2hk", twp = "s2twp", hkp = "s2hkp"}
local of_traditional = {[""] = "none", tw = "t2tw", hk = "t2hk", twp = "t2tw", hkp = "t2hk"}

-- What `--script` and its like may be, besides the name of a configuration.
local wishes = {hans = {to_simplified, ""}, hant = {to_traditional, ""}}
for region in pairs(to_traditional) do
  if region ~= "" then wishes[region] = {to_traditional, region} end
end

local function chosen(tables, region, from)
  if tables == to_traditional and from == "hant" then tables = of_traditional end
  return tables[region]
end

--- Is it a wish (hans, hant, tw, hk, twp, hkp) or the name of a configuration. False, and the sentence, if not.
function script.known(wish)
  local names, message = core.conversions()
  if not names then return false, message end
  if wishes[wish] then return true end
  for _, name in ipairs(names) do
    if name == wish then return true end
  end
  return false, ("hans, hant, tw, hk, twp, hkp or one of %s expected, not '%s'"):format(table.concat(names, " "), wish)
end

--- The configuration for a wish and a text in the script `from`.
function script.config(wish, from)
  local w = wishes[wish]
  return w and chosen(w[1], w[2], from) or wish
end

local function region_of(method, region)
  if region ~= nil and (type(region) ~= "string" or region == "" or not to_traditional[region]) then
    error(("%s: \"tw\", \"hk\", \"twp\" or \"hkp\" expected, got %s"):format(method, tostring(region)), 3)
  end
  return region or ""
end

local Document = core.Document.methods

--- simplified([from]): the text in Simplified characters, and its Conversion; from: where the text was written, "tw", "hk", or "twp", "hkp"
--- to change that region's words too.
function Document:simplified(from)
  return self:convert(chosen(to_simplified, region_of("simplified", from), self.script))
end

--- traditional([region]): the text in Traditional characters, and its Conversion; region: "tw", "hk", or "twp", "hkp" for its words too.
function Document:traditional(region)
  return self:convert(chosen(to_traditional, region_of("traditional", region), self.script))
end

core.Conversion.fields = {"config", "document"}
core.Conversion.__tostring = function(m)
  local source, target = m:sizes()
  local d = m.document
  local ok, name = pcall(function() return d and d.doc end)
  return ("Conversion: %s of %s, %s bytes to %s"):format(m.config, ok and name or "a string", term.thousands(source), term.thousands(target))
end

return script
