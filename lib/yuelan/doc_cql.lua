--- doc_cql.lua - help "cql": the corpus query language as it is here, and where it differs from CQP.
return [[
The corpus query language: patterns of words, as in CQP.

  yuelan search --cql '"的" []{0,3} "泡沫" within s' PATH...      c:find{cql = [=[ [pos="n.*"] @"泡沫" ]=]}

Words
  "泡沫"  "贸易冲突"        a literal, however it was cut. What the cutter takes for one word must begin and end where words do; a longer one
                          may begin and end inside words, and the match takes the whole of these: 中美贸易|冲突
  "泡沫.*"  "(股|楼)市"     with . * + ? ( ) [ ] { } | \ ^ $ in it: a regular expression on one word, from its beginning to its end
  [word="大"]  []          one word; any word
  [word="n.*" & !(pos="v" | pos="a")]  [a -> b]                 & | ! -> and brackets
  word key pos            word is by key, so that 網絡 is 网络 and NET is net; key is the key itself; pos is the dictionary's tag. VRT and CoNLL-U
                          bring what they have (lemma, upos …; pos is then theirs)
  = !=  < <= > >=         against a "regular expression"; numbers and ISO dates in order
  contains, matches       one member, every member of a set |x|y| (also: not contains, not matches)
  "…"%c %d %l %x          case, accents aside; no regular expression; as written (網絡 is then not 网络). --distinct and --exact say so for all
  $list, [pos=$tags], RE($list)                                   word lists: --list NAME=FILE, lists = {name = words}
  [word="x" & np]         a word in a region np;   lbound(s) rbound(s): the first, the last one

Patterns
  A B   (A | B)   A? A* A+ A{2} A{2,} A{1,3} A{,3}
  a:[…]   @[…]   @1[…]    a label; the anchors target and keyword, which records give
  [: pos="n" :]           the next word is such, and is not taken
  <s> </s> <p> <text> <title> <np> …                              regions begin and end: s and p (sentences, lines), text, zones, and what the files bring
  <s> … </s>              one and the same region;  <<s>>  all of one;  <np type="x">  <text_site="sina.*">

Behind a pattern
  :: a.word = b.word & match.text_date >= "2025"                   what holds of the whole: labels, match, matchend
     distance(a,b) distabs(a,b) f(a.word) strlen(a.word) int(…) add sub mul prefix is_prefix minus ambiguity lbound_of(s,a) rbound_of(s,a)
  within s | p | text | title | np | 2 s | 10      cut 100      expand [left|right] to s | 5
  (?longest) before it    matching strategies: of all matches from one place the shortest (longest: the longest); then
     standard             of those with one end the one that begins first: A? at the beginning is taken, B? at the end is not
     shortest, longest    those in which no other lies; those that lie in no other
     traditional          all

MU(meet "泡沫" "的" -3 3)   MU(meet A B s)   MU(meet A not B -1 1)   MU(union A (meet B C s))     words with another one near
TAB "的" {0,3} "泡沫" * [pos="v"] within s                               words in this order, the nearest from each beginning
/np["n.*"]                  macros: --macros FILE with  MACRO np($0=Tag) [pos="a.*"]* [pos="$0"] ;   /region[s] is there

Where this differs from CQP
  words are folded         %c and %d are not needed for case and script; %x and %xc go back to what is written
  "literal"                finds a word that was cut in two, and phrases; [word="literal"] is CQP's "literal"
  no match leaves a zone   title, body, caption are searched one by one (--zones); a document's border ends a match always
  length                   a match has at most 500 words where the pattern sets no bound; `within text`, `within 2000` lift it. CQP: HardBoundary
  labels, anchors          every way to set them counts for ::; of several the one furthest left is given. CQP keeps the last one it met
  evaluation               from the rarest word in both directions: "的" []{0,3} "泡沫" costs what 泡沫 costs
  < > on strings           CQP compares numbers only
  text_…                   a metadata field of the document; text_id is its id, or doc
  quotes in quotes         "\"" or '"'; "经济""发展" is two words side by side, not one with a quote in it
  not here                 names and commands (A = …; cat, sort, group: that is Lua), :LANG (aligned corpora), undump
]]
