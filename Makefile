# Descente: every command a person types. `make` alone prints help.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --jobs=$(shell nproc)
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c

BUILD := build
CXX := g++
# The CPU that programs are made for: this one, or such as x86-64-v3, for all since about 2015.
ARCH := native
VERSION := 1.0

PACKAGES := make g++ libarmadillo-dev libopenblas-openmp-dev libboost-program-options-dev \
    libboost-serialization-dev libboost-iostreams-dev libboost-system-dev \
    libboost-filesystem-dev libboost-locale-dev libboost-test-dev gettext gnuplot-nox \
    libgnuplot-iostream-dev libfmt-dev nlohmann-json3-dev zlib1g-dev libpng-dev libturbojpeg0-dev \
    dataset-fashion-mnist fonts-dejavu-core curl ca-certificates python3
CHECK_PACKAGES := clang-format clang-tidy doxygen
BENCH_PACKAGES := libtorch-dev libdnnl-dev
LIVE_PACKAGES := gnuplot-qt ffmpeg
MPI_PACKAGES := libboost-mpi-dev openmpi-bin

# Evaluated when used, so that `make setup lab05` finds what setup has just installed.
BLAS_FOLDER = /usr/lib/$(shell $(CXX) -print-multiarch)/openblas-openmp
DEFINES := -DARMA_DONT_USE_WRAPPER -DARMA_DONT_USE_ARPACK -DARMA_DONT_USE_SUPERLU \
    -DARMA_DONT_USE_HDF5 -DARMA_WARN_LEVEL=0 -DARMA_DONT_USE_OPENMP -DDESCENTE_VERSION='"$(VERSION)"'
WARNINGS := -Wall -Wextra -Wshadow -Wconversion
# clang++ takes signs for a part of -Wconversion, and knows fewer warnings.
WARNINGS += $(if $(findstring clang,$(CXX)),-Wno-sign-conversion -Wno-unknown-warning-option)
# Nobody asks errno about a square root: without it, loops over sqrt become vector instructions.
# g++ 12 copies constants in pieces of 32 bytes and takes {1, 1, 0, 0} for {1, 1, 1, 1} where it does
# (seen with -march=native on AVX-512); pieces of 16 are right.
PIECES := $(if $(findstring clang,$(CXX)),,$(if $(filter x86_64,$(shell uname -m 2>/dev/null)),\
    -mmove-max=128 -mstore-max=128))
CXXFLAGS := -std=c++20 -march=$(ARCH) $(PIECES) -fno-math-errno -fopenmp $(WARNINGS) $(DEFINES) -Imodules
LIBRARIES = -L$(BLAS_FOLDER) -Wl,-rpath,$(BLAS_FOLDER) -lopenblas -lboost_program_options \
    -lboost_serialization -lboost_iostreams -lboost_locale -lboost_filesystem \
    -lboost_system -ldl -lfmt -lz -lpng -lturbojpeg -fopenmp

# Three builds: release (float, what the labs use), double (for make test-UNIT) and checked (double
# with sanitizers, the test suite's second half). Test code itself only calls the library: it is
# compiled without optimisation and without sanitizers, which takes a third of the time. The
# library's objects are linked first, so that of what both contain (templates) the checked one is used.
# What the release build warns of is not said again (-w): that takes a tenth of the time.
# The rooms that draw and talk only call what is fast: optimising them gains nothing but waiting.
release_FLAGS := -O3
release_LIGHT_FLAGS := -O1
release_TEST_FLAGS := -O0
double_FLAGS := -O1 -DDESCENTE_DOUBLE
double_LIGHT_FLAGS := -O1 -DDESCENTE_DOUBLE
double_TEST_FLAGS := -O0 -DDESCENTE_DOUBLE
checked_FLAGS := -O1 -g1 -w -DDESCENTE_DOUBLE -fsanitize=address,undefined -fno-sanitize-recover=undefined
checked_LIGHT_FLAGS := -O0 -g1 -w -DDESCENTE_DOUBLE -fsanitize=address,undefined -fno-sanitize-recover=undefined
checked_TEST_FLAGS := -O0 -w -DDESCENTE_DOUBLE
# In a lab a formula reads like the slide's: beta * m, with a double and a matrix of float.
LAB_WARNINGS := -Wno-float-conversion

# The rooms of modules/, longest compilation first; those that only call what is fast.
ROOMS := $(filter $(notdir $(wildcard modules/*)),shell plot train io data nn kernels autodiff optim base)
LIGHT_ROOMS := shell plot
LAB_FOLDERS := $(sort $(wildcard labs/lab[0-9][0-9]_*))
NAMES := $(foreach folder,$(LAB_FOLDERS),$(firstword $(subst _, ,$(notdir $(folder)))))
# Of these labs, those that LABS="03 lab10" names; without it, all.
chosen_of = $(if $(LABS),$(foreach lab,$(LABS),$(filter lab$(lab:lab%=%) lab0$(lab:lab%=%),$(1))),$(1))
# What a lab's folder holds beside the lab itself.
UNITS_OF_LABS := $(filter-out $(foreach name,$(NAMES),%/$(name).cpp),$(wildcard $(LAB_FOLDERS:%=%/*.cpp)))
# Objects wait for the installation when both were asked for.
AFTER_SETUP := $(filter setup setup-bench setup-live setup-mpi,$(MAKECMDGOALS))

# Before a command that is written in Python: what the shell says of a missing one helps nobody.
NEEDS_PYTHON = $(if $(shell command -v python3),,$(error python3 is missing: make setup))

.PHONY: help setup setup-bench setup-live setup-mpi mpi doctor labs $(NAMES) figures claims compare sweep redraw rehearse slides test test-float test-double test-exercises test-programs test-debian \
    smoke bench check exercises grade worksheets texts format tidy docs clean fuzz

help: ## this list
	@echo "Descente: watch neural networks learn. Start with: make setup lab05 && ./lab05"
	@echo
	@grep -hE '^[a-zA-Z-]+[a-zA-Z -]*:.*## ' Makefile | sed -E 's/:.*## /\t/' | \
	    awk -F '\t' '{printf "  make %-12s %s\n", $$1, $$2}'
	@echo "  make slide-ITEM   the figures of one item of the course (make slides lists the items)"
	@echo "  make exercise-NAME, check-NAME   a hole to fill, and what is wrong with it (make exercises lists them)"
	@echo "  make test-labNN   the tests of the mathematics behind one lab"
	@echo "  make test-UNIT    the tests of one unit in double, such as make test-ops"
	@echo
	@for file in $(wildcard labs/*/lab[0-9][0-9].cpp); do \
	    sed -nE '1s,^// Lab ([0-9]+) · (.*),  make lab\1   \2,p' $$file; done

setup: ## install what is needed (Debian or Ubuntu packages, by name)
	@.ci/install $(PACKAGES)

setup-bench: ## install libtorch and oneDNN, the yardsticks of make bench
	@.ci/install $(BENCH_PACKAGES)

setup-live: ## install a gnuplot that opens windows, for --live, and what makes mp4 of films
	@.ci/install $(LIVE_PACKAGES)

setup-mpi: ## install what `make mpi` needs
	@.ci/install $(MPI_PACKAGES)

# What the compiler says of itself and of the CPU: when that changes, by CXX, ARCH or a folder that
# came from another machine, all is compiled anew.
MADE_FOR := $(BUILD)/made-for
.PHONY: always
$(MADE_FOR): always | $(AFTER_SETUP)
	@mkdir -p $(@D)
	@$(CXX) -march=$(ARCH) -dM -E -x c++ /dev/null > $@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

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
	@$(NEEDS_PYTHON).ci/texts update $(ADD)

# ---- the core and the labs ----

# Headers of libraries, compiled once for all flags that they can serve: name.gch for -include name.
# Arguments: its folder in build/headers, headers, flags.
LIBRARY_HEADERS := armadillo algorithm deque filesystem functional locale map memory optional ranges string \
    variant vector fmt/format.h
define HEADERS_RULE
$(BUILD)/headers/$(1)/headers.gch: Makefile $(MADE_FOR) | $(AFTER_SETUP)
	@mkdir -p $$(@D)
	@echo "  precompiling headers ($(1))"
	@printf '#include <%s>\n' $(LIBRARY_HEADERS) $(2) > $$(@D)/headers
	@$(CXX) $(CXXFLAGS) $(3) -x c++-header $$(@D)/headers -o $$@
endef
# A few files go through the compiler at a time: it then reads headers and writes out Armadillo's
# templates once for all of them. `make lab05` from nothing takes half the time of an object a file
# (modules/README.md has both numbers), and an edit of one line is still back in seconds.
# (A header comes first: of the first file read, -MP makes no target that lets it be deleted. What a
# file keeps to itself would be a warning, -Wsubobject-linkage, since it is read by another.)
# Arguments: the object in build/, its files, flags, its precompiled headers.
define COMPILE_RULE
$(BUILD)/$(1).o: $(2) $(BUILD)/headers/$(4)/headers.gch | $(AFTER_SETUP)
	@mkdir -p $$(@D)
	@echo "  compiling $(1)"
	@printf '#include "%s"\n' base/real.hpp $(2) | $(CXX) $(CXXFLAGS) \
        $(if $(filter modules/%,$(2)),,$(LAB_WARNINGS)) -Wno-subobject-linkage -I. $(3) \
	    -include $(BUILD)/headers/$(4)/headers -MMD -MP -MF $$(@:.o=.d) -MT $$@ -x c++ -c - -o $$@
endef
# modules/nn/conv.cpp init.cpp layers.cpp … -> modules/nn/conv+init+layers …, and back.
groups = $(addprefix $(1)/,$(shell printf '%s\n' $(basename $(notdir $(2))) | paste -sd '+++\n'))
files_of = $(patsubst %,$(patsubst %/,%,$(dir $(1)))/%.cpp,$(subst +, ,$(notdir $(1))))

GROUPS := $(foreach room,$(ROOMS),$(call groups,modules/$(room),$(sort $(wildcard modules/$(room)/*.cpp))))
LESSONS := $(basename $(foreach folder,$(LAB_FOLDERS),$(wildcard $(folder)/lab[0-9][0-9].cpp)))
BESIDE := $(foreach folder,$(LAB_FOLDERS),$(call groups,$(folder),$(sort $(filter $(folder)/%,$(UNITS_OF_LABS)))))
flags_of = $(if $(filter $(LIGHT_ROOMS:%=modules/%/%),$(1)),LIGHT_FLAGS,FLAGS)
define BUILD_RULES
$(foreach group,$(GROUPS) $(LESSONS) $(BESIDE),$(call COMPILE_RULE,$(1)/$(group),\
    $(call files_of,$(group)),$($(1)_$(call flags_of,$(group))),optimised)
)
$(BUILD)/$(1)/libdescente.a: $(GROUPS:%=$(BUILD)/$(1)/%.o) $(BUILD)/texts/catalogues.o
	@rm -f $$@ && ar rcs $$@ $$^
endef
$(eval $(call HEADERS_RULE,optimised,,-O3))
$(foreach build,release double,$(eval $(call BUILD_RULES,$(build))))
-include $(wildcard $(BUILD)/release/*/*/*.d $(BUILD)/double/*/*/*.d)

# With a unit of its own instead of the library's, or of the lesson's: the first of two definitions is
# taken (make check-EXERCISE).
define LAB_RULES
answered-$(firstword $(subst _, ,$(notdir $(1)))): $(patsubst %,$(BUILD)/release/%.o,$(filter $(1)/%,$(LESSONS) $(BESIDE))) \
    $(BUILD)/release/libdescente.a
	@$(CXX) $(release_FLAGS) -Wl,-z,muldefs $$(ANSWER) $$(filter-out $(BUILD)/release/$$(LESSON:.cpp=.o),$$^) -o $$(TO) $$(LIBRARIES)
$(firstword $(subst _, ,$(notdir $(1)))): $(patsubst %,$(BUILD)/release/%.o,$(filter $(1)/%,$(LESSONS) $(BESIDE))) \
    $(BUILD)/release/libdescente.a | $(BUILD)/compile_commands.json
	@echo "  linking $$@"
	@$(CXX) $(release_FLAGS) $$^ -o $$@ $$(LIBRARIES)
endef
$(foreach folder,$(LAB_FOLDERS),$(eval $(call LAB_RULES,$(folder))))

# ---- exercises ----

# What checks them: the rooms up to nn in double, and what compares and tells.
CHECKER := $(filter $(foreach room,base kernels autodiff nn,modules/$(room)/%),$(GROUPS)) labs/exercises/check
$(eval $(call COMPILE_RULE,double/labs/exercises/check,labs/exercises/check.cpp,$(double_FLAGS),optimised))
$(BUILD)/double/exercises.a: $(CHECKER:%=$(BUILD)/double/%.o) $(BUILD)/texts/catalogues.o
	@rm -f $@ && ar rcs $@ $^
exercises exercise-% check-% grade: export FLAGS = $(filter-out $(WARNINGS),$(CXXFLAGS))
exercises exercise-% check-% grade: export LINK = $(LIBRARIES)
EXERCISE = $(NEEDS_PYTHON)BUILD='$(BUILD)' CXX='$(CXX)' $(ASKED_LANGUAGE) .ci/exercise
ASKED_LANGUAGE = $(if $(filter command%,$(origin LANG)),LC_ALL= LC_MESSAGES=) # not that of the machine

exercises: $(CODES:%=$(BUILD)/texts/%.mo) ## what there is to write oneself, each with its command
	@$(EXERCISE) list
exercise-%: $(CODES:%=$(BUILD)/texts/%.mo)
	@$(EXERCISE) write $*
check-%: $(BUILD)/double/exercises.a
	@$(EXERCISE) check $* $(MAKE) || { code=$$?; [ $$code -eq 1 ] || exit $$code; } # a mistake that is told is no error

grade: $(BUILD)/double/exercises.a ## DIR=submissions/: check DIR/STUDENT/NAME.cpp of all students, each in a sandbox
	@$(EXERCISE) grade

# ---- worksheets ----

CHOSEN_SHEETS = $(call chosen_of,$(foreach name,$(NAMES),$(if $(wildcard labs/$(name)_*/worksheet.cpp),$(name))))
worksheets: $(CHOSEN_SHEETS) ## CLASS=names.txt LANG=fr: pages to work out by hand, one a student, and their answers; LABS="01 06"
	@for lab in $(CHOSEN_SHEETS); do \
	    $(ASKED_LANGUAGE) ./$$lab --class "$$CLASS" --answers $${OUT:+--out "$$OUT"} || exit $$?; done

# Own pictures become a data set: datasets/make FOLDER.
$(eval $(call COMPILE_RULE,release/datasets/make,datasets/make.cpp,$(release_FLAGS),optimised))
-include $(BUILD)/release/datasets/make.d
datasets/make: $(BUILD)/release/datasets/make.o $(BUILD)/release/libdescente.a
	@echo "  linking $@"
	@$(CXX) $(release_FLAGS) $^ -o $@ $(LIBRARIES)

# Figures and table of what runs have in common, for make compare and make sweep.
COMPARE := $(BUILD)/release/plots/compare
$(eval $(call COMPILE_RULE,release/plots/compare,plots/compare.cpp,$(release_LIGHT_FLAGS),optimised))
-include $(COMPARE).d
$(COMPARE): $(COMPARE).o $(BUILD)/release/libdescente.a
	@echo "  linking plots/compare"
	@$(CXX) $(release_FLAGS) $^ -o $@ $(LIBRARIES)

# The one file that knows MPI: labs load it when mpirun starts them (--runs-on).
mpi: $(BUILD)/ranks.so ## what lets labs share their runs among processes: ./lab10 --runs-on 4
$(BUILD)/ranks.so: modules/mpi/ranks.cpp modules/train/ranks.hpp | $(AFTER_SETUP)
	@mkdir -p $(@D)
	@echo "  compiling $@"
	@OMPI_CXX='$(CXX)' mpic++ -std=c++20 -O1 -fPIC -shared -Imodules $< -o $@ -lboost_mpi -lboost_serialization

# What editors ask for: how each file is compiled.
SOURCES := $(wildcard $(ROOMS:%=modules/%/*.cpp) $(LAB_FOLDERS:%=%/*.cpp))
$(BUILD)/compile_commands.json: Makefile $(wildcard modules/* $(LAB_FOLDERS)) | $(AFTER_SETUP)
	@mkdir -p $(@D)
	@$(NEEDS_PYTHON).ci/commands $(SOURCES) -- $(CXX) $(filter-out $(PIECES),$(CXXFLAGS)) $(LAB_WARNINGS) -I. > $@

labs: $(NAMES) ## build every lab

lab1 lab2 lab3 lab4 lab5 lab6 lab7 lab8 lab9:
	@echo "labs have two digits: make $(@:lab%=lab0%)" >&2; exit 2

figures: labs ## run every lab; figures in plots/
	@for lab in $(NAMES); do ./$$lab || exit $$?; done

claims: $(call chosen_of,$(NAMES)) ## the ledger plots/claims.{md,html}; LABS="03 10" SEEDS=5 choose, STABILITY=1 repeats
	@$(NEEDS_PYTHON).ci/claims $(NAMES)

# Not all labs are built for one; a LAB that is none is refused by the program that starts the runs.
ONE_LAB = $(if $(RUNS),,$(filter lab$(LAB:lab%=%) lab0$(LAB:lab%=%),$(NAMES)))
compare: $(COMPARE) $(ONE_LAB) ## LAB=05 A="--peak 0.1" B="--peak 1": both runs in one figure; RUNS="DIR DIR": those there are
	@$(NEEDS_PYTHON)VERSION=$(VERSION) .ci/compare compare $(COMPARE) $(NAMES)

sweep: $(COMPARE) $(ONE_LAB) ## LAB=06 KNOB=beta VALUES="0 0.5 0.9": what is measured against the knob
	@$(NEEDS_PYTHON)VERSION=$(VERSION) .ci/compare sweep $(COMPARE) $(NAMES)

# lab09 is the yardstick of the seconds.
rehearse: $(call chosen_of,$(NAMES)) $(if $(LABS),lab09) ## go or no-go a lab, and its seconds here; LABS="03 10" chooses
	@$(NEEDS_PYTHON).ci/rehearse $(NAMES)

redraw: ## draw the figures in OUT=plots again with today's plots/style.gp; FORMAT=pdf,svg THEME=dark
	@$(NEEDS_PYTHON).ci/redraw

# The item's lab is found in the slide map, labs/README.md.
slide-%:
	@$(NEEDS_PYTHON).ci/slides draw $* $(OPTION)

slides: ## the items of the course, each with the command that draws its figures
	@$(NEEDS_PYTHON).ci/slides list

doctor: ## what this machine has, and what to do about it
	@.ci/doctor $(CXX) $(BLAS_FOLDER)

# ---- tests ----

test: test-float test-double test-exercises test-programs ## everything: float, double with sanitizers, programs

# Tests are compiled in four parts, and the checked library a room at a time: that takes a third of
# the time of a file at a time, since all of them read and write out the same templates. Objects are
# linked and not the archive, whose unused parts the linker would leave out before the tests ask.
# Arguments: build, objects in build/ that are tested, their precompiled headers.
TEST_FILES := $(sort $(wildcard $(ROOMS:%=tests/%/test_*.cpp) tests/labs/*/test_*.cpp))
PARTS := shell-plot io-to-base labs-0 labs-1
part_shell-plot := $(filter tests/shell/% tests/plot/% tests/train/%,$(TEST_FILES))
# The labs in two halves, their tests and what their folders hold.
labs-0_of = $(filter tests/labs/lab0% labs/lab0%,$(1))
labs-1_of = $(filter-out tests/labs/lab0% labs/lab0%,$(filter tests/labs/% labs/%,$(1)))
part_labs-0 := $(call labs-0_of,$(TEST_FILES))
part_labs-1 := $(call labs-1_of,$(TEST_FILES))
part_io-to-base := $(filter-out $(part_shell-plot) tests/labs/%,$(TEST_FILES))
TEST_DEFINES := -DBOOST_TEST_DYN_LINK -Itests
define TEST_RULES
$(foreach part,$(PARTS),$(call COMPILE_RULE,$(1)/tests/$(part),$(part_$(part)),\
    $($(1)_TEST_FLAGS) $(TEST_DEFINES),tests)
)
$(call COMPILE_RULE,$(1)/tests/main,tests/main.cpp,$($(1)_FLAGS) $(TEST_DEFINES),$(3))
$(BUILD)/$(1)/tests/run: $(2:%=$(BUILD)/$(1)/%.o) $(BUILD)/texts/catalogues.o $(patsubst %,$(BUILD)/$(1)/tests/%.o,$(PARTS) main)
	@mkdir -p $$(@D)
	@echo "  linking the tests ($(1))"
	@$(CXX) $($(1)_FLAGS) $$^ -o $$@ $$(LIBRARIES) -lboost_unit_test_framework
-include $$(wildcard $(BUILD)/$(1)/tests/*.d $(BUILD)/$(1)/rooms/*.d)
endef
checked_units_of = $(sort $(wildcard modules/$(1)/*.cpp) $(call $(1)_of,$(UNITS_OF_LABS)))
# Optimised where the tests compute for long; elsewhere they only wait for the compiler.
checked_flags_of = $(if $(filter $(LIGHT_ROOMS) io train labs-0 labs-1,$(1)),LIGHT_FLAGS,FLAGS)
$(foreach flags,FLAGS LIGHT_FLAGS,$(eval $(call HEADERS_RULE,checked_$(flags),,$(checked_$(flags)))))
$(foreach room,labs-0 labs-1 $(ROOMS),$(eval $(call COMPILE_RULE,checked/rooms/$(room),$(call checked_units_of,$(room)),\
    $(checked_$(call checked_flags_of,$(room))),checked_$(call checked_flags_of,$(room)))))
$(eval $(call HEADERS_RULE,tests,boost/test/unit_test.hpp,-O0 $(TEST_DEFINES)))
$(eval $(call TEST_RULES,release,$(GROUPS) $(BESIDE),optimised))
$(eval $(call TEST_RULES,checked,$(patsubst %,rooms/%,labs-0 labs-1 $(ROOMS)),checked_FLAGS))

test-float: $(BUILD)/release/tests/run
	@tests/run float $<

test-double: $(BUILD)/checked/tests/run
	@tests/run double $<

# Each exercise's check, given the original and the usual mistakes (.ci/exercise writes the program).
HOLES := $(shell grep -rl --include=*.cpp '// make exercise-' modules $(LAB_FOLDERS))
MISTAKES := $(BUILD)/checked/tests/mistakes
$(MISTAKES).cpp: .ci/exercise tests/exercises/mistakes $(wildcard labs/exercises/*) $(HOLES)
	@$(NEEDS_PYTHON)mkdir -p $(@D) && .ci/exercise mistakes > $@
$(eval $(call COMPILE_RULE,checked/tests/mistakes,$(MISTAKES).cpp,$(checked_TEST_FLAGS) $(TEST_DEFINES),tests))
$(eval $(call COMPILE_RULE,checked/labs/exercises/check,labs/exercises/check.cpp,$(checked_FLAGS),checked_FLAGS))
# (What the program says of a source, read for its holes, is that of the library.)
$(MISTAKES): $(patsubst %,$(BUILD)/checked/rooms/%.o,base kernels autodiff nn) $(BUILD)/checked/labs/exercises/check.o \
    $(MISTAKES).o $(BUILD)/texts/catalogues.o
	@$(CXX) $(checked_FLAGS) -Wl,-z,muldefs $^ -o $@ $(LIBRARIES) -lboost_unit_test_framework
test-exercises: $(MISTAKES)
	@$<

# Said at once, not after everything was built.
UNITS := $(sort $(patsubst test_%.cpp,%,$(notdir $(TEST_FILES))))
$(foreach lab,$(filter-out $(UNITS),$(patsubst test-%,%,$(filter test-lab%,$(MAKECMDGOALS)))),$(if $(shell grep -rl 'label("$(lab)")' tests),,\
    $(error $(lab) has no tests: none in tests/ has its label, label("$(lab)"))))
test-lab%: $(BUILD)/release/tests/run
	@tests/run lab$* $< --run_test=@lab$*

# One unit in double, without sanitizers: seconds after an edit.
$(foreach file,$(TEST_FILES) tests/main.cpp,$(eval $(call COMPILE_RULE,double/$(basename $(file)),$(file),\
    $(double_TEST_FLAGS) $(TEST_DEFINES),tests)))
# The test files called test_UNIT.cpp, and what the lab's folder holds where they belong to a lab.
define UNIT_RULE
$(BUILD)/double/tests/$(1): $(patsubst %.cpp,$(BUILD)/double/%.o,$(filter %/test_$(1).cpp,$(TEST_FILES)) tests/main.cpp) \
    $(foreach test,$(filter tests/labs/%/test_$(1).cpp,$(TEST_FILES)),$(patsubst %,$(BUILD)/double/%.o,\
        $(filter labs/$(word 3,$(subst /, ,$(test)))_%,$(BESIDE)))) $(BUILD)/double/libdescente.a
	@$(CXX) $(double_TEST_FLAGS) $$^ -o $$@ $$(LIBRARIES) -lboost_unit_test_framework
test-$(1): $(BUILD)/double/tests/$(1)
	@tests/run $(1) $$<
endef
$(foreach unit,$(UNITS),$(eval $(call UNIT_RULE,$(unit))))
-include $(wildcard $(BUILD)/double/tests/*.d $(BUILD)/double/tests/*/*.d $(BUILD)/double/tests/*/*/*.d)

test-programs: labs datasets/make $(COMPARE)
	@$(NEEDS_PYTHON)tests/programs

test-debian: ## the README's commands in a bare Debian; RELEASE=bookworm or trixie
	@.ci/debian $(or $(RELEASE),trixie) $(BUILD)/debian

# ---- fuzzing: each reader of files meets bytes that nobody wrote; no part of the tests ----

CLANG := clang++
SECONDS := 60
FUZZERS := $(patsubst tests/fuzz/%.cpp,%,$(wildcard tests/fuzz/*.cpp))
# OpenMP's functions without its pragmas: a reader has no loops that need all threads. omp.h is g++'s.
FUZZ_FLAGS = $(filter-out -fopenmp $(PIECES),$(CXXFLAGS)) $(LAB_WARNINGS) -Wno-unknown-pragmas -Wno-unused -Wno-sign-conversion -I. -Itests -O1 -g1 \
    -fsanitize=address,undefined -fno-sanitize-recover=undefined -idirafter $(shell $(CXX) -print-file-name=include)
NEEDS_CLANG = $(if $(shell command -v $(CLANG)),,$(error $(CLANG) is missing: apt-get install clang))
define FUZZ_RULE
$(BUILD)/fuzz/$(1).o: $(2) Makefile
	@$$(NEEDS_CLANG)mkdir -p $$(@D)
	@echo "  compiling fuzz/$(1)"
	@printf '#include "%s"\n' base/real.hpp $(2) | $(CLANG) $$(FUZZ_FLAGS) -fsanitize=fuzzer-no-link \
	    -MMD -MP -MF $$(@:.o=.d) -MT $$@ -x c++ -c - -o $$@
endef
$(foreach room,$(ROOMS),$(eval $(call FUZZ_RULE,rooms/$(room),$(wildcard modules/$(room)/*.cpp))))
$(foreach name,$(FUZZERS),$(eval $(call FUZZ_RULE,$(name),tests/fuzz/$(name).cpp)))
-include $(wildcard $(BUILD)/fuzz/*.d $(BUILD)/fuzz/rooms/*.d)
$(FUZZERS:%=$(BUILD)/fuzz/%): %: %.o $(ROOMS:%=$(BUILD)/fuzz/rooms/%.o) $(BUILD)/texts/catalogues.o
	@$(CLANG) -fsanitize=fuzzer,address,undefined $^ -o $@ $(LIBRARIES:-fopenmp=-lgomp)

fuzz: $(FUZZERS:%=$(BUILD)/fuzz/%) ## feed each reader of files made-up bytes (clang++); SECONDS=60 each
	@tests/fuzz/run $(BUILD)/fuzz $(SECONDS) $(FUZZERS)

smoke: labs ## run every lab with --quick and check what it leaves
	@$(NEEDS_PYTHON)tests/smoke $(NAMES)

# The others are built only where libtorch and oneDNN are installed (make setup-bench).
HAVE_TORCH = $(wildcard /usr/include/torch/csrc/api/include/torch/torch.h)
HAVE_ONEDNN = $(wildcard /usr/include/oneapi/dnnl/dnnl.hpp)
bench: $(BUILD)/bench/ours $(if $(HAVE_TORCH),$(BUILD)/bench/peer) $(if $(HAVE_ONEDNN),$(BUILD)/bench/onednn) ## speed against libtorch; OPTION=--profile, --growth, --convolutions; RECORD=1
	@$(NEEDS_PYTHON)tests/bench/run $(BUILD)/bench $(BLAS_FOLDER) $(OPTION) $(if $(RECORD),--record)

$(eval $(call COMPILE_RULE,bench/ours,tests/bench/ours.cpp,$(release_FLAGS),optimised))
-include $(BUILD)/bench/ours.d
$(BUILD)/bench/ours: $(BUILD)/bench/ours.o $(BUILD)/release/libdescente.a
	@$(CXX) $(release_FLAGS) $^ -o $@ $(LIBRARIES)

$(BUILD)/bench/peer: tests/bench/peer.cpp tests/bench/workloads.hpp
	@mkdir -p $(@D)
	@echo "  compiling $< (libtorch)"
	@$(CXX) -std=c++17 -O2 -fopenmp -isystem /usr/include/torch/csrc/api/include $< -o $@ \
	    -ltorch -ltorch_cpu -lc10

$(BUILD)/bench/onednn: tests/bench/onednn.cpp tests/bench/convolutions.hpp tests/bench/workloads.hpp
	@mkdir -p $(@D)
	@echo "  compiling $< (oneDNN)"
	@$(CXX) -std=c++20 -O2 -fopenmp $< -o $@ -ldnnl

# ---- looking after the code ----

check: ## rules of the house: formatting, includes, test twins, syllabus
	@$(NEEDS_PYTHON).ci/rules

format: ## format the code
	@for file in $$(git ls-files --cached --others --exclude-standard '*.cpp' '*.hpp'); do \
	    [ ! -f $$file ] || echo $$file; done | xargs -r clang-format -i

tidy: ## clang-tidy
	@.ci/tidy $(filter-out -fopenmp $(PIECES) $(WARNINGS),$(CXXFLAGS))

docs: ## reference pages from the comments, in build/docs (Doxygen)
	@.ci/docs $(BUILD)

clean: ## remove what was built; figures, data and answers to exercises stay
	@rm -rf $(wildcard lab[0-9][0-9]) datasets/make
	@[ ! -d $(BUILD) ] || find $(BUILD)/ -mindepth 1 -maxdepth 1 ! -name exercises -exec rm -rf {} +
	@[ ! -d $(BUILD) ] || rmdir $(BUILD) 2>/dev/null || echo "$(BUILD)/exercises stays, where answers to exercises are"
