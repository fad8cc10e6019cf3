package store

import (
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
)

// postgresReadOnly is the answer of a PostgreSQL that is only read: a hot standby.
const postgresReadOnly = "25006"

// standby says whether this is a hot standby. On one nothing can be made, not even
// for a moment in a transaction that is taken back.
func (s *snapshot) standby() (yes bool, err error) {
	if s.d.postgres {
		err = s.row(&yes, `SELECT pg_is_in_recovery()`)
	}
	return yes, err
}

// onStandby puts the answer of a database that is only read into a sentence.
func onStandby(err error) error {
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == postgresReadOnly {
		return fmt.Errorf("这个数据库只能读（热备库），这件事要在主库上做；核对、备份和导入检查可以在这里做 / "+
			"this database can only be read (a hot standby): do this on the primary; verify, backup and a dry import may be done here: %w", err)
	}
	return err
}
