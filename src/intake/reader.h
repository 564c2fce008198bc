/* reader.h - walks one source: containers in containers, then records, and gives the raw documents one after another.
 *
 *     x.tar.gz ──▶ b.jsonl ──▶ line 17        doc x.tar.gz!b.jsonl:17, origin = where line 17 begins in b.jsonl
 *     page.warc.gz ──▶ record 4               doc page.warc.gz:4
 *     big.txt (3 GiB) ──▶ parts               doc big.txt, big.txt#2, big.txt#3
 *
 * Lines that somebody writes one by one are answered one by one, if that is asked for (as_it_comes): what the member is, and which field is
 * the text, is then learnt from as few of them as tell it, so that it does not depend on how fast they came.
 *
 * A stream is read through a window; memory is that of its longest record (max-document bounds it), but for what is in a
 * wide encoding (UTF-16) or an array in a legacy one: such a member is held as a whole.
 */
#ifndef YL_INTAKE_READER_H
#define YL_INTAKE_READER_H

#include <stdatomic.h>

#include "formats/formats.h"
#include "intake/container.h"
#include "intake/intake.h"

typedef struct yl_intake_opts {
  yl_caps caps;
  yl_record_opts records;
  const char *encoding; /* forced, or NULL */
  bool forced_format;   /* format is the user's; else it is guessed member by member */
  yl_format format;
  bool as_it_comes;     /* JSON Lines on standard input: each is given before the next is waited for */
} yl_intake_opts;

/* A member that holds documents, shared by them: freed with the last yl_leaf_release. */
typedef struct yl_leaf {
  atomic_uint refs;
  char *name;        /* PATH[!MEMBER]…, as documents are named */
  yl_shape shape;    /* of its records */
  char encoding[24]; /* what its head is in, for records that are too short to tell; "" where that is UTF-8 or unknown */
  bool contained;    /* in a container: its bytes are not those of a file */
  int64_t mtime;     /* of the file, as it was opened */
} yl_leaf;
void yl_leaf_retain(yl_leaf *l);
void yl_leaf_release(yl_ctx *ctx, yl_leaf *l);

typedef struct yl_raw_doc {
  const yl_source *source;
  yl_leaf *leaf;     /* borrowed until the next yl_reader_next; retain it to keep it */
  yl_format format;
  yl_str bytes;      /* borrowed until the next call; p NULL: there is no document, see why */
  uint64_t origin;   /* offset of bytes in the member */
  uint64_t record;   /* number in the member: of the line of JSON Lines, else of the record, from 1; 0: the member is the document */
  uint64_t seq;      /* number of this answer of the reader, from 0: with it the same bytes are found again */
  uint32_t part;     /* 2 …: of a member that was cut */
  bool virtual_bytes;/* unpacked from the record: not bytes of the member */
  yl_str url, retrieved, charset; /* from the headers of a WARC */
  yl_problem_kind kind;
  const char *why;   /* a sentence, or NULL; with bytes, something to report about them */
} yl_raw_doc;

typedef struct yl_reader yl_reader;
/* YL_EIO with path and reason when the source cannot be opened. src and o must outlive the reader. */
yl_status yl_reader_open(yl_ctx *ctx, const yl_source *src, const yl_intake_opts *o, yl_reader **out);
/* YL_DONE behind the last. Fails only for want of memory or when cancelled: what the world does wrong is in the answer. */
yl_status yl_reader_next(yl_ctx *ctx, yl_reader *r, yl_raw_doc *out);
/* Would the next answer wait for somebody to write?  Asked only where as_it_comes is set; what the last answer borrowed is gone then. */
bool yl_reader_waits(yl_ctx *ctx, yl_reader *r);
void yl_reader_close(yl_ctx *ctx, yl_reader *r);
/* Appends the name of the document. id: what the record calls itself, or n 0 for its number. */
yl_status yl_raw_doc_name(yl_ctx *ctx, const yl_raw_doc *raw, yl_str id, yl_buf *out);

#endif
