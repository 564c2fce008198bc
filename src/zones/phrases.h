/* phrases.h - lists of phrases, all looked for at once. Internal to the room.
 *
 * marks.c holds its words as plain lists; looked up one after another they cost more than all the rest of loading.
 * Compiled, a place in a text costs a bit test unless some phrase begins with the character that stands there:
 *
 *   lists     by first character, hashed: one bit for each list with a phrase that begins so      most places end here
 *   bucket    by the same number: those phrases, of all lists
 *
 * Phrases are whole characters, so a search goes from character to character.
 */
#ifndef YL_ZONES_PHRASES_H
#define YL_ZONES_PHRASES_H

#include "base/buf.h"
#include "base/utf8.h"

typedef struct yl_phrase {
  const char *p; /* borrowed from the list */
  uint16_t n;
  uint8_t list;   /* number of its list */
  uint16_t place; /* in its list */
} yl_phrase;

typedef struct yl_phrase_list {
  const char *const *list;
  size_t n;
} yl_phrase_list;

enum { YL_PHRASE_LISTS = 64, YL_PHRASE_BUCKETS = 1024 };

typedef struct yl_phrases {
  yl_phrase *phrase; /* by bucket */
  size_t n;
  uint64_t lists[YL_PHRASE_BUCKETS];
  uint16_t bucket[YL_PHRASE_BUCKETS + 1]; /* where each begins in phrase */
} yl_phrases;

/* lists: at most YL_PHRASE_LISTS, of constants that outlive the result; no phrase is empty. */
yl_status yl_phrases_new(yl_ctx *ctx, const yl_phrase_list *lists, size_t n, yl_phrases **out);
void yl_phrases_free(yl_ctx *ctx, yl_phrases *w);

#define YL_IN_LIST(k) (UINT64_C(1) << (k))

/* Could a phrase begin with cp? */
static inline uint32_t yl_phrase_bucket(uint32_t cp) { return (cp * UINT32_C(2654435761)) >> 22; }
static inline bool yl_phrase_first(const yl_phrases *w, uint32_t cp) { return w->lists[yl_phrase_bucket(cp)] != 0; }
/* The next phrase of the lists in `mask` that stands at s[at], after the one before (NULL for the first); NULL when there is none. */
const yl_phrase *yl_phrase_at(const yl_phrases *w, yl_str s, size_t at, uint64_t mask, const yl_phrase *before);

/* Does a phrase of the list begin s? */
static inline bool yl_phrase_begins(const yl_phrases *w, unsigned list, yl_str s) {
  return s.n > 0 && w->lists[yl_phrase_bucket(yl_cp_at(s, 0))] >> list & 1 && yl_phrase_at(w, s, 0, YL_IN_LIST(list), NULL);
}
/* Is s one of the first `most` phrases of the list? */
bool yl_phrase_is(const yl_phrases *w, unsigned list, size_t most, yl_str s);
/* How many different phrases of the list stand anywhere in s; counting stops at `enough`. */
size_t yl_phrases_in(const yl_phrases *w, unsigned list, yl_str s, size_t enough);

#endif
