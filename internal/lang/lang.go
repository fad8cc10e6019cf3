// Package lang phrases messages. Every sentence of every screen stands in
// catalogue/<area>.txt, Chinese and English side by side, and is taken apart
// once at the start, so that phrasing is a walk over ready pieces.
package lang

import (
	"embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed catalogue/*.txt
var files embed.FS

// Lang is a language of the screens, as it stands in the lang attribute.
type Lang string

const (
	Chinese Lang = "zh-CN"
	English Lang = "en"
)

// Catalogues holds every sentence in both languages. It never changes after
// Load and may be used by many goroutines.
type Catalogues struct {
	zh, en *Phraser
	area   map[string]string // key -> file it stands in
	nouns  []string          // those on the frame: each file of theirs says “# noun <word>”
}

// Every is the file of what all nouns on the frame say alike: “every” in its keys stands for
// the word of each of them that has no such key of its own.
const Every = "every.txt"

// Load reads the catalogues built into the program, once. It fails on a line it
// cannot read, on a key given twice and on a key without one of its languages.
func Load() (*Catalogues, error) { return loaded() }

var loaded = sync.OnceValues(load)

func load() (*Catalogues, error) {
	names, err := files.ReadDir("catalogue")
	if err != nil {
		return nil, fmt.Errorf("reading catalogues: %w", err)
	}
	c := &Catalogues{zh: newPhraser(Chinese), en: newPhraser(English), area: map[string]string{}}
	for _, n := range names {
		b, err := files.ReadFile("catalogue/" + n.Name())
		if err != nil {
			return nil, fmt.Errorf("reading catalogue %s: %w", n.Name(), err)
		}
		if err := c.read(n.Name(), string(b)); err != nil {
			return nil, err
		}
	}
	c.inherit()
	return c, nil
}

// inherit gives each noun what all say alike and it does not say itself.
func (c *Catalogues) inherit() {
	var shared []string
	for key, file := range c.area {
		if file == Every {
			shared = append(shared, key)
		}
	}
	for _, key := range shared {
		zh, en := c.zh.phrases[key], c.en.phrases[key]
		delete(c.area, key)
		delete(c.zh.phrases, key)
		delete(c.en.phrases, key)
		for _, noun := range c.nouns {
			own := strings.Replace(key, "every.", noun+".", 1)
			if _, said := c.area[own]; !said {
				c.area[own], c.zh.phrases[own], c.en.phrases[own] = Every, zh, en
			}
		}
	}
}

// MustLoad is Load for tests and main, where a broken catalogue ends everything.
func MustLoad() *Catalogues {
	c, err := Load()
	if err != nil {
		panic(err)
	}
	return c
}

// In returns the phraser of a language; any other language is Chinese.
func (c *Catalogues) In(l Lang) *Phraser {
	if l == English {
		return c.en
	}
	return c.zh
}

// Wanted returns the phraser for a browser's Accept-Language header. Only a
// reader who puts English before Chinese gets English.
func (c *Catalogues) Wanted(header string) *Phraser {
	for part := range strings.SplitSeq(header, ",") {
		part = strings.ToLower(strings.TrimSpace(part))
		switch {
		case strings.HasPrefix(part, "zh"):
			return c.zh
		case strings.HasPrefix(part, "en"):
			return c.en
		}
	}
	return c.zh
}

// Has says whether there is a sentence of that key: every one is in both languages.
func (c *Catalogues) Has(key string) bool { _, ok := c.area[key]; return ok }

// Keys lists every key with the file it stands in.
func (c *Catalogues) Keys() map[string]string { return c.area }

func (c *Catalogues) read(file, body string) error {
	for i, line := range strings.Split(body, "\n") {
		line = strings.TrimSpace(line)
		if noun, ok := strings.CutPrefix(line, "# noun "); ok {
			c.nouns = append(c.nouns, noun)
		}
		if line == "" || line[0] == '#' {
			continue
		}
		key, zh, en, err := split(line)
		if err != nil {
			return fmt.Errorf("catalogue %s:%d: %w", file, i+1, err)
		}
		if old, twice := c.area[key]; twice {
			return fmt.Errorf("catalogue %s:%d: key %q already stands in %s", file, i+1, key, old)
		}
		c.area[key] = file
		for _, side := range []struct {
			p *Phraser
			s string
		}{{c.zh, zh}, {c.en, en}} {
			ph, err := compile(side.s)
			if err != nil {
				return fmt.Errorf("catalogue %s:%d: %w", file, i+1, err)
			}
			side.p.phrases[key] = ph
		}
	}
	return nil
}
