/* segment.h - a part of a corpus: flat, pointer-free arrays addressed by offset.
 *
 * In memory every section is a buffer; saved, it is the same bytes mapped. Offsets between documents are 64 bits, inside
 * one document 32. Sections:
 *
 *   DOC     yl_docrec, one a document, in order of name
 *   TEXT    the texts, one after another                      CHAR   u32 per 4 KB of a text: code points so far
 *   KEY     two streams: main (body, heading, title) and rest (page furniture), each the keys of its zones, every
 *           zone followed by the barrier '\n'
 *   ZONE    per stream: yl_zrun, what a stretch of key stands for     CKPT   the fold's checkpoints, per zone
 *   RUN     the decode stage        EDIT, BEFORE   the listed stages (repairs, NFC)
 *   META    yl_metarec        STR   names and values        PROBLEM   yl_problemrec
 *   TOKEN, REGION, VALUE, LABEL   what came cut into tokens already (given.h)
 *   SOURCE  yl_sourcerec, the files it was made from      ORIGINAL   the bytes of the documents, where they are to be kept
 *   VOCAB, TOKENS, POSTINGS       its words (layer.h), once they were made
 *   FILTER (per stream), SUFFIX (of the main one)   layers of look-up on the key, each there or not (index/)
 *   DIFFER (per stream)           where the key is not the text (differ.h), made with the filter
 *
 * A saved segment is a file that is mapped (stored.h): `stored` then stands for its sections. Records (sections of kind YL_SEC_RECORDS) are
 * checked, block by block and offset by offset, and documents and zones unpacked, when the first document of the segment is asked for; maps, facts and
 * words are unpacked and checked when the first of them is asked for (yl_sec); TEXT is unpacked where it is touched; of the others, who reads a stretch
 * asks for it first (yl_seg_need).
 */
#ifndef YL_SEGMENT_SEGMENT_H
#define YL_SEGMENT_SEGMENT_H

#include <stdatomic.h>

#include "base/hash.h"
#include "base/file.h"
#include "text/map.h"
#include "text/problem.h"
#include "text/zone.h"

typedef enum yl_stream { YL_MAIN, YL_REST } yl_stream;
/* The kinds of zone that a stream is made of. */
static inline uint32_t yl_zones_of(yl_stream s) { return s == YL_MAIN ? YL_ZONES_MAIN : ((1u << YL_Z_N) - 1) & ~YL_ZONES_MAIN; }

typedef enum yl_section {
  YL_S_DOC, YL_S_TEXT, YL_S_CHAR, YL_S_KEY_MAIN, YL_S_KEY_REST, YL_S_ZONE_MAIN, YL_S_ZONE_REST, YL_S_CKPT, YL_S_RUN,
  YL_S_EDIT, YL_S_BEFORE, YL_S_META, YL_S_STR, YL_S_PROBLEM, YL_S_TOKEN, YL_S_REGION, YL_S_VALUE, YL_S_LABEL,
  YL_S_SOURCE, YL_S_ORIGINAL,
  YL_S_FILTER_MAIN, YL_S_FILTER_REST, YL_S_DIFFER_MAIN, YL_S_DIFFER_REST, YL_S_SUFFIX,
  YL_S_VOCAB, YL_S_TOKENS_MAIN, YL_S_TOKENS_REST, YL_S_POSTINGS_MAIN, YL_S_POSTINGS_REST, YL_S_N
} yl_section;

/* What a section is to whoever saves it: its name in files, the size of its records, the version of their form. */
typedef enum yl_section_kind {
  YL_SEC_RECORDS, /* small: checked as a whole at the first touch of the segment */
  YL_SEC_BULK,    /* mapped, checked where it is read */
  YL_SEC_PACKED,  /* kept compressed in blocks, with what they resemble as what came before */
  YL_SEC_MAPS,    /* records kept compressed: what leads from text to bytes */
  YL_SEC_FACTS,   /* the same: what is known of documents */
  YL_SEC_WORDS,   /* the same, of no form that this room knows: what is known of words */
  YL_SEC_DOCS     /* the same: documents and zones, which are unpacked and checked at the first touch of the segment */
} yl_section_kind;
typedef struct yl_section_info {
  const char *name; /* at most 15 letters */
  uint32_t size, version;
  yl_section_kind kind;
  bool words; /* follows from the dictionary: of no use with another one */
} yl_section_info;
extern const yl_section_info yl_section_of[YL_S_N];

typedef struct yl_span { /* in a section: first record (or byte) and how many */
  uint64_t at;
  uint64_t n;
} yl_span;

typedef struct yl_docrec {
  yl_span text;
  yl_span key[2], zones[2];
  yl_span runs, repairs, nfc;    /* without their sentinels, which stand behind them */
  uint64_t before[2];            /* of repairs, of nfc */
  yl_span meta, problems;
  yl_span name, path, below, encoding, declared, script; /* in STR */
  yl_span tokens, regions, labels;
  uint64_t values, region_attrs, label_strings; /* in VALUE, VALUE, STR */
  uint64_t chars_at, ckpts;      /* in CHAR, in CKPT */
  uint64_t bytes;                /* of the original */
  uint64_t origin;               /* where they begin in the member that holds the document; the runs count from there */
  uint64_t seq;                  /* the reader's number of it (intake/reader.h): how it is found again */
  double encoding_score;
  uint32_t chars, body_chars;    /* code points of text; of the zones body and heading */
  int64_t mtime;                 /* of the file, when it was read; nanoseconds, or YL_MTIME_NONE */
  uint32_t root;                 /* number of the PATH that led to it */
  uint32_t lens;                 /* 1: decode runs need the table of the encoding's lengths */
  uint32_t format;               /* yl_format */
  uint32_t nattrs;               /* attributes of its tokens */
  uint32_t source_n;             /* how much of the name is that of its source */
  uint64_t original;             /* in ORIGINAL, where originals are kept */
  uint32_t beside;               /* what tables and corrections said about it, as a number (corpus/build.h); 0: nothing */
  uint16_t contained;            /* 1: the bytes are not those of the file, but of what was unpacked from it */
  uint16_t record;               /* 1: a record of its source, not a whole file or member */
  unsigned char hash[32];        /* SHA-256 of the original */
} yl_docrec;

typedef struct yl_zrun {
  uint32_t text, text_end; /* bytes of the document's text */
  uint32_t key;            /* start in the document's part of the stream; the next run's key (or the end) is its end, barrier included */
  uint32_t kind;           /* yl_zone_kind */
  uint32_t chars;          /* code points of its text */
  uint32_t ckpt, nckpt;    /* its checkpoints, counted from the document's first; none where they would say nothing */
} yl_zrun;

typedef struct yl_metarec {
  yl_span field, value; /* in STR */
} yl_metarec;

typedef struct yl_problemrec {
  yl_span message; /* in STR */
  uint64_t start, end; /* bytes */
  uint32_t kind, pad;
} yl_problemrec;

/* A file that documents of the segment came from, or none did. */
typedef struct yl_sourcerec {
  yl_span name;       /* in STR: as its documents are named */
  uint64_t bytes;     /* size and time of change when it was read */
  int64_t mtime;      /* YL_MTIME_NONE: it was no file */
  uint64_t root;      /* number of the PATH that led to it */
  uint64_t first, n;  /* its documents in the segment */
} yl_sourcerec;

typedef struct yl_stored { /* what a saved segment needs while it is open; the rest of it is private to stored.c */
  _Atomic(const yl_docrec *) docs; /* NULL until the records were checked */
} yl_stored;

typedef struct yl_segment {
  yl_buf sec[YL_S_N]; /* of a saved segment: p borrowed from its file, NULL where packed, n the size as it was */
  yl_mapping map; /* where the sections lie when the segment was spilled */
  yl_stored *stored; /* of a saved segment */
} yl_segment;

/* Where memory is short: lets the system have back what of a saved segment was read, until it is read again. */
void yl_stored_rest(const yl_stored *s);
const yl_docrec *yl_stored_docs(yl_stored *s); /* checks the records; blank ones, and yl_damage, when they are damaged */
yl_str yl_stored_text(yl_stored *s, yl_span sp); /* unpacked, and there until the segment is freed; blanks and yl_damage where it is damaged */

enum { YL_CHAR_STEP = 4096 };

const void *yl_stored_records(yl_stored *s, yl_section sec); /* of maps, facts or words; nothing but 0 where they are damaged */

static inline const void *yl_sec(const yl_segment *g, yl_section s) { /* never NULL: nothing may be added to that, not even 0 */
  static const uint64_t none = 0;
  if (g->sec[s].p) return g->sec[s].p;
  return g->stored && g->sec[s].n ? yl_stored_records(g->stored, s) : &none;
}
static inline void yl_seg_rest(const yl_segment *g) {
  if (g->stored) yl_stored_rest(g->stored);
}
static inline size_t yl_seg_docs(const yl_segment *g) { return g->sec[YL_S_DOC].n / sizeof(yl_docrec); }
static inline const yl_docrec *yl_seg_doc(const yl_segment *g, size_t i) {
  if (!g->stored) return (const yl_docrec *)yl_sec(g, YL_S_DOC) + i;
  const yl_docrec *docs = atomic_load_explicit(&g->stored->docs, memory_order_acquire);
  return (docs ? docs : yl_stored_docs(g->stored)) + i;
}
static inline yl_str yl_seg_bytes(const yl_segment *g, yl_section s, yl_span sp) { return (yl_str){(const char *)yl_sec(g, s) + sp.at, (size_t)sp.n}; }
static inline yl_str yl_seg_text(const yl_segment *g, const yl_docrec *d) {
  return g->stored ? yl_stored_text(g->stored, d->text) : yl_seg_bytes(g, YL_S_TEXT, d->text);
}
static inline yl_str yl_seg_key(const yl_segment *g, yl_stream s) { return (yl_str){g->sec[YL_S_KEY_MAIN + s].p, g->sec[YL_S_KEY_MAIN + s].n}; }
static inline const yl_zrun *yl_seg_zruns(const yl_segment *g, const yl_docrec *d, yl_stream s) {
  return (const yl_zrun *)yl_sec(g, (yl_section)(YL_S_ZONE_MAIN + s)) + d->zones[s].at;
}
/* Sees to it that bytes [at, at + n) of a section are those that were saved: to be asked once for a stretch before it is read. YL_EFORMAT with
 * file, section and block when they are not. Costs nothing for a segment that is not saved, or a stretch that was seen. */
yl_status yl_seg_need(yl_ctx *ctx, const yl_segment *g, yl_section s, uint64_t at, uint64_t n);
/* The same for the keys of a document. */
yl_status yl_seg_need_keys(yl_ctx *ctx, const yl_segment *g, const yl_docrec *d);
/* Adds layers of look-up, a mask of 1 << yl_lookup, that it does not have; before it is spilled. */
typedef enum yl_lookup { YL_LOOKUP_FILTER, YL_LOOKUP_SUFFIX } yl_lookup;
yl_status yl_seg_add_lookups(yl_ctx *ctx, yl_segment *g, unsigned which);
/* Adds the names of its metadata fields, and of the encodings whose documents need a table of lengths, in order of appearance. */
yl_status yl_seg_names(yl_ctx *ctx, const yl_segment *g, yl_intern *fields, yl_intern *encodings);
void yl_seg_free(yl_ctx *ctx, yl_segment *g);
uint64_t yl_seg_bytes_held(const yl_segment *g);
/* Moves the sections from memory to a file (base/file.h); only reading is allowed from then on. */
yl_status yl_seg_spill(yl_ctx *ctx, yl_segment *g);

/* Appends document i of another segment, all that it has in its sections; layers over words are not taken along. (copy.c) */
yl_status yl_seg_append(yl_ctx *ctx, yl_segment *to, const yl_segment *from, size_t i);

/* The document (number in the segment) that position pos of a stream's key is in. Binary search. */
size_t yl_seg_doc_at(const yl_segment *g, yl_stream s, uint64_t pos);
/* The zone run of d that key position pos (relative to the document's part of the stream) is in; its end in the key,
 * barrier left out, in *key_end if not NULL. */
const yl_zrun *yl_seg_zrun_at(const yl_segment *g, const yl_docrec *d, yl_stream s, size_t pos, size_t *key_end);
/* The zone run at (or, between zones, before) a text offset; NULL if none of this stream. */
const yl_zrun *yl_seg_zrun_text(const yl_segment *g, const yl_docrec *d, yl_stream s, size_t text);
/* Key range (relative to the document's part of the stream, inside one zone or across several) to text range. In place. */
void yl_seg_key_to_text(const yl_segment *g, const yl_docrec *d, yl_stream s, size_t *start, size_t *end);
/* The maps of a document. lens may be NULL when d->lens is 0. */
void yl_seg_maps(const yl_segment *g, const yl_docrec *d, const yl_lens *lens, yl_maps *out);
/* Code points in the zones of a mask. */
uint64_t yl_seg_chars_of(const yl_segment *g, const yl_docrec *d, uint32_t zones);
/* Code points before a text offset, and back. */
size_t yl_seg_char(const yl_segment *g, const yl_docrec *d, size_t text);
size_t yl_seg_offset(const yl_segment *g, const yl_docrec *d, size_t ch);

#endif
