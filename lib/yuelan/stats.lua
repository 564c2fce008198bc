--- stats.lua - statistics of numbers and lists: yuelan.stats. What they are measured on may come from anywhere.
--
-- Measures of tables, dispersion and diversity are the core's; the formulas are in yuelan.h, and `yuelan help measures` lists them. What
-- compares two short lists is here.
local core = require "yuelan.core"

local stats = {measures = core.measure_list, dispersion = core.dispersion, diversity = core.diversity, diversity_of_counts = core.diversity_of_counts}

--- measure("g2", {f =, f1 =, f2 =, n =}): a measure of association. Or {a =, b =, total_a =, total_b =}: of keyness.
function stats.measure(name, t)
  if type(t) ~= "table" then error("measure: a name and {f =, f1 =, f2 =, n =} or {a =, b =, total_a =, total_b =} expected", 2) end
  if t.a then return core.measure(name, t.a, t.total_a, t.a + t.b, t.total_a + t.total_b) end
  return core.measure(name, t.f, t.f1, t.f2, t.n)
end

--- g2_three{n, …}: the log likelihood ratio of three words in a row from eight counts, whether the first, second and third are there: those with all three,
-- without the first, without the second, without both, then the same four without the third; against independence of all.
function stats.g2_three(counts)
  local n, margin, sum = 0, {{0, 0}, {0, 0}, {0, 0}}, 0
  for i = 0, 7 do
    n = n + counts[i + 1]
    for k = 1, 3 do margin[k][(i >> (k - 1) & 1) + 1] = margin[k][(i >> (k - 1) & 1) + 1] + counts[i + 1] end
  end
  for i = 0, 7 do
    local o = counts[i + 1]
    if o > 0 then sum = sum + o * math.log(o * n * n / (margin[1][(i & 1) + 1] * margin[2][(i >> 1 & 1) + 1] * margin[3][(i >> 2) + 1])) end
  end
  return 2 * sum
end

-- ---- sets and bags ----

local function bag_of(list)
  local bag, kinds, size = {}, 0, #list
  for _, x in ipairs(list) do
    if not bag[x] then kinds = kinds + 1 end
    bag[x] = (bag[x] or 0) + 1
  end
  return bag, kinds, size
end

-- Sizes of two sets and of what they share.
local function shared(a, b)
  local x, nx = bag_of(a)
  local y, ny = bag_of(b)
  local n = 0
  for k in pairs(x) do
    if y[k] then n = n + 1 end
  end
  return n, nx, ny
end

local function share(n, of) return of > 0 and n / of or 0 end

--- overlap({…}, {…}): two lists as sets: {shared, a, b, jaccard, dice, containment (of b in a), overlap (of the smaller), masi}. masi: Jaccard weighed by 1 where
-- they are equal, .67 where one contains the other, .33 where they meet (Passonneau 2006), 0 where they do not.
function stats.overlap(a, b)
  local n, na, nb = shared(a, b)
  local jaccard = share(n, na + nb - n)
  local weight = n == 0 and 0 or (n == na and n == nb) and 1 or (n == na or n == nb) and 0.67 or 0.33
  return {shared = n, a = na, b = nb, jaccard = jaccard, dice = share(2 * n, na + nb), containment = share(n, nb),
    overlap = share(n, math.min(na, nb)), masi = jaccard * weight}
end

--- jaccard_bag({…}, {…}): repetitions count: the sum of the smaller counts over the size of both, so .5 at most.
function stats.jaccard_bag(a, b)
  local x, _, nx = bag_of(a)
  local y, _, ny = bag_of(b)
  local n = 0
  for k, count in pairs(x) do n = n + math.min(count, y[k] or 0) end
  return share(n, nx + ny)
end

--- cosine({key = weight}, {key = weight}): between -1 and 1; 0 where one is empty.
function stats.cosine(a, b)
  local keys, ab, aa, bb = {}, 0, 0, 0
  for k in pairs(a) do keys[#keys + 1] = k end
  table.sort(keys, function(x, y) return tostring(x) < tostring(y) end) -- sums do not depend on the order of a table
  for _, k in ipairs(keys) do
    ab = ab + a[k] * (b[k] or 0)
    aa = aa + a[k] * a[k]
  end
  keys = {}
  for k in pairs(b) do keys[#keys + 1] = k end
  table.sort(keys, function(x, y) return tostring(x) < tostring(y) end)
  for _, k in ipairs(keys) do bb = bb + b[k] * b[k] end
  return (aa > 0 and bb > 0) and ab / math.sqrt(aa * bb) or 0
end

--- spearman({key = rank}, {key = rank}): 1 - 6 sum d^2 / (n (n^2 - 1)) over the keys of both.
function stats.spearman(a, b)
  local n, sum = 0, 0
  for k, rank in pairs(a) do
    if b[k] then
      n = n + 1
      sum = sum + (rank - b[k]) ^ 2
    end
  end
  if n < 2 then return nil end
  return 1 - 6 * sum / (n * (n * n - 1))
end

-- ---- sequences: lists, or strings taken by code points ----

local function sequence(x)
  if type(x) == "table" then return x end
  local out = {}
  for _, c in utf8.codes(x) do out[#out + 1] = utf8.char(c) end
  return out
end

--- edit_distance(a, b): insertions, deletions and substitutions that lead from one to the other (Levenshtein 1965).
function stats.edit_distance(a, b)
  a, b = sequence(a), sequence(b)
  local row = {}
  for j = 0, #b do row[j] = j end
  for i = 1, #a do
    local diagonal = row[0]
    row[0] = i
    for j = 1, #b do
      local best = math.min(row[j] + 1, row[j - 1] + 1, diagonal + (a[i] == b[j] and 0 or 1))
      diagonal, row[j] = row[j], best
    end
  end
  return row[#b]
end

--- window_diff(a, b, k): segmentations as strings of 0 and 1: the share of windows of k that hold unlike numbers of borders (Pevzner
-- and Hearst 2002).
function stats.window_diff(a, b, k)
  if #a ~= #b or k < 1 or k > #a then error("window_diff: two segmentations of one length and a window within it expected", 2) end
  local function borders(s, i) return select(2, s:sub(i, i + k - 1):gsub("1", "")) end
  local n, wrong = #a - k + 1, 0
  for i = 1, n do
    if borders(a, i) ~= borders(b, i) then wrong = wrong + 1 end
  end
  return wrong / n
end

--- align(a, b, {match = 2, mismatch = -1, gap = -1, edit = "#"}): the best local alignment (Smith and Waterman 1981) as two lists of one length in which
-- `edit`, as long as what it stands for, marks what the other side has not; and its score.
function stats.align(a, b, options)
  local o = options or {}
  local match, mismatch, gap, edit = o.match or 2, o.mismatch or -1, o.gap or -1, o.edit or "#"
  a, b = sequence(a), sequence(b)
  local score, best, bi, bj = {[0] = {}}, 0, 0, 0
  for j = 0, #b do score[0][j] = 0 end
  for i = 1, #a do
    score[i] = {[0] = 0}
    for j = 1, #b do
      local s = math.max(0, score[i - 1][j - 1] + (a[i] == b[j] and match or mismatch), score[i - 1][j] + gap, score[i][j - 1] + gap)
      score[i][j] = s
      if s > best then best, bi, bj = s, i, j end
    end
  end
  local x, y = {}, {}
  local function add(left, right)
    local function mark(s) return edit:rep(utf8.len(s) or #s) end
    table.insert(x, 1, left or mark(right))
    table.insert(y, 1, right or mark(left))
  end
  while bi > 0 and bj > 0 and score[bi][bj] > 0 do
    local here = score[bi][bj]
    if a[bi] == b[bj] and here == score[bi - 1][bj - 1] + match then
      add(a[bi], b[bj])
      bi, bj = bi - 1, bj - 1
    elseif here == score[bi - 1][bj - 1] + mismatch then
      add(nil, b[bj])
      add(a[bi], nil)
      bi, bj = bi - 1, bj - 1
    elseif here == score[bi - 1][bj] + gap then
      add(a[bi], nil)
      bi = bi - 1
    else
      add(nil, b[bj])
      bj = bj - 1
    end
  end
  return x, y, best
end

-- ---- ROUGE (Lin 2004): how much of a reference a text has ----

local function prf(hits, candidate, reference)
  local p, r = share(hits, candidate), share(hits, reference)
  return {precision = p, recall = r, f = share(2 * p * r, p + r)}
end

--- rouge(reference, candidate, n): n-grams of two lists in common, as {precision, recall, f}.
function stats.rouge(reference, candidate, n)
  local function grams(list)
    local out = {}
    for i = 1, #list - n + 1 do out[i] = table.concat(list, "\0", i, i + n - 1) end
    return out
  end
  local a, b = grams(reference), grams(candidate)
  local x, y, hits = bag_of(a), bag_of(b), 0
  for k, count in pairs(x) do hits = hits + math.min(count, y[k] or 0) end
  return prf(hits, #b, #a)
end

-- Marks in `hit` the places of a that a longest common subsequence with b has.
local function subsequence(a, b, hit)
  local len = {}
  for i = 0, #a do
    len[i] = {[0] = 0}
    for j = 1, #b do
      len[i][j] = i == 0 and 0 or a[i] == b[j] and len[i - 1][j - 1] + 1 or math.max(len[i - 1][j], len[i][j - 1])
    end
  end
  local i, j = #a, #b
  while i > 0 and j > 0 do
    if a[i] == b[j] then
      hit[i] = true
      i, j = i - 1, j - 1
    elseif len[i][j - 1] > len[i - 1][j] then j = j - 1
    else i = i - 1 end
  end
end

--- rouge_l(reference, candidate): by the longest common subsequence. Texts of several sentences (lists of lists): by the union of
-- those of each sentence of the reference with every one of the candidate.
function stats.rouge_l(reference, candidate)
  if type(reference[1]) ~= "table" then reference = {reference} end
  if type(candidate[1]) ~= "table" then candidate = {candidate} end
  local left_a, left_b, na, nb, hits = {}, {}, 0, 0, 0 -- a word counts as often as it stands on either side
  for _, s in ipairs(reference) do
    for _, w in ipairs(s) do left_a[w], na = (left_a[w] or 0) + 1, na + 1 end
  end
  for _, s in ipairs(candidate) do
    for _, w in ipairs(s) do left_b[w], nb = (left_b[w] or 0) + 1, nb + 1 end
  end
  for _, s in ipairs(reference) do
    local hit = {}
    for _, c in ipairs(candidate) do subsequence(s, c, hit) end
    for i, w in ipairs(s) do
      if hit[i] and left_a[w] > 0 and (left_b[w] or 0) > 0 then
        hits = hits + 1
        left_a[w], left_b[w] = left_a[w] - 1, left_b[w] - 1
      end
    end
  end
  return prf(hits, nb, na)
end

return stats
