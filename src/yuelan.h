/* yuelan.h - the C face of Yuelan: corpora of documents, read, searched, counted and compared.
 *
 * Contents      1 status and strings   2 context   3 options   4 corpus and documents   5 views
 *               6 search   7 words and counts   8 summaries and comparisons   9 script conversion   10 display
 *               11 figures   12 names   13 quotations
 *
 * Ownership     What an out-parameter gives is yours: free it with the function named beside it, using a context of the
 *               same root. Strings and pointers that are returned are borrowed until their parent is freed.
 * Strings       yl_str {p, n}, UTF-8, not terminated, may hold NUL. Names and options of ours are C strings.
 * Errors        Functions that can fail return yl_status; the sentence is yl_errmsg(ctx) until the next failure.
 * Threads       A context belongs to one thread; a corpus is immutable and may be read by several threads, each with its
 *               own context of the same root. yl_cancel may be called from any thread and from a signal handler.
 * Offsets       Half open. "bytes": of the original file. "text": bytes of the document's text. "char": its code points.
 */
#ifndef YUELAN_H
#define YUELAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define YL_API __attribute__((visibility("default")))

/* ---- 1 status and strings ---- */

typedef enum yl_status {
  YL_OK = 0,
  YL_ENOMEM,     /* the allocator said no */
  YL_EINVAL,     /* misuse: an argument is not what the contract says */
  YL_EIO,        /* the operating system said no: path and reason in the message */
  YL_EFORMAT,    /* data is not what it claims to be */
  YL_ELIMIT,     /* a limit (option) was reached; the message names it */
  YL_EPATTERN,   /* a query or pattern is wrong; the message points at the character */
  YL_ENODATA,    /* a data file (dictionary) is missing or does not fit this build */
  YL_ECANCELLED, /* yl_cancel was called */
  YL_DONE        /* a cursor has nothing more; never an error */
} yl_status;

typedef struct yl_str {
  const char *p;
  size_t n;
} yl_str;

/* ---- 2 context ---- */

typedef struct yl_ctx yl_ctx;
/* ptr NULL: allocate nsize; nsize 0: free ptr; else resize. NULL on failure. Must be thread-safe. */
typedef void *(*yl_alloc_fn)(void *ud, void *ptr, size_t nsize);

YL_API yl_ctx *yl_ctx_new(yl_alloc_fn fn, void *ud); /* fn NULL: the C library's; NULL when out of memory */
/* A context for another thread: it shares the root's allocator, dictionary, cancel flag and progress. Free it before the root. */
YL_API yl_ctx *yl_ctx_fork(yl_ctx *root);
YL_API void yl_ctx_free(yl_ctx *ctx);
YL_API const char *yl_errmsg(const yl_ctx *ctx);
/* What the last call that wrote a saved corpus, or read files, did besides (took over what a dead process had left; took a table for metadata), in a
 * sentence; NULL: nothing. */
YL_API const char *yl_noted(const yl_ctx *ctx);
YL_API void yl_cancel(yl_ctx *ctx);
YL_API void yl_clear_cancel(yl_ctx *ctx);
/* What is running and how far it is; NULL when nothing that shows progress is. May be called from any thread. */
YL_API const char *yl_progress(yl_ctx *ctx, uint64_t *done, uint64_t *total);
YL_API void yl_set_jobs(yl_ctx *ctx, unsigned jobs); /* worker threads; 0: one per processor */
YL_API yl_status yl_set_data_dir(yl_ctx *ctx, const char *dir);
/* Words of the user's own, a file with `word [weight] [pos]` a line, before anything is cut in this context: each is one word wherever it occurs, unless
 * a longer one of them covers it. YL_EFORMAT with the line that is none, YL_EINVAL when there are others already. */
YL_API yl_status yl_set_dictionary(yl_ctx *ctx, const char *path);
/* The same with the words themselves; name: what messages call them. And those in use, `word weight pos` a line, borrowed from the context; empty: none. */
YL_API yl_status yl_set_words(yl_ctx *ctx, yl_str words, const char *name);
YL_API yl_status yl_words_in_use(yl_ctx *ctx, yl_str *out);
YL_API void yl_free(yl_ctx *ctx, void *p);
YL_API const char *yl_version(void);
YL_API const char *yl_iconv_name(void); /* what converts encodings in this build */

/* ---- 3 options ---- */

/* Named values, a name may have several. Unknown names are refused by the function that reads the options. */
typedef struct yl_opts yl_opts;
YL_API yl_status yl_opts_new(yl_ctx *ctx, yl_opts **out);
YL_API void yl_opts_free(yl_ctx *ctx, yl_opts *o);
YL_API yl_status yl_opts_add(yl_ctx *ctx, yl_opts *o, const char *name, yl_str value);

/* ---- 4 corpus and documents ---- */

typedef struct yl_corpus yl_corpus;

/* Options: path (file, folder, glob, "-"; several), files-from, metadata (sidecar; several; a table in a folder whose rows name files there is one too), encoding, repair
 * (all likely exact none), overrides (a person's corrections, JSON Lines: intake/overrides.h; several), hidden (true), strict (true: what would be a lossy problem is a failure). Records: read-as (text jsonl json csv tsv
 * html vrt conllu warc words; guessed from name and content), text-field, id-field, columns (of VRT, with commas), keep (fields kept as metadata, with commas or several;
 * "all"). Limits, each reported when it is reached: max-document (bytes of one), max-unpacked (bytes out of one container), max-ratio (of
 * unpacked to packed), max-members, max-depth (containers in containers), max-memory (bytes of buffers for one document), max-seconds
 * (for one document). memory: bytes that the corpus may take before parts of it go to files in $TMPDIR (half of the machine's; 0: no
 * limit). What cannot be read is a problem, not a failure; but YL_EIO when no document at all could be read (allow-empty: not even then). */
YL_API yl_status yl_corpus_open(yl_ctx *ctx, const yl_opts *o, yl_corpus **out);
YL_API void yl_corpus_free(yl_ctx *ctx, yl_corpus *c);

/* The same piece by piece, each a corpus of the next documents, in bounded memory: options of yl_corpus_open; o must outlive them. JSON Lines
 * on standard input ("-") come as they are written: a piece ends where the next record would have to be waited for. Their text field is then learnt from as
 * few of them as tell it (by the usual names, or text-field). YL_DONE behind the last; pieces are the caller's. Rows of tables and corrections that
 * fit nothing are problems of the last piece, which may have no documents. A saved corpus is not read so: YL_EINVAL. */
typedef struct yl_corpus_pieces yl_corpus_pieces;
YL_API yl_status yl_pieces_open(yl_ctx *ctx, const yl_opts *o, yl_corpus_pieces **out);
YL_API yl_status yl_pieces_next(yl_ctx *ctx, yl_corpus_pieces *s, yl_corpus **out);
YL_API void yl_pieces_free(yl_ctx *ctx, yl_corpus_pieces *s);

/* Saved corpora: folders NAME.yuelan, opened by yl_corpus_open as the only path, with option map (false: read instead of mapped); options that say how
 * files are read must be those it was made with. What is damaged is met when it is read: then calls that return a status give YL_EFORMAT with file,
 * section and block; after one that returns none, yl_pending does. */
/* Bytes of its files; 0: it is not saved. */
YL_API uint64_t yl_corpus_saved_bytes(const yl_corpus *c);
/* The words of the user's own that a saved corpus was cut with and keeps, for yl_set_words before it is opened: opened with others in use its words are cut
 * anew where they are asked for, and a problem says so. *out is yours (yl_free); NULL: it has none, or folder is no saved corpus. */
YL_API yl_status yl_saved_words(yl_ctx *ctx, const char *folder, char **out, size_t *n);
YL_API yl_status yl_corpus_save(yl_ctx *ctx, const yl_corpus *c, const char *folder);
/* Makes one of files: options of yl_corpus_open (memory: what that may take, in threads of 44 MB each), and out (NAME.yuelan), keep-originals, deep (a suffix array), no-words (words are cut
 * when they are asked for). Or changes one: add (true; path: what is read too), refresh (true: its
 * paths are looked through for what is new, changed or gone), remove (names of documents; several). Nothing changes unless all goes well. */
YL_API yl_status yl_index(yl_ctx *ctx, const yl_opts *o);
/* Several as one: options path (NAME.yuelan, several), out. They were read with the same options, from different files. */
YL_API yl_status yl_corpus_merge(yl_ctx *ctx, const yl_opts *o);
/* Writes small segments, and those with removed or added documents, anew in order. Files that belong to no manifest any more are deleted only with purge:
 * then nobody else may have it open. */
YL_API yl_status yl_compact(yl_ctx *ctx, const char *folder, bool purge);
/* Reads all of a saved corpus: a line for each damage, and what it consists of. */
typedef struct yl_section_size {
  char name[16];
  uint64_t bytes, size; /* in the files; unpacked */
} yl_section_size;
typedef struct yl_verification yl_verification;
YL_API yl_status yl_verify(yl_ctx *ctx, const char *folder, yl_verification **out);
YL_API void yl_verification_free(yl_ctx *ctx, yl_verification *v);
YL_API const char *yl_verification_damage(const yl_verification *v, size_t k);                   /* NULL past the last */
YL_API bool yl_verification_section(const yl_verification *v, size_t k, yl_section_size *out);   /* "files": all of them */
/* YL_EFORMAT when damage was met since the last call that returned a status. */
YL_API yl_status yl_pending(yl_ctx *ctx);
YL_API size_t yl_corpus_documents(const yl_corpus *c);
/* Names of the metadata fields that some document has; built-in ones (title author date datetime site source url
 * retrieved language) first. i from 0; n 0 past the end. */
YL_API yl_str yl_corpus_field(const yl_corpus *c, size_t i);
/* Bytes that the maps of all documents take. */
YL_API uint64_t yl_corpus_map_bytes(const yl_corpus *c);

/* Document number i < yl_corpus_documents(c) in all of these. */
/* doc, path (to open), below (name below the PATH it came from), format, hash, encoding, declared_encoding, script, or a metadata field.
 * False: it has none. */
YL_API bool yl_doc_string(const yl_corpus *c, size_t i, const char *field, yl_str *out);
/* bytes, origin (offset of the first of them in the member), characters, encoding_score, problems (how many), share_body (of characters), text_bytes, root (number of the path option
 * that led to it, from 0; files-from lists are numbered on). NaN for other names. */
YL_API double yl_doc_number(const yl_corpus *c, size_t i, const char *field);
YL_API yl_str yl_doc_text(const yl_corpus *c, size_t i);
/* Bytes start … end of the original, read now. Free with yl_free. YL_EIO when the file is gone or was changed. */
YL_API yl_status yl_doc_bytes(yl_ctx *ctx, const yl_corpus *c, size_t i, uint64_t start, uint64_t end, char **out, size_t *n);
YL_API void yl_doc_text_to_bytes(const yl_corpus *c, size_t i, size_t *start, size_t *end);
YL_API void yl_doc_bytes_to_text(const yl_corpus *c, size_t i, size_t *start, size_t *end);
YL_API size_t yl_doc_char(const yl_corpus *c, size_t i, size_t text);   /* code points before a text offset */
YL_API size_t yl_doc_offset(const yl_corpus *c, size_t i, size_t ch);    /* text offset of a code point */
/* Places of a document in all counts: many of them, one near another (as of its words), are told faster than by the functions above. */
typedef struct yl_place_info {
  uint64_t start, end;       /* bytes of the original */
  uint64_t char_start, char_end; /* code points of the text */
} yl_place_info;
typedef struct yl_ruler yl_ruler;
YL_API yl_status yl_ruler_new(yl_ctx *ctx, const yl_corpus *c, size_t i, yl_ruler **out); /* for as long as c is there */
YL_API void yl_ruler_place(yl_ruler *r, size_t start, size_t end, yl_place_info *out); /* of text [start, end) */
YL_API void yl_ruler_free(yl_ctx *ctx, yl_ruler *r);
/* What stands in the original for text [start, end), decoded but not repaired. Free with yl_free. */
YL_API yl_status yl_doc_original(yl_ctx *ctx, const yl_corpus *c, size_t i, size_t start, size_t end, char **out, size_t *n);
/* The worst confidence of the repairs that text [start, end) touches: "exact", "likely" or "guess". */
YL_API const char *yl_doc_confidence(const yl_corpus *c, size_t i, size_t start, size_t end);

/* Widens text [*start, *end) to the sentences it touches; a line end or the border of a zone ends one. Costs a line. */
YL_API yl_status yl_doc_sentence(yl_ctx *ctx, const yl_corpus *c, size_t i, size_t *start, size_t *end);

typedef struct yl_zone_info {
  const char *kind;
  size_t start, end; /* text */
} yl_zone_info;
YL_API size_t yl_doc_zones(const yl_corpus *c, size_t i);
YL_API bool yl_doc_zone(const yl_corpus *c, size_t i, size_t k, yl_zone_info *out);
/* The zone at a text offset; "" between zones. */
YL_API const char *yl_doc_zone_at(const yl_corpus *c, size_t i, size_t text);

typedef struct yl_repair_info {
  const char *kind, *confidence;
  size_t start, end;             /* text: what stands there now */
  uint64_t byte_start, byte_end; /* of what stood there */
  yl_str before;                 /* decoded */
  bool composed;                 /* canonical composition took in neighbours: for what stood there ask yl_doc_original */
} yl_repair_info;
YL_API size_t yl_doc_repairs(const yl_corpus *c, size_t i);
YL_API bool yl_doc_repair(const yl_corpus *c, size_t i, size_t k, yl_repair_info *out);

typedef struct yl_problem_info {
  yl_str doc;          /* name of the document or path */
  uint64_t start, end; /* bytes; 0, 0 where it is about the whole */
  const char *kind;
  yl_str message;
  bool lossy; /* bytes could not be read, decoded, or were cut */
  bool record;   /* a record that gave no document; it would stand before document number `before` */
  size_t before;
  bool about;    /* what is wrong with a document that is there: number `before` */
} yl_problem_info;
YL_API size_t yl_corpus_problems(const yl_corpus *c);
YL_API bool yl_corpus_problem(const yl_corpus *c, size_t k, yl_problem_info *out);

/* How bytes would be decoded: candidate k of document i, best first. Decodes again. */
typedef struct yl_candidate_info {
  char encoding[24];
  double score;
  uint32_t errors;
} yl_candidate_info;
YL_API yl_status yl_doc_candidates(yl_ctx *ctx, const yl_corpus *c, size_t i, yl_candidate_info *out, size_t max, size_t *n);

/* ---- 5 views ---- */

/* Some documents of a corpus, and zones. A view borrows its corpus. */
typedef struct yl_view yl_view;
YL_API yl_status yl_view_new(yl_ctx *ctx, const yl_corpus *c, yl_view **out); /* all documents; body, heading, title */
YL_API void yl_view_free(yl_ctx *ctx, yl_view *v);
/* docs: ascending, without repetition. */
YL_API yl_status yl_view_documents(yl_ctx *ctx, yl_view *v, const uint32_t *docs, size_t n);
/* zones: "all" or names separated by commas. YL_EINVAL names the wrong one. */
YL_API yl_status yl_view_zones(yl_ctx *ctx, yl_view *v, yl_str zones);
YL_API size_t yl_view_size(const yl_view *v);
YL_API size_t yl_view_doc(const yl_view *v, size_t k); /* number of its k-th document */
YL_API uint64_t yl_view_characters(const yl_view *v);  /* code points in its zones */

/* ---- 6 search ---- */

typedef struct yl_hits yl_hits;

/* Options: query (several: any of them, as aliases give), regex (true), word, across, exact, distinct (case width script space
 * punctuation repair; several), match-limit, fuzzy (0 to 2: characters of a literal that may be put in, left out or be others;
 * of matches that overlap, the one with the fewest edits, then of the nearest length, then the first). Or, instead of query, regex, word, across and fuzzy: cql (a query of the
 * corpus query language: lib/yuelan's help topic cql), with strategy (standard shortest longest traditional), macros (text of definitions; several)
 * and list (a word list: its name on the first line, a word on each of the others; several). Literals overlap, regular expressions are leftmost and do not. Ordered by document and
 * offset; the same for every number of threads. Hits borrow the view's corpus, not the view.
 * yl_find only reads the query: the text is searched as far as hits are asked for, so asking may fail (YL_ELIMIT of a pattern,
 * YL_ECANCELLED), and hits are for one thread at a time. What was found stays found; after a failure one may ask again. */
YL_API yl_status yl_find(yl_ctx *ctx, const yl_view *v, const yl_opts *o, yl_hits **out);
YL_API void yl_hits_free(yl_ctx *ctx, yl_hits *h);
YL_API yl_status yl_hits_count(yl_ctx *ctx, yl_hits *h, uint64_t *n); /* searches all; on failure *n are those counted so far */

typedef struct yl_hit {
  uint32_t doc;
  uint32_t query;    /* which of the queries */
  uint32_t edits;    /* with fuzzy: how many */
  size_t start, end; /* text */
} yl_hit;
YL_API yl_status yl_hits_get(yl_ctx *ctx, yl_hits *h, uint64_t k, yl_hit *out); /* k from 0; YL_DONE when there are fewer */
/* Its document alone, for which no text is looked at. */
YL_API yl_status yl_hits_doc(yl_ctx *ctx, yl_hits *h, uint64_t k, uint32_t *doc);
/* Captures of a regular expression, group g (1 …) of hit k, or anchors of a query (1: @, 2: @1), as a text range; YL_DONE if it took no part, or there is no such hit or
 * group. Matches again, so it can fail as yl_find can. */
YL_API yl_status yl_hits_group(yl_ctx *ctx, yl_hits *h, uint64_t k, unsigned g, size_t *start, size_t *end);
/* Of hits that yl_find gave: how many each query has, and in how many documents; arrays as long as the list of queries. Searches all. */
YL_API yl_status yl_hits_queries(yl_ctx *ctx, yl_hits *h, uint64_t *counts, uint32_t *documents);
YL_API size_t yl_hits_asked(const yl_hits *h); /* how many queries there are; 0 for other hits */
/* Hits that were found elsewhere: places of documents of the view's corpus, in any order; the view is what they are counted in. The group
 * functions say YL_DONE. */
YL_API yl_status yl_hits_new(yl_ctx *ctx, const yl_view *v, const yl_hit *list, size_t n, yl_hits **out);
YL_API const char *yl_hits_explain(const yl_hits *h); /* how it was searched, one line a step */

/* What follows searches all of h, leaves it as it is and gives new hits, which keep what they need of it: each is freed by itself.
 *
 * Sort: options by (several; "-" before one: falling), seed (1). By a field of the documents (numbers by value, before all else; missing values last),
 * zone, query, match (its key), form (as written), left1 left2 … right1 … (the n-th word of its line, punctuation too, by key; the end of the line first),
 * left1c … right1c … (characters), left (its line before it, read backwards), right, position, random, or a joined column. Stable. */
YL_API yl_status yl_hits_sort(yl_ctx *ctx, yl_hits *h, const yl_opts *o, yl_hits **out);
/* n of them (all, if there are fewer) in their order; the same seed, the same sample. Every set of n is as likely. */
YL_API yl_status yl_hits_sample(yl_ctx *ctx, yl_hits *h, uint64_t n, uint64_t seed, yl_hits **out);
YL_API yl_status yl_hits_pick(yl_ctx *ctx, yl_hits *h, const uint64_t *numbers, uint64_t n, yl_hits **out); /* hits of these numbers, from 0 */
/* how: union (in order of text; captures are lost), intersection (those of a that are in b), difference (those of a that are not), within (those of a
 * that lie in one of b). In the first three two hits are the same when their text range is; with overlap, when they share a byte. */
YL_API yl_status yl_hits_combine(yl_ctx *ctx, yl_hits *a, yl_hits *b, const char *how, bool overlap, yl_hits **out);
/* Where hits of n kinds (2 to 8, of the view's corpus) stand near one another: windows from the first to the last of one hit of each, which do not
 * overlap, that hold no smaller such window; of those, the ones with at most `within` units between their hits, neighbour by neighbour: character
 * or word (of one line), sentence or paragraph (of one zone; 0: in the same). ordered: in the order of the kinds. Group g is the hit of kind g - 1. */
YL_API yl_status yl_hits_near(yl_ctx *ctx, const yl_view *v, yl_hits *const *h, size_t n, uint64_t within, const char *unit, bool ordered, yl_hits **out);
/* The text around each, once where it is the same: unit character or word (left and right so many, words of its line), sentence, paragraph
 * (line), zone, document. */
YL_API yl_status yl_hits_expand(yl_ctx *ctx, yl_hits *h, const char *unit, size_t left, size_t right, yl_hits **out);
/* Documents with hits, ascending, how many each has and the number of its first one. Free all three with yl_free. */
YL_API yl_status yl_hits_per_document(yl_ctx *ctx, yl_hits *h, uint32_t **docs, uint64_t **counts, uint64_t **first, size_t *n);
YL_API yl_status yl_hits_documents(yl_ctx *ctx, yl_hits *h, yl_view **out); /* those with hits, in the zones that were searched */
/* The same for text [*start, *end) of document i, in place. */
YL_API yl_status yl_doc_context(yl_ctx *ctx, const yl_corpus *c, size_t i, const char *unit, size_t left, size_t right, size_t *start, size_t *end);

/* Columns: strings joined to hits, such as codes given elsewhere. yl_hits_with gives the hits with columns that have no values yet (those h had
 * stay), yl_hits_set fills them in; names by number from 0 (n 0 past the end); false: no value. */
YL_API yl_status yl_hits_with(yl_ctx *ctx, yl_hits *h, const yl_str *names, size_t n, yl_hits **out);
YL_API yl_status yl_hits_set(yl_ctx *ctx, yl_hits *h, uint64_t k, const char *column, yl_str value);
YL_API yl_str yl_hits_column(const yl_hits *h, size_t i);
YL_API bool yl_hits_value(const yl_hits *h, uint64_t k, size_t i, yl_str *out);

/* Hits counted by what yl_hits_sort sorts by. Option by (several). Where all of it is the documents' (fields), every group of the view is there, with hits
 * or without; totals are those of the documents of a group, in the zones of the view, by its fields alone. By count (falling) and value (missing last). */
typedef struct yl_groups yl_groups;
typedef struct yl_group_info {
  uint64_t count;
  uint32_t documents, total_documents; /* with hits; of the view */
  uint32_t totals; /* groups with the same number here have the same documents' totals */
  uint64_t total_characters;
} yl_group_info;
YL_API yl_status yl_hits_groups(yl_ctx *ctx, yl_hits *h, const yl_opts *o, yl_groups **out);
YL_API void yl_groups_free(yl_ctx *ctx, yl_groups *g);
YL_API size_t yl_groups_n(const yl_groups *g);
YL_API bool yl_groups_get(const yl_groups *g, size_t k, yl_group_info *out);
YL_API bool yl_groups_value(const yl_groups *g, size_t k, size_t i, yl_str *out); /* of what is i-th in by; false: missing */
/* The documents of the view that the totals of group k are of; numbers, ascending. */
YL_API size_t yl_groups_documents(const yl_groups *g, size_t k, const uint32_t **docs);

/* Copies of a passage (8 to 4000 characters or words): exact, reworded, in part, in another script. Compared are letters, digits and Han by key: a Han
 * character each, other words as a whole; punctuation, space and line ends are passed over, zones that are not of the view are not. A copy is one or more local
 * alignments side by side that cover different parts of the passage, so a clause may have been moved. similarity: twice the characters they have
 * in common by those of the passage and of the copy together; 1 for an exact one, about .67 for half of it. Option similarity (0.5): the least.
 * By document and place. */
typedef struct yl_traces yl_traces;
typedef struct yl_trace_info {
  uint32_t doc;
  size_t start, end; /* text */
  double similarity;
} yl_trace_info;
typedef struct yl_change_info {
  const char *kind;          /* replace, delete, insert, move; form: the same by key, written otherwise */
  yl_str from, to;           /* of the passage; of the copy */
  size_t from_start, from_end, start, end; /* bytes of the passage, of the document's text */
} yl_change_info;
YL_API yl_status yl_trace(yl_ctx *ctx, const yl_view *v, yl_str passage, const yl_opts *o, yl_traces **out);
YL_API void yl_traces_free(yl_ctx *ctx, yl_traces *t);
YL_API size_t yl_traces_n(const yl_traces *t);
YL_API bool yl_traces_get(const yl_traces *t, size_t k, yl_trace_info *out);
/* What was changed in copy k, in order of its text; free the list with yl_free. The strings live as long as t. */
YL_API yl_status yl_traces_changes(yl_ctx *ctx, const yl_traces *t, size_t k, yl_change_info **out, size_t *n);

/* ---- 7 words and counts ---- */

typedef struct yl_word_info {
  yl_str word;        /* the key */
  const char *pos;    /* the dictionary's tag, "" if none */
  uint64_t count;     /* in the view */
  uint32_t documents; /* of the view */
} yl_word_info;

YL_API yl_status yl_view_words(yl_ctx *ctx, const yl_view *v, uint64_t *n); /* tokens of it that are not punctuation */
/* Words of a view, by count (falling) and word (bytes). Punctuation is left out unless option punctuation is true; words given by
 * option stop (several) are not listed, but stay in the total. */
typedef struct yl_words yl_words;
YL_API yl_status yl_words_count(yl_ctx *ctx, const yl_view *v, const yl_opts *o, yl_words **out);
YL_API void yl_words_free(yl_ctx *ctx, yl_words *w);
YL_API size_t yl_words_n(const yl_words *w);
YL_API uint64_t yl_words_total(const yl_words *w); /* tokens counted */
YL_API bool yl_words_get(const yl_words *w, size_t k, yl_word_info *out);
/* Written forms of word k, commonest first; false past the last. */
YL_API bool yl_words_form(yl_ctx *ctx, yl_words *w, size_t k, size_t f, yl_str *form, uint64_t *count);

/* N-grams of a view: stretches of n words or characters, by count (falling) and by their words (bytes). None crosses a line end, the border of a zone or
 * document, or punctuation, which is left out unless option punctuation is true; none of characters crosses a blank. Options: size (2; 1 to 9),
 * unit (word, character), skip (0 to 9: up to so many units may be left out between those of an n-gram, all together), min-count, min-documents, stop
 * (several: n-grams with one of these words are not listed), memory (bytes, 1 GiB: what is to be sorted is held in so much, else the text
 * is gone through several times; the list itself is not counted). */
typedef struct yl_ngram_info {
  unsigned n;
  yl_str item[9]; /* a word in its commonest form of the view; a character of the key */
  uint64_t count;
  uint32_t documents;
} yl_ngram_info;
typedef struct yl_ngrams yl_ngrams;
YL_API yl_status yl_ngrams_count(yl_ctx *ctx, const yl_view *v, const yl_opts *o, yl_ngrams **out);
YL_API void yl_ngrams_free(yl_ctx *ctx, yl_ngrams *g);
YL_API size_t yl_ngrams_n(const yl_ngrams *g);         /* different ones, listed */
YL_API uint64_t yl_ngrams_total(const yl_ngrams *g);   /* all, listed or not */
YL_API uint64_t yl_ngrams_units(const yl_ngrams *g);   /* words or characters counted */
YL_API bool yl_ngrams_get(const yl_ngrams *g, size_t k, yl_ngram_info *out);

/* Words that set view a apart from view b of the same corpus, by |g2| (falling) and word (bytes). Options: min-count and min-documents (on
 * the side where the word is more frequent), correction (holm, bh, bonferroni, none: of p, for as many tests as words are listed),
 * punctuation, stop. YL_EINVAL when a side has no words. g2: log likelihood ratio over four cells (Dunning 1993), negative when the
 * word is rarer in a. log_ratio: log2 of the ratio of relative frequencies (Hardie 2014), a count of 0 taken as 0.5, with the 95 % interval
 * of Katz (1978). index 0: a, 1: b. */
typedef struct yl_keyword_info {
  yl_str word;
  uint64_t count[2], total[2];
  uint32_t documents[2];
  double g2, p_adjusted, log_ratio, log_ratio_low, log_ratio_high;
} yl_keyword_info;
typedef struct yl_keywords yl_keywords;
YL_API yl_status yl_keywords_find(yl_ctx *ctx, const yl_view *a, const yl_view *b, const yl_opts *o, yl_keywords **out);
YL_API void yl_keywords_free(yl_ctx *ctx, yl_keywords *k);
YL_API size_t yl_keywords_n(const yl_keywords *k);
YL_API bool yl_keywords_get(const yl_keywords *k, size_t i, yl_keyword_info *out);
/* Measure m of those asked for by option measure (several, or with commas), of word i; false past the last. With that option the order is by the size
 * of the first of them. */
YL_API bool yl_keywords_measure(const yl_keywords *k, size_t i, size_t m, const char **name, double *value);

/* Measures of association and keyness, all from the same four cells (formulas with O and E, r and c: see below; logarithms as written). k
 * from 0; false past the last. Of keywords: f is the count in text A, f1 the size of A, f2 the count in both, n the size of both.
 *
 *                  word         others                        expected, were rows and columns independent
 *   first          O11 = f      O12          r1 = f1          E = row x column / n
 *   second         O21          O22          r2 = n - f1
 *               c1 = f2      c2 = n - f2     n
 *
 * Likelihood ratios, chi2, t, z and phi are negative where O11 < E11. A value may be infinite (an empty cell) or not a number. */
typedef struct yl_measure_info {
  const char *name, *formula, *source;
} yl_measure_info;
YL_API bool yl_measure_get(size_t k, yl_measure_info *out);
YL_API yl_status yl_measure(yl_ctx *ctx, yl_str name, double f, double f1, double f2, double n, double *out);

/* Words that stand near hits. Options: context (window, sentence, document); left and right (5: words of a window on either side, up to the line
 * end); measure (names, several or with commas: logdice,g2,mi,t); min-count (3: of observed), min-documents (1); punctuation (true: it
 * counts as words); stop. By the first measure (falling) and word (bytes), in the view of the hits.
 *   window     observed: the word in windows; f1: words in windows, each once; f2: the word outside hits; n: words outside hits (Evert 2008)
 *   sentence   observed: sentences with a hit and the word; f1: with a hit; f2: with the word; n: all. Words of hits are not listed.
 *   document   the same of documents */
typedef struct yl_collocate_info {
  yl_str word; /* in its commonest form */
  uint64_t observed, f1, f2, n;
  double expected;    /* f1 f2 / n */
  uint32_t documents; /* where it was observed */
} yl_collocate_info;
typedef struct yl_collocates yl_collocates;
YL_API yl_status yl_collocates_find(yl_ctx *ctx, yl_hits *h, const yl_opts *o, yl_collocates **out);
YL_API void yl_collocates_free(yl_ctx *ctx, yl_collocates *k);
YL_API size_t yl_collocates_n(const yl_collocates *k);
YL_API bool yl_collocates_get(const yl_collocates *k, size_t i, yl_collocate_info *out);
/* Measure m of row i; false past the last. */
YL_API bool yl_collocates_measure(const yl_collocates *k, size_t i, size_t m, const char **name, double *value);

/* Stretches of 2 to 6 Han (option max, up to 8) that behave like words, known to the dictionary or not; by count (falling) and bytes. As they stand in
 * the key. Options: min-count (5), min-documents (1), min-pmi (5), min-entropy (1.5: of the less free side), new (true: only those that are not in
 * the dictionary), memory (as of yl_ngrams_count).
 *   pmi       log2(count N / (count of one part x count of the other)) at the cut where it is least, N: characters, punctuation aside
 *   entropy   of the characters before it (left) and behind it (right), in bits; a border or what is no Han counts as unlike all others
 * (Sproat and Shih 1990; Huang and Powers 2003) */
typedef struct yl_phrase_info {
  yl_str phrase;
  uint64_t count;
  uint32_t documents;
  bool known;
  double pmi, entropy_left, entropy_right;
} yl_phrase_info;
typedef struct yl_phrase_list yl_phrase_list;
YL_API yl_status yl_phrase_list_find(yl_ctx *ctx, const yl_view *v, const yl_opts *o, yl_phrase_list **out);
YL_API void yl_phrase_list_free(yl_ctx *ctx, yl_phrase_list *p);
YL_API size_t yl_phrase_list_n(const yl_phrase_list *p);
YL_API bool yl_phrase_list_get(const yl_phrase_list *p, size_t k, yl_phrase_info *out);

/* How evenly something is spread over n parts (those of size 0 left out); s: the share of a part in the whole, v: occurrences in it, p = v
 * / size, f: all occurrences. Not a number where there are none. dp, dp_norm, dkl, dkl_norm are 0 where it is spread most evenly, the
 * others 1.
 *   juilland_d    1 - (standard deviation of p / mean of p) / sqrt(n - 1)                    Juilland and Chang-Rodriguez 1964
 *   carroll_d2    (log2 P - sum p log2 p / P) / log2 n, P = sum p                            Carroll 1970
 *   rosengren_s   (sum sqrt(s v))^2 / f                                                      Rosengren 1971
 *   dp, dp_norm   sum |v/f - s| / 2; the same / (1 - least s)         Gries 2008; Lijffijt and Gries 2012
 *   dkl           sum v/f log2((v/f) / s); dkl_norm = 1 - exp(-dkl)              Kullback and Leibler 1951; Gries 2020
 *   arf           sum of min(d, N/f) / (N/f), d: distances from one occurrence to the next, the last to the first    Savicky and Hlavacova 2002
 * arf needs places and is not a number in yl_dispersion. */
typedef struct yl_dispersion_info {
  double count;                  /* f */
  size_t parts, range;           /* parts; those where it occurs */
  double juilland_d, carroll_d2, rosengren_s, dp, dp_norm, dkl, dkl_norm, arf;
} yl_dispersion_info;
YL_API yl_status yl_dispersion(yl_ctx *ctx, const double *counts, const double *sizes, size_t n, yl_dispersion_info *out);

/* The same for all words of a view, and for hits in theirs. Options: parts (that many parts of as many words as the others, in order of
 * text; 0, the usual: documents), punctuation. Words are looked up by key; false: it does not stand there. Places of hits are counted in words;
 * counts and sizes (n of them) are those of the parts: free both with yl_free. */
typedef struct yl_dispersions yl_dispersions;
YL_API yl_status yl_dispersions_find(yl_ctx *ctx, const yl_view *v, const yl_opts *o, yl_dispersions **out);
YL_API void yl_dispersions_free(yl_ctx *ctx, yl_dispersions *d);
YL_API bool yl_dispersions_of(const yl_dispersions *d, yl_str word, yl_dispersion_info *out);
YL_API yl_status yl_hits_dispersion(yl_ctx *ctx, yl_hits *h, const yl_opts *o, yl_dispersion_info *out, double **counts, double **sizes, size_t *n);

/* How varied the vocabulary of a text of N tokens and V types is, V(i) types standing i times. Not a number where it has no meaning.
 *   ttr V/N   rttr V/sqrt N (Guiraud 1954)   cttr V/sqrt 2N (Carroll 1964)   herdan_c ln V/ln N   summer_s ln ln V/ln ln N
 *   dugast_u (ln N)^2/(ln N - ln V)   uber_u the same in base 10   maas (ln N - ln V)/(ln N)^2, that is a^2 (Maas 1972)
 *   yule_k 10^4 (sum i^2 V(i) - N)/N^2   yule_i V^2/(sum i^2 V(i) - V) (Yule 1944)   simpson_d sum V(i) i(i-1)/(N(N-1))
 *   herdan_vm sqrt(sum V(i) (i/N)^2 - 1/V)   entropy in bits
 *   msttr   mean ttr of segments of 50 (option segment) in a row; option rest: leave (whole segments only: the default), keep (what is
 *           left at the end counts as one), drop (the last segment never counts, as in LexicalRichness)
 *   mattr   mean ttr of all windows of 50 (option window), Covington and McFall 2010
 *   mtld    N / factors, a factor being a stretch whose ttr falls below 0.72 (option threshold), the rest counted in part: mean of forward and
 *           backward (McCarthy and Jarvis 2010)
 *   hdd     mean over 42 draws (option draws) of the chance that a type is drawn, hypergeometric: between 0 and 1 (McCarthy and Jarvis 2007) */
typedef struct yl_diversity_info {
  uint64_t tokens, types;
  double ttr, rttr, cttr, herdan_c, summer_s, dugast_u, uber_u, maas, yule_k, yule_i, simpson_d, herdan_vm, entropy;
  double msttr, mattr, mtld, mtld_forward, mtld_backward, hdd;
} yl_diversity_info;
typedef enum yl_rest { YL_REST_LEAVE, YL_REST_KEEP, YL_REST_DROP } yl_rest;
/* Of tokens given as numbers, equal ones being the same word. Options: segment, window, draws, threshold, rest. */
YL_API yl_status yl_diversity(yl_ctx *ctx, const uint32_t *tokens, size_t n, const yl_opts *o, yl_diversity_info *out);
/* Of frequencies: f[i] tokens of type i. Measures that need the sequence are not numbers. */
YL_API yl_status yl_diversity_spectrum(yl_ctx *ctx, const uint32_t *f, size_t types, const yl_opts *o, yl_diversity_info *out);

/* Of every document of a view, as many as it has, or (option together) of all of it as one text; and option punctuation. */
YL_API yl_status yl_view_diversity(yl_ctx *ctx, const yl_view *v, const yl_opts *o, yl_diversity_info *out);

/* Documents of a view that are like document number doc of the corpus, without itself and those that have nothing in common with it; best first.
 * Option measure: cosine of (1 + ln tf) ln(n/df), between 0 and 1; or bm25 (Robertson and others 1994: k1 1.2, b 0.75, idf ln(1 + (n - df + .5)/(df
 * + .5)), each word of doc once). n and df are those of the view. And stop, punctuation. */
typedef struct yl_similar_info {
  uint32_t doc;
  double score;
} yl_similar_info;
typedef struct yl_similar yl_similar;
YL_API yl_status yl_similar_find(yl_ctx *ctx, const yl_view *v, size_t doc, const yl_opts *o, yl_similar **out);
YL_API void yl_similar_free(yl_ctx *ctx, yl_similar *s);
YL_API size_t yl_similar_n(const yl_similar *s);
YL_API bool yl_similar_get(const yl_similar *s, size_t k, yl_similar_info *out);

/* Distances between n texts (views of one corpus) into an n x n matrix, by z-scores of their most frequent words. Options: words (500),
 * culling (0 to 1: only words that stand in that share of the texts), stop, punctuation, measure:
 *   burrows    mean of |z1 - z2| (Burrows 2002)        quadratic  sum of (z1 - z2)^2 (Argamon 2008)
 *   eder       mean of |z1 - z2| (n - rank + 1)/n (Eder 2015)     cosine  1 - cos(z1, z2) (Smith and Aldridge 2011) */
YL_API yl_status yl_delta(yl_ctx *ctx, const yl_view *const *views, size_t n, const yl_opts *o, double *out);

/* A tree over n items by their distances (n x n, symmetric): n - 1 merges, lowest first. Items are 0 … n - 1, merge k makes cluster n + k. how: average,
 * ward (heights as of ward.D2 in R), complete, single. */
typedef struct yl_merge {
  uint32_t a, b; /* a < b */
  double height;
  uint32_t size; /* items in it */
} yl_merge;
YL_API yl_status yl_cluster(yl_ctx *ctx, const double *distances, size_t n, const char *how, yl_merge *out);

/* Pairs of documents of a view that have text in common, by document. Letters count (a Han character, a word of others), in the zones of the
 * view, by key. What stands in many different texts (page furniture, disclaimers) does not, unless there is hardly anything else. Texts below 20
 * letters are only the same or not. Option threshold (0.5): the least similarity; or containment half-way from it to 1. kind:
 *   same      all letters are the same              contains  nine tenths of b, which is shorter, stand in a
 *   near      similarity of .7 or more              copied    else: passages in common
 * Of a text that is there in more than 96 copies, each further one is compared with the 8 earliest (by date, then by document) and the 16 before it. */
typedef struct yl_pair_info {
  uint32_t a, b;
  const char *kind;
  double similarity;       /* twice what they have in common by the letters of both */
  double containment;      /* the larger of a_share, b_share */
  double a_share, b_share; /* share of a that is in b; of b that is in a */
  size_t passages;
} yl_pair_info;
typedef struct yl_passage_info {
  size_t a_start, a_end, b_start, b_end; /* text */
  size_t same; /* letters that are the same in both */
} yl_passage_info;
typedef struct yl_pairs yl_pairs;
YL_API yl_status yl_pairs_find(yl_ctx *ctx, const yl_view *v, const yl_opts *o, yl_pairs **out);
YL_API void yl_pairs_free(yl_ctx *ctx, yl_pairs *p);
YL_API size_t yl_pairs_n(const yl_pairs *p);
YL_API uint64_t yl_pairs_left_out(const yl_pairs *p); /* how many comparisons of copies of such a text were left out */
YL_API bool yl_pairs_get(const yl_pairs *p, size_t k, yl_pair_info *out);
/* Passage i of pair k; false past the last. None uses a letter of either twice; moved ones are passages of their own. */
YL_API bool yl_pairs_passage(const yl_pairs *p, size_t k, size_t i, yl_passage_info *out);

/* Sentences of a document in the zones of a view, in order of text, with their tokens. */
typedef struct yl_sentence_info {
  size_t start, end; /* text */
  const char *zone;
  size_t first_token, tokens;
} yl_sentence_info;
typedef struct yl_token_info {
  size_t start, end; /* text */
  yl_str word;       /* the key */
  const char *pos;
} yl_token_info;
typedef struct yl_parse yl_parse;
YL_API yl_status yl_doc_parse(yl_ctx *ctx, const yl_view *v, size_t i, yl_parse **out);
YL_API void yl_parse_free(yl_ctx *ctx, yl_parse *p);
YL_API size_t yl_parse_sentences(const yl_parse *p);
YL_API bool yl_parse_sentence(const yl_parse *p, size_t k, yl_sentence_info *out);
YL_API bool yl_parse_token(const yl_parse *p, size_t k, yl_token_info *out);

/* What came with a document that was cut into tokens already (VRT, CoNLL-U): names of the attributes of its tokens, i from 0; the value of
 * attribute a of token k of a parse (false: none came with it); regions (<s>, <p> …) in order of their ends, with their attributes. */
YL_API size_t yl_doc_attributes(const yl_corpus *c, size_t i);
YL_API yl_str yl_doc_attribute(const yl_corpus *c, size_t i, size_t a);
YL_API bool yl_parse_attribute(const yl_parse *p, size_t k, size_t a, yl_str *value);
typedef struct yl_region_info {
  yl_str name;
  size_t start, end; /* text */
  size_t attributes; /* how many */
} yl_region_info;
YL_API size_t yl_doc_regions(const yl_corpus *c, size_t i);
YL_API bool yl_doc_region(const yl_corpus *c, size_t i, size_t k, yl_region_info *out);
YL_API bool yl_doc_region_attribute(const yl_corpus *c, size_t i, size_t k, size_t a, yl_str *name, yl_str *value);

/* ---- 8 summaries and comparisons ---- */

/* The most central sentences of the zone body, whole sentences where there are any, by document and place. Each document of the view by itself; with
 * together all as one. Options: sentences (5), characters (at most so many code points), share (0 to 1, of the body's), together, method (yuelan,
 * or by its paper's definition lead, textrank, lexrank, sumbasic, klsum, luhn, lsa, mmr). At least one sentence for a document that has a body, even where none fits the budget. */
typedef struct yl_summary yl_summary;
typedef struct yl_summary_info {
  uint32_t doc;
  size_t start, end; /* text */
  double score;
} yl_summary_info;
YL_API yl_status yl_summarize(yl_ctx *ctx, const yl_view *v, const yl_opts *o, yl_summary **out);
YL_API void yl_summary_free(yl_ctx *ctx, yl_summary *s);
YL_API size_t yl_summary_n(const yl_summary *s); /* sentences */
YL_API bool yl_summary_get(const yl_summary *s, size_t k, yl_summary_info *out);
/* Feature f (0 …) of sentence k and what it contributed to the score; false past the last. They add up. */
YL_API bool yl_summary_why(const yl_summary *s, size_t k, size_t f, const char **feature, double *part);

/* What each document is about: words and phrases of nouns by count, rarity in general (the dictionary's frequencies) and how often they stand for
 * themselves; by document, best first. Option: top (10) of each document. start, end: where it stands first. Scores of one document compare. */
typedef struct yl_keyphrase_info {
  uint32_t doc, count, words;
  size_t start, end; /* text */
  double score;
} yl_keyphrase_info;
typedef struct yl_keyphrases yl_keyphrases;
YL_API yl_status yl_keyphrases_find(yl_ctx *ctx, const yl_view *v, const yl_opts *o, yl_keyphrases **out);
YL_API void yl_keyphrases_free(yl_ctx *ctx, yl_keyphrases *k);
YL_API size_t yl_keyphrases_n(const yl_keyphrases *k);
YL_API bool yl_keyphrases_get(const yl_keyphrases *k, size_t i, yl_keyphrase_info *out);

/* What sides (views of one corpus, two or more) have in common and what tells them apart. Options: themes (10), sentences (of each side
 * alone: 3), terms (of each side: 8), passages (at most; all), figures (20), dates (10), voices (quoted on several sides: 10). Findings come in this order of kinds, best first:
 *   shared    a theme of two sides or more: topic a word or two; evidence a sentence of each side about it, values how many; wording the words each side writes
 *             about it with: up to four that show an attitude, then up to four that are its own there (by G2 of sentences about the theme)
 *   passage   text that sides have nearly word by word in common; relation agree; evidence each copy
 *   figure    figures about the same thing, one of each side; evidence their sentences, values in the same order; relation agree, differ (only
 *             where unit, period and names are the same and nearly all words) or incomparable, with what stands in the way as reason
 *   date      dates of the same event, likewise; the date is the value's period
 *   quote     somebody whom several sides quote (relation agree where two pass on nearly the same words, else none), or, of each side as many as sentences,
 *             only one (only): topic the name, evidence quotations with who says them, values how many (unit quotations)
 *   distinct  a central sentence whose content the other sides do not have; relation only; no values
 *   distinct  a word of one side; relation only where no other side has it, else differ; values sentences with it
 * The same for every number of threads. */
typedef struct yl_comparison yl_comparison;
typedef struct yl_finding_info {
  char id[17];           /* hash of kind, topic and evidence */
  const char *kind;
  const char *relation;  /* or NULL */
  yl_str topic, reason;  /* reason: a sentence in English with the numbers */
  double score;          /* comparable within a kind */
  size_t evidence, values;
} yl_finding_info;
typedef struct yl_evidence_info {
  uint32_t side, doc;
  size_t start, end; /* text */
} yl_evidence_info;
YL_API yl_status yl_compare(yl_ctx *ctx, const yl_view *const *sides, size_t n, const yl_opts *o, yl_comparison **out);
YL_API void yl_comparison_free(yl_ctx *ctx, yl_comparison *c);
YL_API size_t yl_comparison_n(const yl_comparison *c);
YL_API bool yl_comparison_get(const yl_comparison *c, size_t k, yl_finding_info *out);
YL_API bool yl_comparison_evidence(const yl_comparison *c, size_t k, size_t e, yl_evidence_info *out);
typedef struct yl_value_info {
  uint32_t side;
  double value, min, max; /* NAN: not given; the number of sentences (unit "sentences") of shared and distinct */
  char bound[3];          /* as of a figure, or "" */
  bool approx;            /* 约, 近 */
  yl_str unit;            /* n 0: none */
  char period[32];        /* "" where there is none */
} yl_value_info;
YL_API bool yl_comparison_value(const yl_comparison *c, size_t k, size_t i, yl_value_info *out);
/* A word of one side's sentences about a theme. attitude: what the word shows by itself (src/digest/wording.tsv), approving, critical, worried, doubting or
 * demanding, NULL for the others; of whom it is said is for the reader to see. negated: something before it denies it (不看好), and is part of the place. */
typedef struct yl_wording_info {
  uint32_t side, doc;
  size_t start, end;       /* where it stands first: text */
  const char *attitude;
  bool negated;
  size_t here, elsewhere;  /* sentences about the theme that have it: on this side, on all others; each counted up to 1000 */
} yl_wording_info;
YL_API bool yl_comparison_wording(const yl_comparison *c, size_t k, size_t i, yl_wording_info *out);
/* How many were found before the options cut them: of a kind, 0 shared, 1 passage, 2 distinct sentences, 3 distinct words,
 * 4 figure, 5 date, 6 quote. */
YL_API size_t yl_comparison_found(const yl_comparison *c, size_t kind);
YL_API size_t yl_comparison_sentences(const yl_comparison *c, size_t side);

/* Which statements are about one event: those of one date whose sentences have much in common, by their pairs of neighbouring letters. Statements of one
 * date lie together; date: a number for each, 0: none, an event of its own. event[i] from 1 on, in order of those that begin one. */
typedef struct yl_dated {
  size_t doc, start, end; /* text: of the sentence */
  uint32_t date;
} yl_dated;
YL_API yl_status yl_events_number(yl_ctx *ctx, const yl_corpus *c, const yl_dated *list, size_t n, uint32_t *event);

/* ---- 9 script conversion ---- */

/* Text converted between Simplified and Traditional Chinese and their regional standards by OpenCC's tables (lexicon/opencc.tsv):
 * by the longest phrase at each place, in the order of OpenCC's configurations: s2t s2tw s2twp s2hk s2hkp t2s tw2s tw2sp hk2s hk2sp t2tw
 * t2hk tw2t hk2t t2jp jp2t. Bytes that are not UTF-8 stay as they are. Some 60 MB/s on one thread. YL_EINVAL for another name,
 * YL_ENODATA when the tables (zh.convert) are not found. */
typedef struct yl_converted yl_converted;
YL_API yl_status yl_convert(yl_ctx *ctx, yl_str text, const char *config, yl_converted **out);
YL_API void yl_converted_free(yl_ctx *ctx, yl_converted *c);
YL_API yl_str yl_converted_text(const yl_converted *c);
/* The range of the text given that covers [*start, *end) of the converted one, and the other way round; in place. A range that
 * begins or ends inside a phrase that was replaced as a whole (鼠标 by 滑鼠) widens to it; characters that stand for one
 * another (发 for 髮) are told apart. */
YL_API void yl_converted_source(const yl_converted *c, size_t *start, size_t *end);
YL_API void yl_converted_target(const yl_converted *c, size_t *start, size_t *end);
/* The name of configuration i, from 0; YL_DONE past the last. It lives as long as the root context. */
YL_API yl_status yl_convert_config(yl_ctx *ctx, size_t i, const char **name);

/* ---- 10 display ---- */

YL_API size_t yl_valid(yl_str s); /* bytes of the longest prefix that is valid UTF-8 */
YL_API size_t yl_width(yl_str s, bool ambiguous_wide); /* terminal columns of valid UTF-8 */
YL_API size_t yl_width_fit(yl_str s, size_t columns, bool ambiguous_wide);     /* bytes of the longest prefix that fits */
YL_API size_t yl_width_fit_end(yl_str s, size_t columns, bool ambiguous_wide); /* start of the longest suffix that fits */
/* The words of two and three characters inside a longer one of Han, by the dictionary, shorter ones first: bytes of the word, and what they are. Of a
 * word of 32 characters there are at most 61; those beyond max are left out. */
typedef struct yl_inside {
  size_t start, end;
  const char *pos;
} yl_inside;
YL_API yl_status yl_words_inside(yl_ctx *ctx, yl_str word, yl_inside *out, size_t max, size_t *n);
/* The key of a string. Free with yl_free. */
YL_API yl_status yl_key(yl_ctx *ctx, yl_str s, char **out, size_t *n);

/* ---- 11 figures ---- */

/* What the documents of a view say in numbers, by document and place: money, percentages, counts, dates, durations … (kinds and units as in
 * the record `figures`). Dates that follow from the document's own are `resolved`; without one they have no iso. NAN: not given. Plain 元 is CNY;
 * in a Traditional document it is the currency of that kind named before it, else TWD or HKD by which place the document speaks of more. */
typedef struct yl_figures yl_figures;
typedef struct yl_figure_info {
  uint32_t doc;
  size_t start, end;                 /* text */
  const char *kind;
  double value, min, max;            /* min, max for bounds and ranges; value is NAN then */
  const char *bound;                 /* "<" "<=" ">=" ">" "[]" or NULL */
  bool approx;
  bool resolved;                     /* a date: some of it follows from the document's date */
  yl_str unit;                       /* n 0: none */
  char iso[32], period[32];          /* of a date; of the time a figure is about: a date, or from one to another (2024-01/2024-06); "" where there is none */
  size_t subject_start, subject_end; /* text: what it is a figure of; empty where that is not plain */
  size_t carrier_start, carrier_end; /* text: whose that is, where it stands apart from it; else empty */
  size_t who_start, who_end;         /* text: who says so */
  size_t equivalent;                 /* number of the figure that says the same in another unit; (size_t)-1: none */
} yl_figure_info;
YL_API yl_status yl_figures_find(yl_ctx *ctx, const yl_view *v, const yl_opts *o, yl_figures **out);
YL_API void yl_figures_free(yl_ctx *ctx, yl_figures *f);
YL_API size_t yl_figures_n(const yl_figures *f);
YL_API bool yl_figures_get(const yl_figures *f, size_t i, yl_figure_info *out);

/* ---- 12 names ---- */

/* Persons, organisations, products, places and other names of the documents of a view, most frequent first. A key is a name where one document is
 * sure that it is (what is known of the word, what stands around it); it is then counted in all of the view, every place of it in letters or Han where
 * words do not go on, the longest name at each place; names of two Han that only a rule found are counted in the documents that are sure. Written
 * forms with one key are one name; so are a name and its gloss, 英伟达(NVIDIA), and a surname or short form where the document has one full name to it.
 * Options: known (several: NAME, tab, KIND, "not" for what is none), alias (several: names that are one, with tabs between). */
typedef struct yl_names yl_names;
typedef struct yl_name_info {
  yl_str name;      /* the commonest form; of a person the longest */
  const char *kind; /* person organisation product place other */
  uint64_t count;
  uint32_t documents;
} yl_name_info;
YL_API yl_status yl_names_find(yl_ctx *ctx, const yl_view *v, const yl_opts *o, yl_names **out);
YL_API void yl_names_free(yl_ctx *ctx, yl_names *n);
YL_API size_t yl_names_n(const yl_names *n);
YL_API bool yl_names_get(const yl_names *n, size_t k, yl_name_info *out);
/* Form f of name k, the commonest first; place i of it, by document and offset. False past the last. */
YL_API bool yl_names_form(const yl_names *n, size_t k, size_t f, yl_str *written, uint64_t *count);
YL_API bool yl_names_hit(const yl_names *n, size_t k, uint64_t i, yl_hit *out);

/* ---- 13 quotations ---- */

/* What the documents of a view say that somebody said, by document and place; of what is not known the range is empty. */
typedef struct yl_quotes yl_quotes;
typedef struct yl_quote_info {
  uint32_t doc;
  size_t start, end;                 /* text: what was said, without the marks around it */
  const char *type;                  /* "direct" "indirect" "mixed" */
  char marks[12];                    /* the first pair of marks: around it, or in it; "" where there is none */
  size_t speaker_start, speaker_end; /* text: who, as written there */
  size_t name_start, name_end;       /* text: the fullest form of that name, or whom a pronoun stands for */
  size_t verb_start, verb_end;       /* text */
  size_t via_start, via_end;         /* text: the agency that passes it on */
} yl_quote_info;
YL_API yl_status yl_quotes_find(yl_ctx *ctx, const yl_view *v, const yl_opts *o, yl_quotes **out);
YL_API void yl_quotes_free(yl_ctx *ctx, yl_quotes *q);
YL_API size_t yl_quotes_n(const yl_quotes *q);
YL_API bool yl_quotes_get(const yl_quotes *q, size_t i, yl_quote_info *out);

#ifdef __cplusplus
}
#endif

#endif
