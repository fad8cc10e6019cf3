package face

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
	"unicode/utf16"

	"golang.org/x/image/font/sfnt"
)

// made is a font with the outlines of the bundled Song under another family and with other rights.
func made(t *testing.T, family string, rights uint16) []byte {
	t.Helper()
	b, err := Bundled().Of(Song)[0].Bytes()
	if err != nil {
		t.Fatal(err)
	}
	in, err := tablesAt(b, 0)
	if err != nil {
		t.Fatal(err)
	}
	for i := range in {
		switch in[i].tag {
		case "name":
			in[i].data = nameTable(family)
		case "OS/2":
			in[i].data = slices.Clone(in[i].data)
			binary.BigEndian.PutUint16(in[i].data[8:], rights)
		}
	}
	return written(b[:12], in, 0)
}

// nameTable names the family in Chinese under Windows alone, as old Chinese fonts do.
func nameTable(family string) []byte {
	units := utf16.Encode([]rune(family))
	be := binary.BigEndian
	out := be.AppendUint16(nil, 0)
	out = be.AppendUint16(out, 1)
	out = be.AppendUint16(out, 18)
	for _, n := range []uint16{3, 1, 0x804, 1, uint16(2 * len(units)), 0} {
		out = be.AppendUint16(out, n)
	}
	for _, u := range units {
		out = be.AppendUint16(out, u)
	}
	return out
}

// written is a font of these tables, to stand at a place of a file.
func written(head []byte, in tables, at int) []byte {
	out := append(slices.Clone(head), make([]byte, 16*len(in))...)
	for i, x := range in {
		row := out[12+16*i:]
		copy(row, x.tag)
		binary.BigEndian.PutUint32(row[8:], uint32(at+len(out)))
		binary.BigEndian.PutUint32(row[12:], uint32(len(x.data)))
		out = append(out, x.data...)
		out = append(out, make([]byte, -len(x.data)&3)...)
	}
	return out
}

// collected puts fonts into one .ttc.
func collected(t *testing.T, fonts ...[]byte) []byte {
	t.Helper()
	out := append([]byte("ttcf\x00\x01\x00\x00\x00\x00\x00"), byte(len(fonts)))
	out = append(out, make([]byte, 4*len(fonts))...)
	for i, b := range fonts {
		in, err := tablesAt(b, 0)
		if err != nil {
			t.Fatal(err)
		}
		binary.BigEndian.PutUint32(out[12+4*i:], uint32(len(out)))
		out = append(out, written(b[:12], in, len(out))...)
	}
	return out
}

func put(t *testing.T, folder, name string, b []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, name), b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestCountysFontsFindTheirRole(t *testing.T) {
	folder := t.TempDir()
	for file, family := range map[string]string{
		"1.ttf": "仿宋_GB2312", "2.TTF": "方正小标宋_GBK", "3.ttf": "KaiTi_GB2312", "4.ttf": "SimHei", "0.ttf": "FangSong",
		"9.ttf": "方正仿宋简体"} {
		put(t, folder, file, made(t, family, 8))
	}
	put(t, folder, "simsun.ttc", collected(t, made(t, "NSimSun", 0), made(t, "宋体", 4)))
	put(t, folder, ".DS_Store", []byte("x"))
	if err := os.Mkdir(filepath.Join(folder, "old"), 0o700); err != nil {
		t.Fatal(err)
	}
	set, refused, err := Open(folder)
	if err != nil || len(refused) > 0 {
		t.Fatal(refused, err)
	}
	for _, x := range []struct {
		role    Role
		own     []string
		family  string
		licence Licence
	}{
		{Fang, []string{"1.ttf", "0.ttf", "9.ttf"}, "仿宋_GB2312", Editing},
		{Title, []string{"2.TTF"}, "方正小标宋_GBK", Editing},
		{Kai, []string{"3.ttf"}, "KaiTi_GB2312", Editing}, {Hei, []string{"4.ttf"}, "SimHei", Editing},
		{Song, []string{"simsun.ttc"}, "宋体", Printing},
	} {
		var own []string
		for _, f := range set.Of(x.role) {
			if f.Own {
				own = append(own, f.File)
			}
		}
		f := set.Of(x.role)[0]
		if !slices.Equal(own, x.own) || f.Family != x.family || f.Licence != x.licence {
			t.Errorf("%s: %v, first %q under %q; want %v, %q, %q", x.role, own, f.Family, f.Licence, x.own, x.family,
				x.licence)
		}
		// The county's font has no Han character here: the bundled ones stand in, and its own “ are its own.
		if f.Has('督') || set.For(x.role, '督').Own || set.For(x.role, '“') != f {
			t.Errorf("%s: 督 by %s, “ by %s", x.role, set.For(x.role, '督').File, set.For(x.role, '“').File)
		}
		b, err := f.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		one, err := sfnt.Parse(b)
		if err != nil {
			t.Fatalf("%s: %v", f.File, err)
		}
		if name, _ := one.Name(nil, sfnt.NameIDFamily); name != x.family {
			t.Errorf("%s: the bytes are of %q", f.File, name)
		}
	}
	if f := set.Of(Song)[0]; f.Index != 1 {
		t.Errorf("宋体 is font %d of the collection", f.Index)
	}
}

func TestRefusedFonts(t *testing.T) {
	good := made(t, "仿宋_GB2312", 0)
	cut := collected(t, good)
	binary.BigEndian.PutUint32(cut[8:], 1<<30) // so many fonts
	noGlyphs := slices.Clone(good)
	noGlyphs[bytes.Index(noGlyphs, []byte("cmap"))] = 'x'
	for _, x := range []struct {
		name string
		data []byte
		why  Why
	}{
		{"readme.txt", []byte("not a font at all"), NoFont}, {"empty.ttf", nil, NoFont},
		{"web.woff2", []byte("wOF2aaaa"), NoFont},
		{"half.ttf", good[:len(good)/2], Broken}, {"head.ttf", good[:9], Broken}, {"cmap.ttf", noGlyphs, Broken},
		{"many.ttc", cut, Broken}, {"short.ttc", []byte("ttcf\x00\x01"), Broken},
		{"restricted.ttf", made(t, "SimHei", fsRestricted), Restricted},
		{"both.ttf", made(t, "SimHei", fsRestricted|fsEdit), Restricted},
		{"bitmaps.ttf", made(t, "SimHei", fsBitmaps), Restricted}, {"whole.ttf", made(t, "SimHei", fsWhole), Uncut},
		{"other.ttf", made(t, "Comic Sans", 0), NoRole}, {"nsimsun.ttc", collected(t, made(t, "新宋体", 0)), NoRole},
	} {
		folder := t.TempDir()
		put(t, folder, x.name, x.data)
		set, refused, err := Open(folder)
		if err != nil || !slices.Equal(refused, []Refused{{x.name, x.why}}) {
			t.Errorf("%s: refused %v, %v; want %s", x.name, refused, err, x.why)
		}
		for _, role := range Roles() {
			if set.Of(role)[0].Own {
				t.Errorf("%s stands for %s", x.name, role)
			}
		}
	}
}

func TestFolderHasItsLimits(t *testing.T) {
	folder := t.TempDir()
	f, err := os.Create(filepath.Join(folder, "huge.ttf"))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(mostBytes + 1); err != nil { // takes no room
		t.Fatal(err)
	}
	f.Close()
	if _, refused, err := Open(folder); err != nil || !slices.Equal(refused, []Refused{{"huge.ttf", TooLarge}}) {
		t.Errorf("refused %v, %v", refused, err)
	}
	for i := range mostFiles {
		put(t, folder, "a"+string(rune('A'+i)), []byte("x"))
	}
	_, refused, err := Open(folder)
	if err != nil || len(refused) != mostFiles+1 || refused[mostFiles] != (Refused{"huge.ttf", TooMany}) {
		t.Errorf("%d refused, last %v, %v", len(refused), refused[len(refused)-1], err)
	}
	for _, none := range []string{"", filepath.Join(folder, "none")} {
		if set, refused, err := Open(none); set != Bundled() || refused != nil || err != nil {
			t.Errorf("%q: %v, %v", none, refused, err)
		}
	}
	if set, _, err := NewFolder(filepath.Join(folder, "aA")).Now(); err == nil || set != Bundled() {
		t.Errorf("a file was taken for a folder: %v", err)
	}
}

// A font that is put there, changed or taken away is so at once, and a face that is still in use says what happened.
func TestFolderIsFollowed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "fonts")
	folder := NewFolder(path)
	now := func() *Set {
		t.Helper()
		set, _, err := folder.Now()
		if err != nil {
			t.Fatal(err)
		}
		return set
	}
	if now().Of(Hei)[0].Own {
		t.Fatal("a face of nowhere")
	}
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	put(t, path, "hei.ttf", made(t, "SimHei", 0))
	mine := now()
	if !mine.Of(Hei)[0].Own || now() != mine {
		t.Fatal("not taken up, or read again without need")
	}
	put(t, path, "hei.ttf", made(t, "SimHei", fsRestricted))
	later := time.Now().Add(time.Minute)
	if err := os.Chtimes(filepath.Join(path, "hei.ttf"), later, later); err != nil {
		t.Fatal(err)
	}
	if now().Of(Hei)[0].Own {
		t.Error("still used though changed into one that is restricted")
	}
	if err := os.Remove(filepath.Join(path, "hei.ttf")); err != nil {
		t.Fatal(err)
	}
	if _, err := mine.Of(Hei)[0].Bytes(); err == nil {
		t.Error("bytes of a file that is gone")
	}
}

// Whatever a file holds, it is a face or refused.
func FuzzLook(f *testing.F) {
	song, err := Bundled().Of(Song)[0].Bytes()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(song[:4000])
	f.Add([]byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x01\x00\x00\x00\x10"))
	folder := f.TempDir()
	f.Fuzz(func(t *testing.T, b []byte) {
		put(t, folder, "a.ttf", b)
		if x, _, _, why := look(folder, file{name: "a.ttf"}); x == nil == (why == "") {
			t.Errorf("neither a face nor refused: %q", why)
		}
	})
}
