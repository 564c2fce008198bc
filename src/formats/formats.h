/* formats.h - records and markup: the text of a document out of a page, a JSON line, a table row, a verticalised corpus.
 *
 * A format does two things. It SPLITS a stream of bytes into the records that are documents (yl_split; intake keeps the
 * window), and it EXTRACTS from the decoded text of one record what people read (yl_extract_text):
 *
 *     decoded   {"id":7,"text":"他說:\"好\"\n"}      <p>他說 &amp; 笑</p><script>…</script>
 *     text      他說:"好"⏎                           他說 & 笑
 *     marks     15 → 0, rule "JSON", 2 → 0            units of any length → "", "&", …
 *
 * The marks are runs as those of decoding (text/map.h): escapes follow a rule and cost 12 bytes in 256; a tag, an
 * entity, the bytes around a field are one unit each. So every character leads back to its bytes, whatever it went through.
 */
#ifndef YL_FORMATS_FORMATS_H
#define YL_FORMATS_FORMATS_H

#include "text/map.h"
#include "text/problem.h"
#include "text/zone.h"

typedef enum yl_format {
  YL_F_TEXT, YL_F_JSONL, YL_F_JSON, YL_F_CSV, YL_F_TSV, YL_F_HTML, YL_F_VRT, YL_F_CONLLU, YL_F_WARC, YL_F_WORDS, YL_F_N
} yl_format;
extern const char *const yl_format_name[YL_F_N]; /* "text" "jsonl" … */
/* By name; false when it is none. */
bool yl_format_by_name(yl_str name, yl_format *out);
/* From the ending of a member's name (that of its compression already gone) and its first bytes. */
yl_format yl_format_guess(yl_str name, yl_str head);

/* What the user says about records. Strings are borrowed. */
typedef struct yl_record_opts {
  yl_str text_field, id_field;  /* n 0: guessed; a path into objects is written with dots */
  const yl_str *columns;        /* names of the columns of VRT, the first one the word's */
  size_t ncolumns;
  const yl_str *keep;           /* fields kept as metadata beside those that are known */
  size_t nkeep;
  bool keep_all;
} yl_record_opts;

/* Metadata and attributes as name and value. */
typedef struct yl_pair {
  uint32_t name, name_n, value, value_n; /* in yl_extract.strings */
} yl_pair;

/* Tokens that the format itself cut (VRT, CoNLL-U), with their attributes. Names and values are numbers into yl_extract.labels. */
typedef struct yl_given_token {
  uint32_t start, end;  /* text */
  uint32_t attrs;       /* place of its first value in yl_extract.values; it has one for each of attr_names */
} yl_given_token;
typedef struct yl_given_region { /* <s>, <p>, a sentence of CoNLL-U */
  uint32_t start, end;    /* text */
  uint32_t name;
  uint32_t attrs, nattrs; /* pairs (name, value) in region_attrs */
} yl_given_region;

/* What extracting gives. Zeroed is empty. */
typedef struct yl_extract {
  yl_buf text;    /* UTF-8, line ends '\n' */
  yl_runs marks;  /* from the decoded record (their "byte" side) to text, sentinel included */
  yl_buf zones;   /* yl_zone that the markup states: text positions, ascending, not overlapping */
  yl_buf meta;    /* yl_pair: title, author, date … as yl_meta_name, id, and kept fields; the first of a name counts */
  yl_buf strings;
  yl_buf tokens, regions;          /* yl_given_token in order of text; yl_given_region in order of their ends. Empty but for VRT and CoNLL-U */
  yl_buf attr_names, values;       /* uint32_t: labels */
  yl_buf region_attrs;             /* pairs of uint32_t: labels */
  yl_buf labels;                   /* pairs of uint32_t: at, n in strings */
} yl_extract;
void yl_extract_free(yl_ctx *ctx, yl_extract *x);
yl_status yl_extract_pair(yl_ctx *ctx, yl_extract *x, yl_str name, yl_str value); /* adds to meta; an empty value is left out */
static inline size_t yl_extract_pairs(const yl_extract *x) { return x->meta.n / sizeof(yl_pair); }

/* Writes text and marks together: what stands in decoded [at, at + in_n) becomes out. Calls in ascending order; what is
 * skipped between two calls becomes nothing. */
typedef struct yl_marker {
  yl_ctx *ctx;
  yl_extract *x;
  size_t in, out;  /* reached so far */
} yl_marker;
yl_status yl_mark_same(yl_marker *m, size_t at, yl_str s);                                        /* as it stands */
yl_status yl_mark_rule(yl_marker *m, yl_run_mode mode, size_t at, size_t in_n, yl_str out);       /* by a rule: YL_RUN_JSON … */
yl_status yl_mark_unit(yl_marker *m, size_t at, size_t in_n, yl_str out);                         /* one thing for another */
yl_status yl_mark_end(yl_marker *m, size_t at);  /* the record ends at `at`: adds the sentinel */

/* What stays the same for all records of a member: the columns of a table, which field is the text. */
typedef struct yl_shape {
  yl_format format;
  yl_buf strings;     /* owned */
  yl_buf columns;     /* yl_pair: names of the columns of CSV and TSV */
  yl_str text_field;  /* as used: given or guessed; in strings */
  yl_str id_field;
  bool sure;          /* the text field was given, or has a usual name: more records would hardly change it */
  char delimiter;     /* of CSV and TSV */
} yl_shape;
void yl_shape_free(yl_ctx *ctx, yl_shape *s);
/* Settles the shape from the first records of a member (decoded text, may be cut anywhere). False in *fits: no field of them
 * is text: the member is to be read as the text it is. */
yl_status yl_shape_learn(yl_ctx *ctx, yl_format f, yl_str head, const yl_record_opts *o, yl_shape *out, bool *fits);

/* The next record of a stream: p[0 … n) is what comes, in a skeleton of ASCII where other characters are any byte above
 * 0x7F or 'x'. Gives the bytes to leave out before it, its length, and the bytes to leave out behind it; false: more is needed
 * (or, at the end, there is none). */
typedef struct yl_extent { size_t skip, n, behind; } yl_extent;
bool yl_split(const yl_shape *s, const char *p, size_t n, bool end, yl_extent *out);

/* The text of one decoded record. YL_EFORMAT with a sentence when it is none (broken JSON, a row without the text field):
 * nothing of x counts then. */
yl_status yl_extract_text(yl_ctx *ctx, const yl_shape *s, yl_str decoded, const yl_record_opts *o, yl_extract *x);

/* ---- the formats, private to this room but for tests: a file each ---- */

yl_status yl_json_learn(yl_ctx *ctx, yl_str head, const yl_record_opts *o, yl_shape *out, bool *fits);
bool yl_json_split(const char *p, size_t n, bool end, yl_extent *out);
yl_status yl_json_extract(yl_ctx *ctx, const yl_shape *s, yl_str decoded, const yl_record_opts *o, yl_extract *x);
/* The next member of an object, or element of an array (name empty), s begins with; *at is 0 at first. False at the end. A
 * value that is broken is given to the end of s, and is the last. A string's escapes are undone by yl_json_plain, which is given what stands between the quotes. */
bool yl_json_next(yl_str s, size_t *at, yl_str *name, yl_str *value);
yl_status yl_json_plain(yl_ctx *ctx, yl_str inner, yl_buf *out);
yl_status yl_csv_learn(yl_ctx *ctx, yl_str head, const yl_record_opts *o, yl_shape *out, bool *fits);
bool yl_csv_split(const yl_shape *s, const char *p, size_t n, bool end, yl_extent *out);
yl_status yl_csv_extract(yl_ctx *ctx, const yl_shape *s, yl_str decoded, const yl_record_opts *o, yl_extract *x);
yl_status yl_html_extract(yl_ctx *ctx, yl_str decoded, yl_extract *x);
bool yl_vrt_split(const char *p, size_t n, bool end, yl_extent *out);
yl_status yl_vrt_extract(yl_ctx *ctx, yl_str decoded, const yl_record_opts *o, yl_extract *x);
bool yl_conllu_split(const char *p, size_t n, bool end, yl_extent *out);
yl_status yl_words_extract(yl_ctx *ctx, yl_str decoded, const yl_record_opts *o, yl_extract *x);
yl_status yl_conllu_extract(yl_ctx *ctx, yl_str decoded, const yl_record_opts *o, yl_extract *x);
bool yl_lines_split(const char *p, size_t n, bool end, yl_extent *out);

/* Names by which fields are known (fields.c): the metadata field that a name stands for ("标题" is "title"), "" if none; is it a
 * usual name of the text itself (0: no, else the smaller the likelier)? */
const char *yl_field_known(yl_str name);
int yl_field_is_text(yl_str name);
/* Is the field kept: known, or asked for? *as is the name of its metadata. */
bool yl_field_kept(const yl_record_opts *o, yl_str name, yl_str *as);

#endif
