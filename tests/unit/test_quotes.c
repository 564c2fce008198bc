/* test_quotes.c - quotations of our own sentences: who says what, in both scripts, and what is none; of a corpus on any number of threads. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* nftw */
#endif
#include "base/opts.h"
#include "corpus/corpus.h"
#include "extract/quote.h"
#include "failing.h"
#include "open_help.h"
#include "random_text.h"
#include "scratch.h"
#include "tap.h"

/* ---- a text ---- */

static bool within(size_t start, size_t end, size_t n) { return start <= end && end <= n; }

/* All quotations of a text, "speaker=name verb type [via] text" joined by " / ". False: one has a place outside of it. */
static bool quotes_of(yl_ctx *ctx, const char *text, char *out, size_t room) {
  yl_buf key = {0};
  yl_sayings q = {.ctx = ctx};
  static const char *const types[] = {"direct", "indirect", "mixed"};
  yl_dict_get(ctx, &q.dict);
  q.facts = yl_gazetteer_known();
  out[0] = 0;
  size_t n = 0;
  bool sound = true;
  if (yl_fold(ctx, (yl_str){text, strlen(text)}, &key, NULL, 0, 0) == YL_OK) {
    q.s = yl_buf_str(&key);
    yl_status s = yl_find_marks(&q, (yl_str){text, strlen(text)}, 0, key.n);
    if (s == YL_OK) s = yl_find_gaps(&q, (yl_str){text, strlen(text)}, 0, key.n);
    for (size_t at = 0; at < key.n && s == YL_OK;) {
      const char *nl = memchr(key.p + at, '\n', key.n - at);
      size_t to = nl ? (size_t)(nl - key.p) : key.n;
      s = yl_read_sayings(&q, at, to);
      at = to + 1;
    }
    if (s != YL_OK) snprintf(out, room, "failed");
    const yl_quote *x = (const yl_quote *)(const void *)q.out.p;
    for (size_t i = 0; i < q.out.n / sizeof *x && s == YL_OK; i++) {
      sound &= x[i].start < x[i].end && within(x[i].start, x[i].end, key.n) && within(x[i].who.start, x[i].who.end, key.n) &&
        within(x[i].who.name, x[i].who.name_end, key.n) && within(x[i].verb, x[i].verb_end, key.n) && within(x[i].via, x[i].via_end, key.n);
      yl_str who = yl_sub(q.s, x[i].who.start, x[i].who.end), name = yl_sub(q.s, x[i].who.name, x[i].who.name_end);
      yl_str verb = yl_sub(q.s, x[i].verb, x[i].verb_end), via = yl_sub(q.s, x[i].via, x[i].via_end), said = yl_sub(q.s, x[i].start, x[i].end);
      n += (size_t)snprintf(out + n, n < room ? room - n : 0, "%s%.*s=%.*s %.*s %s%s%.*s%s %.*s", i ? " / " : "", (int)who.n, who.p, (int)name.n, name.p,
                            (int)verb.n, verb.p, types[x[i].type], via.n ? " [" : "", (int)via.n, via.p, via.n ? "]" : "", (int)said.n, said.p);
    }
  }
  yl_buf_free(ctx, &q.marks);
  yl_buf_free(ctx, &q.gaps);
  yl_buf_free(ctx, &q.pieces);
  yl_buf_free(ctx, &q.tokens);
  yl_buf_free(ctx, &q.people);
  yl_buf_free(ctx, &q.out);
  yl_buf_free(ctx, &key);
  return sound;
}

static void sentences(yl_ctx *ctx) {
  static const struct { const char *text, *quotes; } rows[] = {
      /* before, behind, around */
      {"王敏说：“今年的收成比去年好。”", "王敏=王敏 说 direct 今年的收成比去年好。"},
      {"市長陳立明說：「捷運明年會通車。」", "市长陈立明=陈立明 说 direct 捷运明年会通车。"},
      {"“我们不会退出这个市场，”雷军说，“这是长期的事情。”", "雷军=雷军 说 direct 我们不会退出这个市场 / 雷军=雷军 说 direct 这是长期的事情。"},
      {"“桥修好以后就方便了。”村民李大山告诉记者。", "村民李大山=李大山 告诉 direct 桥修好以后就方便了。"},
      {"『我還要再等一年。』她笑著說。", "她= 说 direct 我还要再等一年。"},
      {"公司创始人周宁在会上透露，“新工厂将于三月开工”。", "公司创始人周宁=周宁 透露 direct 新工厂将于三月开工"},
      /* without marks */
      {"外交部发言人表示，双方将继续保持沟通。", "外交部发言人=外交部发言人 表示 indirect 双方将继续保持沟通"},
      {"小米創始人雷軍近日在接受採訪時表示，新車的價格尚未確定。", "小米创始人雷军=雷军 表示 indirect 新车的价格尚未确定"},
      {"雷军昨天出席了发布会。他还说，价格尚未确定。", "他=雷军 说 indirect 价格尚未确定"},
      {"一位知情人士透露，谈判已经进入最后阶段。", "一位知情人士=一位知情人士 透露 indirect 谈判已经进入最后阶段"},
      {"世界銀行在報告中指出，全球增長將放緩至百分之二。", "世界银行=世界银行 指出 indirect 全球增长将放缓至百分之二"},
      {"市长陈立明认为这条线路“非常重要”，应当尽快开工。", "市长陈立明=陈立明 认为 mixed 这条线路\"非常重要\",应当尽快开工"},
      {"张华表示，计划不变，李明则认为应当推迟一年。", "张华=张华 表示 indirect 计画不变 / 李明=李明 认为 indirect 应当推迟一年"},
      /* sources */
      {"据路透社报道，知情人士透露，苹果计划明年在印度生产手机。", "知情人士=知情人士 透露 indirect [路透社] 苹果计画明年在印度生产手机"},
      {"據新華社報道，這座大橋將於明年通車。", "新华社=新华社 报道 indirect [新华社] 这座大桥将于明年通车"},
      {"在李开复看来，大模型的价格会继续下降。", "李开复=李开复 看来 indirect 大模型的价格会继续下降"},
      {"用工程师马克·斯通的话来说，这台机器已经过时了。", "工程师马克·斯通=马克·斯通 的话 indirect 这台机器已经过时了"},
      /* the longer name */
      {"首席执行官马克·斯通来到会场。\n斯通说：“我们准备好了。”", "斯通=马克·斯通 说 direct 我们准备好了。"},
      {"民主派议员玛格丽特·安·霍利（Margaret Ann Holley）批评了这项法案。\n霍利呼吁删除有关条款。", "霍利=玛格丽特·安·霍利 呼吁 indirect 删除有关条款"},
      {"大学教授李志远今年六十岁。李教授说，他很高兴。", "李教授=李志远 说 indirect 他很高兴"},
      {"周宁和王小川也来了。两人表示，活动很成功。", "两人=周宁和王小川 表示 indirect 活动很成功"},
      {"法官容頌安退休多年。容另指，案件已經了結。", "容=容颂安 指 indirect 案件已经了结"},
      {"县通信管理局副局长谷常远说，网络已经覆盖全县。", "县通信管理局副局长谷常远=谷常远 说 indirect 网络已经复盖全县"},
      {"《山海》主编黄安靖介绍说，杂志明年改版。", "《山海》主编黄安靖=黄安靖 介绍说 indirect 杂志明年改版"},
      {"芯片开发商科乐美表示，新的游戏很快上线。", "芯片开发商科乐美=科乐美 表示 indirect 新的游戏很快上线"},
      /* behind it, with more to say; from paragraph to paragraph; by itself */
      {"“下一步要巩固成果。”周宁说，公司将继续投入。", "周宁=周宁 说 direct 下一步要巩固成果。 / 周宁=周宁 说 indirect 公司将继续投入"},
      {"周宁在会上表示：\n“新厂已经开工。”", "周宁=周宁 表示 direct 新厂已经开工。"},
      {"周宁说：\n“第一，要快。\n“第二，要稳。”\n大家鼓掌。", "周宁=周宁 说 direct 第一,要快。 / =周宁  direct 第二,要稳。"},
      {"周宁说：\n“第一，要快。\n第二，要稳，\n第三，要好。”大家鼓掌。", "周宁=周宁 说 direct 第一,要快。 / =周宁  direct 第二,要稳, / =周宁  direct 第三,要好。"},
      {"有旅客表示，天没亮就到了机场。“天天都在抢票，就盼着早点回去。”", "=  direct 天天都在抢票,就盼着早点回去。 / 旅客=旅客 表示 indirect 天没亮就到了机场"},
      {"“那年我去修水渠，大家的干劲都很大。”家住山下的刘福已是老人。", "=刘福  direct 那年我去修水渠,大家的干劲都很大。"},
      /* news of Hong Kong and Taiwan */
      {"規劃署回覆查詢指：「方案仍在研究。」", "规画署=规画署 指 direct 方案仍在研究。"},
      {"《山海日報》報導，兩艘船在港口外相撞。", "《山海日报》=山海日报 报导 indirect 两艘船在港口外相撞"},
      {"據悉，新的總編輯下周上任。", "= 据悉 indirect 新的总编辑下周上任"},
      {"他被主持人问及：“你害怕吗？”", "主持人=主持人 问及 direct 你害怕吗?"},
      {"乌克兰国防部长列兹尼科夫称，飞行员明年开始训练。", "乌克兰国防部长列兹尼科夫=列兹尼科夫 称 indirect 飞行员明年开始训练"},
      {"主席周明芳出场，她形容计划是“最佳选择”，全场鼓掌。", "她=周明芳 形容 direct 最佳选择"},
      {"北城大學促請政府停止擴建碼頭。", "北城大学=北城大学 促请 indirect 政府停止扩建码头"},
      {"柳恒常委代表学社建议，加强基础研究。", "柳恒常委=柳恒 建议 indirect 加强基础研究"},
      {"师范大学研究院杨长江副教授介绍，工具操作简便。", "师范大学研究院杨长江副教授=杨长江 介绍 indirect 工具操作简便"},
      {"网友发弹幕说：“这杯茶我也想尝尝。”", "网友=网友 说 direct 这杯茶我也想尝尝。"},
      {"据此前报道，有人反映网页打不开。", "= 报道 indirect 有人反映网页打不开"},
      /* what is around the name: where they belong, brackets, a time, a plan */
      {"民建联李秀文表示，会跟进这件事。", "民建联李秀文=李秀文 表示 indirect 会跟进这件事"},
      {"路政署首席工程师（特别职务）陈大荣补充，桥身没有移动。", "路政署首席工程师(特别职务)陈大荣=陈大荣 补充 indirect 桥身没有移动"},
      {"联合国秘书长发言人迪莫罗8日证实，会费没有交齐。", "联合国秘书长发言人迪莫罗=迪莫罗 证实 indirect 会费没有交齐"},
      {"负责审理的总裁判官苏明德预计周四会有裁决。", "总裁判官苏明德=苏明德 预计 indirect 周四会有裁决"},
      {"周海涛计划把利润还给员工，还称明年会更好。", "周海涛=周海涛 还称 indirect 明年会更好"},
      {"几名众议院共和党人支持这项措施，但也强调需要一个新的框架。", "几名众议院共和党人=几名众议院共和党人 强调 indirect 需要一个新的框架"},
      {"山城县介绍，系统上线后会继续改进。", "山城县=山城县 介绍 indirect 系统上线后会继续改进"},
      {"老同志们表示，要继续关心家乡的建设。", "老同志们=老同志们 表示 indirect 要继续关心家乡的建设"},
      {"美国《财富》杂志预言，城市将会衰落。", "美国《财富》杂志=财富 预言 indirect 城市将会衰落"},
      {"判词提及律政司指，被告首先发言。", "律政司=律政司 指 indirect 被告首先发言"},
      /* whoever speaks goes on, not whom it is about */
      {"周宁表示，王小川做得不错。他认为，王小川还会进步。", "周宁=周宁 表示 indirect 王小川做得不错 / 他=周宁 认为 indirect 王小川还会进步"},
      {"周宁在台上反复强调，质量不能放松。", "周宁=周宁 强调 indirect 质量不能放松"},
      {"山海社北城5月22日电（记者夏某）中央统计署22日发布消息称，物价平稳。", "中央统计署=中央统计署 发布消息称 indirect 物价平稳"},
      {"甲国国防军发言人克里斯·西蒙里少将告诉媒体，遗体已经运走。", "甲国国防军发言人克里斯·西蒙里少将=克里斯·西蒙里 告诉 indirect 遗体已经运走"},
      {"副理事长、即时集团行政总裁王凯山表示，人才太少。", "副理事长、即时集团行政总裁王凯山=王凯山 表示 indirect 人才太少"},
      {"货币基金组织（IMF）市场部主任阿德里安表示，体系有弹性。", "货币基金组织(imf)市场部主任阿德里安=阿德里安 表示 indirect 体系有弹性"},
      {"记者联系上收废品的老板，其回忆说，当天没有看到袋子。", "其=老板 回忆说 indirect 当天没有看到袋子"},
      {"余铠均在周一见记者。余铠均说，警方很克制。余铠均仅说，警方很忙。",
       "余铠均=余铠均 说 indirect 警方很克制 / 余铠均=余铠均 说 indirect 警方很忙"},
      {"西方媒体在引用时，很谨慎地强调说，例子不能说明问题。", "西方媒体=西方媒体 强调说 indirect 例子不能说明问题"},
      {"以甲国为首的北约方面声称，要加强侦察活动。", "北约方面=北约方面 声称 indirect 要加强侦察活动"},
      {"主席强调，“七十七国和中国”是重要的平台。", "主席=主席 强调 mixed \"七十七国和中国\"是重要的平台"},
      {"她坚称不信奉任何宗教。", "她= 坚称 indirect 不信奉任何宗教"},
      {"某协会老年宜居养老委员会主任张立军对《山海周刊》说，材料更新很快。", "某协会老年宜居养老委员会主任张立军=张立军 说 indirect 材料更新很快"},
      {"司长、一级巡视员刘培明表示，会继续推进。", "司长、一级巡视员刘培明=刘培明 表示 indirect 会继续推进"},
      {"英媒《山海时报》报道，谈判已经开始。", "英媒《山海时报》=山海时报 报道 indirect 谈判已经开始"},
      /* names that go on, or do not */
      {"北山创投合伙人黄明明在出席年会时表示，现在停下来代价很大。", "北山创投合伙人黄明明=黄明明 表示 indirect 现在停下来代价很大"},
      {"研究员余国庆对记者解释了原因。“停火符合双方的需求。”余国庆说。", "余国庆=余国庆 说 direct 停火符合双方的需求。"},
      {"“我们会继续转型升级。”姜向前说。", "姜向前=姜向前 说 direct 我们会继续转型升级。"},
      {"候选人数较多，但他认为今年人少。", "他= 认为 indirect 今年人少"},
      {"监管会主席刘明康作为高官承认，代价很大。", "监管会主席刘明康=刘明康 承认 indirect 代价很大"},
      {"警务处长卢伟明在会上说，路上没有人。", "警务处长卢伟明=卢伟明 说 indirect 路上没有人"},
      {"北山台首席预报员张涛表示，降雨将会结束。", "北山台首席预报员张涛=张涛 表示 indirect 降雨将会结束"},
      {"东方金石首席分析师王海表示，融资会增加。", "东方金石首席分析师王海=王海 表示 indirect 融资会增加"},
      {"创始人格雷·杨也生病了。杨表示，自己每天都很累。", "杨=格雷·杨 表示 indirect 自己每天都很累"},
      {"从事电子业的何先生也来了。何表示，自己会来投票。", "何=何先生 表示 indirect 自己会来投票"},
      {"北山农商联合银行宣布，旧卡将停止发行。", "北山农商联合银行=北山农商联合银行 宣布 indirect 旧卡将停止发行"},
      /* who stands behind what they do */
      {"在北山居住了十年的工程师表示，这里很安静。", "工程师=工程师 表示 indirect 这里很安静"},
      {"“每到假期人就很多。”北山中心从事糖果生意的阿女士特别高兴。", "=阿女士  direct 每到假期人就很多。"},
      {"马云中途谈到新技术，认为教育会受到影响。", "马云=马云 认为 indirect 教育会受到影响"},
      {"第二天，“云上学校”公众号证实，校长已经回来。", "\"云上学校\"公众号=云上学校 证实 indirect 校长已经回来"},
      {"声明称，仓库里的粮食已经用完。", "声明=声明 声明称 indirect 仓库里的粮食已经用完"},
      {"游客安娜拉着行李箱走来，脸上都是笑容：“这是我第一次来这里旅游。”", "游客安娜=安娜  direct 这是我第一次来这里旅游。"},
      {"Tåløy 表示：“这种办法很好。”Tåløy 决定公开结果。他称，“目前还没有别的办法”。",
       "tåløy=tåløy 表示 direct 这种办法很好。 / 他=tåløy 称 direct 目前还没有别的办法"},
      {"周宁很有信心，用他自己的话来说，“以最快的速度”，“把桥修好”。", "他自己=周宁 的话 mixed \"以最快的速度\",\"把桥修好\""},
      /* spaces that part sentences */
      {"甲国称已发动大规模空袭 乙国称实施火箭弹袭击", "甲国=甲国 称 indirect 已发动大规模空袭 / 乙国=乙国 称 indirect 实施火箭弹袭击"},
      {"王海平在考察时强调 加快建设科技创新中心 返程途中看望群众", "王海平=王海平 强调 indirect 加快建设科技创新中心"},
      {"外交部发言人 王宁 表示，会继续关注。", "外交部发言人王宁=王宁 表示 indirect 会继续关注"},
      {"这是新的记录  记者李明说，事情还没有完。", "记者李明=李明 说 indirect 事情还没有完"},
      /* lines that go on */
      {"王宁表示，在这个问题上，大家强调要坚持原则。", "王宁=王宁 表示 indirect 在这个问题上,大家强调要坚持原则"},
      {"桥修好了（有小组成员指与事实不符）。", "小组成员=小组成员 指 indirect 与事实不符"},
      {"会议开过了，甲方作出明确回应，坚决反对这样做。", "甲方=甲方 回应 indirect 坚决反对这样做"},
      {"有一个流传很广的消息，声称山海城有很多矿。", "消息=消息 声称 indirect 山海城有很多矿"},
      {"出处是地质协会主席安娜·利文的文章。她在文中声称，这里有很多矿。", "她=安娜·利文 声称 indirect 这里有很多矿"},
      {"董事长王振坦言，成本还是很高。", "董事长王振=王振 坦言 indirect 成本还是很高"},
      /* names in marks */
      {"报社主办的“第三届山海论坛”宣布，海川公司获得金奖。", "第三届山海论坛=第三届山海论坛 宣布 indirect 海川公司获得金奖"},
      {"俄称已准备好谈判，乌称了解情况后再考虑", "俄=俄 称 indirect 已准备好谈判 / 乌=乌 称 indirect 了解情况后再考虑"},
      /* English */
      {"\"We are ready for the season,\" said Martha Quill, a spokeswoman. \"It will be a busy year.\"",
       "martha quill=martha quill said direct we are ready for the season / =martha quill  direct it will be a busy year."},
      {"Mayor Tom Birch said that the bridge would open in May. He added: \"It took us long enough.\"",
       "he=tom birch added direct it took us long enough. / mayor tom birch=tom birch said indirect the bridge would open in may"},
      {"Prices will rise again, the bank said. According to Dr. Lena Ross, the water is safe.",
       "the bank=the bank said indirect prices will rise again / dr. lena ross=lena ross according to indirect the water is safe"},
      {"The company, a maker of lamps, said it would hire people.", "the company=the company said indirect it would hire people"},
      {"The so-called \"smart city\" is a dream, and he did not say why.", ""},
      /* none */
      {"法院对关税提出质疑，使计划遭受重创。", ""},
      {"会上分享了行业判断与思考，气氛热烈。", ""},
      {"29%的用户给出了五星评价，仅有少数人给出一星。", ""},
      {"会上先后提到海外对新办法的不同声音。", ""},
      {"对同志逝世表示沉痛哀悼。", ""},
      {"只要政府不限价，不摇号，估计接下来热度还会上升。", ""},
      {"这体现了对开放发展的坚定承诺，也传递出期待。", ""},
      {"他发表了多篇报道，内容都很深入。", ""},
      {"最主要的特征是强调速度，不讲究方法。", ""},
      {"这项政策令企业家质疑投资是否值得。", ""},
      {"起初我有点怀疑，因为价格太低。", ""},
      {"高层接连发生“地震”，消息并不意外。", ""},
      {"政府宣布对三家公司进行处罚。", ""},
      {"新芯片GB200预计将于明年发货。", ""},
      {"年度计划（以下称“计划”）已经发布。", ""},
      {"所谓“黑科技”不过是营销，“百模大战”已经结束。", ""},
      {"他没有说明原因，公司也未透露具体金额。", ""},
      {"这篇题为“春天的故事”的文章很受欢迎。", ""},
      {"如何说服客户是个问题，也可以说这是一次机会。", ""},
      {"这种药被称为“神药”，又叫“小白片”。", ""},
      {"我认为这件事没有那么简单。", ""},
      {"政府换届后，平台都在强调“安全”二字。", ""}};
  char got[2048];
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    quotes_of(ctx, rows[i].text, got, sizeof got);
    is(got, strlen(got), rows[i].quotes, rows[i].text);
  }
}

/* Any soup of the words that matter is read without harm. */
static void soup(yl_ctx *ctx) {
  static const char *const bits[] = {"“", "”", "「", "」", "'", "\"", "说", "表示", "据", "报道", "，", "。", "：", "他", "王敏", "马克·", "·", "的", "所", "在", "看来",
                                     "（", "）", "新华社", "said ", "CEO", "《", "》", "\n", "、", "和", "雷军", "今天", "不"};
  char text[1024], got[8192];
  int lost = 0, found = 0;
  for (int i = 0; i < 20000; i++) {
    text[0] = 0;
    for (size_t k = 0, n = rt_below(40); k < n; k++) strcat(text, bits[rt_below(sizeof bits / sizeof *bits)]);
    lost += !quotes_of(ctx, text, got, sizeof got);
    found += got[0] != 0;
  }
  ok(lost == 0 && found > 1000, "20000 soups of marks and verbs: what is found (%d) lies in them", found);
}

/* ---- a corpus ---- */

static void write_texts(void) {
  static const char text[] = "標題\n\n市長陳立明表示，捷運明年通車。「我們準備好了。」他說。据路透社报道，谈判已经结束。\n";
  char name[24];
  for (int i = 0; i < 40; i++) {
    char all[512];
    snprintf(name, sizeof name, "d/%02d.txt", i);
    snprintf(all, sizeof all, "%s第%d位专家指出，水位还会上升。\n", text, i);
    scratch_file(name, all, strlen(all));
  }
}

static yl_status read_corpus(yl_ctx *ctx, yl_corpus **c, yl_quotes **f) {
  yl_view *v;
  *f = NULL;
  yl_status rc = open_all_zones(ctx, "d", c, &v);
  if (rc == YL_OK) rc = yl_quotes_find(ctx, v, NULL, f);
  yl_view_free(ctx, v);
  return rc;
}

static void corpus(yl_ctx *ctx) {
  yl_corpus *c, *d;
  yl_quotes *f, *g;
  yl_quote_info a, b;
  yl_set_jobs(ctx, 1);
  if (!ok(read_corpus(ctx, &c, &f) == YL_OK, "read")) {
    printf("# %s\n", yl_errmsg(ctx));
    return;
  }
  ok(yl_quotes_n(f) == 40 * 4, "four quotations a document: %zu", yl_quotes_n(f));
  yl_set_jobs(ctx, 4);
  ok(read_corpus(ctx, &d, &g) == YL_OK && yl_quotes_n(g) == yl_quotes_n(f), "as many on four threads");
  bool same = true;
  for (size_t k = 0; yl_quotes_get(f, k, &a) && yl_quotes_get(g, k, &b); k++)
    same &= a.doc == b.doc && a.start == b.start && a.end == b.end && a.speaker_start == b.speaker_start && a.name_end == b.name_end && a.type == b.type;
  ok(same, "the same");
  if (yl_quotes_get(f, 1, &a)) {
    yl_str text = yl_doc_text(c, a.doc);
    is(text.p + a.start, a.end - a.start, "我們準備好了。", "in the text's own script");
    is(text.p + a.speaker_start, a.speaker_end - a.speaker_start, "他", "who, as written");
    is(text.p + a.name_start, a.name_end - a.name_start, "陳立明", "whom the pronoun stands for");
    is(a.marks, strlen(a.marks), "「」", "the marks");
  }
  yl_opts *o;
  yl_view *v;
  yl_opts_new(ctx, &o);
  yl_opts_add(ctx, o, "speakers", YL_STR("x"));
  yl_view_new(ctx, c, &v);
  yl_quotes *none;
  ok(yl_quotes_find(ctx, v, o, &none) == YL_EINVAL && strstr(yl_errmsg(ctx), "speakers"), "an option there is not");
  yl_opts_free(ctx, o);
  yl_view_free(ctx, v);
  yl_quotes_free(ctx, f);
  yl_quotes_free(ctx, g);
  yl_corpus_free(ctx, c);
  yl_corpus_free(ctx, d);
}

static yl_status work(yl_ctx *ctx) {
  yl_corpus *c = NULL;
  yl_quotes *g = NULL;
  yl_status rc = read_corpus(ctx, &c, &g);
  yl_quotes_free(ctx, g);
  yl_corpus_free(ctx, c);
  return rc;
}

int main(void) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  sentences(ctx);
  soup(ctx);
  if (!scratch_enter() || mkdir("d", 0700) != 0) return 1;
  write_texts();
  corpus(ctx);
  every_failure(work, 20, false);
  yl_ctx_free(ctx);
  scratch_leave();
  return done();
}
