/* test_cql.c - the corpus query language: random queries on random corpora find what a slow matcher finds; memory that runs out leaks
 * nothing; what is wrong is told with its place; nothing runs away. */
#define _XOPEN_SOURCE 700
#include <stdlib.h>

#include "segment/given.h"
#include "cql/cql.h"
#include "failing.h"
#include "random_text.h"
#include "scratch.h"
#include "tap.h"
#include "words/words.h"

/* ---- a model of a corpus ---- */

enum { TOKENS = 120, REGIONS = 200, NONE = -1 };
static const char *const words[] = {"甲", "乙", "丙", "ab", "cd"};
static const char *const tags[] = {"n", "v"};
static const char *const lemmas[] = {"x", "y", "|x|y|"};
static const char *const kinds[] = {"s", "p", "np"};

typedef struct region {
  int kind, first, end, type;
} region;
static struct {
  int word[TOKENS], tag[TOKENS], lemma[TOKENS], span[TOKENS], n;
  region r[REGIONS];
  int nr;
} model;

static char vrt[1 << 16];
static size_t vrt_n;
__attribute__((format(printf, 1, 2))) static void put(const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  vrt_n += (size_t)vsnprintf(vrt + vrt_n, sizeof vrt - vrt_n, fmt, ap);
  va_end(ap);
}

static int open_region(int kind, int type) {
  model.r[model.nr] = (region){kind, model.n, 0, type};
  put(type < 0 ? "<%s>\n" : "<%s t=\"%d\">\n", kinds[kind], type);
  return model.nr++;
}
static void close_region(int r) {
  model.r[r].end = model.n;
  put("</%s>\n", kinds[model.r[r].kind]);
}
static void token(void) {
  int t = model.n++;
  model.word[t] = (int)rt_below(5), model.tag[t] = (int)rt_below(2), model.lemma[t] = (int)rt_below(3);
  put("%s\t%s\t%s\n", words[model.word[t]], tags[model.tag[t]], lemmas[model.lemma[t]]);
}
static void sentence(void) {
  int s = open_region(0, NONE);
  for (int i = 1 + (int)rt_below(6); i > 0; i--) {
    if (rt_below(3)) {
      token();
      continue;
    }
    int np = open_region(2, (int)rt_below(2)), inner = rt_below(3) ? NONE : open_region(2, (int)rt_below(2));
    token();
    if (inner >= 0) close_region(inner);
    if (rt_below(2)) token();
    close_region(np);
  }
  close_region(s);
}
static void make_model(void) {
  memset(&model, 0, sizeof model);
  vrt_n = 0;
  for (int d = 0; d < 4; d++) {
    put("<text id=\"d%d\" site=\"site%d\">\n", d, d % 2);
    for (int p = 1 + (int)rt_below(2); p > 0; p--) {
      int r = open_region(1, NONE);
      for (int s = 1 + (int)rt_below(3); s > 0; s--) sentence();
      close_region(r);
    }
    put("</text>\n");
  }
}

static yl_status open_model(yl_ctx *ctx, yl_corpus **c) {
  yl_opts *o;
  scratch_file("model.vrt", vrt, vrt_n);
  yl_status rc = yl_opts_new(ctx, &o);
  if (rc == YL_OK) rc = yl_opts_add(ctx, o, "path", YL_STR("model.vrt"));
  if (rc == YL_OK) rc = yl_opts_add(ctx, o, "columns", YL_STR("word,pos,lemma"));
  if (rc == YL_OK) rc = yl_opts_add(ctx, o, "keep", YL_STR("all"));
  if (rc == YL_OK) rc = yl_corpus_open(ctx, o, c);
  yl_opts_free(ctx, o);
  return rc;
}

/* The zones that the corpus found: no match crosses one. False: tokens are not those of the model. */
static bool find_spans(yl_ctx *ctx, const yl_corpus *c) {
  const yl_tokens *k;
  if (c->nparts != 1 || yl_corpus_tokens(ctx, c, 0, &k) != YL_OK || yl_tokens_n(k, YL_MAIN) != (uint32_t)model.n) return false;
  for (int t = 0; t < model.n; t++) {
    uint64_t start, end;
    const yl_segment *g = &c->parts[0].seg;
    yl_token_key(k, YL_MAIN, (uint32_t)t, &start, &end);
    size_t d = yl_token_doc(k, YL_MAIN, (uint32_t)t);
    const yl_docrec *doc = yl_seg_doc(g, d);
    const yl_zrun *z = yl_seg_zrun_at(g, doc, YL_MAIN, (size_t)(start - doc->key[0].at), NULL);
    model.span[t] = (int)(d * 1000 + (size_t)(z - yl_seg_zruns(g, doc, YL_MAIN)));
    if (!yl_str_is(yl_vocab_word(k, yl_token_word(k, YL_MAIN, (uint32_t)t)), words[model.word[t]])) return false;
  }
  return true;
}

/* ---- queries, as text and as trees ---- */

enum { ANY, WORD, NOT_WORD, TAG, LEMMA, SET, SAME_AS_A, INSIDE, AND, OR, NOT, IMPLIES };
enum { TOK, SEQ, ALT, REP, OPEN, CLOSE, PAIR, LOOK };
typedef struct node {
  int op, a, b;   /* children, or values */
  int min, max, label;
  int test;       /* of PAIR and OPEN on np: type, or NONE */
} node;
static node nodes[400];
static int nnodes;
static char query[8192];
static size_t query_n;
static bool has_a; /* label a is set before what comes now */

__attribute__((format(printf, 1, 2))) static void say(const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  query_n += (size_t)vsnprintf(query + query_n, sizeof query - query_n, fmt, ap);
  va_end(ap);
}

static int add(node n) {
  nodes[nnodes] = n;
  return nnodes++;
}

static int gen_test(int depth) {
  int kind = (int)rt_below(depth > 0 ? 12 : 8), x, y;
  switch (kind) {
  case WORD: case NOT_WORD:
    x = (int)rt_below(5);
    say(kind == WORD ? "word=\"%s\"" : "word!=\"%s\"", words[x]);
    return add((node){.op = kind, .a = x});
  case TAG: x = (int)rt_below(2); say("pos=\"%s\"", tags[x]); return add((node){.op = TAG, .a = x});
  case LEMMA: x = (int)rt_below(2); say("lemma=\"%s|z\"", lemmas[x]); return add((node){.op = LEMMA, .a = x});
  case SET: x = (int)rt_below(2); say("lemma contains \"%s\"", lemmas[x]); return add((node){.op = SET, .a = x});
  case SAME_AS_A:
    if (has_a) {
      say("word = a.word");
      return add((node){.op = SAME_AS_A});
    }
    /* fall through */
  case INSIDE: say("np"); return add((node){.op = INSIDE});
  case AND: case OR: case IMPLIES:
    say("(");
    x = gen_test(depth - 1);
    say(kind == AND ? " & " : kind == OR ? " | " : " -> ");
    y = gen_test(depth - 1);
    say(")");
    return add((node){.op = kind, .a = x, .b = y});
  case NOT: say("!("); x = gen_test(depth - 1); say(")"); return add((node){.op = NOT, .a = x});
  default: x = (int)rt_below(5); say("word=\"%s\"", words[x]); return add((node){.op = WORD, .a = x});
  }
}

static int gen_token(void) {
  int label = NONE, test;
  switch (rt_below(6)) {
  case 0: label = 0; say("a:"); break;
  case 1: label = 1; say("b:"); break;
  case 2: label = 2; say("@"); break;
  default: break;
  }
  if (rt_below(4) == 0) {
    say("[]");
    test = add((node){.op = ANY});
  } else if (rt_below(3) == 0) {
    int x = (int)rt_below(5);
    say("\"%s\"", words[x]);
    test = add((node){.op = WORD, .a = x});
  } else {
    say("[");
    test = gen_test(2);
    say("]");
  }
  if (label == 0) has_a = true;
  return add((node){.op = TOK, .a = test, .label = label});
}

static int gen(int depth) {
  int x, y, min, max, type;
  switch (depth > 0 ? rt_below(9) : 0) {
  case 0: case 1: case 2: return gen_token();
  case 3: case 4: x = gen(depth - 1); say(" "); y = gen(depth - 1); return add((node){.op = SEQ, .a = x, .b = y});
  case 5: say("("); x = gen(depth - 1); say(" | "); y = gen(depth - 1); say(")"); return add((node){.op = ALT, .a = x, .b = y});
  case 6:
    say("(");
    x = gen(depth - 1);
    say(")");
    switch (rt_below(5)) {
    case 0: min = 0, max = 1; say("?"); break;
    case 1: min = 0, max = 99; say("*"); break;
    case 2: min = 1, max = 99; say("+"); break;
    case 3: min = 1, max = 3; say("{1,3}"); break;
    default: min = max = 2; say("{2}"); break;
    }
    return add((node){.op = REP, .a = x, .min = min, .max = max});
  case 7:
    type = rt_below(2) ? NONE : (int)rt_below(2);
    if (rt_below(2)) {
      if (type < 0) say("<np> "); else say("<np_t=\"%d\"> ", type);
      x = gen(depth - 1);
      say(" </np>");
      return add((node){.op = PAIR, .a = x, .b = 2, .test = type});
    }
    say("<s> ");
    x = gen(depth - 1);
    say(" </s>");
    return add((node){.op = PAIR, .a = x, .b = 0, .test = NONE});
  default:
    if (rt_below(3) == 0) {
      say("[: ");
      x = gen_test(1);
      say(" :] ");
      x = add((node){.op = LOOK, .a = x});
    } else {
      say("<p> ");
      x = add((node){.op = OPEN, .b = 1, .test = NONE});
    }
    y = gen(depth - 1);
    return add((node){.op = SEQ, .a = x, .b = y});
  }
}

/* ---- the slow matcher ---- */

typedef struct labels {
  int at[3];
} labels;
enum { NO_GLOBAL, A_IS_B, A_IS_NOUN, NEAR, SITE };
static struct {
  int global, within, reach; /* within: NONE, a kind of region, 9: tokens */
  int start, stop;           /* tokens of the span */
  int end[4096], ends;
  labels found[4096];
} run;

static bool is_test(int n, int t, const labels *l) {
  const node *x = &nodes[n];
  switch (x->op) {
  case ANY: return true;
  case WORD: return model.word[t] == x->a;
  case NOT_WORD: return model.word[t] != x->a;
  case TAG: return model.tag[t] == x->a;
  case LEMMA: return model.lemma[t] == x->a;
  case SET: return model.lemma[t] == 2 || model.lemma[t] == x->a;
  case SAME_AS_A: return l->at[0] >= 0 && model.word[t] == model.word[l->at[0]];
  case INSIDE:
    for (int i = 0; i < model.nr; i++)
      if (model.r[i].kind == 2 && model.r[i].first <= t && t < model.r[i].end) return true;
    return false;
  case AND: return is_test(x->a, t, l) && is_test(x->b, t, l);
  case OR: return is_test(x->a, t, l) || is_test(x->b, t, l);
  case IMPLIES: return !is_test(x->a, t, l) || is_test(x->b, t, l);
  default: return !is_test(x->a, t, l);
  }
}

static bool in_one(int kind, int first, int end) {
  for (int i = 0; i < model.nr; i++)
    if (model.r[i].kind == kind && model.r[i].first <= first && end <= model.r[i].end) return true;
  return false;
}

static void accept(int i, const labels *l) {
  const int *at = l->at;
  if (i == run.start || run.ends == 4096) return;
  if (run.within == 9 ? i - run.start > run.reach : run.within >= 0 && !in_one(run.within, run.start, i)) return;
  if (run.global == A_IS_B && !(at[0] >= 0 && at[1] >= 0 && model.word[at[0]] == model.word[at[1]])) return;
  if (run.global == A_IS_NOUN && !(at[0] >= 0 && model.tag[at[0]] == 0)) return;
  if (run.global == NEAR && !(at[0] >= 0 && at[1] >= 0 && at[1] - at[0] < 2)) return;
  if (run.global == SITE && model.span[run.start] / 1000 % 2 != 1) return;
  for (int k = 0; k < run.ends; k++)
    if (run.end[k] == i && !memcmp(&run.found[k], l, sizeof *l)) return;
  run.end[run.ends] = i;
  run.found[run.ends++] = *l;
}

typedef struct then {
  int kind, node, count, from; /* 0 a node, 1 more of a repetition, 2 the end of a pair */
  const struct then *next;
} then;
static void step(int n, int i, const labels *l, const then *k);
static long steps;

static void repeat(int n, int count, int i, const labels *l, const then *k);
static void go_on(int i, const labels *l, const then *k) {
  if (!k) {
    accept(i, l);
  } else if (k->kind == 0) {
    step(k->node, i, l, k->next);
  } else if (k->kind == 1) {
    if (i > k->from || k->count < nodes[k->node].min) repeat(k->node, k->count, i, l, k->next);
    else go_on(i, l, k->next);
  } else {
    for (int r = 0; r < model.nr; r++)
      if (model.r[r].kind == nodes[k->node].b && model.r[r].first == k->from && model.r[r].end == i && i > k->from) {
        go_on(i, l, k->next);
        return;
      }
  }
}
static void repeat(int n, int count, int i, const labels *l, const then *k) {
  const node *x = &nodes[n];
  if (count >= x->min) go_on(i, l, k);
  if (count < x->max) {
    then more = {1, n, count + 1, i, k};
    step(x->a, i, l, &more);
  }
}
static bool opens(const node *x, int i) {
  for (int r = 0; i < run.stop && r < model.nr; r++)
    if (model.r[r].kind == x->b && model.r[r].first == i && model.r[r].end > i && (x->test < 0 || model.r[r].type == x->test)) return true;
  return false;
}
static void step(int n, int i, const labels *l, const then *k) {
  const node *x = &nodes[n];
  if (++steps > 300000) return;
  switch (x->op) {
  case TOK:
    if (i < run.stop && is_test(x->a, i, l)) {
      labels set = *l;
      if (x->label >= 0) set.at[x->label] = i;
      go_on(i + 1, &set, k);
    }
    return;
  case SEQ: {
    then second = {0, x->b, 0, 0, k};
    step(x->a, i, l, &second);
    return;
  }
  case ALT:
    step(x->a, i, l, k);
    step(x->b, i, l, k);
    return;
  case REP: repeat(n, 0, i, l, k); return;
  case OPEN:
    if (opens(x, i)) go_on(i, l, k);
    return;
  case PAIR:
    if (opens(x, i)) {
      then close = {2, n, 0, i, k};
      step(x->a, i, l, &close);
    }
    return;
  default:
    if (i < run.stop && is_test(x->a, i, l)) go_on(i, l, k);
  }
}

typedef struct found {
  int first, end, keep;
  int target; /* -2: several are possible */
} found;

static int all_matches(int root, int strategy, found *out) {
  int n = 0;
  for (int s = 0; s < model.n; s++) {
    run.start = s;
    for (run.stop = s; run.stop < model.n && model.span[run.stop] == model.span[s];) run.stop++;
    run.ends = 0;
    labels none = {{NONE, NONE, NONE}};
    step(root, s, &none, NULL);
    if (run.ends == 0) continue;
    found f = {s, run.end[0], 1, 0};
    for (int i = 1; i < run.ends; i++)
      if (strategy == 2 ? run.end[i] > f.end : run.end[i] < f.end) f.end = run.end[i];
    bool first = true;
    for (int i = 0; i < run.ends; i++) {
      if (run.end[i] != f.end) continue;
      if (first) f.target = run.found[i].at[2];
      else if (f.target != run.found[i].at[2]) f.target = -2;
      first = false;
    }
    out[n++] = f;
  }
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++) {
      if (i == j) continue;
      if (strategy == 0 && out[j].end == out[i].end && out[j].first < out[i].first) out[i].keep = 0;
      if (strategy == 1 && out[j].first >= out[i].first && out[j].end <= out[i].end) out[i].keep = 0;
      if (strategy == 2 && out[j].first <= out[i].first && out[j].end >= out[i].end) out[i].keep = 0;
    }
  int kept = 0;
  for (int i = 0; i < n; i++)
    if (out[i].keep) out[kept++] = out[i];
  return kept;
}

/* ---- both ---- */

static int counted, miscounted; /* queries whose matches are counted otherwise than found */

static yl_status ask(yl_ctx *ctx, const yl_corpus *c, const yl_cql_source *s, yl_buf *out) {
  yl_cql *q;
  yl_view *v = NULL;
  yl_cql_note note;
  yl_status rc = yl_cql_new(ctx, c, s, &q);
  if (rc != YL_OK) return rc;
  rc = yl_view_new(ctx, c, &v);
  for (size_t p = 0; p < c->nparts && rc == YL_OK; p++) {
    uint64_t n, before = out->n / sizeof(yl_cql_match);
    bool known;
    rc = yl_cql_part(ctx, q, v, p, YL_MAIN, out, &note);
    if (rc == YL_OK) rc = yl_cql_count(ctx, q, v, p, YL_MAIN, &n, &note, &known);
    if (rc == YL_OK) counted += known, miscounted += known && n != out->n / sizeof(yl_cql_match) - before;
  }
  yl_view_free(ctx, v);
  yl_cql_free(ctx, q);
  return rc;
}

static int gen_query(int *strategy) {
  static const char *const names[] = {"standard", "shortest", "longest", "traditional"};
  nnodes = 0, query_n = 0, has_a = false;
  *strategy = (int)rt_below(4);
  if (*strategy || rt_below(2)) say("(?%s) ", names[*strategy]);
  int root = gen(4);
  bool a = strstr(query, "a:") != NULL, b = strstr(query, "b:") != NULL;
  run.global = a && b && rt_below(2) ? (rt_below(2) ? A_IS_B : NEAR) : a && rt_below(3) == 0 ? A_IS_NOUN : rt_below(8) == 0 ? SITE : NO_GLOBAL;
  if (run.global == A_IS_B) say(" :: a.word = b.word");
  if (run.global == NEAR) say(" :: distance(a, b) < 2");
  if (run.global == A_IS_NOUN) say(" :: a.pos = \"n.*\"");
  if (run.global == SITE) say(" :: match.text_site = \"site1\"");
  run.within = NONE;
  switch (rt_below(6)) {
  case 0: run.within = 0; say(" within s"); break;
  case 1: run.within = 2; say(" within np"); break;
  case 2: run.within = 9; run.reach = 1 + (int)rt_below(4); say(" within %d", run.reach); break;
  default: break;
  }
  return root;
}

static bool compare(yl_ctx *ctx, const yl_corpus *c) {
  static found want[TOKENS];
  int strategy, root = gen_query(&strategy), n;
  yl_buf got = {0};
  steps = 0;
  n = all_matches(root, strategy, want);
  if (steps > 300000) return true;
  yl_cql_source s = {.query = {query, query_n}};
  yl_status rc = ask(ctx, c, &s, &got);
  const yl_cql_match *m = (const yl_cql_match *)(const void *)got.p;
  bool fine = rc == YL_OK && got.n / sizeof *m == (size_t)n;
  for (int i = 0; fine && i < n; i++) {
    uint32_t target = want[i].target < 0 ? YL_CQL_NONE : (uint32_t)want[i].target;
    fine = m[i].first == (uint32_t)want[i].first && m[i].end == (uint32_t)want[i].end && (want[i].target == -2 || m[i].target == target);
  }
  if (!fine) {
    printf("# %s\n#   %s; %zu matches, %d wanted\n", query, rc == YL_OK ? "found" : yl_errmsg(ctx), got.n / sizeof *m, n);
    if (getenv("SHOW")) printf("%s\n", vrt);
    for (int i = 0; i < n && i < 5; i++) printf("#   want %d-%d target %d\n", want[i].first, want[i].end, want[i].target);
    for (size_t i = 0; i < got.n / sizeof *m && i < 5; i++) printf("#   got  %u-%u target %d\n", m[i].first, m[i].end, (int)m[i].target);
  }
  yl_buf_free(ctx, &got);
  return fine;
}

static void random_queries(int corpora, int queries) {
  int wrong = 0, asked = 0;
  for (int i = 0; i < corpora; i++) {
    yl_ctx *ctx = yl_ctx_new(NULL, NULL);
    yl_corpus *c;
    make_model();
    if (open_model(ctx, &c) != YL_OK || !find_spans(ctx, c)) {
      ok(0, "the model is read: %s", yl_errmsg(ctx));
      yl_ctx_free(ctx);
      return;
    }
    for (int k = 0; k < queries && wrong < 3; k++, asked++) wrong += !compare(ctx, c);
    yl_corpus_free(ctx, c);
    yl_ctx_free(ctx);
  }
  ok(wrong == 0, "%d random queries find what a slow matcher finds", asked);
  ok(counted > 20 && miscounted == 0, "%d of them are counted by words alone, and rightly", counted);
}

/* ---- texts, and what is wrong ---- */

static yl_corpus *open_text(yl_ctx *ctx, const char *text) {
  yl_opts *o;
  yl_corpus *c = NULL;
  scratch_file("text.txt", text, strlen(text));
  if (yl_opts_new(ctx, &o) != YL_OK) return NULL;
  if (yl_opts_add(ctx, o, "path", YL_STR("text.txt")) == YL_OK && yl_corpus_open(ctx, o, &c) != YL_OK) c = NULL;
  yl_opts_free(ctx, o);
  return c;
}

static long count(yl_ctx *ctx, const yl_corpus *c, const char *q) {
  yl_buf got = {0};
  yl_cql_source s = {.query = {q, strlen(q)}};
  yl_status rc = ask(ctx, c, &s, &got);
  long n = rc == YL_OK ? (long)(got.n / sizeof(yl_cql_match)) : -1;
  yl_buf_free(ctx, &got);
  return n;
}

#define CQL_MATCH(b, i) (((const yl_cql_match *)(const void *)(b).p)[i])

static void literals(void) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  yl_corpus *c = open_text(ctx, "中美贸易冲突正在升级。這場貿易衝突影響網絡經濟。\n大学生说：他的确去了目的地，那个地方大、小都好。The New York office of GPT-4.\n");
  static const struct { const char *q; long n; const char *why; } cases[] = {
    {"\"贸易冲突\"", 2, "a phrase is found however it was cut, in either script"},
    {"\"易冲\"", 2, "a phrase may begin and end inside words"},
    {"[word=\"贸易冲突\"]", 0, "a token is one word"},
    {"[word=\"大\"]", 1, "one token, not a part of one"},
    {"\"大\"", 1, "what is one word in quotes is that word"},
    {"\"的\"", 0, "and not a part of another"},
    {"[word=\".*的.*\"]", 2, "which a regular expression finds"},
    {"[word=\"網絡\"]", 1, "word is by key"},
    {"[word=\"网络\" %x]", 0, "unless as written"},
    {"[word=\"網絡\" %x]", 1, "as written"},
    {"\"new york\"", 1, "two words of an alphabet"},
    {"\"New\"%x \"York\"%x", 1, "with their case"},
    {"\"new\"%x", 0, "which is told apart"},
    {"\"NEW\"%xc", 1, "or is not"},
    {"<p> []", 2, "lines are paragraphs"},
    {"<s> []", 4, "sentences"},
    {"[] </s> <s> []", 3, "their borders"},
    {"[_.text_doc = \".*text.txt\"] \"正在\"", 1, "fields of the document"},
    {"MU(meet \"大\" \"地方\" -3 3)", 1, "MU"},
    {"MU(meet \"大\" \"地方\" 1 3)", 0, "MU, the other side"},
    {"MU(union \"大\" \"地方\")", 2, "MU, union"},
    {"TAB \"他\" * \"大\"", 1, "TAB"},
    {"[strlen(word) = 3 & word = \".*[a-z]\"]", 2, "strlen"},
    {"[f(word) > 1] within s", -2, "f"},
    {"[lbound(s)]", 4, "lbound"},
  };
  if (!c) {
    ok(0, "a text: %s", yl_errmsg(ctx));
    return;
  }
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    long n = count(ctx, c, cases[i].q);
    if (cases[i].n == -2) ok(n > 0, "%s: %s", cases[i].why, cases[i].q);
    else if (!ok(n == cases[i].n, "%s: %s", cases[i].why, cases[i].q)) printf("# %ld, wanted %ld; %s\n", n, cases[i].n, n < 0 ? yl_errmsg(ctx) : "");
  }
  yl_corpus_free(ctx, c);
  yl_ctx_free(ctx);
}

/* ---- phrases ---- */

/* Where a phrase stands that may begin and end in words (loose) or may not: tokens [first, end), none within another that ends there. */
static long slow_phrase(const yl_tokens *k, yl_str phrase, bool loose, uint32_t span, yl_cql_match *out) {
  long n = 0;
  for (uint32_t t = 0; t < span; t++) {
    char joined[4096];
    size_t at = 0, own = yl_vocab_word(k, yl_token_word(k, YL_MAIN, t)).n;
    uint32_t end = 0;
    for (uint32_t u = t; u < span && u < t + 8 && !end; u++) {
      yl_str w = yl_vocab_word(k, yl_token_word(k, YL_MAIN, u));
      memcpy(joined + at, w.p, w.n);
      for (size_t i = 0; i < own && i + phrase.n <= at + w.n; i += 3) {
        bool begins = i == 0 || loose, ends = loose ? i + phrase.n > at : i + phrase.n == at + w.n;
        if (begins && ends && memcmp(joined + i, phrase.p, phrase.n) == 0) end = u + 1;
      }
      at += w.n;
    }
    bool taken = !end;
    for (long i = 0; i < n; i++) taken = taken || out[i].end == end;
    if (!taken) out[n++] = (yl_cql_match){t, end, YL_CQL_NONE, YL_CQL_NONE};
  }
  return n;
}

/* Random rows of a few characters, which are cut in all sorts of ways; all that stands in them is asked for. */
static void phrases(void) {
  static const char *const letters[] = {"中", "美", "国", "人", "民", "大", "学", "生", "活", "动", "力", "量"};
  static yl_cql_match want[4000];
  char text[3 * 900 + 2];
  int asked = 0, wrong = 0, loosely = 0;
  for (int round = 0; round < 6; round++) {
    size_t n = 0;
    for (int i = 0; i < 900; i++) n += (size_t)sprintf(text + n, "%s", letters[rt_below(12)]);
    strcpy(text + n, "\n");
    yl_ctx *ctx = yl_ctx_new(NULL, NULL);
    yl_corpus *c = open_text(ctx, text);
    const yl_tokens *k;
    const yl_dict *dict;
    if (!c || yl_corpus_tokens(ctx, c, 0, &k) != YL_OK || yl_dict_get(ctx, &dict) != YL_OK) return;
    for (int i = 0; i < 300; i++, asked++) {
      char q[64];
      yl_buf cut = {0}, got = {0};
      size_t chars = 2 + rt_below(4);
      yl_str phrase = {text + 3 * rt_below(900 - (uint32_t)chars), 3 * chars};
      snprintf(q, sizeof q, "\"%.*s\"", (int)phrase.n, phrase.p);
      yl_cql_source s = {.query = {q, strlen(q)}};
      bool fine = yl_cut(ctx, dict, phrase, &cut) == YL_OK && ask(ctx, c, &s, &got) == YL_OK, loose = cut.n > sizeof(yl_token);
      long m = slow_phrase(k, phrase, loose, yl_tokens_n(k, YL_MAIN), want);
      fine = fine && (size_t)m == got.n / sizeof *want;
      for (long j = 0; fine && j < m; j++) fine = want[j].first == CQL_MATCH(got, j).first && want[j].end == CQL_MATCH(got, j).end;
      if (!fine && wrong++ < 3) printf("# %s: %zu, wanted %ld\n", q, got.n / sizeof *want, m);
      loosely += loose;
      yl_buf_free(ctx, &cut);
      yl_buf_free(ctx, &got);
    }
    yl_corpus_free(ctx, c);
    yl_ctx_free(ctx);
  }
  ok(wrong == 0 && loosely > 100, "%d phrases are found however they were cut", asked);
}

static void errors(void) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  yl_corpus *c = open_text(ctx, "中美贸易冲突正在升级。\n");
  static const struct { const char *q; int at; } cases[] = {
    {"", 1}, {"\"a", 1}, {"\"a\" \"b", 5}, {"(\"a\"", 5}, {"[word=", 7}, {"[foo=\"x\"]", 2}, {"[word=\"的(x\"]", 9}, {"\"a\"{3,2}", 4}, {"\"a\" within q", 12},
    {"\"a\" ::", 7}, {"\"a\" :: b.word = \"c\"", 8}, {"[word=\"a\" %q]", 12}, {"a:\"x\" :: a.bar = \"y\"", 12}, {"<q> []", 2}, {"/np[]", 1}, {"[word=$l]", 7},
    {"\"a\" )", 5}, {"\"a\" |", 6}, {"MU(meet \"a\" \"b\")", 16}, {"经济 发展", 1}, {"[strlen(word, word) > 1]", 2}, {"(?fast) []", 3}, {"\"a\" expand s", 12},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    yl_buf got = {0};
    char place[40];
    yl_cql_source s = {.query = {cases[i].q, strlen(cases[i].q)}};
    yl_status rc = ask(ctx, c, &s, &got);
    snprintf(place, sizeof place, " at character %d", cases[i].at);
    const char *there = rc == YL_EPATTERN ? strstr(yl_errmsg(ctx), place) : NULL;
    if (!ok(there && there[strlen(place)] == 0, "wrong at character %d: %s", cases[i].at, cases[i].q)) printf("# %s\n", yl_errmsg(ctx));
    yl_buf_free(ctx, &got);
  }
  yl_corpus_free(ctx, c);
  yl_ctx_free(ctx);
}

/* Queries that would run away elsewhere: refused with a sentence, or done in time. */
static void large(void) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  yl_corpus *c = open_text(ctx, "中美贸易冲突正在升级。\n");
  static char deep[400000];
  struct { const char *name, *open, *in, *close; int n; yl_status rc; } cases[] = {
    {"brackets", "(", "[]", ")", 100000, YL_EPATTERN}, {"nots", "!", "", "", 100000, YL_EPATTERN}, {"repetitions of repetitions", "(", "[]", "){100}", 10, YL_ELIMIT},
    {"borders", "<s> ", "[]", "", 5000, YL_EPATTERN}, {"a long row", "[] ", "[]", "", 50000, YL_ELIMIT}, {"options", "[]? ", "[]", "", 3000, YL_ELIMIT},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    size_t n = 0;
    if (i == 1) n += (size_t)sprintf(deep + n, "[");
    for (int k = 0; k < cases[i].n; k++) n += (size_t)sprintf(deep + n, "%s", cases[i].open);
    n += (size_t)sprintf(deep + n, "%s", cases[i].in);
    for (int k = 0; k < cases[i].n && *cases[i].close; k++) n += (size_t)sprintf(deep + n, "%s", cases[i].close);
    yl_buf got = {0};
    yl_cql_source s = {.query = {deep, n}};
    yl_status rc = ask(ctx, c, &s, &got);
    if (!ok(rc == cases[i].rc, "%s by the thousand are refused", cases[i].name)) printf("# %d %s\n", rc, yl_errmsg(ctx));
    yl_buf_free(ctx, &got);
  }
  yl_str loop = YL_STR("MACRO x(0) /y[] ; MACRO y(0) /x[] ;"), wide = YL_STR("MACRO a(0) /b[] /b[] ; MACRO b(0) /c[] /c[] /c[] /c[] ; MACRO c(1) $0 ; MACRO c(0) [] ; MACRO z(1) /z[$0$0$0$0] ;");
  yl_buf got = {0};
  yl_cql_source s = {.query = YL_STR("/x[]"), .macros = &loop, .nmacros = 1};
  ok(ask(ctx, c, &s, &got) == YL_EPATTERN, "macros that call one another are refused: %s", yl_errmsg(ctx));
  s = (yl_cql_source){.query = YL_STR("/a[]"), .macros = &wide, .nmacros = 1};
  ok(ask(ctx, c, &s, &got) == YL_OK, "macros in macros");
  s.query = YL_STR("/z[\"aaaa\"]");
  ok(ask(ctx, c, &s, &got) == YL_EPATTERN, "macros that grow are refused: %s", yl_errmsg(ctx));
  s.query = YL_STR("[] /c[\"[foo=1]\"]");
  ok(ask(ctx, c, &s, &got) == YL_EPATTERN && strstr(yl_errmsg(ctx), "in the macro at character 4"), "what is wrong in a macro is told at its call: %s", yl_errmsg(ctx));
  yl_str list = YL_STR("places\n中\n美\n\nnowhere\n"), patterns = YL_STR("re\n贸.\n升.*\n");
  yl_str lists[] = {list, patterns};
  got.n = 0;
  s = (yl_cql_source){.query = YL_STR("[word = $places]"), .lists = lists, .nlists = 2};
  ok(ask(ctx, c, &s, &got) == YL_OK && got.n == 2 * sizeof(yl_cql_match), "a word list");
  got.n = 0;
  s.query = YL_STR("[word = RE($re)]");
  ok(ask(ctx, c, &s, &got) == YL_OK && got.n == 2 * sizeof(yl_cql_match), "a list of regular expressions");
  yl_buf_free(ctx, &got);
  yl_corpus_free(ctx, c);
  yl_ctx_free(ctx);
}

/* ---- memory ---- */

static void memory(void) {
  static const char *const queries[] = {
    "a:[word=\"甲.*\" & lemma contains \"x\"] []{0,3} @b:[pos=\"n\"] :: a.word != b.word within s expand to s", "<np_t=\"1\"> []* </np> | \"甲乙丙\"",
    "\"甲乙\" [word=\".*\" %x]", "MU(meet [word=\"甲\"] (union \"乙\" [lemma=\"x\"]) s)", "[word=\"甲\" %x] [lemma=\"X\" %c] [lemma=\"x\" %d]",
  };
  long failures = 0, leaks = 0;
  make_model();
  for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
    failing f = {.left = -1};
    yl_ctx *ctx = yl_ctx_new(failing_alloc, &f);
    yl_corpus *c;
    yl_set_jobs(ctx, 1);
    if (open_model(ctx, &c) != YL_OK || count(ctx, c, queries[i]) < 0) {
      ok(0, "%s: %s", queries[i], yl_errmsg(ctx));
      yl_ctx_free(ctx);
      continue;
    }
    long before = f.alive;
    for (long k = 0;; k++) {
      f.failed = false;
      f.once = k & 1;
      f.left = k;
      long n = count(ctx, c, queries[i]);
      bool failed = f.failed;
      f.left = -1;
      leaks += f.alive != before;
      failures += n < 0;
      if (!failed || k > 20000) break;
    }
    yl_corpus_free(ctx, c);
    yl_ctx_free(ctx);
    leaks += f.alive != 0;
  }
  ok(failures > 100 && leaks == 0, "when memory runs out (%ld times) nothing is lost", failures);
}

int main(int argc, char **argv) {
  if (!scratch_enter()) return 1;
  if (argc > 1) rt_state ^= (uint64_t)atoll(argv[1]) << 32;
  literals();
  phrases();
  errors();
  large();
  random_queries(argc > 2 ? atoi(argv[2]) : 30, 150);
  memory();
  scratch_leave();
  return done();
}
