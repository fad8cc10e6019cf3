package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
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
			floor, share, cpu = fmt.Sprintf("%.0f", l.Floor.PerSecond), fmt.Sprintf("%.2f", l.Share), fmt.Sprintf("%.0f",
				l.Floor.CPU)
		}
		aim := "–"
		if l.Aim > 0 {
			aim = fmt.Sprintf("%.0f", l.Aim)
		}
		fmt.Fprintf(t, "| %s\t| %d\t| %s\t| %.0f\t| %s\t| %s\t| %.2f\t| %.2f\t| %.0f\t| %s\t| %s\t|\n", l.Name, l.Clients,
			floor, l.Ours.PerSecond, share, aim,
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

// met says whether the aims and the share of the floor were reached.
func (l Line) met() string {
	var said []string
	judge := func(asked bool, what string, reached bool) {
		switch {
		case asked && reached:
			said = append(said, what+" yes")
		case asked:
			said = append(said, what+" NO")
		}
	}
	judge(l.Aim > 0, "aim", l.Ours.PerSecond >= l.Aim)
	judge(l.Least > 0, "share", l.Share >= l.Least)
	judge(l.Most > 0, "p99", l.Ours.P99 <= l.Most*1000)
	if len(said) == 0 {
		return "–"
	}
	return strings.Join(said, ", ")
}
