/* trade.h - the lists of words of trade.c. Internal to the room. */
#ifndef YL_ZONES_TRADE_H
#define YL_ZONES_TRADE_H

#include "zones/phrases.h"

typedef enum yl_trade {
  YL_T_RELATED, YL_T_RELATED_WORD, YL_T_NAV_WHOLE, YL_T_NAV_STARTS, YL_T_NAV_WEAK, YL_T_SECTIONS, YL_T_COMMENT_TOPIC,
  YL_T_COMMENT_ACT, YL_T_COMMENT_WHOLE, YL_T_REPLY, YL_T_RANKING, YL_T_NOTICE_STARTS, YL_T_NOTICE_WORDS,
  YL_T_REGISTERED, YL_T_TERMS, YL_T_EDITOR, YL_T_BYLINE, YL_T_BYLINE_STARTS, YL_T_TIME_LABELS, YL_T_TIME_STARTS,
  YL_T_ABOUT_AUTHOR, YL_T_BIOGRAPHY, YL_T_REPORTER, YL_T_AGENCY, YL_T_CAPTION, YL_T_CAPTION_NOUNS, YL_T_READING,
  YL_T_WIRE, YL_T_PROMO, YL_T_ADDRESS, YL_T_CALL, YL_T_N
} yl_trade;

enum { YL_NAV_ANYWHERE = 6 }; /* as many of YL_T_NAV_WHOLE count between paragraphs */

/* The words of the trade, compiled at first use and kept with the context. */
yl_status yl_marks_get(yl_ctx *ctx, const yl_phrases **out);

#endif
