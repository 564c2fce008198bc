/* roles.h - what a word does in an argument: 但 sets against, 应当 demands, 当时 tells. */
#ifndef YL_DIGEST_ROLES_H
#define YL_DIGEST_ROLES_H

#include "base/buf.h"

enum {
  YL_R_CONTRAST = 1, /* sets against what was said: 但 却 虽然 */
  YL_R_ARGUES = 2,   /* draws something from it: 其实 意味着 本质 可见 */
  YL_R_PROBLEM = 4,  /* names what is wrong, or why: 问题 矛盾 教训 */
  YL_R_FOCUS = 8,    /* this and nothing else: 就是 而是 才是 不仅 */
  YL_R_DEMANDS = 16, /* 应当 必须 值得 只能 */
  YL_R_CAUSE = 32,   /* 因为 所以 导致 */
  YL_R_DEGREE = 64,  /* 更 最 越 */
  YL_R_DENIES = 128, /* 没有 并非 无法 */
  YL_R_TELLS = 256,  /* places in time, as a story or a report does: 当时 昨日 */
  YL_R_SPEAKS = 512, /* of the one who writes: 我 笔者 */
  YL_R_SAYS = 1024,  /* says what another said: 表示 称 */
  YL_R_EXAMPLE = 2048 /* 例如 案例 */
};

/* Roles of a word of the key; 0 for most. */
uint16_t yl_roles_of(yl_str key);

#endif
