package face

import (
	"bytes"
	"embed"
	"fmt"
	"io"
	"slices"
	"sync"

	"github.com/andybalholm/brotli"
)

// data is made by scripts/fonts.sh: faces under brotli, which characters each has, and their licences.
//
//go:embed data
var data embed.FS

// bundled are the faces of the binary, by role.
var bundled = [len(roles)]struct {
	family string
	poor   bool
	size   int // unpacked, bytes, so that it is unpacked into one piece of memory
}{
	{"Shuangze Fang", true, 18_288_636},
	{"Shuangze Title", false, 4_131_460},
	{"Shuangze Kai", true, 4_603_148},
	{"Shuangze Hei", false, 2_978_696},
	{"Shuangze Song", false, 97_000},
}

// Bundled are the faces of the binary; all callers share one Set.
func Bundled() *Set { return theBundled() }

var theBundled = sync.OnceValue(func() *Set {
	var own [len(roles)]*Face
	for i, role := range roles {
		own[i] = unpacked(string(role), bundled[i].family, bundled[i].poor, bundled[i].size)
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
func unpacked(name, family string, poor bool, size int) *Face {
	file := name + ".ttf.br"
	packed := must(data.ReadFile("data/" + file))
	f := &Face{Family: family, File: file, Size: int64(len(packed)), Licence: OFL, has: read(name), poor: poor}
	f.data.Make = func() ([]byte, error) {
		b := make([]byte, size)
		r := brotli.NewReader(bytes.NewReader(packed))
		if _, err := io.ReadFull(r, b); err != nil {
			return nil, fmt.Errorf("unpack %s: %w", file, err)
		}
		if n, err := r.Read(make([]byte, 1)); n != 0 || err != io.EOF {
			return nil, fmt.Errorf("unpack %s: it does not end after %d bytes: %w", file, size, err)
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
