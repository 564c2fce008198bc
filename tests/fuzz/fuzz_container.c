/* Containers: any bytes, pulled in pieces; containers in containers. Each failure has a sentence of one line, and every walk ends. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/container.h"
#include "pulled.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static yl_status memory_seek(yl_ctx *ctx, void *ud, int64_t off, int whence, uint64_t *pos) {
  memory *m = ud;
  int64_t to = whence == 0 ? off : (int64_t)(whence == 1 ? m->at : m->n) + off;
  if (to < 0) return yl_fail(ctx, YL_EIO, "before the beginning");
  m->at = (uint64_t)to < m->n ? (size_t)to : m->n;
  *pos = m->at;
  return YL_OK;
}

static void check_sentence(const char *why) {
  if (!why || !why[0] || strchr(why, '\n')) abort();
}

static const yl_caps caps = {1 << 20, 1 << 22, 1000, 1000, 4};

static void walk(yl_ctx *ctx, yl_input *in, unsigned depth) {
  yl_container *c = NULL;
  yl_member m;
  yl_status rc = depth < caps.max_depth ? yl_container_open(ctx, in, &caps, &c) : YL_OK;
  if (c) {
    size_t n = 0;
    while ((rc = yl_container_next(ctx, c, &m)) == YL_OK) {
      if (++n > 10000) abort();
      if (m.why || !m.input) check_sentence(m.why);
      if (m.input) walk(ctx, m.input, depth + 1);
    }
    yl_container_close(ctx, c);
    if (rc != YL_DONE) check_sentence(yl_errmsg(ctx));
    return;
  }
  for (unsigned failures = 0; failures < 3;) {
    if (rc == YL_OK) rc = yl_input_fill(ctx, in, 1);
    yl_str s = yl_input_window(in);
    yl_input_take(in, s.n);
    if (rc == YL_OK && s.n == 0) break;
    if (rc == YL_OK) continue;
    check_sentence(yl_errmsg(ctx));
    if (rc != YL_EFORMAT) break;
    failures++;
    yl_input_resume(in);
    rc = YL_OK;
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  static yl_ctx *ctx; /* keeps the code tables */
  if (!ctx) ctx = yl_ctx_new(NULL, NULL);
  if (n == 0) return 0;
  size_t step = data[n - 1] & 1 ? 1 << 16 : 1 + (size_t)(data[n - 1] >> 1); /* the last byte; few formats end there */
  memory m = {data, n, 0, step};
  yl_input in = {.pull = memory_pull, .seek = data[n - 1] & 2 ? memory_seek : NULL, .ud = &m};
  walk(ctx, &in, 0);
  yl_input_close(ctx, &in);
  return 0;
}
