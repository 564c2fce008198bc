/* marks.h - words by which page furniture gives itself away. Internal to the room. */
#ifndef YL_ZONES_MARKS_H
#define YL_ZONES_MARKS_H

#include "zones/lines.h"
#include "zones/trade.h"

/* Navigation and lists. edge: not between paragraphs, where weaker words count. */
bool yl_mark_navigation(const yl_phrases *w, yl_str core, bool edge);
bool yl_mark_section(const yl_phrases *w, yl_str core);      /* a name in a menu: "首页", "财经", "About us" */
bool yl_mark_menu(const yl_phrases *w, yl_str core);         /* several of them in one line */
bool yl_mark_related(const yl_phrases *w, yl_str core);      /* a header over a list of other articles, whole line */
bool yl_mark_related_word(const yl_phrases *w, yl_str core); /* "相关", "Related": a header only among furniture */
bool yl_mark_ranking(const yl_phrases *w, yl_str core);      /* the title of a ranking */
bool yl_mark_comment(const yl_phrases *w, yl_str core);      /* the header of a box of comments */
bool yl_mark_reply(const yl_phrases *w, yl_str core);        /* what stands under a remark: "回复", "永久连接", "3楼" */

/* Notices and promotion. */
bool yl_mark_notice_start(const yl_phrases *w, yl_str core);   /* "免责声明：" and its like at the beginning */
size_t yl_mark_notice_words(const yl_phrases *w, yl_str core); /* how many different phrases of notices it holds */
bool yl_mark_registered(const yl_phrases *w, yl_str core);     /* "某ICP备…号" */
bool yl_mark_terms(const yl_phrases *w, yl_str core);          /* "征稿要求": over terms, whole line */
size_t yl_mark_promo_words(const yl_phrases *w, yl_str core);  /* how many different words of promotion */
bool yl_mark_address(const yl_phrases *w, yl_str core);        /* speaks to the reader */
bool yl_mark_call(const yl_phrases *w, yl_str core);           /* asks for a click: "点赞", "在看" */
bool yl_mark_finis(yl_str core);                               /* "— END —" */

/* Bylines and credits. */
bool yl_mark_editor(const yl_phrases *w, yl_str core);       /* "责任编辑：" at the beginning: certain anywhere */
bool yl_mark_byline(const yl_phrases *w, yl_str core);       /* "作者：", "文/", "来源：": needs a place at the edge */
bool yl_mark_time_label(const yl_phrases *w, yl_str core);   /* "发布时间：" and its like at the beginning */
bool yl_mark_about_author(const yl_phrases *w, yl_str core); /* "作者系某大学教授": at the edge */
bool yl_mark_biography(const yl_phrases *w, yl_str core);    /* "作者简介：" over a biography, whole line */
bool yl_mark_reporter(const yl_phrases *w, yl_str core);     /* "本报记者 某某 北京报道" */
bool yl_mark_report(yl_str core);                            /* "記者某某／臺北報導" */
bool yl_mark_wire(const yl_phrases *w, yl_str core);         /* "新华社北京5月11日电": how an agency's text begins */
bool yl_mark_reading(const yl_phrases *w, yl_str core);      /* "6 min read", "阅读 1234", "浏览次数：15" */
/* Does a bracket's content name an agency or an outlet: "路透社", "央视新闻客户端"? */
bool yl_mark_agency(const yl_phrases *w, yl_str name);
/* "标  题: …": a label whose characters may stand apart, and a colon; where the value begins, or 0. */
size_t yl_spaced_label(yl_str core, const char *label);

/* Captions: "图为…", "…（新华社发）", "记者 某某 摄". */
bool yl_mark_caption(const yl_phrases *w, yl_str core);
/* A name of a source that ends a caption glued to a paragraph, at `at`: its end, or 0. */
size_t yl_mark_caption_source(const yl_phrases *w, yl_str s, size_t at);

#endif
