/* names.h - names of members of archives, as people read them. */
#ifndef YL_INTAKE_NAMES_H
#define YL_INTAKE_NAMES_H

#include "base/buf.h"

/* Zeroed: empty. One for each archive: its earlier names help to read the later ones. */
typedef struct yl_member_names {
  bool oem;          /* made on DOS or Windows, so to speak: zip, rar */
  char encoding[24]; /* of names that are not UTF-8, once it is sure */
  unsigned tries;    /* how often the ladder was climbed */
  yl_buf context;    /* those seen so far, a line each */
  struct yl_name_seen *seen; /* names given, by hash, open addressing */
  size_t seen_n, seen_cap;
} yl_member_names;

/* A name that is to come, or may be. */
yl_status yl_member_names_learn(yl_ctx *ctx, yl_member_names *t, yl_str raw);
/* The name for raw bytes: UTF-8 stays; else by the encoding that these names are in; else bytes above 7F are %XX. An empty one is
 * "unnamed". A name given before gets #2, #3 …  *out is set to it. */
yl_status yl_member_names_give(yl_ctx *ctx, yl_member_names *t, yl_str raw, yl_buf *out);
void yl_member_names_free(yl_ctx *ctx, yl_member_names *t);

#endif
