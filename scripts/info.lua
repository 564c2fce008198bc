-- info: what is in here. One record a document: encoding, script, metadata, size, share of body, problems.
local records = require "yuelan.records"

return {
  name = "info",
  without = {"distinct", "exact", "by"},
  summary = "What is in here: a record for each document with its encoding, script, metadata, size and problems.",
  columns = {"doc", "encoding", "script", "title", "date", "site", "characters", "words", "share_body", "problems"},
  run = function(job)
    job:shape("document")
    job:emit_documents(records.info)
  end,
}
