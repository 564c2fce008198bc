/* Queries of the corpus query language from any bytes, on two small corpora: text that is cut here, and VRT with regions and attributes.
 * Matches, nothing, or a sentence why not; a query that takes long or much is a finding. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "cql/cql.h"

static yl_ctx *ctx;
static yl_corpus *corpus[2];

static const char vrt[] =
    "<text id=\"a\" site=\"x\">\n<p>\n<s n=\"1\">\n<np t=\"1\">\n<np t=\"2\">\n网\tn\t|x|y|\n</np>\n络\tv\tx\n</np>\n很\td\ty\n</s>\n<s>\n网\tn\tx\n。\tx\t_\n</s>\n</p>\n</text>\n"
    "<text id=\"b\">\n<s>\nab\tn\tx\ncd\tv\ty\nab\tn\t|x|\n</s>\n</text>\n";

static yl_corpus *open_path(const char *path) {
  yl_opts *o;
  yl_corpus *c;
  if (yl_opts_new(ctx, &o) != YL_OK || yl_opts_add(ctx, o, "path", (yl_str){path, strlen(path)}) != YL_OK ||
      yl_opts_add(ctx, o, "columns", YL_STR("word,pos,lemma")) != YL_OK || yl_corpus_open(ctx, o, &c) != YL_OK)
    abort();
  yl_opts_free(ctx, o);
  return c;
}

static void open_both(void) {
  char name[] = "/tmp/yuelan-fuzz-XXXXXX.vrt";
  int fd = mkstemps(name, 4);
  ctx = yl_ctx_new(NULL, NULL);
  if (!ctx || fd < 0 || write(fd, vrt, sizeof vrt - 1) != (ssize_t)sizeof vrt - 1) abort();
  close(fd);
  yl_set_jobs(ctx, 1);
  corpus[0] = open_path("tests/data/sample/articles/hanzi.txt");
  corpus[1] = open_path(name);
  unlink(name);
}

static void ask(const yl_corpus *c, yl_str query) {
  yl_str macros = YL_STR("MACRO np($0=Tag) [pos=\"$0\"]* [pos=\"n.*\"] ; MACRO x(0) /x[] ;"), list = YL_STR("w\n网\nab");
  yl_cql_source s = {.query = query, .macros = &macros, .nmacros = 1, .lists = &list, .nlists = 1};
  yl_cql *q;
  yl_view *v;
  yl_buf got = {.max = (size_t)1 << 26};
  yl_cql_note note;
  if (yl_cql_new(ctx, c, &s, &q) != YL_OK) {
    if (yl_errmsg(ctx)[0] == '\0') abort();
    return;
  }
  if (yl_view_new(ctx, c, &v) != YL_OK) abort();
  if (yl_cql_part(ctx, q, v, 0, YL_MAIN, &got, &note) == YL_OK) {
    const yl_tokens *k;
    if (yl_corpus_tokens(ctx, c, 0, &k) != YL_OK) abort();
    const yl_cql_match *m = (const yl_cql_match *)(const void *)got.p;
    for (size_t i = 0; i < got.n / sizeof *m; i++)
      if (m[i].first >= m[i].end || m[i].end > yl_tokens_n(k, YL_MAIN) || (i && m[i].first < m[i - 1].first)) abort();
  }
  yl_buf_free(ctx, &got);
  yl_view_free(ctx, v);
  yl_cql_free(ctx, q);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  if (!ctx) open_both();
  if (n < 2 || n > 600) return 0;
  yl_str q = {(const char *)data + 1, yl_utf8_valid((const char *)data + 1, n - 1)};
  ask(corpus[data[0] & 1], q);
  return 0;
}
