/* http.h - header fields, as mail, HTTP and WARC write them, and what an HTTP response holds. Private to warc.c. */
#ifndef YL_INTAKE_HTTP_H
#define YL_INTAKE_HTTP_H

#include "intake/container.h"

/* Length of a block of lines up to and with the empty one; 0: it is not there. */
size_t yl_header_end(yl_str s);
/* Adds the lines of a block, each on one line, ended by '\n': folded ones are joined by a space. */
yl_status yl_header_unfold(yl_ctx *ctx, yl_str block, yl_buf *out);
/* Takes the next field off an unfolded block; lines that are none are passed over. */
bool yl_field_next(yl_str *rest, yl_str *name, yl_str *value);
yl_str yl_plain(yl_str s); /* s, or "" if it is not all printable ASCII */
bool yl_same_letters(yl_str s, const char *lower); /* letter case aside */
/* "text/html; charset=x": the type, and a parameter's value or "". */
yl_str yl_media_type(yl_str value);
yl_str yl_media_parameter(yl_str value, const char *lower);

typedef struct yl_http {
  bool response;     /* it begins with a status line */
  unsigned status;
  size_t body;       /* where the body begins */
  yl_str type;       /* as written, with parameters. Views into `lines` */
  yl_str transfer, encoding; /* Transfer-Encoding, Content-Encoding */
  yl_buf lines;
} yl_http;
yl_status yl_http_parse(yl_ctx *ctx, yl_str s, yl_http *out); /* keeps the memory of out->lines from before */

/* The body without chunks and compression, in out, if there are any (*changed); those that are declared but are not there do not
 * count. A sentence in *why when the body is damaged (out is what came before; it may be nothing) or cannot be unpacked (*lost).
 * YL_ELIMIT when it has more than max_document bytes, or grows by more than max_ratio. */
typedef struct yl_body {
  bool changed, lost;
  const char *why;
  char text[200];
} yl_body;
yl_status yl_http_unpack(yl_ctx *ctx, const yl_http *h, yl_str body, const yl_caps *caps, yl_buf *out, yl_buf *spare, yl_body *result);

#endif
