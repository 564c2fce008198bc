/* repair.h - undoes damage in the decoded text of one document; nothing here looks at any other. */
#ifndef YL_REPAIR_REPAIR_H
#define YL_REPAIR_REPAIR_H

#include "text/edits.h"
#include "text/problem.h"

/* Finds damage in `decoded` (valid UTF-8, line ends already '\n'). Repairs go to edits (ascending, not
 * overlapping, positions in decoded); what cannot be repaired goes to problems (same positions). */
yl_status yl_repair(yl_ctx *ctx, yl_str decoded, yl_edits *edits, yl_problems *problems);

#endif
