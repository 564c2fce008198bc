/* metadata.c - title, author, date, source and address as the text itself gives them (zones.h).
 *
 * Read from zones, never from running text: the title zone; dates from date and byline zones; people and outlets from
 * bylines and credits by the word before the colon; the address from a notice. The first value found stays. What no
 * zone says stays empty. `site` is never in the text of a page by itself; it comes from sidecars or markup.
 */
#include <stdio.h>

#include "zones/marks.h"

const char *const yl_meta_name[YL_M_N] = {"title",  "author", "date",      "datetime", "site",
                                          "source", "url",    "retrieved", "language"};

static yl_status set(yl_ctx *ctx, yl_meta *m, yl_meta_field f, yl_str v) {
  while (v.n && (v.p[0] == ' ' || v.p[0] == '\t')) v = yl_sub(v, 1, v.n);
  while (v.n && (v.p[v.n - 1] == ' ' || v.p[v.n - 1] == '|' || v.p[v.n - 1] == '\t')) v.n--;
  if (v.n == 0 || m->field[f].n) return YL_OK;
  m->field[f].at = (uint32_t)m->bytes.n;
  yl_status rc = yl_buf_push(ctx, &m->bytes, v.p, v.n);
  if (rc == YL_OK) m->field[f].n = (uint32_t)v.n;
  return rc;
}

static yl_str trimmed(yl_str s) {
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

static yl_status title(yl_ctx *ctx, yl_meta *m, yl_str s) {
  while (s.n && (s.p[0] == '#' || s.p[0] == ' ' || s.p[0] == '*')) s = yl_sub(s, 1, s.n);
  while (s.n && (s.p[s.n - 1] == '#' || s.p[s.n - 1] == '*' || s.p[s.n - 1] == ' ')) s.n--;
  const char *close = s.n && s.p[0] == '[' && s.p[s.n - 1] == ')' ? memchr(s.p, ']', s.n) : NULL;
  if (close && close[1] == '(') s = yl_sub(s, 1, (size_t)(close - s.p)); /* [title](address) */
  if (yl_has_prefix(s, "原创 ") || yl_has_prefix(s, "原創 ")) s = yl_sub(s, strlen("原创 "), s.n);
  return set(ctx, m, YL_M_TITLE, s);
}

static yl_status date(yl_ctx *ctx, yl_meta *m, yl_str s) {
  char iso[32];
  bool daytime;
  size_t start;
  if (m->field[YL_M_DATE].n || !yl_find_date(s, iso, &daytime, &start)) return YL_OK;
  yl_status rc = set(ctx, m, YL_M_DATE, (yl_str){iso, 10});
  if (rc == YL_OK && daytime) rc = set(ctx, m, YL_M_DATETIME, (yl_str){iso, strlen(iso)});
  return rc;
}

/* The value behind a label: up to two spaces, another label's space, or the end of the line. */
static yl_str value_at(yl_str s, size_t at) {
  while (at < s.n && s.p[at] == ' ') at++;
  size_t end = at;
  const char *close = at < s.n && s.p[at] == '[' ? memchr(s.p + at, ']', s.n - at) : NULL;
  if (close && (size_t)(close - s.p) + 1 < s.n && close[1] == '(')
    return trimmed(yl_sub(s, at + 1, (size_t)(close - s.p))); /* [name](address) */
  while (end < s.n && s.p[end] != '\n' && s.p[end] != '|' && !yl_starts(s, end, "　") && !yl_starts(s, end, "｜") &&
         !yl_starts(s, end, "  ")) {
    if (s.p[end] == ' ' && end > at) { /* "作者：甲 来源：乙", "作者：甲 2024-09-01": a label or a number comes next */
      if (end + 1 < s.n && yl_ascii_digit(s.p[end + 1])) break;
      size_t k = end + 1;
      while (k < s.n && s.p[k] != ' ' && s.p[k] != ':' && !yl_starts(s, k, "：")) k++;
      if (k < s.n && k - end <= 20 && s.p[k] != ' ') break;
    }
    end++;
  }
  return trimmed(yl_sub(s, at, end));
}

typedef struct label {
  const char *word;
  yl_meta_field field;
} label;

/* "word：" or "word:" anywhere in a short zone; where its value begins, or 0. */
static size_t labelled(yl_str s, const char *word) {
  size_t n = strlen(word);
  for (size_t at = 0; (at = yl_str_find(s, (yl_str){word, n}, at)) != (size_t)-1; at += n) {
    size_t k = at + n;
    while (k < s.n && s.p[k] == ' ') k++;
    if (at > 0 && yl_is_han(yl_cp_before(s, at))) continue; /* 原文作者, 图片来源 are other things */
    if (k < s.n && s.p[k] == ':') return k + 1;
    if (yl_starts(s, k, "：")) return k + 3;
  }
  return 0;
}

static yl_status labels(yl_ctx *ctx, yl_meta *m, yl_str s) {
  static const label list[] = {{"作者", YL_M_AUTHOR},   {"撰文", YL_M_AUTHOR},     {"撰稿", YL_M_AUTHOR},
                               {"Author", YL_M_AUTHOR}, {"来源", YL_M_SOURCE},     {"來源", YL_M_SOURCE},
                               {"稿源", YL_M_SOURCE},   {"新闻来源", YL_M_SOURCE}, {"文章来源", YL_M_SOURCE},
                               {"Source", YL_M_SOURCE}, {"记者", YL_M_AUTHOR},     {"記者", YL_M_AUTHOR}};
  yl_status rc = YL_OK;
  for (size_t i = 0; i < sizeof list / sizeof *list && rc == YL_OK; i++) {
    size_t at = labelled(s, list[i].word);
    yl_str v = at ? value_at(s, at) : YL_STR("");
    if (v.n && v.n <= 120 && !yl_has_prefix(v, "http")) rc = set(ctx, m, list[i].field, v);
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
static yl_status slashed(yl_ctx *ctx, yl_meta *m, yl_str s) {
  static const char *const heads[] = {"文/",    "文／",  "文｜",   "文|",   "文丨",  "作者/", "作者|",
                                      "作者｜", "撰文/", "撰文｜", "文 / ", "文 | ", "文 ｜ "};
  s = trimmed(s);
  size_t at = 0;
  for (size_t i = 0; i < sizeof heads / sizeof *heads && !at; i++)
    if (yl_has_prefix(s, heads[i])) at = strlen(heads[i]);
  if (!at) return YL_OK;
  yl_str v = trimmed(value_at(s, at));
  const char *space = v.n ? memchr(v.p, ' ', v.n) : NULL;
  size_t cut = space ? (size_t)(space - v.p) : v.n, post = v.n, post_n = 0;
  for (size_t i = 3; i < v.n && !post_n; i++)
    if ((post_n = post_at(v, i)) > 0) post = i;
  if (post_n) { /* an outlet stands before the post, the name behind it */
    yl_status rc = set(ctx, m, YL_M_SOURCE, yl_sub(v, 0, post));
    return rc == YL_OK ? set(ctx, m, YL_M_AUTHOR, yl_sub(v, post + post_n, v.n)) : rc;
  }
  if (space && yl_mark_agency(yl_sub(v, 0, cut))) {
    yl_status rc = set(ctx, m, YL_M_SOURCE, yl_sub(v, 0, cut));
    return rc == YL_OK ? set(ctx, m, YL_M_AUTHOR, yl_sub(v, cut + 1, v.n)) : rc;
  }
  return set(ctx, m, YL_M_AUTHOR, v);
}

/* The address that a notice gives for the text: the first one in it, behind a colon, not that of a linked name. */
static yl_status address(yl_ctx *ctx, yl_meta *m, yl_str s) {
  size_t at = yl_str_find(s, YL_STR("http"), 0), end = at;
  if (at == (size_t)-1 || !(yl_starts(s, at, "http://") || yl_starts(s, at, "https://"))) return YL_OK;
  size_t before = at;
  while (before > 0 && s.p[before - 1] == ' ') before--;
  uint32_t cp = yl_cp_before(s, before);
  if (cp != ':' && cp != 0xFF1A && !(cp != '(' && yl_has(yl_sub(s, 0, at), "出处")) &&
      !(cp != '(' && yl_has(yl_sub(s, 0, at), "出處")))
    return YL_OK;
  while (end < s.n && (unsigned char)s.p[end] > ' ' && (unsigned char)s.p[end] < 0x7F && s.p[end] != ')' &&
         s.p[end] != ']' && s.p[end] != '"')
    end++;
  return end - at > 10 ? set(ctx, m, YL_M_URL, yl_sub(s, at, end)) : YL_OK;
}

/* "本报记者 某某 北京报道": the word behind the post. */
static yl_status reporter(yl_ctx *ctx, yl_meta *m, yl_str s) {
  size_t at = (size_t)((const char *)memchr(s.p, ' ', s.n) - s.p), end;
  while (at < s.n && s.p[at] == ' ') at++;
  end = at;
  while (end < s.n && s.p[end] != ' ' && !yl_starts(s, end, "　")) end++;
  return set(ctx, m, YL_M_AUTHOR, yl_sub(s, at, end));
}

/* "Ada Fenwick — The Long Reader, 7 March 2025": the name before the outlet. */
static yl_str english_name(yl_str s) {
  static const char *const ends[] = {", ", " — ", " – ", " - ", " | "};
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    size_t at = yl_str_find(s, (yl_str){ends[i], strlen(ends[i])}, 0);
    if (at != (size_t)-1 && at > 0) s.n = at;
  }
  return s;
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

static yl_status byline(yl_ctx *ctx, yl_meta *m, yl_str s, bool alone) {
  yl_str named = reported_by(trimmed(s));
  if (named.n) return set(ctx, m, YL_M_AUTHOR, named);
  yl_status rc = date(ctx, m, s);
  if (rc == YL_OK) rc = labels(ctx, m, s);
  if (rc == YL_OK) rc = slashed(ctx, m, s);
  if (rc == YL_OK && yl_has_prefix(s, "By ")) rc = set(ctx, m, YL_M_AUTHOR, english_name(yl_sub(s, 3, s.n)));
  if (rc == YL_OK && yl_mark_reporter(trimmed(s))) return reporter(ctx, m, trimmed(s));
  bool plain = alone && s.n <= 60 && !memchr(s.p, ':', s.n) && !yl_has(s, "：") && !yl_has(s, "/") &&
               !yl_has(s, "｜") && !yl_has(s, "【");
  char iso[32];
  bool daytime;
  size_t start;
  if (rc == YL_OK && plain && !yl_find_date(s, iso, &daytime, &start)) rc = set(ctx, m, YL_M_AUTHOR, trimmed(s));
  return rc;
}

static yl_status credit(yl_ctx *ctx, yl_meta *m, yl_str s) {
  yl_status rc = labels(ctx, m, s);
  yl_str open = YL_STR("("), t = trimmed(s);
  bool bracket = yl_has_prefix(s, open.p) || yl_has_prefix(s, "（");
  size_t end = yl_str_find(t, YL_STR(")"), 0);
  if (end == (size_t)-1) end = yl_str_find(t, YL_STR("）"), 0);
  if (end != (size_t)-1) t = yl_sub(t, 0, end);
  if (rc == YL_OK && bracket && yl_mark_agency(t) && !yl_has(t, "：") && !memchr(t.p, ':', t.n))
    rc = set(ctx, m, YL_M_SOURCE, t);
  return rc;
}

yl_status yl_metadata(yl_ctx *ctx, yl_str text, const yl_zone *zones, size_t nzones, yl_meta *out) {
  yl_status rc = YL_OK;
  bool top = true; /* no running text yet: a byline or date further down belongs to something else */
  for (size_t i = 0; i < nzones && rc == YL_OK; i++) {
    yl_str s = yl_sub(text, zones[i].start, zones[i].end);
    switch (zones[i].kind) {
    case YL_Z_BODY:
      top = false;
      break;
    case YL_Z_TITLE:
      rc = title(ctx, out, s);
      break;
    case YL_Z_DATE:
      rc = top ? date(ctx, out, s) : YL_OK;
      break;
    case YL_Z_BYLINE:
      rc = byline(ctx, out, s, top && (i + 1 >= nzones || zones[i + 1].start > zones[i].end));
      break;
    case YL_Z_CREDIT:
      rc = credit(ctx, out, s);
      break;
    case YL_Z_NOTICE:
      rc = address(ctx, out, s);
      break;
    default:
      break;
    }
  }
  return rc;
}
