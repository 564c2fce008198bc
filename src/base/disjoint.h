/* disjoint.h - disjoint sets of numbers, joined step by step (union-find, with path halving: Tarjan and van Leeuwen 1984).
 * parent[i] is i for each i to begin with. */
#ifndef YL_BASE_DISJOINT_H
#define YL_BASE_DISJOINT_H

#include <stdint.h>

static inline uint32_t yl_set_root(uint32_t *parent, uint32_t i) {
  while (parent[i] != i) i = parent[i] = parent[parent[i]];
  return i;
}

/* The smaller of the two roots is the root of both. */
static inline void yl_set_join(uint32_t *parent, uint32_t a, uint32_t b) {
  a = yl_set_root(parent, a);
  b = yl_set_root(parent, b);
  if (a < b) parent[b] = a;
  if (b < a) parent[a] = b;
}

#endif
