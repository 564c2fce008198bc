/* read.h - characters of a query, and errors that point at them. */
#ifndef YL_CQL_READ_H
#define YL_CQL_READ_H

#include "base/utf8.h"
#include "cql/query.h"

/* For "%.*s": at most forty bytes of a name. */
#define CQL_SHOW(s) (int)((s).n > 40 ? yl_utf8_floor((s).p, 40) : (s).n), (s).p

/* A letter, a digit (not at the start) or '_' or '-' (not at the start), or anything that is not ASCII. */
static inline bool cql_name_char(char c, bool inside) {
  return yl_ascii_alpha(c) || c == '_' || (signed char)c < 0 || (inside && (yl_ascii_digit(c) || c == '-'));
}

/* YL_EPATTERN: what is wrong at a byte of the query as it was given. */
yl_status cql_bad_at(yl_ctx *ctx, const yl_cql *q, size_t byte, const char *fmt, ...) __attribute__((format(printf, 4, 5)));

#endif
