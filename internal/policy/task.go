package policy

func (p *Pack) readTasks(r *parser) { p.plain(r, "tasks.txt", TaskKind) }
