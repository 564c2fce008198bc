-- check: the state of a pile: what is in it, what is wrong with it, and what could be mended.
local check = require "yuelan.check"
local cli = require "yuelan.cli"

return {
  name = "check",
  without = {"by", "distinct", "exact", "aliases", "limit", "offset", "with"},
  summary = "What the texts are like: encodings, scripts, problems with their first places, damage and how much of it was repaired, duplicates, " ..
    "documents that are empty, tiny or undated, page furniture.",
  options = {
    {"fail-on", "CONDITION", "status 1 when KIND OP N holds: 'mojibake>0', 'undated>=10', 'share_furniture>0.5'; KIND as in the records", many = true},
    {"tiny", "N", "characters of body below which a document counts as tiny (50)", kind = "integer"},
    {"similarity", "X", "from which documents count as near duplicates (0.8)", kind = "share"},
  },
  fails = "a condition of --fail-on holds",
  run = function(job)
    local o = job.options
    local conditions = {}
    for i, text in ipairs(o["fail-on"] or {}) do
      local condition, why = check.condition(text)
      if not condition then cli.usage_error("--fail-on: %s", why) end
      conditions[i] = condition
    end
    local rows, message = check.rows(job.corpus, {tiny = o.tiny, similarity = o.similarity})
    if not rows then cli.fail(2, "%s", message) end
    job:shape("finding")
    if job.format then
      for _, r in ipairs(rows) do job:emit(r) end
    else
      job.screened = true
      check.screen(job, rows)
    end
    for _, condition in ipairs(conditions) do
      local value = check.value(rows, condition.kind)
      if not value then cli.usage_error("--fail-on: no kind '%s'; kinds are those of the records, like mojibake, undated, near", condition.kind) end
      if condition.holds(value) then
        job.failed = true
        cli.say("failed: %s (%s is %s)", condition.text, condition.kind, check.number(value))
      end
    end
  end,
}
