package face

import (
	"bytes"
	"fmt"
	"io/fs"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/image/font/sfnt"
)

// What a bundled face is said to have is what its file has, no more and no less, by another reader than the program's.
func TestBundledAreWhole(t *testing.T) {
	for _, role := range Roles() {
		f := Bundled().Of(role)[0]
		b, err := f.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		font, err := sfnt.Parse(b)
		if err != nil {
			t.Fatalf("%s: %v", f.File, err)
		}
		var buf sfnt.Buffer
		if name, err := font.Name(&buf, sfnt.NameIDFamily); err != nil || name != f.Family {
			t.Errorf("%s is called %q, %v; Family is %q", f.File, name, err, f.Family)
		}
		for r := range rune(0x110000) {
			if i, err := font.GlyphIndex(&buf, r); err == nil && i != 0 != f.Has(r) {
				t.Fatalf("%s: has %U: %v, its table says %v", f.File, r, i != 0, f.Has(r))
			}
		}
	}
}

// The licence reserves the names of the sources, and goes along with what was cut out of them.
func TestReservedNames(t *testing.T) {
	for _, role := range Roles() {
		b, _ := Bundled().Of(role)[0].Bytes()
		font, err := sfnt.Parse(b)
		if err != nil {
			t.Fatal(err)
		}
		for id := range sfnt.NameID(26) {
			name, err := font.Name(nil, id)
			if id == sfnt.NameIDCopyright || err != nil {
				continue
			}
			for _, reserved := range []string{"LXGW", "霞鹜", "Noto", "Source", "Klee"} {
				if strings.Contains(name, reserved) {
					t.Errorf("%s: name %d is %q", role, id, name)
				}
			}
		}
		if name, err := font.Name(nil, sfnt.NameIDLicense); err != nil || !strings.Contains(name, "Open Font License") {
			t.Errorf("%s: its licence says %q, %v", role, name, err)
		}
	}
	texts, err := fs.Glob(data, "data/OFL-*.txt")
	if err != nil || len(texts) != 3 {
		t.Fatalf("%d texts of licences, %v", len(texts), err)
	}
	for _, name := range texts {
		if b, _ := data.ReadFile(name); !bytes.Contains(b, []byte("SIL OPEN FONT LICENSE Version 1.1")) {
			t.Errorf("%s is no licence", name)
		}
	}
}

// rare are characters of names of people and places that many typefaces lack.
const rare = "喆堃翀玥旻昉珺䶮龑𬭎"

func TestEveryCommonCharacter(t *testing.T) {
	if n := len(Common()); n != 8105 {
		t.Fatalf("the list has %d characters", n)
	}
	set := Bundled()
	fang := set.Of(Fang)[0]
	if lost := fang.Missing(append(Common(), []rune(rare)...)); len(lost) > 0 {
		t.Errorf("仿宋 lacks %q", lost)
	}
	for r := rune(0x4E00); r <= 0x9FA5; r++ {
		if !fang.Has(r) {
			t.Errorf("仿宋 lacks %c (%U)", r, r)
		}
	}
	for _, role := range []Role{Title, Kai, Hei} {
		if lost := set.Of(role)[0].Missing(Common()); len(lost) > 0 {
			t.Errorf("%s lacks %q", role, lost)
		}
	}
	for _, role := range Roles() {
		all := "〔2025〕3号（一）“引”‘用’……——《书名》、，。；：？！①⑳㈠℃％‰№→─│┌□■○●△☆√×÷≤≥￥·0123ABCabc"
		if lost := set.Missing(role, []rune(all+rare)); len(lost) > 0 {
			t.Errorf("%s lacks %q", role, lost)
		}
	}
}

func TestForEachCharacter(t *testing.T) {
	set := Bundled()
	for _, x := range []struct {
		role Role
		r    rune
		want string
	}{
		{Fang, '督', "fang.face.br"}, {Fang, '𬭎', "fang.face.br"}, {Fang, '〔', "fang.face.br"}, {Fang, '，', "fang.face.br"},
		{Fang, '“', "song.face.br"}, {Kai, '”', "song.face.br"}, {Kai, '…', "song.face.br"}, {Fang, '—', "song.face.br"},
		{Fang, '3', "song.face.br"}, {Kai, 'A', "song.face.br"}, {Fang, 'ā', "song.face.br"}, {Kai, '督', "kai.face.br"},
		{Hei, '“', "hei.face.br"}, {Hei, '3', "hei.face.br"}, {Title, '3', "title.face.br"}, {Title, '督', "title.face.br"},
		{Title, '龑', "fang.face.br"}, {Hei, '𠮷', "fang.face.br"}, {Song, '督', "fang.face.br"}, {Song, '1', "song.face.br"},
		{Title, 0x10FFFD, "title.face.br"}, {Fang, -1, "fang.face.br"}, {"none", '督', "fang.face.br"},
	} {
		if got := set.For(x.role, x.r); got.File != x.want {
			t.Errorf("%s %c (%U): %s, want %s", x.role, x.r, x.r, got.File, x.want)
		}
	}
	// A county's 仿宋 of Chinese alone: its Latin is not drawn by hand either.
	bare := &Face{File: "bare.ttf", has: &cover{}}
	bare.has.add('督')
	var base [len(roles)]*Face
	for i, role := range roles {
		base[i] = set.Of(role)[0]
	}
	mixed := laid(base, map[Role][]*Face{Fang: {bare}})
	for r, want := range map[rune]string{'督': "bare.ttf", '办': "fang.face.br", '3': "song.face.br", '“': "song.face.br"} {
		if got := mixed.For(Fang, r); got.File != want {
			t.Errorf("%c beside a county's 仿宋: %s, want %s", r, got.File, want)
		}
	}
	text := []rune("镇纪发〔2025〕3号“龑”")
	if n := testing.AllocsPerRun(100, func() {
		for _, r := range text {
			set.For(Kai, r)
		}
	}); n != 0 {
		t.Errorf("choosing faces allocates %v times", n)
	}
}

// Asking needs no file, and what was unpacked is let go again: its memory is given back.
func TestUnpackedIsLetGo(t *testing.T) {
	f := unpacked("kai", "Shuangze Kai", true, kaiPacked)
	if !f.Has('督') || f.data.held() {
		t.Fatal("the file was unpacked to be asked for a character")
	}
	f.data.After = 300 * time.Millisecond
	b, err := f.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	again, err := f.Bytes()
	if err != nil || &again[0] != &b[0] {
		t.Fatal("unpacked twice, ", err)
	}
	back := make(chan struct{})
	runtime.AddCleanup(&b[0], func(back chan struct{}) { close(back) }, back)
	again, b = nil, nil
	deadline := time.After(10 * time.Second)
	for given := false; !given; {
		runtime.GC()
		select {
		case <-back:
			given = true
		case <-deadline:
			t.Fatal("the memory is still in use")
		case <-time.After(20 * time.Millisecond):
		}
	}
	if f.data.held() {
		t.Error("given back while it is kept")
	}
	if _, err := f.Bytes(); err != nil {
		t.Error("not unpacked again: ", err)
	}
}

// Who goes on asking keeps it; what cannot be made is tried anew.
func TestIdleWhileAsked(t *testing.T) {
	made, fail := 0, true
	i := Idle[int]{After: 200 * time.Millisecond, Make: func() (int, error) {
		if fail {
			return 0, fmt.Errorf("not now")
		}
		made++
		return made, nil
	}}
	if _, err := i.Get(); err == nil {
		t.Fatal("made of nothing")
	}
	fail = false
	for range 30 {
		if n, err := i.Get(); n != 1 || err != nil {
			t.Fatalf("made %d times, %v", n, err)
		}
		time.Sleep(20 * time.Millisecond)
	}
	deadline := time.Now().Add(10 * time.Second)
	for i.held() && time.Now().Before(deadline) {
		time.Sleep(20 * time.Millisecond)
	}
	if n, _ := i.Get(); n != 2 {
		t.Errorf("made %d times after a rest", n)
	}
}

func TestConcurrentFaces(t *testing.T) {
	set, folder := Bundled(), NewFolder(t.TempDir())
	put(t, folder.path, "kai.ttf", made(t, "KaiTi", 0))
	var all sync.WaitGroup
	first := make([][]byte, 8)
	for n := range first {
		all.Go(func() {
			for range 50 {
				if own, _, err := folder.Now(); err != nil || !own.For(Kai, '1').Own {
					t.Error("the county's face was lost: ", err)
				}
				f := set.For(Song, '1')
				b, err := f.Bytes()
				if err != nil || !f.Has('1') {
					t.Error("a face was lost: ", err)
				}
				first[n] = b
			}
		})
	}
	all.Wait()
	for _, b := range first {
		if &b[0] != &first[0][0] {
			t.Error("unpacked more than once")
		}
	}
}

// A table of characters that was cut or made up is an error and no face.
func TestBadCover(t *testing.T) {
	for _, b := range [][]byte{make([]byte, coverPage-1), append([]byte{0xFF, 0xFF}, make([]byte, 32)...)} {
		if _, err := parseCover(b); err == nil {
			t.Errorf("% x was taken", b[:2])
		}
	}
}

// What a face costs whoever asks for it after a rest.
func BenchmarkUnpack(b *testing.B) {
	for _, role := range Roles() {
		b.Run(string(role), func(b *testing.B) {
			f := Bundled().Of(role)[0]
			b.ReportAllocs()
			for b.Loop() {
				x, err := f.data.Make()
				if err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(len(x)))
			}
		})
	}
}

func BenchmarkFor(b *testing.B) {
	set := Bundled()
	b.ReportAllocs()
	for b.Loop() {
		for _, r := range "镇坪县纪委〔2025〕3号“龑”" {
			set.For(Fang, r)
		}
	}
}
