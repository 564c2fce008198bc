/* warc.h - the records of a WARC (or WET) stream, ISO 28500.
 *
 * Given are records that hold a page: responses with a status 2xx, resources and conversions, of a type that may be text. Not
 * given, but counted in `number`, are requests, metadata, warcinfo and revisits. What was left out besides (other statuses, images,
 * continuations of segmented records) is told at the end, a record without content for each kind, with a count.
 */
#ifndef YL_INTAKE_WARC_H
#define YL_INTAKE_WARC_H

#include "intake/container.h"

typedef struct yl_warc_record {
  uint64_t number;   /* of the record in the file, from 1; 0 for a note on the whole (damage that was skipped, what was left out) */
  uint64_t origin;   /* offset of its content in the stream */
  yl_str content;    /* the page's bytes; borrowed until next; p NULL when there are none (then why is set) */
  bool virtual_bytes;/* content was unpacked (chunked, gzip): not bytes of the stream; origin is 0 */
  yl_str url, date, content_type, charset; /* from the headers; n 0: not given, or no ASCII. url: valid UTF-8, what is none in it is %XX.
                                              date: ISO 8601, when it was retrieved. Borrowed until next */
  yl_problem_kind kind;
  const char *why;   /* a sentence: why it has no content, or what is wrong with it; or NULL */
} yl_warc_record;

typedef struct yl_warc yl_warc;
yl_status yl_warc_open(yl_ctx *ctx, yl_input *in, const yl_caps *caps, yl_warc **out);
yl_status yl_warc_next(yl_ctx *ctx, yl_warc *w, yl_warc_record *out); /* YL_DONE; YL_EFORMAT when the stream cannot be read on */
void yl_warc_close(yl_ctx *ctx, yl_warc *w);

#endif
