package arch

import "go/ast"

// tries finds who adds to the access policy from outside: it stands in one table, and
// only tests lend it verbs for nouns of their own (access.Try).
func tries(all []source) (wrong []string) {
	for _, s := range all {
		if s.test {
			continue
		}
		ast.Inspect(s.syntax, func(n ast.Node) bool {
			if x, ok := n.(*ast.SelectorExpr); ok && x.Sel.Name == "Try" {
				if p, ok := x.X.(*ast.Ident); ok && p.Name == "access" {
					wrong = append(wrong, s.at(n)+": access.Try is for tests alone; verbs stand in access/policy.go")
				}
			}
			return true
		})
	}
	return wrong
}
