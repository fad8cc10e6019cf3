package e2e

import (
	"debug/elf"
	"testing"
)

// most is how large the program may be as it is delivered for amd64 (make build, make release): 60 MB.
const most = 60_000_000

// The program of the journeys differs from the delivered one in what lies behind its last segment, which the linker
// leaves out there: names and places in the source, for debuggers.
func TestProgramIsSmall(t *testing.T) {
	program.build()
	if program.err != nil {
		t.Fatal(program.err)
	}
	f, err := elf.Open(program.path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if f.Machine != elf.EM_X86_64 {
		t.Logf("%v: the bound is that of amd64", f.Machine)
		return
	}
	size := uint64(4096) // the names of its sections, and where they are
	for _, p := range f.Progs {
		size = max(size, p.Off+p.Filesz+4096)
	}
	if size > most {
		t.Errorf("the program has %d bytes, at most %d are delivered", size, most)
	}
}
