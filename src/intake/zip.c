/* zip.c - see zip.h. After PKWARE's APPNOTE.TXT 6.3.
 *
 *     header name extra | data | descriptor?     header …     directory …     end
 *     PK 3 4              ^      PK 7 8           PK 3 4       PK 1 2          PK 5 6
 *                         '-- its length is in the header, or only in the descriptor
 *
 * Read from front to back, as a stream: a zip in a tar on standard input is no different from a file. libarchive reads zip too,
 * but one damaged member ends its reading, and it loses the bytes of a name that claims to be UTF-8 and is not. Here a member that
 * is damaged costs that member: the next one begins where its header says, or at the next signature that makes sense.
 *
 * The directory at the end is only compared: members that it lists and that were not found, and those that it says are links.
 */
#include "intake/zip.h"

#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "base/utf8.h"
#include "intake/unpack.h"

enum { LOCAL = 0x04034B50, CENTRAL = 0x02014B50, END = 0x06054B50, END64 = 0x06064B50, LOCATOR = 0x07064B50, DESCRIPTOR = 0x08074B50,
       SPANNED = 0x30304B50, SIGNATURE = 0x05054B50, EXTRA = 0x08064B50 };
enum { LOCAL_N = 30, CENTRAL_N = 46, END_N = 22, DESCRIPTOR_MAX = 24 };
enum { FLAG_ENCRYPTED = 1, FLAG_DESCRIPTOR = 8, FLAG_PATCH = 32, FLAG_STRONG = 64, FLAG_MASKED = 8192 };
enum { STORED = 0 };

typedef enum where { BETWEEN, DATA, BEHIND /* the data were pulled, or what is left of them is skipped */ } where;

struct yl_zip {
  yl_input *in;
  yl_buf name;
  uint64_t begin;              /* of the data of the member */
  uint64_t packed, size, left; /* left: of packed, when it is known */
  uint32_t crc, crc_so_far;
  uint64_t out;
  uint16_t flags, method;
  bool known, wide; /* the length of the data is; sizes in the descriptor have 8 bytes */
  bool raw;         /* cannot be read: bytes are passed over */
  bool hurt;        /* the member was damaged and has been reported */
  bool unread;      /* a descriptor stands behind what is left of the data */
  where where;
  yl_unpacker *unpacker;
  uint64_t found, listed, links;
  bool ended, told_links, told_count; /* the end record was there; notes were given */
  char why[160];
};

static uint16_t le16(const char *p) { return (uint16_t)((unsigned char)p[0] | (unsigned char)p[1] << 8); }
static uint32_t le32(const char *p) { return le16(p) | (uint32_t)le16(p + 2) << 16; }
static uint64_t le64(const char *p) { return le32(p) | (uint64_t)le32(p + 4) << 32; }

bool yl_zip_is(yl_str head) {
  if (head.n < 8) return false;
  uint32_t s = le32(head.p), next = le32(head.p + 4);
  return s == LOCAL || (s == END && head.n >= END_N) || ((s == DESCRIPTOR || s == SPANNED) && next == LOCAL);
}

yl_status yl_zip_open(yl_ctx *ctx, yl_input *in, yl_zip **out) {
  *out = yl_alloc(ctx, sizeof **out);
  if (!*out) return YL_ENOMEM;
  (*out)->in = in;
  return YL_OK;
}

void yl_zip_close(yl_ctx *ctx, yl_zip *z) {
  if (!z) return;
  yl_unpack_close(ctx, z->unpacker);
  yl_buf_free(ctx, &z->name);
  yl_free(ctx, z);
}

/* n bytes of what comes; YL_EFORMAT if there are fewer. */
static yl_status need(yl_ctx *ctx, yl_zip *z, size_t n, const char **p) {
  yl_status rc = yl_input_fill(ctx, z->in, n);
  yl_str w = yl_input_window(z->in);
  *p = w.p;
  if (rc != YL_OK || w.n >= n) return rc;
  return yl_fail(ctx, YL_EFORMAT, "the archive is cut off at byte %llu", (unsigned long long)(z->in->pos + w.n));
}

/* ---- a member's header ---- */

static const char *method_name(uint16_t m) {
  static const char *const names[] = {"stored", "shrink", "reduce", "reduce", "reduce", "reduce", "implode", "tokens", "deflate", "deflate64",
                                      "implode", "", "bzip2", "", "lzma", "", "cmpsc", "", "terse", "lz77", "zstd"};
  if (m < sizeof names / sizeof *names) return names[m];
  return m == 93 ? "zstd" : m == 95 ? "xz" : m == 96 ? "jpeg" : m == 97 ? "wavpack" : m == 98 ? "ppmd" : m == 99 ? "aes" : "";
}

static yl_packing packing_of(uint16_t method) {
  switch (method) {
    case 8: return YL_PACK_DEFLATE;
    case 12: return YL_PACK_BZIP2;
    case 20: case 93: return YL_PACK_ZSTD;
    case 95: return YL_PACK_XZ;
    default: return YL_PACK_NONE;
  }
}

/* Sizes of 64 bits, and the name in UTF-8 where it is that of these bytes. */
static yl_status read_extra(yl_ctx *ctx, yl_zip *z, yl_str extra) {
  for (size_t at = 0; at + 4 <= extra.n;) {
    uint16_t id = le16(extra.p + at), n = le16(extra.p + at + 2);
    const char *p = extra.p + at + 4;
    if (n > extra.n - at - 4) break;
    if (id == 1) {
      size_t used = 0;
      z->wide = true;
      if (z->size == UINT32_MAX && used + 8 <= n) z->size = le64(p + used), used += 8;
      if (z->packed == UINT32_MAX && used + 8 <= n) z->packed = le64(p + used), used += 8;
    } else if (id == 0x7075 && n > 5 && p[0] == 1 && yl_utf8_valid(p + 5, n - 5u) == n - 5u &&
               le32(p + 1) == crc32(0, (const Bytef *)z->name.p, (uInt)z->name.n)) {
      z->name.n = 0;
      yl_status rc = yl_buf_push(ctx, &z->name, p + 5, n - 5u);
      if (rc != YL_OK) return rc;
    }
    at += 4u + n;
  }
  return YL_OK;
}

/* A header at a place that a search led to: does it make sense? */
static bool is_plausible(const char *h) {
  uint16_t method = le16(h + 8), name = le16(h + 26);
  return (unsigned char)h[4] <= 100 && (method <= 20 || (method >= 93 && method <= 99)) && name > 0 && name <= 4096;
}

static yl_status read_header(yl_ctx *ctx, yl_zip *z) {
  const char *h;
  yl_status rc = need(ctx, z, LOCAL_N, &h);
  if (rc != YL_OK) return rc;
  size_t name_n = le16(h + 26), extra_n = le16(h + 28);
  rc = need(ctx, z, LOCAL_N + name_n + extra_n, &h);
  if (rc != YL_OK) return rc;
  z->flags = le16(h + 6);
  z->method = le16(h + 8);
  z->crc = le32(h + 14);
  z->packed = le32(h + 18);
  z->size = le32(h + 22);
  z->wide = z->raw = z->hurt = z->unread = false;
  z->name.n = 0;
  rc = yl_buf_push(ctx, &z->name, h + LOCAL_N, name_n);
  if (rc == YL_OK) rc = read_extra(ctx, z, (yl_str){h + LOCAL_N + name_n, extra_n});
  if (rc != YL_OK) return rc;
  yl_input_take(z->in, LOCAL_N + name_n + extra_n);
  z->known = !(z->flags & FLAG_DESCRIPTOR) || z->packed > 0;
  z->left = z->known ? z->packed : UINT64_MAX;
  z->begin = z->in->pos;
  z->crc_so_far = 0;
  z->out = 0;
  z->where = DATA;
  z->found++;
  return YL_OK;
}

static yl_status give_entry(yl_ctx *ctx, yl_zip *z, yl_zip_entry *out) {
  bool encrypted = z->method == 99 || (z->flags & (FLAG_ENCRYPTED | FLAG_STRONG | FLAG_MASKED));
  if (!encrypted && z->known && z->packed == 0) z->method = STORED; /* nothing, however it was packed */
  yl_packing packing = packing_of(z->method);
  *out = (yl_zip_entry){.name = yl_buf_str(&z->name), .kind = YL_P_UNREADABLE};
  out->directory = z->name.n && (z->name.p[z->name.n - 1] == '/' || (z->name.p[z->name.n - 1] == '\\' && z->size == 0));
  z->raw = encrypted || (z->flags & FLAG_PATCH) || (packing == YL_PACK_NONE && z->method != STORED);
  if (z->raw) {
    if (encrypted)
      snprintf(z->why, sizeof z->why, "it is encrypted");
    else
      snprintf(z->why, sizeof z->why, "it is packed by a method that is not read (%u %s)", z->method, method_name(z->method));
    out->why = z->why;
  }
  yl_unpack_close(ctx, z->unpacker);
  z->unpacker = NULL;
  if (z->raw || packing == YL_PACK_NONE) return YL_OK;
  return yl_unpack_open(ctx, packing, z->in, z->left, false, &z->unpacker);
}

yl_status yl_zip_names(yl_ctx *ctx, yl_str w, yl_member_names *names) {
  yl_status rc = YL_OK;
  for (size_t at = 0; rc == YL_OK && at + LOCAL_N < w.n; at++) {
    const char *p = memchr(w.p + at, 'P', w.n - LOCAL_N - at);
    if (!p) break;
    at = (size_t)(p - w.p);
    if (le32(p) != LOCAL || !is_plausible(p)) continue;
    size_t n = le16(p + 26);
    if (n <= w.n - at - LOCAL_N) rc = yl_member_names_learn(ctx, names, (yl_str){p + LOCAL_N, n});
  }
  return rc;
}

/* ---- its data ---- */

/* The descriptor behind the data; *fits as it fits what was read. What it says of data that were not read is not looked at. */
static yl_status read_descriptor(yl_ctx *ctx, yl_zip *z, bool *fits) {
  uint64_t packed = z->in->pos - z->begin;
  yl_status rc = yl_input_fill(ctx, z->in, DESCRIPTOR_MAX);
  yl_str w = yl_input_window(z->in);
  if (rc != YL_OK) return rc;
  size_t head = w.n >= 4 && le32(w.p) == DESCRIPTOR ? 4 : 0;
  for (int wide = 0; wide < 2; wide++) {
    size_t n = head + (wide ? 20 : 12);
    const char *d = w.p + head;
    if (w.n < n || le32(d) != z->crc_so_far) continue;
    if (wide ? le64(d + 4) != packed || le64(d + 12) != z->out : le32(d + 4) != (uint32_t)packed || le32(d + 8) != (uint32_t)z->out) continue;
    yl_input_take(z->in, n);
    *fits = true;
    return YL_OK;
  }
  *fits = false;
  for (size_t n = 0; n <= 24 && n + 4 <= w.n; n += 4) { /* where does the next thing begin? */
    uint32_t s = le32(w.p + n);
    if (s != LOCAL && s != CENTRAL) continue;
    *fits = n == 0 && z->crc == z->crc_so_far && z->size == z->out; /* promised, but not there, nor needed */
    yl_input_take(z->in, n);
    return YL_OK;
  }
  if (head && w.n >= 16) yl_input_take(z->in, z->wide && w.n >= 24 ? 24 : 16);
  return YL_OK;
}

static yl_status damaged(yl_ctx *ctx, yl_zip *z, const char *what) {
  z->hurt = true;
  z->where = BEHIND;
  return yl_fail(ctx, YL_EFORMAT, "%s", what);
}

/* All is out: is it what was promised? */
static yl_status finish(yl_ctx *ctx, yl_zip *z) {
  bool fits = true;
  if (z->unpacker && z->known) z->left = yl_unpack_left(z->unpacker);
  uint64_t over = z->known ? z->left : 0;
  if (over > 0) { /* the packed data know better where they end than a header that is wrong */
    yl_status rc = yl_input_fill(ctx, z->in, 4);
    yl_str w = yl_input_window(z->in);
    if (rc != YL_OK) return rc;
    if (w.n >= 4 && (le32(w.p) == LOCAL || le32(w.p) == CENTRAL || le32(w.p) == DESCRIPTOR)) z->left = 0;
    z->unread = true;
  }
  z->where = BEHIND;
  if (z->flags & FLAG_DESCRIPTOR && over == 0) {
    yl_status rc = read_descriptor(ctx, z, &fits);
    if (rc != YL_OK) return rc;
  } else {
    fits = z->crc == z->crc_so_far && z->size == z->out;
  }
  if (z->raw || (fits && over == 0)) return YL_OK;
  return damaged(ctx, z, "the bytes are not those that were packed: length or check sum differ");
}

/* Length of the descriptor at a place, 0 if there is none: its length fits, and its check sum does or another part of a zip follows. */
static size_t is_descriptor(const yl_zip *z, yl_str w) {
  if (w.n < 16 || le32(w.p) != DESCRIPTOR) return 0;
  for (size_t wide = 0; wide < 2; wide++) {
    size_t n = wide ? 24 : 16;
    if (w.n < n || (wide ? le64(w.p + 8) != z->out : le32(w.p + 8) != (uint32_t)z->out)) continue;
    uint32_t next = w.n >= n + 4 ? le32(w.p + n) : 0;
    if ((!z->raw && le32(w.p + 4) == z->crc_so_far) || next == LOCAL || next == CENTRAL) return n;
  }
  return 0;
}

/* Data whose length stands only behind them: up to a descriptor that fits. */
static yl_status pull_scanning(yl_ctx *ctx, yl_zip *z, char *p, size_t room, size_t *got) {
  yl_status rc = yl_input_fill(ctx, z->in, DESCRIPTOR_MAX + 4);
  yl_str w = yl_input_window(z->in);
  if (rc != YL_OK) return rc;
  if (w.n == 0) return damaged(ctx, z, "it is cut off");
  size_t n = is_descriptor(z, w);
  if (n > 0 && z->raw) {
    z->where = BEHIND;
    yl_input_take(z->in, n);
    return YL_OK;
  }
  if (n > 0) return finish(ctx, z);
  n = room;
  if (n > w.n) n = w.n;
  const char *mark = n > 1 ? memchr(w.p + 1, 'P', n - 1) : NULL; /* the next place where a descriptor may stand */
  *got = mark ? (size_t)(mark - w.p) : n;
  memcpy(p, w.p, *got);
  yl_input_take(z->in, *got);
  return YL_OK;
}

static yl_status pull_stored(yl_ctx *ctx, yl_zip *z, char *p, size_t n, size_t *got) {
  if (!z->known) return pull_scanning(ctx, z, p, n, got);
  if (n > z->left) n = (size_t)z->left;
  if (n == 0) return finish(ctx, z);
  yl_status rc = yl_input_read(ctx, z->in, p, n, got);
  z->left -= *got;
  if (rc == YL_OK && *got == 0) return damaged(ctx, z, "it is cut off");
  return rc;
}

yl_status yl_zip_pull(yl_ctx *ctx, yl_zip *z, char *p, size_t n, size_t *got) {
  *got = 0;
  if (z->where != DATA || n == 0) return YL_OK;
  yl_status rc = yl_check(ctx);
  if (rc == YL_OK) rc = z->unpacker ? yl_unpack_pull(ctx, z->unpacker, p, n, got) : pull_stored(ctx, z, p, n, got);
  if (rc == YL_EFORMAT && z->where == DATA) {
    if (z->unpacker && z->known) z->left = yl_unpack_left(z->unpacker);
    z->hurt = z->unread = true;
    z->where = BEHIND;
  }
  if (rc != YL_OK || z->where != DATA) return rc;
  if (*got == 0) return finish(ctx, z);
  if (!z->raw) z->crc_so_far = (uint32_t)crc32_z(z->crc_so_far, (const Bytef *)p, *got);
  z->out += *got;
  return YL_OK;
}

bool yl_zip_skip(yl_zip *z) {
  if (z->where != DATA) return true;
  if (!z->known) return false;
  if (z->unpacker) z->left = yl_unpack_left(z->unpacker);
  z->where = BEHIND;
  z->unread = true;
  return true;
}

/* Leaves what is left of the data behind, and a descriptor. */
static yl_status leave(yl_ctx *ctx, yl_zip *z) {
  yl_status rc = YL_OK;
  bool fits;
  while (rc == YL_OK && z->known && z->left > 0) {
    rc = yl_check(ctx);
    if (rc == YL_OK) rc = yl_input_fill(ctx, z->in, 1);
    size_t n = yl_input_window(z->in).n;
    if (rc != YL_OK || n == 0) break;
    if (n > z->left) n = (size_t)z->left;
    yl_input_take(z->in, n);
    z->left -= n;
  }
  if (rc == YL_OK && z->known && z->unread && (z->flags & FLAG_DESCRIPTOR)) rc = read_descriptor(ctx, z, &fits);
  z->where = BETWEEN;
  return rc;
}

/* ---- what stands between and behind members ---- */

static yl_status read_central(yl_ctx *ctx, yl_zip *z) {
  const char *h;
  yl_status rc = need(ctx, z, CENTRAL_N, &h);
  if (rc != YL_OK) return rc;
  size_t n = (size_t)CENTRAL_N + le16(h + 28) + le16(h + 30) + le16(h + 32);
  rc = need(ctx, z, n, &h);
  if (rc != YL_OK) return rc;
  z->listed++;
  z->links += h[5] == 3 /* Unix */ && (le32(h + 38) >> 16 & 0170000) == 0120000;
  yl_input_take(z->in, n);
  return YL_OK;
}

static yl_status pass(yl_ctx *ctx, yl_zip *z, size_t head, size_t n) {
  const char *p;
  yl_status rc = need(ctx, z, head, &p);
  yl_str w = yl_input_window(z->in);
  if (rc != YL_OK) return rc;
  if (n > w.n) {
    rc = yl_input_fill(ctx, z->in, n);
    w = yl_input_window(z->in);
  }
  if (rc == YL_OK) yl_input_take(z->in, n < w.n ? n : w.n);
  return rc;
}

static yl_status read_end(yl_ctx *ctx, yl_zip *z) {
  const char *p;
  yl_status rc = need(ctx, z, END_N, &p);
  if (rc == YL_OK) rc = pass(ctx, z, END_N, (size_t)END_N + le16(p + 20));
  z->ended |= rc == YL_OK;
  return rc;
}

static bool is_place(yl_str w) {
  uint32_t s = le32(w.p);
  return s == CENTRAL || s == END || s == END64 || (s == LOCAL && w.n >= LOCAL_N && is_plausible(w.p));
}

/* Goes to the next thing that makes sense; *zeros: nothing but zeros stood before it. */
static yl_status search(yl_ctx *ctx, yl_zip *z, bool *zeros) {
  *zeros = true;
  for (;;) {
    yl_status rc = yl_check(ctx);
    if (rc == YL_OK) rc = yl_input_fill(ctx, z->in, LOCAL_N + 1);
    yl_str w = yl_input_window(z->in);
    if (rc != YL_OK || w.n == 0) return rc;
    size_t n = w.n > LOCAL_N ? w.n - LOCAL_N : w.n, i = 0;
    for (; i < n; i++) {
      if (w.p[i] == 'P' && w.n - i >= 4 && is_place(yl_sub(w, i, w.n))) break;
      *zeros &= w.p[i] == 0;
    }
    yl_input_take(z->in, i);
    if (i < n) return YL_OK;
  }
}

static yl_status give_note(yl_zip *z, yl_problem_kind kind, yl_zip_entry *out) {
  *out = (yl_zip_entry){.note = true, .kind = kind, .why = z->why};
  return YL_OK;
}

/* Something that is none of a zip's parts. YL_DONE: it is not worth a word. */
static yl_status skip_damage(yl_ctx *ctx, yl_zip *z, yl_zip_entry *out) {
  uint64_t from = z->in->pos;
  bool zeros, told = z->hurt, ended = z->ended;
  yl_status rc = search(ctx, z, &zeros);
  if (rc != YL_OK) return rc;
  z->hurt = false;
  if (zeros || told) return YL_DONE;
  if (ended)
    snprintf(z->why, sizeof z->why, "bytes %llu to %llu, behind the end of the archive, were not read", (unsigned long long)from,
             (unsigned long long)z->in->pos);
  else
    snprintf(z->why, sizeof z->why, "bytes %llu to %llu are damaged and were skipped", (unsigned long long)from, (unsigned long long)z->in->pos);
  return give_note(z, YL_P_UNREADABLE, out);
}

/* At the end of the input: what the directory says besides. */
static yl_status give_last(yl_ctx *ctx, yl_zip *z, yl_zip_entry *out) {
  if (!z->ended)
    return yl_fail(ctx, YL_EFORMAT, "the archive is cut off at byte %llu: its directory is missing", (unsigned long long)z->in->pos);
  if (z->links && !z->told_links) {
    z->told_links = true;
    snprintf(z->why, sizeof z->why, "symbolic links among its members: %llu; their text is a file name", (unsigned long long)z->links);
    return give_note(z, YL_P_OTHER, out);
  }
  if (z->listed != z->found && !z->told_count) {
    z->told_count = true;
    snprintf(z->why, sizeof z->why, "its directory lists %llu members, but %llu were found", (unsigned long long)z->listed,
             (unsigned long long)z->found);
    return give_note(z, z->listed > z->found ? YL_P_UNREADABLE : YL_P_OTHER, out);
  }
  return YL_DONE;
}

yl_status yl_zip_next(yl_ctx *ctx, yl_zip *z, yl_zip_entry *out) {
  yl_status rc = z->where == DATA ? yl_fail(ctx, YL_EINVAL, "the member before was not read") : z->where == BEHIND ? leave(ctx, z) : YL_OK;
  while (rc == YL_OK) {
    rc = yl_check(ctx);
    if (rc == YL_OK) rc = yl_input_fill(ctx, z->in, 12);
    yl_str w = yl_input_window(z->in);
    if (rc != YL_OK) return rc;
    if (w.n == 0) return give_last(ctx, z, out);
    uint32_t s = w.n >= 4 ? le32(w.p) : 0;
    switch (s) {
      case LOCAL:
        rc = read_header(ctx, z);
        return rc == YL_OK ? give_entry(ctx, z, out) : rc;
      case CENTRAL: rc = read_central(ctx, z); break;
      case END: rc = read_end(ctx, z); break;
      case END64: rc = pass(ctx, z, 12, w.n >= 12 && le64(w.p + 4) < 1 << 20 ? 12 + (size_t)le64(w.p + 4) : 56); break;
      case LOCATOR: rc = pass(ctx, z, 20, 20); break;
      case SIGNATURE: rc = pass(ctx, z, 6, 6 + (size_t)(w.n >= 6 ? le16(w.p + 4) : 0)); break;
      case EXTRA: rc = pass(ctx, z, 8, 8 + (w.n >= 8 && le32(w.p + 4) < 1 << 20 ? (size_t)le32(w.p + 4) : 0)); break;
      case SPANNED: case DESCRIPTOR: rc = pass(ctx, z, 4, 4); break;
      default:
        rc = skip_damage(ctx, z, out);
        if (rc != YL_DONE) return rc;
        rc = YL_OK;
    }
  }
  return rc;
}
