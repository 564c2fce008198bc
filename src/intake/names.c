/* names.c - see names.h.
 *
 * Archives seldom say what encoding a name is in. A name is read together with those before it, and those that are in sight behind
 * it, by the same ladder as texts (encoding.h); when enough of them have been seen, what was found holds for the rest, unless it cannot read one. The best
 * candidate is not always taken: names in a zip come from DOS or Windows, so that KOI8 or the ISO tables are out, and a Windows
 * table is out where it would make punctuation of what are letters in the DOS tables (80 to 9F).
 * Measured on single names of words from the dictionary, GBK: two characters 82 %, three 92 %, four 99 %; ten names of two characters together 99 %.
 */
#include "intake/names.h"

#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "encoding/encoding.h"

enum {
  CONTEXT_MAX = 4096,
  SURE = 384,      /* bytes of context that settle the encoding */
  TRIES_MAX = 300 /* millions of names that are in no encoding must not take hours */
};

static size_t count_high(yl_str s) {
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) n += (unsigned char)s.p[i] >> 7;
  return n;
}

static bool is_likely(const yl_member_names *t, yl_str raw, const char *encoding) {
  if (strncmp(encoding, "UTF-", 4) == 0) return false;
  if (!t->oem) return true;
  if (strncmp(encoding, "KOI8", 4) == 0 || strncmp(encoding, "ISO-8859", 8) == 0 || strncmp(encoding, "Mac", 3) == 0 ||
      strcmp(encoding, "macintosh") == 0)
    return false;
  if (strncmp(encoding, "windows-125", 11) != 0) return true;
  for (size_t i = 0; i < raw.n; i++)
    if ((unsigned char)raw.p[i] >= 0x80 && (unsigned char)raw.p[i] < 0xA0) return false;
  return true;
}

/* Letters of the table that the format itself names, and none of its frames and blocks. */
static bool is_437(yl_str raw) {
  for (size_t i = 0; i < raw.n; i++) {
    unsigned char ch = (unsigned char)raw.p[i];
    if (ch < 0x20 || (ch > 0xA5 && ch != 0xE1)) return false;
  }
  return true;
}

/* UTF-8 with a few bytes wrong: a name that was cut off, say. */
static bool is_mostly_utf8(yl_str raw) {
  size_t good = 0, bad = 0;
  for (size_t i = 0; i < raw.n;) {
    uint32_t cp;
    size_t n = yl_utf8_decode(raw.p + i, raw.n - i, &cp);
    good += n > 1 ? n : 0;
    bad += n == 0;
    i += n ? n : 1;
  }
  return good > 2 * bad + 4;
}

/* Appends raw as the encoding reads it, if it can read all. */
static yl_status try_encoding(yl_ctx *ctx, yl_str raw, const char *encoding, yl_buf *out, bool *fits) {
  yl_decoded d = {0};
  yl_problems problems = {0};
  yl_status rc = yl_decode(ctx, raw, encoding, &d, &problems);
  *fits = rc == YL_OK && !d.binary && d.text.n > 0;
  for (size_t i = 0; *fits && i < yl_problems_n(&problems); i++)
    *fits = yl_problem_at(&problems, i)->kind != YL_P_UNDECODABLE;
  if (*fits) rc = yl_buf_push(ctx, out, d.text.p, d.text.n);
  yl_decoded_free(ctx, &d);
  yl_problems_free(ctx, &problems);
  return rc;
}

/* The likeliest encoding of `bytes` that reads raw. */
static yl_status try_candidates(yl_ctx *ctx, yl_member_names *t, yl_str bytes, yl_str raw, yl_buf *out, char used[24], bool *fits) {
  yl_decoded d = {0};
  yl_problems problems = {0};
  *fits = false;
  if (t->tries++ >= TRIES_MAX) return YL_OK;
  yl_status rc = yl_decode(ctx, bytes, NULL, &d, &problems);
  for (size_t i = 0; rc == YL_OK && !d.binary && !*fits && i < d.ncandidates; i++) {
    memcpy(used, d.candidates[i].encoding, 24);
    if (is_likely(t, raw, used)) rc = try_encoding(ctx, raw, used, out, fits);
  }
  bool text = !d.binary;
  yl_decoded_free(ctx, &d);
  yl_problems_free(ctx, &problems);
  static const char *const others[] = {"GB18030", "Big5-HKSCS", "windows-31j", "windows-949", "IBM437"}; /* when the ladder said UTF-8 */
  for (size_t i = 0; rc == YL_OK && text && !*fits && i < sizeof others / sizeof *others; i++) {
    memcpy(used, others[i], strlen(others[i]) + 1);
    if (i < 4 || (t->oem && is_437(raw))) rc = try_encoding(ctx, raw, used, out, fits);
  }
  return rc;
}

yl_status yl_member_names_learn(yl_ctx *ctx, yl_member_names *t, yl_str raw) {
  if (t->context.n + raw.n + 1 > CONTEXT_MAX || yl_utf8_valid(raw.p, raw.n) == raw.n || is_mostly_utf8(raw)) return YL_OK;
  yl_status rc = yl_buf_push(ctx, &t->context, raw.p, raw.n);
  return rc == YL_OK ? yl_buf_putc(ctx, &t->context, '\n') : rc;
}

static yl_status escape(yl_ctx *ctx, yl_str raw, yl_buf *out) {
  yl_status rc = YL_OK;
  for (size_t i = 0; rc == YL_OK && i < raw.n;) {
    uint32_t cp;
    size_t n = yl_utf8_decode(raw.p + i, raw.n - i, &cp);
    rc = n ? yl_buf_push(ctx, out, raw.p + i, n) : yl_buf_printf(ctx, out, "%%%02X", (unsigned char)raw.p[i]);
    i += n ? n : 1;
  }
  return rc;
}

static yl_status read_name(yl_ctx *ctx, yl_member_names *t, yl_str raw, yl_buf *out) {
  bool fits = false;
  char used[24];
  yl_status rc = YL_OK;
  if (is_mostly_utf8(raw)) return escape(ctx, raw, out);
  if (t->encoding[0]) {
    rc = try_encoding(ctx, raw, t->encoding, out, &fits);
  } else {
    rc = yl_member_names_learn(ctx, t, raw);
    if (rc == YL_OK) rc = try_candidates(ctx, t, yl_buf_str(&t->context), raw, out, used, &fits);
    if (rc == YL_OK && fits && count_high(yl_buf_str(&t->context)) >= SURE) memcpy(t->encoding, used, sizeof used);
  }
  if (rc == YL_OK && !fits) rc = try_candidates(ctx, t, raw, raw, out, used, &fits);
  return rc == YL_OK && !fits ? escape(ctx, raw, out) : rc;
}

/* ---- each name once ---- */

struct yl_name_seen {
  uint64_t hash; /* 0: free */
  uint64_t next; /* number to try for the next one of this name */
};

static struct yl_name_seen *find_seen(struct yl_name_seen *list, size_t cap, uint64_t hash) {
  size_t at = (hash >> 1) & (cap - 1);
  while (list[at].hash && list[at].hash != hash) at = (at + 1) & (cap - 1);
  return list + at;
}

static yl_status grow_seen(yl_ctx *ctx, yl_member_names *t) {
  size_t cap = t->seen_cap ? 2 * t->seen_cap : 64;
  struct yl_name_seen *list = yl_alloc_array(ctx, cap, sizeof *list);
  if (!list) return YL_ENOMEM;
  for (size_t i = 0; i < t->seen_cap; i++)
    if (t->seen[i].hash) *find_seen(list, cap, t->seen[i].hash) = t->seen[i];
  yl_free(ctx, t->seen);
  t->seen = list;
  t->seen_cap = cap;
  return YL_OK;
}

/* 0 in *number: the name is new; else what to try behind it. Two names of one hash would be taken for one, and the second be
 * numbered: no harm. */
static yl_status note(yl_ctx *ctx, yl_member_names *t, yl_str name, uint64_t *number) {
  if (3 * (t->seen_n + 1) > 2 * t->seen_cap) {
    yl_status rc = grow_seen(ctx, t);
    if (rc != YL_OK) return rc;
  }
  uint64_t hash = yl_hash64(name.p, name.n) | 1;
  struct yl_name_seen *s = find_seen(t->seen, t->seen_cap, hash);
  *number = s->hash ? s->next++ : 0;
  if (s->hash) return YL_OK;
  *s = (struct yl_name_seen){hash, 2};
  t->seen_n++;
  return YL_OK;
}

static yl_status make_unique(yl_ctx *ctx, yl_member_names *t, yl_buf *name) {
  size_t plain = name->n;
  uint64_t number;
  yl_status rc = note(ctx, t, yl_buf_str(name), &number);
  while (rc == YL_OK && number) {
    uint64_t taken; /* NAME#2 may have been there as a name of its own */
    rc = yl_buf_printf(ctx, name, "#%llu", (unsigned long long)number);
    if (rc == YL_OK) rc = note(ctx, t, yl_buf_str(name), &taken);
    if (rc != YL_OK || !taken) break;
    name->n = plain;
    rc = note(ctx, t, yl_buf_str(name), &number);
  }
  return rc;
}

yl_status yl_member_names_give(yl_ctx *ctx, yl_member_names *t, yl_str raw, yl_buf *out) {
  out->n = 0;
  yl_status rc;
  if (raw.n == 0) {
    rc = yl_buf_puts(ctx, out, "unnamed");
  } else if (yl_utf8_valid(raw.p, raw.n) == raw.n) {
    rc = yl_buf_push(ctx, out, raw.p, raw.n);
  } else {
    rc = read_name(ctx, t, raw, out);
  }
  return rc == YL_OK ? make_unique(ctx, t, out) : rc;
}

void yl_member_names_free(yl_ctx *ctx, yl_member_names *t) {
  yl_buf_free(ctx, &t->context);
  yl_free(ctx, t->seen);
  *t = (yl_member_names){0};
}
