package main

import (
	"strings"
	"unsafe"

	"shuangze/internal/app"
)

// hideArgs gives a copy of the command line and writes over the passwords in the
// original: the list of processes (ps) shows it to everybody on the machine.
// Package os gives the process's own memory, not a copy; where another system
// did otherwise, the list would go on showing them.
func hideArgs(args []string) []string {
	out := make([]string, len(args))
	for i, a := range args {
		out[i] = strings.Clone(a)
	}
	for i, a := range out {
		name, value, _ := strings.Cut(strings.TrimLeft(a, "-"), "=")
		secret := app.PasswordOf(a)
		switch {
		case name == "password" && value != "" && strings.HasPrefix(a, "-"):
			secret = value
		case i > 0 && strings.HasPrefix(out[i-1], "-") && strings.TrimLeft(out[i-1], "-") == "password":
			secret = a
		}
		if at := strings.LastIndex(a, secret); secret != "" && at >= 0 {
			app.Hide(secret)
			b := unsafe.Slice(unsafe.StringData(args[i]), len(a))
			for j := range len(secret) {
				b[at+j] = 'x'
			}
		}
	}
	return out
}
