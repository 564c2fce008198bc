-- Collocates, dispersion, diversity, similarity and stylometry as methods. The numbers are checked in tests/unit/test_statistics.c.
package.path = "tests/lua/?.lua;" .. package.path
local t = require "tap"
local yuelan = require "yuelan"

local c = yuelan.open(t.sample)
local h = c:find("年")

local k = h:collocates{measure = "g2,mi", min_count = 2}
t.ok(#k > 5, "collocates")
local fine = true
for i, r in k:rows() do
  fine = fine and r.observed >= 2 and math.abs(r.expected - r.f1 * r.f2 / r.n) < 1e-9 and (i == 1 or k[i - 1].g2 >= r.g2)
    and math.abs(yuelan.stats.measure("mi", {f = r.observed, f1 = r.f1, f2 = r.f2, n = r.n}) - r.mi) < 1e-12
end
t.ok(fine, "by the first measure, from the cells that are shown")
t.is(#h:collocates{stop = {k[1].word}, measure = "g2", min_count = 2}, #k - 1, "a stop list")
t.raises("there is no measure 'mj'", h.collocates, h, {measure = "mj"})
t.ok(#h:collocates{context = "sentence"} > 0 and #h:collocates{context = "document"} > 0, "sentences and documents")
local view = c:where{script = "hant"}
local n = view:find("年"):collocates{min_count = 1}[1].n
t.ok(n < view:count_words() and n > view:count_words() / 2, "a view has its own totals")

local d = h:dispersion()
t.is(d.count, #h, "dispersion of hits")
t.is(#d.counts, #c, "by document")
t.is(#h:dispersion{parts = 10}.sizes, 10, "by equal parts")
local w = c:dispersion{limit = 3}
t.ok(#w == 3 and w[1].dp < 0.5 and w[1].arf > 1, "of words")

local v = c:diversity()
t.ok(#v == #c and v[1].doc == c[1].doc and v[1].ttr > 0, "diversity of documents")
local g = c:diversity{by = "script"}
local tokens = 0
for _, r in g:rows() do tokens = tokens + r.tokens end
t.is(tokens, c:count_words(), "and of groups")

local s = c:similar(c[1], {limit = 4})
t.ok(#s == 4 and s[1].score >= s[4].score and s[1].document.doc == s[1].doc, "similar documents")
local delta = c:delta{words = 50}
t.is(delta.distances[2][3], delta.distances[3][2], "delta is symmetric")
t.is(#delta:cluster("ward"), #c - 1, "clusters")
local _, lines = tostring(delta):gsub("\n", "\n")
t.is(lines, 2 * #c - 2, "a tree: a line an item, and those between")
t.is(require("yuelan.dendrogram").text({"a", "b", "c"}, yuelan.cluster{{0, 1, 5}, {1, 0, 5}, {5, 5, 0}}, 10),
  "c ─────────┐\n           │\na ──┐      │\n    ├──────┘\nb ──┘", "as it is drawn")

local kw = view:keywords(c:where{script = "hans"}, {measure = "log_odds_dirichlet,bayes_factor", correction = "bonferroni"})
t.ok(math.abs(kw[1].log_odds_dirichlet) >= math.abs(kw[2].log_odds_dirichlet) and kw[1].bayes_factor, "keywords by another measure")

local p = c:phrases{min_count = 3, min_pmi = 4, min_entropy = 1}
fine = #p > 5
for i, r in p:rows() do
  fine = fine and r.count >= 3 and r.pmi >= 4 and math.min(r.entropy_left, r.entropy_right) >= 1 and #c:find(r.phrase) >= r.count
    and (i == 1 or p[i - 1].count >= r.count)
end
t.ok(fine, "phrases keep what they promise")
local new = c:phrases{min_count = 3, min_pmi = 4, min_entropy = 1, new = true}
t.ok(#new < #p and not new[1].known, "new ones")

local years = h:trends{period = "year"}
local sum, words = 0, 0
for _, r in years:rows() do sum, words = sum + r.count, words + r.total_words end
t.ok(sum == #h and words == c:count_words(), "trends: every hit and word, dated or not")
t.is(years[#years].period, nil, "those without a date last")
t.raises("period is year, quarter", h.trends, h, {period = "decade"})
t.done()
