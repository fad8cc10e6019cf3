package versions

import (
	"context"
	"io"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"shuangze/internal/policy/version"
)

// Stretch is some lines of a comparison as they stand in the file: a sign, the
// number of the line, the line. It is written without templ's spaces, which would
// stand in the text. What goes is struck through, what comes is underlined.
func Stretch(part []version.Line) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var b strings.Builder
		b.WriteString(`<pre lang="zh-CN"><code>`)
		for _, l := range part {
			switch {
			case l.Gone():
				b.WriteString("<del>− " + strconv.Itoa(l.Old) + " " + templ.EscapeString(l.Text) + "</del>\n")
			case l.Fresh():
				b.WriteString("<ins>+ " + strconv.Itoa(l.New) + " " + templ.EscapeString(l.Text) + "</ins>\n")
			default:
				b.WriteString("  " + strconv.Itoa(l.New) + " " + templ.EscapeString(l.Text) + "\n")
			}
		}
		b.WriteString("</code></pre>")
		_, err := io.WriteString(w, b.String())
		return err
	})
}
