package arch

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestWallsHold builds small houses. Each row breaks one wall and that wall must say so; the rows without a
// complaint are the neighbours that must stay allowed. A wall that no longer looks turns this red.
func TestWallsHold(t *testing.T) {
	lines := func(n int) string { return strings.Repeat("// a line\n", n) }
	for _, c := range []struct {
		name, wall, file, text string
		complaint              string // part of the one complaint; empty: none
	}{
		{"a package in no floor", "placed", "internal/stray/a.go", "package stray", "internal/stray stands on no floor"},
		{"a package in the table", "placed", "internal/ref/a.go", "package ref", ""},
		{"testdata is not built", "placed", "internal/ref/testdata/x/a.go", "package x", ""},

		{"up a floor", "downward", "internal/when/a.go", `package when; import _ "shuangze/internal/access"`,
			"imports go down only"},
		{"up to the faces", "downward", "internal/paper/a.go", `package paper; import _ "shuangze/internal/web/page"`,
			"imports go down only"},
		{"up a rank", "downward", "internal/bodies/a.go", `package bodies; import _ "shuangze/internal/duty"`,
			"below it on floor 2"},
		{"a list that looks at an institution", "downward", "internal/lists/order/a.go",
			`package order; import _ "shuangze/internal/institutions/talks"`, "below it on floor 2"},
		{"a subject that holds another", "downward", "internal/lists/order/a.go",
			`package order; import _ "shuangze/internal/lists/problem"`, "subjects don't hold each other"},
		{"technology beside technology", "downward", "internal/mail/a.go", `package mail; import _ "shuangze/internal/blob"`,
			"subjects don't hold each other"},
		{"the portal that looks at the desk", "downward", "internal/web/portal/a.go",
			`package portal; import _ "shuangze/internal/web/desk"`, "subjects don't hold each other"},
		{"down a floor", "downward", "internal/lists/order/a.go", `package order; import _ "shuangze/internal/act"`, ""},
		{"down a rank", "downward", "internal/incentives/dossiers/a.go",
			`package dossiers; import _ "shuangze/internal/bodies"`, ""},
		{"sideways with a reason", "downward", "internal/web/desk/lists/a.go",
			`package lists; import _ "shuangze/internal/web/page"`, ""},
		{"sideways on the ground", "downward", "internal/journal/a.go", `package journal; import _ "shuangze/internal/ref"`,
			""},
		{"a test may look up", "downward", "internal/lists/order/a_test.go",
			`package order_test; import _ "shuangze/internal/store"`, ""},

		{"a verb from outside", "tried", "internal/lists/order/a.go",
			`package order; func init() { access.Try("order.peek", "order.see", true) }`, "access.Try is for tests alone"},
		{"a verb of a test", "tried", "internal/store/a_test.go",
			`package store; func init() { access.Try("talk.see", "order.see", true) }`, ""},

		{"SQL below", "pure", "internal/act/a.go", `package act; import _ "database/sql/driver"`, "know no technology"},
		{"HTTP below", "pure", "internal/text/a.go", `package text; import _ "net/http"`, "know no technology"},
		{"templates below", "pure", "internal/duty/a.go", `package duty; import _ "html/template"`, "know no technology"},
		{"templ below", "pure", "internal/lists/order/a.go",
			`package order; import t "github.com/a-h/templ"; var _ t.Component`, "know no technology"},
		{"the system below", "pure", "internal/when/a.go", `package when; import _ "os"`, "know no technology"},
		{"processes below", "pure", "internal/when/a.go", `package when; import _ "os/exec"`, "know no technology"},
		{"a library below", "pure", "internal/bodies/a.go", `package bodies; import _ "github.com/jackc/pgx/v5"`,
			"keep to the standard library"},
		{"the clock", "pure", "internal/when/a.go", `package when; import "time"; var x = time.Now()`, "uses time.Now"},
		{"the clock as a value", "pure", "internal/when/a.go", `package when; import "time"; var x = time.Since`,
			"uses time.Since"},
		{"the clock under another name", "pure", "internal/lists/order/a.go",
			`package order; import clock "time"; func f() { clock.Sleep(1) }`, "uses time.Sleep"},
		{"the clock behind a dot", "pure", "internal/when/a.go", `package when; import . "time"; var x = Now()`,
			"with a dot"},
		{"a timer", "pure", "internal/act/a.go", `package act; import "time"; var x = time.NewTimer(1)`,
			"uses time.NewTimer"},
		{"time without its clock", "pure", "internal/when/a.go", `package when; import "time"; var x = time.Unix(0, 0).UTC()`,
			""},
		{"another Now", "pure", "internal/when/a.go",
			`package when; import clock "shuangze/internal/ref"; var x = clock.Now()`, ""},
		{"the Merkle library in journal", "pure", "internal/journal/a.go",
			`package journal; import _ "github.com/transparency-dev/merkle/compact"`, ""},
		{"the clock above", "pure", "internal/tick/a.go", `package tick; import "time"; var x = time.Now()`, ""},
		{"the clock in a test", "pure", "internal/when/a_test.go", `package when; import "time"; var x = time.Now()`, ""},

		{"a page that knows the store", "wired", "internal/web/desk/a.go", `package desk; import _ "shuangze/internal/store"`,
			"known by app and tests only"},
		{"tick knows the store", "wired", "internal/tick/a.go", `package tick; import _ "shuangze/internal/store"`,
			"known by app and tests only"},
		{"a page that knows app", "wired", "internal/web/api/a.go", `package api; import _ "shuangze/internal/app"`,
			"known by main only"},
		{"a command that knows more", "wired", "cmd/shuangze/a.go", `package main; import _ "shuangze/internal/policy"`,
			"imports app only"},
		{"a command with the store", "wired", "cmd/shuangze/a.go", `package main; import _ "shuangze/internal/store"`,
			"known by app and tests only"},
		{"the command and app", "wired", "cmd/shuangze/a.go", `package main; import _ "shuangze/internal/app"`, ""},
		{"app and the store", "wired", "internal/app/a.go", `package app; import _ "shuangze/internal/store"`, ""},
		{"app and what plays the store", "wired", "internal/app/a.go",
			`package app; import _ "shuangze/internal/store/storetest"`, "for tests only"},
		{"a test and what plays the store", "wired", "internal/app/a_test.go",
			`package app; import _ "shuangze/internal/store/storetest"`, ""},
		{"a test with the store", "wired", "internal/web/desk/a_test.go", `package desk; import _ "shuangze/internal/store"`,
			""},

		{"a folder that says nothing", "named", "internal/utils/a.go", "package roads", "called utils"},
		{"a name that says nothing", "named", "internal/roads/a.go", "package helper", "called helper"},
		{"a noun", "named", "internal/ref/a.go", "package ref", ""},

		{"too long", "short", "internal/ref/a.go", "package ref\n" + lines(long), "has 501 lines"},
		{"too long a template", "short", "internal/web/page/a.templ", "package page\n" + lines(long), "has 501 lines"},
		{"a reason too late", "short", "internal/ref/a.go", "package ref\n" + lines(long) + "// long: because",
			"has 502 lines"},
		{"no reason given", "short", "internal/ref/a.go", "// long:\npackage ref\n" + lines(long), "has 502 lines"},
		{"long with a reason", "short", "internal/ref/a.go", "// long: one table\npackage ref\n" + lines(long), ""},
		{"long and generated", "short", "internal/ref/a.go", "// Code generated by x; DO NOT EDIT.\npackage ref\n" +
			lines(long), ""},
		{"just short", "short", "internal/ref/a.go", "package ref\n" + lines(long-1), ""},

		{"a workplace", "portable", "docs/a.md", "see `/wor" + "k/x`", "a folder of one machine"},
		{"a home", "portable", "scripts/a.sh", "cd /hom" + "e/me/x", "a folder of one machine"},
		{"root's", "portable", "scripts/a.sh", "x=/roo" + "t/go", "a folder of one machine"},
		{"beside the clone", "portable", "Makefile", "cp ../share" + "d/x .", "a folder beside the clone"},
		{"a registry", "portable", "package-lock.json", `"https://registry.npm` + `js.org/x"`, "a registry's host"},
		{"Debian's", "portable", "scripts/need.sh", "curl http://deb.deb" + "ian.org", "a registry's host"},
		{"a page of that name", "portable", "docs/a.md", "https://example.cn/work/list and internal/work/x", ""},
		{"binary", "portable", "a.db", "\x00 /hom" + "e/me/", ""},
	} {
		t.Run(c.wall+"/"+c.name, func(t *testing.T) {
			tree := fstest.MapFS{c.file: {Data: []byte(c.text)}}
			files := everything(t, tree)
			all, err := read(tree, files)
			if err != nil {
				t.Fatal(err)
			}
			wrong := walls[c.wall](t, tree, files, all)
			if c.complaint == "" {
				if len(wrong) > 0 {
					t.Errorf("must be allowed, but: %q", wrong)
				}
				return
			}
			if len(wrong) != 1 || !strings.Contains(wrong[0], c.complaint) {
				t.Errorf("want one complaint about %q, got %q", c.complaint, wrong)
			}
		})
	}
}

// Every exception in the tables gives its reason, and every floor is one that exists.
func TestTables(t *testing.T) {
	for name, at := range floors {
		if at.floor < 0 || at.floor > 5 || at.floor != 2 && at.rank != 0 {
			t.Errorf("%s: no such place %v", name, at)
		}
	}
	for _, line := range append(sideways, outside...) {
		if line.reason == "" {
			t.Errorf("%s → %s has no reason", line.from, line.to)
		}
	}
}
