package store

import "fmt"

// What decides which rows are kept, found and believed is changed, and no value
// is. All of it is taken back with the transaction.

func (h *hand) ddl(list ...string) error {
	for _, q := range list {
		if _, err := h.conn.ExecContext(h.ctx, h.d.sql(q)); err != nil {
			return fmt.Errorf("%w in %s", err, q)
		}
	}
	return nil
}

// one asks the catalogue for one name.
func (h *hand) one(q string) (name string, err error) {
	return name, h.row([]any{&name}, q)
}

// made adds an edit of the declarations.
func (b *bench) made(what string, list ...string) {
	b.add(what, place{}, func() error { return b.ddl(list...) })
	b.list[len(b.list)-1].within = "schema"
}

// asked is made, with a name that the copy knows: LIKE gives indexes and
// constraints names of its own.
func (b *bench) asked(what, name, q string) {
	b.add(what, place{}, func() error {
		x, err := b.one(name)
		if err != nil {
			return err
		}
		return b.ddl(fmt.Sprintf(q, x))
	})
	b.list[len(b.list)-1].within = "schema"
}

func (b *bench) shapes() error {
	b.made("the catalogue: a table more", `CREATE TABLE aside(n INTEGER)`)
	b.made("the catalogue: a view more", `CREATE VIEW aside AS SELECT id FROM orders`)
	b.made("the catalogue: a column more", `ALTER TABLE orders ADD COLUMN aside INTEGER`)
	b.made("the catalogue: a table out of the way", `ALTER TABLE lease RENAME TO aside`)
	b.made("the catalogue: a migration too many", `INSERT INTO schema_version(version) VALUES(0)`)
	if !b.d.postgres {
		b.made("the catalogue: an index dropped", `DROP INDEX order_problem`)
		b.made("the catalogue: an index without its predicate", `DROP INDEX order_problem`,
			`CREATE INDEX order_problem ON orders(problem)`)
		b.made("the catalogue: a trigger", `CREATE TRIGGER aside AFTER UPDATE ON orders BEGIN DELETE FROM letter; END`)
		b.made("the catalogue: a key that is dropped", `DROP TABLE lease`,
			`CREATE TABLE lease (name {text} NOT NULL, holder {text} NOT NULL, until {int} NOT NULL){strict}`)
		return nil
	}
	const index = `SELECT c.oid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid=i.indexrelid WHERE i.indrelid='orders'::regclass
		AND i.indpred IS NOT NULL AND pg_get_indexdef(c.oid) LIKE '%(problem)%'`
	const key = `SELECT quote_ident(conname) FROM pg_constraint WHERE conrelid='lease'::regclass AND contype='p'`
	b.asked("the catalogue: an index dropped", index, `DROP INDEX %s`)
	b.asked("the catalogue: an index without its predicate", index, `DROP INDEX %s; CREATE INDEX aside ON orders(problem)`)
	b.asked("the catalogue: a predicate changed", index,
		`DROP INDEX %s; CREATE INDEX aside ON orders(problem) WHERE problem>100`)
	b.asked("the catalogue: a constraint dropped", key, `ALTER TABLE lease DROP CONSTRAINT %s`)
	b.asked("the catalogue: a key that is only unique", key, `ALTER TABLE lease DROP CONSTRAINT %s, ADD UNIQUE(name)`)
	b.asked("the catalogue: a key that waits", key,
		`ALTER TABLE lease DROP CONSTRAINT %s, ADD PRIMARY KEY(name) DEFERRABLE`)
	b.made("the catalogue: a constraint with a function",
		`CREATE FUNCTION aside(bigint) RETURNS boolean LANGUAGE sql AS 'SELECT true'`,
		`ALTER TABLE orders ADD CONSTRAINT aside CHECK (aside(no))`)
	b.made("the catalogue: a constraint that was not checked",
		`ALTER TABLE orders ADD CONSTRAINT aside CHECK (no<>5) NOT VALID`)
	b.made("the catalogue: a trigger",
		`CREATE TRIGGER aside BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`)
	b.made("the catalogue: a rule", `CREATE RULE aside AS ON DELETE TO orders DO INSTEAD NOTHING`)
	b.made("the catalogue: row security", `ALTER TABLE orders ENABLE ROW LEVEL SECURITY`)
	b.made("the catalogue: a policy", `CREATE POLICY aside ON orders USING (no<>5)`)
	b.made("the catalogue: a domain", `CREATE DOMAIN aside AS bigint CHECK (value<>123456)`,
		`ALTER TABLE orders ALTER no TYPE aside`)
	b.made("the catalogue: another collation", `ALTER TABLE lease ALTER holder TYPE text COLLATE "default"`)
	b.made("the catalogue: a default", `ALTER TABLE orders ALTER no SET DEFAULT 7`)
	b.made("the catalogue: a column that takes nothing", `ALTER TABLE orders ALTER subject DROP NOT NULL`)
	b.made("the catalogue: an heir", `CREATE TABLE aside() INHERITS (orders)`)
	b.made("the catalogue: a table that a crash empties", `ALTER TABLE lease SET UNLOGGED`)
	b.made("the catalogue: a parameter of a table", `ALTER TABLE orders SET (autovacuum_enabled=off)`)
	b.made("a setting: commits that can be lost", `SET LOCAL synchronous_commit=off`)
	return b.published()
}

// published needs a right that the county's role need not have.
func (b *bench) published() error {
	var may bool
	if err := b.hand.row([]any{&may}, `SELECT has_database_privilege(current_database(),'CREATE')`); err != nil || !may {
		return err
	}
	b.made("the catalogue: a publication", `CREATE PUBLICATION shuangze_drill FOR TABLE orders`)
	return nil
}
