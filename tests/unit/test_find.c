/* test_find.c - search: against a slow oracle on random text, and what users rely on, case by case. */
#define _XOPEN_SOURCE 700 /* nftw */
#include <stdlib.h>

#include "corpus/corpus.h"
#include "failing.h"
#include "random_text.h"
#include "scratch.h"
#include "text/regex.h"
#include "tap.h"

static yl_ctx *ctx;
static yl_corpus *corpus;

/* ---- helpers ---- */

static yl_corpus *open_folder(yl_ctx *x, const char *path, const char *repair) {
  yl_opts *o;
  yl_corpus *c = NULL;
  if (yl_opts_new(x, &o) != YL_OK) return NULL;
  yl_opts_add(x, o, "path", (yl_str){path, strlen(path)});
  yl_opts_add(x, o, "repair", (yl_str){repair, strlen(repair)});
  if (yl_corpus_open(x, o, &c) != YL_OK) printf("# %s\n", yl_errmsg(x));
  yl_opts_free(x, o);
  return c;
}

static yl_view *view_of(yl_ctx *x, const yl_corpus *c, const char *zones) {
  yl_view *v = NULL;
  if (yl_view_new(x, c, &v) != YL_OK) return NULL;
  if (zones && yl_view_zones(x, v, (yl_str){zones, strlen(zones)}) != YL_OK) abort();
  return v;
}

/* Options as words: "query=…", "word". NUL in a value is not needed here. */
static yl_opts *options(yl_ctx *x, const char *const *words) {
  yl_opts *o;
  char name[32];
  if (yl_opts_new(x, &o) != YL_OK) return NULL;
  for (; *words; words++) {
    const char *eq = strchr(*words, '='), *value = eq ? eq + 1 : "true";
    size_t n = eq ? (size_t)(eq - *words) : strlen(*words);
    memcpy(name, *words, n);
    name[n] = '\0';
    if (yl_opts_add(x, o, name, (yl_str){value, strlen(value)}) != YL_OK) {
      yl_opts_free(x, o);
      return NULL;
    }
  }
  return o;
}
#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static yl_hits *find_in(const yl_view *v, const char *const *words) {
  yl_opts *o = options(ctx, words);
  yl_hits *h = NULL;
  yl_find(ctx, v, o, &h);
  yl_opts_free(ctx, o);
  return h;
}

static long count_of(yl_hits *h) {
  uint64_t n;
  return h && yl_hits_count(ctx, h, &n) == YL_OK ? (long)n : -1;
}

static bool get(yl_hits *h, uint64_t k, yl_hit *out) { return yl_hits_get(ctx, h, k, out) == YL_OK; }

static long count_in(const yl_view *v, const char *const *words) {
  yl_hits *h = find_in(v, words);
  long n = count_of(h);
  yl_hits_free(ctx, h);
  return n;
}

/* Opens a corpus of one file with that text, everything body (a short text without furniture). */
static void with_text(const char *text, const char *repair) {
  yl_corpus_free(ctx, corpus);
  mkdir("one", 0700);
  scratch_file("one/a.txt", text, strlen(text));
  corpus = open_folder(ctx, "one", repair);
}

/* Finds in all zones of the text: the hits as "start-end" words. */
static void finds(const char *text, const char *want, const char *const *words) {
  char got[1024] = "";
  with_text(text, "none");
  yl_view *v = view_of(ctx, corpus, "all");
  yl_hits *h = find_in(v, words);
  yl_hit hit;
  if (!h) snprintf(got, sizeof got, "error: %s", yl_errmsg(ctx));
  for (uint64_t k = 0; h && get(h, k, &hit) && strlen(got) < 900; k++)
    sprintf(got + strlen(got), "%s%zu-%zu%s", k ? " " : "", hit.start, hit.end, hit.query ? "'" : "");
  char name[256];
  snprintf(name, sizeof name, "%s in %s", words[0], text);
  for (char *p = name; *p; p++)
    if (*p == '\n') *p = '/';
  is(got, strlen(got), want, name);
  yl_hits_free(ctx, h);
  yl_view_free(ctx, v);
}

static void refuses(const char *part, yl_status code, const char *const *words) {
  yl_view *v = view_of(ctx, corpus, "all");
  yl_opts *o = options(ctx, words);
  yl_hits *h = NULL;
  uint64_t n;
  yl_status rc = yl_find(ctx, v, o, &h);
  if (rc == YL_OK) rc = yl_hits_count(ctx, h, &n);
  ok(rc == code && strstr(yl_errmsg(ctx), part), "%s: %s", words[0], rc == YL_OK ? "accepted" : yl_errmsg(ctx));
  yl_opts_free(ctx, o);
  yl_hits_free(ctx, h);
  yl_view_free(ctx, v);
}

/* ---- literals ---- */

static void literals(void) {
  finds("000", "0-2 1-3", WORDS("query=00"));
  finds("網絡与网络", "0-6 9-15", WORDS("query=网络"));
  finds("ＮＥＴ net", "0-9 10-13", WORDS("query=Net"));
  finds("Straße", "0-1 4-6 4-6", WORDS("query=s")); /* every start in the key: both s of ß */
  finds("Straße", "0-1", WORDS("query=s", "distinct=width"));
  finds("中 文", "0-4", WORDS("query=中 "));
  finds("中 文", "3-7", WORDS("query= 文"));
  finds("中 文", "3-4", WORDS("query= "));
  finds("中   文", "3-5 4-6", WORDS("query=  "));
  finds("中文", "", WORDS("query=中 "));
  finds("中 a", "0-4", WORDS("query=中 "));
  finds("a 中", "1-5", WORDS("query= 中"));
  finds("人工 智能与人工智能", "0-13 16-28", WORDS("query=人工智能"));
  finds("人工 智能与人工智能", "0-13 16-28", WORDS("query=人工 智能"));
  finds("人工 智能与人工智能", "0-13", WORDS("query=人工 智能", "distinct=space"));
  finds("人工 智能与人工智能", "16-28", WORDS("query=人工智能", "exact"));
  finds("AI said ai", "0-2", WORDS("query=AI", "word", "distinct=case"));
  finds("看\xE2\x80\x8D見看", "0-6 9-12", WORDS("query=看", "exact")); /* a joiner behind it tells nothing apart */
  finds("看\xE2\x80\x8D見看", "0-6 9-12", WORDS("query=看", "distinct=case"));
  finds("看\xE2\x80\x8D見看", "6-9", WORDS("query=見", "distinct=script"));
  finds("AI said ai", "0-2 8-10", WORDS("query=AI", "word"));
  finds("AI模型 R1 R18 x中R1", "0-2", WORDS("query=ai", "word"));
  finds("AI模型 R1 R18 x中R1", "9-11 20-22", WORDS("query=r1", "word"));
  finds("é e é", "3-4", WORDS("query=e"));
  finds("后 後 后", "4-7", WORDS("query=後", "distinct=script"));
  finds("后，後,后", "3-6", WORDS("query=，", "distinct=width"));
  finds("a\nb ab", "4-6", WORDS("query=ab"));
  finds("a\nb ab", "0-3 4-6", WORDS("query=ab", "across"));
  finds("中\n\n国", "0-8", WORDS("query=中国", "across"));
  finds("deep\nlearning", "0-13", WORDS("query=deep learning", "across"));
  finds("特朗普和川普", "0-9 12-18'", WORDS("query=特朗普", "query=川普"));
  finds("網絡", "0-6", WORDS("query=网络", "query=網絡"));
  finds("網絡 a", "0-6 0-7'", WORDS("query=网络", "query=網絡 "));
  refuses("line end at character 2", YL_EPATTERN, WORDS("query=a\nb"));
  refuses("line end at character 3", YL_EPATTERN, WORDS("query=中a\xE2\x80\xA8" "b"));
  refuses("empty", YL_EPATTERN, WORDS("query="));
  refuses("not UTF-8", YL_EPATTERN, WORDS("query=a\xFF"));
  refuses("query is needed", YL_EINVAL, WORDS("word"));
  refuses("colour", YL_EINVAL, WORDS("query=a", "distinct=case,colour"));
  refuses("no option 'qurey'", YL_EINVAL, WORDS("query=a", "qurey=b"));
}

/* ---- the oracle ---- */

static const char *const bits[] = {"中", "文", "国", "網", "网", " ", "　", "a", "A", "Ａ", "1", "ß", "s", "㋀", "㈱", "株", "月", ",", "，",
                                   "\n", "\n\n", "\xCC\x81", "é", "。", "\xE2\x80\xA8", "(", ")"};
enum { NBITS = sizeof bits / sizeof *bits };

static size_t soup(char *out, size_t pieces) {
  size_t n = 0;
  while (pieces-- > 0) {
    const char *b = bits[rt_below(NBITS)];
    memcpy(out + n, b, strlen(b));
    n += strlen(b);
  }
  return n;
}

static void random_corpus(const char *folder, int files, int size) {
  char name[64], *text = malloc((size_t)size * 8 + 64);
  mkdir(folder, 0700);
  for (int i = 0; i < files; i++) {
    size_t n = 0;
    if (i % 3 == 2) {
      for (int k = 0; k < size / 20; k++) {
        n += rt_text(text + n, 1 + rt_below(20));
        text[n++] = '\n';
      }
    } else {
      n = soup(text, (size_t)size);
    }
    sprintf(name, "%s/%03d.txt", folder, i);
    scratch_file(name, text, n ? n : 1);
  }
  free(text);
}

/* Hits of the folded query, by looking at every byte of every zone's key. Compares with h, in order; NULL or what is wrong. */
static const char *try_literal(const yl_view *v, yl_hits *h, yl_str key, bool streams[2]) {
  uint64_t k = 0;
  static struct { size_t start, end; } list[20000];
  for (size_t i = 0; i < yl_view_size(v); i++) {
    const yl_part *p;
    const yl_docrec *d = yl_corpus_doc(v->c, yl_view_doc(v, i), &p);
    size_t n = 0;
    for (int s = 0; s < 2; s++)
      for (uint64_t j = 0; streams[s] && j < d->zones[s].n; j++) {
        const yl_zrun *z = yl_seg_zruns(&p->seg, d, (yl_stream)s) + j;
        yl_buf zone = {0};
        if (yl_fold_but(ctx, yl_sub(yl_seg_text(&p->seg, d), z->text, z->text_end), 0, &zone) != YL_OK) abort();
        for (size_t at = 0; at + key.n <= zone.n && n < 20000; at++)
          if (v->zones >> z->kind & 1 && memcmp(zone.p + at, key.p, key.n) == 0) {
            list[n].start = z->key + at;
            list[n].end = z->key + at + key.n;
            yl_seg_key_to_text(&p->seg, d, (yl_stream)s, &list[n].start, &list[n].end);
            size_t b = n++;
            for (; b > 0 && (list[b - 1].start > list[b].start || (list[b - 1].start == list[b].start && list[b - 1].end > list[b].end)); b--) {
              size_t s0 = list[b].start, e0 = list[b].end;
              list[b] = list[b - 1];
              list[b - 1].start = s0;
              list[b - 1].end = e0;
            }
          }
        yl_buf_free(ctx, &zone);
      }
    for (size_t j = 0; j < n; j++) {
      yl_hit hit;
      if (!get(h, k++, &hit)) return "too few";
      if (hit.doc != yl_view_doc(v, i) || hit.start != list[j].start || hit.end != list[j].end) return "place";
    }
  }
  return (long)k == count_of(h) ? NULL : "too many";
}

static void against_oracle(const yl_corpus *c) {
  static const char *const views[] = {"body,heading,title", "body", "all", "other,navigation,caption", "body,other"};
  const char *bad = NULL;
  long hits = 0;
  uint32_t docs[64];
  char query[128] = "query=";
  for (int round = 0; round < 400 && !bad; round++) {
    yl_view *v = view_of(ctx, c, views[round % 5]);
    size_t n = 0;
    if (round % 2) {
      for (uint32_t i = 0; i < yl_corpus_documents(c); i++)
        if (rt_below(3)) docs[n++] = i;
      if (yl_view_documents(ctx, v, docs, n) != YL_OK) abort();
    }
    size_t len = soup(query + 6, 1 + rt_below(3));
    query[6 + len] = '\0';
    yl_buf key = {0};
    if (yl_fold(ctx, (yl_str){query + 6, len}, &key, NULL, 0, 0) != YL_OK) abort();
    if (!memchr(key.p, '\n', key.n) && key.p[0] != ' ' && key.p[key.n - 1] != ' ') {
      yl_hits *h = find_in(v, WORDS(query));
      bool streams[2] = {yl_view_stream(v, YL_MAIN), yl_view_stream(v, YL_REST)};
      bad = h ? try_literal(v, h, yl_buf_str(&key), streams) : yl_errmsg(ctx);
      if (h) hits += count_of(h);
      yl_hits_free(ctx, h);
    }
    yl_buf_free(ctx, &key);
    yl_view_free(ctx, v);
  }
  ok(!bad && hits > 1000, "literals in views of streams and documents: as the oracle, %ld hits%s%s%s%s", hits, bad ? "; " : "", bad ? bad : "",
     bad ? " for " : "", bad ? query : "");
}

/* find(slice) gives that place or one that covers it. */
static void slice_law(const yl_corpus *c) {
  const char *bad = NULL;
  char query[4096];
  int tried = 0;
  yl_view *v = view_of(ctx, c, "all");
  for (int round = 0; round < 6000 && !bad; round++) {
    const yl_part *p;
    size_t doc = rt_below((uint32_t)yl_corpus_documents(c));
    const yl_docrec *d = yl_corpus_doc(c, doc, &p);
    int s = (int)rt_below(2);
    if (d->zones[s].n == 0) continue;
    const yl_zrun *z = yl_seg_zruns(&p->seg, d, (yl_stream)s) + rt_below((uint32_t)d->zones[s].n);
    yl_str text = yl_seg_text(&p->seg, d);
    size_t from = z->text, skip = rt_below(40), end;
    while (skip-- > 0 && from < z->text_end) from += yl_grapheme(text.p + from, z->text_end - from);
    end = from;
    for (uint32_t k = rt_below(6) + 1; k > 0 && end < z->text_end; k--) end += yl_grapheme(text.p + end, z->text_end - end);
    if (end == from || end - from > 4000) continue;
    yl_buf key = {0};
    if (yl_fold(ctx, yl_sub(text, from, end), &key, NULL, 0, 0) != YL_OK) abort();
    bool fit = key.n && !memchr(key.p, '\n', key.n) && !memchr(text.p + from, '\0', end - from);
    yl_buf_free(ctx, &key);
    if (!fit) continue;
    sprintf(query, "query=%.*s", (int)(end - from), text.p + from);
    for (int how = 0; how < 3 && !bad; how++) {
      yl_hits *h = find_in(v, how == 0 ? WORDS(query) : how == 1 ? WORDS(query, "across") : WORDS(query, "exact"));
      bool there = false;
      yl_hit hit;
      for (uint64_t k = 0; h && get(h, k, &hit) && !there; k++)
        there = hit.doc == doc && hit.start <= from && hit.end >= end && (how < 2 || (hit.start == from && hit.end == end));
      if (!h) bad = yl_errmsg(ctx); else if (!there) bad = how == 0 ? "literal" : how == 1 ? "across" : "exact";
      yl_hits_free(ctx, h);
    }
    tried++;
    if (bad) {
      printf("# %s: doc %zu, text %zu-%zu, zone %u-%u\n#", query, doc, from, end, z->text, z->text_end);
      for (size_t i = from > 8 ? from - 8 : 0; i < end + 8 && i < text.n; i++) printf(" %02X", (unsigned)(unsigned char)text.p[i]);
      printf("\n");
    }
  }
  ok(!bad && tried > 1000, "%d slices are found where they stand, also across and exact%s%s", tried, bad ? "; not: " : "", bad ? bad : "");
  yl_view_free(ctx, v);
}

/* ---- patterns ---- */

static void folds(const char *pattern, const char *want, bool line_by_line) {
  yl_pattern p = {0};
  yl_status rc = yl_pattern_fold(ctx, (yl_str){pattern, strlen(pattern)}, 0, false, &p);
  if (rc != YL_OK) {
    is(yl_errmsg(ctx), strlen(yl_errmsg(ctx)), want, pattern);
  } else {
    is(p.out.p ? p.out.p : "", p.out.n, want, pattern);
    if (p.newline != line_by_line) ok(false, "%s: %s line by line", pattern, line_by_line ? "to be matched" : "not to be matched");
  }
  yl_pattern_free(ctx, &p);
}

static void folding(void) {
  folds("網絡", "网络", false);
  folds("中 文", "中文", false);
  folds("＊（．", "\\*\\(\\.", false);
  folds("a\\*", "a\\*", false);
  folds("Straße", "strasse", false);
  folds("ß+", "(?:ss)+", false);
  folds("ａß{2,3}?b", "a(?:ss){2,3}?b", false);
  folds("x{,3}", "x{0,3}", false);
  folds("x{a}", "x\\{a\\}", false);
  folds("経济.{0,6}發展", "経济.{0,6}发展", false);
  folds("[網A-Z]", "[网a-z]", false);
  folds("[0-9ａ]", "[0-9a]", false);
  folds("[Ａ-Ｚ]", "[a-z]", false);
  folds("[А-Я]", "[а-я]", false);
  folds("[ßＡ]", "(?:ss|[a])", false);
  folds("[ß]", "(?:ss)", false);
  folds("[^A]", "[^a]", true);
  folds("[］]", "[\\]]", false);
  folds("[]a]", "[\\]a]", false);
  folds("[a\\]\\-z]", "[a\\]\\-z]", false);
  folds("[\\p{Han}]{2,4}公司", "[\\p{Han}]{2,4}公司", false);
  folds("[[:alpha:]\\d]", "[[:alpha:]\\d]", false);
  folds("\\p{Han}\\d+\\w", "\\p{Han}\\d+\\w", false);
  folds("a\\sb", "a\\sb", true);
  folds("\\P{L}", "\\P{L}", true);
  folds("\\x41\\x{7DB2}\\N{U+FF21}\\101\\o{101}", "a网a\\g{101}a", false);
  folds("\\x41\\x{7DB2}\\N{U+FF21}\\o{101}\\t", "a网aa ", false);
  folds("(?<Name>A)\\k<Name>\\g{Name}(?P=Name)", "(?<Name>a)\\k<Name>\\g{Name}(?P=Name)", false);
  folds("(A)\\1", "(a)\\g{1}", false);
  folds("(?=A)(?!B)(?<=C)(?<!D)(?>E)(?:F)", "(?=a)(?!b)(?<=c)(?<!d)(?>e)(?:f)", false);
  folds("(?i)A(?-i:B)", "(?i)a(?-i:b)", false);
  folds("(?s).", "(?s).", true);
  folds("(?x) A b # comment )\n C\\ D", "(?)abc d", false);
  folds("((?x) A b ) C", "((?)ab) c", false);
  folds("(?xx)[A b]", "(?)[ab]", false);
  folds("a(?#Comment)b", "ab", false);
  folds("\\QA.B\\E.", "a\\.b.", false);
  folds("(?(1)A|B)", "(?(1)a|b)", false);
  folds("(?(?=A)B|C)", "(?(?=a)b|c)", false);
  folds("(?|(A)|(B))(?1)(?R)", "(?|(a)|(b))(?1)(?R)", false);
  folds("^A$|\\bB", "^a$|\\bb", false);
  folds("\\AB", "\\Ab", true);
  folds("ab[c", "bad pattern: unclosed '[' at character 3", false);
  folds("網(A", "bad pattern: unclosed '(' at character 2", false);
  folds("e\xCC\x81)", "bad pattern: ')' without '(' at character 3", false);
  folds("中\\p{Lu}", "bad pattern: case is folded away here: tell it apart with distinct case (or exact) to use a property of case at character 2", false);
  folds("[[:upper:]]", "bad pattern: case is folded away here: tell it apart with distinct case (or exact) to use a class of case at character 2", false);
  folds("a\\nb", "bad pattern: a line end is a barrier that no match crosses unless across is given; at character 2", false);
  folds("a\\Kb", "bad pattern: \\K is not supported, use a lookbehind (?<=...); at character 2", false);
  folds("(*ACCEPT)", "bad pattern: verbs (*...) are not supported; at character 1", false);
  folds("[^aß]", "bad pattern: a character that folds to several cannot stand in a negated class; at character 4", false);
  folds("a\\", "bad pattern: \\ at the end at character 2", false);
  folds("[z-a]", "bad pattern: a range whose end comes before its start at character 2", false);
  folds("\\x{110000}", "bad pattern: not the number of a character at character 1", false);
}

/* Patterns of all sorts of pieces: taken, or refused with a character that is in them. */
static void any_pattern(void) {
  static const char *const pieces[] = {"(", ")", "(?:", "(?=", "(?<n>", "(?x)", "(?#", "(?i:", "(?(1)", "(?|", "[", "]", "[^", "[:alpha:]", "-", "\\", "\\p{L}",
    "\\P{^Han}", "\\pL", "\\x{4E2D}", "\\x", "\\Q", "\\E", "\\1", "\\g{1}", "\\k<n>", "\\N{U+41}", "\\o{7}", "\\c", "|", "*", "+", "?", "{1,3}", "{,2}", "{", "}",
    "a", "中", "網", "ß", "ｶ", "ﾞ", "\xCC\x81", " ", "#", "^", "$", ".", "\\b", "\\s", "A-Z", "(?R)", "\\"};
  yl_view *v = view_of(ctx, corpus, "all");
  const char *bad = NULL;
  int taken = 0;
  for (int round = 0; round < 20000 && !bad; round++) {
    char query[256] = "query=";
    for (uint32_t k = rt_below(8) + 1; k > 0; k--) strcat(query, pieces[rt_below(sizeof pieces / sizeof *pieces)]);
    yl_hits *h = find_in(v, round % 3 ? WORDS(query, "regex", "match-limit=1000") : WORDS(query, "regex", "distinct=case", "across", "match-limit=1000"));
    bool done = count_of(h) >= 0;
    const char *at = done ? NULL : strstr(yl_errmsg(ctx), " at character ");
    taken += done;
    if (!done && at && (size_t)atol(at + 14) > yl_utf8_count(query + 6, strlen(query + 6)) + 1) bad = query;
    if (!done && !at && !strstr(yl_errmsg(ctx), "at one place") && !strstr(yl_errmsg(ctx), "bad pattern")) bad = yl_errmsg(ctx);
    yl_hits_free(ctx, h);
    if (bad) printf("# %s: %s\n", query, yl_errmsg(ctx));
  }
  ok(!bad && taken > 2000, "random patterns: %d of 20000 taken, the others refused", taken);
  yl_view_free(ctx, v);
}

static void patterns(void) {
  finds("網絡与网络", "0-6 9-15", WORDS("query=網.", "regex"));
  finds("Ab\nab", "0-2 3-5", WORDS("query=^AB$", "regex"));
  finds("ab\nc", "", WORDS("query=b[^x]c", "regex"));
  finds("ab\nc", "1-4", WORDS("query=b[^x]c", "regex", "across"));
  finds("ab\nc", "1-4", WORDS("query=b\\nc", "regex", "across"));
  finds("aaa", "0-3", WORDS("query=a*", "regex"));
  finds("Ab aB", "3-5", WORDS("query=a\\p{Lu}", "regex", "distinct=case"));
  finds("Ab ＡB", "3-7", WORDS("query=A\\p{Lu}", "regex", "distinct=case"));
  finds("中 文 中文", "0-7", WORDS("query=中 文", "regex", "distinct=space"));
  finds("中 文 中文", "0-7 8-14", WORDS("query=中文", "regex", "distinct=case"));
  finds("后 後 后", "4-7", WORDS("query=[後]", "regex", "exact"));
  finds("a\n後b\xE2\x80\xA8" "b", "2-6", WORDS("query=\\W?後[^x]+", "regex", "exact"));
  finds("a\nb", "0-3", WORDS("query=a\\sb", "regex", "exact", "across"));
  finds("AI said ai R1 R18", "0-2 8-10", WORDS("query=ai|x", "regex", "word"));
  finds("R18 R1", "4-6", WORDS("query=R1|R", "regex", "word"));
  finds("ab ac", "0-2 3-5'", WORDS("query=ab", "query=ac", "regex"));
  refuses("at character 4", YL_EPATTERN, WORDS("query=中a**b", "regex"));
  refuses("at character 4", YL_EPATTERN, WORDS("query=網ＡＢ(?<", "regex"));
  with_text("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac\n", "none");
  refuses("match-limit = 1000", YL_ELIMIT, WORDS("query=(a+)+$", "regex", "match-limit=1000"));
  refuses("whole number", YL_EINVAL, WORDS("query=a", "match-limit=many"));
}

static void group_is(yl_hits *h, unsigned g, const char *want, const char *name) {
  size_t start = 0, end = 0;
  char got[64] = "none";
  if (yl_hits_group(ctx, h, 0, g, &start, &end) == YL_OK) sprintf(got, "%zu-%zu", start, end);
  is(got, strlen(got), want, name);
}

static void captures(void) {
  with_text("x\n网 络ＡＢ12年", "none");
  yl_view *v = view_of(ctx, corpus, "all");
  yl_hits *h = find_in(v, WORDS("query=(網絡)(A|(C))B(\\d+)(?<=12)", "regex"));
  group_is(h, 0, "2-17", "group 0 is the hit");
  group_is(h, 1, "2-9", "group 1 with the space between Han");
  group_is(h, 2, "9-12", "group 2 is the wide letter");
  group_is(h, 3, "none", "group 3 took no part");
  group_is(h, 4, "15-17", "group 4");
  group_is(h, 5, "none", "there is no group 5");
  yl_hits_free(ctx, h);
  h = find_in(v, WORDS("query=(网络)Ａ(.)", "regex", "distinct=width"));
  group_is(h, 1, "2-9", "groups with distinct");
  group_is(h, 2, "12-15", "groups with distinct");
  yl_hits_free(ctx, h);
  h = find_in(v, WORDS("query=(x)\\s(.)", "regex", "exact", "across"));
  group_is(h, 2, "2-5", "groups of exact, across");
  yl_hits_free(ctx, h);
  h = find_in(v, WORDS("query=Ｂ(\\d)", "regex", "exact"));
  group_is(h, 1, "15-16", "groups of exact");
  yl_hits_free(ctx, h);
  yl_view_free(ctx, v);
}

/* The same pattern, by PCRE2 on each line of each zone's key. */
static const char *try_regex(const yl_view *v, yl_hits *h, const char *folded) {
  int code;
  PCRE2_SIZE at;
  uint64_t k = 0;
  const char *bad = NULL;
  pcre2_code *re = pcre2_compile((PCRE2_SPTR)folded, PCRE2_ZERO_TERMINATED, PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE, &code, &at, NULL);
  if (!re) return "does not compile";
  pcre2_jit_compile(re, PCRE2_JIT_COMPLETE); /* 10.42 is not of one mind about (?>.*.?|[a-c])b: its code tries the alternative */
  pcre2_match_data *md = pcre2_match_data_create_from_pattern(re, NULL);
  for (size_t i = 0; i < yl_view_size(v); i++) {
    const yl_part *p;
    const yl_docrec *d = yl_corpus_doc(v->c, yl_view_doc(v, i), &p);
    yl_str key = yl_seg_bytes(&p->seg, YL_S_KEY_MAIN, d->key[YL_MAIN]);
    for (size_t from = 0, to; from < key.n && !bad; from = to + 1) {
      for (to = from; to < key.n && key.p[to] != '\n'; to++) {}
      for (size_t pos = 0; !bad && pcre2_match(re, (PCRE2_SPTR)key.p + from, to - from, pos, PCRE2_NOTEMPTY, md, NULL) > 0;) {
        size_t start = pcre2_get_ovector_pointer(md)[0], end = pcre2_get_ovector_pointer(md)[1], s = from + start, e = from + end;
        yl_hit hit;
        pos = end;
        yl_seg_key_to_text(&p->seg, d, YL_MAIN, &s, &e);
        if (!get(h, k++, &hit)) bad = "too few";
        else if (hit.doc != yl_view_doc(v, i) || hit.start != s || hit.end != e) bad = "place";
      }
    }
  }
  if (!bad && (long)k != count_of(h)) bad = "too many";
  pcre2_match_data_free(md);
  pcre2_code_free(re);
  return bad;
}

static void regex_oracle(const yl_corpus *c) {
  static const char *const list[][2] = {{"中.{0,3}文", "中.{0,3}文"}, {"[^中]+A", "[^中]+a"}, {"\\s*網", "\\s*网"}, {"^.", "^."}, {".$", ".$"},
    {"(?<=中)[\\p{Han}]{1,3}", "(?<=中)[\\p{Han}]{1,3}"}, {"(?<!国)ß?", "(?<!国)(?:ss)?"}, {"\\b\\w+\\b", "\\b\\w+\\b"}, {"\\Aa", "\\Aa"},
    {"a(?!\\w)", "a(?!\\w)"}, {"a(?=\\W)", "a(?=\\W)"}, {"s\\z", "s\\z"}, {"[Ａ-Ｃ1]+", "[a-c1]+"}, {"\\D\\d", "\\D\\d"}, {"中|中国", "中|中国"},
    {"[^a]{1,2}網", "[^a]{1,2}网"}, {".?文+国", ".?文+国"}, {"(中|a)文", "(中|a)文"}, {"(?:A中)?文|国a", "(?:a中)?文|国a"}, {".中?", ".中?"}, {".(?i)A", ".(?i)a"}};
  yl_view *v = view_of(ctx, c, NULL);
  for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
    char query[128];
    sprintf(query, "query=%s", list[i][0]);
    yl_hits *h = find_in(v, WORDS(query, "regex"));
    const char *bad = h ? try_regex(v, h, list[i][1]) : yl_errmsg(ctx);
    ok(!bad && count_of(h) > 0, "%s: %ld hits, as PCRE2 line by line%s%s", list[i][0], count_of(h), bad ? "; " : "", bad ? bad : "");
    yl_hits_free(ctx, h);
  }
  yl_view_free(ctx, v);
}

/* A random pattern of groups, alternatives, classes, anchors and repeats of a few characters, some of them rare. */
static void random_pattern(char *out, int depth) {
  static const char *const atoms[] = {"中", "国", "网络", "文", "a", "b", "AI", "1", ".", "[中国]", "[a-c]", "[^中]", "\\w", "\\d", "(?=中)", "(?!a)", "\\b", "^", "$", "ß", "中 ",
                                      "(?i)", "(?-i)", "[ß文]", "(?<=国)", "\\1", "(?1)", "\\G", "(?i)A"};
  static const char *const times[] = {"", "", "", "", "", "?", "*", "+", "{2}", "{1,2}", "{0,1}?", "++"};
  static const char *const open[] = {"(", "(?:", "(?>", "(?i:", "(?=", "(?|", "(?(?=中)"};
  for (uint32_t n = 1 + rt_below(3); n > 0; n--) {
    if (depth > 0 && rt_below(3) == 0) {
      strcat(out, open[rt_below(rt_below(4) ? 3 : 7)]);
      random_pattern(out, depth - 1);
      if (rt_below(2)) {
        strcat(out, "|");
        random_pattern(out, depth - 1);
      }
      strcat(out, ")");
    } else {
      strcat(out, atoms[rt_below(rt_below(3) ? 9 : sizeof atoms / sizeof *atoms)]);
    }
    strcat(out, times[rt_below(sizeof times / sizeof *times)]);
  }
}

/* One that compiles; a copy of what it is folded to, for free(). */
static char *searchable_pattern(char *out) {
  yl_regex *re = NULL;
  while (!re) {
    *out = '\0';
    random_pattern(out, 1);
    if (rt_below(2)) strcat(out, "|"), random_pattern(out, 1);
    yl_regex_new(ctx, (yl_str){out, strlen(out)}, 0, false, false, 10000, &re);
  }
  char *folded = strndup(re->pattern.out.p, re->pattern.out.n);
  yl_regex_free(ctx, re);
  return folded;
}

/* Random patterns, by the literals that they need or as they are: as PCRE2 line by line. */
static void random_regex_oracle(const yl_corpus *c) {
  yl_view *v = view_of(ctx, c, NULL);
  const char *bad = NULL;
  long hits = 0;
  for (int i = 0; i < 150 && !bad; i++) {
    char query[1024] = "query=", *folded = searchable_pattern(query + 6);
    yl_hits *h = find_in(v, WORDS(query, "regex"));
    bad = h ? try_regex(v, h, folded) : yl_errmsg(ctx);
    if (bad) printf("# %s: %s\n", query, bad);
    hits += count_of(h);
    yl_hits_free(ctx, h);
    free(folded);
  }
  ok(!bad && hits > 1000, "150 random patterns: %ld hits, as PCRE2 line by line", hits);
  yl_view_free(ctx, v);
}

/* The same hits as of a pattern that needs nothing, for there is another that never matches. */
static bool same_hits(yl_hits *a, yl_hits *b);
static void needs_or_not(const yl_corpus *c, const char *how) {
  static const char *const distinct[] = {"distinct=case", "distinct=width", "distinct=script", "distinct=space", "distinct=punctuation", "distinct=repair", "exact", "word"};
  static const char *const views[] = {"body,heading,title", "all", "body"};
  const char *bad = NULL;
  long hits = 0;
  for (int i = 0; i < 240 && !bad; i++) {
    char query[1024] = "query=", other[1100];
    free(searchable_pattern(query + 6));
    sprintf(other, "query=(?:%s)|(?!)", query + 6);
    yl_view *v = view_of(ctx, c, views[rt_below(3)]);
    yl_hits *a = find_in(v, WORDS(query, "regex", distinct[i % 8])), *b = find_in(v, WORDS(other, "regex", distinct[i % 8]));
    if (!same_hits(a, b)) bad = distinct[i % 8];
    if (bad) printf("# %s %s\n", query, bad);
    hits += count_of(a);
    yl_hits_free(ctx, a);
    yl_hits_free(ctx, b);
    yl_view_free(ctx, v);
  }
  ok(!bad && hits > 1000, "%s: 240 random patterns, distinct: %ld hits, by what they need and without", how, hits);
}

static bool at_most(size_t at, uint32_t most) { return at != (size_t)-1 && (at <= most || most == YL_NEED_ANY_LENGTH); }

/* Within `before` bytes. */
static bool contains_one(yl_str s, const yl_need_set *need, uint32_t before) {
  for (size_t i = 0; i < need->n; i++)
    if (at_most(yl_str_find(s, yl_need_string(need, i), 0), before)) return true;
  return false;
}

/* Every match of the pattern, as PCRE2 finds them in a text, contains one of what is said to be needed. */
static const char *lacks_need(const yl_regex *re, yl_str text, int *matches) {
  yl_matcher m;
  size_t at = 0, start, end;
  const char *bad = NULL;
  if (yl_matcher_init(ctx, re, &m) != YL_OK) abort();
  while (!bad && yl_match(ctx, &m, text, at, false) == YL_OK && yl_matcher_group(&m, 0, &start, &end) && end > at) {
    if (!contains_one(yl_sub(text, start, end), &re->pattern.need, re->pattern.before)) bad = "lacks what it needs, where it should be";
    ++*matches;
    at = end;
  }
  yl_matcher_free(&m);
  return bad;
}

static void needs(void) {
  static const char *const letters[] = {"中", "国", "网", "络", "文", "a", "b", "i", "1", "ss", " ", "，"};
  int tried = 0, certain = 0, near = 0, matches = 0;
  const char *bad = NULL;
  for (int round = 0; round < 20000 && !bad; round++) {
    char pattern[1024] = "", text[256] = "";
    random_pattern(pattern, 2);
    if (rt_below(2)) strcat(pattern, "|"), random_pattern(pattern, 1);
    for (int i = 0; i < 40; i++) strcat(text, letters[rt_below(sizeof letters / sizeof *letters)]);
    yl_regex *re;
    if (yl_regex_new(ctx, (yl_str){pattern, strlen(pattern)}, 0, false, rt_below(8) == 0, 10000, &re) != YL_OK) continue;
    tried++;
    certain += re->pattern.need.n > 0;
    near += re->pattern.need.n > 0 && re->pattern.before < YL_NEED_ANY_LENGTH;
    if (re->pattern.need.n) bad = lacks_need(re, (yl_str){text, strlen(text)}, &matches);
    if (bad) printf("# %s as %.*s in %s\n", pattern, (int)re->pattern.out.n, re->pattern.out.p, text);
    yl_regex_free(ctx, re);
  }
  ok(!bad && certain > tried / 4 && near > tried / 8 && matches > 1000, "%d random patterns, %d of which need something: so do their %d matches%s%s", tried, certain, matches, bad ? "; " : "", bad ? bad : "");
}

static void need_is(const char *pattern, const char *want) {
  yl_pattern p = {0};
  char got[1024] = "";
  if (yl_pattern_fold(ctx, (yl_str){pattern, strlen(pattern)}, 0, false, &p) != YL_OK) strcpy(got, yl_errmsg(ctx));
  for (size_t i = 0; i < p.need.n; i++) {
    yl_str s = yl_need_string(&p.need, i);
    sprintf(got + strlen(got), "%s%.*s", i ? " " : "", (int)s.n, s.p);
  }
  is(got, strlen(got), want, pattern);
  yl_pattern_free(ctx, &p);
}

static void what_is_needed(void) {
  need_is("貿易衝突|關稅戰", "贸易冲突 关税战");
  need_is("(中国|美國)经济", "中国经济 美国经济");
  need_is("(?:[京津])?高铁", "高铁");
  need_is("[京津]高铁", "京高铁 津高铁");
  need_is("(a|泡沫+).", "a 泡沫");
  need_is(".*(网|网络)\\w", "网");
  need_is("的?", "");
  need_is("中国|\\d+", "");
  need_is("(?=中国).*文", "文");
  need_is("(?!中国)..", "");
  need_is("(?i)AI.*深度", "深度");
  need_is("(?i:x)AI", "ai");
  need_is("(中)(?(1)国|文)a", "中");
  need_is("网{2}络", "网网络");
  need_is("(网络){0}[文国]中", "文中 国中");
  need_is("[一-鿿]国", "国");
}

/* Is every hit of a one of b? */
static bool within(yl_hits *a, yl_hits *b) {
  yl_hit x, y;
  uint64_t j = 0;
  for (uint64_t k = 0; get(a, k, &x); k++) {
    while (get(b, j, &y) && (y.doc < x.doc || (y.doc == x.doc && y.start < x.start))) j++;
    if (!get(b, j, &y) || y.doc != x.doc || y.start != x.start || y.end != x.end) return false;
  }
  return true;
}

/* A pattern that is a literal finds, on text, what the literal finds; and may find more, for it may end inside a grapheme. */
static void distinct_regex(const yl_corpus *c) {
  static const char *const tried[][2] = {{"query=a", "distinct=case"}, {"query=网", "distinct=script"}, {"query=中文", "distinct=width"},
    {"query=中文", "distinct=space"}, {"query=中文", "exact"}, {"query=a", "word"}, {"query=，中", "distinct=punctuation"}};
  yl_view *v = view_of(ctx, c, "all");
  long all = count_in(v, WORDS("query=[网a]", "regex")), lit = count_in(v, WORDS("query=网")) + count_in(v, WORDS("query=a"));
  ok(all == lit && all > 0, "a class of two counts as the two, %ld", all);
  for (size_t i = 0; i < sizeof tried / sizeof *tried; i++) {
    yl_hits *a = find_in(v, WORDS(tried[i][0], tried[i][1])), *b = find_in(v, WORDS(tried[i][0], tried[i][1], "regex"));
    ok(a && b && within(a, b) && count_of(a) > 0 && count_of(b) <= count_of(a) + count_of(a) / 10, "%s %s: pattern and literal agree (%ld, %ld)",
       tried[i][0], tried[i][1], count_of(a), count_of(b));
    yl_hits_free(ctx, a);
    yl_hits_free(ctx, b);
  }
  yl_view_free(ctx, v);
}

static bool same_hits(yl_hits *a, yl_hits *b) {
  if (!a || !b || count_of(a) != count_of(b)) return false;
  yl_hit x, y;
  for (uint64_t k = 0; get(a, k, &x) && get(b, k, &y); k++)
    if (x.doc != y.doc || x.query != y.query || x.start != y.start || x.end != y.end) return false;
  return true;
}

static bool ordered(yl_hits *h) {
  yl_hit x = {0}, y;
  for (uint64_t k = 0; h && get(h, k, &y); k++, x = y)
    if (k && (y.doc < x.doc || (y.doc == x.doc && y.start < x.start))) return false;
  return h != NULL;
}

static void threads_and_order(const yl_corpus *c) {
  const char *const *asked[] = {WORDS("query=中"), WORDS("query=中", "query= ", "query=文 ", "query=Ａ"), WORDS("query=[^中]", "query=a.", "regex"),
                                WORDS("query=a.", "regex", "distinct=width"), WORDS("query=中国", "across"), WORDS("query=s.+a", "regex", "across")};
  yl_view *v = view_of(ctx, c, "all");
  for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
    yl_set_jobs(ctx, 1);
    yl_hits *one = find_in(v, asked[i]);
    yl_set_jobs(ctx, 4);
    yl_hits *four = find_in(v, asked[i]);
    ok(same_hits(one, four) && ordered(one) && count_of(one) > 0, "%s: the same with four threads, in order", asked[i][0]);
    yl_hits_free(ctx, one);
    yl_hits_free(ctx, four);
  }
  yl_view_free(ctx, v);
}

/* A document of several megabytes is searched in pieces; a line longer than a piece is not cut. */
static void long_document(void) {
  size_t n = 0, size = 7 << 20;
  char *text = malloc(size + 64);
  long want = 0;
  while (n < size) {
    memcpy(text + n, "网络中文", 12);
    n += 12;
    want++;
    if ((n < size / 3 || n > size / 3 * 2) && want % 50 == 0) text[n++] = '\n';
  }
  text[n] = '\0';
  with_text(text, "none");
  free(text);
  yl_view *v = view_of(ctx, corpus, "all");
  ok(count_in(v, WORDS("query=網絡")) == want, "7 MB in one document: all %ld", want);
  yl_view_free(ctx, v);
  v = view_of(ctx, corpus, NULL);
  if (yl_view_stream(v, YL_MAIN)) ok(count_in(v, WORDS("query=網絡")) == want, "in pieces");
  ok(count_in(v, WORDS("query=網.", "regex")) == want, "pattern in pieces");
  ok(count_in(v, WORDS("query=[^中]络", "regex")) == want, "pattern line by line");
  yl_view_free(ctx, v);
}

/* Hits asked for one by one, from behind, and after counting: always the same ones. */
static void lazily(const yl_corpus *c) {
  const char *const *asked[] = {WORDS("query=中"), WORDS("query=中", "word"), WORDS("query=[^中]", "regex"), WORDS("query=中", "query=a")};
  yl_view *v = view_of(ctx, c, NULL);
  for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
    yl_hits *counted = find_in(v, asked[i]), *fresh = find_in(v, asked[i]);
    long n = count_of(counted);
    bool same = n > 100;
    yl_hit x, y;
    for (long k = 0; k < n && same; k += 1 + k / 7)
      same = get(fresh, (uint64_t)k, &x) && get(counted, (uint64_t)(n - 1 - k), &y) && get(counted, (uint64_t)k, &y) && x.doc == y.doc && x.start == y.start;
    ok(same && !get(fresh, (uint64_t)n, &x) && count_of(fresh) == n, "%s: counted or not, the same %ld", asked[i][0], n);
    yl_hits_free(ctx, counted);
    yl_hits_free(ctx, fresh);
  }
  yl_view_free(ctx, v);
}

/* The same hits with the layers of look-up as without, for whatever is asked in whatever view. */
static void with_lookups(yl_corpus *c) {
  static const char *const flags[] = {"word", "regex", "exact", "across", "distinct=script", NULL, "distinct=case", "regex", "distinct=width",
                                      "distinct=space", "distinct=repair", "distinct=punctuation"};
  static const char *const views[] = {"body,heading,title", "body", "all", "other,navigation,caption"};
  yl_hits *plain[300];
  yl_view *view[4];
  const char *bad = NULL;
  char asked[300][1024];
  long all = 0;
  for (int i = 0; i < 4; i++) view[i] = view_of(ctx, c, views[i]);
  for (int round = 0; round < 900 && !bad; round++) {
    int k = round % 300;
    char *query = asked[k];
    if (round < 300) {
      strcpy(query, "query=");
      for (uint32_t n = 1 + rt_below(3); n > 0; n--) strcat(query, (const char *const[]){"中", "国", "文", "网", "a", "s", "A", "后", "1", "網", "後"}[rt_below(11)]);
      if (k % 12 == 1) strcat(query, (const char *const[]){".?文", "[国网]", "(?:a|中)", "{2}"}[rt_below(4)]);
      if (k % 12 == 7) free(searchable_pattern(query + 6));
    } else if (k == 0) {
      unsigned which = round == 300 ? 1u << YL_LOOKUP_FILTER : 1u << YL_LOOKUP_SUFFIX;
      for (size_t i = 0; i < c->nparts; i++)
        if (yl_seg_add_lookups(ctx, &c->parts[i].seg, which) != YL_OK) abort();
    }
    const char *const words[] = {query, flags[k % 12], NULL};
    yl_hits *h = find_in(view[k / 12 % 4], words);
    if (round < 300)
      plain[k] = h;
    else {
      if (count_of(h) != count_of(plain[k]) || !same_hits(h, plain[k])) bad = query;
      all += count_of(h);
      yl_hits_free(ctx, h);
    }
  }
  for (int k = 0; k < 300; k++) yl_hits_free(ctx, plain[k]);
  ok(!bad && all > 1000, "the same %ld hits with and without layers of look-up%s%s", all, bad ? "; not: " : "", bad ? bad : "");
  for (int i = 0; i < 4; i++) yl_view_free(ctx, view[i]);
}

/* ---- many literals, and literals with edits ---- */

static void many(const yl_corpus *c) {
  yl_view *v = view_of(ctx, c, "all");
  static char list[40][64];
  const char *words[42] = {0};
  const char *bad = NULL;
  for (int round = 0; round < 30 && !bad; round++) {
    uint64_t k = 0;
    for (int i = 0; i < 40; i++) {
      strcpy(list[i], "query=");
      for (uint32_t n = 1 + rt_below(3); n > 0; n--) strcat(list[i], (const char *const[]){"中", "国", "文", "网", "a", "s", "A", "后", "1", "ß", " a"}[rt_below(11)]);
      words[i] = list[i];
    }
    words[40] = round % 3 == 1 ? "word" : round % 3 == 2 ? "distinct=case" : NULL;
    yl_hits *all = find_in(v, words), *one[40];
    uint64_t at[40] = {0};
    for (int i = 0; i < 40; i++) one[i] = find_in(v, (const char *const[]){list[i], words[40], NULL});
    yl_hit x, y;
    for (; get(all, k, &x) && !bad; k++) { /* each is one of its query */
      while (get(one[x.query], at[x.query], &y) && (y.doc < x.doc || (y.doc == x.doc && y.start < x.start))) at[x.query]++;
      bool there = false;
      for (uint64_t j = at[x.query]; get(one[x.query], j, &y) && y.doc == x.doc && y.start == x.start; j++) there = there || y.end == x.end;
      if (!there) bad = list[x.query];
    }
    for (int i = 0; i < 40 && !bad; i++) /* and each of each query is there */
      for (uint64_t j = 0, m = 0; get(one[i], j, &y) && !bad; j++) {
        while (get(all, m, &x) && (x.doc < y.doc || (x.doc == y.doc && x.start < y.start))) m++;
        bool there = false;
        for (uint64_t p = m; get(all, p, &x) && x.doc == y.doc && x.start == y.start; p++) there = there || x.end == y.end;
        if (!there) bad = list[i];
        if (j > 300) break;
      }
    for (int i = 0; i < 40; i++) yl_hits_free(ctx, one[i]);
    if (k < 50) bad = "too few";
    yl_hits_free(ctx, all);
  }
  ok(!bad, "forty at once find what each finds%s%s", bad ? "; not: " : "", bad ? bad : "");
  yl_view_free(ctx, v);
}

/* Edits between q and s. */
static unsigned edits_between(const uint32_t *q, size_t n, const uint32_t *s, size_t m) {
  unsigned row[64];
  for (size_t i = 0; i <= n; i++) row[i] = (unsigned)i;
  for (size_t j = 1; j <= m; j++) {
    unsigned diagonal = row[0];
    row[0] = (unsigned)j;
    for (size_t i = 1; i <= n; i++) {
      unsigned best = diagonal + (q[i - 1] != s[j - 1]);
      diagonal = row[i];
      if (row[i] + 1 < best) best = row[i] + 1;
      if (row[i - 1] + 1 < best) best = row[i - 1] + 1;
      row[i] = best;
    }
  }
  return row[n];
}

/* The same by trying every stretch of every line: of the first match and those that overlap it. */
static const char *try_fuzzy(const yl_view *v, yl_hits *h, const uint32_t *q, size_t n, unsigned k) {
  uint64_t hit = 0;
  static uint32_t cp[1 << 16];
  static size_t at[1 << 16];
  for (size_t i = 0; i < yl_view_size(v); i++) {
    const yl_part *p;
    const yl_docrec *d = yl_corpus_doc(v->c, yl_view_doc(v, i), &p);
    yl_str key = yl_seg_bytes(&p->seg, YL_S_KEY_MAIN, d->key[YL_MAIN]);
    for (size_t from = 0, to, m; from < key.n; from = to + 1) {
      for (to = from, m = 0; to < key.n && key.p[to] != '\n'; m++) {
        at[m] = to;
        to += yl_utf8_next(key.p + to, &cp[m]);
      }
      at[m] = to;
      for (size_t done = 0, end = 0; done < m; done = end) {
        unsigned least = k + 1;
        size_t length = 0, stop = m, first = 0, best_gap = 0;
        for (size_t e = done + 1; e <= stop; e++) {
          unsigned edits = k + 1;
          size_t mine = 0, my_gap = 0;
          for (size_t l = 1; l <= e - done && l <= n + k; l++) {
            unsigned x = edits_between(q, n, cp + e - l, l);
            size_t gap = l > n ? l - n : n - l;
            if (x < edits || (x == edits && x <= k && gap < my_gap)) edits = x, mine = l, my_gap = gap;
          }
          if (edits > k) continue;
          if (!first) stop = e + 2 * k < m ? e + 2 * k : m, first = e;
          if (e - mine < first && (edits < least || (edits == least && my_gap < best_gap))) least = edits, length = mine, end = e, best_gap = my_gap;
        }
        if (least > k) break;
        size_t s = at[end - length], e = at[end];
        yl_hit got;
        yl_seg_key_to_text(&p->seg, d, YL_MAIN, &s, &e);
        if (!get(h, hit++, &got)) return "too few";
        if (got.start != s || got.end != e || got.edits != least || got.doc != yl_view_doc(v, i)) return "place";
      }
    }
  }
  return (long)hit == count_of(h) ? NULL : "too many";
}

static void fuzzy(yl_corpus *c) {
  yl_view *v = view_of(ctx, c, NULL);
  const char *bad = NULL;
  long hits = 0;
  char query[128];
  for (int round = 0; round < 60 && !bad; round++) {
    unsigned k = 1 + rt_below(2);
    uint32_t q[8];
    size_t n = k + 2 + rt_below(3), bytes = 6;
    strcpy(query, "query=");
    for (size_t i = 0; i < n; i++) {
      q[i] = (const uint32_t[]){0x4E2D, 0x56FD, 0x6587, 0x7F51, 'a', 's', '1'}[rt_below(7)];
      bytes += yl_utf8_encode(q[i], query + bytes);
    }
    query[bytes] = '\0';
    yl_hits *h = find_in(v, WORDS(query, k == 1 ? "fuzzy=1" : "fuzzy=2"));
    bad = h ? try_fuzzy(v, h, q, n, k) : yl_errmsg(ctx);
    hits += count_of(h);
    yl_hits_free(ctx, h);
  }
  ok(!bad && hits > 300, "with edits: as trying all stretches, %ld hits%s%s for %s", hits, bad ? "; not: " : "", bad ? bad : "", query);
  yl_view_free(ctx, v);
  refuses("3 characters", YL_EPATTERN, WORDS("query=中文", "fuzzy=1"));
  refuses("fuzzy is", YL_EINVAL, WORDS("query=中文字", "fuzzy=3"));
  refuses("does not go with", YL_EINVAL, WORDS("query=中文字", "fuzzy=1", "exact"));
  finds("贸易沖突与貿易摩擦", "0-12", WORDS("query=贸易冲突", "fuzzy=1"));
  finds("深度學习，深度的学习", "0-12 15-30", WORDS("query=深度学习", "fuzzy=1"));
}

static void repairs(void) {
  with_text("這是網(wǎng)絡(luò)時(shí)代的開(kāi)始，網(wǎng)站很多。網(wǎng)絡(luò)經(jīng)濟(jì)發(fā)展很快，開(kāi)發(fā)時(shí)間很短，網(wǎng)上什么都有，很多人都说好。\n", "all");
  yl_view *v = view_of(ctx, corpus, "all");
  ok(yl_doc_repairs(corpus, 0) > 8, "glosses were taken out");
  ok(count_in(v, WORDS("query=网络")) == 2, "glosses are out of the way");
  ok(count_in(v, WORDS("query=网络", "distinct=repair")) == 0, "distinct repair refuses what was repaired");
  ok(count_in(v, WORDS("query=很多")) == 2, "the other way round");
  ok(count_in(v, WORDS("query=很多", "distinct=repair")) == 2, "and leaves what was written so");
  ok(count_in(v, WORDS("query=很.", "regex", "distinct=repair")) == 4 && count_in(v, WORDS("query=网.", "regex", "distinct=repair")) == 0, "so with a pattern");
  ok(count_in(v, WORDS("query=網絡", "exact")) == 0 && count_in(v, WORDS("query=很多", "exact")) == 2, "and with exact");
  yl_view_free(ctx, v);
}

static void explains(void) {
  with_text("中文", "none");
  yl_view *v = view_of(ctx, corpus, NULL);
  yl_set_jobs(ctx, 1);
  yl_hits *h = find_in(v, WORDS("query=網絡"));
  is(yl_hits_explain(h), strlen(yl_hits_explain(h)), "literal \"网络\" on key, main stream, scan by byte 0x91, 1 thread\n", "explain");
  yl_hits_free(ctx, h);
  yl_view_free(ctx, v);
}

static void cancelled(const yl_corpus *c) {
  yl_view *v = view_of(ctx, c, NULL);
  yl_cancel(ctx);
  yl_hits *h = find_in(v, WORDS("query=中"));
  ok(h && count_of(h) < 0 && strlen(yl_errmsg(ctx)) > 0, "cancelled: %s", yl_errmsg(ctx));
  yl_clear_cancel(ctx);
  ok(count_of(h) > 0, "and found when asked again");
  yl_hits_free(ctx, h);
  yl_view_free(ctx, v);
}

/* ---- memory ---- */

static void failing_memory(const char *folder) {
  const char *const *asked[] = {WORDS("query=中文", "word"), WORDS("query=中", "query= ", "query=文 "), WORDS("query=a", "exact"),
                                WORDS("query=[A-Zß](.)", "regex", "word"), WORDS("query=(a)文?", "regex", "distinct=width"),
                                WORDS("query=中文国", "fuzzy=1"), WORDS("query=a", "query=b", "query=c", "query=d", "query=e", "query=f", "query=g", "query=h", "query=i")};
  failing f = {0};
  atomic_store(&f.left, -1);
  yl_ctx *x = yl_ctx_new(failing_alloc, &f);
  yl_set_jobs(x, 2);
  yl_corpus *c = open_folder(x, folder, "none");
  yl_view *v = view_of(x, c, "all");
  long before = atomic_load(&f.alive);
  for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
    long n = 0;
    bool clean = true, done = false;
    for (; n < 5000 && !done && clean; n++) {
      atomic_store(&f.left, n);
      atomic_store(&f.failed, false);
      yl_opts *o = options(x, asked[i]);
      yl_hits *h = NULL;
      yl_status rc = o ? yl_find(x, v, o, &h) : YL_ENOMEM;
      size_t s, e;
      uint64_t count;
      if (rc == YL_OK && (rc = yl_hits_count(x, h, &count)) == YL_OK && count) yl_hits_group(x, h, 0, 1, &s, &e);
      done = !atomic_load(&f.failed);
      clean = rc == YL_OK || rc == YL_ENOMEM;
      yl_opts_free(x, o);
      yl_hits_free(x, h);
      clean = clean && atomic_load(&f.alive) == before;
    }
    ok(done && clean && n > 5, "%s: each of %ld allocations may fail", asked[i][0], n - 1);
  }
  atomic_store(&f.left, -1);
  yl_view_free(x, v);
  yl_corpus_free(x, c);
  yl_ctx_free(x);
  ok(atomic_load(&f.alive) == 0, "nothing is left");
}

int main(void) {
  ctx = yl_ctx_new(NULL, NULL);
  if (!scratch_enter()) return 1;
  literals();
  folding();
  patterns();
  with_text("aaa中网 ka\nÁ12 ABß\n", "none");
  any_pattern();
  what_is_needed();
  needs();
  captures();
  repairs();
  explains();
  long_document();
  random_corpus("random", 24, 2000);
  yl_corpus *c = open_folder(ctx, "random", "none");
  against_oracle(c);
  slice_law(c);
  regex_oracle(c);
  random_regex_oracle(c);
  distinct_regex(c);
  threads_and_order(c);
  lazily(c);
  many(c);
  fuzzy(c);
  needs_or_not(c, "opened");
  with_lookups(c);
  needs_or_not(c, "with the filter");
  fuzzy(c);
  cancelled(c);
  yl_corpus_free(ctx, c);
  random_corpus("few", 3, 300);
  failing_memory("few");
  yl_corpus_free(ctx, corpus);
  yl_ctx_free(ctx);
  scratch_leave();
  return done();
}
