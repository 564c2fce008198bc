/* fields.c - the names that fields of records go by: which is the text, which are metadata that Yuelan knows. */
#include <string.h>

#include "formats/formats.h"

/* Name after name of each metadata field, as crawlers, exports and tables write them. Letter case, '_' and '-' do not count. */
static const char *const known[][20] = {
    {"title", "title", "headline", "subject", "标题", "標題", "题目", "題目", NULL},
    {"author", "author", "authors", "byline", "creator", "writer", "作者", NULL},
    {"date", "date", "datetime", "published", "publishdate", "publishedat", "publishtime", "publicationdate", "datepublished", "pubdate", "pubtime",
     "createdat", "日期", "时间", "時間", "发布时间", "發佈時間", NULL},
    {"site", "site", "sitename", "website", "hostname", "网站", "網站", "站点", NULL},
    {"source", "source", "publisher", "media", "outlet", "newspaper", "来源", "來源", "媒体", "媒體", NULL},
    {"url", "url", "link", "href", "uri", "canonicalurl", "sourceurl", "链接", "連結", "网址", "網址", NULL},
    {"retrieved", "retrieved", "retrievedat", "crawldate", "crawledat", "fetchedat", "downloaddate", "datedownload", "抓取时间", NULL},
    {"language", "language", "lang", "语言", "語言", NULL},
    {"id", "id", "docid", "uid", "uuid", "guid", "articleid", "newsid", "编号", "編號", NULL},
};
static const char *const texts[] = {"text",    "content", "body", "正文", "article", "articlebody", "fulltext", "maintext", "contenttext",
                                    "rawcontent", "contents", "内容", "內容", "全文", "文本", "passage", "story", "paragraphs", "段落", NULL};

/* Do they agree, but for case, '_' and '-'? */
static bool same_name(yl_str name, const char *z) {
  size_t i = 0;
  for (size_t k = 0; k < name.n; k++) {
    char c = name.p[k];
    if (c == '_' || c == '-' || c == ' ') continue;
    if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
    if (z[i] == '\0' || z[i] != c) return false;
    i++;
  }
  return z[i] == '\0' && i > 0;
}

const char *yl_field_known(yl_str name) {
  for (size_t f = 0; f < sizeof known / sizeof *known; f++)
    for (size_t i = 1; known[f][i]; i++)
      if (same_name(name, known[f][i])) return known[f][0];
  return "";
}

int yl_field_is_text(yl_str name) {
  for (int i = 0; texts[i]; i++)
    if (same_name(name, texts[i])) return i + 1;
  return 0;
}

bool yl_field_kept(const yl_record_opts *o, yl_str name, yl_str *as) {
  const char *k = yl_field_known(name);
  *as = *k ? (yl_str){k, strlen(k)} : name;
  if (o && o->id_field.n && yl_str_eq(name, o->id_field)) {
    *as = YL_STR("id");
    return true;
  }
  if (*k) return true;
  for (size_t i = 0; o && i < o->nkeep; i++)
    if (yl_str_eq(name, o->keep[i])) return true;
  return o && o->keep_all;
}
