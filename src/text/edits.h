/* edits.h - listed stages: what a repair or NFC replaced, kept so that it can be undone.
 *
 * An editor (a part of `clean`) collects changes to an input text in a yl_edits, in ascending order and
 * not overlapping. yl_edits_apply makes the output text and the stage: one yl_edit per change and a
 * sentinel, pointer-free, so that it can stand in a segment.
 *
 *     input   ……網(wǎng)絡……            in  = start in the input
 *     output  ……網絡……                  out = start in the output, out_len its length there
 *     before  "(wǎng)"                  the input bytes of all edits, one after another
 */
#ifndef YL_TEXT_EDITS_H
#define YL_TEXT_EDITS_H

#include "base/buf.h"

typedef enum yl_repair_kind {
  YL_GLOSS, YL_SHIFT, YL_PUNCTUATION, YL_MOJIBAKE, YL_ENTITY, YL_MARKUP, YL_CONTROL, YL_SPACE, YL_WRAP,
  YL_NFC, /* not a repair that people are shown: canonical composition */
  YL_REPAIR_N
} yl_repair_kind;
typedef enum yl_confidence { YL_EXACT, YL_LIKELY, YL_GUESS } yl_confidence;

extern const char *const yl_repair_name[YL_REPAIR_N];
extern const char *const yl_confidence_name[3];

typedef struct yl_change {
  uint32_t start, end;        /* in the input */
  uint32_t after, after_len;  /* in yl_edits.text */
  uint8_t kind, confidence;
} yl_change;

typedef struct yl_edits {
  yl_buf list; /* yl_change */
  yl_buf text; /* replacement texts */
} yl_edits;

/* Changes must be added in ascending order and must not overlap; after may be empty. */
yl_status yl_edits_add(yl_ctx *ctx, yl_edits *e, size_t start, size_t end, yl_str after, yl_repair_kind kind,
                       yl_confidence confidence);
static inline size_t yl_edits_n(const yl_edits *e) { return e->list.n / sizeof(yl_change); }
static inline const yl_change *yl_edits_at(const yl_edits *e, size_t i) { return (const yl_change *)(const void *)e->list.p + i; }
static inline yl_str yl_edits_after(const yl_edits *e, const yl_change *c) { return (yl_str){c->after_len ? e->text.p + c->after : "", c->after_len}; }
void yl_edits_free(yl_ctx *ctx, yl_edits *e);

/* Two stages as one: `first` are changes of input, `second` of what they make of it. Changes of both that overlap become one, which has
 * the first's kind and the worse confidence. */
yl_status yl_edits_join(yl_ctx *ctx, yl_str input, const yl_edits *first, const yl_edits *second, yl_edits *out);
/* The range of the input that [*start, *end) of the output covers, in place; changes touched count whole. */
void yl_edits_origin(const yl_edits *e, size_t *start, size_t *end);
/* The range of the output that [*start, *end) of the input became; likewise. */
void yl_edits_image(const yl_edits *e, size_t *start, size_t *end);
/* Appends what the changes make of the input. */
yl_status yl_edits_preview(yl_ctx *ctx, yl_str input, const yl_edits *e, yl_buf *out);

/* One replaced range in a stage. The length of the input range follows from the next record. */
typedef struct yl_edit {
  uint32_t in, out, before;
  uint16_t out_len;
  uint8_t kind;
  uint8_t flags; /* confidence in the low two bits; YL_EDIT_NFD: before = NFD(after), not stored */
} yl_edit;
enum { YL_EDIT_NFD = 4, YL_NFD_MAX = 1024 /* bytes of the longest after with that flag */ };

/* A listed stage: n edits and a sentinel at list[n]. The bytes are borrowed from whoever holds them. */
typedef struct yl_stage {
  const yl_edit *list;
  size_t n;
  const char *before;
} yl_stage;

/* Appends the output to out and the stage's records to list and before. Changes whose confidence is worse
 * than `worst` are left out. Positions are relative to the start of this text. */
yl_status yl_edits_apply(yl_ctx *ctx, yl_str input, const yl_edits *e, yl_confidence worst, yl_buf *out,
                         yl_buf *list, yl_buf *before);

static inline size_t yl_edit_in_len(const yl_edit *e) { return (size_t)(e[1].in - e->in) - (size_t)(e[1].out - e->out - e->out_len); }
static inline yl_confidence yl_edit_confidence(const yl_edit *e) { return (yl_confidence)(e->flags & 3); }

#endif
