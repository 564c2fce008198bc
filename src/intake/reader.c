/* reader.c - see reader.h.
 *
 * The stack of containers stands in `level`; on top of it is the open leaf, a member that is no container. A leaf is text (a
 * page, a file), records that a format splits, or a WARC. What goes wrong with a member is an answer of its own, and the walk goes on
 * with the next one.
 */
#include "intake/reader.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "encoding/encoding.h"
#include "intake/warc.h"

enum { MAX_LEVELS = 64, HEAD_BYTES = 1 << 16, RECORD_HEAD = 1 << 20 };

typedef struct level {
  yl_container *c;
  size_t name_n; /* of the reader's name, up to here */
  yl_input *in;  /* what it reads */
} level;

struct yl_reader {
  const yl_source *src;
  const yl_intake_opts *o;
  yl_input file;
  level levels[MAX_LEVELS];
  size_t depth;
  yl_buf name; /* of the member that is open, not terminated */
  bool started;

  /* the open leaf */
  yl_input *in; /* NULL: none is open */
  yl_leaf *leaf;
  yl_format format;
  yl_warc *warc;
  uint64_t record;
  uint32_t part;
  bool binary;     /* it is no text at all */
  bool dropping;   /* the rest of a line that was too long is passed over */
  bool flowing;    /* it is read line by line, as it comes */
  yl_buf skeleton; /* of the whole member, where its encoding needs one */
  unsigned unit;   /* bytes of a unit of it; 0: there is none */

  uint64_t seq;
  size_t used; /* bytes of the window that the last answer borrowed */
  char why[YL_MSG_MAX];
};

static bool fatal(yl_status rc) { return rc == YL_ENOMEM || rc == YL_ECANCELLED || rc == YL_EINVAL; }

/* ---- leaves ---- */

void yl_leaf_retain(yl_leaf *l) { atomic_fetch_add(&l->refs, 1); }

void yl_leaf_release(yl_ctx *ctx, yl_leaf *l) {
  if (!l || atomic_fetch_sub(&l->refs, 1) != 1) return;
  yl_shape_free(ctx, &l->shape);
  yl_free(ctx, l->name);
  yl_free(ctx, l);
}

static yl_status new_leaf(yl_ctx *ctx, yl_reader *r) {
  yl_leaf *l = yl_alloc(ctx, sizeof *l);
  if (!l) return YL_ENOMEM;
  atomic_init(&l->refs, 1);
  l->contained = r->depth > 0;
  l->mtime = r->file.mtime;
  l->name = yl_strndup(ctx, r->name.p, r->name.n);
  r->leaf = l;
  return l->name ? YL_OK : YL_ENOMEM;
}

static void close_leaf(yl_ctx *ctx, yl_reader *r) {
  yl_leaf_release(ctx, r->leaf);
  r->leaf = NULL;
  r->in = NULL;
  if (r->warc) yl_warc_close(ctx, r->warc);
  r->warc = NULL;
  r->record = 0;
  r->part = 0;
  r->binary = false;
  r->dropping = false;
  r->flowing = false;
  r->skeleton.n = 0;
  r->unit = 0;
}

/* The member's own name without the ending of its compression: what its format is guessed from. */
static yl_str format_name(const yl_reader *r) {
  static const char *const endings[] = {".gz", ".xz", ".zst", ".bz2", ".zstd", ".bz", ".z"};
  yl_str n = yl_buf_str(&r->name);
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
    size_t k = strlen(endings[i]);
    if (n.n > k && memcmp(n.p + n.n - k, endings[i], k) == 0) return yl_sub(n, 0, n.n - k);
  }
  return n;
}

/* ---- encodings of members with records ---- */

/* Is the head UTF-8, but for a character that its end cuts? */
static bool is_utf8(yl_str head, bool whole) {
  size_t good = yl_utf8_valid(head.p, head.n);
  return good == head.n || (!whole && head.n - good < 4);
}

/* Cuts the head behind a line end, so that no character is torn; where it holds NUL, as UTF-16 and UTF-32 do, between units. */
static yl_str whole_lines(yl_str head, bool whole) {
  if (whole) return head;
  if (!memchr(head.p, '\0', head.n))
    for (size_t n = head.n; n > head.n / 2; n--)
      if (head.p[n - 1] == '\n') return yl_sub(head, 0, n);
  return yl_sub(head, 0, head.n - head.n % 4);
}

static unsigned unit_of(const char *encoding) {
  if (strncmp(encoding, "UTF-16", 6) == 0) return 2;
  return strncmp(encoding, "UTF-32", 6) == 0 ? 4 : 1;
}

/* Every unit that is ASCII as it is, every other as a byte that no format knows. Behind a lead byte of a legacy encoding stands its trail byte. */
static yl_status make_skeleton(yl_ctx *ctx, yl_reader *r, const char *encoding) {
  yl_str w = yl_input_window(r->in);
  unsigned unit = unit_of(encoding);
  size_t len = strlen(encoding), low = encoding[len - 2] == 'B' ? unit - 1 : 0; /* UTF-16BE: the low byte is the last */
  yl_status rc = yl_buf_reserve(ctx, &r->skeleton, w.n / unit + 1);
  for (size_t at = 0; rc == YL_OK && at + unit <= w.n; at += unit) {
    unsigned char c = (unsigned char)w.p[at + low];
    bool plain = c < 0x80;
    for (size_t k = 0; k < unit; k++) plain = plain && (k == low || w.p[at + k] == 0);
    bool mark = at == 0 && unit > 1 && !plain; /* a byte order mark stands before all records */
    r->skeleton.p[r->skeleton.n++] = plain ? (char)c : mark ? ' ' : 'x';
    if (unit == 1 && !plain && at + 1 < w.n) {
      r->skeleton.p[r->skeleton.n++] = 'x';
      at++;
    }
  }
  r->unit = unit;
  return rc;
}

static yl_status fill_all(yl_ctx *ctx, yl_reader *r, uint64_t max) {
  yl_status rc = YL_OK;
  while (rc == YL_OK && !r->in->end) {
    size_t have = yl_input_window(r->in).n;
    if (have > max) break;
    rc = yl_input_fill(ctx, r->in, have * 2 < HEAD_BYTES ? HEAD_BYTES : have * 2);
  }
  return rc;
}

/* Learns encoding and shape of a member with records from its head. *fits false: no field of it is a text. */
static yl_status learn_from(yl_ctx *ctx, yl_reader *r, yl_str head, bool whole, bool *fits) {
  yl_decoded d = {0};
  yl_problems none = {0};
  yl_status rc = YL_OK;
  char *encoding = r->leaf->encoding;
  if (r->o->encoding || !is_utf8(head, whole)) {
    head = whole_lines(head, whole);
    rc = yl_decode(ctx, head, r->o->encoding, &d, &none);
    r->binary = rc == YL_OK && d.binary;
    if (r->binary) rc = yl_fail(ctx, YL_EFORMAT, "not text: binary data");
    if (rc == YL_OK) memcpy(encoding, d.encoding, sizeof r->leaf->encoding);
    if (rc == YL_OK) head = yl_buf_str(&d.text);
  }
  if (rc == YL_OK) rc = yl_shape_learn(ctx, r->format, head, &r->o->records, &r->leaf->shape, fits);
  yl_decoded_free(ctx, &d);
  yl_problems_free(ctx, &none);
  return rc;
}

/* The same, with as much of it as tells; *fits false: it is to be read as text. */
static yl_status learn(yl_ctx *ctx, yl_reader *r, bool *fits) {
  yl_status rc = yl_input_fill(ctx, r->in, RECORD_HEAD);
  if (rc != YL_OK && !r->in->failed) return rc;
  yl_str w = yl_input_window(r->in), head = yl_sub(w, 0, w.n < RECORD_HEAD ? w.n : RECORD_HEAD);
  const char *encoding = r->leaf->encoding;
  rc = learn_from(ctx, r, head, r->in->end && head.n == w.n, fits);
  if (rc != YL_OK || !*fits) return rc;
  bool multibyte = *encoding && strcmp(encoding, "UTF-8") != 0;
  if (multibyte && (unit_of(encoding) > 1 || r->format == YL_F_JSON)) {
    rc = fill_all(ctx, r, r->o->caps.max_document);
    if (rc == YL_OK && !r->in->end)
      return yl_fail(ctx, YL_ELIMIT, "larger than max-document (%llu bytes), and in %s it can only be read as a whole",
                     (unsigned long long)r->o->caps.max_document, encoding);
    if (rc == YL_OK) rc = make_skeleton(ctx, r, encoding);
  }
  return rc;
}

static void unlearn(yl_ctx *ctx, yl_reader *r) {
  yl_shape_free(ctx, &r->leaf->shape);
  r->leaf->shape = (yl_shape){0};
  r->leaf->encoding[0] = '\0';
}

/* ---- lines as they come ---- */

static size_t blank_part(yl_str s) {
  size_t at = 0;
  while (at < s.n && strchr(" \t\r\n", s.p[at]) && s.p[at]) at++;
  return at;
}

/* Sees to it that the window holds `want` line ends from `seen` on, or more than max bytes, or all there is; each byte is looked at once.
 * *at: behind the last of them. */
static yl_status fill_lines(yl_ctx *ctx, yl_reader *r, size_t seen, size_t want, uint64_t max, size_t *at) {
  for (*at = 0;;) {
    yl_str w = yl_input_window(r->in);
    for (const char *nl; seen < w.n && want; seen = *at) {
      if (!(nl = memchr(w.p + seen, '\n', w.n - seen))) break;
      *at = (size_t)(nl - w.p) + 1;
      want--;
    }
    seen = w.n;
    if (want == 0 || r->in->end || w.n > max) return YL_OK;
    yl_status rc = yl_input_fill(ctx, r->in, w.n + 1);
    if (rc != YL_OK) return rc;
  }
}

/* Could these be JSON Lines, in an encoding in which a line end is one byte? */
static bool may_flow(const yl_reader *r, yl_str lines) {
  if (r->o->encoding ? unit_of(r->o->encoding) > 1 : yl_utf8_valid(lines.p, lines.n) != lines.n) return false;
  return (r->o->forced_format ? r->o->format : yl_format_guess(format_name(r), lines)) == YL_F_JSONL;
}

/* Learns what the member is from its first line, or the first two …, up to fifty, until they tell. r->flowing: they did. */
static yl_status learn_lines(yl_ctx *ctx, yl_reader *r) {
  enum { LINES = 50 };
  yl_status rc = YL_OK;
  r->format = YL_F_JSONL;
  for (size_t k = 1; k <= LINES && rc == YL_OK && !r->flowing; k++) {
    size_t at;
    bool fits = false;
    rc = fill_lines(ctx, r, 0, k, RECORD_HEAD, &at);
    yl_str head = yl_sub(yl_input_window(r->in), 0, at);
    if (rc == YL_OK && at > 0 && blank_part(head) == at) continue;
    if (rc != YL_OK || at == 0 || !may_flow(r, head)) break;
    rc = learn_from(ctx, r, head, false, &fits);
    r->flowing = rc == YL_OK && fits && r->leaf->shape.sure;
    if (!r->flowing) unlearn(ctx, r);
    if (r->in->end || yl_input_window(r->in).n > RECORD_HEAD) break;
  }
  if (!r->flowing) r->binary = false;
  return fatal(rc) ? rc : YL_OK; /* whatever is wrong is met again by who reads it as usual */
}

/* ---- answers ---- */

static yl_raw_doc answer(yl_reader *r) {
  return (yl_raw_doc){.source = r->src, .leaf = r->leaf, .format = r->format, .record = r->record, .seq = r->seq++};
}

/* An answer without a document: something is wrong with the member, or with all that is left of it. Takes the context's sentence. */
static yl_status refuse(yl_ctx *ctx, yl_reader *r, yl_problem_kind kind, const char *why, yl_raw_doc *out) {
  yl_status rc = YL_OK;
  if (why != r->why) snprintf(r->why, sizeof r->why, "%s", why);
  if (!r->leaf) rc = new_leaf(ctx, r);
  if (rc != YL_OK) return rc;
  *out = answer(r);
  out->kind = kind;
  out->why = r->why;
  return YL_OK;
}

static yl_problem_kind kind_of(yl_status rc) { return rc == YL_EIO ? YL_P_UNREADABLE : YL_P_CUT; }

/* ---- texts ---- */

/* Where a member that is longer than max is cut: behind a line end, else between characters; something stays. */
static size_t cut_at(yl_str w, size_t max) {
  size_t n = max;
  while (n > max / 2 && w.p[n - 1] != '\n') n--;
  if (n > 0 && w.p[n - 1] == '\n') return n;
  n = yl_utf8_cut(w.p, max);
  return n ? n : max;
}

/* A whole member, or what max-document leaves of it: cut behind a line end, the rest is the next part. */
static yl_status next_text(yl_ctx *ctx, yl_reader *r, yl_raw_doc *out) {
  uint64_t max = r->o->caps.max_document;
  yl_status rc = fill_all(ctx, r, max);
  if (fatal(rc)) return rc;
  yl_str w = yl_input_window(r->in);
  if (rc == YL_OK && w.n == 0 && r->part) return YL_DONE;
  if (rc != YL_OK) snprintf(r->why, sizeof r->why, "%s", yl_errmsg(ctx));
  if (rc == YL_ELIMIT || (rc != YL_OK && w.n == 0)) {
    rc = refuse(ctx, r, kind_of(rc), r->why, out);
    r->in->end = true;
    yl_input_take(r->in, w.n);
    r->part = 1;
    return rc;
  }
  if (w.n > max && r->format != YL_F_TEXT) {
    r->in->end = true;
    snprintf(r->why, sizeof r->why, "larger than max-document (%llu bytes)", (unsigned long long)max);
    yl_input_take(r->in, w.n);
    r->part = 1;
    return refuse(ctx, r, YL_P_CUT, r->why, out);
  }
  size_t n = w.n <= max ? w.n : cut_at(w, (size_t)max);
  *out = answer(r);
  out->bytes = yl_sub(w, 0, n);
  if (!out->bytes.p) out->bytes.p = "";
  out->origin = r->in->pos;
  out->part = r->part++ ? r->part : 0;
  r->used = n;
  if (rc != YL_OK) {
    out->kind = kind_of(rc);
    out->why = r->why;
    r->in->end = true;
  } else if (w.n > max || out->part) {
    snprintf(r->why, sizeof r->why, "part %u of a text larger than max-document (%llu bytes): it is cut at line ends", r->part,
             (unsigned long long)max);
    out->kind = YL_P_OTHER;
    out->why = r->why;
  }
  return YL_OK;
}

/* ---- records ---- */

static uint64_t lines_in(yl_str s) {
  uint64_t n = 0;
  for (size_t at = 0; at < s.n; n++) {
    const char *nl = memchr(s.p + at, '\n', s.n - at);
    if (!nl) break;
    at = (size_t)(nl - s.p) + 1;
  }
  return n;
}

/* A record that is longer than the limit: what there is of it is passed over, to the next line end or (an array) to the end of all. */
static yl_status too_long(yl_ctx *ctx, yl_reader *r, yl_raw_doc *out) {
  bool lines = r->format != YL_F_JSON;
  snprintf(r->why, sizeof r->why, "%s larger than max-document (%llu bytes)%s", lines ? "a record" : "an element of the array",
           (unsigned long long)r->o->caps.max_document, lines ? "" : ": the rest of the member is not read");
  yl_str w = yl_input_window(r->in);
  r->dropping = lines;
  if (!lines) r->in->end = true;
  yl_input_take(r->in, w.n);
  r->record++;
  return refuse(ctx, r, YL_P_CUT, r->why, out);
}

/* Passes over the rest of a line; false: there is more of it to come. */
static bool drop_line(yl_reader *r) {
  yl_str w = yl_input_window(r->in);
  const char *nl = w.n ? memchr(w.p, '\n', w.n) : NULL;
  yl_input_take(r->in, nl ? (size_t)(nl - w.p) : w.n);
  r->dropping = !nl && !r->in->end;
  return !r->dropping;
}

/* Cuts the next record off the window. False in *more: it is not all there yet. */
static bool cut_record(yl_reader *r, yl_extent *cut) {
  yl_str w = yl_input_window(r->in);
  if (!r->unit) return yl_split(&r->leaf->shape, w.p, w.n, r->in->end, cut);
  size_t at = r->skeleton.n - w.n / r->unit;
  bool got = yl_split(&r->leaf->shape, r->skeleton.p + at, r->skeleton.n - at, true, cut);
  cut->skip *= r->unit;
  cut->n *= r->unit;
  cut->behind *= r->unit;
  return got;
}

static yl_status next_record(yl_ctx *ctx, yl_reader *r, yl_raw_doc *out) {
  yl_extent cut;
  uint64_t max = r->o->caps.max_document;
  yl_status rc = YL_OK;
  while ((r->dropping && !drop_line(r)) || !cut_record(r, &cut)) {
    yl_str w = yl_input_window(r->in);
    if (r->in->end && !r->dropping) return YL_DONE;
    if (w.n > max) return too_long(ctx, r, out);
    size_t more = w.n * 2 < HEAD_BYTES ? HEAD_BYTES : w.n * 2, behind;
    if (r->flowing && !r->dropping)
      rc = fill_lines(ctx, r, blank_part(w), 1, max, &behind);
    else
      rc = yl_input_fill(ctx, r->in, r->flowing ? w.n + 1 : r->dropping ? HEAD_BYTES : more);
    if (fatal(rc)) return rc;
    if (rc == YL_OK) continue;
    /* the member breaks off: what stands of its last record is no record */
    char why[YL_MSG_MAX];
    snprintf(why, sizeof why, "%s", yl_errmsg(ctx));
    snprintf(r->why, sizeof r->why, "the member breaks off behind record %llu: %.900s", (unsigned long long)r->record, why);
    r->in->end = true;
    yl_input_take(r->in, w.n);
    r->record++;
    return refuse(ctx, r, kind_of(rc), r->why, out);
  }
  yl_str w = yl_input_window(r->in);
  if (r->format == YL_F_JSONL)
    r->record = r->record == 0 ? 1 + lines_in(yl_sub(w, 0, cut.skip)) : r->record + 1 + lines_in(yl_sub(w, 0, cut.skip));
  else
    r->record++;
  if (cut.n > max) {
    yl_input_take(r->in, cut.skip + cut.n + cut.behind);
    snprintf(r->why, sizeof r->why, "larger than max-document (%llu bytes)", (unsigned long long)max);
    return refuse(ctx, r, YL_P_CUT, r->why, out);
  }
  *out = answer(r);
  out->bytes = yl_sub(w, cut.skip, cut.skip + cut.n);
  out->origin = r->in->pos + cut.skip;
  r->used = cut.skip + cut.n + cut.behind;
  return YL_OK;
}

/* ---- WARC ---- */

/* What the content of a record is, by its type and its first bytes. */
static yl_format page_format(const yl_warc_record *w) {
  if (w->content_type.n && (yl_str_find(w->content_type, YL_STR("html"), 0) != (size_t)-1)) return YL_F_HTML;
  yl_format f = yl_format_guess(YL_STR("page"), yl_sub(w->content, 0, w->content.n < 4096 ? w->content.n : 4096));
  return f == YL_F_HTML ? f : YL_F_TEXT;
}

static yl_status next_page(yl_ctx *ctx, yl_reader *r, yl_raw_doc *out) {
  yl_warc_record w;
  yl_status rc = yl_warc_next(ctx, r->warc, &w);
  if (rc == YL_DONE || fatal(rc)) return rc;
  if (rc != YL_OK) {
    rc = refuse(ctx, r, kind_of(rc), yl_errmsg(ctx), out);
    yl_warc_close(ctx, r->warc);
    r->warc = NULL;
    return rc;
  }
  r->record = w.number;
  if (!w.content.p) return refuse(ctx, r, w.kind, w.why ? w.why : "a record without content", out);
  *out = answer(r);
  out->format = r->o->forced_format ? r->o->format : page_format(&w);
  out->bytes = w.content;
  out->origin = w.virtual_bytes ? 0 : w.origin;
  out->virtual_bytes = w.virtual_bytes;
  out->url = w.url;
  out->retrieved = w.date;
  out->charset = w.charset;
  if (w.why) {
    snprintf(r->why, sizeof r->why, "%s", w.why);
    out->why = r->why;
    out->kind = w.kind;
  }
  return YL_OK;
}

/* ---- opening ---- */

static bool has_records(yl_format f) { return f == YL_F_JSONL || f == YL_F_JSON || f == YL_F_CSV || f == YL_F_TSV || f == YL_F_VRT || f == YL_F_CONLLU || f == YL_F_WORDS; }

/* Settles what the member in r->in is. */
static yl_status open_leaf(yl_ctx *ctx, yl_reader *r) {
  yl_status rc = new_leaf(ctx, r);
  if (rc == YL_OK && r->o->as_it_comes && r->in == &r->file) {
    rc = learn_lines(ctx, r);
    if (rc != YL_OK || r->flowing) return rc;
  }
  if (rc == YL_OK) rc = yl_input_fill(ctx, r->in, HEAD_BYTES / 4);
  yl_str w = yl_input_window(r->in);
  if (rc != YL_OK && (!r->in->failed || w.n == 0)) return rc; /* what came before a failure stands, which is told when it is reached */
  yl_str head = yl_sub(w, 0, w.n < HEAD_BYTES ? w.n : HEAD_BYTES), name = format_name(r);
  char wide[HEAD_BYTES / 16]; /* a head in UTF-16 tells its format as narrow ASCII */
  if (head.n > 3 && (memcmp(head.p, "\xFF\xFE", 2) == 0 || memcmp(head.p, "\xFE\xFF", 2) == 0)) {
    size_t n = 0, low = head.p[0] == '\xFE';
    for (size_t at = 2; at + 1 < head.n && n < sizeof wide; at += 2) wide[n++] = head.p[at + !low] == 0 ? head.p[at + low] : 'x';
    head = (yl_str){wide, n};
  }
  r->format = r->o->forced_format ? r->o->format : yl_format_guess(name, head);
  if (r->format == YL_F_WARC) return yl_warc_open(ctx, r->in, &r->o->caps, &r->warc);
  if (!has_records(r->format)) return YL_OK;
  bool fits = true;
  rc = learn(ctx, r, &fits);
  if (rc != YL_OK) return rc;
  if (!fits && r->o->records.text_field.n)
    return yl_fail(ctx, YL_EFORMAT, "no field '%.*s' in it", (int)r->o->records.text_field.n, r->o->records.text_field.p);
  if (!fits) {
    r->format = YL_F_TEXT;
    unlearn(ctx, r);
  }
  if (r->format == YL_F_CSV || r->format == YL_F_TSV) { /* the header is no record */
    yl_extent cut;
    if (cut_record(r, &cut)) yl_input_take(r->in, cut.skip + cut.n + cut.behind);
  }
  return YL_OK;
}

/* A stream: a container goes on the stack, anything else is a leaf. */
static yl_status open_stream(yl_ctx *ctx, yl_reader *r, yl_input *in) {
  yl_container *c = NULL;
  yl_status rc = yl_container_open(ctx, in, &r->o->caps, &c);
  if (rc != YL_OK) return rc;
  r->in = in;
  if (!c) return open_leaf(ctx, r);
  r->in = NULL;
  uint32_t max = r->o->caps.max_depth < MAX_LEVELS ? r->o->caps.max_depth : MAX_LEVELS;
  if (r->depth >= max) {
    yl_container_close(ctx, c);
    return yl_fail(ctx, YL_ELIMIT, "containers in containers, deeper than max-depth (%u)", max);
  }
  r->levels[r->depth++] = (level){c, r->name.n, in};
  return YL_OK;
}

/* Names as people read them; what would break a line or a terminal is %XX. */
static yl_status push_member_name(yl_ctx *ctx, yl_buf *b, yl_str name) {
  yl_status rc = yl_buf_putc(ctx, b, '!');
  for (size_t i = 0; i < name.n && rc == YL_OK; i++) {
    unsigned char c = (unsigned char)name.p[i];
    rc = c < 0x20 || c == 0x7F ? yl_buf_printf(ctx, b, "%%%02X", c) : yl_buf_putc(ctx, b, (char)c);
  }
  return rc;
}

/* Reads what an archive leaves of the stream it came in to its end: a check sum there may say that it was damaged. */
static yl_status drain(yl_ctx *ctx, yl_input *in) {
  char scrap[8192];
  size_t got = 1;
  yl_status rc = YL_OK;
  while (rc == YL_OK && got > 0) rc = yl_input_read(ctx, in, scrap, sizeof scrap, &got);
  return rc;
}

/* The next member of the container on top: opened, refused (an answer in *out, *answered), or the container is done with. */
static yl_status next_member(yl_ctx *ctx, yl_reader *r, yl_raw_doc *out, bool *answered) {
  level *top = &r->levels[r->depth - 1];
  yl_member m = {0};
  r->name.n = top->name_n;
  yl_status rc = yl_container_next(ctx, top->c, &m);
  if (fatal(rc)) return rc;
  if (rc == YL_DONE && top->in != &r->file) {
    yl_status end = drain(ctx, top->in);
    if (fatal(end)) return end;
    if (end != YL_OK) rc = end;
  }
  if (rc != YL_OK) {
    if (rc != YL_DONE) {
      *answered = true;
      yl_status wrong = rc;
      rc = refuse(ctx, r, kind_of(wrong), yl_errmsg(ctx), out);
      if (rc != YL_OK) return rc;
    }
    yl_container_close(ctx, top->c);
    r->depth--;
    return YL_OK;
  }
  if (m.name.n) rc = push_member_name(ctx, &r->name, m.name);
  if (rc != YL_OK) return rc;
  if (!m.input) {
    *answered = true;
    return refuse(ctx, r, m.kind, m.why ? m.why : "cannot be read", out);
  }
  return open_stream(ctx, r, m.input);
}

yl_status yl_reader_open(yl_ctx *ctx, const yl_source *src, const yl_intake_opts *o, yl_reader **out) {
  yl_reader *r = yl_alloc(ctx, sizeof *r);
  *out = r;
  if (!r) return YL_ENOMEM;
  r->src = src;
  r->o = o;
  yl_status rc = yl_input_open(ctx, src->path, &r->file);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &r->name, src->doc, strlen(src->doc));
  if (rc != YL_OK) {
    yl_reader_close(ctx, r);
    *out = NULL;
  }
  return rc;
}

yl_status yl_reader_next(yl_ctx *ctx, yl_reader *r, yl_raw_doc *out) {
  if (r->in && r->used) yl_input_take(r->in, r->used);
  r->used = 0;
  if (r->leaf && !r->in) close_leaf(ctx, r); /* of a refusal */
  for (;;) {
    yl_status rc = yl_check(ctx);
    bool answered = false;
    if (rc == YL_OK && r->in) {
      if (r->format == YL_F_WARC)
        rc = r->warc ? next_page(ctx, r, out) : YL_DONE;
      else
        rc = has_records(r->format) ? next_record(ctx, r, out) : next_text(ctx, r, out);
      if (rc != YL_DONE) return rc;
      close_leaf(ctx, r);
      continue;
    }
    if (rc == YL_OK && !r->started) {
      r->started = true;
      rc = open_stream(ctx, r, &r->file);
    } else if (rc == YL_OK && r->depth > 0) {
      rc = next_member(ctx, r, out, &answered);
    } else if (rc == YL_OK) {
      return YL_DONE;
    }
    if (answered || fatal(rc)) return rc;
    if (rc != YL_OK) { /* the member cannot be read at all */
      rc = refuse(ctx, r, r->binary ? YL_P_BINARY : kind_of(rc), yl_errmsg(ctx), out);
      r->in = NULL;
      return rc;
    }
  }
}

bool yl_reader_waits(yl_ctx *ctx, yl_reader *r) {
  if (!r->flowing || !r->in) return false;
  yl_input_take(r->in, r->used);
  r->used = 0;
  for (size_t seen = 0;;) {
    yl_str w = yl_input_window(r->in);
    if (seen == 0) seen = blank_part(w);
    if ((seen < w.n && memchr(w.p + seen, '\n', w.n - seen)) || w.n > r->o->caps.max_document || r->dropping) return false;
    seen = w.n;
    if (yl_input_waits(r->in)) return true;
    if (r->in->end || yl_input_fill(ctx, r->in, w.n + 1) != YL_OK) return false; /* the next answer tells what is wrong */
  }
}

void yl_reader_close(yl_ctx *ctx, yl_reader *r) {
  if (!r) return;
  close_leaf(ctx, r);
  while (r->depth > 0) yl_container_close(ctx, r->levels[--r->depth].c);
  yl_input_close(ctx, &r->file);
  yl_buf_free(ctx, &r->name);
  yl_buf_free(ctx, &r->skeleton);
  yl_free(ctx, r);
}

yl_status yl_raw_doc_name(yl_ctx *ctx, const yl_raw_doc *raw, yl_str id, yl_buf *out) {
  yl_status rc = yl_buf_puts(ctx, out, raw->leaf->name);
  if (rc == YL_OK && raw->part) rc = yl_buf_printf(ctx, out, "#%u", raw->part);
  if (rc != YL_OK || raw->record == 0) return rc;
  rc = yl_buf_putc(ctx, out, raw->virtual_bytes ? '!' : ':');
  if (rc == YL_OK && id.n) return yl_buf_push(ctx, out, id.p, id.n);
  return rc == YL_OK ? yl_buf_printf(ctx, out, "%llu", (unsigned long long)raw->record) : rc;
}
