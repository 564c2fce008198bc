/* dict_main.c - yuelan-dict IN OUT: compiles a dictionary in jieba's form (`word weight tag` a line) for Yuelan. */
#include <stdio.h>

#include "base/file.h"
#include "base/write.h"
#include "lexicon/dict.h"

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: yuelan-dict IN OUT\n");
    return 2;
  }
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  if (!ctx) {
    fprintf(stderr, "yuelan-dict: out of memory\n");
    return 2;
  }
  yl_buf in = {0}, out = {0};
  yl_status rc = yl_file_read(ctx, argv[1], &in);
  if (rc == YL_OK) rc = yl_dict_compile(ctx, yl_buf_str(&in), &out);
  if (rc == YL_OK) rc = yl_file_write(ctx, argv[2], yl_buf_str(&out));
  if (rc != YL_OK) fprintf(stderr, "yuelan-dict: %s: %s\n", argv[1], ctx->msg);
  yl_buf_free(ctx, &in);
  yl_buf_free(ctx, &out);
  yl_ctx_free(ctx);
  return rc == YL_OK ? 0 : 2;
}
