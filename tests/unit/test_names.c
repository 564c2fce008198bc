/* test_names.c - names of our own sentences: which, of what kind, how often; of a corpus on any number of threads; no memory. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* nftw */
#endif
#include "base/opts.h"
#include "corpus/corpus.h"
#include "extract/names.h"
#include "failing.h"
#include "random_text.h"
#include "open_help.h"
#include "scratch.h"
#include "tap.h"

static yl_status read_names(yl_ctx *ctx, const char *path, const char *known, const char *alias, yl_corpus **c, yl_names **out) {
  yl_opts *n = NULL;
  yl_view *v;
  *out = NULL;
  yl_status rc = open_all_zones(ctx, path, c, &v);
  if (rc == YL_OK) rc = yl_opts_new(ctx, &n);
  if (rc == YL_OK && known) rc = yl_opts_add(ctx, n, "known", (yl_str){known, strlen(known)});
  if (rc == YL_OK && alias) rc = yl_opts_add(ctx, n, "alias", (yl_str){alias, strlen(alias)});
  if (rc == YL_OK) rc = yl_names_find(ctx, v, n, out);
  yl_view_free(ctx, v);
  yl_opts_free(ctx, n);
  return rc;
}

/* The names of a text in order of their first place: "name kind count; …". */
static void names_of(yl_ctx *ctx, const char *text, const char *known, const char *alias, char *out, size_t room) {
  yl_corpus *c;
  yl_names *n;
  size_t at = 0;
  out[0] = 0;
  scratch_file("one.txt", text, strlen(text));
  if (read_names(ctx, "one.txt", known, alias, &c, &n) != YL_OK) {
    snprintf(out, room, "failed: %s", yl_errmsg(ctx));
    yl_corpus_free(ctx, c);
    return;
  }
  for (size_t last = 0, round = 0; round < yl_names_n(n); round++) {
    size_t best = SIZE_MAX, where = SIZE_MAX;
    yl_hit h;
    for (size_t k = 0; k < yl_names_n(n); k++)
      if (yl_names_hit(n, k, 0, &h) && (round == 0 || h.start > last) && h.start < where) best = k, where = h.start;
    yl_name_info i;
    if (!yl_names_get(n, best, &i)) break;
    last = where;
    at += (size_t)snprintf(out + at, at < room ? room - at : 0, "%s%.*s %s %d", round ? "; " : "", (int)i.name.n, i.name.p, i.kind, (int)i.count);
  }
  yl_names_free(ctx, n);
  yl_corpus_free(ctx, c);
}

static void sentences(yl_ctx *ctx) {
  static const struct { const char *text, *names; } rows[] = {
      /* persons */
      {"厂长周海涛表示，周海涛已到岗。", "周海涛 person 2"},
      {"记者韩雪松报道，韩先生今天没有来。", "韩雪松 person 2"},
      {"教授韩雪松、教授韩文博都来了，韩先生没有说话。", "韩雪松 person 1; 韩文博 person 1"},
      {"作家亨利克·索尔伯格出席了晚会，索尔伯格很高兴。", "亨利克·索尔伯格 person 2"},
      {"文/林海舟", "林海舟 person 1"},
      {"列车已经恢复运行。（周立衡）", "周立衡 person 1"},
      {"张又丰、苗青禾编剧，李沐辰特别出演。", "张又丰 person 1; 苗青禾 person 1; 李沐辰 person 1"},
      {"维多·贝尔曼2019年来过，耶莱姆.梅克森也来过。", "维多·贝尔曼 person 1; 耶莱姆.梅克森 person 1"},
      {"特朗普马斯克同台，特朗普才到。", "特朗普 person 2; 马斯克 person 1"},
      {"明湖创投创始合伙人周海涛认为，杭州纵横电子股份有限公司值得投资。", "明湖创投 organisation 1; 周海涛 person 1; 杭州纵横电子股份有限公司 organisation 1"},
      {"国家海洋标准化委员会和上海海洋与渔业保护局都到了。", "国家海洋标准化委员会 organisation 1; 上海海洋与渔业保护局 organisation 1"},
      {"纽汉姆大学的学生访问了李昌河司法鉴定研究所。", "纽汉姆大学 organisation 1; 李昌河司法鉴定研究所 organisation 1"},
      {"教育部组织培训，中国外交部回应，美国普林斯顿大学开学。", "教育部 organisation 1; 中国外交部 organisation 1; 美国 place 1; 普林斯顿大学 organisation 1"},
      {"台湾地区和江苏地区都下雨，中国高铁很快。", "台湾 place 1; 江苏 place 1; 中国 place 1"},
      {"手机Qorx 3和浏览器Zeta OS都能用，电影排行TOP100里没有IP54。", "Qorx 3 product 1; Zeta OS other 1"},
      {"这个文明的高明之处，常人难以明白。", ""},
      /* behind an office any characters; in a list */
      {"（记者陈翀）【编辑:梁异】", "陈翀 person 1; 梁异 person 1"},
      {"主编黄安靖说，杂志下月出版。", "黄安靖 person 1"},
      {"张又丰、何岱林、刘振棠、苗华一同观看了演出。", "张又丰 person 1; 何岱林 person 1; 刘振棠 person 1; 苗华 person 1"},
      {"吴霭仪认为很好，吴霭仪也说过。", "吴霭仪 person 2"},
      {"工程师伊丽莎白 · 沃伦来了，沃伦很高兴。", "伊丽莎白 · 沃伦 person 2"},
      {"他们从美国来，都不想走。", "美国 place 1"},
      {"芯片公司 Qrox 昨天上市。", "Qrox organisation 1"},
      {"市民到规划署查询，规划署没有答复。", "规划署 organisation 2"},
      {"伤者在苏州市独墅湖医院治疗。", "苏州市独墅湖医院 organisation 1"},
      {"DeepSeek(上市公司)发布了模型。", "DeepSeek organisation 1"}, /* a gloss that is no name */
      {"他的方法和时间安排都很好。", ""},
      /* words of grammar are no part of a name */
      {"从权威部门的说法看，和琪琪说的一样，老师让马斯克曾经的同事来了。", "马斯克 person 1"},
      {"教授吴志远是专家，周琦明和同事都到了。吴志远曾说，周琦明也说过。", "吴志远 person 2; 周琦明 person 2"},
      {"新华网山城4月25日电（张明智）车站增开列车。", "新华网 organisation 1; 张明智 person 1"},
      {"主任王永中介绍了情况，游戏由小岛文美负责。", "王永中 person 1; 小岛文美 person 1"},
{"小米粥很好喝，高通量的设备快手快脚地来了，民主党人也来了。", "民主党 organisation 1"},
      {"李鹏飞主持节目，李鹏访问了日本。", "李鹏飞 person 1; 李鹏 person 1; 日本 place 1"},
      {"（记者邹云）当热潮到来，黎明的天空很亮。", "邹云 person 1"},
      /* places, organisations */
      {"坎多翁火山喷发，布兹尔核电站停机，位于努拉赛特的人都走了。", "坎多翁火山 place 1; 布兹尔核电站 place 1; 努拉赛特 place 1"},
      {"除武汉天河机场外都已通航，他在苏州大学附属第四医院治疗。", "武汉天河机场 place 1; 苏州大学附属第四医院 organisation 1"},
      {"昌都市经济和信息化局发布公告，林肯中学的学生也来了。", "昌都市经济和信息化局 organisation 1; 林肯中学 organisation 1"},
      {"特朗普政府同意，美国政府反对。", "特朗普 person 1; 美国 place 1"},
      {"这让人联想到高水平的象牙塔，大家欢度春节，新一轮浪潮到了。", ""},
      {"联想集团和手机厂商荣耀都来了。", "联想集团 organisation 1; 荣耀 organisation 1"},
      {"北京大学的学生到北京站接人。", "北京大学 organisation 1; 北京 place 1"},
      {"发展中国家和中国都来了。", "中国 place 1"},
      {"我們在臺灣和台湾都有朋友。", "臺灣 place 2"},
      {"他在杭州电子研究院工作。", "杭州电子研究院 organisation 1"},
      {"这是一家科技公司，也是上市公司。", ""},
      {"浙江省德清县是个好地方。", "浙江省 place 1; 德清县 place 1"},
      {"俄勒冈州有很多树，俄勒冈州也有雨。", "俄勒冈州 place 2"},
      /* letters and digits */
      {"新款Zeta-7和H100芯片、ＺＥＴＡ－７都卖完了。", "Zeta-7 product 2; H100 product 1"},
      {"订单K36VR28QQU64配图E2ZW37S.png，用的是GPT-4o和M2007J1SC。", "GPT-4o product 1; M2007J1SC product 1"},
      {"记者用ChatGPT写稿，chatgpt很快。", "ChatGPT product 2"},
      {"他在Meta工作，这里的meta是前缀。", "Meta organisation 1"},
      {"打开www.google.com看看，Google很快。", "Google organisation 1"},
      {"R1和R18不同，AI不在said里。", "R1 product 1; R18 product 1; AI other 1"},
      {"Yesterday the old house was sold. President Amanda Reeves met Mr. Tom Okafor in Geneva. Okafor smiled.",
       "Amanda Reeves person 1; Tom Okafor person 2; Geneva place 1"},
      {"昨天Nvidia(沙发)发布新品，Nvidia很高兴。", "Nvidia organisation 2"}, /* a gloss that is no name */
      /* the same name */
      {"英伟达（NVIDIA）发布财报。NVIDIA上涨，英伟达员工庆祝。", "英伟达 organisation 4"},
      {"輝達發布新品，英伟达股价上涨，Nvidia很高兴。", "輝達 organisation 3"}, /* known to be one */
      {"河北省和河北都下雨，海川科技公司也叫海川科技。吉林市在吉林省。", "河北省 place 2; 海川科技公司 organisation 1; 吉林市 place 1; 吉林省 place 1"},
      {"杭州证券业协会（下称杭证协）发布数据，杭证协说，情况很好。", "杭证协 organisation 3"},
      {"辽宁沈阳和贵州平塘都有，比赛加大力度。", "辽宁 place 1; 沈阳 place 1; 贵州 place 1; 平塘 place 1"},
      {"", ""},
  };
  char got[1024];
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    if (!*rows[i].text) continue;
    names_of(ctx, rows[i].text, NULL, NULL, got, sizeof got);
    is(got, strlen(got), rows[i].names, rows[i].text);
  }
  names_of(ctx, "月汐科很大，小月汐来了。", "月汐科\torganisation", NULL, got, sizeof got);
  is(got, strlen(got), "月汐科 organisation 1", "a name of the user's");
  names_of(ctx, "他去了巴黎。", "巴黎\tnot", NULL, got, sizeof got);
  is(got, strlen(got), "", "one that the user says is none");
  names_of(ctx, "特朗普来了，川普走了，老川也走了。", NULL, "特朗普\t川普\t老川", got, sizeof got);
  is(got, strlen(got), "特朗普 person 3", "aliases are one name");
  names_of(ctx, "x", "月\tcity", NULL, got, sizeof got);
  ok(strstr(got, "there is no kind 'city'") != NULL, "a kind there is not");
}

static void write_texts(void) {
  for (int i = 0; i < 30; i++) {
    char name[32], text[1024];
    snprintf(name, sizeof name, "d/%02d.txt", i);
    snprintf(text, sizeof text, "第%d天，总裁梁文博在%s表示，海川科技公司的T%d型机床卖得很好。梁先生说，德国客户很满意。\nAI和AI很热，ＡＩ和GPT-5都要学。\n", i,
             i % 2 ? "上海" : "臺北", i % 5);
    scratch_file(name, text, strlen(text));
  }
}

static void corpus(yl_ctx *ctx) {
  yl_corpus *c, *d;
  yl_names *n, *m;
  yl_name_info a, b;
  yl_hit g, h;
  yl_set_jobs(ctx, 1);
  if (!ok(read_names(ctx, "d", NULL, NULL, &c, &n) == YL_OK, "read")) {
    printf("# %s\n", yl_errmsg(ctx));
    return;
  }
  yl_set_jobs(ctx, 4);
  ok(read_names(ctx, "d", NULL, NULL, &d, &m) == YL_OK && yl_names_n(m) == yl_names_n(n), "as many on four threads: %zu", yl_names_n(n));
  bool same = true, inside = true, sums = true;
  for (size_t k = 0; yl_names_get(n, k, &a) && yl_names_get(m, k, &b); k++) {
    uint64_t sum = 0, count, hits = 0;
    yl_str form;
    same &= yl_str_eq(a.name, b.name) && a.count == b.count && a.documents == b.documents && a.kind == b.kind;
    for (size_t f = 0; yl_names_form(n, k, f, &form, &count); f++) sum += count;
    for (; yl_names_hit(n, k, hits, &h) && yl_names_hit(m, k, hits, &g); hits++) {
      same &= g.doc == h.doc && g.start == h.start && g.end == h.end;
      inside &= h.start < h.end && h.end <= yl_doc_text(c, h.doc).n;
    }
    sums &= sum == a.count && hits == a.count;
  }
  ok(same, "the same");
  ok(inside && sums, "forms and places add up");
  yl_names_get(n, 0, &a);
  is(a.name.p, a.name.n, "AI", "the most frequent");
  ok(a.count == 90 && a.documents == 30, "in both widths");
  yl_names_free(ctx, n);
  yl_names_free(ctx, m);
  yl_corpus_free(ctx, c);
  yl_corpus_free(ctx, d);
}

static yl_status work(yl_ctx *ctx) {
  yl_corpus *c = NULL;
  yl_names *g = NULL;
  yl_status rc = read_names(ctx, "d", "海川\torganisation", "上海\t沪上", &c, &g);
  yl_names_free(ctx, g);
  yl_corpus_free(ctx, c);
  return rc;
}

static void anything(yl_ctx *ctx) { /* any text whatever: places lie on characters */
  char text[8192];
  bool fine = true;
  for (int round = 0; round < 60; round++) {
    yl_corpus *c;
    yl_names *n;
    yl_hit h;
    scratch_file("r.txt", text, rt_text(text, 800));
    if (read_names(ctx, "r.txt", NULL, NULL, &c, &n) != YL_OK) continue;
    for (size_t k = 0; k < yl_names_n(n); k++)
      for (uint64_t i = 0; yl_names_hit(n, k, i, &h); i++) fine &= yl_utf8_floor(yl_doc_text(c, h.doc).p, h.start) == h.start && h.end > h.start;
    yl_names_free(ctx, n);
    yl_corpus_free(ctx, c);
  }
  ok(fine, "random texts");
}

int main(void) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  if (!scratch_enter() || mkdir("d", 0700) != 0) return 1;
  sentences(ctx);
  write_texts();
  corpus(ctx);
  anything(ctx);
  every_failure(work, 12, false);
  yl_ctx_free(ctx);
  scratch_leave();
  return done();
}
