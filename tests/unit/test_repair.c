/* test_clean.c - repairs: what is undone, what must stay, what is only located. */
#include "repair_help.h"

#include "lexicon/readings.h"

/* Glosses of a closed table, 網 絡 發 時 會, in a text of our own. */
#define SPUN                                                                                                                                                  \
  "網(wǎng)絡(luò)發(fā)展很快。那時(shí)大家在網(wǎng)絡(luò)上開會(huì),發(fā)言的時(shí)候不多。今天的網(wǎng)絡(" \
  "luò)又快又穩。"
#define PLAIN "網絡發展很快。那時大家在網絡上開會,發言的時候不多。今天的網絡又快又穩。"

static void readings(void) {
  yl_syllable s;
  ok(yl_syllable_parse(YL_STR("wǎng"), &s) && s.tone == 3 && yl_has_reading(0x7DB2, s), "網 is wǎng");
  ok(yl_syllable_parse(YL_STR("wang"), &s) && s.tone == 0 && yl_has_reading(0x7DB2, s), "a syllable without mark fits");
  ok(yl_syllable_parse(YL_STR("wa\xCC\x8Cng"), &s) && s.tone == 3, "combining marks are read");
  ok(yl_syllable_parse(YL_STR("lüè"), &s) && yl_has_reading(0x7565, s), "略 is lüè");
  ok(yl_syllable_parse(YL_STR("luò"), &s) && !yl_has_reading(0x7DB2, s), "網 is not luò");
  ok(!yl_syllable_parse(YL_STR("kodak"), &s) && !yl_syllable_parse(YL_STR(""), &s) &&
         !yl_syllable_parse(YL_STR("ai\xFF"), &s),
     "no syllables");
}

static void glosses(yl_ctx *ctx) {
  mends(ctx, SPUN, PLAIN, "glosses of a closed table are removed");
  mends(ctx, SPUN "他說(shuō)自己姓單(shàn),單(dān)子上也是單字。說(shuō)完就走。",
        PLAIN "他說自己姓單(shàn),單(dān)子上也是單字。說完就走。", "a real gloss in a spun text stays");
  mends(ctx,
        "網( wǎng "
        ")絡（luò）發(fa)展很快。那時(shí)大家在網(wǎng)絡(luò)上開會(huì),發(fa)言的時(shí)候不多。今天的網(wǎng)絡("
        "luò)又快又穩。",
        PLAIN, "spaces, wide brackets and bare syllables");
  mends(ctx,
        "網（wǎng)絡(luò）發(\xC2\xA0" "fā)展很快。那時(　shí)大家在網(wǎng)絡(luò)上開會(huì),發(fā)言的時(shí)候不多。今天的網(wǎng)絡("
        "luò)又快又穩。",
        PLAIN, "one wide bracket, other spaces");
  stays(ctx,
        "他姓單(shàn),不念(dān)。行(xíng)與行(háng)不同,重(chóng)複與重(zhòng)量也不同,長(cháng)短與長(zhǎng)輩,樂(lè)"
        "與樂(yuè),了(le)與了(liǎo)。",
        "a lesson in readings stays");
  stays(ctx, "柯達(Kodak)與人工智能(AI)佔(25%)(路透社)杯子(bei)", "brackets that are no glosses stay");
  stays(ctx,
        "魑(chī)魅(mèi)魍(wǎng)魎(liǎng)饕(tāo)餮(tiè)都是古書裡的怪物,犇(bēn)和骉(biāo)則是生僻字,人們很少看到,"
        "說了也沒有人懂,寫了也沒有人認得出來是什麼。",
        "rare characters, each explained once, stay");
  stays(ctx, "床(chuáng)前(qián)明(míng)月(yuè)光(guāng)疑(yí)是(shì)地(dì)上(shàng)霜(shuāng)",
        "a reader with readings over every character stays");
}

static void punctuation(yl_ctx *ctx) {
  mends(ctx, "春天來了,,花開了,。山上有桃,、李,、杏,,還有松樹,。人們上山,,下山,。",
        "春天來了,花開了。山上有桃、李、杏,還有松樹。人們上山,下山。", "doubled marks");
  stays(ctx, "姓名,年齡,城市\n張三,,北京\n李四,,上海\n王五,,\n趙六,30,\n", "empty cells stay");
  stays(ctx, "f(a,,b); g(c,,d); h(e,,f); i(g,,h); j(i,,j);", "code stays");
  stays(ctx, "他來了,。後來又走了,大家都很高興,也有人不高興。天氣很好,風也不大,路上人多。",
        "one slip of the pen stays");
}

static void residue(yl_ctx *ctx) {
  mends(ctx, "老王&amp;小李说：&ldquo;好&rdquo;&#33;&#x4E2D;&nbsp;文&amp;nbsp;完", "老王&小李说：“好”!中 文 完",
        "entities");
  stays(ctx, "见 http://a.example/?a=1&copy;=2&lt=3 和 AT&T；R&D; &foo; &#99999999; &#xD800;",
        "what is no entity stays");
  mends(ctx,
        "河上的雾散了，岸上的人都看见了船。第一段。<br/>第二段。</p><p class=\"x\">第<strong>三</strong>段。<a "
        "href=\"http://a.example\">链接</a>",
        "河上的雾散了，岸上的人都看见了船。第一段。\n第二段。\n第三段。链接", "tags");
  stays(ctx, "当 a < b 且 c > d 时，<foo> 与 <T> 不变；写 `<br>` 即可，“<p>”也行，<br> 标签换行。",
        "no tags, and tags that are talked about");
  stays(ctx, "<html><body><p>一段文字</p><br></body></html>", "a document of markup stays");
  stays(ctx, "说明\n```\n<p>&amp;</p>\n```\n", "a fenced block stays");
  mends(ctx, "中\xE2\x80\x8B文\xEF\xBB\xBF字\xE2\x81\xA0软\xC2\xAD连", "中文字软连", "zero-width characters");
  stays(ctx, "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9 می\xE2\x80\x8Cخواهم क्\xE2\x80\x8Dष",
        "joiners in emoji, Persian and Devanagari stay");
  mends(ctx, "甲\x01乙\x1B[31m红\x1B[0m\xC2\x85丙\x7F", "甲乙红\n丙", "control characters and escape sequences");
  yl_str first;
  yl_str nul = YL_STR("甲\0\0乙\0丙");
  ok(problems_of(ctx, nul, YL_P_CONTROL, &first) == 2 && first.n == 2, "NUL is located, a run at a time");
  ok(problems_of(ctx, YL_STR("甲\xEF\xBF\xBD\xEF\xBF\xBD乙"), YL_P_REPLACEMENT, &first) == 1 && first.n == 6,
     "U+FFFD is located");
  char many[400];
  for (int i = 0; i < 200; i++) many[2 * i] = 'a', many[2 * i + 1] = 1;
  ok(problems_of(ctx, (yl_str){many, sizeof many}, YL_P_CONTROL, &first) == 51,
     "many of a kind end in one with their count");
}

#define SENTENCE "河上的雾散了，岸上的人都看见了船。"

static void entities(yl_ctx *ctx) {
  mends(ctx, "甲&#x4e2d;乙&#20013;丙&#20013丁&nbsp戊&hellip;己&AMP;庚&#150;辛&middot；壬", "甲中乙中丙中丁 戊…己&庚–辛·壬",
        "hexadecimal, decimal, no semicolon, capitals, windows-1252, a wide semicolon");
  mends(ctx, "甲&amp;amp;nbsp;乙&amp;#20013;丙", "甲 乙中丙", "escaped twice and three times");
  mends(ctx, "他笑了&#xD83D;&#xDE00;。", "他笑了😀。", "two halves of a surrogate pair");
  stays(ctx, "见 &copy2024 与 &ampx 与 &notit; 与 R&D;。", "names that go on are none");
  mends(ctx, SENTENCE "&nbsp;\n" SENTENCE "&nbsp;\n" SENTENCE "&nbsp;\n" SENTENCE "&nbsp;\n" SENTENCE "&nbsp;\n",
        SENTENCE " \n" SENTENCE " \n" SENTENCE " \n" SENTENCE " \n" SENTENCE " \n", "lines that end in an entity are no statements");
}

static void markup(yl_ctx *ctx) {
  mends(ctx, SENTENCE SENTENCE "<!-- 广告 -->" SENTENCE "<o:p></o:p>" SENTENCE, SENTENCE SENTENCE SENTENCE SENTENCE,
        "comments, elements of a word processor");
  mends(ctx, SENTENCE SENTENCE "<script type=\"x\">if (a < b) f();</script>" SENTENCE SENTENCE, SENTENCE SENTENCE SENTENCE SENTENCE, "a script goes whole");
  mends(ctx, SENTENCE SENTENCE "甲</td><td>乙</td>" SENTENCE "他<ruby>她<rt>tā</rt></ruby>们", SENTENCE SENTENCE "甲 乙 " SENTENCE "他她(tā)们",
        "cells are apart, a reading is in brackets");
  mends(ctx, SENTENCE SENTENCE "一段<p>二段<img alt=\"a > b\" src=\"x.png\">图后", SENTENCE SENTENCE "一段\n二段图后",
        "a tag that begins a paragraph, '>' in an attribute");
  mends(ctx, SENTENCE SENTENCE "完。\n</div></body>\n</html>\n", SENTENCE SENTENCE "完。\n\n\n", "the end of a page");
  stays(ctx, SENTENCE SENTENCE "命令是 cp <source> <dest>，选项 <b> 与 <a> 都行；List<String> 不变。", "words in angle brackets");
  mends(ctx, SENTENCE SENTENCE "<b>粗体</b>与<i>斜体</i>", SENTENCE SENTENCE "粗体与斜体", "the same as a pair");
  stays(ctx, SENTENCE "文件 index.html 的内容如下：\n\n    <html>\n    <h2>标题</h2>\n    </html>\n\n" SENTENCE SENTENCE, "an example below a colon");
  mends(ctx, SENTENCE "\n```c\nint main(void) {\n  return 0;\n}\n```\n<p>" SENTENCE "&nbsp;</p>\n", SENTENCE "\n```c\nint main(void) {\n  return 0;\n}\n```\n" SENTENCE " \n",
        "code in fences does not make a document code");
}

static void characters(yl_ctx *ctx) {
  mends(ctx, "第一行\xE2\x80\xA8第二行\xE2\x80\xA9第三行", "第一行\n第二行\n第三行", "line and paragraph separators");
  mends(ctx, "中\xE2\x80\x8E国\xE2\x80\xAA人\xE2\x80\xAC民\xEF\xBF\xBC。", "中国人民。", "marks of direction, the place of a picture");
  stays(ctx, "שלום \xE2\x80\x8F" "abc\xE2\x80\x8E 123", "marks of direction in Hebrew stay");
  mends(ctx, "He said \xC2\x93yes\xC2\x94, didn\xC2\x92t he?", "He said “yes”, didn’t he?", "marks of windows-1252 read as Latin-1");
  yl_str first;
  yl_str ruin = YL_STR("选\xC2\x8B\xC2\xA9文本");
  ok(problems_of(ctx, ruin, YL_P_MOJIBAKE, &first) == 1 && first.n == 4, "what is left of a misread character is located");
  stays(ctx, "选\xC2\x8B\xC2\xA9文本", "and stays");
}

static void layout(yl_ctx *ctx) {
  mends(ctx, "中 国 经 济 年 鉴\n说明", "中国经济年鉴\n说明", "spread text");
  mends(ctx, "中\xC2\xA0国\xC2\xA0经\xC2\xA0济\xC2\xA0年\xC2\xA0鉴", "中国经济年鉴", "spread by no-break spaces");
  mends(ctx, "中　国　经　济　年　鉴", "中国经济年鉴", "by ideographic spaces");
  stays(ctx, "东　南　西　北\n姓　名", "a short list, a name stay");
  stays(ctx, "鼇 鼈 鼉 鼊 鼋 鼌 鼍 鼎 鼏 鼐", "a table of characters stays");
  stays(ctx, "一 二 三 四 五\n甲 乙 丙 丁\n张三 李四 王五 赵六\n我 你 他", "lists stay");
  const char *wrapped = "去年秋天我们几个人沿着河走了很远的路，看见两岸的稻子\n已经黄了，农人正在田里忙着收割，远处的山"
                        "色也一天比一\n天深起来，让人觉得一年的光阴就要过完了，而我们要做的\n事情还有许多没有做完，心里"
                        "不免有一点着急的意思，可是\n谁也没有说出口来，只是默默地往前走，一直走到天色暗下\n来，河面上起"
                        "了一层薄薄的雾气，对岸的灯火一盏一盏地亮\n起来，我们才想起应该回去了。\n";
  cleaned c = {0};
  yl_str s = {wrapped, strlen(wrapped)};
  ok(yl_repair(ctx, s, &c.edits, &c.problems) == YL_OK && yl_edits_n(&c.edits) == 6, "hard wraps are joined");
  cleaned_free(ctx, &c);
  stays(ctx,
        "床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。\n春眠不觉晓，\n处处闻啼鸟。\n夜来风雨声，\n花落知多少。"
        "\n白日依山尽，\n黄河入海流。\n",
        "verse stays");
}

static void shifts(yl_ctx *ctx) {
  yl_str first;
  static const char *const fine[] = {"真的嗎??太好了",  "(why?maybe)",  "(nǐ hǎo?hǎo)", "什么?!?/p>里的代码",
                                     "C语言的?:运算符", "问:是吗?shi)", "a?b)c"};
  for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
    ok(problems_of(ctx, (yl_str){fine[i], strlen(fine[i])}, YL_P_SHIFT, &first) == 0, "no shift: %s", fine[i]);
  mends(ctx, SPUN "因?yàn)樘乩势瞻l(fā)聲。", PLAIN "因為特朗普發聲。", "a run is repaired, with its glosses");
}

/* Fails the n-th allocation until the call gets through: a clean error each time, nothing left behind. */
static void failures(void) {
  static const char text[] =
      SPUN "一,,二,,三,。四,、五,。六&amp;<br>\x01\xEF\xBF\xBD 因?yàn)樘乩势瞻l(fā)聲\n中 国 经 济\n第二行\n第三行\n";
  bool through = false, clean = true;
  for (long n = 1; n < 3000 && !through; n++) {
    budget b = {-1, 0};
    yl_ctx *ctx = yl_ctx_new(budget_alloc, &b);
    b.left = n - 1;
    cleaned c = {0};
    yl_status rc = yl_repair(ctx, (yl_str){text, sizeof text - 1}, &c.edits, &c.problems);
    through = rc == YL_OK;
    clean = clean && (rc == YL_OK || rc == YL_ENOMEM);
    cleaned_free(ctx, &c);
    b.left = -1;
    yl_ctx_free(ctx);
    clean = clean && b.live == 0;
  }
  ok(through && clean, "every failing allocation is a clean YL_ENOMEM");
}

int main(void) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  readings();
  glosses(ctx);
  punctuation(ctx);
  residue(ctx);
  entities(ctx);
  markup(ctx);
  characters(ctx);
  layout(ctx);
  shifts(ctx);
  stays(ctx, "", "an empty text");
  failures();
  yl_ctx_free(ctx);
  return done();
}
