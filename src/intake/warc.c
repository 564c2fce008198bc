/* warc.c - see warc.h. ISO 28500:2017.
 *
 *     WARC/1.0 CRLF                       A record: header, as many bytes of content as Content-Length says, two empty lines.
 *     WARC-Type: response CRLF            The content of a response is an HTTP message with a header of its own.
 *     Content-Length: 1234 CRLF
 *     CRLF
 *     HTTP/1.1 200 OK CRLF … CRLF CRLF    A .warc.gz is a gzip member for each record; the container below has undone that.
 *     <html> …
 *     CRLF CRLF
 *     WARC/1.0 CRLF …
 *
 * Damage. Where a record should begin and none does, what stands up to the next "WARC/" at the beginning of a line is skipped and
 * reported. A Content-Length that leads into the middle of something, while another record begins before, is wrong: the record ends
 * there. When the input itself is damaged (gzip), the record is lost and the next one is looked for.
 *
 * A page is the window of the input, or, unpacked, memory of ours: both hold max-document bytes at most. Larger records are refused.
 */
#include "intake/warc.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "intake/http.h"

enum { HEADER_MAX = 1 << 18, CHECK_MAX = 1 << 20, BEHIND = 16, TALLIES = 64, KEEP_MEMORY = 1 << 24 };

typedef enum left_out { NO_PAGE, NOT_TEXT, CODE, EMPTY, CONTINUATION } left_out;
typedef struct tally {
  left_out what;
  char name[64]; /* a status, a type */
  uint64_t count;
} tally;

struct yl_warc {
  yl_input *in;
  yl_caps caps;
  uint64_t number, skip; /* skip: bytes of the record before that are not wanted */
  uint64_t missing;      /* of those, where the stream ended before */
  size_t held;           /* bytes of the window that the record before has */
  bool damaged;          /* the input failed; go on behind */
  yl_buf header, url, page, spare;
  yl_http http;
  tally left_out[TALLIES];
  size_t nleft, told;
  char why[YL_INPUT_WHY + 64];
};

typedef enum record_type { OTHER_TYPE, RESPONSE, RESOURCE, CONVERSION, CONTINUED } record_type;
typedef struct record {
  record_type type;
  uint64_t length;
  bool has_length, segmented, is_http;
  yl_str url, date, media, truncated;
} record;

/* ---- where records begin ---- */

static bool begins(yl_str s) { return s.n >= 7 && memcmp(s.p, "WARC/", 5) == 0 && yl_ascii_digit(s.p[5]) && s.p[6] == '.'; }

/* The next beginning of a record at the beginning of a line, from at on; (size_t)-1 if there is none. */
static size_t find_beginning(yl_str s, size_t at) {
  for (;;) {
    at = yl_str_find(s, YL_STR("\nWARC/"), at);
    if (at == (size_t)-1) return at;
    at++;
    if (begins(yl_sub(s, at, s.n))) return at;
  }
}

yl_status yl_warc_open(yl_ctx *ctx, yl_input *in, const yl_caps *caps, yl_warc **out) {
  *out = NULL;
  yl_status rc = yl_input_fill(ctx, in, 7);
  if (!begins(yl_input_window(in))) return rc != YL_OK ? rc : yl_fail(ctx, YL_EFORMAT, "not a WARC");
  *out = yl_alloc(ctx, sizeof **out);
  if (!*out) return YL_ENOMEM;
  (*out)->in = in;
  (*out)->caps = *caps;
  return YL_OK;
}

void yl_warc_close(yl_ctx *ctx, yl_warc *w) {
  if (!w) return;
  yl_buf_free(ctx, &w->header);
  yl_buf_free(ctx, &w->url);
  yl_buf_free(ctx, &w->page);
  yl_buf_free(ctx, &w->spare);
  yl_buf_free(ctx, &w->http.lines);
  yl_free(ctx, w);
}

/* Takes bytes until a record begins, or the end. */
static yl_status search(yl_ctx *ctx, yl_warc *w) {
  for (;;) {
    yl_status rc = yl_check(ctx);
    if (rc == YL_OK) rc = yl_input_fill(ctx, w->in, BEHIND);
    yl_str s = yl_input_window(w->in);
    if (rc != YL_OK || begins(s)) return rc;
    size_t at = find_beginning(s, 0);
    size_t keep = at != (size_t)-1 ? s.n - at : w->in->end ? 0 : 7; /* what may be half a beginning */
    yl_input_take(w->in, s.n > keep ? s.n - keep : 0);
    if (at != (size_t)-1 || w->in->end) return YL_OK;
  }
}

/* ---- its header ---- */

static bool parse_number(yl_str s, uint64_t *out) {
  *out = 0;
  for (size_t i = 0; i < s.n; i++) {
    if (!yl_ascii_digit(s.p[i]) || *out > UINT64_MAX / 20) return false;
    *out = *out * 10 + (uint64_t)(s.p[i] - '0');
  }
  return s.n > 0;
}

static record_type type_of(yl_str s) {
  if (yl_same_letters(s, "response")) return RESPONSE;
  if (yl_same_letters(s, "resource")) return RESOURCE;
  if (yl_same_letters(s, "conversion")) return CONVERSION;
  return yl_same_letters(s, "continuation") ? CONTINUED : OTHER_TYPE;
}

static record parse_header(yl_str lines) {
  record r = {0};
  yl_str name, value, identified = {0};
  while (yl_field_next(&lines, &name, &value)) {
    if (yl_same_letters(name, "warc-type")) r.type = type_of(value);
    if (yl_same_letters(name, "content-length")) r.has_length = parse_number(value, &r.length);
    if (yl_same_letters(name, "warc-date")) r.date = value;
    if (yl_same_letters(name, "content-type")) r.media = value;
    if (yl_same_letters(name, "warc-identified-payload-type")) identified = value;
    if (yl_same_letters(name, "warc-truncated")) r.truncated = value;
    if (yl_same_letters(name, "warc-segment-number")) r.segmented = true;
    if (!yl_same_letters(name, "warc-target-uri")) continue;
    r.url = value;
    if (value.n >= 2 && value.p[0] == '<' && value.p[value.n - 1] == '>') r.url = yl_sub(value, 1, value.n - 1);
  }
  r.is_http = yl_same_letters(yl_media_type(r.media), "application/http");
  if (r.media.n == 0) r.media = identified;
  return r;
}

/* What cannot stand in a line of text is %XX. */
static yl_status clean_url(yl_ctx *ctx, yl_str s, yl_buf *out) {
  yl_status rc = YL_OK;
  out->n = 0;
  for (size_t i = 0; rc == YL_OK && i < s.n;) {
    uint32_t cp;
    size_t n = yl_utf8_decode(s.p + i, s.n - i, &cp);
    bool fine = n > 0 && cp >= 0x20 && (cp < 0x7F || cp >= 0xA0);
    rc = fine ? yl_buf_push(ctx, out, s.p + i, n) : yl_buf_printf(ctx, out, "%%%02X", (unsigned char)s.p[i]);
    i += fine ? n : 1;
  }
  return rc;
}

/* Reads the header into w->header and leaves the input at the content. *fits false: it is none. */
static yl_status read_header(yl_ctx *ctx, yl_warc *w, record *r, bool *fits) {
  size_t n = 0;
  *fits = false;
  for (size_t want = 1024; want <= HEADER_MAX && n == 0; want *= 2) {
    yl_status rc = yl_input_fill(ctx, w->in, want);
    yl_str s = yl_input_window(w->in);
    n = yl_header_end(s);
    if (n == 0 && rc != YL_OK) return rc;
    if (n == 0 && w->in->end) return YL_OK;
  }
  if (n == 0) return YL_OK;
  w->header.n = 0;
  yl_status rc = yl_header_unfold(ctx, yl_sub(yl_input_window(w->in), 0, n), &w->header);
  if (rc != YL_OK) return rc;
  *r = parse_header(yl_buf_str(&w->header));
  rc = clean_url(ctx, r->url, &w->url);
  if (rc != YL_OK) return rc;
  *fits = r->has_length;
  if (*fits) yl_input_take(w->in, n);
  return YL_OK;
}

/* ---- its content ---- */

static bool ends_well(yl_str s, size_t at, bool end) {
  size_t i = at;
  while (i < s.n && i < at + 8 && (s.p[i] == '\r' || s.p[i] == '\n')) i++;
  return i == s.n ? end : i > at && begins(yl_sub(s, i, s.n));
}

static size_t without_line_ends(yl_str s, size_t n) {
  for (int i = 0; i < 2 && n > 0 && s.p[n - 1] == '\n'; i++) n -= n > 1 && s.p[n - 2] == '\r' ? 2 : 1;
  return n;
}

/* Has the content in the window, in its true length. A sentence in *why when that is not what the header says. */
static yl_status hold_content(yl_ctx *ctx, yl_warc *w, uint64_t length, yl_str *out, yl_problem_kind *kind, const char **why) {
  yl_status rc = yl_input_fill(ctx, w->in, (size_t)length + BEHIND);
  yl_str s = yl_input_window(w->in);
  if (rc != YL_OK && (s.n < length || !w->in->failed)) return rc; /* a failure behind it is the next record's */
  *out = yl_sub(s, 0, s.n < length ? s.n : (size_t)length);
  if (s.n >= length && (ends_well(s, (size_t)length, w->in->end) || rc != YL_OK)) return YL_OK;
  size_t next = find_beginning(s, 0);
  if (next < length) {
    *out = yl_sub(s, 0, without_line_ends(s, next));
    *kind = YL_P_OTHER;
    snprintf(w->why, sizeof w->why, "its Content-Length is %llu, but the next record begins after %zu bytes", (unsigned long long)length, next);
    *why = w->why;
  } else if (s.n < length) {
    *kind = YL_P_CUT;
    snprintf(w->why, sizeof w->why, "the record is cut off: %zu of %llu bytes", s.n, (unsigned long long)length);
    *why = w->why;
  }
  return YL_OK;
}

static yl_status pass_over(yl_ctx *ctx, yl_warc *w) {
  while (w->skip > 0) {
    yl_status rc = yl_check(ctx);
    if (rc == YL_OK) rc = yl_input_fill(ctx, w->in, 1);
    size_t n = yl_input_window(w->in).n;
    if (rc != YL_OK) return rc;
    if (n == 0) break;
    if (n > w->skip) n = (size_t)w->skip;
    yl_input_take(w->in, n);
    w->skip -= n;
  }
  w->missing = w->skip;
  w->skip = 0;
  return YL_OK;
}

/* ---- what is left out ---- */

static void count(yl_warc *w, left_out what, yl_str name) {
  tally t = {.what = what};
  for (size_t i = 0; i < name.n && i < sizeof t.name - 1; i++) {
    char ch = name.p[i];
    if (ch >= 'A' && ch <= 'Z') ch = (char)(ch + 32);
    t.name[i] = ch > 0x20 && ch < 0x7F ? ch : '?';
  }
  size_t i = 0;
  while (i < w->nleft && (w->left_out[i].what != what || strcmp(w->left_out[i].name, t.name) != 0)) i++;
  if (i == TALLIES) { /* the last one takes the rest */
    i = TALLIES - 1;
    memcpy(w->left_out[i].name, "others", 7);
  }
  if (i == w->nleft) w->left_out[w->nleft++] = t;
  w->left_out[i].count++;
}

static yl_status give_tally(yl_warc *w, yl_warc_record *out) {
  static const yl_problem_kind kinds[] = {YL_P_OTHER, YL_P_BINARY, YL_P_OTHER, YL_P_EMPTY, YL_P_CUT};
  if (w->told == w->nleft) return YL_DONE;
  const tally *t = &w->left_out[w->told++];
  unsigned long long n = t->count;
  switch (t->what) {
    case NO_PAGE: snprintf(w->why, sizeof w->why, "responses with HTTP status %s, which hold no page: %llu", t->name, n); break;
    case NOT_TEXT: snprintf(w->why, sizeof w->why, "records of type %s, which are not text: %llu", t->name, n); break;
    case CODE: snprintf(w->why, sizeof w->why, "records of type %s, which are code or style: %llu", t->name, n); break;
    case EMPTY: snprintf(w->why, sizeof w->why, "records that hold nothing: %llu", n); break;
    default: snprintf(w->why, sizeof w->why, "parts of segmented records, which are not joined: %llu", n); break;
  }
  *out = (yl_warc_record){.kind = kinds[t->what], .why = w->why};
  return YL_OK;
}

static bool starts_with(yl_str s, const char *lower) { return s.n >= strlen(lower) && yl_same_letters(yl_sub(s, 0, strlen(lower)), lower); }
static bool ends_with(yl_str s, const char *lower) {
  return s.n >= strlen(lower) && yl_same_letters(yl_sub(s, s.n - strlen(lower), s.n), lower);
}

/* Is content of a media type worth a look? Servers call anything octet-stream, or nothing. */
static bool is_page(yl_str type, left_out *what) {
  static const char *const code[] = {"text/css", "text/javascript", "text/ecmascript", "application/javascript", "application/x-javascript",
                                     "application/ecmascript", "text/dns"};
  static const char *const text[] = {"application/xml", "application/json", "application/ndjson", "application/x-ndjson",
                                     "application/jsonl", "application/octet-stream", "application/x-unknown-content-type"};
  *what = CODE;
  for (size_t i = 0; i < sizeof code / sizeof *code; i++)
    if (yl_same_letters(type, code[i])) return false;
  *what = NOT_TEXT;
  for (size_t i = 0; i < sizeof text / sizeof *text; i++)
    if (yl_same_letters(type, text[i])) return true;
  if (starts_with(type, "application/")) return ends_with(type, "+xml") || ends_with(type, "+json");
  return !starts_with(type, "image/") && !starts_with(type, "audio/") && !starts_with(type, "video/") && !starts_with(type, "font/") &&
         !starts_with(type, "model/");
}

/* ---- records ---- */

static yl_status give(yl_problem_kind kind, const char *why, yl_warc_record *out) {
  out->content = (yl_str){NULL, 0};
  out->kind = kind;
  out->why = why;
  return YL_OK;
}

/* What stands where a record should begin, up to one that does. YL_DONE: nothing worth a word. */
static yl_status skip_damage(yl_ctx *ctx, yl_warc *w, size_t first, yl_warc_record *out) {
  uint64_t from = w->in->pos;
  yl_input_take(w->in, first);
  yl_status rc = search(ctx, w);
  if (rc != YL_OK) return rc;
  snprintf(w->why, sizeof w->why, "bytes %llu to %llu are no WARC record and were skipped", (unsigned long long)from, (unsigned long long)w->in->pos);
  *out = (yl_warc_record){0};
  return give(YL_P_UNREADABLE, w->why, out);
}

/* The input is damaged: whatever was being read is lost. */
static yl_status give_failure(yl_ctx *ctx, yl_warc *w, bool within, yl_warc_record *out) {
  snprintf(w->why, sizeof w->why, "%s%s", within ? "the record is lost: " : "", yl_errmsg(ctx));
  w->damaged = true;
  w->skip = 0;
  if (!within) *out = (yl_warc_record){0};
  return give(YL_P_UNREADABLE, w->why, out);
}

/* YL_DONE: it is counted instead. */
static yl_status give_page(yl_warc *w, yl_str page, bool own, yl_str media, yl_warc_record *out) {
  left_out what;
  yl_str type = yl_media_type(media);
  if (!is_page(type, &what)) {
    count(w, what, type);
    return YL_DONE;
  }
  if (page.n == 0 && !out->why) {
    count(w, EMPTY, (yl_str){"", 0});
    return YL_DONE;
  }
  if (page.n == 0) return give(out->kind, out->why, out);
  out->content = page;
  out->virtual_bytes = own;
  out->content_type = yl_plain(type);
  out->charset = yl_plain(yl_media_parameter(media, "charset"));
  if (own) out->origin = 0;
  return YL_OK;
}

static yl_status give_response(yl_ctx *ctx, yl_warc *w, yl_str s, yl_warc_record *out) {
  yl_status rc = yl_http_parse(ctx, s, &w->http);
  if (rc != YL_OK) return rc;
  left_out what;
  const yl_http *h = &w->http;
  if (h->response && (h->status < 200 || h->status > 299)) {
    char status[8];
    snprintf(status, sizeof status, "%u", h->status);
    count(w, NO_PAGE, (yl_str){status, strlen(status)});
    return YL_DONE;
  }
  yl_str body = yl_sub(s, h->body, s.n);
  out->origin += h->body;
  if (!is_page(yl_media_type(h->type), &what)) return give_page(w, body, false, h->type, out); /* which counts it */
  yl_body r;
  rc = yl_http_unpack(ctx, h, body, &w->caps, &w->page, &w->spare, &r);
  if (rc == YL_ELIMIT) {
    snprintf(w->why, sizeof w->why, "%s", yl_errmsg(ctx));
    return give(YL_P_CUT, w->why, out);
  }
  if (rc != YL_OK) return rc;
  if (r.why) {
    snprintf(w->why, sizeof w->why, "%s", r.why);
    out->why = w->why;
    out->kind = r.lost ? YL_P_UNREADABLE : YL_P_CUT;
  }
  if (r.lost) return give(out->kind, out->why, out);
  return give_page(w, r.changed ? yl_buf_str(&w->page) : body, r.changed, h->type, out);
}

/* The content of a record whose header was read. YL_DONE: it gives none. */
static yl_status read_content(yl_ctx *ctx, yl_warc *w, const record *r, yl_warc_record *out) {
  bool wanted = r->type == RESPONSE || r->type == RESOURCE || r->type == CONVERSION;
  left_out what;
  if (r->type == CONTINUED) count(w, CONTINUATION, (yl_str){"", 0});
  if (wanted && !(r->type == RESPONSE && r->is_http) && !is_page(yl_media_type(r->media), &what)) {
    count(w, what, yl_media_type(r->media));
    wanted = false;
  }
  *out = (yl_warc_record){.number = w->number, .origin = w->in->pos, .url = yl_buf_str(&w->url), .date = yl_plain(r->date)};
  if (!wanted && r->length > CHECK_MAX) {
    w->skip = r->length;
    return YL_DONE;
  }
  if (r->length > w->caps.max_document) {
    w->skip = r->length;
    snprintf(w->why, sizeof w->why, "larger than max-document = %llu bytes", (unsigned long long)w->caps.max_document);
    return wanted ? give(YL_P_CUT, w->why, out) : YL_DONE;
  }
  if (wanted && r->segmented) out->kind = YL_P_CUT, out->why = "the first part of a segmented record: the others were not joined";
  if (wanted && r->truncated.n > 0) {
    yl_str why = yl_plain(r->truncated);
    snprintf(w->why, sizeof w->why, "cut by the crawler (WARC-Truncated: %.*s)", (int)(why.n < 40 ? why.n : 40), why.p);
    out->kind = YL_P_OTHER, out->why = w->why;
  }
  yl_str s;
  yl_status rc = hold_content(ctx, w, r->length, &s, &out->kind, &out->why);
  if (rc != YL_OK) return rc;
  w->held = s.n;
  if (!wanted) return YL_DONE;
  if (r->type == RESPONSE && r->is_http) return give_response(ctx, w, s, out);
  return give_page(w, s, false, r->media, out);
}

/* Leaves the record before behind; at the end, or where the next one should begin. */
static yl_status leave_record(yl_ctx *ctx, yl_warc *w) {
  yl_input_take(w->in, w->held);
  w->held = 0;
  if (w->page.cap > KEEP_MEMORY) yl_buf_free(ctx, &w->page);
  if (w->spare.cap > KEEP_MEMORY) yl_buf_free(ctx, &w->spare);
  yl_status rc = YL_OK;
  if (w->damaged) {
    yl_input_take(w->in, yl_input_window(w->in).n);
    yl_input_resume(w->in);
    rc = search(ctx, w);
    if (rc == YL_OK) w->damaged = false;
  }
  if (rc == YL_OK) rc = pass_over(ctx, w);
  while (rc == YL_OK) {
    rc = yl_input_fill(ctx, w->in, 7);
    yl_str s = yl_input_window(w->in);
    size_t i = 0;
    while (i < s.n && (s.p[i] == '\r' || s.p[i] == '\n')) i++;
    yl_input_take(w->in, i);
    if (i == 0 || i < s.n) return s.n >= 7 ? YL_OK : rc; /* a failure behind it comes in its time */
  }
  return rc;
}

static yl_status give_missing(yl_warc *w, yl_warc_record *out) {
  *out = (yl_warc_record){.number = w->number};
  snprintf(w->why, sizeof w->why, "the record is cut off: the stream ends %llu bytes before it does", (unsigned long long)w->missing);
  w->missing = 0;
  return give(YL_P_CUT, w->why, out);
}

static yl_status next_record(yl_ctx *ctx, yl_warc *w, yl_warc_record *out, bool *within) {
  yl_status rc = leave_record(ctx, w);
  *within = false;
  if (rc == YL_OK) rc = yl_input_fill(ctx, w->in, 7);
  yl_str s = yl_input_window(w->in);
  if (rc != YL_OK && s.n < 7) return rc;
  if (s.n == 0 && w->missing) return give_missing(w, out);
  if (s.n == 0) return give_tally(w, out);
  if (!begins(s)) return skip_damage(ctx, w, 0, out);
  record r;
  bool fits;
  *out = (yl_warc_record){.number = w->number + 1};
  *within = true;
  rc = read_header(ctx, w, &r, &fits);
  if (rc != YL_OK) return rc;
  w->number++;
  if (!fits) {
    *within = false;
    return skip_damage(ctx, w, 5, out);
  }
  rc = read_content(ctx, w, &r, out);
  if (rc == YL_DONE) return give(YL_P_OTHER, NULL, out);
  return rc;
}

yl_status yl_warc_next(yl_ctx *ctx, yl_warc *w, yl_warc_record *out) {
  for (;;) {
    bool within = false;
    yl_status rc = yl_check(ctx);
    if (rc == YL_OK) rc = next_record(ctx, w, out, &within);
    if (rc == YL_EFORMAT && w->in->failed) return give_failure(ctx, w, within, out);
    if (rc != YL_OK || out->content.p || out->why) return rc;
  }
}
