/* container.h - what holds other things: compressed streams (gz, xz, zst, bz2) and archives (zip, tar; libarchive's others).
 *
 * A container reads its bytes from an input and gives its members one after another, each as an input of its own, so that
 * containers stand in containers: the reader (reader.h) keeps the stack and the depth. A compressed stream is a container
 * with one member without a name. Nothing is written to disk, no member is held in memory as a whole.
 */
#ifndef YL_INTAKE_CONTAINER_H
#define YL_INTAKE_CONTAINER_H

#include "intake/input.h"
#include "text/problem.h"

/* Limits, each an option; each is reported when it is reached. */
typedef struct yl_caps {
  uint64_t max_document; /* bytes of one document (1 GiB) */
  uint64_t max_unpacked; /* bytes that come out of one container, over all members, and what they grow by in containers in it (64 GiB) */
  uint64_t max_ratio;    /* the same for a byte in, once 16 MiB are out (1000); 0: no limit */
  uint64_t max_members;  /* of one container (10 million) */
  uint32_t max_depth;    /* containers in containers (8); the reader counts */
} yl_caps;

enum { YL_RATIO_FROM = 16 << 20 }; /* small things may grow as they like */

typedef struct yl_member {
  yl_str name;       /* as people read it: UTF-8; bytes that are in no encoding found are %XX; a second one of a name is NAME#2. "" for a
                        compressed stream, and for a note on the container. Borrowed until next */
  yl_input *input;   /* borrowed until next; NULL when it cannot be read (then why is set) */
  yl_problem_kind kind; /* of why */
  const char *why;      /* a sentence, or NULL. With an input: a note on the member. Without one and without a name: a note on the
                           container (links that were not followed, a damaged stretch that was skipped) */
} yl_member;

typedef struct yl_container yl_container;
/* Is it one, by its first bytes?  *out NULL if not; nothing of the input is used up then. The input is borrowed until close. A
 * compressed tar is a tar in a container with one member without a name. */
yl_status yl_container_open(yl_ctx *ctx, yl_input *in, const yl_caps *caps, yl_container **out);
/* The next member that is a file, in the order of the container. YL_DONE at the end; YL_EFORMAT, YL_ELIMIT, YL_EIO with a sentence when the container
 * cannot be read on (what was given stands). Errors of one member come from its input; next goes on with the one behind it. */
yl_status yl_container_next(yl_ctx *ctx, yl_container *c, yl_member *out);
void yl_container_close(yl_ctx *ctx, yl_container *c);

#endif
