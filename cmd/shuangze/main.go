// Command shuangze runs the county's house: serve it, show it, feed it, check
// it. Every subcommand answers --help in Chinese and English.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// command is one thing the program does.
type command struct {
	name, args, zh, en string
	run                func(ctx context.Context, f *flag.FlagSet, args []string) error
}

// errUsage says that the line was wrong and has already been explained.
var errUsage = errors.New("usage")

// exit is an error that has been told and only carries the status.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit %d", int(e)) }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stderr))
}

func run(ctx context.Context, args []string, errw io.Writer) int {
	if len(args) == 0 {
		usage(errw)
		return 2
	}
	switch args[0] {
	case "help", "-h", "-help", "--help":
		usage(os.Stdout)
		return 0
	case "-version", "--version":
		args = []string{"version"}
	}
	for _, c := range commands() {
		if c.name != args[0] {
			continue
		}
		f := flag.NewFlagSet(c.name, flag.ContinueOnError)
		f.SetOutput(errw)
		f.Usage = func() {
			fmt.Fprintf(f.Output(), "shuangze %s %s\n\n%s\n%s\n\n", c.name, c.args, c.zh, c.en)
			f.PrintDefaults()
		}
		for _, a := range args[1:] {
			if a == "--help" || a == "-help" || a == "-h" {
				f.SetOutput(os.Stdout)
			}
		}
		err := c.run(ctx, f, args[1:])
		var told exit
		switch {
		case err == nil, errors.Is(err, flag.ErrHelp):
			return 0
		case errors.Is(err, errUsage):
			return 2
		case errors.As(err, &told):
			return int(told)
		}
		fmt.Fprintln(errw, "shuangze "+c.name+": "+err.Error())
		return 1
	}
	fmt.Fprintf(errw, "没有 %q 这个命令 / no such command: %q\n\n", args[0], args[0])
	usage(errw)
	return 2
}

func usage(w io.Writer) {
	fmt.Fprintln(w, "shuangze <命令 command> [--help]")
	fmt.Fprintln(w)
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-9s %s\n            %s\n", c.name, c.zh, c.en)
	}
}

// parse reads a command's flags, which may stand before or after its other
// words, and gives those back.
func parse(f *flag.FlagSet, args []string) ([]string, error) {
	var rest []string
	for {
		if err := f.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return nil, err
			}
			return nil, errUsage
		}
		if f.NArg() == 0 {
			return rest, nil
		}
		rest, args = append(rest, f.Arg(0)), f.Args()[1:]
	}
}
