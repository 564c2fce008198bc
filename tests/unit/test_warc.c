/* WARC and WET: records and their headers, what HTTP did to a page, what is left out and told, damage. */
#include "packed.h"
#include "failing.h"
#include "random_text.h"
#include "tap.h"

#include "base/ctx.h"
#include "intake/warc.h"

static yl_ctx *ctx;

/* ---- records ---- */

static void record(blob *out, const char *type, const char *more, const char *content, size_t n) {
  char head[1000];
  snprintf(head, sizeof head, "WARC/1.0\r\nWARC-Type: %s\r\n%sContent-Length: %zu\r\n\r\n", type, more, n);
  adds(out, head);
  add(out, content, n);
  adds(out, "\r\n\r\n");
}

static void response(blob *out, const char *uri, const char *http, const char *body, size_t n) {
  char more[300];
  blob b = {0};
  adds(&b, http);
  add(&b, body, n);
  snprintf(more, sizeof more, "WARC-Target-URI: %s\r\nWARC-Date: 2024-05-01T12:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n", uri);
  record(out, "response", more, b.p, b.n);
  drop(&b);
}

static void page(blob *out, const char *uri, const char *http, const char *body) { response(out, uri, http, body, strlen(body)); }

/* ---- reading all of them: "NUMBER URL TYPE CHARSET: content", and sentences ---- */

typedef struct reading {
  yl_caps caps;
  blob log;
  size_t pages, problems, silent;
  yl_status end;
  bool wrong_place; /* content that is not where origin says */
} reading;

static void read_from(yl_ctx *c, reading *r, yl_input *in, const char *stream, size_t n) {
  yl_warc *w = NULL;
  yl_warc_record x;
  char line[400];
  r->log.n = 0;
  r->pages = r->problems = r->silent = 0;
  r->wrong_place = false;
  r->end = yl_warc_open(c, in, &r->caps, &w);
  for (size_t i = 0; r->end == YL_OK && i < 1000000; i++) {
    r->end = yl_warc_next(c, w, &x);
    if (r->end != YL_OK) break;
    r->pages += x.content.p != NULL;
    r->problems += x.why != NULL;
    r->silent += !x.content.p && (!x.why || !x.why[0] || strchr(x.why, '\n'));
    if (x.content.p && !x.virtual_bytes && stream)
      r->wrong_place |= x.origin > n || n - x.origin < x.content.n || memcmp(stream + x.origin, x.content.p, x.content.n) != 0;
    snprintf(line, sizeof line, "%llu %.*s %.*s %.*s%s:", (unsigned long long)x.number, (int)x.url.n, x.url.p ? x.url.p : "", (int)x.content_type.n,
             x.content_type.p ? x.content_type.p : "", (int)x.charset.n, x.charset.p ? x.charset.p : "", x.virtual_bytes ? " unpacked" : "");
    adds(&r->log, line);
    add(&r->log, x.content.p, x.content.n < 60 ? x.content.n : 60);
    if (x.why) {
      adds(&r->log, " ! ");
      adds(&r->log, x.why);
    }
    adds(&r->log, "\n");
  }
  if (r->end != YL_DONE && r->end != YL_ENOMEM && !yl_errmsg(c)[0]) r->silent++;
  yl_warc_close(c, w);
}

static void read_bytes(yl_ctx *c, reading *r, yl_str s, size_t step) {
  memory m = {.p = s.p, .n = s.n, .step = step};
  yl_input in = input_over(&m);
  read_from(c, r, &in, s.p, s.n);
  yl_input_close(c, &in);
}

/* The bytes are compressed: through a container. */
static void read_packed(yl_ctx *c, reading *r, yl_str s) {
  memory m = {.p = s.p, .n = s.n};
  yl_input in = input_over(&m);
  yl_container *k = NULL;
  yl_member member;
  if (yl_container_open(c, &in, &r->caps, &k) == YL_OK && k && yl_container_next(c, k, &member) == YL_OK) read_from(c, r, member.input, NULL, 0);
  if (k) yl_container_close(c, k);
  yl_input_close(c, &in);
}

static void reads_as(const blob *b, const char *want, const char *what) {
  reading r = {.caps = usual_caps};
  for (size_t step = 0; step < 2; step++) {
    read_bytes(ctx, &r, (yl_str){b->p, b->n}, step);
    is(r.log.p ? r.log.p : "", r.log.n, want, what);
    ok(r.end == YL_DONE && !r.wrong_place && r.silent == 0, "%s: in their places", what);
  }
  drop(&r.log);
}

static const char html[] = "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Type: text/html; charset=\"gb2312\"\r\n\r\n";

static void test_records(void) {
  blob b = {0};
  record(&b, "warcinfo", "Content-Type: application/warc-fields\r\n", "software: none\r\n", 16);
  record(&b, "request", "WARC-Target-URI: http://a/\r\n", "GET / HTTP/1.1\r\n\r\n", 18);
  page(&b, "http://a.example/", html, "<p>first</p>");
  record(&b, "metadata", "", "fetchTimeMs: 1", 14);
  record(&b, "resource", "WARC-Target-URI: <file:///b.txt>\r\nContent-Type: text/plain\r\n", "second", 6);
  record(&b, "revisit", "WARC-Target-URI: http://a.example/\r\n", "HTTP/1.1 200 OK\r\n\r\n", 19);
  adds(&b, "warc-type: never a beginning\n");
  b.n -= 29;
  adds(&b, "WARC/1.1\nwarc-type:conversion\nWARC-TARGET-URI: http://c.example/\n  folded\nContent-type: text/plain\ncontent-length:   5\n\nthird\n\n");
  page(&b, "http://d.example/", "HTTP/2 200\nContent-type: application/xhtml+xml\n\n", "<html/>");
  record(&b, "resource", "WARC-Target-URI: http://e/\xFF\x01\xE7\xBD\x91\r\nContent-Type: text/pl\xFF\r\n", "odd", 3);
  reads_as(&b, "3 http://a.example/ text/html gb2312:<p>first</p>\n5 file:///b.txt text/plain :second\n7 http://c.example/ folded text/plain :third\n"
               "8 http://d.example/ application/xhtml+xml :<html/>\n9 http://e/%FF%01网  :odd\n", "records");
  blob gz = {0};
  size_t n = b.n;
  pack(&gz, &packers[0], b.p, n / 2);
  pack(&gz, &packers[0], b.p + n / 2, n - n / 2);
  reading r = {.caps = usual_caps};
  read_packed(ctx, &r, (yl_str){gz.p, gz.n});
  ok(r.pages == 5 && r.problems == 0 && r.end == YL_DONE, "and from gzip");
  drop(&r.log);
  drop(&gz);
  drop(&b);
}

static void test_left_out(void) {
  blob b = {0};
  page(&b, "http://a/1", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n", "no");
  page(&b, "http://a/2", "HTTP/1.1 404 Not Found\r\n\r\n", "no");
  page(&b, "http://a/3", "HTTP/1.0 301 Moved\r\n\r\n", "");
  page(&b, "http://a/4", "HTTP/1.1 200 OK\r\nContent-Type: image/PNG\r\n\r\n", "\x89PNG");
  page(&b, "http://a/5", "HTTP/1.1 200 OK\r\nContent-Type: text/css\r\n\r\n", "a{}");
  page(&b, "http://a/6", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", "");
  page(&b, "http://a/7", "HTTP/1.1 200 OK\r\n\r\n", "no type");
  record(&b, "continuation", "WARC-Segment-Number: 2\r\n", "rest", 4);
  record(&b, "response", "WARC-Target-URI: dns:a\r\nContent-Type: text/dns\r\n", "a. 1 IN A", 9);
  record(&b, "resource", "Content-Type: application/pdf\r\n", "%PDF-", 5);
  record(&b, "response", "WARC-Target-URI: http://a/8\r\nWARC-Segment-Number: 1\r\nContent-Type: application/http\r\n", "HTTP/1.1 200 OK\r\n\r\nstart", 24);
  record(&b, "resource", "WARC-Target-URI: http://a/9\r\nWARC-Truncated: length\r\nContent-Type: text/plain\r\n", "cut", 3);
  reads_as(&b,
           "7 http://a/7  :no type\n"
           "11 http://a/8  :start ! the first part of a segmented record: the others were not joined\n"
           "12 http://a/9 text/plain :cut ! cut by the crawler (WARC-Truncated: length)\n"
           "0   : ! responses with HTTP status 404, which hold no page: 2\n0   : ! responses with HTTP status 301, which hold no page: 1\n"
           "0   : ! records of type image/png, which are not text: 1\n0   : ! records of type text/css, which are code or style: 1\n"
           "0   : ! records that hold nothing: 1\n0   : ! parts of segmented records, which are not joined: 1\n"
           "0   : ! records of type text/dns, which are code or style: 1\n0   : ! records of type application/pdf, which are not text: 1\n",
           "what is left out is counted");
  b.n = 0;
  char type[80];
  for (int i = 0; i < 200; i++) {
    snprintf(type, sizeof type, "Content-Type: image/x-%d\r\n", i);
    record(&b, "resource", type, "x", 1);
  }
  reading r = {.caps = usual_caps};
  read_bytes(ctx, &r, (yl_str){b.p, b.n}, 0);
  ok(r.problems == 64 && r.end == YL_DONE && strstr(r.log.p, "records of type others, which are not text: 137"), "however many types there are");
  drop(&r.log);
  drop(&b);
}

/* ---- what HTTP does ---- */

static void pack_as(blob *out, int bits, const char *p, size_t n) {
  z_stream z = {0};
  Bytef room[4096];
  deflateInit2(&z, 9, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY);
  z.next_in = (Bytef *)(uintptr_t)p, z.avail_in = (uInt)n, z.next_out = room, z.avail_out = sizeof room;
  deflate(&z, Z_FINISH);
  add(out, room, sizeof room - z.avail_out);
  deflateEnd(&z);
}

static void test_http(void) {
  static const char text[] = "<p>一页 packed page packed page</p>";
  blob b = {0}, p = {0}, chunks = {0};
  page(&b, "u1", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "4\r\nWiki\r\n6;x=y\r\npedia \r\nE \r\nin \r\n\r\nchunks.\r\n0\r\nTrailer: x\r\n\r\n");
  page(&b, "u2", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n", "<p>undone by the crawler</p>");
  static const struct { const char *name; int bits; } codings[] = {{"gzip", 31}, {"x-gzip", 31}, {"deflate", 15}, {"deflate", -15}};
  for (size_t i = 0; i < 4; i++) {
    char http[200], size[32];
    p.n = chunks.n = 0;
    pack_as(&p, codings[i].bits, text, sizeof text - 1);
    snprintf(http, sizeof http, "HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\n\r\n", codings[i].name);
    response(&b, "u3", http, p.p, p.n);
    snprintf(size, sizeof size, "%zX\r\n", p.n);
    adds(&chunks, size);
    add(&chunks, p.p, p.n);
    adds(&chunks, "\r\n0\r\n\r\n");
    snprintf(http, sizeof http, "HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\nTransfer-Encoding: Chunked\r\n\r\n", codings[i].name);
    response(&b, "u4", http, chunks.p, chunks.n);
  }
  p.n = 0;
  pack(&p, &packers[3], text, sizeof text - 1);
  response(&b, "u5", "HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\n\r\n", p.p, p.n);
  blob twice = {0};
  pack_as(&twice, 31, p.p, p.n);
  response(&b, "u6", "HTTP/1.1 200 OK\r\nContent-Encoding: zstd, gzip\r\n\r\n", twice.p, twice.n);
  p.n = 0;
  pack_as(&p, 31, text, sizeof text - 1);
  response(&b, "u7", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", p.p, p.n - 12);
  page(&b, "u8", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "5\r\nabcde\r\n9\r\nabc");
  response(&b, "u9", "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n", "\x1B\x0B\x00\xF8\xA5", 5);
  page(&b, "u10", "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n", "plain after all");
  char want[4000] = "1 u1   unpacked:Wikipedia in \r\n\r\nchunks.\n2 u2  :<p>undone by the crawler</p>\n";
  for (int i = 0; i < 10; i++)
    snprintf(want + strlen(want), 200, "%d u%d   unpacked:%s\n", i + 3, i == 8 ? 5 : i == 9 ? 6 : 3 + i % 2, text);
  snprintf(want + strlen(want), 2000, "13 u7   unpacked:%s ! the gzip data are cut off at byte %zu\n"
           "14 u8   unpacked:abcdeabc ! its chunks are damaged or cut off at byte 16 of the body\n"
           "15 u9  : ! it is packed as \"br\", which is not read\n16 u10  :plain after all\n", "<p>一页 packed page packed page</p>", p.n - 12);
  reading r = {.caps = usual_caps};
  read_bytes(ctx, &r, (yl_str){b.p, b.n}, 0);
  add(&r.log, "", 1);
  char *cut = strstr(r.log.p, "13 u7"), *wanted = strstr(want, "13 u7"); /* how much comes of one that is cut off is the library's affair */
  ok(cut && (size_t)(cut - r.log.p) == (size_t)(wanted - want) && memcmp(r.log.p, want, (size_t)(wanted - want)) == 0, "chunks and codings are undone, where they are");
  ok(cut && strstr(cut, "! the gzip data are cut off at byte") && strstr(cut, strstr(want, "14 u8")), "what cannot be is told");
  if (tap_failed) printf("# %s\n# %s\n", r.log.p, want);
  drop(&r.log);
  drop(&b), drop(&p), drop(&chunks), drop(&twice);
}

static void test_limits(void) {
  blob b = {0}, p = {0};
  char *big = malloc(3 << 20);
  if (!big) return;
  memset(big, 'x', 3 << 20);
  record(&b, "resource", "WARC-Target-URI: u1\r\nContent-Type: text/plain\r\n", big, 3 << 20);
  z_stream z = {0};
  Bytef room[16384];
  deflateInit2(&z, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
  z.next_in = (Bytef *)big, z.avail_in = 3 << 20, z.next_out = room, z.avail_out = sizeof room;
  deflate(&z, Z_FINISH);
  response(&b, "u2", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", (char *)room, sizeof room - z.avail_out);
  deflateEnd(&z);
  record(&b, "resource", "WARC-Target-URI: u3\r\nContent-Type: image/png\r\n", big, 2 << 20);
  size_t before_bomb = b.n;
  page(&b, "u4", html, "small");
  reading r = {.caps = usual_caps};
  r.caps.max_document = 1 << 20;
  read_bytes(ctx, &r, (yl_str){b.p, b.n}, 0);
  add(&r.log, "", 1);
  is(r.log.p, r.log.n - 1,
     "1 u1  : ! larger than max-document = 1048576 bytes\n2 u2  : ! larger than max-document = 1048576 bytes when it is unpacked\n4 u4 text/html gb2312:small\n"
     "0   : ! records of type image/png, which are not text: 1\n", "max-document");
  b.n = before_bomb;
  for (int i = 0; i < 64; i++) pack(&p, &packers[3], big, 1 << 20);
  response(&b, "u5", "HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\n\r\n", p.p, p.n);
  r.caps = usual_caps;
  r.caps.max_ratio = 100;
  read_bytes(ctx, &r, (yl_str){b.p, b.n}, 0);
  add(&r.log, "", 1);
  ok(strstr(r.log.p, "4 u5  : ! more than max-ratio = 100 bytes come out of it for each byte in\n") != NULL, "max-ratio");
  r.caps.max_document = 1 << 20;
  b.n = 1000;
  read_bytes(ctx, &r, (yl_str){b.p, b.n}, 0);
  ok(r.problems == 2 && r.silent == 0 && r.end == YL_DONE, "a large record that is cut off");
  free(big);
  drop(&r.log);
  drop(&b), drop(&p);
}

/* ---- damage ---- */

static void test_damage(void) {
  blob b = {0};
  page(&b, "u1", html, "one");
  adds(&b, "garbage\r\nmore WARC/1.0 garbage\r\n");
  page(&b, "u2", html, "two");
  adds(&b, "WARC/1.0\r\nWARC-Type: response\r\n\r\nno length\r\n\r\n");
  page(&b, "u3", html, "three");
  adds(&b, "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: u4\r\nContent-Length: 500\r\n\r\nfour\r\n\r\n");
  page(&b, "u5", html, "five WARC/1.0 is no beginning");
  for (int i = 0; i < 40; i++) page(&b, "u6", html, "more");
  reading r = {.caps = usual_caps};
  for (size_t step = 0; step < 2; step++) {
    read_bytes(ctx, &r, (yl_str){b.p, b.n}, step);
    add(&r.log, "", 1);
    ok(r.pages == 45 && r.problems == 3 && r.end == YL_DONE && !r.wrong_place, "what is no record is skipped, the next one is found");
    ok(strstr(r.log.p, "are no WARC record and were skipped\n2 u2 text/html gb2312:two\n") && strstr(r.log.p, "skipped\n4 u3 text/html gb2312:three\n"), "and it is told");
    ok(strstr(r.log.p, "5 u4  :four ! its Content-Length is 500, but the next record begins after") && strstr(r.log.p, "6 u5 text/html gb2312:five WARC/1.0"),
       "a length that is too large does not swallow the next record");
  }
  size_t n = b.n;
  read_bytes(ctx, &r, (yl_str){b.p, n - 6}, 0);
  ok(r.problems == 4 && strstr((add(&r.log, "", 1), r.log.p), "the record is cut off: "), "the last record is cut off");
  reading none = {.caps = usual_caps};
  read_bytes(ctx, &none, (yl_str){"no WARC", 7}, 0);
  ok(none.end == YL_EFORMAT, "something else is none");
  drop(&b);
  blob gz = {0}, one = {0};
  size_t starts[30];
  for (int i = 0; i < 30; i++) {
    one.n = 0;
    char body[3000];
    for (size_t k = 0; k < sizeof body; k++) body[k] = (char)('a' + rt_below(26));
    response(&one, "u", html, body, sizeof body);
    starts[i] = gz.n;
    pack(&gz, &packers[0], one.p, one.n);
  }
  size_t bad = 0;
  for (int i = 1; i < 29; i++) {
    char *at = gz.p + starts[i] + rt_below((uint32_t)(starts[i + 1] - starts[i]));
    char old = *at;
    *at ^= (char)(1 << rt_below(8));
    read_packed(ctx, &r, (yl_str){gz.p, gz.n});
    bad += r.pages < 28 || r.silent || r.end != YL_DONE || (r.pages < 30 && r.problems == 0);
    *at = old;
  }
  ok(bad == 0, "a flipped bit in a .warc.gz costs a record or two, and is told");
  drop(&gz), drop(&one);
  drop(&r.log), drop(&none.log);
}

static void test_flips(void) {
  blob b = {0};
  page(&b, "http://a.example/", html, "<p>first</p>");
  page(&b, "u", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "4\r\nWiki\r\n6;x=y\r\npedia \r\n0\r\n\r\n");
  blob p = {0};
  pack_as(&p, 31, "packed packed packed", 20);
  response(&b, "v", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", p.p, p.n);
  record(&b, "resource", "WARC-Target-URI: w\r\nContent-Type: text/plain\r\n", "second", 6);
  reading r = {.caps = usual_caps};
  size_t wrong = 0;
  for (int k = 0; k < 6000; k++) {
    blob c = {0};
    add(&c, b.p, b.n);
    for (uint32_t f = 1 + rt_below(6); f > 0; f--) c.p[rt_below((uint32_t)c.n)] ^= (char)(1 << rt_below(8));
    if (rt_below(5) == 0) c.n = rt_below((uint32_t)c.n) + 1;
    read_bytes(ctx, &r, (yl_str){c.p, c.n}, rt_below(3) ? 0 : 50);
    wrong += r.silent || r.wrong_place || (r.end != YL_DONE && r.end != YL_EFORMAT);
    drop(&c);
  }
  ok(wrong == 0, "6000 damaged streams: read, skipped, told");
  failing f = {.left = -1};
  long n = 0;
  r.end = YL_ENOMEM;
  bool leaked = false;
  for (; r.end == YL_ENOMEM && n < 5000 && !leaked; n++) {
    atomic_store(&f.left, n);
    yl_ctx *c = yl_ctx_new(failing_alloc, &f);
    if (!c) continue;
    read_bytes(c, &r, (yl_str){b.p, b.n}, 0);
    yl_ctx_free(c);
    leaked = f.alive != 0;
  }
  ok(r.end == YL_DONE && !leaked && r.pages == 4, "every failed allocation is a clean error (%ld tried)", n);
  drop(&b), drop(&p);
  drop(&r.log);
}

int main(void) {
  ctx = yl_ctx_new(NULL, NULL);
  test_records();
  test_left_out();
  test_http();
  test_limits();
  test_damage();
  test_flips();
  yl_ctx_free(ctx);
  return done();
}
