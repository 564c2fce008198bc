/* words.c - the words of the user's own that a corpus was cut with, kept in its manifest among the options it was made with, as "dict": `word weight pos`
 * a line. Its tokens follow from them, so whoever opens it, adds to it or merges it wants the same ones (yl_saved_words says them). */
#include <string.h>

#include "base/opts.h"
#include "lexicon/dict.h"
#include "store/writing.h"

static const char NAME[] = "dict";

yl_status yl_manifest_put_words(yl_ctx *ctx, yl_manifest *m) {
  yl_buf kept = {0}, *request = &m->part[YL_MF_REQUEST];
  yl_str words;
  yl_status rc = yl_words_in_use(ctx, &words);
  if (rc == YL_ENODATA) rc = YL_OK; /* no dictionary at all: nothing was cut */
  const char *p = request->p, *end = p + request->n;
  while (p < end && rc == YL_OK) {
    const char *value = p + strlen(p) + 1, *next = value + strlen(value) + 1;
    if (strcmp(p, NAME) != 0) rc = yl_buf_push(ctx, &kept, p, (size_t)(next - p));
    p = next;
  }
  if (rc == YL_OK && words.n) rc = yl_buf_push(ctx, &kept, NAME, sizeof NAME);
  if (rc == YL_OK && words.n) rc = yl_buf_push(ctx, &kept, words.p, words.n);
  if (rc == YL_OK && words.n) rc = yl_buf_putc(ctx, &kept, '\0');
  if (rc == YL_OK) {
    yl_buf before = *request;
    *request = kept;
    kept = before;
  }
  yl_buf_free(ctx, &kept);
  return rc;
}

yl_status yl_manifest_check_words(yl_ctx *ctx, const char *folder, const yl_manifest *m, const yl_data_hashes *data) {
  yl_str kept = {0}, used;
  if (m->data.words == data->words) return YL_OK;
  yl_manifest_option(m, NAME, 0, &kept);
  yl_status rc = yl_words_in_use(ctx, &used);
  if (rc == YL_ENODATA) return YL_OK;
  if (rc != YL_OK || yl_str_eq(kept, used)) return rc;
  return yl_fail(ctx, YL_EINVAL, "%s was cut %s: a corpus is cut with one dictionary; make it anew with `yuelan index --out`", folder,
                 kept.n == 0 ? "without the words of --dict" : used.n == 0 ? "with words of its own, which are not in use" : "with other words of its own than are in use");
}

yl_status yl_saved_words(yl_ctx *ctx, const char *folder, char **out, size_t *n) {
  yl_manifest m = {0};
  yl_str v;
  *out = NULL;
  *n = 0;
  if (!yl_is_saved(folder)) return YL_OK;
  yl_status rc = yl_manifest_read(ctx, folder, &m);
  if (rc == YL_OK && yl_manifest_option(&m, NAME, 0, &v)) {
    *out = yl_strndup(ctx, v.p, v.n);
    *n = v.n;
    if (!*out) rc = YL_ENOMEM;
  }
  yl_manifest_free(ctx, &m);
  return rc;
}
