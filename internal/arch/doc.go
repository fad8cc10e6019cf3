// Package arch keeps the walls of the house. It is all tests: floors_test.go is the plan of the house as a table,
// walls_test.go holds the walls, arch_test.go looks at this repository, and each wall has a small house in
// fixtures_test.go that breaks it.
package arch
