/* stored.h - a segment as a file: written once, mapped, checked block by block as it is read.
 *
 *     head        64 bytes: magic, version, order of bytes, hash of what follows up to the sections, size of the file, hashes of data
 *     directory   one entry a section that is not empty: name, version, place, size
 *     blocks      of each section: where each block lies and its hash
 *     sections    each at a multiple of 64
 *
 * The hash in the head covers the hashes of all blocks, so it stands for the whole content; it is the name of the file too. Sections are
 * known by name: one that this version does not know is passed over. TEXT is kept in blocks of 32 KB, compressed with the key of the same
 * stretch as what came before (zstd's prefix): text differs little from its key. Documents, zones, maps, facts and most of what is known of words are
 * compressed by themselves.
 */
#ifndef YL_SEGMENT_STORED_H
#define YL_SEGMENT_STORED_H

#include "segment/segment.h"

enum { YL_STORED_VERSION = 4 };

/* Address space for texts that are unpacked where they are touched: memory, or a file without a name where memory is short. */
typedef struct yl_reserve {
  char *p;
  size_t n, used;
  int fd; /* -1: memory */
} yl_reserve;
yl_status yl_reserve_open(yl_ctx *ctx, uint64_t bytes, bool in_file, yl_reserve *out);
void yl_reserve_close(yl_reserve *r);

/* The data of this program that keys and words follow from. */
typedef struct yl_data_hashes {
  uint64_t fold, words; /* words 0: there is no dictionary */
} yl_data_hashes;
yl_status yl_data_hashes_get(yl_ctx *ctx, yl_data_hashes *out);

/* Writes g into the folder, under the name that follows from its content, *id. Nothing is written when that is there already. */
yl_status yl_stored_write(yl_ctx *ctx, const char *folder, const yl_segment *g, const yl_data_hashes *data, uint64_t *id, uint64_t *bytes);
/* The name of a segment's file in a folder, with its NUL. */
yl_status yl_stored_name(yl_ctx *ctx, const char *folder, uint64_t id, yl_buf *out);
/* Opens it: head, directory and blocks are checked, nothing else is read. Sections that follow from another dictionary
 * than that of data are left out, and *stale says so; a key folded otherwise is refused. map false: the file is read instead of mapped. YL_EFORMAT says what to do. */
yl_status yl_stored_open(yl_ctx *ctx, const char *folder, uint64_t id, bool map, const yl_data_hashes *data, yl_segment *out, bool *stale);
/* The path of its file; name and size. */
const char *yl_stored_file(const yl_stored *s, uint64_t *id, uint64_t *bytes);
/* Does a file hold the bytes of a saved segment, undamaged? */
yl_status yl_stored_same(yl_ctx *ctx, const yl_segment *g, const char *path, bool *same);
/* Bytes that its text and all that is packed by itself take when they are unpacked; then the place for it (once, before anything is read). */
uint64_t yl_stored_room(const yl_segment *g);
void yl_stored_place(yl_segment *g, yl_reserve *r);
void yl_stored_close(yl_ctx *ctx, yl_stored *s);
yl_status yl_stored_need(yl_ctx *ctx, yl_stored *s, yl_section sec, uint64_t at, uint64_t n);
/* Bytes [at, at + n) of a packed section, unpacked into out. */
yl_status yl_stored_read(yl_ctx *ctx, const yl_segment *g, yl_section sec, uint64_t at, uint64_t n, yl_buf *out);

/* Number of sections in the file, those this version does not know among them; name, sizes packed and unpacked of the i-th. */
size_t yl_stored_sections(const yl_stored *s);
yl_str yl_stored_section(const yl_stored *s, size_t i, uint64_t *bytes, uint64_t *size);
/* Reads and checks everything; a line for each damage, NUL behind it, is appended to lines. */
yl_status yl_stored_verify(yl_ctx *ctx, yl_stored *s, yl_buf *lines);

/* Are the records of a segment such that nothing that reads them leaves its arrays?  On failure *what names the section. (stored_check.c)
 * Of the documents (what they say of maps and facts is checked against the sizes of these); of maps; of facts: sound documents first. */
bool yl_seg_sound(const yl_segment *g, const char **what);
bool yl_seg_maps_sound(const yl_segment *g, const char **what);
bool yl_seg_facts_sound(const yl_segment *g, const char **what);

#endif
