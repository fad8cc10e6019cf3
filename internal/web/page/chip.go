package page

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// Chip is a state in one word, with a mark whose shape says the same as its
// colour: red a diamond, yellow a triangle, blue a dot, green a tick, grey a
// ring. Lists hold hundreds of them, so they are written without templ's
// handling of class lists.
func Chip(tone Tone, word string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, `<span class="chip c-`+chipTone(tone)+`">`+markHTML(tone)+
			templ.EscapeString(word)+`</span>`)
		return err
	})
}

// mark is the shape alone; the word stands beside it.
func mark(tone Tone) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, markHTML(tone))
		return err
	})
}

// markHTML and chipTone let only known tones into the markup.
func markHTML(t Tone) string {
	switch t {
	case Grey, Blue, Amber, Red, Green, Accent:
		return `<span class="mark m-` + string(t) + `" aria-hidden="true"></span>`
	}
	return ""
}

func chipTone(t Tone) string {
	switch t {
	case Blue, Amber, Red, Green, Accent:
		return string(t)
	}
	return string(Grey)
}
