# Two commands are enough on a machine with Go: `make demo` and `make test`. The rest is for daily work.
.PHONY: demo test check build release generate fmt soak drill bench clean

# A clone that belongs to another user must build too, hence no version-control stamp by Go itself.
# What is seldom asked for (scripts/cold) is compiled without inlining, which makes the program 4 MB smaller.
BUILD = CGO_ENABLED=0 go build -buildvcs=false -trimpath $$(cat scripts/cold) -ldflags "-s -w -X main.version=$$(git describe --always --dirty 2>/dev/null || echo unknown)"

demo: ## the demonstration county on embedded SQLite at 127.0.0.1:8080
	CGO_ENABLED=0 go run -buildvcs=false ./cmd/shuangze demo $(ARGS)

test: ## everything, installing what it needs
	@bash scripts/test.sh

check: ## the quick loop, under a minute
	@bash scripts/check.sh

build: ## bin/shuangze, one static file
	$(BUILD) -o bin/shuangze ./cmd/shuangze

release: ## dist/: static binaries of the last commit for four kinds of server, with their sums (ARGS=--prove builds one twice)
	@bash scripts/release.sh $(ARGS)

generate: ## Go from the templates
	go tool templ generate

fmt: ## Go and templates in their form, and the list of long lines lowered
	git ls-files -co --exclude-standard '*.go' | xargs -r gofmt -w
	go tool templ fmt . && go tool templ generate
	go test -count=1 ./internal/arch -run TestLinesAreShort -update

soak: ## the long versions: fifty kills, hours of fuzz
	@bash scripts/soak.sh

drill: ## tampering, restoring and what each check finds, told step by step
	@bash scripts/drill.sh

bench: ## the measured promises
	CGO_ENABLED=0 go run -buildvcs=false ./cmd/shuangze bench $(ARGS)

clean:
	rm -rf bin dist artefacts .demo
