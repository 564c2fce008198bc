/* Detection and decoding: any bytes. The text is valid, the runs cover both sides. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "encoding/encoding.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  static const char *const forced[] = {NULL, "UTF-8", "GB18030", "Big5-HKSCS", "UTF-16LE", "Shift_JIS", "windows-1252", "EUC-KR", "HZ", "ISO-2022-JP"};
  static yl_ctx *ctx; /* keeps the code tables from one input to the next */
  if (!ctx) ctx = yl_ctx_new(NULL, NULL);
  if (n == 0) return 0;
  yl_decoded d;
  yl_problems p = {0};
  memset(&d, 0, sizeof d);
  if (yl_decode(ctx, (yl_str){(const char *)data + 1, n - 1}, forced[data[0] % 10], &d, &p) != YL_OK) abort();
  if (!d.binary) {
    if (yl_utf8_valid(d.text.p, d.text.n) != d.text.n) abort();
    const yl_run *r = (const yl_run *)(const void *)d.runs.list.p;
    size_t runs = d.runs.list.n / sizeof *r;
    if (runs == 0 || r[runs - 1].byte != n - 1 || r[runs - 1].dec != d.text.n) abort();
    for (size_t i = 1; i < runs; i++)
      if (r[i].byte < r[i - 1].byte || r[i].dec < r[i - 1].dec) abort();
  }
  yl_decoded_free(ctx, &d);
  yl_problems_free(ctx, &p);
  return 0;
}
