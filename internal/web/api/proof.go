package api

import (
	"encoding/hex"
	"net/http"

	"shuangze/internal/ref"
	"shuangze/internal/trail"
)

// Journal is how long one journal is and what it hashes to.
type Journal struct {
	Name           string  `json:"name"`
	Size           int64   `json:"size"`
	Root           string  `json:"root" doc:"Root of the Merkle tree, in hexadecimal."`
	Code           string  `json:"code" doc:"Short code of the root, as printed on papers."`
	At             instant `json:"at"`
	CheckpointSize int64   `json:"checkpointSize"`
	CheckpointAt   instant `json:"checkpointAt,omitzero"`
	Checkpoint     string  `json:"checkpoint,omitempty" doc:"The latest signed note."`
}

// Journals is all journals of the county.
type Journals struct {
	Items []Journal `json:"items"`
}

func journals(c *call, _ none) (out Journals, err error) {
	rows, err := c.face.Read.Journals(c.r.Context(), c.actor.Jurisdiction)
	if err != nil {
		return out, err
	}
	out.Items = []Journal{}
	for _, j := range rows {
		out.Items = append(out.Items, Journal{j.Name, j.Size, hex.EncodeToString(j.Root[:]), j.Code, instant(j.At),
			j.CheckpointSize, instant(j.CheckpointAt), j.Note})
	}
	return out, nil
}

// Entry is one entry of the county's journal of acts.
type Entry struct {
	Journal string      `json:"journal"`
	Entry   int64       `json:"entry"`
	Kind    string      `json:"kind"`
	At      instant     `json:"at"`
	Object  ObjectRef   `json:"object"`
	Person  ref.ID      `json:"person"`
	Agent   string      `json:"agent,omitempty"`
	Leaf    string      `json:"leaf" doc:"Hash of the leaf of the Merkle tree, in hexadecimal."`
	Bytes   int         `json:"bytes" doc:"Length of the frozen record."`
	Rows    []ObjectRef `json:"rows" doc:"The stored rows it set."`
}

// ObjectRef names one thing by its kind.
type ObjectRef struct {
	Kind string `json:"kind"`
	ID   ref.ID `json:"id"`
}

// readEntry reads an entry about something that may be seen.
func (c *call) readEntry() (e trail.Entry, err error) {
	e, found, err := c.face.Read.Entry(c.r.Context(), c.actor.Jurisdiction, int64(c.id()))
	if err != nil {
		return e, err
	}
	if !found {
		return e, missing()
	}
	return e, c.seeRef(c.r.Context(), e.Object)
}

func getEntry(c *call, _ none) (out Entry, err error) {
	e, err := c.readEntry()
	if err != nil {
		return out, err
	}
	out = Entry{e.Journal, e.Seq, string(e.Kind), instant(e.At), ObjectRef{string(e.Object.Kind), e.Object.ID}, e.Person,
		e.Agent, hexOf(e.Leaf[:]), e.Bytes, []ObjectRef{}}
	for _, r := range e.Rows {
		out.Rows = append(out.Rows, ObjectRef{string(r.Kind), r.ID})
	}
	return out, nil
}

// getReceipt sends the file that proves the entry without this server.
func getReceipt(c *call) error {
	e, err := c.readEntry()
	if err != nil {
		return err
	}
	body, err := c.face.Receipt(c.r.Context(), e.Journal, e.Seq)
	if err != nil {
		return err
	}
	return c.write(http.StatusOK, jsonType, body)
}

func proofOperations() []operation {
	return []operation{
		get("listJournals", "/journal", "proof.see", "journal", "Heads of the journals", journals),
		get("getEntry", "/journal/entries/{id}", "proof.see", "journal", "One entry of the journal of acts, by its number",
			getEntry),
		{id: "getReceipt", method: http.MethodGet, path: "/journal/entries/{id}/receipt", may: "proof.see",
			tag: "journal", media: jsonType,
			summary: "The receipt that proves an entry offline (shuangze verify --receipt)", handle: getReceipt},
	}
}
