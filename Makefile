# Descente: every command a person types. `make` alone prints help.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --jobs=$(shell nproc)
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c

BUILD := build
CXX := g++
VERSION := 1.0

PACKAGES := make g++ libarmadillo-dev libopenblas-openmp-dev libboost-program-options-dev \
    libboost-serialization-dev libboost-iostreams-dev libboost-system-dev \
    libboost-filesystem-dev libboost-locale-dev libboost-test-dev gettext gnuplot-nox libgnuplot-iostream-dev libfmt-dev \
    nlohmann-json3-dev zlib1g-dev libpng-dev libturbojpeg0-dev dataset-fashion-mnist \
    fonts-dejavu-core curl ca-certificates python3
CHECK_PACKAGES := clang-format clang-tidy doxygen
BENCH_PACKAGES := libtorch-dev

# Evaluated when used, so that `make setup lab05` finds what setup has just installed.
BLAS_FOLDER = /usr/lib/$(shell $(CXX) -print-multiarch)/openblas-openmp
DEFINES := -DARMA_DONT_USE_WRAPPER -DARMA_DONT_USE_ARPACK -DARMA_DONT_USE_SUPERLU \
    -DARMA_DONT_USE_HDF5 -DARMA_WARN_LEVEL=0 -DARMA_DONT_USE_OPENMP -DDESCENTE_VERSION='"$(VERSION)"'
WARNINGS := -Wall -Wextra -Wshadow -Wconversion
# Nobody asks errno about a square root: without it, loops over sqrt become vector instructions.
CXXFLAGS := -std=c++20 -march=native -fno-math-errno -fopenmp $(WARNINGS) $(DEFINES) -Imodules
LIBRARIES = -L$(BLAS_FOLDER) -Wl,-rpath,$(BLAS_FOLDER) -lopenblas -lboost_program_options \
    -lboost_serialization -lboost_iostreams -lboost_locale -lboost_filesystem -lboost_system -lfmt -lz -lpng -lturbojpeg -fopenmp

# Two builds: release (float, what the labs use) and checked (double, with sanitizers).
# Test code itself only calls the library: it is compiled without optimisation and without
# sanitizers, which takes a third of the time. The library's objects are linked first, so that of
# what both contain (templates) the checked one is used.
# Labs, and the room that draws, only call what is fast: optimising them gains nothing but waiting.
release_FLAGS := -O3
release_lab_FLAGS := -O1
release_TEST_FLAGS := -O0
checked_FLAGS := -O1 -g1 -DDESCENTE_DOUBLE -fsanitize=address,undefined -fno-sanitize-recover=undefined
checked_lab_FLAGS := -O0
checked_TEST_FLAGS := -O0 -DDESCENTE_DOUBLE

# The rooms of modules/, longest compilation first.
ROOMS := lab train data nn kernels autodiff optim
LAB_FILES := $(sort $(patsubst labs/%.cpp,%,$(wildcard labs/lab[0-9][0-9]_*.cpp)))
NAMES := $(foreach lab,$(LAB_FILES),$(firstword $(subst _, ,$(lab))))
# Objects wait for the installation when both were asked for.
AFTER_SETUP := $(filter setup setup-bench,$(MAKECMDGOALS))

.PHONY: texts help setup setup-bench doctor labs $(NAMES) figures claims slides test test-float test-double test-programs \
    smoke bench check format tidy docs clean

help: ## this list
	@echo "Descente: watch neural networks learn. Start with: make setup lab05 && ./lab05"
	@echo
	@grep -hE '^[a-zA-Z-]+[a-zA-Z -]*:.*## ' Makefile | sed -E 's/:.*## /\t/' | \
	    awk -F '\t' '{printf "  make %-12s %s\n", $$1, $$2}'
	@echo "  make slide-ITEM   the figures of one item of the course (make slides lists the items)"
	@echo "  make test-labNN   the tests of the mathematics behind one lab"
	@echo
	@for file in $(wildcard labs/lab*.cpp); do \
	    sed -nE '1s,^// Lab ([0-9]+) · (.*),  make lab\1   \2,p' $$file; done

setup: ## install what is needed (Debian or Ubuntu packages, by name)
	@.ci/install $(PACKAGES)

setup-bench: ## install libtorch, the yardstick of make bench
	@.ci/install $(BENCH_PACKAGES)

# ---- texts in other languages ----

# Each labs/texts/CODE.po, compiled, becomes bytes of every program, in a table that
# modules/data/text.cpp reads.
CODES := $(patsubst labs/texts/%.po,%,$(wildcard labs/texts/*.po))
$(BUILD)/texts/%.mo: labs/texts/%.po | $(AFTER_SETUP)
	@mkdir -p $(@D)
	@msgfmt --check -o $@ $<

$(BUILD)/texts/catalogues.o: $(CODES:%=$(BUILD)/texts/%.mo) labs/texts Makefile
	@{ echo '.section .rodata'; \
	   $(foreach code,$(CODES),echo 'code_$(code): .asciz "$(code)"'; \
	       echo 'text_$(code): .incbin "$(BUILD)/texts/$(code).mo"'; echo 'end_$(code):';) \
	   echo '.section .data.rel.ro, "aw"'; echo '.balign 8'; echo '.globl descente_catalogues'; \
	   echo 'descente_catalogues:'; \
	   $(foreach code,$(CODES),echo '.quad code_$(code), text_$(code), end_$(code)';) \
	   echo '.quad 0, 0, 0'; echo '.section .note.GNU-stack, "", %progbits'; } | \
	    $(CXX) -x assembler -c - -o $@

texts: ## find the texts in the code and bring labs/texts/*.po up to date
	@.ci/texts update

# ---- the core and the labs ----

# Headers of libraries, compiled once for all files with the same flags: name.gch for -include name.
# Arguments: file, headers, flags.
define HEADERS_RULE
$(1).gch: Makefile | $(AFTER_SETUP)
	@mkdir -p $$(@D)
	@echo "  precompiling $(notdir $(1))"
	@printf '#include <%s>\n' $(2) > $(1)
	@$(CXX) $(CXXFLAGS) $(3) -x c++-header $(1) -o $$@
endef
release_HEADERS := $(BUILD)/release/armadillo
LAB_HEADERS := $(BUILD)/release/labs/armadillo
TEST_HEADERS := $(BUILD)/tests/armadillo_and_boost_test
$(eval $(call HEADERS_RULE,$(release_HEADERS),armadillo,$(release_FLAGS)))
$(eval $(call HEADERS_RULE,$(LAB_HEADERS),armadillo,$(release_lab_FLAGS)))
$(eval $(call HEADERS_RULE,$(TEST_HEADERS),armadillo boost/test/unit_test.hpp,$(release_TEST_FLAGS) \
    -DBOOST_TEST_DYN_LINK))

# A room, and the tests of a room, are one compilation each: the compiler then reads headers and
# writes out Armadillo's templates once a room and not once a file, in a fifth of the time.
# Arguments: build, folder, flags, precompiled headers.
define ROOM_RULE
$(BUILD)/$(1)/$(2).o: $(wildcard $(2)/*.cpp) $(4:%=%.gch) Makefile | $(AFTER_SETUP)
	@mkdir -p $$(@D)
	@echo "  compiling $(2) ($(1))"
	@printf '#include "%s"\n' $(sort $(wildcard $(2)/*.cpp)) | \
	    $(CXX) $(CXXFLAGS) -I. $(3) $(4:%=-include %) -MMD -MP -MF $$(@:.o=.d) -MT $$@ -x c++ -c - -o $$@
endef
define BUILD_RULES
$(foreach room,$(ROOMS),$(call ROOM_RULE,$(1),modules/$(room),$($(1)_FLAGS) $($(1)_$(room)_FLAGS),\
    $(if $($(1)_$(room)_FLAGS),,$($(1)_HEADERS)))
$(call ROOM_RULE,$(1),tests/$(room),$($(1)_TEST_FLAGS) -DBOOST_TEST_DYN_LINK -Itests -Wno-subobject-linkage,$(TEST_HEADERS))
)
$(BUILD)/$(1)/libdescente.a: $(ROOMS:%=$(BUILD)/$(1)/modules/%.o) $(BUILD)/texts/catalogues.o
	@rm -f $$@ && ar rcs $$@ $$^
$(BUILD)/$(1)/tests/run: $(BUILD)/texts/catalogues.o $(ROOMS:%=$(BUILD)/$(1)/modules/%.o) $(ROOMS:%=$(BUILD)/$(1)/tests/%.o) tests/main.cpp
	@echo "  linking the tests ($(1))"
	@$(CXX) $(CXXFLAGS) $($(1)_FLAGS) -DBOOST_TEST_DYN_LINK $$^ -o $$@ $$(LIBRARIES) -lboost_unit_test_framework
-include $$(wildcard $(BUILD)/$(1)/*/*.d)
endef
$(foreach build,release checked,$(eval $(call BUILD_RULES,$(build))))

$(BUILD)/release/labs/%.o: labs/%.cpp $(LAB_HEADERS).gch
	@echo "  compiling $<"
	@$(CXX) $(CXXFLAGS) $(release_lab_FLAGS) -include $(LAB_HEADERS) -MMD -MP -c $< -o $@

define LAB_RULES
$(firstword $(subst _, ,$(1))): $(BUILD)/release/labs/$(1).o $(BUILD)/release/libdescente.a
	@echo "  linking $$@"
	@$(CXX) $(release_FLAGS) $$^ -o $$@ $$(LIBRARIES)
endef
$(foreach lab,$(LAB_FILES),$(eval $(call LAB_RULES,$(lab))))

labs: $(NAMES) ## build every lab

figures: labs ## run every lab; figures in plots/
	@for lab in $(NAMES); do ./$$lab || exit $$?; done

claims: $(if $(LABS),$(foreach lab,$(LABS),$(filter lab$(lab:lab%=%) lab0$(lab:lab%=%),$(NAMES))),$(NAMES)) ## the ledger plots/claims.{md,html}; LABS="03 10" SEEDS=5 choose
	@.ci/claims $(NAMES)

# The item's lab is found in the slide map, labs/README.md.
slide-%:
	@.ci/slides draw $* $(OPTION)

slides: ## the items of the course, each with the command that draws its figures
	@.ci/slides list

doctor: ## what this machine has, and what to do about it
	@.ci/doctor $(CXX) $(BLAS_FOLDER)

# ---- tests ----

test: test-float test-double test-programs ## everything: float, double with sanitizers, programs

test-float: $(BUILD)/release/tests/run
	@tests/run float $<

test-double: $(BUILD)/checked/tests/run
	@tests/run double $<

test-lab%: $(BUILD)/release/tests/run
	@tests/run lab$* $< --run_test=@lab$*

test-programs: labs
	@tests/programs

smoke: labs ## run every lab with --quick and check what it leaves
	@tests/smoke $(NAMES)

# The peer is built only where libtorch is installed (make setup-bench).
HAVE_TORCH = $(wildcard /usr/include/torch/csrc/api/include/torch/torch.h)
bench: $(BUILD)/bench/ours $(if $(HAVE_TORCH),$(BUILD)/bench/peer) ## speed against libtorch; OPTION=--profile, --growth
	@tests/bench/run $(BUILD)/bench $(BLAS_FOLDER) $(OPTION)

$(BUILD)/bench/ours: tests/bench/ours.cpp tests/bench/workloads.hpp tests/bench/figures.hpp $(BUILD)/release/libdescente.a
	@mkdir -p $(@D)
	@echo "  compiling $<"
	@$(CXX) $(CXXFLAGS) $(release_FLAGS) $< \
	    $(BUILD)/release/libdescente.a -o $@ $(LIBRARIES)

$(BUILD)/bench/peer: tests/bench/peer.cpp tests/bench/workloads.hpp
	@mkdir -p $(@D)
	@echo "  compiling $< (libtorch)"
	@$(CXX) -std=c++17 -O2 -fopenmp -isystem /usr/include/torch/csrc/api/include $< -o $@ \
	    -ltorch -ltorch_cpu -lc10

# ---- looking after the code ----

check: ## rules of the house: formatting, includes, test twins, syllabus
	@.ci/rules

format: ## format the code
	@clang-format -i $$(git ls-files '*.cpp' '*.hpp')

tidy: ## clang-tidy
	@.ci/tidy $(filter-out -fopenmp $(WARNINGS),$(CXXFLAGS))

docs: ## reference pages from the comments, in build/docs (Doxygen)
	@.ci/docs $(BUILD)

clean: ## remove what was built; figures and data stay
	@rm -rf $(BUILD) $(wildcard lab[0-9][0-9])
