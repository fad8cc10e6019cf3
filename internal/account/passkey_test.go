package account

import "testing"

// A counter comes from the one device that has counted so far when it has risen,
// or when the device has never counted.
func TestCloned(t *testing.T) {
	for _, x := range []struct {
		added, seen, now int64
		want             bool
	}{{0, 0, 0, false}, {0, 0, 1, false}, {1, 0, 1, true}, {1, 0, 2, false}, {1, 5, 2, true}, {1, 5, 5, true},
		{1, 5, 6, false}, {1, 0, 0, true}, {0, 3, 0, true}} {
		if got := (Passkey{Counter: x.added, Seen: x.seen}).Cloned(x.now); got != x.want {
			t.Errorf("%+v: %v", x, got)
		}
	}
}

// Passkeys belong to names; the address that browsers sign has the port.
func TestSiteAt(t *testing.T) {
	for _, x := range []struct {
		secure  bool
		address string
		want    Site
	}{
		{false, "localhost:8080", Site{"localhost", "http://localhost:8080"}},
		{true, "shuangze.example.cn", Site{"shuangze.example.cn", "https://shuangze.example.cn"}},
		{true, "SHUANGZE.example.cn:8443", Site{"shuangze.example.cn", "https://SHUANGZE.example.cn:8443"}},
		{false, "127.0.0.1:8080", Site{}}, {false, "10.1.2.3", Site{}}, {true, "[::1]:8080", Site{}},
		{true, "[2001:db8::1]", Site{}}, {true, "", Site{}}, {true, ":80", Site{}},
	} {
		if got := SiteAt(x.secure, x.address); got != x.want {
			t.Errorf("%s: %+v", x.address, got)
		}
	}
}
