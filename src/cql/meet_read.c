/* meet_read.c - reading MU(meet a b low high), MU(meet a b s), MU(union a b), nested as one likes. */
#include "cql/read.h"

static yl_status window(yl_cql_reader *r, int32_t *out) {
  bool below = cql_take(r, "-");
  uint32_t n;
  yl_status rc = cql_number(r, CQL_REPEAT_MAX, &n);
  if (rc == YL_OK) *out = below ? -(int32_t)n : (int32_t)n;
  return rc;
}

static yl_status set_of(yl_cql_reader *r, uint32_t *meet);

/* From behind the bracket. */
static yl_status inside(yl_cql_reader *r, uint32_t *meet) {
  yl_cql_meet m = {.kind = 1, .region = CQL_NO};
  bool joined = cql_word(r, "union");
  if (!joined && !cql_word(r, "meet")) return cql_bad(r, r->at, "meet or union is wanted");
  if (joined) m.kind = 2;
  yl_status rc = set_of(r, &m.a);
  if (rc == YL_OK && !joined) m.negated = cql_word(r, "not");
  if (rc == YL_OK) rc = set_of(r, &m.b);
  if (rc == YL_OK && !joined) {
    cql_blank(r);
    size_t at = r->at;
    yl_str region = cql_name(r);
    if (region.n) rc = cql_need_region(r, region, at, &m.region);
    if (rc == YL_OK && !region.n && cql_see(r, ")")) rc = cql_bad(r, r->at, "how far apart?  meet a b -2 2, or a region: meet a b s");
    if (rc == YL_OK && !region.n) rc = window(r, &m.low);
    if (rc == YL_OK && !region.n) rc = window(r, &m.high);
    if (rc == YL_OK && m.low > m.high) rc = cql_bad(r, at, "the window ends before it begins");
  }
  if (rc == YL_OK) rc = cql_expect(r, ")", "behind meet or union");
  return rc == YL_OK ? cql_add(r, &r->q->meets, &m, sizeof m, meet) : rc;
}

static yl_status set_of(yl_cql_reader *r, uint32_t *meet) {
  yl_cql_meet m = {.kind = 0, .region = CQL_NO};
  yl_status rc = cql_deeper(r);
  if (rc == YL_OK && cql_take(r, "(")) {
    rc = inside(r, meet);
  } else if (rc == YL_OK) {
    rc = cql_one_token(r, &m.a);
    if (rc == YL_OK) rc = cql_add(r, &r->q->meets, &m, sizeof m, meet);
  }
  r->depth--;
  return rc;
}

yl_status cql_read_meet(yl_cql_reader *r, uint32_t *meet) {
  yl_status rc = cql_expect(r, "(", "behind MU");
  return rc == YL_OK ? inside(r, meet) : rc;
}
