/* speaker.c - who says it: the noun phrase before a verb, what of it is a name, whom a pronoun stands for.
 *
 * A phrase is read from the left of the clause, behind words that open it (但, 昨日) and phrases like 在…上; it ends at the first adverb, preposition
 * or verb. Names need not be in the dictionary: what stands behind an office (创始人雷军), around · or as single characters is one.
 */
#include "base/utf8.h"
#include "extract/speaker.h"
#include "words/words.h"

enum { BACK = 4 };

/* The office that the phrase of piece i, which stopped at k, goes on to with nothing but words that may be in a name of an organisation; `v`: none. */
static size_t office_behind(const yl_sayings *q, size_t i, size_t k, size_t v) {
  const yl_piece *p = yl_pieces(q);
  for (size_t j = i; j < k; j++)
    if (p[j].class & (YL_Q_TITLE | YL_Q_PRON | YL_Q_FIRST)) return v; /* who it is has been said */
  for (size_t j = k; j < v; j++) {
    if (p[j].in || p[j].kind == YL_W_PUNCTUATION || (yl_is_said(&p[j]) && !yl_piece_is(q, j, "综合")) || p[j].class & (YL_Q_ADVERB | YL_Q_STOP | YL_Q_HEDGE) || p[j].kind == YL_W_NUMBER || p[j].kind == YL_W_DATE) return v;
    if (p[j].class & YL_Q_TITLE) return j;
  }
  return v;
}

/* 在天津居住了十年的工程师, 合作中心从事糖果生意的阿女士: who stands behind what they do, that begins at piece k. */
static bool who_does(const yl_sayings *q, size_t k, size_t to, yl_who *out, size_t *end) {
  static const char *const words[] = {"从事", "担任", "负责", "工作", "任职", "经营", "居住", "生活", "来自", "主管", "分管", "就读", "主修", "毕业", "住", "做", "开", "卖", "学习", "打工", "执教", "退休", "参与", "研究", "管理", "创办", "创立", "领导", "主持"};
  const yl_piece *p = yl_pieces(q);
  bool does = false;
  while (k < to && (p[k].class & YL_Q_ADVERB || p[k].tag[0] == 'd')) k++;
  for (size_t w = 0; k < to && w < sizeof words / sizeof *words; w++) does = does || yl_piece_is(q, k, words[w]);
  for (size_t of = k + 1; does && of + 1 < to && of < k + 16 && !yl_is_said(&p[of]) && !yl_ends_clause(q, of); of++) {
    size_t last = yl_piece_is(q, of, "的") ? yl_phrase_end(q, of + 1, to) : 0;
    if (last <= of + 1) continue;
    yl_who who;
    yl_judge(q, of + 1, last, &who);
    if (who.kind != YL_WHO_PERSON && who.kind != YL_WHO_ANON) continue;
    *out = who;
    *end = last;
    return true;
  }
  return false;
}

/* 纵横股份有限公司董事长苏某: where the phrase of piece i, which stopped at k inside the name of an organisation, ends; k: it is none. */
static size_t past_firm(const yl_sayings *q, size_t i, size_t k, size_t to) {
  const yl_piece *p = yl_pieces(q);
  size_t firm = k;
  if (k <= i || p[k].tag[0] != 'v' || yl_is_said(&p[k])) return k;
  while (firm < to && firm < k + 6 && p[firm].kind == YL_W_WORD && !(p[firm].class & (YL_Q_ORG | YL_Q_ADVERB | YL_Q_STOP | YL_Q_HEDGE)) && !yl_piece_is(q, firm, "的")) firm++;
  if (firm + 1 >= to || firm >= k + 6 || !(p[firm].class & YL_Q_ORG)) return k;
  size_t office = office_behind(q, i, k, to);
  return office <= firm + 6 && office < to ? yl_phrase_end(q, office, to) : k;
}

bool yl_who_at(yl_sayings *q, size_t i, size_t to, yl_who *out, size_t *end) {
  size_t phrase, phrase_to;
  *out = (yl_who){0};
  i = yl_skip_openers(q, i, to, &phrase, &phrase_to);
  if (i < to) {
    size_t k = yl_phrase_end(q, i, to);
    if (who_does(q, k, to, out, end)) return true;
    k = past_firm(q, i, k, to);
    if (k > i) yl_judge(q, i, k, out);
    *end = k;
    for (size_t of = i + 1; of + 1 < to && out->kind == YL_WHO_NONE; of++) { /* 家住山下的刘福 */
      if (!yl_piece_is(q, of, "的")) continue;
      size_t name = yl_name_pieces(q, of + 1, to, false), last = name ? of + 1 + name : yl_phrase_end(q, of + 1, to);
      yl_who who;
      if (last <= of + 1) continue;
      yl_judge(q, of + 1, last, &who);
      if (!name && who.kind != YL_WHO_PERSON) continue; /* 从事糖果生意的阿女士 */
      *out = who;
      *end = last;
    }
  }
  return out->kind != YL_WHO_NONE;
}

/* Does a word of the table that begins at or behind piece i go on over piece k? 总裁|判官 */
static bool is_inside(const yl_sayings *q, size_t i, size_t k) {
  for (size_t b = k > i + 4 ? k - 4 : i; b < k; b++)
    if (b + yl_pieces(q)[b].span > k) return true;
  return false;
}

/* What ends at piece `back` and begins behind a verb or 的: 视为投资家安德森|所形容的. */
static bool ends_with(yl_sayings *q, size_t from, size_t back, yl_who *out) {
  size_t begin = back;
  *out = (yl_who){0};
  while (begin > from && !yl_piece_is(q, begin - 1, "的") && !(begin < back && yl_pieces(q)[begin - 1].class & YL_Q_PLACE && yl_has_tag(&yl_pieces(q)[begin - 1], 'f', 0)) && (is_inside(q, from, begin - 1) || !yl_stops_phrase(q, from, begin - 1, back))) begin--;
  if (begin == back) return false;
  yl_judge(q, begin, back, out);
  return yl_is_named(out);
}

/* 只要政府不限价, …: whom a condition is about says nothing of what follows. */
static bool is_condition(const yl_sayings *q, size_t k) {
  static const char *const words[] = {"只要", "如果", "假如", "若", "若是", "要是", "倘若", "一旦", "除非", "无论", "不管", "只有"};
  for (size_t w = 0; w < sizeof words / sizeof *words; w++)
    if (yl_piece_is(q, k, words[w])) return true;
  return false;
}

/* Does it begin behind 的, not before piece `from`? */
static bool is_behind_of(const yl_sayings *q, size_t from, const yl_who *w) {
  size_t at = yl_piece_at(q, w->start);
  return at > from && yl_piece_is(q, at - 1, "的");
}

static bool names_source(const yl_sayings *q, size_t k) {
  static const char *const words[] = {"提及", "提到", "引述", "引用", "转述", "援引", "转引"};
  for (size_t w = 0; w < sizeof words / sizeof *words; w++)
    if (yl_piece_is(q, k, words[w])) return true;
  return false;
}

/* 判词提及律政司指: who is named behind what quotes them. */
static bool is_cited(yl_sayings *q, size_t k, size_t v, yl_who *out) {
  yl_who who;
  if (k + 1 >= v || !names_source(q, k) || yl_phrase_end(q, k + 1, v) != v) return false;
  yl_judge(q, k + 1, v, &who);
  if (!yl_is_named(&who)) return false;
  *out = who;
  return true;
}

/* 公众号「清风」发布消息称, 报社办的“…论坛”宣布: a name in marks before the clause at piece `from`, or who has one. */
static bool subject_in_marks(yl_sayings *q, size_t from, size_t v, yl_who *out) {
  const yl_piece *p = yl_pieces(q);
  *out = (yl_who){0};
  if (from == 0 || !p[from - 1].in) return false;
  size_t phrase, phrase_to;
  bool at_verb = yl_skip_openers(q, from, v, &phrase, &phrase_to) == v; /* “…”3月15日发布消息称 */
  const yl_mark *m = &yl_marks(q)[p[from - 1].in - 1];
  size_t inner = yl_piece_at(q, m->at) + 1;
  if (at_verb && m->mate != UINT32_MAX && yl_marks(q)[m->mate].at - m->at < YL_NAME_MAX && inner > 1 && (yl_piece_is(q, inner - 2, "的") || yl_ends_clause(q, inner - 2))) {
    *out = (yl_who){.start = m->at + 1, .end = yl_marks(q)[m->mate].at, .name = m->at + 1, .name_end = yl_marks(q)[m->mate].at, .kind = YL_WHO_NAME};
    return true;
  }
  size_t open = yl_piece_at(q, m->at), clause = open > 0 ? yl_clause_of(q, open - 1) : 0;
  if (open > 0 && !p[open - 1].in && m->mate != UINT32_MAX && yl_marks(q)[m->mate].at - m->at < 30 && !yl_ends_clause(q, open - 1)) {
    size_t k = yl_phrase_end(q, clause, open);
    bool all = k == open, does = k > clause && ((at_verb && p[k].tag[0] == 'v') || yl_piece_is(q, k, "在") || yl_piece_is(q, k, "就")); /* 大使馆网站发布“提醒”说, 某某在“…”会后认为 */
    if (all || does) yl_judge(q, clause, k, out);
    if (out->kind == YL_WHO_PERSON || out->kind == YL_WHO_ORG || (out->kind == YL_WHO_OTHER && p[k - 1].class & YL_Q_BODY)) return true;
  }
  return false;
}

/* Does a word for a text end pieces [from, end)? 副|题 is one. */
static bool ends_in_text(const yl_sayings *q, size_t from, size_t end) {
  const yl_piece *p = yl_pieces(q);
  for (size_t k = from; k < end; k++)
    if (p[k].class & YL_Q_BODY && k + p[k].span == end) return true;
  return false;
}

/* “云上学校”公众号: the name is in the marks. */
static bool is_account(const yl_sayings *q, size_t k) {
  static const char *const words[] = {"公众", "公", "微信", "官方", "官", "账号", "视频", "头条", "微博", "博客", "网站", "客户端"};
  for (size_t w = 0; w < sizeof words / sizeof *words; w++)
    if (yl_piece_is(q, k, words[w])) return true;
  return yl_starts(q->s, yl_pieces(q)[k].start, "公众号") || yl_starts(q->s, yl_pieces(q)[k].start, "公号");
}

/* “…论坛”公号证实: what the name in marks before the clause at piece `from` is, as far as the verb. */
static bool is_called_in_marks(yl_sayings *q, size_t from, size_t v, yl_who *out) {
  const yl_piece *p = yl_pieces(q);
  if (from < 2 || !p[from - 1].in || v <= from || v > from + 6) return false;
  const yl_mark *m = &yl_marks(q)[p[from - 1].in - 1];
  size_t open = yl_piece_at(q, m->at), end = yl_phrase_end(q, from, v);
  bool speaks = false;
  for (size_t k = from; k < end; k++) speaks = speaks || (p[k].class & (YL_Q_ORG | YL_Q_AGENCY | YL_Q_BODY) && k + p[k].span == end);
  if (!speaks || m->mate == UINT32_MAX || yl_marks(q)[m->mate].at - m->at > YL_NAME_MAX || p[from - 2].kind == YL_W_PUNCTUATION) return false;
  yl_judge(q, from, end, out);
  if (out->kind == YL_WHO_PERSON) return false; /* “…”雷军说 */
  if (open > 0 && !yl_ends_clause(q, open - 1) && !(p[open - 1].class & YL_Q_OPEN)) return false;
  *out = (yl_who){.start = m->at, .end = p[end - 1].end, .name = m->at + 1, .name_end = yl_marks(q)[m->mate].at, .kind = YL_WHO_ORG};
  if (ends_in_text(q, from, end) && !is_account(q, from)) out->name = out->start, out->name_end = out->end; /* “十四五”规划纲要 */
  return true;
}

static bool subject_of(yl_sayings *q, size_t v, yl_who *out) {
  const yl_piece *p = yl_pieces(q);
  size_t from = yl_clause_of(q, v), phrase, phrase_to, end;
  if (is_called_in_marks(q, from, v, out)) return true;
  if (v > from && yl_piece_is(q, v - 1, "所") && ends_with(q, from, v - 1, out)) return true;
  for (size_t k = from; k + 1 < v; k++)
    if (yl_piece_is(q, k, "被") && yl_phrase_end(q, k + 1, v) == v) { /* 被主持人问及 */
      yl_judge(q, k + 1, v, out);
      if (yl_is_named(out)) return true;
    }
  size_t i = yl_skip_openers(q, from, v, &phrase, &phrase_to);
  *out = (yl_who){0};
  if (i < v) {
    size_t k = yl_phrase_end(q, i, v);
    size_t office = k > i && k < v ? office_behind(q, i, k, v) : v;
    if (office < v) { /* 协会宜居养老委员会主任张某 */
      yl_judge(q, i, yl_phrase_end(q, office, v), out);
      if (out->kind == YL_WHO_PERSON) return true;
    }
    if (k < v && names_source(q, k) && yl_piece_is(q, v - 1, "》")) { /* 小组提及《…》预计 */
      size_t book = v - 1;
      while (book > i && !yl_piece_is(q, book, "《")) book--;
      if (book >= k) {
        yl_judge(q, book, v, out);
        if (out->kind) return true;
      }
    }
    if (k > i && is_cited(q, k, v, out)) return true;
    if (who_does(q, k, v, out, &end)) return true;
    if (k > i && k + 1 < v && yl_has_tag(&p[k], 'f', 0) && p[k].chars > 1 && yl_phrase_end(q, k + 1, v) == v) { /* 蔡家附近饭馆老板 */
      yl_judge(q, k + 1, v, out);
      if (out->kind == YL_WHO_PERSON || out->kind == YL_WHO_ANON) return true;
    }
    if (k > i) yl_judge(q, i, k, out);
    if (out->kind) return true;
    if (ends_with(q, i, v, out) && is_behind_of(q, i, out)) return true; /* 以某国为首的北约方面 */
    bool weak = !(p[v].class & (YL_Q_SAY | YL_Q_NAMED)); /* 专家更新技术建议 */
    for (size_t back = i + 1; back <= v; back++) /* 上任不久的特朗普在会上表示 */
      if (!is_inside(q, i, back) && !(back < v && weak && p[back].chars > 1 && yl_has_tag(&p[back], 'v', 0)) && (back == v || yl_stops_phrase(q, back, back, v)) && !yl_stops_phrase(q, i, back - 1, v) &&
          yl_piece_is(q, back - 1, "的") == false && ends_with(q, i, back, out)) return true;
    *out = (yl_who){0};
    if (k > i && !yl_is_predicate(q, i, k)) return false; /* 举例子说 has its subject before */
  } else if (phrase < phrase_to && yl_who_at(q, phrase, phrase_to, out, &end) && (out->kind == YL_WHO_PERSON || out->kind == YL_WHO_ORG) && end == phrase_to) {
    return true; /* 在 X 的《…》一书中指出 */
  } else if (i >= v && ends_with(q, from, v, out) && is_behind_of(q, from, out)) {
    return true; /* 与他熟识的官员认为 */
  }
  *out = (yl_who){0};
  if (subject_in_marks(q, from, v, out)) return true;
  *out = (yl_who){0};
  size_t first = yl_sentence_of(q, v);
  for (int n = 0; n < BACK && from > first; n++) { /* 雷军接受采访, 表示 … */
    from = yl_clause_of(q, from - 1);
    size_t to = from;
    const yl_quote *said = yl_said_at(q, p[from].start);
    if (said && said->who.kind != YL_WHO_NONE && said->who.end > 0) { /* X 认为…, 又说 … */
      *out = said->who;
      return true;
    }
    while (to < v && !yl_ends_clause(q, to) && !p[to].in) to++;
    if (is_condition(q, from)) return false;
    if (to > from && yl_who_at(q, from, to, out, &end) && (yl_is_named(out) || (out->kind == YL_WHO_OTHER && ends_in_text(q, from, end)))) return true;
    if (n == 0 && to > from + 1 && p[to - 1].class & YL_Q_BODY && yl_piece_is(q, to - 2, "的")) { /* 流传很广的消息, 声称 … */
      yl_judge(q, to - 1, to, out);
      return true;
    }
    if (n == 0 && to > from && ends_with(q, from, to, out) && (out->kind != YL_WHO_ANON || p[to - 1].class & YL_Q_BODY) && is_behind_of(q, from, out)) return true; /* 同时开会的微软和谷歌, 也在强调 */
    *out = (yl_who){0};
  }
  return false;
}

bool yl_is_hedged(const yl_sayings *q, size_t v) {
  const yl_piece *p = yl_pieces(q);
  size_t from = yl_clause_of(q, v);
  for (size_t k = v; k > from;) {
    k--;
    if (yl_piece_is(q, k, "自己") || yl_piece_is(q, k, "自行")) continue; /* 需要自己判断 */
    bool adverb = false; /* 多年|来 */
    for (size_t b = k; b > from && k - b < 3; b--) adverb = adverb || (p[b - 1].class & YL_Q_ADVERB && b - 1 + p[b - 1].span == k + 1);
    if (adverb) continue;
    if (p[k].class & YL_Q_HEDGE) return !(p[k].class & YL_Q_PRON) || yl_piece_is(q, k, "谁");
    if (!(p[k].class & (YL_Q_ADVERB | YL_Q_STOP)) && !yl_has_tag(&p[k], 'd', 0)) {
      size_t n = 0; /* a word of several pieces */
      for (size_t b = k; b > from && k - b < 4; b--)
        if (p[b - 1].class & YL_Q_HEDGE && b - 1 + p[b - 1].span == k + 1) n = 1;
      return n != 0;
    }
  }
  return false;
}


static bool has_verb(const yl_sayings *q, size_t k, size_t to) {
  for (; k < to; k++)
    if (!yl_pieces(q)[k].in && yl_is_said(&yl_pieces(q)[k])) return true;
  return false;
}

bool yl_who_before(yl_sayings *q, size_t at, yl_who *out) {
  size_t k = yl_clause_of(q, at), end;
  if (k < at && yl_who_at(q, k, at, out, &end) && out->kind == YL_WHO_PERSON) return true;
  for (int n = 0, sentences = 0; n < 8 && k > 0; n++) {
    size_t from = yl_clause_of(q, k - 1);
    if (from == k) from--;
    sentences += yl_ends_sentence(q, k - 1);
    if (sentences > 2) break;
    if (!yl_pieces(q)[from].in && yl_who_at(q, from, k, out, &end) &&
        (out->kind == YL_WHO_PERSON || (yl_is_named(out) && out->kind != YL_WHO_ORG && has_verb(q, from, k)))) return true;
    k = from;
  }
  return false;
}

bool yl_who_behind(yl_sayings *q, size_t k, yl_who *out) {
  size_t n = yl_npieces(q), end;
  while (k < n && !yl_pieces(q)[k].in) {
    size_t to = k;
    while (to < n && !yl_ends_clause(q, to)) to++;
    if (to > k && yl_who_at(q, k, to, out, &end) && out->kind == YL_WHO_PERSON) return true;
    if (to >= n || yl_ends_sentence(q, to)) break;
    k = to + 1;
  }
  return false;
}

bool yl_who_says(yl_sayings *q, size_t v, yl_who *out) {
  return subject_of(q, v, out) && out->kind != YL_WHO_FIRST;
}
