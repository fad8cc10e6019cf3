// Command shuangze runs the county's house: serve it, show it, feed it, check
// it. Every subcommand answers --help in Chinese and English.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"shuangze/internal/app"
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
	args := hideArgs(os.Args[1:])
	log.SetOutput(app.Hiding(os.Stderr)) // what package slog writes goes this way too
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, args, app.Hiding(os.Stderr)))
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
		fmt.Fprintln(errw, "shuangze "+c.name+": "+app.Sentence(err))
		return 1
	}
	fmt.Fprintf(errw, "没有 %q 这个命令，全部命令见 shuangze --help / no such command: %q; shuangze --help lists them\n",
		args[0], args[0])
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
	errw, explain := f.Output(), f.Usage
	f.SetOutput(io.Discard) // the package says more than one sentence
	f.Usage = func() {}
	defer func() { f.SetOutput(errw); f.Usage = explain }()
	for {
		if err := f.Parse(args); errors.Is(err, flag.ErrHelp) {
			f.SetOutput(errw)
			explain()
			return nil, err
		} else if err != nil {
			fmt.Fprintln(errw, "shuangze "+f.Name()+": "+wrongFlag(f, err))
			return nil, errUsage
		}
		if f.NArg() == 0 {
			return rest, nil
		}
		rest, args = append(rest, f.Arg(0)), f.Args()[1:]
	}
}

// wrongFlag says in one sentence what is wrong with a flag, from what package
// flag says of it.
func wrongFlag(f *flag.FlagSet, err error) string {
	says := err.Error()
	see := "shuangze " + f.Name() + " --help"
	if name, ok := strings.CutPrefix(says, "flag provided but not defined: "); ok {
		return fmt.Sprintf("没有 %s 这个选项，见 %s / there is no flag %s: see %s", name, see, name, see)
	}
	if name, ok := strings.CutPrefix(says, "flag needs an argument: "); ok {
		return fmt.Sprintf("%s 后面要写值，见 %s / %s needs a value: see %s", name, see, name, see)
	}
	return fmt.Sprintf("选项写得不对，见 %s / %s: see %s", see, says, see)
}

// lacks says in one sentence what a command cannot do without.
func lacks(f *flag.FlagSet, what string) error {
	see := "shuangze " + f.Name() + " --help"
	fmt.Fprintf(f.Output(), "shuangze %s: 要写明 %s，见 %s / %s must be given: see %s\n", f.Name(), what, see, what, see)
	return errUsage
}
