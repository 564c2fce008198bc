/* stored_file.h - the form of a segment's file; only for stored*.c. */
#ifndef YL_SEGMENT_STORED_FILE_H
#define YL_SEGMENT_STORED_FILE_H

#include <pthread.h>

#include "segment/stored.h"

#define YL_STORED_MAGIC "YLSEG\r\n"
enum {
  YL_STORED_ORDER = 0x01020304, /* the bytes of a number as this machine has them */
  YL_STORED_ALIGN = 64,
  YL_STORED_NAME = 16,
  YL_STORED_BLOCK = 1 << 16,    /* of sections as they are: what one hash stands for */
  YL_PACKED_BLOCK = 1 << 15,    /* of packed ones: bytes before packing */
  YL_RECORDS_BLOCK = 1 << 16    /* of what is packed by itself */
};

typedef struct yl_stored_head {
  char magic[8];
  uint32_t version, order;
  uint64_t hash;   /* of everything from here to the first section */
  uint64_t file;   /* its size */
  uint64_t tables; /* bytes from the beginning to the first section */
  uint64_t fold;   /* yl_dict_fold_hash when it was made */
  uint64_t words;  /* hash of the dictionary that sections follow from; 0: none do */
  uint32_t nsections, reserved;
} yl_stored_head;

/* How a section is kept: as it is, packed with a context, packed by itself. */
typedef enum yl_stored_form { YL_AS_IS, YL_WITH_CONTEXT, YL_BY_ITSELF } yl_stored_form;

typedef struct yl_stored_dir {
  char name[YL_STORED_NAME]; /* filled up with NUL */
  uint32_t version, packed;  /* yl_stored_form */
  uint64_t at, bytes;        /* in the file */
  uint64_t size;             /* unpacked; bytes where it is not packed */
  uint64_t blocks, nblocks;  /* place in the file of: a hash each, or (packed) nblocks + 1 yl_packed */
} yl_stored_dir;

typedef struct yl_packed {
  uint64_t at, hash; /* in the section; of the packed bytes */
} yl_packed;

typedef struct yl_store_seg {
  yl_stored pub;
  yl_ctx *root;
  char *path;
  yl_mapping map;
  char *copy;                /* the file's bytes where it is not mapped */
  yl_str file;
  const yl_stored_dir *dir;
  size_t ndir;
  int at[YL_S_N];            /* entry of each section, -1: none */
  _Atomic(unsigned char) *seen[YL_S_N]; /* of each block: 0 not looked at, YL_SEEN_GOOD, YL_SEEN_BAD */
  yl_segment g;              /* the sections, and no more */
  pthread_mutex_t lock;      /* guards checking the records and unpacking */
  char *text, *blank;        /* in the reserve */
  char *records[YL_S_N];     /* in the reserve: what is packed by itself, unpacked once `unpacked` (of documents: pub.docs) says so */
  _Atomic(unsigned char) unpacked[YL_SEC_DOCS - YL_SEC_MAPS]; /* maps, facts, words: 0 not yet, YL_SEEN_GOOD, YL_SEEN_BAD */
  size_t room;               /* bytes of the reserve, from text on */
  int fd;                    /* of the reserve: what its bytes are written to, -1: they are memory */
  const char *fd_base;       /* what its first byte is mapped at */
  _Atomic(unsigned char) *flags; /* what seen lies in */
} yl_store_seg;
enum { YL_SEEN_GOOD = 1, YL_SEEN_BAD };

static inline bool yl_is_records(int sec) { return yl_section_of[sec].kind >= YL_SEC_MAPS; } /* maps, facts, words, documents */
static inline yl_stored_form yl_form_of(int sec) {
  return yl_is_records(sec) ? YL_BY_ITSELF : yl_section_of[sec].kind == YL_SEC_PACKED ? YL_WITH_CONTEXT : YL_AS_IS;
}
static inline uint64_t yl_block_size(uint32_t form) { return form == YL_AS_IS ? YL_STORED_BLOCK : form == YL_WITH_CONTEXT ? YL_PACKED_BLOCK : YL_RECORDS_BLOCK; }

/* The stretch of another section (the key for TEXT, the text for ORIGINAL) that bytes [start, end) of a section resemble, appended to out. */
yl_status yl_pack_context(yl_ctx *ctx, const yl_segment *g, yl_section s, uint64_t start, uint64_t end, yl_buf *out);
/* Where that lies in a stream of the key: in proportion within zone runs, a little more on both sides. */
yl_span yl_pack_key(const yl_segment *g, yl_stream s, uint64_t start, uint64_t end);

typedef struct yl_packer yl_packer;
yl_status yl_packer_new(yl_ctx *ctx, yl_packer **out);
void yl_packer_free(yl_ctx *ctx, yl_packer *p);
yl_status yl_pack(yl_ctx *ctx, yl_packer *p, yl_str block, yl_str context, yl_buf *out); /* appends */
/* Unpacks into n bytes at out; false when it is not what yl_pack made of n bytes with that context. */
typedef struct yl_unpacker yl_unpacker; /* for blocks one after another: making one takes as long as unpacking a small block */
yl_unpacker *yl_unpacker_new(void);
void yl_unpacker_free(yl_unpacker *z);
bool yl_unpack(yl_unpacker *z, yl_str packed, yl_str context, char *out, size_t n);

#endif
