/* convert_build.c - compiles opencc.tsv into the form of convert_file.h.
 *
 * The lines, tab-separated, `#` begins a remark:
 *   config NAME BEFORE SEGMENT GROUP…   a chain of groups; BEFORE of them see the text before it is cut by group SEGMENT (`-`: not)
 *   group  NUMBER LEVEL…                a stage: its levels in order, each one dictionary or several joined by `+`
 *   dict   NAME                         then the entries of that dictionary, KEY VALUE, up to the next `dict`
 *
 * A key that stands in several levels of a group counts in the first, as the levels are asked in order. Whether the characters
 * of an entry fit one by one is decided by the fold: 发|髮 are of one variant class, 鼠标|滑鼠 are two names of one thing.
 */
#include <string.h>

#include "base/utf8.h"
#include "lexicon/convert.h"
#include "lexicon/convert_file.h"
#include "text/fold.h"

typedef struct dict {
  yl_str name, entries;
} dict;

typedef struct build {
  yl_ctx *ctx;
  yl_buf dicts;   /* dict */
  yl_buf configs; /* yl_convert_chain */
  yl_buf entries; /* yl_convert_entry, by key id */
  yl_intern keys, values;
  yl_trie_parts trie;
  uint32_t ngroups;
} build;

#define AT(type, buf, i) (((type *)(void *)(buf).p)[i])

/* --- lines --- */

/* The next field of a line, up to a tab; false when there is none. */
static bool field(yl_str *line, yl_str *out) {
  if (!line->p) return false;
  const char *tab = memchr(line->p, '\t', line->n);
  *out = (yl_str){line->p, tab ? (size_t)(tab - line->p) : line->n};
  *line = tab ? yl_sub(*line, out->n + 1, line->n) : (yl_str){NULL, 0};
  return true;
}

/* The next line that is not empty and no remark; *at goes on behind it. */
static bool next_line(yl_str text, size_t *at, yl_str *line) {
  while (*at < text.n) {
    const char *nl = memchr(text.p + *at, '\n', text.n - *at);
    size_t end = nl ? (size_t)(nl - text.p) : text.n;
    *line = yl_sub(text, *at, end);
    *at = end + 1;
    if (line->n && line->p[0] != '#') return true;
  }
  return false;
}

static bool number(yl_str *line, uint32_t max, uint32_t *out) {
  yl_str f;
  *out = 0;
  if (!field(line, &f) || f.n == 0 || f.n > 6) return false;
  for (size_t i = 0; i < f.n; i++) {
    if (!yl_ascii_digit(f.p[i])) return false;
    *out = *out * 10 + (uint32_t)(f.p[i] - '0');
  }
  return *out <= max;
}

static yl_status bad_line(build *b, yl_str line) {
  return yl_fail(b->ctx, YL_EFORMAT, "not understood: %.*s", (int)(line.n < 80 ? line.n : 80), line.p);
}

/* --- configurations --- */

static yl_status add_config(build *b, yl_str line) {
  yl_convert_chain c = {0};
  yl_str rest = line, name, segment;
  bool good = field(&rest, &name) && field(&rest, &name) && name.n > 0 && name.n < YL_CONVERT_NAME &&
              number(&rest, YL_CONVERT_STAGES, &c.before) && field(&rest, &segment);
  if (good && !yl_str_is(segment, "-")) {
    good = number(&segment, YL_CONVERT_GROUPS - 1, &c.segment);
    c.segment++;
  }
  while (good && rest.p) good = c.nstages < YL_CONVERT_STAGES && number(&rest, YL_CONVERT_GROUPS - 1, &c.stage[c.nstages++]);
  if (!good || c.nstages <= c.before) return bad_line(b, line);
  memcpy(c.name, name.p, name.n);
  return yl_buf_push(b->ctx, &b->configs, &c, sizeof c);
}

static bool groups_are_there(const build *b) {
  for (size_t i = 0; i < b->configs.n / sizeof(yl_convert_chain); i++) {
    const yl_convert_chain *c = &AT(yl_convert_chain, b->configs, i);
    if (c->segment > b->ngroups) return false;
    for (uint32_t k = 0; k < c->nstages; k++)
      if (c->stage[k] >= b->ngroups) return false;
  }
  return b->configs.n > 0;
}

/* --- entries --- */

static yl_convert_fit fit_of(yl_str key, yl_str value) {
  bool same = true;
  size_t i = 0, j = 0, chars = yl_utf8_count(key.p, key.n);
  if (yl_utf8_count(value.p, value.n) != chars) return YL_FIT_WHOLE;
  while (i < key.n) {
    uint32_t a, b;
    char fa[YL_FOLD_MAX], fb[YL_FOLD_MAX];
    size_t na = yl_utf8_next(key.p + i, &a), nb = yl_utf8_next(value.p + j, &b), n = yl_fold_cp(a, fa);
    if (chars > 1 && a != b && (n != yl_fold_cp(b, fb) || memcmp(fa, fb, n) != 0)) return YL_FIT_WHOLE;
    same = same && na == nb;
    i += na;
    j += nb;
  }
  return same ? YL_FIT_SAME : YL_FIT_CHARS;
}

static yl_status add_entry(build *b, uint32_t group, uint8_t level, yl_str line, yl_buf *scratch) {
  yl_str rest = line, key, value;
  uint32_t id, value_id;
  if (!field(&rest, &key) || !field(&rest, &value) || rest.p || key.n == 0 || value.n == 0 || value.n > UINT8_MAX ||
      yl_utf8_valid(line.p, line.n) < line.n)
    return bad_line(b, line);
  scratch->n = 0;
  yl_status rc = yl_buf_putc(b->ctx, scratch, (char)(1 + group));
  if (rc == YL_OK) rc = yl_buf_push(b->ctx, scratch, key.p, key.n);
  if (rc == YL_OK) rc = yl_intern_add(b->ctx, &b->keys, yl_buf_str(scratch), &id);
  if (rc != YL_OK || id < b->entries.n / sizeof(yl_convert_entry)) return rc; /* in a level before this one */
  rc = yl_intern_add(b->ctx, &b->values, value, &value_id);
  if (rc != YL_OK) return rc;
  yl_convert_entry e = {.at = (uint32_t)AT(uint64_t, b->values.offs, value_id), .n = (uint8_t)value.n, .level = level,
                        .fit = (uint8_t)fit_of(key, value), .chars = (uint8_t)yl_utf8_count(value.p, value.n)};
  return yl_buf_push(b->ctx, &b->entries, &e, sizeof e);
}

static yl_status add_dict(build *b, uint32_t group, uint8_t level, yl_str name, yl_buf *scratch) {
  const dict *d = NULL;
  for (size_t i = 0; i < b->dicts.n / sizeof(dict); i++)
    if (yl_str_eq(AT(dict, b->dicts, i).name, name)) d = &AT(dict, b->dicts, i);
  if (!d) return yl_fail(b->ctx, YL_EFORMAT, "no dictionary %.*s", (int)name.n, name.p);
  yl_str line;
  yl_status rc = YL_OK;
  for (size_t at = 0; rc == YL_OK && next_line(d->entries, &at, &line);) rc = add_entry(b, group, level, line, scratch);
  return rc;
}

static yl_status add_group(build *b, yl_str line, yl_buf *scratch) {
  yl_str rest = line, names;
  uint32_t group;
  if (!field(&rest, &names) || !number(&rest, YL_CONVERT_GROUPS - 1, &group) || group != b->ngroups || !rest.p) return bad_line(b, line);
  b->ngroups++;
  yl_status rc = YL_OK;
  for (uint8_t level = 0; rc == YL_OK && field(&rest, &names); level++)
    for (size_t from = 0; rc == YL_OK && from <= names.n;) {
      const char *plus = memchr(names.p + from, '+', names.n - from);
      size_t to = plus ? (size_t)(plus - names.p) : names.n;
      rc = add_dict(b, group, level, yl_sub(names, from, to), scratch);
      from = to + 1;
    }
  return rc == YL_OK ? yl_check(b->ctx) : rc;
}

/* Notes where each dictionary's entries stand; *head becomes what is before the first. */
static yl_status find_dicts(build *b, yl_str text, yl_str *head) {
  yl_status rc = YL_OK;
  yl_str line;
  *head = text;
  for (size_t at = 0; rc == YL_OK && next_line(text, &at, &line);) {
    if (!yl_has_prefix(line, "dict\t")) continue;
    size_t start = (size_t)(line.p - text.p), n = b->dicts.n / sizeof(dict);
    if (n == 0)
      head->n = start;
    else
      AT(dict, b->dicts, n - 1).entries.n = (size_t)(line.p - AT(dict, b->dicts, n - 1).entries.p);
    dict d = {yl_sub(line, 5, line.n), yl_sub(text, at < text.n ? at : text.n, text.n)};
    rc = yl_buf_push(b->ctx, &b->dicts, &d, sizeof d);
  }
  return rc;
}

static yl_status read_lines(build *b, yl_str text) {
  yl_str head, line;
  yl_buf scratch = {0};
  yl_status rc = find_dicts(b, text, &head);
  for (size_t at = 0; rc == YL_OK && next_line(head, &at, &line);) {
    if (yl_has_prefix(line, "config\t"))
      rc = add_config(b, line);
    else
      rc = yl_has_prefix(line, "group\t") ? add_group(b, line, &scratch) : bad_line(b, line);
  }
  yl_buf_free(b->ctx, &scratch);
  if (rc == YL_OK && !groups_are_there(b)) rc = yl_fail(b->ctx, YL_EFORMAT, "no configurations, or one with a group that is missing");
  if (rc == YL_OK && b->keys.n == 0) rc = yl_fail(b->ctx, YL_EFORMAT, "no entries");
  return rc;
}

/* --- writing --- */

static yl_status write_all(build *b, yl_buf *out) {
  size_t start = out->n, from = offsetof(yl_convert_head, nsupp);
  yl_convert_head h = {.magic = YL_CONVERT_MAGIC, .version = YL_CONVERT_VERSION, .order = YL_CONVERT_ORDER,
                       .nsupp = (uint32_t)(b->trie.supp.n / sizeof(yl_trie_pair)),
                       .nconfigs = (uint32_t)(b->configs.n / sizeof(yl_convert_chain)), .ngroups = b->ngroups,
                       .nunits = (uint32_t)(b->trie.unit.n / sizeof(yl_trie_unit)), .nentries = (uint32_t)b->keys.n,
                       .npool = (uint32_t)b->values.bytes.n};
  const yl_buf *part[] = {&b->trie.bmp, &b->trie.supp, &b->configs, &b->trie.unit, &b->entries, &b->values.bytes};
  yl_status rc = yl_buf_push(b->ctx, out, &h, sizeof h);
  for (size_t i = 0; rc == YL_OK && i < sizeof part / sizeof *part; i++) rc = yl_buf_push(b->ctx, out, part[i]->p, part[i]->n);
  if (rc != YL_OK) return rc;
  h.hash = yl_hash64(out->p + start + from, out->n - start - from);
  memcpy(out->p + start, &h, sizeof h);
  return rc;
}

yl_status yl_scripts_compile(yl_ctx *ctx, yl_str lines, yl_buf *out) {
  build b = {.ctx = ctx};
  size_t start = out->n;
  yl_status rc = read_lines(&b, lines);
  if (rc == YL_OK) rc = yl_trie_build(ctx, &b.keys, &b.trie);
  if (rc == YL_OK) rc = write_all(&b, out);
  if (rc != YL_OK) out->n = start;
  yl_intern_free(ctx, &b.keys);
  yl_intern_free(ctx, &b.values);
  yl_buf *all[] = {&b.dicts, &b.configs, &b.entries};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) yl_buf_free(ctx, all[i]);
  yl_trie_parts_free(ctx, &b.trie);
  return rc;
}
