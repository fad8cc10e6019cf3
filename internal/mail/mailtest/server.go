// Package mailtest is a mail server for tests, which fails as servers do.
package mailtest

import (
	"bufio"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"
)

// Letter is one that was taken.
type Letter struct {
	From, To string
	Raw      string
	ID       string // Message-ID
}

// Text is its plain text.
func (l Letter) Text() (string, error) {
	_, rest, _ := strings.Cut(l.Raw, "text/plain; charset=utf-8\r\n")
	rest, _, _ = strings.Cut(rest, "\r\n--")
	b, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(rest, "\r\n", ""))
	return string(b), err
}

// Server takes letters at Addr. Fault says at a step ("greeting", "EHLO", "AUTH", "MAIL",
// "RCPT", "DATA", "taken") what goes wrong: "stall" never answers, "drip" answers a byte
// every 50 ms, "cut" closes the line, "4xx" or "5xx" refuses; at "taken" the letter is kept
// before a line is cut or stalls, as it may be in life.
type Server struct {
	Addr string
	TLS  *tls.Config // offered by STARTTLS; nil = not at all

	mu    sync.Mutex
	fault map[string]string
	taken []Letter
	said  []string
	heard chan string // steps, as they come; see Heard
}

// Start serves until the test ends.
func Start(t testing.TB) *Server {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Addr: l.Addr().String(), fault: map[string]string{}, heard: make(chan string, 1000)}
	ended := make(chan struct{})
	t.Cleanup(func() { close(ended); l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.serve(c, ended)
		}
	}()
	return s
}

// Fail makes a step go wrong from now on; "" mends it.
func (s *Server) Fail(step, how string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault[step] = how
}

// Taken are the letters that were taken so far.
func (s *Server) Taken() []Letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Letter(nil), s.taken...)
}

// Said is what clients said, line by line, without letters.
func (s *Server) Said() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.said, "\n")
}

// Heard waits until a client has come to a step.
func (s *Server) Heard(step string) {
	for got := range s.heard {
		if got == step {
			return
		}
	}
}

func (s *Server) serve(c net.Conn, ended <-chan struct{}) {
	defer c.Close()
	r := bufio.NewReader(c)
	answer := func(step, text string) bool {
		select {
		case s.heard <- step:
		default:
		}
		s.mu.Lock()
		how := s.fault[step]
		s.mu.Unlock()
		switch {
		case how == "stall":
			<-ended
			return false
		case how == "cut":
			return false
		case how == "drip":
			for _, b := range []byte(text + strings.Repeat(" ", 200) + "\r\n") {
				if _, err := c.Write([]byte{b}); err != nil {
					return false
				}
				time.Sleep(50 * time.Millisecond)
			}
			return true
		case how != "":
			text = how
		}
		_, err := fmt.Fprintf(c, "%s\r\n", text)
		return err == nil && !strings.HasPrefix(text, "421")
	}
	if !answer("greeting", "220 test ESMTP") {
		return
	}
	var from, to string
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		s.mu.Lock()
		s.said = append(s.said, line)
		s.mu.Unlock()
		verb := strings.ToUpper(strings.SplitN(line, " ", 2)[0])
		switch verb {
		case "EHLO", "HELO":
			extra := ""
			if _, over := c.(*tls.Conn); s.TLS != nil && !over {
				extra = "250-STARTTLS\r\n"
			}
			if !answer("EHLO", "250-test\r\n"+extra+"250 AUTH PLAIN LOGIN") {
				return
			}
		case "STARTTLS":
			if !answer("STARTTLS", "220 go ahead") {
				return
			}
			over := tls.Server(c, s.TLS)
			c, r = over, bufio.NewReader(over)
		case "AUTH":
			if !answer("AUTH", "235 welcome") {
				return
			}
		case "MAIL":
			from = line
			if !answer("MAIL", "250 ok") {
				return
			}
		case "RCPT":
			to = line
			if !answer("RCPT", "250 ok") {
				return
			}
		case "DATA":
			if !answer("DATA", "354 go on") {
				return
			}
			raw := ""
			for {
				line, err := r.ReadString('\n')
				if err != nil {
					return
				}
				if line == ".\r\n" {
					break
				}
				raw += strings.TrimPrefix(line, ".")
			}
			s.keep(Letter{From: from, To: to, Raw: raw})
			if !answer("taken", "250 taken") {
				return
			}
		case "QUIT":
			answer("QUIT", "221 bye")
			return
		default:
			if !answer(verb, "250 ok") {
				return
			}
		}
	}
}

func (s *Server) keep(l Letter) {
	if m, err := mail.ReadMessage(strings.NewReader(l.Raw)); err == nil {
		l.ID = m.Header.Get("Message-Id")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if how := s.fault["taken"]; how == "" || how == "stall" || how == "cut" || how == "drip" {
		s.taken = append(s.taken, l)
	}
}
