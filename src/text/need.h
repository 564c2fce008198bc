/* need.h - what every match of a pattern contains: one of a few strings.
 *
 * pattern.c tells what it reads, from left to right, as a machine with a stack; what comes out is a set of strings one of which
 * stands in every match, the cheapest found. Sets are multiplied where things stand side by side and joined where they are alternatives,
 * within bounds:
 *
 *   贸易冲突|关税战      贸易冲突, 关税战
 *   (中国|美国)经济      中国经济, 美国经济
 *   [京津]沪?高铁        京沪高铁, 京高铁, 津沪高铁, 津高铁
 *   .*(a|泡沫+)          a, 泡沫
 *   的?                  nothing is certain
 *
 * With it comes how many bytes of a match may stand before the string, where that is bounded: a match is then near it.
 */
#ifndef YL_TEXT_NEED_H
#define YL_TEXT_NEED_H

#include "base/buf.h"

#define YL_NEED_ANY_LENGTH UINT32_MAX
enum { YL_NEED_STRINGS = 16, YL_NEED_BYTES = 1024 };

/* Strings, all different. */
typedef struct yl_need_set {
  uint32_t n;
  uint16_t end[YL_NEED_STRINGS]; /* of each, in p */
  char p[YL_NEED_BYTES];
} yl_need_set;
yl_str yl_need_string(const yl_need_set *s, size_t i);
/* False: there is no room for it. */
bool yl_need_add(yl_need_set *s, yl_str string);

typedef struct yl_needs {
  yl_buf frames; /* one for each group that is open, and the pattern */
} yl_needs;

typedef enum yl_need_group {
  YL_NEED_PLAIN,
  YL_NEED_ASSERTION, /* matches nothing */
  YL_NEED_ANYTHING,  /* what is in it tells nothing */
} yl_need_group;

yl_status yl_needs_init(yl_ctx *ctx, yl_needs *d);
void yl_needs_free(yl_ctx *ctx, yl_needs *d);
/* The next thing of the pattern: this text; one of these; something of so many bytes at most; a place (an anchor). */
void yl_need_text(yl_needs *d, yl_str s);
void yl_need_one_of(yl_needs *d, const yl_need_set *s);
void yl_need_any(yl_needs *d, uint32_t most);
void yl_need_place(yl_needs *d);
/* The last thing, min to max times. */
void yl_need_times(yl_needs *d, uint32_t min, uint32_t max);
/* ( | ) */
yl_status yl_need_open(yl_ctx *ctx, yl_needs *d, yl_need_group kind);
void yl_need_or(yl_needs *d);
void yl_need_close(yl_needs *d);
/* The set, without members when nothing is certain; and how many bytes of a match stand before it, at most. */
void yl_need_end(yl_needs *d, yl_need_set *out, uint32_t *before);

#endif
