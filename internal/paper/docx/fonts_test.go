package docx

import (
	"os"
	"path/filepath"
	"testing"

	"shuangze/internal/paper/face"
)

// fonts puts the bundled typefaces where LibreOffice finds them under the names that counties have.
func fonts(t *testing.T, dir string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(dir, "fonts"), 0o755); err != nil {
		t.Fatal(err)
	}
	config := `<?xml version="1.0"?><fontconfig><dir>` + filepath.Join(dir, "fonts") + `</dir><cachedir>` +
		filepath.Join(dir, "cache") + `</cachedir>`
	for role, name := range map[face.Role]string{face.Fang: fang, face.Title: title, face.Kai: kai, face.Hei: hei,
		face.Song: song} {
		f := face.Bundled().Of(role)[0]
		b, err := f.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "fonts", string(role)+".ttf"), b, 0o644); err != nil {
			t.Fatal(err)
		}
		config += `<match target="pattern"><test name="family"><string>` + name + `</string></test><edit name="family" ` +
			`mode="assign" binding="strong"><string>` + f.Family + `</string></edit></match>`
	}
	if err := os.WriteFile(filepath.Join(dir, "fonts.conf"), []byte(config+"</fontconfig>"), 0o644); err != nil {
		t.Fatal(err)
	}
}
