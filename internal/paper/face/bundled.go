package face

import (
	"embed"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"

	"shuangze/internal/paper/face/outline"
)

// data is made by scripts/fonts.sh: which characters each face has, and the licences.
//
//go:embed data/*.cover data/*.txt
var data embed.FS

// The faces, packed. As strings they stay in the program's file and are read from there; an embed.FS hands out copies.
var (
	//go:embed data/fang.face.br
	fangPacked string
	//go:embed data/title.face.br
	titlePacked string
	//go:embed data/kai.face.br
	kaiPacked string
	//go:embed data/hei.face.br
	heiPacked string
	//go:embed data/song.face.br
	songPacked string
)

// bundled are the faces of the binary, by role.
var bundled = [len(roles)]struct {
	family string
	poor   bool
	packed string
}{
	{"Shuangze Fang", true, fangPacked},
	{"Shuangze Title", false, titlePacked},
	{"Shuangze Kai", true, kaiPacked},
	{"Shuangze Hei", false, heiPacked},
	{"Shuangze Song", false, songPacked},
}

// Bundled are the faces of the binary; all callers share one Set.
func Bundled() *Set { return theBundled() }

var theBundled = sync.OnceValue(func() *Set {
	var own [len(roles)]*Face
	for i, role := range roles {
		own[i] = unpacked(string(role), bundled[i].family, bundled[i].poor, bundled[i].packed)
	}
	return laid(own, nil)
})

// common is parsed once; nobody changes it.
var common = sync.OnceValue(func() []rune { return slices.Collect(read("common").all()) })

// laid puts faces in order: the county's, the bundled one of the role, and Fang.
func laid(bundled [len(roles)]*Face, own map[Role][]*Face) *Set {
	s := &Set{}
	for i, role := range roles {
		s.faces[i] = append(slices.Clone(own[role]), bundled[i])
		if role != Fang {
			s.faces[i] = append(s.faces[i], bundled[Fang.at()])
		}
	}
	return s
}

// unpacked is a bundled face. That its files are there and whole is what the tests of this package show.
func unpacked(name, family string, poor bool, packed string) *Face {
	file := name + ".face.br"
	f := &Face{Family: family, File: file, Size: int64(len(packed)), Licence: OFL, has: read(name), poor: poor}
	f.data.Make = func() ([]byte, error) {
		r := brotli.NewReader(strings.NewReader(packed))
		b, err := outline.Unpack(r)
		if err != nil {
			return nil, fmt.Errorf("unpack %s: %w", file, err)
		}
		if n, err := r.Read(make([]byte, 1)); n != 0 || err != io.EOF {
			return nil, fmt.Errorf("unpack %s: it does not end after %d bytes: %w", file, len(b), err)
		}
		return b, nil
	}
	return f
}

func read(name string) *cover {
	return must(parseCover(must(data.ReadFile("data/" + name + ".cover"))))
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
