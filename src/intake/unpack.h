/* unpack.h - packed bytes unpacked on their way: gzip, bzip2, xz, zstd; zlib and raw deflate as parts of other formats. */
#ifndef YL_INTAKE_UNPACK_H
#define YL_INTAKE_UNPACK_H

#include "intake/input.h"

typedef enum yl_packing {
  YL_PACK_NONE, YL_PACK_GZIP, YL_PACK_BZIP2, YL_PACK_XZ, YL_PACK_ZSTD, YL_PACK_ZLIB, YL_PACK_DEFLATE, YL_PACK_N
} yl_packing;
extern const char *const yl_packing_name[YL_PACK_N];
enum { YL_PACK_HEAD = 10 }; /* bytes that yl_packing_of wants to see */

/* By the first bytes of a stream; YL_PACK_NONE if it is none. zlib and deflate have no first bytes of their own. */
yl_packing yl_packing_of(yl_str head);

typedef struct yl_unpacker yl_unpacker;
/* Unpacks what stands in `from`, at most `limit` bytes of it. several: streams that follow one another are one (as the tools of
 * these formats have it); else `from` is left right behind the first. from is borrowed until close. */
yl_status yl_unpack_open(yl_ctx *ctx, yl_packing kind, yl_input *from, uint64_t limit, bool several, yl_unpacker **out);
/* As yl_input.pull. YL_EFORMAT names the byte of `from` where the data are damaged or cut off; gzip goes on behind damage at the
 * next member. YL_ELIMIT: needs more memory than MEMORY_MAX. */
yl_status yl_unpack_pull(yl_ctx *ctx, yl_unpacker *u, char *p, size_t n, size_t *got);
/* Bytes of limit not used; where the streams ended and something else follows that was not read, or 0. */
uint64_t yl_unpack_left(const yl_unpacker *u);
uint64_t yl_unpack_trailing(const yl_unpacker *u);
void yl_unpack_close(yl_ctx *ctx, yl_unpacker *u);

#endif
