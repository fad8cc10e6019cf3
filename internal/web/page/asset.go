package page

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"net/http"
	"path"
	"strings"
	"sync"
)

//go:embed static
var static embed.FS

// asset is one file in the shapes it is sent in.
type asset struct {
	url, kind string
	plain, gz []byte
}

var kinds = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
	".txt": "text/plain; charset=utf-8",
}

// assets are named by what they contain, so a browser may keep them for ever.
var assets = sync.OnceValue(func() (all struct{ byName, byURL map[string]*asset }) {
	all.byName, all.byURL = map[string]*asset{}, map[string]*asset{}
	entries, err := static.ReadDir("static")
	if err != nil {
		panic(fmt.Errorf("reading built-in assets: %w", err))
	}
	for _, e := range entries {
		b, err := static.ReadFile("static/" + e.Name())
		if err != nil {
			panic(fmt.Errorf("reading built-in asset %s: %w", e.Name(), err))
		}
		sum := sha256.Sum256(b)
		ext := path.Ext(e.Name())
		a := &asset{kind: kinds[ext], plain: b}
		a.url = "/static/" + strings.TrimSuffix(e.Name(), ext) + "." + hex.EncodeToString(sum[:6]) + ext
		var z bytes.Buffer
		zw, _ := gzip.NewWriterLevel(&z, gzip.BestCompression) // the level is valid
		_, _ = zw.Write(b)                                     // memory does not fail
		_ = zw.Close()
		a.gz = z.Bytes()
		all.byName[e.Name()], all.byURL[a.url] = a, a
	}
	return all
})

// AssetURL is the address of a built-in file: /static/app.1a2b3c.css. A name
// that does not exist is a mistake in the program and panics.
func AssetURL(name string) string {
	a, ok := assets().byName[name]
	if !ok {
		panic("page: no asset " + name)
	}
	return a.url
}

// Assets serves GET /static/. Every file is compressed once, at the start; by gzip alone, since what writes Brotli
// is 660 KB of program for some 3 KB that a browser loads once.
func Assets() http.Handler {
	byURL := assets().byURL
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, ok := byURL[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", a.kind)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("Vary", "Accept-Encoding")
		h.Set("X-Content-Type-Options", "nosniff")
		body := a.plain
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			body = a.gz
		}
		h.Set("Content-Length", fmt.Sprint(len(body)))
		if r.Method != http.MethodHead {
			_, _ = w.Write(body) // a reader who left is no fault of ours
		}
	})
}
