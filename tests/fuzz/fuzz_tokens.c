/* A token layer as it might be read from a damaged file: whatever stands in it, answers stay in bounds. The input is pairs of place and byte that
 * spoil a good layer; its first half may be text of the one that is spoiled: 'T' length(2) text. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../unit/layer_help.h"
#include "base/opts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char PLAIN[] = "网络很大。网络联系世界，網絡也有边界。\nnet Net NET 2024年。\n世界上有很多书。书，书，书！ ℃ ⒈\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  char path[] = "/tmp/yuelan-fuzz-XXXXXX";
  yl_str text = {PLAIN, sizeof PLAIN - 1};
  if (n >= 3 && data[0] == 'T') {
    text = (yl_str){(const char *)data + 3, data[1] | (size_t)data[2] << 8};
    if (text.n > n - 3) text.n = n - 3;
    data += 3 + text.n;
    n -= 3 + text.n;
  }
  int fd = mkstemp(path);
  if (fd < 0 || write(fd, text.p, text.n) != (ssize_t)text.n) abort();
  close(fd);
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  yl_opts *o;
  yl_corpus *c = NULL;
  const yl_tokens *k;
  if (!ctx || yl_opts_new(ctx, &o) != YL_OK || yl_opts_add(ctx, o, "path", (yl_str){path, strlen(path)}) != YL_OK) abort();
  if (yl_corpus_open(ctx, o, &c) == YL_OK && c->nparts > 0) {
    if (yl_corpus_tokens(ctx, c, 0, &k) != YL_OK || !layer_answers(k, 0) || !layer_spoiled(ctx, k, data, n)) abort();
  }
  yl_corpus_free(ctx, c);
  yl_opts_free(ctx, o);
  yl_ctx_free(ctx);
  unlink(path);
  return 0;
}
