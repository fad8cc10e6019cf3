package mail_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http/httptest"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"shuangze/internal/mail"
	"shuangze/internal/mail/mailtest"
)

func letter() mail.Letter {
	return mail.Letter{To: "zhao@example.cn", ID: "ABC123", At: time.Unix(1_800_000_000, 0), Lang: "zh-CN",
		Subject: strings.Repeat("双责：三件事逾期未办 ", 8), Options: "https://s.example.cn/account/notifications",
		Text: "第一行\n.\n第三行\n", HTML: "<p>第一行</p>"}
}

func server(s *mailtest.Server) mail.Server {
	return mail.Server{Host: s.Addr, Safe: "plain", From: "双责 镇坪 <tz@example.cn>", Step: 300 * time.Millisecond}
}

// A letter is what RFC 5322 allows, and another's parser reads what was written.
func TestLetter(t *testing.T) {
	t.Parallel()
	s := mailtest.Start(t)
	if err := server(s).Send(t.Context(), letter()); err != nil {
		t.Fatal(err)
	}
	got := s.Taken()
	if len(got) != 1 || got[0].ID != "<ABC123@example.cn>" || got[0].To != "RCPT TO:<zhao@example.cn>" {
		t.Fatalf("%+v", got)
	}
	for _, line := range strings.Split(got[0].Raw, "\r\n") {
		if len(line) > 78 || strings.ContainsFunc(line, func(r rune) bool { return r > '~' || r < ' ' && r != '\t' }) {
			t.Errorf("a line of %d: %q", len(line), line)
		}
	}
	m, err := netmail.ReadMessage(strings.NewReader(got[0].Raw))
	if err != nil {
		t.Fatal(err)
	}
	words := new(mime.WordDecoder)
	if subject, err := words.DecodeHeader(m.Header.Get("Subject")); err != nil || subject != letter().Subject {
		t.Errorf("subject %q, %v", subject, err)
	}
	if from, err := m.Header.AddressList("From"); err != nil || from[0].Name != "双责 镇坪" {
		t.Errorf("from %v, %v", from, err)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatal(kind, err)
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for _, want := range []string{"第一行\r\n.\r\n第三行\r\n", "<p>第一行</p>"} {
		p, err := parts.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, p))
		if err != nil || string(b) != want {
			t.Errorf("%q, %v", b, err)
		}
	}
}

// Nobody writes a header or a command by what they typed.
func TestNoHeaderIsTyped(t *testing.T) {
	t.Parallel()
	s := mailtest.Start(t)
	for name, change := range map[string]func(*mail.Letter){
		"subject":  func(l *mail.Letter) { l.Subject = "a\r\nBcc: x@y.cn" },
		"to":       func(l *mail.Letter) { l.To = "a@b.cn>\r\nRCPT TO:<c@d.cn" },
		"two":      func(l *mail.Letter) { l.To = "a@b.cn,c@d.cn" },
		"id":       func(l *mail.Letter) { l.ID = "x> <y" },
		"options":  func(l *mail.Letter) { l.Options = "https://x\r\nBcc: y" },
		"no id":    func(l *mail.Letter) { l.ID = "" },
		"language": func(l *mail.Letter) { l.Lang = "zh\nX: y" },
	} {
		l := letter()
		change(&l)
		var f *mail.Failure
		if err := server(s).Send(t.Context(), l); !errors.As(err, &f) || !f.ForGood || f.Server {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(s.Taken()) != 0 || s.Said() != "" {
		t.Errorf("the server heard %s", s.Said())
	}
}

// Whatever the server does at whichever step, the talk ends in time and says what it was:
// the letter's fault, for good or not, or the server's.
func TestServerFails(t *testing.T) {
	t.Parallel()
	for _, step := range []string{"greeting", "EHLO", "MAIL", "RCPT", "DATA", "taken"} {
		for _, how := range []string{"stall", "drip", "cut", "451 later", "550 no"} {
			t.Run(step+" "+how, func(t *testing.T) {
				t.Parallel()
				s := mailtest.Start(t)
				s.Fail(step, how)
				start := time.Now()
				err := server(s).Send(t.Context(), letter())
				if step == "taken" && how == "drip" {
					if err != nil { // 250 was said, whatever words should have followed
						t.Errorf("%v", err)
					}
					return
				}
				var f *mail.Failure
				if !errors.As(err, &f) {
					t.Fatalf("%v", err)
				}
				if took := time.Since(start); took > 3*time.Second {
					t.Errorf("it took %s", took)
				}
				ours := step == "RCPT" || step == "taken"
				if refused := how[0] >= '4' && how[0] <= '5'; ours && refused {
					if f.Server || f.ForGood != (how[0] == '5') {
						t.Errorf("%+v", f)
					}
				} else if !f.Server || f.ForGood {
					t.Errorf("%+v", f)
				}
			})
		}
	}
}

// A line that must be encrypted is, or nothing is said; a password travels on no other.
func TestEncrypted(t *testing.T) {
	t.Parallel()
	web := httptest.NewTLSServer(nil) // for its certificate
	t.Cleanup(web.Close)
	roots := x509.NewCertPool()
	roots.AddCert(web.Certificate())
	s := mailtest.Start(t)
	out := server(s)
	out.Safe, out.Roots, out.User, out.Password = "starttls", roots, "tz", "geheim"
	var f *mail.Failure
	err := out.Send(t.Context(), letter())
	if !errors.As(err, &f) || f.Step != "starttls" || strings.Contains(s.Said(), "AUTH") {
		t.Errorf("a server without STARTTLS: %v\n%s", err, s.Said())
	}
	with := mailtest.Start(t)
	with.TLS = &tls.Config{Certificates: web.TLS.Certificates}
	out.Host = with.Addr
	if err := out.Send(t.Context(), letter()); err != nil || len(with.Taken()) != 1 {
		t.Errorf("%v", err)
	}
	if !strings.Contains(with.Said(), "AUTH PLAIN") {
		t.Errorf("nobody signed in:\n%s", with.Said())
	}
	out.Roots = x509.NewCertPool()
	if err := out.Send(t.Context(), letter()); !errors.As(err, &f) || f.Step != "starttls" {
		t.Errorf("a certificate that nobody knows: %v", err)
	}
}

// The context ends the talk.
func TestSendEnds(t *testing.T) {
	t.Parallel()
	s := mailtest.Start(t)
	s.Fail("DATA", "stall")
	ctx, cut := context.WithCancel(t.Context())
	go func() { s.Heard("DATA"); cut() }()
	out := server(s)
	out.Step = time.Minute
	if err := out.Send(ctx, letter()); err == nil {
		t.Error("it went on")
	}
}

func TestParseServer(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"smtps://tz@mail.example.cn":          "mail.example.cn:465 tls tz",
		"smtp://tz@mail.example.cn":           "mail.example.cn:587 starttls tz",
		"smtp+plain://127.0.0.1:2525":         "127.0.0.1:2525 plain ",
		"smtp+plain://tz@127.0.0.1":           "127.0.0.1:25 plain tz",
		"smtp+plain://tz@mail.example.cn":     "",
		"smtps://tz:geheim@mail.example.cn":   "",
		"https://mail.example.cn":             "",
		"smtps://":                            "",
		"smtps://mail.example.cn/somewhere":   "",
		"smtps://tz%40example.cn@mail.a.cn:1": "mail.a.cn:1 tls tz@example.cn",
	} {
		s, err := mail.ParseServer(address, "", "双责 <tz@example.cn>")
		if got := s.Host + " " + s.Safe + " " + s.User; (err == nil) != (want != "") || err == nil && got != want {
			t.Errorf("%s: %q, %v", address, got, err)
		}
		if err != nil && strings.Contains(err.Error(), "geheim") {
			t.Error("the error tells the password")
		}
	}
	if _, err := mail.ParseServer("smtps://a.cn", "", "nobody"); err == nil {
		t.Error("a sender that is none")
	}
}
