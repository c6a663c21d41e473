# debvouch: build, try, test and package. `make` alone lists the targets.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup setup-swift setup-build setup-test setup-deb setup-package-test build audit test quick format lint bench \
	deb package-test deb-again clean

# What an unpacked Swift toolchain expects of Debian.
SWIFT_PACKAGES := libcurl4 libncurses6 libsqlite3-0 libxml2
BUILD_PACKAGES := ca-certificates g++ git libapt-pkg-dev libarchive-dev libsimdjson-dev libsqlite3-dev libssl-dev \
	pkg-config zlib1g-dev
TEST_PACKAGES := apt-utils bzip2 chromium cmark-gfm dpkg-dev fakeroot fonts-dejavu-core gpg gpg-agent gpgv \
	groff-base libxml2-utils lz4 man-db mandoc mmdebstrap prometheus prometheus-node-exporter python3 \
	python3-jsonschema python3-venv python3-yaml systemd xz-utils zstd
# Checkers of detection rules that Debian does not package, in a folder of their own.
TEST_PYTHON := .build/python
TEST_MODULES := eql==1.0.1 pysigma-backend-sqlite==2.0.0 sigma-cli==3.1.0
DEB_PACKAGES := build-essential debhelper dpkg-dev
PACKAGE_TEST_PACKAGES := autopkgtest binutils devscripts diffoscope-minimal lintian mmdebstrap systemd-container

SWIFT_RELEASE := swift build --configuration release --product debvouch --static-swift-stdlib --disable-local-rpath
SWIFT_SOURCES := Package.swift Sources Tests
DEB_OUTPUT := .build-deb/out
DEB_NAME = debvouch_$(shell dpkg-parsechangelog --show-field Version)_$(shell dpkg --print-architecture)

# A trapped program must end, not wait for somebody to read its backtrace.
export SWIFT_BACKTRACE := enable=no

# $(call install,PACKAGES): install those that are missing; with none missing, neither root nor a network is needed.
define install
@missing=(); \
for name in $(1); do \
    [[ $$(dpkg-query --show --showformat ' $${db:Status-Status} ' "$$name" 2>/dev/null) == *' installed '* ]] \
        || missing+=("$$name"); \
done; \
(( $${#missing[@]} )) || exit 0; \
as_root=(); \
if (( EUID != 0 )); then \
    command -v sudo >/dev/null || { echo "as root, first: apt-get install $${missing[*]}" >&2; exit 1; }; \
    as_root=(sudo); \
fi; \
echo "installing $${missing[*]}"; \
"$${as_root[@]}" apt-get -qq update && \
"$${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "$${missing[@]}"
endef

help: ## Print this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 28

setup: setup-build setup-test ## Install what building and testing need

setup-swift: ## Install what Swift itself needs, once its toolchain is in PATH
	@command -v swift >/dev/null || { echo "first install Swift 6.3, from https://swift.org/install" >&2; exit 1; }
	$(call install,$(SWIFT_PACKAGES))

setup-build: setup-swift ## Install what building needs
	$(call install,$(BUILD_PACKAGES))

setup-test: setup-build ## Install what the tests need
	$(call install,$(TEST_PACKAGES))
	@[[ "$$(cat $(TEST_PYTHON)/modules 2>/dev/null)" == "$(TEST_MODULES)" ]] || { \
	    echo "installing $(TEST_MODULES)"; \
	    rm -rf $(TEST_PYTHON) && python3 -m venv $(TEST_PYTHON) && \
	    $(TEST_PYTHON)/bin/pip install --quiet --disable-pip-version-check $(TEST_MODULES) && \
	    echo "$(TEST_MODULES)" > $(TEST_PYTHON)/modules; }

setup-deb: setup-build ## Install what packaging needs
	$(call install,$(DEB_PACKAGES))

setup-package-test: setup-deb ## Install what testing the package needs
	$(call install,$(PACKAGE_TEST_PACKAGES))

build: setup-build ## Build the release program, .build/release/debvouch
	$(SWIFT_RELEASE)

audit: build ## Build, fetch the archives, audit this machine; fails only where the audit could not be made
	@status=0; .build/release/debvouch audit --fetch || status=$$?; echo "exit status $$status"; (( status < 64 ))

test: setup-test ## Run every test
	swift test --disable-xctest

# Units and the trees of the checks; `.needsTestPackages` leaves out what runs more than setup-build installs.
QUICK_TARGETS := AuditModelTests|AuditReportsTests|DigestsTests|FileFormatsTests|HostEvidenceTests|$\
	IntegrityJudgementTests|RepositoryTests|TreeReadingTests|Fixtures of the checks
quick: setup-build ## Run units and trees only; CHECK=script-modified one check's trees, FILTER='Rules of' one suite
	@mkdir -p .build; quick=$(if $(CHECK)$(FILTER),,1); \
	if [[ -n '$(CHECK)' ]] && ! { command -v apt-ftparchive && command -v gpg; } >/dev/null; then \
	    quick=1; echo 'trees with a signed index are left out: apt-ftparchive or gpg is not installed'; \
	fi; \
	DEBVOUCH_QUICK=$$quick DEBVOUCH_CHECK='$(CHECK)' swift test --disable-xctest \
	    --filter '$(or $(FILTER),$(if $(CHECK),Fixtures of the checks,$(QUICK_TARGETS)))' 2>&1 | tee .build/quick.log; \
	status=$${PIPESTATUS[0]}; \
	grep -qE 'Test run with [1-9]' .build/quick.log || { echo "no test is called '$(FILTER)'" >&2; exit 1; }; \
	exit $$status

format: setup-swift ## Rewrite the sources in the house format
	swift format --in-place --parallel --recursive $(SWIFT_SOURCES)

lint: setup-swift ## Check the format (warnings of the compiler are errors in every build)
	swift format lint --strict --parallel --recursive $(SWIFT_SOURCES)

bench: setup-test build ## Measure the speed; BENCH='--root DIR --archives DIR' takes a tree that is there
	$(SWIFT_RELEASE:debvouch=audit-bench)
	.build/release/audit-bench $(BENCH)

deb: setup-deb ## Build the Debian package into .build-deb/out
	DEB_OUTPUT=$(DEB_OUTPUT) dpkg-buildpackage --build=binary --unsigned-changes --unsigned-buildinfo \
	    --buildinfo-file=$(DEB_OUTPUT)/$(DEB_NAME).buildinfo --buildinfo-option=-u$(DEB_OUTPUT) \
	    --changes-file=$(DEB_OUTPUT)/$(DEB_NAME).changes --changes-option=-u$(DEB_OUTPUT)

package-test: setup-package-test ## Test the package from `make deb` in fresh chroots, as root
	@[[ -e $(DEB_OUTPUT)/$(DEB_NAME).deb ]] || $(MAKE) deb
	Tests/PackageTests/run.sh $(DEB_OUTPUT)/$(DEB_NAME).deb .build/package-test

deb-again: setup-package-test ## Build the package once more and show in what it differs, which is nothing
	@[[ -e $(DEB_OUTPUT)/$(DEB_NAME).deb ]] || $(MAKE) deb
	mkdir -p .build/deb-again && cp $(DEB_OUTPUT)/$(DEB_NAME).deb .build/deb-again/first.deb
	$(MAKE) deb
	diffoscope .build/deb-again/first.deb $(DEB_OUTPUT)/$(DEB_NAME).deb && \
	    sha256sum .build/deb-again/first.deb $(DEB_OUTPUT)/$(DEB_NAME).deb

clean: ## Remove everything built
	rm -rf .build .build-deb
	git clean -fdXq debian
