/* map.c - see map.h. */
#include "text/map.h"

#include <string.h>
#include <utf8proc.h>

#include "base/runs.h"
#include "base/utf8.h"

/* ---- the decode stage ---- */

static inline bool is_table(uint32_t mode) { return mode == YL_RUN_TABLE || mode == YL_RUN_TABLE_CRLF; }

size_t yl_escaped_len(yl_run_mode mode, uint32_t cp, size_t len) {
  if (mode == YL_RUN_QUOTED) return len + (cp == '"');
  if (cp == '"' || cp == '\\' || (cp >= 8 && cp <= 13 && cp != 11)) return 2;
  return mode == YL_RUN_JSON_U && cp >= 0x80 ? (cp > 0xFFFF ? 12 : 6) : len;
}

/* Bytes that the code point cp took in a run of this mode. */
static inline size_t unit_bytes(const yl_lens *lens, uint32_t mode, uint32_t cp, size_t len) {
  switch (mode) {
    case YL_RUN_SAME: return len;
    case YL_RUN_CRLF: return len + (cp == '\n');
    case YL_RUN_BAD:
    case YL_RUN_ONE: return 1;
    case YL_RUN_PAIR: return cp < 0x80 ? 1 : 2;
    case YL_RUN_TWO: return 2;
    case YL_RUN_JSON:
    case YL_RUN_JSON_U:
    case YL_RUN_QUOTED: return yl_escaped_len((yl_run_mode)mode, cp, len);
    case YL_RUN_TABLE_CRLF:
      if (cp == '\n' && lens) return 2u * lens->unit;
      break;
    default: break;
  }
  if (!lens) return len; /* only in a saved corpus that was tampered with */
  return cp > 0xFFFF ? lens->supp : lens->bmp[cp];
}

size_t yl_table_bytes(const yl_lens *lens, const char *p, size_t n) {
  size_t sum = 0;
  for (const char *end = p + n; p < end;) {
    uint32_t cp;
    size_t len = yl_utf8_next(p, &cp);
    sum += len < 4 ? lens->bmp[cp] : lens->supp;
    p += len;
  }
  return sum;
}

/* Bytes that n bytes of text, whole characters, took. */
static size_t stretch_bytes(const yl_lens *lens, uint32_t mode, const char *p, size_t n) {
  size_t took = n;
  if (mode == YL_RUN_CRLF)
    for (size_t i = 0; i < n; i++) took += p[i] == '\n';
  else if (mode == YL_RUN_QUOTED)
    for (size_t i = 0; i < n; i++) took += p[i] == '"';
  else if (mode == YL_RUN_JSON)
    for (size_t i = 0; i < n; i++) took += p[i] == '"' || p[i] == '\\' || (p[i] >= 8 && p[i] <= 13 && p[i] != 11);
  else if (mode == YL_RUN_TABLE)
    took = yl_table_bytes(lens, p, n);
  else
    for (size_t i = took = 0; i < n;) {
      uint32_t cp;
      size_t len = yl_utf8_next(p + i, &cp);
      took += unit_bytes(lens, mode, cp, len);
      i += len;
    }
  return took;
}

static yl_status push_run(yl_ctx *ctx, yl_runs *r, size_t byte, size_t dec, yl_run_mode mode) {
  if (byte > UINT32_MAX || dec > UINT32_MAX) return yl_fail(ctx, YL_ELIMIT, "a document of more than 4 GiB");
  yl_run run = {(uint32_t)byte, (uint32_t)dec, mode};
  return yl_buf_push(ctx, &r->list, &run, sizeof run);
}

/* Does a run of this mode go on from the last one?  Then it needs no record of its own. */
static bool goes_on(const yl_runs *r, yl_run_mode mode) {
  if (r->list.n == 0 || (mode != YL_RUN_SAME && mode != YL_RUN_BAD)) return false;
  return ((const yl_run *)(const void *)(r->list.p + r->list.n))[-1].mode == mode;
}

static size_t count_lines(const char *p, size_t n) {
  size_t lines = 0;
  for (size_t i = 0; i < n; i++) lines += p[i] == '\n';
  return lines;
}

/* stretch_bytes in a table mode of text of which ASCII took one byte and all else two. */
static size_t pairs_bytes(const yl_lens *lens, uint32_t mode, const char *p, size_t n) {
  return yl_pair_bytes(p, n) + (mode == YL_RUN_TABLE_CRLF ? count_lines(p, n) * (2u * lens->unit - 1) : 0);
}

static yl_status add_run(yl_ctx *ctx, yl_runs *r, yl_run_mode mode, bool pairs, size_t in_n, yl_str out, size_t *byte, size_t *dec) {
  yl_status rc = YL_OK;
  if (in_n == 0 && out.n == 0) return YL_OK;
  if (!goes_on(r, mode)) rc = push_run(ctx, r, *byte, *dec, mode);
  size_t took = 0;
  bool checks = is_table(mode) || mode == YL_RUN_CRLF || mode >= YL_RUN_ONE;
  for (size_t at = 0, stop; checks && at + YL_RUN_STEP < out.n && rc == YL_OK; at = stop) {
    for (stop = at + YL_RUN_STEP; stop < out.n && ((unsigned char)out.p[stop] & 0xC0) == 0x80;) stop++;
    took += pairs ? pairs_bytes(r->lens, mode, out.p + at, stop - at) : stretch_bytes(r->lens, mode, out.p + at, stop - at);
    if (stop < out.n) rc = push_run(ctx, r, *byte + took, *dec + stop, mode);
  }
  *byte += in_n;
  *dec += out.n;
  return rc;
}

yl_status yl_runs_add(yl_ctx *ctx, yl_runs *r, yl_run_mode mode, size_t in_n, yl_str out, size_t *byte, size_t *dec) {
  return add_run(ctx, r, mode, false, in_n, out, byte, dec);
}

yl_status yl_runs_add_pairs(yl_ctx *ctx, yl_runs *r, yl_run_mode mode, size_t in_n, yl_str out, size_t *byte, size_t *dec) {
  return add_run(ctx, r, mode, is_table(mode), in_n, out, byte, dec);
}

yl_status yl_runs_end(yl_ctx *ctx, yl_runs *r, size_t byte, size_t dec) {
  return push_run(ctx, r, byte, dec, YL_RUN_UNIT);
}

/* ---- reading a layer that is not kept ---- */

/* The last edit that begins before pos (or at it, with `at`), on the input or output side; -1 if none does. */
static ptrdiff_t edit_before(const yl_stage *st, size_t pos, bool input, bool at) {
  size_t lo = 0, hi = st->n;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2, here = input ? st->list[mid].in : st->list[mid].out;
    if (here < pos || (at && here == pos)) lo = mid + 1; else hi = mid;
  }
  return (ptrdiff_t)lo - 1;
}

static size_t read_layer(const yl_maps *m, yl_layer layer, size_t start, size_t end, char *buf);

/* Part of what stood before the edit e of a stage, whose output layer is `upper`. */
static void read_before(const yl_maps *m, const yl_stage *st, yl_layer upper, const yl_edit *e, size_t from, size_t n, char *buf) {
  if (!(e->flags & YL_EDIT_NFD)) {
    memcpy(buf, st->before + e->before + from, n);
    return;
  }
  char after[YL_NFD_MAX], nfd[YL_NFD_MAX * 4];
  int32_t cps[YL_NFD_MAX * 4];
  size_t after_n = read_layer(m, upper, e->out, (size_t)e->out + e->out_len, after), len = 0;
  utf8proc_ssize_t count = utf8proc_decompose((const uint8_t *)after, (utf8proc_ssize_t)after_n, cps, YL_NFD_MAX * 4,
                                              UTF8PROC_STABLE | UTF8PROC_DECOMPOSE);
  for (utf8proc_ssize_t i = 0; i < count && i < YL_NFD_MAX * 4 && len + 4 <= sizeof nfd; i++)
    len += yl_utf8_encode((uint32_t)cps[i], nfd + len);
  if (from < len) memcpy(buf, nfd + from, n < len - from ? n : len - from);
}

static size_t read_layer(const yl_maps *m, yl_layer layer, size_t start, size_t end, char *buf) {
  const yl_stage *st = layer == YL_DECODED ? &m->repairs : &m->nfc;
  if (layer == YL_TEXT) {
    memcpy(buf, m->text.p + start, end - start);
    return end - start;
  }
  yl_layer upper = (yl_layer)(layer + 1);
  if (st->n == 0) return read_layer(m, upper, start, end, buf);
  ptrdiff_t i = edit_before(st, start, true, true);
  for (size_t at = start; at < end;) {
    const yl_edit *e = i >= 0 ? &st->list[i] : NULL;
    size_t in_end = e ? e->in + yl_edit_in_len(e) : 0, out_end = e ? (size_t)e->out + e->out_len : 0;
    size_t stop = at < in_end ? in_end : st->list[i + 1].in;
    if (stop > end) stop = end;
    if (at < in_end)
      read_before(m, st, upper, e, at - e->in, stop - at, buf + (at - start));
    else
      read_layer(m, upper, out_end + (at - in_end), out_end + (stop - in_end), buf + (at - start));
    at = stop;
    while (i + 1 < (ptrdiff_t)st->n && st->list[i + 1].in <= at) i++;
  }
  return end - start;
}

yl_status yl_map_read(yl_ctx *ctx, const yl_maps *m, yl_layer layer, size_t start, size_t end, yl_buf *out) {
  if (end <= start) return YL_OK;
  yl_status rc = yl_buf_reserve(ctx, out, end - start);
  if (rc == YL_OK) out->n += read_layer(m, layer, start, end, out->p + out->n);
  return rc;
}

/* ---- positions through one stage ---- */

void yl_stage_down(const yl_stage *st, size_t *start, size_t *end) {
  bool empty = *start == *end;
  ptrdiff_t i = edit_before(st, *start, false, true);
  if (i >= 0) {
    const yl_edit *e = &st->list[i];
    size_t out_end = (size_t)e->out + e->out_len;
    *start = *start < out_end ? e->in : e->in + yl_edit_in_len(e) + (*start - out_end);
  }
  i = edit_before(st, *end, false, false);
  if (i >= 0) {
    const yl_edit *e = &st->list[i];
    size_t out_end = (size_t)e->out + e->out_len, in_end = e->in + yl_edit_in_len(e);
    *end = *end <= out_end ? in_end : in_end + (*end - out_end);
  }
  if (empty || *end < *start) *end = *start;
}

void yl_stage_up(const yl_stage *st, size_t *start, size_t *end) {
  ptrdiff_t i = edit_before(st, *start, true, true);
  if (i >= 0) {
    const yl_edit *e = &st->list[i];
    size_t in_end = e->in + yl_edit_in_len(e);
    *start = *start < in_end ? e->out : (size_t)e->out + e->out_len + (*start - in_end);
  }
  i = edit_before(st, *end, true, false);
  if (i >= 0) {
    const yl_edit *e = &st->list[i];
    size_t out_end = (size_t)e->out + e->out_len, in_end = e->in + yl_edit_in_len(e);
    *end = *end <= in_end ? out_end : out_end + (*end - in_end);
  }
  if (*end < *start) *end = *start;
}

/* The last run that begins before pos (or at it, with `at`), by bytes or decoded text; the first if none does. */
static size_t run_before(const yl_maps *m, size_t pos, bool by_byte, bool at) {
  size_t lo = 0, hi = m->nruns;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2, here = by_byte ? m->runs[mid].byte : m->runs[mid].dec;
    if (here < pos || (at && here == pos)) lo = mid + 1; else hi = mid;
  }
  return lo ? lo - 1 : 0;
}

/* Walks the code points of run r to where the wanted side reaches pos: the place on the other side, of the start of the
 * code point that pos is in or (up) its end. */
static size_t walk_run(const yl_maps *m, const yl_run *r, size_t pos, bool by_byte, bool up) {
  char buf[1024];
  size_t dec = r->dec, byte = r->byte;
  while (dec < r[1].dec) {
    size_t n = r[1].dec - dec < sizeof buf ? r[1].dec - dec : sizeof buf;
    read_layer(m, YL_DECODED, dec, dec + n, buf);
    if (n == sizeof buf) n = yl_utf8_floor(buf, n - 1);
    for (size_t at = 0; at < n;) {
      uint32_t cp;
      size_t len = yl_utf8_next(buf + at, &cp), took = unit_bytes(m->lens, r->mode, cp, len);
      size_t next = by_byte ? byte + took : dec + len;
      if (up ? (by_byte ? byte : dec) >= pos : next > pos) return by_byte ? dec : byte;
      at += len;
      dec += len;
      byte += took;
    }
  }
  return by_byte ? dec : byte;
}

/* Remembers run r as a whole, if it is no longer than runs of its kind are. */
static bool remember_run(const yl_maps *m, yl_walked *w, const yl_run *r) {
  char buf[YL_WALKED_MAX + 4] = {0};
  size_t n = r[1].dec - r->dec, at = 0, byte = 0;
  if (w->run == r) return true;
  if (n > YL_WALKED_MAX || r[1].byte - r->byte > UINT16_MAX) return false;
  read_layer(m, YL_DECODED, r->dec, r[1].dec, buf);
  w->run = NULL;
  w->high[0] = 0;
  while (at < n) {
    uint32_t cp;
    size_t len = yl_utf8_next(buf + at, &cp), took = unit_bytes(m->lens, r->mode, cp, len);
    if (at + len > n || byte + took > UINT16_MAX) return false; /* only in a saved corpus that was tampered with */
    for (size_t k = 0; k < len; k++) {
      w->low[at + k] = (uint16_t)byte;
      w->high[at + k + 1] = (uint16_t)(byte + took);
    }
    at += len;
    byte += took;
  }
  w->low[n] = (uint16_t)byte;
  w->run = r;
  return true;
}

static size_t walked_position(const yl_maps *m, yl_walked *w, const yl_run *r, size_t pos, bool is_end) {
  if (!w || pos < r->dec || pos > r[1].dec || !remember_run(m, w, r)) return walk_run(m, r, pos, false, is_end);
  return r->byte + (is_end ? w->high : w->low)[pos - r->dec];
}

static size_t run_position(const yl_maps *m, yl_walked *w, size_t pos, bool by_byte, bool is_end) {
  if (m->nruns == 0) return pos;
  const yl_run *r = &m->runs[run_before(m, pos, by_byte, !is_end)];
  size_t from = by_byte ? r->byte : r->dec, to = by_byte ? r->dec : r->byte;
  size_t off = pos > from ? pos - from : 0, limit = by_byte ? r[1].dec : r[1].byte;
  if (is_end && pos <= from) return to; /* the very beginning */
  switch (r->mode) {
    case YL_RUN_SAME: to += off; break;
    case YL_RUN_BAD: to += by_byte ? off * 3 : (is_end ? (off + 2) / 3 : off / 3); break;
    case YL_RUN_UNIT: return is_end ? limit : to;
    default: return by_byte ? walk_run(m, r, pos, true, is_end) : walked_position(m, w, r, pos, is_end);
  }
  return to < limit ? to : limit;
}

static void runs_map(const yl_maps *m, yl_walked *w, bool by_byte, size_t *start, size_t *end) {
  bool empty = *start == *end;
  size_t s = run_position(m, w, *start, by_byte, false), e = run_position(m, w, *end, by_byte, true);
  *start = s;
  *end = empty || e < s ? s : e;
}

static void map_down(const yl_maps *m, yl_walked *w, yl_layer from, yl_layer to, size_t *start, size_t *end) {
  for (yl_layer at = from; at > to; at--) {
    if (at == YL_TEXT && m->nfc.n) yl_stage_down(&m->nfc, start, end);
    if (at == YL_REPAIRED && m->repairs.n) yl_stage_down(&m->repairs, start, end);
    if (at == YL_DECODED) runs_map(m, w, false, start, end);
  }
}

void yl_map_range(const yl_maps *m, yl_layer from, yl_layer to, size_t *start, size_t *end) {
  map_down(m, NULL, from, to, start, end);
  for (yl_layer at = from; at < to; at++) {
    if (at == YL_BYTES) runs_map(m, NULL, true, start, end);
    if (at == YL_DECODED && m->repairs.n) yl_stage_up(&m->repairs, start, end);
    if (at == YL_REPAIRED && m->nfc.n) yl_stage_up(&m->nfc, start, end);
  }
}

void yl_map_to_bytes(const yl_maps *m, yl_walked *w, size_t *start, size_t *end) { map_down(m, w, YL_TEXT, YL_BYTES, start, end); }
