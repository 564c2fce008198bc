/* html_ld.c - what a page says of itself in JSON-LD (schema.org), and machine-readable dates.
 *
 * Looked for are articles of any sort (…Article, …Posting, Report), by themselves, in an array, or in "@graph"; Baidu's
 * pages have an object without a type, with title and pubDate. Members are walked as text, forward, to a fixed depth;
 * what is broken ends the walk. An author that is an organisation is a source: who is credited, not who wrote.
 */
#include <stdio.h>

#include "formats/html.h"

enum { MAX_DEPTH = 4, MAX_PEOPLE = 20 };

typedef enum member {
  L_TYPE,
  L_HEADLINE,
  L_NAME,
  L_AUTHOR,
  L_CREATOR,
  L_PUBLISHED,
  L_CREATED,
  L_PUBLISHER,
  L_SOURCE,
  L_URL,
  L_PAGE,
  L_ID,
  L_GRAPH,
  L_LANGUAGE,
  L_TITLE,
  L_PUBDATE,
  L_N
} member;
static const char *const member_name[L_N] = {"@type",       "headline",         "name",
                                             "author",      "creator",          "datePublished",
                                             "dateCreated", "publisher",        "sourceOrganization",
                                             "url",         "mainEntityOfPage", "@id",
                                             "@graph",      "inLanguage",       "title",
                                             "pubDate"};

typedef struct object {
  yl_str value[L_N];
} object;

static object read_object(yl_str s) {
  object o = {{{0}}};
  yl_str name, value;
  size_t at = 0;
  while (yl_json_next(s, &at, &name, &value))
    for (int m = 0; m < L_N; m++)
      if (!o.value[m].p && yl_str_is(name, member_name[m])) o.value[m] = value;
  return o;
}

static bool is_string(yl_str v) { return v.n >= 2 && v.p[0] == '"' && v.p[v.n - 1] == '"'; }
static bool is_object(yl_str v) { return v.n && v.p[0] == '{'; }
static bool is_array(yl_str v) { return v.n && v.p[0] == '['; }

/* Appends a string with its escapes and references resolved. */
static yl_status put_string(yl_ctx *ctx, yl_str v, yl_buf *out) {
  yl_buf raw = {0};
  yl_status rc = yl_json_plain(ctx, yl_sub(v, 1, v.n - 1), &raw);
  if (rc == YL_OK) rc = html_value(ctx, yl_buf_str(&raw), false, out);
  yl_buf_free(ctx, &raw);
  return rc;
}

static yl_status found_string(yl_ctx *ctx, html_found *f, html_field field, uint32_t rank, yl_str v) {
  if (!is_string(v)) return YL_OK;
  yl_buf text = {0};
  yl_status rc = put_string(ctx, v, &text);
  if (rc == YL_OK) rc = html_find(ctx, f, field, rank, yl_buf_str(&text));
  yl_buf_free(ctx, &text);
  return rc;
}

/* The type of an object ends in this: "NewsArticle", or ["Article", "NewsArticle"]. */
static bool type_ends(yl_str type, const char *ending) {
  size_t n = strlen(ending);
  if (is_string(type)) return type.n >= n + 2 && memcmp(type.p + type.n - 1 - n, ending, n) == 0;
  yl_str name, value;
  size_t at = 0;
  while (is_array(type) && yl_json_next(type, &at, &name, &value))
    if (is_string(value) && value.n >= n + 2 && memcmp(value.p + value.n - 1 - n, ending, n) == 0) return true;
  return false;
}

/* A person: a string, or an object with a name. *org: an organisation. Empty where there is none. */
static yl_str person(yl_str v, bool *org) {
  *org = false;
  if (is_string(v)) return v;
  if (!is_object(v)) return (yl_str){0};
  object o = read_object(v);
  *org = type_ends(o.value[L_TYPE], "Organization");
  return o.value[L_NAME];
}

/* Author, or creator: one, or several joined by ", ". */
static yl_status people(yl_ctx *ctx, html_found *f, yl_str v) {
  yl_buf names = {0};
  yl_str name, one = v;
  size_t at = 0, n = 0;
  yl_status rc = YL_OK;
  bool org;
  for (bool more = true; more && n < MAX_PEOPLE && rc == YL_OK; n++) {
    if (is_array(v) && !yl_json_next(v, &at, &name, &one)) break;
    more = is_array(v);
    yl_str who = person(one, &org);
    if (!is_string(who)) continue;
    if (org) {
      rc = found_string(ctx, f, HM_SOURCE, 60, who);
      continue;
    }
    if (names.n) rc = yl_buf_puts(ctx, &names, ", ");
    if (rc == YL_OK) rc = put_string(ctx, who, &names);
  }
  if (rc == YL_OK) rc = html_find(ctx, f, HM_AUTHOR, 80, yl_buf_str(&names));
  yl_buf_free(ctx, &names);
  return rc;
}

static yl_status article(yl_ctx *ctx, html_found *f, const object *o) {
  const yl_str *v = o->value;
  bool org;
  yl_status rc = found_string(ctx, f, HM_TITLE, 80,
                              v[L_HEADLINE].p ? v[L_HEADLINE]
                              : v[L_NAME].p   ? v[L_NAME]
                                              : v[L_TITLE]);
  if (rc == YL_OK) rc = people(ctx, f, v[L_AUTHOR].p ? v[L_AUTHOR] : v[L_CREATOR]);
  if (rc == YL_OK)
    rc = found_string(ctx, f, HM_DATE, 80,
                      v[L_PUBLISHED].p ? v[L_PUBLISHED]
                      : v[L_PUBDATE].p ? v[L_PUBDATE]
                                       : v[L_CREATED]);
  if (rc == YL_OK) rc = found_string(ctx, f, HM_SITE, 70, person(v[L_PUBLISHER], &org));
  if (rc == YL_OK) rc = found_string(ctx, f, HM_SOURCE, 65, person(v[L_SOURCE], &org));
  if (rc == YL_OK) rc = found_string(ctx, f, HM_LANGUAGE, 30, v[L_LANGUAGE]);
  yl_str page = is_object(v[L_PAGE]) ? read_object(v[L_PAGE]).value[L_ID] : v[L_PAGE];
  if (rc == YL_OK) rc = found_string(ctx, f, HM_URL, 60, v[L_URL].p ? v[L_URL] : page.p ? page : v[L_ID]);
  return rc;
}

static yl_status walk(yl_ctx *ctx, html_found *f, yl_str s, int depth) {
  yl_str name, value;
  size_t at = 0;
  yl_status rc = YL_OK;
  if (is_array(s)) {
    while (depth < MAX_DEPTH && rc == YL_OK && yl_json_next(s, &at, &name, &value)) rc = walk(ctx, f, value, depth + 1);
    return rc;
  }
  if (!is_object(s)) return YL_OK;
  object o = read_object(s);
  bool typed = type_ends(o.value[L_TYPE], "Article") || type_ends(o.value[L_TYPE], "Posting") ||
               type_ends(o.value[L_TYPE], "Report");
  if (typed || (!o.value[L_TYPE].p && o.value[L_TITLE].p && o.value[L_PUBDATE].p)) rc = article(ctx, f, &o);
  if (rc == YL_OK && is_array(o.value[L_GRAPH]) && depth < MAX_DEPTH) rc = walk(ctx, f, o.value[L_GRAPH], depth + 1);
  if (rc == YL_OK && is_object(o.value[L_PAGE]) && !typed && depth < MAX_DEPTH)
    rc = walk(ctx, f, o.value[L_PAGE], depth + 1);
  return rc;
}

yl_status html_ld(yl_ctx *ctx, yl_str script, html_found *f) {
  size_t at = 0; /* past "<!--", "//<![CDATA[" and their like */
  while (at < script.n && script.p[at] != '{' && (script.p[at] != '[' || yl_starts(script, at, "[CDATA[")))
    at += yl_starts(script, at, "[CDATA[") ? 7 : 1;
  return at < script.n ? walk(ctx, f, yl_sub(script, at, script.n), 0) : YL_OK;
}

/* ---- dates ---- */

typedef struct reader {
  yl_str s;
  size_t at;
} reader;

/* A number of lo to hi digits; -1: none. */
static int number(reader *r, size_t lo, size_t hi) {
  int v = 0;
  size_t n = 0;
  for (; n < hi && r->at + n < r->s.n && yl_ascii_digit(r->s.p[r->at + n]); n++) v = v * 10 + (r->s.p[r->at + n] - '0');
  if (n < lo) return -1;
  r->at += n;
  return v;
}

static bool take(reader *r, const char *z) {
  if (!yl_starts(r->s, r->at, z)) return false;
  r->at += strlen(z);
  return true;
}

static void blanks(reader *r) {
  while (r->at < r->s.n && (r->s.p[r->at] == ' ' || r->s.p[r->at] == '\t' || r->s.p[r->at] == '\n')) r->at++;
}

static bool is_day(int y, int m, int d) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (y < 1900 || y > 2099 || m < 1 || m > 12 || d < 1) return false;
  return d <= days[m - 1] + (m == 2 && y % 4 == 0 && (y % 100 != 0 || y % 400 == 0));
}

static void put_day(char day[11], int y, int m, int d) {
  snprintf(day, 11, "%04u-%02u-%02u", (unsigned)y % 10000u, (unsigned)m % 100u, (unsigned)d % 100u);
}

/* 2024-05-01, 2024/5/1, 2024.5.1, 20240501, 2024年5月1日 */
static bool numeric_day(reader *r, int *y, int *m, int *d) {
  static const char *const seps[][3] = {
      {"-", "-", ""}, {"/", "/", ""}, {".", ".", ""}, {"年", "月", "日"}, {"", "", ""}};
  size_t from = r->at;
  for (size_t i = 0; i < sizeof seps / sizeof *seps; i++, r->at = from) {
    size_t least = i == 4 ? 2 : 1;
    if ((*y = number(r, 4, 4)) < 0 || !take(r, seps[i][0]) || (*m = number(r, least, 2)) < 0 || !take(r, seps[i][1]) ||
        (*d = number(r, least, 2)) < 0 || !take(r, seps[i][2]))
      continue;
    if (is_day(*y, *m, *d)) return true;
  }
  return false;
}

static int month_at(reader *r) {
  static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
  if (r->s.n - r->at < 3) return -1;
  for (int m = 0; m < 12; m++)
    if ((r->s.p[r->at] | 32) == names[m * 3] && (r->s.p[r->at + 1] | 32) == names[m * 3 + 1] &&
        (r->s.p[r->at + 2] | 32) == names[m * 3 + 2]) {
      while (r->at < r->s.n && yl_ascii_alpha(r->s.p[r->at])) r->at++;
      take(r, ".");
      return m + 1;
    }
  return -1;
}

/* "Wed, 01 May 2024", "Wed May 01 2024", "May 1, 2024" */
static bool english_day(reader *r, int *y, int *m, int *d) {
  *m = *d = -1;
  *y = -1;
  for (int words = 0; words < 5 && *y < 0; words++) {
    blanks(r);
    while (take(r, ",")) blanks(r);
    size_t from = r->at;
    if (*m < 0 && (*m = month_at(r)) > 0) continue;
    if (*d < 0 && (*d = number(r, 1, 2)) > 0 && !(r->at < r->s.n && yl_ascii_digit(r->s.p[r->at]))) continue;
    if (*d > 0 && r->at > from) *d = -1; /* the beginning of a year */
    r->at = from;
    if (*m > 0 && *d > 0 && (*y = number(r, 4, 4)) > 0) break;
    if (from >= r->s.n || !yl_ascii_alpha(r->s.p[from])) return false;
    while (r->at < r->s.n && yl_ascii_alpha(r->s.p[r->at])) r->at++; /* the day of the week */
  }
  return is_day(*y, *m, *d);
}

/* "T08:00:00.000+08:00", " 08:00", " 08:00:00 GMT" behind a day, into out. */
static void daytime(reader *r, char *out, size_t size) {
  size_t from = r->at;
  if (!take(r, "T")) blanks(r);
  int h = number(r, 1, 2), m = take(r, ":") ? number(r, 2, 2) : -1, s = -1;
  out[0] = '\0';
  if (h < 0 || h > 23 || m < 0 || m > 59) {
    r->at = from;
    return;
  }
  if (take(r, ":")) s = number(r, 2, 2);
  if (take(r, ".")) number(r, 1, 9);
  blanks(r);
  char zone[8] = "";
  if (take(r, "Z") || take(r, "GMT") || take(r, "UTC")) snprintf(zone, sizeof zone, "Z");
  if (r->at < r->s.n && (r->s.p[r->at] == '+' || r->s.p[r->at] == '-')) {
    char sign = r->s.p[r->at++];
    int zh = number(r, 2, 2), zm;
    take(r, ":");
    zm = number(r, 2, 2);
    if (zh >= 0 && zh < 15 && zm < 60) snprintf(zone, sizeof zone, "%c%02d:%02d", sign, zh, zm < 0 ? 0 : zm);
  }
  if (s >= 0 && s <= 60)
    snprintf(out, size, "T%02d:%02d:%02d%s", h, m, s, zone);
  else
    snprintf(out, size, "T%02d:%02d%s", h, m, zone);
}

/* Seconds or milliseconds since 1970. */
static bool epoch(yl_str s, char day[11], char time[32]) {
  if (s.n != 10 && s.n != 13) return false;
  int64_t v = 0;
  for (size_t i = 0; i < s.n; i++) {
    if (!yl_ascii_digit(s.p[i])) return false;
    v = v * 10 + (s.p[i] - '0');
  }
  if (s.n == 13) v /= 1000;
  int64_t z = v / 86400 + 719468, era = z / 146097,
          doe = z - era * 146097; /* days to a date of the Gregorian calendar (H. Hinnant) */
  int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100),
          mp = (5 * doy + 2) / 153;
  int d = (int)(doy - (153 * mp + 2) / 5 + 1), m = (int)(mp < 10 ? mp + 3 : mp - 9),
      y = (int)(yoe + era * 400 + (m <= 2)), t = (int)(v % 86400);
  if (!is_day(y, m, d)) return false;
  put_day(day, y, m, d);
  snprintf(time, 32, "%sT%02d:%02d:%02dZ", day, t / 3600, t / 60 % 60, t % 60);
  return true;
}

bool html_date(yl_str s, char day[11], char time[32]) {
  int y, m, d;
  char clock[20];
  time[0] = '\0';
  s = html_trim(s);
  if (epoch(s, day, time)) return true;
  reader r = {s, 0};
  if (!numeric_day(&r, &y, &m, &d) && !english_day(&r, &y, &m, &d)) return false;
  if (r.at < s.n && yl_ascii_digit(s.p[r.at])) return false;
  daytime(&r, clock, sizeof clock);
  put_day(day, y, m, d);
  if (clock[0]) snprintf(time, 32, "%s%s", day, clock);
  return true;
}
