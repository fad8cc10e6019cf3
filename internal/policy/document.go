package policy

func (p *Pack) readDocuments(r *parser) {
	for _, kind := range []Kind{DocumentKind, DocumentLevel} {
		p.plain(r, "documents.txt", kind)
	}
}
