/* head.c - what stands before the article: records of other programs, and the title with what surrounds it.
 *
 * Records: front matter between `---`, the header of a message (mail, news, a bulletin board: From, Subject, Date and
 * their Chinese names), and what Aozora Bunko and Project Gutenberg put around a text. They are forms that leave no
 * doubt, so their lines are settled whatever stands behind them.
 *
 * The title is the first line that may be one, if it stands apart, is announced by a byline or date under it, or is a
 * heading of markup that is no section among others.
 */
#include "zones/page.h"

/* --- records --- */

static bool is_core(const page *p, size_t i, const char *z) {
  return yl_str_is(yl_sub(p->s, p->l[i].start, p->l[i].end), z);
}

/* "title: …", "- item", "  more": a line of front matter */
static bool is_matter(const page *p, size_t i) {
  yl_str t = yl_sub(p->s, p->l[i].start, p->l[i].end);
  if (t.p[0] == ' ' || t.p[0] == '-' || t.p[0] == '#') return true;
  size_t at = 0;
  while (at < t.n && (yl_ascii_alpha(t.p[at]) || yl_ascii_digit(t.p[at]) || t.p[at] == '_' || t.p[at] == '-')) at++;
  return at > 0 && at < t.n && t.p[at] == ':';
}

static void front_matter(page *p) {
  size_t i = 1;
  if (p->l[0].start == 0 && is_core(p, 0, "---")) {
    while (i < p->n && i < 60 && !is_core(p, i, "---") && is_matter(p, i)) i++;
    if (i < 2 || i == p->n || !is_core(p, i, "---")) return;
    i++;
  } else
    for (i = 0; i < p->n && i < 30 && yl_has_prefix(yl_core(p->s, &p->l[i]), "[#]: ");) i++;
  for (size_t k = 0; k < i && i > 1; k++) settle(&p->l[k], YL_Z_OTHER);
  if (i > 1) p->top = i;
}

static bool same_name(yl_str a, const char *b) {
  if (a.n != strlen(b)) return false;
  for (size_t i = 0; i < a.n; i++)
    if ((a.p[i] | 32) != (b[i] | 32)) return false;
  return true;
}

/* "Newsgroups: sci.space": the field's name; n 0 if the line is none. */
static yl_str field_name(yl_str core) {
  size_t at = 0;
  while (at < core.n && at < 30 && (yl_ascii_alpha(core.p[at]) || core.p[at] == '-' || core.p[at] == '.')) at++;
  return yl_sub(core, 0, at > 1 && at < core.n && core.p[at] == ':' ? at : 0);
}

static bool is_known_field(yl_str name) {
  static const char *const known[] = {"From",         "Sender",     "Path",     "Newsgroups",   "Subject",
                                      "Message-ID",   "Date",       "Lines",    "Organization", "References",
                                      "Reply-To",     "To",         "Cc",       "Distribution", "Nntp-Posting-Host",
                                      "Xref",         "Received",   "Approved", "In-Reply-To",  "MIME-Version",
                                      "Content-Type", "Keywords",   "Summary",  "Followup-To",  "Article-I.D.",
                                      "X-Newsreader", "Return-Path"};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (same_name(name, known[i])) return true;
  return false;
}

static yl_zone_kind field_kind(yl_str name) {
  if (same_name(name, "From")) return YL_Z_BYLINE;
  if (same_name(name, "Subject")) return YL_Z_TITLE;
  return same_name(name, "Date") ? YL_Z_DATE : YL_Z_OTHER;
}

/* From the top, until a blank line: three known fields make a header. */
static bool mail_header(page *p) {
  size_t n = 0, known = 0;
  for (; n < p->n && n < 60 && (n == 0 || !(p->l[n].flags & L_GAP)); n++) {
    yl_str name = field_name(yl_core(p->s, &p->l[n]));
    bool more = n > 0 && (p->s.p[p->l[n].start] == ' ' || p->s.p[p->l[n].start] == '\t');
    if (!name.n && !more) break;
    known += is_known_field(name);
  }
  if (known < 3) return false;
  yl_zone_kind kind = YL_Z_OTHER;
  for (size_t i = 0; i < n; i++) {
    yl_str name = field_name(yl_core(p->s, &p->l[i]));
    if (name.n) kind = field_kind(name);
    settle(&p->l[i], kind);
  }
  p->top = n;
  for (; n < p->n && n < 60 && is_known_field(field_name(yl_core(p->s, &p->l[n]))); n++) settle(&p->l[n], YL_Z_OTHER);
  return true;
}

/* "发信人: … 信区: …", "标  题: …", "发信站: … (2002年11月19日…)" */
static bool board_header(page *p) {
  static const struct {
    const char *label;
    yl_zone_kind kind;
  } fields[] = {{"发信人", YL_Z_BYLINE}, {"發信人", YL_Z_BYLINE}, {"寄信人", YL_Z_BYLINE}, {"作者", YL_Z_BYLINE},
                {"标题", YL_Z_TITLE},    {"標題", YL_Z_TITLE},    {"发信站", YL_Z_DATE},   {"發信站", YL_Z_DATE},
                {"時間", YL_Z_DATE},     {"时间", YL_Z_DATE}};
  size_t at[8], found = 0, first = p->n;
  yl_zone_kind kinds[8];
  for (size_t i = 0; i < p->n && i < 8 && found < 8; i++)
    for (size_t f = 0; f < sizeof fields / sizeof *fields; f++)
      if (yl_spaced_label(yl_core(p->s, &p->l[i]), fields[f].label)) {
        if (found == 0) first = i;
        at[found] = i;
        kinds[found++] = fields[f].kind;
        break;
      }
  bool from = found >= 3 && kinds[0] == YL_Z_BYLINE && kinds[1] == YL_Z_TITLE && at[found - 1] - first <= 4;
  if (!from) return false;
  for (size_t i = 0; i < found; i++) settle(&p->l[at[i]], kinds[i]);
  for (size_t i = 0; i < first; i++)
    if (!(p->l[i].flags & L_RULE)) settle(&p->l[i], YL_Z_NAVIGATION);
  return true;
}

/* Aozora Bunko: title and author on top, a key to its signs between rules, the printed source (底本) and the volunteers
 * below. */
static void aozora(page *p) {
  size_t end = p->n, from = p->n > 60 ? p->n - 60 : 0, head = 1;
  for (size_t i = from; i < p->n && end == p->n; i++)
    if (yl_has_prefix(yl_core(p->s, &p->l[i]), "底本：")) end = i;
  if (end == p->n || end < 3) return;
  yl_zone_kind kind = YL_Z_CREDIT;
  for (size_t i = end; i < p->n; i++) {
    if (yl_has_prefix(yl_core(p->s, &p->l[i]), "青空文庫作成ファイル")) kind = YL_Z_NOTICE;
    settle(&p->l[i], kind);
  }
  while (head < end && head < 6 && !(p->l[head].flags & L_GAP)) head++;
  if (head == 1 || head == 6) return;
  settle(&p->l[0], YL_Z_TITLE);
  for (size_t i = 1; i + 1 < head; i++) settle(&p->l[i], YL_Z_HEADING);
  settle(&p->l[head - 1], YL_Z_BYLINE);
  if (!(p->l[head].flags & L_RULE) || !yl_has(yl_core(p->s, &p->l[head + 1]), "テキスト中に現れる記号")) return;
  for (size_t i = head + 1; i < end && i < head + 30 && !(p->l[i].flags & L_RULE); i++) settle(&p->l[i], YL_Z_NOTICE);
}

static void gutenberg(page *p) {
  size_t start = p->n, end = p->n;
  if (!yl_has(yl_sub(p->s, 0, p->s.n < 3000 ? p->s.n : 3000), "Project Gutenberg")) return;
  for (size_t i = 0; i < p->n; i++) {
    yl_str t = yl_sub(p->s, p->l[i].start, p->l[i].end);
    if (t.n > 120 || !yl_has_prefix(t, "***")) continue;
    if (start == p->n && yl_has(t, "START OF TH")) start = i;
    if (yl_has(t, "END OF TH") && start < i) end = i;
  }
  for (size_t i = 0; i <= start && start < p->n; i++) {
    yl_str name = field_name(yl_core(p->s, &p->l[i]));
    settle(&p->l[i], same_name(name, "Title") ? YL_Z_TITLE : same_name(name, "Author") ? YL_Z_BYLINE : YL_Z_NOTICE);
  }
  for (size_t i = end; i < p->n; i++) settle(&p->l[i], YL_Z_NOTICE);
}

void yl_records(page *p) {
  front_matter(p);
  p->message = !p->l[0].settled && (mail_header(p) || board_header(p));
  if (!p->message && !p->l[0].settled) {
    gutenberg(p);
    aozora(p);
  }
}

/* --- the title --- */

static bool may_be_title(const page *p, const yl_line *l) {
  yl_str core = yl_core(p->s, l);
  if (l->settled || l->flags & (L_FENCED | L_TABLE | L_DATE | L_BULLET | L_RULE | L_NUMBER) || l->chars < 2)
    return false;
  if (l->given == YL_Z_BODY + 1 && !(l->flags & L_HASH)) return false; /* markup would have said so */
  bool stamped =
      l == p->l && p->n > 1 && l[1].flags & L_DATE && l->chars <= 2 * TITLE_MAX; /* a list of headlines as title */
  if (!(l->flags & L_HASH) && (l->flags & L_LINKS || (l->chars > TITLE_MAX && !stamped))) return false;
  if (l->stops > 1 && !(l->flags & L_HASH) && !stamped) return false;
  uint32_t last = yl_cp_before(p->s, l->to);
  if (last == 0x3002 || last == 0xFF0C || last == ',' || last == 0xFF1A || last == ':' || last == 0xFF1B || last == ';')
    return false;
  if (l->flags & L_STOP && last == '.') return false;
  if (yl_has(core, "{.")) return false;
  yl_str name = field_name(core);
  if (!(l->flags & L_HASH) && name.n && name.n + 1 < core.n && core.p[name.n + 1] == ' ') return false;
  return !yl_has_prefix(core, "【") || l->chars > 12;
}

/* Is the line a setext heading (=== under it), or followed by a byline or a date? */
static bool announced(const page *p, size_t i) {
  for (size_t k = i + 1; k < p->n && k <= i + 3; k++) {
    const yl_line *l = &p->l[k];
    if (l->flags & L_RULE && k == i + 1) return true;
    if (l->flags & L_DATE) return true;
    if (yl_is_prose(l)) return false;
    yl_zone_kind z = yl_at_edge(p, l, true);
    if (z == YL_Z_BYLINE || z == YL_Z_DATE || (z == YL_Z_NAVIGATION && k == i + 1)) return true;
  }
  return false;
}

/* "[name](address)" in the first line with a rule under it or behind it */
static bool is_linked_title(const page *p, size_t i) {
  yl_str core = yl_core(p->s, &p->l[i]), name = yl_link_text(core);
  if (i > 0 || name.n == core.n || name.n == 0 || p->l[i].settled) return false;
  return core.p[core.n - 1] == '-' || (i + 1 < p->n && p->l[i + 1].flags & L_RULE);
}

static size_t level(const page *p, const yl_line *l) {
  size_t n = 0;
  for (size_t at = l->start; at < l->to && (p->s.p[at] == ' ' || p->s.p[at] == '#'); at++) n += p->s.p[at] == '#';
  return n;
}

/* Is a "## heading" the title: alone at its level, or under a byline? */
static bool heads_all(const page *p, size_t i, bool byline) {
  size_t mine = level(p, &p->l[i]);
  for (size_t k = i + 1; k < p->n && !byline; k++)
    if (p->l[k].flags & L_HASH && !(p->l[k].flags & L_FENCED) && level(p, &p->l[k]) <= mine) return false;
  return true;
}

/* Labels alone above the line: a page that puts name and date before the title. */
static bool is_signed_below(const page *p, size_t i) {
  if (i + 1 >= p->n || p->l[i].chars < 5 || !may_be_title(p, &p->l[i]) || yl_at_edge(p, &p->l[i], true) != YL_Z_BODY)
    return false;
  if (!yl_mark_byline(p->w, yl_core(p->s, &p->l[i + 1]))) return false;
  for (size_t k = 0; k < i; k++)
    if (!p->l[k].settled && !is_label(&p->l[k], 30)) return false;
  return true;
}

static size_t find_title(const page *p, size_t limit) {
  bool byline = false;
  for (size_t i = 0; i < limit; i++)
    if (p->l[i].settled && p->l[i].kind == YL_Z_TITLE) return i;
  for (size_t i = 0; i < limit; i++)
    if (p->l[i].flags & L_HASH && level(p, &p->l[i]) == 1 && may_be_title(p, &p->l[i])) return i;
  for (size_t i = 1; i < limit; i++)
    if (is_signed_below(p, i)) return i;
  for (size_t i = 0; i < limit; i++) {
    const yl_line *l = &p->l[i];
    if (is_linked_title(p, i)) return i;
    yl_zone_kind k = l->settled ? (yl_zone_kind)l->kind : yl_at_edge(p, l, true);
    byline = byline || k == YL_Z_BYLINE || k == YL_Z_CREDIT;
    if (l->settled || k != YL_Z_BODY) continue;
    if (!may_be_title(p, l)) return p->n;
    if (l->flags & L_HASH) return heads_all(p, i, byline) ? i : p->n;
    bool apart = i + 1 < p->n && (p->l[i + 1].flags & L_GAP) && l->chars <= 45;
    bool next = i + 1 == p->first && p->first < p->n && l->chars <= 40 && l->stops == 0 && i == 0;
    bool marked = yl_starts(p->s, l->from, "原创 ") || yl_starts(p->s, l->from, "原創 ");
    bool wired = i + 1 < p->n && l->chars <= 40 && yl_mark_wire(p->w, yl_core(p->s, l + 1));
    return (apart && p->first < p->n) || next || marked || wired || announced(p, i) ? i : p->n;
  }
  return p->n;
}

/* A name between the title and the date, "创始人": short, no punctuation, nothing else known of it. */
static bool bare_name(const yl_line *l) {
  return l->chars <= 16 && l->chars >= 2 && l->stops == 0 && l->commas == 0 && l->pipes == 0 && l->digits == 0 &&
         !(l->flags & (L_BULLET | L_HASH | L_RULE));
}

static bool is_separator(const page *p, const yl_line *l) { /* "," "·" "/" alone between two tags */
  yl_str core = yl_core(p->s, l);
  return l->chars == 1 &&
         (yl_str_is(core, ",") || yl_str_is(core, "·") || yl_str_is(core, "/") || yl_str_is(core, "，"));
}

/* Between title and date: a name, and the sections that the text is filed under with commas between them. */
static void between(page *p, size_t title, size_t date) {
  bool commas = false;
  if (date <= title + 1) return;
  for (size_t i = title + 1; i < date; i++) {
    commas = commas || is_separator(p, &p->l[i]);
    if (!p->l[i].settled && !is_label(&p->l[i], 20)) return;
  }
  yl_line *l = &p->l[title + 1];
  bool named = !l->settled && bare_name(l) && (date == title + 2 || (commas && !is_separator(p, l + 1)));
  if (named) settle(l, YL_Z_BYLINE);
  for (size_t i = title + 1; i < date && commas; i++)
    if (!p->l[i].settled) settle(&p->l[i], YL_Z_NAVIGATION);
}

/* Names around labels: "文/" and the name in the next line; a name with a date under it, above the title. */
static void names(page *p, size_t limit, size_t title) {
  for (size_t i = 0; i + 1 < limit; i++) {
    yl_line *l = &p->l[i], *next = l + 1;
    uint32_t end = yl_cp_before(p->s, l->to);
    bool open = l->settled && l->kind == YL_Z_BYLINE && l->chars <= 6 &&
                (end == '/' || end == ':' || end == 0xFF1A || end == 0xFF0F);
    if (open && !next->settled && bare_name(next)) settle(next, YL_Z_BYLINE);
    bool dated = next->settled && (next->kind == YL_Z_DATE || next->kind == YL_Z_BYLINE);
    if (i < title && !l->settled && bare_name(l) && dated) settle(l, YL_Z_BYLINE);
  }
}

/* A run of names of a menu: at least three short lines of which most are names that menus have. Its end, or i. */
static size_t menu_end(const page *p, size_t i, size_t limit) {
  size_t k = i, known = 0;
  for (; k < limit && k - i < 60 && is_label(&p->l[k], 16) && p->l[k].given != YL_Z_BODY + 1 && p->l[k].digits == 0 &&
         p->l[k].commas == 0 && !(p->l[k].flags & (L_HASH | L_BULLET));
       k++)
    known += yl_mark_section(p->w, yl_core(p->s, &p->l[k]));
  while (k > i && !yl_mark_section(p->w, yl_core(p->s, &p->l[k - 1])))
    k--; /* what follows the last known name may be the title */
  return k - i >= 3 && known * 5 >= (k - i) * 3 ? k : i;
}

/* Do the lines [i, k) name at least three sections, as the menu of a site does, and not only buttons? */
static bool is_site_menu(const page *p, size_t i, size_t k) {
  size_t n = 0;
  for (; i < k; i++) n += yl_phrase_is(p->w, YL_T_SECTIONS, SIZE_MAX, yl_core(p->s, &p->l[i]));
  return n >= 3;
}

/* Menus above the article, and a name of the site with its motto above that of the site. */
static void menus(page *p) {
  size_t end = p->top;
  for (size_t i = p->top; i < p->first && i < p->top + 300; i++) {
    size_t k = menu_end(p, i, p->first);
    if (k == i && !p->l[i].settled && is_label(&p->l[i], 60) && yl_mark_menu(p->w, yl_core(p->s, &p->l[i]))) k = i + 1;
    if (k == i) continue;
    for (size_t j = i; j < k; j++)
      if (!p->l[j].settled) settle(&p->l[j], YL_Z_NAVIGATION);
    for (size_t j = i; j > end && i - j < 2 && i - end <= 2 && is_site_menu(p, i, k); j--) {
      yl_line *above = &p->l[j - 1];
      if (above->settled || !is_label(above, 20) || above->digits > 2) break;
      settle(above, YL_Z_NAVIGATION);
    }
    end = k;
    i = k - 1;
  }
  if (end > p->top) p->top = end;
}

void yl_head(page *p) {
  bool none = p->first == p->n;
  if (!none) menus(p);
  size_t limit = p->first < p->top + HEAD_LINES ? p->first : p->top + HEAD_LINES, date = p->n;
  if (limit > p->n) limit = p->n;
  if (none && limit > p->top + 4) limit = p->top + 4;
  size_t title = find_title(p, limit);
  if (none && title == p->n && limit > p->top + 2) limit = p->top + 2;
  for (size_t i = 0; i < limit; i++) {
    yl_line *l = &p->l[i];
    if (l->settled && l->kind == YL_Z_DATE && date == p->n && i > title) date = i;
    if (l->settled || i == title) continue;
    yl_zone_kind k = yl_at_edge(p, l, true);
    if (none && k != YL_Z_DATE && k != YL_Z_BYLINE && (k != YL_Z_NAVIGATION || title == p->n)) continue;
    if (k != YL_Z_BODY) settle(l, k);
    if (k == YL_Z_DATE && date == p->n) date = i;
    if (k == YL_Z_BODY && l->flags & L_NUMBER && i > 0 && p->l[i - 1].kind == YL_Z_DATE) settle(l, YL_Z_COMMENT);
  }
  if (title == p->n) return;
  settle(&p->l[title], YL_Z_TITLE);
  if (date != p->n && date > title) between(p, title, date);
  names(p, limit, title);
}
