package pdf

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"shuangze/internal/official"
	"shuangze/internal/official/sample"
	"shuangze/internal/paper/face"
)

var maker = &Maker{Faces: face.Bundled()}

var options = Options{At: time.Date(2025, 4, 8, 9, 0, 0, 0, time.UTC), Producer: "Shuangze"}

func made(t testing.TB, d official.Document) []byte {
	t.Helper()
	b, err := maker.Make(context.Background(), d, options)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func pagesOf(t testing.TB, d official.Document) []Page {
	t.Helper()
	p, err := maker.Pages(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Pages as pictures, for people to look at: SHUANGZE_ARTEFACTS names the folder.
func TestPagesToLookAt(t *testing.T) {
	folder := os.Getenv("SHUANGZE_ARTEFACTS")
	if _, err := exec.LookPath("pdftoppm"); folder == "" || err != nil {
		t.Skip("no SHUANGZE_ARTEFACTS or no pdftoppm")
	}
	for name, d := range sample.All() {
		base := filepath.Join(folder, "paper-"+name)
		if err := os.WriteFile(base+".pdf", made(t, d), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command("pdftoppm", "-png", "-r", "70", base+".pdf", base).CombinedOutput(); err != nil {
			t.Fatalf("pdftoppm: %v: %s", err, out)
		}
		if found, _ := filepath.Glob(base + "*.png"); len(found) == 0 {
			t.Errorf("%s has no pictures", name)
		}
	}
}
