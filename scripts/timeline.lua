-- timeline: the sentences that name a date, in order of dates. One record a date in a sentence.
local cli = require "yuelan.cli"
local term = require "yuelan.term"
local timeline = require "yuelan.timeline"
local trace = require "yuelan.trace"

local function show(job, r, before)
  if not before or before.date ~= r.date then job:print(r.date or "no date") end
  local same = before and before.event == r.event
  local note = (r.resolved or not r.date) and (" [%s%s]"):format(r.date_text, r.document_date and "; text of " .. r.document_date or "") or ""
  job:prose(same and "  = " or "  - ", r.sentence .. note, "    ")
  job:print(("    %s:%d"):format(r.doc, r.start))
end

return {
  name = "timeline",
  summary = "The sentences that name a date, in order of dates; what the document's own date completes (昨天, 去年, 5月) is marked. Sentences of one date with much " ..
    "in common stand together: one event.",
  without = {"by", "distinct", "exact", "aliases"},
  options = {
    {"from", "DATE", "nothing that is over before it: 2024, 2024-05, 2024-05-31"},
    {"to", "DATE", "nothing that begins later"},
    {"text", "TEXT", "only sentences with this text, in any script and width"},
  },
  run = function(job)
    local o = job.options
    local ok, list, about = pcall(timeline.records, job.corpus, {from = o.from, to = o.to, text = o.text})
    if not ok then
      local message = trace.plain(tostring(list))
      if not message:find("^timeline: ") then error(list, 0) end
      cli.usage_error("--%s", (message:gsub("^timeline: ", "")))
    end
    if not list then cli.fail(2, "%s", about) end
    job:shape("statement")
    job.screened = not job.format
    local first, last = job:range(#list, job.terminal and 40 or nil)
    local before
    for i = first, last do
      local r = list:record(i)
      if job.format then job:emit(r, r.document) else show(job, r, before) end
      before = r
    end
    if #about.undated > 0 then
      job:note("%s without a date, whose 昨天 and 去年 stay open: %s%s", term.count(#about.undated, "document"), about.undated[1],
        #about.undated > 1 and " …" or "")
    end
    if #about.silent > 0 then
      job:note("%s without a dated sentence: %s%s", term.count(#about.silent, "document"), about.silent[1], #about.silent > 1 and " …" or "")
    end
  end,
}
