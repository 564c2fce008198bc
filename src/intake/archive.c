/* archive.c - see archive.h.
 *
 * libarchive reads through three callbacks from the window of an input, without a copy, and never sees a file. It converts names
 * that have a charset to that of the process, and gives up on those that do not fit: in a process of the C locale that is every
 * Chinese name of a pax archive. So its calls run in a UTF-8 locale of the thread (uselocale), which is put back behind each;
 * nothing else in the process sees it. Names without a charset come as they stand.
 *
 * Only formats are asked of it: what is compressed comes through unpack.c.
 */
#include "intake/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

enum { RETRIES_MAX = 100000000, EMPTY_MAX = 10000 };

struct yl_archive {
  yl_ctx *ctx; /* of the running call */
  yl_archive_format format;
  struct archive *lib;
  struct archive_entry *held; /* an entry that waits behind a note on what stood before it */
  yl_input *in;
  locale_t utf8;
  size_t handed;     /* bytes of the window that libarchive has */
  uint64_t taken;
  uint64_t zeros;    /* at the end of what was taken */
  yl_status failure; /* of the input */
  char message[YL_MSG_MAX];
  const char *block; /* of the member's data */
  size_t block_n;
  uint64_t at, hole, size; /* of the member; zeros to give; 0: unknown */
  bool data_end, ended, begun;
  unsigned empty;   /* blocks without data in a row */
  uint64_t skipped; /* damaged blocks of a tar in a row */
  char why[160];
};

/* ---- what it is ---- */

/* The sum over a header of tar, its own field as spaces, stands in octal at 148. */
static bool is_tar_header(const unsigned char *h) {
  uint32_t said = 0, sum = 0, with_sign = 0;
  size_t i = 148;
  while (i < 156 && h[i] == ' ') i++;
  for (; i < 156 && h[i] >= '0' && h[i] <= '7'; i++) said = said * 8 + (h[i] - '0');
  for (i = 0; i < YL_TAR_BLOCK; i++) {
    bool own = i >= 148 && i < 156;
    sum += own ? ' ' : h[i];
    with_sign += own ? (uint32_t)' ' : h[i] < 128u ? h[i] : h[i] - 256u;
  }
  return said && (said == sum || said == with_sign);
}

/* Also one whose sum is wrong, which damage does; no text has NUL there. */
static bool is_tar(const unsigned char *h) { return is_tar_header(h) || (memcmp(h + 257, "ustar", 5) == 0 && memchr(h, 0, 257)); }

static bool all_zero(yl_str s) { return s.n > 0 && s.p[0] == 0 && memcmp(s.p, s.p + 1, s.n - 1) == 0; }

static bool is_cpio(yl_str s) {
  if (s.n >= 76 && memcmp(s.p, "070707", 6) == 0) return strspn(s.p + 6, "01234567") >= 70; /* the byte behind is no digit of it */
  if (s.n >= 110 && (memcmp(s.p, "070701", 6) == 0 || memcmp(s.p, "070702", 6) == 0)) return strspn(s.p + 6, "0123456789abcdefABCDEF") >= 104;
  return false;
}

yl_archive_format yl_archive_is(yl_str s, bool end) {
  char head[112] = ""; /* ends in 0, for strspn */
  memcpy(head, s.p ? s.p : "", s.n < 111 ? s.n : 111);
  if (s.n >= 6 && memcmp(s.p, "7z\xBC\xAF\x27\x1C", 6) == 0) return YL_AR_7Z;
  if (s.n >= 8 && memcmp(s.p, "Rar!\x1A\x07\x01\0", 8) == 0) return YL_AR_RAR5;
  if (s.n >= 7 && memcmp(s.p, "Rar!\x1A\x07\0", 7) == 0) return YL_AR_RAR;
  if (is_cpio((yl_str){head, s.n < 111 ? s.n : 111})) return YL_AR_CPIO;
  if (s.n >= YL_TAR_BLOCK && is_tar((const unsigned char *)s.p)) return YL_AR_TAR;
  bool empty_tar = end && s.n >= 2 * YL_TAR_BLOCK && s.n <= 20 * YL_TAR_BLOCK && s.n % YL_TAR_BLOCK == 0 && all_zero(s);
  return empty_tar ? YL_AR_TAR : YL_AR_NONE;
}

/* ---- the callbacks ---- */

static void settle(yl_archive *s) {
  yl_input_take(s->in, s->handed);
  s->handed = 0;
}

static la_ssize_t read_more(struct archive *lib, void *ud, const void **out) {
  yl_archive *s = ud;
  settle(s);
  yl_status rc = yl_check(s->ctx);
  if (rc == YL_OK) rc = yl_input_fill(s->ctx, s->in, 1);
  yl_str w = yl_input_window(s->in);
  *out = w.p;
  if (w.n == 0 && rc != YL_OK) {
    s->failure = rc;
    snprintf(s->message, sizeof s->message, "%s", yl_errmsg(s->ctx));
    archive_set_error(lib, -1, "%s", s->message);
    return -1;
  }
  s->handed = w.n;
  s->taken += w.n;
  size_t z = 0;
  while (z < w.n && z < YL_TAR_BLOCK && w.p[w.n - 1 - z] == 0) z++;
  s->zeros = z < w.n ? z : s->zeros + z;
  return (la_ssize_t)w.n;
}

static la_int64_t go_to(struct archive *lib, void *ud, la_int64_t off, int whence) {
  yl_archive *s = ud;
  settle(s);
  yl_status rc = yl_input_seek(s->ctx, s->in, off, whence);
  if (rc == YL_OK) return (la_int64_t)s->in->pos;
  s->failure = rc;
  snprintf(s->message, sizeof s->message, "%s", yl_errmsg(s->ctx));
  archive_set_error(lib, -1, "%s", s->message);
  return ARCHIVE_FATAL;
}

static locale_t enter(yl_archive *s, yl_ctx *ctx) {
  s->ctx = ctx;
  return s->utf8 ? uselocale(s->utf8) : (locale_t)0;
}
static void leave(yl_archive *s, locale_t old) {
  if (s->utf8) uselocale(old);
}

static int choose_format(struct archive *lib, yl_archive_format f) {
  switch (f) {
    case YL_AR_TAR: return archive_read_support_format_tar(lib);
    case YL_AR_CPIO: return archive_read_support_format_cpio(lib);
    case YL_AR_7Z: return archive_read_support_format_7zip(lib);
    case YL_AR_RAR: return archive_read_support_format_rar(lib);
    default: return archive_read_support_format_rar5(lib);
  }
}

static yl_status fail_lib(yl_archive *s) {
  if (s->failure) return yl_fail(s->ctx, s->failure, "%s", s->message);
  if (archive_errno(s->lib) == ENOMEM /* where a length is absurd, too */) return yl_fail(s->ctx, YL_ELIMIT, "it needs more memory than there is");
  const char *why = archive_error_string(s->lib);
  char text[200];
  snprintf(text, sizeof text, "%s", why ? why : "no valid data");
  for (char *p = text; *p; p++) /* it may quote names */
    if (*p < 0x20 || *p > 0x7E) *p = '?';
  return yl_fail(s->ctx, YL_EFORMAT, "the archive is damaged near byte %llu: %s", (unsigned long long)s->taken, text);
}

static yl_status start(yl_archive *s) {
  int rc = choose_format(s->lib, s->format);
  if (rc == ARCHIVE_OK && s->format == YL_AR_TAR) rc = archive_read_set_option(s->lib, "tar", "read_concatenated_archives", "1");
  if (rc == ARCHIVE_OK) rc = archive_read_set_read_callback(s->lib, read_more);
  if (rc == ARCHIVE_OK && s->in->seek) rc = archive_read_set_seek_callback(s->lib, go_to);
  if (rc == ARCHIVE_OK) rc = archive_read_set_callback_data(s->lib, s);
  if (rc == ARCHIVE_OK) rc = archive_read_open1(s->lib);
  return rc == ARCHIVE_OK ? YL_OK : fail_lib(s);
}

yl_status yl_archive_open(yl_ctx *ctx, yl_archive_format format, yl_input *in, yl_archive **out) {
  yl_archive *s = *out = yl_alloc(ctx, sizeof *s);
  if (!s) return YL_ENOMEM;
  s->format = format;
  s->in = in;
  s->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
  s->lib = archive_read_new();
  if (!s->lib) return yl_nomem(ctx);
  return YL_OK;
}

void yl_archive_close(yl_ctx *ctx, yl_archive *s) {
  if (!s) return;
  s->ctx = ctx;
  if (s->lib) archive_read_free(s->lib);
  if (s->utf8) freelocale(s->utf8);
  yl_free(ctx, s);
}

yl_status yl_archive_names(yl_ctx *ctx, yl_archive_format format, yl_str w, yl_member_names *names) {
  yl_status rc = YL_OK;
  for (size_t at = 0; format == YL_AR_TAR && rc == YL_OK && at + YL_TAR_BLOCK <= w.n; at += YL_TAR_BLOCK)
    if (w.p[at] && is_tar_header((const unsigned char *)w.p + at)) rc = yl_member_names_learn(ctx, names, (yl_str){w.p + at, strnlen(w.p + at, 100)});
  return rc;
}

uint64_t yl_archive_taken(const yl_archive *s) { return s->taken; }

/* ---- entries ---- */

static yl_status give_note(yl_archive *s, yl_problem_kind kind, yl_entry *out) {
  *out = (yl_entry){.type = YL_ENTRY_NOTE, .kind = kind, .why = s->why};
  return YL_OK;
}

static yl_status give_skipped(yl_archive *s, yl_entry *out) {
  snprintf(s->why, sizeof s->why, "%llu blocks of the archive, before byte %llu, are damaged and were skipped", (unsigned long long)s->skipped,
           (unsigned long long)s->taken);
  s->skipped = 0;
  return give_note(s, YL_P_UNREADABLE, out);
}

static yl_status give_end(yl_archive *s, yl_entry *out) {
  bool told = s->ended;
  s->ended = true;
  if (told || s->format != YL_AR_TAR || s->zeros >= YL_TAR_BLOCK) return YL_DONE;
  snprintf(s->why, sizeof s->why, "the archive has no end mark: it may be cut off at byte %llu", (unsigned long long)s->taken);
  return give_note(s, YL_P_CUT, out);
}

/* Damage in front: tar is found by its first header, so go to the first that is whole. */
static yl_status find_header(yl_archive *s) {
  for (;;) {
    yl_status rc = yl_check(s->ctx);
    if (rc == YL_OK) rc = yl_input_fill(s->ctx, s->in, YL_TAR_BLOCK);
    yl_str w = yl_input_window(s->in);
    if (rc != YL_OK) return rc;
    if (w.n < YL_TAR_BLOCK || is_tar_header((const unsigned char *)w.p) || all_zero(yl_sub(w, 0, YL_TAR_BLOCK))) return YL_OK;
    yl_input_take(s->in, YL_TAR_BLOCK);
    s->taken += YL_TAR_BLOCK;
    s->skipped++;
  }
}

static yl_status read_header(yl_archive *s, struct archive_entry **e) {
  for (unsigned tries = 0;; tries++) {
    yl_status rc = yl_check(s->ctx);
    if (rc != YL_OK) return rc;
    switch (archive_read_next_header(s->lib, e)) {
      case ARCHIVE_OK: case ARCHIVE_WARN: return YL_OK;
      case ARCHIVE_EOF: return YL_DONE;
      case ARCHIVE_RETRY:
        s->skipped++;
        if (tries < RETRIES_MAX) break; /* each one is a block of the input */
        return fail_lib(s);
      default: return fail_lib(s);
    }
  }
}

static void describe(yl_archive *s, struct archive_entry *e, yl_entry *out) {
  const char *name = archive_entry_pathname(e);
  if (!name) name = archive_entry_pathname_utf8(e);
  *out = (yl_entry){.name = {name, name ? strlen(name) : 0}, .kind = YL_P_UNREADABLE};
  mode_t type = archive_entry_filetype(e);
  out->type = archive_entry_hardlink(e) || type == AE_IFLNK ? YL_ENTRY_LINK
              : type == AE_IFDIR                            ? YL_ENTRY_DIRECTORY
              : type == AE_IFREG || type == 0               ? YL_ENTRY_FILE
                                                            : YL_ENTRY_SPECIAL;
  if (archive_entry_is_data_encrypted(e)) out->why = "it is encrypted";
  s->size = archive_entry_size_is_set(e) && archive_entry_size(e) > 0 ? (uint64_t)archive_entry_size(e) : 0;
  s->at = s->hole = 0;
  s->block_n = 0;
  s->data_end = false;
}

static yl_status next_entry(yl_archive *s, yl_entry *out) {
  yl_status rc = YL_OK;
  if (!s->begun) {
    s->begun = true;
    if (s->format == YL_AR_7Z && !s->in->seek)
      return yl_fail(s->ctx, YL_EFORMAT, "a 7z archive is read only as a file by itself, not from within another or a stream");
    if (s->format == YL_AR_TAR) rc = find_header(s);
    if (rc == YL_OK) rc = start(s);
    if (rc != YL_OK) return rc;
  }
  struct archive_entry *e = s->held;
  s->held = NULL;
  if (!e && !s->ended) rc = read_header(s, &e);
  if (rc != YL_OK && rc != YL_DONE) return rc;
  if (s->skipped) {
    s->held = e;
    return give_skipped(s, out);
  }
  if (!e || rc == YL_DONE) return give_end(s, out);
  describe(s, e, out);
  return YL_OK;
}

yl_status yl_archive_next(yl_ctx *ctx, yl_archive *s, yl_entry *out) {
  locale_t old = enter(s, ctx);
  yl_status rc = next_entry(s, out);
  leave(s, old);
  return rc;
}

/* ---- data ---- */

static yl_status next_block(yl_archive *s) {
  const void *p;
  size_t n;
  la_int64_t off = 0;
  yl_status rc = yl_check(s->ctx);
  if (rc != YL_OK) return rc;
  int r = archive_read_data_block(s->lib, &p, &n, &off);
  if (r == ARCHIVE_EOF) {
    s->data_end = true;
    if (s->format == YL_AR_TAR && s->size > s->at) s->hole = s->size - s->at; /* a sparse file that ends in nothing */
    return YL_OK;
  }
  if (r != ARCHIVE_OK && r != ARCHIVE_WARN && r != ARCHIVE_RETRY) {
    s->data_end = true;
    return fail_lib(s);
  }
  if (r == ARCHIVE_RETRY) n = 0, off = (la_int64_t)s->at;
  s->empty = n ? 0 : s->empty + 1;
  if (off < 0 || (uint64_t)off < s->at || s->empty > EMPTY_MAX) {
    s->data_end = true;
    return yl_fail(s->ctx, YL_EFORMAT, "its pieces do not fit together");
  }
  s->hole = (uint64_t)off - s->at;
  s->block = p;
  s->block_n = n;
  return YL_OK;
}

static yl_status pull(yl_archive *s, char *p, size_t n, size_t *got) {
  *got = 0;
  while (s->hole == 0 && s->block_n == 0 && !s->data_end) {
    yl_status rc = next_block(s);
    if (rc != YL_OK) return rc;
  }
  if (s->hole > 0) {
    *got = s->hole < n ? (size_t)s->hole : n;
    memset(p, 0, *got);
    s->hole -= *got;
  } else {
    *got = s->block_n < n ? s->block_n : n;
    if (*got) memcpy(p, s->block, *got), s->block += *got;
    s->block_n -= *got;
  }
  s->at += *got;
  return YL_OK;
}

yl_status yl_archive_pull(yl_ctx *ctx, yl_archive *s, char *p, size_t n, size_t *got) {
  locale_t old = enter(s, ctx);
  yl_status rc = pull(s, p, n, got);
  leave(s, old);
  return rc;
}
