package app

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/issued"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/policy/version"
	"shuangze/internal/store"
)

// The document of the schemes of an adopted version is one file for ever, by page and program, that names who proposed
// and who adopted it; a version that nobody adopted has none, and verify finds altered bytes.
func TestAdoptedSchemesAreKept(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx, today := context.Background(), v.h.Clock().Day()
		texts := shippedTexts(t, "orders.txt", "签收时限         | 2个工作日", "签收时限         | 9个工作日")
		r, err := v.h.Versions.Propose(ctx, act.Command{Actor: v.actor("zhuti-jb")}, texts, "签收宽限到九个工作日")
		if err != nil {
			t.Fatal(err)
		}
		id := r.Object.ID
		at := fmt.Sprintf("/policy/versions/%d", id)
		v.sees(v.ask("zhuti", "GET", at+"/document"), 404)
		if _, err := v.h.Versions.Adopt(ctx, act.Command{Actor: v.actor("zhuti")}, id,
			version.Adoption{From: today + 2, Reason: "县委会议"}); err != nil {
			t.Fatal(err)
		}
		first := v.ask("caizheng-jb", "GET", at+"/document").Body.Bytes()
		if !bytes.HasPrefix(first, []byte("%PDF-")) {
			t.Fatalf("%.80s", first)
		}
		v.keepOnly(id)
		all, err := v.h.DB.PolicyVersions(ctx, 1)
		if err != nil {
			t.Fatal(err)
		}
		kept, _ := version.Find(all, id)
		files, err := v.h.DB.EvidenceOf(ctx, id)
		if err != nil || len(files) != 1 || files[0].Phase != issued.Phase || kept.Pdf == "" {
			t.Fatalf("%v %+v %q", err, files, kept.Pdf)
		}
		v.sees(v.ask("zhuti", "GET", at+"/schemes"), 200, kept.Pdf)
		if got := v.ask("zhuti", "GET", at+"/document").Body.Bytes(); !bytes.Equal(got, first) {
			t.Errorf("%d bytes are kept, %d were taken before", len(got), len(first))
		}
		for _, w := range v.unkeptSchemes(kept) {
			if !strings.Contains(w, "吴长青") || !strings.Contains(w, "周明轩") || !strings.Contains(w, "县委会议") {
				t.Errorf("the signatures are not in %s", w)
			}
		}
		door := act.NewDoor(v.h.DB, func(t act.Tx) issued.VersionTx { return t.(*store.Tx) })
		if _, err := issued.KeepSchemes(ctx, door, act.Command{Actor: v.actor("zhuti")}, id, evidence.Evidence{},
			""); err == nil {
			t.Error("kept by a person, and twice")
		}
		named := []store.NamedFile{{Digest: [32]byte(files[0].Digest)}}
		name := filepath.Join(v.h.FilesDir(), kept.Pdf[:2], kept.Pdf)
		if err := os.Chmod(name, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, bytes.Replace(first, []byte("/Page"), []byte("/Pagf"), 1), 0o600); err != nil {
			t.Fatal(err)
		}
		v.sees(v.ask("zhuti", "GET", at+"/document"), 409)
		report := &VerifyReport{}
		if err := report.files(ctx, v.h.FilesDir(), false, named, nil); err != nil || report.Total != 1 {
			t.Errorf("%v %+v", err, report.Faults)
		}
	})
}

// unkeptSchemes are the words of a version’s document as it is made of its row.
func (v *visitors) unkeptSchemes(x version.Version) (out []string) {
	x.Pdf = ""
	w, err := v.h.schemeSheet(context.Background(), x)
	if err != nil {
		v.Fatal(err)
	}
	for _, b := range w.Body {
		if b.Table != nil && len(b.Table.Rows) == 2 && b.Table.Columns[0].Label == "步骤" {
			out = append(out, fmt.Sprint(b.Table.Rows))
		}
	}
	if len(out) != 1 {
		v.Error("the document has no signatures")
	}
	return out
}
