/* test_shift.c - byte shifts: each kind of anchor, the certificate, what must stay, and damage done to texts of our own and
 * undone again. */
#include "shift_help.h"

#include "failing.h"
#include "repair/shift.h"

static const char hant[] =
    "清晨的港口還籠罩在薄霧裡，漁船一艘接一艘地靠岸。老陳把昨夜的漁獲搬上碼頭，對身旁的學徒說，今年的魚群比往年來得早，價錢"
    "卻沒有跟著上漲。學徒記下每一筐的重量，又把數字抄在黑板上。市場裡的人聲漸漸熱鬧起來，有人討價還價，有人忙著裝車。\n"
    "城裡的報館派了一位記者來訪問，他想知道漁村為什麼留不住年輕人。老陳沉默了一會兒，指著遠處新建的工廠說：“那裡的薪水準時發，"
    "颱風來了也照樣領。”記者點點頭，把這句話寫進筆記本。看起來簡單的道理，說清楚卻不容易。\n"
    "下午開會的時候，村長提出一個計畫：把舊倉庫改成展覽館，讓遊客了解捕魚的歷史。大家對經費有不同的意見，最後決定先試辦一年。"
    "老陳覺得這個辦法可行，他說只要有人願意聽，他就願意講。會議結束以後，夕陽已經落到海面上，港口又恢復了平靜。\n";
static const char hans[] =
    "村口的老槐树下，每到傍晚就有人摆开棋盘。老李年轻时是厂里的工程师，退休以后喜欢在这里下棋。他说下棋和画图纸一样，走错一步，"
    "后面的步子都要跟着改。孩子们围在旁边看，有时也忍不住插嘴，老李从来不生气。\n"
    "去年夏天，县里要修一条新的公路，测量队在村子里住了半个月。队长每天晚上也来看棋，慢慢就和老李熟了。两个人谈起当年修水库的"
    "事情，都觉得时间过得太快。队长说现在的仪器比从前好得多，可是年轻人不愿意到山里来。老李听了，只是摇头。\n"
    "公路通车以后，村里的苹果能卖到省城去了，收入比过去增加不少。有人劝老李到城里去住，他总是说这里的空气好，邻居也好。看样子"
    "他是不会离开这棵老槐树了。\n";

/* Glosses of everyday characters, and of those that two neighbours in the texts spell. */
static const gloss_of usual[] = {{0x4E00, "yī"}, {0x4F86, "lái"}, {0x500B, "gè"}, {0x6642, "shí"}, {0x8AAA, "shuō"}, {0x6703, "huì"},
                                 {0x8001, "lǎo"}, {0x4EBA, "rén"}, {0x6751, "cūn"}, {0x6709, "yǒu"}, {0x91CC, "lǐ"}, {0x4E2A, "gè"}};
static const gloss_of across[] = {
    {0x5EB7, "kāng"}, {0x533B, "yī"},  {0x4E1A, "yè"},   {0x8BE6, "xiáng"}, {0x8FF7, "mí"},   {0x65C5, "lǚ"},   {0x804C, "zhí"},
    {0x5E95, "dǐ"},   {0x6325, "huī"}, {0x9646, "lù"},   {0x7537, "nán"},   {0x5B87, "yǔ"},   {0x571F, "tǔ"},   {0x6821, "xiào"},
    {0x7070, "huī"},  {0x4F3C, "sì"},  {0x7B14, "bǐ"},   {0x9662, "yuàn"},  {0x5BF9, "duì"},  {0x5BB6, "jiā"},  {0x7528, "yòng"},
    {0x5458, "yuán"}, {0x6C38, "yǒng"}, {0x6620, "yìng"}, {0x5B63, "jì"},   {0x5374, "què"},  {0x76EE, "mù"},   {0x7F8E, "měi"}};

/* The characters of the second list as a text of their own has them, so that tables are known. */
static const char spelt[] = "康医业详迷旅职底挥陆男宇土校，灰似笔院对家用员永映季却目美。\n";

/* A spun text, so that tables are known; its glosses are not of interest. */
#define SPUN                                                                                                                  \
  "網(wǎng)絡(luò)發(fā)展很快。那時(shí)大家在網(wǎng)絡(luò)上開會(huì),發(fā)言的時(shí)候不多。今天的網(wǎng)絡(luò)又快又穩。\n"
#define PLAIN "網絡發展很快。那時大家在網絡上開會,發言的時候不多。今天的網絡又快又穩。\n"

/* ---- the code page ---- */

static void code_page(const yl_cp936 *t) {
  ok(t->cp[0xD2BB] == 0x4E00 && t->pair[0x4E00] == 0xD2BB && t->pair[0x20AC] == 0x80 && t->pair['a'] == 'a', "characters, €, ASCII");
  ok(t->cp[0xAAA1] == 0xE000 && t->cp[0xF8A1] == 0xE234 && t->cp[0xA140] == 0xE4C6 && t->cp[0xA7A0] == 0xE765, "user-defined areas");
  ok(t->pair[0xE000] == 0xAAA1 && t->pair[0xE765] == 0xA7A0, "and back");
  ok(yl_is_hidden(t, 0xF8BD) && yl_is_hidden(t, 0xA3FF - 0xFF + 0x50) && !yl_is_hidden(t, 0xB0A1), "pairs that show as nothing");
  ok(t->cp[0xA2A1] == 0x2170 && t->cp[0xA1AA] == 0x2014 && t->cp[0xA844] == 0x2015 && t->cp[0xA1AB] == 0xFF5E, "as Microsoft has it");
  ok(t->odd[YL_HANT][0x7232] > t->odd[YL_HANT][0x70BA] && t->odd[YL_HANS][0x70BA] > t->odd[YL_HANS][0x4E3A], "usual forms cost less");
}

/* ---- one run at a time ---- */

static void anchors(yl_ctx *ctx) {
  mends(ctx, "因?yàn)樘乩势瞻l(fā)聲明", "因為特朗普發聲明", "a torn gloss, a trail that shows as a letter with its gloss");
  mends(ctx, SPUN "新聞?wù)fDeepSeek的消息", PLAIN "新聞說DeepSeek的消息", "a run of one character");
  mends(ctx, SPUN "一頂?shù)膸づ窬褪且粋€(gè)極端", PLAIN "一頂的帳篷就是一個極端", "a trail byte that shows as €");
  mends(ctx, SPUN "國運??雌饋砻绹?jīng)濟還在", PLAIN "國運。看起來美國經濟還在", "a weak anchor, a dropped pair, a gloss whose bracket was eaten");
  mends(ctx, "國運(yùn)??雌饋砻绹?jīng)濟(jì)還在", "國運。看起來美國經濟還在", "a text of few glosses: the run proves what they are");
}

/* A sentence damaged with one entry, behind a spun text that shows the entry too, and repaired again. */
static void round_trip(yl_ctx *ctx, const yl_cp936 *t, const char *sentence, gloss_of entry, const char *shows, const char *name) {
  static damaged d;
  static char all[2 * BYTES_MAX + 1024], want[2 * BYTES_MAX + 1024];
  char x[8] = "", known[64] = "", plain[64] = "";
  gloss_of table[] = {entry, {0, NULL}};
  damage(t, (yl_str){sentence, strlen(sentence)}, table, &d);
  d.out[d.out_n] = '\0';
  ok(strstr(d.out, shows) != NULL, "%s: shows %s", name, shows);
  if (entry.cp) {
    x[yl_utf8_encode(entry.cp, x)] = '\0';
    snprintf(known, sizeof known, "%s(%s)與%s(%s)\n", x, entry.reading, x, entry.reading);
    snprintf(plain, sizeof plain, "%s與%s\n", x, x);
  }
  snprintf(all, sizeof all, SPUN "%s%s", known, d.out);
  size_t n = (size_t)snprintf(want, sizeof want, PLAIN "%s", plain);
  for (const char *p = sentence; *p;) {
    uint32_t cp;
    p += yl_utf8_next(p, &cp);
    n += yl_utf8_encode(yl_half_width(cp), want + n);
  }
  want[n] = '\0';
  mends(ctx, all, want, name);
}

static void kinds(yl_ctx *ctx, const yl_cp936 *t) {
  gloss_of none = {0, NULL};
  round_trip(ctx, t, "船上的貨很重。卡車停在A座的門口", none, "??ㄜ", "。 before 卡: bopomofo");
  round_trip(ctx, t, "老師說：“明天再來上課。”學生們都笑了", none, "?!", "。 before ”");
  round_trip(ctx, t, "對身旁的學徒記下每一筐魚的重量。", (gloss_of){0x65C5, "lǚ"}, "?lǚ)", "a torn gloss");
  round_trip(ctx, t, "他在旁邊看著，又把這件事告訴了大家。", (gloss_of){0x804C, "zhí"}, "?zhí)", "a torn gloss, several characters");
  round_trip(ctx, t, "這是一座靠岸的漁村，K先生說。", (gloss_of){0x582A, "kān"}, "?kān)", "a letter that is swallowed");
  cleaned c = {0};
  yl_str s = YL_STR(SPUN "大家都笑了?!?/p>");
  ok(yl_repair(ctx, s, &c.edits, &c.problems) == YL_OK, "a tag that lost its bracket");
  yl_str got = repaired(s, &c);
  ok(yl_str_find(got, YL_STR("大家都笑了。”"), 0) != (size_t)-1, "is a stop, a quotation mark, and the tag");
  cleaned_free(ctx, &c);
}

/* A byte that nothing tells stays '?', and is a problem. */
static void eaten(yl_ctx *ctx) {
  static damaged d;
  const yl_cp936 *t;
  if (yl_cp936_get(ctx, &t) != YL_OK) return;
  const char text[] = "學徒記下5筐魚的重量。";
  gloss_of table[] = {{0x63A5, "jiē"}, {0, NULL}};
  damage(t, YL_STR("學徒記下5筐魚的重量。"), table, &d);
  static char all[2 * BYTES_MAX + 1024];
  snprintf(all, sizeof all, SPUN "%.*s", (int)d.out_n, d.out);
  cleaned c = {0};
  yl_str s = {all, strlen(all)}, first;
  ok(d.nplaces == 1 && d.place[0].gone && sizeof text > 0, "a digit is eaten");
  ok(yl_repair(ctx, s, &c.edits, &c.problems) == YL_OK, "and read");
  bool exact = false;
  for (size_t i = 0; i < yl_edits_n(&c.edits); i++)
    if (yl_edits_at(&c.edits, i)->kind == YL_SHIFT) exact |= yl_edits_at(&c.edits, i)->confidence == YL_EXACT;
  ok(!exact, "never as an exact repair");
  ok(problems_of(ctx, s, YL_P_SHIFT, &first) > 0, "and not in silence");
  cleaned_free(ctx, &c);
}

static void stays_as_it_is(yl_ctx *ctx) {
  static const char *const fine[] = {"真的嗎??太好了",  "(why?maybe)",    "(nǐ hǎo?hǎo)", "什么?!?/p>里的代码", "C语言的?:运算符",
                                     "问:是吗?shi)",     "a?b)c",          "他姓單(shàn),不念(dān)", "né?à) la fin",    "(hé)谐"};
  yl_str first;
  for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
    ok(problems_of(ctx, (yl_str){fine[i], strlen(fine[i])}, YL_P_SHIFT, &first) == 0, "no shift: %s", fine[i]);
    stays(ctx, fine[i], "and it stays");
  }
  mends(ctx, SPUN "真的嗎??太好了,大家都很高興。", PLAIN "真的嗎??太好了,大家都很高興。", "two question marks in a spun text");
  mends(ctx, SPUN "什麼?!他不來了。", PLAIN "什麼?!他不來了。", "surprise in a spun text");
}

/* ---- the certificate ---- */

static size_t as_tokens(const char *s, yl_token *tok) {
  size_t n = 0;
  for (const char *p = s; *p; n++) {
    tok[n] = (yl_token){.at = (uint32_t)(p - s)};
    p += yl_utf8_next(p, &tok[n].cp);
  }
  return n;
}

static bool proves(const yl_shift_doc *d, const char *text, const char *shown) {
  uint16_t cps[64];
  yl_token tok[64];
  size_t n = 0;
  for (const char *p = text; *p; n++) {
    uint32_t cp;
    p += yl_utf8_next(p, &cp);
    cps[n] = (uint16_t)cp;
  }
  return yl_shift_proves(d, cps, n, tok, as_tokens(shown, tok), NULL, 0);
}

static void certificate(yl_ctx *ctx, const yl_cp936 *t) {
  static const char glosses[] = "(yàn)(fā)(jīng)";
  yl_shift_doc d = {.ctx = ctx, .s = {glosses, sizeof glosses - 1}, .t = t};
  ok(yl_shift_learn(&d, NULL, 0) == YL_OK, "an empty table");
  yl_gloss_entry e[] = {{.cp = 0x9A57, .at = 0, .len = 6}, {.cp = 0x767C, .at = 6, .len = 5}, {.cp = 0x7D93, .at = 11, .len = 7}};
  for (int i = 0; i < 3; i++) yl_shift_teach(&d, &e[i]);
  ok(proves(&d, "因為特朗普發聲", "因?yàn)樘乩势瞻l(fā)聲"), "what the damage makes is proven");
  ok(!proves(&d, "因為特朗普法聲", "因?yàn)樘乩势瞻l(fā)聲"), "another character is not");
  ok(!proves(&d, "因為特朗普發聲", "因?yàn)樘乩势瞻l聲"), "a missing gloss is not");
  ok(!proves(&d, "因為特朗普發聲", "因為特朗普發聲"), "no damage where there must be some is not");
  ok(proves(&d, "。看起來美國經濟", "??雌饋砻绹?jīng)濟"), "a comma before ？, a pair that shows as nothing");
  ok(!proves(&d, "。看起來美经濟", "??雌饋砻绹?jīng)濟"), "another path is not");
  ok(proves(&d, "一，二", "一,,二") && proves(&d, "一，二", "一,二"), "commas before marks come at some places only");
  ok(!proves(&d, "", "一") && proves(&d, "", ""), "nothing makes nothing");
  yl_shift_free(&d);
}

/* ---- damage done and undone ---- */

typedef struct tally {
  size_t places, right, reported, silent, exact_wrong, exact;
} tally;

static uint32_t next_random(uint32_t *seed) { return (*seed = *seed * 1664525u + 1013904223u) >> 8; }

/* The text of damaged bytes [start, end) with the shift repairs in it; the worst confidence among them, -1: none; -2: one
 * reaches beyond. */
static int undone(const damaged *d, const cleaned *c, const place *p, char *out, size_t *n) {
  size_t at = p->start;
  int worst = -1;
  *n = 0;
  for (size_t i = 0; i < yl_edits_n(&c->edits); i++) {
    const yl_change *e = yl_edits_at(&c->edits, i);
    if (e->end <= p->start || e->start >= p->end) continue;
    if (e->start < p->start || e->end > p->end) return -2;
    memcpy(out + *n, d->out + at, e->start - at);
    *n += e->start - at;
    memcpy(out + *n, c->edits.text.p + e->after, e->after_len);
    *n += e->after_len;
    at = e->end;
    if (e->kind == YL_SHIFT && e->confidence > worst) worst = e->confidence;
  }
  memcpy(out + *n, d->out + at, p->end - at);
  *n += p->end - at;
  return worst;
}

static bool is_reported(const cleaned *c, const place *p) {
  for (size_t i = 0; i < yl_problems_n(&c->problems); i++) {
    const yl_problem *q = yl_problem_at(&c->problems, i);
    if (q->kind == YL_P_SHIFT && q->start < p->end && q->end > p->start) return true;
  }
  return false;
}

static void judge_place(const damaged *d, const cleaned *c, const char *text, const place *p, tally *sum) {
  char got[8192], want[8192];
  size_t n, m = 0;
  int worst = undone(d, c, p, got, &n);
  for (size_t at = p->was; at < p->was_end;) {
    uint32_t cp;
    at += yl_utf8_next(text + at, &cp);
    m += yl_utf8_encode(yl_half_width(cp), want + m);
  }
  bool right = worst != -2 && n == m && memcmp(got, want, n) == 0;
  sum->places++;
  sum->right += right;
  sum->exact += worst == YL_EXACT;
  sum->exact_wrong += !right && worst == YL_EXACT;
  if (!right && worst == YL_EXACT) printf("# exact, but wrong: %.*s / %.*s\n", (int)n, got, (int)m, want);
  if (right) return;
  bool told = is_reported(c, p) || worst == YL_LIKELY || worst == -2;
  sum->reported += told;
  sum->silent += !told;
  if (!told) printf("# silent: %.*s / %.*s\n", (int)(p->end - p->start), d->out + p->start, (int)m, want);
}

static void random_damage(yl_ctx *ctx, const yl_cp936 *t, const char *text, uint32_t seed, tally *sum) {
  static damaged d;
  static char whole[BYTES_MAX / 4];
  snprintf(whole, sizeof whole, "%s%s", text, spelt);
  text = whole;
  enum { U = sizeof usual / sizeof *usual, A = sizeof across / sizeof *across };
  gloss_of table[U + A + 1] = {{0, NULL}};
  size_t n = 0;
  for (size_t i = 0; i < U; i++)
    if (next_random(&seed) % 4) table[n++] = usual[i];
  for (size_t i = 0; i < A; i++)
    if (next_random(&seed) % 4 == 0) table[n++] = across[i];
  for (size_t i = n; i > 1; i--) { /* in any order */
    size_t k = next_random(&seed) % i;
    gloss_of swap = table[k];
    table[k] = table[i - 1];
    table[i - 1] = swap;
  }
  damage(t, (yl_str){text, strlen(text)}, table, &d);
  cleaned c = {0};
  if (yl_repair(ctx, (yl_str){d.out, d.out_n}, &c.edits, &c.problems) != YL_OK) sum->silent++;
  for (size_t i = 0; i < d.nplaces; i++) judge_place(&d, &c, text, &d.place[i], sum);
  cleaned_free(ctx, &c);
}

static void damage_undone(yl_ctx *ctx, const yl_cp936 *t) {
  tally sum = {0};
  for (uint32_t seed = 1; seed <= 24; seed++) random_damage(ctx, t, seed % 2 ? hant : hans, seed * 2654435761u, &sum);
  printf("# %zu places: %zu undone, %zu reported, %zu silent; %zu exact, %zu of them wrong\n", sum.places, sum.right, sum.reported,
         sum.silent, sum.exact, sum.exact_wrong);
  ok(sum.places > 100, "places were damaged");
  ok(sum.exact_wrong == 0, "no repair that says exact is wrong");
  ok(sum.silent == 0, "what is not undone is told");
  ok(sum.right * 10 >= sum.places * 6, "most are undone");
  ok(sum.exact * 20 >= sum.places, "some of them by their bytes alone");
  cleaned c = {0};
  bool clean = true;
  const char *const texts[] = {hant, hans};
  for (int i = 0; i < 2; i++) {
    clean = yl_repair(ctx, (yl_str){texts[i], strlen(texts[i])}, &c.edits, &c.problems) == YL_OK && yl_edits_n(&c.edits) == 0 && clean;
    cleaned_free(ctx, &c);
    c = (cleaned){0};
  }
  ok(clean, "undamaged texts stay");
}

static void same_each_time(yl_ctx *ctx) {
  yl_str s = YL_STR(SPUN "國運??雌饋砻绹?jīng)濟還在。因?yàn)樘乩势瞻l(fā)聲明。");
  cleaned a = {0}, b = {0};
  yl_ctx *other = yl_ctx_new(NULL, NULL);
  bool fine = yl_repair(ctx, s, &a.edits, &a.problems) == YL_OK && yl_repair(other, s, &b.edits, &b.problems) == YL_OK;
  ok(fine && yl_str_eq(yl_buf_str(&a.edits.list), yl_buf_str(&b.edits.list)) && yl_str_eq(yl_buf_str(&a.edits.text), yl_buf_str(&b.edits.text)),
     "the same edits in another context");
  size_t shifts = 0;
  for (size_t i = 0; fine && i < yl_edits_n(&a.edits); i++) shifts += yl_edits_at(&a.edits, i)->kind == YL_SHIFT;
  ok(shifts >= 9, "an edit a character or two, so that maps are fine");
  cleaned_free(ctx, &a);
  cleaned_free(other, &b);
  yl_ctx_free(other);
}

/* Fails every n-th allocation in turn: a clean error each time, nothing left behind. */
static void failures(void) {
  static const char text[] = SPUN "因?yàn)樘乩势瞻l(fā)聲明";
  bool through = false, clean = true;
  for (long n = 0; n < 3000 && !through; n++) {
    failing f = {.left = -1};
    yl_ctx *ctx = yl_ctx_new(failing_alloc, &f);
    f.left = n;
    cleaned c = {0};
    yl_status rc = yl_repair(ctx, (yl_str){text, sizeof text - 1}, &c.edits, &c.problems);
    through = rc == YL_OK && !f.failed;
    clean = clean && (rc == YL_OK || rc == YL_ENOMEM) && (rc == YL_ENOMEM || !f.failed);
    f.left = -1;
    cleaned_free(ctx, &c);
    yl_ctx_free(ctx);
    clean = clean && f.alive == 0;
  }
  ok(through && clean, "every failing allocation is a clean YL_ENOMEM");
}

int main(void) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  const yl_cp936 *t;
  if (!ok(yl_cp936_get(ctx, &t) == YL_OK, "code page 936")) return done();
  code_page(t);
  anchors(ctx);
  kinds(ctx, t);
  eaten(ctx);
  stays_as_it_is(ctx);
  certificate(ctx, t);
  same_each_time(ctx);
  damage_undone(ctx, t);
  failures();
  yl_ctx_free(ctx);
  return done();
}
