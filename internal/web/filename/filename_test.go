package filename

import (
	"mime"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// A name in GBK is read as what it was, also where its bytes happen to be UTF-8.
func TestSent(t *testing.T) {
	gbk := func(s string) string {
		out, err := simplifiedchinese.GBK.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for given, want := range map[string]string{gbk("说明.pdf"): "说明.pdf", gbk("说.pdf"): "说.pdf",
		gbk("现场照片1.jpg"): "现场照片1.jpg", "说明.pdf": "说明.pdf",
		"résumé.pdf": "résumé.pdf", "照⽚.jpg": "照片.jpg", "a.txt": "a.txt", "Отчёт.pdf": "Отчёт.pdf", "e\u0301.txt": "é.txt"} {
		if got, ok := Sent(given); !ok || got != want {
			t.Errorf("%q is read as %q, want %q", given, got, want)
		}
	}
	for _, bad := range []string{"\xff\xfe.pdf", "a\ufffd.pdf", "a\ue000.pdf", "\x81"} {
		if got, ok := Sent(bad); ok {
			t.Errorf("%q is taken for %q", bad, got)
		}
	}
}

// Every download carries a name of ASCII, and the Chinese one beside it.
func TestAttachment(t *testing.T) {
	for name, want := range map[string]string{
		"说明.pdf":             `attachment; filename="evidence-7.pdf"; filename*=UTF-8''%E8%AF%B4%E6%98%8E.pdf`,
		"a b.pdf":            `attachment; filename="a-b.pdf"; filename*=UTF-8''a%20b.pdf`,
		"units.csv":          `attachment; filename="units.csv"`,
		"单位-2026-11-24.xlsx": `attachment; filename="evidence-7-2026-11-24.xlsx"; filename*=UTF-8''%E5%8D%95%E4%BD%8D-2026-11-24.xlsx`,
		`a"\;.p"df`:          `attachment; filename="a.p-df"; filename*=UTF-8''a%22%5C%3B.p%22df`,
		"无":                  `attachment; filename="evidence-7"; filename*=UTF-8''%E6%97%A0`,
	} {
		got := Attachment(name, "evidence-7")
		if got != want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, want)
		}
		if _, _, err := mime.ParseMediaType(got); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
