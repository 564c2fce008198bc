/* metadata.c - title, author, date, source, address and site as the text itself gives them (zones.h).
 *
 * Read from zones, never from running text: the title zone; dates from date and byline zones; people and outlets from
 * bylines and credits (byline.c); keys of front matter; the name in a box about the author; the address
 * from a notice that says where the text stands, and the site from that address. The first value found stays. What no
 * zone says stays empty: `source` is who is credited, never the site, and the site never who is credited.
 */
#include "zones/byline.h"

const char *const yl_meta_name[YL_M_N] = {"title",  "author", "date",      "datetime", "site",
                                          "source", "url",    "retrieved", "language"};

/* Behind "Subject: ", "标  题: ": the title of a message. */
static yl_str past_label(yl_str s) {
  static const char *const labels[] = {"Subject", "Title", "标题", "標題"};
  for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
    size_t at = yl_spaced_label(s, labels[i]);
    if (at) return yl_sub(s, at, s.n);
  }
  return s;
}

static yl_status title(yl_ctx *ctx, yl_meta *m, yl_str s) {
  while (s.n && (s.p[0] == '#' || s.p[0] == ' ' || s.p[0] == '*')) s = yl_sub(s, 1, s.n);
  while (s.n && (s.p[s.n - 1] == '#' || s.p[s.n - 1] == '*' || s.p[s.n - 1] == ' ')) s.n--;
  s = past_label(yl_link_text(s));
  if (yl_has_prefix(s, "原创 ") || yl_has_prefix(s, "原創 ")) s = yl_sub(s, strlen("原创 "), s.n);
  return yl_meta_set(ctx, m, YL_M_TITLE, s);
}

static yl_status date(yl_ctx *ctx, yl_meta *m, yl_str s) {
  char iso[32];
  bool daytime;
  size_t start;
  if (m->field[YL_M_DATE].n || !yl_find_date(s, iso, &daytime, &start)) return YL_OK;
  yl_status rc = yl_meta_set(ctx, m, YL_M_DATE, (yl_str){iso, 10});
  if (rc == YL_OK && daytime) rc = yl_meta_set(ctx, m, YL_M_DATETIME, (yl_str){iso, strlen(iso)});
  return rc;
}

/* The site of an address: its host without "www.". */
static yl_status site_of(yl_ctx *ctx, yl_meta *m, yl_str url) {
  size_t at = yl_str_find(url, YL_STR("//"), 0) + 2, end = at;
  if (yl_starts(url, at, "www.")) at += 4;
  for (end = at; end < url.n && url.p[end] != '/' && url.p[end] != ':' && url.p[end] != '?';) end++;
  return yl_meta_set(ctx, m, YL_M_SITE, yl_sub(url, at, end));
}

/* Do the words before an address say that the text itself stands there, and not where it was taken from? */
static bool is_own(yl_str before) {
  static const char *const words[] = {"本文链接",  "本文連結",  "本文地址", "本文网址", "本文網址",
                                      "永久链接",  "永久連結",  "固定链接", "注明出处", "註明出處",
                                      "注明出處",  "注明来源",  "註明來源", "首发于",   "首發於",
                                      "Permalink", "permalink", "link to",  "Link to"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (yl_has(before, words[i])) return true;
  return false;
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
  if (end - at <= 10 || m->field[YL_M_URL].n) return YL_OK;
  yl_status rc = yl_meta_set(ctx, m, YL_M_URL, yl_sub(s, at, end));
  return rc == YL_OK && is_own(yl_sub(s, 0, at)) ? site_of(ctx, m, yl_sub(s, at, end)) : rc;
}

/* "望海樓轉載，原文連結：…": who says that it took the text over is the site. */
static yl_status reposted_by(yl_ctx *ctx, yl_meta *m, yl_str s) {
  static const char *const no[] = {"本", "未", "严", "嚴", "禁", "欢", "歡", "请", "請", "如", "若",
                                   "凡", "谢", "謝", "不", "可", "经", "經", "授", "原", "任"};
  static const char *const verbs[] = {"转载，", "轉載，", "转载,", "轉載,", "转载自", "轉載自", "转发，"};
  for (size_t i = 0; i < sizeof no / sizeof *no; i++)
    if (yl_starts(s, 0, no[i])) return YL_OK;
  for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
    size_t at = yl_str_find(s, (yl_str){verbs[i], strlen(verbs[i])}, 0);
    if (at == (size_t)-1 || at < 6 || at > 24) continue;
    for (size_t k = 0; k < at; k += 3)
      if (!yl_is_han(yl_cp_at(s, k))) return YL_OK;
    return yl_meta_set(ctx, m, YL_M_SITE, yl_sub(s, 0, at));
  }
  return YL_OK;
}

/* "本文原刊於《港灣評論》": the outlet that a notice credits. */
static yl_status credited(yl_ctx *ctx, yl_meta *m, yl_str s) {
  static const char *const heads[] = {"原刊于《", "原刊於《", "原载于《", "原載於《", "原载《",
                                      "转自《",   "轉自《",   "转载自《", "轉載自《", "首发于《",
                                      "首發於《", "选自《",   "摘自《",   "刊于《",   "刊載於《"};
  for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
    size_t at = yl_str_find(s, (yl_str){heads[i], strlen(heads[i])}, 0), end;
    if (at == (size_t)-1) continue;
    at += strlen(heads[i]);
    end = yl_str_find(s, YL_STR("》"), at);
    return end == (size_t)-1 || end - at > 90 ? YL_OK : yl_meta_set(ctx, m, YL_M_SOURCE, yl_sub(s, at, end));
  }
  return YL_OK;
}

/* A line of front matter, "author: 张三", or of a collector's, "[#]: author: \"…\"". */
static yl_status matter(yl_ctx *ctx, yl_meta *m, yl_str s) {
  static const struct {
    const char *word;
    yl_meta_field field;
  } keys[] = {{"title", YL_M_TITLE},    {"author", YL_M_AUTHOR}, {"authors", YL_M_AUTHOR}, {"date", YL_M_DATE},
              {"published", YL_M_DATE}, {"pubDate", YL_M_DATE},  {"source", YL_M_SOURCE},  {"url", YL_M_URL},
              {"site", YL_M_SITE},      {"lang", YL_M_LANGUAGE}};
  bool collected = yl_has_prefix(s, "[#]: ");
  if (collected) s = yl_sub(s, 5, s.n);
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    size_t n = strlen(keys[i].word), end = s.n;
    if (!yl_starts(s, 0, keys[i].word) || n >= s.n || s.p[n] != ':') continue;
    yl_str v = yl_sub(s, n + 1, s.n);
    if (collected && (end = yl_str_find(v, YL_STR("http"), 0)) != (size_t)-1 && end > 3) v = yl_sub(v, 0, end);
    while (v.n && memchr(" \"'[(", v.p[0], 5)) v = yl_sub(v, 1, v.n);
    while (v.n && memchr(" \"'])", v.p[v.n - 1], 5)) v.n--;
    if (v.n > 300) return YL_OK;
    return keys[i].field == YL_M_DATE ? date(ctx, m, v) : yl_meta_set(ctx, m, keys[i].field, v);
  }
  return YL_OK;
}

yl_status yl_metadata(yl_ctx *ctx, yl_str text, const yl_zone *zones, size_t nzones, yl_meta *out) {
  const yl_phrases *w;
  yl_status rc = yl_marks_get(ctx, &w);
  bool front = nzones > 0 && zones[0].kind == YL_Z_OTHER; /* front matter opens the text */
  bool top = true; /* no running text yet: a byline or date further down belongs to something else */
  for (size_t i = 0; i < nzones && rc == YL_OK; i++) {
    yl_str s = yl_sub(text, zones[i].start, zones[i].end);
    front = front && zones[i].kind == YL_Z_OTHER && !(i > 0 && yl_has_prefix(s, "---"));
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
      rc = date(ctx, out, s);
      if (rc == YL_OK)
        rc = yl_read_byline(ctx, w, out, s, top && (i + 1 >= nzones || zones[i + 1].start > zones[i].end));
      break;
    case YL_Z_CREDIT:
      rc = yl_read_credit(ctx, w, out, s);
      break;
    case YL_Z_NOTICE:
      rc = address(ctx, out, s);
      if (rc == YL_OK) rc = reposted_by(ctx, out, s);
      if (rc == YL_OK) rc = credited(ctx, out, s);
      break;
    case YL_Z_OTHER:
      rc = front ? matter(ctx, out, s) : YL_OK;
      break;
    default:
      break;
    }
  }
  return rc;
}
