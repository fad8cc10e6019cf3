package blob

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// What offices and phones make is kept (case 16): OFD, the files of WPS, HEIC. They
// are not shown as pictures. What is empty is told so before its kind.
func TestKindsOfOffices(t *testing.T) {
	for name, want := range map[string]string{"公文.ofd": OFD, "演示.dps": OLE, "照片.heic": HEIC, "空.pdf": "blob.empty"} {
		b, err := os.ReadFile(filepath.Join("../../testdata/cases/16-evidence-answers", name))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := DetectFile(bytes.NewReader(b), int64(len(b)), name); got+key(err) != want {
			t.Errorf("%s: %s %v, want %s", name, got, err, want)
		}
		if got, err := Detect(b, name); got+key(err) != want {
			t.Errorf("%s by its head: %s %v, want %s", name, got, err, want)
		}
	}
	for _, kind := range []string{OFD, OLE, HEIC, PDF} {
		if Shows(kind) {
			t.Errorf("%s is shown", kind)
		}
	}
	b, err := os.ReadFile("../../testdata/cases/04-part-names/根目录.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := DetectFile(bytes.NewReader(b), int64(len(b)), "根目录.xlsx"); got != XLSX {
		t.Errorf("a workbook with its parts at the root: %q %v", got, err)
	}
}
