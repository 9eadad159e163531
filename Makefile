# One Makefile: `make` builds build/motcua, `make test` the tests, `make check` the rules of
# the house. SAN=1 builds everything again under build/san with ASan and UBSan, CC=clang with
# clang under build/clang. Generated C stands in $(B)/gen.
.DEFAULT_GOAL := all
MAKEFLAGS += --no-builtin-rules
SAN ?= 0
CC := $(if $(filter default,$(origin CC)),gcc,$(CC))
CCACHE := $(shell command -v ccache)
export CCACHE_BASEDIR := $(CURDIR)
export CCACHE_NOHASHDIR := 1

CLANG := $(findstring clang,$(notdir $(CC)))
B := build$(if $(filter 1,$(SAN)),/san)$(if $(CLANG),/clang)

PKGS := libcurl sqlite3 libpq jansson libuv libsodium openssl libutf8proc pangocairo pangoft2 fontconfig libqrencode liboath libseccomp libzip zlib
LLHTTP := /usr/share/llhttp
WARN := -Wall -Wextra -Werror -Wpedantic -Wno-gnu-zero-variadic-macro-arguments -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes \
  -Wmissing-prototypes -Wpointer-arith -Wcast-qual -Wwrite-strings -Wundef -Wvla -Wformat=2 -Wnull-dereference \
  -Wimplicit-fallthrough -Wswitch-enum -Werror=implicit-function-declaration -Wno-c2x-extensions \
  -Wno-string-conversion
WARN := $(filter-out $(if $(CLANG),,-Wno-gnu-zero-variadic-macro-arguments -Wno-c2x-extensions -Wno-string-conversion),$(WARN))
HARDEN := -fstack-protector-strong -fstack-clash-protection -fcf-protection=full -fno-strict-overflow \
  -fno-strict-aliasing -fno-delete-null-pointer-checks $(if $(CLANG),,-ftrivial-auto-var-init=zero) -fPIE
ifeq ($(SAN),1)
# Line tables are all a sanitizer's report needs; they cost clang a fifth less than -g.
OPT := -O1 $(if $(CLANG),-gline-tables-only,-g) -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all $(if $(CLANG),-fsanitize=fuzzer-no-link -D__SANITIZE_ADDRESS__=1)
LDOPT := -fsanitize=address,undefined
else
OPT := -O2 -g -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=$(if $(CLANG),2,3)
LDOPT := -Wl,-z,relro,-z,now,-z,noexecstack,-z,nodlopen
endif

# setjmp boundaries keep no locals across the jump; the warning cannot see that.
CFLAGS := -std=c17 -D_GNU_SOURCE $(OPT) $(WARN) $(HARDEN) -Isrc -I$(B)/gen -Ifuzz \
  $(shell pkg-config --cflags $(PKGS) | sed 's/-I/-isystem /g') -isystem /usr/share/include/llhttp -MMD -MP
LDFLAGS := -pie $(LDOPT)
LIBS := $(shell pkg-config --libs $(PKGS)) -lmagic -lm -lpthread

SQL := $(wildcard src/*/*.sql)
TPL_DIRS := $(sort $(patsubst src/%/tpl/,%,$(dir $(wildcard src/*/tpl/*.html))))
TEXTS := $(wildcard src/*/text.vi) $(wildcard src/*/text.en)
GEN_SQL := $(patsubst src/%.sql,$(B)/gen/%_sql.c,$(SQL))
GEN_TPL := $(foreach d,$(TPL_DIRS),$(B)/gen/$(d)/$(d)_tpl.c)
GEN_C := $(GEN_SQL) $(GEN_TPL) $(B)/gen/texts.c $(B)/gen/embed_migrations.c $(B)/gen/embed_static.c $(B)/gen/embed_packs.c
GEN_H := $(GEN_SQL:.c=.h) $(GEN_TPL:.c=.h)

SRC := $(wildcard src/*/*.c)
OBJ := $(SRC:src/%.c=$(B)/obj/%.o) $(GEN_C:$(B)/gen/%.c=$(B)/obj/gen/%.o) \
  $(patsubst $(LLHTTP)/%.c,$(B)/obj/llhttp/%.o,$(wildcard $(LLHTTP)/*.c))
MAIN := $(B)/obj/main.o
TEST_SRC := $(wildcard tests/$(or $(T),*)/test_*.c)
TEST_SQL := $(patsubst tests/%.sql,$(B)/gen/tests/%_sql,$(wildcard tests/*/lib_*.sql))
TEST_LIB := $(patsubst tests/%.c,$(B)/obj/tests/%.o,$(wildcard tests/*/lib_*.c)) \
  $(TEST_SQL:$(B)/gen/%=$(B)/obj/gen/%.o)
TEST_BIN := $(foreach t,$(TEST_SRC),$(B)/test/$(subst /,__,$(patsubst tests/%.c,%,$(t))))
BENCH_BIN := $(patsubst bench/floor/%.c,$(B)/bench/%,$(wildcard bench/floor/*.c))
FUZZ_BIN := $(patsubst fuzz/%.c,$(B)/fuzz/%,$(wildcard fuzz/fuzz_*.c))

# One short line a file; `make V=1` shows the commands.
CC_LINE = @$(if $(V),set -x;,printf 'cc   %s\n' $@;) $(CCACHE) $(CC)
LD_LINE = @$(if $(V),set -x;,printf 'link %s\n' $@;) $(CC)
# What is not shipped is linked by the quicker linker, where there is one: there is a lot of it.
LD_QUICK := $(if $(shell command -v ld.lld),-fuse-ld=lld)

.PHONY: FORCE all test test-build check format fuzz bench-floors clean gen
.SECONDARY:
all: $(B)/motcua
gen: $(GEN_C) $(GEN_H)

$(B)/motcua: $(OBJ) $(MAIN)
	@mkdir -p $(@D)
	$(LD_LINE) $(LDFLAGS) -o $@ $^ $(LIBS)

# Other flags, other objects: the file changes only when they do.
$(B)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(CFLAGS)' | cmp -s - $@ || echo '$(CC) $(CFLAGS)' >$@

# Generated headers first; after that the .d files know.
$(B)/obj/%.o: src/%.c $(B)/flags | $(GEN_H)
	@mkdir -p $(@D)
	$(CC_LINE) $(CFLAGS) -c -o $@ $<
$(B)/obj/gen/%.o: $(B)/gen/%.c $(B)/flags | $(GEN_H)
	@mkdir -p $(@D)
	$(CC_LINE) $(CFLAGS) -c -o $@ $<
$(B)/obj/tests/%.o: tests/%.c $(B)/flags | $(GEN_H) $(addsuffix .h,$(TEST_SQL))
	@mkdir -p $(@D)
	$(CC_LINE) $(CFLAGS) -Itests -I$(B)/gen/tests -c -o $@ $<
$(B)/obj/llhttp/%.o: $(LLHTTP)/%.c $(B)/flags
	@mkdir -p $(@D)
	$(CC_LINE) -std=gnu17 $(OPT) $(HARDEN) -DLLHTTP_STRICT_MODE=1 -isystem /usr/share/include/llhttp -c -o $@ $<

# Generators are built plain, once, and shared by all flavours.
build/tools/%: tools/%.c
	@mkdir -p $(@D)
	@printf 'cc   %s\n' $@; gcc -std=c17 -D_GNU_SOURCE -O1 -g $(filter-out -Wno-gnu% -Wno-c2x% -Wno-string%,$(WARN)) -o $@ $<

$(B)/gen/%_sql.c $(B)/gen/%_sql.h: src/%.sql build/tools/sqlgen
	@mkdir -p $(@D)
	@build/tools/sqlgen $< $(B)/gen/$*_sql

$(B)/gen/tests/%_sql.c $(B)/gen/tests/%_sql.h: tests/%.sql build/tools/sqlgen
	@mkdir -p $(@D)
	@build/tools/sqlgen $< $(B)/gen/tests/$*_sql
$(B)/obj/gen/tests/%.o: $(B)/gen/tests/%.c $(B)/flags | $(GEN_H)
	@mkdir -p $(@D)
	$(CC_LINE) $(CFLAGS) -I$(B)/gen/tests -c -o $@ $<

define TPL_RULE
$(B)/gen/$(1)/$(1)_tpl.c $(B)/gen/$(1)/$(1)_tpl.h &: $(wildcard src/$(1)/tpl/*.html) build/tools/tplgen $(B)/gen/texts.keys
	@mkdir -p $(B)/gen/$(1)
	@build/tools/tplgen $(1) $(B)/gen/texts.keys $(B)/gen/$(1)/$(1)_tpl $(wildcard src/$(1)/tpl/*.html)
endef
$(foreach d,$(TPL_DIRS),$(eval $(call TPL_RULE,$(d))))

$(B)/gen/texts.c $(B)/gen/texts.keys &: $(TEXTS) tools/textgen.awk
	@mkdir -p $(@D)
	@LC_ALL=C awk -v out=$(B)/gen/texts.c -v keys=$(B)/gen/texts.keys -f tools/textgen.awk $(TEXTS) /dev/null
$(B)/gen/embed_%.c: build/tools/embed FORCE
	@mkdir -p $(@D)
	@build/tools/embed $* $(if $(filter migrations,$*),migrations,$(if $(filter static,$*),src/web/static,packs)) $@
FORCE:

# Tests, fuzzers and floors link what they use of one archive.
LIB := $(B)/libmotcua.a
$(LIB): $(OBJ)
	@rm -f $@
	@ar rcsT $@ $^
$(B)/test/%: $(LIB) $(TEST_LIB)
	@mkdir -p $(@D)
	$(LD_LINE) $(LDFLAGS) $(LD_QUICK) -o $@ $(filter %.o,$^) $(LIB) $(LIBS) -lcmocka
define TEST_RULE
$(B)/test/$(subst /,__,$(patsubst tests/%.c,%,$(1))): $(patsubst tests/%.c,$(B)/obj/tests/%.o,$(1))
endef
$(foreach t,$(TEST_SRC),$(eval $(call TEST_RULE,$(t))))

# The tests of the bench run its floors.
test-build: $(TEST_BIN) $(B)/motcua $(if $(filter 1,$(SAN))$(filter-out bench,$(T)),,$(BENCH_BIN))
# What uses the store (lib_engine.h) runs on both engines: what fails on one does not land.
test: test-build
	tools/run_tests $(B) $(T)
	@! grep -qs lib_engine.h $(TEST_SRC) || MOTCUA_TESTS=engine tools/with_postgres tools/run_tests $(B) $(T)

# clang only: ASan, UBSan and libFuzzer together.
$(B)/fuzz/%: $(B)/obj/fuzz/%.o $(LIB)
	@mkdir -p $(@D)
	$(LD_LINE) -fsanitize=fuzzer $(LDFLAGS) $(LD_QUICK) -o $@ $^ $(LIBS)
$(B)/obj/fuzz/%.o: fuzz/%.c $(B)/flags | $(GEN_H)
	@mkdir -p $(@D)
	$(CC_LINE) $(CFLAGS) -c -o $@ $<
fuzz: $(FUZZ_BIN)

$(B)/bench/%: $(B)/obj/bench/%.o $(LIB)
	@mkdir -p $(@D)
	$(LD_LINE) $(LDFLAGS) -o $@ $^ $(LIBS)
$(B)/obj/bench/%.o: bench/floor/%.c $(B)/flags | $(GEN_H)
	@mkdir -p $(@D)
	$(CC_LINE) $(CFLAGS) -Ibench -c -o $@ $<
# These remember what a rule asks of the database (bench/floor/trace.h).
$(B)/bench/lookup_floor $(B)/bench/submit_floor: LDFLAGS += -Wl,--wrap=db_exec,--wrap=db_one,--wrap=db_many,--wrap=db_each
bench-floors: $(BENCH_BIN)

check: $(B)/motcua build/tools/cwords
	tools/check_house

# clang-format decides layout: `make format T=folder` before a commit.
format:
	clang-format-14 -i $(wildcard src/$(or $(T),*)/*.[ch] tests/$(or $(T),*)/*.[ch] $(if $(T),,src/*.c tools/*.c fuzz/*.[ch] bench/*.[ch] bench/*/*.[ch]))

clean:
	rm -rf build

%.d: ;
-include $(shell find $(B)/obj -name '*.d' 2>/dev/null)
