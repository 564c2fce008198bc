--- stop.lua - lists of words that say little: particles, prepositions, pronouns, conjunctions, common adverbs and auxiliaries.
--
-- The lists are short on purpose: closed classes only, so that leaving them out hides no topic. Chinese words are folded before they are
-- compared, so Simplified is enough.
local files = require "yuelan.files"
local stop = {}

local lists = {
  zh = [[
    的 了 着 过 地 得 之 们 所 等 吗 呢 吧 啊 呀 嘛 么 啦 哦 嗯
    我 你 您 他 她 它 我们 你们 他们 她们 它们 咱们 自己 大家 人家 谁 什么 哪 哪些 哪里 怎么 怎样 怎么样 如何 为什么 多少 几
    这 那 这个 那个 这些 那些 这种 那种 这样 那样 这么 那么 这里 那里 这儿 那儿 此 该 其 其中 其他 其它 本 某 各 每 每个 另 另外
    是 在 有 和 与 及 以及 或 或者 而 而且 并 并且 且 但 但是 不过 然而 却 可 可以 能 能够 会 要 应 应该 应当 需 需要 必须 得
    因 因为 由于 所以 因此 因而 于是 从而 如 如果 若 假如 只要 只有 除非 虽 虽然 尽管 即使 无论 不管 既 既然 则 就 便 才 也 都 又 还
    还是 还有 再 更 最 很 非常 十分 太 较 比较 越 已 已经 曾 曾经 正 正在 将 将要 刚 刚刚 仍 仍然 依然 一直 总是 往往 常常 经常 有时
    不 没 没有 未 别 勿 非 无 把 被 给 让 使 令 叫 由 从 自 自从 到 至 向 往 朝 对 对于 关于 按 按照 根据 据 以 为 为了 于 用 通过 随着
    作为 当 当时 时 时候 之后 之前 以后 以前 后 前 上 下 中 里 内 外 间 一 一个 一些 一种 一样 一下 两 个 些 种 次 位 名 年 月 日
    说 道 来 去 起 出 成 做 看 像 好 多 少 大 小 新 只 只是 就是 也是 都是 不是 而是 便是 即 即是 可能 也许 似乎 甚至 尤其 特别 比如 例如
  ]],
  en = [[
    a about above after again against all also am an and any are as at be because been before being below between both but by can cannot
    could did do does doing down during each few for from further had has have having he her here hers herself him himself his how i if in
    into is it its itself just me more most my myself no nor not now of off on once only or other our ours ourselves out over own same she
    should so some such than that the their theirs them themselves then there these they this those through to too under until up very was
    we were what when where which while who whom why will with would you your yours yourself yourselves
  ]],
}

--- The words of a list: "zh", "en", "all" (both), a file with a word a line, or false for none. nil, message when there is no such file.
function stop.words(value)
  if value == nil or value == false or value == "false" or value == "none" then return nil end
  local words = {}
  if value == "all" then value = {"zh", "en"} elseif lists[value] then value = {value} end
  if type(value) == "table" then
    for _, name in ipairs(value) do
      for word in (lists[name] or name):gmatch("%S+") do words[#words + 1] = word end
    end
    return words
  end
  local lines, message = files.lines(value)
  if not lines then return nil, message end
  for _, line in ipairs(lines) do
    local word = line:match("^%s*(.-)%s*$")
    if word ~= "" and word:sub(1, 1) ~= "#" then words[#words + 1] = word end
  end
  return words
end

return stop
