/* regex.c - see regex.h. A pattern is compiled for JIT when the machine allows it; a match that needs more than the JIT
 * stack is tried again by the interpreter, whose limits are on the heap. */
#include "text/regex.h"

#include <string.h>
#include <utf8proc.h>

enum { VALUE_LIMIT = 1000000, JIT_STACK = 1 << 20, DEPTH_LIMIT = 1 << 20, HEAP_LIMIT_KIB = 64 << 10 };

static void *give(size_t n, void *ud) {
  const yl_regex_memory *m = ud;
  return m->alloc(m->ud, NULL, n ? n : 1);
}
static void take(void *p, void *ud) {
  const yl_regex_memory *m = ud;
  if (p) m->alloc(m->ud, p, 0);
}

/* ---- words ---- */

/* Hexadecimal, without 0x: they are made into C and into PCRE2. */
#define UNSPACED_RANGES(X) \
  X(E00, EFF) X(F00, FFF) X(1000, 109F) X(1100, 11FF) X(1780, 17FF) X(2E80, 31FF) X(31F0, A4CF) \
  X(A960, A97F) X(A9E0, A9FF) X(AA60, AA7F) X(AC00, D7FF) X(F900, FAFF) X(FF66, FFDC) X(16FF0, 18DFF) \
  X(1AFF0, 1B2FF) X(20000, 3FFFF)

bool yl_is_word_char(uint32_t cp) {
  if (cp < 0x80) return (cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');
#define IN(lo, hi) \
  if (cp >= 0x##lo##u && cp <= 0x##hi##u) return false;
  UNSPACED_RANGES(IN)
#undef IN
  utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);
  return (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_NO);
}

/* The same as a class of PCRE2, and a pattern between borders: not both characters at an edge are of words. */
#define TEXT(x) #x
#define CLASS_RANGE(lo, hi) "\\x{" TEXT(lo) "}-\\x{" TEXT(hi) "}"
#define WORD "(?![" UNSPACED_RANGES(CLASS_RANGE) "])[\\p{L}\\p{M}\\p{N}]"
static const char word_before[] = "(?:(?<!" WORD ")|(?!" WORD "))(?:";
static const char word_after[] = ")(?:(?!" WORD ")|(?<!" WORD "))";

/* ---- compiling ---- */

enum { OPTIONS = PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C, WHOLE = PCRE2_ANCHORED | PCRE2_ENDANCHORED };

static yl_status compile(yl_ctx *ctx, yl_regex *re, yl_str pattern, uint32_t options, bool users) {
  int code = 0;
  PCRE2_SIZE at = 0;
  PCRE2_UCHAR why[256];
  pcre2_compile_context *cc = pcre2_compile_context_create(re->general);
  if (!cc) return yl_nomem(ctx);
  pcre2_set_newline(cc, PCRE2_NEWLINE_LF);
  pcre2_set_bsr(cc, PCRE2_BSR_UNICODE);
  re->code = pcre2_compile((PCRE2_SPTR)pattern.p, pattern.n, options, &code, &at, cc);
  pcre2_compile_context_free(cc);
  if (re->code) return YL_OK;
  if (code == PCRE2_ERROR_HEAP_FAILED) return yl_nomem(ctx);
  pcre2_get_error_message(code, why, sizeof why);
  if (at && code != PCRE2_ERROR_QUANTIFIER_INVALID) at--; /* but for that one, it stands behind what is wrong */
  if (!users) return yl_fail(ctx, YL_EPATTERN, "bad pattern: with word: %s", (const char *)why);
  re->pattern.bad = yl_pattern_char(&re->pattern, at);
  return yl_fail(ctx, YL_EPATTERN, "bad pattern: %s at character %zu", (const char *)why, re->pattern.bad);
}

/* Again with borders around; the first compilation has shown that the pattern is good by itself. */
static yl_status compile_word(yl_ctx *ctx, yl_regex *re) {
  yl_buf b = {0};
  pcre2_code_free(re->code);
  re->code = NULL;
  yl_status rc = yl_buf_puts(ctx, &b, word_before);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &b, re->pattern.out.p, re->pattern.out.n);
  if (rc == YL_OK) rc = yl_buf_puts(ctx, &b, word_after);
  if (rc == YL_OK) rc = compile(ctx, re, yl_buf_str(&b), OPTIONS, false);
  yl_buf_free(ctx, &b);
  return rc;
}

/* Folds and compiles; what is there of re is freed by the caller when it fails. */
static yl_status prepare(yl_ctx *ctx, yl_regex *re, yl_str user, unsigned distinct, bool across, uint32_t options) {
  re->memory = (yl_regex_memory){ctx->alloc, ctx->alloc_ud};
  yl_status rc = yl_pattern_fold(ctx, user, distinct, across, &re->pattern);
  if (rc == YL_OK && !(re->general = pcre2_general_context_create(give, take, &re->memory))) rc = yl_nomem(ctx);
  return rc == YL_OK ? compile(ctx, re, yl_buf_str(&re->pattern.out), options, true) : rc;
}

yl_status yl_regex_new(yl_ctx *ctx, yl_str user, unsigned distinct, bool across, bool word, size_t match_limit, yl_regex **out) {
  yl_regex *re = *out = yl_alloc(ctx, sizeof *re);
  if (!re) return YL_ENOMEM;
  re->match_limit = match_limit;
  yl_status rc = prepare(ctx, re, user, distinct, across, OPTIONS);
  if (rc == YL_OK && word) rc = compile_word(ctx, re);
  if (rc == YL_OK) re->jit = pcre2_jit_compile(re->code, PCRE2_JIT_COMPLETE) == 0;
  if (rc == YL_OK) return YL_OK;
  yl_regex_free(ctx, re);
  *out = NULL;
  return rc;
}

yl_status yl_regex_value(yl_ctx *ctx, yl_str user, unsigned distinct, yl_regex **out, size_t *at) {
  yl_regex *re = *out = yl_alloc(ctx, sizeof *re);
  *at = 0;
  if (!re) return YL_ENOMEM;
  re->match_limit = VALUE_LIMIT;
  yl_status rc = prepare(ctx, re, user, distinct, false, (OPTIONS & ~(uint32_t)PCRE2_MULTILINE) | WHOLE);
  if (rc == YL_OK) re->jit = pcre2_jit_compile(re->code, PCRE2_JIT_COMPLETE) == 0;
  if (rc == YL_OK) return YL_OK;
  *at = re->pattern.bad;
  yl_regex_free(ctx, re);
  *out = NULL;
  return rc;
}

void yl_regex_free(yl_ctx *ctx, yl_regex *re) {
  if (!re) return;
  pcre2_code_free(re->code);
  pcre2_general_context_free(re->general);
  yl_pattern_free(ctx, &re->pattern);
  yl_free(ctx, re);
}

/* ---- matching ---- */

yl_status yl_matcher_init(yl_ctx *ctx, const yl_regex *re, yl_matcher *m) {
  *m = (yl_matcher){.re = re};
  m->data = pcre2_match_data_create_from_pattern(re->code, re->general);
  m->context = pcre2_match_context_create(re->general);
  if (!m->data || !m->context) {
    yl_matcher_free(m);
    return yl_nomem(ctx);
  }
  pcre2_set_match_limit(m->context, (uint32_t)re->match_limit);
  pcre2_set_depth_limit(m->context, DEPTH_LIMIT);
  pcre2_set_heap_limit(m->context, HEAP_LIMIT_KIB);
  if (re->jit) m->stack = pcre2_jit_stack_create(JIT_STACK / 32, JIT_STACK, re->general);
  if (m->stack) pcre2_jit_stack_assign(m->context, NULL, m->stack);
  return YL_OK;
}

void yl_matcher_free(yl_matcher *m) {
  pcre2_jit_stack_free(m->stack);
  pcre2_match_context_free(m->context);
  pcre2_match_data_free(m->data);
  *m = (yl_matcher){0};
}

/* What PCRE2 says about a match that did not come to an end. */
static yl_status failed(yl_ctx *ctx, const yl_matcher *m, int rc) {
  if (rc == PCRE2_ERROR_NOMEMORY) return yl_nomem(ctx);
  if (rc == PCRE2_ERROR_MATCHLIMIT)
    return yl_fail(ctx, YL_ELIMIT, "the pattern needs more than match-limit = %zu steps at one place: avoid nested repeats such as (a+)+, or raise match-limit",
                   m->re->match_limit);
  if (rc == PCRE2_ERROR_DEPTHLIMIT || rc == PCRE2_ERROR_HEAPLIMIT)
    return yl_fail(ctx, YL_ELIMIT, "the pattern backtracks too deep at one place (%d MiB): avoid nested repeats such as (a+)+", HEAP_LIMIT_KIB >> 10);
  PCRE2_UCHAR why[256];
  pcre2_get_error_message(rc, why, sizeof why);
  return yl_fail(ctx, YL_EPATTERN, "bad pattern: %s", (const char *)why);
}

/* Runs the JIT's code where there is some, else, or when it ran out of stack, the interpreter. */
static int run(const yl_matcher *m, yl_str subject, size_t from, uint32_t how, bool jit) {
  PCRE2_SPTR s = (PCRE2_SPTR)(subject.p ? subject.p : "");
  int rc = PCRE2_ERROR_JIT_STACKLIMIT;
  if (jit) rc = pcre2_jit_match(m->re->code, s, subject.n, from, how, m->data, m->context);
  return rc == PCRE2_ERROR_JIT_STACKLIMIT ? pcre2_match(m->re->code, s, subject.n, from, how | PCRE2_NO_JIT, m->data, m->context) : rc;
}

yl_status yl_match(yl_ctx *ctx, yl_matcher *m, yl_str subject, size_t from, bool anchored) {
  uint32_t how = PCRE2_NOTEMPTY | PCRE2_NO_UTF_CHECK | (anchored ? PCRE2_ANCHORED : 0);
  int rc = run(m, subject, from, how, m->re->jit && !anchored);
  if (rc >= 0) return YL_OK;
  return rc == PCRE2_ERROR_NOMATCH ? YL_DONE : failed(ctx, m, rc);
}

yl_status yl_match_value(yl_ctx *ctx, yl_matcher *m, yl_str value, bool *yes) {
  int rc = run(m, value, 0, PCRE2_NO_UTF_CHECK, m->re->jit);
  *yes = rc >= 0;
  return rc >= 0 || rc == PCRE2_ERROR_NOMATCH ? YL_OK : failed(ctx, m, rc);
}

bool yl_matcher_group(const yl_matcher *m, unsigned g, size_t *start, size_t *end) {
  const PCRE2_SIZE *v = pcre2_get_ovector_pointer(m->data);
  if (g >= pcre2_get_ovector_count(m->data) || v[2 * g] == PCRE2_UNSET || v[2 * g] > v[2 * g + 1]) return false;
  *start = v[2 * g];
  *end = v[2 * g + 1];
  return true;
}
