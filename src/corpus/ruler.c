/* ruler.c - places of one document, one near another: each told from the last one. */
#include "base/utf8.h"
#include "corpus/corpus.h"

enum { NEAR = 64 }; /* bytes further than which a look-up is no slower */

struct yl_ruler {
  const yl_segment *seg;
  const yl_docrec *doc;
  yl_str text;
  yl_maps maps;
  yl_walked walked;
  size_t at;       /* a text offset, and the code points before it */
  uint64_t before;
};

yl_status yl_ruler_new(yl_ctx *ctx, const yl_corpus *c, size_t i, yl_ruler **out) {
  const yl_part *p;
  yl_ruler *r = *out = yl_alloc(ctx, sizeof *r);
  if (!r) return YL_ENOMEM;
  r->doc = yl_corpus_doc(c, i, &p);
  r->seg = &p->seg;
  r->text = yl_seg_text(r->seg, r->doc);
  yl_corpus_maps(c, i, &r->maps);
  return YL_OK;
}

void yl_ruler_free(yl_ctx *ctx, yl_ruler *r) { yl_free(ctx, r); }

static uint64_t characters(yl_ruler *r, size_t text) {
  if (text > r->text.n) text = r->text.n;
  if (text < r->at || text - r->at > NEAR) r->before = yl_seg_char(r->seg, r->doc, text);
  else r->before += yl_utf8_count(r->text.p + r->at, text - r->at);
  r->at = text;
  return r->before;
}

void yl_ruler_place(yl_ruler *r, size_t start, size_t end, yl_place_info *out) {
  out->char_start = characters(r, start);
  out->char_end = characters(r, end);
  yl_map_to_bytes(&r->maps, &r->walked, &start, &end);
  out->start = start + r->doc->origin;
  out->end = end + r->doc->origin;
}
