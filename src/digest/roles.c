/* roles.c - see roles.h. */
#include "digest/roles.h"

#include "digest/terms.h"

typedef struct role {
  const char *word;
  uint16_t roles;
} role;

/* In order of bytes. */
static const role table[] = {
    {"ago", YL_R_TELLS}, {"although", YL_R_CONTRAST}, {"because", YL_R_CAUSE}, {"but", YL_R_CONTRAST}, {"cannot", YL_R_DENIES},
    {"consequently", YL_R_CAUSE}, {"crisis", YL_R_PROBLEM}, {"despite", YL_R_CONTRAST}, {"essence", YL_R_ARGUES},
    {"example", YL_R_EXAMPLE}, {"friday", YL_R_TELLS}, {"hence", YL_R_CAUSE}, {"however", YL_R_CONTRAST}, {"i", YL_R_SPEAKS},
    {"instance", YL_R_EXAMPLE}, {"key", YL_R_ARGUES}, {"lesson", YL_R_PROBLEM}, {"meaning", YL_R_ARGUES}, {"means", YL_R_ARGUES},
    {"merely", YL_R_FOCUS}, {"monday", YL_R_TELLS}, {"more", YL_R_DEGREE}, {"most", YL_R_DEGREE}, {"must", YL_R_DEMANDS},
    {"my", YL_R_SPEAKS}, {"need", YL_R_DEMANDS}, {"needs", YL_R_DEMANDS}, {"never", YL_R_DENIES}, {"nevertheless", YL_R_CONTRAST},
    {"no", YL_R_DENIES}, {"nor", YL_R_DENIES}, {"not", YL_R_DENIES}, {"only", YL_R_FOCUS}, {"ought", YL_R_DEMANDS}, {"our", YL_R_SPEAKS},
    {"precisely", YL_R_FOCUS}, {"problem", YL_R_PROBLEM}, {"problems", YL_R_PROBLEM}, {"proves", YL_R_ARGUES}, {"really", YL_R_ARGUES},
    {"reason", YL_R_PROBLEM}, {"reasons", YL_R_PROBLEM}, {"risk", YL_R_PROBLEM}, {"risks", YL_R_PROBLEM}, {"said", YL_R_SAYS},
    {"saturday", YL_R_TELLS}, {"says", YL_R_SAYS}, {"should", YL_R_DEMANDS}, {"shows", YL_R_ARGUES}, {"suggests", YL_R_ARGUES},
    {"sunday", YL_R_TELLS}, {"therefore", YL_R_CAUSE}, {"though", YL_R_CONTRAST}, {"thursday", YL_R_TELLS}, {"thus", YL_R_CAUSE},
    {"told", YL_R_SAYS}, {"tuesday", YL_R_TELLS}, {"we", YL_R_SPEAKS}, {"wednesday", YL_R_TELLS}, {"whereas", YL_R_CONTRAST},
    {"yesterday", YL_R_TELLS}, {"yet", YL_R_CONTRAST}, {"上周", YL_R_TELLS}, {"上月", YL_R_TELLS}, {"不仅", YL_R_FOCUS}, {"不会", YL_R_DENIES},
    {"不但", YL_R_FOCUS}, {"不再", YL_R_DENIES}, {"不只", YL_R_FOCUS}, {"不可", YL_R_DEMANDS}, {"不可能", YL_R_DENIES}, {"不外", YL_R_FOCUS},
    {"不应", YL_R_DEMANDS}, {"不应当", YL_R_DEMANDS}, {"不应该", YL_R_DEMANDS}, {"不得不", YL_R_DEMANDS}, {"不是", YL_R_DENIES}, {"不能", YL_R_DENIES},
    {"不过", YL_R_CONTRAST}, {"与其", YL_R_CONTRAST}, {"为例", YL_R_EXAMPLE}, {"举例", YL_R_EXAMPLE}, {"举例来说", YL_R_EXAMPLE}, {"乃是", YL_R_FOCUS},
    {"之所以", YL_R_CAUSE}, {"事实上", YL_R_ARGUES}, {"今天", YL_R_TELLS}, {"今年", YL_R_TELLS}, {"今日", YL_R_TELLS}, {"介绍", YL_R_SAYS},
    {"从未", YL_R_DENIES}, {"从而", YL_R_CAUSE}, {"代价", YL_R_ARGUES}, {"令", YL_R_CAUSE}, {"以致", YL_R_CAUSE}, {"价值", YL_R_ARGUES},
    {"但", YL_R_CONTRAST}, {"但是", YL_R_CONTRAST}, {"体现", YL_R_ARGUES}, {"使", YL_R_CAUSE}, {"使得", YL_R_CAUSE}, {"例如", YL_R_EXAMPLE},
    {"例子", YL_R_EXAMPLE}, {"便是", YL_R_FOCUS}, {"值得", YL_R_DEMANDS}, {"关键", YL_R_ARGUES}, {"其实", YL_R_ARGUES}, {"凸显", YL_R_ARGUES},
    {"前年", YL_R_TELLS}, {"务必", YL_R_DEMANDS}, {"印证", YL_R_ARGUES}, {"危机", YL_R_PROBLEM}, {"即是", YL_R_FOCUS}, {"却", YL_R_CONTRAST},
    {"原因", YL_R_PROBLEM}, {"去年", YL_R_TELLS}, {"反之", YL_R_CONTRAST}, {"反倒", YL_R_CONTRAST}, {"反映", YL_R_ARGUES}, {"反而", YL_R_CONTRAST},
    {"只会", YL_R_DEMANDS}, {"只能", YL_R_DEMANDS}, {"可是", YL_R_CONTRAST}, {"可见", YL_R_ARGUES}, {"后来", YL_R_TELLS}, {"后果", YL_R_PROBLEM},
    {"告诉", YL_R_SAYS}, {"咱们", YL_R_SPEAKS}, {"因为", YL_R_CAUSE}, {"因此", YL_R_CAUSE}, {"因而", YL_R_CAUSE}, {"困境", YL_R_PROBLEM},
    {"固然", YL_R_CONTRAST}, {"在于", YL_R_ARGUES}, {"实质", YL_R_ARGUES}, {"实质上", YL_R_ARGUES}, {"实际上", YL_R_ARGUES}, {"导致", YL_R_CAUSE},
    {"就是", YL_R_FOCUS}, {"尽管", YL_R_CONTRAST}, {"年前", YL_R_TELLS}, {"并不", YL_R_DENIES}, {"并非", YL_R_DENIES}, {"应", YL_R_DEMANDS},
    {"应当", YL_R_DEMANDS}, {"应该", YL_R_DEMANDS}, {"弊端", YL_R_PROBLEM}, {"归根到底", YL_R_ARGUES}, {"归根结底", YL_R_ARGUES}, {"当天", YL_R_TELLS},
    {"当年", YL_R_TELLS}, {"当日", YL_R_TELLS}, {"当时", YL_R_TELLS}, {"当晚", YL_R_TELLS}, {"彰显", YL_R_ARGUES}, {"必需", YL_R_DEMANDS},
    {"必须", YL_R_DEMANDS}, {"恰恰", YL_R_FOCUS}, {"恶果", YL_R_PROBLEM}, {"愈", YL_R_DEGREE}, {"愈加", YL_R_DEGREE}, {"意义", YL_R_ARGUES},
    {"意味", YL_R_ARGUES}, {"意味着", YL_R_ARGUES}, {"我", YL_R_SPEAKS}, {"我们", YL_R_SPEAKS}, {"所以", YL_R_CAUSE}, {"所谓", YL_R_ARGUES},
    {"才", YL_R_FOCUS}, {"才是", YL_R_FOCUS}, {"才能", YL_R_DEMANDS}, {"折射", YL_R_ARGUES}, {"指出", YL_R_SAYS}, {"挑战", YL_R_PROBLEM},
    {"揭示", YL_R_ARGUES}, {"教训", YL_R_PROBLEM}, {"无法", YL_R_DENIES}, {"无非", YL_R_FOCUS}, {"日前", YL_R_TELLS}, {"昨", YL_R_TELLS},
    {"昨天", YL_R_TELLS}, {"昨日", YL_R_TELLS}, {"昨晚", YL_R_TELLS}, {"显然", YL_R_ARGUES}, {"显示", YL_R_ARGUES}, {"暴露", YL_R_ARGUES},
    {"更", YL_R_DEGREE}, {"更为", YL_R_DEGREE}, {"更加", YL_R_DEGREE}, {"曾", YL_R_TELLS}, {"曾经", YL_R_TELLS}, {"最", YL_R_DEGREE},
    {"最大", YL_R_DEGREE}, {"最终", YL_R_DEGREE}, {"未必", YL_R_DENIES}, {"本人", YL_R_SPEAKS}, {"本周", YL_R_TELLS}, {"本月", YL_R_TELLS},
    {"本质", YL_R_ARGUES}, {"本质上", YL_R_ARGUES}, {"核心", YL_R_ARGUES}, {"根本", YL_R_ARGUES}, {"案例", YL_R_EXAMPLE}, {"次日", YL_R_TELLS},
    {"正因", YL_R_CAUSE}, {"正因为", YL_R_CAUSE}, {"正因如此", YL_R_CAUSE}, {"正是", YL_R_FOCUS}, {"比如", YL_R_EXAMPLE}, {"比如说", YL_R_EXAMPLE},
    {"没", YL_R_DENIES}, {"没有", YL_R_DENIES}, {"然而", YL_R_CONTRAST}, {"理应", YL_R_DEMANDS}, {"由于", YL_R_CAUSE}, {"由此可见", YL_R_ARGUES},
    {"相反", YL_R_CONTRAST}, {"真正", YL_R_ARGUES}, {"矛盾", YL_R_PROBLEM}, {"称", YL_R_SAYS}, {"笔者", YL_R_SPEAKS}, {"结果", YL_R_CAUSE},
    {"绝不", YL_R_DENIES}, {"绝非", YL_R_DENIES}, {"而是", YL_R_FOCUS}, {"虽", YL_R_CONTRAST}, {"虽然", YL_R_CONTRAST}, {"虽说", YL_R_CONTRAST},
    {"表明", YL_R_ARGUES}, {"表示", YL_R_SAYS}, {"譬如", YL_R_EXAMPLE}, {"譬如说", YL_R_EXAMPLE}, {"证明", YL_R_ARGUES}, {"说", YL_R_SAYS},
    {"说到底", YL_R_ARGUES}, {"说明", YL_R_ARGUES}, {"诸如", YL_R_EXAMPLE}, {"越", YL_R_DEGREE}, {"越来越", YL_R_DEGREE}, {"近日", YL_R_TELLS},
    {"透露", YL_R_SAYS}, {"造成", YL_R_CAUSE}, {"那时", YL_R_TELLS}, {"问题", YL_R_PROBLEM}, {"隐患", YL_R_PROBLEM}, {"难题", YL_R_PROBLEM},
    {"需要", YL_R_DEMANDS}, {"须", YL_R_DEMANDS}, {"风险", YL_R_PROBLEM},
};

uint16_t yl_roles_of(yl_str key) {
  const role *row = yl_word_row(key, table, sizeof table / sizeof *table, sizeof *table);
  return row ? row->roles : 0;
}
