/* terms.c - see terms.h. Tags are jieba's (after the ICTCLAS tag set): n* nouns, v* verbs, a* adjectives … */
#include "digest/terms.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

typedef struct word_class {
  const char *word;
  yl_word_class what;
} word_class;

/* Sorted by bytes. Chinese in the form that keys have (Simplified). Function words: the closed classes of English and a few
 * verbs that carry little; connectives, pronouns and cues: collected for this from style guides' lists. */
static const word_class table[] = {
    {"a", YL_C_FUNCTION}, {"about", YL_C_FUNCTION}, {"above", YL_C_FUNCTION}, {"after", YL_C_FUNCTION},
    {"again", YL_C_FUNCTION}, {"against", YL_C_FUNCTION}, {"all", YL_C_FUNCTION}, {"also", YL_C_CONNECTIVE},
    {"although", YL_C_CONNECTIVE}, {"am", YL_C_FUNCTION}, {"among", YL_C_FUNCTION}, {"an", YL_C_FUNCTION},
    {"and", YL_C_CONNECTIVE}, {"another", YL_C_FUNCTION}, {"any", YL_C_FUNCTION}, {"anyone", YL_C_FUNCTION},
    {"anything", YL_C_FUNCTION}, {"are", YL_C_FUNCTION}, {"argue", YL_C_CUE}, {"argued", YL_C_CUE},
    {"argues", YL_C_CUE}, {"around", YL_C_FUNCTION}, {"as", YL_C_FUNCTION}, {"at", YL_C_FUNCTION},
    {"away", YL_C_FUNCTION}, {"back", YL_C_FUNCTION}, {"be", YL_C_FUNCTION}, {"because", YL_C_CUE},
    {"been", YL_C_FUNCTION}, {"before", YL_C_FUNCTION}, {"being", YL_C_FUNCTION}, {"below", YL_C_FUNCTION},
    {"besides", YL_C_CONNECTIVE}, {"between", YL_C_FUNCTION}, {"both", YL_C_FUNCTION}, {"but", YL_C_CONNECTIVE},
    {"by", YL_C_FUNCTION}, {"came", YL_C_FUNCTION}, {"can", YL_C_FUNCTION}, {"can't", YL_C_FUNCTION},
    {"cannot", YL_C_FUNCTION}, {"come", YL_C_FUNCTION}, {"conclude", YL_C_CUE}, {"concluded", YL_C_CUE},
    {"concludes", YL_C_CUE}, {"conclusion", YL_C_CUE}, {"consequently", YL_C_CONCLUSION}, {"could", YL_C_FUNCTION},
    {"did", YL_C_FUNCTION}, {"didn't", YL_C_FUNCTION}, {"do", YL_C_FUNCTION}, {"does", YL_C_FUNCTION},
    {"doesn't", YL_C_FUNCTION}, {"doing", YL_C_FUNCTION}, {"don't", YL_C_FUNCTION}, {"done", YL_C_FUNCTION},
    {"down", YL_C_FUNCTION}, {"during", YL_C_FUNCTION}, {"each", YL_C_FUNCTION}, {"either", YL_C_FUNCTION},
    {"else", YL_C_FUNCTION}, {"enough", YL_C_FUNCTION}, {"even", YL_C_FUNCTION}, {"ever", YL_C_FUNCTION},
    {"every", YL_C_FUNCTION}, {"few", YL_C_FUNCTION}, {"find", YL_C_CUE}, {"findings", YL_C_CUE},
    {"for", YL_C_FUNCTION}, {"found", YL_C_CUE}, {"friday", YL_C_REPORT}, {"from", YL_C_FUNCTION},
    {"further", YL_C_FUNCTION}, {"furthermore", YL_C_CONNECTIVE}, {"get", YL_C_FUNCTION}, {"gets", YL_C_FUNCTION},
    {"getting", YL_C_FUNCTION}, {"give", YL_C_FUNCTION}, {"given", YL_C_FUNCTION}, {"go", YL_C_FUNCTION},
    {"goes", YL_C_FUNCTION}, {"going", YL_C_FUNCTION}, {"gone", YL_C_FUNCTION}, {"got", YL_C_FUNCTION},
    {"had", YL_C_FUNCTION}, {"has", YL_C_FUNCTION}, {"have", YL_C_FUNCTION}, {"having", YL_C_FUNCTION},
    {"he", YL_C_PRONOUN}, {"hence", YL_C_CONCLUSION}, {"her", YL_C_PRONOUN}, {"here", YL_C_FUNCTION},
    {"hers", YL_C_FUNCTION}, {"herself", YL_C_FUNCTION}, {"him", YL_C_PRONOUN}, {"himself", YL_C_FUNCTION},
    {"his", YL_C_PRONOUN}, {"how", YL_C_FUNCTION}, {"however", YL_C_CONNECTIVE}, {"i", YL_C_FUNCTION},
    {"i'm", YL_C_FUNCTION}, {"if", YL_C_FUNCTION}, {"important", YL_C_CUE}, {"importantly", YL_C_CUE},
    {"in", YL_C_FUNCTION}, {"instead", YL_C_FUNCTION}, {"into", YL_C_FUNCTION}, {"is", YL_C_FUNCTION},
    {"isn't", YL_C_FUNCTION}, {"it", YL_C_PRONOUN}, {"it's", YL_C_FUNCTION}, {"its", YL_C_PRONOUN},
    {"itself", YL_C_FUNCTION}, {"just", YL_C_FUNCTION}, {"key", YL_C_CUE}, {"kind", YL_C_FUNCTION},
    {"last", YL_C_FUNCTION}, {"least", YL_C_FUNCTION}, {"less", YL_C_FUNCTION}, {"let", YL_C_FUNCTION},
    {"like", YL_C_FUNCTION}, {"likely", YL_C_FUNCTION}, {"ll", YL_C_FUNCTION}, {"lot", YL_C_FUNCTION},
    {"made", YL_C_FUNCTION}, {"main", YL_C_CUE}, {"make", YL_C_FUNCTION}, {"makes", YL_C_FUNCTION},
    {"many", YL_C_FUNCTION}, {"may", YL_C_FUNCTION}, {"maybe", YL_C_FUNCTION}, {"me", YL_C_FUNCTION},
    {"means", YL_C_CUE}, {"meanwhile", YL_C_CONNECTIVE}, {"might", YL_C_FUNCTION}, {"mine", YL_C_FUNCTION},
    {"monday", YL_C_REPORT}, {"more", YL_C_FUNCTION}, {"moreover", YL_C_CONNECTIVE}, {"most", YL_C_FUNCTION},
    {"much", YL_C_FUNCTION}, {"must", YL_C_FUNCTION}, {"my", YL_C_FUNCTION}, {"myself", YL_C_FUNCTION},
    {"near", YL_C_FUNCTION}, {"need", YL_C_FUNCTION}, {"neither", YL_C_FUNCTION}, {"never", YL_C_FUNCTION},
    {"nevertheless", YL_C_CONNECTIVE}, {"no", YL_C_FUNCTION}, {"nobody", YL_C_FUNCTION}, {"none", YL_C_FUNCTION},
    {"nor", YL_C_FUNCTION}, {"not", YL_C_FUNCTION}, {"nothing", YL_C_FUNCTION}, {"now", YL_C_FUNCTION},
    {"of", YL_C_FUNCTION}, {"off", YL_C_FUNCTION}, {"often", YL_C_FUNCTION}, {"on", YL_C_FUNCTION},
    {"once", YL_C_FUNCTION}, {"one", YL_C_FUNCTION}, {"only", YL_C_FUNCTION}, {"onto", YL_C_FUNCTION},
    {"or", YL_C_CONNECTIVE}, {"other", YL_C_FUNCTION}, {"others", YL_C_FUNCTION}, {"our", YL_C_FUNCTION},
    {"ours", YL_C_FUNCTION}, {"out", YL_C_FUNCTION}, {"over", YL_C_FUNCTION}, {"overall", YL_C_CONCLUSION},
    {"own", YL_C_FUNCTION}, {"per", YL_C_FUNCTION}, {"perhaps", YL_C_FUNCTION}, {"propose", YL_C_CUE},
    {"proposed", YL_C_CUE}, {"proposes", YL_C_CUE}, {"put", YL_C_FUNCTION}, {"quite", YL_C_FUNCTION},
    {"rather", YL_C_FUNCTION}, {"re", YL_C_FUNCTION}, {"really", YL_C_FUNCTION}, {"reason", YL_C_CUE},
    {"reasons", YL_C_CUE}, {"reported", YL_C_REPORT}, {"result", YL_C_CUE}, {"results", YL_C_CUE},
    {"reuters", YL_C_REPORT}, {"said", YL_C_FUNCTION}, {"same", YL_C_FUNCTION}, {"saturday", YL_C_REPORT},
    {"say", YL_C_FUNCTION}, {"says", YL_C_FUNCTION}, {"see", YL_C_FUNCTION}, {"seem", YL_C_FUNCTION},
    {"seems", YL_C_FUNCTION}, {"several", YL_C_FUNCTION}, {"shall", YL_C_FUNCTION}, {"she", YL_C_PRONOUN},
    {"should", YL_C_FUNCTION}, {"show", YL_C_CUE}, {"showed", YL_C_CUE}, {"shown", YL_C_CUE}, {"shows", YL_C_CUE},
    {"significant", YL_C_CUE}, {"significantly", YL_C_CUE}, {"since", YL_C_FUNCTION}, {"so", YL_C_CONNECTIVE},
    {"some", YL_C_FUNCTION}, {"something", YL_C_FUNCTION}, {"sometimes", YL_C_FUNCTION}, {"soon", YL_C_FUNCTION},
    {"still", YL_C_CONNECTIVE}, {"such", YL_C_PRONOUN}, {"suggest", YL_C_CUE}, {"suggested", YL_C_CUE},
    {"suggests", YL_C_CUE}, {"sunday", YL_C_REPORT}, {"take", YL_C_FUNCTION}, {"than", YL_C_FUNCTION},
    {"that", YL_C_PRONOUN}, {"that's", YL_C_FUNCTION}, {"the", YL_C_FUNCTION}, {"their", YL_C_PRONOUN},
    {"theirs", YL_C_FUNCTION}, {"them", YL_C_PRONOUN}, {"themselves", YL_C_FUNCTION}, {"then", YL_C_CONNECTIVE},
    {"there", YL_C_FUNCTION}, {"there's", YL_C_FUNCTION}, {"therefore", YL_C_CONCLUSION}, {"these", YL_C_PRONOUN},
    {"they", YL_C_PRONOUN}, {"thing", YL_C_FUNCTION}, {"things", YL_C_FUNCTION}, {"this", YL_C_PRONOUN},
    {"those", YL_C_PRONOUN}, {"though", YL_C_CONNECTIVE}, {"through", YL_C_FUNCTION}, {"thursday", YL_C_REPORT},
    {"thus", YL_C_CONCLUSION}, {"to", YL_C_FUNCTION}, {"today", YL_C_REPORT}, {"together", YL_C_FUNCTION},
    {"too", YL_C_FUNCTION}, {"toward", YL_C_FUNCTION}, {"tuesday", YL_C_REPORT}, {"under", YL_C_FUNCTION},
    {"until", YL_C_FUNCTION}, {"up", YL_C_FUNCTION}, {"upon", YL_C_FUNCTION}, {"us", YL_C_FUNCTION},
    {"use", YL_C_FUNCTION}, {"used", YL_C_FUNCTION}, {"ve", YL_C_FUNCTION}, {"very", YL_C_FUNCTION},
    {"want", YL_C_FUNCTION}, {"was", YL_C_FUNCTION}, {"wasn't", YL_C_FUNCTION}, {"way", YL_C_FUNCTION},
    {"we", YL_C_FUNCTION}, {"wednesday", YL_C_REPORT}, {"well", YL_C_FUNCTION}, {"went", YL_C_FUNCTION},
    {"were", YL_C_FUNCTION}, {"what", YL_C_FUNCTION}, {"whatever", YL_C_FUNCTION}, {"when", YL_C_FUNCTION},
    {"where", YL_C_FUNCTION}, {"whether", YL_C_FUNCTION}, {"which", YL_C_FUNCTION}, {"while", YL_C_FUNCTION},
    {"who", YL_C_FUNCTION}, {"whole", YL_C_FUNCTION}, {"whom", YL_C_FUNCTION}, {"whose", YL_C_FUNCTION},
    {"why", YL_C_FUNCTION}, {"will", YL_C_FUNCTION}, {"with", YL_C_FUNCTION}, {"within", YL_C_FUNCTION},
    {"without", YL_C_FUNCTION}, {"won't", YL_C_FUNCTION}, {"would", YL_C_FUNCTION}, {"yes", YL_C_FUNCTION},
    {"yesterday", YL_C_REPORT}, {"yet", YL_C_CONNECTIVE}, {"you", YL_C_FUNCTION}, {"your", YL_C_FUNCTION},
    {"yours", YL_C_FUNCTION}, {"yourself", YL_C_FUNCTION}, {"一方面", YL_C_CONNECTIVE},
    {"一言以蔽之", YL_C_CONCLUSION}, {"上周", YL_C_REPORT}, {"上述", YL_C_PRONOUN},
    {"不过", YL_C_CONNECTIVE}, {"与此同时", YL_C_CONNECTIVE}, {"且", YL_C_CONNECTIVE},
    {"中新社", YL_C_REPORT}, {"为此", YL_C_PRONOUN}, {"也", YL_C_CONNECTIVE}, {"也就是说", YL_C_CONCLUSION},
    {"事实上", YL_C_CUE}, {"于是", YL_C_CONNECTIVE}, {"今天", YL_C_REPORT}, {"今日", YL_C_REPORT},
    {"今晚", YL_C_REPORT}, {"从而", YL_C_CONCLUSION}, {"他", YL_C_PRONOUN}, {"他们", YL_C_PRONOUN},
    {"以上", YL_C_PRONOUN}, {"以下", YL_C_PRONOUN}, {"以及", YL_C_CONNECTIVE}, {"但", YL_C_CONNECTIVE},
    {"但是", YL_C_CONNECTIVE}, {"何况", YL_C_CONNECTIVE}, {"例如", YL_C_CONNECTIVE}, {"关键", YL_C_CUE},
    {"其", YL_C_PRONOUN}, {"其中", YL_C_CONNECTIVE}, {"其次", YL_C_CONNECTIVE}, {"再", YL_C_CONNECTIVE},
    {"决定", YL_C_CUE}, {"况且", YL_C_CONNECTIVE}, {"分析", YL_C_CUE}, {"则", YL_C_CONNECTIVE},
    {"前者", YL_C_PRONOUN}, {"原因", YL_C_CUE}, {"又", YL_C_CONNECTIVE}, {"反而", YL_C_CUE},
    {"发现", YL_C_CUE}, {"取决于", YL_C_CUE}, {"另一方面", YL_C_CONNECTIVE}, {"另外", YL_C_CONNECTIVE},
    {"可", YL_C_CONNECTIVE}, {"可是", YL_C_CONNECTIVE}, {"可见", YL_C_CONCLUSION}, {"同时", YL_C_CONNECTIVE},
    {"后者", YL_C_PRONOUN}, {"因为", YL_C_CONNECTIVE}, {"因此", YL_C_CONCLUSION}, {"因而", YL_C_CONCLUSION},
    {"在于", YL_C_CUE}, {"她", YL_C_PRONOUN}, {"她们", YL_C_PRONOUN}, {"如此", YL_C_PRONOUN},
    {"它", YL_C_PRONOUN}, {"它们", YL_C_PRONOUN}, {"实际上", YL_C_CUE}, {"对此", YL_C_PRONOUN},
    {"导致", YL_C_CUE}, {"就此", YL_C_PRONOUN}, {"并", YL_C_CONNECTIVE}, {"并且", YL_C_CONNECTIVE},
    {"建立", YL_C_CUE}, {"强调", YL_C_CUE}, {"归因于", YL_C_CUE}, {"归根到底", YL_C_CONCLUSION},
    {"归根结底", YL_C_CONCLUSION}, {"很显然", YL_C_CUE}, {"总之", YL_C_CONCLUSION},
    {"总体而言", YL_C_CONCLUSION}, {"总的来说", YL_C_CONCLUSION}, {"总而言之", YL_C_CONCLUSION},
    {"意味", YL_C_CUE}, {"意味着", YL_C_CUE}, {"或", YL_C_CONNECTIVE}, {"或者", YL_C_CONNECTIVE},
    {"所以", YL_C_CONCLUSION}, {"报道", YL_C_REPORT}, {"指出", YL_C_CUE}, {"换句话说", YL_C_CONCLUSION},
    {"换言之", YL_C_CONCLUSION}, {"据此", YL_C_PRONOUN}, {"探讨", YL_C_CUE}, {"接着", YL_C_CONNECTIVE},
    {"提出", YL_C_CUE}, {"提高", YL_C_CUE}, {"揭示", YL_C_CUE}, {"新华社", YL_C_REPORT},
    {"日前", YL_C_REPORT}, {"旨在", YL_C_CUE}, {"明天", YL_C_REPORT}, {"昨天", YL_C_REPORT},
    {"昨日", YL_C_REPORT}, {"昨晚", YL_C_REPORT}, {"显然", YL_C_CUE}, {"显示", YL_C_CUE},
    {"更", YL_C_CONNECTIVE}, {"最后", YL_C_CONNECTIVE}, {"有效", YL_C_CUE}, {"本周", YL_C_REPORT},
    {"本报讯", YL_C_REPORT}, {"本月", YL_C_REPORT}, {"本质", YL_C_CUE}, {"本质上", YL_C_CUE},
    {"构建", YL_C_CUE}, {"核心", YL_C_CUE}, {"正因为", YL_C_CUE}, {"正因如此", YL_C_CUE},
    {"此", YL_C_PRONOUN}, {"此外", YL_C_CONNECTIVE}, {"此次", YL_C_PRONOUN}, {"比如", YL_C_CONNECTIVE},
    {"比如说", YL_C_CONNECTIVE}, {"毕竟", YL_C_CONNECTIVE}, {"消息", YL_C_REPORT}, {"然后", YL_C_CONNECTIVE},
    {"然而", YL_C_CONNECTIVE}, {"甚或", YL_C_CONNECTIVE}, {"甚至", YL_C_CONNECTIVE},
    {"由于", YL_C_CONNECTIVE}, {"由此", YL_C_CONCLUSION}, {"由此可见", YL_C_CONCLUSION},
    {"电讯", YL_C_REPORT}, {"目的", YL_C_CUE}, {"相比之下", YL_C_CONNECTIVE}, {"研究", YL_C_CUE},
    {"究其原因", YL_C_CONCLUSION}, {"简而言之", YL_C_CONCLUSION}, {"简言之", YL_C_CONCLUSION},
    {"结果", YL_C_CUE}, {"结论", YL_C_CUE}, {"综上", YL_C_CONCLUSION}, {"综上所述", YL_C_CONCLUSION},
    {"而", YL_C_CONNECTIVE}, {"而且", YL_C_CONNECTIVE}, {"而是", YL_C_CONNECTIVE}, {"获悉", YL_C_REPORT},
    {"表明", YL_C_CUE}, {"譬如", YL_C_CONNECTIVE}, {"认为", YL_C_CUE}, {"讯", YL_C_REPORT},
    {"记者", YL_C_REPORT}, {"设计", YL_C_CUE}, {"证实", YL_C_CUE}, {"证明", YL_C_CUE}, {"该", YL_C_PRONOUN},
    {"说到底", YL_C_CONCLUSION}, {"近日", YL_C_REPORT}, {"还", YL_C_CONNECTIVE}, {"还有", YL_C_CONNECTIVE},
    {"这", YL_C_PRONOUN}, {"这一", YL_C_PRONOUN}, {"这个", YL_C_PRONOUN}, {"这些", YL_C_PRONOUN},
    {"这就是", YL_C_PRONOUN}, {"这意味着", YL_C_PRONOUN}, {"这是", YL_C_PRONOUN}, {"这样", YL_C_PRONOUN},
    {"这样的", YL_C_PRONOUN}, {"这次", YL_C_PRONOUN}, {"这种", YL_C_PRONOUN}, {"这里", YL_C_PRONOUN},
    {"这项", YL_C_PRONOUN}, {"那", YL_C_PRONOUN}, {"那个", YL_C_PRONOUN}, {"那么", YL_C_CONNECTIVE},
    {"那些", YL_C_PRONOUN}, {"那样", YL_C_PRONOUN}, {"那种", YL_C_PRONOUN}, {"重要", YL_C_CUE},
    {"问题", YL_C_CUE}, {"除此之外", YL_C_CONNECTIVE}, {"首先", YL_C_CONNECTIVE}, {"首次", YL_C_CUE},
    {"验证", YL_C_CUE},
};

static int by_word(const void *key, const void *row) {
  const char *word = *(const char *const *)row;
  return yl_str_cmp(*(const yl_str *)key, (yl_str){word, strlen(word)});
}

const void *yl_word_row(yl_str key, const void *rows, size_t n, size_t size) { return bsearch(&key, rows, n, size, by_word); }

yl_word_class yl_class_of(yl_str key) {
  const word_class *row = yl_word_row(key, table, sizeof table / sizeof *table, sizeof *table);
  return row ? row->what : YL_C_NONE;
}

uint32_t yl_word_same(const yl_lexicon *l, uint32_t word) {
  static const char *const names[][2] = {
      {"人工智能", "ai"}, {"人工智慧", "ai"}, {"图形处理器", "gpu"}, {"中央处理器", "cpu"}, {"首席执行官", "ceo"}, {"国内生产总值", "gdp"},
      {"世界贸易组织", "wto"}, {"虚拟现实", "vr"}, {"物联网", "iot"}, {"欧洲联盟", "欧盟"}, {"世界卫生组织", "世卫组织"}};
  yl_str key = yl_intern_get(&l->words, word);
  uint32_t same;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (yl_str_is(key, names[i][0])) return yl_intern_find(&l->words, (yl_str){names[i][1], strlen(names[i][1])}, &same) ? same : word;
  return word;
}

static bool one_character(yl_str key) {
  uint32_t cp;
  return key.n > 0 && yl_utf8_next(key.p, &cp) == key.n;
}

/* Weight of Latin words: as if they stood 15 times in a million words. */
static const float MIDDLE = 0.8f;

static float latin_weight(yl_str key) {
  if (one_character(key) || yl_class_of(key) == YL_C_FUNCTION) return 0;
  yl_word_class c = yl_class_of(key);
  return c == YL_C_NONE || c == YL_C_CUE ? MIDDLE : 0;
}

/* Tags of words that carry content. Adverbs, pronouns, particles, conjunctions, prepositions, measure words and the like do not. */
static bool content_tag(const char *tag) {
  switch (tag[0]) {
    case 'n': case 'v': case 'a': case 'b': case 'i': case 'j': case 'l': case 's': case 'z': return true;
    default: return false;
  }
}

float yl_word_weight(const yl_dict *d, const yl_lexicon *l, uint32_t word) {
  yl_str key = yl_intern_get(&l->words, word);
  if (l->kind[word] == YL_W_LATIN) return latin_weight(key);
  if (l->kind[word] != YL_W_WORD) return 0;
  const char *tag = yl_dict_tag(d, l->tag[word]);
  if (!content_tag(tag)) return 0;
  double million = log(1e6), w = log(1e6 / (1 + yl_dict_per_million(d, key))) / million;
  if (one_character(key)) w *= tag[0] == 'n' ? 0.4 : 0.15; /* a lone character is often a piece of a word */
  return w > 0 ? (float)w : 0;
}

bool yl_word_is_name(const yl_dict *d, const yl_lexicon *l, uint32_t word) {
  const char *tag = yl_dict_tag(d, l->tag[word]);
  return l->kind[word] == YL_W_WORD && tag[0] == 'n' && (tag[1] == 'r' || tag[1] == 's' || tag[1] == 't' || tag[1] == 'z');
}

bool yl_word_is_nominal(const yl_dict *d, const yl_lexicon *l, uint32_t word) {
  yl_str key = yl_intern_get(&l->words, word);
  if (l->kind[word] == YL_W_LATIN) return latin_weight(key) > 0;
  if (l->kind[word] != YL_W_WORD || one_character(key)) return false;
  const char *tag = yl_dict_tag(d, l->tag[word]);
  return tag[0] == 'n' || strcmp(tag, "vn") == 0 || strcmp(tag, "j") == 0 || strcmp(tag, "l") == 0 || strcmp(tag, "b") == 0;
}

bool yl_word_is_character(const yl_dict *d, const yl_lexicon *l, uint32_t word) {
  yl_str key = yl_intern_get(&l->words, word);
  uint32_t cp;
  if (l->kind[word] != YL_W_WORD || !one_character(key) || !content_tag(yl_dict_tag(d, l->tag[word]))) return false;
  yl_utf8_next(key.p, &cp);
  return yl_is_han(cp) && yl_dict_per_million(d, key) < 350; /* rarer than 全 长 约, commoner than 马 of 马云 */
}

bool yl_word_is_topic(const yl_dict *d, const yl_lexicon *l, uint32_t word) {
  const char *tag = yl_dict_tag(d, l->tag[word]);
  if (l->kind[word] == YL_W_LATIN) return true;
  if (l->kind[word] != YL_W_WORD || one_character(yl_intern_get(&l->words, word))) return false; /* a lone character names no theme */
  return tag[0] == 'n' || strcmp(tag, "vn") == 0 || tag[0] == 'j';
}

bool yl_word_is_verb(const yl_dict *d, const yl_lexicon *l, uint32_t word) {
  return l->kind[word] == YL_W_WORD && yl_dict_tag(d, l->tag[word])[0] == 'v';
}
