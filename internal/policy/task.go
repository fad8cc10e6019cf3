package policy

// Task is how tasks are counted.
type Task struct {
	LateShare int // per cent of its points that a task earns that was delivered late [D]
	Late      Rule
}

func (p *Pack) readTasks(r *parser) {
	const file = "tasks.txt"
	p.plain(r, file, TaskKind)
	if c, ok := r.items(file, "任务计分", "逾期完成得分")["逾期完成得分"]; ok {
		p.Task = Task{LateShare: c.number("值", 0, 100), Late: c.rule()}
	}
}
