package app

import (
	"bytes"
	big "encoding/binary"
	"encoding/json"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"shuangze/internal/lang"
	"shuangze/internal/paper/face"
	"shuangze/internal/web/api"
)

// A county's font that is put into the folder stands on the page and in the API at once; one that may not be embedded
// is named with the reason, in both languages.
func TestFontsOfACounty(t *testing.T) {
	p := programsOf(t)
	page := func(lang string) string {
		t.Helper()
		w := p.ask("xitong", "GET", "/fonts?lang="+lang)
		if w.Code != 200 {
			t.Fatalf("/fonts answers %d", w.Code)
		}
		return html.UnescapeString(w.Body.String())
	}
	ask := func() (out api.Fonts) {
		t.Helper()
		w := p.call(p.reads["zhuti-jb"], "GET", "/fonts", nil)
		if w.Code != 200 || json.Unmarshal(w.Body.Bytes(), &out) != nil || len(out.Roles) != 5 {
			t.Fatalf("GET /fonts answers %d\n%s", w.Code, w.Body)
		}
		return out
	}
	if s := page("zh"); !strings.Contains(s, "Shuangze Fang") || strings.Contains(s, "没有使用的文件") {
		t.Errorf("the bundled faces:\n%s", lines(s))
	}
	if x := ask(); x.Roles[0].Own || x.Roles[0].Lacks != 0 || x.Roles[0].Licence != "ofl" || x.Roles[4].Lacks != 8105 {
		t.Errorf("the bundled faces: %+v", x.Roles[0])
	}

	folder := filepath.Join(p.h.Dir, "fonts")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{"note.txt": []byte("read me"),
		"hei.ttf":  countys(t, face.Hei, "SimHei of us", 8),
		"song.ttf": countys(t, face.Song, "SimSun of us ", 2)} {
		if err := os.WriteFile(filepath.Join(folder, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := page("zh")
	for _, want := range []string{"SimHei of us", "hei.ttf", "县里自有；字体允许嵌入可编辑的文件", "song.ttf", "不许把它嵌入文件",
		"note.txt", "不是字体文件", "Shuangze Song"} {
		if !strings.Contains(s, want) {
			t.Errorf("the page does not say %s\n%s", want, lines(s))
		}
	}
	x := ask()
	if f := x.Roles[3]; !f.Own || f.Family != "SimHei of us" || f.File != "hei.ttf" || f.Licence != "editing" {
		t.Errorf("黑体: %+v", f)
	}
	if len(x.Refused) != 2 || x.Refused[0].Why != "no-font" || x.Refused[1].Why != "restricted" ||
		x.Refused[1].Reason == "" {
		t.Errorf("refused: %+v", x.Refused)
	}
}

// countys is a bundled face under a family of as many letters, with its maker's rights.
func countys(t *testing.T, role face.Role, family string, rights uint16) []byte {
	t.Helper()
	f := face.Bundled().Of(role)[0]
	b, err := f.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	wide := func(s string) (out []byte) {
		for _, u := range utf16.Encode([]rune(s)) {
			out = big.BigEndian.AppendUint16(out, u)
		}
		return out
	}
	if len(family) != len(f.Family) {
		t.Fatalf("%q is not as long as %q", family, f.Family)
	}
	b = bytes.ReplaceAll(b, wide(f.Family), wide(family))
	row := b[bytes.Index(b, []byte("OS/2")):]
	big.BigEndian.PutUint16(b[big.BigEndian.Uint32(row[8:])+8:], rights)
	return b
}

// Each reason and licence has its words: none is put together into a key that is missing.
func TestFontsHaveTheirWords(t *testing.T) {
	words := lang.MustLoad()
	var keys []string
	for _, x := range face.Whys() {
		keys = append(keys, "font.refused."+string(x))
	}
	for _, x := range face.Licences() {
		keys = append(keys, "font.licence."+string(x))
	}
	for _, x := range face.Roles() {
		keys = append(keys, "font.role."+string(x))
	}
	for _, k := range keys {
		if !words.Has(k) {
			t.Errorf("no words for %s", k)
		}
	}
}
