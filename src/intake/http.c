/* http.c - see http.h. RFC 9112 (messages, chunks), 9110 (fields, codings).
 *
 * Crawlers keep responses as they came, or half undone: the body is no longer chunked or packed, but its header says so still. So
 * a coding is undone where the body looks like it, and passed over where it does not.
 */
#include "intake/http.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "intake/unpack.h"

enum { CODINGS_MAX = 4 };

/* ---- fields ---- */

size_t yl_header_end(yl_str s) {
  for (size_t at = 0; at < s.n;) {
    const char *lf = memchr(s.p + at, '\n', s.n - at);
    if (!lf) return 0;
    size_t end = (size_t)(lf - s.p);
    if (end == at || (end == at + 1 && s.p[at] == '\r')) return end + 1;
    at = end + 1;
  }
  return 0;
}

static bool is_blank(char ch) { return ch == ' ' || ch == '\t' || ch == '\r' || ch == '\n'; }

static yl_str trim(yl_str s) {
  while (s.n && is_blank(s.p[0])) s.p++, s.n--;
  while (s.n && is_blank(s.p[s.n - 1])) s.n--;
  return s;
}

static yl_str take_line(yl_str *rest) {
  const char *lf = rest->n ? memchr(rest->p, '\n', rest->n) : NULL;
  size_t n = lf ? (size_t)(lf - rest->p) + 1 : rest->n;
  yl_str line = {rest->p, n};
  *rest = yl_sub(*rest, n, rest->n);
  return line;
}

yl_status yl_header_unfold(yl_ctx *ctx, yl_str block, yl_buf *out) {
  yl_status rc = YL_OK;
  size_t start = out->n;
  while (rc == YL_OK && block.n > 0) {
    yl_str raw = take_line(&block), line = trim(raw);
    bool folded = (raw.p[0] == ' ' || raw.p[0] == '\t') && out->n > start;
    if (folded) out->p[out->n - 1] = ' ';
    rc = yl_buf_push(ctx, out, line.p, line.n);
    if (rc == YL_OK) rc = yl_buf_putc(ctx, out, '\n');
  }
  return rc;
}

bool yl_field_next(yl_str *rest, yl_str *name, yl_str *value) {
  while (rest->n > 0) {
    yl_str line = take_line(rest);
    const char *colon = memchr(line.p, ':', line.n);
    if (!colon) continue;
    size_t at = (size_t)(colon - line.p);
    *name = trim(yl_sub(line, 0, at));
    *value = trim(yl_sub(line, at + 1, line.n));
    if (name->n > 0) return true;
  }
  return false;
}

yl_str yl_plain(yl_str s) {
  for (size_t i = 0; i < s.n; i++)
    if (s.p[i] < 0x20 || s.p[i] > 0x7E) return (yl_str){"", 0};
  return s;
}

bool yl_same_letters(yl_str s, const char *lower) {
  if (strlen(lower) != s.n) return false;
  for (size_t i = 0; i < s.n; i++) {
    char ch = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] + 32) : s.p[i];
    if (ch != lower[i]) return false;
  }
  return true;
}

static yl_str until(yl_str s, char end) {
  const char *p = s.n ? memchr(s.p, end, s.n) : NULL;
  return yl_sub(s, 0, p ? (size_t)(p - s.p) : s.n);
}

yl_str yl_media_type(yl_str value) { return trim(until(value, ';')); }

yl_str yl_media_parameter(yl_str value, const char *lower) {
  while (value.n > 0) {
    yl_str part = until(value, ';');
    value = yl_sub(value, part.n < value.n ? part.n + 1 : value.n, value.n);
    yl_str name = until(part, '=');
    if (name.n == part.n || !yl_same_letters(trim(name), lower)) continue;
    yl_str v = trim(yl_sub(part, name.n + 1, part.n));
    while (v.n && (v.p[0] == '"' || v.p[0] == '\'')) v.p++, v.n--;
    while (v.n && (v.p[v.n - 1] == '"' || v.p[v.n - 1] == '\'')) v.n--;
    return v;
  }
  return (yl_str){"", 0};
}

/* ---- a response ---- */

/* "HTTP/1.1 200 OK", "HTTP/2 200" */
static bool parse_status(yl_str line, unsigned *status) {
  if (!yl_has_prefix(line, "HTTP/")) return false;
  yl_str rest = yl_sub(line, until(line, ' ').n, line.n);
  rest = trim(rest);
  if (rest.n < 3) return false;
  *status = 0;
  for (size_t i = 0; i < 3; i++) {
    if (!yl_ascii_digit(rest.p[i])) return false;
    *status = *status * 10 + (unsigned)(rest.p[i] - '0');
  }
  return true;
}

yl_status yl_http_parse(yl_ctx *ctx, yl_str s, yl_http *out) {
  *out = (yl_http){.lines = out->lines};
  out->lines.n = 0;
  yl_str first = until(s, '\n');
  if (!parse_status(first, &out->status)) return YL_OK;
  out->response = true;
  size_t n = yl_header_end(s);
  out->body = n ? n : s.n;
  yl_status rc = yl_header_unfold(ctx, yl_sub(s, first.n, out->body), &out->lines);
  yl_str rest = yl_buf_str(&out->lines), name, value;
  while (rc == YL_OK && yl_field_next(&rest, &name, &value)) {
    if (yl_same_letters(name, "content-type")) out->type = value;
    if (yl_same_letters(name, "transfer-encoding")) out->transfer = value;
    if (yl_same_letters(name, "content-encoding")) out->encoding = value;
  }
  return rc;
}

/* ---- its body ---- */

/* The length that a chunk's line gives; false if it is none. *n: of the line. */
static bool chunk_line(yl_str s, size_t *n, size_t *length) {
  size_t i = 0;
  *length = 0;
  for (; i < s.n && i < 16; i++) {
    char ch = s.p[i];
    int digit = yl_ascii_digit(ch) ? ch - '0' : (ch | 32) >= 'a' && (ch | 32) <= 'f' ? (ch | 32) - 'a' + 10 : -1;
    if (digit < 0) break;
    if (*length > SIZE_MAX >> 5) return false;
    *length = *length * 16 + (size_t)digit;
  }
  if (i == 0) return false;
  yl_str line = until(yl_sub(s, i, s.n), '\n'), extension = trim(line);
  *n = i + line.n + 1;
  return *n <= s.n && (extension.n == 0 || extension.p[0] == ';');
}

static yl_status join_chunks(yl_ctx *ctx, yl_str s, yl_buf *out, yl_body *r) {
  size_t n, length;
  for (size_t at = 0;;) {
    if (!chunk_line(yl_sub(s, at, s.n), &n, &length)) {
      snprintf(r->text, sizeof r->text, "its chunks are damaged or cut off at byte %zu of the body", at);
      r->why = r->text;
      return YL_OK;
    }
    at += n;
    if (length == 0) return YL_OK; /* trailer fields may follow */
    if (length > s.n - at) length = s.n - at; /* found out in the next round */
    yl_status rc = yl_buf_push(ctx, out, s.p + at, length);
    if (rc != YL_OK) return rc;
    at += length;
    if (at < s.n && s.p[at] == '\r') at++;
    if (at < s.n && s.p[at] == '\n') at++;
  }
}

/* Which packing a coding stands for, if the bytes look like it. */
static yl_packing packing_of(yl_str coding, yl_str s) {
  const unsigned char *b = (const unsigned char *)s.p;
  bool zlib = s.n >= 2 && (b[0] & 0x0F) == 8 && (b[0] * 256u + b[1]) % 31 == 0;
  if (yl_same_letters(coding, "gzip") || yl_same_letters(coding, "x-gzip") || yl_same_letters(coding, "zstd")) return yl_packing_of(s);
  if (yl_same_letters(coding, "deflate")) return zlib ? YL_PACK_ZLIB : YL_PACK_DEFLATE;
  return YL_PACK_NONE;
}

static bool looks_like_text(yl_str s) {
  size_t n = s.n < 256 ? s.n : 256;
  for (size_t i = 0; i < n; i++) {
    unsigned char ch = (unsigned char)s.p[i];
    if (ch < 0x20 && ch != '\t' && ch != '\n' && ch != '\r') return false;
  }
  return n == s.n || n - yl_utf8_valid(s.p, n) < 4;
}

static yl_status unpack(yl_ctx *ctx, yl_packing packing, yl_str s, const yl_caps *caps, yl_buf *out, yl_body *r) {
  yl_input memory = {.win = {.p = (char *)(uintptr_t)s.p, .n = s.n, .cap = s.n}, .end = true}; /* read only, and not closed */
  yl_unpacker *u = NULL;
  yl_status rc = yl_unpack_open(ctx, packing, &memory, s.n, packing == YL_PACK_GZIP || packing == YL_PACK_ZSTD, &u);
  for (size_t got = 1; rc == YL_OK && got > 0;) {
    rc = yl_buf_reserve(ctx, out, 1 << 16);
    if (rc == YL_OK) rc = yl_unpack_pull(ctx, u, out->p + out->n, out->cap - out->n, &got);
    if (rc == YL_OK) out->n += got;
    if (rc == YL_OK && out->n > caps->max_document)
      rc = yl_fail(ctx, YL_ELIMIT, "larger than max-document = %llu bytes when it is unpacked", (unsigned long long)caps->max_document);
    if (rc == YL_OK && out->n >= YL_RATIO_FROM && caps->max_ratio && out->n / caps->max_ratio > s.n)
      rc = yl_fail(ctx, YL_ELIMIT, "more than max-ratio = %llu bytes come out of it for each byte in", (unsigned long long)caps->max_ratio);
  }
  yl_unpack_close(ctx, u);
  if (rc != YL_EFORMAT) return rc;
  snprintf(r->text, sizeof r->text, "%s", yl_errmsg(ctx));
  r->why = r->text;
  return YL_OK;
}

/* The last of the codings that were applied, which is to be undone first. */
static yl_str take_last(yl_str *list) {
  size_t at = list->n;
  while (at > 0 && list->p[at - 1] != ',') at--;
  yl_str last = trim(yl_sub(*list, at, list->n));
  list->n = at > 0 ? at - 1 : 0;
  return last;
}

static yl_status undo(yl_ctx *ctx, yl_str coding, const yl_caps *caps, yl_str *s, yl_buf *into, yl_body *r) {
  size_t n, length;
  into->n = 0;
  if (coding.n == 0 || s->n == 0 || yl_same_letters(coding, "identity")) return YL_OK;
  yl_status rc;
  if (yl_same_letters(coding, "chunked")) {
    if (!chunk_line(*s, &n, &length)) return YL_OK;
    rc = join_chunks(ctx, *s, into, r);
  } else {
    if (looks_like_text(*s)) return YL_OK;
    yl_packing packing = packing_of(coding, *s);
    if (packing == YL_PACK_NONE) {
      yl_str name = yl_plain(coding);
      snprintf(r->text, sizeof r->text, "it is packed as \"%.*s\", which is not read", (int)(name.n < 40 ? name.n : 40), name.p);
      r->why = r->text;
      r->lost = true;
      return YL_OK;
    }
    rc = unpack(ctx, packing, *s, caps, into, r);
  }
  *s = yl_buf_str(into);
  if (!s->p) s->p = "";
  r->changed = true;
  return rc;
}

yl_status yl_http_unpack(yl_ctx *ctx, const yl_http *h, yl_str body, const yl_caps *caps, yl_buf *out, yl_buf *spare, yl_body *result) {
  *result = (yl_body){0};
  yl_str list[2] = {h->transfer, h->encoding};
  yl_status rc = YL_OK;
  unsigned undone = 0;
  for (int i = 0; i < 2; i++)
    while (rc == YL_OK && list[i].n > 0 && !result->lost && undone++ < CODINGS_MAX) {
      yl_buf *into = body.p == out->p && out->p ? spare : out;
      rc = undo(ctx, take_last(&list[i]), caps, &body, into, result);
    }
  if (body.p == spare->p && spare->p) {
    yl_buf swap = *out;
    *out = *spare;
    *spare = swap;
  }
  out->n = result->changed ? body.n : 0;
  return rc;
}
