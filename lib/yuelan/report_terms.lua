--- report_terms.lua - what a report says, in English and Chinese. The English is the key; Traditional is converted from Simplified.
local core = require "yuelan.core"

local zh = {
  ["Report"] = "语料报告", ["Overview"] = "概览", ["Quality"] = "文本质量", ["Summary"] = "摘要", ["Comparison"] = "比较", ["Words"] = "词语",
  ["Keywords"] = "关键词", ["Names"] = "名称", ["Quotations"] = "引语", ["Figures"] = "数字", ["Concordance"] = "语境索引", ["Time"] = "时间",
  ["Similarity"] = "相似程度", ["Texts"] = "全文", ["About this report"] = "关于本报告", ["Contents"] = "目录", ["Phrases"] = "固定搭配",
  ["Duplicates"] = "重复文本", ["Problems"] = "问题", ["Repairs"] = "修复", ["Documents"] = "文档", ["documents"] = "文档", ["characters"] = "字符",
  ["words"] = "词", ["bytes"] = "字节", ["sites"] = "站点", ["dates"] = "日期", ["problems"] = "问题", ["repairs"] = "修复",
  ["furniture"] = "页面杂项", ["copies"] = "重复", ["encodings"] = "编码", ["scripts"] = "文字",
  ["Document"] = "文档", ["First document"] = "首篇", ["Title"] = "标题", ["Site"] = "站点", ["Date"] = "日期", ["Encoding"] = "编码", ["Script"] = "文字", ["Language"] = "语言",
  ["Characters"] = "字符", ["Body"] = "正文占比", ["Place"] = "出处", ["Kind"] = "类别", ["Message"] = "说明", ["Count"] = "次数",
  ["Word"] = "词", ["Tag"] = "词性", ["Per million"] = "每百万", ["Forms"] = "写法", ["Before"] = "原文", ["After"] = "修复后", ["Confidence"] = "把握",
  ["First place"] = "首见", ["Side"] = "方", ["Sentences"] = "句", ["Name"] = "名称", ["Text"] = "文本", ["Speaker"] = "说话人", ["Verb"] = "动词",
  ["Type"] = "类型", ["Via"] = "转引", ["Figure"] = "数字", ["Value"] = "数值", ["Unit"] = "单位", ["Subject"] = "主语", ["Period"] = "时间",
  ["Source"] = "来源", ["Sentence"] = "句子", ["Statement"] = "陈述", ["Share"] = "占比", ["Score"] = "分数", ["Phrase"] = "搭配", ["Known"] = "词典已收",
  ["in the dictionary"] = "词典已收", ["new"] = "新词", ["In A"] = "A 中", ["In B"] = "B 中", ["Log ratio"] = "对数比", ["Similarity to it"] = "相似度",
  ["G²"] = "G²", ["p"] = "p", ["Zone"] = "区域", ["Zones"] = "版面区域", ["Containment"] = "包含度", ["Representative"] = "代表",
  ["Copy"] = "副本", ["Passages"] = "相同段落", ["Bytes"] = "字节", ["Hash"] = "哈希",
  ["Encodings"] = "编码", ["Scripts"] = "文字", ["Sites"] = "站点", ["Languages"] = "语言", ["Documents by month"] = "各月文档数",
  ["exact"] = "确定", ["likely"] = "很可能", ["guess"] = "推测", ["none"] = "无", ["nothing"] = "无", ["no date"] = "无日期", ["no text"] = "无正文",
  ["shown %s of %s"] = "显示 %s / 共 %s", ["filter"] = "筛选", ["sort by"] = "排序", ["rows"] = "行", ["show all"] = "全部显示",
  ["No problems were found."] = "没有发现问题。", ["Nothing was repaired."] = "没有需要修复的地方。", ["No duplicates were found."] = "没有发现重复文本。",
  ["What the documents say, in the most central sentences of all."] = "全部文档中最有代表性的句子。",
  ["why"] = "入选理由", ["Who is quoted by whom"] = "谁引述了谁", ["Themes in common"] = "共同的主题", ["Passages in common"] = "共同的段落", ["What only one side says"] = "只有一方说的",
  ["Words that set the sides apart"] = "区分各方的词", ["themes"] = "主题", ["sentences: %s"] = "句数：%s", ["with %s"] = "同现：%s",
  ["its words"] = "本方用词", ["approving"] = "肯定", ["critical"] = "批评", ["worried"] = "担忧", ["doubting"] = "存疑", ["demanding"] = "要求",
  ["Frequency and rank"] = "频率与位次", ["rank"] = "位次", ["count"] = "数量", ["Where the words stand"] = "词语分布",
  ["Each strip is the corpus from the first document to the last; the stronger the colour, the more often."] = "每条从首篇到末篇，颜色越浓，出现越密。",
  ["Strongest words"] = "最突出的词", ["more in %s"] = "多见于%s", ["the others"] = "其余各方",
  ["%s hits in %s documents"] = "%s 处，见于 %s 篇文档", ["By date"] = "按日期", ["hits per million words"] = "每百万词出现次数",
  ["By the words they use most (Burrows's Delta, %s words; average linkage)."] = "按最常用词的距离（Burrows Delta，%s 词；平均连接）。",
  ["Tree"] = "聚类树", ["Map"] = "分布图", ["Too many documents for a tree (%s; at most %s)."] = "文档过多，不绘聚类树（%s 篇；至多 %s 篇）。",
  ["excerpts"] = "节选", ["Repairs in it"] = "其中的修复", ["show page furniture"] = "显示页面杂项", ["mark repairs"] = "标出修复",
  ["mark what is cited"] = "标出被引处", ["to the top"] = "回到开头",
  ["%s documents in full, %s as the cited passages only; %s neither."] = "全文 %s 篇；只列被引段落 %s 篇；未列 %s 篇。",
  ["Full texts are limited to %s characters in all (--texts N)."] = "全文合计以 %s 字符为限（--texts N）。",
  ["Tables are limited to %s rows (--rows N)."] = "表格以 %s 行为限（--rows N）。",
  ["Version"] = "版本", ["View"] = "视图", ["Inputs"] = "输入", ["Options"] = "选项", ["zones"] = "区域", ["%s documents, all of them"] = "全部 %s 篇文档",
  ["%s of %s documents"] = "%s / %s 篇文档",
  ["Every statement leads to its place: a link to the text, with document and bytes of the original file (from 0, half open)."] =
    "每条结论都链接到文本中的位置，并注明文档和原文件的字节范围（从 0 起，左闭右开）。",
  ["The files, by their SHA-256"] = "各文件的 SHA-256", ["light or dark"] = "明暗", ["timeline"] = "时间线", ["Dated statements"] = "有日期的陈述",
  ["body"] = "正文", ["heading"] = "小标题", ["title"] = "标题", ["byline"] = "署名", ["date"] = "日期", ["caption"] = "图注", ["image"] = "图片",
  ["navigation"] = "导航", ["ranking"] = "排行", ["related"] = "相关链接", ["comment"] = "评论", ["notice"] = "声明",
  ["credit"] = "来源署名", ["other"] = "其他",
  ["gloss"] = "注音", ["shift"] = "字节错位", ["punctuation"] = "标点", ["mojibake"] = "乱码", ["entity"] = "字符实体", ["markup"] = "标记",
  ["control"] = "控制字符", ["space"] = "空格", ["wrap"] = "硬换行", ["hans"] = "简体", ["hant"] = "繁体", ["mixed"] = "简繁混用", ["latn"] = "拉丁",
  ["money"] = "金额", ["percent"] = "百分比", ["percentage_point"] = "百分点", ["duration"] = "时长", ["ratio"] = "比率", ["energy"] = "能量",
  ["ordinal"] = "序数", ["person"] = "人物", ["organisation"] = "机构", ["product"] = "产品", ["place"] = "地点",
  ["direct"] = "直接", ["indirect"] = "间接",
  ["(none)"] = "（无）", ["unknown"] = "未知", ["replacement"] = "替换符", ["undecodable"] = "无法解码", ["unreadable"] = "无法读取", ["empty"] = "空",
  ["encoding"] = "编码", ["document"] = "文档", ["same"] = "相同", ["near"] = "近似", ["contains"] = "包含",
  ["copied"] = "部分相同", ["text"] = "文字相同", ["skip to the report"] = "跳到正文",
  ["Of texts with very many copies not all were compared with all: %s comparisons were left out."] = "副本极多的文本没有全部两两比较：略去 %s 次比较。",
  ["This part could not be made: %s"] = "这一部分没有生成：%s", ["back to the text"] = "见全文", ["Date in the text"] = "文中日期",
}

local terms = {}

--- Which language a report of c is in: zh-Hans, zh-Hant or en, by most of its documents.
function terms.language(c)
  local counts = {hans = 0, hant = 0, other = 0}
  for _, d in c:documents() do
    local script = d.script == "mixed" and "hans" or d.script
    counts[script] = (counts[script] or 0)
    if script == "hans" or script == "hant" then counts[script] = counts[script] + 1 else counts.other = counts.other + 1 end
  end
  if counts.hans + counts.hant < counts.other then return "en" end
  return counts.hant > counts.hans and "zh-Hant" or "zh-Hans"
end

--- A function that says an English phrase, with values put in, in that language.
function terms.speaker(language)
  local said = {}
  return function(phrase, ...)
    local s = said[phrase]
    if not s then
      s = language ~= "en" and zh[phrase] or phrase
      if language == "zh-Hant" and s ~= phrase then s = core.convert(s, "s2t") or s end
      said[phrase] = s
    end
    return select("#", ...) > 0 and s:format(...) or s
  end
end

return terms
