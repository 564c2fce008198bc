--- markdown.lua - a sentence as people read it, without the marks of Markdown that stand in a plain text: **, links, images, quote and list marks.
-- Only what is shown is so; records keep the text as it stands, and places count it whole.
local markdown = {}

-- [text](address) and ![text](address): an address has no space in it; with ! it may be empty.
local function links(s)
  s = s:gsub("!%[([^%[%]\n]*)%]%(([^%s()]*)%)", "%1")
  return (s:gsub("%[([^%[%]\n]+)%]%(([^%s()]+)%)", function(text, address)
    if address:find("^%a+:") or address:find("[/#.]") then return text end
  end))
end

--- s without them.
function markdown.plain(s)
  if not s:find("[%*%]>#_]") then return s end
  s = links(s)
  s = s:gsub("%*%*+", "")
  s = s:gsub("^%s*[>%s]*>%s*", ""):gsub("^%s*#+%s+", ""):gsub("^%s*[%*%-%+]%s+", "")
  return s
end

return markdown
