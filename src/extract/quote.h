/* quote.h - quotations in a stream of key: what the files of this room that read them share. Internal to the room.
 *
 * A paragraph that has a mark or a word of quotes.tsv in it is cut into *pieces* (words, with what the table knows of them) and read in three
 * passes: what stands in marks and is said by somebody (quote_marks.c, quote_line.c), statements without marks, sources (quote_say.c). Who says it
 * is read by speaker*.c. All places are bytes of the stream's key until quotes.c carries them to the text.
 */
#ifndef YL_EXTRACT_QUOTE_H
#define YL_EXTRACT_QUOTE_H

#include "corpus/corpus.h"
#include "extract/gazetteer.h"
#include "lexicon/dict.h"
#include "quote_table.h"

enum { YL_NO_PIECE = 0x7FFFFFFF };

/* The longest word of quotes.tsv that begins at `at` and ends at or before `end`: its classes, 0 for none; *n: its bytes. */
uint32_t yl_saying_at(yl_str s, size_t at, size_t end, size_t *n);

typedef struct yl_mark { /* a quotation mark */
  uint32_t at, cp;       /* where; the character in the text */
  int8_t side;           /* 1 opens, -1 closes, 0 either */
  uint32_t mate;         /* of one that opens: number of the one that closes; else UINT32_MAX */
} yl_mark;

typedef struct yl_gap { /* spaces that part sentences */
  uint32_t at; /* where the key goes on */
  bool wide;   /* more than one */
} yl_gap;

typedef struct yl_piece { /* a word; an empty one: a gap, of 2 chars where it is wide */
  uint32_t start, end;
  uint32_t class;  /* of the longest word of the table that begins here and ends where a piece does */
  uint32_t in;     /* number of the outermost marks it stands in, plus one */
  uint8_t span;    /* how many pieces that word takes; 1 where class is 0 */
  uint8_t chars, kind;
  char tag[2];     /* of the dictionary, its beginning */
} yl_piece;

typedef enum yl_who_kind {
  YL_WHO_NONE, YL_WHO_PERSON, YL_WHO_ORG, YL_WHO_NAME, YL_WHO_PRONOUN, YL_WHO_FIRM, YL_WHO_ANON, YL_WHO_OTHER, YL_WHO_FIRST
} yl_who_kind;
typedef struct yl_who {
  uint32_t start, end;      /* as written; empty: nobody */
  uint32_t name, name_end;  /* the name in it, or what a pronoun stands for; empty: not known */
  uint8_t kind;             /* yl_who_kind */
} yl_who;

typedef enum yl_quote_type { YL_Q_DIRECT, YL_Q_INDIRECT, YL_Q_MIXED } yl_quote_type;
typedef struct yl_quote {
  uint32_t start, end, verb, verb_end, via, via_end;
  yl_who who;
  uint32_t open, close; /* the marks; 0: none */
  uint8_t type;
} yl_quote;

typedef struct yl_sayings {
  yl_ctx *ctx;
  const yl_dict *dict;
  const yl_gazetteer *facts; /* characters of names; may be NULL */
  yl_str s;              /* the stream */
  size_t from, to;       /* the paragraph */
  yl_buf marks, gaps, pieces, tokens, out, people; /* yl_mark, yl_gap (of the zone), yl_piece, yl_token, yl_quote, yl_who (those with a name so far) */
  size_t mark, mark_end; /* those of the paragraph */
  yl_who last;           /* who spoke last */
  yl_who person, firm;   /* the last person and organisation */
  uint32_t meant;        /* where the person was meant last, by name or pronoun */
  yl_quote lead;         /* the paragraph before ended in a verb and a colon: who and verb of what follows; its end is there */
  bool open;             /* the paragraph before ended in a quotation that goes on */
  uint32_t until;        /* where that ends; 0: the next paragraph has a mark of its own */
  uint32_t open_cp;      /* the mark it began with */
} yl_sayings;

/* Finds the marks of a zone: its key [from, to) of the stream and its text. */
yl_status yl_find_marks(yl_sayings *q, yl_str text, size_t from, size_t to);
/* Finds where spaces between Han, that the key has not, part sentences. */
yl_status yl_find_gaps(yl_sayings *q, yl_str text, size_t from, size_t to);
/* Joins those of the paragraph. */
void yl_pair_marks(yl_sayings *q);

/* Cuts the paragraph into pieces (quote_pieces.c). */
yl_status yl_cut_pieces(yl_sayings *q);
/* Reads a paragraph. */
yl_status yl_read_sayings(yl_sayings *q, size_t from, size_t to);
/* What is said in marks, then without (quote_say.c). */
yl_status yl_read_marked(yl_sayings *q);
yl_status yl_read_unmarked(yl_sayings *q);

static inline yl_piece *yl_pieces(const yl_sayings *q) { return (yl_piece *)(void *)q->pieces.p; }
static inline size_t yl_npieces(const yl_sayings *q) { return q->pieces.n / sizeof(yl_piece); }
static inline yl_mark *yl_marks(const yl_sayings *q) { return (yl_mark *)(void *)q->marks.p; }

/* The ASCII character that a piece is, 0: another one. Is it this one, or the text z? */
static inline char yl_piece_mark(const yl_sayings *q, size_t k) {
  const yl_piece *p = &yl_pieces(q)[k];
  return p->end - p->start == 1 ? q->s.p[p->start] : 0;
}
static inline bool yl_is_char(const yl_sayings *q, size_t k, char c) { return yl_piece_mark(q, k) == c; }
static inline bool yl_piece_is(const yl_sayings *q, size_t k, const char *z) {
  const yl_piece *p = &yl_pieces(q)[k];
  if (p->end == p->start || q->s.p[p->start] != z[0]) return false;
  size_t n = strlen(z);
  return p->end - p->start == n && memcmp(q->s.p + p->start, z, n) == 0;
}
/* Does a sentence end at the piece (outside marks)? A clause? */
bool yl_ends_sentence(const yl_sayings *q, size_t k);
bool yl_ends_clause(const yl_sayings *q, size_t k);
/* The first piece of the clause, of the sentence that piece k stands in. */
size_t yl_clause_of(const yl_sayings *q, size_t k);
size_t yl_sentence_of(const yl_sayings *q, size_t k);
/* The piece at or behind a place. */
size_t yl_piece_at(const yl_sayings *q, size_t at);

/* Is it somebody, or something that speaks? */
static inline bool yl_is_named(const yl_who *w) { return w->kind >= YL_WHO_PERSON && w->kind <= YL_WHO_ANON; }
/* Who is the subject of the verb at piece v, in its clause or those before it in the sentence; a pronoun is resolved. */
bool yl_who_says(yl_sayings *q, size_t v, yl_who *out);
/* The person or organisation that pieces [i, to) begin with; where it ends. */
bool yl_who_at(yl_sayings *q, size_t i, size_t to, yl_who *out, size_t *end);
/* Keeps the persons that clauses of the paragraph are about, for short forms of their names; the last of them and the last organisation. */
yl_status yl_who_remember(yl_sayings *q, yl_who *person, yl_who *firm);
/* Whom a pronoun stands for, and the fullest form of a name: sets name. */
yl_status yl_who_resolve(yl_sayings *q, yl_who *w);
/* Is its name one of an organisation that is known? */
bool yl_is_firm(const yl_sayings *q, const yl_who *w);
/* Is the verb denied, asked for or only thought of? */
bool yl_is_hedged(const yl_sayings *q, size_t v);
/* Who the clauses before piece `at` of the paragraph are about, the nearest first: a person, or somebody without a name who says something. */
bool yl_who_before(yl_sayings *q, size_t at, yl_who *out);
/* A person whom the first sentence of pieces [k, …) is about. */
bool yl_who_behind(yl_sayings *q, size_t k, yl_who *out);

/* The quotations of document i as the view shows it, in order of text, in out, which is empty before: yl_quote, places in the text (quotes.c). */
yl_status yl_quotes_of(yl_ctx *ctx, const yl_view *v, size_t i, const yl_dict *dict, const yl_gazetteer *facts, yl_buf *out);

yl_status yl_add_quote(yl_sayings *q, yl_quote *x);

#endif
