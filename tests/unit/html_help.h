/* html_help.h - what the tests of pages share: extracting one, and the laws that hold for every one. */
#ifndef HTML_HELP_H
#define HTML_HELP_H
#include <stdlib.h>

#include "base/utf8.h"
#include "formats/formats.h"
#include "tap.h"

/* NULL, or which law the result breaks: text is UTF-8; marks cover source and text; what is said to be the same is;
 * each character leads to bytes that lead back to it; zones are in order and tear nothing. */
static const char *html_law(yl_str source, const yl_extract *x) {
  const yl_run *r = (const yl_run *)(const void *)x->marks.list.p;
  size_t n = x->marks.list.n / sizeof *r;
  if (n == 0) return "no sentinel";
  n--;
  if (r[n].byte != source.n || r[n].dec != x->text.n) return "the sentinel is not at the ends";
  if (yl_utf8_valid(x->text.p, x->text.n) != x->text.n) return "the text is no UTF-8";
  if (n && (r[0].byte != 0 || r[0].dec != 0)) return "the first run is not at the beginning";
  for (size_t i = 0; i < n; i++) {
    if (r[i].byte > r[i + 1].byte || r[i].dec > r[i + 1].dec) return "runs go backwards";
    size_t in = r[i + 1].byte - r[i].byte, out = r[i + 1].dec - r[i].dec;
    if (r[i].mode == YL_RUN_SAME && (in != out || memcmp(source.p + r[i].byte, x->text.p + r[i].dec, in) != 0))
      return "not the same as the source";
  }
  yl_maps m = {.runs = r, .nruns = n, .text = yl_buf_str(&x->text)};
  for (size_t at = 0; at < x->text.n;) {
    uint32_t cp;
    size_t len = yl_utf8_next(x->text.p + at, &cp), s = at, e = at + len;
    yl_map_range(&m, YL_DECODED, YL_BYTES, &s, &e);
    if (s > e || e > source.n || s == e) return "a character without bytes";
    yl_map_range(&m, YL_BYTES, YL_DECODED, &s, &e);
    if (s > at || e < at + len) return "bytes do not lead back";
    at += len;
  }
  const yl_zone *z = (const yl_zone *)(const void *)x->zones.p;
  size_t end = 0;
  for (size_t i = 0; i < x->zones.n / sizeof *z; i++) {
    if (z[i].start < end || z[i].end <= z[i].start || z[i].end > x->text.n || z[i].kind >= YL_Z_N)
      return "zones overlap or are empty";
    if (((unsigned char)x->text.p[z[i].start] & 0xC0) == 0x80) return "a zone begins inside a character";
    end = z[i].end;
  }
  return NULL;
}

/* The value of a field; empty if the page does not give it. */
static inline yl_str html_field_of(const yl_extract *x, const char *name) {
  for (size_t i = 0; i < yl_extract_pairs(x); i++) {
    const yl_pair *p = (const yl_pair *)(const void *)x->meta.p + i;
    if (yl_str_is((yl_str){x->strings.p + p->name, p->name_n}, name))
      return (yl_str){x->strings.p + p->value, p->value_n};
  }
  return (yl_str){"", 0};
}

/* The kind of the zone at a place; "" where the page says nothing. */
static inline const char *html_kind_at(const yl_extract *x, size_t at) {
  const yl_zone *z = (const yl_zone *)(const void *)x->zones.p;
  for (size_t i = 0; i < x->zones.n / sizeof *z; i++)
    if (z[i].start <= at && at < z[i].end) return yl_zone_name[z[i].kind];
  return "";
}
#endif
