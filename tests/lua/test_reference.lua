-- Published and reference values of statistics, from $YUELAN_SHARED/cases/stats: every one whose input is in the file. make score-stats prints them.
package.path = "tests/lua/?.lua;" .. package.path
local t = require "tap"
local yuelan = require "yuelan"
local json, stats = yuelan.json, yuelan.stats

local folder = (os.getenv("YUELAN_SHARED") or "../shared") .. "/cases/stats/"

local function read(name)
  local f = io.open(folder .. name, "rb")
  if not f then return nil end
  local s = f:read("a")
  f:close()
  return s
end

local function near(got, want, tolerance, name)
  local fine = type(got) == "number" and math.abs(got - want) <= tolerance
  t.ok(fine, ("%s: %s, reference %s, tolerance %.3g"):format(name, got, want, tolerance))
end

-- Definitions and bases differ between tools: theirs by name, as functions of ours.
local LOG10_2 = math.log(2, 10)
local function measure(name) return function(table) return stats.measure(name, table) end end
local function decimal(name) return function(table) return stats.measure(name, table) * LOG10_2 end end

local association = {
  z_score = measure "z", t_score = measure "t", log_likelihood = measure "g2", simple_ll = measure "simple_ll",
  min_sensitivity = measure "min_sensitivity", liddell = measure "liddell", dice = measure "dice", log_ratio = measure "log_ratio",
  mutual_information = decimal "mi", local_mutual_information = decimal "local_mi",
}

local checks = {}

checks["association"] = function(case)
  for name, want in pairs(case.expected) do
    near(association[name]({f = case.input.f, f1 = case.input.f1, f2 = case.input.f2, n = case.input.N}), want, case.tol, case.input.item .. " " .. name)
  end
end

checks["association.nltk"] = function(case)
  local i = case.input
  local table = {f = i.n_ii, f1 = i.n_ix, f2 = i.n_xi, n = i.N}
  for name, want in pairs(case.expected) do
    near(stats.measure(({student_t = "t", chi_sq = "chi2", G2 = "g2"})[name], table), want, case.tol, "NLTK " .. name)
  end
end
checks["association.nltk.G2"] = checks["association.nltk"]

checks["association.nltk.trigramG2"] = function(case)
  local i, n = case.input, case.input.N -- all seven counts to the eight cells
  local iii, p, u = i.n_iii, i.pairs, i.uni -- pairs: 12, 13, 23
  local cells = {[0] = iii, p[3] - iii, p[2] - iii, u[3] - p[2] - p[3] + iii, p[1] - iii, u[2] - p[1] - p[3] + iii, u[1] - p[1] - p[2] + iii}
  local rest = n
  for k = 0, 6 do rest = rest - cells[k] end
  cells[7] = rest
  near(stats.g2_three{cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6], cells[7]}, case.expected.G2, case.tol, "trigram G2")
end

local diversity = {
  words = "tokens", terms = "types", ttr = "ttr", rttr = "rttr", cttr = "cttr", Herdan = "herdan_c", C = "herdan_c", Summer = "summer_s",
  Dugast = "dugast_u", Maas = "maas", yulek = "yule_k", yulei = "yule_i", herdanvm = "herdan_vm", simpsond = "simpson_d", mattr = "mattr",
  mtld = "mtld", hdd = "hdd",
}
checks["lexdiv"] = function(case)
  local i = case.input
  local o = {threshold = i.mtld_threshold, draws = i.hdd_draws, segment = i.msttr_window, window = i.mattr_window or i.window}
  for name, want in pairs(case.expected) do
    local field = diversity[name]
    if name == "msttr_discard" then o.rest, field = "drop", "msttr" end
    if name == "msttr_keep_rest" then o.rest, field = "keep", "msttr" end
    near(stats.diversity(i.tokens, o)[field], want, case.tol, name)
  end
end
checks["lexdiv.mtld"], checks["lexdiv.mattr"] = checks["lexdiv"], checks["lexdiv"]

checks["lexdiv.yule_K"] = function(case)
  local counts = {}
  for f, types in pairs(case.input.frequency_spectrum) do
    for _ = 1, types do counts[#counts + 1] = math.tointeger(tonumber(f)) end
  end
  local d = stats.diversity_of_counts(counts)
  near(d.tokens, case.expected.tokens, 0, "tokens of the spectrum")
  near(d.types, case.expected.types, 0, "types of the spectrum")
  near(d.yule_k, case.expected.K, case.tol, "Yule's K as published")
  near(d.yule_k, case.expected.K_textbook, 1e-9, "Yule's K by the formula")
end

-- What R gives for the table: chisq.test without and with correction, the chance of fisher.test(alternative = "greater"), G without and with
-- Williams's correction; from the definitions, by hand and in whole numbers.
checks["keyness.inputs"] = function(case)
  local a, b = case.input.target, case.input.reference
  local cells = {a = a.a, b = b.a, total_a = a.a + a.b, total_b = b.a + b.b}
  local wanted = {chi2 = -43^2 * 19 / 8100, chi2_yates = -33.5^2 * 19 / 8100, fisher = -math.log(91963 / 92378, 10), g2 = -4.534939332256, g2_williams = -4.200833412154}
  for name, want in pairs(wanted) do near(stats.measure(name, cells), want, case.tol, name) end
end

checks["keyness.order"] = function(case)
  local function count(s)
    local out, n = {}, 0
    for w in s:gmatch("%S+") do out[w], n = (out[w] or 0) + 1, n + 1 end
    return out, n
  end
  local a, na = count(case.input.d1)
  local b, nb = count(case.input.d2)
  local function order(name)
    local words, value = {}, {}
    for _, w in ipairs(case.expected.order) do
      words[#words + 1] = w
      value[w] = stats.measure(name, {a = a[w] or 0, b = b[w] or 0, total_a = na, total_b = nb})
    end
    table.sort(words, function(x, y)
      if value[x] ~= value[y] then return value[x] > value[y] end
      return x < y
    end)
    return table.concat(words, " ")
  end
  t.is(order "chi2_auto", table.concat(case.expected.order, " "), "order by chi2, corrected where counts are small")
  t.is(order "g2", "c g b h a e f d", "order by G2")
end

checks["segmentation.windowdiff"] = function(case)
  near(stats.window_diff(case.input.a, case.input.b, case.input.k), case.expected.wd, case.tol, "window diff")
end
checks["edit_distance"] = function(case) near(stats.edit_distance(case.input.a, case.input.b), case.expected.d, case.tol, "edit distance") end
checks["jaccard_distance"] = function(case)
  local o = stats.overlap(case.input.a, case.input.b)
  near(1 - o.jaccard, case.expected.d, case.tol, "Jaccard distance")
  near(1 - o.masi, case.expected.masi, case.tol, "MASI distance")
end
checks["spearman"] = function(case) near(stats.spearman(case.input.a, case.input.b), case.expected.rho, case.tol, "Spearman") end
checks["jaccard"] = function(case) near(stats.overlap(case.input.a, case.input.b).jaccard, case.expected.j, case.tol, "Jaccard") end
checks["jaccard_bag"] = function(case) near(stats.jaccard_bag(case.input.a, case.input.b), case.expected.j, case.tol, "Jaccard of bags") end
checks["ratio_of_matches"] = function(case)
  near(stats.overlap(case.input.a, case.input.b).containment, case.expected.r, case.tol, "containment")
end

local function words(s)
  local out = {}
  for w in s:gmatch("[%w']+") do out[#out + 1] = w end
  return out
end
checks["local_alignment"] = function(case)
  local x, y = stats.align(words(case.input.a:lower()), words(case.input.b:lower()))
  t.is(table.concat(x, " "), case.expected.a_edits, "local alignment, one side")
  t.is(table.concat(y, " "), case.expected.b_edits, "local alignment, the other")
end

local function rouge(case, r, name)
  near(r.precision, case.expected.P, case.tol, name .. " precision")
  near(r.recall, case.expected.R, case.tol, name .. " recall")
  near(r.f, case.expected.F, case.tol, name .. " F")
end
checks["rouge1"] = function(case) rouge(case, stats.rouge(words(case.input.ref), words(case.input.cand), 1), "ROUGE-1") end
checks["rouge2"] = function(case) rouge(case, stats.rouge(words(case.input.ref), words(case.input.cand), 2), "ROUGE-2") end
local function lines(s)
  local out = {}
  for line in s:gmatch("[^\n]+") do out[#out + 1] = words(line) end
  return out
end
checks["rougeL"] = function(case) rouge(case, stats.rouge_l(lines(case.input.ref), lines(case.input.cand)), "ROUGE-L") end
checks["rougeLsum"] = checks["rougeL"]

-- The direction of tlda: 1 is even.
local function conventional(d)
  return {range = d.range / d.parts, D = d.juilland_d, D2 = d.carroll_d2, S = d.rosengren_s, DP_gries_2008 = 1 - d.dp, DP_egbert2020 = 1 - d.dp_norm,
    DP_lijffijt_gries2012 = 1 - d.dp_norm, DKL = 1 - d.dkl_norm}
end
checks["dispersion.bounds"] = function(case)
  local got = conventional(stats.dispersion(case.input.subfreq, case.input.partsize))
  for name, want in pairs(case.expected) do
    if name == "all_measures_conventional" then
      for measure_name, x in pairs(got) do near(x, want, case.tol, "even: " .. measure_name) end
    else
      near(got[name], want, case.tol, name)
    end
  end
end
checks["dispersion.DP.example"] = function(case)
  near(stats.dispersion(case.input.subfreq, case.input.partsize).dp, case.expected.DP_gries_direction, case.tol, "DP")
end

-- These need texts that are not in the file.
local elsewhere = {["lexdiv.koRpus"] = true, rouge155 = true, burrows_delta = true, simhash = true}

local values, ucs = read "reference-values.json", read "ucs-association.tsv"
if not values or not ucs then
  print("1..0 # SKIP no " .. folder)
  return
end
for _, case in ipairs(json.decode(values)) do
  if not elsewhere[case.stat] then
    local check = checks[case.stat]
    if check then check(case) else t.ok(false, "no check for " .. case.stat) end
  end
end

-- ---- UCS: 58 pairs, all measures; an infinite odds ratio is 10000000 there ----

local function signed_size(name) return function(table) return math.abs(stats.measure(name, table)) end end
local of_ucs = {
  Dice = measure "dice", Jaccard = measure "jaccard", MI = decimal "mi", MI2 = decimal "mi2", MI3 = decimal "mi3", MS = measure "min_sensitivity",
  ["Fisher.pv"] = measure "fisher", ["Poisson.pv"] = measure "poisson", ["Poisson.Stirling"] = measure "poisson_stirling",
  ["average.MI"] = function(table) return signed_size "average_mi"(table) * LOG10_2 end, ["chi.squared"] = measure "chi2",
  ["chi.squared.corr"] = measure "chi2_yates", frequency = measure "frequency", gmean = measure "gmean", ["local.MI"] = decimal "local_mi",
  ["log.likelihood"] = measure "g2", ["odds.ratio.disc"] = decimal "odds_ratio_disc", ["relative.risk"] = decimal "relative_risk_word",
  ["odds.ratio"] = function(table)
    local x = stats.measure("odds_ratio", table) * LOG10_2
    return x == math.huge and 10000000 or x
  end,
  ["simple.ll"] = measure "simple_ll", ["t.score"] = measure "t", ["z.score"] = measure "z", ["z.score.corr"] = measure "z_yates",
}
local head
for line in ucs:gmatch("[^\n]+") do
  if line:sub(1, 1) ~= "#" then
    local row = {}
    for x in (line .. "\t"):gmatch("(.-)\t") do row[#row + 1] = x end
    if not head then
      head = row
    else
      local r, wrong, checked = {}, {}, 0
      for i, name in ipairs(head) do r[name] = row[i] end
      local cells = {f = tonumber(r.f), f1 = tonumber(r.f1), f2 = tonumber(r.f2), n = tonumber(r.N)}
      for i, name in ipairs(head) do
        local f = of_ucs[name:match("^am%.(.*)")]
        if f then
          local got, want = f(cells), tonumber(row[i])
          checked = checked + 1
          if math.abs(got - want) > 1e-4 * math.abs(want) then wrong[#wrong + 1] = ("%s %s for %s"):format(name, got, want) end
        end
      end
      t.ok(#wrong == 0 and checked == 23, ("UCS %s %s: %d measures%s"):format(r.id, r.l2, checked, #wrong > 0 and "; " .. table.concat(wrong, "; ") or ""))
    end
  end
end

t.done()
