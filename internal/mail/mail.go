// Package mail sends letters by SMTP. It knows a server and how to speak to it; what is
// written, and when, is decided elsewhere.
package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/mail"
	"net/smtp"
	"net/textproto"
	"net/url"
	"os"
	"strings"
	"time"
)

// Server is where letters are handed in.
type Server struct {
	Host string // and port
	// Safe is how the line is encrypted: "tls" from the first byte, "starttls" before
	// anything is said, "plain" never. With "starttls" a server that cannot is an error.
	Safe     string
	User     string // "" = nobody signs in
	Password string
	From     string // name and address of the sender
	// Step is how long each step of the talk may take: connecting, a command, the letter
	// itself; 0 = 20 seconds. It holds also for a server that answers byte by byte.
	Step  time.Duration
	Roots *x509.CertPool // nil = those of the machine
}

// Failure is why a letter was not taken. The zero value of Code means that the server was
// not reached, or broke off.
type Failure struct {
	Code    int  // of SMTP
	ForGood bool // trying again cannot help: the address or the letter is refused
	Server  bool // it is about the server and not about this letter: others fail likewise
	Step    string
	Err     error
}

func (f *Failure) Error() string { return f.Step + ": " + f.Err.Error() }

func (f *Failure) Unwrap() error { return f.Err }

const step = 20 * time.Second

// ParseServer reads smtps://user@host:465 (TLS), smtp://user@host:587 (STARTTLS, which is
// demanded) or smtp+plain://host:25 (not encrypted). Ports may be left out. It says what
// is wrong without repeating it.
func ParseServer(address, password, from string) (Server, error) {
	s := Server{Password: password, From: from}
	u, err := url.Parse(address)
	if err != nil {
		return s, errors.New("not an address")
	}
	port := ""
	switch u.Scheme {
	case "smtps":
		s.Safe, port = "tls", "465"
	case "smtp":
		s.Safe, port = "starttls", "587"
	case "smtp+plain":
		s.Safe, port = "plain", "25"
	default:
		return s, errors.New("it must begin with smtps://, smtp:// or smtp+plain://")
	}
	if u.Port() != "" {
		port = u.Port()
	}
	if _, secret := u.User.Password(); secret {
		return s, errors.New("a password does not belong into it")
	}
	if u.Hostname() == "" || strings.Trim(u.Path, "/") != "" {
		return s, errors.New("it must name a server, and nothing behind it")
	}
	s.Host, s.User = net.JoinHostPort(u.Hostname(), port), u.User.Username()
	if s.Safe == "plain" && s.User != "" && !loopback(u.Hostname()) {
		return s, errors.New("nobody signs in over a line that is not encrypted")
	}
	if a, err := mail.ParseAddress(from); err != nil || !plain(a.Address) {
		return s, errors.New("the sender must be written as name <name@example.cn>")
	}
	return s, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Send hands a letter in. It ends when the context does, and after the steps' time.
func (s Server) Send(ctx context.Context, l Letter) error {
	from, err := mail.ParseAddress(s.From)
	if err != nil {
		return &Failure{Step: "sender", Err: err, Server: true, ForGood: true}
	}
	body, err := l.write(from)
	if err != nil {
		return &Failure{Step: "letter", Err: err, ForGood: true}
	}
	limit := s.Step
	if limit == 0 {
		limit = step
	}
	host, _, err := net.SplitHostPort(s.Host)
	if err != nil {
		return &Failure{Step: "server", Err: err, Server: true, ForGood: true}
	}
	t := &talk{limit: limit, step: "connect"}
	dial := net.Dialer{Timeout: limit}
	conn, err := dial.DialContext(ctx, "tcp", s.Host)
	if err != nil {
		return t.failed(err)
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	t.conn = conn
	config := &tls.Config{ServerName: host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}
	if s.Safe == "tls" {
		t.at("tls")
		over := tls.Client(conn, config)
		if err := over.HandshakeContext(ctx); err != nil {
			return t.failed(err)
		}
		conn = over
	}
	t.at("greeting")
	c, err := smtp.NewClient(conn, host)
	if err != nil {
		return t.failed(err)
	}
	return s.hand(t, c, config, from.Address, l.To, body)
}

// hand is the talk after the greeting.
func (s Server) hand(t *talk, c *smtp.Client, config *tls.Config, from, to string, body []byte) error {
	t.at("hello")
	if err := c.Hello(helloName()); err != nil {
		return t.failed(err)
	}
	if s.Safe == "starttls" {
		t.at("starttls")
		if ok, _ := c.Extension("STARTTLS"); !ok {
			return t.failed(errors.New("the server offers no STARTTLS"))
		}
		if err := c.StartTLS(config); err != nil {
			return t.failed(err)
		}
	}
	if s.User != "" {
		t.at("sign-in")
		if err := c.Auth(s.auth(c)); err != nil {
			return t.failed(err)
		}
	}
	t.at("from")
	if err := c.Mail(from); err != nil {
		return t.failed(err)
	}
	t.at("to")
	if err := c.Rcpt(to); err != nil {
		return t.failed(err)
	}
	t.at("data")
	w, err := c.Data()
	if err != nil {
		return t.failed(err)
	}
	t.at("letter")
	if _, err := w.Write(body); err != nil {
		return t.failed(err)
	}
	// From here on the server may have taken it, whatever becomes of the line.
	t.at("taken")
	if err := w.Close(); err != nil {
		return t.failed(err)
	}
	t.at("quit")
	_ = c.Quit() // it is taken already
	return nil
}

// auth is PLAIN, or LOGIN where the server knows nothing else.
func (s Server) auth(c *smtp.Client) smtp.Auth {
	_, how := c.Extension("AUTH")
	host, _, _ := net.SplitHostPort(s.Host)
	if known := strings.Fields(strings.ToUpper(how)); !has(known, "PLAIN") && has(known, "LOGIN") {
		return &login{s.User, s.Password}
	}
	return smtp.PlainAuth("", s.User, s.Password, host)
}

func has(list []string, word string) bool {
	for _, w := range list {
		if w == word {
			return true
		}
	}
	return false
}

// login is AUTH LOGIN, as older servers want it; never on a line that is not encrypted.
type login struct{ user, password string }

func (a *login) Start(s *smtp.ServerInfo) (string, []byte, error) {
	if !s.TLS && !loopback(s.Name) {
		return "", nil, errors.New("unencrypted connection")
	}
	return "LOGIN", nil, nil
}

func (a *login) Next(asked []byte, more bool) ([]byte, error) {
	if !more {
		return nil, nil
	}
	if q := strings.ToLower(string(asked)); strings.Contains(q, "user") {
		return []byte(a.user), nil
	} else if strings.Contains(q, "pass") {
		return []byte(a.password), nil
	}
	return nil, errors.New("the server asks for something else than user and password")
}

// talk keeps each step within its time.
type talk struct {
	conn  net.Conn
	limit time.Duration
	step  string
}

func (t *talk) at(step string) {
	t.step = step
	t.conn.SetDeadline(time.Now().Add(t.limit))
}

// failed is the failure of the step. What is refused for good is a letter or an address;
// that of a server is for its administrator to mend, and is tried again.
func (t *talk) failed(err error) error {
	f := &Failure{Step: t.step, Err: err, Server: true}
	var said *textproto.Error
	if errors.As(err, &said) {
		f.Code = said.Code
		if t.step == "to" || t.step == "letter" || t.step == "taken" {
			f.ForGood, f.Server = said.Code >= 500, false
		}
	}
	if errors.Is(err, io.EOF) {
		f.Err = fmt.Errorf("the server closed the connection (%w)", err)
	}
	return f
}

func helloName() string {
	if name, err := os.Hostname(); err == nil && plain(name) {
		return name
	}
	return "localhost"
}
