/* given.h - tokens, regions and attributes that came with a document (VRT, CoNLL-U), as a segment keeps them. */
#ifndef YL_SEGMENT_GIVEN_H
#define YL_SEGMENT_GIVEN_H

#include "segment/segment.h"
#include "formats/formats.h"

/* Those of one document; everything is borrowed from the segment. Values and names are numbers of labels. */
typedef struct yl_given {
  const yl_given_token *tokens; /* text positions, in order */
  size_t ntokens;
  const yl_given_region *regions; /* in order of their ends */
  size_t nregions;
  const uint32_t *names;        /* nattrs names of token attributes */
  size_t nattrs;
  const uint32_t *values, *region_attrs;
  const uint32_t *labels;       /* pairs: at, n in strings */
  const char *strings;
} yl_given;

static inline bool yl_has_given(const yl_docrec *d) { return d->tokens.n > 0; }
/* Nothing at all if it came without tokens. */
yl_given yl_given_of(const yl_segment *g, const yl_docrec *d);
static inline yl_str yl_label(const yl_given *v, uint32_t id) { return (yl_str){v->strings + v->labels[2 * id], v->labels[2 * id + 1]}; }

/* The first token that begins at or behind a place of the text. */
size_t yl_given_token_at(const yl_given *v, size_t text);
/* The key of a token in its zone run, relative to the run's part of the key, without blanks around it. False: it has none. */
bool yl_given_key(const yl_segment *g, const yl_docrec *d, yl_stream s, const yl_zrun *z, const yl_given_token *t, size_t *start, size_t *end);
/* Are there sentences among the regions?  Then those that touch [*start, *end) of the text widen it. */
bool yl_given_sentence(const yl_given *v, size_t *start, size_t *end);
/* Appends sentences (uint32_t pairs of text) of [from, to), the text between them too where it is not blank. */
yl_status yl_given_sentences(yl_ctx *ctx, const yl_given *v, yl_str text, size_t from, size_t to, yl_buf *out);

#endif
