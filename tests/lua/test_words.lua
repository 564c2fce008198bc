-- Words, keywords and segmentation, as methods.
package.path = "tests/lua/?.lua;" .. package.path
local t = require "tap"
local yuelan = require "yuelan"
local sides = require "yuelan.sides"
local stop = require "yuelan.stop"

local c = yuelan.open(t.sample)
local all = c:words()
t.ok(#all > 1000, "words")
t.is(all[1].word, "的", "的 is the commonest")
t.is(all[1].rank, 1, "ranks")
local sum, forms_fit, ordered = 0, true, true
for i, w in all:rows() do
  sum = sum + w.count
  local n = 0
  for _, f in ipairs(w.forms) do n = n + f.count end
  forms_fit = forms_fit and n == w.count
  ordered = ordered and w.rank == i and (i == 1 or all[i - 1].count >= w.count)
end
t.is(sum, c:count_words(), "counts add up to the total")
local by_document, in_zones = 0, {0, 0}
for i, d in c:documents() do
  by_document = by_document + d:view():zones("body,heading,title"):count_words()
  in_zones[1] = in_zones[1] + c:subset{i}:zones("heading,caption"):count_words()
end
in_zones[2] = c:zones("heading,caption"):count_words()
t.is(by_document, sum, "and so do the words of each document")
t.is(in_zones[1], in_zones[2], "of some zones, too")
t.ok(forms_fit, "forms add up to the count")
t.ok(ordered, "by falling count, ranked")
local both = all:where{word = "卫星"}[1]
t.ok(both and #both.forms > 1, "a word in two scripts has two forms")

local grams = c:ngrams(2, {min_count = 2})
t.ok(#grams > 100 and grams[1].count >= grams[2].count and grams[#grams].count >= 2, "n-grams by falling count")
t.is(grams[1].ngram, table.concat(grams[1].words, " "), "words of an n-gram")
t.is(c:ngrams(1)[1].count, c:words():where{word = c:ngrams(1)[1].ngram}[1].count, "those of one word are words")
local same = true
for i, g in c:ngrams(2, {min_count = 2, memory = 1000}):rows() do same = same and g.ngram == grams[i].ngram and g.count == grams[i].count end
t.ok(same, "the same in little memory")
t.ok(c:ngrams(3, {unit = "character"})[1].ngram, "characters")
t.raises("1 to 9", c.ngrams, c, 10)

local without = c:words{stop = "zh"}
t.ok(without[1].word ~= "的" and #without < #all, "a stop list")
t.is(without[1].per_million, all:where{word = without[1].word}[1].per_million, "does not change the rates")
t.is(#stop.words("en") > 50, true, "the English list")
t.is(stop.words(false), nil, "no list")
t.raises("stop: ", c.words, c, {stop = "no-such-file"})

local hant, hans = c:where{script = "hant"}, c:where{script = "hans"}
local k = hant:keywords(hans, {min_count = 3})
t.ok(#k > 5, "keywords")
local right = true
for _, r in k:rows() do
  local side = r.direction == "a" and r.count_a or r.count_b
  right = right and side >= 3 and (r.direction == "a") == (r.g2 >= 0) and r.total_a == hant:count_words() and r.total_b == hans:count_words()
end
t.ok(right, "thresholds, directions and totals")
t.raises("side B has no words", hant.keywords, hant, c:where(function() return false end))

local s = c:segment()
local fits = true
for _, x in ipairs(s) do
  for i, token in ipairs(x.tokens) do
    fits = fits and token.char >= x.char and token.char_end <= x.char_end and token.char < token.char_end
      and (i == 1 or token.char >= x.tokens[i - 1].char) -- tokens may share a character that folds to several
  end
end
t.ok(#s > 100 and fits, "tokens lie in their sentence, in order")

local d = c:where{doc = {"~", "ev.txt"}}
local whole = d:zones("all")
local plain = whole:plain(1)
local _, lines = whole[1].text:gsub("\n", "")
local _, lines_out = plain:gsub("\n", "")
t.is(lines_out, lines, "plain: a line for each line")
local function bare(x) return (x:gsub("%s", ""):gsub("\u{3000}", ""):gsub("\u{A0}", "")) end
t.is(bare(plain), bare(whole[1].text), "nothing is lost but space")

local by = sides.by(c, "script")
t.ok(#by >= 3 and by[1].name < by[2].name, "sides by a field, in order")
t.is(#sides.from(c, {t.sample .. "/高铁/"}, 9), 2, "sides from a folder")
t.is(#sides.from(c, {t.sample .. "/ev.txt"}, 9), 1, "from a file")
t.is(#sides.from(c, {t.sample .. "/e"}, 9), 0, "the beginning of a name is not a folder")
local g = yuelan.open {t.sample .. "/[cr]*-*.txt", t.sample .. "/ev.txt"}
t.is(#sides.from(g, {t.sample .. "/[cr]*-*.txt"}, 1), 2, "from a pattern, by the number of its path")
t.is(#sides.from(g, {t.sample .. "/ev.txt"}, 2), 1, "and what stands beside it")

-- what folds to several characters may leave a selector (U+FE0F) behind them that is no word
local scratch = require "scratch"
local emoji = yuelan.open(scratch.file("emoji.txt", "真好‼️祝你㊗️快乐。\n")):words()
local total = 0
for _, w in emoji:rows() do
  total = total + w.count
  t.ok(w.word ~= "‼️", "a mark behind no letter is no word")
end
t.is(total, 6, "真 好 祝 你 ㊗ 快乐")
t.done()
