/* html_meta.c - what a page says of itself (html.h).
 *
 * Each place that may tell a field has a rank (html_find keeps the best): what was written for machines before what
 * stands in the page, what is about the article before what is about the page. The title is what the page shows as its
 * heading, if the declared titles agree with it; else a declared one without the name of the site. `site` is where it
 * stands (og:site_name, the publisher, the end of <title>, the host), `source` who is credited. Values are as written,
 * references resolved; dates are taken where they are machine-readable and left to the text elsewhere.
 */
#include "formats/html.h"

enum { MAX_VALUE = 1000, MAX_NAME = 180, BY_NAME = 40 /* rank of what a class or id says */ };

static yl_str found(const html_found *f, html_field field) {
  return yl_sub(yl_buf_str(&f->bytes), f->field[field].at, f->field[field].at + f->field[field].n);
}

static bool is_address(yl_str s) {
  return yl_has_prefix(s, "http://") || yl_has_prefix(s, "https://") || yl_has_prefix(s, "//");
}

/* Can it be a value of the field? */
static bool fits(html_field field, yl_str s) {
  char day[11], time[32];
  if (s.n == 0 || s.n > MAX_VALUE) return false;
  switch (field) {
  case HM_DATE:
    return html_date(s, day, time);
  case HM_AUTHOR:
    return !is_address(s) && s.n <= 2 * MAX_NAME;
  case HM_SITE:
  case HM_SOURCE:
    return !is_address(s) && s.n <= MAX_NAME;
  case HM_URL:
    return is_address(s) && s.p[0] == 'h';
  default:
    return true;
  }
}

yl_status html_find(yl_ctx *ctx, html_found *f, html_field field, uint32_t rank, yl_str value) {
  value = html_trim(value);
  if (!fits(field, value) || (f->field[field].n && f->field[field].rank >= rank)) return YL_OK;
  if (f->bytes.n + value.n > UINT32_MAX) return yl_fail(ctx, YL_ELIMIT, "metadata of more than 4 GiB");
  f->field[field].at = (uint32_t)f->bytes.n;
  f->field[field].n = (uint32_t)value.n;
  f->field[field].rank = rank;
  return yl_buf_push(ctx, &f->bytes, value.p, value.n);
}

static bool ends_with(yl_str s, const char *z) {
  size_t n = strlen(z);
  return s.n >= n && memcmp(s.p + s.n - n, z, n) == 0;
}

typedef enum label { L_NONE, L_OTHER, L_SOURCE } label;

/* A value without what stands before it: "作者：", "By ". *what: there was something, and it speaks of a source. */
static yl_str unlabelled(yl_str s, label *what) {
  enum { SOURCES = 6 };
  static const char *const labels[] = {"来源",     "來源", "文章来源", "稿源",   "信息来源",  "Source",
                                       "作者",     "記者", "记者",     "撰文",   "文",        "By",
                                       "by",       "BY",   "Par",      "Author", "发布时间",  "發布時間",
                                       "发表时间", "时间", "時間",     "日期",   "Published", "Posted on"};
  for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
    size_t n = strlen(labels[i]);
    if (!yl_has_prefix(s, labels[i])) continue;
    yl_str rest = html_trim(yl_sub(s, n, s.n));
    size_t colon = yl_has_prefix(rest, "：") ? 3 : yl_has_prefix(rest, ":") || yl_has_prefix(rest, "/") ? 1 : 0;
    if (!colon && !(yl_ascii_alpha(labels[i][0]) && s.n > n && s.p[n] == ' ')) continue;
    *what = i < SOURCES ? L_SOURCE : L_OTHER;
    return html_trim(yl_sub(rest, colon, rest.n));
  }
  *what = L_NONE;
  return s;
}

/* ---- meta elements ---- */

typedef struct named {
  const char *name;
  html_field field;
  uint32_t rank;
} named;

/* By name, property or itemprop. Chinese authorities' pages carry ArticleTitle, PubDate, ContentSource, SiteName. */
static const named metas[] = {{"og:title", HM_TITLE, 70},
                              {"twitter:title", HM_TITLE, 60},
                              {"articletitle", HM_TITLE, 78},
                              {"headline", HM_TITLE, 72},
                              {"dc.title", HM_TITLE, 50},
                              {"dcterms.title", HM_TITLE, 50},
                              {"citation_title", HM_TITLE, 76},
                              {"parsely-title", HM_TITLE, 60},
                              {"sailthru.title", HM_TITLE, 55},
                              {"author", HM_AUTHOR, 60},
                              {"article:author", HM_AUTHOR, 70},
                              {"og:article:author", HM_AUTHOR, 65},
                              {"dc.creator", HM_AUTHOR, 65},
                              {"dcterms.creator", HM_AUTHOR, 65},
                              {"parsely-author", HM_AUTHOR, 62},
                              {"sailthru.author", HM_AUTHOR, 55},
                              {"citation_author", HM_AUTHOR, 75},
                              {"byl", HM_AUTHOR, 50},
                              {"article:published_time", HM_DATE, 85},
                              {"og:article:published_time", HM_DATE, 84},
                              {"datepublished", HM_DATE, 75},
                              {"og:published_time", HM_DATE, 70},
                              {"og:release_date", HM_DATE, 66},
                              {"article:published", HM_DATE, 70},
                              {"pubdate", HM_DATE, 68},
                              {"publishdate", HM_DATE, 68},
                              {"publish-date", HM_DATE, 68},
                              {"publish_date", HM_DATE, 68},
                              {"publication_date", HM_DATE, 68},
                              {"publishtime", HM_DATE, 68},
                              {"publish_time", HM_DATE, 68},
                              {"originalpublicationdate", HM_DATE, 68},
                              {"releasedate", HM_DATE, 60},
                              {"weibo:article:create_at", HM_DATE, 69},
                              {"weibo: article:create_at", HM_DATE, 69},
                              {"bytedance:published_time", HM_DATE, 69},
                              {"apub:time", HM_DATE, 64},
                              {"bt:pubdate", HM_DATE, 64},
                              {"parsely-pub-date", HM_DATE, 64},
                              {"sailthru.date", HM_DATE, 60},
                              {"dc.date.issued", HM_DATE, 62},
                              {"dcterms.issued", HM_DATE, 62},
                              {"dc.date", HM_DATE, 55},
                              {"dcterms.date", HM_DATE, 55},
                              {"dcterms.created", HM_DATE, 55},
                              {"citation_publication_date", HM_DATE, 60},
                              {"citation_date", HM_DATE, 60},
                              {"date", HM_DATE, 50},
                              {"createdate", HM_DATE, 45},
                              {"ptime", HM_DATE, 45},
                              {"og:site_name", HM_SITE, 80},
                              {"sitename", HM_SITE, 76},
                              {"application-name", HM_SITE, 40},
                              {"apple-mobile-web-app-title", HM_SITE, 30},
                              {"contentsource", HM_SOURCE, 75},
                              {"articlesource", HM_SOURCE, 72},
                              {"source", HM_SOURCE, 70},
                              {"mediaid", HM_SOURCE, 55},
                              {"dc.source", HM_SOURCE, 50},
                              {"laiyuan", HM_SOURCE, 60},
                              {"og:url", HM_URL, 70},
                              {"twitter:url", HM_URL, 50},
                              {"url", HM_URL, 45},
                              {"content-language", HM_LANGUAGE, 40},
                              {"dc.language", HM_LANGUAGE, 35},
                              {"citation_language", HM_LANGUAGE, 35}};

static yl_status find_value(yl_ctx *ctx, html_found *f, html_field field, uint32_t rank, yl_str raw,
                            bool in_attribute) {
  yl_buf v = {0};
  label what;
  yl_status rc = raw.n <= 8 * MAX_VALUE ? html_value(ctx, raw, in_attribute, &v) : YL_OK;
  yl_str s = yl_buf_str(&v);
  if (rc == YL_OK) rc = html_find(ctx, f, field, rank, field == HM_AUTHOR ? unlabelled(s, &what) : s);
  yl_buf_free(ctx, &v);
  return rc;
}

static yl_status meta(yl_ctx *ctx, html_found *f, const html_tag *t) {
  static const yl_attr by[] = {A_PROPERTY, A_NAME, A_ITEMPROP, A_HTTP_EQUIV};
  yl_status rc = YL_OK;
  for (size_t b = 0; b < sizeof by / sizeof *by && html_has(t, A_CONTENT); b++) {
    yl_str name = html_trim(html_attr(t, by[b]));
    for (size_t i = 0; name.n && i < sizeof metas / sizeof *metas && rc == YL_OK; i++)
      if (html_same(name, metas[i].name))
        rc = find_value(ctx, f, metas[i].field, metas[i].rank, t->attr[A_CONTENT], true);
  }
  return rc;
}

/* ---- elements that are seen ---- */

static bool is_furniture(unsigned kind1) {
  unsigned k = kind1 - 1;
  return kind1 && k != YL_Z_BODY && k != YL_Z_HEADING && k != YL_Z_TITLE && k != YL_Z_BYLINE && k != YL_Z_DATE &&
         k != YL_Z_CAPTION && k != YL_Z_CREDIT;
}

/* More than a name, which the rules of bylines take apart (zones/metadata.c). */
static bool is_byline(yl_str s) {
  static const char *const signs[] = {"／", "/", "：", ":", "|", "｜", "記者", "记者", "報導", "报道", "编辑", "編輯"};
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
    if (yl_str_find(s, (yl_str){signs[i], strlen(signs[i])}, 0) != (size_t)-1) return true;
  return false;
}

/* Which field an element is about, if any, and how far it is believed. */
static html_field field_of(const html_tag *t, const html_node *n, uint32_t *rank) {
  static const named props[] = {{"headline", HM_TITLE, 72}, {"author", HM_AUTHOR, 74},
                                {"creator", HM_AUTHOR, 74}, {"datePublished", HM_DATE, 75},
                                {"publisher", HM_SITE, 60}, {"sourceOrganization", HM_SOURCE, 66}};
  yl_str prop = html_trim(html_attr(t, A_ITEMPROP));
  for (size_t i = 0; prop.n && i < sizeof props / sizeof *props; i++)
    if (html_same(prop, props[i].name)) {
      *rank = props[i].rank;
      return props[i].field;
    }
  bool by = t->tag == T_A && yl_str_find(html_attr(t, A_REL), YL_STR("author"), 0) != (size_t)-1;
  bool time = t->tag == T_TIME && html_has(t, A_DATETIME);
  *rank = by ? 45 : time ? 42 : n->word == W_DATE ? 30 : BY_NAME;
  if (by || n->word == W_AUTHOR) return HM_AUTHOR;
  if (time || n->word == W_DATE) return HM_DATE;
  return n->word == W_SOURCE ? HM_SOURCE : HM_N;
}

static yl_status element(yl_ctx *ctx, const html_page *p, html_found *f, const html_tag *t, uint32_t node) {
  const html_node *n = html_node_at(p, node);
  uint32_t rank;
  html_field field = field_of(t, n, &rank);
  if (field == HM_N || is_furniture(n->kind) || n->text > 2 * MAX_NAME) return YL_OK;
  yl_str machine = html_attr(t, html_has(t, A_CONTENT) ? A_CONTENT : A_DATETIME);
  if (machine.n) return find_value(ctx, f, field, rank, machine, true);
  yl_buf text = {0};
  yl_status rc = html_plain(ctx, p, n->first, n->last, MAX_VALUE, &text);
  bool han = false, digits = false;
  label what = L_NONE;
  yl_str s = rc == YL_OK ? unlabelled(yl_buf_str(&text), &what) : YL_STR("");
  for (size_t i = 1; i < s.n; i++) {
    han |= (unsigned char)s.p[i] >= 0xE3;
    digits |= yl_ascii_digit(s.p[i]) && yl_ascii_digit(s.p[i - 1]);
  }
  bool good = s.n <= MAX_NAME;
  if (field == HM_AUTHOR) good = good && !digits && !is_byline(s);
  if (field == HM_SOURCE && rank == BY_NAME)
    good = what == L_SOURCE || (han && !digits && s.n <= 60); /* "source" may mean anything */
  if (rc == YL_OK && good) rc = html_find(ctx, f, field, rank, s);
  yl_buf_free(ctx, &text);
  return rc;
}

/* ---- titles ---- */

/* A mark between a title and the name of a site at s[at]: its length, spaces around included; 0: none. */
static size_t separator(yl_str s, size_t at) {
  static const char *const marks[] = {"_", "|", "｜", "丨", "»", "«", "::", "--", "－", "–",
                                      "—", "·", "-",  "‹",  "›", "<", ">",  "/",  "•",  ":"};
  enum { SPACED = 8, WIDE_HYPHEN = 8, HYPHEN = 12 }; /* from here on only between spaces, '-' also between Han */
  size_t from = at, k = at;
  while (k < s.n && s.p[k] == ' ') k++;
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
    if (!yl_starts(s, k, marks[i])) continue;
    size_t end = k + strlen(marks[i]);
    bool before = k > from, behind = end < s.n && s.p[end] == ' ';
    bool glued = (i == WIDE_HYPHEN || i == HYPHEN) && (yl_cp_before(s, k) >= 0x2E80 || yl_cp_at(s, end) >= 0x2E80);
    if (i == 0 && !before && !behind && yl_cp_before(s, k) < 0x80 && yl_cp_at(s, end) < 0x80) return 0; /* snake_case */
    if (i >= SPACED && !(before && behind) && !glued) return 0;
    while (end < s.n && s.p[end] == ' ') end++;
    return end - from;
  }
  return 0;
}

/* Endings of the names of sites, for titles that nothing else explains. */
static bool is_site_name(yl_str s) {
  static const char *const endings[] = {
      "网",     "網",     "报",   "報",   "新闻",  "新聞", "网站",   "網站",     "在线", "線上", "频道",
      "頻道",   "社区",   "社區", "论坛", "論壇",  "博客", "部落格", "周刊",     "週刊", "杂志", "雜誌",
      "电视台", "電視台", "中心", "门户", "百科",  "时报", "通讯社", "通訊社",   ".com", ".cn",  ".net",
      ".org",   ".tw",    ".hk",  "News", "Times", "Post", "Blog",   "Wikipedia"};
  if (s.n == 0 || s.n > 60) return false;
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
    if (ends_with(s, endings[i])) return true;
  return false;
}

/* The last separator of s that leaves something on both sides: where it stands, its length in *len; 0: none. */
static size_t last_separator(yl_str s, size_t *len) {
  size_t found_at = 0;
  for (size_t at = 1; at < s.n; at++) {
    if ((s.p[at] & 0xC0) == 0x80 || s.p[at - 1] == ' ') continue;
    size_t n = separator(s, at);
    if (n && at + n < s.n) found_at = at, *len = n;
  }
  return found_at;
}

/* Is it set off from what stands before it, or behind it, by a separator? */
static bool set_off(yl_str s, size_t start, size_t end) {
  if (start > 0) {
    size_t at = start;
    while (at > 0 && s.p[at - 1] == ' ') at--;
    do {
      at--;
    } while (at > 0 && (s.p[at] & 0xC0) == 0x80);
    while (at > 0 && s.p[at - 1] == ' ') at--;
    size_t n = separator(s, at);
    if (n == 0 || at + n != start) return false;
  }
  return end == s.n || separator(s, end) > 0;
}

/* The first separator that leaves something on both sides, as last_separator. */
static size_t first_separator(yl_str s, size_t *len) {
  for (size_t at = 1; at < s.n; at++) {
    if ((s.p[at] & 0xC0) == 0x80 || s.p[at - 1] == ' ') continue;
    *len = separator(s, at);
    if (*len && at + *len < s.n) return at;
  }
  return 0;
}

/* Of several segments the last that has the name of a site, else the last. */
static yl_str site_segment(yl_str s) {
  size_t len = 0, cut = last_separator(s, &len);
  yl_str last = cut ? yl_sub(s, cut + len, s.n) : s, rest = s;
  while (cut) {
    if (is_site_name(yl_sub(rest, cut + len, rest.n))) return yl_sub(rest, cut + len, rest.n);
    rest = yl_sub(rest, 0, cut);
    cut = last_separator(rest, &len);
  }
  return is_site_name(rest) ? rest : last;
}

/* The heading stands in the declared title, at `at`: the rest, if it is set off, holds the name of the site. */
static yl_status split_by_heading(yl_ctx *ctx, html_found *f, yl_str s, yl_str heading, size_t at, yl_str *title) {
  yl_str site = found(f, HM_SITE), first = s;
  size_t behind = at + heading.n, len = 0, cut = last_separator(s, &len);
  *title = heading;
  if (behind < s.n)
    return cut >= behind ? html_find(ctx, f, HM_SITE, 50, site_segment(yl_sub(s, behind + separator(s, behind), s.n)))
                         : YL_OK;
  if (at == 0) return YL_OK;
  size_t flen,
      fcut = first_separator(s, &flen); /* the heading comes last: it names the site, or the site comes first */
  if (fcut && fcut < at) first = yl_sub(s, 0, fcut);
  bool site_first = is_site_name(first) || (site.n && yl_str_eq(first, site));
  bool site_last = is_site_name(heading) || (site.n && yl_str_eq(heading, site)) || cut > heading.n;
  if (site_first || !site_last || cut + len != at) return html_find(ctx, f, HM_SITE, 50, first);
  *title = yl_sub(s, 0, cut);
  return html_find(ctx, f, HM_SITE, 50, heading);
}

/* A declared title without the name of the site, which is found with it. heading: what the page shows, or empty. */
static yl_status split_title(yl_ctx *ctx, html_found *f, yl_str s, yl_str heading, yl_str *title) {
  yl_str site = found(f, HM_SITE);
  size_t len = 0, at = heading.n ? yl_str_find(s, heading, 0) : (size_t)-1, cut;
  *title = s;
  if (at != (size_t)-1 && set_off(s, at, at + heading.n)) return split_by_heading(ctx, f, s, heading, at, title);
  while ((cut = last_separator(s, &len)) >
         0) { /* segments from the end that are names of sites, or stand behind '_' in Chinese */
    yl_str last = yl_sub(s, cut + len, s.n);
    bool chinese = yl_starts(s, cut, "_") && yl_cp_before(s, cut) >= 0x2E80 && last.n <= 60;
    if (!(site.n && yl_str_eq(last, site)) && !is_site_name(last) && !chinese) break;
    yl_status rc = html_find(ctx, f, HM_SITE, 50, last);
    if (rc != YL_OK) return rc;
    site = found(f, HM_SITE); /* may have moved */
    s = *title = yl_sub(s, 0, cut);
  }
  return YL_OK;
}

/* How well a heading agrees with a declared title: at its beginning, best; 0: not at all. */
static int agreement(yl_str declared, yl_str heading) {
  size_t at = yl_str_find(declared, heading, 0);
  return at == (size_t)-1 ? 0 : at == 0 ? 2 : 1;
}

/* Headings that may be the title: h1, h2, or called so, and no furniture. The one that agrees best with a declared
 * title, near the running text rather than far from it, else the only h1. */
static yl_status find_heading(yl_ctx *ctx, const html_page *p, yl_str declared, yl_str other, yl_buf *out,
                              bool *agrees) {
  const html_fact *x = (const html_fact *)(const void *)p->facts.p;
  const html_node *best = NULL, *only = NULL, *near = html_node_at(p, html_node_at(p, p->main)->parent);
  size_t n = 0;
  int score = 0;
  yl_status rc = YL_OK;
  for (size_t i = 0; i < p->facts.n / sizeof *x && rc == YL_OK; i++) {
    const html_node *node = html_node_at(p, x[i].node);
    if (x[i].kind != HX_NODE || (node->tag != T_H1 && node->tag != T_H2 && node->word != W_TITLE) ||
        is_furniture(node->kind) || node->text == 0 || node->text > MAX_VALUE)
      continue;
    out->n = 0;
    rc = html_plain(ctx, p, node->first, node->last, MAX_VALUE, out);
    yl_str h = yl_buf_str(out);
    bool plain = node->link * 2 <= node->text;
    if (node->tag == T_H1 && plain) n++, only = node;
    int one = h.n < 4 ? 0 : agreement(declared, h), two = h.n < 4 ? 0 : agreement(other, h);
    if (two > one) one = two;
    if (one)
      one = 2 * one + (node->word == W_TITLE) + plain + 3 * (node->first >= near->first && node->last <= near->last);
    if (one > score) score = one, best = node;
  }
  *agrees = best != NULL;
  if (!best && n == 1) best = only;
  out->n = 0;
  return rc == YL_OK && best ? html_plain(ctx, p, best->first, best->last, MAX_VALUE, out) : rc;
}

/* The title, from the title element (declared), what was found elsewhere, and the headings. */
static yl_status settle_title(yl_ctx *ctx, html_page *p, html_found *f, yl_str declared) {
  yl_buf heading = {0}, other = {0};
  yl_str title = {"", 0}, o = found(f, HM_TITLE);
  bool agrees = false;
  yl_status rc = yl_buf_push(ctx, &other, o.p, o.n); /* f may move */
  o = yl_buf_str(&other);
  if (rc == YL_OK) rc = find_heading(ctx, p, declared, o, &heading, &agrees);
  yl_str h = yl_buf_str(&heading), from_declared = declared, from_other = o;
  if (rc == YL_OK && declared.n) rc = split_title(ctx, f, declared, h, &from_declared);
  if (rc == YL_OK && o.n) rc = split_title(ctx, f, o, h, &from_other);
  title = o.n ? from_other : declared.n && (agrees || h.n == 0) ? from_declared : h.n ? h : from_declared;
  if (rc == YL_OK && title.n <= MAX_VALUE) rc = yl_buf_push(ctx, &p->strings, title.p, title.n);
  p->title = yl_buf_str(&p->strings);
  yl_buf_free(ctx, &heading);
  yl_buf_free(ctx, &other);
  return rc;
}

/* ---- the whole ---- */

/* The host of the address, without "www." */
static yl_status find_host(yl_ctx *ctx, html_found *f) {
  yl_str url = found(f, HM_URL);
  size_t at = yl_str_find(url, YL_STR("://"), 0), end;
  if (url.n == 0 || at == (size_t)-1) return YL_OK;
  for (end = at += 3; end < url.n && url.p[end] != '/' && url.p[end] != ':' && url.p[end] != '?' && url.p[end] != '#';)
    end++;
  yl_buf host = {0};
  yl_status rc = yl_buf_push(ctx, &host, url.p + at, end - at); /* html_find may move what url points to */
  yl_str s = yl_buf_str(&host);
  if (yl_has_prefix(s, "www.")) s = yl_sub(s, 4, s.n);
  if (rc == YL_OK) rc = html_find(ctx, f, HM_SITE, 20, s);
  yl_buf_free(ctx, &host);
  return rc;
}

static yl_status read_fact(yl_ctx *ctx, const html_page *p, html_found *f, const html_fact *x) {
  if (x->kind == HX_TITLE) return YL_OK;
  if (x->kind == HX_JSON_LD) return html_ld(ctx, yl_sub(p->s, x->at, x->at + x->n), f);
  html_tag t;
  size_t from, to;
  html_scan h = {.s = yl_sub(p->s, 0, x->at + x->n), .at = x->at};
  if (html_next(&h, &t, &from, &to) != HT_TAG) return YL_OK;
  switch (x->kind) {
  case HX_META:
    return meta(ctx, f, &t);
  case HX_CANONICAL:
    return find_value(ctx, f, HM_URL, 80, html_attr(&t, A_HREF), true);
  case HX_LANG:
    return find_value(ctx, f, HM_LANGUAGE, 50, html_attr(&t, html_has(&t, A_LANG) ? A_LANG : A_XML_LANG), true);
  default:
    return element(ctx, p, f, &t, x->node);
  }
}

yl_status html_meta(yl_ctx *ctx, html_page *p, html_found *f) {
  const html_fact *x = (const html_fact *)(const void *)p->facts.p;
  yl_buf declared = {0};
  yl_status rc = YL_OK;
  for (size_t i = 0; i < p->facts.n / sizeof *x && rc == YL_OK; i++) {
    rc = read_fact(ctx, p, f, &x[i]);
    if (rc == YL_OK && x[i].kind == HX_TITLE && x[i].n <= 8 * MAX_VALUE)
      rc = html_value(ctx, yl_sub(p->s, x[i].at, x[i].at + x[i].n), false, &declared);
  }
  if (declared.n > MAX_VALUE) declared.n = 0;
  if (rc == YL_OK) rc = settle_title(ctx, p, f, yl_buf_str(&declared));
  if (rc == YL_OK) rc = find_host(ctx, f);
  yl_buf_free(ctx, &declared);
  return rc;
}
