/* test_figures.c - figures of our own sentences: what they are, what they are worth, what is none; and of a corpus on any number of threads. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* nftw */
#endif
#include <math.h>

#include "base/opts.h"
#include "corpus/corpus.h"
#include "extract/figure.h"
#include "extract/gazetteer.h"
#include "failing.h"
#include "open_help.h"
#include "random_text.h"
#include "scratch.h"
#include "tap.h"

/* ---- a sentence ---- */

static const char *const kinds[] = {"money", "percent", "point", "count", "ordinal", "date", "duration", "ratio", "energy", "other"};

static int put_number(char *to, size_t n, double x) { return isnan(x) ? snprintf(to, n, "-") : snprintf(to, n, "%.15g", x); }

/* A figure as "kind value unit", "kind bound min..max unit", "date iso"; ~ where it is approximate. */
static void describe(const yl_figure *f, char out[160]) {
  char value[32], min[32], max[32], iso[32];
  put_number(value, sizeof value, f->value);
  put_number(min, sizeof min, f->min);
  put_number(max, sizeof max, f->max);
  yl_when_format(&f->when, iso);
  const char *about = f->approx ? "~" : "";
  if (f->kind == YL_F_DATE) snprintf(out, 160, "date %s", iso[0] ? iso : "?");
  else if (isnan(f->value)) snprintf(out, 160, "%s %s%s%s..%s %.*s", kinds[f->kind], about, f->bound, min, max, (int)f->unit.n, f->unit.p);
  else snprintf(out, 160, "%s %s%s %.*s", kinds[f->kind], about, value, (int)f->unit.n, f->unit.p);
  size_t n = strlen(out);
  while (n && out[n - 1] == ' ') out[--n] = 0;
}

/* All figures of a text, joined by "; ". */
static void figures_of(yl_ctx *ctx, const char *text, const char *today, char *out, size_t room) {
  yl_buf key = {0}, found = {0};
  yl_line l = {.ctx = ctx, .out = &found};
  yl_dict_get(ctx, &l.dict);
  if (today) yl_when_parse((yl_str){today, strlen(today)}, &l.today);
  out[0] = 0;
  if (yl_fold(ctx, (yl_str){text, strlen(text)}, &key, NULL, 0, 0) == YL_OK) {
    l.s = yl_buf_str(&key);
    if (yl_read_line(&l) != YL_OK) snprintf(out, room, "failed");
    const yl_figure *f = (const yl_figure *)(const void *)found.p;
    for (size_t i = 0, n = 0; i < found.n / sizeof *f; i++) {
      char one[160];
      describe(&f[i], one);
      n += (size_t)snprintf(out + n, n < room ? room - n : 0, "%s%s", i ? "; " : "", one);
    }
  }
  yl_line_free(&l);
  yl_buf_free(ctx, &found);
  yl_buf_free(ctx, &key);
}

static void sentences(yl_ctx *ctx) {
  static const struct { const char *text, *figures; } rows[] = {
      /* numerals */
      {"一共卖出三千五百万张票。", "count 35000000 张"},
      {"工厂投入3.5万亿元。", "money 3500000000000 CNY"},
      {"總值達十五兆四千億元", "money 15400000000000 CNY"},
      {"收入１，２３４．５元", "money 1234.5 CNY"},
      {"村里有廿三户人家，五佰二十人", "count 23 户; count 520 人"},
      {"气温为负三摄氏度", "other -3 °C"},
      {"误差是零点五毫米", "other 0.5 mm"},
      {"共有3亿1200万用户", "count 312000000 用户"},
      {"两千三百人，一万零五十人", "count 2300 人; count 10050 人"},
      {"他读《1984》读了三遍", "count 3 遍"},
      {"买了五打鸡蛋", "count 60"},
      /* bounds, vague ones, ranges */
      {"不到600万美元（约804万新元）", "money <-..6000000 USD; money ~8040000 SGD"},
      {"超过五百名学生，至少三十间教室", "count >500..- 名; count >=30..- 间"},
      {"来了十多个人，走了两百余人", "count ~>10..- 个; count ~>200..- 人"},
      {"住了几十年，花了数百万元", "duration ~20..99 year; money ~2000000..9990000 CNY"},
      {"三五天就好，来了三四十人", "duration ~3..5 day; count ~30..40 人"},
      {"价格在10-15亿美元之间", "money []1000000000..1500000000 USD"},
      {"从600亿至650亿美元", "money []60000000000..65000000000 USD"},
      {"增长6%到7%，占5-8％", "percent []6..7 %; percent []5..8 %"},
      {"两年多以来，18岁以上的人", "duration ~>2..- year; count >=18..- 岁"},
      {"1000吨左右", "other ~1000 t"},
      /* parts of a whole */
      {"三分之一的人，一又二分之一", "ratio 0.333333333333333; ratio 1.5"},
      {"百分之三十五，千分之二，涨了三成半", "percent 35 %; percent 0.2 %; percent 35 %"},
      {"打八五折，对折", "percent 85 %; percent 50 %"},
      {"下降1.5个百分点，上调25个基点", "point 1.5 %; point 0.25 %"},
      {"是去年的三倍，只有一半", "date ?; ratio 3 倍; ratio 0.5"},
      {"成本的1/50", "ratio 0.02"},
      /* money */
      {"US$5亿，HK$300，￥20，€9.9", "money 500000000 USD; money 300 HKD; money 20 CNY; money 9.9 EUR"},
      {"人民币5000万元，港币一百元", "money 50000000 CNY; money 100 HKD"},
      {"八亿元人民币，500新台币，三十块钱", "money 800000000 CNY; money 500 TWD; money 30 CNY"},
      {"五元六角，两美元又三美分", "money 5.6 CNY; money 2.03 USD"},
      {"两千块显卡", "count 2000 块"},
      /* units */
      {"高8848米，一百二十公里，三千比特", "other 8848 m; other 120 km; other 3 kbit"},
      {"两个半小时，三年半，半个月", "duration 2.5 hour; duration 3.5 year; duration 0.5 month"},
      {"发电500千瓦时，装机5兆瓦", "energy 500 kWh; energy 5 MW"},
      {"1000个tokens约等于500个漢字", "count 1000 tokens; count ~500 汉字"},
      {"面積20 m²，80平方公里", "other 20 m2; other 80 km2"},
      /* dates */
      {"2024年第四季度，2025年2月6日", "date 2024-Q4; date 2025-02-06"},
      {"二〇二三年十月一日上午九点半", "date 2023-10-01T09:30"},
      {"1970年代，上世纪90年代，20世纪80年代中期，21世纪", "date 197X; date 199X; date 198X; date 20XX"},
      {"3月5日，十二月，下午5:30", "date --03-05; date --12; date T17:30"},
      {"2024-05-06 10:20:30，2023/7/8", "date 2024-05-06T10:20:30; date 2023-07-08"},
      {"民國一百一十三年，08年", "date 2024; date 2008"},
      {"1995—1997年", "date 1995; date 1997"},
      {"Prince：2027年流量，比分3:2027", "date 2027"},
      {"工作了三十年，用时5分钟", "duration 30 year; duration 5 minute"},
      {"走了2小时30分钟，判刑三年零六个月，用了1分20秒", "duration 150 minute; duration 42 month; duration 80 second"}, /* one each */
      {"三天两夜，一年三天，三年36个月", "duration 3 day; duration 1 year; duration 3 day; duration 3 year; duration 36 month"},
      {"不低于30%且不超过50%，超过10亿元但低于20亿元", "percent []30..50 %; money []1000000000..2000000000 CNY"},
      {"超过30%但不低于20%，低于5元且高于3米", "percent >30..- %; percent >=20..- %; money <-..5 CNY; other >3..- m"},
      {"第三名，第二十一章", "ordinal 3 名; ordinal 21 章"},
      /* English */
      {"It cost $5.6 million, up 20 percent from 2023.", "money 5600000 USD; percent 20 %; date 2023"},
      {"Two hundred and fifty people waited for three weeks in May 2024.", "count 250 people; duration 3 week; date 2024-05"},
      {"On January 5, 2025 the 3rd plant opened; more than 1,200 workers came.", "date 2025-01-05; ordinal 3; count >1200..- workers"},
      {"the 1990s", "date 199X"},
      /* none */
      {"三星和七喜，四川与五台山，万科、百度", ""},
      {"一些人一下子统一了，万一不行，十分好，千万别去", ""},
      {"iPhone 15、GPT-4、R1、H800、4S店、豆包1.5 Pro，5G、6G网络", ""},
      {"这是一个问题，一种想法，一家公司", ""},
      {"1.准备 2.开始", ""},
      {"电话888-000-9999，版本2.10.3", ""},
      {"有一天，那一年，每一天", ""},
      {"客车以每小时80公里的速度驶过，时速达到120公里", "other 80 km/h; other 120 km/h"},
      {"她身高一米六八，跳远跳出2米35，苹果5块8", "other 1.68 m; other 2.35 m; money 5.8 CNY"},
      {"上百万用户，不到一半的人，零下12度，2万+阅读，增长两倍半", "count ~>=1000000..- 用户; ratio <-..0.5; other -12 度; count ~>20000..-; ratio 2.5 倍"},
      {"请拨打12306或110，90后喜欢5G手机和4K屏幕，36氪报道了315晚会", ""},
      {"他买了一块 SSD，月薪 8k，粉丝 3w人", "count 8000; count 30000 人"},
      {"详见附件2和图3，修正第 19~21、30 条，附件二所列", "ordinal 2; ordinal 3; ordinal 19; ordinal 21; ordinal 30 条; ordinal 2"},
      {"1999、2001和2002年三次，2019-2021年，2022 世界杯", "date 1999; date 2001; date 2002; count 3 次; date 2019; date 2021; date 2022"},
      {"应在15日内缴纳，连续 4 日上涨，时延0.09毫秒", "duration 15 day; duration 4 day; duration 9e-05 second"},
      {"这座塔已有1300年的历史，超过1300年，2000年建成", "duration 1300 year; duration >1300..- year; date 2000"},
      {"五个星期3小时，2030+计划，## 12.一名", "duration 843 hour"},
      {"revenue in q3 2024 rose, 2025q1 fell", "date 2024-Q3; date 2025-Q1"},
      {"十四五规划，“五一”黄金周，二十届三中全会，零和博弈", "ordinal 20 届"},

      {"①苹果②梨", ""}};
  char got[1024];
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    figures_of(ctx, rows[i].text, NULL, got, sizeof got);
    if (strstr(rows[i].text, "①")) continue; /* ornaments are told in the text: test_corpus */
    is(got, strlen(got), rows[i].figures, rows[i].text);
  }
}

static void relative(yl_ctx *ctx) {
  static const struct { const char *text, *figures; } rows[] = {
      {"今天，昨日，明天上午十点", "date 2025-02-06; date 2025-02-05; date 2025-02-07T10"},
      {"本周二，上周五，下周日", "date 2025-02-04; date 2025-01-31; date 2025-02-16"},
      {"今年，去年3月，明年底", "date 2025; date 2024-03; date 2026"},
      {"上个月，本周，上季度", "date 2025-01; date 2025-W06; date 2024-Q4"},
      {"三天前，两年后", "date 2025-02-03; date 2027"},
      {"last week, yesterday", "date 2025-W05; date 2025-02-05"}};
  char got[1024];
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    figures_of(ctx, rows[i].text, "2025-02-06", got, sizeof got);
    is(got, strlen(got), rows[i].figures, rows[i].text);
  }
  yl_when w;
  int wrong = 0;
  for (int n = -4000; n < 4000; n++) { /* a day forth and back is where one was, through the leap days of ten years */
    yl_when_parse(YL_STR("2020-02-29"), &w);
    yl_when there = yl_when_move(w, n, YL_STR("day")), back = yl_when_move(there, -n, YL_STR("day"));
    wrong += back.year != 2020 || back.month != 2 || back.day != 29;
  }
  ok(wrong == 0, "days forth and back");
}

/* Every whole number below ten million that is written out in Chinese is read again. */
static void put_han(unsigned n, bool inner, char *to) {
  static const char *const digits[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  static const struct { unsigned unit; const char *name; } places[] = {{10000, "万"}, {1000, "千"}, {100, "百"}, {10, "十"}};
  bool zero = false;
  for (size_t i = 0; i < 4; i++) {
    unsigned k = n / places[i].unit;
    n %= places[i].unit;
    if (k == 0) {
      zero = inner;
      continue;
    }
    if (zero) strcat(to, "零");
    if (k > 9) put_han(k, false, to); else strcat(to, digits[k]);
    strcat(to, places[i].name);
    inner = true;
    zero = false;
  }
  if (n || !inner) {
    if (zero && inner) strcat(to, "零");
    strcat(to, digits[n]);
  }
}

static void all_numbers(void) {
  int wrong = 0;
  for (int i = 0; i < 200000; i++) {
    unsigned n = i < 2000 ? (unsigned)i : rt_below(10000000);
    char han[128] = "";
    put_han(n, false, han);
    yl_number got;
    if (!yl_number_at((yl_str){han, strlen(han)}, 0, &got) || got.end != strlen(han) || fabs(got.value - n) > .5) {
      if (wrong++ < 5) printf("# %u %s: %g\n", n, han, got.value);
    }
  }
  ok(wrong == 0, "numbers written out in Chinese are read");
}

/* ---- a corpus ---- */

static void write_texts(void) {
  static const char one[] = "標題\n\n公司去年投入５００万美元（约合3600萬元人民币），占营收的三成。据新华社报道，工厂有1200名员工。①苹果②梨\n";
  char name[16];
  for (int i = 0; i < 40; i++) {
    char text[512];
    snprintf(name, sizeof name, "d/%02d.txt", i);
    snprintf(text, sizeof text, "%s第%d次会议在2024年%d月召开，来了%d人。\n", one, i, i % 12 + 1, i + 2);
    scratch_file(name, text, strlen(text));
  }
}

/* ---- of what they are ---- */

/* Subjects of the figures of a text that are no dates, joined by "; ": carrier/subject, - where there is none. */
static void subjects_of(yl_ctx *ctx, const char *text, char *out, size_t room) {
  yl_buf found = {0};
  yl_line l = {.ctx = ctx, .out = &found, .s = {text, strlen(text)}};
  size_t n = 0;
  yl_dict_get(ctx, &l.dict);
  l.names = yl_gazetteer_known();
  out[0] = 0;
  if (yl_read_line(&l) != YL_OK) snprintf(out, room, "failed");
  const yl_figure *f = (const yl_figure *)(const void *)found.p;
  for (size_t i = 0; i < found.n / sizeof *f; i++) {
    if (f[i].kind == YL_F_DATE) continue;
    n += (size_t)snprintf(out + n, n < room ? room - n : 0, "%s%.*s%s%.*s", n ? "; " : "", (int)(f[i].carrier_end - f[i].carrier), text + f[i].carrier,
                          f[i].carrier_end ? "/" : "", (int)(f[i].subject_end - f[i].subject), f[i].subject_end ? text + f[i].subject : "");
    if (!f[i].subject_end) n += (size_t)snprintf(out + n, n < room ? room - n : 0, "-");
  }
  yl_line_free(&l);
  yl_buf_free(ctx, &found);
}

static void subjects(yl_ctx *ctx) {
  static const struct { const char *text, *subjects; } rows[] = {
      {"该公司营收约为3亿元,同比增长20%。", "该公司营收; 该公司营收"},
      {"英伟达公布了新的财报,第三季度营收达到351亿美元。", "英伟达/营收"},
      {"微软2024年净利润为880亿美元。", "微软/净利润"},
      {"据新华社报道,出货量升至300万台。", "出货量"},
      {"4月出口额从3月的1822亿美元增长3.4%至1884亿美元。", "出口额; 出口额; 出口额"},
      {"景区当天迎来近10万游客。", "游客"},
      {"门票收入为九百万元,比去年同期少了百分之五。", "门票收入; 门票收入"},
      {"有三名警察受伤,两辆汽车被毁。", "警察; 汽车"},
      {"处五千元以上一万元以下的罚款。", "罚款"}, /* one range */
      {"处五千元至一万元的罚款。", "罚款"},
      {"连续三天大雨,其中两天很大。", "-; -"},
      {"同比增长8%。", "-"},
      {"沪指跌69.48点,跌幅为2%,报3146.25点。", "沪指; 跌幅; 沪指"},
      {"标普500上涨1.87%。", "标普500"},
      {"据统计,其中约20%。", "-"},
      {"出货量继续走高,达到300万台。", "出货量"},
      {"她买了几块钱的卡片。", "卡片"},
      {"大会门票每人退3000元。", "-"},
      {"按照北辰科技披露的数据,其训练成本只有320万美元。", "北辰科技/训练成本"}, /* what one says of oneself */
      {"据新华社报道,其训练成本只有320万美元。", "训练成本"}, /* not of who only tells */
      {"英伟达宣称其模型训练成本仅为320万美元。", "英伟达/模型训练成本"},
      {"虽然微软发布了模型,但其训练成本据说不到320万美元。", "微软/训练成本"},
      {"微软发布了新模型。其训练成本为320万美元。", "微软/训练成本"},
      {"微软发布了新模型。该项目进展顺利,其训练成本为320万美元。", "训练成本"}, /* the project's */
      {"微软发布了财报,英伟达没有。其训练成本为320万美元。", "训练成本"}, /* one of two */
      {"微软发布了财报。第三季度,该公司营收为320亿美元。", "微软/营收"},
      {"微软发布了财报。\n第三季度,公司净利润为320亿美元。", "微软/净利润"},
      {"公司数量为320家。", "公司数量"},
      {"李明昨天到了北京。该公司营收为320亿美元。", "该公司营收"},
      {"索尼发布了新机。其售价为320美元。", "售价"}, /* the camera's */
      {"revenue of the company rose 20% last year.", "revenue of the company"},
      {"about 30% of the city's workers stayed home.", "city's workers"},
      {"in the next 5 years nothing will change.", "-"},
      {"the plan has six great goals.", "great goals"},
      {"今年第一季度北辰科技营业收入达到3亿元;净利润为2000万元。", "北辰科技营业收入; 北辰科技/净利润"},
      {"北辰科技公告,2024年营收3亿元。", "北辰科技/营收"},
      {"工业部:一季度出口额达到3亿元。", "出口额"}, /* who only tells */
      {"桥全长约12公里。", "桥全长"},
      {"湾区内9市进出口总额达到2万亿元。", "-; 进出口总额"},
      {"有21人入选省队。", "-"},
      {"李红和王强两人到场。", "-"},
      {"two levels of grouping are shown.", "levels of grouping"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    char out[400];
    subjects_of(ctx, rows[i].text, out, sizeof out);
    is(out, strlen(out), rows[i].subjects, rows[i].text);
  }
}

static yl_status read_corpus(yl_ctx *ctx, yl_corpus **c, yl_figures **f) {
  yl_view *v;
  *f = NULL;
  yl_status rc = open_all_zones(ctx, "d", c, &v);
  if (rc == YL_OK) rc = yl_figures_find(ctx, v, NULL, f);
  yl_view_free(ctx, v);
  return rc;
}

static void corpus(yl_ctx *ctx) {
  yl_corpus *c, *d;
  yl_figures *f, *g;
  yl_figure_info a, b;
  yl_set_jobs(ctx, 1);
  if (!ok(read_corpus(ctx, &c, &f) == YL_OK, "read")) {
    printf("# %s\n", yl_errmsg(ctx));
    return;
  }
  ok(yl_figures_n(f) == 40 * 8, "eight figures a document: %zu", yl_figures_n(f));
  yl_set_jobs(ctx, 4);
  ok(read_corpus(ctx, &d, &g) == YL_OK && yl_figures_n(g) == yl_figures_n(f), "as many on four threads");
  bool same = true, ordered = true, found = false;
  size_t last = 0;
  uint32_t doc = 0;
  for (size_t k = 0; yl_figures_get(f, k, &a) && yl_figures_get(g, k, &b); k++) {
    same &= a.doc == b.doc && a.start == b.start && a.end == b.end && strcmp(a.kind, b.kind) == 0 && strcmp(a.period, b.period) == 0;
    ordered &= a.doc > doc || (a.doc == doc && a.start >= last);
    doc = a.doc;
    last = a.start;
    yl_str text = yl_doc_text(c, a.doc);
    if (k == 1) {
      is(text.p + a.start, a.end - a.start, "５００万美元", "the surface is the text's");
      ok(a.equivalent == 2 && yl_figures_get(f, 2, &b) && b.equivalent == 1 && yl_str_is(b.unit, "CNY"), "the conversion in brackets is its equivalent");
      is(text.p + a.subject_start, a.subject_end - a.subject_start, "投入", "what is invested stands before it");
    }
    if (yl_str_is(a.unit, "名")) {
      found = true;
      if (k < 8) is(text.p + a.who_start, a.who_end - a.who_start, "新华社", "who says so");
    }
  }
  ok(same, "the same");
  ok(ordered && found, "in order");
  yl_opts *o;
  yl_view *v;
  yl_opts_new(ctx, &o);
  yl_opts_add(ctx, o, "kinds", YL_STR("money"));
  yl_view_new(ctx, c, &v);
  yl_figures *none;
  ok(yl_figures_find(ctx, v, o, &none) == YL_EINVAL && strstr(yl_errmsg(ctx), "kinds"), "an option there is not");
  yl_opts_free(ctx, o);
  yl_view_free(ctx, v);
  yl_figures_free(ctx, f);
  yl_figures_free(ctx, g);
  yl_corpus_free(ctx, c);
  yl_corpus_free(ctx, d);
}

static yl_status work(yl_ctx *ctx) {
  yl_corpus *c = NULL;
  yl_figures *g = NULL;
  yl_status rc = read_corpus(ctx, &c, &g);
  yl_figures_free(ctx, g);
  yl_corpus_free(ctx, c);
  return rc;
}

int main(void) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  all_numbers();
  sentences(ctx);
  subjects(ctx);
  relative(ctx);
  if (!scratch_enter() || mkdir("d", 0700) != 0) return 1;
  write_texts();
  corpus(ctx);
  every_failure(work, 20, false);
  yl_ctx_free(ctx);
  scratch_leave();
  return done();
}
