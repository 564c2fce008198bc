/* names_han.c - names in Han characters at a word: what the dictionary says, Chinese persons, foreign names by sound. */
#include "extract/name.h"

static uint32_t chars_of(yl_str s) { return (uint32_t)yl_utf8_count(s.p, s.n); }

static bool all_class(const yl_name_line *l, size_t at, size_t end, uint32_t class) {
  for (; at + 3 <= end; at += 3)
    if (!(yl_char_class(l->facts, l->s, at) & class)) return false;
  return at == end;
}

static const char *tag_of(const yl_name_line *l, uint32_t i) { return yl_dict_tag(l->dict, l->t[i].tag); }

static bool is_three_byte(yl_str w) {
  for (size_t i = 0; i < w.n; i += 3)
    if (!yl_han_lead(w.p[i])) return false;
  return w.n % 3 == 0;
}

/* Is it a common word of two characters or more? */
static bool is_common(const yl_name_line *l, uint32_t i, double per_million) {
  yl_str w = yl_name_word(l, i);
  return w.n > 3 && strncmp(tag_of(l, i), "nr", 2) != 0 && yl_dict_per_million(l->dict, w) > per_million;
}

static bool span(const yl_name_line *l, uint32_t first, uint32_t last, yl_name_kind kind, int weight, yl_name_span *out) {
  *out = (yl_name_span){.first = first, .last = last, .start = l->t[first].start, .end = l->t[last - 1].end, .kind = (uint8_t)kind,
                        .weight = (uint8_t)(weight > YL_SURE ? YL_SURE : weight)};
  return weight > 0;
}

/* ---- Chinese persons ---- */

/* What stands around words [first, last) that makes them a person. */
static int around_person(const yl_name_line *l, uint32_t first, uint32_t last) {
  int sum = 0;
  if (first > 0 && l->t[first - 1].end == l->t[first].start) {
    if (l->class[first - 1] & YL_IS_TITLE) sum += 2;
  }
  if (last < l->n && l->t[last].start == l->t[last - 1].end) {
    uint32_t c = l->class[last];
    char next = l->s.p[l->t[last].start];
    if (c & YL_IS_HONOUR) sum += 2;
    else if (c & YL_IS_SAYS) sum += yl_name_word(l, last).n > 3 ? 2 : 1;
    else if (next == '(' || next == ':') sum += 1;
    else if (next == ',' && sum > 0) sum += 1;
  }
  return sum;
}

static bool chinese_person(const yl_name_line *l, uint32_t i, yl_name_span *out) {
  yl_str w = yl_name_word(l, i);
  uint32_t n = chars_of(w);
  if (!is_three_byte(w)) return false;
  uint32_t sur = yl_char_class(l->facts, l->s, l->t[i].start) & (YL_IS_SURNAME | YL_IS_RARE), best_last = 0;
  size_t head = 3;
  if (n >= 2 && (yl_word_class(l->facts, yl_sub(w, 0, 6)) & YL_IS_SURNAME)) sur = YL_IS_SURNAME, head = 6;
  if (!sur) return false;
  bool is_nr = strncmp(tag_of(l, i), "nr", 2) == 0 && strcmp(tag_of(l, i), "nrt") != 0;
  int best = 0;
  if (w.n > head && w.n <= head + 6) { /* the dictionary has it as one word */
    bool called = yl_word_class(l->facts, yl_sub(w, head, w.n)) & (YL_IS_HONOUR | YL_IS_TITLE); /* 周先生 */
    if (is_nr && !called && all_class(l, l->t[i].start + head, l->t[i].end, YL_IS_GIVEN)) {
      int base = w.n == head + 6 ? 3 : 1;
      if (sur & YL_IS_RARE) base--;
      if (yl_dict_per_million(l->dict, w) > 3) base--;
      int sum = base + around_person(l, i, i + 1);
      if (sum > best) best = sum, best_last = i + 1;
    }
    if (w.n == head + 3 && is_nr && yl_name_joined(l, i) && l->t[i + 1].end - l->t[i + 1].start == 3 &&
        all_class(l, l->t[i].start + head, l->t[i + 1].end, YL_IS_GIVEN) && !(l->class[i + 1] & (YL_IS_SAYS | YL_IS_HONOUR | YL_IS_LAND))) {
      int sum = 2 - ((sur & YL_IS_RARE) != 0) + around_person(l, i, i + 2);
      if (sum > best) best = sum, best_last = i + 2;
    }
  }
  if (w.n == head) { /* a surname, and what follows */
    for (uint32_t last = i + 2; last <= i + 3 && last <= l->n; last++) {
      if (!yl_name_joined(l, last - 2) || !yl_is_han_word(l, last - 1)) break;
      size_t given = l->t[last - 1].end - l->t[i].start - head;
      if (given > 6 || given < 3 || !all_class(l, l->t[i].start + head, l->t[last - 1].end, YL_IS_GIVEN)) break;
      uint32_t c = l->class[last - 1];
      if (c & (YL_IS_SAYS | YL_IS_HONOUR | YL_IS_TITLE)) break;
      bool two = last == i + 2 && given == 6; /* one word of two characters */
      int base = two ? (is_common(l, i + 1, 15) ? 0 : 2) : given == 6 ? 3 : 1;
      if (sur & YL_IS_RARE) base -= 2;
      int ctx = around_person(l, i, last);
      if (base + ctx > best) best = base + ctx, best_last = last;
    }
  }
  return best > 0 && span(l, i, best_last, YL_N_PERSON, best, out);
}

/* ---- foreign names ---- */

static bool is_dot(const yl_name_line *l, uint32_t i) {
  return i < l->n && l->t[i].end - l->t[i].start == 2 && memcmp(l->s.p + l->t[i].start, "\u00B7", 2) == 0;
}

static bool is_foreign(const yl_name_line *l, uint32_t i) {
  return yl_is_han_word(l, i) && !(l->class[i] & (YL_IS_SAYS | YL_IS_TITLE | YL_IS_HONOUR) && l->t[i].end - l->t[i].start > 3) &&
         all_class(l, l->t[i].start, l->t[i].end, YL_IS_FOREIGN);
}

/* One part of a name with dots: words [i, *last). */
static bool dotted_part(const yl_name_line *l, uint32_t i, uint32_t *last) {
  uint32_t k = i;
  if (k < l->n && l->t[k].kind == YL_W_LATIN && l->t[k].end - l->t[k].start <= 2) {
    *last = k + 1;
    return true;
  }
  while (k < l->n && (k == i || l->t[k - 1].end == l->t[k].start) && k - i < 6 &&
         (is_foreign(l, k) || (k == i && yl_is_han_word(l, k) && strncmp(tag_of(l, k), "nr", 2) == 0)) && !(k > i && is_common(l, k, 20)))
    k++;
  *last = k;
  return k > i;
}

static bool foreign_name(const yl_name_line *l, uint32_t i, yl_name_span *out) {
  uint32_t last, k = i, dots = 0;
  if (!dotted_part(l, i, &last)) return false;
  while (is_dot(l, last) && l->t[last].start == l->t[last - 1].end && last + 1 < l->n && l->t[last].end == l->t[last + 1].start &&
         dotted_part(l, last + 1, &k)) {
    last = k;
    dots++;
  }
  if (dots > 0) {
    bool ok = span(l, i, last, YL_N_PERSON, YL_SURE, out);
    out->foreign = true;
    return ok;
  }
  if (!is_foreign(l, i) || is_dot(l, last)) return false;
  for (last = i; last < l->n && (last == i || l->t[last - 1].end == l->t[last].start) && is_foreign(l, last) && !is_common(l, last, 2); last++)
    if (strcmp(tag_of(l, last), "ns") == 0 && l->t[last].end - l->t[last].start > 6) break;
  if (last == i) return false;
  size_t bytes = l->t[last - 1].end - l->t[i].start;
  bool one_word = last == i + 1;
  const char *tag = tag_of(l, i);
  if (one_word && strncmp(tag, "nr", 2) != 0) return false;
  if (bytes > 21 || bytes < 6) return false;
  int ctx = around_person(l, i, last);
  int weight = bytes >= 12 ? 4 : bytes == 9 ? 3 : one_word && strcmp(tag, "nrt") == 0 ? 1 : 0;
  if (bytes == 9 && one_word && strcmp(tag, "nrt") == 0) weight = 4;
  if (bytes == 6 && ctx == 0) weight = 0;
  bool ok = span(l, i, last, YL_N_PERSON, weight + ctx, out);
  out->foreign = true;
  return ok && weight > 0;
}

/* ---- all of them ---- */

static bool dictionary_name(const yl_name_line *l, uint32_t i, yl_name_span *out) {
  const char *tag = tag_of(l, i);
  yl_str w = yl_name_word(l, i);
  if (w.n < 6) return false;
  if (strcmp(tag, "ns") == 0) return span(l, i, i + 1, YL_N_PLACE, YL_SURE, out);
  if (strcmp(tag, "nt") == 0 && w.n >= 12) return span(l, i, i + 1, YL_N_ORGANISATION, YL_SURE, out);
  return false;
}

bool yl_han_name(const yl_name_line *l, uint32_t i, yl_name_span *out) {
  yl_name_span a, b;
  if (!yl_is_han_word(l, i) && !(l->t[i].kind == YL_W_LATIN && is_dot(l, i + 1))) return false;
  bool foreign = foreign_name(l, i, &a);
  if (foreign && l->t[i].kind == YL_W_LATIN && a.last <= i + 1) foreign = false;
  if (!yl_is_han_word(l, i)) {
    *out = a;
    return foreign;
  }
  if (dictionary_name(l, i, &b) && (!foreign || a.end <= b.end)) {
    *out = b;
    return true;
  }
  bool chinese = chinese_person(l, i, &b);
  if (!foreign && !chinese) return false;
  *out = foreign && (!chinese || a.weight > b.weight || (a.weight == b.weight && a.end >= b.end)) ? a : b;
  return true;
}
