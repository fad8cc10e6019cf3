package store

import (
	"errors"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"

	"shuangze/internal/text"
)

// The answers of the engines when no room is left.
const (
	sqliteReadOnly   = 8
	sqliteFull       = 13
	postgresDiskFull = "53100"
)

// DiskFull says that an error comes from a disk without room, be it a file's or
// a database's.
func DiskFull(err error) bool {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return true
	}
	var lite *sqlite.Error
	var pg *pgconn.PgError
	return errors.As(err, &lite) && lite.Code()&0xff == sqliteFull || errors.As(err, &pg) && pg.Code == postgresDiskFull
}

// ReadOnly says that an error comes from a place that cannot be written.
func ReadOnly(err error) bool {
	var lite *sqlite.Error
	return errors.Is(err, syscall.EROFS) || errors.As(err, &lite) && lite.Code()&0xff == sqliteReadOnly
}

// noRoom is the answer to whoever wrote meanwhile: nothing of it is there.
func noRoom() error { return text.Refuse(text.Full, "fault.disk-full") }
