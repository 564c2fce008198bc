/* speaker.h - who speaks: what the files that read it share. Internal to the room.
 *
 * speaker_phrase.c finds where the noun phrase is, speaker_judge.c what it is, speaker_refer.c whom it stands for; speaker.c asks them about a verb.
 */
#ifndef YL_EXTRACT_SPEAKER_H
#define YL_EXTRACT_SPEAKER_H

#include "extract/quote.h"

enum { YL_NAME_MAX = 60 }; /* bytes of a name */

static inline bool yl_has_tag(const yl_piece *p, char a, char b) { return p->tag[0] == a && (b == '*' || p->tag[1] == b); }

/* Is it a verb of saying, or a word that opens a source? Does the table have it as somebody or something that speaks? */
bool yl_is_said(const yl_piece *p);
bool yl_is_party(const yl_piece *p);
/* Are all its characters ones of given names? Ones that write foreign names by sound? */
bool yl_is_given(const yl_sayings *q, const yl_piece *p);
bool yl_is_sound(const yl_sayings *q, const yl_piece *p);
/* Is piece k a word that is a person's name? */
bool yl_is_person_word(const yl_sayings *q, size_t k);
/* How many pieces of [k, to) are a Chinese name that the dictionary does not know, 0: none. Behind an office any characters will do. */
size_t yl_name_pieces(const yl_sayings *q, size_t k, size_t to, bool office);

/* Past what may stand before a phrase: 但, 昨日, 在接受采访时; what the last 在… was about. */
size_t yl_skip_openers(const yl_sayings *q, size_t i, size_t to, size_t *phrase, size_t *phrase_to);
/* Does the phrase that begins at piece i stop before piece k? Where it ends. */
bool yl_stops_phrase(const yl_sayings *q, size_t i, size_t k, size_t to);
size_t yl_phrase_end(const yl_sayings *q, size_t i, size_t to);

/* What the phrase of pieces [i, to) is. */
void yl_judge(const yl_sayings *q, size_t i, size_t to, yl_who *w);
/* Does it begin with what is done, not with who does it: 负上政治代表, 去信内会? */
bool yl_is_predicate(const yl_sayings *q, size_t i, size_t to);
/* A conjunction. Does a name that began at piece i end before the one at k? 工业和信息化局 is one. */
bool yl_is_and(const yl_sayings *q, size_t k);
bool yl_is_whole(const yl_sayings *q, size_t i, size_t k);

/* The statement of the paragraph that covers a place, found before; NULL: none. */
const yl_quote *yl_said_at(const yl_sayings *q, uint32_t at);
/* Is s a surname, by itself or before an office (李教授)? The last person named whose surname is the character at p. */
bool yl_is_by_surname(const yl_sayings *q, yl_str s);
const yl_who *yl_surname_of(const yl_sayings *q, const yl_piece *p);

#endif
