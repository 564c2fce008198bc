/* name.h - names in a stretch of key: what the files of this room share. Internal to the room.
 *
 * A *line* is the key of one zone, cut into words. Rules mark *spans* of words that may be names (names_han.c, names_latin.c); spans with
 * an ending grow into organisations and places (names_grow.c). What a document is sure of decides which keys are names (names.c); only then every
 * place of those keys is looked for (names_count.c).
 */
#ifndef YL_EXTRACT_NAME_H
#define YL_EXTRACT_NAME_H

#include "extract/gazetteer.h"
#include "words/words.h"

enum { YL_SURE = 4, YL_OFTEN = 6, YL_PLAIN_MIN = 6 }; /* weight of a span that is a name by itself; of several together that are; letters of a known
 * name that is one without capitals too, among Han */

typedef struct yl_name_span {
  uint32_t first, last;  /* words of the line: first <= i < last */
  uint32_t start, end;   /* bytes of the line */
  uint8_t kind, weight;
  bool known;            /* by the gazetteer: its kind is settled */
  bool country, foreign, loose; /* loose: single characters that no word explains */
} yl_name_span;

typedef struct yl_name_line {
  yl_ctx *ctx;
  const yl_dict *dict;
  const yl_gazetteer *facts, *user; /* user may be NULL */
  yl_str s;
  const yl_token *t;
  uint32_t n;
  const uint32_t *class; /* of each word */
  const uint8_t *caps;   /* of each word: YL_CAP_… */
  const uint64_t *edge;  /* bits: a word begins or ends there */
  bool han;              /* Chinese rather than in Latin letters */
  yl_buf spans;          /* yl_name_span, in order, not overlapping */
} yl_name_line;

enum { YL_CAP_FIRST = 1, YL_CAP_INNER = 2, YL_CAP_ALL = 4, YL_CAP_DIGIT = 8, YL_CAP_LETTER = 16 };

static inline yl_str yl_name_word(const yl_name_line *l, uint32_t i) { return yl_sub(l->s, l->t[i].start, l->t[i].end); }
static inline bool yl_name_joined(const yl_name_line *l, uint32_t i) { return i + 1 < l->n && l->t[i].end == l->t[i + 1].start; } /* with the next one */
static inline bool yl_is_edge_at(const uint64_t *edge, size_t at) { return edge[at / 64] >> (at % 64) & 1; }
static inline bool yl_is_han_word(const yl_name_line *l, uint32_t i) {
  return l->t[i].kind == YL_W_WORD && yl_han_lead(l->s.p[l->t[i].start]);
}
/* Does [start, end) of a key begin and end where words do, as far as that may be asked of it? In letters and digits, no word goes on. */
bool yl_name_fits(yl_str s, const uint64_t *edge, size_t start, size_t end);
/* The first word that begins at or behind a byte. */
uint32_t yl_name_token(const yl_name_line *l, uint32_t from, size_t at);

/* A name at word i, by each kind of rule; false: none. */
bool yl_han_name(const yl_name_line *l, uint32_t i, yl_name_span *out);
bool yl_latin_name(const yl_name_line *l, uint32_t i, yl_name_span *out);


/* The spans of a line: what is known, what rules find at each word, what grew over the endings of organisations and places. */
yl_status yl_names_in_line(yl_name_line *l);

#endif
