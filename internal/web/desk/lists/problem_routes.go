package lists

import "shuangze/internal/web/desk"

// ProblemRoutes are the pages of problems.
func ProblemRoutes() []desk.Route {
	return append(problemsAtOnce.routes("problem.list"), []desk.Route{
		{Pattern: "GET /problems", May: "problem.list", Handle: problemList},
		{Pattern: "GET /problems/new", May: "problem.register", Handle: problemNew},
		{Pattern: "POST /problems", May: "problem.register", Handle: problemCreate},
		{Pattern: "GET /problems/{id}", May: "problem.see", Handle: problemPage},
		{Pattern: "GET /problems/{id}/do/{deed}", May: "problem.see", Handle: problemDeedForm},
		{Pattern: "POST /problems/{id}/do/{deed}", May: "problem.see", Files: true, Handle: problemDeedDo},
		{Pattern: "POST /problems/{id}/measures", May: "problem.do-measure", Handle: problemMeasure},
	}...)
}
