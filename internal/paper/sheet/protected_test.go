package sheet

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// Excel of today encrypts with AES (agile encryption): the fixtures were written by
// a program that is not ours, from the county's table of units.
func TestStandingPasswordAES(t *testing.T) {
	want, _ := ParseUnits(openCase(t, "00-base/单位.xlsx").Tables, Look{Unit: noUnit})
	got, errs := ParseUnits(openCase(t, "07-velvet/单位-AES.xlsx").Tables, Look{Unit: noUnit})
	if len(got) == 0 || len(got) != len(want) || len(errs) != 0 {
		t.Errorf("%d units of %d, %v", len(got), len(want), errs)
	}
	b, err := os.ReadFile(filepath.Join(cases, "07-velvet/单位-自设密码.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(bytes.NewReader(b), int64(len(b)), "单位.xlsx", Limits{}); refusalKey(err) != "sheet.file.encrypted" {
		t.Errorf("a password of one's own: %v", err)
	}
	aes, err := os.ReadFile(filepath.Join(cases, "07-velvet/单位-AES.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(aes); i += 1009 { // damaged anywhere: an answer, no panic
		c := bytes.Clone(aes)
		c[i] ^= 0xff
		Open(bytes.NewReader(c), int64(len(c)), "单位.xlsx", Limits{})
	}
}
