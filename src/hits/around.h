/* around.h - the words around a place: those of the corpus where they are there, else its line, or a clause of it, is cut by itself.
 *
 * No word crosses a line end and lines are cut independently, so these are the words that the corpus has there. A word that the place
 * begins or ends inside of counts with what of it stands outside the place.
 */
#ifndef YL_HITS_AROUND_H
#define YL_HITS_AROUND_H

#include "corpus/tokens.h"
#include "search/list.h"

typedef struct yl_around {
  yl_ctx *ctx;
  const yl_corpus *c;
  const yl_dict *dict;
  yl_buf tokens;        /* yl_token, relative to the line */
  const yl_docrec *d;   /* whose line it is */
  yl_stream stream;
  size_t from, to;      /* what is cut, relative to the document's part of the stream; */
  bool whole;           /* all of the line, or a clause of it */
  const yl_tokens *k;   /* the words of the part that `row` is of, around row_place; NULL: none yet */
  yl_stream row_stream;
  uint64_t row_place;
  yl_token_row row;
} yl_around;

yl_status yl_around_start(yl_ctx *ctx, const yl_corpus *c, yl_around *a);
void yl_around_end(yl_around *a);
/* The n-th word (n from 1) before or behind a place, punctuation too, as a range of the document's part of the stream; empty, at the end of
 * the line, where the line has no so many. */
yl_status yl_around_word(yl_around *a, const yl_spot *s, bool before, size_t n, size_t *start, size_t *end);

/* Cuts the line of a place: its tokens are in a->tokens, relative to a->from. */
yl_status yl_around_line(yl_around *a, const yl_spot *s);

static inline yl_str yl_spot_key(const yl_spot *s) { /* the document's part of the stream */
  return yl_seg_bytes(&s->part->seg, (yl_section)(YL_S_KEY_MAIN + s->stream), s->d->key[s->stream]);
}
/* Bytes of key from the place to the end of its line. */
yl_str yl_spot_right(const yl_spot *s);
/* Bytes of key from the beginning of the line up to the place. */
yl_str yl_spot_left(const yl_spot *s);

#endif
