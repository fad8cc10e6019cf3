// Command cut makes one bundled typeface smaller and packs it, for scripts/fonts.py: cut UNITS BOUND <TrueType >packed.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"shuangze/internal/paper/face/outline"
)

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "cut:", err)
		os.Exit(1)
	}
}

func run(args []string, in io.Reader, out io.Writer) error {
	if len(args) != 2 {
		return errors.New("usage: cut UNITS BOUND <TrueType >packed")
	}
	units, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	bound, err := strconv.ParseFloat(args[1], 64)
	if err != nil {
		return err
	}
	b, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	small, told, err := outline.Simplify(b, units, bound)
	if err != nil {
		return err
	}
	packed, err := outline.Pack(small)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%d points became %d; %d bytes\n", told.Before, told.After, len(small))
	_, err = out.Write(packed)
	return err
}
