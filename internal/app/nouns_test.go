package app

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/lang"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// Every noun on the frame has the words that its pages ask for, in the catalogue
// and in both languages, and none that they do not.
func TestNounsHaveTheirWords(t *testing.T) {
	h := house(t)
	words := lang.MustLoad()
	for _, n := range h.Nouns {
		must, may := n.Words(words.In(lang.Chinese).Has)
		known := map[string]bool{}
		for _, key := range append(may, must...) {
			known[key] = true
		}
		for _, l := range []lang.Lang{lang.Chinese, lang.English} {
			for _, key := range must {
				if !words.In(l).Has(key) {
					t.Errorf("%s: %s is not in the catalogue (%s)", n.Word, key, l)
				}
			}
		}
		for _, family := range []string{".field.", ".act.", ".tab.", ".state.", ".file.", ".list", ".do."} {
			for _, key := range words.In(lang.Chinese).Keys(n.Word + family) {
				if !known[key] && words.Keys()[key] != lang.Every {
					t.Errorf("%s: nothing asks for %s", n.Word, key)
				}
			}
		}
	}
}

// A noun that is seen by whom it is about says in which field that person stands, and
// no other noun does: lists and the search follow it.
func TestOwnNounsSayWhose(t *testing.T) {
	for _, n := range house(t).Nouns {
		f, ok := n.Field(n.Shape.Person)
		if own := access.Own(n.See); own != (n.Shape.Person != "") || own && (!ok || f.Type != field.APerson) {
			t.Errorf("%s: %s is for oneself: %v; its person stands in %q", n.Word, n.See, own, n.Shape.Person)
		}
	}
}

// What of any noun went out, in either language and format, comes back and changes
// nothing.
func TestNounsTravel(t *testing.T) {
	t.Parallel()
	ctx, v := context.Background(), visit(t)
	counties, err := v.h.DB.Counties(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range v.h.Nouns {
		if n.Import.Verb == "" {
			continue
		}
		all, err := v.h.DB.AllOf(ctx, n.Of, 1)
		if err != nil || len(all) == 0 {
			t.Fatalf("the demonstration has no %s: %v", n.Name, err)
		}
		var back []string
		for _, lang := range []string{"zh", "en"} {
			for _, format := range []string{"xlsx", "csv"} {
				l, _ := Language(lang)
				o := TableOptions{Kind: n.Name, To: filepath.Join(t.TempDir(), n.Name+"-"+lang+"."+format), Format: format, Lang: l}
				f, err := o.as()
				if err != nil {
					t.Fatal(err)
				}
				if _, err := v.h.takeTable(ctx, counties[0], o, f); err != nil {
					t.Fatal(err)
				}
				back = append(back, o.To)
			}
		}
		// Of bodies that have ended, and people who left the county, no row can say whose it
		// is; what is over stays over.
		former := 0
		for _, x := range all {
			if ended(v.county, n, x) {
				former++
			}
		}
		entries := v.entries()
		list, _, err := v.h.Import(ctx, back, ImportOptions{SkipBad: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range list {
			if r.Kind != n.Name || r.New+r.Changed != 0 || len(r.Errors) != former || r.Same != len(all)-former {
				t.Errorf("%s: %d errors of %d, %d the same of %d, %d new, %d changed", r.File, len(r.Errors), former,
					r.Same, len(all)-former, r.New, r.Changed)
			}
		}
		if got := v.entries() - entries; got != 0 {
			t.Errorf("%s: %d entries came of what went out", n.Name, got)
		}
	}
}

// ended says that an object names an organ that is no more, or somebody who left.
func ended(c *bodies.County, n *noun.Noun, x noun.Value) bool {
	return slices.ContainsFunc(n.Fields, func(f field.Field) bool {
		if f.Type == field.APerson && !f.Empty(x) && len(c.PostsOf(ref.ID(f.Num(x)))) == 0 {
			return true
		}
		if f.Type != field.ABody {
			return false
		}
		_, there := c.Body(ref.ID(f.Num(x)))
		return !there && !f.Empty(x)
	})
}
