package bench

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
)

// served is a handler on the loopback.
type served struct {
	addr   string
	server *http.Server
}

func serveOn(h http.Handler) *served {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(fmt.Sprintf("bench: the loopback does not listen: %v", err))
	}
	s := &served{l.Addr().String(), &http.Server{Handler: h}}
	go s.server.Serve(l)
	return s
}

func (s *served) close() { s.server.Close() }

// get makes clients that ask for one path over a kept connection. The client
// is as lean as it can be, for it shares the processors with the server.
func (s *served) get(path, headers string) func(int) (func() error, error) {
	request := "GET " + path + " HTTP/1.1\r\nHost: " + s.addr + "\r\nAccept-Encoding: identity\r\n" + headers + "\r\n"
	return s.send(func(int, int) string { return request })
}

// post makes clients that send what body answers for the client and the number
// of its request, each with an idempotency key of its own.
func (s *served) post(body func(client, n int) (path, text string), headers string) func(int) (func() error, error) {
	run := rand.Uint64()
	return s.send(func(client, n int) string {
		path, text := body(client, n)
		return fmt.Sprintf("POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nIdempotency-Key: bench-%x-%d-%d\r\nContent-Length: %d\r\n%s\r\n%s",
			path, s.addr, run, client, n, len(text), headers, text)
	})
}

func (s *served) send(request func(client, n int) string) func(int) (func() error, error) {
	return func(client int) (func() error, error) {
		c, err := net.Dial("tcp", s.addr)
		if err != nil {
			return nil, err
		}
		r, n := bufio.NewReaderSize(c, 64<<10), 0
		return func() error {
			n++
			if _, err := io.WriteString(c, request(client, n)); err != nil {
				return err
			}
			a, err := http.ReadResponse(r, nil)
			if err != nil {
				return err
			}
			if a.StatusCode/100 != 2 {
				b, _ := io.ReadAll(io.LimitReader(a.Body, 400))
				return fmt.Errorf("answer %s: %s", a.Status, b)
			}
			_, err = io.Copy(io.Discard, a.Body)
			a.Body.Close()
			return err
		}, nil
	}
}
