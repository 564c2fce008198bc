/* made_main.c - yuelan-made OUT: makes the tables that are built in (base/made.h). */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/made.h"
#include "base/write.h"
#include "encoding/codecs.h"
#include "repair/misread_tables.h"

static yl_status make_all(yl_ctx *ctx, yl_buf *out) {
  static const char *const names[] = {"GB18030", "Big5-HKSCS"};
  const yl_misread *m = NULL;
  yl_pair_tables *pairs = yl_alloc_array(ctx, 2, sizeof *pairs);
  yl_status rc = pairs ? yl_misread_get(ctx, &m) : YL_ENOMEM;
  for (size_t i = 0; i < 2 && rc == YL_OK; i++) rc = yl_coder_tables(ctx, names[i], &pairs[i]);
  yl_made_part parts[] = {{names[0], &pairs[0], sizeof *pairs}, {names[1], &pairs[1], sizeof *pairs}, {"misread", m, sizeof *m}};
  if (rc == YL_OK) rc = yl_made_write(ctx, parts, sizeof parts / sizeof *parts, out);
  yl_free(ctx, pairs);
  return rc;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: yuelan-made OUT\n");
    return 2;
  }
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  if (!ctx) {
    fprintf(stderr, "yuelan-made: out of memory\n");
    return 2;
  }
  yl_buf out = {0};
  yl_status rc = make_all(ctx, &out);
  if (rc == YL_OK) rc = yl_file_write(ctx, argv[1], yl_buf_str(&out));
  if (rc != YL_OK) fprintf(stderr, "yuelan-made: %s\n", ctx->msg);
  yl_buf_free(ctx, &out);
  yl_ctx_free(ctx);
  return rc == YL_OK ? 0 : 2;
}
