package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
)

// JSON writes the report for programs.
func (r *Report) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

// Table writes the report for people, as a Markdown table.
func (r *Report) Table(w io.Writer) error {
	fmt.Fprintf(w, "%s, %s\n%s: %d orders, %d units", r.At, r.Machine, r.Engine, r.Orders, r.Units)
	if r.Build > 0 {
		fmt.Fprintf(w, ", built in %.1f s", r.Build)
	}
	fmt.Fprint(w, "\n\n")
	t := tabwriter.NewWriter(w, 0, 4, 1, ' ', 0)
	fmt.Fprintln(t, "| work\t| clients\t| floor/s\t| ours/s\t| share\t| aim/s\t| p50 ms\t| p99 ms\t| CPU µs\t| floor CPU µs\t| met\t|")
	fmt.Fprintln(t, "|---\t|---:\t|---:\t|---:\t|---:\t|---:\t|---:\t|---:\t|---:\t|---:\t|---\t|")
	for _, l := range r.Lines {
		floor, share, cpu := "–", "–", "–"
		if l.Floor != nil {
			floor, share, cpu = fmt.Sprintf("%.0f", l.Floor.PerSecond), fmt.Sprintf("%.2f", l.Share), fmt.Sprintf("%.0f", l.Floor.CPU)
		}
		aim := "–"
		if l.Aim > 0 {
			aim = fmt.Sprintf("%.0f", l.Aim)
		}
		fmt.Fprintf(t, "| %s (%s)\t| %d\t| %s\t| %.0f\t| %s\t| %s\t| %.2f\t| %.2f\t| %.0f\t| %s\t| %s\t|\n", l.Name, l.How, l.Clients, floor, l.Ours.PerSecond, share, aim,
			l.Ours.P50/1000, l.Ours.P99/1000, l.Ours.CPU, cpu, l.met())
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(w)
	t = tabwriter.NewWriter(w, 0, 4, 1, ' ', 0)
	fmt.Fprintln(t, "| figure\t| measured\t| aim\t|")
	fmt.Fprintln(t, "|---\t|---:\t|---\t|")
	for _, f := range r.Facts {
		fmt.Fprintf(t, "| %s\t| %.0f %s\t| %s\t|\n", f.Name, f.Value, f.Unit, f.Aim)
	}
	return t.Flush()
}

// met says whether the aim and the share of the floor were reached.
func (l Line) met() string {
	word := func(ok bool) string {
		if ok {
			return "yes"
		}
		return "no"
	}
	switch {
	case l.Aim == 0:
		return "–"
	case l.Least > 0:
		return "aim " + word(l.Ours.PerSecond >= l.Aim) + ", share " + word(l.Share >= l.Least)
	}
	return "aim " + word(l.Ours.PerSecond >= l.Aim)
}
