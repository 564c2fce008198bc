/* nfc.h - canonical composition (NFC), as a listed stage. */
#ifndef YL_TEXT_NFC_H
#define YL_TEXT_NFC_H

#include "text/edits.h"

/* Adds to e (kind YL_NFC) the changes that make s (valid UTF-8) NFC. None for text that is NFC already,
 * found out by a quick check at memory speed on Han and ASCII. */
yl_status yl_nfc(yl_ctx *ctx, yl_str s, yl_edits *e);
/* Appends NFC(s), NFD(s) to out. */
yl_status yl_nfc_string(yl_ctx *ctx, yl_str s, yl_buf *out);
yl_status yl_nfd_string(yl_ctx *ctx, yl_str s, yl_buf *out);

#endif
