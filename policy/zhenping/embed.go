// Package zhenping carries the policy pack of Zhenping county, the default
// that is shipped: text files that officials can read and change. How to read
// them stands at the head of county.txt; internal/policy loads them.
package zhenping

import "embed"

// Files are the pack's text files.
//
//go:embed *.txt
var Files embed.FS
