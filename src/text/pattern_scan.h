/* pattern_scan.h - what reads a pattern from left to right and puts out what it is folded. Internal to pattern*.c. */
#ifndef YL_TEXT_PATTERN_SCAN_H
#define YL_TEXT_PATTERN_SCAN_H

#include "base/utf8.h"
#include "text/edits.h"
#include "text/need.h"
#include "text/pattern.h"

enum { MAX_DEPTH = 250 /* PCRE2's own limit of nested parentheses */, RANGE_MAX = 0x10000, NAME_MAX_N = 64, CP_MAX = 4 /* bytes of a character */ };
enum { X_OFF, X_ON, X_MORE /* (?xx) */ };

typedef struct yl_scan {
  yl_ctx *ctx;
  yl_str s; /* the pattern, NFC */
  size_t at;
  const yl_edits *nfc; /* how s differs from the user's pattern */
  yl_str user;
  unsigned but;
  bool across, quoted; /* quoted: inside \Q … \E */
  yl_pattern *p;
  yl_buf run;                   /* literals not folded yet */
  size_t run_at, last, last_at; /* where the run began; its last code point, in run and in s */
  yl_buf tmp;
  unsigned depth;
  uint8_t x[MAX_DEPTH + 1];
  bool caseless[MAX_DEPTH + 1]; /* (?i) */
  size_t open[MAX_DEPTH + 1];
  yl_needs needs;
  bool from_last; /* \G: it matters from where a match is looked for */
} yl_scan;

extern const char yl_scan_barrier[]; /* why something that matches a line end is refused */

static inline int yl_scan_digit(char ch) {
  if (ch >= '0' && ch <= '9') return ch - '0';
  if (ch >= 'a' && ch <= 'f') return ch - 'a' + 10;
  return ch >= 'A' && ch <= 'F' ? ch - 'A' + 10 : 99;
}
/* The byte k behind the one that is read; 0 behind the end. */
static inline char yl_scan_peek(const yl_scan *c, size_t k) { return c->at + k < c->s.n ? c->s.p[c->at + k] : '\0'; }

/* Fails with what is wrong and the character of the user's pattern where. */
yl_status yl_scan_bad(const yl_scan *c, size_t at, const char *what);
/* What is put out next comes from s[at]. */
yl_status yl_scan_mark(yl_scan *c, size_t at);
yl_status yl_scan_fold(yl_scan *c, yl_str s, yl_buf *out);
/* Puts out folded text, escaping what means something to PCRE2 outside a class. */
yl_status yl_scan_put(yl_scan *c, yl_str s);
/* The end of the characters from `at` on that are Han, or are not. */
size_t yl_scan_same_kind(yl_str s, size_t at, bool *han);
/* Puts out the literals not folded yet; the last by itself if a quantifier follows. */
yl_status yl_scan_flush(yl_scan *c, bool quantified);
/* Ends the run and copies bytes [c->at, end) as they are: what matches a character, something, a place. */
yl_status yl_scan_copy_one(yl_scan *c, size_t end);
yl_status yl_scan_copy_any(yl_scan *c, size_t end);
yl_status yl_scan_copy_place(yl_scan *c, size_t end);
yl_status yl_scan_copy(yl_scan *c, size_t end); /* what it matches, the caller says */
yl_status yl_scan_literal(yl_scan *c, uint32_t cp, size_t at);
/* A number in base `base` of at most max digits; moves on. */
uint32_t yl_scan_number(yl_scan *c, int base, int max);
/* If the escape at c->at stands for one code point: true, and moves behind it. */
bool yl_scan_char(yl_scan *c, bool in_class, uint32_t *cp, yl_status *rc);
/* Checks the property at c->at: its end; notes whether it may match a line end. */
yl_status yl_scan_property(yl_scan *c, size_t *end);
/* The class at c->at. */
yl_status yl_scan_class(yl_scan *c);

#endif
