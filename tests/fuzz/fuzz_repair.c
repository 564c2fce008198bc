/* Repairs, zones, metadata: any valid UTF-8. Edits are in order; zones too; nothing is lost. */
#include <stdlib.h>

#include "base/utf8.h"
#include "lexicon/script.h"
#include "repair/repair.h"
#include "zones/zones.h"
#include "text/nfc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  static yl_ctx *ctx; /* one for all: its tables cost more than a run */
  if (!ctx) ctx = yl_ctx_new(NULL, NULL);
  yl_str s = {(const char *)data, yl_utf8_valid((const char *)data, n)};
  yl_edits e = {0};
  yl_problems p = {0};
  yl_buf text = {0}, list = {0}, before = {0}, zones = {0};
  yl_meta meta = {0};
  if (yl_repair(ctx, s, &e, &p) != YL_OK) abort();
  for (size_t i = 0; i < yl_problems_n(&p); i++) {
    const yl_problem *x = yl_problem_at(&p, i);
    if (x->end < x->start || x->end > s.n) abort();
  }
  if (yl_edits_apply(ctx, s, &e, YL_GUESS, &text, &list, &before) != YL_OK) abort();
  if (yl_utf8_valid(text.p, text.n) != text.n) abort();
  yl_zone given[4]; /* what markup might have said: up to four ranges, of lengths and kinds out of the first bytes */
  size_t ngiven = 0;
  for (uint32_t from = 0; n > 8 && ngiven < 4 && from < text.n; ngiven++) {
    given[ngiven] = (yl_zone){from + data[ngiven], from + data[ngiven] + data[ngiven + 4], data[ngiven + 4] % (YL_Z_N + 1)};
    from = given[ngiven].end + 1;
  }
  if (yl_zone_text(ctx, yl_buf_str(&text), given, data && n && data[0] & 1 ? ngiven : 0, &zones) != YL_OK) abort();
  const yl_zone *z = (const yl_zone *)(const void *)zones.p;
  size_t at = 0;
  for (size_t i = 0; i < zones.n / sizeof *z; i++) {
    if (z[i].start < at || z[i].end < z[i].start || z[i].end > text.n || z[i].kind >= YL_Z_N) abort();
    at = z[i].end;
  }
  if (yl_metadata(ctx, yl_buf_str(&text), z, zones.n / sizeof *z, &meta) != YL_OK) abort();
  yl_script(yl_buf_str(&text));
  yl_language(yl_buf_str(&text));
  yl_buf *bufs[] = {&text, &list, &before, &zones, &meta.bytes};
  for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) yl_buf_free(ctx, bufs[i]);
  yl_edits_free(ctx, &e);
  yl_problems_free(ctx, &p);
  return 0;
}
