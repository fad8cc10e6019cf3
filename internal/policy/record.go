package policy

func (p *Pack) readRecords(r *parser) { p.plain(r, "records.txt", RecordForm) }
