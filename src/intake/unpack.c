/* unpack.c - see unpack.h.
 *
 *       begins ──▶ inside ──▶ begins …… ▶ done       a stream, another one behind it, the end
 *          │          │
 *          └────▶ damaged ──▶ seeking ──▶ inside     gzip only: a .warc.gz is a stream for each record, and one that is
 *                                │                   damaged should not cost the others
 *                                └──────▶ done
 *
 * The libraries are used directly, each behind a `codec` of three functions. libarchive has filters for the same formats, but
 * they do not check the CRC of gzip, say nothing of what follows a stream, and do not tell where it broke. Bytes go
 * from the window of the input to the caller's memory without a copy between.
 *
 * What comes out before damage is given; the failure waits for the next pull.
 */
#include "intake/unpack.h"

#include <bzlib.h>
#include <lzma.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

/* Window of a stream: what `zstd --long=31` and `xz` with its largest presets ask for. Memory that is not written costs nothing. */
#define MEMORY_MAX ((uint64_t)2 << 30)
enum { ZSTD_WINDOW_MAX = 31, RESUMED_MAX = 1000, STEP_MAX = 1 << 30 };

const char *const yl_packing_name[YL_PACK_N] = {"nothing", "gzip", "bzip2", "xz", "zstd", "zlib", "deflate"};

typedef enum step { STEP_ON, STEP_END, STEP_BROKEN, STEP_MEMORY, STEP_TOO_WIDE } step;
typedef enum place { BEGINS, INSIDE, DAMAGED, CUT, SEEKING, DONE } place; /* CUT: `from` itself is damaged */

typedef struct codec {
  bool (*start)(yl_unpacker *u); /* a new stream; false: no memory */
  step (*run)(yl_unpacker *u, const char *in, size_t *in_n, char *out, size_t *out_n); /* n: there are; then: used, made */
  void (*end)(yl_unpacker *u);
} codec;

struct yl_unpacker {
  yl_ctx *ctx; /* of the running call, for the libraries' memory */
  yl_packing kind;
  const codec *codec;
  yl_input *from;
  uint64_t left, trailing;
  bool several, live; /* live: the library's state is made */
  bool first;         /* no stream has ended yet */
  bool tentative;     /* begun on the look of three bytes: what breaks before it gives anything was none */
  unsigned resumed;
  place place;
  yl_status failure;
  char message[200];
  union {
    z_stream z;
    bz_stream bz;
    lzma_stream xz;
    ZSTD_DCtx *zstd;
  } s;
  lzma_allocator xz_memory;
  const char *reason; /* of STEP_BROKEN */
};

/* ---- memory for the libraries ---- */

static void *lend(yl_unpacker *u, size_t n, size_t size) {
  return size && n > SIZE_MAX / size ? NULL : yl_realloc(u->ctx, NULL, n * size);
}
static void *z_lend(void *u, unsigned n, unsigned size) { return lend(u, n, size); }
static void *bz_lend(void *u, int n, int size) { return n < 0 || size < 0 ? NULL : lend(u, (size_t)n, (size_t)size); }
static void *xz_lend(void *u, size_t n, size_t size) { return lend(u, n, size); }
static void take_back(void *u, void *p) { yl_free(((yl_unpacker *)u)->ctx, p); }

/* ---- gzip, zlib, deflate ---- */

static bool z_start(yl_unpacker *u) {
  if (u->live) return inflateReset(&u->s.z) == Z_OK;
  u->s.z = (z_stream){.zalloc = z_lend, .zfree = take_back, .opaque = u};
  int bits = u->kind == YL_PACK_GZIP ? 16 + MAX_WBITS : u->kind == YL_PACK_ZLIB ? MAX_WBITS : -MAX_WBITS;
  return inflateInit2(&u->s.z, bits) == Z_OK;
}

static step z_run(yl_unpacker *u, const char *in, size_t *in_n, char *out, size_t *out_n) {
  z_stream *z = &u->s.z;
  z->next_in = (z_const Bytef *)(uintptr_t)in;
  z->next_out = (Bytef *)out;
  uInt have = (uInt)*in_n, room = (uInt)*out_n;
  z->avail_in = have;
  z->avail_out = room;
  int rc = inflate(z, Z_NO_FLUSH);
  *in_n = have - z->avail_in;
  *out_n = room - z->avail_out;
  if (rc == Z_STREAM_END) return STEP_END;
  if (rc == Z_MEM_ERROR) return STEP_MEMORY;
  u->reason = z->msg ? z->msg : rc == Z_NEED_DICT ? "it needs a dictionary" : "no valid data";
  return rc == Z_OK || rc == Z_BUF_ERROR ? STEP_ON : STEP_BROKEN;
}

static void z_end(yl_unpacker *u) { inflateEnd(&u->s.z); }

/* ---- bzip2 ---- */

static bool bz_start(yl_unpacker *u) {
  if (u->live) BZ2_bzDecompressEnd(&u->s.bz);
  u->s.bz = (bz_stream){.bzalloc = bz_lend, .bzfree = take_back, .opaque = u};
  return BZ2_bzDecompressInit(&u->s.bz, 0, 0) == BZ_OK;
}

static step bz_run(yl_unpacker *u, const char *in, size_t *in_n, char *out, size_t *out_n) {
  bz_stream *bz = &u->s.bz;
  bz->next_in = (char *)(uintptr_t)in;
  bz->next_out = out;
  unsigned have = (unsigned)*in_n, room = (unsigned)*out_n;
  bz->avail_in = have;
  bz->avail_out = room;
  int rc = BZ2_bzDecompress(bz);
  *in_n = have - bz->avail_in;
  *out_n = room - bz->avail_out;
  if (rc == BZ_STREAM_END) return STEP_END;
  if (rc == BZ_MEM_ERROR) return STEP_MEMORY;
  u->reason = "a block fails its check";
  return rc == BZ_OK ? STEP_ON : STEP_BROKEN;
}

static void bz_end(yl_unpacker *u) { BZ2_bzDecompressEnd(&u->s.bz); }

/* ---- xz ---- */

static bool xz_start(yl_unpacker *u) {
  if (!u->live) {
    u->xz_memory = (lzma_allocator){.alloc = xz_lend, .free = take_back, .opaque = u};
    u->s.xz = (lzma_stream)LZMA_STREAM_INIT;
    u->s.xz.allocator = &u->xz_memory;
  }
  if (lzma_stream_decoder(&u->s.xz, MEMORY_MAX, 0) == LZMA_OK) return true;
  lzma_end(&u->s.xz);
  u->live = false;
  return false;
}

static step xz_run(yl_unpacker *u, const char *in, size_t *in_n, char *out, size_t *out_n) {
  lzma_stream *xz = &u->s.xz;
  xz->next_in = (const uint8_t *)in;
  xz->next_out = (uint8_t *)out;
  xz->avail_in = *in_n;
  xz->avail_out = *out_n;
  lzma_ret rc = lzma_code(xz, LZMA_RUN);
  *in_n -= xz->avail_in;
  *out_n -= xz->avail_out;
  u->reason = rc == LZMA_OPTIONS_ERROR ? "it uses what liblzma does not know" : "a check fails";
  switch (rc) {
    case LZMA_STREAM_END: return STEP_END;
    case LZMA_MEM_ERROR: return STEP_MEMORY;
    case LZMA_MEMLIMIT_ERROR: return STEP_TOO_WIDE;
    case LZMA_OK: case LZMA_BUF_ERROR: return STEP_ON;
    default: return STEP_BROKEN;
  }
}

static void xz_end(yl_unpacker *u) { lzma_end(&u->s.xz); }

/* ---- zstd ---- */

static bool zstd_start(yl_unpacker *u) {
  if (!u->live) {
    u->s.zstd = ZSTD_createDCtx();
    if (!u->s.zstd) return false;
    ZSTD_DCtx_setParameter(u->s.zstd, ZSTD_d_windowLogMax, ZSTD_WINDOW_MAX);
  }
  ZSTD_DCtx_reset(u->s.zstd, ZSTD_reset_session_only);
  return true;
}

static step zstd_run(yl_unpacker *u, const char *in, size_t *in_n, char *out, size_t *out_n) {
  ZSTD_inBuffer source = {in, *in_n, 0};
  ZSTD_outBuffer target = {out, *out_n, 0};
  size_t rc = ZSTD_decompressStream(u->s.zstd, &target, &source);
  *in_n = source.pos;
  *out_n = target.pos;
  if (rc == 0) return STEP_END;
  if (!ZSTD_isError(rc)) return STEP_ON;
  u->reason = ZSTD_getErrorName(rc);
  switch (ZSTD_getErrorCode(rc)) {
    case ZSTD_error_memory_allocation: return STEP_MEMORY;
    case ZSTD_error_frameParameter_windowTooLarge: return STEP_TOO_WIDE;
    default: return STEP_BROKEN;
  }
}

static void zstd_end(yl_unpacker *u) { ZSTD_freeDCtx(u->s.zstd); }

static const codec z_codec = {z_start, z_run, z_end}, bz_codec = {bz_start, bz_run, bz_end},
                   xz_codec = {xz_start, xz_run, xz_end}, zstd_codec = {zstd_start, zstd_run, zstd_end};
static const codec *const codecs[YL_PACK_N] = {NULL, &z_codec, &bz_codec, &xz_codec, &zstd_codec, &z_codec, &z_codec};

/* ---- streams one after another ---- */

static bool is_gzip(const unsigned char *b) { return b[0] == 0x1F && b[1] == 0x8B && b[2] == 8 && !(b[3] & 0xE0); }

yl_packing yl_packing_of(yl_str head) {
  const unsigned char *b = (const unsigned char *)head.p;
  if (head.n >= 4 && is_gzip(b)) return YL_PACK_GZIP;
  if (head.n >= 10 && memcmp(b, "BZh", 3) == 0 && b[3] >= '1' && b[3] <= '9' &&
      (memcmp(b + 4, "1AY&SY", 6) == 0 || memcmp(b + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0))
    return YL_PACK_BZIP2;
  if (head.n >= 6 && memcmp(b, "\xFD" "7zXZ\0", 6) == 0) return YL_PACK_XZ;
  if (head.n >= 4 && memcmp(b, "\x28\xB5\x2F\xFD", 4) == 0) return YL_PACK_ZSTD;
  if (head.n >= 8 && (b[0] & 0xF0) == 0x50 && memcmp(b + 1, "\x2A\x4D\x18", 3) == 0) return YL_PACK_ZSTD; /* a skippable frame */
  return YL_PACK_NONE;
}

yl_status yl_unpack_open(yl_ctx *ctx, yl_packing kind, yl_input *from, uint64_t limit, bool several, yl_unpacker **out) {
  yl_unpacker *u = *out = yl_alloc(ctx, sizeof *u);
  if (!u) return YL_ENOMEM;
  u->kind = kind;
  u->codec = codecs[kind];
  u->from = from;
  u->left = limit;
  u->several = several;
  u->first = true;
  return YL_OK;
}

uint64_t yl_unpack_left(const yl_unpacker *u) { return u->left; }
uint64_t yl_unpack_trailing(const yl_unpacker *u) { return u->trailing; }

void yl_unpack_close(yl_ctx *ctx, yl_unpacker *u) {
  if (!u) return;
  u->ctx = ctx;
  if (u->live) u->codec->end(u);
  yl_free(ctx, u);
}

/* Up to n bytes of what comes, fewer at the end. */
static yl_status look(yl_unpacker *u, size_t n, yl_str *out) {
  if (n > u->left) n = (size_t)u->left;
  yl_status rc = n ? yl_input_fill(u->ctx, u->from, n) : YL_OK;
  *out = yl_input_window(u->from);
  if (out->n > u->left) out->n = (size_t)u->left;
  return rc;
}

static void take(yl_unpacker *u, size_t n) {
  yl_input_take(u->from, n);
  if (u->left != UINT64_MAX) u->left -= n;
}

static yl_status start(yl_unpacker *u) {
  if (!u->codec->start(u)) return yl_nomem(u->ctx);
  u->live = true;
  u->place = INSIDE;
  return YL_OK;
}

/* Goes to the next bytes that look like a member of gzip; true if there are any. */
static yl_status find_member(yl_unpacker *u, bool *found) {
  yl_str w;
  *found = false;
  for (;;) {
    yl_status rc = yl_check(u->ctx);
    if (rc == YL_OK) rc = look(u, 4, &w);
    if (rc != YL_OK) return rc;
    if (w.n < 4) {
      take(u, w.n);
      return YL_OK;
    }
    size_t i = 0;
    for (; i + 4 <= w.n && !*found; i += !*found) {
      const char *p = memchr(w.p + i, 0x1F, w.n - 3 - i);
      i = p ? (size_t)(p - w.p) : w.n - 3;
      *found = p && is_gzip((const unsigned char *)p);
    }
    take(u, *found ? i : w.n - 3);
    if (*found) return YL_OK;
  }
}

static yl_status broken(yl_unpacker *u, yl_status code, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
static yl_status broken(yl_unpacker *u, yl_status code, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  vsnprintf(u->message, sizeof u->message, fmt, ap);
  va_end(ap);
  u->failure = code;
  u->place = DAMAGED;
  return YL_OK;
}

/* Between streams: the next one, padding, the end, or something else. */
static yl_status begin(yl_unpacker *u) {
  yl_str w;
  yl_status rc = look(u, YL_PACK_HEAD, &w);
  if (rc != YL_OK) return rc;
  if (u->kind == YL_PACK_ZLIB || u->kind == YL_PACK_DEFLATE || yl_packing_of(w) == u->kind) return start(u);
  size_t zeros = 0;
  while (zeros < w.n && w.p[zeros] == 0) zeros++;
  if (!u->first && zeros > 0) { /* up to a block of tape or disk */
    take(u, zeros);
    return YL_OK;
  }
  if (u->first) return broken(u, YL_EFORMAT, "not %s", yl_packing_name[u->kind]);
  if (w.n == 0) {
    u->place = DONE;
    return YL_OK;
  }
  uint64_t here = u->from->pos;
  bool found = false;
  if (u->kind == YL_PACK_GZIP) rc = find_member(u, &found);
  if (rc != YL_OK) return rc;
  if (found) return broken(u, YL_EFORMAT, "bytes %llu to %llu are not %s: they were skipped", (unsigned long long)here,
                           (unsigned long long)u->from->pos, yl_packing_name[u->kind]);
  u->trailing = here;
  u->place = DONE;
  return YL_OK;
}

/* Behind damage. */
static yl_status seek_on(yl_unpacker *u) {
  bool found = false;
  yl_status rc = YL_OK;
  if (u->several && u->kind == YL_PACK_GZIP && u->resumed++ < RESUMED_MAX) rc = find_member(u, &found);
  if (rc != YL_OK) return rc;
  u->tentative = found;
  if (found) return start(u);
  u->place = DONE;
  return YL_OK;
}

static yl_status fail_step(yl_unpacker *u, step s) {
  const char *name = yl_packing_name[u->kind];
  if (s == STEP_MEMORY) return yl_nomem(u->ctx);
  if (s == STEP_TOO_WIDE)
    return broken(u, YL_ELIMIT, "the %s data need more than %llu MiB of memory", name, (unsigned long long)(MEMORY_MAX >> 20));
  return broken(u, YL_EFORMAT, "the %s data are damaged at byte %llu: %s", name, (unsigned long long)u->from->pos, u->reason);
}

static yl_status run(yl_unpacker *u, char *p, size_t n, size_t *got) {
  yl_str w;
  yl_status rc = look(u, 1, &w);
  if (rc != YL_OK) return rc;
  size_t in_n = w.n < STEP_MAX ? w.n : STEP_MAX, out_n = n < STEP_MAX ? n : STEP_MAX;
  step s = u->codec->run(u, w.n ? w.p : "", &in_n, p, &out_n);
  take(u, in_n);
  *got = out_n;
  if (out_n > 0) u->tentative = false;
  if (s == STEP_END) {
    u->first = false;
    u->place = u->several ? BEGINS : DONE;
  } else if (s != STEP_ON && u->tentative && s == STEP_BROKEN) {
    u->place = SEEKING;
  } else if (s != STEP_ON) {
    return fail_step(u, s);
  } else if (out_n == 0 && in_n == 0) {
    return w.n ? broken(u, YL_EFORMAT, "the %s data are damaged at byte %llu", yl_packing_name[u->kind], (unsigned long long)u->from->pos)
               : broken(u, YL_EFORMAT, "the %s data are cut off at byte %llu", yl_packing_name[u->kind], (unsigned long long)u->from->pos);
  }
  return YL_OK;
}

yl_status yl_unpack_pull(yl_ctx *ctx, yl_unpacker *u, char *p, size_t n, size_t *got) {
  u->ctx = ctx;
  *got = 0;
  while (u->place != DONE && *got == 0) {
    yl_status rc = yl_check(ctx);
    if (rc != YL_OK) return rc;
    if (u->place == CUT) {
      yl_input_resume(u->from);
      u->place = SEEKING;
    }
    switch (u->place) {
      case BEGINS: rc = begin(u); break;
      case INSIDE: rc = run(u, p, n, got); break;
      case SEEKING: rc = seek_on(u); break;
      default: /* damaged */
        u->place = SEEKING;
        return yl_fail(ctx, u->failure, "%s", u->message);
    }
    if (rc == YL_EFORMAT && u->from->failed) u->place = CUT;
    if (rc != YL_OK) return rc;
  }
  return YL_OK;
}
