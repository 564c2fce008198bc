/* Random pages. Well-formed nesting, written in many ways, against an oracle that knows what it wrote; and a soup of
 * tags against gumbo, another parser of HTML: the same characters, in the order of the source. The laws hold for both.
 */
#include <gumbo.h>

#include "html_help.h"
#include "random_text.h"

static yl_ctx *ctx;
static yl_buf source;

static void put(const char *z) { yl_buf_puts(ctx, &source, z); }

/* ---- nesting against what was meant ---- */

/* What a reader is meant to see: characters, and between them spaces, line ends in the source, ends of blocks. */
enum { SP = 0x110000, NL, END, MAX_FLOW = 1 << 16 };
static uint32_t flow[MAX_FLOW];
static size_t nflow;
static void see(uint32_t what) { flow[nflow++] = what; }

static bool east(uint32_t cp) { return cp >= 0x3000 && cp < 0xA000; }

/* The text of the flow: a line at a time, spaces and line ends as one space or none. */
static size_t meant(char *out) {
  size_t n = 0;
  for (size_t at = 0; at <= nflow;) {
    size_t end = at;
    while (end < nflow && flow[end] != END) end++;
    size_t from = at, to = end;
    while (from < to && flow[from] >= SP) from++;
    while (to > from && flow[to - 1] >= SP) to--;
    if (from < to && n) out[n++] = '\n';
    for (size_t i = from; i < to; i++) {
      if (flow[i] < SP) {
        n += yl_utf8_encode(flow[i], out + n);
        continue;
      }
      size_t k = i;
      bool broken = false;
      for (; flow[k] >= SP; k++) broken |= flow[k] == NL;
      if (!(broken && east(flow[i - 1]) && east(flow[k]))) out[n++] = ' ';
      i = k - 1;
    }
    at = end + 1;
  }
  return n;
}

static void write_space(void) {
  static const char *const spaces[] = {" ", "  ", "\t", " <!-- c --> ", "\n", "\n  ", " \r\n", "&#32;", "&#10;"};
  uint32_t k = rt_below(9);
  put(spaces[k]);
  see(k >= 4 && k != 7 ? NL : SP);
}

static void write_char(void) {
  static const struct {
    uint32_t cp;
    const char *as[3];
  } chars[] = {{0x4E2D, {"中", "&#x4e2d;", "&#20013;"}},
               {0x6587, {"文", "文", "&#x6587"}},
               {0x3002, {"。", "。", "。"}},
               {'a', {"a", "a", "&#97;"}},
               {'B', {"B", "B", "B<!---->"}},
               {'<', {"&lt;", "&LT;", "< "}},
               {'&', {"&amp;", "&", "&#38;"}},
               {'"', {"&quot;", "\"", "\""}},
               {0xE9, {"é", "&eacute;", "&eacute;"}},
               {'>', {">", "&gt;", "]]>"}},
               {0x3042, {"あ", "あ<wbr>", "<b></b>あ"}}};
  uint32_t c = rt_below(11), k = rt_below(3);
  if (chars[c].cp == '>' && k == 2) see(']'), see(']');
  put(chars[c].as[k]);
  see(chars[c].cp);
  if (chars[c].cp == '<' && k == 2) see(SP);
  if (chars[c].cp == '&' && k == 1) put(" "), see(SP); /* what comes behind a bare one must not make it a reference */
  if (chars[c].cp == 0x6587 && k == 2) put("<i></i>");
}

static void write_inline(int depth) {
  static const char *const tags[] = {"b",     "em",  "span class=\"x>y\"", "a href='?a=1&amp;b'", "font color=red",
                                     "x-tag", "CODE"};
  static const char *const ends[] = {"</b>", "</em >", "</span>", "</a\n>", "</FONT>", "</x-tag>", "</code>"};
  for (uint32_t i = rt_below(5); i > 0; i--) {
    if (rt_below(3) == 0) write_space();
    uint32_t k = rt_below(10);
    if (k >= 7 || depth == 0) {
      write_char();
      continue;
    }
    put("<"), put(tags[k]), put(">");
    if (k == 3) { /* no link in a link */
      write_char();
    } else {
      write_inline(depth - 1);
    }
    put(ends[k]);
  }
  if (rt_below(3) == 0) write_space();
}

static void write_unseen(void) {
  static const char *const unseen[] = {"<!-- <p>no</p> -->",
                                       "<script>if (a < b) document.write('<p>no</p>')</script>",
                                       "<style>p:before{content:\"</p>no\"}</style>",
                                       "<span hidden>no</span>",
                                       "<b style=\"display:none\">no</b>",
                                       "<noscript>no</noscript>",
                                       "<img src=a.gif>",
                                       "<rt>no</rt>"};
  put(unseen[rt_below(8)]);
}

static void write_block(int depth) {
  static const char *const tags[] = {"div",    "section", "blockquote", "article id='a\nb'",
                                     "ul><li", "p",       "h2",         "div hidden"};
  static const char *const ends[] = {"</div>",     "</section>", "</blockquote>", "</article>",
                                     "</li></ul>", "</p>",       "</h2>",         "</div>"};
  for (uint32_t i = 1 + rt_below(3); i > 0; i--) {
    if (rt_below(4) == 0) write_unseen();
    if (depth == 0 || rt_below(3) == 0) {
      write_inline(2);
      continue;
    }
    uint32_t k = rt_below(8);
    size_t keep = nflow;
    if (k != 7) see(END); /* what is not shown ends no line */
    put("<"), put(tags[k]), put(">");
    if (k == 5 || k == 6)
      write_inline(2);
    else
      write_block(depth - 1);
    if (k != 5 || rt_below(2))
      put(ends[k]); /* a p may stay open before the next block */
    else
      put("<hr>");
    if (k == 7)
      nflow = keep;
    else
      see(END);
    if (rt_below(4) == 0) put("\n"), see(NL);
  }
}

static void test_nesting(void) {
  static char want[MAX_FLOW * 4];
  size_t bad = 0;
  for (int round = 0; round < 4000; round++) {
    source.n = nflow = 0;
    put("<!DOCTYPE html><body>x<br>"); /* something is seen, so nothing hidden is */
    see('x'), see(END);
    write_block(4);
    yl_extract x = {0};
    yl_str s = yl_buf_str(&source);
    size_t n = meant(want);
    const char *law = yl_html_extract(ctx, s, &x) == YL_OK ? html_law(s, &x) : "it failed";
    if ((law || x.text.n != n || memcmp(x.text.p, want, n) != 0) && bad++ < 3)
      printf("# %d: %s\n# source: %.*s\n# got: %.*s\n# want: %.*s\n", round, law ? law : "other text", (int)s.n, s.p,
             (int)x.text.n, x.text.p, (int)n, want);
    yl_extract_free(ctx, &x);
  }
  ok(bad == 0, "4000 pages that are known: the text meant, each character in its place");
}

/* ---- a soup against gumbo ---- */

static const char *const soup[] = {"<p>",
                                   "</p>",
                                   "<div>",
                                   "</div>",
                                   "<b>",
                                   "</b>",
                                   "<i class=\"a>b\">",
                                   "</i>",
                                   "<a href='x'>",
                                   "</a>",
                                   "<table>",
                                   "</table>",
                                   "<tr>",
                                   "</tr>",
                                   "<td>",
                                   "</td>",
                                   "<th>",
                                   "<tbody>",
                                   "<caption>",
                                   "</caption>",
                                   "<ul>",
                                   "</ul>",
                                   "<li>",
                                   "</li>",
                                   "<dl>",
                                   "<dt>",
                                   "<dd>",
                                   "</dl>",
                                   "<h1>",
                                   "</h1>",
                                   "<h2>",
                                   "</h3>",
                                   "<br>",
                                   "</br>",
                                   "<hr/>",
                                   "<span>",
                                   "</span>",
                                   "<form>",
                                   "</form>",
                                   "<button>",
                                   "</button>",
                                   "<option>",
                                   "<font size=+1>",
                                   "</font>",
                                   "<x-a>",
                                   "</x-a>",
                                   "<!-- x -->",
                                   "<!-->",
                                   "<!x>",
                                   "<?y?>",
                                   "</ z>",
                                   "<script>a<b</script>",
                                   "<style>x{}</style>",
                                   "<textarea>t</textarea>",
                                   "<html>",
                                   "</html>",
                                   "<body lang=x>",
                                   "</body>",
                                   "<head>",
                                   "</head>",
                                   "<pre>",
                                   "</pre>",
                                   "<center>",
                                   "</center>",
                                   "<nobr>",
                                   "<em>",
                                   "</em>",
                                   "<input value='a>b'>",
                                   "<address>",
                                   "</address>",
                                   "<blockquote>",
                                   "</blockquote>",
                                   "<strong/>",
                                   "</strong>",
                                   "<object>",
                                   "</object>",
                                   "<xmp><b></xmp>",
                                   "<image>",
                                   "甲",
                                   "乙 ",
                                   "丙\n",
                                   "d",
                                   " e",
                                   "f&amp;g",
                                   "&lt;",
                                   "&#x4e2d;",
                                   "&copy",
                                   "&notin",
                                   "&unknown;",
                                   "&",
                                   "<",
                                   "< ",
                                   "<3",
                                   ">",
                                   "&#128;",
                                   "&NotEqualTilde;",
                                   "\t",
                                   "é"};

typedef struct piece {
  unsigned at;
  const char *text;
} piece;

static int by_place(const void *a, const void *b) {
  unsigned x = ((const piece *)a)->at, y = ((const piece *)b)->at;
  return (x > y) - (x < y);
}

static bool shown(const GumboNode *n) {
  for (; n && n->type == GUMBO_NODE_ELEMENT; n = n->parent)
    if (n->v.element.tag == GUMBO_TAG_SCRIPT || n->v.element.tag == GUMBO_TAG_STYLE ||
        n->v.element.tag == GUMBO_TAG_TITLE)
      return false;
  return true;
}

/* Text nodes in the order of the source. */
static size_t gumbo_pieces(GumboNode *root, piece *out, size_t max) {
  static GumboNode *stack[1 << 14];
  size_t depth = 0, n = 0;
  stack[depth++] = root;
  while (depth > 0) {
    GumboNode *node = stack[--depth];
    if (node->type == GUMBO_NODE_TEXT && shown(node->parent) && n < max)
      out[n++] = (piece){node->v.text.start_pos.offset, node->v.text.text};
    if (node->type != GUMBO_NODE_ELEMENT) continue;
    for (unsigned i = 0; i < node->v.element.children.length && depth < 1 << 14; i++)
      stack[depth++] = node->v.element.children.data[i];
  }
  qsort(out, n, sizeof *out, by_place);
  return n;
}

static size_t dense(const char *p, size_t n, char *out) { /* without spaces */
  size_t k = 0;
  for (size_t i = 0; i < n; i++)
    if (p[i] != ' ' && p[i] != '\n' && p[i] != '\t' && p[i] != '\r' && p[i] != '\f') out[k++] = p[i];
  return k;
}

static void test_soup(void) {
  static char ours[1 << 16], theirs[1 << 16];
  static piece pieces[1 << 12];
  size_t bad = 0;
  for (int round = 0; round < 6000; round++) {
    source.n = 0;
    for (uint32_t i = 1 + rt_below(40); i > 0; i--) put(soup[rt_below(sizeof soup / sizeof *soup)]);
    put("."); /* so that nothing is cut at the end */
    yl_extract x = {0};
    yl_str s = yl_buf_str(&source);
    const char *law = yl_html_extract(ctx, s, &x) == YL_OK ? html_law(s, &x) : "it failed";
    GumboOutput *g = gumbo_parse_with_options(&kGumboDefaultOptions, s.p, s.n);
    size_t n = gumbo_pieces(g->root, pieces, 1 << 12), m = 0, k = dense(x.text.p, x.text.n, ours);
    for (size_t i = 0; i < n; i++) m += dense(pieces[i].text, strlen(pieces[i].text), theirs + m);
    if ((law || k != m || memcmp(ours, theirs, k) != 0) && bad++ < 5)
      printf("# %d: %s\n# source: %.*s\n# ours: %.*s\n# gumbo: %.*s\n", round, law ? law : "other characters", (int)s.n,
             s.p, (int)k, ours, (int)m, theirs);
    gumbo_destroy_output(&kGumboDefaultOptions, g);
    yl_extract_free(ctx, &x);
  }
  ok(bad == 0, "6000 soups of tags: the characters that gumbo finds");
}

/* ---- bytes of any sort ---- */

static void test_noise(void) {
  static const char *const bits[] = {"<",
                                     ">",
                                     "</",
                                     "<!--",
                                     "-->",
                                     "\"",
                                     "'",
                                     "=",
                                     "<a ",
                                     "<script",
                                     "</script>",
                                     "<title>",
                                     "<textarea ",
                                     "&",
                                     "&#",
                                     ";",
                                     "<svg/>",
                                     "<svg>",
                                     "<![CDATA[",
                                     "]]>",
                                     "<?xml ",
                                     "?>",
                                     "<td",
                                     "<img alt=",
                                     "<p hidden",
                                     "style='display:none'",
                                     "<noscript>",
                                     "<noframes>",
                                     "<pre>",
                                     "\n",
                                     "\xE3\x80\x80",
                                     "\xC2\xA0",
                                     "<h1 itemprop=author>",
                                     "<meta name=date content=",
                                     "<script type=ld+json>{\"@type\":\"Article\",\"author\":[{",
                                     "2024-01-01",
                                     "</"};
  size_t bad = 0;
  for (int round = 0; round < 6000; round++) {
    char text[256];
    source.n = 0;
    if (round % 8 == 0) put("<?xml?>");
    for (uint32_t i = rt_below(30); i > 0; i--) {
      put(bits[rt_below(sizeof bits / sizeof *bits)]);
      if (rt_below(3) == 0) yl_buf_push(ctx, &source, text, rt_text(text, rt_below(8)));
    }
    yl_extract x = {0};
    yl_str s = yl_buf_str(&source);
    const char *law = yl_html_extract(ctx, s, &x) == YL_OK ? html_law(s, &x) : yl_errmsg(ctx);
    if (law && bad++ < 3) printf("# %d: %s\n# source: %.*s\n", round, law, (int)s.n, s.p);
    yl_extract_free(ctx, &x);
  }
  ok(bad == 0, "6000 pages of noise: the laws hold");
}

int main(void) {
  ctx = yl_ctx_new(NULL, NULL);
  test_nesting();
  test_soup();
  test_noise();
  yl_buf_free(ctx, &source);
  yl_ctx_free(ctx);
  return done();
}
