/* byline.c - who wrote a text and who is credited for it, out of bylines and credits (byline.h).
 *
 * With a label: "作者：甲 来源：乙报", "【文/某网专栏作者 甲】", "記者甲／臺北報導", "From: addr (Name)", "By Name,
 * Outlet". Without: the parts of a line between bars or wide spaces, less the date; the name first, then the outlet
 * ("甲 ｜ 島讀 ｜ 2024-09-27"), or the outlet alone where the part says so ("2025/04/02 南岸日報").
 */
#include "zones/byline.h"

yl_status yl_meta_set(yl_ctx *ctx, yl_meta *m, yl_meta_field f, yl_str v) {
  while (v.n && (v.p[0] == ' ' || v.p[0] == '\t')) v = yl_sub(v, 1, v.n);
  while (v.n && (v.p[v.n - 1] == ' ' || v.p[v.n - 1] == '|' || v.p[v.n - 1] == '\t')) v.n--;
  if (v.n == 0 || m->field[f].n) return YL_OK;
  m->field[f].at = (uint32_t)m->bytes.n;
  yl_status rc = yl_buf_push(ctx, &m->bytes, v.p, v.n);
  if (rc == YL_OK) m->field[f].n = (uint32_t)v.n;
  return rc;
}

yl_str yl_trimmed(yl_str s) {
  static const char *const off[] = {"#", "*", ">", " ", "\t", "　", "_", "【", "】", "[", "]", "（", "）", "(", ")"};
  for (bool again = true; again;) {
    again = false;
    for (size_t i = 0; i < sizeof off / sizeof *off; i++) {
      size_t n = strlen(off[i]);
      if (yl_has_prefix(s, off[i])) s = yl_sub(s, n, s.n), again = true;
      if (s.n >= n && memcmp(s.p + s.n - n, off[i], n) == 0) s.n -= n, again = true;
    }
  }
  return s;
}

/* The value behind a label: up to two spaces, another label's space, or the end of the line. */
static yl_str value_at(const yl_phrases *w, yl_str s, size_t at) {
  while (at < s.n && s.p[at] == ' ') at++;
  size_t end = at;
  const char *close = at < s.n && s.p[at] == '[' ? memchr(s.p + at, ']', s.n - at) : NULL;
  if (close && (size_t)(close - s.p) + 1 < s.n && (close[1] == '(' || close[1] == '['))
    return yl_trimmed(yl_sub(s, at + 1, (size_t)(close - s.p))); /* [name](address), [name][a] */
  while (end < s.n && s.p[end] != '\n' && s.p[end] != '|' && !yl_starts(s, end, "　") && !yl_starts(s, end, "｜") &&
         !yl_starts(s, end, "  ")) {
    size_t gap = s.p[end] == ' ' ? 1 : yl_starts(s, end, "\xC2\xA0") ? 2 : 0; /* a space, or one that does not break */
    if (gap &&
        end > at) { /* "作者：甲 来源：乙", "作者：甲 2024-09-01", "记者|甲 编辑|乙": a label or a number comes next */
      yl_str rest = yl_sub(s, end + gap, s.n);
      if (rest.n && yl_ascii_digit(rest.p[0])) break;
      size_t k = 0;
      while (k < rest.n && rest.p[k] != ' ' && rest.p[k] != ':' && !yl_starts(rest, k, "：")) k++;
      if (k < rest.n && k < 20 && rest.p[k] != ' ') break;
      if (yl_mark_editor(w, rest) || yl_mark_byline(w, rest)) break;
    }
    end++;
  }
  return yl_trimmed(yl_sub(s, at, end));
}

typedef struct label {
  const char *word;
  yl_meta_field field;
} label;

/* "word：" or "word:" anywhere in a short zone, "word/" at its beginning; where its value begins, or 0. */
static size_t labelled(yl_str s, const char *word) {
  static const char *const bars[] = {"/", "／", "|", "｜", "丨"};
  size_t n = strlen(word);
  for (size_t at = 0; (at = yl_str_find(s, (yl_str){word, n}, at)) != (size_t)-1; at += n) {
    size_t k = at + n;
    while (k < s.n && s.p[k] == ' ') k++;
    if (at > 0 && yl_is_han(yl_cp_before(s, at))) continue; /* 原文作者, 图片来源 are other things */
    if (k < s.n && s.p[k] == ':') return k + 1;
    if (yl_starts(s, k, "：")) return k + 3;
    for (size_t i = 0; i < sizeof bars / sizeof *bars && at <= 6; i++)
      if (yl_starts(s, k, bars[i])) return k + strlen(bars[i]);
  }
  return 0;
}

static yl_status labels(yl_ctx *ctx, const yl_phrases *w, yl_meta *m, yl_str s) {
  static const label list[] = {{"作者", YL_M_AUTHOR},   {"撰文", YL_M_AUTHOR},     {"撰稿", YL_M_AUTHOR},
                               {"Author", YL_M_AUTHOR}, {"来源", YL_M_SOURCE},     {"來源", YL_M_SOURCE},
                               {"稿源", YL_M_SOURCE},   {"新闻来源", YL_M_SOURCE}, {"文章来源", YL_M_SOURCE},
                               {"Source", YL_M_SOURCE}, {"记者", YL_M_AUTHOR},     {"記者", YL_M_AUTHOR},
                               {"采写", YL_M_AUTHOR},   {"原文作者", YL_M_AUTHOR}, {"Words", YL_M_AUTHOR}};
  yl_status rc = YL_OK;
  for (size_t i = 0; i < sizeof list / sizeof *list && rc == YL_OK; i++) {
    size_t at = labelled(s, list[i].word);
    yl_str v = at ? value_at(w, s, at) : YL_STR("");
    if (v.n && v.n <= 120 && !yl_has_prefix(v, "http")) rc = yl_meta_set(ctx, m, list[i].field, v);
  }
  return rc;
}

/* A word for a post that stands between an outlet and a name: 專欄作者, 记者, 特约撰稿人 … Its length, or 0. */
static size_t post_at(yl_str s, size_t at) {
  static const char *const posts[] = {"专栏作者",   "專欄作者", "专栏作家", "專欄作家", "特约撰稿人",
                                      "特約撰稿人", "特约作者", "特約作者", "特约记者", "特约评论员",
                                      "首席记者",   "评论员",   "評論員",   "撰稿人",   "记者",
                                      "記者",       "作者",     "编辑",     "通讯员"};
  for (size_t i = 0; i < sizeof posts / sizeof *posts; i++)
    if (yl_starts(s, at, posts[i])) return strlen(posts[i]);
  return 0;
}

/* "文/觀察者網專欄作者 晨楓", "文/观察者网 邵昀", "文｜张三": [outlet] [post] name. */
static yl_status slashed(yl_ctx *ctx, const yl_phrases *w, yl_meta *m, yl_str s) {
  static const char *const heads[] = {"文/",    "文／",  "文｜",   "文|",   "文丨",  "作者/", "作者|",
                                      "作者｜", "撰文/", "撰文｜", "文 / ", "文 | ", "文 ｜ "};
  s = yl_trimmed(s);
  size_t at = 0;
  for (size_t i = 0; i < sizeof heads / sizeof *heads && !at; i++)
    if (yl_has_prefix(s, heads[i])) at = strlen(heads[i]);
  if (!at) return YL_OK;
  yl_str v = yl_trimmed(value_at(w, s, at));
  const char *space = v.n ? memchr(v.p, ' ', v.n) : NULL;
  size_t cut = space ? (size_t)(space - v.p) : v.n, post = v.n, post_n = 0;
  for (size_t i = 3; i < v.n && !post_n; i++)
    if ((post_n = post_at(v, i)) > 0) post = i;
  size_t colon = yl_str_find(v, YL_STR("："), 0); /* "读者：小梁" */
  if (!post_n && colon != (size_t)-1 && colon > 0 && colon <= 12)
    return yl_meta_set(ctx, m, YL_M_AUTHOR, yl_sub(v, colon + 3, v.n));
  if (post_n &&
      (yl_has_prefix(v, "本报") || yl_has_prefix(v, "本報") || yl_has_prefix(v, "本刊") || yl_has_prefix(v, "本网")))
    return yl_meta_set(ctx, m, YL_M_AUTHOR, yl_sub(v, post + post_n, v.n));
  if (post_n) { /* an outlet stands before the post, the name behind it */
    yl_status rc = yl_meta_set(ctx, m, YL_M_SOURCE, yl_sub(v, 0, post));
    return rc == YL_OK ? yl_meta_set(ctx, m, YL_M_AUTHOR, yl_sub(v, post + post_n, v.n)) : rc;
  }
  if (space && yl_mark_agency(w, yl_sub(v, 0, cut))) {
    yl_status rc = yl_meta_set(ctx, m, YL_M_SOURCE, yl_sub(v, 0, cut));
    return rc == YL_OK ? yl_meta_set(ctx, m, YL_M_AUTHOR, yl_sub(v, cut + 1, v.n)) : rc;
  }
  return yl_meta_set(ctx, m, YL_M_AUTHOR, v);
}

/* "addr (Name)", "Name <addr>", "helen (紫晓), 信区: Health" behind From or its Chinese names; n 0: the line is no such
 * field. */
static yl_str sender(yl_str s) {
  static const char *const labels[] = {"From", "发信人", "發信人", "寄信人"};
  size_t at = 0;
  for (size_t i = 0; i < sizeof labels / sizeof *labels && !at; i++) at = yl_spaced_label(s, labels[i]);
  if (!at) return (yl_str){s.p, 0};
  yl_str v = yl_sub(s, at, s.n);
  bool mail = at <= 5;
  size_t end = yl_str_find(v, YL_STR(", 信"), 0), open = yl_str_find(v, YL_STR("("), 0),
         less = yl_str_find(v, YL_STR("<"), 0);
  if (!mail) return end == (size_t)-1 ? v : yl_sub(v, 0, end);
  if (less != (size_t)-1 && less > 2) return yl_sub(v, 0, less);
  size_t close = open == (size_t)-1 ? open : yl_str_find(v, YL_STR(")"), open);
  if (close != (size_t)-1) v = yl_sub(v, open + 1, close);
  while (v.n && (v.p[0] == '"' || v.p[0] == ' ')) v = yl_sub(v, 1, v.n);
  while (v.n && (v.p[v.n - 1] == '"' || v.p[v.n - 1] == ' ')) v.n--;
  return v;
}

/* "博客 | 何重立": the first line of a box about the author. */
static yl_str boxed_name(const yl_phrases *w, yl_str s) {
  static const char *const roles[] = {"博客", "作者", "主筆", "主笔", "記者",  "记者",
                                      "專欄", "专栏", "撰文", "特約", "Author"};
  s = yl_trimmed(s);
  size_t bar = yl_str_find(s, YL_STR("|"), 0);
  for (size_t i = 0; i < sizeof roles / sizeof *roles && bar != (size_t)-1 && s.n <= 90; i++)
    if (yl_has_prefix(s, roles[i]) && bar <= strlen(roles[i]) + 2) return value_at(w, s, bar + 1);
  return yl_sub(s, 0, 0);
}

/* "※ 来源:·日月光华 bbs.fudan.edu.cn·[FROM: …]": the board and its host. */
static yl_status board(yl_ctx *ctx, yl_meta *m, yl_str s) {
  size_t at = yl_str_find(s, YL_STR("·"), 0), end = at == (size_t)-1 ? at : yl_str_find(s, YL_STR("·"), at + 2);
  if (!yl_has_prefix(s, "※") || end == (size_t)-1) return YL_OK;
  yl_str v = yl_sub(s, at + 2, end);
  const char *space = memchr(v.p, ' ', v.n);
  yl_status rc = yl_meta_set(ctx, m, YL_M_SOURCE, v);
  if (rc == YL_OK && space) rc = yl_meta_set(ctx, m, YL_M_SITE, yl_sub(v, (size_t)(space - v.p), v.n));
  return rc;
}

/* "本报记者 某某 北京报道": the word behind the post. */
static yl_status reporter(yl_ctx *ctx, yl_meta *m, yl_str s) {
  size_t at = (size_t)((const char *)memchr(s.p, ' ', s.n) - s.p), end;
  while (at < s.n && s.p[at] == ' ') at++;
  end = at;
  while (end < s.n && s.p[end] != ' ' && !yl_starts(s, end, "　")) end++;
  return yl_meta_set(ctx, m, YL_M_AUTHOR, yl_sub(s, at, end));
}

/* "記者周亦安／臺北報導": the name between the post and the place. */
static yl_str reported_by(yl_str s) {
  while (s.n > 3 && (yl_has_prefix(s, "【") || yl_has_prefix(s, "（"))) s = yl_sub(s, 3, s.n);
  while (s.n > 3 && (yl_starts(s, s.n - 3, "】") || yl_starts(s, s.n - 3, "）"))) s.n -= 3;
  if (!yl_mark_report(s) || !(yl_has_prefix(s, "記者") || yl_has_prefix(s, "记者"))) return (yl_str){s.p, 0};
  size_t from = 6, slash = yl_str_find(s, YL_STR("／"), from);
  if (slash == (size_t)-1) slash = yl_str_find(s, YL_STR("/"), from);
  return slash == (size_t)-1 ? (yl_str){s.p, 0} : yl_sub(s, from, slash);
}

/* --- without labels --- */

/* "南岸日報科技組": the outlet in a part's beginning, its desk left out. */
static yl_str outlet(yl_str part) {
  static const char *const desks[] = {"組", "组", "中心", "編輯部", "编辑部", "综合", "綜合", "讯", "訊"},
                           *const ends[] = {"報", "报", "社", "網", "网", "刊"};
  for (size_t i = 0; i < sizeof desks / sizeof *desks; i++) {
    if (part.n <= strlen(desks[i]) || !yl_starts(part, part.n - strlen(desks[i]), desks[i])) continue;
    for (size_t k = 0; k < sizeof ends / sizeof *ends; k++) {
      size_t at = yl_str_find(part, (yl_str){ends[k], 3}, 6);
      if (at != (size_t)-1) return yl_sub(part, 0, at + 3);
    }
  }
  return part;
}

/* Does the part look like the name of an outlet: 日報, 周刊, 網, Times? A name of two to four Han does not, unless so.
 */
static bool is_outlet(const yl_phrases *w, yl_str part) {
  static const char *const words[] = {"周刊",  "週刊",   "月刊",     "杂志",   "雜誌",    "评论",   "評論",
                                      "财经",  "財經",   "新闻",     "新聞",   "观察",    "觀察",   "频道",
                                      "頻道",  "Times",  "Post",     "News",   "Journal", "Review", "Quarterly",
                                      "Daily", "Weekly", "Magazine", "Herald", "Guardian"};
  static const char *const verbs[] = {"通过", "通過", "公布", "施行", "修正", "批准", "会议", "會議"};
  for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
    if (yl_has(part, verbs[i])) return false;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (yl_has(part, words[i])) return true;
  return part.n <= 45 && yl_mark_agency(w, part);
}

/* The next part of s from *at: up to a bar, a wide space, two spaces, a tab; in a line of Han also one space. */
static yl_str next_part(yl_str s, size_t *at, bool han) {
  static const char *const bars[] = {"|", "｜", "丨", "　", "  ", "\t", " · ", " — ", " – ", " - "};
  size_t end = *at, skip = 0;
  for (; end < s.n && !skip; end += skip ? 0 : 1) {
    if (han && s.p[end] == ' ') skip = 1;
    for (size_t i = 0; i < sizeof bars / sizeof *bars && !skip; i++)
      if (yl_starts(s, end, bars[i])) skip = strlen(bars[i]);
  }
  yl_str part = yl_trimmed(yl_sub(s, *at, end));
  *at = end + skip;
  return part;
}

static bool has_han(yl_str s) {
  for (size_t i = 0; i < s.n; i++)
    if ((unsigned char)s.p[i] >= 0xE4 && (unsigned char)s.p[i] <= 0xE9) return true;
  return false;
}

/* Neither a name nor an outlet: a label, a verb of posting, a weekday, a count, a button. */
static bool is_filler(const yl_phrases *w, yl_str part) {
  static const char *const words[] = {"原创", "原創", "提交", "发布", "發佈", "發布", "发表", "發表",
                                      "更新", "上传", "上傳", "星期", "禮拜", "编辑", "：",   ":"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (yl_has(part, words[i])) return true;
  return part.n < 4 || part.n > 60 || yl_ascii_digit(part.p[0]) || yl_mark_reading(w, part) ||
         yl_mark_navigation(w, part, true);
}

/* The parts of a line that has a date, without it: a name, an outlet, or both in this order. */
static yl_status unlabelled(yl_ctx *ctx, const yl_phrases *w, yl_meta *m, yl_str s) {
  char iso[32];
  bool daytime;
  size_t start, end, n = 0;
  yl_str sides[2], parts[3];
  if (s.n > 200 || (end = yl_find_date(s, iso, &daytime, &start)) == 0) return YL_OK;
  sides[0] = yl_sub(s, 0, start);
  sides[1] = yl_sub(s, end, s.n);
  for (int k = 0; k < 2; k++)
    for (size_t at = 0; at < sides[k].n;) {
      yl_str part = next_part(sides[k], &at, has_han(s));
      if (yl_mark_report(part)) {
        yl_str name = reported_by(part);
        return name.n ? yl_meta_set(ctx, m, YL_M_AUTHOR, name) : YL_OK;
      }
      if (is_filler(w, part)) continue;
      if (n == 3) return YL_OK;
      parts[n++] = part;
    }
  if (n == 0 || n > 2) return YL_OK;
  bool first = is_outlet(w, parts[0]);
  if (n == 1) return first ? yl_meta_set(ctx, m, YL_M_SOURCE, outlet(parts[0])) : YL_OK;
  yl_status rc = yl_meta_set(ctx, m, first && !is_outlet(w, parts[1]) ? YL_M_SOURCE : YL_M_AUTHOR, parts[0]);
  return rc == YL_OK
             ? yl_meta_set(ctx, m, first && !is_outlet(w, parts[1]) ? YL_M_AUTHOR : YL_M_SOURCE, outlet(parts[1]))
             : rc;
}

/* "Ada Fenwick — The Long Reader, 7 March 2025" behind "By": the name, then the outlet. */
static yl_status english(yl_ctx *ctx, yl_meta *m, yl_str s) {
  static const char *const ends[] = {", ", " — ", " – ", " - ", " | ", " for ", " in "};
  char iso[32];
  bool daytime;
  size_t start, cut = s.n, skip = 0;
  if (yl_find_date(s, iso, &daytime, &start)) s.n = start;
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    size_t at = yl_str_find(s, (yl_str){ends[i], strlen(ends[i])}, 0);
    if (at != (size_t)-1 && at > 0 && at < cut) cut = at, skip = strlen(ends[i]);
  }
  yl_status rc = yl_meta_set(ctx, m, YL_M_AUTHOR, yl_sub(s, 0, cut < s.n ? cut : s.n));
  yl_str rest = cut < s.n ? yl_sub(s, cut + skip, s.n) : yl_sub(s, 0, 0);
  while (rest.n && (rest.p[rest.n - 1] == ' ' || rest.p[rest.n - 1] == ',' || rest.p[rest.n - 1] == '|')) rest.n--;
  bool named = rest.n >= 3 && rest.n <= 60 && rest.p[0] >= 'A' && rest.p[0] <= 'Z' && !memchr(rest.p, ',', rest.n);
  return rc == YL_OK && named ? yl_meta_set(ctx, m, YL_M_SOURCE, rest) : rc;
}

yl_status yl_read_byline(yl_ctx *ctx, const yl_phrases *w, yl_meta *m, yl_str s, bool alone) {
  yl_str named = reported_by(yl_trimmed(s)), from = sender(s);
  if (named.n || from.n) return yl_meta_set(ctx, m, YL_M_AUTHOR, named.n ? named : from);
  yl_status rc = labels(ctx, w, m, s);
  if (rc == YL_OK) rc = slashed(ctx, w, m, s);
  if (rc == YL_OK && yl_has_prefix(s, "By ")) rc = english(ctx, m, yl_sub(s, 3, s.n));
  if (rc == YL_OK) rc = unlabelled(ctx, w, m, s);
  if (rc == YL_OK && yl_mark_reporter(w, yl_trimmed(s))) return reporter(ctx, m, yl_trimmed(s));
  bool plain = alone && s.n <= 60 && !memchr(s.p, ':', s.n) && !yl_has(s, "：") && !yl_has(s, "/") &&
               !yl_has(s, "｜") && !yl_has(s, "【");
  char iso[32];
  bool daytime;
  size_t start;
  if (rc == YL_OK && plain && !yl_find_date(s, iso, &daytime, &start))
    rc = yl_meta_set(ctx, m, YL_M_AUTHOR, yl_trimmed(s));
  return rc;
}

yl_status yl_read_credit(yl_ctx *ctx, const yl_phrases *w, yl_meta *m, yl_str s) {
  yl_str named = boxed_name(w, s);
  if (named.n) return yl_meta_set(ctx, m, YL_M_AUTHOR, named);
  if (yl_has_prefix(s, "※")) return board(ctx, m, s);
  yl_status rc = labels(ctx, w, m, s);
  yl_str open = YL_STR("("), t = yl_trimmed(s);
  bool bracket = yl_has_prefix(s, open.p) || yl_has_prefix(s, "（");
  size_t end = yl_str_find(t, YL_STR(")"), 0);
  if (end == (size_t)-1) end = yl_str_find(t, YL_STR("）"), 0);
  if (end != (size_t)-1) t = yl_sub(t, 0, end);
  if (rc == YL_OK && bracket && yl_mark_agency(w, t) && !yl_has(t, "：") && !memchr(t.p, ':', t.n))
    rc = yl_meta_set(ctx, m, YL_M_SOURCE, t);
  return rc;
}
