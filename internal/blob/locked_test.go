package blob

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// A workbook with a password is no archive any more, and is evidence as it is; an
// older table under the newer ending is told to be one.
func TestLockedFilesAreKept(t *testing.T) {
	read := func(name string) []byte {
		b, err := os.ReadFile(filepath.Join("../../testdata/cases", name))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	ole := read("16-evidence-answers/演示.dps")
	for _, x := range []struct {
		name, want string
		body       []byte
	}{
		{"单位.xlsx", OLE, read("07-velvet/单位.xlsx")},
		{"单位.xlsx", OLE, read("07-velvet/单位-AES.xlsx")},
		{"单位.XLSX", OLE, read("07-velvet/单位-自设密码.xlsx")},
		{"通知.docx", OLE, read("07-velvet/单位-AES.xlsx")},
		{"单位.xls", OLE, read("07-velvet/单位.xlsx")},
		{"单位.pdf", "blob.ending", read("07-velvet/单位.xlsx")},
		{"演示.xlsx", "blob.ending", ole},
		{"演示.xlsx", "blob.ending", read("07-velvet/单位.xlsx")[:600]},
	} {
		if got, err := DetectFile(bytes.NewReader(x.body), int64(len(x.body)), x.name); got+key(err) != x.want {
			t.Errorf("%s of %d bytes: %s %v, want %s", x.name, len(x.body), got, err, x.want)
		}
	}
	b := read("07-velvet/单位-AES.xlsx")
	for i := 0; i < len(b); i += 31 { // damaged anywhere: an answer, no panic
		c := bytes.Clone(b)
		c[i] ^= 0xff
		DetectFile(bytes.NewReader(c), int64(len(c)), "单位.xlsx")
	}
}
