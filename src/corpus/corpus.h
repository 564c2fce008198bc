/* corpus.h - what the rooms to the right use of a corpus: its parts, its views, its words.
 *
 * A corpus is a list of segments. Documents are numbered in order of their names: through the segments, one after another, unless a saved
 * corpus had documents added to it or removed from it; numbers then go by a table (yl_part_local, yl_part_number), and a removed
 * document has none. Words are a derived layer: built at first use under a lock for the whole corpus, then frozen; a build that fails or is cancelled leaves
 * it unbuilt.
 */
#ifndef YL_CORPUS_CORPUS_H
#define YL_CORPUS_CORPUS_H

#include "base/hash.h"
#include "corpus/build.h"
#include "segment/segment.h"
#include "segment/stored.h"
#include "words/words.h"

/* The vocabulary of a whole corpus, merged from those of its parts (tokens.h). Words are numbered by first appearance; so are forms. */
typedef struct yl_lexicon {
  yl_intern words;
  uint32_t *form_word; /* word of each form */
  size_t nforms;
  uint8_t *tag, *kind; /* of each word: dictionary tag, yl_token_kind */
  uint32_t **form_of;  /* by part: the number of each of its forms here */
  size_t nparts;
  yl_intern forms;     /* those that are not written as their word; no table, and the same twice where two words are written so */
  uint32_t *written;   /* of each form: its number there, plus 1; 0: as its word */
} yl_lexicon;
yl_str yl_lexicon_form(const yl_lexicon *l, uint32_t f);
yl_status yl_lexicon_make(yl_ctx *ctx, const struct yl_corpus *c, yl_lexicon *l); /* all parts have their words */
void yl_lexicon_free(yl_ctx *ctx, yl_lexicon *l);

typedef struct yl_placed { /* where a document lies: part, number in the segment */
  uint32_t part, local;
} yl_placed;

typedef struct yl_part {
  yl_segment seg;
  size_t first_doc;    /* corpus number of its first document, where numbers run through the parts */
  const yl_placed *places;  /* of the corpus, by number; NULL where numbers run through the parts */
  const uint32_t *numbers;  /* of the segment's documents, YL_REMOVED for those that are gone; NULL as above */
  const char *base;         /* of a saved corpus: folder that relative paths of its documents start from; or NULL */
  size_t near;              /* the same, as seen from the corpus: in yl_corpus.near */
  uint32_t root;            /* number of the PATH that is its documents' number 0 */
  yl_intern fields, encodings; /* names in it (yl_seg_names), where `named` */
  bool named;
  bool holes;               /* some of its documents are gone: what is kept for the segment as a whole counts too much */
  _Atomic(struct yl_tokens *) layer; /* its words (tokens.h), made when they are first asked for */
} yl_part;

typedef struct yl_encoding_lens {
  char name[24];
  const yl_lens *lens;
} yl_encoding_lens;

typedef struct yl_idle {
  yl_span name; /* in problem_names */
  uint64_t bytes, root;
  int64_t mtime;
} yl_idle;

struct yl_corpus {
  yl_part *parts;
  size_t nparts, ndocs;
  yl_placed *places;        /* of each document, or NULL (yl_part) */
  uint32_t *numbers;        /* what the parts' numbers lie in */
  uint64_t *problems_before; /* where there are numbers: of the problems of documents those before each, and all; filled when first asked for, under lock */
  atomic_bool problems_counted;
  yl_problems problems;     /* of paths that gave no document: positions 0 */
  yl_buf refusals;          /* yl_refusal, one a problem; names are in problem_names, `before` counts documents of the corpus */
  yl_buf problem_names;
  yl_intern fields;         /* names of metadata fields */
  yl_buf lens;              /* yl_encoding_lens: of the encodings whose documents need it */
  yl_buf request;           /* the options it was read with: name NUL value NUL … */
  yl_buf idle;              /* yl_idle: files that gave no document */
  struct yl_saved *saved;   /* where it is saved (store/saved.h), or NULL; */
  void (*let_go)(yl_ctx *ctx, struct yl_saved *s); /* what frees that */
  yl_buf near;              /* strings: the parts' folders as seen from the corpus's, NUL behind each */
  yl_reserve room;          /* for the texts of saved parts */
  yl_intake_opts intake;    /* how it was read, and how originals are read again */
  yl_buf strings, kept, columns; /* what intake's strings are: char *; yl_str; yl_str */
  uint64_t memory, held;    /* bytes that segments and words may take in memory (0: no limit), and do; further ones lie in files */
  pthread_mutex_t lock;     /* guards building the words, counting problems */
  atomic_bool has_words;
  yl_lexicon lexicon;
};

struct yl_view {
  const yl_corpus *c;
  uint32_t *docs; /* ascending; NULL: all */
  size_t ndocs;
  uint32_t zones; /* mask of 1 << yl_zone_kind */
};

#define YL_REMOVED UINT32_MAX
/* From the number of a document in the corpus to that in the segment of its part, and back. */
static inline size_t yl_part_local(const yl_part *p, size_t i) { return p->places ? p->places[i].local : i - p->first_doc; }
static inline size_t yl_part_number(const yl_part *p, size_t local) { return p->numbers ? p->numbers[local] : p->first_doc + local; }
/* The part and the record of document i. */
static inline const yl_part *yl_corpus_part(const yl_corpus *c, size_t i) {
  if (c->places) return &c->parts[c->places[i].part];
  size_t lo = 0, hi = c->nparts;
  while (lo + 1 < hi) {
    size_t mid = (lo + hi) / 2;
    if (c->parts[mid].first_doc <= i) lo = mid; else hi = mid;
  }
  return &c->parts[lo];
}
static inline const yl_docrec *yl_corpus_doc(const yl_corpus *c, size_t i, const yl_part **part) {
  const yl_part *p = yl_corpus_part(c, i);
  if (part) *part = p;
  return yl_seg_doc(&p->seg, yl_part_local(p, i));
}
/* The table that d's maps need; NULL: none. */
const yl_lens *yl_corpus_lens(const yl_corpus *c, const yl_segment *g, const yl_docrec *d);
void yl_corpus_maps(const yl_corpus *c, size_t i, yl_maps *out);

void yl_tokens_free(yl_ctx *ctx, struct yl_tokens *k);

/* The vocabulary of the whole corpus, made if it is not there yet (several threads may ask), and with it the words of all parts. Only for
 * what needs one number for a word wherever it stands; searching goes part by part and does not (tokens.h). */
yl_status yl_corpus_words(yl_ctx *ctx, const yl_corpus *c, const yl_lexicon **out);

/* Is document i (of the corpus; YL_REMOVED is none) in a view? */
static inline bool yl_view_has(const yl_view *v, size_t i) {
  size_t lo = 0, hi = v->ndocs;
  if (i == YL_REMOVED) return false;
  while (v->docs && lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (v->docs[mid] < i) lo = mid + 1; else hi = mid;
  }
  return v->docs ? lo < v->ndocs && v->docs[lo] == i : i < v->ndocs;
}

/* Document number k of the view in the corpus. */
static inline size_t yl_view_nth(const yl_view *v, size_t k) { return v->docs ? v->docs[k] : k; }

/* Does a view need the stream (some zone of it is in the mask), and is every zone of it in the mask? */
static inline bool yl_view_stream(const yl_view *v, yl_stream s) { return (v->zones & (s == YL_MAIN ? YL_ZONES_MAIN : ~YL_ZONES_MAIN)) != 0; }
static inline bool yl_view_whole(const yl_view *v, yl_stream s) {
  uint32_t all = ((1u << YL_Z_N) - 1) & (s == YL_MAIN ? YL_ZONES_MAIN : ~YL_ZONES_MAIN);
  return (v->zones & all) == all;
}
/* Number of the word of token k of a parse (yl_parse_token) in the corpus's vocabulary, which must be there (yl_corpus_words). */
uint32_t yl_parse_word(const yl_parse *p, size_t k);
/* Where token k of a parse stands: text. For loops that need no more of it; k is not checked. */
void yl_parse_place(const yl_parse *p, size_t k, uint32_t *start, uint32_t *end);

#endif
