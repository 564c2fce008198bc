/* overrides.h - a person's corrections: zones of ranges, repairs accepted or rejected, metadata; a file of JSON Lines.
 *
 *     {"doc":"a.txt","hash":"9f…","zone":"body","start":120,"end":400}
 *     {"doc":"a.txt","hash":"9f…","repair":"reject","start":52,"end":60}        or "accept"
 *     {"doc":"a.txt","hash":"9f…","field":"title","value":"…"}                  value null: there is none
 *
 * hash is the SHA-256 of the document's bytes, start and end are bytes as in the records; doc is for people and messages. A correction
 * counts for every document with that content, wherever it lies; one that meets no document, or nothing in it, is stale.
 */
#ifndef YL_INTAKE_OVERRIDES_H
#define YL_INTAKE_OVERRIDES_H

#include <stdatomic.h>

#include "base/buf.h"
#include "text/zone.h"

typedef enum yl_override_kind { YL_O_ZONE, YL_O_ACCEPT, YL_O_REJECT, YL_O_FIELD } yl_override_kind;

typedef struct yl_override {
  unsigned char hash[32];
  yl_override_kind kind;
  uint64_t start, end;        /* bytes of the member */
  yl_zone_kind zone;
  yl_str doc, field, value;   /* value p NULL: null. Owned by the list */
  const char *file;           /* where it stands, for messages */
  size_t line;
  atomic_bool used;           /* it met what it is about */
} yl_override;

typedef struct yl_overrides {
  yl_override *list; /* by hash, then in order of reading: later ones count */
  size_t n, cap;
  yl_buf strings;    /* char *, owned */
} yl_overrides;

/* Adds the corrections of a file. YL_EIO; YL_EFORMAT names the line and what is wrong with it. */
yl_status yl_overrides_read(yl_ctx *ctx, yl_overrides *o, const char *path);
void yl_overrides_sort(yl_overrides *o); /* when all files are read */
/* Those about a content: the first and how many. */
yl_override *yl_overrides_of(const yl_overrides *o, const unsigned char hash[32], size_t *n);
void yl_overrides_free(yl_ctx *ctx, yl_overrides *o);

#endif
