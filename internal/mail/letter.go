package mail

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"mime/multipart"
	"net/mail"
	"net/textproto"
	"strings"
	"time"
	"unicode/utf8"
)

// Letter is one letter to one address, as text and, where HTML is given, as that besides.
type Letter struct {
	To      string
	Subject string
	// ID is the same whenever the same letter is sent again: whoever gets it twice can
	// tell. It holds letters, digits, "-", "_" and ".".
	ID      string
	At      time.Time
	Lang    string // Content-Language; "" = not said
	Options string // where the reader says what they want to be sent; "" = nowhere
	Text    string
	HTML    string
}

// plain is text that a header or a command may hold as it is.
func plain(s string) bool {
	for _, r := range s {
		if r <= ' ' || r > '~' || strings.ContainsRune("<>(),;:\\\"[]", r) {
			return false
		}
	}
	return s != ""
}

// write is the letter as RFC 5322 has it: no line over 78 characters, nothing but ASCII,
// and no header that somebody typed.
func (l Letter) write(from *mail.Address) ([]byte, error) {
	if !plain(l.To) || strings.Count(l.To, "@") != 1 {
		return nil, errors.New("the address cannot be written to")
	}
	if !plain(l.ID) {
		return nil, errors.New("the letter has no fit identifier")
	}
	for _, s := range []string{l.Subject, l.Lang, l.Options} {
		if !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			return nil, errors.New("a header would hold more than a line")
		}
	}
	_, domain, _ := strings.Cut(from.Address, "@")
	var out bytes.Buffer
	head := func(name, value string) { fmt.Fprintf(&out, "%s: %s\r\n", name, value) }
	sender := "<" + from.Address + ">"
	if from.Name != "" {
		sender = encoded("From: ", from.Name) + "\r\n " + sender
	}
	head("From", sender)
	head("To", "<"+l.To+">")
	head("Subject", encoded("Subject: ", l.Subject))
	head("Date", l.At.Format(time.RFC1123Z))
	head("Message-ID", "<"+l.ID+"@"+domain+">")
	head("Auto-Submitted", "auto-generated")
	head("X-Auto-Response-Suppress", "All")
	if l.Options != "" && plain(strings.ReplaceAll(l.Options, ":", "")) {
		head("List-Unsubscribe", "\r\n <"+l.Options+">")
	}
	if l.Lang != "" && plain(l.Lang) {
		head("Content-Language", l.Lang)
	}
	head("MIME-Version", "1.0")
	if l.HTML == "" {
		head("Content-Type", "text/plain; charset=utf-8")
		head("Content-Transfer-Encoding", "base64")
		out.WriteString("\r\n")
		out.Write(base64Lines(l.Text))
		return out.Bytes(), nil
	}
	var parts bytes.Buffer
	w := multipart.NewWriter(&parts)
	if err := w.SetBoundary("part-" + l.ID[:min(len(l.ID), 50)]); err != nil {
		return nil, err
	}
	if err := errors.Join(part(w, "text/plain", l.Text), part(w, "text/html", l.HTML), w.Close()); err != nil {
		return nil, err
	}
	head("Content-Type", "multipart/alternative;\r\n boundary=\""+w.Boundary()+"\"")
	out.WriteString("\r\n")
	out.Write(parts.Bytes())
	return out.Bytes(), nil
}

func part(w *multipart.Writer, kind, body string) error {
	p, err := w.CreatePart(textproto.MIMEHeader{"Content-Type": {kind + "; charset=utf-8"},
		"Content-Transfer-Encoding": {"base64"}})
	if err == nil {
		_, err = p.Write(base64Lines(body))
	}
	return err
}

// encoded is a header's text in encoded words, one a line; what is plain stays readable.
func encoded(before, s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r > '~' }) && !strings.ContainsAny(s, "=<>\",;:()[]\\") {
		return folded(before, s)
	}
	const most = 36 // bytes of a word: 60 characters with what is around it
	var words []string
	word := ""
	for _, r := range s {
		if len(word)+utf8.RuneLen(r) > most {
			words = append(words, word)
			word = ""
		}
		word += string(r)
	}
	words = append(words, word)
	for i, w := range words {
		words[i] = "=?utf-8?b?" + base64.StdEncoding.EncodeToString([]byte(w)) + "?="
	}
	return strings.Join(words, "\r\n ")
}

// folded breaks a long line of plain words at its spaces.
func folded(before, s string) string {
	var b strings.Builder
	at := len(before)
	for i, word := range strings.Split(s, " ") {
		if i > 0 {
			if at+1+len(word) > 76 {
				b.WriteString("\r\n ")
				at = 1
			} else {
				b.WriteByte(' ')
				at++
			}
		}
		b.WriteString(word)
		at += len(word)
	}
	return b.String()
}

// base64Lines is text with lines as mail has them, in base64 of 76 characters a line.
func base64Lines(s string) []byte {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\n", "\r\n")
	all := base64.StdEncoding.EncodeToString([]byte(s))
	var b bytes.Buffer
	for len(all) > 76 {
		b.WriteString(all[:76] + "\r\n")
		all = all[76:]
	}
	b.WriteString(all + "\r\n")
	return b.Bytes()
}
