/* html.c - the text of a page: html.h says how.
 *
 * What is hidden (by `hidden`, aria-hidden, display:none) or meant for readers without scripts or frames is left out,
 * unless it is all there is, or most of the running text by far: pages whose article a script brings to light are read
 * as with that script. Left out is not lost: it stays in the bytes, and no character of the text leads there.
 */
#include "formats/html.h"
#include "lexicon/script.h"

/* Reads the page; once more with what was hidden, if that is where the text is. */
static yl_status read_page(yl_ctx *ctx, yl_str s, html_page *p) {
  enum { MUCH = 300 };
  yl_status rc = html_tree(ctx, s, 0, p);
  unsigned show = 0;
  for (int k = 0; k < 2 && rc == YL_OK; k++)
    if ((p->shown == 0 && p->hidden[k] > 0) || (p->hidden_prose[k] >= MUCH && p->hidden_prose[k] / 2 > p->shown_prose))
      show |= 1u << k;
  if (rc != YL_OK || !show) return rc;
  html_page_free(ctx, p);
  return html_tree(ctx, s, show, p);
}

/* The declared language counts where the text does not speak against it: templates say "en" of anything. */
static bool believed(yl_str declared, yl_str text) {
  const char *seen = yl_language(text);
  size_t n = strlen(seen);
  if (declared.n < 2 || declared.n > 35 || !yl_ascii_alpha(declared.p[0])) return false;
  return n == 0 || (declared.n >= n && html_same(yl_sub(declared, 0, n), seen) &&
                    (declared.n == n || !yl_ascii_alpha(declared.p[n])));
}

static yl_status pair(yl_ctx *ctx, yl_extract *x, const char *name, yl_str value) {
  return yl_extract_pair(ctx, x, (yl_str){name, strlen(name)}, value);
}

static yl_status put_pairs(yl_ctx *ctx, const html_page *p, const html_found *f, yl_extract *x) {
  static const char *const names[HM_N] = {"", "author", "", "site", "source", "url", "language"};
  char day[11], time[32];
  yl_status rc = pair(ctx, x, "title", p->title);
  for (int k = 0; k < HM_N && rc == YL_OK; k++) {
    if (f->field[k].n == 0) continue;
    yl_str all = yl_buf_str(&f->bytes), v = yl_sub(all, f->field[k].at, f->field[k].at + f->field[k].n);
    yl_str site = yl_sub(all, f->field[HM_SITE].at, f->field[HM_SITE].at + f->field[HM_SITE].n);
    if (k == HM_DATE && html_date(v, day, time)) {
      rc = pair(ctx, x, "date", (yl_str){day, 10});
      if (rc == YL_OK) rc = pair(ctx, x, "datetime", (yl_str){time, strlen(time)});
      continue;
    }
    if (k == HM_LANGUAGE && !believed(v, yl_buf_str(&x->text))) continue;
    if (k == HM_AUTHOR && yl_str_eq(v, site)) continue; /* the site's own name in <meta name="author"> */
    if (*names[k]) rc = pair(ctx, x, names[k], v);
  }
  return rc;
}

yl_status yl_html_extract(yl_ctx *ctx, yl_str decoded, yl_extract *x) {
  html_page p = {0};
  html_found f = {0};
  yl_status rc = read_page(ctx, decoded, &p);
  if (rc == YL_OK) html_zones(&p);
  if (rc == YL_OK) rc = html_meta(ctx, &p, &f);
  if (rc == YL_OK) rc = html_title_zone(ctx, &p);
  if (rc == YL_OK) rc = html_write(ctx, &p, x);
  if (rc == YL_OK) rc = put_pairs(ctx, &p, &f, x);
  yl_buf_free(ctx, &f.bytes);
  html_page_free(ctx, &p);
  return rc;
}
