/* names_grow.c - the names of a line: what is known, what the rules find at each word, then endings (大学, 公司, 县) with what they belong to. */
#include "extract/name.h"

bool yl_name_fits(yl_str s, const uint64_t *edge, size_t start, size_t end) {
  char a = s.p[start], z = s.p[end - 1];
  if ((yl_ascii_alpha(a) || yl_ascii_digit(a)) && start > 0 && (yl_ascii_alpha(s.p[start - 1]) || yl_ascii_digit(s.p[start - 1]))) return false;
  if ((yl_ascii_alpha(z) || yl_ascii_digit(z)) && end < s.n) {
    if (yl_ascii_alpha(s.p[end]) || yl_ascii_digit(s.p[end])) return false;
    if (s.p[end] == '.' && end + 1 < s.n && (yl_ascii_digit(s.p[end + 1]) ? yl_ascii_digit(z) : yl_ascii_alpha(s.p[end + 1]))) return false;
  }
  if (!yl_han_lead(a) || !yl_han_lead(z) || end - start >= 12) return true;
  bool left = yl_is_edge_at(edge, start), right = yl_is_edge_at(edge, end);
  if (left && right) return true;
  if (!left && !right) return false;
  if (end - start >= 9) return true;
  for (size_t at = start + 3; at < end; at += 3) /* the beginning or the end of a longer word */
    if (yl_is_edge_at(edge, at)) return false;
  return true;
}

uint32_t yl_name_token(const yl_name_line *l, uint32_t from, size_t at) {
  while (from < l->n && l->t[from].start < at) from++;
  return from;
}

typedef struct yl_place_in_line {
  yl_str s;
  const uint64_t *edge;
} place;

static bool fits(const void *ud, size_t start, size_t end) {
  const place *p = ud;
  return yl_name_fits(p->s, p->edge, start, end);
}

static bool is_sound(const yl_name_line *l, size_t at, size_t end) {
  for (; at + 3 <= end; at += 3)
    if (!(yl_char_class(l->facts, l->s, at) & YL_IS_FOREIGN)) return false;
  return at == end;
}

/* A word beside words [first, last) says that they are a firm or a thing: 联想集团, 手机厂商荣耀; 联想到 has none. */
static bool is_said_to_be(const yl_name_line *l, uint32_t first, uint32_t last) {
  if (last < l->n && l->t[last].start <= l->t[last - 1].end + 1 && l->class[last] & (YL_IS_MAKER | YL_IS_THING | YL_IS_FIRM | YL_IS_BRAND)) return true;
  if (last < l->n && yl_name_joined(l, last - 1) && (l->s.p[l->t[last].start] == '(' || l->t[last].kind == YL_W_LATIN || l->t[last].kind == YL_W_NUMBER)) return true;
  if (last < l->n && yl_name_joined(l, last - 1) && l->class[last] & (YL_IS_SAYS | YL_IS_HONOUR)) return true; /* 黎明说 */
  if (first > 0 && yl_name_joined(l, first - 1) && l->class[first - 1] & YL_IS_TITLE) return true;
  if (first == 0 || l->t[first - 1].end + 1 < l->t[first].start) return false;
  return (l->class[first - 1] & (YL_IS_FIRM | YL_IS_MAKER | YL_IS_BRAND | YL_IS_THING)) || (yl_name_joined(l, first - 1) && memcmp(l->s.p + l->t[first - 1].start, "、", 3) == 0);
}

/* Is it the beginning of a word that is no name, and what follows in it no word: 小米|粥, 高通|量, 快手|快脚, but 央行|行长? */
static bool is_cut_off(const yl_name_line *l, uint32_t i, size_t end) {
  const char *tag = yl_dict_tag(l->dict, l->t[i].tag);
  size_t rest = l->t[i].end - end;
  if (end >= l->t[i].end || !yl_is_han_word(l, i) || (tag[0] == 'n' && tag[1]) || !strchr("nvabzilj", tag[0])) return false;
  for (const char *of = "人员方系派股军队界网院版"; rest == 3 && *of; of += 3) /* 民主党|人 */
    if (memcmp(l->s.p + end, of, 3) == 0) return false;
  return rest == 3 || !yl_dict_find(l->dict, yl_sub(l->s, end, l->t[i].end), NULL, NULL);
}

/* What the gazetteers know to begin at word i. The user's word holds. */
static bool known_name(const yl_name_line *l, uint32_t i, yl_name_span *out) {
  place p = {l->s, l->edge};
  uint32_t class = 0, own = 0;
  size_t at = l->t[i].start;
  size_t n = yl_known_name(l->facts, l->s, at, fits, &p, &class), m = l->user ? yl_known_name(l->user, l->s, at, fits, &p, &own) : 0;
  if (m > 0 && m >= n) n = m, class = own;
  if (n == 0) return false;
  uint32_t kind = class & YL_N_MASK;
  if (m == 0 && (kind == YL_N_ORGANISATION || kind == YL_N_PRODUCT) && is_cut_off(l, i, at + n)) return false;
  if (m == 0 && yl_ascii_alpha(l->s.p[at]) && !(l->caps[i] & (YL_CAP_FIRST | YL_CAP_INNER | YL_CAP_ALL | YL_CAP_DIGIT)) && !(l->han && n >= YL_PLAIN_MIN))
    return false;
  if (m == 0 && n < 3 && !(l->caps[i] & (YL_CAP_ALL | YL_CAP_DIGIT))) return false; /* us, UK and EU stand in capitals */
  *out = (yl_name_span){.first = i, .last = yl_name_token(l, i + 1, at + n), .start = (uint32_t)at, .end = (uint32_t)(at + n),
                        .kind = class & YL_N_MASK, .weight = YL_SURE, .known = true, .country = (class & YL_IS_COUNTRY) != 0};
  if (m == 0 && class & YL_IS_DOUBT && !is_said_to_be(l, i, out->last)) out->weight = 2;
  out->foreign = out->kind == YL_N_PERSON && n >= 6 && is_sound(l, at, at + n);
  return true;
}

/* ---- endings ---- */

static const yl_name_span *span_at(const yl_name_span *s, size_t n, uint32_t word) { /* the span that word is in */
  for (size_t k = n; k > 0; k--)
    if (s[k - 1].first <= word && word < s[k - 1].last) return &s[k - 1];
    else if (s[k - 1].last + 12 < word) break;
  return NULL;
}

/* Word i ends the name of a body, hardly anything else: 委员会, 研究所, 联合会. */
static bool ends_a_body(const yl_name_line *l, uint32_t i) {
  static const char *const ends[] = {"委员会", "协会", "学会", "联合会", "研究所", "研究院", "研究中心", "实验室", "基金会", "管理局", "监管局", "总局", "总署", "指挥部", "理事会", "促进会", "商会", "总工会",
                                     "出版社", "设计院", "科学院", "检查站", "总站", "中心", "联盟", "组织", "委", "局", "署", "保护局", "计划局", "调查局", "办公室", NULL};
  for (size_t k = 0; ends[k]; k++)
    if (yl_str_is(yl_name_word(l, i), ends[k])) return true;
  return false;
}

static bool is_modifier(const yl_name_line *l, uint32_t i) {
  if (l->t[i].kind == YL_W_NUMBER && yl_starts(l->s, l->t[i].start, "第")) return true; /* 第四医院 */
  static const char *const whose[] = {"辖下", "旗下", "属下", "下属", "等", "及", "批予", "参与", "隶属", NULL};
  bool joint = yl_str_is(yl_name_word(l, i), "合作") || yl_str_is(yl_name_word(l, i), "联合"); /* 国际边境合作|中心; 北京合作医院 is none */
  if (joint && !(i + 1 < l->n && yl_name_joined(l, i) && (ends_a_body(l, i + 1) || yl_str_is(yl_name_word(l, i + 1), "银行")))) return false;
  if (!yl_is_han_word(l, i) || l->class[i] & (YL_IS_SAYS | YL_IS_TITLE)) return false;
  for (size_t k = 0; whose[k]; k++)
    if (yl_str_is(yl_name_word(l, i), whose[k])) return false;
  const char *tag = yl_dict_tag(l->dict, l->t[i].tag);
  if (l->class[i] & YL_IS_GENERIC) return strcmp(tag, "r") != 0;
  if (l->t[i].end - l->t[i].start == 3) return false;
  return tag[0] == 'n' || tag[0] == 'j' || tag[0] == 'b' || strcmp(tag, "vn") == 0 || tag[0] == 's' || tag[0] == 'f' || (tag[0] == 'l' && l->t[i].end - l->t[i].start >= 9);
}

/* A verb inside a name, behind a noun of it: 喷气|推进|实验室, 农商|联合|银行. */
static bool is_inner_verb(const yl_name_line *l, uint32_t i, uint32_t last) {
  if (i == 0 || !yl_is_han_word(l, i) || l->t[i].end - l->t[i].start != 6 || l->class[i] & (YL_IS_SAYS | YL_IS_TITLE) || !yl_name_joined(l, i - 1)) return false;
  const char *tag = yl_dict_tag(l->dict, l->t[i].tag);
  return tag[0] == 'v' && (i + 1 == last || is_modifier(l, i + 1)) && is_modifier(l, i - 1) && ends_a_body(l, last);
}

static bool is_loose_body(const yl_name_line *l, uint32_t i) {
  yl_str w = yl_name_word(l, i);
  return yl_str_is(w, "组织") || yl_str_is(w, "中心") || yl_str_is(w, "联盟") || yl_str_is(w, "办公室");
}

/* 国家, 全国: names of offices begin with it. */
static bool is_origin(const yl_name_line *l, uint32_t i) {
  static const char *const words[] = {"国家", "全国", "中央", "中华", "全美", "全英", "全港", "全球", "世界", "国际", "联邦", "皇家", "省", "市", NULL};
  for (size_t k = 0; words[k]; k++)
    if (yl_str_is(yl_name_word(l, i), words[k])) return k < 12;
  return false;
}

/* Two to four single characters before word i that no word explains: how many. */
static uint32_t loose_before(const yl_name_line *l, uint32_t i) {
  uint32_t k = i;
  while (k > 0 && i - k < 4 && yl_name_joined(l, k - 1) && yl_is_han_word(l, k - 1) && l->t[k - 1].end - l->t[k - 1].start == 3 &&
         !(l->class[k - 1] & YL_IS_GENERIC) && (!(l->class[k - 1] & YL_IS_SAYS) || l->class[k - 1] & YL_IS_FOREIGN)) {
    const char *tag = yl_dict_tag(l->dict, l->t[k - 1].tag);
    if (strchr("pucrdfmqvy", tag[0]) && strncmp(tag, "vg", 2) != 0) break;
    k--;
  }
  return i - k >= 2 ? i - k : 0;
}

/* Single characters before word i, up to four. */
static uint32_t singles_before(const yl_name_line *l, uint32_t i) {
  uint32_t k = i;
  while (k > 0 && i - k < 4 && yl_name_joined(l, k - 1) && yl_is_han_word(l, k - 1) && l->t[k - 1].end - l->t[k - 1].start == 3 &&
         !(l->class[k - 1] & YL_IS_SAYS) && !strchr("ucpm", yl_dict_tag(l->dict, l->t[k - 1].tag)[0])) k--;
  return i - k;
}

/* 保护局, 民航局 behind a country or a place: a word of the dictionary that ends as an office does. */
static bool ends_in_office(const yl_name_line *l, uint32_t i) {
  static const char *const ends[] = {"局", "署", "委", "厅", "部"};
  yl_str w = yl_name_word(l, i);
  const char *tag = yl_dict_tag(l->dict, l->t[i].tag);
  if (w.n != 9 || !yl_is_han_word(l, i) || tag[0] != 'n' || l->class[i] & (YL_IS_TITLE | YL_IS_GENERIC | YL_IS_HONOUR)) return false;
  for (size_t k = 0; k < sizeof ends / sizeof *ends; k++)
    if (memcmp(w.p + w.n - 3, ends[k], 3) == 0) return k < 4 || strcmp(tag, "nt") == 0;
  return false;
}

/* 局, 委, 厅: what one character of an office ends in. */
static bool is_bureau(const yl_name_line *l, uint32_t i) {
  yl_str w = yl_name_word(l, i);
  return yl_str_is(w, "局") || yl_str_is(w, "委") || yl_str_is(w, "厅");
}

static bool is_and(const yl_name_line *l, uint32_t i) {
  yl_str w = yl_name_word(l, i);
  return yl_str_is(w, "和") || yl_str_is(w, "与") || yl_str_is(w, "及") || yl_str_is(w, "暨");
}

static bool is_government(const yl_name_line *l, uint32_t i) {
  static const char *const words[] = {"政府", "人民政府", "办公室", "议会", "纪委", "海军", "陆军", "空军", "舰队", "大队", "支队", "总队", "学校", "党委", "中心", "组织", "同盟", "管理局", NULL};
  for (size_t k = 0; words[k]; k++)
    if (yl_str_is(yl_name_word(l, i), words[k])) return true;
  return false;
}

/* Does a name begin at word i, as far as what stands before it tells? A mark, a space, a word of grammar. */
static bool is_left_clear(const yl_name_line *l, uint32_t i) {
  if (i == 0 || !yl_name_joined(l, i - 1) || l->t[i - 1].kind == YL_W_PUNCTUATION) return true;
  return yl_is_han_word(l, i - 1) && strchr("pcu", yl_dict_tag(l->dict, l->t[i - 1].tag)[0]) != NULL;
}

/* What stands around says that words [first, i] are a firm: 明势创投|创始合伙人, 记者从|艾媒咨询|获悉. */
static bool is_firm_around(const yl_name_line *l, uint32_t first, uint32_t i) {
  if (is_left_clear(l, first)) return true;
  return i + 1 < l->n && yl_name_joined(l, i) && l->class[i + 1] & (YL_IS_MAKER | YL_IS_TITLE);
}

/* One rare word before a word that only firms end in: 国铁|集团. */
static bool is_rare_before(const yl_name_line *l, uint32_t i) {
  static const char *const ends[] = {"集团", "股份", "有限公司", "大学", "学院", "银行", "基金会", "研究院", "实验室", "出版社", "科技", "资本", "传媒", "证券", "律师事务所", NULL};
  bool any = false;
  if (i == 0 || !yl_name_joined(l, i - 1) || !yl_is_han_word(l, i - 1) || l->t[i - 1].end - l->t[i - 1].start != 6) return false;
  for (size_t k = 0; ends[k] && !any; k++) any = yl_str_is(yl_name_word(l, i), ends[k]);
  if (!any || l->class[i - 1] || !strchr("njavx", yl_dict_tag(l->dict, l->t[i - 1].tag)[0])) return false;
  return yl_dict_per_million(l->dict, yl_name_word(l, i - 1)) < 1 && is_left_clear(l, i - 1);
}

static bool is_limited(const yl_name_line *l, uint32_t i) {
  yl_str w = yl_name_word(l, i);
  return yl_str_is(w, "有限公司") || yl_str_is(w, "有限责任公司") || yl_str_is(w, "股份有限公司");
}

/* A verb, or a word so long that it is no part of a name. */
static bool is_break(const yl_name_line *l, uint32_t i) {
  const char *tag = yl_dict_tag(l->dict, l->t[i].tag);
  if (tag[0] == 'v') return tag[1] != 'n';
  return l->t[i].end - l->t[i].start >= 12 && tag[0] == 'n' && !(tag[1] && strchr("stz", tag[1]));
}

/* The words before 有限公司, whatever they are, from a place on: 杭州|纵横|通信|股份|有限公司; without one as far as there is no verb. The first of them. */
static uint32_t company_from(const yl_name_line *l, uint32_t i) {
  uint32_t k = i, placed = i, plain = i;
  bool own = false, verb = false;
  if (!is_limited(l, i)) return i;
  while (k > 0 && i - k < 9 && yl_name_joined(l, k - 1)) {
    if (l->s.p[l->t[k - 1].start] == ')' && k >= 4 && l->s.p[l->t[k - 3].start] == '(') { /* 星火(北京)科技有限公司 */
      k -= 3;
      continue;
    }
    const char *tag = yl_dict_tag(l->dict, l->t[k - 1].tag);
    bool latin = l->t[k - 1].kind == YL_W_LATIN;
    if (!latin && (!yl_is_han_word(l, k - 1) || l->class[k - 1] & (YL_IS_SAYS | YL_IS_TITLE) || strchr("purcmyt", tag[0]))) break;
    k--;
    verb = verb || is_break(l, k);
    own = own || latin || !(l->class[k] & (YL_IS_GENERIC | YL_IS_FIRM | YL_IS_BRAND));
    if ((l->class[k] & YL_N_MASK) == YL_N_PLACE || strncmp(tag, "ns", 2) == 0) placed = k;
    if (!verb && own) plain = k;
  }
  return placed < i && own ? placed : plain;
}

static bool in_marks(const yl_name_line *l, uint32_t first, uint32_t last) {
  return first > 0 && last < l->n && yl_name_joined(l, first - 1) && yl_name_joined(l, last - 1) && l->s.p[l->t[first - 1].start] == '"' && l->s.p[l->t[last].start] == '"';
}

/* "云谷学校": the words in quotation marks that word i ends; the first of them. */
static uint32_t quoted_from(const yl_name_line *l, uint32_t i) {
  uint32_t k = i;
  bool own = false;
  while (k > 0 && i - k < 5 && yl_name_joined(l, k - 1) && yl_is_han_word(l, k - 1)) {
    if (strchr("purcmy", yl_dict_tag(l->dict, l->t[k - 1].tag)[0]) || l->class[k - 1] & YL_IS_SAYS) return i;
    own = own || !(l->class[k - 1] & (YL_IS_GENERIC | YL_IS_FIRM | YL_IS_BRAND));
    k--;
  }
  return own && in_marks(l, k, i + 1) && l->t[i].end - l->t[k].start <= 30 ? k : i;
}

static bool make_firm(const yl_name_line *l, uint32_t first, uint32_t i, uint8_t weight, bool loose, yl_name_span *out) {
  *out = (yl_name_span){.first = first, .last = i + 1, .start = l->t[first].start, .end = l->t[i].end, .kind = YL_N_ORGANISATION, .weight = weight, .loose = loose};
  return out->end - out->start <= 75 && l->t[first].kind != YL_W_PUNCTUATION;
}

/* A word that writes a foreign name by sound, before one that ends an organisation: 莱斯|大学. */
static bool is_sound_word(const yl_name_line *l, uint32_t i) {
  const char *tag = yl_dict_tag(l->dict, l->t[i].tag);
  return yl_is_han_word(l, i) && l->t[i].end - l->t[i].start >= 6 && is_sound(l, l->t[i].start, l->t[i].end) && (strncmp(tag, "nr", 2) == 0 || tag[0] == 'x') &&
         !(l->class[i] & (YL_IS_SAYS | YL_IS_TITLE | YL_IS_HONOUR | YL_IS_GENERIC));
}

/* An organisation that begins with no name: what its ending and the words around say. */
static bool nameless_firm(const yl_name_line *l, uint32_t i, yl_name_span *out) {
  uint32_t loose = loose_before(l, i), from = company_from(l, i);
  if (from < i) return make_firm(l, from, i, is_left_clear(l, from) ? YL_SURE : 3, false, out);
  from = quoted_from(l, i);
  if (from < i && !(l->class[i] & YL_IS_BRAND)) return make_firm(l, from, i, 3, false, out);
  if (loose > 0) return make_firm(l, i - loose, i, is_firm_around(l, i - loose, i) ? YL_SURE : 3, true, out);
  if (i > 0 && yl_name_joined(l, i - 1) && !is_bureau(l, i) && !is_government(l, i) && is_sound_word(l, i - 1)) return make_firm(l, i - 1, i, is_left_clear(l, i - 1) ? YL_SURE : 3, true, out);
  return is_rare_before(l, i) && make_firm(l, i - 1, i, is_firm_around(l, i - 1, i) ? YL_SURE : 3, true, out);
}

/* 省, 市, 县: a place that has an office of its own. */
static bool is_division(const yl_name_line *l, const yl_name_span *s) {
  static const char *const ends[] = {"省", "市", "县", "区", "州", "镇", "乡", "村", "旗", "盟", NULL};
  for (size_t k = 0; ends[k]; k++)
    if (s->end >= s->start + 3 && memcmp(l->s.p + s->end - 3, ends[k], 3) == 0) return true;
  return false;
}

/* What may be called after a person. */
static bool bears_name(const yl_name_line *l, uint32_t i) {
  static const char *const words[] = {"基金会", "研究所", "研究院", "研究中心", "纪念馆", "工作室", "图书馆", "美术馆", "博物馆", "实验室", "事务所", "律师事务所", "书院", "中学", "小学", "大学", "学校", NULL};
  for (size_t k = 0; words[k]; k++)
    if (yl_str_is(yl_name_word(l, i), words[k])) return true;
  return false;
}

/* The organisation that ends with word i (FIRM, or BRAND behind loose characters). */
static bool firm_at(const yl_name_line *l, uint32_t i, const yl_name_span *spans, size_t n, yl_name_span *out) {
  bool brand = !(l->class[i] & YL_IS_FIRM) && !ends_in_office(l, i);
  uint32_t first = i, k = i;
  const yl_name_span *proper = NULL;
  bool specific = false, loosely = false;
  uint32_t origin = i;
  while (k > 0 && i - k < 10 && yl_name_joined(l, k - 1)) {
    const yl_name_span *s = span_at(spans, n, k - 1);
    if (s && s->kind == YL_N_NOT) s = NULL;
    if (s && s->weight >= 2 && s->kind != YL_N_NOT && s->end == l->t[k - 1].end) {
      if (s->kind == YL_N_PERSON && (!s->foreign || is_government(l, i)) && !bears_name(l, i)) break; /* 特朗普政府; 李昌钰研究所 */
      if (s->kind == YL_N_OTHER && s->end - s->start <= 3 && yl_ascii_alpha(l->s.p[s->start])) break; /* AI技术公司 */
      if (brand && (s->kind == YL_N_PLACE || s->known)) break;
      if (proper && s->kind != YL_N_PLACE) break;
      if (proper && !proper->country && s->country && s->end == l->t[first].start) break; /* 美国|普林斯顿大学 */
      specific = specific || proper != NULL;
      proper = s;
      first = k = s->first;
      continue;
    }
    uint32_t loose = !brand && !s && !loosely && !is_modifier(l, k - 1) ? singles_before(l, k) : 0; /* 苏州市|独墅湖|医院 */
    if (loose >= 2 && k > loose && yl_name_joined(l, k - loose - 1) && (proper || span_at(spans, n, k - loose - 1))) {
      specific = loosely = true;
      k -= loose;
      continue;
    }
    bool and = !s && k + 1 <= i && k > 1 && is_and(l, k - 1) && yl_name_joined(l, k - 2) && is_modifier(l, k - 2) && ends_a_body(l, i); /* 经济和信息化局, 海关与边境保护局 */
    if (and || (!s && !brand && is_inner_verb(l, k - 1, i))) {
      specific = true;
      k--;
      continue;
    }
    if (!s && !proper && is_origin(l, k - 1) && ends_a_body(l, i) && (!is_loose_body(l, i) || yl_str_is(yl_name_word(l, k - 1), "国家"))) origin = k - 1;
    if (brand || s || !is_modifier(l, k - 1)) break;
    specific = specific || !(l->class[k - 1] & YL_IS_GENERIC);
    k--;
  }
  if (!proper && !brand && origin + 1 < i && specific && is_left_clear(l, origin)) return make_firm(l, origin, i, YL_SURE, false, out); /* 国家|自然|科学|基金|委员会 */
  if (is_bureau(l, i) && (!proper || proper->kind != YL_N_PLACE || !(first < i) || l->t[i].start == proper->end)) return false;
  if (!(l->class[i] & YL_IS_FIRM) && ends_in_office(l, i)) return proper && proper->kind == YL_N_PLACE && make_firm(l, first, i, YL_SURE, false, out);
  bool medium = l->t[i].end - l->t[i].start == 3 && !is_bureau(l, i); /* 网, 报 */
  bool ends = i + 1 >= l->n || !yl_name_joined(l, i) || l->t[i + 1].kind == YL_W_PUNCTUATION || l->class[i + 1] & YL_IS_MAKER; /* 美国中文网报道 */
  if (medium && (!proper || proper->kind != YL_N_PLACE || !ends)) return false;
  if (!proper) return nameless_firm(l, i, out);
  if (!proper->foreign && yl_str_is(yl_name_word(l, i), "组织") && proper->end == l->t[i].start) return false; /* 教育部组织 */
  uint32_t whole = company_from(l, i);
  if (whole < first && whole <= proper->first) return make_firm(l, whole, i, YL_SURE, false, out);
  if (proper->country && !specific) return false;
  if (proper->kind == YL_N_PLACE && !specific) {
    static const char *const plain[] = {"公司", "集团", "组织", "中心", "联盟", "学校", "办公室",
                                        "政协", "党委", "学会", "工会", "学院", "医院", "杂志社", "电台", "中学", "小学", NULL};
    for (size_t p = 0; plain[p]; p++)
      if (yl_str_is(yl_name_word(l, i), plain[p])) return false;
    if (yl_str_is(yl_name_word(l, i), "政府") && !is_division(l, proper)) return false; /* 基辅政府 is 基辅 */
  }
  return make_firm(l, first, i, YL_SURE, false, out);
}

/* 天河机场, behind a place, where the dictionary has it as one word. */
static bool ends_in_land(const yl_name_line *l, uint32_t i) {
  yl_str w = yl_name_word(l, i);
  return w.n >= 12 && yl_is_han_word(l, i) && (yl_gazetteer_class(l->facts, yl_sub(w, w.n - 6, w.n)) & YL_IS_LAND);
}

/* 朝鲜半岛 is a place, 中国机场 are many. */
static bool is_natural(const yl_name_line *l, uint32_t i) {
  static const char *const words[] = {"半岛", "海峡", "运河", "高原", "群岛", "山脉", "海湾", "河谷", "盆地", "平原", "海", "湾", NULL};
  for (size_t k = 0; words[k]; k++)
    if (yl_str_is(yl_name_word(l, i), words[k])) return true;
  return false;
}

/* 大型, 新: says what it is like, and belongs to no name of a place. */
static bool is_size(const yl_name_line *l, uint32_t i) {
  return l->class[i] & YL_IS_GENERIC && strchr("abrm", yl_dict_tag(l->dict, l->t[i].tag)[0]) != NULL;
}

/* The place that ends with word i: 首都国际机场, 德清县, 弗吉尼亚州. */
static bool land_at(const yl_name_line *l, uint32_t i, const yl_name_span *spans, size_t n, yl_name_span *out) {
  bool one = l->t[i].end - l->t[i].start == 3;
  if (i == 0 || !yl_name_joined(l, i - 1)) return false;
  const yl_name_span *s = span_at(spans, n, i - 1);
  if (!s && !one && i > 1 && yl_name_joined(l, i - 2) && is_modifier(l, i - 1) && !is_size(l, i - 1)) s = span_at(spans, n, i - 2);
  if (s && s->kind == YL_N_PLACE && s->country && (!is_natural(l, i) || !(l->class[i] & YL_IS_LAND))) return false; /* 中国高铁 */
  if (s && s->kind == YL_N_PLACE && (!one || !s->country)) {
    static const char *const natural[] = {"峰", "岭", "谷", "堡", "关", "旗", "盟", "峡", "洲", NULL};
    for (size_t k = 0; one && natural[k] && yl_name_joined(l, i) && yl_is_han_word(l, i + 1); k++) /* 苏州|峰学公司 */
      if (yl_str_is(yl_name_word(l, i), natural[k])) return false;
    if (one && yl_name_joined(l, i) && i + 1 < l->n && l->t[i + 1].start == l->t[i].end && (l->class[i + 1] & YL_IS_LAND)) return false;
    *out = (yl_name_span){.first = s->first, .last = i + 1, .start = s->start, .end = l->t[i].end, .kind = YL_N_PLACE, .weight = YL_SURE};
    return s->end - s->start <= 30;
  }
  if (s && s->foreign && s->kind == YL_N_PERSON) {
    *out = (yl_name_span){.first = s->first, .last = i + 1, .start = s->start, .end = l->t[i].end, .kind = YL_N_PLACE, .weight = YL_SURE};
    return true;
  }
  uint32_t loose = loose_before(l, i);
  if (loose == 0 || loose > 3) return false;
  if (!one && is_left_clear(l, i - loose)) { /* 舜泰广场 */
    *out = (yl_name_span){.first = i - loose, .last = i + 1, .start = l->t[i - loose].start, .end = l->t[i].end, .kind = YL_N_PLACE, .weight = YL_SURE};
    return true;
  }
  if (i < loose + 1) return false;
  s = span_at(spans, n, i - loose - 1); /* a place before it says that it is one */
  if (!s || s->kind != YL_N_PLACE || s->end != l->t[i - loose].start || s->country) return false;
  *out = (yl_name_span){.first = i - loose, .last = i + 1, .start = l->t[i - loose].start, .end = l->t[i].end, .kind = YL_N_PLACE, .weight = YL_SURE};
  return true;
}

/* Puts a span in the place of those it covers. */
static yl_status replace(yl_name_line *l, const yl_name_span *x) {
  yl_name_span *s = (yl_name_span *)(void *)l->spans.p;
  size_t n = l->spans.n / sizeof *s, from = n;
  while (from > 0 && s[from - 1].last > x->first) from--;
  if (from < n && s[from].first < x->first && s[from].known) return YL_OK; /* it would cut a name in two */
  l->spans.n = from * sizeof *s;
  return yl_buf_push(l->ctx, &l->spans, x, sizeof *x);
}

/* 辽宁沈阳, 美国普林斯顿大学 as one word: behind the place x it ends in another name. */
static bool second_place(const yl_name_line *l, uint32_t i, const yl_name_span *x, yl_name_span *out) {
  uint32_t end = l->t[i].end;
  if (x->kind != YL_N_PLACE || x->end >= end || !yl_han_lead(l->s.p[x->end])) return false;
  uint8_t kind = yl_gazetteer_class(l->facts, yl_sub(l->s, x->end, end)) & YL_N_MASK;
  if (kind != YL_N_PLACE && kind != YL_N_ORGANISATION) return false;
  *out = (yl_name_span){.first = i, .last = i + 1, .start = x->end, .end = end, .kind = kind, .weight = YL_SURE, .known = true};
  return true;
}

/* The known name x is one by itself, though y goes on: 特朗普马斯克 are two, 特朗普才 is one and a word; 马克·鲁特 goes on behind 马克. */
static bool is_whole(const yl_name_line *l, const yl_name_span *x, const yl_name_span *y) {
  if (!x->known || x->kind == YL_N_NOT || x->end - x->start < 9 || !y->foreign || y->end <= x->end || !yl_is_edge_at(l->edge, x->end)) return false;
  return yl_str_find(yl_sub(l->s, x->end, y->end), YL_STR("\u00B7"), 0) == (size_t)-1;
}

yl_status yl_names_in_line(yl_name_line *l) {
  yl_status rc = YL_OK;
  l->spans.n = 0;
  for (uint32_t i = 0; i < l->n && rc == YL_OK;) {
    yl_name_span x = {0}, y = {0};
    if (l->t[i].kind == YL_W_PUNCTUATION || l->t[i].kind == YL_W_URL || l->t[i].kind == YL_W_DATE) {
      i++;
      continue;
    }
    bool found = known_name(l, i, &x), other = yl_han_name(l, i, &y) || yl_latin_name(l, i, &y);
    bool better = other && ((x.kind == YL_N_NOT && y.weight >= YL_SURE) || y.foreign || y.kind == YL_N_ORGANISATION || y.kind == YL_N_PLACE ||
                            y.kind == YL_N_PRODUCT || !l->han || (x.kind == YL_N_PERSON && y.kind == YL_N_PERSON && y.weight >= 3)); /* 李鹏|飞 */
    if (other && !(found && is_whole(l, &x, &y)) && (!found || (y.end > x.end && better)) &&
        !(found && x.kind == YL_N_NOT && y.end == x.end)) {
      if (!found || y.weight >= YL_SURE || (x.kind == YL_N_PERSON && y.kind == YL_N_PERSON)) x = y, found = true;
    }
    const yl_name_span *s = (const yl_name_span *)(const void *)l->spans.p;
    if (!(found && x.kind != YL_N_NOT && x.last > i + 1) && (l->class[i] & (YL_IS_FIRM | YL_IS_BRAND) || ends_in_office(l, i)) && firm_at(l, i, s, l->spans.n / sizeof *s, &y)) {
      rc = replace(l, &y);
      i++;
      continue;
    }
    if (!(found && x.kind != YL_N_NOT && (x.kind != YL_N_PLACE || x.known)) && (l->class[i] & YL_IS_LAND || ends_in_land(l, i)) && land_at(l, i, s, l->spans.n / sizeof *s, &y)) {
      rc = replace(l, &y);
      i++;
      continue;
    }
    if (!found) {
      i++;
      continue;
    }
    rc = yl_buf_push(l->ctx, &l->spans, &x, sizeof x);
    if (rc == YL_OK && x.end < l->t[i].end && l->t[i].kind != YL_W_WORD && yl_latin_name(l, i, &y) && y.start > x.end) /* DeepSeek-R1 */
      rc = yl_buf_push(l->ctx, &l->spans, &y, sizeof y);
    if (rc == YL_OK && second_place(l, i, &x, &y)) rc = yl_buf_push(l->ctx, &l->spans, &y, sizeof y);
    i = x.last > i ? x.last : i + 1;
  }
  return rc;
}
