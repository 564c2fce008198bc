# Yuelan: see README.md.  make demo | make check | make | install | bench | fuzz | lint | asan | judge | crash
PREFIX  ?= /usr/local
CC      ?= cc
OPT     ?= -O2
LINE    ?= readline# line editing in the program: readline, edit or none
ICONV   ?= auto# auto, or glibc: see src/make/iconv.sh
DICT    ?= /usr/lib/python3/dist-packages/jieba/dict.txt
YUELAN_SHARED ?= ../shared# real material for tests and benchmarks that need more than tests/data; may be absent
B       ?= build
V       ?=# V=1 shows the compiler's lines
# == end of settings ==

SAY = $(if $(V),,@echo '  $(@:$(B)/%=%)'; )
VERSION := 0.1.0
SOVERSION := 0
ROOMS := base text lexicon encoding formats intake repair zones words index segment corpus store cql search hits copies stats extract digest
PKGS := libutf8proc libpcre2-8 uchardet libxxhash nettle jansson libarchive zlib libzstd liblzma libdivsufsort
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2 -Wundef
CFLAGS_ALL = -std=c11 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE $(OPT) -g -fPIC -pthread -fvisibility=hidden \
  $(WARN) $(WERROR) $(SAN) -Isrc -I$(B)/gen $(shell pkg-config --cflags $(PKGS)) $(ICONV_CFLAGS) $(CFLAGS)
LIBS = $(shell pkg-config --libs $(PKGS)) -lbz2 $(ICONV_LIBS) -lm -pthread
LUA_CFLAGS = $(shell pkg-config --cflags lua5.4)
LUA_LIBS = $(shell pkg-config --libs lua5.4)
ifeq ($(CI),true)
WERROR := -Werror
endif
-include $(B)/iconv.mk

CORE_SRC := $(filter-out %_main.c,$(foreach r,$(ROOMS),$(wildcard src/$(r)/*.c)))
LUA_SRC := $(wildcard src/lua/*.c)
SHELL_SRC := $(wildcard src/shell/*.c)
UNIT_SRC := $(filter-out tests/unit/tap.c,$(wildcard tests/unit/test_*.c))
obj = $(patsubst %.c,$(B)/obj/%.o,$(1))
UNIT := $(patsubst tests/unit/%.c,$(B)/unit/%,$(UNIT_SRC))

.PHONY: all demo check asan lint bench bench-analyses bench-encodings bench-search score fuzz install uninstall clean deps check-deps fold-table opencc-table unihan-tables
all: deps
	@$(MAKE) --no-print-directory build
.SECONDARY:
.PHONY: build
build: $(B)/libyuelan.a $(B)/libyuelan.so $(B)/yuelan.so $(B)/data/zh.dict $(B)/data/zh.convert $(B)/yuelan yuelan

deps: ; @src/make/deps.sh build
check-deps: ; @src/make/deps.sh check

$(B)/iconv.mk: src/make/iconv.sh
	@mkdir -p $(B); ICONV=$(ICONV) CC=$(CC) src/make/iconv.sh $(B)
$(B)/gen/fold_table.h: src/text/fold_table.lua src/text/fold.tsv
	@mkdir -p $(@D); lua5.4 $^ > $@.tmp && mv $@.tmp $@
$(B)/gen/readings_table.h: src/lexicon/readings_table.lua src/lexicon/readings.tsv
	@mkdir -p $(@D); lua5.4 $^ > $@.tmp && mv $@.tmp $@
$(B)/gen/script_table.h: src/lexicon/script_table.lua src/lexicon/script.tsv
	@mkdir -p $(@D); lua5.4 $^ > $@.tmp && mv $@.tmp $@
$(B)/gen/html_table.h: src/formats/html_table.lua src/formats/html_entities.tsv
	@mkdir -p $(@D); lua5.4 $^ > $@.tmp && mv $@.tmp $@
$(B)/gen/html_names.h: src/formats/html_table.lua
	@mkdir -p $(@D); lua5.4 $< - names > $@.tmp && mv $@.tmp $@
$(patsubst %.c,$(B)/obj/%.o,$(wildcard src/formats/html*.c)): $(B)/gen/html_names.h $(B)/gen/html_table.h
$(B)/gen/figure_table.h: src/extract/figure_table.lua src/extract/figures.tsv
	@mkdir -p $(@D); lua5.4 $^ > $@.tmp && mv $@.tmp $@
$(B)/gen/name_table.h: src/extract/name_table.lua src/text/fold.tsv src/lexicon/gazetteer.tsv src/lexicon/names.tsv src/text/fold_key.lua
	@mkdir -p $(@D); lua5.4 $(filter-out %/fold_key.lua,$^) > $@.tmp && mv $@.tmp $@
$(B)/gen/quote_table.h: src/extract/quote_table.lua src/extract/quotes.tsv
	@mkdir -p $(@D); lua5.4 $^ > $@.tmp && mv $@.tmp $@
$(patsubst %.c,$(B)/obj/%.o,$(wildcard src/extract/*.c tests/unit/test_figures.c tests/unit/test_names.c tests/unit/test_quotes.c tests/fuzz/fuzz_*.c)): \
  $(B)/gen/figure_table.h $(B)/gen/name_table.h $(B)/gen/quote_table.h
$(B)/gen/wording_table.h: src/digest/wording_table.lua src/digest/wording.tsv
	@mkdir -p $(@D); lua5.4 $^ > $@.tmp && mv $@.tmp $@
$(B)/obj/src/digest/wording.o: $(B)/gen/wording_table.h
NAMES = src/lexicon/words.tsv src/lexicon/names.tsv src/lexicon/gazetteer.tsv
$(B)/gen/person_table.h: src/lexicon/dict_lines.lua $(DICT) src/text/fold.tsv src/text/fold_key.lua $(NAMES)
	@mkdir -p $(@D); lua5.4 $< model $(DICT) src/text/fold.tsv $(NAMES) > $@.tmp && mv $@.tmp $@
$(B)/obj/src/lexicon/persons.o: $(B)/gen/person_table.h
$(B)/obj/src/lexicon/readings.o: $(B)/gen/readings_table.h
$(B)/obj/src/lexicon/script.o: $(B)/gen/script_table.h
$(B)/obj/%.o: %.c $(B)/gen/fold_table.h $(B)/iconv.mk
	@mkdir -p $(@D)
	$(SAY)$(CC) $(CFLAGS_ALL) $(if $(filter src/lua/% src/shell/%,$<),$(LUA_CFLAGS)) -DYL_VERSION='"$(VERSION)"' -DYL_PREFIX='"$(PREFIX)"' -DYL_LINE_$(LINE) -MMD -MP -c $< -o $@
# Tables made while building (src/base/made.h): by a program of the same objects, but without tables.
$(B)/obj/made_none.o: src/base/made.c src/base/made.h src/base/buf.h $(B)/iconv.mk
	@mkdir -p $(@D)
	$(SAY)$(CC) $(CFLAGS_ALL) -c $< -o $@
$(B)/yuelan-made: $(call obj,src/repair/made_main.c $(filter-out src/base/made.c,$(CORE_SRC))) $(B)/obj/made_none.o $(ICONV_OBJ)
	$(SAY)$(CC) $(SAN) $^ -o $@ $(LIBS)
$(B)/gen/made.bin: $(B)/yuelan-made
	@mkdir -p $(@D); $(B)/yuelan-made $@.tmp && { cmp -s $@.tmp $@ || mv $@.tmp $@; rm -f $@.tmp; touch $@; }
$(B)/obj/src/base/made.o: src/base/made.c src/base/made.h src/base/buf.h $(B)/gen/made.bin $(B)/iconv.mk
	$(SAY)$(CC) $(CFLAGS_ALL) -DYL_MADE='"$(B)/gen/made.bin"' -c $< -o $@
$(B)/libyuelan.a: $(call obj,$(CORE_SRC)) $(ICONV_OBJ)
	@rm -f $@; $(AR) rcs $@ $^
$(B)/libyuelan.so.$(SOVERSION): $(call obj,$(CORE_SRC)) $(ICONV_OBJ)
	$(SAY)$(CC) -shared $(SAN) -Wl,-soname,libyuelan.so.$(SOVERSION) $^ -o $@ $(LIBS)
$(B)/libyuelan.so: $(B)/libyuelan.so.$(SOVERSION)
	@ln -sf $(<F) $@
$(B)/yuelan.so: $(call obj,$(LUA_SRC)) $(B)/libyuelan.a
	$(SAY)$(CC) -shared $(SAN) $^ -o $@ $(LIBS)
$(B)/yuelan: $(call obj,$(SHELL_SRC) $(LUA_SRC)) $(B)/libyuelan.a
	$(SAY)$(CC) $(SAN) -Wl,-E $^ -o $@ $(LUA_LIBS) $(if $(filter none,$(LINE)),,-l$(LINE)) $(LIBS)
$(B)/yuelan-dict: $(call obj,src/lexicon/dict_main.c) $(B)/libyuelan.a
	$(SAY)$(CC) $(SAN) $^ -o $@ $(LIBS)
$(B)/gen/zh.lines: src/lexicon/dict_lines.lua $(DICT) $(NAMES)
	@mkdir -p $(@D); lua5.4 $< words $(DICT) $(NAMES) > $@.tmp && mv $@.tmp $@
$(B)/data/zh.dict: $(B)/yuelan-dict $(B)/gen/zh.lines
	@mkdir -p $(@D); $(B)/yuelan-dict $(B)/gen/zh.lines $@
$(B)/yuelan-convert: $(call obj,src/lexicon/convert_main.c) $(B)/libyuelan.a
	$(SAY)$(CC) $(SAN) $^ -o $@ $(LIBS)
$(B)/data/zh.convert: $(B)/yuelan-convert src/lexicon/opencc.tsv
	@mkdir -p $(@D); $(B)/yuelan-convert src/lexicon/opencc.tsv $@
ifeq ($(B),build)
yuelan: $(B)/yuelan
	@ln -sfn $(B)/yuelan $@
else
.PHONY: yuelan
yuelan: ;
endif

$(B)/unit/%: $(B)/obj/tests/unit/%.o $(B)/libyuelan.a
	@mkdir -p $(@D)
	$(SAY)$(CC) $(SAN) $^ -o $@ $(LIBS)

$(B)/unit/test_html_random: LIBS += -lgumbo # another parser, to compare with

# ---- what people type ----

demo: all
	@scripts/demo.sh

.PHONY: tests run-tests
tests: build $(UNIT)
check: deps check-deps
	@$(MAKE) --no-print-directory tests
	@$(MAKE) --no-print-directory run-tests
run-tests:
	@B=$(B) YUELAN_SHARED=$(YUELAN_SHARED) tests/run.sh

ASAN := B=build/asan OPT='-O1 -fno-omit-frame-pointer' SAN='-fsanitize=address,undefined -fno-sanitize-recover=undefined' WERROR=
asan: deps check-deps
	@$(MAKE) --no-print-directory $(ASAN) tests
	@B=build/asan ASAN_OPTIONS=detect_leaks=1 YUELAN_SANITIZED=1 tests/run.sh

lint: check-deps
	@$(MAKE) --no-print-directory B=build/lint CC=clang WERROR=-Werror build/lint/libyuelan.a build/lint/yuelan.so build/lint/yuelan
	@luacheck -q --codes lib scripts tests/lua
	@src/make/lint.sh

bench: deps
	@src/make/deps.sh bench
	@$(MAKE) --no-print-directory build $(B)/bench-core
	@python3 tests/bench/bench.py $(B) $(YUELAN_SHARED) $(BENCH_MB)
bench-search: deps
	@src/make/deps.sh bench
	@$(MAKE) --no-print-directory build
	@python3 tests/bench/search.py $(B) $(YUELAN_SHARED) $(BENCH_MB)
# Every analysis: seconds and memory, from a saved corpus and from sources, and beside others that do the same.
bench-analyses: deps
	@src/make/deps.sh bench
	@$(MAKE) --no-print-directory build
	@python3 tests/bench/analyses.py $(B) $(YUELAN_SHARED) $(BENCH_MB)
bench-encodings: deps
	@$(MAKE) --no-print-directory build
	@python3 tests/bench/encodings.py $(B) $(YUELAN_SHARED) $(SAMPLES)
$(B)/bench-core: $(call obj,tests/bench/core.c) $(B)/libyuelan.a
	$(SAY)$(CC) $^ -o $@ $(LIBS)
$(B)/bench-sentences: $(call obj,tests/bench/sentences.c) $(B)/libyuelan.a
	$(SAY)$(CC) $^ -o $@ $(LIBS)

score: deps
	@$(MAKE) --no-print-directory build
	@python3 tests/data/labels/score.py $(B)/yuelan $(YUELAN_SHARED)

.PHONY: score-figures
score-figures: deps
	@$(MAKE) --no-print-directory build
	@python3 tests/data/labels-figures/score.py $(B)/yuelan $(YUELAN_SHARED)

# Quotations and names beside hand labels and the gold of the articles (needs YUELAN_SHARED; VOICES=--list shows what is wrong in half A).
.PHONY: score-quotes score-names
score-quotes score-names: score-%: deps
	@$(MAKE) --no-print-directory build
	@python3 tests/data/labels-voices/score.py $* $(VOICES) $(B)/yuelan $(YUELAN_SHARED)

# Words beside a gold standard and jieba, in both scripts (needs YUELAN_SHARED).
.PHONY: score-segmentation
score-segmentation: deps
	@$(MAKE) --no-print-directory build
	@python3 tests/bench/segmentation.py $(B)/yuelan $(YUELAN_SHARED)

# Summaries of every method beside headlines and titles, keywords beside authors' own (needs YUELAN_SHARED); LABELS: more marked sentences.
.PHONY: score-summaries
score-summaries: deps
	@$(MAKE) --no-print-directory build
	@python3 tests/bench/summaries.py $(B)/yuelan $(YUELAN_SHARED) tests/data/labels-summaries/test.jsonl $(LABELS)

# The weights of src/digest/essay.c learned anew, and what they reach on documents they were not learned from (needs YUELAN_SHARED).
.PHONY: learn-summaries
learn-summaries: deps
	@$(MAKE) --no-print-directory build $(B)/bench-sentences
	@YUELAN_DATA=$(B)/data python3 tests/bench/summaries_learn.py $(B)/bench-sentences $(YUELAN_SHARED) $(LABELS)

# Statistics beside published and reference values (needs YUELAN_SHARED): every value, then how many failed; then beside scipy and scikit-learn on a made corpus.
.PHONY: score-stats
score-stats: build
	@src/make/deps.sh bench
	@YUELAN_DATA=$(B)/data YUELAN_SHARED=$(YUELAN_SHARED) $(B)/yuelan run tests/lua/test_reference.lua | awk '{print} /^not ok/ {bad++} /^ok/ {good++} END {printf "%d within tolerance, %d not\n", good, bad; exit bad > 0}'
	@/usr/bin/python3 tests/bench/statistics.py $(B)/yuelan $(SEED)

# Crashes of writers of saved corpora, replayed many times, and processes killed (tests/crash).
.PHONY: crash
crash: deps check-deps
	@$(MAKE) --no-print-directory build $(B)/unit/test_crash
	YUELAN_DATA=$(B)/data YUELAN_CRASHES=64 $(B)/unit/test_crash
	python3 tests/crash/kills.py $(B)/yuelan $(or $(KILLS),500)
	$(CC) -shared -fPIC -O1 -o $(B)/crash-at.so tests/crash/at.c
	python3 tests/crash/aimed.py $(B)/yuelan $(B)/crash-at.so
	python3 tests/crash/full.py $(B)/yuelan
	python3 tests/crash/readers.py $(B)/yuelan 200

# Repairs judged on thousands of damaged places of real text (tests/damage): needs YUELAN_SHARED. The texts stay in build/judge.
JUDGE_SEED ?= 1
JUDGE_KINDS ?= shift,gloss,punctuation,mojibake,lossy,accents,entity,markup,control,replacement,surrogate,wrap,space
.PHONY: judge judge-clean
judge: check-deps build
	@rm -rf $(B)/judge
	@python3 tests/damage/damage.py --prove $(YUELAN_SHARED)/cases --out $(B)/judge --seed $(JUDGE_SEED) --kinds $(JUDGE_KINDS) \
	  tests/data/sample/source $(YUELAN_SHARED)/corpus
	@python3 tests/damage/judge.py damaged --yuelan $(B)/yuelan --examples 3 --list $(B)/judge/failures.jsonl $(B)/judge
judge-clean: build
	@python3 tests/damage/judge.py clean --yuelan $(B)/yuelan --right tests/damage/right.tsv --list $(B)/changes.jsonl $(YUELAN_SHARED)/corpus

# Copies of passages planted in real texts, at edit rates and lengths. TEXTS: JSON Lines with a field text.
.PHONY: judge-trace
judge-trace: check-deps build
	@python3 tests/bench/trace.py $(B)/yuelan $(TEXTS) --per-cell 25

# Documents of the shared folder, changed in fourteen ways, among the others.
.PHONY: judge-duplicates
judge-duplicates: check-deps build
	@python3 tests/bench/duplicates.py $(B)/yuelan $(YUELAN_SHARED)/corpus --per-kind 100

FUZZ_SECONDS ?= 60
FUZZ := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
fuzz: deps check-deps build
	@$(MAKE) --no-print-directory B=build/fuzz CC=clang OPT=-O1 WERROR= SAN=-fsanitize=address,undefined,fuzzer-no-link $(addprefix build/fuzz/,$(FUZZ))
	@FUZZ_SECONDS=$(FUZZ_SECONDS) tests/fuzz/run.sh $(FUZZ)
$(B)/fuzz_%: $(B)/obj/tests/fuzz/fuzz_%.o $(B)/libyuelan.a
	$(SAY)$(CC) -fsanitize=address,undefined,fuzzer $^ -o $@ $(LIBS)

SHARE := $(DESTDIR)$(PREFIX)/share/yuelan
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/include \
	  $(DESTDIR)$(PREFIX)/lib/lua/5.4 $(DESTDIR)$(PREFIX)/share/lua/5.4/yuelan $(SHARE)/scripts $(SHARE)/lib/yuelan
	install -m 755 $(B)/yuelan $(DESTDIR)$(PREFIX)/bin/
	install -m 755 $(B)/libyuelan.so.$(SOVERSION) $(DESTDIR)$(PREFIX)/lib/
	ln -sf libyuelan.so.$(SOVERSION) $(DESTDIR)$(PREFIX)/lib/libyuelan.so
	install -m 644 $(B)/libyuelan.a $(DESTDIR)$(PREFIX)/lib/
	install -m 644 src/yuelan.h $(DESTDIR)$(PREFIX)/include/
	install -m 755 $(B)/yuelan.so $(DESTDIR)$(PREFIX)/lib/lua/5.4/
	install -m 644 lib/yuelan/*.lua $(DESTDIR)$(PREFIX)/share/lua/5.4/yuelan/
	install -m 644 lib/yuelan/*.lua $(SHARE)/lib/yuelan/
	install -m 644 scripts/*.lua $(SHARE)/scripts/
	install -m 644 $(B)/data/zh.dict $(B)/data/zh.convert $(SHARE)/
	printf 'prefix=%s\nName: yuelan\nDescription: reading, searching and comparing text corpora\nVersion: %s\nLibs: -L$${prefix}/lib -lyuelan\nCflags: -I$${prefix}/include\nLibs.private: -lbz2\nRequires.private: %s\n' \
	  '$(PREFIX)' '$(VERSION)' '$(PKGS)' > $(DESTDIR)$(PREFIX)/lib/pkgconfig/yuelan.pc
uninstall:
	rm -rf $(SHARE) $(DESTDIR)$(PREFIX)/share/lua/5.4/yuelan
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/,bin/yuelan lib/libyuelan.a lib/libyuelan.so lib/libyuelan.so.$(SOVERSION) include/yuelan.h lib/lua/5.4/yuelan.so lib/pkgconfig/yuelan.pc)

fold-table: ; @src/make/fold-table.sh src/text/fold.tsv
opencc-table: ; @src/make/opencc-table.sh src/lexicon/opencc.tsv
unihan-tables: ; @python3 src/make/unihan-tables.py /usr/share/unicode
clean: ; rm -rf $(B) yuelan

-include $(shell find $(B)/obj -name '*.d' 2>/dev/null)
