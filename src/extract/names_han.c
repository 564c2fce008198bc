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

static bool is_list_mark(const yl_name_line *l, uint32_t i) {
  return i < l->n && l->t[i].end - l->t[i].start == 3 && memcmp(l->s.p + l->t[i].start, "\u3001", 3) == 0;
}

/* 文, 图 where they say who wrote and drew: 文/王恩博. */
static bool is_credit(yl_str w) {
  static const char *const credits[] = {"文", "图", "撰文", "摄影", "摄", "编", "采写", "策划", "制图", "供图", "图文", "口述", "监制", "出品", "来源", NULL};
  for (size_t i = 0; credits[i]; i++)
    if (yl_str_is(w, credits[i])) return true;
  return false;
}

/* An office before word i, with nothing, a space or a colon between: 记者陈林, 编辑 刘蕊, 编辑:梁异, 文/王恩博. */
static bool office_before(const yl_name_line *l, uint32_t i) {
  if (i == 0) return false;
  uint32_t k = i - 1;
  size_t gap = l->t[i].start - l->t[k].end;
  yl_str mark = yl_name_word(l, k);
  bool slash = yl_str_is(mark, "/") || yl_str_is(mark, "|") || yl_str_is(mark, "丨");
  if (k > 0 && l->t[k].start <= l->t[k - 1].end + 1 && gap <= 1 && (slash || mark.p[0] == ':') && is_credit(yl_name_word(l, k - 1))) return true;
  if (gap == 0 && (mark.p[0] == ':' || slash) && k > 0 && l->t[k - 1].end == l->t[k].start) k--;
  else if (gap > 1 || (gap == 1 && l->s.p[l->t[k].end] != ' ')) return false;
  bool head = gap == 0 && k > 0 && l->t[k].end - l->t[k].start == 3 && memcmp(l->s.p + l->t[k].start, "长", 3) == 0 && l->t[k - 1].end == l->t[k].start &&
              l->class[k - 1] & (YL_IS_FIRM | YL_N_MASK); /* 行政院|长 */
  return head || (l->class[k] & YL_IS_TITLE) != 0;
}

/* Are words [first, last) a line of their own? */
static bool is_line_end(const yl_name_line *l, uint32_t first, uint32_t last) {
  size_t a = l->t[first].start, z = l->t[last - 1].end;
  while (a > 0 && l->s.p[a - 1] == ' ') a--;
  while (z < l->s.n && l->s.p[z] == ' ') z++;
  return (a == 0 || l->s.p[a - 1] == '\n') && (z >= l->s.n || l->s.p[z] == '\n');
}

/* …25日电(张大智), 。(郭强) at the end of a paragraph: who signs it. */
static bool is_byline(const yl_name_line *l, uint32_t first, uint32_t last) {
  if (first < 2 || last >= l->n || l->s.p[l->t[first].start - 1] != '(' || l->s.p[l->t[last - 1].end] != ')') return false;
  size_t at = l->t[first].start - 1, end = l->t[last - 1].end + 1;
  while (end < l->s.n && l->s.p[end] == ' ') end++;
  bool ends = end >= l->s.n || l->s.p[end] == '\n', after = l->t[first - 2].kind == YL_W_PUNCTUATION && l->t[first - 1].kind == YL_W_PUNCTUATION;
  if (ends && after && (l->s.p[l->t[first - 2].start] == '.' || l->s.p[l->t[first - 2].start] == '!' || l->s.p[l->t[first - 2].start] == '?' ||
                        yl_str_is(yl_name_word(l, first - 2), "。"))) return true;
  return at >= 3 && (memcmp(l->s.p + at - 3, "电", 3) == 0 || memcmp(l->s.p + at - 3, "讯", 3) == 0);
}

/* Nothing goes on behind word i: 王慧|文). */
static bool is_bounded(const yl_name_line *l, uint32_t i) {
  return i + 1 >= l->n || l->t[i + 1].start != l->t[i].end || l->t[i + 1].kind == YL_W_PUNCTUATION;
}

/* What stands around words [first, last) that makes them a person. */
static int around_person(const yl_name_line *l, uint32_t first, uint32_t last) {
  bool bounded = last >= l->n || l->t[last].start != l->t[last - 1].end || l->t[last].kind == YL_W_PUNCTUATION;
  int sum = office_before(l, first) ? 3 + bounded : 0;
  if (is_byline(l, first, last)) sum += 4;
  if (bounded && is_line_end(l, first, last) && l->t[last - 1].end - l->t[first].start == 9) sum += 2; /* a byline */
  if (last < l->n && l->t[last].start == l->t[last - 1].end) {
    uint32_t c = l->class[last];
    char next = l->s.p[l->t[last].start];
    if (c & YL_IS_HONOUR) sum += yl_name_word(l, last).n > 3 ? 3 : 2;
    else if (yl_str_is(yl_name_word(l, last), "摄") && is_bounded(l, last)) sum += 3; /* 林励摄 */
    else if (c & YL_IS_SAYS) sum += yl_name_word(l, last).n > 3 ? 2 : 1;
    else if (next == '(' || next == ':') sum += 1;
    else if (next == ',' && sum > 0) sum += 1;
  }
  return sum;
}

static bool is_given_char(const yl_name_line *l, uint32_t i) {
  return l->t[i].end - l->t[i].start == 3 && all_class(l, l->t[i].start, l->t[i].end, YL_IS_GIVEN);
}

/* May word i stand in a given name that has characters given names seldom have? */
static bool may_be_given(const yl_name_line *l, uint32_t i, bool strong) {
  const char *tag = tag_of(l, i);
  size_t n = l->t[i].end - l->t[i].start;
  if (!yl_is_han_word(l, i) || n > 6) return false;
  if (l->class[i] & (YL_IS_SAYS | YL_IS_HONOUR | YL_IS_TITLE)) return is_given_char(l, i) && is_bounded(l, i);
  if (n == 6) return strncmp(tag, "nr", 2) == 0 || (!is_common(l, i, 5) && tag[0] != 'v');
  return all_class(l, l->t[i].start, l->t[i].end, YL_IS_GIVEN) || !strchr(strong ? "upcqy" : "upcqyermfdv", tag[0]);
}

/* A person as long as what stands between two marks of a list, or the last one of one: 张又丰、苗华、 . */
static bool in_list(const yl_name_line *l, uint32_t i, uint32_t last) {
  bool left = i > 0 && is_list_mark(l, i - 1), right = is_list_mark(l, last);
  if (left && right) return true;
  const yl_name_span *s = (const yl_name_span *)(const void *)yl_buf_end(&l->spans);
  if (left && l->spans.n > 0 && s[-1].kind == YL_N_PERSON && s[-1].weight >= YL_SURE && !s[-1].foreign && s[-1].last + 1 == i) return true;
  if (!right || last + 2 >= l->n || (i > 0 && yl_name_joined(l, i - 1) && l->t[i - 1].kind != YL_W_PUNCTUATION)) return false;
  uint32_t k = last + 1, chars = 0; /* the first: what follows is as short, with a surname, up to the next mark or a verb of people */
  if (!(yl_char_class(l->facts, l->s, l->t[k].start) & (YL_IS_SURNAME | YL_IS_RARE))) return false;
  for (; k < l->n && chars <= 3 && yl_is_han_word(l, k) && (chars < 2 || !(l->class[k] & (YL_IS_SAYS | YL_IS_HONOUR | YL_IS_TITLE))); k++) chars += chars_of(yl_name_word(l, k));
  return chars >= 2 && chars <= 3 && (is_list_mark(l, k) || (k < l->n && yl_name_joined(l, k - 1) && l->class[k] & (YL_IS_SAYS | YL_IS_TITLE) && yl_name_word(l, k).n > 3));
}

static bool is_other_name(uint32_t class) { return (class & YL_N_MASK) != 0 && (class & YL_N_MASK) != YL_N_NOT; }

static bool begins_clause(const yl_name_line *l, uint32_t i) { return i == 0 || !yl_name_joined(l, i - 1) || l->t[i - 1].kind == YL_W_PUNCTUATION; }

/* The pieces after the surname are the given name up to word `last`: how sure, by themselves. */
static int given_weight(const yl_name_line *l, uint32_t i, uint32_t last, size_t head, bool rare) {
  size_t given = l->t[last - 1].end - l->t[i].start - head;
  bool usual = all_class(l, l->t[i].start + head, l->t[last - 1].end, YL_IS_GIVEN), office = office_before(l, i), list = in_list(l, i, last);
  for (uint32_t k = i + 1; k < last; k++)
    if (!usual && !may_be_given(l, k, office || list)) return -9;
  if (!usual && rare && !office && !(list && given == 6)) return -9;
  if (last == i + 2 && given == 6 && (is_other_name(l->class[i + 1]) || (strcmp(tag_of(l, i + 1), "ns") == 0 && !(office && usual)))) return -9; /* 从|美国 */
  bool word = last == i + 2 && given == 6; /* one word of two characters */
  int base = word ? (is_common(l, i + 1, 15) ? office && usual && !rare : 2) : given == 6 ? 3 : 1;
  if (!usual) base--;
  if (head == 6 && given == 6 && usual && !word) base++; /* 小岛文美 */
  if (rare && !office && !list) base -= 2;
  if (base == 3 && !rare && !list && begins_clause(l, i)) base++; /* ,孙艺洲特别出演 */
  return list ? base + 4 : base;
}

/* 从, 和, 向, 让 where they are words of grammar rather than surnames. */
static bool is_grammar(const yl_name_line *l, uint32_t i) {
  return yl_char_class(l->facts, l->s, l->t[i].start) & YL_IS_NEVER && !(i > 0 && is_list_mark(l, i - 1));
}

/* Does a name end before word `last`, where its last character would be a word of grammar with more behind it? 周琦|和, 吴毅|是, 马斯克|曾 */
static bool ends_in_grammar(const yl_name_line *l, uint32_t first, uint32_t last) {
  if (last <= first + 1 || l->t[last - 1].end - l->t[last - 1].start != 3 || !yl_name_joined(l, last - 1)) return false;
  return yl_is_han_word(l, last) && yl_char_class(l->facts, l->s, l->t[last - 1].start) & YL_IS_NEVER;
}

/* What a name that was cut as one word by the characters it has is worth more or less than one in pieces. */
static int guessed_weight(size_t head, size_t given, bool usual) { return (head == 6 && given == 6 && usual) - !usual; /* 小岛文美 */ }

static bool chinese_person(const yl_name_line *l, uint32_t i, yl_name_span *out) {
  yl_str w = yl_name_word(l, i);
  uint32_t n = chars_of(w);
  if (!is_three_byte(w)) return false;
  uint32_t sur = yl_char_class(l->facts, l->s, l->t[i].start) & (YL_IS_SURNAME | YL_IS_RARE), best_last = 0;
  size_t head = 3;
  if (n >= 2 && (yl_gazetteer_class(l->facts, yl_sub(w, 0, 6)) & YL_IS_SURNAME)) sur = YL_IS_SURNAME, head = 6;
  if (!sur) return false;
  if (sur & YL_IS_RARE && !(sur & YL_IS_SURNAME) && is_grammar(l, i)) return false;
  bool is_nr = strncmp(tag_of(l, i), "nr", 2) == 0 && strcmp(tag_of(l, i), "nrt") != 0;
  int best = 0;
  if (w.n > head && w.n <= head + 6) { /* it is one word */
    bool called = yl_gazetteer_class(l->facts, yl_sub(w, head, w.n)) & (YL_IS_HONOUR | YL_IS_TITLE); /* 周先生 */
    bool usual = all_class(l, l->t[i].start + head, l->t[i].end, YL_IS_GIVEN), guessed = !yl_dict_find(l->dict, w, NULL, NULL); /* cut as a person */
    if (is_nr && !called && (usual || guessed)) {
      bool list = in_list(l, i, i + 1);
      int base = w.n == head + 6 ? 3 : 1, sum;
      if (guessed) base += guessed_weight(head, w.n - head, usual) + (list ? 4 : 0) - (sur & YL_IS_RARE && !list && !office_before(l, i) ? 2 - usual : 0);
      else base += (list ? 2 : 0) - ((sur & YL_IS_RARE) != 0) - (yl_dict_per_million(l->dict, w) > 3);
      if (base == 3 && usual && !list && sur & YL_IS_SURNAME && begins_clause(l, i)) base++;
      sum = base + around_person(l, i, i + 1);
      if (sum > best) best = sum, best_last = i + 1;
    }
    if (w.n == head + 3 && (is_nr || strcmp(tag_of(l, i), "ns") == 0) && yl_name_joined(l, i) && l->t[i + 1].end - l->t[i + 1].start == 3 &&
        all_class(l, l->t[i].start + head, l->t[i].end, YL_IS_GIVEN) && may_be_given(l, i + 1, office_before(l, i)) && !(l->class[i + 1] & YL_IS_LAND) &&
        !ends_in_grammar(l, i, i + 2)) {
      int sum = (all_class(l, l->t[i + 1].start, l->t[i + 1].end, YL_IS_GIVEN) ? 2 : 1) - !is_nr - ((sur & YL_IS_RARE) != 0) + around_person(l, i, i + 2);
      if (sum > best) best = sum, best_last = i + 2; /* 黄安|靖 */
    }
  }
  if (w.n == head) { /* a surname, and what follows */
    for (uint32_t last = i + 2; last <= i + 3 && last <= l->n; last++) {
      if (!yl_name_joined(l, last - 2) || !yl_is_han_word(l, last - 1)) break;
      size_t given = l->t[last - 1].end - l->t[i].start - head;
      if (given > 6 || given < 3) break;
      if (l->class[last - 1] & (YL_IS_SAYS | YL_IS_HONOUR | YL_IS_TITLE)) { /* 小岛|文|美 */
        bool may = is_given_char(l, last - 1) && (given == 3 || is_bounded(l, last - 1));
        if (may && !office_before(l, i)) continue; /* 记者邹云 */
        if (!may) break;
      }
      if (ends_in_grammar(l, i, last)) continue;
      int base = given_weight(l, i, last, head, (sur & YL_IS_RARE) != 0), ctx = around_person(l, i, last);
      if (base + ctx > best) best = base + ctx, best_last = last;
    }
  }
  return best > 0 && span(l, i, best_last, YL_N_PERSON, best, out);
}

/* ---- foreign names ---- */

static bool is_dot(const yl_name_line *l, uint32_t i) {
  if (i >= l->n) return false;
  if (l->t[i].end - l->t[i].start == 2 && memcmp(l->s.p + l->t[i].start, "\u00B7", 2) == 0) return true;
  if (i == 0 || l->t[i].end - l->t[i].start != 1 || l->s.p[l->t[i].start] != '.' || !yl_name_joined(l, i - 1) || !yl_name_joined(l, i)) return false;
  return all_class(l, l->t[i - 1].start, l->t[i - 1].end, YL_IS_FOREIGN) && all_class(l, l->t[i + 1].start, l->t[i + 1].end, YL_IS_FOREIGN); /* 耶胡迪.梅纽因 */
}

/* The · behind word `last`, close to it or with a space on either side: its number; 0: none. */
static uint32_t dot_behind(const yl_name_line *l, uint32_t last) {
  if (!is_dot(l, last) || last + 1 >= l->n || last == 0) return 0;
  return l->t[last].start <= l->t[last - 1].end + 1 && l->t[last + 1].start <= l->t[last].end + 1 ? last : 0;
}

static bool is_foreign(const yl_name_line *l, uint32_t i) {
  return yl_is_han_word(l, i) && !(l->class[i] & (YL_IS_SAYS | YL_IS_TITLE | YL_IS_HONOUR) && l->t[i].end - l->t[i].start > 3) &&
         all_class(l, l->t[i].start, l->t[i].end, YL_IS_FOREIGN);
}

/* A person of the dictionary that may be a foreign one: 丘吉尔, 魏默; 明星 and 祖先 are tagged as persons too. */
static bool is_foreign_word(const yl_name_line *l, uint32_t i) {
  size_t sound = 0, n = l->t[i].end - l->t[i].start;
  if (!yl_is_han_word(l, i) || strncmp(tag_of(l, i), "nr", 2) != 0 || l->class[i] & YL_IS_TITLE) return false;
  for (size_t at = l->t[i].start; at + 3 <= l->t[i].end; at += 3) sound += (yl_char_class(l->facts, l->s, at) & YL_IS_FOREIGN) ? 3 : 0;
  bool dotted = is_dot(l, i + 1) || (i > 0 && is_dot(l, i - 1)); /* 亨特·拜登 */
  return (dotted ? 2 * sound >= n : 2 * sound > n) || yl_dict_per_million(l->dict, yl_name_word(l, i)) < 3;
}

/* One part of a name with dots: words [i, *last). */
static bool dotted_part(const yl_name_line *l, uint32_t i, uint32_t *last) {
  uint32_t k = i;
  if (k < l->n && l->t[k].kind == YL_W_LATIN && l->t[k].end - l->t[k].start <= 2) {
    *last = k + 1;
    return true;
  }
  while (k < l->n && (k == i || l->t[k - 1].end == l->t[k].start) && k - i < 6 &&
         (is_foreign(l, k) || (k == i && is_foreign_word(l, k))) && !(k > i && is_common(l, k, 20)))
    k++;
  while (k > i && ends_in_grammar(l, i, k)) k--; /* 丘吉尔|曾 */
  *last = k;
  return k > i;
}

/* What stands behind a dot up to a mark or a space, where it is short: 布卢门撒尔. */
static bool bounded_part(const yl_name_line *l, uint32_t i, uint32_t *last) {
  uint32_t k = i, sound = 0, chars = 0, final = 0;
  for (; k < l->n && yl_is_han_word(l, k) && (k == i || l->t[k - 1].end == l->t[k].start); k++)
    for (size_t at = l->t[k].start; at + 3 <= l->t[k].end; at += 3, chars++) {
      final = yl_char_class(l->facts, l->s, at);
      sound += (final & YL_IS_FOREIGN) != 0;
    }
  if (chars < 2 || chars > 6 || sound + 1 < chars || k == i || !(is_bounded(l, k - 1) || !yl_is_han_word(l, k))) return false;
  if (!(final & YL_IS_FOREIGN) || final & YL_IS_NEVER || is_dot(l, k)) return false; /* 德埃斯波西托|说 */
  *last = k;
  return true;
}

/* 位于努赛赖特, 坎拉翁火山, 汗尤尼斯南部: what stands around words [first, last) that makes them a place. */
static bool is_where(const yl_name_line *l, uint32_t first, uint32_t last) {
  static const char *const before[] = {"位于", "前往", "抵达", "途经", "飞往", "返回", "飞抵", "驻", "南部", "北部", "东部", "西部", "中部", "首都", "地处", "坐落于", NULL};
  static const char *const behind[] = {"地区", "当地", "境内", "南部", "北部", "东部", "西部", "中部", "附近", "以北", "以南", "以东", "以西", "市区", "郊外", "郊区", "沿岸", "火山", "难民营",
                                       "核电站", "水电站", "机场", "港口", "街头", "海域", "王国", "公国", "共和国", "帝国", "沙漠", "战役", "政府军", "方面", "当局", NULL};
  for (size_t k = 0; before[k] && first > 0 && yl_name_joined(l, first - 1); k++)
    if (yl_str_is(yl_name_word(l, first - 1), before[k])) return true;
  for (size_t k = 0; behind[k] && last < l->n && yl_name_joined(l, last - 1); k++)
    if (yl_str_is(yl_name_word(l, last), behind[k])) return true;
  return false;
}

static bool foreign_name(const yl_name_line *l, uint32_t i, yl_name_span *out) {
  uint32_t last, k = i, dots = 0;
  if (!dotted_part(l, i, &last)) return false;
  while (dot_behind(l, last) && (bounded_part(l, last + 1, &k) || dotted_part(l, last + 1, &k))) {
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
  while (last > i && ends_in_grammar(l, i, last)) last--; /* 马斯克|曾 */
  for (k = i; k + 1 < last; k++) /* 让|马斯克, 兰迪|比|怀特 */
    if (l->t[k].end - l->t[k].start == 3 && l->t[k + 1].end - l->t[k + 1].start >= 6 && yl_char_class(l->facts, l->s, l->t[k].start) & YL_IS_NEVER) {
      if (k == i) return false;
      last = k;
    }
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
  bool ok = span(l, i, last, ctx == 0 && is_where(l, i, last) ? YL_N_PLACE : YL_N_PERSON, weight + ctx, out);
  out->foreign = true;
  return ok && weight > 0;
}

/* ---- all of them ---- */

/* Does it end as names of organisations do? 新兴产业 does not. */
static bool ends_as_office(yl_str w) {
  static const char *const ends[] = {"局", "部", "院", "会", "委", "社", "厂", "校", "队", "团", "所", "分行", "支行", "商行", "央行", "党", "署", "台", "军", "馆", "站", "网", "报", "处", "室", "府",
                                     "大学", "公司", "集团", "中学", "小学", "中心", "联盟", "组织", "银行", "基金", "学校"};
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    size_t n = strlen(ends[i]);
    if (w.n > n && memcmp(w.p + w.n - n, ends[i], n) == 0) return true;
  }
  return false;
}

static bool is_rare_word(const yl_name_line *l, uint32_t i) { return yl_dict_per_million(l->dict, yl_name_word(l, i)) < 0.12; }

/* 山西大同 */
static bool is_two_places(const yl_name_line *l, uint32_t i) {
  yl_str w = yl_name_word(l, i);
  for (size_t n = 6; w.n >= 12 && n + 6 <= w.n; n += 3)
    if (!(yl_gazetteer_class(l->facts, yl_sub(w, 0, n)) & YL_IS_COUNTRY) && (yl_gazetteer_class(l->facts, yl_sub(w, 0, n)) & YL_N_MASK) == YL_N_PLACE && (yl_gazetteer_class(l->facts, yl_sub(w, n, w.n)) & YL_N_MASK) == YL_N_PLACE) return true;
  return false;
}

/* Is a rare word that the dictionary has as a place one? It has 夸下海口 and 加大力度 too. */
static bool is_place_like(const yl_name_line *l, uint32_t i) {
  static const char *const ends[] = {"城", "门", "宫", "园", "楼", "阳", "口", "流域", "山脉", "盆地", "平原", "高原", "草原", "沙漠", "群岛", "半岛", "海峡", "水库",
                                     "公园", "大街", "大道", "机场", "车站", "油田", "石窟", "瀑布", "湖畔", "河畔", "江畔", "山麓", "地区", "大陆"};
  yl_str w = yl_name_word(l, i);
  if (w.n >= 9 && all_class(l, l->t[i].start, l->t[i].end, YL_IS_FOREIGN)) return true;
  if (w.n == 6) return false;
  if (yl_gazetteer_class(l->facts, yl_sub(w, w.n - 3, w.n)) & YL_IS_LAND) return true;
  for (size_t e = 0; e < sizeof ends / sizeof *ends; e++) {
    size_t n = strlen(ends[e]);
    if (w.n > n && memcmp(w.p + w.n - n, ends[e], n) == 0) return true;
  }
  return false;
}

/* 贵州|平塘, 长沙至茶陵, 平塘、通江: a place stands beside word i. */
static bool beside_place(const yl_name_line *l, uint32_t i) {
  if (l->t[i].end - l->t[i].start != 6) return false;
  for (int side = -1; side <= 1; side += 2) {
    uint32_t k = side < 0 ? i - 1 : i + 1;
    if ((side < 0 && i == 0) || k >= l->n) continue;
    if (yl_str_is(yl_name_word(l, k), "、") || yl_str_is(yl_name_word(l, k), "至") || yl_str_is(yl_name_word(l, k), "到")) k += (uint32_t)side;
    else if (side > 0) continue; /* what follows at once belongs to something else */
    if (k < l->n && ((l->class[k] & YL_N_MASK) == YL_N_PLACE || (strcmp(tag_of(l, k), "ns") == 0 && !is_rare_word(l, k)))) return true;
  }
  return false;
}

/* 美国政府, 美国公司: any of a country. */
static bool is_of_country(const yl_name_line *l, yl_str w) {
  static const char *const plain[] = {"政府", "公司", "企业", "集团", "组织", "大学", "学校", "医院", "机构", "军队", "法院", NULL};
  for (size_t i = 0; plain[i]; i++)
    if (w.n > 6 && memcmp(w.p + w.n - 6, plain[i], 6) == 0) return (yl_gazetteer_class(l->facts, yl_sub(w, 0, w.n - 6)) & YL_IS_COUNTRY) != 0;
  return false;
}

static bool dictionary_name(const yl_name_line *l, uint32_t i, yl_name_span *out) {
  const char *tag = tag_of(l, i);
  yl_str w = yl_name_word(l, i);
  if (w.n < 6) return false;
  if (strcmp(tag, "ns") == 0 && is_two_places(l, i)) return false; /* each by itself */
  if (w.n >= 12 && memcmp(w.p + w.n - 6, "地区", 6) == 0 && (yl_gazetteer_class(l->facts, yl_sub(w, 0, w.n - 6)) & YL_N_MASK) == YL_N_PLACE) return false; /* 台湾地区 */
  if (strcmp(tag, "ns") == 0) return span(l, i, i + 1, YL_N_PLACE, is_rare_word(l, i) && !is_place_like(l, i) && !beside_place(l, i) ? (w.n == 6 ? 2 : 0) : YL_SURE, out);
  bool state = is_of_country(l, w);
  static const char *const offices[] = {"部", "局", "署", "厅", "委"};
  bool office = false;
  for (size_t k = 0; k < sizeof offices / sizeof *offices; k++) office = office || memcmp(w.p + w.n - 3, offices[k], 3) == 0;
  for (size_t n = 6; !office && tag[0] == 'n' && w.n >= 15 && n + 9 <= w.n; n += 3) /* 美国普林斯顿大学: two; 中国外交部: one */
    state = state || (yl_gazetteer_class(l->facts, yl_sub(w, 0, n)) & YL_IS_COUNTRY && (yl_gazetteer_class(l->facts, yl_sub(w, n, w.n)) & YL_N_MASK) == YL_N_ORGANISATION);
  if (strcmp(tag, "nt") == 0 && w.n >= 12 && !state && (l->class[i] & YL_IS_FIRM || ends_as_office(w))) return span(l, i, i + 1, YL_N_ORGANISATION, YL_SURE, out);
  if (tag[0] == 'n' && w.n >= 9 && memcmp(w.p + w.n - 3, "署", 3) == 0) return span(l, i, i + 1, YL_N_ORGANISATION, YL_SURE, out); /* 规划署 */
  if (tag[0] == 'n' && w.n >= 9 && memcmp(w.p + w.n - 3, "局", 3) == 0 && !(l->class[i] & YL_IS_FIRM)) return span(l, i, i + 1, YL_N_ORGANISATION, 3, out);
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
  yl_name_span c;
  if (dictionary_name(l, i, &b) && (!foreign || a.end <= b.end)) {
    bool double_surname = l->class[i] & YL_IS_SURNAME && l->t[i].end - l->t[i].start == 6; /* 小岛文美 lives on no island */
    *out = chinese_person(l, i, &c) && c.weight >= YL_SURE && c.end > b.end && (double_surname || office_before(l, i)) ? c : b; /* 主编黄安靖 is not from 黄安 */
    return true;
  }
  bool chinese = chinese_person(l, i, &b);
  if (!foreign && !chinese) return false;
  *out = foreign && (!chinese || a.weight > b.weight || (a.weight == b.weight && a.end >= b.end)) ? a : b;
  return true;
}
