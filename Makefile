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
    libboost-filesystem-dev libboost-locale-dev libboost-test-dev gettext gnuplot-nox \
    libgnuplot-iostream-dev libfmt-dev nlohmann-json3-dev zlib1g-dev libpng-dev libturbojpeg0-dev \
    dataset-fashion-mnist fonts-dejavu-core curl ca-certificates python3
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
    -lboost_serialization -lboost_iostreams -lboost_locale -lboost_filesystem \
    -lboost_system -lfmt -lz -lpng -lturbojpeg -fopenmp

# Three builds: release (float, what the labs use), double (for make test-UNIT) and checked (double
# with sanitizers, the test suite's second half). Test code itself only calls the library: it is
# compiled without optimisation and without sanitizers, which takes a third of the time. The
# library's objects are linked first, so that of what both contain (templates) the checked one is used.
# The rooms that draw and talk only call what is fast: optimising them gains nothing but waiting.
release_FLAGS := -O3
release_LIGHT_FLAGS := -O1
release_TEST_FLAGS := -O0
double_FLAGS := -O1 -DDESCENTE_DOUBLE
double_LIGHT_FLAGS := -O0 -DDESCENTE_DOUBLE
double_TEST_FLAGS := -O0 -DDESCENTE_DOUBLE
checked_FLAGS := -O1 -g1 -DDESCENTE_DOUBLE -fsanitize=address,undefined -fno-sanitize-recover=undefined
checked_LIGHT_FLAGS := -O0 -g1 -DDESCENTE_DOUBLE -fsanitize=address,undefined -fno-sanitize-recover=undefined
checked_TEST_FLAGS := -O0 -DDESCENTE_DOUBLE
# In a lab a formula reads like the slide's: beta * m, with a double and a matrix of float.
LAB_WARNINGS := -Wno-float-conversion

# The rooms of modules/, longest compilation first; those that only call what is fast.
ROOMS := $(filter $(notdir $(wildcard modules/*)),shell plot train io data nn kernels autodiff optim base)
LIGHT_ROOMS := shell plot
LAB_FOLDERS := $(sort $(wildcard labs/lab[0-9][0-9]_*))
NAMES := $(foreach folder,$(LAB_FOLDERS),$(firstword $(subst _, ,$(notdir $(folder)))))
# What a lab's folder holds beside the lab itself.
UNITS_OF_LABS := $(filter-out $(foreach name,$(NAMES),%/$(name).cpp),$(wildcard $(LAB_FOLDERS:%=%/*.cpp)))
# Objects wait for the installation when both were asked for.
AFTER_SETUP := $(filter setup setup-bench,$(MAKECMDGOALS))

.PHONY: help setup setup-bench doctor labs $(NAMES) figures claims slides test test-float test-double test-programs \
    smoke bench check texts format tidy docs clean

help: ## this list
	@echo "Descente: watch neural networks learn. Start with: make setup lab05 && ./lab05"
	@echo
	@grep -hE '^[a-zA-Z-]+[a-zA-Z -]*:.*## ' Makefile | sed -E 's/:.*## /\t/' | \
	    awk -F '\t' '{printf "  make %-12s %s\n", $$1, $$2}'
	@echo "  make slide-ITEM   the figures of one item of the course (make slides lists the items)"
	@echo "  make test-labNN   the tests of the mathematics behind one lab"
	@echo "  make test-UNIT    the tests of one unit in double, such as make test-ops"
	@echo
	@for file in $(wildcard labs/*/lab[0-9][0-9].cpp); do \
	    sed -nE '1s,^// Lab ([0-9]+) · (.*),  make lab\1   \2,p' $$file; done

setup: ## install what is needed (Debian or Ubuntu packages, by name)
	@.ci/install $(PACKAGES)

setup-bench: ## install libtorch, the yardstick of make bench
	@.ci/install $(BENCH_PACKAGES)

# ---- texts in other languages ----

# Each labs/texts/CODE.po, compiled, becomes bytes of every program, in a table that
# modules/base/text.cpp reads.
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

texts: ## bring labs/texts/*.po up to date with the code; ADD=de begins another language
	@.ci/texts update $(ADD)

# ---- the core and the labs ----

# Headers of libraries, compiled once for all files with the same flags: name.gch for -include name.
# Arguments: file, headers, flags.
define HEADERS_RULE
$(1).gch: Makefile | $(AFTER_SETUP)
	@mkdir -p $$(@D)
	@echo "  precompiling $(1:$(BUILD)/%=%)"
	@printf '#include <%s>\n' $(2) > $(1)
	@$(CXX) $(CXXFLAGS) $(3) -x c++-header $(1) -o $$@
endef
# An object a file: an edit of one line is back on screen in seconds.
# Arguments: build, its FLAGS or LIGHT_FLAGS, folder, warnings that go.
define OBJECT_RULE
$(BUILD)/$(1)/$(3)/%.o: $(3)/%.cpp $(BUILD)/$(1)/$(2)/armadillo.gch | $(AFTER_SETUP)
	@mkdir -p $$(@D)
	@echo "  compiling $$< ($(1))"
	@$(CXX) $(CXXFLAGS) $(4) $($(1)_$(2)) -include $(BUILD)/$(1)/$(2)/armadillo -MMD -MP -c $$< -o $$@
endef
define OBJECT_RULES
$(foreach flags,FLAGS LIGHT_FLAGS,$(call HEADERS_RULE,$(BUILD)/$(1)/$(flags)/armadillo,armadillo,$($(1)_$(flags)))
)
$(foreach room,$(ROOMS),$(call OBJECT_RULE,$(1),$(if $(filter $(room),$(LIGHT_ROOMS)),LIGHT_FLAGS,FLAGS),modules/$(room))
)
$(call OBJECT_RULE,$(1),FLAGS,labs,$(LAB_WARNINGS))
$(BUILD)/$(1)/libdescente.a: $(patsubst %.cpp,$(BUILD)/$(1)/%.o,$(wildcard $(ROOMS:%=modules/%/*.cpp))) \
    $(BUILD)/texts/catalogues.o
	@rm -f $$@ && ar rcs $$@ $$^
endef
$(foreach build,release double,$(eval $(call OBJECT_RULES,$(build))))
-include $(wildcard $(BUILD)/release/*/*/*.d $(BUILD)/double/*/*/*.d)

define LAB_RULES
$(firstword $(subst _, ,$(1))): $(patsubst %.cpp,$(BUILD)/release/%.o,$(wildcard labs/$(1)/*.cpp)) \
    $(BUILD)/release/libdescente.a | $(BUILD)/compile_commands.json
	@echo "  linking $$@"
	@$(CXX) $(release_FLAGS) $$^ -o $$@ $$(LIBRARIES)
endef
$(foreach folder,$(LAB_FOLDERS),$(eval $(call LAB_RULES,$(notdir $(folder)))))

# What editors ask for: how each file is compiled.
SOURCES := $(wildcard $(ROOMS:%=modules/%/*.cpp) $(LAB_FOLDERS:%=%/*.cpp))
$(BUILD)/compile_commands.json: Makefile $(wildcard modules/* $(LAB_FOLDERS))
	@mkdir -p $(@D)
	@.ci/commands $(SOURCES) -- $(CXX) $(CXXFLAGS) $(LAB_WARNINGS) -I. > $@

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

# Tests, and the checked library, are compiled a room at a time: the compiler then reads headers and
# writes out Armadillo's templates once a room and not once a file, in a fifth of the time.
# (A header comes first: of the first file read, -MP makes no target that lets it be deleted.)
# Arguments: build, folder, files, flags, precompiled headers.
define ROOM_RULE
$(BUILD)/$(1)/rooms/$(2).o: $(3) $(5).gch Makefile | $(AFTER_SETUP)
	@mkdir -p $$(@D)
	@echo "  compiling $(2) ($(1))"
	@printf '#include "%s"\n' base/real.hpp $(sort $(3)) | \
	    $(CXX) $(CXXFLAGS) $(LAB_WARNINGS) -I. $(4) -include $(5) -MMD -MP -MF $$(@:.o=.d) -MT $$@ -x c++ -c - -o $$@
endef
# The tests are built with the release objects, or with the checked rooms.
TEST_FOLDERS := $(filter-out $(wildcard tests/bench tests/programs.d),$(wildcard $(ROOMS:%=tests/%) tests/labs/*))
define TEST_RULES
$(call HEADERS_RULE,$(BUILD)/$(1)/TEST_FLAGS/armadillo,armadillo boost/test/unit_test.hpp,$($(1)_TEST_FLAGS) -DBOOST_TEST_DYN_LINK)
$(foreach folder,$(TEST_FOLDERS),$(call ROOM_RULE,$(1),$(folder),$(wildcard $(folder)/*.cpp),\
    $($(1)_TEST_FLAGS) -DBOOST_TEST_DYN_LINK -Itests -Wno-subobject-linkage,$(BUILD)/$(1)/TEST_FLAGS/armadillo)
)
$(BUILD)/$(1)/tests/run: $(2) $(BUILD)/texts/catalogues.o $(TEST_FOLDERS:%=$(BUILD)/$(1)/rooms/%.o) tests/main.cpp
	@mkdir -p $$(@D)
	@echo "  linking the tests ($(1))"
	@$(CXX) $(CXXFLAGS) $($(1)_FLAGS) -DBOOST_TEST_DYN_LINK $$^ -o $$@ $$(LIBRARIES) -lboost_unit_test_framework
-include $$(wildcard $(BUILD)/$(1)/rooms/*/*.d $(BUILD)/$(1)/rooms/*/*/*.d)
endef
$(foreach flags,FLAGS LIGHT_FLAGS,$(eval $(call HEADERS_RULE,$(BUILD)/checked/$(flags)/armadillo,armadillo,$(checked_$(flags)))))
$(foreach room,$(ROOMS),$(eval $(call ROOM_RULE,checked,modules/$(room),$(wildcard modules/$(room)/*.cpp),\
    $(checked_$(if $(filter $(room),$(LIGHT_ROOMS)),LIGHT_FLAGS,FLAGS)),\
    $(BUILD)/checked/$(if $(filter $(room),$(LIGHT_ROOMS)),LIGHT_FLAGS,FLAGS)/armadillo)))
CHECKED_LABS := $(sort $(UNITS_OF_LABS:%/=%))
$(foreach folder,$(sort $(patsubst %/,%,$(dir $(UNITS_OF_LABS)))),$(eval $(call ROOM_RULE,checked,$(folder),\
    $(filter $(folder)/%,$(UNITS_OF_LABS)),$(checked_FLAGS),$(BUILD)/checked/FLAGS/armadillo)))
# Objects and not the archive, whose unused parts the linker would leave out before the tests ask.
$(eval $(call TEST_RULES,release,$(patsubst %.cpp,$(BUILD)/release/%.o,\
    $(UNITS_OF_LABS) $(wildcard $(ROOMS:%=modules/%/*.cpp)))))
$(eval $(call TEST_RULES,checked,$(patsubst %,$(BUILD)/checked/rooms/%.o,$(ROOMS:%=modules/%) \
    $(sort $(patsubst %/,%,$(dir $(UNITS_OF_LABS)))))))

test-float: $(BUILD)/release/tests/run
	@tests/run float $<

test-double: $(BUILD)/checked/tests/run
	@tests/run double $<

test-lab%: $(BUILD)/release/tests/run
	@tests/run lab$* $< --run_test=@lab$*

# One unit in double, without sanitizers: seconds after an edit.
TEST_FILES := $(wildcard $(TEST_FOLDERS:%=%/test_*.cpp))
$(eval $(call HEADERS_RULE,$(BUILD)/double/TEST_FLAGS/armadillo,armadillo boost/test/unit_test.hpp,\
    $(double_TEST_FLAGS) -DBOOST_TEST_DYN_LINK))
$(BUILD)/double/tests/%.o: tests/%.cpp $(BUILD)/double/TEST_FLAGS/armadillo.gch | $(AFTER_SETUP)
	@mkdir -p $(@D)
	@echo "  compiling $< (double)"
	@$(CXX) $(CXXFLAGS) $(LAB_WARNINGS) -I. $(double_TEST_FLAGS) -DBOOST_TEST_DYN_LINK -Itests \
	    -include $(BUILD)/double/TEST_FLAGS/armadillo -MMD -MP -c $< -o $@
# The test files called test_UNIT.cpp, and what the lab's folder holds where they belong to a lab.
define UNIT_RULE
$(BUILD)/double/tests/$(1): $(patsubst %.cpp,$(BUILD)/double/%.o,$(filter %/test_$(1).cpp,$(TEST_FILES)) tests/main.cpp) \
    $(patsubst %.cpp,$(BUILD)/double/%.o,$(foreach test,$(filter tests/labs/%/test_$(1).cpp,$(TEST_FILES)),\
        $(filter labs/$(word 3,$(subst /, ,$(test)))_%,$(UNITS_OF_LABS)))) $(BUILD)/double/libdescente.a
	@$(CXX) $(double_TEST_FLAGS) $$^ -o $$@ $$(LIBRARIES) -lboost_unit_test_framework
test-$(1): $(BUILD)/double/tests/$(1)
	@tests/run $(1) $$<
endef
$(foreach unit,$(sort $(patsubst test_%.cpp,%,$(notdir $(TEST_FILES)))),$(eval $(call UNIT_RULE,$(unit))))
-include $(wildcard $(BUILD)/double/tests/*/*.d $(BUILD)/double/tests/*/*/*.d)

test-programs: labs
	@tests/programs

smoke: labs ## run every lab with --quick and check what it leaves
	@tests/smoke $(NAMES)

# The peer is built only where libtorch is installed (make setup-bench).
HAVE_TORCH = $(wildcard /usr/include/torch/csrc/api/include/torch/torch.h)
bench: $(BUILD)/bench/ours $(if $(HAVE_TORCH),$(BUILD)/bench/peer) ## speed against libtorch; OPTION=--profile, --growth
	@tests/bench/run $(BUILD)/bench $(BLAS_FOLDER) $(OPTION)

$(BUILD)/bench/ours: tests/bench/ours.cpp tests/bench/workloads.hpp tests/bench/figures.hpp tests/bench/profile.hpp $(BUILD)/release/libdescente.a
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
