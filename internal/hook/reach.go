package hook

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"
)

// errReach says that a call would go where it may not.
var errReach = errors.New("calls do not go there")

// allows refuses what is visible in an address already.
func (c Caller) allows(u *url.URL) error {
	switch {
	case u.Scheme == "https":
		return nil
	case u.Scheme == "http" && c.Here:
		return nil // the dialler asks whether it is this machine
	}
	return fmt.Errorf("%w: https is demanded", errReach)
}

// transport dials only where calls may go. The address that is dialled is judged and not
// the name, which may mean something else a moment later; no proxy stands in between.
func (c Caller) transport() *http.Transport {
	dial := func(plain bool) func(ctx context.Context, network, address string) (net.Conn, error) {
		d := net.Dialer{Timeout: 10 * time.Second, ControlContext: func(_ context.Context, _, address string,
			_ syscall.RawConn) error {
			at, err := netip.ParseAddrPort(address)
			if err != nil {
				return fmt.Errorf("%w: %s", errReach, address)
			}
			return c.reaches(at.Addr(), plain)
		}}
		return d.DialContext
	}
	t := &http.Transport{DialContext: dial(true), TLSHandshakeTimeout: 10 * time.Second, DisableKeepAlives: true,
		MaxResponseHeaderBytes: 32 << 10, DisableCompression: true}
	config := &tls.Config{RootCAs: c.Roots, MinVersion: tls.VersionTLS12}
	t.DialTLSContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		conn, err := dial(false)(ctx, network, address)
		if err != nil {
			return nil, err
		}
		own := config.Clone()
		own.ServerName = host
		over := tls.Client(conn, own)
		if err := over.HandshakeContext(ctx); err != nil {
			conn.Close()
			return nil, err
		}
		return over, nil
	}
	return t
}

// closed are the networks that are nobody's on the public net.
var closed = func() (out []netip.Prefix) {
	for _, s := range []string{"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
		"198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64",
		"2001::/23", "2001:db8::/32", "2002::/16", "fec0::/10"} {
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}()

// reaches says whether an address may be dialled. Inside opens the private networks and
// nothing else: neither this machine nor what the machine's own host tells it.
func (c Caller) reaches(a netip.Addr, plain bool) error {
	a = a.Unmap().WithZone("")
	no := func() error { return fmt.Errorf("%w: %s", errReach, a) }
	switch {
	case a.IsLoopback():
		if c.Here {
			return nil
		}
		return no()
	case plain: // not encrypted, only to this machine
		return no()
	case a.IsPrivate():
		if c.Inside {
			return nil
		}
		return no()
	case !a.IsGlobalUnicast():
		return no()
	}
	for _, p := range closed {
		if p.Contains(a) {
			return no()
		}
	}
	return nil
}
