/* fold.h - the key: text folded for matching.
 *
 * key(text) folds each grapheme by itself: compatibility and width forms, case, dash and quote forms,
 * and script by variant classes (whose name is their Simplified member). Then horizontal space between
 * two Han is dropped; nothing else is. Line ends and other controls become the barrier '\n'.
 *
 * Laws (tests/unit/test_fold.c):  key(key(x)) = key(x);  key(a b) = key(a) key(b) at every grapheme border
 * but where the Han-space rule acts;  both hold for every valid UTF-8 string.
 *
 * The fold is a computed stage: yl_fold leaves a checkpoint at least every YL_FOLD_STEP bytes of text, and
 * yl_fold_map re-runs it inside one such block, so a look-up costs the folding of at most one block.
 */
#ifndef YL_TEXT_FOLD_H
#define YL_TEXT_FOLD_H

#include "base/buf.h"

enum { YL_FOLD_STEP = 256 };

typedef struct yl_ckpt {
  uint32_t text, key;
} yl_ckpt;

/* What may be told apart on request. */
typedef enum yl_distinct {
  YL_D_CASE = 1, YL_D_WIDTH = 2, YL_D_SCRIPT = 4, YL_D_SPACE = 8, YL_D_PUNCTUATION = 16, YL_D_REPAIR = 32,
  YL_D_EXACT = 63
} yl_distinct;

/* Appends the key of s (valid UTF-8) to key. If ckpts is not NULL, appends yl_ckpt records, the first at
 * the start of s; text_base and key_base are added to the positions in them. */
yl_status yl_fold(yl_ctx *ctx, yl_str s, yl_buf *key, yl_buf *ckpts, size_t text_base, size_t key_base);

/* The same without the folds named in distinct (a mask of yl_distinct): slow, for re-checking hits. */
yl_status yl_fold_but(yl_ctx *ctx, yl_str s, unsigned distinct, yl_buf *out);

/* Position maps for s, folded with checkpoints ck[0..n) (their bases removed by the caller):
 * the smallest range of s whose fold covers key bytes [*start, *end). Both are replaced in place. */
void yl_fold_to_text(yl_str s, const yl_ckpt *ck, size_t n, size_t *start, size_t *end);
/* The range of key bytes that the fold of s[*start, *end) fills, units widened. */
void yl_fold_to_key(yl_str s, const yl_ckpt *ck, size_t n, size_t *start, size_t *end);

/* Goes through s once, for many ascending ranges of its key: cheaper than look-ups. */
typedef struct yl_fold_walk yl_fold_walk;
yl_fold_walk *yl_fold_walk_new(yl_ctx *ctx); /* NULL: out of memory; free with yl_free */
void yl_fold_walk_start(yl_fold_walk *w, yl_str s);
/* Key range [*start, *end), not before the last one's start, to text, in place. */
void yl_fold_walk_range(yl_fold_walk *w, size_t *start, size_t *end);

/* Goes through s beside its key, to where they differ: from one unit that is not its own key to the next. Passed over are what folds to one
 * character of one or two bytes (，to a comma), and what folds to several marks of ASCII (… to three dots). */
typedef struct yl_fold_scan {
  yl_str s, key;
  size_t at, k;  /* the next unit, and where its key begins */
  size_t last;   /* where the key of the unit before it begins */
} yl_fold_scan;
typedef enum yl_fold_how {
  YL_FOLD_LETTER, /* one character became another */
  YL_FOLD_ODD,    /* not one for one: a ligature, a letter with a mark */
  YL_FOLD_SPACE   /* spaces between Han were dropped */
} yl_fold_how;
typedef struct yl_fold_change {
  size_t from, to; /* of the key; empty: something was dropped there */
  yl_fold_how how;
} yl_fold_change;
/* The next one that begins before `stop`. False: there is none, and the scan stands at the first border of units that is not before it. */
bool yl_fold_next_change(yl_fold_scan *f, size_t stop, yl_fold_change *out);

/* The fold of the one code point cp as UTF-8 in out (room for YL_FOLD_MAX); its length. For patterns. */
enum { YL_FOLD_MAX = 64 };
size_t yl_fold_cp(uint32_t cp, char *out);
/* All code points whose whole fold is the same single code point as that of cp, cp included, ascending;
 * at most max are written to out; returns how many there are. */
size_t yl_fold_class(uint32_t cp, uint32_t *out, size_t max);
bool yl_fold_alone(uint32_t cp); /* between two of its kind, it is a grapheme alone */
bool yl_is_hspace(uint32_t cp); /* tab, space, no-break and typographic spaces, ideographic space */

/* End of the grapheme that begins at s (n > 0), in bytes. Unicode UAX 29 as utf8proc implements it. */
size_t yl_grapheme(const char *s, size_t n);

#endif
