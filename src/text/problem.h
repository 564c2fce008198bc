/* problem.h - what was found wrong, where, in one sentence. */
#ifndef YL_TEXT_PROBLEM_H
#define YL_TEXT_PROBLEM_H

#include "base/buf.h"

/* `lossy` kinds make a run end with status 4: bytes that could not be read, decoded, or were cut. */
typedef enum yl_problem_kind {
  YL_P_UNREADABLE,   /* lossy: the operating system said no */
  YL_P_UNDECODABLE,  /* lossy: bytes that are not of the encoding */
  YL_P_CUT,          /* lossy: a limit */
  YL_P_BINARY,       /* lossy: not text; no document was made */
  YL_P_FORMAT,       /* lossy: a record that is not what its format says; no document was made */
  YL_P_EMPTY,        /* a document without text */
  YL_P_ENCODING,     /* declared and found encoding differ, or the guess is weak */
  YL_P_REPLACEMENT,  /* U+FFFD was in the text already */
  YL_P_CONTROL,      /* control characters, NUL */
  YL_P_SHIFT,        /* byte-shift damage that was not repaired (DAMAGE.md 2) */
  YL_P_MOJIBAKE,     /* text read in the wrong encoding that was not repaired */
  YL_P_METADATA,     /* a sidecar row without document, or the other way round */
  YL_P_OVERRIDE,     /* a person's correction that meets nothing */
  YL_P_LOOP,         /* a symbolic link that leads back */
  YL_P_OTHER,
  YL_P_SKIPPED,      /* a saved corpus in a folder that is read: it is none of its texts */
  YL_P_N
} yl_problem_kind;
extern const char *const yl_problem_name[YL_P_N];
bool yl_problem_lossy(yl_problem_kind k);

typedef struct yl_problem {
  uint32_t start, end; /* in the layer that the function which adds it works on */
  uint32_t kind;
  uint32_t msg, msg_n; /* in yl_problems.text */
} yl_problem;

typedef struct yl_problems {
  yl_buf list; /* yl_problem */
  yl_buf text;
} yl_problems;

yl_status yl_problem_add(yl_ctx *ctx, yl_problems *p, yl_problem_kind kind, size_t start, size_t end, const char *fmt,
                         ...) __attribute__((format(printf, 6, 7)));
static inline size_t yl_problems_n(const yl_problems *p) { return p->list.n / sizeof(yl_problem); }
static inline const yl_problem *yl_problem_at(const yl_problems *p, size_t i) { return (const yl_problem *)(const void *)p->list.p + i; }
/* Adds those of another list, their places moved on by `base`. */
yl_status yl_problems_append(yl_ctx *ctx, yl_problems *p, const yl_problems *from, size_t base);
void yl_problems_free(yl_ctx *ctx, yl_problems *p);

#endif
