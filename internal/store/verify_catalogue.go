package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"

	"shuangze/internal/journal"
)

// The PostgreSQL catalogue is compared whole with what the same migrations make
// on the same server: in the session's temporary schema, in a transaction that is
// taken back, so that nothing is left of it. What is compared is what decides
// which rows are kept, found and believed.

// catalogue asks for everything that stands in one schema; $SCHEMA is its oid.
// Names of indexes and constraints say nothing: copies have others.
const catalogue = `
SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'view' WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'foreign table' ELSE 'table' END, c.relname,
	c.relkind::text||CASE WHEN c.relpersistence='u' THEN ' unlogged' WHEN c.relispartition THEN ' partition' ELSE '' END
	||CASE WHEN c.relreplident IN ('n','i') THEN ' replica identity '||c.relreplident::text ELSE '' END||COALESCE(' '||array_to_string(c.reloptions,','),'')
	FROM pg_class c WHERE c.relnamespace=$SCHEMA AND c.relkind NOT IN ('i','I','t','c')
UNION ALL SELECT 'row security', 'of '||relname, CASE WHEN relforcerowsecurity THEN 'forced' ELSE '' END FROM pg_class
	WHERE relnamespace=$SCHEMA AND (relrowsecurity OR relforcerowsecurity)
UNION ALL SELECT 'column', c.relname||'.'||a.attname, format_type(a.atttypid,a.atttypmod)||CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
	||COALESCE((SELECT ' COLLATE '||collname FROM pg_collation WHERE oid=a.attcollation AND collname<>'default'),'')
	||COALESCE(' DEFAULT '||pg_get_expr(d.adbin,d.adrelid),'')||CASE WHEN a.attidentity<>'' THEN ' identity' ELSE '' END
	||CASE WHEN a.attgenerated<>'' THEN ' generated' ELSE '' END||CASE WHEN a.attinhcount>0 THEN ' inherited' ELSE '' END
	FROM pg_class c JOIN pg_attribute a ON a.attrelid=c.oid LEFT JOIN pg_attrdef d ON d.adrelid=c.oid AND d.adnum=a.attnum
	WHERE c.relnamespace=$SCHEMA AND c.relkind NOT IN ('i','I','t','S') AND a.attnum>0 AND NOT a.attisdropped
UNION ALL SELECT 'index', 'of '||c.relname||substring(pg_get_indexdef(i.indexrelid) from ' USING (.*)$')||CASE WHEN i.indisprimary THEN ' primary' WHEN i.indisunique THEN ' unique' ELSE '' END,
	CASE WHEN i.indisvalid AND i.indisready AND i.indislive THEN '' ELSE 'not valid' END||CASE WHEN i.indimmediate THEN '' ELSE ' deferrable' END
	FROM pg_index i JOIN pg_class c ON c.oid=i.indrelid WHERE c.relnamespace=$SCHEMA AND c.relkind NOT IN ('t')
UNION ALL SELECT 'constraint', pg_get_constraintdef(k.oid)||' of '||COALESCE(c.relname,'a domain'), CASE WHEN k.convalidated THEN '' ELSE 'not validated' END||CASE WHEN k.condeferrable THEN ' deferrable' ELSE '' END
	FROM pg_constraint k LEFT JOIN pg_class c ON c.oid=k.conrelid WHERE (c.relnamespace=$SCHEMA OR c.oid IS NULL AND k.connamespace=$SCHEMA) AND k.contype NOT IN ('n','t')
UNION ALL SELECT 'constraint', 'by '||k.conname||' of another table', '' FROM pg_constraint k JOIN pg_class c ON c.oid=k.confrelid JOIN pg_class o ON o.oid=k.conrelid
	WHERE c.relnamespace=$SCHEMA AND o.relnamespace<>$SCHEMA
UNION ALL SELECT 'trigger', t.tgname||' on '||c.relname, t.tgenabled::text FROM pg_trigger t JOIN pg_class c ON c.oid=t.tgrelid WHERE NOT t.tgisinternal AND c.relnamespace=$SCHEMA
UNION ALL SELECT 'rule', r.rulename||' on '||c.relname, r.ev_enabled::text FROM pg_rewrite r JOIN pg_class c ON c.oid=r.ev_class WHERE c.relnamespace=$SCHEMA AND r.rulename<>'_RETURN'
UNION ALL SELECT 'policy', p.polname||' on '||c.relname, '' FROM pg_policy p JOIN pg_class c ON c.oid=p.polrelid WHERE c.relnamespace=$SCHEMA
UNION ALL SELECT 'inheritance', h.inhrelid::regclass||' of '||h.inhparent::regclass, '' FROM pg_inherits h JOIN pg_class c ON c.oid=h.inhrelid JOIN pg_class p ON p.oid=h.inhparent
	WHERE c.relkind NOT IN ('i','I') AND $SCHEMA IN (c.relnamespace,p.relnamespace)
UNION ALL SELECT 'publication', p.pubname||' of '||c.relname, '' FROM pg_publication p JOIN pg_class c ON c.relnamespace=$SCHEMA AND c.relkind IN ('r','p')
	WHERE p.puballtables OR EXISTS (SELECT 1 FROM pg_publication_rel r WHERE r.prpubid=p.oid AND r.prrelid=c.oid)
	OR EXISTS (SELECT 1 FROM pg_publication_namespace n WHERE n.pnpubid=p.oid AND n.pnnspid=c.relnamespace)
UNION ALL SELECT 'function', p.proname, '' FROM pg_proc p WHERE p.pronamespace=$SCHEMA AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid=p.oid AND deptype='e')
UNION ALL SELECT 'operator', p.oprname, '' FROM pg_operator p WHERE p.oprnamespace=$SCHEMA AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid=p.oid AND deptype='e')
UNION ALL SELECT 'type', p.typname, '' FROM pg_type p WHERE p.typnamespace=$SCHEMA AND p.typtype NOT IN ('c','m') AND p.typelem=0 AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid=p.oid AND deptype='e')
UNION ALL SELECT 'collation', p.collname, '' FROM pg_collation p WHERE p.collnamespace=$SCHEMA
UNION ALL SELECT 'text search', p.cfgname, '' FROM pg_ts_config p WHERE p.cfgnamespace=$SCHEMA
UNION ALL SELECT 'text search', p.dictname, '' FROM pg_ts_dict p WHERE p.dictnamespace=$SCHEMA`

const (
	ownSchema  = `current_schema()::regnamespace::oid`
	tempSchema = `pg_my_temp_schema()`
)

func (s *snapshot) catalogued(schema string) (shape, error) {
	out := shape{}
	var sort, name, text string
	return out, s.each(func() error { out[sort+" "+name] = text; return nil }, []any{&sort, &name, &text},
		strings.ReplaceAll(catalogue, "$SCHEMA", schema))
}

// intendedOf keeps what the migrations make, by server and set of tables.
var intendedOf sync.Map

type madeBy struct {
	tables *Schema
	url    string
}

// intendedCatalogue is what the migrations make on this server.
func (s *snapshot) intendedCatalogue() (out shape, err error) {
	if v, ok := intendedOf.Load(madeBy{s.tables, s.url}); ok {
		return v.(shape), nil
	}
	pool, err := sql.Open("pgx", s.url)
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	conn, err := pool.Conn(s.ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(s.ctx, "BEGIN READ WRITE; SET LOCAL search_path=pg_temp"); err != nil {
		return nil, err
	}
	defer func() {
		_, undo := conn.ExecContext(context.WithoutCancel(s.ctx), "ROLLBACK")
		err = errors.Join(err, undo)
	}()
	if err := (&DB{d: postgresWords, tables: s.tables}).advance(s.ctx, conn, s.tables.version); err != nil {
		return nil, fmt.Errorf("a schema to compare with cannot be made (it needs the right to make temporary tables): %w",
			err)
	}
	made := &snapshot{ctx: s.ctx, d: postgresWords, tables: s.tables, conn: conn, now: s.now}
	if out, err = made.catalogued(tempSchema); err == nil {
		intendedOf.Store(madeBy{s.tables, s.url}, out)
	}
	return out, err
}

// settings names what makes the server acknowledge a commit that it can lose, and
// what makes it believe damaged pages or pass over triggers.
func (s *snapshot) settings(found *Findings) error {
	var name, value, where string
	return firstError(
		s.each(func() error {
			found.add(journal.Fault{What: "schema-setting",
				Detail: fmt.Sprintf("%s is %s: a commit that was answered can be lost", name, value)})
			return nil
		}, []any{&name, &value}, `SELECT name,setting FROM pg_settings WHERE name IN ('fsync','full_page_writes','synchronous_commit') AND setting='off'
			UNION ALL SELECT name,setting FROM pg_settings WHERE name IN ('zero_damaged_pages','ignore_checksum_failure','ignore_invalid_pages') AND setting='on'
			UNION ALL SELECT name,setting FROM pg_settings WHERE name='session_replication_role' AND setting<>'origin'`),
		s.each(func() error {
			found.add(journal.Fault{What: "schema-setting",
				Detail: fmt.Sprintf("%s is set for %s: a commit that is answered can be lost, or what is read be other",
					value, where)})
			return nil
		}, []any{&value, &where}, `SELECT v, COALESCE('database '||d.datname,'every database')||COALESCE(', role '||r.rolname,'')
			FROM pg_db_role_setting t CROSS JOIN unnest(t.setconfig) AS v LEFT JOIN pg_database d ON d.oid=t.setdatabase LEFT JOIN pg_roles r ON r.oid=t.setrole
			WHERE (t.setdatabase=0 OR d.datname=current_database()) AND (v ~ '^(synchronous_commit|fsync|full_page_writes)=(off|false|no|0)$'
				OR v ~ '^(zero_damaged_pages|ignore_checksum_failure)=(on|true|yes|1)$' OR v ~ '^session_replication_role=(replica|local)$')`))
}
