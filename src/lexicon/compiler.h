/* compiler.h - the programs NAME IN OUT that make data files of tables: only for *_main.c. */
#ifndef YL_LEXICON_COMPILER_H
#define YL_LEXICON_COMPILER_H

#include <stdio.h>

#include "base/file.h"
#include "base/write.h"

typedef yl_status yl_compile_fn(yl_ctx *ctx, yl_str in, yl_buf *out);

/* The exit status. */
static int yl_compile_file(const char *name, yl_compile_fn *compile, int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: %s IN OUT\n", name);
    return 2;
  }
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  if (!ctx) {
    fprintf(stderr, "%s: out of memory\n", name);
    return 2;
  }
  yl_buf in = {0}, out = {0};
  yl_status rc = yl_file_read(ctx, argv[1], &in);
  if (rc == YL_OK) rc = compile(ctx, yl_buf_str(&in), &out);
  if (rc == YL_OK) rc = yl_file_write(ctx, argv[2], yl_buf_str(&out));
  if (rc != YL_OK) fprintf(stderr, "%s: %s: %s\n", name, argv[1], ctx->msg);
  yl_buf_free(ctx, &in);
  yl_buf_free(ctx, &out);
  yl_ctx_free(ctx);
  return rc == YL_OK ? 0 : 2;
}

#endif
