--- doc.lua - the documentation of the Lua face as data: help() and `yuelan help` show it, tests/lua/test_help.lua runs every example.
--
-- In examples c is the corpus of tests/data/sample/articles, d a document, h hits, t a table. `x --> text` says what x prints.
local doc = {}

doc.overview = [[
Yuelan: reading, searching and comparing text corpora.

c = yuelan.open("articles/")     open files, folders, globs
c                                what is in it
c:find("英伟达")                 where it stands, 英偉達 as well
c[1].title  c[1]:repairs()       a document, and what was repaired in it
c:where{site = "ifeng.com"}      the documents of one site, as a corpus

Offsets are half open and from 0: "start" and "end" are bytes of the original file, "char" and "char_end" characters of the text,
text_start and text_end bytes of the text.]]

local function section(name, title, text)
  local s = {name = name, title = title, text = text}
  doc.sections[#doc.sections + 1] = s
  return function(entries)
    for _, e in ipairs(entries) do
      s[#s + 1] = {name = e[1], signature = e[2], text = e[3], returns = e[4], example = e[5]}
    end
  end
end

doc.sections = {}

section("yuelan", "The module yuelan", "What require \"yuelan\" gives; in the shell it is there already.") {
  {"yuelan.open", "yuelan.open(path | {path, …, option = value})",
    "Opens files, folders, globs, archives and compressed files as a corpus; a line of JSON Lines, a row of CSV, a page of a WARC is a document. Options: " ..
    "encoding, repair (all, likely, exact, none), metadata (a CSV or JSONL file; one in a folder that names files there is used unasked), " ..
    "aliases (a file or a table), " ..
    "dict (a file of words of your own), hidden, files_from, zones, strict; for records " ..
    "read_as (text, jsonl, json, csv, tsv, html, vrt, conllu, warc, words), text_field, id_field, keep (\"a,b\" or \"all\"); limits max_document, max_unpacked, " ..
    "max_ratio, max_members, max_depth, max_memory, max_seconds, memory. What cannot be read is a problem of the corpus, not an error.",
    "a Corpus, or nil, message, code when nothing could be read", 'yuelan.open{"tests/data/sample/articles/*.txt", repair = "exact"}'},
  {"yuelan.pieces", "for c in assert(yuelan.pieces(path | {path, …, option = value})) do … end",
    "Reads what yuelan.open reads piece by piece, each a corpus of the next documents, in bounded memory, however much there is. JSON Lines on standard input " ..
    "(\"-\") come as they are written: a piece ends where the next record would have to be waited for, and the text field is learnt from as few of " ..
    "them as tell it. A piece is closed when the next is asked for.",
    "what a for loop takes, or nil, message, code",
    'for piece in assert(yuelan.pieces("tests/data/sample/articles")) do print(#piece) end'},
  {"yuelan.index", "yuelan.index{path, …, out = \"NAME.yuelan\", option = value}", "Reads files into a saved corpus, a folder that yuelan.open and " ..
    "every script take " ..
    "as path and open at once. Options: those of yuelan.open, keep_originals (the bytes of documents are kept in it too), " ..
    "no_words (none are kept: words are cut where they are asked for), memory (\"200M\": what making it may take, 92 MB at least). add = true reads more " ..
    "paths into one that is there; " ..
    "refresh = true looks for what is new, changed (files, rows of metadata, corrections) or gone; remove = {\"DOC\", …} removes documents.",
    "the saved Corpus, opened, and what was done besides (a dead process's lock taken over); or nil, message, code", nil},
  {"yuelan.merge", "yuelan.merge({\"A.yuelan\", …}, \"OUT.yuelan\")", "Makes one saved corpus of several.", "the saved Corpus, opened", nil},
  {"yuelan.compact", "yuelan.compact(\"NAME.yuelan\" [, {purge = true}])", "Writes parts that are small, or had documents removed or added, anew and " ..
    "in order; purge " ..
    "deletes the files that are not needed any more, which nobody may have open.", "the saved Corpus, opened", nil},
  {"yuelan.verify", "yuelan.verify(\"NAME.yuelan\")", "Reads all of a saved corpus, and lists what is not as it was written.",
    "a list of sentences, empty when it is sound, and a Table of the sizes of its sections", nil},
  {"yuelan.key", "yuelan.key(s)", "Folds a string as the search does: case, width, script and forms of characters.", "a string",
    'yuelan.key("Ｎｅｔ 網絡") == yuelan.key("NET 网络") --> true'},
  {"yuelan.width", "yuelan.width(s [, \"narrow\"|\"wide\"])", "Columns that s takes on a terminal; the setting is for East Asian Ambiguous characters.",
    "an integer", 'yuelan.width("阅览 a") --> 6'},
  {"yuelan.fit", "yuelan.fit(s, columns [, ambiguous [, \"end\"]])", "The longest beginning, or end, of s that fits.", "a string",
    'yuelan.fit("阅览室", 5) --> 阅览'},
  {"yuelan.convert", "yuelan.convert(s, config)",
    "Converts a string between Simplified and Traditional Chinese by phrase, with OpenCC's tables: s2t s2tw s2twp s2hk t2s tw2s tw2sp hk2s and what " ..
    "yuelan.conversions() lists; none leaves it as it is.", "a string, and the Conversion that leads back", '(yuelan.convert("头发发展", "s2t")) --> 頭髮發展'},
  {"yuelan.conversions", "yuelan.conversions()", "The names of all conversions.", "a list of strings", "#yuelan.conversions() --> 16"},
  {"yuelan.compare", "yuelan.compare(a, b, …)", "What documents or views of one corpus have in common, and what tells them apart: " ..
    "themes, with the words each side writes about them (wording), passages, figures, dates, " ..
    "who is quoted, sentences, words. The last argument may be options: themes, sentences, terms, passages, figures, dates, voices.",
    "a Comparison, that prints as a report", "yuelan.compare(c[1], c[3])"},
  {"yuelan.cluster", "yuelan.cluster({{distance, …}, …} [, \"average\"|\"ward\"|\"complete\"|\"single\"])",
    "Joins items by their distances, the nearest first; merge k makes cluster n + k.", "a list of {a, b, height, size}",
    "yuelan.cluster({{0, 1, 5}, {1, 0, 4}, {5, 4, 0}})[2].height --> 4.5"},
  {"yuelan.jobs", "yuelan.jobs(n)", "How many threads a call may use; 0 is one a processor.", nil, "yuelan.jobs(0)"},
  {"yuelan.help", "help(x)", "Tells about a function, a method, an object, or a topic by name. At the prompt x? does the same.", nil,
    'yuelan.help("find")'},
}

section("corpus", "Corpus", "A corpus is documents in zones; a view (of some documents, or other zones) is a Corpus too. #c counts its documents, c[i] is one.") {
  {"corpus:documents", "c:documents()", "Goes through the documents: for i, d in c:documents() do … end.", "an iterator",
    "local n = 0\nfor _, d in c:documents() do n = n + d.characters end"},
  {"corpus:near", "c:near({query, query, …} [, {within = 20, unit = \"character\", ordered = false}])",
    "Where two to eight queries (or Hits) stand near one another: the smallest windows with one hit of each that do not overlap, of those the ones with at most " ..
    "`within` units between neighbours: character or word (of one line), sentence or paragraph (0: the same). Other options are those of find. " ..
    "Records have the places.",
    "Hits", 'c:near({"卫星", "火箭"}, {unit = "sentence"})'},
  {"corpus:within", "c:within(hits)", "What searches the text of these hits only: c:within(hits):find(query).", "an object with find",
    '#c:within(c:find("北斗"):expand("sentence")):find("卫星") > 0 --> true'},
  {"corpus:trace", "c:trace(passage [, {similarity = 0.5}])", "Copies of a passage of 8 to 4000 characters: exact, reworded, in part, in another " ..
    "script; by date. similarity is " ..
    "twice what they have in common by the size of both. t[i] are records, t:table() all of them; it prints with [-what is gone-]{+what is new+}{>what was moved<}.",
    "Traces, or nil, message, code", "#c:trace(c[1].text:sub(1, c[1]:offset(100))) > 0 --> true"},
  {"corpus:duplicates", "c:duplicates{threshold = 0.5}", "Pairs of documents that have text in common, whatever their script, width and page: same, near (similarity " ..
    ".7 or more), contains (nine tenths of b, the shorter one, stand in a), copied (passages). similarity is twice the letters in common by those of both, " ..
    "containment their share of the text that shares more; words of an alphabet count as a letter. " ..
    "Texts with the threshold's similarity are listed, or with a containment half-way from it to 1. " ..
    "What stands in many different texts does not count. x[i] are records, x:table() the pairs, x:groups() each text with its copies.",
    "Duplicates, or nil, message, code", "#c:duplicates() --> 0"},
  {"corpus:distinct", "c:distinct{threshold = 0.5}", "The documents with each text once: of a group the earliest (by date, then doc); without copies, and without " ..
    "texts that stand in another as a whole. A copy with two fifths of its own stays. v:left_out() is a Table of what is missing.", "a Corpus",
    "#c - #c:distinct() --> 0"},
  {"corpus:left_out", "v:left_out()", "Of a view that c:distinct() made: the documents that are not in it, and the one that each is like.", "a Table",
    "#c:distinct():left_out() --> 0"},
  {"corpus:where", "c:where{field = value | {op, value}}",
    "The documents that meet all conditions; op is one of = != < <= > >= and ~ (contains). Strings compare by folded key. A function of the document does as well.",
    "a Corpus", '#c:where{script = "latn", characters = {">", 1500}} --> 2'},
  {"corpus:save", "c:save(\"NAME.yuelan\")", "Writes the whole corpus, whatever the view, as a saved one.", "the saved Corpus, opened", nil},
  {"corpus:subset", "c:subset{1, 3}", "The documents with these numbers, ascending.", "a Corpus", "#c:subset{1, 3} --> 2"},
  {"corpus:zones", "c:zones(\"all\" | \"body,caption\")", "The same documents with other zones; without an argument the zones it has.", "a Corpus",
    'c:zones("all"):characters() > c:characters() --> true'},
  {"corpus:find", "c:find(query [, {option = value}])",
    "Finds every place of a string, whatever its script, width and case. Options: regex, word, across, exact, distinct (a list of case, width, script, space, " ..
    "punctuation, repair), fuzzy (1 or 2 characters may differ: hit.edits), aliases = false; several queries, c:find{\"卫星\", \"火箭\"}: any of " ..
    "them; cql: a query of the corpus query language, with strategy, macros and lists (help \"cql\"). search is the same.", "Hits, or nil, message, " ..
    "\"pattern\"", '#c:find("卫星") > 0 --> true'},
  {"corpus:info", "c:info()", "A row a document: encoding, script, metadata, size, problems.", "a Table", 'c:info():select("doc", "encoding"):top(3)'},
  {"corpus:words", "c:words{stop = \"zh\"|file, punctuation = true, by = FIELD}",
    "The words by frequency, with the forms they are written in; by: a list for each value of a field, or of several, with the totals of its documents.", "a Table",
    'c:words():top(5)'},
  {"corpus:ngrams", "c:ngrams(n, {unit = \"word\"|\"character\", skip =, min_count =, min_documents =, stop =, punctuation =, memory =, by =})",
    "Stretches of n words or characters by frequency. None crosses a line end, a zone, punctuation (unless it is counted) or, of characters, a blank. skip: so many " ..
    "units may be left out in between. memory: bytes for sorting (1 GiB), beyond which the text is gone through several times. by: as of words.", "a Table",
    'c:ngrams(2, {min_count = 3}):top(5)'},
  {"corpus:keywords", "c:keywords{top = 10} or c:keywords(reference, {min_count =, min_documents =, correction =, stop =})",
    "What each document is about: words and phrases of it by count and rarity; or, with a reference, the words that set this view apart from " ..
    "another of the same corpus, the strongest first.", "a Table",
    'c:where{script = "hant"}:keywords(c:where{script = "hans"}):top(5)'},
  {"corpus:dispersion", "c:dispersion{parts =, limit =, stop =, punctuation =}",
    "How evenly the words are spread over the documents, or over so many parts with as many words each: range, juilland_d, carroll_d2, rosengren_s, dp, " ..
    "dp_norm, dkl, dkl_norm, arf.", "a Table", "c:dispersion{limit = 5}"},
  {"corpus:diversity", "c:diversity{by =, segment =, window =, draws =, threshold =, rest =}",
    "How varied the vocabulary is, of each document or of the groups that a field makes: ttr and its kin, msttr, mattr, mtld, hdd, Yule, Simpson, entropy.",
    "a Table", 'c:diversity{by = "script"}'},
  {"corpus:dictionary", "c:dictionary()", "The words of one's own that words are cut with (open's dict, --dict): word, weight, pos. A saved corpus keeps those it was " ..
    "cut with, and whoever opens it first has them.", "a Table", "#c:dictionary() --> 0"},
  {"corpus:phrases", "c:phrases{max =, min_count =, min_documents =, min_pmi =, min_entropy =, new =}",
    "Stretches of 2 to 6 Han that behave like words: they hold together (pmi, in bits, at the weakest cut) and their neighbours vary (entropy, in bits); new " ..
    "leaves out what the dictionary knows.", "a Table", "c:phrases{min_count = 3}:top(5)"},
  {"corpus:similar", "c:similar(document, {measure =, limit =, stop =})",
    "The documents most like one, by cosine of tf-idf weights or by bm25.", "a Table", "c:similar(c[1], {limit = 3})"},
  {"corpus:delta", "c:delta{by =, words =, measure =, culling =, stop =}",
    "Stylometry: distances between documents, or the groups that a field makes, by their most frequent words (500): burrows, quadratic, eder or cosine. " ..
    "What it gives has names, distances, nearest(), cluster(method) and tree(method): average, ward, complete or single.",
    "a Delta, that prints as a tree", 'c:delta{by = "script", words = 100}'},
  {"corpus:segment", "c:segment()", "The sentences of all documents with their tokens.", "a list of {doc, start, end, char, char_end, tokens}",
    "#c:subset{1}:segment() > 5 --> true"},
  {"corpus:summarize", "c:summarize{sentences = 5, characters =, share =, together =, method = \"yuelan\"}",
    "The most central sentences of each document, or with together of all. method: yuelan, or by the definition of its paper lead, textrank, " ..
    "lexrank, sumbasic, klsum, luhn, lsa or mmr.", "a list of {doc, sentences}, that prints as text",
    "c:subset{1}:summarize{sentences = 2}"},
  {"corpus:figures", "c:figures{kind =, unit =, min =, max =, near =, subject =}",
    "What the documents say in numbers: money, percentages, counts, dates, durations …, each with its unit, what it is a figure of, for which time " ..
    "and who says so, where the sentence tells. kind and unit may be lists; bounds and ranges count where they reach into min and max; near: text " ..
    "within 20 characters.", "a Table", 'c:figures{kind = "other", unit = "km"}:select("surface", "value", "subject"):top(3)'},
  {"corpus:names", "c:names{kind =, min_count =, list =}",
    "Who and what is named: persons, organisations, products, places and others (indices, events, works, abbreviations), the most frequent first, with every form " ..
    "they are written in. kind may be a list; list is a file of names of your own. What one document is sure of counts in all of the view, so names " ..
    "depend on the view: d:names() is of one document alone. Each name has hits().",
    "a Table", 'c:names{kind = "place"}:top(3)'},
  {"corpus:alias_groups", "c:alias_groups()", "The names that are one by the aliases the corpus was opened with.", "a list of lists", "#c:alias_groups() --> 0"},
  {"corpus:count_figures", "c:count_figures()", "How many figures there are, of every kind.", "an integer", "c:count_figures() == #c:figures() --> true"},
  {"corpus:quotes", "c:quotes{speaker =, type =, verb =, via =}",
    "What somebody says, in quotation marks or without: the words, who says them as the text has it and by the fullest form of the name in the document " ..
    "(pronouns are resolved), the verb, and the agency that passes it on. type: direct, indirect, mixed (marks in a statement). All may be lists; names are " ..
    "found in any script, with the corpus's aliases.", "a Table", 'c:quotes{type = "indirect"}:select("speaker", "verb", "text"):top(3)'},
  {"corpus:timeline", "c:timeline{from =, to =, text =}", "The sentences that name a date, by date, each with the figures in it; a date that the document's own date " ..
    "completes (昨天, 去年), or the year named before it (7月31日), is resolved; what stays open comes last. Sentences of one date that have much in common " ..
    "have one number in event. from and to are dates as 2024 or 2024-05; text: only sentences with it. The second value names documents that are undated, and " ..
    "silent ones, that name no date.",
    "a Table, {undated, silent}", 'c:timeline{text = "北斗", from = "2000"}:select("date", "sentence"):top(3)'},
  {"corpus:report", "c:report{out = \"FILE.html\", lang = \"zh\"|\"en\", title =, by =, query =, texts =, rows =, hits =, sentences =}",
    "One page of HTML that needs nothing else, with all that is found, each statement linked to its place in the texts: overview, quality, summary, " ..
    "comparison of the groups of a field (by), words, names, quotations, figures, concordances and trends of queries, time, similarity. texts: characters of full " ..
    "text in all (1,000,000); rows, hits, sentences: the most of a table, a concordance, the summary.", "the file, or without out the page as a string",
    'c:report{lang = "en", texts = 0}:sub(1, 15) --> <!DOCTYPE html>'},
  {"corpus:compare", "c:compare{by = \"site\"}", "Compares the groups that a metadata field makes, as yuelan.compare does.", "a Comparison",
    'c:compare{by = "script"}'},
  {"corpus:problems", "c:problems()", "What was wrong with the input, each with the bytes it is about.", "a Table", "#c:problems() > 0 --> true"},
  {"corpus:fields", "c:fields()", "The names of the metadata fields that some document has.", "a list of strings", "#c:fields() > 0 --> true"},
  {"corpus:characters", "c:characters()", "Characters in the zones of the corpus.", "an integer", "c:characters() > 10000 --> true"},
  {"corpus:reload", "c:reload()", "Reads everything again, with the same options: files that changed, and corrections made by d:relabel and its like.",
    "a Corpus", "#c:reload() == #c --> true"},
  {"corpus:close", "c:close()", "Gives the memory back now; the corpus and its views cannot be used any more.", nil,
    'local one <close> = yuelan.open("tests/data/sample/articles/ev.txt")'},
}

section("document", "Document", "A document has fields: title author date datetime site source url language and what a sidecar adds; doc format encoding script " ..
  "hash size origin (where its bytes begin in the file that holds it) characters text. A missing one is nil.") {
  {"document:body", "d:body()", "The text of the zones body and heading.", "a string", "#d:body() > 0 --> true"},
  {"document:zones", "d:zones()", "The zones of the text, in order.", "a Table", "d:zones()[1].kind --> title"},
  {"document:repairs", "d:repairs()", "What was repaired: what stood there, what stands there now, and how certain that is.", "a Table", "d:repairs():top(3)"},
  {"document:attributes", "d:attributes()", "Names of the attributes that came with its tokens, for a document that was cut into tokens already (VRT, CoNLL-U).",
    "a list of strings", "#d:attributes() --> 0"},
  {"document:regions", "d:regions()", "The regions that came with such a document: sentences, paragraphs, with their attributes.", "a Table", "#d:regions() --> 0"},
  {"document:region_rows", "d:region_rows()", "The same as plain tables {name, text_start, text_end, attributes}.", "a list", "#d:region_rows() --> 0"},
  {"document:relabel", "d:relabel(s, e, \"notice\")", "A correction: text from s to e belongs to that zone. Written to the file that the corpus was " ..
    "opened with as overrides, and in force when it is read again: c:reload().", "the file, or nil, message, \"io\"", nil},
  {"document:reject", "d:reject(k)", "A correction: repair number k of d:repairs() is wrong; what stood there stays.", "the file", nil},
  {"document:accept", "d:accept(k)", "A correction: repair number k is right, and counts as exact.", "the file", nil},
  {"document:correct", "d:correct{title = \"…\", date = false}", "Corrections of metadata; false: there is none.", "the file", nil},
  {"document:problems", "d:problems()", "What was wrong with this document.", "a list", "#d:problems() --> 0"},
  {"document:candidates", "d:candidates()", "The encodings it could have been read with, best first.", "a list of {encoding, score, errors}",
    "d:candidates()[1].encoding --> GB18030"},
  {"document:simplified", "d:simplified([from])",
    "The text in Simplified characters. from: \"tw\" or \"hk\", where it was written; \"twp\" or \"hkp\" turn that region's words into those of the mainland, " ..
    "軟體 into 软件.", "a string, and the Conversion that leads back", "(d:simplified()):sub(1, 6) --> 二十"},
  {"document:traditional", "d:traditional([region])",
    "The text in Traditional characters: of no region, \"tw\" or \"hk\"; \"twp\" and \"hkp\" put in that region's words too. Text that is Traditional " ..
    "already is only brought to the region's standard.", "a string, and the Conversion that leads back", "(d:traditional(\"tw\")):sub(1, 6) --> 二十"},
  {"document:convert", "d:convert(config)", "The text converted by one of yuelan.conversions(), whatever script it is in.",
    "a string, and the Conversion that leads back", "(d:convert(\"s2hk\")):sub(1, 6) --> 二十"},
  {"document:slice", "d:slice(s, e)", "Text from offset s to e.", "a string", 'd:slice(0, 6) --> 二十'},
  {"document:bytes", "d:bytes(s, e)", "Bytes of the original file, read now.", "a string, or nil, message, \"io\"", "#d:bytes(0, 10) --> 10"},
  {"document:original", "d:original(s, e)", "What stands in the file for that text, decoded but not repaired.", "a string", "d:original(0, 6) --> 二十"},
  {"document:confidence", "d:confidence(s, e)", "The worst confidence of the repairs that text touches.", "exact, likely or guess", "d:confidence(0, 6) --> exact"},
  {"document:to_bytes", "d:to_bytes(s, e)", "Where that text stands in the original.", "start, end", "d:to_bytes(0, 6)"},
  {"document:to_text", "d:to_text(s, e)", "The text that those bytes of the original became.", "start, end", "d:to_text(0, 4)"},
  {"document:char", "d:char(offset)", "Characters before an offset of the text.", "an integer", "d:char(6) --> 2"},
  {"document:offset", "d:offset(n)", "The offset of the text after n characters.", "an integer", "d:offset(2) --> 6"},
  {"document:zone_at", "d:zone_at(offset)", "The kind of zone there.", "a string", "d:zone_at(0) --> title"},
  {"document:sentence_at", "d:sentence_at(s, e)", "The sentence, or sentences, around that text.", "start, end", "d:slice(d:sentence_at(0, 3))"},
  {"document:line_at", "d:line_at(s, e)", "The line, or lines, around that text.", "start, end", "d:slice(d:line_at(0, 3))"},
  {"document:field", "d:field(name)", "A field of the metadata as it stands in the table, also where d.name is a method.", "a string or nil", 'd:field("title")'},
  {"document:cite", "d:cite([s, e])", "A reference for a footnote.", "a string", "d:cite()"},
  {"document:names", "d:names{kind =, min_count =, list =}", "The names in it; other documents have no say.", "a Table", "d:names():top(3)"},
  {"document:figures", "d:figures{kind =, unit =, min =, max =, near =, subject =}", "Its figures.", "a Table", 'd:figures{kind = "date"}:top(3)'},
  {"document:quotes", "d:quotes{speaker =, type =, verb =, via =}", "Its quotations.", "a Table", 'd:quotes():top(3)'},
  {"document:timeline", "d:timeline{from =, to =, text =}", "Its sentences that name a date, by date.", "a Table", 'd:timeline()[1].date --> 1978-02'},
  {"document:summarize", "d:summarize{sentences = 5}", "Its most central sentences.", "a list of {doc, sentences}, that prints as text",
    "d:summarize{sentences = 2}"},
  {"document:keywords", "d:keywords{top = 10}", "What it is about: words and phrases by how often it has them and how rare they are in general.", "a Table",
    "d:keywords{top = 3}"},
  {"document:value", "d:value(name)", "A field by name, as in conditions: also bytes, words and problems, where d.name is a method.", "a string, a number or nil",
    'd:value("bytes") --> 1198'},
  {"document:view", "d:view()", "A corpus of this document alone, in all its zones.", "a Corpus", "#d:view() --> 1"},
}

section("conversion", "Conversion", "The second value of convert, simplified and traditional: it leads from the converted text to what it was made of. " ..
  "m.config, m.document. A range that begins or ends inside a phrase that was replaced as a whole (鼠标 by 滑鼠) widens to it.") {
  {"conversion:source", "m:source(s, e)", "Where that part of the converted text comes from: in the document's text, or the string.", "start, end",
    'select(2, yuelan.convert("鼠标", "s2twp")):source(0, 3)'},
  {"conversion:target", "m:target(s, e)", "What that part of the text became.", "start, end", 'select(2, d:simplified()):target(0, 6)'},
  {"conversion:to_bytes", "m:to_bytes(s, e)", "Where that part of the converted text stands in the original file.", "start, end",
    'select(2, d:simplified()):to_bytes(0, 6)'},
  {"conversion:sizes", "m:sizes()", "Bytes of what was converted, and of what it became.", "two integers", "(select(2, yuelan.convert(\"萬\", " ..
    "\"t2s\")):sizes()) --> 3"},
}

section("hits", "Hits", "What find gives: #h counts, h[i] is a hit: document, start, stop (offsets of text), text, sentence(), original(), open(), cite(), record().") {
  {"hits:each", "h:each()", "Goes through the hits: for i, hit in h:each() do … end.", "an iterator", "for _, hit in h:each() do local _ = hit.text end"},
  {"hits:kwic", "h:kwic{left = 20, right = 20, unit = \"character\", sort = {\"right1\", \"doc\"}, limit = n}",
    "The concordance as a Table; left and right are context in units: character, word, sentence or paragraph; sort keys as in h:sort.",
    "a Table", 'h:kwic{left = 5, right = 5, sort = "right1"}'},
  {"hits:page", "h:page(k [, n [, options]])", "The k-th n (20) hits, as kwic.", "a Table", "#h:page(1, 2) --> 2"},
  {"hits:sort", "h:sort(key, …) or h:sort{key, …, seed = 1}", "The hits in another order; - before a key: falling. Keys: a field of the documents " ..
    "(doc, date …; numbers by value, " ..
    "missing values last), zone, query, match (its key), form (as written), left1 left2 … right1 … (the n-th word of its line), left1c … right1c … " ..
    "(characters), left (the line before it, read backwards), right, position, random (by seed), or a joined column. " ..
    "Stable.", "Hits", '#h:sort("right1", "-date") == #h --> true'},
  {"hits:sample", "h:sample(n [, seed])", "n of the hits, in their order; the same seed, the same ones.", "Hits", "#h:sample(2, 7) --> 2"},
  {"hits:pick", "h:pick{i, …}", "The hits of these numbers.", "Hits", "#h:pick{1, 2} --> 2"},
  {"hits:union", "h:union(other [, {overlap = true}]), or h + other",
    "The hits of both; the same place once. With overlap those of the other that overlap one of h are left out.", "Hits", '#h:union(c:find("火箭")) >= #h --> true'},
  {"hits:intersection", "h:intersection(other [, {overlap = true}]), or h & other", "Those of h that are in the other as well; with overlap, that overlap one of it.",
    "Hits", "#(h & h) == #h --> true"},
  {"hits:difference", "h:difference(other [, {overlap = true}]), or h - other", "Those of h that are not in the other.", "Hits", "#(h - h) --> 0"},
  {"hits:within", "h:within(other)", "Those of h that lie in one of the other.", "Hits", '#h:within(c:find("北斗"):expand("sentence")) > 0 --> true'},
  {"hits:expand", "h:expand(unit [, left [, right]])", "The text around the hits as Hits: character or word (so many on each side), sentence, " ..
    "paragraph, zone, document.",
    "Hits", '#h:expand("sentence") <= #h --> true'},
  {"hits:view", "h:view()", "The documents with hits.", "a Corpus", "#h:view() > 0 --> true"},
  {"hits:documents", "h:documents()", "Goes through the documents with hits.", "an iterator", "for _, d in h:documents() do local _ = d.title end"},
  {"hits:count", "h:count([field, …])", "Hits of each document; with fields, of each group, empty ones and the missing value too.", "a Table", 'h:count("script")'},
  {"hits:group", "h:group(key, …); h:group(i, g)", "Counts by what h:sort sorts by, with the totals of the documents they are of. Of a regular " ..
    "expression: where capture g " ..
    "of hit i matched; of near: the hit of query g.", "a Table; start, stop, or nothing", 'h:group("script", "left1")'},
  {"hits:crosstab", "h:crosstab(key, key)", "Counts of both together: a row a value of the first, a column a value of the second.", "a " ..
    "Table", 'h:crosstab("script", "form")'},
  {"hits:join", "h:join(path)", "The hits with the columns of a CSV, TSV or JSON Lines file that has their ids (the field id of records) in a column " ..
    "`id`: codes given " ..
    "elsewhere. The second value says what did not match. The columns are in records, and sort and group know them.", "Hits, report; or nil, message, code", nil},
  {"hits:save", "h:save(path [, {left =, right =, unit =, format =}])", "Writes all records to a file, by its name .jsonl .csv .tsv .md or .html, one after another.",
    "how many, or nil, message, code", nil},
  {"hits:text", "h:text(i)", "The text of hit i.", "a string", "h:text(1) --> 卫星"},
  {"hits:search", "h:search()", "Looks for all hits now; else the text is searched as far as hits are asked for (h[1] takes a moment, #h all of " ..
    "it).", "how many, or nil, message, code", "h:search()"},
  {"hits:queries", "h:queries()", "Of a search for several words, c:find{\"卫星\", \"火箭\"}: hits and documents with hits of each, in their order.", "two lists",
    "h:queries()"},
  {"hits:explain", "h:explain()", "How it was searched.", "a string", "h:explain()"},
  {"hits:collocates", "h:collocates{left =, right =, context =, measure =, min_count =, min_documents =, stop =, punctuation =}",
    "The words near the hits, in windows of words (5 on either side) or in one sentence or document, with the four counts they were measured from; measures " ..
    "as in help \"measures\", the first gives the order (logdice,g2,mi,t).", "a Table", 'c:find("年"):collocates{left = 2, right = 2, measure = "g2"}'},
  {"hits:trends", "h:trends{period = \"year\"|\"quarter\"|\"month\"|\"week\"|\"day\"}",
    "The hits by the dates of their documents, per million words of each period; documents without a date last.", "a Table",
    'c:find("年"):trends{period = "year"}'},
  {"hits:dispersion", "h:dispersion{parts =}", "How evenly the hits are spread over the documents, or over so many parts with as many words each.",
    "a table: count parts range juilland_d … arf counts sizes", 'c:find("年"):dispersion().range > 3 --> true'},
}

section("table", "Table", "Rows with typed columns; all that is tabular. #t counts rows, t[i] is one. Methods give new tables.") {
  {"table:top", "t:top(n [, column])", "The first n rows; with a column the n with the largest values.", "a Table", 't:top(3, "characters")'},
  {"table:sort", "t:sort(\"-count\", \"word\")", "In order of columns; - before one: falling. Stable; missing values last.", "a Table", 't:sort("-characters", "doc")'},
  {"table:where", "t:where{column = {op, value}}", "The rows that meet all conditions, or for which a function gives true.", "a Table",
    '#t:where{script = "latn"} --> 3'},
  {"table:select", "t:select(\"doc\", \"date\")", "These columns, in this order.", "a Table", 't:select("doc", "date")'},
  {"table:group", "t:group(column)", "A row a value: how many rows had it, and sums of the numeric columns.", "a Table", 't:group("script")'},
  {"table:join", "t:join(other, column)", "The columns of both, where the values of the column are equal.", "a Table",
    't:select("doc", "date"):join(t:select("doc", "script"), "doc")'},
  {"table:rows", "t:rows()", "Goes through the rows: for i, row in t:rows() do … end.", "an iterator", "for _, row in t:rows() do local _ = row.doc end"},
  {"table:text", "t:text{width = 80, rows = 40}", "As it prints, in another width, with more or fewer rows.", "a string", "t:text{width = 60}"},
  {"table:bars", "t:bars([column [, {label = column, width = n, rows = 40}]])", "A bar a row, as text.", "a string", 't:bars("characters", {label = "doc"})'},
  {"table:spark", "t:spark([column [, width]])", "The numbers of a column as one line of levels.", "a string", 't:spark("characters")'},
  {"table:csv", "t:csv()", "As CSV.", "a string", "t:csv()"},
  {"table:tsv", "t:tsv()", "As TSV.", "a string", "t:tsv()"},
  {"table:json", "t:json()", "As a JSON list of objects.", "a string", "t:json()"},
  {"table:jsonl", "t:jsonl()", "As JSON Lines, an object a row.", "a string", "t:jsonl()"},
  {"table:markdown", "t:markdown()", "As a Markdown table.", "a string", "t:markdown()"},
  {"table:html", "t:html()", "As an HTML table.", "a string", "t:html()"},
}

section("stats", "Statistics of numbers and lists: yuelan.stats", "What the analyses of a corpus compute with, for numbers from anywhere. Infinite " ..
    "and undefined values are nil in tables.") {
  {"stats.measure", "yuelan.stats.measure(name, {f =, f1 =, f2 =, n =})", "A measure of association from four counts (help \"measures\" lists them), " ..
    "or of keyness from " ..
    "{a =, b =, total_a =, total_b =}.", "a number", 'yuelan.stats.measure("mi", {f = 8, f1 = 16, f2 = 16, n = 64}) --> 1.0'},
  {"stats.measures", "yuelan.stats.measures()", "All measures with formula and source.", "a list of {name, formula, source}", "#yuelan.stats.measures() > 30 --> true"},
  {"stats.dispersion", "yuelan.stats.dispersion({count, …}, {size, …})", "How evenly something is spread over parts: range, juilland_d, " ..
    "carroll_d2, rosengren_s, dp, dp_norm, " ..
    "dkl, dkl_norm.", "a table", "yuelan.stats.dispersion({0, 0, 1, 2, 5}, {9, 9, 9, 9, 9}).range --> 3"},
  {"stats.diversity", "yuelan.stats.diversity({word, …} [, {segment =, window =, draws =, threshold =, rest =}])", "How varied a list of words is: ttr rttr cttr " ..
    "herdan_c summer_s dugast_u uber_u maas yule_k yule_i simpson_d herdan_vm entropy msttr mattr mtld hdd.", "a table",
    'yuelan.stats.diversity{"a", "b", "a", "c"}.ttr --> 0.75'},
  {"stats.diversity_of_counts", "yuelan.stats.diversity_of_counts({count, …})", "The same from how often each word stands, without what needs their " ..
    "order.", "a table",
    "yuelan.stats.diversity_of_counts({2, 1, 1}).types --> 3"},
  {"stats.overlap", "yuelan.stats.overlap(a, b)", "Two lists as sets: shared, jaccard, dice, containment (of b in a), overlap, masi.", "a table",
    "yuelan.stats.overlap({1, 2, 3}, {2, 3, 4}).jaccard --> 0.5"},
  {"stats.jaccard_bag", "yuelan.stats.jaccard_bag(a, b)", "Two lists as bags: the sum of the smaller counts over the size of both.", "a number",
    'yuelan.stats.jaccard_bag({"a", "a"}, {"a", "b"}) --> 0.25'},
  {"stats.cosine", "yuelan.stats.cosine({key = weight}, {key = weight})", "The cosine of two vectors.", "a number", "yuelan.stats.cosine({a = 1}, {a = 2}) --> 1.0"},
  {"stats.spearman", "yuelan.stats.spearman({key = rank}, {key = rank})", "The correlation of two rankings.", "a number",
    "yuelan.stats.spearman({e = 1, t = 2, a = 3}, {e = 1, a = 2, t = 3}) --> 0.5"},
  {"stats.g2_three", "yuelan.stats.g2_three{n, …}", "The log likelihood ratio of three words in a row, from eight counts.", "a number",
    "yuelan.stats.g2_three{1, 0, 0, 0, 0, 0, 0, 1} > 5.5 --> true"},
  {"stats.edit_distance", "yuelan.stats.edit_distance(a, b)", "Insertions, deletions and substitutions from one string or list to the other.", "an integer",
    'yuelan.stats.edit_distance("rain", "shine") --> 3'},
  {"stats.align", "yuelan.stats.align(a, b [, {match =, mismatch =, gap =, edit =}])", "The best local alignment of two strings or lists.",
    "two lists of one length, and the score", '(select(3, yuelan.stats.align("xabcx", "yabcy"))) --> 6'},
  {"stats.window_diff", "yuelan.stats.window_diff(a, b, k)", "How far two segmentations, strings of 0 and 1, differ in windows of k.", "a number",
    'yuelan.stats.window_diff("000100000010", "000010000100", 3) > 0.29 --> true'},
  {"stats.rouge", "yuelan.stats.rouge(reference, candidate, n)", "N-grams that two lists of words have in common (ROUGE-N).", "{precision, recall, f}",
    'yuelan.stats.rouge({"a", "b"}, {"a"}, 1).recall --> 0.5'},
  {"stats.rouge_l", "yuelan.stats.rouge_l(reference, candidate)", "The same by the longest common subsequence (ROUGE-L); lists of sentences give ROUGE-Lsum.",
    "{precision, recall, f}", 'yuelan.stats.rouge_l({"a", "b", "c"}, {"a", "c"}).precision --> 1.0'},
}

do
  local entries = {}
  for i, m in ipairs(require("yuelan.core").measure_list()) do
    entries[i] = {"measures:" .. m.name, m.name, m.formula .. (m.source ~= "" and "; " .. m.source or "")}
  end
  section("measures", "Measures of association and keyness", "Of four counts: O11 the word near the node (or in text A), O12 other words there, O21 " ..
    "the word elsewhere (in text B), " ..
    "O22 the rest; r1 r2 the sums of rows, c1 c2 of columns, n all; E = row x column / n. Test statistics are negative where O11 < E11.")(entries)
end

do
  local entries = {}
  for i, e in ipairs {
    {"juilland_d", "1 - (standard deviation of p / mean of p) / sqrt(n - 1) (Juilland and Chang-Rodriguez 1964)"},
    {"carroll_d2", "(log2 P - sum p log2 p / P) / log2 n, P = sum p (Carroll 1970)"},
    {"rosengren_s", "(sum sqrt(s v))^2 / f (Rosengren 1971)"},
    {"dp", "sum |v/f - s| / 2 (Gries 2008)"},
    {"dp_norm", "dp / (1 - least s) (Lijffijt and Gries 2012)"},
    {"dkl", "sum v/f log2((v/f) / s) (Kullback and Leibler 1951)"},
    {"dkl_norm", "1 - exp(-dkl) (Gries 2020)"},
    {"arf", "sum of min(d, N/f) / (N/f), d the distances from one to the next, the last to the first (Savicky and Hlavacova 2002)"},
    {"ttr rttr cttr", "V/N, V/sqrt N (Guiraud 1954), V/sqrt 2N (Carroll 1964)"},
    {"herdan_c", "ln V / ln N (Herdan 1960)"},
    {"summer_s", "ln ln V / ln ln N (Somers 1966)"},
    {"dugast_u", "(ln N)^2 / (ln N - ln V), uber_u the same in base 10"},
    {"maas", "(ln N - ln V) / (ln N)^2, that is a^2 (Maas 1972)"},
    {"yule_k yule_i", "10^4 (sum i^2 V(i) - N) / N^2, V^2 / (sum i^2 V(i) - V) (Yule 1944)"},
    {"simpson_d", "sum V(i) i (i - 1) / (N (N - 1)) (Simpson 1949)"},
    {"herdan_vm", "sqrt(sum V(i) (i/N)^2 - 1/V) (Herdan 1955)"},
    {"entropy", "- sum i/N log2 i/N over the types, in bits (Shannon 1948)"},
    {"msttr mattr", "mean V/N of whole segments of 50 in a row (Johnson 1944), of all windows of 50 (Covington and McFall 2010)"},
    {"mtld", "N / factors, a factor ending where V/N falls below 0.72, the rest counted in part, mean of both ways (McCarthy and Jarvis 2010)"},
    {"hdd", "mean over 42 draws of the chance that a type is drawn, hypergeometric (McCarthy and Jarvis 2007)"},
    {"cosine", "of (1 + ln tf) ln(n/df) (Salton and Buckley 1988)"},
    {"bm25", "sum ln(1 + (n - df + 0.5)/(df + 0.5)) tf 2.2 / (tf + 1.2 (0.25 + 0.75 words / mean words)) (Robertson and others 1994)"},
    {"burrows", "mean of |z1 - z2|, z by the deviation over n - 1 (Burrows 2002)"},
    {"quadratic", "sum of (z1 - z2)^2 (Argamon 2008)"},
    {"eder", "mean of |z1 - z2| (n - rank + 1)/n (Eder 2015)"},
    {"cosine delta", "1 - cos(z1, z2) (Smith and Aldridge 2011)"},
    {"pmi", "of phrases, log2(count N / (count of one part x of the other)) at the cut where it is least, N the characters without punctuation (Sproat and Shih 1990)"},
    {"entropy_left _right", "of the characters before and behind a phrase, in bits, a border counts as unlike all others (Huang and Powers 2003)"},
    {"log_ratio_low _high", "log_ratio -+ 1.96 sqrt(1/a - 1/A + 1/b - 1/B) / ln 2 (Katz and others 1978)"},
    {"p_adjusted", "of g2, one degree of freedom, by holm (Holm 1979), bh (Benjamini and Hochberg 1995) or bonferroni, over all words of the list"},
  } do
    entries[i] = {"statistics:" .. e[1], e[1], e[2]}
  end
  section("statistics", "Dispersion, diversity, similarity, stylometry: formulas", "A part has share s of the corpus and v of the f occurrences, p = v / size. " ..
    "A text has N tokens of V types, V(i) of them i times. tf is how often a word stands in a document, df in how many of the n documents of the view. z: " ..
    "relative frequency less its mean over the texts, by its deviation. Measures of association and keyness: help \"measures\".")(entries)
end

return doc
