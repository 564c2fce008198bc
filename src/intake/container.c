/* container.c - see container.h.
 *
 * Three readers stand behind one face: unpack.c (a compressed stream: one member without a name), zip.c, and archive.c
 * (libarchive). Here is what they have in common: what is it, the names, and the limits.
 *
 * Limits. A container counts the bytes that come out of it, `total`. When the input it reads is a member of another container, it
 * passes on what it grows by, so that bombs in bombs count against the file that holds them all:
 *
 *     bomb.zip 40 KB  total = 4 MB + (4 GB - 4 MB)            stops here: 1000 bytes out for a byte in
 *       '- a.zip 4 MB  total = 4 GB     grew by 4 GB - 4 MB
 *            '- zeros 4 GB
 *
 * A limit that was reached stays reached: neither the container nor those in it give anything more.
 */
#include "intake/container.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "intake/archive.h"
#include "intake/names.h"
#include "intake/unpack.h"
#include "intake/zip.h"

enum { KEEP_WINDOW = 1 << 20, SHOWN = 256 /* bytes of a name in a sentence */ };
typedef enum over { WITHIN, OVER_UNPACKED, OVER_RATIO, OVER_MEMBERS } over;

struct yl_container {
  yl_input *in;
  uint64_t start; /* where it begins in `in` */
  yl_caps caps;
  yl_container *parent; /* whose member `in` is, or NULL */
  yl_packing packing;
  yl_unpacker *unpacker; /* one of these three */
  yl_zip *zip;
  yl_archive *archive;
  yl_input member;
  yl_member_names names;
  yl_buf name; /* of the member given last */
  uint64_t members, total, passed; /* passed: of its growth, on to the parent */
  over over;
  uint64_t links, specials;
  char first_link[SHOWN];
  bool open, told; /* a member is being read; the last notes were given */
  yl_status failed; /* waits behind the last notes, with what it says in */
  char failure[YL_MSG_MAX];
  char why[512];
};

/* ---- limits ---- */

static uint64_t consumed(const yl_container *c) { return c->archive ? yl_archive_taken(c->archive) : c->in->pos - c->start; }

static yl_status refuse(yl_ctx *ctx, const yl_container *c, bool parent) {
  const char *whose = parent ? "what it stands in" : "it";
  switch (c->over) {
    case OVER_UNPACKED:
      return yl_fail(ctx, YL_ELIMIT, "more than max-unpacked = %llu bytes come out of %s", (unsigned long long)c->caps.max_unpacked, whose);
    case OVER_RATIO:
      return yl_fail(ctx, YL_ELIMIT, "more than max-ratio = %llu bytes come out of %s for each byte in", (unsigned long long)c->caps.max_ratio,
                     whose);
    default: return yl_fail(ctx, YL_ELIMIT, "more than max-members = %llu are in %s", (unsigned long long)c->caps.max_members, whose);
  }
}

static yl_status check_limits(yl_ctx *ctx, const yl_container *c) {
  for (const yl_container *a = c; a; a = a->parent)
    if (a->over) return refuse(ctx, a, a != c);
  return YL_OK;
}

static yl_status account(yl_ctx *ctx, yl_container *c, uint64_t n) {
  for (yl_container *a = c; a && n > 0; a = a->parent) {
    a->total += n;
    uint64_t in = consumed(a), growth = a->total > in ? a->total - in : 0;
    if (a->total > a->caps.max_unpacked)
      a->over = OVER_UNPACKED;
    else if (a->total >= YL_RATIO_FROM && a->caps.max_ratio && a->total / a->caps.max_ratio > in)
      a->over = OVER_RATIO;
    if (a->over) return refuse(ctx, a, a != c);
    n = growth > a->passed ? growth - a->passed : 0;
    a->passed += n;
  }
  return YL_OK;
}

static yl_status member_pull(yl_ctx *ctx, void *ud, char *p, size_t n, size_t *got) {
  yl_container *c = ud;
  *got = 0;
  yl_status rc = check_limits(ctx, c);
  if (rc != YL_OK) return rc;
  rc = c->unpacker ? yl_unpack_pull(ctx, c->unpacker, p, n, got)
       : c->zip    ? yl_zip_pull(ctx, c->zip, p, n, got)
                   : yl_archive_pull(ctx, c->archive, p, n, got);
  if (rc == YL_OK) rc = account(ctx, c, *got);
  if (rc != YL_OK) *got = 0;
  return rc;
}

/* ---- what it is ---- */

static bool is_container(yl_str w, bool end) { return yl_packing_of(w) || yl_zip_is(w) || yl_archive_is(w, end); }

/* A line of text in what came first: not to wait for more, since who wrote it may wait for an answer. */
static bool is_line(yl_str w) {
  const char *lf = memchr(w.p, '\n', w.n);
  return lf && !memchr(w.p, 0, (size_t)(lf - w.p));
}

static yl_status peek(yl_ctx *ctx, yl_input *in, yl_str *w) {
  enum { EMPTY_TAR = 20 * YL_TAR_BLOCK };
  yl_status rc = yl_input_fill(ctx, in, 1);
  *w = yl_input_window(in);
  while (rc == YL_OK && !in->end && w->n < YL_TAR_BLOCK && !is_container(*w, false) && !is_line(*w)) {
    rc = yl_input_fill(ctx, in, w->n + 1);
    *w = yl_input_window(in);
  }
  bool zeros = rc == YL_OK && w->n >= YL_TAR_BLOCK && !w->p[0] && memcmp(w->p, w->p + 1, YL_TAR_BLOCK - 1) == 0;
  if (zeros) rc = yl_input_fill(ctx, in, EMPTY_TAR + 1);
  *w = yl_input_window(in);
  return in->failed ? YL_OK : rc; /* a failure comes again when it is read */
}

/* The names in sight, so that the first is read as well as the last. */
static yl_status learn_names(yl_ctx *ctx, yl_container *c, yl_archive_format format) {
  enum { SIGHT = 1 << 16 };
  yl_status rc = yl_input_fill(ctx, c->in, SIGHT);
  yl_str w = yl_input_window(c->in);
  if (rc != YL_OK && !c->in->failed) return rc; /* a failure comes again when it is read */
  if (w.n > SIGHT) w.n = SIGHT; /* however much was read at once */
  return format ? yl_archive_names(ctx, format, w, &c->names) : yl_zip_names(ctx, w, &c->names);
}

yl_status yl_container_open(yl_ctx *ctx, yl_input *in, const yl_caps *caps, yl_container **out) {
  yl_str w;
  *out = NULL;
  yl_status rc = peek(ctx, in, &w);
  if (rc != YL_OK || w.n == 0 || !is_container(w, in->end)) return rc;
  yl_container *c = yl_alloc(ctx, sizeof *c);
  if (!c) return YL_ENOMEM;
  c->in = in;
  c->start = in->pos;
  c->caps = *caps;
  c->parent = in->pull == member_pull ? in->ud : NULL;
  c->packing = yl_packing_of(w);
  c->member = (yl_input){.pull = member_pull, .ud = c};
  yl_archive_format format = yl_archive_is(w, in->end);
  c->names.oem = format == YL_AR_NONE || format >= YL_AR_7Z;
  if (!c->packing) rc = learn_names(ctx, c, format);
  if (rc == YL_OK)
    rc = c->packing ? yl_unpack_open(ctx, c->packing, in, UINT64_MAX, true, &c->unpacker)
         : format   ? yl_archive_open(ctx, format, in, &c->archive)
                    : yl_zip_open(ctx, in, &c->zip);
  if (rc == YL_OK)
    *out = c;
  else
    yl_container_close(ctx, c);
  return rc;
}

void yl_container_close(yl_ctx *ctx, yl_container *c) {
  if (!c) return;
  yl_unpack_close(ctx, c->unpacker);
  yl_zip_close(ctx, c->zip);
  yl_archive_close(ctx, c->archive);
  yl_buf_free(ctx, &c->member.win);
  yl_member_names_free(ctx, &c->names);
  yl_buf_free(ctx, &c->name);
  yl_free(ctx, c);
}

/* ---- members ---- */

static yl_status give_note(yl_problem_kind kind, const char *why, yl_member *out) {
  *out = (yl_member){.name = {"", 0}, .kind = kind, .why = why};
  return YL_OK;
}

static void begin_member(yl_ctx *ctx, yl_container *c) {
  if (c->member.win.cap > KEEP_WINDOW) yl_buf_free(ctx, &c->member.win);
  c->member.win.n = c->member.at = 0;
  c->member.pos = 0;
  c->member.end = false;
  yl_input_resume(&c->member);
  c->open = true;
}

static yl_status next_of_stream(yl_ctx *ctx, yl_container *c, yl_member *out) {
  if (c->members == 0) {
    c->members = 1;
    begin_member(ctx, c);
    *out = (yl_member){.name = {"", 0}, .input = &c->member};
    return YL_OK;
  }
  uint64_t at = yl_unpack_trailing(c->unpacker);
  if (c->told || !at) return YL_DONE;
  c->told = true;
  snprintf(c->why, sizeof c->why, "what stands behind the %s data, from byte %llu on, was not read", yl_packing_name[c->packing],
           (unsigned long long)at);
  return give_note(YL_P_UNREADABLE, c->why, out);
}

/* What is left of a member that was not read to its end. */
static yl_status leave_member(yl_ctx *ctx, yl_container *c) {
  yl_status rc = YL_OK;
  if (c->zip && !yl_zip_skip(c->zip)) {
    c->member.end = false; /* whatever its reader made of it */
    do {
      yl_input_take(&c->member, yl_input_window(&c->member).n);
      rc = yl_input_fill(ctx, &c->member, 1);
    } while (rc == YL_OK && !c->member.end);
    if (rc == YL_EFORMAT) rc = YL_OK; /* whoever left it does not want to know */
  }
  c->open = false;
  return rc;
}

/* A name in a sentence: on one line, and not too long. */
static void show(yl_str name, char out[SHOWN]) {
  size_t n = name.n < SHOWN - 4 ? name.n : yl_utf8_cut(name.p, SHOWN - 4);
  for (size_t i = 0; i < n; i++) out[i] = (unsigned char)name.p[i] < 0x20 ? '?' : name.p[i];
  memcpy(out + n, n < name.n ? "\xE2\x80\xA6" : "", n < name.n ? 4 : 1);
}

static yl_status give_links(yl_container *c, yl_member *out) {
  c->told = true;
  const char *what = !c->specials ? "links" : !c->links ? "devices" : "links and devices";
  snprintf(c->why, sizeof c->why, "%s left out: %llu; the first is %s", what, (unsigned long long)(c->links + c->specials), c->first_link);
  return give_note(YL_P_OTHER, c->why, out);
}

/* An entry of zip or archive as one: its raw name, what it is. */
static yl_status next_raw(yl_ctx *ctx, yl_container *c, yl_entry *e) {
  if (c->archive) return yl_archive_next(ctx, c->archive, e);
  yl_zip_entry z;
  yl_status rc = yl_zip_next(ctx, c->zip, &z);
  if (rc != YL_OK) return rc;
  *e = (yl_entry){z.name, z.note ? YL_ENTRY_NOTE : z.directory ? YL_ENTRY_DIRECTORY : YL_ENTRY_FILE, z.kind, z.why};
  return YL_OK;
}

/* The same sentence, with the member that came before. */
static yl_status say_where(yl_ctx *ctx, const yl_container *c, yl_status rc) {
  if (rc == YL_DONE || rc == YL_ENOMEM || rc == YL_ECANCELLED || c->name.n == 0) return rc;
  char text[YL_MSG_MAX], name[SHOWN];
  snprintf(text, sizeof text, "%s", yl_errmsg(ctx));
  show(yl_buf_str(&c->name), name);
  return yl_fail(ctx, rc, "%s (behind member %s)", text, name);
}

/* The container ends here, well or not: links first. */
static yl_status give_end(yl_ctx *ctx, yl_container *c, yl_status rc, yl_member *out) {
  if (rc == YL_ENOMEM || rc == YL_ECANCELLED) return rc;
  c->failed = rc;
  snprintf(c->failure, sizeof c->failure, "%s", yl_errmsg(ctx));
  return c->told || c->links + c->specials == 0 ? rc : give_links(c, out);
}

static yl_status next_of_archive(yl_ctx *ctx, yl_container *c, yl_member *out) {
  if (c->failed) return c->failed == YL_DONE ? YL_DONE : yl_fail(ctx, c->failed, "%s", c->failure);
  for (;;) {
    yl_entry e = {0};
    yl_status rc = c->open ? leave_member(ctx, c) : YL_OK;
    if (rc == YL_OK) rc = check_limits(ctx, c);
    if (rc == YL_OK) rc = next_raw(ctx, c, &e);
    if (rc == YL_OK && e.type == YL_ENTRY_NOTE) return give_note(e.kind, e.why, out);
    if (rc == YL_OK && ++c->members > c->caps.max_members) {
      c->over = OVER_MEMBERS;
      rc = refuse(ctx, c, false);
    }
    if (rc != YL_OK) return give_end(ctx, c, say_where(ctx, c, rc), out);
    begin_member(ctx, c);
    if (e.type == YL_ENTRY_DIRECTORY) continue;
    bool first = c->links + c->specials == 0;
    c->links += e.type == YL_ENTRY_LINK;
    c->specials += e.type == YL_ENTRY_SPECIAL;
    if (e.type != YL_ENTRY_FILE && !first) continue;
    rc = yl_member_names_give(ctx, &c->names, e.name, &c->name);
    if (rc != YL_OK) return rc;
    if (e.type != YL_ENTRY_FILE) {
      show(yl_buf_str(&c->name), c->first_link);
      continue;
    }
    *out = (yl_member){.name = yl_buf_str(&c->name), .input = e.why ? NULL : &c->member, .kind = e.kind, .why = e.why};
    return YL_OK;
  }
}

yl_status yl_container_next(yl_ctx *ctx, yl_container *c, yl_member *out) {
  if (!c->unpacker) return next_of_archive(ctx, c, out);
  return next_of_stream(ctx, c, out); /* whose one member has told of limits */
}
